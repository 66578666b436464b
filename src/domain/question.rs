//! A question as its author wrote it: one immutable revision at a time.

use serde::{Deserialize, Serialize};

use super::time::Millis;

/// One saved state of a question. What a contest used stays exactly as used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    pub kind: QuestionKind,
    pub stem: String,
    /// 2 to 6, in the author's order.
    pub options: Vec<RevisionOption>,
    /// Quotes the document; shown after the close.
    pub explanation: String,
    /// Document and article, as members read it.
    pub source: String,
    /// Overrides the contest's time limit.
    pub limit: Option<Millis>,
    /// Set where the options' order carries meaning (true/false, "both A and B").
    pub keep_order: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevisionOption {
    pub text: String,
    pub correct: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    /// Exactly one right option.
    Single,
    /// One or more right options, all or nothing.
    Multiple,
    /// Two options, *Đúng* and *Sai*, one right.
    TrueFalse,
}

/// Why a revision cannot be used in a contest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuestionProblem {
    #[error("the question has no text; write one")]
    EmptyStem,
    #[error("a question needs 2 to 6 options")]
    OptionCount,
    #[error("an option has no text; write one or remove it")]
    EmptyOption,
    #[error("two options read the same; change one")]
    SameOptions,
    #[error("exactly one option must be marked right")]
    OneRight,
    #[error("at least one option must be marked right")]
    NoneRight,
    #[error("a time limit lies between 5 and 600 seconds")]
    Limit,
}

/// Time limits a question or a contest may set.
pub const LIMITS: std::ops::RangeInclusive<i64> = 5_000..=600_000;

impl Revision {
    /// What is wrong with it; empty when it may be drawn.
    pub fn problems(&self) -> Vec<QuestionProblem> {
        let mut problems = Vec::new();
        if self.stem.trim().is_empty() {
            problems.push(QuestionProblem::EmptyStem);
        }
        let expected = if self.kind == QuestionKind::TrueFalse { 2..=2 } else { 2..=6 };
        if !expected.contains(&self.options.len()) {
            problems.push(QuestionProblem::OptionCount);
        }
        if self.options.iter().any(|option| option.text.trim().is_empty()) {
            problems.push(QuestionProblem::EmptyOption);
        }
        let mut texts: Vec<_> = self.options.iter().map(|option| option.text.trim().to_lowercase()).collect();
        texts.sort();
        if texts.windows(2).any(|pair| pair[0] == pair[1]) {
            problems.push(QuestionProblem::SameOptions);
        }
        match (self.kind, self.options.iter().filter(|option| option.correct).count()) {
            (QuestionKind::Multiple, 0) => problems.push(QuestionProblem::NoneRight),
            (QuestionKind::Single | QuestionKind::TrueFalse, right) if right != 1 => {
                problems.push(QuestionProblem::OneRight);
            }
            _ => {}
        }
        if self.limit.is_some_and(|limit| !LIMITS.contains(&limit.0)) {
            problems.push(QuestionProblem::Limit);
        }
        problems
    }
}
