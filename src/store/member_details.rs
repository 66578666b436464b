//! What is known of members beside name and unit: some of it sealed, none of it the business of another unit.

use std::collections::BTreeSet;

use serde_json::json;
use sqlx::FromRow;

use super::engine::{Handle, Link, Writer};
use super::error::{StoreError, at};
use super::{Store, Vault, on_engine};
use crate::domain::identity::{MemberId, UnitId};
use crate::domain::organisation::Attendance;
use crate::domain::roster::{Gender, Known, MemberDetails, Standing, card_key};

#[derive(Default, FromRow)]
#[sqlx(default)]
struct DetailRow {
    gender: Option<String>,
    joined: Option<String>,
    official_on: Option<String>,
    position: Option<String>,
    birth: Option<String>,
    card: Option<String>,
    phone: Option<String>,
    note: Option<String>,
}

#[derive(FromRow)]
struct KnownRow {
    id: String,
    name: String,
    unit_id: String,
    attendance: String,
    official: bool,
    disabled_at: Option<i64>,
    #[sqlx(flatten)]
    details: DetailRow,
}

impl DetailRow {
    fn read(self, member: MemberId, vault: &Vault) -> Result<MemberDetails, StoreError> {
        let place = |column| at("member_detail", column, &member);
        let open = |column, sealed: Option<String>| {
            let open = |sealed: String| vault.open(&place_of(column, member), &sealed);
            sealed.map(|sealed| open(sealed).ok_or_else(|| place(column).broken())).transpose()
        };
        let date = |column, text: Option<String>| text.map(|text| place(column).parse(&text)).transpose();
        let gender = |name: String| Gender::from_name(&name).ok_or_else(|| place("gender").broken());
        Ok(MemberDetails {
            gender: self.gender.map(gender).transpose()?,
            birth: date("birth", open("birth", self.birth)?)?,
            joined: date("joined", self.joined)?,
            official_on: date("official_on", self.official_on)?,
            card: open("card", self.card)?,
            phone: open("phone", self.phone)?,
            position: self.position,
            note: open("note", self.note)?,
        })
    }
}

impl KnownRow {
    fn read(self, vault: &Vault) -> Result<Known, StoreError> {
        let place = |column| at("membership", column, &self.id);
        let id = at("member", "id", &self.id).parse(&self.id)?;
        let attendance = Attendance::from_name(&self.attendance).ok_or_else(|| place("attendance").broken())?;
        Ok(Known {
            id,
            unit: place("unit_id").parse(&self.unit_id)?,
            standing: match (attendance, self.disabled_at) {
                (Attendance::Temporary, _) => Standing::Guest,
                (Attendance::Regular, Some(_)) => Standing::Disabled,
                (Attendance::Regular, None) => Standing::Regular,
            },
            details: self.details.read(id, vault)?,
            name: self.name,
            official: self.official,
        })
    }
}

macro_rules! details {
    ($columns:literal, $from:literal) => {
        concat!(
            "SELECT ",
            $columns,
            "member_detail.gender, member_detail.joined, member_detail.official_on, member_detail.position,
             member_detail.birth, member_detail.card, member_detail.phone, member_detail.note ",
            $from
        )
    };
}

impl Store {
    /// All that is known of a member; nothing where nothing is.
    pub async fn details_of(&self, member: MemberId) -> Result<MemberDetails, StoreError> {
        details(self.engine.read().await?.lend(), &self.vault, member).await
    }

    /// Puts these in the place of what was known.
    pub async fn set_details(&self, member: MemberId, details: &MemberDetails) -> Result<(), StoreError> {
        let mut writer = self.engine.write().await?;
        keep(&mut writer, &self.vault, &[(member, details)]).await?;
        writer.commit().await
    }

    /// Everybody of the unit and below with all that is known of them, by unit name and sort key: guests once, and only
    /// where they are not at home; the disabled, too.
    pub async fn known_in(&self, unit: UnitId) -> Result<Vec<Known>, StoreError> {
        let mut reader = self.engine.read().await?;
        known(reader.lend(), &self.vault, unit).await
    }
}

pub(super) async fn details(mut link: Link<'_>, vault: &Vault, member: MemberId) -> Result<MemberDetails, StoreError> {
    const DETAILS: &str = details!("", "FROM member_detail WHERE member_id = $1");
    let row = on_engine!(link, db => {
        sqlx::query_as::<_, DetailRow>(DETAILS).bind(member.to_string()).fetch_optional(&mut *db).await
    })?;
    row.unwrap_or_default().read(member, vault)
}

pub(super) async fn known(mut link: Link<'_>, vault: &Vault, unit: UnitId) -> Result<Vec<Known>, StoreError> {
    const KNOWN: &str = details!(
        "member.id, member.name, membership.unit_id, membership.attendance, membership.official, member.disabled_at, ",
        "FROM unit_closure
        JOIN unit ON unit.id = unit_closure.descendant
        JOIN membership ON membership.unit_id = unit.id AND membership.ended_at IS NULL
        JOIN member ON member.id = membership.member_id
        LEFT JOIN member_detail ON member_detail.member_id = member.id
        WHERE unit_closure.ancestor = $1
        ORDER BY unit.name, unit.id, member.sort_key, member.id"
    );
    let rows = on_engine!(link, db => {
        sqlx::query_as::<_, KnownRow>(KNOWN).bind(unit.to_string()).fetch_all(&mut *db).await
    })?;
    let known = rows.into_iter().map(|row| row.read(vault)).collect::<Result<Vec<_>, _>>()?;
    let at_home: BTreeSet<MemberId> =
        known.iter().filter(|known| known.standing != Standing::Guest).map(|known| known.id).collect();
    Ok(known.into_iter().filter(|known| known.standing != Standing::Guest || !at_home.contains(&known.id)).collect())
}

