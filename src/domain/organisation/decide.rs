//! From what somebody wants to what becomes true.

use std::collections::BTreeSet;

use super::super::identity::{MemberId, UnitId};
use super::super::time::Timestamp;
use super::change::{Change, ChangeRefused, Ending, Fact, NewUnit, Part, Target};
use super::state::{Attendance, Belonging, Organisation, UnitNow};

type Decided = Result<Vec<Fact>, ChangeRefused>;

impl Change {
    /// The units whose members a decision needs to know.
    pub fn units(&self) -> Vec<UnitId> {
        match self {
            Self::Found { .. } | Self::Admit { .. } => Vec::new(),
            Self::Rename { unit, .. } | Self::Move { unit, .. } | Self::Split { unit, .. } | Self::Close { unit } => {
                vec![*unit]
            }
            Self::Merge { units, into } => {
                let existing = if let Target::Existing(unit) = into { Some(*unit) } else { None };
                units.iter().copied().chain(existing).collect()
            }
            Self::Transfer { from, to, .. } | Self::Lend { from, to, .. } => vec![*from, *to],
            Self::MakeOfficial { from, .. } | Self::Return { from, .. } | Self::Leave { from, .. } => vec![*from],
        }
    }

    /// Every unit that it names, those to be founded aside.
    pub fn named(&self) -> Vec<UnitId> {
        let above = match self {
            Self::Found { parent, .. } | Self::Merge { into: Target::New { parent, .. }, .. } => *parent,
            Self::Move { parent, .. } => Some(*parent),
            Self::Admit { to, .. } => Some(*to),
            _ => None,
        };
        self.units().into_iter().chain(above).collect()
    }

    /// The people all of whose memberships a decision needs to know.
    pub fn member(&self) -> Option<MemberId> {
        match self {
            Self::Admit { member, .. }
            | Self::MakeOfficial { member, .. }
            | Self::Transfer { member, .. }
            | Self::Lend { member, .. }
            | Self::Return { member, .. }
            | Self::Leave { member, .. } => Some(*member),
            _ => None,
        }
    }
}

impl Organisation {
    /// What a change that is effective `on` a date makes true, in order. `now` bounds the date.
    pub fn decide(&self, now: Timestamp, on: Timestamp, change: &Change) -> Decided {
        if on > now {
            return Err(ChangeRefused::Future);
        }
        match change {
            Change::Found { unit, parent } => self.found(on, unit, *parent),
            Change::Rename { unit, name, kind } => self.rename(on, *unit, name, kind),
            Change::Move { unit, parent } => self.relocate(on, *unit, *parent),
            Change::Merge { units, into } => self.merge(on, units, into),
            Change::Split { unit, parts } => self.split(on, *unit, parts),
            Change::Close { unit } => self.close(on, *unit),
            Change::Admit { member, to, official } => self.admit(on, *member, *to, *official),
            Change::MakeOfficial { member, from } => self.make_official(on, *member, *from),
            Change::Transfer { member, from, to } => self.transfer(on, *member, *from, *to),
            Change::Lend { member, from, to } => self.lend(on, *member, *from, *to),
            Change::Return { member, from } => {
                let stay = self.belonging(on, *member, *from, Attendance::Temporary)?;
                Ok(vec![ended(*from, stay, Ending::Returned)])
            }
            Change::Leave { member, from, ending } => self.leave(on, *member, *from, *ending),
        }
    }

    fn found(&self, on: Timestamp, unit: &NewUnit, parent: Option<UnitId>) -> Decided {
        if let Some(parent) = parent {
            self.open_on(on, parent)?;
        }
        let NewUnit { id, kind, name } = unit;
        if self.units.contains_key(id) {
            return Err(ChangeRefused::AlreadyThere);
        }
        Ok(vec![Fact::UnitFounded { unit: *id, parent, kind: kind.clone(), name: clean(name)? }])
    }

