//! What is printed and signed: documents in the party's layout, from words to bytes and nothing else.

mod announcement;
mod commendation;
mod contest_plan;
mod layout;
mod message;
mod month_report;
mod outcome;
mod page;
mod party_document;
mod score_sheet;
mod words;

pub use announcement::announcement;
pub use commendation::commendation;
pub use contest_plan::{ContestPlan, RulesPart};
pub use layout::{Layout, Margins};
pub use message::{minutes, short_message};
pub use month_report::month_report;
pub use outcome::{Absent, HardQuestion, Outcome, PrizeLine, ScoreLine};
pub use party_document::{Annex, Block, Column, Frame, Head, PartyDocument, Signature};
pub use score_sheet::score_workbook;

/// The bytes could not be put together.
#[derive(Debug, thiserror::Error)]
#[error("a document cannot be written: {0}")]
pub struct ReportError(Box<dyn std::error::Error + Send + Sync>);