/// Which of these card keys somebody has who is none of the known.
pub(super) async fn cards_elsewhere(
    mut link: Link<'_>,
    vault: &Vault,
    cards: &BTreeSet<String>,
    known: &[Known],
) -> Result<BTreeSet<String>, StoreError> {
    const SQLITE: &str =
        "SELECT member_id, card_mark FROM member_detail WHERE card_mark IN (SELECT value FROM json_each($1))";
    const POSTGRES: &str = "
        SELECT member_id, card_mark FROM member_detail
        WHERE card_mark IN (SELECT value FROM json_array_elements_text($1::json) AS marks (value))";
    let marks: Vec<(String, &String)> = cards.iter().map(|card| (vault.mark(CARD, card), card)).collect();
    let list = serde_json::Value::from_iter(marks.iter().map(|(mark, _)| mark.as_str())).to_string();
    let statement = if matches!(link, Handle::Sqlite(_)) { SQLITE } else { POSTGRES };
    let rows: Vec<(String, String)> = on_engine!(link, db => {
        sqlx::query_as(statement).bind(&list).fetch_all(&mut *db).await
    })?;
    let own: BTreeSet<String> = known.iter().map(|known| known.id.to_string()).collect();
    let held: BTreeSet<String> = rows.into_iter().filter(|(id, _)| !own.contains(id)).map(|(_, mark)| mark).collect();
    Ok(marks.into_iter().filter(|(mark, _)| held.contains(mark)).map(|(_, card)| card.clone()).collect())
}

/// Writes all that is known of these members in the place of what was.
pub(super) async fn keep(
    writer: &mut Writer,
    vault: &Vault,
    members: &[(MemberId, &MemberDetails)],
) -> Result<(), StoreError> {
    // First nobody holds their cards: two may have had each other's.
    const SQLITE_CLEAR: &str = "UPDATE member_detail SET card_mark = NULL
        WHERE member_id IN (SELECT value ->> 0 FROM json_each($1))";
    const POSTGRES_CLEAR: &str = "UPDATE member_detail SET card_mark = NULL
        WHERE member_id IN (SELECT value ->> 0 FROM json_array_elements($1::json) AS rows (value))";
    macro_rules! keep {
        ($rows:literal) => {
            concat!(
                "INSERT INTO member_detail
                    (member_id, gender, joined, official_on, position, birth, card, phone, note, card_mark)
                SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6,
                       value ->> 7, value ->> 8, value ->> 9
                FROM ",
                $rows,
                " WHERE true ON CONFLICT (member_id) DO UPDATE SET
                    gender = excluded.gender, joined = excluded.joined, official_on = excluded.official_on,
                    position = excluded.position, birth = excluded.birth, card = excluded.card,
                    phone = excluded.phone, note = excluded.note, card_mark = excluded.card_mark"
            )
        };
    }
    const SQLITE_KEEP: &str = keep!("json_each($1)");
    const POSTGRES_KEEP: &str = keep!("json_array_elements($1::json) AS rows (value)");
    let rows = members.iter().map(|(member, details)| row(vault, *member, details)).collect::<Result<Vec<_>, _>>()?;
    let rows = serde_json::Value::Array(rows).to_string();
    let (clear, keep) = match writer {
        Handle::Sqlite(_) => (SQLITE_CLEAR, SQLITE_KEEP),
        Handle::Postgres(_) => (POSTGRES_CLEAR, POSTGRES_KEEP),
    };
    on_engine!(*writer, db => {
        sqlx::query(clear).bind(&rows).execute(&mut *db).await?;
        sqlx::query(keep).bind(&rows).execute(&mut *db).await?;
    });
    Ok(())
}

const CARD: &str = "member_detail.card";

fn row(vault: &Vault, member: MemberId, details: &MemberDetails) -> Result<serde_json::Value, StoreError> {
    let seal = |column, text: Option<String>| text.map(|text| vault.seal(&place_of(column, member), &text)).transpose();
    let date = |date: Option<crate::domain::roster::PartialDate>| date.map(|date| date.to_string());
    let mark = details.card.as_deref().map(|card| vault.mark(CARD, &card_key(card)));
    Ok(json!([
        member,
        details.gender.map(Gender::name),
        date(details.joined),
        date(details.official_on),
        details.position,
        seal("birth", date(details.birth))?,
        seal("card", details.card.clone())?,
        seal("phone", details.phone.clone())?,
        seal("note", details.note.clone())?,
        mark,
    ]))
}

/// What a sealed value is bound to.
fn place_of(column: &str, member: MemberId) -> String {
    format!("member_detail.{column} {member}")
}