    fn rename(&self, on: Timestamp, unit: UnitId, name: &str, kind: &str) -> Decided {
        let now = self.open_since(on, unit)?;
        let name = clean(name)?;
        if now.name == name && now.kind == kind {
            return Err(ChangeRefused::Nothing);
        }
        Ok(vec![Fact::UnitChanged { unit, parent: now.parent, kind: kind.to_owned(), name }])
    }

    fn relocate(&self, on: Timestamp, unit: UnitId, parent: UnitId) -> Decided {
        let now = self.open_since(on, unit)?;
        self.open_on(on, parent)?;
        if self.is_within(parent, unit) {
            return Err(ChangeRefused::Cycle(now.name.clone()));
        }
        if now.parent == Some(parent) {
            return Err(ChangeRefused::Nothing);
        }
        Ok(vec![now.below(unit, Some(parent))])
    }

    fn merge(&self, on: Timestamp, units: &[UnitId], into: &Target) -> Decided {
        let mut facts = Vec::new();
        let into = match into {
            Target::Existing(into) => {
                self.open_on(on, *into)?;
                *into
            }
            Target::New { unit, parent } => {
                facts.extend(self.found(on, unit, *parent)?);
                // Below one of those that close, the new one would hold what it hangs on.
                let above = units.iter().find(|unit| parent.is_some_and(|parent| self.is_within(parent, **unit)));
                if let Some(above) = above {
                    return Err(ChangeRefused::Cycle(self.open(*above)?.name.clone()));
                }
                unit.id
            }
        };
        let merged: BTreeSet<UnitId> = units.iter().copied().filter(|unit| *unit != into).collect();
        if merged.is_empty() {
            return Err(ChangeRefused::Nothing);
        }
        for &unit in &merged {
            let now = self.open_since(on, unit)?;
            if self.is_within(into, unit) {
                return Err(ChangeRefused::Cycle(now.name.clone()));
            }
            for child in self.children_of(unit).filter(|child| *child != into && !merged.contains(child)) {
                facts.push(self.open_since(on, child)?.below(child, Some(into)));
            }
        }
        // Regular places first: a guest of one unit may be at home in another.
        for attendance in [Attendance::Regular, Attendance::Temporary] {
            for &unit in &merged {
                for belonging in self.members_of(unit).iter().filter(|belonging| belonging.attendance == attendance) {
                    self.settle(on, unit, belonging, into, Ending::Merged, &mut facts)?;
                }
            }
        }
        for &unit in &merged {
            facts.push(Fact::UnitClosed { unit });
            facts.push(Fact::Succeeded { predecessor: unit, successor: into });
            facts.push(Fact::BankPassed { from: unit, to: into });
        }
        Ok(facts)
    }

    fn split(&self, on: Timestamp, unit: UnitId, parts: &[Part]) -> Decided {
        let now = self.open_since(on, unit)?;
        if parts.is_empty() {
            return Err(ChangeRefused::Nothing);
        }
        let (mut people, mut units, mut founded) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        let mut facts = Vec::new();
        for part in parts {
            if part.members.is_empty() && part.children.is_empty() {
                return Err(ChangeRefused::EmptyPart);
            }
            if !founded.insert(part.unit.id) {
                return Err(ChangeRefused::Twice);
            }
            facts.extend(self.found(on, &part.unit, now.parent)?);
            for &member in &part.members {
                if !people.insert(member) {
                    return Err(ChangeRefused::Twice);
                }
                // Whoever is lent to the unit goes with the part they are named for.
                let theirs = self.members_of(unit).iter().filter(|belonging| belonging.member == member);
                let mut found = false;
                for belonging in theirs {
                    self.settle(on, unit, belonging, part.unit.id, Ending::Split, &mut facts)?;
                    found = true;
                }
                if !found {
                    return Err(ChangeRefused::NotAMember(now.name.clone()));
                }
            }
            for &child in &part.children {
                if !units.insert(child) {
                    return Err(ChangeRefused::Twice);
                }
                let below = self.open_since(on, child)?;
                if below.parent != Some(unit) {
                    return Err(ChangeRefused::NotAChild(now.name.clone()));
                }
                facts.push(below.below(child, Some(part.unit.id)));
            }
        }
        let nobody = self.members_of(unit).iter().all(|belonging| people.contains(&belonging.member));
        let nothing = self.children_of(unit).all(|child| units.contains(&child));
        if nobody && nothing {
            facts.push(Fact::UnitClosed { unit });
            // A unit that remains answers for its past itself.
            facts.extend(parts.iter().map(|part| Fact::Succeeded { predecessor: unit, successor: part.unit.id }));
        }
        Ok(facts)
    }

