//! People, and to which unit they belong at present.

use serde_json::json;
use sqlx::FromRow;

use super::engine::{Handle, Writer};
use super::error::{StoreError, at};
use super::{Store, on_engine};
use crate::domain::identity::{MemberId, UnitId};
use crate::domain::time::Timestamp;

/// A person to be entered on a unit's roster.
#[derive(Clone, Debug)]
pub struct NewMember {
    pub id: MemberId,
    pub name: String,
    /// Orders names; compared byte by byte.
    pub sort_key: String,
    pub unit: UnitId,
    /// Official, as against on probation.
    pub official: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub id: MemberId,
    pub name: String,
    /// The unit of the current membership.
    pub unit: UnitId,
    pub unit_name: String,
    pub official: bool,
    /// Set for somebody who may no longer sign in.
    pub disabled_at: Option<Timestamp>,
}

/// A line of a unit's roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterMember {
    pub id: MemberId,
    pub name: String,
    pub unit: UnitId,
    pub unit_name: String,
    pub official: bool,
    /// `exempt`, `suspended`, `elsewhere`, `ill` or `on_duty`.
    pub excuse: Option<String>,
}

/// A person as the unit that keeps them on its roster sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberRecord {
    pub id: MemberId,
    pub name: String,
    /// Set for somebody who may no longer sign in.
    pub disabled_at: Option<Timestamp>,
    /// Of the current regular membership.
    pub excuse: Option<String>,
}

#[derive(FromRow)]
struct RecordRow {
    name: String,
    disabled_at: Option<i64>,
    excuse: Option<String>,
}

#[derive(FromRow)]
struct MemberRow {
    id: String,
    name: String,
    unit_id: String,
    unit_name: String,
    official: bool,
    disabled_at: Option<i64>,
    excuse: Option<String>,
}

impl MemberRow {
    fn ids(&self) -> Result<(MemberId, UnitId), StoreError> {
        Ok((at("member", "id", &self.id).parse(&self.id)?, at("membership", "unit_id", &self.id).parse(&self.unit_id)?))
    }

    fn member(self) -> Result<Member, StoreError> {
        let (id, unit) = self.ids()?;
        let Self { name, unit_name, official, disabled_at, .. } = self;
        Ok(Member { id, name, unit, unit_name, official, disabled_at: disabled_at.map(Timestamp) })
    }

    fn roster_member(self) -> Result<RosterMember, StoreError> {
        let (id, unit) = self.ids()?;
        let Self { name, unit_name, official, excuse, .. } = self;
        Ok(RosterMember { id, name, unit, unit_name, official, excuse })
    }
}

impl Store {
    /// Enters all of them on their units' rosters from `since`, or none.
    pub async fn insert_members(&self, members: &[NewMember], since: Timestamp) -> Result<(), StoreError> {
        let mut writer = self.engine.write().await?;
        enter(&mut writer, members, since).await?;
        writer.commit().await
    }

    pub async fn member(&self, member: MemberId) -> Result<Option<Member>, StoreError> {
        const MEMBER: &str = "
            SELECT member.id, member.name, membership.unit_id, unit.name AS unit_name,
                   membership.official, member.disabled_at, membership.excuse
            FROM member
            JOIN membership ON membership.member_id = member.id AND membership.ended_at IS NULL
                AND membership.attendance = 'regular'
            JOIN unit ON unit.id = membership.unit_id
            WHERE member.id = $1";
        let mut reader = self.engine.read().await?;
        let row = on_engine!(reader, db => {
            sqlx::query_as::<_, MemberRow>(MEMBER).bind(member.to_string()).fetch_optional(db).await
        })?;
        row.map(MemberRow::member).transpose()
    }

    /// Everybody in the unit's subtree at present, by unit name and sort key; without the disabled.
    /// Guests of the subtree are in it; its own people who are guests outside are `elsewhere`.
    pub async fn roster_of(&self, unit: UnitId) -> Result<Vec<RosterMember>, StoreError> {
        const ROSTER: &str = "
            SELECT member.id, member.name, membership.unit_id, unit.name AS unit_name,
                   membership.official, member.disabled_at,
                   CASE WHEN membership.attendance = 'regular' AND EXISTS (
                       SELECT 1 FROM membership AS stay
                       WHERE stay.member_id = member.id AND stay.attendance = 'temporary' AND stay.ended_at IS NULL
                         AND stay.unit_id NOT IN (SELECT descendant FROM unit_closure WHERE ancestor = $1)
                   ) THEN 'elsewhere' ELSE membership.excuse END AS excuse
            FROM unit_closure
            JOIN unit ON unit.id = unit_closure.descendant
            JOIN membership ON membership.unit_id = unit.id AND membership.ended_at IS NULL
            JOIN member ON member.id = membership.member_id AND member.disabled_at IS NULL
            WHERE unit_closure.ancestor = $1
              AND NOT (membership.attendance = 'temporary' AND EXISTS (
                  SELECT 1 FROM membership AS home
                  JOIN unit_closure AS here ON here.ancestor = $1 AND here.descendant = home.unit_id
                  WHERE home.member_id = member.id AND home.attendance = 'regular' AND home.ended_at IS NULL
              ))
            ORDER BY unit.name, unit.id, member.sort_key, member.id";
        let mut reader = self.engine.read().await?;
        let rows = on_engine!(reader, db => {
            sqlx::query_as::<_, MemberRow>(ROSTER).bind(unit.to_string()).fetch_all(db).await
        })?;
        rows.into_iter().map(MemberRow::roster_member).collect()
    }

