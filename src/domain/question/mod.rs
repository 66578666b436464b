//! A question as its author wrote it: one immutable revision at a time.

mod change;
mod entry;
mod image;

use serde::{Deserialize, Serialize};

use super::sameness::comparable;
use super::text::secret_marking;
use super::time::Millis;

pub use change::{Change, changes};
pub use entry::{QuestionEntry, TOPIC_LENGTH};
pub use image::{ALT_LENGTH, QuestionImage};

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
    /// Left out where there is none, so that questions without one keep their commitments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<QuestionImage>,
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
    #[error("the question is longer than {STEM_LENGTH} letters; shorten it")]
    StemTooLong,
    #[error("an option is longer than {OPTION_LENGTH} letters; shorten it")]
    OptionTooLong,
    #[error("the explanation is longer than {EXPLANATION_LENGTH} letters; shorten it")]
    ExplanationTooLong,
    #[error("the source is longer than {SOURCE_LENGTH} letters; shorten it")]
    SourceTooLong,
    #[error("the text is marked as a state secret; it must not be kept here")]
    Secret,
    #[error("the picture has no description; say what is to be seen")]
    PictureWithoutWords,
    #[error("the picture's description is longer than {ALT_LENGTH} letters; shorten it")]
    PictureWordsTooLong,
}

pub const STEM_LENGTH: usize = 1_000;
pub const OPTION_LENGTH: usize = 400;
pub const EXPLANATION_LENGTH: usize = 2_000;
pub const SOURCE_LENGTH: usize = 300;
pub const MOST_OPTIONS: usize = 6;

/// How hard its author thinks it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Difficulty {
    Easy,
    Medium,
    Hard,
}

impl Difficulty {
    pub const ALL: [Self; 3] = [Self::Easy, Self::Medium, Self::Hard];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Easy => "easy",
            Self::Medium => "medium",
            Self::Hard => "hard",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|difficulty| difficulty.name() == name)
    }
}

impl QuestionKind {
    pub const ALL: [Self; 3] = [Self::Single, Self::Multiple, Self::TrueFalse];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Multiple => "multiple",
            Self::TrueFalse => "true_false",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
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
        let filled = self.options.iter().filter(|option| !option.text.trim().is_empty());
        let mut texts: Vec<_> = filled.map(|option| comparable(&option.text)).collect();
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
        let longer = |text: &str, most: usize| text.chars().count() > most;
        if longer(&self.stem, STEM_LENGTH) {
            problems.push(QuestionProblem::StemTooLong);
        }
        if self.options.iter().any(|option| longer(&option.text, OPTION_LENGTH)) {
            problems.push(QuestionProblem::OptionTooLong);
        }
        if longer(&self.explanation, EXPLANATION_LENGTH) {
            problems.push(QuestionProblem::ExplanationTooLong);
        }
        if longer(&self.source, SOURCE_LENGTH) {
            problems.push(QuestionProblem::SourceTooLong);
        }
        if self.texts().any(|text| secret_marking(text).is_some()) {
            problems.push(QuestionProblem::Secret);
        }
        match &self.image {
            Some(image) if image.alt.trim().is_empty() => problems.push(QuestionProblem::PictureWithoutWords),
            Some(image) if longer(&image.alt, ALT_LENGTH) => problems.push(QuestionProblem::PictureWordsTooLong),
            _ => {}
        }
        problems
    }

    /// Whether whoever answers sees the same, apart from the time they have.
    pub fn asks_the_same(&self, other: &Self) -> bool {
        self.kind == other.kind && self.stem == other.stem && self.options == other.options && self.image == other.image
    }

    /// Every text that somebody wrote.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let options = self.options.iter().map(|option| option.text.as_str());
        let alt = self.image.iter().map(|image| image.alt.as_str());
        [&self.stem, &self.explanation, &self.source].into_iter().map(String::as_str).chain(options).chain(alt)
    }

    /// Places of the right options, in the author's order.
    pub fn right_places(&self) -> impl Iterator<Item = usize> {
        self.options.iter().enumerate().filter_map(|(at, option)| option.correct.then_some(at))
    }
}
