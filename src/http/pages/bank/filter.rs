//! What somebody looks for in a bank.

use serde::{Deserialize, Serialize};

use super::notes::Note;
use super::view::BankEntry;
use crate::domain::bank::QuestionStanding;
use crate::domain::identity::DocumentId;
use crate::domain::name::is_found_by;
use crate::domain::question::Difficulty;

/// The words that are looked for, up to this many letters.
const WORDS: usize = 200;

/// As it stands in the address; whatever names nothing is no condition.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Filter {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub q: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub state: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub document: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub topic: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub difficulty: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// What one import brought: the way from its last page.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub import: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub page: String,
}

/// Every remark that contests gave rise to, as a value of `note`.
pub(super) const LESSONS: &str = "lessons";

impl Filter {
    /// Whether it leaves anything out.
    pub fn is_set(&self) -> bool {
        let conditions =
            [&self.q, &self.state, &self.document, &self.topic, &self.difficulty, &self.note, &self.import];
        conditions.iter().any(|condition| !condition.trim().is_empty())
    }

    /// The page that is asked for, from 1.
    pub fn page(&self) -> usize {
        self.page.parse().unwrap_or(1).max(1)
    }

    /// The address of another page of the same.
    pub fn on_page(&self, page: usize) -> String {
        let other = Self { page: page.to_string(), ..self.clone() };
        serde_urlencoded::to_string(&other).unwrap_or_default()
    }

    /// Whether a question is what is looked for. What is in one that must not be read now is not told by finding it.
    pub(super) fn finds(&self, entry: &BankEntry) -> bool {
        let kept = &entry.kept;
        let standing = QuestionStanding::from_name(&self.state);
        // What was taken out is shown to whoever asks for it.
        let stands = match standing {
            Some(standing) => kept.standing() == standing,
            None => !kept.is_retired,
        };
        let document: Option<DocumentId> = self.document.parse().ok();
        stands
            && document.is_none_or(|document| kept.document == document)
            && (self.topic.is_empty() || kept.topic == self.topic)
            && Difficulty::from_name(&self.difficulty).is_none_or(|difficulty| kept.difficulty == Some(difficulty))
            && (self.import.is_empty() || kept.import == self.import.parse().ok())
            && self.is_remarked(entry)
            && self.is_worded(entry)
    }

    fn is_remarked(&self, entry: &BankEntry) -> bool {
        if self.note == LESSONS {
            return entry.is_lesson();
        }
        let note = Note::ALL.into_iter().find(|note| note.name() == self.note);
        note.is_none_or(|note| entry.notes.contains(&note))
    }

    /// By its number, or by words of its stem and its options, with or without marks.
    fn is_worded(&self, entry: &BankEntry) -> bool {
        let typed: String = self.q.trim().chars().take(WORDS).collect();
        if typed.is_empty() || typed.trim_start_matches("câu ").parse() == Ok(entry.kept.number) {
            return true;
        }
        let revision = &entry.kept.revision;
        let options = revision.options.iter().map(|option| option.text.as_str());
        let text: Vec<&str> = std::iter::once(revision.stem.as_str()).chain(options).collect();
        !entry.is_withheld && is_found_by(&text.join(" "), &typed)
    }
}
