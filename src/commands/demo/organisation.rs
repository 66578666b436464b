//! The sample organisation: a commune committee over three cells, and a hall of any size.

use uuid::Uuid;

use super::desk::Desk;
use super::{bank, people};
use crate::domain::identity::{MemberId, UnitId};
use crate::domain::name::sort_key;
use crate::domain::role::{Grant, Role};
use crate::domain::time::Millis;
use crate::http::House;
use crate::store::{NewMember, StoreError, Unit};

const COMMUNE: UnitId = UnitId(Uuid::from_u128(0x4b53_de00_0000_4000_8000_0000_0000_0001));
/// (unit, name, members); the second holds the contest that is ready to run.
const CELLS: [(UnitId, &str, usize); 3] = [
    (UnitId(Uuid::from_u128(0x4b53_de00_0000_4000_8000_0000_0000_0011)), "Chi bộ Trạm Y tế xã Hòa Mỹ", 9),
    (UnitId(Uuid::from_u128(0x4b53_de00_0000_4000_8000_0000_0000_0012)), "Chi bộ Trường Tiểu học Hòa Mỹ", 24),
    (UnitId(Uuid::from_u128(0x4b53_de00_0000_4000_8000_0000_0000_0013)), "Chi bộ Ấp Mỹ Thạnh", 60),
];
const PLAYING: usize = 1;
/// How long the sample has been there.
const YEARS: Millis = Millis::seconds(2 * 365 * 24 * 60 * 60);

/// Who is who in the sample.
pub struct Sample {
    /// Made by this start.
    pub is_new: bool,
    /// The cell of the contest that is ready to run.
    pub cell: UnitId,
    /// Of the commune above the cells.
    pub supervisor: MemberId,
    pub secretary: MemberId,
    pub committee: MemberId,
    /// Everybody else of the cell, in its order; the last of them is on the committee as well.
    pub members: Vec<MemberId>,
    pub hall: Option<Hall>,
}

pub struct Hall {
    pub unit: UnitId,
    pub host: MemberId,
    pub members: Vec<MemberId>,
}

/// The cells that meet every month.
pub fn cells() -> [UnitId; 3] {
    CELLS.map(|(unit, ..)| unit)
}

/// Finds the sample organisation, or makes what is missing of it.
pub async fn ensure(house: &House, hall: Option<u32>) -> Result<Sample, StoreError> {
    let is_new = house.store.unit(COMMUNE).await?.is_none();
    if is_new {
        make(house).await?;
    }
    let cell = CELLS[PLAYING].0;
    let (secretary, committee) = (numbered(cell, 0), numbered(cell, 1));
    let members: Vec<MemberId> = (2..CELLS[PLAYING].2).map(|number| numbered(cell, number)).collect();
    let hall = match hall {
        Some(size) => Some(ensure_hall(house, size).await?),
        None => None,
    };
    let supervisor = numbered(COMMUNE, 0);
    Ok(Sample { is_new, cell, supervisor, secretary, committee, members, hall })
}

async fn make(house: &House) -> Result<(), StoreError> {
    let store = &house.store;
    let unit = |id, parent, kind: &str, name: &str| {
        let (kind, name) = (kind.to_owned(), name.to_owned());
        Unit { id, parent, kind, name, closed_at: None }
    };
    // As old as the oldest thing that is told of it.
    let founded = house.auth.now() - YEARS;
    store.insert_unit(&unit(COMMUNE, None, "commune", "Đảng ủy xã Hòa Mỹ"), founded).await?;
    // The commune's own office watches over the cells, and hosts the hall.
    store.insert_members(&invent(COMMUNE, 1, 7), founded).await?;
    store.insert_grant(numbered(COMMUNE, 0), Grant { role: Role::Supervisor, unit: COMMUNE }).await?;
    for (at, (id, name, size)) in CELLS.into_iter().enumerate() {
        store.insert_unit(&unit(id, Some(COMMUNE), "cell", name), founded).await?;
        store.insert_members(&invent(id, size, at * 31 + 11), founded).await?;
        store.insert_grant(numbered(id, 0), Grant { role: Role::Secretary, unit: id }).await?;
        store.insert_grant(numbered(id, 1), Grant { role: Role::Committee, unit: id }).await?;
    }
    // Two who are excused, each with a class of reason.
    store.set_excuse(numbered(CELLS[2].0, 58), Some("exempt")).await?;
    store.set_excuse(numbered(CELLS[2].0, 59), Some("ill")).await?;
    let cell = CELLS[PLAYING].0;
    // A second committee member, so that what one writes another can review.
    let colleague = numbered(cell, CELLS[PLAYING].2 - 1);
    store.insert_grant(colleague, Grant { role: Role::Committee, unit: cell }).await?;
    let (secretary, committee) = (numbered(cell, 0), numbered(cell, 1));
    bank::fill(house, founded, COMMUNE, committee, secretary).await?;
    Desk { unit: cell, committee, secretary }.lay_out(house).await
}

/// A hall of another size is another unit, so that a frozen roster stays what it was.
async fn ensure_hall(house: &House, size: u32) -> Result<Hall, StoreError> {
    let unit = UnitId(Uuid::from_u128(0x4b53_de00_0000_4000_8000_0001_0000_0000 + u128::from(size)));
    let host = numbered(COMMUNE, 0);
    if house.store.unit(unit).await?.is_none() {
        let row = Unit {
            id: unit,
            parent: Some(COMMUNE),
            kind: "cell".to_owned(),
            name: format!("Hội trường {size} đồng chí"),
            closed_at: None,
        };
        house.store.insert_unit(&row, house.auth.now()).await?;
        house.store.insert_members(&invent(unit, size as usize, 101), house.auth.now()).await?;
        house.store.insert_grant(host, Grant { role: Role::Secretary, unit }).await?;
    }
    let members = (0..size as usize).map(|number| numbered(unit, number)).collect();
    Ok(Hall { unit, host, members })
}

fn invent(unit: UnitId, size: usize, first_name: usize) -> Vec<NewMember> {
    let member = |number: usize| {
        let name = people::name(first_name + number);
        NewMember { id: numbered(unit, number), sort_key: sort_key(&name), name, unit, official: true }
    };
    (0..size).map(member).collect()
}

/// The sample's people have fixed identities: unit and number.
fn numbered(unit: UnitId, number: usize) -> MemberId {
    MemberId(Uuid::from_u128(unit.0.as_u128() ^ (0x1_0000_0000_0000_0000_0000_0000 + ((number as u128 + 1) << 68))))
}
