//! What is printed and signed: documents in the party's layout, from words to bytes and nothing else.

mod contest_plan;
mod layout;
mod page;
mod party_document;

pub use contest_plan::{ContestPlan, RulesPart};
pub use layout::{Layout, Margins};
pub use party_document::{Annex, Block, Head, PartyDocument, Signature};

/// The bytes could not be put together.
#[derive(Debug, thiserror::Error)]
#[error("a document cannot be written: {0}")]
pub struct ReportError(Box<dyn std::error::Error + Send + Sync>);
