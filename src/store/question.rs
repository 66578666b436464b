//! The bank: questions as they come in, are rewritten and reviewed, and are drawn from.

use std::collections::HashMap;

use sqlx::FromRow;

use super::error::{StoreError, at};
use super::question_image::note_use;
use super::{Store, on_engine};
use crate::domain::bank::{BankQuestion, ReviewState};
use crate::domain::identity::{DocumentId, MemberId, QuestionId, UnitId};
use crate::domain::question::{Difficulty, Revision};
use crate::domain::time::Timestamp;

/// A question in its first revision.
#[derive(Clone, Debug)]
pub struct NewQuestion {
    pub id: QuestionId,
    pub unit: UnitId,
    pub document: DocumentId,
    pub topic: String,
    pub difficulty: Option<Difficulty>,
    pub state: ReviewState,
    pub author: MemberId,
    pub revision: Revision,
    pub created_at: Timestamp,
}

/// A later revision of a question.
#[derive(Clone, Debug)]
pub struct NewRevision {
    pub question: QuestionId,
    /// The number of the revision that was rewritten.
    pub base: u32,
    pub document: DocumentId,
    pub topic: String,
    pub difficulty: Option<Difficulty>,
    pub author: MemberId,
    pub revision: Revision,
    /// Where the question stood when it was read.
    pub from: ReviewState,
    /// Where it stands with this revision: what was approved is not what is written now.
    pub state: ReviewState,
    pub created_at: Timestamp,
}

/// A colleague's word on the latest revision.
#[derive(Clone, Debug)]
pub struct NewReview {
    pub question: QuestionId,
    /// The number of the revision that was read.
    pub revision: u32,
    pub reviewer: MemberId,
    /// Where it stood when it was read, and where the review puts it: approved, or a draft again.
    pub from: ReviewState,
    pub to: ReviewState,
    pub comment: String,
    /// By the author, as the only one of the committee.
    pub alone: bool,
    pub reviewed_at: Timestamp,
}

#[derive(FromRow)]
struct QuestionRow {
    id: String,
    document_id: String,
    topic: String,
    difficulty: Option<String>,
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
            difficulty: match &self.difficulty {
                None => None,
                Some(name) => Some(Difficulty::from_name(name).ok_or_else(|| place("difficulty").broken())?),
            },
            state: ReviewState::from_name(&self.state).ok_or_else(|| place("state").broken())?,
            insiders: insiders.remove(&self.id).unwrap_or_default(),
            topic: self.topic,
        })
    }
}

const LATEST: &str = "SELECT MAX(number) FROM question_revision WHERE question_id = $1";

const REVISION: &str =
    "INSERT INTO question_revision (question_id, number, author_id, body, created_at) VALUES ($1, $2, $3, $4, $5)";

const REVIEW: &str = "
    INSERT INTO question_review (question_id, revision_number, reviewer_id, reviewed_at, approved, comment, alone)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";

/// From where it was read to stand, and only while it is in the bank.
const STEP: &str = "UPDATE question SET state = $3 WHERE id = $1 AND state = $2 AND retired_at IS NULL";

/// The same with what else a revision says. With a question's row, its revisions are held as well: two who save at once
/// follow one another.
const MOVED: &str = "
    UPDATE question SET state = $3, document_id = $4, topic = $5, difficulty = $6
    WHERE id = $1 AND state = $2 AND retired_at IS NULL";

impl Store {
    /// Adds a question at the end of its unit's bank.
    pub async fn insert_question(&self, new: &NewQuestion) -> Result<(), StoreError> {
        const QUESTION: &str = "
            INSERT INTO question (id, unit_id, document_id, topic, state, difficulty) VALUES ($1, $2, $3, $4, $5, $6)";
        let (id, unit, document) = (new.id.to_string(), new.unit.to_string(), new.document.to_string());
        let (author, body) = (new.author.to_string(), written(&new.revision)?);
        let difficulty = new.difficulty.map(Difficulty::name);
        let mut writer = self.engine.write().await?;
        on_engine!(*writer, db => {
            let question = sqlx::query(QUESTION).bind(&id).bind(&unit).bind(&document).bind(&new.topic);
            question.bind(new.state.name()).bind(difficulty).execute(&mut *db).await?;
            let revision = sqlx::query(REVISION).bind(&id).bind(1_i64).bind(&author).bind(&body);
            revision.bind(new.created_at.0).execute(&mut *db).await?;
        });
        note_use(&mut writer, new.id, &new.revision).await?;
        writer.commit().await
    }

