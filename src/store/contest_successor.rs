//! Which contest took the place of one that was planned anew.

use sqlx::FromRow;

use super::engine::Writer;
use super::error::{StoreError, at};
use super::{Store, on_engine};
use crate::domain::identity::ContestId;

/// The contest that a new one takes the place of.
#[derive(Clone, Debug)]
pub struct Replaced {
    pub contest: ContestId,
    /// Why it is called off; empty where it was before.
    pub reason: String,
}

/// What took the place of a contest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Successor {
    pub contest: ContestId,
    pub title: String,
    pub reason: String,
}

#[derive(FromRow)]
struct SuccessorRow {
    successor_id: String,
    title: String,
    reason: String,
}

impl Store {
    /// `None` also where the one that took its place was called off itself.
    pub async fn successor(&self, contest: ContestId) -> Result<Option<Successor>, StoreError> {
        const SUCCESSOR: &str = "
            SELECT contest_successor.successor_id, contest.title, contest_successor.reason
            FROM contest_successor JOIN contest ON contest.id = contest_successor.successor_id
            WHERE contest_successor.contest_id = $1 AND NOT EXISTS (
                SELECT 1 FROM journal
                WHERE journal.contest_id = contest_successor.successor_id AND journal.kind = 'cancelled'
            )";
        let id = contest.to_string();
        let mut reader = self.engine.read().await?;
        let row = on_engine!(reader, db => {
            sqlx::query_as::<_, SuccessorRow>(SUCCESSOR).bind(&id).fetch_optional(db).await
        })?;
        let read = |row: SuccessorRow| {
            let contest = at("contest_successor", "successor_id", &id).parse(&row.successor_id)?;
            Ok(Successor { contest, title: row.title, reason: row.reason })
        };
        row.map(read).transpose()
    }

    /// Whose place the contest took.
    pub async fn replaced_by(&self, contest: ContestId) -> Result<Option<Replaced>, StoreError> {
        const REPLACED: &str = "SELECT contest_id, reason FROM contest_successor WHERE successor_id = $1";
        let id = contest.to_string();
        let mut reader = self.engine.read().await?;
        let row: Option<(String, String)> =
            on_engine!(reader, db => sqlx::query_as(REPLACED).bind(&id).fetch_optional(db).await)?;
        let read = |(old, reason): (String, String)| {
            Ok(Replaced { contest: at("contest_successor", "contest_id", &id).parse(&old)?, reason })
        };
        row.map(read).transpose()
    }
}

/// Within the transaction that keeps the new contest: false where another one has taken that place and was not called
/// off.
pub(super) async fn succeed(writer: &mut Writer, new: ContestId, old: &Replaced) -> Result<bool, StoreError> {
    const SUCCEED: &str = "
        INSERT INTO contest_successor (contest_id, successor_id, reason) VALUES ($1, $2, $3)
        ON CONFLICT (contest_id) DO UPDATE SET successor_id = excluded.successor_id, reason = excluded.reason
        WHERE EXISTS (
            SELECT 1 FROM journal
            WHERE journal.contest_id = contest_successor.successor_id AND journal.kind = 'cancelled'
        )";
    let rows = on_engine!(*writer, db => {
        let row = sqlx::query(SUCCEED).bind(old.contest.to_string()).bind(new.to_string()).bind(&old.reason);
        row.execute(db).await?.rows_affected()
    });
    Ok(rows == 1)
}
