//! PINs and passwords: their shape, and Argon2id on threads of its own.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::domain::role::Grant;
use crate::store::SecretKind;

/// Each takes 19 MB and tens of milliseconds of a core: two at once leave the rest to the contest.
const AT_ONCE: usize = 2;
/// With these, whoever comes last waits about four seconds. More are told to come again.
const WAITING: usize = 100;

/// Digits of a PIN.
pub const PIN_DIGITS: usize = 6;
/// Characters of a password, at least and at most.
pub const PASSWORD_LEAST: usize = 12;
const PASSWORD_MOST: usize = 200;

/// What is wrong with a secret that somebody chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadSecret {
    #[error("a PIN is six digits")]
    NotAPin,
    #[error("this PIN is too easy to guess")]
    EasyPin,
    #[error("a password has at least 12 characters")]
    ShortPassword,
    #[error("a password has at most 200 characters")]
    LongPassword,
    #[error("this password is on a list of those that are tried first")]
    CommonPassword,
    #[error("the two are not the same")]
    NotTheSame,
}

#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    #[error("too many people are signing in at the moment; try again in a few seconds")]
    Busy,
    #[error("the password library failed: {0}")]
    Library(String),
}

/// What whoever holds these roles proves themselves with.
pub fn kind_for(grants: &[Grant]) -> SecretKind {
    if grants.is_empty() { SecretKind::Pin } else { SecretKind::Password }
}

/// Whether somebody may choose this secret.
pub fn check(kind: SecretKind, secret: &str, again: &str) -> Result<(), BadSecret> {
    match kind {
        SecretKind::Pin => {
            if secret.len() != PIN_DIGITS || !secret.bytes().all(|digit| digit.is_ascii_digit()) {
                return Err(BadSecret::NotAPin);
            }
            if is_easy(secret.as_bytes()) {
                return Err(BadSecret::EasyPin);
            }
        }
        SecretKind::Password => match secret.chars().count() {
            ..PASSWORD_LEAST => return Err(BadSecret::ShortPassword),
            PASSWORD_LEAST..=PASSWORD_MOST if is_common(secret) => return Err(BadSecret::CommonPassword),
            PASSWORD_LEAST..=PASSWORD_MOST => {}
            _ => return Err(BadSecret::LongPassword),
        },
    }
    if secret == again { Ok(()) } else { Err(BadSecret::NotTheSame) }
}

/// One digit repeated, or six in a row: what is tried first.
fn is_easy(digits: &[u8]) -> bool {
    let steps = |step: i16| digits.windows(2).all(|pair| i16::from(pair[1]) - i16::from(pair[0]) == step);
    [-1, 0, 1].into_iter().any(steps)
}

/// Those of 12 characters and more that are tried first: of the 30,000 most frequent passwords in public leaks, and what
/// is likely here. In small letters, without spaces.
const COMMON: &str = include_str!("common_passwords.txt");
/// With fewer different characters, length is no help.
const DIFFERENT: usize = 5;

fn is_common(password: &str) -> bool {
    let plain: String = password.to_lowercase().split_whitespace().collect();
    let mut different: Vec<char> = plain.chars().collect();
    different.sort_unstable();
    different.dedup();
    different.len() < DIFFERENT || COMMON.lines().any(|common| common == plain)
}

/// Hashes and compares. Cheap to clone: all clones share the places.
#[derive(Clone)]
pub struct Passwords {
    /// Whoever has the database alone cannot try secrets without it.
    pepper: Arc<[u8; 32]>,
    queue: Arc<Semaphore>,
    at_work: Arc<Semaphore>,
}

impl Passwords {
    pub fn new(pepper: [u8; 32]) -> Self {
        Self {
            pepper: Arc::new(pepper),
            queue: Arc::new(Semaphore::new(AT_ONCE + WAITING)),
            at_work: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    /// The hash of a secret, with its salt and parameters, as text.
    pub async fn hash(&self, secret: String) -> Result<String, PasswordError> {
        self.work(move |argon2| argon2.hash_password(secret.as_bytes()).map(|hash| hash.to_string())).await
    }

    pub async fn is_right(&self, secret: String, hash: String) -> Result<bool, PasswordError> {
        self.work(move |argon2| {
            let hash = PasswordHash::new(&hash)?;
            match argon2.verify_password(secret.as_bytes(), &hash) {
                Ok(()) => Ok(true),
                Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
                Err(error) => Err(error),
            }
        })
        .await
    }

    async fn work<T: Send + 'static, E: std::fmt::Display + Send + 'static>(
        &self,
        work: impl FnOnce(&Argon2<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, PasswordError> {
        let library = |error: &dyn std::fmt::Display| PasswordError::Library(error.to_string());
        let _waiting = self.queue.try_acquire().map_err(|_| PasswordError::Busy)?;
        let working = Arc::clone(&self.at_work).acquire_owned().await.map_err(|error| library(&error))?;
        let pepper = Arc::clone(&self.pepper);
        let done = actix_web::web::block(move || {
            // Held until the work is done, also when nobody waits for it any more.
            let _working = working;
            let parameters = Params::default();
            let argon2 = Argon2::new_with_secret(&*pepper, Algorithm::Argon2id, Version::V0x13, parameters)
                .map_err(|error| error.to_string())?;
            work(&argon2).map_err(|error| error.to_string())
        });
        done.await.map_err(|error| library(&error))?.map_err(PasswordError::Library)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_six_digits_that_are_not_the_first_to_be_tried() {
        let check = |pin: &str| super::check(SecretKind::Pin, pin, pin);
        for pin in ["", "12345", "1234567", "12345a", "١٢٣٤٥٦", "12 345"] {
            assert_eq!(check(pin), Err(BadSecret::NotAPin), "{pin}");
        }
        for pin in ["000000", "777777", "123456", "987654", "012345"] {
            assert_eq!(check(pin), Err(BadSecret::EasyPin), "{pin}");
        }
        for pin in ["135790", "112233", "121212", "654322"] {
            assert_eq!(check(pin), Ok(()), "{pin}");
        }
        assert_eq!(super::check(SecretKind::Pin, "135790", "135791"), Err(BadSecret::NotTheSame));
    }

    #[test]
    fn a_password_is_measured_in_characters() {
        let check = |password: &str| super::check(SecretKind::Password, password, password);
        assert_eq!(check("mười một ký"), Err(BadSecret::ShortPassword));
        assert_eq!(check("mười hai ký."), Ok(()));
        assert_eq!(check(&"abcde".repeat(40)), Ok(()));
        assert_eq!(check(&"abcde".repeat(41)), Err(BadSecret::LongPassword));
    }

    #[test]
    fn a_password_is_none_of_those_that_are_tried_first() {
        let check = |password: &str| super::check(SecretKind::Password, password, password);
        for password in [
            "1q2w3e4r5t6y",
            "Mat Khau 123456",
            "Việt Nam Vô Địch 1",
            "dangcongsanvietnam",
            "121212121212",
            "            ",
        ] {
            let expected = if password.contains("Vô") { Ok(()) } else { Err(BadSecret::CommonPassword) };
            assert_eq!(check(password), expected, "{password}");
        }
    }
}
