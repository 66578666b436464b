//! What of a unit's bank leaves the house, and for whom.

use std::collections::{BTreeSet, HashMap};

use super::wording;
use crate::domain::bank::ReviewState;
use crate::domain::document::Document;
use crate::domain::identity::{DocumentId, QuestionId, UnitId};
use crate::domain::time::Timestamp;
use crate::exchange::{BankFormat, ExportedBank, ExportedQuestion};
use crate::store::{KeptQuestion, Store, StoreError, Unit};

/// Which questions; what is `None` is not asked about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportFilter {
    pub document: Option<DocumentId>,
    pub topic: Option<String>,
    pub state: Option<ReviewState>,
    /// Of this unit itself, without those of the units above.
    pub own: Option<UnitId>,
}

impl ExportFilter {
    fn takes(&self, question: &KeptQuestion) -> bool {
        !question.is_retired
            && self.document.is_none_or(|document| document == question.document)
            && self.topic.as_ref().is_none_or(|topic| *topic == question.topic)
            && self.state.is_none_or(|state| state == question.state)
            && self.own.is_none_or(|unit| unit == question.unit)
    }
}

/// A bank that is ready to leave.
pub struct Export {
    pub bank: ExportedBank,
    /// Whoever takes the file has read these.
    pub ids: Vec<QuestionId>,
    /// Left out: they may be asked in a contest that whoever asks takes part in.
    pub withheld: usize,
}

impl Export {
    /// Of the questions and documents of a unit and those above it.
    pub fn of(
        unit: &Unit,
        documents: Vec<Document>,
        questions: Vec<KeptQuestion>,
        filter: &ExportFilter,
        withheld: &BTreeSet<QuestionId>,
        now: Timestamp,
    ) -> Self {
        let chosen = questions.into_iter().filter(|question| filter.takes(question));
        let (kept_back, taken): (Vec<_>, Vec<_>) = chosen.partition(|question| withheld.contains(&question.id));
        let ids = taken.iter().map(|question| question.id).collect();
        let used: BTreeSet<DocumentId> = taken.iter().map(|question| question.document).collect();
        let questions = taken.into_iter().map(|question| ExportedQuestion {
            number: question.number,
            document: question.document,
            topic: question.topic,
            difficulty: question.difficulty,
            state: question.state,
            revision: question.revision,
        });
        let bank = ExportedBank {
            unit: wording::inert(&unit.name),
            exported_on: wording::date(now),
            questions: questions.collect(),
            documents: documents.into_iter().filter(|document| used.contains(&document.id)).collect(),
            pictures: HashMap::new(),
        };
        Self { bank, ids, withheld: kept_back.len() }
    }

    /// Adds the pictures that go with a file of this format.
    pub async fn with_pictures(mut self, store: &Store, format: BankFormat) -> Result<Self, StoreError> {
        let kept = store.images(&self.bank.carried(format)).await?;
        self.bank.pictures = kept.into_iter().map(|(hash, image)| (hash, image.bytes)).collect();
        Ok(self)
    }
}