    /// A person, whether or not they belong anywhere at present.
    pub async fn member_record(&self, member: MemberId) -> Result<Option<MemberRecord>, StoreError> {
        const RECORD: &str = "
            SELECT member.name, member.disabled_at, membership.excuse
            FROM member
            LEFT JOIN membership ON membership.member_id = member.id AND membership.ended_at IS NULL
                AND membership.attendance = 'regular'
            WHERE member.id = $1";
        let mut reader = self.engine.read().await?;
        let row = on_engine!(reader, db => {
            sqlx::query_as::<_, RecordRow>(RECORD).bind(member.to_string()).fetch_optional(db).await
        })?;
        Ok(row.map(|row| {
            let RecordRow { name, disabled_at, excuse } = row;
            MemberRecord { id: member, name, disabled_at: disabled_at.map(Timestamp), excuse }
        }))
    }

    /// Sets or lifts the excuse of the current membership: false where there is none. An unknown
    /// class is refused by `membership_excuse_check`.
    pub async fn set_excuse(&self, member: MemberId, excuse: Option<&str>) -> Result<bool, StoreError> {
        const EXCUSE: &str =
            "UPDATE membership SET excuse = $2 WHERE member_id = $1 AND ended_at IS NULL AND attendance = 'regular'";
        let mut writer = self.engine.write().await?;
        let changed = on_engine!(*writer, db => {
            sqlx::query(EXCUSE).bind(member.to_string()).bind(excuse).execute(db).await?.rows_affected()
        });
        writer.commit().await?;
        Ok(changed > 0)
    }

    /// Takes somebody off the roster and out of all sessions: false if that was so already.
    pub async fn disable_member(&self, member: MemberId, now: Timestamp) -> Result<bool, StoreError> {
        const DISABLE: &str = "UPDATE member SET disabled_at = $2 WHERE id = $1 AND disabled_at IS NULL";
        const REVOKE: &str = "UPDATE session SET revoked_at = $2 WHERE member_id = $1 AND revoked_at IS NULL";
        let member = member.to_string();
        let mut writer = self.engine.write().await?;
        let changed = on_engine!(*writer, db => {
            sqlx::query(REVOKE).bind(&member).bind(now.0).execute(&mut *db).await?;
            sqlx::query(DISABLE).bind(&member).bind(now.0).execute(&mut *db).await?.rows_affected()
        });
        writer.commit().await?;
        Ok(changed > 0)
    }

    /// Lets somebody sign in again: false if they could already. Their sessions stay ended.
    pub async fn enable_member(&self, member: MemberId) -> Result<bool, StoreError> {
        const ENABLE: &str = "UPDATE member SET disabled_at = NULL WHERE id = $1 AND disabled_at IS NOT NULL";
        let mut writer = self.engine.write().await?;
        let changed = on_engine!(*writer, db => {
            sqlx::query(ENABLE).bind(member.to_string()).execute(db).await?.rows_affected()
        });
        writer.commit().await?;
        Ok(changed > 0)
    }
}

/// Enters them within a transaction of others.
pub(super) async fn enter(writer: &mut Writer, members: &[NewMember], since: Timestamp) -> Result<(), StoreError> {
    match writer {
        Handle::Sqlite(db) => {
            const MEMBERS: &str = "
                    INSERT INTO member (id, name, sort_key)
                    SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each($1)";
            const MEMBERSHIPS: &str = "
                    INSERT INTO membership (member_id, unit_id, attendance, official, since)
                    SELECT value ->> 0, value ->> 3, 'regular', value ->> 4, $2 FROM json_each($1)";
            let rows = members.iter().map(|m| json!([m.id, m.name, m.sort_key, m.unit, m.official]));
            let rows = serde_json::Value::from_iter(rows).to_string();
            sqlx::query(MEMBERS).bind(&rows).execute(&mut **db).await?;
            sqlx::query(MEMBERSHIPS).bind(&rows).bind(since.0).execute(&mut **db).await?;
        }
        Handle::Postgres(db) => {
            const MEMBERS: &str = "
                    INSERT INTO member (id, name, sort_key)
                    SELECT * FROM UNNEST($1::text[], $2::text[], $3::text[])";
            const MEMBERSHIPS: &str = "
                    INSERT INTO membership (member_id, unit_id, attendance, official, since)
                    SELECT member_id, unit_id, 'regular', official, $4
                    FROM UNNEST($1::text[], $2::text[], $3::boolean[]) AS row (member_id, unit_id, official)";
            let ids: Vec<_> = members.iter().map(|member| member.id.to_string()).collect();
            sqlx::query(MEMBERS)
                .bind(&ids)
                .bind(members.iter().map(|member| member.name.as_str()).collect::<Vec<_>>())
                .bind(members.iter().map(|member| member.sort_key.as_str()).collect::<Vec<_>>())
                .execute(&mut **db)
                .await?;
            sqlx::query(MEMBERSHIPS)
                .bind(&ids)
                .bind(members.iter().map(|member| member.unit.to_string()).collect::<Vec<_>>())
                .bind(members.iter().map(|member| member.official).collect::<Vec<_>>())
                .bind(since.0)
                .execute(&mut **db)
                .await?;
        }
    }
    Ok(())
}
