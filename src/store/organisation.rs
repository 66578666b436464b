//! The organisation over time: changes of it, each decided and written in one transaction, and what
//! it was on any date.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::FromRow;

use super::bank_passed::pass_bank;
use super::engine::{Handle, Link, Writer};
use super::error::{StoreError, at};
use super::member::NewMember;
use super::member_details::keep;
use super::{Store, on_engine, season_record};
use crate::domain::identity::{MemberId, UnitId};
use crate::domain::organisation::{
    Attendance, Belonging, Change, ChangeRefused, Ending, Fact, Membership, Organisation, UnitNow, Version,
};
use crate::domain::roster::MemberDetails;
use crate::domain::time::Timestamp;

#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    #[error(transparent)]
    Refused(#[from] ChangeRefused),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A kind of unit, as screens say it.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct UnitKind {
    pub name: String,
    pub label: String,
}

/// A unit's past and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitPast {
    /// Oldest first.
    pub versions: Vec<Version>,
    /// Units whose past this one answers for, with the date.
    pub predecessors: Vec<(UnitId, Timestamp)>,
    pub successors: Vec<(UnitId, Timestamp)>,
}

#[derive(FromRow)]
struct UnitNowRow {
    id: String,
    parent_id: Option<String>,
    kind: String,
    name: String,
    founded_at: i64,
    since: i64,
    closed_at: Option<i64>,
}

impl UnitNowRow {
    fn read(self) -> Result<(UnitId, UnitNow), StoreError> {
        let id = at("unit", "id", &self.id).parse(&self.id)?;
        let parent = self.parent_id.map(|parent| at("unit", "parent_id", &self.id).parse(&parent)).transpose()?;
        let (founded, since) = (Timestamp(self.founded_at), Timestamp(self.since));
        let closed = self.closed_at.is_some();
        Ok((id, UnitNow { parent, kind: self.kind, name: self.name, founded, since, closed }))
    }
}

#[derive(FromRow)]
struct VersionRow {
    since: i64,
    until: Option<i64>,
    parent_id: Option<String>,
    kind: String,
    name: String,
}

impl VersionRow {
    fn read(self, unit: UnitId) -> Result<Version, StoreError> {
        let place = at("unit_version", "parent_id", &unit);
        Ok(Version {
            since: Timestamp(self.since),
            until: self.until.map(Timestamp),
            parent: self.parent_id.map(|parent| place.parse(&parent)).transpose()?,
            kind: self.kind,
            name: self.name,
        })
    }
}

#[derive(FromRow)]
struct MembershipRow {
    member_id: String,
    unit_id: String,
    attendance: String,
    official: bool,
    since: i64,
    ended_at: Option<i64>,
    ending: Option<String>,
}

impl MembershipRow {
    fn read(self) -> Result<Membership, StoreError> {
        let place = |column| at("membership", column, &self.member_id);
        let ending = |name: String| Ending::from_name(&name).ok_or_else(|| place("ending").broken());
        Ok(Membership {
            member: place("member_id").parse(&self.member_id)?,
            unit: place("unit_id").parse(&self.unit_id)?,
            attendance: Attendance::from_name(&self.attendance).ok_or_else(|| place("attendance").broken())?,
            official: self.official,
            since: Timestamp(self.since),
            until: self.ended_at.map(Timestamp),
            ending: self.ending.clone().map(ending).transpose()?,
        })
    }
}

macro_rules! memberships {
    ($which:literal) => {
        concat!("SELECT member_id, unit_id, attendance, official, since, ended_at, ending FROM membership ", $which)
    };
}

impl Store {
    /// Decides a change on the organisation as it is at this moment, and writes all it makes true or
    /// nothing. Two at once are decided one after the other.
    pub async fn change_organisation(
        &self,
        now: Timestamp,
        on: Timestamp,
        change: &Change,
    ) -> Result<Vec<Fact>, ChangeError> {
        let mut writer = self.engine.write().await?;
        take_turn(&mut writer).await?;
        let facts = carry_out(&mut writer, now, on, change).await?;
        writer.commit().await?;
        Ok(facts)
    }

