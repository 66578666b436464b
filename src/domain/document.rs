//! The documents questions hang on. Norms are replaced all the time.

use serde::{Deserialize, Serialize};

use super::identity::DocumentId;

/// A directive, resolution or regulation, known by number **and** date **and** issuer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    pub id: DocumentId,
    /// Number and symbol, for instance `05-CT/TW`; empty for a source without one.
    pub symbol: String,
    /// `YYYY-MM-DD`, or empty where the source gives none.
    pub issued_on: String,
    pub issuer: String,
    pub title: String,
    pub standing: DocumentStanding,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentStanding {
    InForce,
    /// Its questions cannot be drawn; `by` is the symbol of the document that replaced it.
    Superseded {
        by: String,
    },
}
