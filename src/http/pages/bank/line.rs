//! A question in a list.

use super::super::questions::fields;
use super::view::{BankEntry, BankView};
use super::words;
use crate::domain::bank::QuestionStanding;
use crate::http::wording;

/// Letters of a stem in a list.
const BEGINNING: usize = 140;

/// What `bank_line.html` shows, under the name `line`.
pub(super) struct BankLine {
    pub id: String,
    pub number: u64,
    /// Of one that must not be read now, nothing but its number is shown.
    pub is_withheld: bool,
    pub stem: String,
    pub standing: &'static str,
    pub is_caution: bool,
    /// Document, topic and difficulty.
    pub facts: String,
    /// Who wrote it last, and when.
    pub author: String,
    pub saved_at: String,
    pub owner: Option<String>,
    pub notes: usize,
}

pub(super) fn line(view: &BankView, entry: &BankEntry) -> BankLine {
    let kept = &entry.kept;
    let document = view.document(kept.document).map(|document| wording::inert(document.name()));
    let facts = [
        document.unwrap_or_default(),
        wording::inert(&kept.topic),
        kept.difficulty.map(fields::difficulty_words).unwrap_or_default().to_owned(),
    ];
    BankLine {
        id: kept.id.to_string(),
        number: kept.number,
        is_withheld: entry.is_withheld,
        stem: if entry.is_withheld { String::new() } else { beginning(&kept.revision.stem) },
        standing: words::standing(kept.standing()),
        is_caution: kept.standing() == QuestionStanding::Returned,
        facts: facts.into_iter().filter(|fact| !fact.is_empty()).collect::<Vec<_>>().join(" · "),
        author: wording::inert(&kept.author_name),
        saved_at: wording::moment(kept.saved_at),
        owner: (!entry.is_own).then(|| wording::inert(&kept.unit_name)),
        notes: entry.notes.len(),
    }
}

/// Up to a whole word.
pub(super) fn beginning(stem: &str) -> String {
    let stem = wording::inert(&stem.split_whitespace().collect::<Vec<_>>().join(" "));
    if stem.chars().count() <= BEGINNING {
        return stem;
    }
    let cut: String = stem.chars().take(BEGINNING).collect();
    format!("{} …", cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole))
}
