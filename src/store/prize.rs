//! What the best of a contest were given.

use sqlx::FromRow;

use super::error::{StoreError, at};
use super::{Store, on_engine};
use crate::domain::identity::{ContestId, Participant};
use crate::domain::prize::Prize;

#[derive(FromRow)]
struct PrizeRow {
    number: i64,
    kind: String,
    value: Option<i64>,
    handed_by: String,
    handed_on: Option<String>,
}

impl Store {
    pub async fn prizes(&self, contest: ContestId) -> Result<Vec<Prize>, StoreError> {
        const PRIZES: &str =
            "SELECT number, kind, value, handed_by, handed_on FROM prize WHERE contest_id = $1 ORDER BY number";
        let id = contest.to_string();
        let mut reader = self.engine.read().await?;
        let rows = on_engine!(reader, db => {
            sqlx::query_as::<_, PrizeRow>(PRIZES).bind(&id).fetch_all(db).await
        })?;
        let read = |row: PrizeRow| {
            Ok(Prize {
                participant: Participant(at("prize", "number", &id).number(row.number)?),
                kind: row.kind,
                value: row.value.map(|value| at("prize", "value", &id).number(value)).transpose()?,
                handed_by: row.handed_by,
                handed_on: row.handed_on,
            })
        };
        rows.into_iter().map(read).collect()
    }

    /// Puts these in the place of all that were kept before.
    pub async fn set_prizes(&self, contest: ContestId, prizes: &[Prize]) -> Result<(), StoreError> {
        const CLEAR: &str = "DELETE FROM prize WHERE contest_id = $1";
        const PRIZE: &str = "
            INSERT INTO prize (contest_id, number, kind, value, handed_by, handed_on)
            VALUES ($1, $2, $3, $4, $5, $6)";
        let id = contest.to_string();
        let mut writer = self.engine.write().await?;
        on_engine!(*writer, db => {
            sqlx::query(CLEAR).bind(&id).execute(&mut *db).await?;
            for prize in prizes {
                let row = sqlx::query(PRIZE).bind(&id).bind(i64::from(prize.participant.0)).bind(&prize.kind);
                let row = row.bind(prize.value.map(u64::cast_signed)).bind(&prize.handed_by).bind(&prize.handed_on);
                row.execute(&mut *db).await?;
            }
        });
        writer.commit().await
    }
}
