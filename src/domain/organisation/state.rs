//! What is true now.

use std::collections::BTreeMap;

use super::super::identity::{MemberId, UnitId};
use super::super::time::Timestamp;
use super::change::Fact;

/// How somebody belongs to a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Attendance {
    /// Sinh hoạt chính thức: everybody has one such place at most.
    Regular,
    /// Sinh hoạt tạm thời, beside the regular place.
    Temporary,
}

impl Attendance {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Regular => "regular",
            Self::Temporary => "temporary",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Regular, Self::Temporary].into_iter().find(|attendance| attendance.name() == name)
    }
}

/// A unit as it is now, or as it was when it closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitNow {
    /// None at a root.
    pub parent: Option<UnitId>,
    pub kind: String,
    pub name: String,
    pub founded: Timestamp,
    /// When it was founded or last changed; nothing earlier can be changed any more.
    pub since: Timestamp,
    pub closed: bool,
}

/// Somebody's open membership.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Belonging {
    pub member: MemberId,
    pub attendance: Attendance,
    /// Official, as against on probation.
    pub official: bool,
    pub since: Timestamp,
}

/// Units as they are now, closed ones included, and the open memberships.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Organisation {
    pub units: BTreeMap<UnitId, UnitNow>,
    /// Of the units that a change names, at least.
    pub members: BTreeMap<UnitId, Vec<Belonging>>,
}

impl Organisation {
    pub fn members_of(&self, unit: UnitId) -> &[Belonging] {
        self.members.get(&unit).map_or(&[], Vec::as_slice)
    }

    /// Open units directly below this one.
    pub fn children_of(&self, unit: UnitId) -> impl Iterator<Item = UnitId> {
        let below = move |(_, child): &(&UnitId, &UnitNow)| child.parent == Some(unit) && !child.closed;
        self.units.iter().filter(below).map(|(id, _)| *id)
    }

    /// Whether `unit` is `ancestor` or lies below it.
    pub fn is_within(&self, unit: UnitId, ancestor: UnitId) -> bool {
        let parent = |unit: &UnitId| self.units.get(unit).and_then(|unit| unit.parent);
        std::iter::successors(Some(unit), parent).any(|unit| unit == ancestor)
    }

    /// Takes up what became true on this date.
    pub fn evolve(&mut self, on: Timestamp, fact: &Fact) {
        match fact {
            Fact::UnitFounded { unit, parent, kind, name } | Fact::UnitChanged { unit, parent, kind, name } => {
                let founded = self.units.get(unit).map_or(on, |unit| unit.founded);
                let (kind, name) = (kind.clone(), name.clone());
                let now = UnitNow { parent: *parent, kind, name, founded, since: on, closed: false };
                self.units.insert(*unit, now);
            }
            Fact::UnitClosed { unit } => {
                if let Some(unit) = self.units.get_mut(unit) {
                    unit.closed = true;
                    unit.since = on;
                }
            }
            Fact::Succeeded { .. } | Fact::BankPassed { .. } => {}
            Fact::MembershipEnded { member, unit, attendance, .. } => {
                let is_it = |belonging: &Belonging| belonging.member == *member && belonging.attendance == *attendance;
                self.members.entry(*unit).or_default().retain(|belonging| !is_it(belonging));
            }
            Fact::MembershipBegan { member, unit, attendance, official } => {
                let belonging = Belonging { member: *member, attendance: *attendance, official: *official, since: on };
                self.members.entry(*unit).or_default().push(belonging);
            }
        }
    }
}
