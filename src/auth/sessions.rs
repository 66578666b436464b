//! Signed-in devices, kept in memory so that each request and socket can be checked at once.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use super::token::SESSION_LIFETIME;
use crate::domain::identity::{MemberId, SessionId};
use crate::domain::time::Timestamp;
use crate::store::ActiveSession;

#[derive(Debug, Default)]
pub struct Sessions {
    /// A std lock: nothing awaits while it is held.
    active: RwLock<HashMap<SessionId, (MemberId, Timestamp)>>,
}

impl Sessions {
    /// Adds devices, and forgets those whose time was over a day ago: their sockets are long closed.
    pub fn add(&self, sessions: impl IntoIterator<Item = ActiveSession>, now: Timestamp) {
        let mut active = self.active.write().unwrap_or_else(PoisonError::into_inner);
        active.retain(|_, (_, expires_at)| *expires_at > now - SESSION_LIFETIME);
        active.extend(sessions.into_iter().map(|session| (session.id, (session.member, session.expires_at))));
    }

    pub fn remove(&self, session: SessionId) {
        self.active.write().unwrap_or_else(PoisonError::into_inner).remove(&session);
    }

    /// Whether this device was signed out. A socket that was opened in time outlives the session's
    /// time: nobody is sent away in the middle of a contest.
    pub fn is_known(&self, session: SessionId) -> bool {
        self.active.read().unwrap_or_else(PoisonError::into_inner).contains_key(&session)
    }

    pub fn is_active(&self, session: SessionId, member: MemberId, now: Timestamp) -> bool {
        let active = self.active.read().unwrap_or_else(PoisonError::into_inner);
        active.get(&session).is_some_and(|(owner, expires_at)| *owner == member && *expires_at > now)
    }
}
