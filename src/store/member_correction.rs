//! Correcting by hand what is known of one member, and who did.

use sqlx::FromRow;
use uuid::Uuid;

use super::engine::{Handle, Link, Writer};
use super::error::{StoreError, at};
use super::member_details::{details, keep};
use super::{Store, on_engine};
use crate::domain::identity::MemberId;
use crate::domain::roster::{Field, MemberDetails};
use crate::domain::time::Timestamp;

/// A card number has one holder.
pub const CARD_TAKEN: &str = "member_detail_card_mark_key";

/// What somebody wants to be known of a member from now on.
#[derive(Clone, Debug)]
pub struct Correction {
    pub member: MemberId,
    pub by: MemberId,
    /// Of what they saw, by [`MemberDetails::version`].
    pub version: String,
    pub name: String,
    pub sort_key: String,
    pub details: MemberDetails,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Corrected {
    Done,
    /// Something else is known by now than what was seen.
    Stale,
    CardTaken,
}

/// That somebody changed these fields; what stood in them is kept nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberEdit {
    pub at: Timestamp,
    pub by_name: String,
    pub fields: Vec<Field>,
}

#[derive(FromRow)]
struct EditRow {
    id: String,
    edited_at: i64,
    by_name: String,
    fields: String,
}

impl EditRow {
    fn read(self) -> Result<MemberEdit, StoreError> {
        let field = |name: &str| {
            serde_json::from_value(name.into()).map_err(|_| at("member_edit", "fields", &self.id).broken())
        };
        let fields = self.fields.split(',').map(field).collect::<Result<_, _>>()?;
        Ok(MemberEdit { at: Timestamp(self.edited_at), by_name: self.by_name, fields })
    }
}

impl Store {
    /// Puts name and details in the place of what is known, unless that is not what was seen.
    pub async fn correct_member(&self, now: Timestamp, correction: &Correction) -> Result<Corrected, StoreError> {
        const NAME: &str = "UPDATE member SET name = $2, sort_key = $3 WHERE id = $1";
        let Correction { member, by, version, name, sort_key, details: said } = correction;
        let mut writer = self.engine.write().await?;
        if let Handle::Postgres(db) = &mut *writer {
            // SQLite has one writer anyway.
            sqlx::query("LOCK TABLE member, member_detail IN SHARE ROW EXCLUSIVE MODE").execute(&mut **db).await?;
        }
        let known = details(writer.lend(), &self.vault, *member).await?;
        let known_name = name_of(writer.lend(), *member).await?;
        if known.version(&known_name) != *version {
            return Ok(Corrected::Stale);
        }
        let renamed = (known_name != *name).then_some(Field::Name);
        let changed = known.values().into_iter().zip(said.values()).filter(|(from, to)| from != to);
        let fields: Vec<Field> = renamed.into_iter().chain(changed.map(|((field, _), _)| field)).collect();
        if fields.is_empty() {
            return Ok(Corrected::Done);
        }
        on_engine!(*writer, db => {
            let rename = sqlx::query(NAME).bind(member.to_string()).bind(name).bind(sort_key);
            rename.execute(db).await.map(drop)
        })?;
        match keep(&mut writer, &self.vault, &[(*member, said)]).await {
            Err(error) if error.is_conflict(CARD_TAKEN) => return Ok(Corrected::CardTaken),
            kept => kept?,
        }
        note_edit(&mut writer, (*member, *by), now, &fields).await?;
        writer.commit().await?;
        Ok(Corrected::Done)
    }

    /// Who changed what of a member, by hand or with a list, the latest first.
    pub async fn edits_of(&self, member: MemberId, most: u32) -> Result<Vec<MemberEdit>, StoreError> {
        const EDITS: &str = "
            SELECT member_edit.id, member_edit.edited_at, member.name AS by_name, member_edit.fields
            FROM member_edit JOIN member ON member.id = member_edit.edited_by
            WHERE member_edit.member_id = $1
            ORDER BY member_edit.edited_at DESC, member_edit.id DESC LIMIT $2";
        let mut reader = self.engine.read().await?;
        let rows = on_engine!(reader, db => {
            sqlx::query_as::<_, EditRow>(EDITS).bind(member.to_string()).bind(i64::from(most)).fetch_all(db).await
        })?;
        rows.into_iter().map(EditRow::read).collect()
    }
}

async fn name_of(mut link: Link<'_>, member: MemberId) -> Result<String, StoreError> {
    const NAME: &str = "SELECT name FROM member WHERE id = $1";
    let name: Option<String> = on_engine!(link, db => {
        sqlx::query_scalar(NAME).bind(member.to_string()).fetch_optional(&mut *db).await
    })?;
    Ok(name.unwrap_or_default())
}

pub(super) async fn note_edit(
    writer: &mut Writer,
    (member, by): (MemberId, MemberId),
    now: Timestamp,
    fields: &[Field],
) -> Result<(), StoreError> {
    const NOTE: &str =
        "INSERT INTO member_edit (id, member_id, edited_by, edited_at, fields) VALUES ($1, $2, $3, $4, $5)";
    let names = fields.iter().filter_map(|field| serde_json::to_value(field).ok()?.as_str().map(str::to_owned));
    let names = names.collect::<Vec<_>>().join(",");
    on_engine!(*writer, db => {
        let note = sqlx::query(NOTE).bind(Uuid::now_v7().to_string()).bind(member.to_string()).bind(by.to_string());
        note.bind(now.0).bind(&names).execute(db).await.map(drop)
    })?;
    Ok(())
}
