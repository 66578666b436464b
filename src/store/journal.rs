//! The journal of a contest: only ever appended to, a batch whole or not at all.

use serde_json::json;
use sqlx::FromRow;

use super::engine::{Handle, Writer};
use super::error::{StoreError, at};
use super::{Store, contest_act, on_engine};
use crate::domain::identity::{ContestId, MemberId};
use crate::domain::time::Timestamp;

/// One chained row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalRow {
    /// Its place in the chain.
    pub seq: u64,
    pub at: Timestamp,
    /// The event's name; `published` marks a contest as finished.
    pub kind: String,
    /// JSON of the event, byte for byte as it was hashed.
    pub body: String,
    /// 64 lower-case hexadecimal digits.
    pub hash: String,
}

/// Rows that are committed together, with what stands beside them.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    pub rows: Vec<JournalRow>,
    /// What somebody wrote with a row.
    pub remarks: Vec<(u64, String)>,
    /// Who gave the command it came of.
    pub actors: Vec<(u64, MemberId)>,
}

#[derive(FromRow)]
struct ChainRow {
    seq: i64,
    at: i64,
    kind: String,
    body: String,
    hash: String,
}

impl ChainRow {
    fn read(self, contest: ContestId) -> Result<JournalRow, StoreError> {
        Ok(JournalRow {
            seq: at("journal", "seq", &contest).number(self.seq)?,
            at: Timestamp(self.at),
            kind: self.kind,
            body: self.body,
            hash: self.hash,
        })
    }
}

#[derive(FromRow)]
struct RemarkRow {
    seq: i64,
    remark: String,
}

impl Store {
    /// Commits a batch of chained rows and the remarks on them: when this returns they are on disk,
    /// and if it fails none is. Two writers can never both take a place of the chain: the later one
    /// is refused by `journal_pkey`. Every unknown error is a fault.
    pub async fn append(
        &self,
        contest: ContestId,
        rows: &[JournalRow],
        remarks: &[(u64, String)],
    ) -> Result<(), StoreError> {
        self.append_all(contest, rows, remarks, &[]).await
    }

    /// The same, with who was behind some of the rows.
    pub async fn append_batch(&self, contest: ContestId, batch: &Batch) -> Result<(), StoreError> {
        self.append_all(contest, &batch.rows, &batch.remarks, &batch.actors).await
    }

    async fn append_all(
        &self,
        contest: ContestId,
        rows: &[JournalRow],
        remarks: &[(u64, String)],
        actors: &[(u64, MemberId)],
    ) -> Result<(), StoreError> {
        let batch = async {
            let mut writer = self.engine.write_journal().await?;
            insert(&mut writer, contest, rows, remarks).await?;
            contest_act::insert_actors(&mut writer, contest, actors).await?;
            writer.commit().await
        };
        batch.await.map_err(StoreError::or_fault)
    }

    /// All rows in the order of the chain; empty for a contest that does not exist.
    pub async fn journal(&self, contest: ContestId) -> Result<Vec<JournalRow>, StoreError> {
        const ROWS: &str = "SELECT seq, at, kind, body, hash FROM journal WHERE contest_id = $1 ORDER BY seq";
        let mut reader = self.engine.read().await?;
        let rows = on_engine!(reader, db => {
            sqlx::query_as::<_, ChainRow>(ROWS).bind(contest.to_string()).fetch_all(db).await
        })?;
        rows.into_iter().map(|row| row.read(contest)).collect()
    }

    /// The chain's last row.
    pub async fn journal_head(&self, contest: ContestId) -> Result<Option<JournalRow>, StoreError> {
        const HEAD: &str = "
            SELECT seq, at, kind, body, hash FROM journal WHERE contest_id = $1 ORDER BY seq DESC LIMIT 1";
        let mut reader = self.engine.read().await?;
        let row = on_engine!(reader, db => {
            sqlx::query_as::<_, ChainRow>(HEAD).bind(contest.to_string()).fetch_optional(db).await
        })?;
        row.map(|row| row.read(contest)).transpose()
    }

