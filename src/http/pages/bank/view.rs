//! A unit's bank as somebody at its desk may see it, with everything that its pages say of a question.

use std::collections::{BTreeSet, HashMap};

use super::notes::Note;
use crate::auth::Person;
use crate::domain::bank::{QuestionStanding, ReviewState};
use crate::domain::document::Document;
use crate::domain::identity::{DocumentId, QuestionId};
use crate::domain::lint::{Neighbour, Stems};
use crate::domain::review::{Authorship, Reviewer};
use crate::http::error::Refusal;
use crate::http::house::House;
use crate::http::pages::questions::show::reviewer;
use crate::live;
use crate::store::{KeptQuestion, Unit};

pub(super) struct BankView {
    pub unit: Unit,
    /// Those of the unit, and what is approved above it, in the order they came in.
    pub questions: Vec<BankEntry>,
    pub documents: Vec<Document>,
    authorship: HashMap<QuestionId, Authorship>,
}

/// A question with what is to be said of it.
pub(super) struct BankEntry {
    pub kept: KeptQuestion,
    /// Of this unit, and not of one above.
    pub is_own: bool,
    /// Not to be read by this person now: of it no more than its number is shown.
    pub is_withheld: bool,
    pub notes: Vec<Note>,
}

impl BankView {
    pub async fn read(house: &House, person: &Person, id: &str) -> Result<Self, Refusal> {
        let unit = house.desk(person, id).await?;
        let withheld = house.withheld(person).await?;
        let documents = house.store.documents_for(unit.id).await?;
        let authorship = house.store.authorship_at(unit.id).await?;
        let mut lessons = live::lessons(&house.store, unit.id).await?;
        let kept = house.bank_at(unit.id).await?;
        let by_id: HashMap<DocumentId, &Document> = documents.iter().map(|document| (document.id, document)).collect();
        let stems = Stems::of(readable(&kept, &withheld).map(|question| Neighbour {
            id: question.id,
            number: question.number,
            revision: &question.revision,
        }));
        let notes = |question: &KeptQuestion| {
            let problems = question.revision.problems().into_iter().map(Note::of_problem);
            let document = by_id.get(&question.document).copied();
            let found = stems.findings(&question.revision, document, Some(question.id));
            let mut notes: Vec<Note> = problems.chain(found.iter().map(Note::of_finding)).collect();
            let taught = lessons.remove(&question.id).unwrap_or_default();
            let present = taught.iter().find(|lesson| lesson.revision.asks_the_same(&question.revision));
            notes.extend(present.and_then(|lesson| lesson.verdict()).map(Note::of_verdict));
            notes.dedup();
            notes
        };
        let all_notes: Vec<Vec<Note>> = kept.iter().map(notes).collect();
        let entries = kept.into_iter().zip(all_notes).map(|(kept, notes)| {
            let is_withheld = withheld.contains(&kept.id);
            // What is out of the bank, or is not to be read, is not remarked upon.
            let notes = if is_withheld || kept.is_retired { Vec::new() } else { notes };
            BankEntry { is_own: kept.unit == unit.id, is_withheld, notes, kept }
        });
        Ok(Self { questions: entries.collect(), unit, documents, authorship })
    }

    pub fn document(&self, id: DocumentId) -> Option<&Document> {
        self.documents.iter().find(|document| document.id == id)
    }

    /// In what quality this person may review a question of the unit.
    pub fn reviewer(&self, person: &Person, entry: &BankEntry) -> Option<Reviewer> {
        reviewer(self.authorship.get(&entry.kept.id), person)
    }

    /// What waits for this person's word.
    pub fn to_review<'a>(&'a self, person: &'a Person) -> impl Iterator<Item = &'a BankEntry> {
        let waits = |entry: &&BankEntry| {
            entry.is_own && !entry.is_withheld && entry.kept.standing() == QuestionStanding::Submitted
        };
        self.questions.iter().filter(waits).filter(|entry| self.reviewer(person, entry).is_some())
    }

    /// What hangs on a document that was replaced, of this unit and in its bank.
    pub fn superseded(&self) -> impl Iterator<Item = &BankEntry> {
        self.questions.iter().filter(|entry| entry.is_own && entry.notes.contains(&Note::Superseded))
    }

    pub fn count(&self, holds: impl Fn(&BankEntry) -> bool) -> usize {
        self.questions.iter().filter(|entry| holds(entry)).count()
    }
}

fn readable<'a>(
    kept: &'a [KeptQuestion],
    withheld: &'a BTreeSet<QuestionId>,
) -> impl Iterator<Item = &'a KeptQuestion> {
    kept.iter().filter(|question| !question.is_retired && !withheld.contains(&question.id))
}

impl BankEntry {
    pub fn is_lesson(&self) -> bool {
        self.notes.iter().any(|note| note.is_lesson())
    }

    /// Could be drawn, as far as its review goes.
    pub fn is_approved(&self) -> bool {
        self.kept.state == ReviewState::Approved && !self.kept.is_retired
    }
}

/// Records that this person reads these questions now, before they are shown.
pub(super) async fn record_shown<'a>(
    house: &House,
    person: &Person,
    shown: impl IntoIterator<Item = &'a BankEntry>,
) -> Result<(), Refusal> {
    let ids: Vec<QuestionId> =
        shown.into_iter().filter(|entry| !entry.is_withheld).map(|entry| entry.kept.id).collect();
    Ok(house.store.record_seen(person.member, &ids, house.auth.now()).await?)
}
