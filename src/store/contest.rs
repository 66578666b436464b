//! Contests as they were scheduled, with the sealed questions their papers are drawn from.

use serde_json::json;
use sqlx::FromRow;

use super::engine::Handle;
use super::error::{StoreError, at};
use super::journal::{self, JournalRow};
use super::preparation::{self, NewPreparation};
use super::{Store, contest_successor, on_engine};
use crate::domain::identity::{ContestId, MemberId, QuestionId, UnitId};
use crate::domain::time::Timestamp;

/// A contest to be scheduled, with all that must exist from its first moment.
#[derive(Clone, Debug)]
pub struct NewContest {
    pub id: ContestId,
    pub unit: UnitId,
    /// What members type to join; no two contests share one.
    pub code: String,
    pub title: String,
    pub starts_at: Timestamp,
    pub created_at: Timestamp,
    /// 64 lower-case hexadecimal digits.
    pub seed: String,
    pub candidates: Vec<SealedRow>,
    /// The journal's first row.
    pub first: JournalRow,
    pub preparation: NewPreparation,
}

/// A question as it may be drawn, frozen with the contest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedRow {
    /// Its place among the candidates, from 0.
    pub position: u32,
    pub question: QuestionId,
    /// 64 lower-case hexadecimal digits.
    pub salt: String,
    /// JSON of the revision, as it was hashed.
    pub revision: String,
    /// Whoever wrote or reviewed it by then.
    pub insiders: Vec<MemberId>,
}

/// What is kept from everybody until the contest is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    pub seed: String,
    pub candidates: Vec<SealedRow>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContestRow {
    pub id: ContestId,
    pub unit: UnitId,
    pub unit_name: String,
    pub code: String,
    pub title: String,
    pub starts_at: Timestamp,
    pub created_at: Timestamp,
}

#[derive(FromRow)]
struct ScheduledRow {
    id: String,
    unit_id: String,
    unit_name: String,
    code: String,
    title: String,
    starts_at: i64,
    created_at: i64,
}

impl ScheduledRow {
    fn read(self) -> Result<ContestRow, StoreError> {
        Ok(ContestRow {
            id: at("contest", "id", &self.id).parse(&self.id)?,
            unit: at("contest", "unit_id", &self.id).parse(&self.unit_id)?,
            unit_name: self.unit_name,
            code: self.code,
            title: self.title,
            starts_at: Timestamp(self.starts_at),
            created_at: Timestamp(self.created_at),
        })
    }
}

#[derive(FromRow)]
struct CandidateRow {
    position: i64,
    question_id: String,
    salt: String,
    revision: String,
    insiders: String,
}

macro_rules! concerning {
    ($also:literal) => {
        concat!(
            "SELECT contest.id, contest.unit_id, unit.name AS unit_name, contest.code, contest.title,
                    contest.starts_at, contest.created_at
             FROM contest JOIN unit ON unit.id = contest.unit_id
             WHERE contest.unit_id IN (
                 SELECT ancestor FROM unit_closure WHERE descendant = $1
                 UNION SELECT descendant FROM unit_closure WHERE ancestor = $1
             )",
            $also,
            " ORDER BY contest.starts_at DESC, contest.created_at DESC, contest.id"
        )
    };
}

impl Store {
    /// Schedules a contest: the contest, its candidates, the first row of its journal and what was planned around it,
    /// or nothing. A code that is taken is refused by `contest_code_key`; false where its draft was taken up before, or the
    /// contest it replaces has another successor.
    pub async fn insert_contest(&self, new: &NewContest) -> Result<bool, StoreError> {
        const CONTEST: &str = "
            INSERT INTO contest (id, unit_id, code, title, starts_at, created_at, seed)
            VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let (id, unit) = (new.id.to_string(), new.unit.to_string());
        let mut writer = self.engine.write().await?;
        if !preparation::take_draft(&mut writer, &new.preparation).await? {
            return Ok(false);
        }
        on_engine!(*writer, db => {
            let contest = sqlx::query(CONTEST).bind(&id).bind(&unit).bind(&new.code).bind(&new.title);
            contest.bind(new.starts_at.0).bind(new.created_at.0).bind(&new.seed).execute(db).await?;
        });
        match &mut *writer {
            Handle::Sqlite(db) => {
                const CANDIDATES: &str = "
                    INSERT INTO contest_candidate (contest_id, position, question_id, salt, revision, insiders)
                    SELECT $2, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each($1)";
                let rows = new
                    .candidates
                    .iter()
                    .map(|c| json!([c.position, c.question, c.salt, c.revision, json!(c.insiders).to_string()]));
                let rows = serde_json::Value::from_iter(rows).to_string();
                sqlx::query(CANDIDATES).bind(rows).bind(&id).execute(&mut **db).await?;
            }
            Handle::Postgres(db) => {
                const CANDIDATES: &str = "
                    INSERT INTO contest_candidate (contest_id, position, question_id, salt, revision, insiders)
                    SELECT $6, position, question_id, salt, revision, insiders
                    FROM UNNEST($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[])
                        AS row (position, question_id, salt, revision, insiders)";
                let candidates = &new.candidates;
                sqlx::query(CANDIDATES)
                    .bind(candidates.iter().map(|c| i64::from(c.position)).collect::<Vec<_>>())
                    .bind(candidates.iter().map(|c| c.question.to_string()).collect::<Vec<_>>())
                    .bind(candidates.iter().map(|c| c.salt.as_str()).collect::<Vec<_>>())
                    .bind(candidates.iter().map(|c| c.revision.as_str()).collect::<Vec<_>>())
                    .bind(candidates.iter().map(|c| json!(c.insiders).to_string()).collect::<Vec<_>>())
                    .bind(&id)
                    .execute(&mut **db)
                    .await?;
            }
        }
        journal::insert_rows(&mut writer, new.id, std::slice::from_ref(&new.first)).await?;
        preparation::insert(&mut writer, new.id, new.unit, &new.preparation).await?;
        if let Some(old) = &new.preparation.replaces
            && !contest_successor::succeed(&mut writer, new.id, old).await?
        {
            return Ok(false);
        }
        writer.commit().await?;
        Ok(true)
    }

