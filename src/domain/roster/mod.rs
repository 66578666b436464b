//! A unit's list of members as secretaries keep it in a file: what its lines say, whom each of them means, and what
//! would change here.

mod contact;
mod details;
mod matching;
mod partial_date;
mod plan;
#[cfg(test)]
mod tests;

pub use contact::{ContactProblem, card_key, read_card, read_phone};
pub use details::{Gender, MemberDetails};
pub use matching::Ground;
pub use partial_date::{BIRTHS_FROM, PARTY_FROM, PartialDate};
pub use plan::{Answer, Doubt, Plan, Trouble, Verdict, plan};

use super::identity::{MemberId, UnitId};
use serde::{Deserialize, Serialize};

/// Letters of a name that are kept.
pub const NAME_LENGTH: usize = 120;
pub const POSITION_LENGTH: usize = 200;
pub const NOTE_LENGTH: usize = 500;

/// What one line of the file says of one person. A blank cell says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub name: String,
    pub unit: Option<NamedUnit>,
    /// Official, as against on probation.
    pub official: Option<bool>,
    pub details: MemberDetails,
}

/// A unit as a line names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedUnit {
    pub name: String,
    /// Headed as a cell; a mere `Đơn vị` may also be where somebody works.
    pub surely: bool,
}

/// A line, and whether all of it could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub entry: Entry,
    pub is_sound: bool,
}

/// Somebody who is kept here already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub id: MemberId,
    pub name: String,
    /// Where they belong; for a guest, the unit they visit.
    pub unit: UnitId,
    pub official: bool,
    pub standing: Standing,
    pub details: MemberDetails,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Regular,
    /// Takes part here for a while; the unit where they are at home keeps what is known of them.
    Guest,
    /// May not sign in at present.
    Disabled,
}

/// What a file and the roster may both say of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Name,
    Unit,
    Official,
    Gender,
    Birth,
    Joined,
    OfficialOn,
    Card,
    Phone,
    Position,
    Note,
}

/// One field that would be another; units by their id, the official standing as `true` or `false`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    pub field: Field,
    /// None where nothing was known.
    pub from: Option<String>,
    pub to: String,
}
