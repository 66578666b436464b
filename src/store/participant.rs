//! Who stands behind a participant's number, and who is given more time.

use serde_json::json;
use sqlx::FromRow;

use super::engine::Handle;
use super::error::{StoreError, at};
use super::{Store, on_engine};
use crate::domain::identity::{ContestId, MemberId, UnitId};

/// One entry of a contest's frozen roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParticipantRow {
    /// The number in the journal, from 1.
    pub number: u32,
    pub member: MemberId,
    pub name: String,
    /// With which they take part.
    pub unit: UnitId,
    pub unit_name: String,
    /// Why the entry is not ranked; none for one that is.
    pub reason: Option<String>,
}

#[derive(FromRow)]
struct Row {
    number: i64,
    member_id: String,
    name: String,
    unit_id: String,
    unit_name: String,
    reason: Option<String>,
}

#[derive(FromRow)]
struct ExtraTimeRow {
    member_id: String,
    percent: i64,
}

impl Store {
    /// Whether somebody stood on a contest's roster when it was frozen.
    pub async fn is_participant(&self, contest: ContestId, member: MemberId) -> Result<bool, StoreError> {
        const STANDS: &str = "SELECT number FROM contest_participant WHERE contest_id = $1 AND member_id = $2";
        let mut reader = self.engine.read().await?;
        let number: Option<i64> = on_engine!(reader, db => {
            sqlx::query_scalar(STANDS).bind(contest.to_string()).bind(member.to_string()).fetch_optional(db).await
        })?;
        Ok(number.is_some())
    }

    /// Puts this roster in place of the one before.
    pub async fn replace_participants(&self, contest: ContestId, roster: &[ParticipantRow]) -> Result<(), StoreError> {
        const CLEAR: &str = "DELETE FROM contest_participant WHERE contest_id = $1";
        let id = contest.to_string();
        let mut writer = self.engine.write().await?;
        on_engine!(*writer, db => sqlx::query(CLEAR).bind(&id).execute(db).await.map(drop))?;
        match &mut *writer {
            Handle::Sqlite(db) => {
                const ROSTER: &str = "
                    INSERT INTO contest_participant (contest_id, number, member_id, name, unit_name, reason, unit_id)
                    SELECT $2, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5
                    FROM json_each($1)";
                let rows = roster.iter().map(|p| json!([p.number, p.member, p.name, p.unit_name, p.reason, p.unit]));
                let rows = serde_json::Value::from_iter(rows).to_string();
                sqlx::query(ROSTER).bind(rows).bind(&id).execute(&mut **db).await?;
            }
            Handle::Postgres(db) => {
                const ROSTER: &str = "
                    INSERT INTO contest_participant (contest_id, number, member_id, name, unit_name, reason, unit_id)
                    SELECT $6, number, member_id, name, unit_name, reason, unit_id
                    FROM UNNEST($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $7::text[])
                        AS row (number, member_id, name, unit_name, reason, unit_id)";
                sqlx::query(ROSTER)
                    .bind(roster.iter().map(|p| i64::from(p.number)).collect::<Vec<_>>())
                    .bind(roster.iter().map(|p| p.member.to_string()).collect::<Vec<_>>())
                    .bind(roster.iter().map(|p| p.name.as_str()).collect::<Vec<_>>())
                    .bind(roster.iter().map(|p| p.unit_name.as_str()).collect::<Vec<_>>())
                    .bind(roster.iter().map(|p| p.reason.as_deref()).collect::<Vec<_>>())
                    .bind(&id)
                    .bind(roster.iter().map(|p| p.unit.to_string()).collect::<Vec<_>>())
                    .execute(&mut **db)
                    .await?;
            }
        }
        writer.commit().await
    }

    /// The roster by number; empty before it is frozen.
    pub async fn participants(&self, contest: ContestId) -> Result<Vec<ParticipantRow>, StoreError> {
        const ROSTER: &str = "
            SELECT number, member_id, name, COALESCE(unit_id, '') AS unit_id, unit_name, reason
            FROM contest_participant WHERE contest_id = $1 ORDER BY number";
        let mut reader = self.engine.read().await?;
        let rows = on_engine!(reader, db => {
            sqlx::query_as::<_, Row>(ROSTER).bind(contest.to_string()).fetch_all(db).await
        })?;
        rows.into_iter()
            .map(|row| {
                let place = |column| at("contest_participant", column, &contest);
                Ok(ParticipantRow {
                    number: place("number").number(row.number)?,
                    member: place("member_id").parse(&row.member_id)?,
                    name: row.name,
                    unit: place("unit_id").parse(&row.unit_id)?,
                    unit_name: row.unit_name,
                    reason: row.reason,
                })
            })
            .collect()
    }

    /// Grants a member this much of every time limit, in percent (125 is a quarter more), instead of
    /// what was granted before.
    pub async fn set_extra_time(&self, contest: ContestId, member: MemberId, percent: u32) -> Result<(), StoreError> {
        const GRANT: &str = "
            INSERT INTO contest_extra_time (contest_id, member_id, percent) VALUES ($1, $2, $3)
            ON CONFLICT (contest_id, member_id) DO UPDATE SET percent = EXCLUDED.percent";
        let (contest, member) = (contest.to_string(), member.to_string());
        let mut writer = self.engine.write().await?;
        on_engine!(*writer, db => {
            sqlx::query(GRANT).bind(&contest).bind(&member).bind(i64::from(percent)).execute(db).await.map(drop)
        })?;
        writer.commit().await
    }

    /// Who was granted which percentage of the time limits.
    pub async fn extra_time(&self, contest: ContestId) -> Result<Vec<(MemberId, u32)>, StoreError> {
        const GRANTED: &str =
            "SELECT member_id, percent FROM contest_extra_time WHERE contest_id = $1 ORDER BY member_id";
        let mut reader = self.engine.read().await?;
        let rows = on_engine!(reader, db => {
            sqlx::query_as::<_, ExtraTimeRow>(GRANTED).bind(contest.to_string()).fetch_all(db).await
        })?;
        rows.into_iter()
            .map(|row| {
                let place = |column| at("contest_extra_time", column, &contest);
                Ok((place("member_id").parse(&row.member_id)?, place("percent").number(row.percent)?))
            })
            .collect()
    }
}