    fn close(&self, on: Timestamp, unit: UnitId) -> Decided {
        let now = self.open_since(on, unit)?;
        let (members, units) = (self.members_of(unit).len(), self.children_of(unit).count());
        if members + units > 0 {
            return Err(ChangeRefused::NotEmpty { name: now.name.clone(), members, units });
        }
        Ok(vec![Fact::UnitClosed { unit }])
    }

    fn admit(&self, on: Timestamp, member: MemberId, to: UnitId, official: bool) -> Decided {
        self.open_on(on, to)?;
        let attendance = Attendance::Regular;
        let has_place = |known: &Belonging| known.member == member && known.attendance == attendance;
        if self.members.values().flatten().any(has_place) {
            return Err(ChangeRefused::AlreadyThere);
        }
        Ok(vec![Fact::MembershipBegan { member, unit: to, attendance, official }])
    }

    fn make_official(&self, on: Timestamp, member: MemberId, from: UnitId) -> Decided {
        let place = self.belonging(on, member, from, Attendance::Regular)?;
        if place.official {
            return Err(ChangeRefused::Nothing);
        }
        let began = Fact::MembershipBegan { member, unit: from, attendance: place.attendance, official: true };
        Ok(vec![ended(from, place, Ending::MadeOfficial), began])
    }

    fn transfer(&self, on: Timestamp, member: MemberId, from: UnitId, to: UnitId) -> Decided {
        self.open_on(on, to)?;
        if from == to {
            return Err(ChangeRefused::AlreadyThere);
        }
        let place = self.belonging(on, member, from, Attendance::Regular)?;
        let mut facts = Vec::new();
        self.settle(on, from, place, to, Ending::Transferred, &mut facts)?;
        Ok(facts)
    }

    fn lend(&self, on: Timestamp, member: MemberId, from: UnitId, to: UnitId) -> Decided {
        self.open_on(on, to)?;
        let place = self.belonging(on, member, from, Attendance::Regular)?;
        if from == to || self.find(member, to, Attendance::Temporary).is_some() {
            return Err(ChangeRefused::AlreadyThere);
        }
        if self.members.values().flatten().any(|other| other.member == member && other.attendance != place.attendance) {
            return Err(ChangeRefused::AwayAtPresent);
        }
        let official = place.official;
        Ok(vec![Fact::MembershipBegan { member, unit: to, attendance: Attendance::Temporary, official }])
    }

    /// Ends a membership and begins the same in another unit, unless the member has it there.
    fn settle(
        &self,
        on: Timestamp,
        from: UnitId,
        belonging: &Belonging,
        to: UnitId,
        ending: Ending,
        facts: &mut Vec<Fact>,
    ) -> Result<(), ChangeRefused> {
        let Belonging { member, attendance, official, since } = belonging.clone();
        if on < since {
            return Err(ChangeRefused::BeforeHistory { name: self.open(from)?.name.clone(), since });
        }
        facts.push(ended(from, belonging, ending));
        let is_there = |there: Attendance, facts: &[Fact]| {
            let began = Fact::MembershipBegan { member, unit: to, attendance: there, official };
            self.find(member, to, there).is_some() || facts.contains(&began)
        };
        match attendance {
            // A guest in the unit where they are at home, or who is a guest there already.
            Attendance::Temporary if is_there(Attendance::Regular, facts) || is_there(attendance, facts) => {}
            Attendance::Temporary => {
                facts.push(Fact::MembershipBegan { member, unit: to, attendance, official });
            }
            Attendance::Regular => {
                // Who was there for a while is there for good.
                if let Some(stay) = self.find(member, to, Attendance::Temporary) {
                    facts.push(ended(to, stay, ending));
                }
                facts.push(Fact::MembershipBegan { member, unit: to, attendance, official });
            }
        }
        Ok(())
    }

