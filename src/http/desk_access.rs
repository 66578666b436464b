//! Who may work on a unit's documents and questions, and the record of who has read a question.

use std::collections::BTreeSet;

use super::error::Refusal;
use super::house::House;
use crate::auth::Person;
use crate::domain::bank::{QuestionStanding, ReviewState};
use crate::domain::identity::{DocumentId, QuestionId, UnitId};
use crate::domain::lint::{Neighbour, Stems};
use crate::domain::role::Action;
use crate::store::{KeptQuestion, RegisteredDocument, Unit};

/// A document, and what the one who asks is to it.
pub struct DocumentVisit {
    pub registered: RegisteredDocument,
    pub may_write: bool,
    /// Works on questions at its unit, above or below.
    pub may_read_bank: bool,
}

/// A question that the one who asks has read by now.
pub struct QuestionVisit {
    pub question: KeptQuestion,
    /// Its unit is theirs or lies below.
    pub may_write: bool,
    pub may_review: bool,
}

impl QuestionVisit {
    /// The question, for whoever may change it.
    pub fn into_writable(self) -> Result<KeptQuestion, Refusal> {
        if self.may_write { Ok(self.question) } else { Err(Refusal::Forbidden) }
    }
}

impl House {
    /// A unit by what stands in a path.
    pub async fn unit(&self, id: &str) -> Result<Unit, Refusal> {
        let id: UnitId = id.parse().map_err(|_| Refusal::NotFound)?;
        self.store.unit(id).await?.ok_or(Refusal::NotFound)
    }

    /// A unit whose questions this person may write; nobody else hears whether there is one.
    pub async fn desk(&self, person: &Person, id: &str) -> Result<Unit, Refusal> {
        let Ok(id) = id.parse::<UnitId>() else { return Err(Refusal::NotFound) };
        if !person.may(&self.store, Action::WriteQuestions, id).await? {
            return Err(Refusal::Forbidden);
        }
        self.store.unit(id).await?.ok_or(Refusal::NotFound)
    }

    /// Whether somebody works on questions at a unit, above it, or below it: what a unit owns is
    /// drawn from below.
    pub async fn may_read_bank(&self, person: &Person, unit: UnitId) -> Result<bool, Refusal> {
        if person.may(&self.store, Action::WriteQuestions, unit).await? {
            return Ok(true);
        }
        for grant in person.grants.iter().filter(|grant| grant.role.allows(Action::WriteQuestions)) {
            if self.store.is_within(grant.unit, unit).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// A document, for whoever belongs to its unit or holds a role there or above.
    pub async fn document_for(&self, person: &Person, id: &str) -> Result<DocumentVisit, Refusal> {
        let id: DocumentId = id.parse().map_err(|_| Refusal::NotFound)?;
        let registered = self.store.document(id).await?.ok_or(Refusal::NotFound)?;
        let may_read_bank = self.may_read_bank(person, registered.unit).await?;
        let concerns = may_read_bank
            || person.belongs_to(&self.store, registered.unit).await?
            || person.may(&self.store, Action::ReadResults, registered.unit).await?;
        if !concerns {
            return Err(Refusal::Forbidden);
        }
        let may_write = person.may(&self.store, Action::WriteQuestions, registered.unit).await?;
        Ok(DocumentVisit { registered, may_write, may_read_bank })
    }

    /// A question for somebody who works on the bank. That they have read it is on record before
    /// they do.
    pub async fn question_for(&self, person: &Person, id: &str) -> Result<QuestionVisit, Refusal> {
        let id: QuestionId = id.parse().map_err(|_| Refusal::NotFound)?;
        let question = self.store.question(id).await?.ok_or(Refusal::NotFound)?;
        if !self.may_read_bank(person, question.unit).await? {
            return Err(Refusal::Forbidden);
        }
        let may_write = person.may(&self.store, Action::WriteQuestions, question.unit).await?;
        // What a committee above is still working on is its own.
        if !may_write && question.state != ReviewState::Approved {
            return Err(Refusal::Forbidden);
        }
        if self.store.withheld_from(person.member).await?.contains(&id) {
            return Err(Refusal::Withheld);
        }
        self.store.record_seen(person.member, &[id], self.auth.now()).await?;
        let may_review = person.may(&self.store, Action::ReviewQuestions, question.unit).await?;
        Ok(QuestionVisit { question, may_write, may_review })
    }

    /// The same, for whoever may change it.
    pub async fn question_to_write(&self, person: &Person, id: &str) -> Result<KeptQuestion, Refusal> {
        self.question_for(person, id).await?.into_writable()
    }

    /// Questions that must not be shown to this person now.
    pub async fn withheld(&self, person: &Person) -> Result<BTreeSet<QuestionId>, Refusal> {
        Ok(self.store.withheld_from(person.member).await?)
    }

    /// The bank as a unit's desk sees it: all of its own, and what is approved above it. What a committee above is still
    /// working on, or has taken out, is its own.
    pub async fn bank_at(&self, unit: UnitId) -> Result<Vec<KeptQuestion>, Refusal> {
        let mut bank = self.store.questions_for(unit).await?;
        bank.retain(|question| question.unit == unit || question.standing() == QuestionStanding::Approved);
        Ok(bank)
    }

    /// What is asked already in that bank, as far as this person may know: whether a question exists is not told to
    /// whoever must not read it.
    pub async fn stems_at(&self, person: &Person, unit: UnitId) -> Result<Stems, Refusal> {
        let withheld = self.withheld(person).await?;
        let bank = self.bank_at(unit).await?;
        let known = bank.iter().filter(|kept| !kept.is_retired && !withheld.contains(&kept.id));
        Ok(Stems::of(known.map(|kept| Neighbour { id: kept.id, number: kept.number, revision: &kept.revision })))
    }
}
