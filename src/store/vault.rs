//! What is kept sealed: fields that would harm somebody if the database were read by whoever has only the database.
//!
//! AES-256-GCM with a random nonce for every value. What a value belongs to is bound into it, so that one cannot be
//! moved to another member or column. Equal numbers are found by a keyed hash beside them.

use std::sync::Arc;

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::hmac;

use super::StoreError;

/// Cheap to clone.
#[derive(Clone)]
pub struct Vault(Arc<Keys>);

struct Keys {
    seal: RandomizedNonceKey,
    find: hmac::Key,
}

impl Vault {
    /// With the installation's key; without it nothing that was sealed is ever read again.
    pub fn new(key: &[u8; 32]) -> Result<Self, Unspecified> {
        let from = hmac::Key::new(hmac::HMAC_SHA256, key);
        // Two keys for two purposes: neither tells the other.
        let derived = |purpose: &str| hmac::sign(&from, purpose.as_bytes());
        let seal = RandomizedNonceKey::new(&AES_256_GCM, derived("khacsau.vault.seal.v1").as_ref())?;
        let find = hmac::Key::new(hmac::HMAC_SHA256, derived("khacsau.vault.find.v1").as_ref());
        Ok(Self(Arc::new(Keys { seal, find })))
    }

    /// `place` is what the value belongs to, such as a column and a member's id.
    pub(super) fn seal(&self, place: &str, text: &str) -> Result<String, StoreError> {
        let mut bytes = text.as_bytes().to_vec();
        let sealed = self.0.seal.seal_in_place_append_tag(Aad::from(place.as_bytes()), &mut bytes);
        let nonce = sealed.map_err(|error| StoreError::Other(sqlx::Error::Encode(error.into())))?;
        Ok(hex::encode([nonce.as_ref().as_slice(), &bytes].concat()))
    }

    /// None for what was not sealed with this key for this place.
    pub(super) fn open(&self, place: &str, sealed: &str) -> Option<String> {
        let bytes = hex::decode(sealed).ok()?;
        let (nonce, body) = bytes.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut body = body.to_vec();
        let text = self.0.seal.open_in_place(nonce, Aad::from(place.as_bytes()), &mut body).ok()?;
        String::from_utf8(text.to_vec()).ok()
    }

    /// The same for the same text in the same column, and no help to whoever has not the key.
    pub(super) fn mark(&self, column: &str, text: &str) -> String {
        hex::encode(hmac::sign(&self.0.find, format!("{column}\n{text}").as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::Vault;

    #[test]
    fn what_is_sealed_is_opened_only_where_it_belongs() {
        let (vault, other) = (Vault::new(&[7; 32]).unwrap(), Vault::new(&[8; 32]).unwrap());
        let sealed = vault.seal("phone of An", "0912345678").unwrap();
        assert!(!sealed.contains(&hex::encode("0912")));
        assert_ne!(sealed, vault.seal("phone of An", "0912345678").unwrap(), "never the same twice");
        assert_eq!(vault.open("phone of An", &sealed).as_deref(), Some("0912345678"));
        assert_eq!(vault.open("phone of Bình", &sealed), None);
        assert_eq!(other.open("phone of An", &sealed), None);
        let last = if sealed.ends_with('0') { '1' } else { '0' };
        let changed = format!("{}{last}", &sealed[..sealed.len() - 1]);
        assert_eq!(vault.open("phone of An", &changed), None);
        for broken in ["", "00", "no hex"] {
            assert_eq!(vault.open("phone of An", broken), None, "{broken}");
        }
        assert_eq!(vault.mark("card", "41012345"), vault.mark("card", "41012345"));
        assert_ne!(vault.mark("card", "41012345"), other.mark("card", "41012345"));
    }
}
