//! Work that is not saved yet: an import that waits for its confirmation, a form that somebody is still filling in.
//! A draft is its author's alone, and goes when it is taken up or too old.

use sqlx::FromRow;

use super::engine::Writer;
use super::error::{StoreError, at};
use super::{Store, Vault, on_engine};
use crate::domain::identity::{DraftId, MemberId, UnitId};
use crate::domain::time::Timestamp;

/// What a draft will become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftKind {
    /// Questions read out of a file.
    BankImport,
    /// People read out of a file.
    RosterImport,
    /// A question in the editor.
    Question,
    /// A contest being planned.
    Contest,
}

impl DraftKind {
    const ALL: [Self; 4] = [Self::BankImport, Self::RosterImport, Self::Question, Self::Contest];

    const fn name(self) -> &'static str {
        match self {
            Self::BankImport => "bank_import",
            Self::RosterImport => "roster_import",
            Self::Question => "question",
            Self::Contest => "contest",
        }
    }

    /// Holds what is sealed of members, too. Such a draft is never saved over.
    const fn is_sealed(self) -> bool {
        matches!(self, Self::RosterImport)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub id: DraftId,
    pub kind: DraftKind,
    pub unit: UnitId,
    /// Whose work it is.
    pub member: MemberId,
    /// Counted up by every save, from 1.
    pub version: u32,
    /// JSON, in a shape of its kind.
    pub body: String,
    pub saved_at: Timestamp,
}

#[derive(FromRow)]
struct DraftRow {
    id: String,
    kind: String,
    unit_id: String,
    member_id: String,
    version: i64,
    body: String,
    saved_at: i64,
}

impl DraftRow {
    fn read(self, vault: &Vault) -> Result<Draft, StoreError> {
        let place = |column| at("draft", column, &self.id);
        let kind = DraftKind::ALL.into_iter().find(|kind| kind.name() == self.kind);
        let kind = kind.ok_or_else(|| place("kind").broken())?;
        let body = match kind.is_sealed() {
            true => vault.open(&place_of(&self.id), &self.body).ok_or_else(|| place("body").broken())?,
            false => self.body.clone(),
        };
        Ok(Draft {
            id: place("id").parse(&self.id)?,
            kind,
            unit: place("unit_id").parse(&self.unit_id)?,
            member: place("member_id").parse(&self.member_id)?,
            version: place("version").number(self.version)?,
            body,
            saved_at: Timestamp(self.saved_at),
        })
    }
}

impl Store {
    /// Keeps a draft in its first version, whatever `version` says.
    pub async fn insert_draft(&self, new: &Draft) -> Result<(), StoreError> {
        const DRAFT: &str = "
            INSERT INTO draft (id, kind, unit_id, member_id, version, body, saved_at) VALUES ($1, $2, $3, $4, 1, $5, $6)";
        let (id, unit, member) = (new.id.to_string(), new.unit.to_string(), new.member.to_string());
        let body = match new.kind.is_sealed() {
            true => &self.vault.seal(&place_of(&id), &new.body)?,
            false => &new.body,
        };
        let mut writer = self.engine.write().await?;
        on_engine!(*writer, db => {
            let draft = sqlx::query(DRAFT).bind(&id).bind(new.kind.name()).bind(&unit).bind(&member);
            draft.bind(body).bind(new.saved_at.0).execute(db).await?;
        });
        writer.commit().await
    }

    /// A draft of this member's; nobody else's is found.
    pub async fn draft(&self, id: DraftId, member: MemberId) -> Result<Option<Draft>, StoreError> {
        const DRAFT: &str = "
            SELECT id, kind, unit_id, member_id, version, body, saved_at FROM draft WHERE id = $1 AND member_id = $2";
        let (id, member) = (id.to_string(), member.to_string());
        let mut reader = self.engine.read().await?;
        let row = on_engine!(reader, db => {
            sqlx::query_as::<_, DraftRow>(DRAFT).bind(&id).bind(&member).fetch_optional(db).await
        })?;
        row.map(|row| row.read(&self.vault)).transpose()
    }

    /// A member's drafts of one kind, the latest first.
    pub async fn drafts_of(&self, member: MemberId, kind: DraftKind) -> Result<Vec<Draft>, StoreError> {
        const DRAFTS: &str = "
            SELECT id, kind, unit_id, member_id, version, body, saved_at FROM draft
            WHERE member_id = $1 AND kind = $2 ORDER BY saved_at DESC, id";
        let mut reader = self.engine.read().await?;
        let rows = on_engine!(reader, db => {
            let drafts = sqlx::query_as::<_, DraftRow>(DRAFTS).bind(member.to_string()).bind(kind.name());
            drafts.fetch_all(db).await
        })?;
        rows.into_iter().map(|row| row.read(&self.vault)).collect()
    }

    /// Saves over the version `base` and returns the new one; `None`, and nothing is written, where another was saved
    /// since, or the draft is gone.
    pub async fn save_draft(
        &self,
        id: DraftId,
        base: u32,
        body: &str,
        now: Timestamp,
    ) -> Result<Option<u32>, StoreError> {
        const SAVE: &str =
            "UPDATE draft SET body = $3, saved_at = $4, version = version + 1 WHERE id = $1 AND version = $2";
        let mut writer = self.engine.write().await?;
        let saved = on_engine!(*writer, db => {
            let save = sqlx::query(SAVE).bind(id.to_string()).bind(i64::from(base)).bind(body).bind(now.0);
            save.execute(db).await?.rows_affected()
        });
        writer.commit().await?;
        Ok((saved > 0).then_some(base + 1))
    }

    /// Throws a draft away: false if it was gone already.
    pub async fn delete_draft(&self, id: DraftId) -> Result<bool, StoreError> {
        let mut writer = self.engine.write().await?;
        let gone = take(&mut writer, id).await?;
        writer.commit().await?;
        Ok(gone)
    }

    /// Throws away what nobody has saved since, and returns how many.
    pub async fn delete_drafts_before(&self, instant: Timestamp) -> Result<u64, StoreError> {
        const OLD: &str = "DELETE FROM draft WHERE saved_at < $1";
        let mut writer = self.engine.write().await?;
        let gone = on_engine!(*writer, db => sqlx::query(OLD).bind(instant.0).execute(db).await?.rows_affected());
        writer.commit().await?;
        Ok(gone)
    }
}

/// What a sealed body belongs to.
fn place_of(id: &str) -> String {
    format!("draft.body {id}")
}

/// Takes a draft up within the transaction that keeps what it becomes: false if somebody did before, and then nothing
/// may be kept a second time.
pub(super) async fn take(writer: &mut Writer, id: DraftId) -> Result<bool, StoreError> {
    const TAKE: &str = "DELETE FROM draft WHERE id = $1";
    let taken = on_engine!(*writer, db => sqlx::query(TAKE).bind(id.to_string()).execute(db).await?.rows_affected());
    Ok(taken > 0)
}

/// The same where nobody has saved it anew since `version`: what was saved meanwhile is not lost with it.
pub(super) async fn take_version(writer: &mut Writer, id: DraftId, version: u32) -> Result<bool, StoreError> {
    const TAKE: &str = "DELETE FROM draft WHERE id = $1 AND version = $2";
    let taken = on_engine!(*writer, db => {
        sqlx::query(TAKE).bind(id.to_string()).bind(i64::from(version)).execute(db).await?.rows_affected()
    });
    Ok(taken > 0)
}
