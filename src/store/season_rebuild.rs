//! Seasons from the beginning: everything that follows from the journals goes and is written anew, in one transaction
//! that also says what of it differs from what was there.

use sqlx::AssertSqlSafe;

use super::engine::AsideWriter;
use super::error::StoreError;
use super::season_board::{self, Scope};
use super::{Store, on_engine, season_record};
use crate::domain::season::ContestOutcomes;

/// Whose boards are written at once.
const MEMBERS: i64 = 5_000;

/// What is computed again: each with its columns.
const TABLES: [(&str, &str); 5] = [
    ("season_contest", "contest_id, seq, year, month"),
    ("season_result", "member_id, contest_id, unit_id, year, month, footing, taken, place, points, elapsed"),
    ("season_unit_result", "unit_id, contest_id, year, month, eligible, completed, ranked, points"),
    (
        "season_board",
        "unit_id, period, member_id, home_id, value, firsts, taken, haste, newest, value_before, firsts_before, \
         taken_before, haste_before",
    ),
    ("season_step", "unit_id, period, value, members"),
];

/// A rebuilding under way; dropped before its end, it leaves everything as it was.
pub struct SeasonRebuild {
    writer: AsideWriter,
}

/// How a table as it was differs from what the journals say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableDifference {
    pub table: &'static str,
    /// What the journals say.
    pub rows: u64,
    /// Rows that were missing or wrong.
    pub missing: u64,
    /// Rows that were there and should not have been, as they were.
    pub surplus: u64,
}

impl TableDifference {
    pub const fn is_none(&self) -> bool {
        self.missing == 0 && self.surplus == 0
    }
}

impl Store {
    /// Puts what was computed aside and empties its tables.
    pub async fn rebuild_season(&self) -> Result<SeasonRebuild, StoreError> {
        let mut writer = self.engine.write().await?;
        season_board::lock(&mut writer).await?;
        for (table, columns) in TABLES {
            let aside = format!("CREATE TEMPORARY TABLE {table}_was AS SELECT {columns} FROM {table}");
            let empty = format!("DELETE FROM {table}");
            on_engine!(*writer, db => {
                for statement in [aside, empty] {
                    sqlx::query(AssertSqlSafe(statement)).execute(&mut *db).await?;
                }
            });
        }
        Ok(SeasonRebuild { writer })
    }
}

impl SeasonRebuild {
    /// What one contest's journal says.
    pub async fn enter(&mut self, outcomes: &ContestOutcomes) -> Result<(), StoreError> {
        season_record::record(&mut self.writer, outcomes).await
    }

    /// Writes the boards and compares everything with what was. `keep` decides whether it stays.
    pub async fn finish(mut self, keep: bool) -> Result<Vec<TableDifference>, StoreError> {
        self.boards().await?;
        let mut differences = Vec::with_capacity(TABLES.len());
        for (table, columns) in TABLES {
            let (now, was) = (format!("SELECT {columns} FROM {table}"), format!("SELECT {columns} FROM {table}_was"));
            differences.push(TableDifference {
                table,
                rows: self.count(&now).await?,
                missing: self.count(&format!("{now} EXCEPT {was}")).await?,
                surplus: self.count(&format!("{was} EXCEPT {now}")).await?,
            });
        }
        for (table, _) in TABLES {
            let drop_it = format!("DROP TABLE {table}_was");
            on_engine!(*self.writer, db => sqlx::query(AssertSqlSafe(drop_it)).execute(db).await.map(drop))?;
        }
        if keep {
            self.writer.commit().await?;
        }
        Ok(differences)
    }

    async fn boards(&mut self) -> Result<(), StoreError> {
        const NEXT: &str = "
            INSERT INTO season_due (member_id)
            SELECT DISTINCT member_id FROM season_result WHERE member_id > $1 ORDER BY member_id LIMIT $2";
        const LAST: &str = "SELECT COALESCE(MAX(member_id), '') FROM season_due";
        let mut last = String::new();
        loop {
            let next: String = on_engine!(*self.writer, db => {
                sqlx::query(NEXT).bind(&last).bind(MEMBERS).execute(&mut *db).await?;
                sqlx::query_scalar(LAST).fetch_one(&mut *db).await?
            });
            if next.is_empty() {
                return Ok(());
            }
            season_board::refresh(&mut self.writer, &Scope::default()).await?;
            last = next;
        }
    }

    async fn count(&mut self, rows: &str) -> Result<u64, StoreError> {
        let sql = format!("SELECT COUNT(*) FROM ({rows}) AS counted");
        let count: i64 = on_engine!(*self.writer, db => {
            sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(db).await
        })?;
        Ok(count.unsigned_abs())
    }
}
