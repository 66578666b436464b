//! A signed-in person and what they may do.

use crate::domain::identity::{MemberId, SessionId, UnitId};
use crate::domain::role::{Action, Grant};
use crate::store::{Store, StoreError};

/// How somebody proved who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// A browser: cookie, and for anything that acts, our own `Origin`.
    Cookie,
    /// A native client or a test.
    Bearer,
}

#[derive(Clone, Debug)]
pub struct Person {
    pub member: MemberId,
    pub name: String,
    pub unit: UnitId,
    pub unit_name: String,
    pub session: SessionId,
    pub proof: Proof,
    pub grants: Vec<Grant>,
}

impl Person {
    /// Whether a role of theirs allows `action` at `unit`: it is held there or above, never beside.
    pub async fn may(&self, store: &Store, action: Action, unit: UnitId) -> Result<bool, StoreError> {
        for grant in self.grants.iter().filter(|grant| grant.role.allows(action)) {
            if store.is_within(unit, grant.unit).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether they belong to `unit` or to one below it.
    pub async fn belongs_to(&self, store: &Store, unit: UnitId) -> Result<bool, StoreError> {
        store.is_within(self.unit, unit).await
    }
}