    /// Enters a person who was not known yet on a unit's roster from a date on, with what is known of them; one with
    /// this id who is known already is refused by `member_pkey`, and a card that somebody has by
    /// `member_detail_card_mark_key`.
    pub async fn admit_new(
        &self,
        now: Timestamp,
        on: Timestamp,
        new: &NewMember,
        details: &MemberDetails,
    ) -> Result<(), ChangeError> {
        const PERSON: &str = "INSERT INTO member (id, name, sort_key) VALUES ($1, $2, $3)";
        let NewMember { id, name, sort_key, unit, official } = new;
        let mut writer = self.engine.write().await?;
        on_engine!(*writer, db => {
            let query = sqlx::query(PERSON).bind(id.to_string()).bind(name).bind(sort_key);
            query.execute(db).await.map(drop)
        })
        .map_err(StoreError::from)?;
        take_turn(&mut writer).await?;
        carry_out(&mut writer, now, on, &Change::Admit { member: *id, to: *unit, official: *official }).await?;
        keep(&mut writer, &self.vault, &[(*id, details)]).await?;
        writer.commit().await?;
        Ok(())
    }

    /// The kinds a unit may be of, the widest first.
    pub async fn unit_kinds(&self) -> Result<Vec<UnitKind>, StoreError> {
        const KINDS: &str = "SELECT name, label FROM unit_kind ORDER BY rank, name";
        let mut reader = self.engine.read().await?;
        Ok(on_engine!(reader, db => sqlx::query_as(KINDS).fetch_all(db).await)?)
    }

    pub async fn unit_past(&self, unit: UnitId) -> Result<UnitPast, StoreError> {
        const VERSIONS: &str =
            "SELECT since, until, parent_id, kind, name FROM unit_version WHERE unit_id = $1 ORDER BY since";
        const BEFORE: &str =
            "SELECT predecessor_id, since FROM unit_succession WHERE successor_id = $1 ORDER BY since, predecessor_id";
        const AFTER: &str =
            "SELECT successor_id, since FROM unit_succession WHERE predecessor_id = $1 ORDER BY since, successor_id";
        let id = unit.to_string();
        let mut reader = self.engine.read().await?;
        let (versions, before, after) = on_engine!(reader, db => (
            sqlx::query_as::<_, VersionRow>(VERSIONS).bind(&id).fetch_all(&mut *db).await?,
            sqlx::query_as::<_, (String, i64)>(BEFORE).bind(&id).fetch_all(&mut *db).await?,
            sqlx::query_as::<_, (String, i64)>(AFTER).bind(&id).fetch_all(&mut *db).await?,
        ));
        let read = |column: &'static str, rows: Vec<(String, i64)>| {
            let row = |(other, since): (String, i64)| {
                Ok((at("unit_succession", column, &id).parse(&other)?, Timestamp(since)))
            };
            rows.into_iter().map(row).collect::<Result<Vec<_>, StoreError>>()
        };
        Ok(UnitPast {
            versions: versions.into_iter().map(|version| version.read(unit)).collect::<Result<_, _>>()?,
            predecessors: read("predecessor_id", before)?,
            successors: read("successor_id", after)?,
        })
    }

    /// Who belonged to the unit itself at an instant: in no order that means anything.
    pub async fn members_at(&self, unit: UnitId, instant: Timestamp) -> Result<Vec<Membership>, StoreError> {
        const AT: &str = memberships!(
            "WHERE unit_id = $1 AND since <= $2 AND (ended_at IS NULL OR $2 < ended_at) ORDER BY member_id, attendance"
        );
        let mut reader = self.engine.read().await?;
        let rows = on_engine!(reader, db => {
            sqlx::query_as::<_, MembershipRow>(AT).bind(unit.to_string()).bind(instant.0).fetch_all(db).await
        })?;
        rows.into_iter().map(MembershipRow::read).collect()
    }

    /// Everything a member ever belonged to, oldest first.
    pub async fn memberships_of(&self, member: MemberId) -> Result<Vec<Membership>, StoreError> {
        const OF: &str = memberships!("WHERE member_id = $1 ORDER BY since, attendance, unit_id");
        let mut reader = self.engine.read().await?;
        let rows = on_engine!(reader, db => {
            sqlx::query_as::<_, MembershipRow>(OF).bind(member.to_string()).fetch_all(db).await
        })?;
        rows.into_iter().map(MembershipRow::read).collect()
    }
}

/// Waits until nobody else changes the organisation.
pub(super) async fn take_turn(writer: &mut Writer) -> Result<(), StoreError> {
    if let Handle::Postgres(db) = &mut *writer {
        // SQLite has one writer anyway.
        sqlx::query("LOCK TABLE unit IN EXCLUSIVE MODE").execute(&mut **db).await?;
    }
    Ok(())
}

