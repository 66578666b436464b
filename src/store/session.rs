//! Signed-in devices.

use serde_json::json;
use sqlx::FromRow;

use super::engine::Handle;
use super::error::{StoreError, at};
use super::{Store, on_engine};
use crate::domain::identity::{MemberId, SessionId};
use crate::domain::time::Timestamp;

#[derive(Clone, Debug)]
pub struct NewSession {
    pub id: SessionId,
    pub member: MemberId,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    /// SHA-256 of the renewal cookie's value; none for a session that ends with its token.
    pub renewal_hash: Option<String>,
    /// What the device calls itself.
    pub device: String,
}

/// A session that is neither revoked nor expired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActiveSession {
    pub id: SessionId,
    pub member: MemberId,
    pub expires_at: Timestamp,
    pub renewal_hash: Option<String>,
}

/// A session as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    pub session: SessionId,
    pub name: String,
    pub since: Timestamp,
    /// Not exactly: noted when the session is prolonged.
    pub seen_at: Timestamp,
}

#[derive(FromRow)]
struct SessionRow {
    id: String,
    member_id: String,
    expires_at: i64,
    renewal_hash: Option<String>,
}

#[derive(FromRow)]
struct DeviceRow {
    id: String,
    device: String,
    created_at: i64,
    seen_at: Option<i64>,
}

impl Store {
    /// Opens all of them or none.
    pub async fn insert_sessions(&self, sessions: &[NewSession]) -> Result<(), StoreError> {
        let mut writer = self.engine.write().await?;
        match &mut *writer {
            Handle::Sqlite(db) => {
                const SESSIONS: &str = "
                    INSERT INTO session (id, member_id, created_at, expires_at, renewal_hash, device)
                    SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5
                    FROM json_each($1)";
                let row = |new: &NewSession| {
                    json!([new.id, new.member, new.created_at, new.expires_at, new.renewal_hash, new.device])
                };
                let rows = sessions.iter().map(row);
                let rows = serde_json::Value::from_iter(rows).to_string();
                sqlx::query(SESSIONS).bind(rows).execute(&mut **db).await?;
            }
            Handle::Postgres(db) => {
                const SESSIONS: &str = "
                    INSERT INTO session (id, member_id, created_at, expires_at, renewal_hash, device)
                    SELECT * FROM UNNEST($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::text[], $6::text[])";
                sqlx::query(SESSIONS)
                    .bind(sessions.iter().map(|new| new.id.to_string()).collect::<Vec<_>>())
                    .bind(sessions.iter().map(|new| new.member.to_string()).collect::<Vec<_>>())
                    .bind(sessions.iter().map(|new| new.created_at.0).collect::<Vec<_>>())
                    .bind(sessions.iter().map(|new| new.expires_at.0).collect::<Vec<_>>())
                    .bind(sessions.iter().map(|new| new.renewal_hash.as_deref()).collect::<Vec<_>>())
                    .bind(sessions.iter().map(|new| new.device.as_str()).collect::<Vec<_>>())
                    .execute(&mut **db)
                    .await?;
            }
        }
        writer.commit().await
    }

    /// Every session that is good at `now`, of everybody.
    pub async fn active_sessions(&self, now: Timestamp) -> Result<Vec<ActiveSession>, StoreError> {
        const ACTIVE: &str = "
            SELECT id, member_id, expires_at, renewal_hash FROM session
            WHERE revoked_at IS NULL AND expires_at > $1 ORDER BY expires_at, id";
        let mut reader = self.engine.read().await?;
        let rows = on_engine!(reader, db => {
            sqlx::query_as::<_, SessionRow>(ACTIVE).bind(now.0).fetch_all(db).await
        })?;
        rows.into_iter()
            .map(|row| {
                Ok(ActiveSession {
                    id: at("session", "id", &row.id).parse(&row.id)?,
                    member: at("session", "member_id", &row.id).parse(&row.member_id)?,
                    expires_at: Timestamp(row.expires_at),
                    renewal_hash: row.renewal_hash,
                })
            })
            .collect()
    }

    /// Lets a session that is in use go on until then.
    pub async fn prolong_session(
        &self,
        session: SessionId,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        const PROLONG: &str = "UPDATE session SET expires_at = $3, seen_at = $2 WHERE id = $1 AND revoked_at IS NULL";
        let mut writer = self.engine.write().await?;
        on_engine!(*writer, db => {
            let prolong = sqlx::query(PROLONG).bind(session.to_string()).bind(now.0).bind(until.0);
            prolong.execute(db).await.map(drop)
        })?;
        writer.commit().await
    }

    /// Where one person is signed in to stay, the newest first.
    pub async fn devices_of(&self, member: MemberId, now: Timestamp) -> Result<Vec<Device>, StoreError> {
        const DEVICES: &str = "
            SELECT id, device, created_at, seen_at FROM session
            WHERE member_id = $1 AND revoked_at IS NULL AND expires_at > $2 AND renewal_hash IS NOT NULL
            ORDER BY created_at DESC, id DESC";
        let mut reader = self.engine.read().await?;
        let rows = on_engine!(reader, db => {
            sqlx::query_as::<_, DeviceRow>(DEVICES).bind(member.to_string()).bind(now.0).fetch_all(db).await
        })?;
        let device = |row: DeviceRow| {
            Ok(Device {
                session: at("session", "id", &row.id).parse(&row.id)?,
                name: row.device,
                since: Timestamp(row.created_at),
                seen_at: Timestamp(row.seen_at.unwrap_or(row.created_at)),
            })
        };
        rows.into_iter().map(device).collect()
    }

    /// Ends one session: false if it is absent or ended already.
    pub async fn revoke_session(&self, session: SessionId, now: Timestamp) -> Result<bool, StoreError> {
        const REVOKE: &str = "UPDATE session SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";
        Ok(self.revoke(REVOKE, session.to_string(), now).await? > 0)
    }

    /// Ends all sessions of one person, and says how many.
    pub async fn revoke_sessions_of(&self, member: MemberId, now: Timestamp) -> Result<u64, StoreError> {
        const REVOKE: &str = "UPDATE session SET revoked_at = $2 WHERE member_id = $1 AND revoked_at IS NULL";
        self.revoke(REVOKE, member.to_string(), now).await
    }

    async fn revoke(&self, sql: &'static str, id: String, now: Timestamp) -> Result<u64, StoreError> {
        let mut writer = self.engine.write().await?;
        let ended =
            on_engine!(*writer, db => sqlx::query(sql).bind(&id).bind(now.0).execute(db).await?.rows_affected());
        writer.commit().await?;
        Ok(ended)
    }
}
