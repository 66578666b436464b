//! From a request to a person.

use std::sync::Arc;

use actix_web::http::header::AUTHORIZATION;
use actix_web::{HttpMessage as _, HttpRequest};
use tracing::warn;

use super::attempts::Attempts;
use super::front::Front;
use super::passwords::Passwords;
use super::person::{Person, Proof};
use super::secrets::Secrets;
use super::sessions::Sessions;
use super::token::{BEARER_LIFETIME, TOKEN_LIFETIME, TokenError, Tokens};
use crate::domain::identity::{MemberId, SessionId};
use crate::domain::ledger::Hash;
use crate::domain::time::{Millis, Timestamp};
use crate::live::Clock;
use crate::store::{ActiveSession, NewSession, Store, StoreError};

/// The signed-in cookie: a token for an hour.
pub const SESSION_COOKIE: &str = "khacsau_session";
/// What renews it.
pub const RENEWAL_COOKIE: &str = "khacsau_renewal";

/// How long a device stays signed in that is not used: a meeting that is missed, and some days.
pub const SESSION_LIFETIME: Millis = Millis::seconds(75 * 24 * 60 * 60);
/// A session in use is prolonged, and so written, once a day at most.
const PROLONG_AFTER: Millis = Millis::seconds(24 * 60 * 60);