/// Decides a change and writes it, within a transaction that has its turn.
pub(super) async fn carry_out(
    writer: &mut Writer,
    now: Timestamp,
    on: Timestamp,
    change: &Change,
) -> Result<Vec<Fact>, ChangeError> {
    let organisation = load(writer.lend(), [change]).await?;
    let facts = organisation.decide(now, on, change)?;
    for fact in &facts {
        write(writer, on, fact).await?;
    }
    let is_about_units = |fact: &Fact| {
        !matches!(fact, Fact::MembershipBegan { .. } | Fact::MembershipEnded { .. } | Fact::UnitClosed { .. })
    };
    if facts.iter().any(is_about_units) {
        rebuild_closure(writer).await?;
    }
    season_follows(writer, change, &facts).await?;
    Ok(facts)
}

/// Boards follow whoever has another place, and whatever has something else above it.
pub(super) async fn season_follows(writer: &mut Writer, change: &Change, facts: &[Fact]) -> Result<(), StoreError> {
    let member = |fact: &Fact| match fact {
        Fact::MembershipBegan { member, .. } | Fact::MembershipEnded { member, .. } => Some(*member),
        _ => None,
    };
    let members: BTreeSet<MemberId> = facts.iter().filter_map(member).collect();
    let unit = |fact: &Fact| match fact {
        Fact::UnitChanged { unit, .. } => Some(*unit),
        Fact::Succeeded { predecessor, .. } => Some(*predecessor),
        _ => None,
    };
    let only_renamed = matches!(change, Change::Rename { .. });
    let units: BTreeSet<UnitId> = facts.iter().filter(|_| !only_renamed).filter_map(unit).collect();
    if members.is_empty() && units.is_empty() {
        return Ok(());
    }
    season_record::follow(writer, &members, &units).await
}

/// All units, and the open memberships that these changes may touch.
pub(super) async fn load(
    mut link: Link<'_>,
    changes: impl IntoIterator<Item = &Change>,
) -> Result<Organisation, StoreError> {
    const UNITS: &str = "
        SELECT unit.id, unit.parent_id, unit.kind, unit.name, unit.founded_at, unit.closed_at,
               COALESCE((SELECT MAX(since) FROM unit_version WHERE unit_id = unit.id), unit.founded_at) AS since
        FROM unit";
    const OF_UNIT: &str = memberships!("WHERE unit_id = $1 AND ended_at IS NULL");
    const OF_MEMBER: &str = memberships!("WHERE member_id = $1 AND ended_at IS NULL");
    let (mut named, mut people) = (BTreeSet::new(), BTreeSet::new());
    for change in changes {
        named.extend(change.units());
        people.extend(change.member());
    }
    let mut rows = Vec::new();
    let units = on_engine!(link, db => {
        for unit in named {
            let query = sqlx::query_as::<_, MembershipRow>(OF_UNIT);
            rows.extend(query.bind(unit.to_string()).fetch_all(&mut *db).await?);
        }
        for member in people {
            let query = sqlx::query_as::<_, MembershipRow>(OF_MEMBER);
            rows.extend(query.bind(member.to_string()).fetch_all(&mut *db).await?);
        }
        sqlx::query_as::<_, UnitNowRow>(UNITS).fetch_all(&mut *db).await?
    });
    let mut members: BTreeMap<UnitId, Vec<Belonging>> = BTreeMap::new();
    for row in rows {
        let Membership { member, unit, attendance, official, since, .. } = row.read()?;
        let belonging = Belonging { member, attendance, official, since };
        let known = members.entry(unit).or_default();
        if !known.contains(&belonging) {
            known.push(belonging);
        }
    }
    Ok(Organisation { units: units.into_iter().map(UnitNowRow::read).collect::<Result<_, _>>()?, members })
}

