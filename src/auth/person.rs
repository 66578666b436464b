//! A signed-in person and what they may do.

use crate::domain::identity::{MemberId, SessionId, UnitId};
use crate::domain::role::{Action, Grant};
use crate::store::{ContestRow, Store, StoreError};

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
            let reaches = grant.unit != unit || grant.role.allows_where_held(action);
            if reaches && store.is_within(unit, grant.unit).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether they belong to `unit` or to one below it.
    pub async fn belongs_to(&self, store: &Store, unit: UnitId) -> Result<bool, StoreError> {
        store.is_within(self.unit, unit).await
    }

    /// Whether a contest is theirs to take part in, or was: whoever stood on its roster and belongs elsewhere by now keeps
    /// what they did.
    pub async fn takes_part_in(&self, store: &Store, contest: &ContestRow) -> Result<bool, StoreError> {
        Ok(self.belongs_to(store, contest.unit).await? || store.is_participant(contest.id, self.member).await?)
    }

    /// Whether they may give or take this role: one of theirs that reaches its unit ranks above it.
    pub async fn may_grant(&self, store: &Store, grant: Grant) -> Result<bool, StoreError> {
        for own in self.grants.iter().filter(|own| own.role.may_grant(grant.role)) {
            if store.is_within(grant.unit, own.unit).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether they may let somebody in or send them away: at their unit, and above every role that
    /// this somebody holds.
    pub async fn may_manage(&self, store: &Store, member: MemberId, unit: UnitId) -> Result<bool, StoreError> {
        if member == self.member || !self.may(store, Action::ManageMembers, unit).await? {
            return Ok(false);
        }
        for grant in store.grants_of(member).await? {
            if !self.may_grant(store, grant).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