    pub async fn contest(&self, contest: ContestId) -> Result<Option<ContestRow>, StoreError> {
        const BY_ID: &str = "
            SELECT contest.id, contest.unit_id, unit.name AS unit_name, contest.code, contest.title,
                   contest.starts_at, contest.created_at
            FROM contest JOIN unit ON unit.id = contest.unit_id WHERE contest.id = $1";
        self.one_contest(BY_ID, &contest.to_string()).await
    }

    pub async fn contest_by_code(&self, code: &str) -> Result<Option<ContestRow>, StoreError> {
        const BY_CODE: &str = "
            SELECT contest.id, contest.unit_id, unit.name AS unit_name, contest.code, contest.title,
                   contest.starts_at, contest.created_at
            FROM contest JOIN unit ON unit.id = contest.unit_id WHERE contest.code = $1";
        self.one_contest(BY_CODE, code).await
    }

    async fn one_contest(&self, sql: &'static str, key: &str) -> Result<Option<ContestRow>, StoreError> {
        let mut reader = self.engine.read().await?;
        let row = on_engine!(reader, db => {
            sqlx::query_as::<_, ScheduledRow>(sql).bind(key).fetch_optional(db).await
        })?;
        row.map(ScheduledRow::read).transpose()
    }

    /// The contests in which people of the unit may take part, or which lie below it: those of the
    /// unit, of all above and of all below, newest start first.
    pub async fn contests_concerning(&self, unit: UnitId) -> Result<Vec<ContestRow>, StoreError> {
        const CONCERNING: &str = concerning!("");
        let mut reader = self.engine.read().await?;
        let rows = on_engine!(reader, db => {
            sqlx::query_as::<_, ScheduledRow>(CONCERNING).bind(unit.to_string()).fetch_all(db).await
        })?;
        rows.into_iter().map(ScheduledRow::read).collect()
    }

    /// The same for one member of the unit, with those on whose roster they stood elsewhere: whoever is transferred, or
    /// whose unit has merged, keeps what they did.
    pub async fn contests_of(&self, member: MemberId, unit: UnitId) -> Result<Vec<ContestRow>, StoreError> {
        const THEIRS: &str =
            concerning!(" OR contest.id IN (SELECT contest_id FROM contest_participant WHERE member_id = $2)");
        let mut reader = self.engine.read().await?;
        let rows = on_engine!(reader, db => {
            let theirs = sqlx::query_as::<_, ScheduledRow>(THEIRS).bind(unit.to_string());
            theirs.bind(member.to_string()).fetch_all(db).await
        })?;
        rows.into_iter().map(ScheduledRow::read).collect()
    }

    /// Contests without a published result that were not called off, soonest start first: their rooms go on after a restart.
    pub async fn unfinished_contests(&self) -> Result<Vec<ContestId>, StoreError> {
        const UNFINISHED: &str = "
            SELECT id FROM contest
            WHERE NOT EXISTS (
                SELECT 1 FROM journal WHERE journal.contest_id = contest.id AND journal.kind IN ('published', 'cancelled')
            )
            ORDER BY starts_at, id";
        let mut reader = self.engine.read().await?;
        let ids: Vec<String> = on_engine!(reader, db => sqlx::query_scalar(UNFINISHED).fetch_all(db).await)?;
        ids.iter().map(|id| at("contest", "id", id).parse(id)).collect()
    }

    /// The contest's seed, and its candidates by position.
    pub async fn sealed(&self, contest: ContestId) -> Result<Option<Sealed>, StoreError> {
        const SEED: &str = "SELECT seed FROM contest WHERE id = $1";
        const CANDIDATES: &str = "
            SELECT position, question_id, salt, revision, insiders
            FROM contest_candidate WHERE contest_id = $1 ORDER BY position";
        let id = contest.to_string();
        let mut reader = self.engine.read().await?;
        let (seed, rows) = on_engine!(reader, db => (
            sqlx::query_scalar::<_, String>(SEED).bind(&id).fetch_optional(&mut *db).await?,
            sqlx::query_as::<_, CandidateRow>(CANDIDATES).bind(&id).fetch_all(&mut *db).await?,
        ));
        let Some(seed) = seed else { return Ok(None) };
        let candidates = rows.into_iter().map(|row| {
            let place = |column| at("contest_candidate", column, &id);
            Ok(SealedRow {
                position: place("position").number(row.position)?,
                question: place("question_id").parse(&row.question_id)?,
                insiders: place("insiders").json(&row.insiders)?,
                salt: row.salt,
                revision: row.revision,
            })
        });
        Ok(Some(Sealed { seed, candidates: candidates.collect::<Result<_, StoreError>>()? }))
    }
}
