//! Questions out of a file: kept all in one step, with where they came from, and never twice.

use serde_json::json;
use sqlx::FromRow;

use super::engine::Handle;
use super::error::{StoreError, at};
use super::question::written;
use super::question_image::note_use;
use super::{Store, draft, on_engine};
use crate::domain::bank::ReviewState;
use crate::domain::identity::{DocumentId, DraftId, MemberId, QuestionId, UnitId};
use crate::domain::question::{Difficulty, Revision};
use crate::domain::time::Timestamp;

/// An import that somebody confirms: its author, and the author of its questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionImport {
    /// The draft's, which it was until now.
    pub id: DraftId,
    pub unit: UnitId,
    pub member: MemberId,
    /// The file's name; empty for a pasted text.
    pub file: String,
    pub imported_at: Timestamp,
}

/// A question of an import.
#[derive(Clone, Debug)]
pub struct ImportedQuestion {
    pub id: QuestionId,
    pub document: DocumentId,
    pub topic: String,
    pub difficulty: Option<Difficulty>,
    pub revision: Revision,
}

#[derive(FromRow)]
struct ImportRow {
    unit_id: String,
    member_id: String,
    file: String,
    imported_at: i64,
    questions: i64,
}

impl Store {
    /// Turns a draft into questions at the end of its unit's bank, in their order; false, and nothing is written,
    /// where the draft was taken up before, or was saved anew since `version`.
    pub async fn keep_import(
        &self,
        import: &QuestionImport,
        version: u32,
        state: ReviewState,
        questions: &[ImportedQuestion],
    ) -> Result<bool, StoreError> {
        const IMPORT: &str =
            "INSERT INTO question_import (id, unit_id, member_id, file, imported_at) VALUES ($1, $2, $3, $4, $5)";
        let (id, unit, author) = (import.id.to_string(), import.unit.to_string(), import.member.to_string());
        let bodies: Vec<String> = questions.iter().map(|new| written(&new.revision)).collect::<Result<_, _>>()?;
        let mut writer = self.engine.write().await?;
        if !draft::take_version(&mut writer, import.id, version).await? {
            return Ok(false);
        }
        on_engine!(*writer, db => {
            let origin = sqlx::query(IMPORT).bind(&id).bind(&unit).bind(&author).bind(&import.file);
            origin.bind(import.imported_at.0).execute(db).await?;
        });
        match &mut *writer {
            Handle::Sqlite(db) => {
                const QUESTIONS: &str = "
                    INSERT INTO question (id, document_id, topic, difficulty, unit_id, state, import_id)
                    SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, $2, $3, $4 FROM json_each($1) ORDER BY key";
                const REVISIONS: &str = "
                    INSERT INTO question_revision (question_id, body, number, author_id, created_at)
                    SELECT value ->> 0, value ->> 1, 1, $2, $3 FROM json_each($1)";
                let rows = questions
                    .iter()
                    .map(|new| json!([new.id, new.document, new.topic, new.difficulty.map(Difficulty::name)]));
                let rows = serde_json::Value::from_iter(rows).to_string();
                let insert = sqlx::query(QUESTIONS).bind(rows).bind(&unit).bind(state.name()).bind(&id);
                insert.execute(&mut **db).await?;
                let rows = questions.iter().zip(&bodies).map(|(new, body)| json!([new.id, body]));
                let rows = serde_json::Value::from_iter(rows).to_string();
                let insert = sqlx::query(REVISIONS).bind(rows).bind(&author).bind(import.imported_at.0);
                insert.execute(&mut **db).await?;
            }
            Handle::Postgres(db) => {
                const QUESTIONS: &str = "
                    INSERT INTO question (id, document_id, topic, difficulty, unit_id, state, import_id)
                    SELECT id, document_id, topic, difficulty, $5, $6, $7
                    FROM UNNEST($1::text[], $2::text[], $3::text[], $4::text[])
                        WITH ORDINALITY AS row (id, document_id, topic, difficulty, place)
                    ORDER BY place";
                const REVISIONS: &str = "
                    INSERT INTO question_revision (question_id, body, number, author_id, created_at)
                    SELECT question_id, body, 1, $3, $4
                    FROM UNNEST($1::text[], $2::text[]) AS row (question_id, body)";
                let ids: Vec<String> = questions.iter().map(|new| new.id.to_string()).collect();
                sqlx::query(QUESTIONS)
                    .bind(&ids)
                    .bind(questions.iter().map(|new| new.document.to_string()).collect::<Vec<_>>())
                    .bind(questions.iter().map(|new| new.topic.as_str()).collect::<Vec<_>>())
                    .bind(questions.iter().map(|new| new.difficulty.map(Difficulty::name)).collect::<Vec<_>>())
                    .bind(&unit)
                    .bind(state.name())
                    .bind(&id)
                    .execute(&mut **db)
                    .await?;
                let insert = sqlx::query(REVISIONS).bind(&ids).bind(&bodies).bind(&author);
                insert.bind(import.imported_at.0).execute(&mut **db).await?;
            }
        }
        for new in questions {
            note_use(&mut writer, new.id, &new.revision).await?;
        }
        writer.commit().await?;
        Ok(true)
    }

    /// A confirmed import, and how many questions it brought.
    pub async fn question_import(&self, id: DraftId) -> Result<Option<(QuestionImport, u32)>, StoreError> {
        const IMPORT: &str = "
            SELECT unit_id, member_id, file, imported_at,
                   (SELECT COUNT(*) FROM question WHERE import_id = question_import.id) AS questions
            FROM question_import WHERE id = $1";
        let mut reader = self.engine.read().await?;
        let row = on_engine!(reader, db => {
            sqlx::query_as::<_, ImportRow>(IMPORT).bind(id.to_string()).fetch_optional(db).await
        })?;
        let Some(row) = row else { return Ok(None) };
        let place = |column| at("question_import", column, &id);
        let import = QuestionImport {
            id,
            unit: place("unit_id").parse(&row.unit_id)?,
            member: place("member_id").parse(&row.member_id)?,
            file: row.file,
            imported_at: Timestamp(row.imported_at),
        };
        Ok(Some((import, at("question", "import_id", &id).number(row.questions)?)))
    }
}
