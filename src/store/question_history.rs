//! One question with all that was done to it: its revisions, and what colleagues said of them.

use sqlx::FromRow;

use super::error::{StoreError, at};
use super::{Store, on_engine};
use crate::domain::bank::{QuestionStanding, ReviewState};
use crate::domain::identity::{DocumentId, DraftId, MemberId, QuestionId, UnitId};
use crate::domain::question::{Difficulty, Revision};
use crate::domain::time::Timestamp;

/// A question in its latest revision, as those who work on it see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptQuestion {
    pub id: QuestionId,
    /// What it is called in the bank.
    pub number: u64,
    pub unit: UnitId,
    pub unit_name: String,
    pub document: DocumentId,
    pub topic: String,
    pub difficulty: Option<Difficulty>,
    pub state: ReviewState,
    /// Taken out of the bank.
    pub is_retired: bool,
    /// Of the latest revision, from 1.
    pub revision_number: u32,
    pub revision: Revision,
    pub author: MemberId,
    pub author_name: String,
    pub saved_at: Timestamp,
    /// The latest revision was sent back.
    pub is_returned: bool,
    /// The import that brought it.
    pub import: Option<DraftId>,
}

impl KeptQuestion {
    pub fn standing(&self) -> QuestionStanding {
        QuestionStanding::of(self.state, self.is_returned, self.is_retired)
    }
}

/// A revision, newest first in a history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastRevision {
    pub number: u32,
    pub author: MemberId,
    pub author_name: String,
    pub saved_at: Timestamp,
    pub revision: Revision,
    /// What was said of it, oldest first.
    pub reviews: Vec<PastReview>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastReview {
    pub reviewer: MemberId,
    pub reviewer_name: String,
    pub reviewed_at: Timestamp,
    pub approved: bool,
    pub comment: String,
    /// Its author's own word, where the committee is one person.
    pub alone: bool,
}

#[derive(FromRow)]
struct KeptRow {
    id: String,
    ordinal: i64,
    unit_id: String,
    unit_name: String,
    document_id: String,
    topic: String,
    difficulty: Option<String>,
    state: String,
    retired_at: Option<i64>,
    number: i64,
    body: String,
    author_id: String,
    author_name: String,
    created_at: i64,
    is_returned: bool,
    import_id: Option<String>,
}

impl KeptRow {
    fn read(self) -> Result<KeptQuestion, StoreError> {
        let place = |column| at("question", column, &self.id);
        let difficulty = self.difficulty.as_deref();
        let difficulty = difficulty.map(|name| Difficulty::from_name(name).ok_or_else(|| place("difficulty").broken()));
        Ok(KeptQuestion {
            id: place("id").parse(&self.id)?,
            number: place("ordinal").number(self.ordinal)?,
            unit: place("unit_id").parse(&self.unit_id)?,
            document: place("document_id").parse(&self.document_id)?,
            difficulty: difficulty.transpose()?,
            state: ReviewState::from_name(&self.state).ok_or_else(|| place("state").broken())?,
            is_retired: self.retired_at.is_some(),
            revision_number: at("question_revision", "number", &self.id).number(self.number)?,
            revision: at("question_revision", "body", &self.id).json(&self.body)?,
            author: at("question_revision", "author_id", &self.id).parse(&self.author_id)?,
            saved_at: Timestamp(self.created_at),
            is_returned: self.is_returned,
            import: self.import_id.as_deref().map(|id| place("import_id").parse(id)).transpose()?,
            author_name: self.author_name,
            unit_name: self.unit_name,
            topic: self.topic,
        })
    }
}

#[derive(FromRow)]
struct RevisionRow {
    number: i64,
    author_id: String,
    author_name: String,
    created_at: i64,
    body: String,
}

#[derive(FromRow)]
struct ReviewRow {
    revision_number: i64,
    reviewer_id: String,
    reviewer_name: String,
    reviewed_at: i64,
    approved: bool,
    comment: String,
    alone: bool,
}