    /// Adds a revision and returns its number; `None`, and nothing is written, where the question is not any more as it
    /// was read: rewritten, reviewed or taken out meanwhile.
    pub async fn add_revision(&self, new: &NewRevision) -> Result<Option<u32>, StoreError> {
        self.rewrite(new, None).await
    }

    /// The same by somebody who confirms in one step that nothing but the source has changed.
    pub async fn carry_over(&self, new: &NewRevision, comment: &str, alone: bool) -> Result<Option<u32>, StoreError> {
        self.rewrite(new, Some((comment, alone))).await
    }

    async fn rewrite(&self, new: &NewRevision, approval: Option<(&str, bool)>) -> Result<Option<u32>, StoreError> {
        let (id, author, body) = (new.question.to_string(), new.author.to_string(), written(&new.revision)?);
        let (document, difficulty) = (new.document.to_string(), new.difficulty.map(Difficulty::name));
        let (base, number) = (i64::from(new.base), i64::from(new.base) + 1);
        let mut writer = self.engine.write().await?;
        on_engine!(*writer, db => {
            let moved = sqlx::query(MOVED).bind(&id).bind(new.from.name()).bind(new.state.name()).bind(&document);
            let moved = moved.bind(&new.topic).bind(difficulty).execute(&mut *db).await?.rows_affected();
            let latest: Option<i64> = sqlx::query_scalar(LATEST).bind(&id).fetch_one(&mut *db).await?;
            if moved == 0 || latest != Some(base) {
                return Ok(None);
            }
            let revision = sqlx::query(REVISION).bind(&id).bind(number).bind(&author).bind(&body);
            revision.bind(new.created_at.0).execute(&mut *db).await?;
            if let Some((comment, alone)) = approval {
                let review = sqlx::query(REVIEW).bind(&id).bind(number).bind(&author).bind(new.created_at.0);
                review.bind(true).bind(comment).bind(alone).execute(&mut *db).await?;
            }
        });
        note_use(&mut writer, new.question, &new.revision).await?;
        let number = at("question_revision", "number", &id).number(number)?;
        writer.commit().await?;
        Ok(Some(number))
    }

    /// Records a review and moves the question's state with it; false, and nothing is written, where the question is
    /// not any more as it was read.
    pub async fn record_review(&self, new: &NewReview) -> Result<bool, StoreError> {
        Ok(self.record_reviews(std::slice::from_ref(new)).await? > 0)
    }

    /// The same for several in one step, of which those are left out that are not any more as they were read. Returns
    /// how many were recorded.
    pub async fn record_reviews(&self, all: &[NewReview]) -> Result<usize, StoreError> {
        let mut recorded = 0;
        let mut writer = self.engine.write().await?;
        for new in all {
            let (id, reviewer) = (new.question.to_string(), new.reviewer.to_string());
            let (number, approved) = (i64::from(new.revision), new.to == ReviewState::Approved);
            on_engine!(*writer, db => {
                let step = sqlx::query(STEP).bind(&id).bind(new.from.name()).bind(new.to.name());
                if step.execute(&mut *db).await?.rows_affected() == 0 {
                    continue;
                }
                // Only now, when nobody else can add one.
                let latest: Option<i64> = sqlx::query_scalar(LATEST).bind(&id).fetch_one(&mut *db).await?;
                if latest != Some(number) {
                    let back = sqlx::query(STEP).bind(&id).bind(new.to.name()).bind(new.from.name());
                    back.execute(&mut *db).await?;
                    continue;
                }
                let review = sqlx::query(REVIEW).bind(&id).bind(number).bind(&reviewer).bind(new.reviewed_at.0);
                review.bind(approved).bind(&new.comment).bind(new.alone).execute(&mut *db).await?;
            });
            recorded += 1;
        }
        writer.commit().await?;
        Ok(recorded)
    }

