//! What a person must see to before a file is of use elsewhere.

use std::collections::HashSet;

use super::ExportedQuestion;
use crate::domain::ledger::Hash;

/// One thing about one question. It names no text: whoever is told has not read the question yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Of the question in the bank.
    pub number: u64,
    pub kind: WarningKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WarningKind {
    /// Longer than the other program takes; written in full.
    LongStem {
        letters: usize,
        most: usize,
    },
    LongOption {
        option: usize,
        letters: usize,
        most: usize,
    },
    /// Left out: there is no column for the others.
    ManyOptions {
        options: usize,
        most: usize,
    },
    /// Its time is none of those the other program knows; the next one is written.
    Time {
        seconds: i64,
        written: i64,
    },
    /// Too few options, or no right one yet.
    Unfinished,
    /// The picture stays where it is.
    Picture,
}

pub fn letters(text: &str) -> usize {
    text.chars().count()
}

pub fn is_unfinished(question: &ExportedQuestion) -> bool {
    let right = question.revision.right_places().count();
    question.revision.options.len() < 2 || right == 0
}

/// Drafts that no other program can ask as they are.
pub fn unfinished(question: &ExportedQuestion) -> Option<Warning> {
    is_unfinished(question).then_some(Warning { number: question.number, kind: WarningKind::Unfinished })
}

/// A picture that is not among those that go with the file.
pub fn picture(question: &ExportedQuestion, carried: &HashSet<Hash>) -> Option<Warning> {
    let picture = question.revision.image.as_ref().filter(|image| !carried.contains(&image.hash));
    picture.map(|_| Warning { number: question.number, kind: WarningKind::Picture })
}
