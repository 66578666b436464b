//! Numbers and days of what was signed after a contest; no number serves twice within a term of office.

use std::collections::BTreeMap;

use sqlx::FromRow;

use super::error::{StoreError, at};
use super::{Store, on_engine};
use crate::domain::identity::{ContestId, UnitId};
use crate::domain::issued_document::{Issue, IssuedKind};

/// Refuses a number that is used already.
pub const NUMBER_TAKEN: &str = "issued_document_unit_id_kind_term_number_key";

#[derive(FromRow)]
struct IssueRow {
    kind: String,
    number: Option<i64>,
    issued_on: Option<String>,
}

impl Store {
    pub async fn issues_of(&self, contest: ContestId) -> Result<BTreeMap<IssuedKind, Issue>, StoreError> {
        const ISSUES: &str = "SELECT kind, number, issued_on FROM issued_document WHERE contest_id = $1";
        let id = contest.to_string();
        let mut reader = self.engine.read().await?;
        let rows = on_engine!(reader, db => {
            sqlx::query_as::<_, IssueRow>(ISSUES).bind(&id).fetch_all(db).await
        })?;
        let place = |column| at("issued_document", column, &id);
        let read = |row: IssueRow| {
            let kind = IssuedKind::from_name(&row.kind).ok_or_else(|| place("kind").broken())?;
            let number = row.number.map(|number| place("number").number(number)).transpose()?;
            Ok((kind, Issue { number, on: row.issued_on }))
        };
        rows.into_iter().map(read).collect()
    }

    /// Keeps number and day of one document; a number that another one of its kind has is refused by [`NUMBER_TAKEN`].
    pub async fn set_issue(
        &self,
        contest: ContestId,
        kind: IssuedKind,
        unit: UnitId,
        term: &str,
        issue: &Issue,
    ) -> Result<(), StoreError> {
        const SET: &str = "
            INSERT INTO issued_document (contest_id, kind, unit_id, term, number, issued_on)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (contest_id, kind) DO UPDATE
            SET unit_id = excluded.unit_id, term = excluded.term, number = excluded.number,
                issued_on = excluded.issued_on";
        let mut writer = self.engine.write().await?;
        on_engine!(*writer, db => {
            let row = sqlx::query(SET).bind(contest.to_string()).bind(kind.name()).bind(unit.to_string()).bind(term);
            row.bind(issue.number.map(i64::from)).bind(&issue.on).execute(db).await.map(drop)
        })?;
        writer.commit().await
    }

    /// The highest number that a unit has given to a kind of document within a term.
    pub async fn last_number(&self, unit: UnitId, kind: IssuedKind, term: &str) -> Result<Option<u32>, StoreError> {
        const LAST: &str = "SELECT MAX(number) FROM issued_document WHERE unit_id = $1 AND kind = $2 AND term = $3";
        let id = unit.to_string();
        let mut reader = self.engine.read().await?;
        let last: Option<i64> = on_engine!(reader, db => {
            sqlx::query_scalar(LAST).bind(&id).bind(kind.name()).bind(term).fetch_one(db).await
        })?;
        last.map(|number| at("issued_document", "number", &id).number(number)).transpose()
    }
}
