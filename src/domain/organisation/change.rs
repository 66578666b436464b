//! What somebody may want of the organisation, and what then becomes true.

use serde::{Deserialize, Serialize};

use super::super::identity::{MemberId, UnitId};
use super::super::time::Timestamp;
use super::state::Attendance;

/// A unit to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewUnit {
    pub id: UnitId,
    pub kind: String,
    pub name: String,
}

/// Where people and units go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    Existing(UnitId),
    /// Founded in the same step.
    New {
        unit: NewUnit,
        parent: Option<UnitId>,
    },
}

/// A unit that comes out of a split.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub unit: NewUnit,
    pub members: Vec<MemberId>,
    /// Units that lay below the one that is split.
    pub children: Vec<UnitId>,
}

/// One decision about the organisation, effective from one date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    Found {
        unit: NewUnit,
        parent: Option<UnitId>,
    },
    Rename {
        unit: UnitId,
        name: String,
        kind: String,
    },
    /// With all below it.
    Move {
        unit: UnitId,
        parent: UnitId,
    },
    /// The units close; their members, the units below them and their banks go to `into`, which may be one of them.
    Merge {
        units: Vec<UnitId>,
        into: Target,
    },
    /// The parts are founded beside the unit. It closes if nobody and nothing is left in it.
    Split {
        unit: UnitId,
        parts: Vec<Part>,
    },
    /// Nobody and nothing may be left in it.
    Close {
        unit: UnitId,
    },
    /// Somebody who belongs nowhere gets a regular place.
    Admit {
        member: MemberId,
        to: UnitId,
        official: bool,
    },
    /// The probation is over.
    MakeOfficial {
        member: MemberId,
        from: UnitId,
    },
    /// A member's regular place.
    Transfer {
        member: MemberId,
        from: UnitId,
        to: UnitId,
    },
    /// Takes part elsewhere for a while, and keeps the regular place.
    Lend {
        member: MemberId,
        from: UnitId,
        to: UnitId,
    },
    /// Ends a temporary stay.
    Return {
        member: MemberId,
        from: UnitId,
    },
    /// A member leaves the organisation.
    Leave {
        member: MemberId,
        from: UnitId,
        ending: Ending,
    },
}

/// Why somebody no longer belongs to a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    Transferred,
    Merged,
    Split,
    /// Back from a temporary stay.
    Returned,
    /// Goes on as an official member of the same unit.
    MadeOfficial,
    /// To an organisation that is not kept here.
    MovedAway,
    Died,
    /// Struck off, expelled, or left of their own will.
    Ended,
}

impl Ending {
    pub const ALL: [Self; 8] = [
        Self::Transferred,
        Self::Merged,
        Self::Split,
        Self::Returned,
        Self::MadeOfficial,
        Self::MovedAway,
        Self::Died,
        Self::Ended,
    ];
    /// Those after which somebody is a member no more.
    pub const FINAL: [Self; 3] = [Self::MovedAway, Self::Died, Self::Ended];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Transferred => "transferred",
            Self::Merged => "merged",
            Self::Split => "split",
            Self::Returned => "returned",
            Self::MadeOfficial => "made_official",
            Self::MovedAway => "moved_away",
            Self::Died => "died",
            Self::Ended => "ended",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ending| ending.name() == name)
    }
}

/// What became true, from the date of its change on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    UnitFounded {
        unit: UnitId,
        parent: Option<UnitId>,
        kind: String,
        name: String,
    },
    /// Another place, name or kind.
    UnitChanged {
        unit: UnitId,
        parent: Option<UnitId>,
        kind: String,
        name: String,
    },
    UnitClosed {
        unit: UnitId,
    },
    /// Who holds a role at the successor answers for the predecessor's past.
    Succeeded {
        predecessor: UnitId,
        successor: UnitId,
    },
    /// Documents and questions go on being worked with: they are the other unit's from now on.
    BankPassed {
        from: UnitId,
        to: UnitId,
    },
    MembershipEnded {
        member: MemberId,
        unit: UnitId,
        attendance: Attendance,
        ending: Ending,
    },
    MembershipBegan {
        member: MemberId,
        unit: UnitId,
        attendance: Attendance,
        official: bool,
    },
}

/// Why a change cannot be made; nothing of it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeRefused {
    #[error("there is no such unit")]
    NoUnit,
    #[error("the unit {0} is closed")]
    Closed(String),
    #[error("the date lies in the future; enter the change on its day")]
    Future,
    #[error("the date lies further ahead than anybody decides")]
    TooFar,
    #[error("the unit {name} has a later change already; choose a date that is not before it")]
    BeforeHistory { name: String, since: Timestamp },
    #[error("a unit has a name of 1 to 200 characters, on one line")]
    Name,
    #[error("the unit {0} cannot lie below itself")]
    Cycle(String),
    #[error("nothing would change")]
    Nothing,
    #[error("the unit {name} still has {members} members and {units} units below it; say where they go")]
    NotEmpty { name: String, members: usize, units: usize },
    #[error("somebody named is no member of the unit {0} at present")]
    NotAMember(String),
    #[error("a unit named does not lie directly below the unit {0}")]
    NotAChild(String),
    #[error("somebody or something is named for two parts")]
    Twice,
    #[error("a part needs at least one member or one unit")]
    EmptyPart,
    #[error("they are there already")]
    AlreadyThere,
    #[error("a member with a temporary stay elsewhere returns first")]
    AwayAtPresent,
}