    /// Moves a question from one state to another; false, and nothing is written, where it is not any more as it was
    /// read, in that revision.
    pub async fn move_question(
        &self,
        question: QuestionId,
        revision: u32,
        from: ReviewState,
        to: ReviewState,
    ) -> Result<bool, StoreError> {
        let id = question.to_string();
        let mut writer = self.engine.write().await?;
        on_engine!(*writer, db => {
            let step = sqlx::query(STEP).bind(&id).bind(from.name()).bind(to.name());
            let stepped = step.execute(&mut *db).await?.rows_affected();
            let latest: Option<i64> = sqlx::query_scalar(LATEST).bind(&id).fetch_one(&mut *db).await?;
            if stepped == 0 || latest != Some(i64::from(revision)) {
                return Ok(false);
            }
        });
        writer.commit().await?;
        Ok(true)
    }

    /// Takes a question out of the bank, or puts it back as a draft that is reviewed anew; what contests used stays.
    /// False, and nothing is written, where another revision was saved since this one was read, or where it was done
    /// already.
    pub async fn retire_question(
        &self,
        question: QuestionId,
        revision: u32,
        at: Option<Timestamp>,
    ) -> Result<bool, StoreError> {
        const RETIRE: &str = "UPDATE question SET retired_at = $2 WHERE id = $1 AND retired_at IS NULL";
        const RESTORE: &str =
            "UPDATE question SET retired_at = NULL, state = $2 WHERE id = $1 AND retired_at IS NOT NULL";
        let id = question.to_string();
        let mut writer = self.engine.write().await?;
        on_engine!(*writer, db => {
            let change = match at {
                Some(at) => sqlx::query(RETIRE).bind(&id).bind(at.0),
                None => sqlx::query(RESTORE).bind(&id).bind(ReviewState::Draft.name()),
            };
            let changed = change.execute(&mut *db).await?.rows_affected();
            let latest: Option<i64> = sqlx::query_scalar(LATEST).bind(&id).fetch_one(&mut *db).await?;
            if changed == 0 || latest != Some(i64::from(revision)) {
                return Ok(false);
            }
        });
        writer.commit().await?;
        Ok(true)
    }

    /// The topics of the unit's questions and of those above it, in their alphabetic order.
    pub async fn topics_for(&self, unit: UnitId) -> Result<Vec<String>, StoreError> {
        const TOPICS: &str = "
            SELECT DISTINCT question.topic
            FROM unit_closure JOIN question ON question.unit_id = unit_closure.ancestor
            WHERE unit_closure.descendant = $1 AND question.topic <> '' AND question.retired_at IS NULL";
        let mut reader = self.engine.read().await?;
        let mut topics: Vec<String> = on_engine!(reader, db => {
            sqlx::query_scalar(TOPICS).bind(unit.to_string()).fetch_all(db).await
        })?;
        topics.sort_by_cached_key(|topic| crate::domain::name::search_key(topic));
        Ok(topics)
    }

    /// The questions of the unit and of all units above it, in the order they came in, each in its
    /// latest revision.
    pub async fn bank_for(&self, unit: UnitId) -> Result<Vec<BankQuestion>, StoreError> {
        const QUESTIONS: &str = "
            SELECT question.id, question.document_id, question.topic, question.difficulty, question.state,
                   question_revision.body
            FROM unit_closure
            JOIN question ON question.unit_id = unit_closure.ancestor
            JOIN question_revision ON question_revision.question_id = question.id
            WHERE unit_closure.descendant = $1 AND question.retired_at IS NULL
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
            UNION
            SELECT question.id, question_seen.member_id
            FROM unit_closure
            JOIN question ON question.unit_id = unit_closure.ancestor
            JOIN question_seen ON question_seen.question_id = question.id
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
pub(super) fn written(revision: &Revision) -> Result<String, StoreError> {
    serde_json::to_string(revision).map_err(|error| StoreError::Other(sqlx::Error::Encode(error.into())))
}