    fn leave(&self, on: Timestamp, member: MemberId, from: UnitId, ending: Ending) -> Decided {
        let place = self.belonging(on, member, from, Attendance::Regular)?;
        let mut facts = Vec::new();
        for (&unit, belongings) in &self.members {
            let theirs = |stay: &&Belonging| stay.member == member && stay.attendance == Attendance::Temporary;
            if let Some(stay) = belongings.iter().find(theirs) {
                self.belonging(on, member, unit, Attendance::Temporary)?;
                facts.push(ended(unit, stay, ending));
            }
        }
        facts.push(ended(from, place, ending));
        Ok(facts)
    }

    fn find(&self, member: MemberId, unit: UnitId, attendance: Attendance) -> Option<&Belonging> {
        let members = self.members_of(unit).iter();
        members.into_iter().find(|belonging| belonging.member == member && belonging.attendance == attendance)
    }

    /// An open membership that may be changed on this date.
    fn belonging(
        &self,
        on: Timestamp,
        member: MemberId,
        unit: UnitId,
        attendance: Attendance,
    ) -> Result<&Belonging, ChangeRefused> {
        let name = || self.units.get(&unit).map(|unit| unit.name.clone()).unwrap_or_default();
        let found = self.find(member, unit, attendance).ok_or_else(|| ChangeRefused::NotAMember(name()))?;
        if on < found.since {
            return Err(ChangeRefused::BeforeHistory { name: name(), since: found.since });
        }
        Ok(found)
    }

    fn open(&self, unit: UnitId) -> Result<&UnitNow, ChangeRefused> {
        let unit = self.units.get(&unit).ok_or(ChangeRefused::NoUnit)?;
        if unit.closed { Err(ChangeRefused::Closed(unit.name.clone())) } else { Ok(unit) }
    }

    /// An open unit that was there on this date.
    fn open_on(&self, on: Timestamp, unit: UnitId) -> Result<&UnitNow, ChangeRefused> {
        let unit = self.open(unit)?;
        if on < unit.founded {
            return Err(ChangeRefused::BeforeHistory { name: unit.name.clone(), since: unit.founded });
        }
        Ok(unit)
    }

    /// An open unit that may be changed on this date.
    fn open_since(&self, on: Timestamp, unit: UnitId) -> Result<&UnitNow, ChangeRefused> {
        let unit = self.open(unit)?;
        if on < unit.since {
            return Err(ChangeRefused::BeforeHistory { name: unit.name.clone(), since: unit.since });
        }
        Ok(unit)
    }
}

impl UnitNow {
    fn below(&self, unit: UnitId, parent: Option<UnitId>) -> Fact {
        Fact::UnitChanged { unit, parent, kind: self.kind.clone(), name: self.name.clone() }
    }
}

fn ended(unit: UnitId, belonging: &Belonging, ending: Ending) -> Fact {
    Fact::MembershipEnded { member: belonging.member, unit, attendance: belonging.attendance, ending }
}

/// A name on one line, without spaces around it.
fn clean(name: &str) -> Result<String, ChangeRefused> {
    let name = name.trim();
    let fits = (1..=super::NAME_MOST).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    if fits { Ok(name.to_owned()) } else { Err(ChangeRefused::Name) }
}