/// Why a request is nobody's.
#[derive(Debug, thiserror::Error)]
pub enum Unidentified {
    #[error("not signed in")]
    Missing,
    #[error(transparent)]
    Token(#[from] TokenError),
    #[error("the session has ended; sign in again")]
    Ended,
    #[error("the page that sent this is not one of ours")]
    ForeignOrigin,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a device that has just signed in keeps, in cookies.
#[derive(Debug)]
pub struct SignedIn {
    pub token: String,
    pub renewal: String,
}

/// Put beside a request whose cookie has just been renewed.
#[derive(Clone)]
pub struct RenewedToken(pub String);

/// Signs in and recognises people. Cheap to clone.
#[derive(Clone)]
pub struct Auth {
    pub store: Store,
    pub clock: Clock,
    pub front: Front,
    pub(super) passwords: Passwords,
    pub(super) attempts: Attempts,
    pub(super) sessions: Arc<Sessions>,
    tokens: Tokens,
}

impl Auth {
    /// Loads the sessions that are still active.
    pub async fn open(store: Store, clock: Clock, secrets: &Secrets, front: Front) -> Result<Self, StoreError> {
        let sessions = Arc::new(Sessions::default());
        let now = clock.now();
        sessions.add(store.active_sessions(now).await?, now);
        Ok(Self {
            attempts: Attempts::new(&clock),
            passwords: Passwords::new(secrets.pepper),
            tokens: Tokens::new(&secrets.token_key),
            store,
            clock,
            front,
            sessions,
        })
    }

    /// Makes sessions with tokens that nothing renews, one for each member, in one transaction.
    pub async fn sign_in_all(&self, members: &[MemberId]) -> Result<Vec<String>, SignInError> {
        let expires_at = self.now() + BEARER_LIFETIME;
        let session = |member: &MemberId| self.new_session(*member, expires_at, None, String::new());
        let sessions: Vec<NewSession> = members.iter().map(session).collect();
        self.begin(&sessions, expires_at).await
    }

    pub async fn sign_in(&self, member: MemberId) -> Result<String, SignInError> {
        self.sign_in_all(&[member]).await?.pop().ok_or(SignInError::Token(TokenError::Invalid))
    }

    /// Signs a device in, to stay.
    pub(super) async fn sign_in_device(&self, member: MemberId, device: String) -> Result<SignedIn, SignInError> {
        let renewal = random_secret();
        let now = self.now();
        let session = self.new_session(member, now + SESSION_LIFETIME, Some(renewal_hash(&renewal)), device);
        let token = self.begin(&[session], now + TOKEN_LIFETIME).await?.pop();
        Ok(SignedIn { token: token.ok_or(SignInError::Token(TokenError::Invalid))?, renewal })
    }

    fn new_session(
        &self,
        member: MemberId,
        expires_at: Timestamp,
        renewal_hash: Option<String>,
        device: String,
    ) -> NewSession {
        let id = SessionId(uuid::Uuid::now_v7());
        NewSession { id, member, created_at: self.now(), expires_at, renewal_hash, device }
    }

    async fn begin(&self, sessions: &[NewSession], token_until: Timestamp) -> Result<Vec<String>, SignInError> {
        self.store.insert_sessions(sessions).await?;
        let now = self.now();
        let active = |session: &NewSession| ActiveSession {
            id: session.id,
            member: session.member,
            expires_at: session.expires_at,
            renewal_hash: session.renewal_hash.clone(),
        };
        self.sessions.add(sessions.iter().map(active), now);
        let issue = |session: &NewSession| Ok(self.tokens.issue(session.member, session.id, now, token_until)?);
        sessions.iter().map(issue).collect()
    }

    /// A new token for a browser whose own is half over or more, by the session behind it.
    pub async fn renew(&self, request: &HttpRequest) -> Option<RenewedToken> {
        if request.headers().contains_key(AUTHORIZATION) {
            return None;
        }
        let renewal = request.cookie(RENEWAL_COOKIE)?;
        let now = self.now();
        if request.cookie(SESSION_COOKIE).is_some_and(|token| !self.tokens.is_due(token.value(), now)) {
            return None;
        }
        let session = self.sessions.by_renewal(&renewal_hash(renewal.value()), now)?;
        if session.expires_at < now + SESSION_LIFETIME - PROLONG_AFTER {
            let until = now + SESSION_LIFETIME;
            match self.store.prolong_session(session.id, now, until).await {
                Ok(()) => self.sessions.add([ActiveSession { expires_at: until, ..session.clone() }], now),
                // It is good for now, and the next request tries again.
                Err(error) => warn!(%error, "a session cannot be prolonged"),
            }
        }
        self.tokens.issue(session.member, session.id, now, now + TOKEN_LIFETIME).ok().map(RenewedToken)
    }

    /// Who asks. A bearer token is proof by itself; a cookie is one only together with our own
    /// `Origin` wherever the request acts or opens a socket.
    pub async fn identify(&self, request: &HttpRequest) -> Result<Person, Unidentified> {
        let (token, proof) = match request.headers().get(AUTHORIZATION) {
            Some(value) => {
                let bearer = value.to_str().ok().and_then(|value| value.strip_prefix("Bearer "));
                (bearer.ok_or(TokenError::Invalid)?.trim().to_owned(), Proof::Bearer)
            }
            None => {
                let renewed = request.extensions().get::<RenewedToken>().map(|token| token.0.clone());
                let cookie = || request.cookie(SESSION_COOKIE).map(|cookie| cookie.value().to_owned());
                (renewed.or_else(cookie).ok_or(Unidentified::Missing)?, Proof::Cookie)
            }
        };
        let acts = !request.method().is_safe() || request.path().starts_with("/ws/");
        if proof == Proof::Cookie && acts && !self.front.is_own_origin(request) {
            return Err(Unidentified::ForeignOrigin);
        }
        let (member, session) = self.tokens.read(&token, self.now())?;
        self.person(member, session, proof).await
    }

    async fn person(&self, member: MemberId, session: SessionId, proof: Proof) -> Result<Person, Unidentified> {
        if !self.is_active(session, member) {
            return Err(Unidentified::Ended);
        }
        let row =
            self.store.member(member).await?.filter(|row| row.disabled_at.is_none()).ok_or(Unidentified::Ended)?;
        let grants = self.store.grants_of(member).await?;
        Ok(Person { member, name: row.name, unit: row.unit, unit_name: row.unit_name, session, proof, grants })
    }

    /// Checked in memory, on each request and for each socket.
    pub fn is_active(&self, session: SessionId, member: MemberId) -> bool {
        self.sessions.is_active(session, member, self.now())
    }

    pub fn is_revoked(&self, session: SessionId) -> bool {
        !self.sessions.is_known(session)
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

/// A fresh value for a cookie: 256 random bits.
pub(super) fn random_secret() -> String {
    hex::encode(rand::random::<[u8; 32]>())
}

/// What the store keeps of a renewal cookie: whoever reads the database cannot renew with it.
fn renewal_hash(renewal: &str) -> String {
    Hash::of_parts(&[b"khacsau.renewal.v1", renewal.as_bytes()]).to_string()
}

#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    #[error(transparent)]
    Token(#[from] TokenError),
    #[error(transparent)]
    Store(#[from] StoreError),
}
