//! From a request to a person.

use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::http::header::{AUTHORIZATION, HOST, ORIGIN};

use super::person::{Person, Proof};
use super::sessions::Sessions;
use super::token::{SESSION_LIFETIME, TokenError, Tokens};
use crate::domain::identity::{MemberId, SessionId};
use crate::domain::time::Timestamp;
use crate::live::Clock;
use crate::store::{ActiveSession, NewSession, Store, StoreError};

/// The signed-in cookie.
pub const SESSION_COOKIE: &str = "khacsau_session";

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

/// Signs in and recognises people. Cheap to clone.
#[derive(Clone)]
pub struct Auth {
    pub store: Store,
    pub clock: Clock,
    sessions: Arc<Sessions>,
    tokens: Tokens,
    /// Our own origin, where a proxy or a certificate makes it differ from what is served.
    public_url: Option<String>,
}

impl Auth {
    /// Loads the sessions that are still active.
    pub async fn open(
        store: Store,
        clock: Clock,
        token_key: &[u8; 32],
        public_url: Option<String>,
    ) -> Result<Self, StoreError> {
        let sessions = Arc::new(Sessions::default());
        let now = clock.now();
        sessions.add(store.active_sessions(now).await?, now);
        Ok(Self { store, clock, sessions, tokens: Tokens::new(token_key), public_url })
    }

    /// Makes sessions with their tokens, one for each member, in one transaction.
    pub async fn sign_in_all(&self, members: &[MemberId]) -> Result<Vec<String>, SignInError> {
        let now = self.clock.now();
        let expires_at = now + SESSION_LIFETIME;
        let id = || SessionId(uuid::Uuid::now_v7());
        let sessions: Vec<NewSession> = members
            .iter()
            .map(|member| NewSession { id: id(), member: *member, created_at: now, expires_at })
            .collect();
        self.store.insert_sessions(&sessions).await?;
        let active = |session: &NewSession| ActiveSession { id: session.id, member: session.member, expires_at };
        self.sessions.add(sessions.iter().map(active), now);
        let issue = |session: &NewSession| Ok(self.tokens.issue(session.member, session.id, now, expires_at)?);
        sessions.iter().map(issue).collect()
    }

    pub async fn sign_in(&self, member: MemberId) -> Result<String, SignInError> {
        let mut tokens = self.sign_in_all(&[member]).await?;
        tokens.pop().ok_or(SignInError::Token(TokenError::Invalid))
    }

    pub async fn sign_out(&self, person: &Person) -> Result<(), StoreError> {
        self.sessions.remove(person.session);
        self.store.revoke_session(person.session, self.clock.now()).await.map(|_| ())
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
                let cookie = request.cookie(SESSION_COOKIE).ok_or(Unidentified::Missing)?;
                (cookie.value().to_owned(), Proof::Cookie)
            }
        };
        let acts = !request.method().is_safe() || request.path().starts_with("/ws/");
        if proof == Proof::Cookie && acts && !self.is_own_origin(request) {
            return Err(Unidentified::ForeignOrigin);
        }
        let (member, session) = self.tokens.read(&token, self.clock.now())?;
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
        self.sessions.is_active(session, member, self.clock.now())
    }

    pub fn is_revoked(&self, session: SessionId) -> bool {
        !self.sessions.is_known(session)
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Scheme and host as a browser writes them in `Origin`.
    pub fn own_origin(&self, request: &HttpRequest) -> String {
        match &self.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => {
                let host = request.headers().get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
                format!("http://{host}")
            }
        }
    }

    /// Whether cookies may only travel over TLS.
    pub fn is_secure(&self) -> bool {
        self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }

    /// Whether a browser says that one of our own pages sent this.
    pub fn is_own_origin(&self, request: &HttpRequest) -> bool {
        let mut origins = request.headers().get_all(ORIGIN);
        let own = self.own_origin(request);
        let origin = origins.next().and_then(|origin| origin.to_str().ok());
        origin.is_some_and(|origin| origin == own) && origins.next().is_none()
    }
}

#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    #[error(transparent)]
    Token(#[from] TokenError),
    #[error(transparent)]
    Store(#[from] StoreError),
}
