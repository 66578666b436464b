//! Who asks, and what their role at a unit lets them do. Deny by default.

mod account;
mod attempts;
mod front;
mod identify;
mod limits;
mod passwords;
mod person;
mod secrets;
mod sessions;
mod sign_in;
mod token;

pub use account::SecretChange;
pub use front::Front;
pub use identify::{
    Auth, RENEWAL_COOKIE, RenewedToken, SESSION_COOKIE, SESSION_LIFETIME, SignInError, SignedIn, Unidentified,
};
pub use limits::{Limit, TooOften, quota};
pub use passwords::{BadSecret, PASSWORD_LEAST, PIN_DIGITS, PasswordError};
pub use person::{Person, Proof};
pub use secrets::{Secrets, SecretsError};
pub use sign_in::{
    Attempt, DEVICE_COOKIE, DEVICE_LIFETIME, LINK_LIFETIME, LinkRefused, Needs, Welcome, link_hash, new_device,
    new_link_token,
};
pub use token::{TokenError, Tokens};
