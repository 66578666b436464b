//! Session tokens: JWT signed with the installation's own key. A token names a session, and the
//! session decides.

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};

use crate::domain::identity::{MemberId, SessionId};
use crate::domain::time::{Millis, Timestamp};

/// How long a sign-in lasts.
pub const SESSION_LIFETIME: Millis = Millis::seconds(24 * 60 * 60);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    #[error("the token has expired; sign in again")]
    Expired,
    #[error("the token is not one of this system")]
    Invalid,
}

#[derive(Clone)]
pub struct Tokens {
    encoding: EncodingKey,
    decoding: DecodingKey,
}

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    sub: MemberId,
    sid: SessionId,
    /// Seconds since the epoch.
    iat: i64,
    exp: i64,
}

impl Tokens {
    pub fn new(key: &[u8; 32]) -> Self {
        Self { encoding: EncodingKey::from_secret(key), decoding: DecodingKey::from_secret(key) }
    }

    pub fn issue(
        &self,
        member: MemberId,
        session: SessionId,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<String, TokenError> {
        let claims = Claims { sub: member, sid: session, iat: now.0 / 1_000, exp: expires_at.0 / 1_000 };
        encode(&Header::new(Algorithm::HS256), &claims, &self.encoding).map_err(|_| TokenError::Invalid)
    }

    /// The session a token names, if the token is ours and its time is not over.
    pub fn read(&self, token: &str, now: Timestamp) -> Result<(MemberId, SessionId), TokenError> {
        let mut validation = Validation::new(Algorithm::HS256);
        // Time is an argument here; the library would read the system's clock.
        validation.validate_exp = false;
        let claims = decode::<Claims>(token, &self.decoding, &validation).map_err(|_| TokenError::Invalid)?.claims;
        if claims.exp <= now.0 / 1_000 {
            return Err(TokenError::Expired);
        }
        Ok((claims.sub, claims.sid))
    }
}