pub(super) async fn write(writer: &mut Writer, on: Timestamp, fact: &Fact) -> Result<(), StoreError> {
    const FOUND: &str = "INSERT INTO unit (id, parent_id, kind, name, founded_at) VALUES ($1, $2, $3, $4, $5)";
    const ALTER: &str = "UPDATE unit SET parent_id = $2, kind = $3, name = $4 WHERE id = $1";
    const END_VERSION: &str = "UPDATE unit_version SET until = $2 WHERE unit_id = $1 AND until IS NULL";
    // Two changes in one instant: nobody can have seen what lay between them.
    const VERSION: &str = "
        INSERT INTO unit_version (unit_id, since, parent_id, kind, name) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (unit_id, since) DO UPDATE SET until = NULL, parent_id = $3, kind = $4, name = $5";
    const CLOSE: &str = "UPDATE unit SET closed_at = $2 WHERE id = $1";
    const SUCCEED: &str = "INSERT INTO unit_succession (predecessor_id, successor_id, since) VALUES ($1, $2, $3)";
    const END: &str = "
        UPDATE membership SET ended_at = $4, ending = $5
        WHERE member_id = $1 AND unit_id = $2 AND attendance = $3 AND ended_at IS NULL";
    // An excuse holds on where it is the unit or the standing that changed, not the member's place.
    const BEGIN: &str = "
        INSERT INTO membership (member_id, unit_id, attendance, official, since, excuse) VALUES ($1, $2, $3, $4, $5, (
            SELECT MAX(excuse) FROM membership
            WHERE member_id = $1 AND attendance = $3 AND ended_at = $5 AND ending IN ('merged', 'split', 'made_official')
        ))
        ON CONFLICT (member_id, attendance, since, unit_id) DO UPDATE SET ended_at = NULL, ending = NULL, official = $4";
    if let Fact::BankPassed { from, to } = fact {
        return pass_bank(writer, *from, *to).await;
    }
    on_engine!(*writer, db => {
        match fact {
            Fact::UnitFounded { unit, parent, kind, name } | Fact::UnitChanged { unit, parent, kind, name } => {
                let (id, parent) = (unit.to_string(), parent.map(|parent| parent.to_string()));
                if matches!(fact, Fact::UnitFounded { .. }) {
                    let query = sqlx::query(FOUND).bind(&id).bind(&parent).bind(kind).bind(name);
                    query.bind(on.0).execute(&mut *db).await?;
                } else {
                    sqlx::query(ALTER).bind(&id).bind(&parent).bind(kind).bind(name).execute(&mut *db).await?;
                    sqlx::query(END_VERSION).bind(&id).bind(on.0).execute(&mut *db).await?;
                }
                let query = sqlx::query(VERSION).bind(&id).bind(on.0).bind(&parent).bind(kind).bind(name);
                query.execute(&mut *db).await?;
            }
            Fact::UnitClosed { unit } => {
                let id = unit.to_string();
                sqlx::query(CLOSE).bind(&id).bind(on.0).execute(&mut *db).await?;
                sqlx::query(END_VERSION).bind(&id).bind(on.0).execute(&mut *db).await?;
            }
            Fact::Succeeded { predecessor, successor } => {
                let query = sqlx::query(SUCCEED).bind(predecessor.to_string()).bind(successor.to_string());
                query.bind(on.0).execute(&mut *db).await?;
            }
            Fact::BankPassed { .. } => {}
            Fact::MembershipEnded { member, unit, attendance, ending } => {
                let query = sqlx::query(END).bind(member.to_string()).bind(unit.to_string());
                query.bind(attendance.name()).bind(on.0).bind(ending.name()).execute(&mut *db).await?;
            }
            Fact::MembershipBegan { member, unit, attendance, official } => {
                let query = sqlx::query(BEGIN).bind(member.to_string()).bind(unit.to_string());
                query.bind(attendance.name()).bind(official).bind(on.0).execute(&mut *db).await?;
            }
        }
    });
    Ok(())
}

/// Who reaches whom: everything below a unit, and everything it or something below it succeeded.
async fn rebuild_closure(writer: &mut Writer) -> Result<(), StoreError> {
    const EMPTY: &str = "DELETE FROM unit_closure";
    const FILL: &str = "
        INSERT INTO unit_closure (ancestor, descendant, depth)
        WITH RECURSIVE step (below, above) AS (
            SELECT id, parent_id FROM unit WHERE parent_id IS NOT NULL
            UNION SELECT predecessor_id, successor_id FROM unit_succession
        ), reach (ancestor, descendant, depth) AS (
            SELECT id, id, CAST(0 AS BIGINT) FROM unit
            UNION SELECT step.above, reach.descendant, reach.depth + 1
            FROM reach JOIN step ON step.below = reach.ancestor
        )
        SELECT ancestor, descendant, MIN(depth) FROM reach GROUP BY ancestor, descendant";
    on_engine!(*writer, db => {
        sqlx::query(EMPTY).execute(&mut *db).await?;
        sqlx::query(FILL).execute(&mut *db).await?;
    });
    Ok(())
}
