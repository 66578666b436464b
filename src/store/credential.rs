//! What a person knows (a PIN or a password, as a hash), and the devices on which they have proved it.

use sqlx::FromRow;

use super::error::{StoreError, at};
use super::{Store, on_engine};
use crate::domain::identity::MemberId;
use crate::domain::time::Timestamp;

/// What a person proves themselves with beside their link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretKind {
    /// Six digits, for members.
    Pin,
    /// For whoever holds a role.
    Password,
}

impl SecretKind {
    const ALL: [Self; 2] = [Self::Pin, Self::Password];

    const fn name(self) -> &'static str {
        match self {
            Self::Pin => "pin",
            Self::Password => "password",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    pub kind: SecretKind,
    /// The Argon2id hash, in its standard text form.
    pub hash: String,
}

#[derive(FromRow)]
struct CredentialRow {
    kind: String,
    hash: String,
}

impl Store {
    pub async fn credential(&self, member: MemberId) -> Result<Option<Credential>, StoreError> {
        const CREDENTIAL: &str = "SELECT kind, hash FROM credential WHERE member_id = $1";
        let mut reader = self.engine.read().await?;
        let row = on_engine!(reader, db => {
            sqlx::query_as::<_, CredentialRow>(CREDENTIAL).bind(member.to_string()).fetch_optional(db).await
        })?;
        row.map(|row| {
            let kind = SecretKind::ALL.into_iter().find(|kind| kind.name() == row.kind);
            let kind = kind.ok_or_else(|| at("credential", "kind", &member).broken())?;
            Ok(Credential { kind, hash: row.hash })
        })
        .transpose()
    }

    /// Sets or replaces it.
    pub async fn set_credential(&self, member: MemberId, new: &Credential, now: Timestamp) -> Result<(), StoreError> {
        const SET: &str = "
            INSERT INTO credential (member_id, kind, hash, set_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (member_id) DO UPDATE
            SET kind = excluded.kind, hash = excluded.hash, set_at = excluded.set_at";
        self.keep_credential(SET, member, new, now).await.map(drop)
    }

    /// Sets the first one: false if somebody was faster.
    pub async fn set_first_credential(
        &self,
        member: MemberId,
        new: &Credential,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        const SET: &str = "
            INSERT INTO credential (member_id, kind, hash, set_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (member_id) DO NOTHING";
        Ok(self.keep_credential(SET, member, new, now).await? > 0)
    }

    async fn keep_credential(
        &self,
        sql: &'static str,
        member: MemberId,
        new: &Credential,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        let mut writer = self.engine.write().await?;
        let kept = on_engine!(*writer, db => {
            let keep = sqlx::query(sql).bind(member.to_string()).bind(new.kind.name()).bind(&new.hash).bind(now.0);
            keep.execute(db).await?.rows_affected()
        });
        writer.commit().await?;
        Ok(kept)
    }

    /// Forgets it, with the devices: the next use of a new link sets another.
    pub async fn forget_credential(&self, member: MemberId) -> Result<(), StoreError> {
        const CREDENTIAL: &str = "DELETE FROM credential WHERE member_id = $1";
        const DEVICES: &str = "DELETE FROM known_device WHERE member_id = $1";
        let member = member.to_string();
        let mut writer = self.engine.write().await?;
        on_engine!(*writer, db => {
            sqlx::query(CREDENTIAL).bind(&member).execute(&mut *db).await?;
            sqlx::query(DEVICES).bind(&member).execute(&mut *db).await.map(drop)
        })?;
        writer.commit().await
    }

    pub async fn knows_device(&self, member: MemberId, device_hash: &str) -> Result<bool, StoreError> {
        const KNOWN: &str = "SELECT since FROM known_device WHERE member_id = $1 AND device_hash = $2";
        let mut reader = self.engine.read().await?;
        let since = on_engine!(reader, db => {
            let known = sqlx::query_scalar::<_, i64>(KNOWN).bind(member.to_string()).bind(device_hash);
            known.fetch_optional(db).await
        })?;
        Ok(since.is_some())
    }

    pub async fn remember_device(&self, member: MemberId, device_hash: &str, now: Timestamp) -> Result<(), StoreError> {
        const REMEMBER: &str = "
            INSERT INTO known_device (member_id, device_hash, since) VALUES ($1, $2, $3)
            ON CONFLICT (member_id, device_hash) DO NOTHING";
        let mut writer = self.engine.write().await?;
        on_engine!(*writer, db => {
            let remember = sqlx::query(REMEMBER).bind(member.to_string()).bind(device_hash).bind(now.0);
            remember.execute(db).await.map(drop)
        })?;
        writer.commit().await
    }
}
