//! A unit's questions, and which of them may be drawn.

use super::document::{Document, DocumentStanding};
use super::identity::{DocumentId, MemberId, QuestionId};
use super::question::{Difficulty, Revision};

/// How far a question has come in review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewState {
    Draft,
    Submitted,
    Approved,
}

impl ReviewState {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Approved => "approved",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Draft, Self::Submitted, Self::Approved].into_iter().find(|state| state.name() == name)
    }
}

/// Where a question stands for those who work on it: how far it has come, or what stopped it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionStanding {
    Draft,
    Submitted,
    Approved,
    /// A draft again, with what a colleague said of it.
    Returned,
    /// Out of the bank.
    Retired,
}

impl QuestionStanding {
    pub const ALL: [Self; 5] = [Self::Draft, Self::Submitted, Self::Approved, Self::Returned, Self::Retired];

    pub const fn of(state: ReviewState, is_returned: bool, is_retired: bool) -> Self {
        match state {
            _ if is_retired => Self::Retired,
            ReviewState::Draft if is_returned => Self::Returned,
            ReviewState::Draft => Self::Draft,
            ReviewState::Submitted => Self::Submitted,
            ReviewState::Approved => Self::Approved,
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Approved => "approved",
            Self::Returned => "returned",
            Self::Retired => "retired",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.name() == name)
    }
}

/// A question of the bank in its latest revision.
#[derive(Clone, Debug)]
pub struct BankQuestion {
    pub id: QuestionId,
    pub document: DocumentId,
    pub topic: String,
    pub difficulty: Option<Difficulty>,
    pub revision: Revision,
    pub state: ReviewState,
    /// Whoever wrote, reviewed or read it: they play outside the ranking when it is drawn.
    pub insiders: Vec<MemberId>,
}

/// A question that passed review, hangs on a document in force and has no problem: only
/// [`drawable`] makes one, so a draw cannot meet any other.
#[derive(Clone, Debug)]
pub struct Approved(BankQuestion);

impl Approved {
    pub fn question(&self) -> &BankQuestion {
        &self.0
    }
}

/// The questions of `bank` that may be drawn today, in the bank's order.
pub fn drawable(bank: Vec<BankQuestion>, documents: &[Document]) -> Vec<Approved> {
    let in_force = |id: DocumentId| {
        documents.iter().any(|document| document.id == id && document.standing == DocumentStanding::InForce)
    };
    bank.into_iter()
        .filter(|question| question.state == ReviewState::Approved)
        .filter(|question| in_force(question.document) && question.revision.problems().is_empty())
        .map(Approved)
        .collect()
}
