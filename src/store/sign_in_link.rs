//! Links by which people sign in. Only the hash of a link's token is known here.

use serde_json::json;
use sqlx::FromRow;

use super::engine::Handle;
use super::error::{StoreError, at};
use super::{Store, on_engine};
use crate::domain::identity::MemberId;
use crate::domain::time::Timestamp;

#[derive(Clone, Debug)]
pub struct NewLink {
    /// SHA-256 of the token, 64 lower-case hexadecimal digits.
    pub token_hash: String,
    pub member: MemberId,
    pub kind: LinkKind,
    pub expires_at: Timestamp,
}

/// What opening a link takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// Signs in as often as one likes, without a secret: for the demo's invented people.
    Open,
    /// A card of one's own: the first use sets a secret, every later one asks for it.
    Personal,
    /// Signs in once: for the administrator of a new installation.
    Once,
}

impl LinkKind {
    const ALL: [Self; 3] = [Self::Open, Self::Personal, Self::Once];

    const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Personal => "personal",
            Self::Once => "once",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub member: MemberId,
    pub kind: LinkKind,
    pub expires_at: Timestamp,
    /// The latest use.
    pub used_at: Option<Timestamp>,
}

#[derive(FromRow)]
struct LinkRow {
    member_id: String,
    kind: String,
    expires_at: i64,
    used_at: Option<i64>,
}

impl Store {
    /// Keeps all of them or none; a hash that is there already is refused by `sign_in_link_pkey`.
    pub async fn insert_links(&self, links: &[NewLink]) -> Result<(), StoreError> {
        let mut writer = self.engine.write().await?;
        match &mut *writer {
            Handle::Sqlite(db) => {
                const LINKS: &str = "
                    INSERT INTO sign_in_link (token_hash, member_id, kind, expires_at)
                    SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each($1)";
                let rows =
                    links.iter().map(|link| json!([link.token_hash, link.member, link.kind.name(), link.expires_at]));
                let rows = serde_json::Value::from_iter(rows).to_string();
                sqlx::query(LINKS).bind(rows).execute(&mut **db).await?;
            }
            Handle::Postgres(db) => {
                const LINKS: &str = "
                    INSERT INTO sign_in_link (token_hash, member_id, kind, expires_at)
                    SELECT * FROM UNNEST($1::text[], $2::text[], $3::text[], $4::bigint[])";
                sqlx::query(LINKS)
                    .bind(links.iter().map(|link| link.token_hash.as_str()).collect::<Vec<_>>())
                    .bind(links.iter().map(|link| link.member.to_string()).collect::<Vec<_>>())
                    .bind(links.iter().map(|link| link.kind.name()).collect::<Vec<_>>())
                    .bind(links.iter().map(|link| link.expires_at.0).collect::<Vec<_>>())
                    .execute(&mut **db)
                    .await?;
            }
        }
        writer.commit().await
    }

    pub async fn link(&self, token_hash: &str) -> Result<Option<Link>, StoreError> {
        const LINK: &str = "SELECT member_id, kind, expires_at, used_at FROM sign_in_link WHERE token_hash = $1";
        let mut reader = self.engine.read().await?;
        let row = on_engine!(reader, db => {
            sqlx::query_as::<_, LinkRow>(LINK).bind(token_hash).fetch_optional(db).await
        })?;
        row.map(|row| {
            let kind = LinkKind::ALL.into_iter().find(|kind| kind.name() == row.kind);
            Ok(Link {
                member: at("sign_in_link", "member_id", &token_hash).parse(&row.member_id)?,
                kind: kind.ok_or_else(|| at("sign_in_link", "kind", &token_hash).broken())?,
                expires_at: Timestamp(row.expires_at),
                used_at: row.used_at.map(Timestamp),
            })
        })
        .transpose()
    }

    /// Uses a link: true for the one caller who may sign in by it. False if it is absent, expired,
    /// used up, or its member is disabled.
    pub async fn use_link(&self, token_hash: &str, now: Timestamp) -> Result<bool, StoreError> {
        const USE: &str = "
            UPDATE sign_in_link SET used_at = $2
            WHERE token_hash = $1 AND expires_at > $2 AND (kind <> 'once' OR used_at IS NULL)
              AND NOT EXISTS (
                  SELECT 1 FROM member WHERE member.id = sign_in_link.member_id AND member.disabled_at IS NOT NULL
              )";
        let mut writer = self.engine.write().await?;
        let used = on_engine!(*writer, db => {
            sqlx::query(USE).bind(token_hash).bind(now.0).execute(db).await?.rows_affected()
        });
        writer.commit().await?;
        Ok(used > 0)
    }

    /// Puts a new link in the place of all that each of these people has, for all of them or for nobody: the old ones
    /// are dead at once, and whoever came in by one is signed out.
    pub async fn replace_links(&self, links: &[NewLink], now: Timestamp) -> Result<(), StoreError> {
        const FORGET: &str = "DELETE FROM sign_in_link WHERE member_id = $1";
        const REVOKE: &str = "UPDATE session SET revoked_at = $2 WHERE member_id = $1 AND revoked_at IS NULL";
        const LINK: &str = "INSERT INTO sign_in_link (token_hash, member_id, kind, expires_at) VALUES ($1, $2, $3, $4)";
        let mut writer = self.engine.write().await?;
        on_engine!(*writer, db => {
            for link in links {
                let member = link.member.to_string();
                sqlx::query(FORGET).bind(&member).execute(&mut *db).await?;
                sqlx::query(REVOKE).bind(&member).bind(now.0).execute(&mut *db).await?;
                let insert = sqlx::query(LINK).bind(&link.token_hash).bind(&member).bind(link.kind.name());
                insert.bind(link.expires_at.0).execute(&mut *db).await?;
            }
        });
        writer.commit().await
    }

    /// Lets a link that is in use be used until then.
    pub async fn prolong_link(&self, token_hash: &str, until: Timestamp) -> Result<(), StoreError> {
        const PROLONG: &str = "UPDATE sign_in_link SET expires_at = $2 WHERE token_hash = $1";
        let mut writer = self.engine.write().await?;
        on_engine!(*writer, db => {
            sqlx::query(PROLONG).bind(token_hash).bind(until.0).execute(db).await.map(drop)
        })?;
        writer.commit().await
    }
}
