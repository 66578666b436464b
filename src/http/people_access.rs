//! Who may look at a unit and at a person of it, and who may change them.

use std::collections::{BTreeMap, BTreeSet};

use super::error::Refusal;
use super::house::House;
use crate::auth::Person;
use crate::domain::identity::{MemberId, UnitId};
use crate::domain::organisation::{Attendance, Membership};
use crate::domain::role::{Action, Grant, Role};
use crate::store::{MemberRecord, Unit};

/// A unit, and what the one who asks is to it.
pub struct UnitVisit {
    pub unit: Unit,
    /// A role of theirs reaches it: they see its people and what lies below.
    pub reaches: bool,
    pub may_manage_members: bool,
    pub may_write_questions: bool,
    pub may_found: bool,
    pub may_manage: bool,
    /// What comes out of a split lies beside the unit.
    pub may_split: bool,
}

/// Somebody on a roster, and what the one who asks may do for them.
pub struct MemberVisit {
    pub record: MemberRecord,
    /// Oldest first.
    pub memberships: Vec<Membership>,
    /// The open regular one.
    pub home: Option<UnitId>,
    /// The open temporary one.
    pub stay: Option<UnitId>,
    /// Keeps them on the roster at home, or kept them last.
    pub may_manage: bool,
    /// Also ranks above every role of theirs: lets them in and sends them away.
    pub may_let_in: bool,
}

impl House {
    /// A unit for whoever belongs to it or below, or holds a role there or above.
    pub async fn unit_for(&self, person: &Person, id: &str) -> Result<UnitVisit, Refusal> {
        let unit = self.unit(id).await?;
        let may = async |action, unit| Ok::<_, Refusal>(person.may(&self.store, action, unit).await?);
        let reaches = may(Action::ReadResults, unit.id).await?;
        if !reaches && !person.belongs_to(&self.store, unit.id).await? {
            return Err(Refusal::Forbidden);
        }
        let is_open = unit.closed_at.is_none();
        let may_manage = is_open && may(Action::ManageUnits, unit.id).await?;
        let may_split = match unit.parent {
            Some(parent) => may_manage && may(Action::FoundUnits, parent).await?,
            None => false,
        };
        Ok(UnitVisit {
            reaches,
            may_manage_members: may(Action::ManageMembers, unit.id).await?,
            may_write_questions: is_open && may(Action::WriteQuestions, unit.id).await?,
            may_found: is_open && may(Action::FoundUnits, unit.id).await?,
            may_manage,
            may_split,
            unit,
        })
    }

    /// A unit at which this person may do something; nobody else hears whether there is one.
    pub async fn unit_to(&self, person: &Person, action: Action, id: &str) -> Result<Unit, Refusal> {
        let Ok(id) = id.parse::<UnitId>() else { return Err(Refusal::NotFound) };
        if !person.may(&self.store, action, id).await? {
            return Err(Refusal::Forbidden);
        }
        self.store.unit(id).await?.ok_or(Refusal::NotFound)
    }

    /// Open units at which this person may do something, each once, the nearest to the top first.
    pub async fn units_to(&self, person: &Person, action: Action) -> Result<Vec<Unit>, Refusal> {
        let mut found: Vec<Unit> = Vec::new();
        for grant in person.grants.iter().filter(|grant| grant.role.allows(action)) {
            for unit in self.store.units_within(grant.unit).await? {
                let reaches = unit.id != grant.unit || grant.role.allows_where_held(action);
                if reaches && !found.iter().any(|known| known.id == unit.id) {
                    found.push(unit);
                }
            }
        }
        Ok(found)
    }

