//! Who asks, and what their role at a unit lets them do. Deny by default.

mod identify;
mod person;
mod secrets;
mod sessions;
mod sign_in;
mod token;

pub use identify::{Auth, SESSION_COOKIE, SignInError, Unidentified};
pub use person::{Person, Proof};
pub use secrets::{Secrets, SecretsError};
pub use sessions::Sessions;
pub use sign_in::{LINK_LIFETIME, LinkRefused, Welcome, link_hash, new_link_token};
pub use token::{SESSION_LIFETIME, TokenError, Tokens};
