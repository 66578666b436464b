//! Signed-in devices, kept in memory so that each request and socket can be checked at once.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::token::BEARER_LIFETIME;
use crate::domain::identity::{MemberId, SessionId};
use crate::domain::time::Timestamp;
use crate::store::ActiveSession;

#[derive(Debug, Default)]
pub struct Sessions {
    /// A std lock: nothing awaits while it is held.
    table: RwLock<Table>,
}

#[derive(Debug, Default)]
struct Table {
    active: HashMap<SessionId, ActiveSession>,
    by_renewal: HashMap<String, SessionId>,
}

impl Sessions {
    /// Adds devices, and forgets those whose time was over a day ago: their sockets are long closed.
    pub fn add(&self, sessions: impl IntoIterator<Item = ActiveSession>, now: Timestamp) {
        let mut table = self.write();
        let Table { active, by_renewal } = &mut *table;
        active.retain(|_, session| session.expires_at > now - BEARER_LIFETIME);
        by_renewal.retain(|_, session| active.contains_key(session));
        for session in sessions {
            by_renewal.extend(session.renewal_hash.clone().map(|hash| (hash, session.id)));
            active.insert(session.id, session);
        }
    }

    pub fn remove(&self, session: SessionId) {
        let mut table = self.write();
        if let Some(hash) = table.active.remove(&session).and_then(|session| session.renewal_hash) {
            table.by_renewal.remove(&hash);
        }
    }

    /// Forgets the sessions of one person, but for the one to be kept.
    pub fn remove_of(&self, member: MemberId, but: Option<SessionId>) {
        let of_member: Vec<SessionId> = {
            let table = self.read();
            let owned = table.active.values().filter(|session| session.member == member);
            owned.map(|session| session.id).filter(|session| Some(*session) != but).collect()
        };
        of_member.into_iter().for_each(|session| self.remove(session));
    }

    /// The session that a renewal cookie belongs to, if its time is not over.
    pub fn by_renewal(&self, hash: &str, now: Timestamp) -> Option<ActiveSession> {
        let table = self.read();
        let session = table.active.get(table.by_renewal.get(hash)?)?;
        (session.expires_at > now).then(|| session.clone())
    }

    /// Whether this device was not signed out. A socket that was opened in time outlives the
    /// session's time: nobody is sent away in the middle of a contest.
    pub fn is_known(&self, session: SessionId) -> bool {
        self.read().active.contains_key(&session)
    }

    pub fn is_active(&self, session: SessionId, member: MemberId, now: Timestamp) -> bool {
        let table = self.read();
        table.active.get(&session).is_some_and(|active| active.member == member && active.expires_at > now)
    }

    fn read(&self) -> RwLockReadGuard<'_, Table> {
        self.table.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Table> {
        self.table.write().unwrap_or_else(PoisonError::into_inner)
    }
}
