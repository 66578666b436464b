//! What contests taught about the questions they asked, kept beside the journals it was computed from.

use sqlx::FromRow;

use super::error::{StoreError, at};
use super::{Store, on_engine};
use crate::domain::identity::{ContestId, QuestionId, UnitId};
use crate::domain::question_statistics::QuestionStatistics;

/// The question that one contest or another has asked, and what came of it.
pub type Lesson = (QuestionId, QuestionStatistics);

#[derive(FromRow)]
struct LessonRow {
    question_id: String,
    body: String,
}

impl LessonRow {
    fn read(self) -> Result<Lesson, StoreError> {
        let place = |column| at("question_lesson", column, &self.question_id);
        Ok((place("question_id").parse(&self.question_id)?, place("body").json(&self.body)?))
    }
}

impl Store {
    /// Contests of the unit, above and below it, that are over and of which some entries were not looked at yet, each
    /// with the number of its last.
    pub async fn contests_to_evaluate(&self, unit: UnitId) -> Result<Vec<(ContestId, u64)>, StoreError> {
        const OPEN: &str = "
            SELECT contest.id, (SELECT MAX(journal.seq) FROM journal WHERE journal.contest_id = contest.id) AS seq
            FROM contest
            LEFT JOIN contest_evaluation ON contest_evaluation.contest_id = contest.id
            WHERE contest.unit_id IN (
                SELECT ancestor FROM unit_closure WHERE descendant = $1
                UNION SELECT descendant FROM unit_closure WHERE ancestor = $1
            )
              AND EXISTS (SELECT 1 FROM journal WHERE journal.contest_id = contest.id AND journal.kind = 'finished')
              AND COALESCE(contest_evaluation.seq, 0) <> (
                  SELECT MAX(journal.seq) FROM journal WHERE journal.contest_id = contest.id)
            ORDER BY contest.id";
        let mut reader = self.engine.read().await?;
        let rows: Vec<(String, i64)> = on_engine!(reader, db => {
            sqlx::query_as(OPEN).bind(unit.to_string()).fetch_all(db).await
        })?;
        let read = |(id, seq): (String, i64)| {
            Ok((at("contest", "id", &id).parse(&id)?, at("journal", "seq", &id).number(seq)?))
        };
        rows.into_iter().map(read).collect()
    }

    /// Puts what a contest taught, as of this entry of its journal, in the place of what was kept of it.
    pub async fn keep_lessons(&self, contest: ContestId, seq: u64, lessons: &[Lesson]) -> Result<(), StoreError> {
        const EVALUATED: &str = "
            INSERT INTO contest_evaluation (contest_id, seq) VALUES ($1, $2)
            ON CONFLICT (contest_id) DO UPDATE SET seq = excluded.seq";
        const CLEAR: &str = "DELETE FROM question_lesson WHERE contest_id = $1";
        const LESSON: &str = "INSERT INTO question_lesson (contest_id, question_id, body) VALUES ($1, $2, $3)";
        let id = contest.to_string();
        let seq = i64::try_from(seq).map_err(|error| StoreError::Other(sqlx::Error::Encode(error.into())))?;
        let mut writer = self.engine.write().await?;
        on_engine!(*writer, db => {
            sqlx::query(EVALUATED).bind(&id).bind(seq).execute(&mut *db).await?;
            sqlx::query(CLEAR).bind(&id).execute(&mut *db).await?;
            for (question, statistics) in lessons {
                let body = serde_json::to_string(statistics);
                let body = body.map_err(|error| StoreError::Other(sqlx::Error::Encode(error.into())))?;
                sqlx::query(LESSON).bind(&id).bind(question.to_string()).bind(body).execute(&mut *db).await?;
            }
        });
        writer.commit().await
    }

    /// What was kept of the contests of the unit, above and below it, oldest first.
    pub async fn lessons_for(&self, unit: UnitId) -> Result<Vec<Lesson>, StoreError> {
        const LESSONS: &str = "
            SELECT question_lesson.question_id, question_lesson.body
            FROM question_lesson
            JOIN contest ON contest.id = question_lesson.contest_id
            WHERE contest.unit_id IN (
                SELECT ancestor FROM unit_closure WHERE descendant = $1
                UNION SELECT descendant FROM unit_closure WHERE ancestor = $1
            )
            ORDER BY contest.starts_at, contest.id, question_lesson.question_id";
        let mut reader = self.engine.read().await?;
        let rows = on_engine!(reader, db => {
            sqlx::query_as::<_, LessonRow>(LESSONS).bind(unit.to_string()).fetch_all(db).await
        })?;
        rows.into_iter().map(LessonRow::read).collect()
    }
}
