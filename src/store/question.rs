//! Questions, each with all its revisions and the reviews of them.

use std::collections::HashMap;

use sqlx::FromRow;

use super::error::{StoreError, at};
use super::{Store, on_engine};
use crate::domain::bank::{BankQuestion, ReviewState};
use crate::domain::identity::{DocumentId, MemberId, QuestionId, UnitId};
use crate::domain::question::Revision;
use crate::domain::time::Timestamp;

/// A question in its first revision.
#[derive(Clone, Debug)]
pub struct NewQuestion {
    pub id: QuestionId,
    pub unit: UnitId,
    pub document: DocumentId,
    pub topic: String,
    pub state: ReviewState,
    pub author: MemberId,
    pub revision: Revision,
    pub created_at: Timestamp,
}

/// A later revision of a question.
#[derive(Clone, Debug)]
pub struct NewRevision {
    pub question: QuestionId,
    pub author: MemberId,
    pub revision: Revision,
    /// Where the question stands with it: what was approved is not what is written now.
    pub state: ReviewState,
    pub created_at: Timestamp,
}

/// A colleague's word on the latest revision.
#[derive(Clone, Debug)]
pub struct NewReview {
    pub question: QuestionId,
    pub reviewer: MemberId,
    /// Approved, or sent back as a draft.
    pub approved: bool,
    pub comment: String,
    pub reviewed_at: Timestamp,
}

#[derive(FromRow)]
struct QuestionRow {
    id: String,
    document_id: String,
    topic: String,
    state: String,
    body: String,
}

#[derive(FromRow)]
struct InsiderRow {
    question_id: String,
    member_id: String,
}

impl QuestionRow {
    fn read(self, insiders: &mut HashMap<String, Vec<MemberId>>) -> Result<BankQuestion, StoreError> {
        let place = |column| at("question", column, &self.id);
        Ok(BankQuestion {
            id: place("id").parse(&self.id)?,
            document: place("document_id").parse(&self.document_id)?,
            revision: at("question_revision", "body", &self.id).json(&self.body)?,
            state: ReviewState::from_name(&self.state).ok_or_else(|| place("state").broken())?,
            insiders: insiders.remove(&self.id).unwrap_or_default(),
            topic: self.topic,
        })
    }
}

const REVISION: &str = "
    INSERT INTO question_revision (question_id, number, author_id, body, created_at)
    SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4 FROM question_revision WHERE question_id = $1
    RETURNING number";

const STATE: &str = "UPDATE question SET state = $2 WHERE id = $1";

impl Store {
    /// Adds a question at the end of its unit's bank.
    pub async fn insert_question(&self, new: &NewQuestion) -> Result<(), StoreError> {
        const QUESTION: &str =
            "INSERT INTO question (id, unit_id, document_id, topic, state) VALUES ($1, $2, $3, $4, $5)";
        let (id, unit, document) = (new.id.to_string(), new.unit.to_string(), new.document.to_string());
        let (author, body) = (new.author.to_string(), written(&new.revision)?);
        let mut writer = self.engine.write().await?;
        on_engine!(*writer, db => {
            let question = sqlx::query(QUESTION).bind(&id).bind(&unit).bind(&document).bind(&new.topic);
            question.bind(new.state.name()).execute(&mut *db).await?;
            let revision = sqlx::query(REVISION).bind(&id).bind(&author).bind(&body).bind(new.created_at.0);
            revision.execute(&mut *db).await?;
        });
        writer.commit().await
    }

    /// Adds a revision and returns its number, from 1; a question that is absent is refused by
    /// `foreign_key`.
    pub async fn add_revision(&self, new: &NewRevision) -> Result<u32, StoreError> {
        let (id, author, body) = (new.question.to_string(), new.author.to_string(), written(&new.revision)?);
        let mut writer = self.engine.write().await?;
        let number: i64 = on_engine!(*writer, db => {
            // First, so that the row is held: two revisions at once follow one another.
            sqlx::query(STATE).bind(&id).bind(new.state.name()).execute(&mut *db).await?;
            let revision = sqlx::query_scalar(REVISION).bind(&id).bind(&author).bind(&body).bind(new.created_at.0);
            revision.fetch_one(&mut *db).await?
        });
        let number = at("question_revision", "number", &id).number(number)?;
        writer.commit().await?;
        Ok(number)
    }

    /// Records a review of the latest revision and moves the question's state with it; a question
    /// that is absent is refused by `foreign_key`.
    pub async fn record_review(&self, new: &NewReview) -> Result<(), StoreError> {
        const REVIEW: &str = "
            INSERT INTO question_review (question_id, revision_number, reviewer_id, reviewed_at, approved, comment)
            SELECT $1, COALESCE(MAX(number), 0), $2, $3, $4, $5 FROM question_revision WHERE question_id = $1";
        let (id, reviewer) = (new.question.to_string(), new.reviewer.to_string());
        let state = if new.approved { ReviewState::Approved } else { ReviewState::Draft };
        let mut writer = self.engine.write().await?;
        on_engine!(*writer, db => {
            sqlx::query(STATE).bind(&id).bind(state.name()).execute(&mut *db).await?;
            let review = sqlx::query(REVIEW).bind(&id).bind(&reviewer).bind(new.reviewed_at.0);
            review.bind(new.approved).bind(&new.comment).execute(&mut *db).await?;
        });
        writer.commit().await
    }

    /// The questions of the unit and of all units above it, in the order they came in, each in its
    /// latest revision.
    pub async fn bank_for(&self, unit: UnitId) -> Result<Vec<BankQuestion>, StoreError> {
        const QUESTIONS: &str = "
            SELECT question.id, question.document_id, question.topic, question.state, question_revision.body
            FROM unit_closure
            JOIN question ON question.unit_id = unit_closure.ancestor
            JOIN question_revision ON question_revision.question_id = question.id
            WHERE unit_closure.descendant = $1
              AND question_revision.number = (SELECT MAX(number) FROM question_revision WHERE question_id = question.id)
            ORDER BY question.ordinal";
        const INSIDERS: &str = "
            SELECT question.id AS question_id, question_revision.author_id AS member_id
            FROM unit_closure
            JOIN question ON question.unit_id = unit_closure.ancestor
            JOIN question_revision ON question_revision.question_id = question.id
            WHERE unit_closure.descendant = $1
            UNION
            SELECT question.id, question_review.reviewer_id
            FROM unit_closure
            JOIN question ON question.unit_id = unit_closure.ancestor
            JOIN question_review ON question_review.question_id = question.id
            WHERE unit_closure.descendant = $1
            ORDER BY question_id, member_id";
        let unit = unit.to_string();
        let mut reader = self.engine.read().await?;
        // In this order: whoever comes in between is an insider too early, never too late.
        let (questions, known) = on_engine!(reader, db => (
            sqlx::query_as::<_, QuestionRow>(QUESTIONS).bind(&unit).fetch_all(&mut *db).await?,
            sqlx::query_as::<_, InsiderRow>(INSIDERS).bind(&unit).fetch_all(&mut *db).await?,
        ));
        let mut insiders: HashMap<String, Vec<MemberId>> = HashMap::new();
        for InsiderRow { question_id, member_id } in known {
            let member = at("question_revision", "author_id", &question_id).parse(&member_id)?;
            insiders.entry(question_id).or_default().push(member);
        }
        questions.into_iter().map(|row| row.read(&mut insiders)).collect()
    }
}

/// A revision as the database keeps it.
fn written(revision: &Revision) -> Result<String, StoreError> {
    serde_json::to_string(revision).map_err(|error| StoreError::Other(sqlx::Error::Encode(error.into())))
}