    /// A person for whoever keeps the roster of a unit to which they belong, or belonged last.
    pub async fn member_for(&self, person: &Person, id: &str) -> Result<MemberVisit, Refusal> {
        let record = match id.parse::<MemberId>() {
            Ok(id) => self.store.member_record(id).await?,
            Err(_) => None,
        };
        let Some(record) = record else { return Err(nobody(person)) };
        let memberships = self.store.memberships_of(record.id).await?;
        let open = |attendance| {
            let is_it = |known: &&Membership| known.until.is_none() && known.attendance == attendance;
            memberships.iter().find(is_it).map(|known| known.unit)
        };
        let (home, stay) = (open(Attendance::Regular), open(Attendance::Temporary));
        let last = memberships.iter().rev().find(|known| known.attendance == Attendance::Regular);
        let may = async |unit: Option<UnitId>| match unit {
            Some(unit) => person.may(&self.store, Action::ManageMembers, unit).await,
            None => Ok(false),
        };
        let may_manage = may(home.or(last.map(|known| known.unit))).await?;
        if !may_manage && !may(stay).await? {
            return Err(Refusal::Forbidden);
        }
        let may_let_in = match home {
            Some(home) => person.may_manage(&self.store, record.id, home).await?,
            None => false,
        };
        Ok(MemberVisit { record, memberships, home, stay, may_manage, may_let_in })
    }

    /// A member whom this person may let in or send away. Whoever may not learns nothing of them.
    pub async fn managed(&self, person: &Person, member: &str) -> Result<MemberId, Refusal> {
        let found = match member.parse::<MemberId>() {
            Ok(id) => self.store.member(id).await?,
            Err(_) => None,
        };
        match found {
            Some(row) if person.may_manage(&self.store, row.id, row.unit).await? => Ok(row.id),
            Some(_) => Err(Refusal::Forbidden),
            None => Err(nobody(person)),
        }
    }

    /// A role that this person may give to a member, or take from them.
    pub async fn grantable(
        &self,
        person: &Person,
        member: &str,
        role: &str,
        unit: &str,
    ) -> Result<(MemberId, Grant), Refusal> {
        let member = self.managed(person, member).await?;
        let role = Role::from_name(role).ok_or_else(|| {
            let known = Role::ALL.map(Role::name).join(", ");
            Refusal::Invalid(format!("the roles are {known}"))
        })?;
        let unit: UnitId = unit.parse().map_err(|_| Refusal::NotFound)?;
        let grant = Grant { role, unit };
        if !person.may_grant(&self.store, grant).await? {
            return Err(Refusal::Forbidden);
        }
        Ok((member, grant))
    }

    /// Whom this person may not let in, wherever they keep the roster: themselves, and whoever holds a role that is
    /// not theirs to give. In one look, for whole lists.
    pub async fn out_of_hand(&self, person: &Person) -> Result<BTreeSet<MemberId>, Refusal> {
        let mut out = BTreeSet::from([person.member]);
        for (member, grant) in self.store.all_grants().await? {
            if !out.contains(&member) && !person.may_grant(&self.store, grant).await? {
                out.insert(member);
            }
        }
        Ok(out)
    }

    /// Names of units, by their ids, as they are called now.
    pub async fn unit_names(&self, units: impl IntoIterator<Item = UnitId>) -> Result<BTreeMap<UnitId, Unit>, Refusal> {
        let mut names = BTreeMap::new();
        for unit in units {
            if !names.contains_key(&unit)
                && let Some(row) = self.store.unit(unit).await?
            {
                names.insert(unit, row);
            }
        }
        Ok(names)
    }
}

/// Somebody who is not there: only who holds a role hears so.
fn nobody(person: &Person) -> Refusal {
    if person.grants.is_empty() { Refusal::Forbidden } else { Refusal::NotFound }
}

impl MemberVisit {
    /// Only for whoever keeps them on the roster.
    pub fn managed(self) -> Result<Self, Refusal> {
        if self.may_manage { Ok(self) } else { Err(Refusal::Forbidden) }
    }

    /// Only for whoever also ranks above them.
    pub fn let_in(self) -> Result<Self, Refusal> {
        if self.may_let_in { Ok(self) } else { Err(Refusal::Forbidden) }
    }
}
