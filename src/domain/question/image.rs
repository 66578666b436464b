//! A picture in a question: the bytes are kept elsewhere under their hash, the words for who cannot see it are here.

use serde::{Deserialize, Serialize};

use crate::domain::ledger::Hash;

pub const ALT_LENGTH: usize = 300;

/// The picture of a revision. Its hash is part of the question, so a commitment to the question covers the picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionImage {
    /// SHA-256 of the bytes as they are kept and sent.
    pub hash: Hash,
    /// In pixels, so that nothing moves when it arrives.
    pub width: u32,
    pub height: u32,
    /// What is to be seen, for whoever listens or whose line is too weak.
    pub alt: String,
}
