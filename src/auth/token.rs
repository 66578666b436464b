//! Session tokens: JWT signed with the installation's own key. A token names a session, and the
//! session decides.

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};

use crate::domain::identity::{MemberId, SessionId};
use crate::domain::time::{Millis, Timestamp};

/// How long a browser's token is good: it is renewed by the session behind it, at half of this.
pub const TOKEN_LIFETIME: Millis = Millis::seconds(60 * 60);
/// How long a token is good that nothing renews: a native client's, or a test's.
pub const BEARER_LIFETIME: Millis = Millis::seconds(24 * 60 * 60);

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

    /// Whether half of a token's time is over, or all of it, or it is none of ours.
    pub fn is_due(&self, token: &str, now: Timestamp) -> bool {
        self.claims(token).is_none_or(|claims| (claims.iat + claims.exp) / 2 <= now.0 / 1_000)
    }

    /// The session a token names, if the token is ours and its time is not over.
    pub fn read(&self, token: &str, now: Timestamp) -> Result<(MemberId, SessionId), TokenError> {
        let claims = self.claims(token).ok_or(TokenError::Invalid)?;
        if claims.exp <= now.0 / 1_000 {
            return Err(TokenError::Expired);
        }
        Ok((claims.sub, claims.sid))
    }

    fn claims(&self, token: &str) -> Option<Claims> {
        let mut validation = Validation::new(Algorithm::HS256);
        // Time is an argument here; the library would read the system's clock.
        validation.validate_exp = false;
        decode::<Claims>(token, &self.decoding, &validation).ok().map(|token| token.claims)
    }
}
