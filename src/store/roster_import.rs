//! Taking up a list of members: decided on the roster as it is at this moment, and written whole or not at all.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::take;
use super::engine::{Handle, Link, Writer};
use super::error::{StoreError, at};
use super::member::enter;
use super::member_correction::note_edit;
use super::member_details::{cards_elsewhere, keep, known};
use super::{ChangeError, NewMember, Store, Vault, on_engine, organisation};
use crate::domain::identity::{DraftId, MemberId, UnitId};
use crate::domain::organisation::Change;
use crate::domain::roster::{Field, Ground, Known, MemberDetails};
use crate::domain::time::Timestamp;

/// What the lines of a file are held against.
#[derive(Clone, Debug)]
pub struct RosterGround {
    pub known: Vec<Known>,
    /// The unit itself first, then the open ones below it.
    pub units: Vec<(UnitId, String)>,
    /// Keys of cards in the file that somebody elsewhere has.
    pub cards_elsewhere: BTreeSet<String>,
}

impl RosterGround {
    pub fn ground(&self) -> Ground<'_> {
        Ground { known: &self.known, units: &self.units, cards_elsewhere: &self.cards_elsewhere }
    }
}

/// Somebody who is known, and what is known of them from now on.
#[derive(Clone, Debug)]
pub struct MemberUpdate {
    pub member: MemberId,
    /// Another name, with the key that orders it.
    pub name: Option<(String, String)>,
    /// Was taken for official by mistake. Becoming official is a change of its own, with its day.
    pub on_probation_after_all: bool,
    pub details: MemberDetails,
}

/// All that a file changes.
#[derive(Clone, Debug, Default)]
pub struct RosterChanges {
    pub new: Vec<(NewMember, MemberDetails)>,
    pub updates: Vec<MemberUpdate>,
    /// Who becomes official, goes to another unit, or leaves.
    pub moves: Vec<Change>,
    /// Who is elsewhere for a while.
    pub elsewhere: Vec<MemberId>,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Imported {
    Done,
    /// The draft was taken up before, or thrown away.
    Gone,
    /// The roster is not what the person saw who confirmed; the draft stays.
    Stale,
}

impl Store {
    /// What lines with these card keys are held against.
    pub async fn roster_ground(&self, unit: UnitId, cards: &BTreeSet<String>) -> Result<RosterGround, StoreError> {
        let mut reader = self.engine.read().await?;
        ground(reader.lend(), &self.vault, unit, cards).await
    }

    /// Takes a draft up: `decide` says what it changes, or nothing where the roster is not what it was.
    pub async fn import_roster(
        &self,
        (draft, by): (DraftId, MemberId),
        unit: UnitId,
        cards: &BTreeSet<String>,
        now: Timestamp,
        decide: impl FnOnce(&RosterGround) -> Option<RosterChanges>,
    ) -> Result<Imported, ChangeError> {
        let mut writer = self.engine.write().await?;
        if let Handle::Postgres(db) = &mut *writer {
            // SQLite has one writer anyway.
            for lock in
                ["LOCK TABLE unit IN EXCLUSIVE MODE", "LOCK TABLE member, member_detail IN SHARE ROW EXCLUSIVE MODE"]
            {
                sqlx::query(lock).execute(&mut **db).await.map_err(StoreError::from)?;
            }
        }
        if !take(&mut writer, draft).await? {
            return Ok(Imported::Gone);
        }
        let ground = ground(writer.lend(), &self.vault, unit, cards).await?;
        let Some(changes) = decide(&ground) else { return Ok(Imported::Stale) };
        write(&mut writer, &self.vault, &changes, now).await?;
        note(&mut writer, by, &ground, &changes, now).await?;
        for change in &changes.moves {
            let organisation = organisation::load(writer.lend(), [change]).await?;
            let facts = organisation.decide(now, now, change).map_err(ChangeError::from)?;
            for fact in &facts {
                organisation::write(&mut writer, now, fact).await?;
            }
            organisation::season_follows(&mut writer, change, &facts).await?;
        }
        writer.commit().await?;
        Ok(Imported::Done)
    }
}

async fn ground(
    mut link: Link<'_>,
    vault: &Vault,
    unit: UnitId,
    cards: &BTreeSet<String>,
) -> Result<RosterGround, StoreError> {
    let known = known(link.lend(), vault, unit).await?;
    let cards_elsewhere = cards_elsewhere(link.lend(), vault, cards, &known).await?;
    Ok(RosterGround { units: units(link, unit).await?, known, cards_elsewhere })
}

async fn units(mut link: Link<'_>, unit: UnitId) -> Result<Vec<(UnitId, String)>, StoreError> {
    const UNITS: &str = "
        SELECT unit.id, unit.name FROM unit_closure JOIN unit ON unit.id = unit_closure.descendant
        WHERE unit_closure.ancestor = $1 AND unit.closed_at IS NULL
        ORDER BY unit_closure.depth, unit.name, unit.id";
    let rows: Vec<(String, String)> = on_engine!(link, db => {
        sqlx::query_as(UNITS).bind(unit.to_string()).fetch_all(&mut *db).await
    })?;
    rows.into_iter().map(|(id, name)| Ok((at("unit", "id", &id).parse(&id)?, name))).collect()
}

/// Who changed which fields of those who were known.
async fn note(
    writer: &mut Writer,
    by: MemberId,
    ground: &RosterGround,
    changes: &RosterChanges,
    now: Timestamp,
) -> Result<(), StoreError> {
    let known: BTreeMap<MemberId, &Known> = ground.known.iter().map(|known| (known.id, known)).collect();
    for update in &changes.updates {
        let Some(known) = known.get(&update.member) else { continue };
        let renamed = update.name.as_ref().map(|_| Field::Name);
        let probation = update.on_probation_after_all.then_some(Field::Official);
        let changed = known.details.changes_to(&update.details).into_iter().map(|change| change.field);
        let fields: Vec<Field> = renamed.into_iter().chain(probation).chain(changed).collect();
        if !fields.is_empty() {
            note_edit(writer, (update.member, by), now, &fields).await?;
        }
    }
    Ok(())
}

async fn write(writer: &mut Writer, vault: &Vault, changes: &RosterChanges, now: Timestamp) -> Result<(), StoreError> {
    const NAME: &str = "UPDATE member SET name = $2, sort_key = $3 WHERE id = $1";
    const ON_PROBATION: &str =
        "UPDATE membership SET official = FALSE WHERE member_id = $1 AND ended_at IS NULL AND attendance = 'regular'";
    const ELSEWHERE: &str = "UPDATE membership SET excuse = 'elsewhere' WHERE member_id = $1 AND ended_at IS NULL AND attendance = 'regular'";
    let members: Vec<NewMember> = changes.new.iter().map(|(member, _)| member.clone()).collect();
    enter(writer, &members, now).await?;
    on_engine!(*writer, db => {
        for update in &changes.updates {
            let id = update.member.to_string();
            if let Some((name, sort_key)) = &update.name {
                sqlx::query(NAME).bind(&id).bind(name).bind(sort_key).execute(&mut *db).await?;
            }
            if update.on_probation_after_all {
                sqlx::query(ON_PROBATION).bind(&id).execute(&mut *db).await?;
            }
        }
        for member in &changes.elsewhere {
            sqlx::query(ELSEWHERE).bind(member.to_string()).execute(&mut *db).await?;
        }
    });
    let new = changes.new.iter().map(|(member, details)| (member.id, details));
    let updated = changes.updates.iter().map(|update| (update.member, &update.details));
    keep(writer, vault, &new.chain(updated).collect::<Vec<_>>()).await
}
