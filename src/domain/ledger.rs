//! The record: entries chained by SHA-256, heads signed by Ed25519, receipts for members.

use std::fmt;

use ed25519_dalek::{Signature, SigningKey, VerifyingKey};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

use super::contest::Event;
use super::time::Timestamp;

/// A SHA-256 digest, written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// SHA-256 over `parts`, each preceded by its length as 8 bytes big-endian, so that no two
    /// different lists of parts can be read as the same bytes.
    pub fn of_parts(parts: &[&[u8]]) -> Self {
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part);
        }
        Self(hasher.finalize().into())
    }

    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        parse_hex(&text).map(Self).ok_or_else(|| D::Error::custom("64 lower-case hexadecimal digits expected"))
    }
}

/// Exactly `N` bytes from lower-case hexadecimal; upper case is refused, so that a record has one
/// spelling only.
pub fn parse_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    hex::decode_to_slice(text, &mut bytes).ok()?;
    (hex::encode(bytes) == text).then_some(bytes)
}

/// RFC 8785 JSON of a value made of objects, arrays, strings, booleans and integers.
///
/// Our keys are ASCII, so `serde_json`'s sorted map has RFC 8785's order, and its string escapes
/// are the same; floats, where the two differ, do not occur in a record.
pub fn canonical_json(value: &impl Serialize) -> Result<String, serde_json::Error> {
    serde_json::to_value(value).and_then(|value| serde_json::to_string(&value))
}

/// One row of a contest's journal.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Counts from 1.
    pub seq: u64,
    pub at: Timestamp,
    pub event: Event,
    /// The event as canonical JSON: what is hashed and kept.
    pub text: String,
    pub hash: Hash,
}

/// The end of a chain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub seq: u64,
    pub hash: Hash,
}

impl Head {
    /// Chains `event` after this head.
    pub fn append(self, at: Timestamp, event: Event) -> Result<Entry, serde_json::Error> {
        let text = canonical_json(&event)?;
        let seq = self.seq + 1;
        let hash = entry_hash(self.hash, seq, at, event.kind(), &text);
        Ok(Entry { seq, at, event, text, hash })
    }
}

impl Entry {
    pub fn head(&self) -> Head {
        Head { seq: self.seq, hash: self.hash }
    }
}

/// SHA-256 over length-prefixed (previous hash, seq, at, kind, text); numbers as 8 bytes
/// big-endian. The first entry follows the zero hash.
pub fn entry_hash(previous: Hash, seq: u64, at: Timestamp, kind: &str, text: &str) -> Hash {
    Hash::of_parts(&[&previous.0, &seq.to_be_bytes(), &at.0.to_be_bytes(), kind.as_bytes(), text.as_bytes()])
}

/// What is signed at a checkpoint: the domain's name, the contest, and the head.
fn checkpoint_bytes(contest: &str, head: Head) -> Vec<u8> {
    let mut bytes = b"khacsau.checkpoint.v1\0".to_vec();
    bytes.extend_from_slice(&Hash::of_parts(&[contest.as_bytes(), &head.seq.to_be_bytes(), &head.hash.0]).0);
    bytes
}

/// What is signed for a bundle: the domain's name and the hash of all its earlier bytes.
fn bundle_bytes(body: &[u8]) -> Vec<u8> {
    let mut bytes = b"khacsau.bundle.v1\0".to_vec();
    bytes.extend_from_slice(&Hash::of_bytes(body).0);
    bytes
}

/// The organisation's signing key.
#[derive(Clone)]
pub struct Signer {
    key: SigningKey,
}

impl Signer {
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self { key: SigningKey::from_bytes(bytes) }
    }

    pub fn public(&self) -> PublicKey {
        PublicKey(self.key.verifying_key().to_bytes())
    }

    pub fn sign_head(&self, contest: &str, head: Head) -> SignatureText {
        self.sign(&checkpoint_bytes(contest, head))
    }

    pub fn sign_bundle(&self, body: &[u8]) -> SignatureText {
        self.sign(&bundle_bytes(body))
    }

    fn sign(&self, bytes: &[u8]) -> SignatureText {
        use ed25519_dalek::Signer as _;
        SignatureText(hex::encode(self.key.sign(bytes).to_bytes()))
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Signer({})", self.public().fingerprint())
    }
}

/// An Ed25519 signature as 128 lower-case hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SignatureText(pub String);

/// An Ed25519 public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey([u8; 32]);

impl PublicKey {
    pub fn from_hex(text: &str) -> Option<Self> {
        parse_hex(text).map(Self)
    }

    pub fn to_hex(self) -> String {
        hex::encode(self.0)
    }

    /// The first 16 bytes of the key's SHA-256, in groups of four digits: short enough to print in
    /// the rules and to compare by eye.
    pub fn fingerprint(self) -> String {
        let digits = hex::encode(&Hash::of_bytes(&self.0).0[..16]);
        let groups: Vec<&str> = (0..digits.len()).step_by(4).map(|start| &digits[start..start + 4]).collect();
        groups.join("-")
    }

    pub fn verifies_head(self, contest: &str, head: Head, signature: &SignatureText) -> bool {
        self.verifies(&checkpoint_bytes(contest, head), signature)
    }

    pub fn verifies_bundle(self, body: &[u8], signature: &SignatureText) -> bool {
        self.verifies(&bundle_bytes(body), signature)
    }

    fn verifies(self, bytes: &[u8], signature: &SignatureText) -> bool {
        let Some(signature) = parse_hex::<64>(&signature.0) else { return false };
        VerifyingKey::from_bytes(&self.0)
            .is_ok_and(|key| key.verify_strict(bytes, &Signature::from_bytes(&signature)).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_json_sorts_keys_and_escapes_as_rfc_8785() {
        let value = serde_json::json!({"b": 1, "a": ["\u{1}", "é\"\\\n", true, null], "C": {"z": 2, "y": 3}});
        assert_eq!(canonical_json(&value).unwrap(), r#"{"C":{"y":3,"z":2},"a":["\u0001","é\"\\\n",true,null],"b":1}"#);
    }

    #[test]
    fn parts_cannot_be_shifted_between_fields() {
        assert_ne!(Hash::of_parts(&[b"ab", b"c"]), Hash::of_parts(&[b"a", b"bc"]));
    }

    #[test]
    fn a_signature_covers_contest_and_head() {
        let signer = Signer::from_bytes(&[7; 32]);
        let head = Head { seq: 3, hash: Hash::of_bytes(b"head") };
        let signature = signer.sign_head("contest", head);
        assert!(signer.public().verifies_head("contest", head, &signature));
        assert!(!signer.public().verifies_head("another", head, &signature));
        assert!(!signer.public().verifies_head("contest", Head { seq: 4, ..head }, &signature));
        let upper = SignatureText(signature.0.to_uppercase());
        assert!(!signer.public().verifies_head("contest", head, &upper), "one spelling only");
    }
}