    /// What was remarked on rows of the journal, by their place in the chain.
    pub async fn remarks(&self, contest: ContestId) -> Result<Vec<(u64, String)>, StoreError> {
        const REMARKS: &str = "SELECT seq, remark FROM contest_remark WHERE contest_id = $1 ORDER BY seq";
        let mut reader = self.engine.read().await?;
        let rows = on_engine!(reader, db => {
            sqlx::query_as::<_, RemarkRow>(REMARKS).bind(contest.to_string()).fetch_all(db).await
        })?;
        rows.into_iter().map(|row| Ok((at("contest_remark", "seq", &contest).number(row.seq)?, row.remark))).collect()
    }
}

/// Writes a batch within a transaction.
pub(super) async fn insert(
    writer: &mut Writer,
    contest: ContestId,
    rows: &[JournalRow],
    remarks: &[(u64, String)],
) -> Result<(), StoreError> {
    follows(writer, contest, rows).await?;
    insert_rows(writer, contest, rows).await?;
    if !remarks.is_empty() {
        insert_remarks(writer, contest, remarks).await?;
    }
    Ok(())
}

/// Refuses a batch that would leave a gap, or stand beside what is there.
async fn follows(writer: &mut Writer, contest: ContestId, rows: &[JournalRow]) -> Result<(), StoreError> {
    const LAST: &str = "SELECT COALESCE(MAX(seq), 0) FROM journal WHERE contest_id = $1";
    let last: i64 = on_engine!(*writer, db => {
        sqlx::query_scalar(LAST).bind(contest.to_string()).fetch_one(db).await
    })?;
    match rows.first() {
        Some(first) if first.seq as i64 != last + 1 => {
            Err(StoreError::Conflict { constraint: "journal_pkey".to_owned() })
        }
        _ => Ok(()),
    }
}

/// One statement for the whole batch: row by row, the same commit carries half as much.
pub(super) async fn insert_rows(
    writer: &mut Writer,
    contest: ContestId,
    rows: &[JournalRow],
) -> Result<(), StoreError> {
    match writer {
        Handle::Sqlite(db) => {
            const ROWS: &str = "
                INSERT INTO journal (contest_id, seq, at, kind, body, hash)
                SELECT $2, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each($1)";
            let rows = rows.iter().map(|row| json!([row.seq, row.at, row.kind, row.body, row.hash]));
            let rows = serde_json::Value::from_iter(rows).to_string();
            sqlx::query(ROWS).bind(rows).bind(contest.to_string()).execute(&mut **db).await?;
        }
        Handle::Postgres(db) => {
            const ROWS: &str = "
                INSERT INTO journal (contest_id, seq, at, kind, body, hash)
                SELECT $6, seq, at, kind, body, hash
                FROM UNNEST($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[])
                    AS row (seq, at, kind, body, hash)";
            sqlx::query(ROWS)
                .bind(rows.iter().map(|row| row.seq.cast_signed()).collect::<Vec<_>>())
                .bind(rows.iter().map(|row| row.at.0).collect::<Vec<_>>())
                .bind(rows.iter().map(|row| row.kind.as_str()).collect::<Vec<_>>())
                .bind(rows.iter().map(|row| row.body.as_str()).collect::<Vec<_>>())
                .bind(rows.iter().map(|row| row.hash.as_str()).collect::<Vec<_>>())
                .bind(contest.to_string())
                .execute(&mut **db)
                .await?;
        }
    }
    Ok(())
}

async fn insert_remarks(writer: &mut Writer, contest: ContestId, remarks: &[(u64, String)]) -> Result<(), StoreError> {
    match writer {
        Handle::Sqlite(db) => {
            const REMARKS: &str = "
                INSERT INTO contest_remark (contest_id, seq, remark)
                SELECT $2, value ->> 0, value ->> 1 FROM json_each($1)";
            let remarks = json!(remarks).to_string();
            sqlx::query(REMARKS).bind(remarks).bind(contest.to_string()).execute(&mut **db).await?;
        }
        Handle::Postgres(db) => {
            const REMARKS: &str = "
                INSERT INTO contest_remark (contest_id, seq, remark)
                SELECT $3, seq, remark FROM UNNEST($1::bigint[], $2::text[]) AS row (seq, remark)";
            sqlx::query(REMARKS)
                .bind(remarks.iter().map(|(seq, _)| seq.cast_signed()).collect::<Vec<_>>())
                .bind(remarks.iter().map(|(_, remark)| remark.as_str()).collect::<Vec<_>>())
                .bind(contest.to_string())
                .execute(&mut **db)
                .await?;
        }
    }
    Ok(())
}
