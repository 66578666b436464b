//! A bank out of the house: to keep, to print and sign, and for other programs. Nothing is cut to fit: what another
//! program's limits do not take is named.

mod gift;
mod kahoot;
mod lossless;
mod quiz;
mod separated;
mod table;
mod warning;
mod wayground;
mod word;
mod workbook;

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use super::picture_reader;
use crate::domain::bank::ReviewState;
use crate::domain::document::Document;
use crate::domain::identity::DocumentId;
use crate::domain::ledger::Hash;
use crate::domain::question::{Difficulty, Revision};

pub use warning::{Warning, WarningKind};

/// A bank as it leaves: in its order, with the documents its questions hang on.
#[derive(Clone, Debug)]
pub struct ExportedBank {
    pub unit: String,
    /// `YYYY-MM-DD`
    pub exported_on: String,
    pub documents: Vec<Document>,
    pub questions: Vec<ExportedQuestion>,
    /// The bytes of [`Self::carried`], as far as they are here.
    pub pictures: HashMap<Hash, Vec<u8>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedQuestion {
    /// What it is called in the bank.
    pub number: u64,
    pub document: DocumentId,
    pub topic: String,
    pub difficulty: Option<Difficulty>,
    pub state: ReviewState,
    pub revision: Revision,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BankFormat {
    /// Ours, without loss.
    Json,
    /// In the columns our own reader knows.
    Workbook,
    Separated,
    /// To be checked and signed.
    WordWithKeys,
    /// To be handed out.
    WordWithoutKeys,
    Gift,
    Kahoot,
    Wayground,
}

/// A file could not be written; nothing that a person could mend.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("the workbook: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    #[error("the Word file: {0}")]
    Word(String),
    #[error("the JSON: {0}")]
    Json(#[from] serde_json::Error),
    #[error("the separated values: {0}")]
    Separated(String),
}

impl BankFormat {
    pub const ALL: [Self; 8] = [
        Self::WordWithKeys,
        Self::WordWithoutKeys,
        Self::Workbook,
        Self::Json,
        Self::Separated,
        Self::Gift,
        Self::Kahoot,
        Self::Wayground,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Workbook => "xlsx",
            Self::Separated => "csv",
            Self::WordWithKeys => "docx",
            Self::WordWithoutKeys => "docx-without-keys",
            Self::Gift => "gift",
            Self::Kahoot => "kahoot",
            Self::Wayground => "wayground",
        }
    }

    /// How many pictures go with the questions.
    const fn most_pictures(self) -> usize {
        match self {
            Self::Json => picture_reader::MOST,
            // As PNG, which is all that the writer of Word files takes: each some ten times as large.
            Self::WordWithKeys | Self::WordWithoutKeys => 60,
            _ => 0,
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// How the name of such a file ends.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Workbook | Self::Kahoot | Self::Wayground => "xlsx",
            Self::Separated => "csv",
            Self::WordWithKeys | Self::WordWithoutKeys => "docx",
            Self::Gift => "gift",
        }
    }

    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Workbook | Self::Kahoot | Self::Wayground => {
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
            Self::Separated => "text/csv; charset=utf-8",
            Self::WordWithKeys | Self::WordWithoutKeys => {
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            }
            Self::Gift => "text/plain; charset=utf-8",
        }
    }
}

impl ExportedBank {
    /// The file's bytes.
    ///
    /// # Errors
    /// Where a text is longer than the container can hold.
    pub fn written(&self, format: BankFormat) -> Result<Vec<u8>, ExportError> {
        match format {
            BankFormat::Json => lossless::write(self),
            BankFormat::Workbook => workbook::write(&table::rows(self)),
            BankFormat::Separated => separated::write(&table::rows(self)),
            BankFormat::WordWithKeys => word::write(self, true),
            BankFormat::WordWithoutKeys => word::write(self, false),
            BankFormat::Gift => Ok(gift::write(self).into_bytes()),
            BankFormat::Kahoot => workbook::write(&kahoot::rows(self)),
            BankFormat::Wayground => workbook::write(&wayground::rows(self)),
        }
    }

    /// The pictures that go into a file of this format, in the order in which they are shown, each once.
    pub fn carried(&self, format: BankFormat) -> Vec<Hash> {
        let mut seen = HashSet::new();
        let shown = self.questions.iter().filter_map(|question| Some(question.revision.image.as_ref()?.hash));
        shown.filter(|hash| seen.insert(*hash)).take(format.most_pictures()).collect()
    }

    /// What of it another program will not take as it is; told before the file is made.
    pub fn warnings(&self, format: BankFormat) -> Vec<Warning> {
        let of_one = |question| match format {
            BankFormat::Kahoot => kahoot::warnings(question),
            BankFormat::Wayground => wayground::warnings(question),
            BankFormat::WordWithoutKeys => Vec::new(),
            _ => warning::unfinished(question).into_iter().collect(),
        };
        let carried: HashSet<Hash> = self.carried(format).into_iter().collect();
        let all = self.questions.iter();
        all.flat_map(|question| of_one(question).into_iter().chain(warning::picture(question, &carried))).collect()
    }
}

impl ExportedQuestion {
    pub(super) fn seconds(&self) -> Option<i64> {
        self.revision.limit.map(|limit| limit.0 / 1_000)
    }

    /// `A, C`
    pub(super) fn right_letters(&self) -> String {
        let letters = self.revision.right_places().map(|at| letter(at).to_string());
        letters.collect::<Vec<_>>().join(", ")
    }
}

pub(super) fn letter(at: usize) -> char {
    char::from(b'A' + (at % 26) as u8)
}

pub(super) const fn level(difficulty: Difficulty) -> &'static str {
    match difficulty {
        Difficulty::Easy => "Dễ",
        Difficulty::Medium => "Trung bình",
        Difficulty::Hard => "Khó",
    }
}