impl Store {
    pub async fn question(&self, question: QuestionId) -> Result<Option<KeptQuestion>, StoreError> {
        const ONE: &str = "
            SELECT question.id, question.ordinal, question.unit_id, unit.name AS unit_name, question.document_id,
                   question.topic, question.difficulty, question.state, question.retired_at,
                   question.import_id,
                   question_revision.number, question_revision.body, question_revision.author_id,
                   member.name AS author_name, question_revision.created_at,
                   EXISTS (SELECT 1 FROM question_review
                           WHERE question_review.question_id = question.id AND NOT question_review.approved
                             AND question_review.revision_number = question_revision.number) AS is_returned
            FROM question
            JOIN unit ON unit.id = question.unit_id
            JOIN question_revision ON question_revision.question_id = question.id
            JOIN member ON member.id = question_revision.author_id
            WHERE question.id = $1
              AND question_revision.number = (SELECT MAX(number) FROM question_revision WHERE question_id = question.id)";
        let mut reader = self.engine.read().await?;
        let row = on_engine!(reader, db => {
            sqlx::query_as::<_, KeptRow>(ONE).bind(question.to_string()).fetch_optional(db).await
        })?;
        row.map(KeptRow::read).transpose()
    }

    /// The questions of the unit and of all units above it, in the order they came in.
    pub async fn questions_for(&self, unit: UnitId) -> Result<Vec<KeptQuestion>, StoreError> {
        const ALL: &str = "
            SELECT question.id, question.ordinal, question.unit_id, unit.name AS unit_name, question.document_id,
                   question.topic, question.difficulty, question.state, question.retired_at,
                   question.import_id,
                   question_revision.number, question_revision.body, question_revision.author_id,
                   member.name AS author_name, question_revision.created_at,
                   EXISTS (SELECT 1 FROM question_review
                           WHERE question_review.question_id = question.id AND NOT question_review.approved
                             AND question_review.revision_number = question_revision.number) AS is_returned
            FROM unit_closure
            JOIN question ON question.unit_id = unit_closure.ancestor
            JOIN unit ON unit.id = question.unit_id
            JOIN question_revision ON question_revision.question_id = question.id
            JOIN member ON member.id = question_revision.author_id
            WHERE unit_closure.descendant = $1
              AND question_revision.number = (SELECT MAX(number) FROM question_revision WHERE question_id = question.id)
            ORDER BY question.ordinal";
        let mut reader = self.engine.read().await?;
        let rows = on_engine!(reader, db => {
            sqlx::query_as::<_, KeptRow>(ALL).bind(unit.to_string()).fetch_all(db).await
        })?;
        rows.into_iter().map(KeptRow::read).collect()
    }

    /// All revisions of a question, newest first.
    pub async fn history_of(&self, question: QuestionId) -> Result<Vec<PastRevision>, StoreError> {
        const REVISIONS: &str = "
            SELECT question_revision.number, question_revision.author_id, member.name AS author_name,
                   question_revision.created_at, question_revision.body
            FROM question_revision JOIN member ON member.id = question_revision.author_id
            WHERE question_revision.question_id = $1 ORDER BY question_revision.number DESC";
        const REVIEWS: &str = "
            SELECT question_review.revision_number, question_review.reviewer_id, member.name AS reviewer_name,
                   question_review.reviewed_at, question_review.approved, question_review.comment,
                   question_review.alone
            FROM question_review JOIN member ON member.id = question_review.reviewer_id
            WHERE question_review.question_id = $1 ORDER BY question_review.reviewed_at, question_review.reviewer_id";
        let id = question.to_string();
        let mut reader = self.engine.read().await?;
        let (revisions, reviews) = on_engine!(reader, db => (
            sqlx::query_as::<_, RevisionRow>(REVISIONS).bind(&id).fetch_all(&mut *db).await?,
            sqlx::query_as::<_, ReviewRow>(REVIEWS).bind(&id).fetch_all(&mut *db).await?,
        ));
        let mut past = Vec::with_capacity(revisions.len());
        for row in revisions {
            let place = |column| at("question_revision", column, &id);
            past.push(PastRevision {
                number: place("number").number(row.number)?,
                author: place("author_id").parse(&row.author_id)?,
                author_name: row.author_name,
                saved_at: Timestamp(row.created_at),
                revision: place("body").json(&row.body)?,
                reviews: Vec::new(),
            });
        }
        for row in reviews {
            let place = |column| at("question_review", column, &id);
            let number: u32 = place("revision_number").number(row.revision_number)?;
            let review = PastReview {
                reviewer: place("reviewer_id").parse(&row.reviewer_id)?,
                reviewer_name: row.reviewer_name,
                reviewed_at: Timestamp(row.reviewed_at),
                approved: row.approved,
                comment: row.comment,
                alone: row.alone,
            };
            past.iter_mut().filter(|revision| revision.number == number).for_each(|it| it.reviews.push(review.clone()));
        }
        Ok(past)
    }
}
