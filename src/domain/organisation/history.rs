//! What all facts together say of any date.

use std::collections::BTreeMap;

use super::super::identity::{MemberId, UnitId};
use super::super::time::Timestamp;
use super::change::{Ending, Fact};
use super::state::Attendance;

/// A unit's place, kind and name for some time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    pub since: Timestamp,
    /// None: still.
    pub until: Option<Timestamp>,
    pub parent: Option<UnitId>,
    pub kind: String,
    pub name: String,
}

/// Somebody's belonging to a unit for some time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    pub member: MemberId,
    pub unit: UnitId,
    pub attendance: Attendance,
    pub official: bool,
    pub since: Timestamp,
    /// None: still.
    pub until: Option<Timestamp>,
    pub ending: Option<Ending>,
}

/// Everything that was ever true of the organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// Each unit's versions, oldest first.
    pub versions: BTreeMap<UnitId, Vec<Version>>,
    /// (predecessor, successor, since)
    pub successions: Vec<(UnitId, UnitId, Timestamp)>,
    /// In the order in which they began to be known.
    pub memberships: Vec<Membership>,
}

impl History {
    /// Takes up what became true on this date.
    pub fn evolve(&mut self, on: Timestamp, fact: &Fact) {
        match fact {
            Fact::UnitFounded { unit, parent, kind, name } | Fact::UnitChanged { unit, parent, kind, name } => {
                self.end_version(*unit, on);
                let (kind, name) = (kind.clone(), name.clone());
                let version = Version { since: on, until: None, parent: *parent, kind, name };
                self.versions.entry(*unit).or_default().push(version);
            }
            Fact::UnitClosed { unit } => self.end_version(*unit, on),
            Fact::BankPassed { .. } => {}
            Fact::Succeeded { predecessor, successor } => self.successions.push((*predecessor, *successor, on)),
            Fact::MembershipEnded { member, unit, attendance, ending } => {
                let is_it = |known: &&mut Membership| {
                    known.member == *member
                        && known.unit == *unit
                        && known.attendance == *attendance
                        && known.until.is_none()
                };
                if let Some(known) = self.memberships.iter_mut().find(is_it) {
                    known.until = Some(on);
                    known.ending = Some(*ending);
                }
            }
            Fact::MembershipBegan { member, unit, attendance, official } => self.memberships.push(Membership {
                member: *member,
                unit: *unit,
                attendance: *attendance,
                official: *official,
                since: on,
                until: None,
                ending: None,
            }),
        }
    }

    fn end_version(&mut self, unit: UnitId, on: Timestamp) {
        if let Some(last) = self.versions.get_mut(&unit).and_then(|versions| versions.last_mut()) {
            last.until.get_or_insert(on);
        }
    }

    /// A unit as it was at an instant; `None` before it was founded and once it is closed.
    pub fn unit_at(&self, unit: UnitId, at: Timestamp) -> Option<&Version> {
        self.versions.get(&unit)?.iter().rev().find(|version| spans(version.since, version.until, at))
    }

    /// Who belonged to a unit itself at an instant.
    pub fn members_at(&self, unit: UnitId, at: Timestamp) -> impl Iterator<Item = &Membership> {
        self.memberships.iter().filter(move |known| known.unit == unit && spans(known.since, known.until, at))
    }
}

/// Whether an instant lies within a time that begins with `since` and ends before `until`.
fn spans(since: Timestamp, until: Option<Timestamp>, at: Timestamp) -> bool {
    since <= at && until.is_none_or(|until| at < until)
}
