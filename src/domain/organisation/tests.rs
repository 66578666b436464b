//! Merging, splitting and moving never lose a member, never count one twice, and never change what was.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::domain::identity::{MemberId, UnitId};
use crate::domain::time::Timestamp;

fn unit(number: usize) -> UnitId {
    UnitId(Uuid::from_u128(0x100 + number as u128))
}

fn member(number: usize) -> MemberId {
    MemberId(Uuid::from_u128(0x900 + number as u128))
}

fn new(number: usize) -> NewUnit {
    NewUnit { id: unit(number), kind: "cell".to_owned(), name: format!("Chi bộ {number}") }
}

/// An organisation with its whole history, the day up to which it is told, and what is decided for the days after.
struct Chronicle {
    now: Organisation,
    history: History,
    ahead: Vec<Coming>,
    today: i64,
    next_unit: usize,
    next_member: usize,
}

impl Chronicle {
    /// A root with three cells of four members each.
    fn begin() -> Self {
        let (now, history) = (Organisation::default(), History::default());
        let mut chronicle = Self { now, history, ahead: Vec::new(), today: 0, next_unit: 4, next_member: 100 };
        chronicle.make(&Change::Found { unit: new(0), parent: None }).unwrap();
        for cell in 1..=3 {
            chronicle.make(&Change::Found { unit: new(cell), parent: Some(unit(0)) }).unwrap();
            for place in 0..4 {
                let (member, attendance) = (member(cell * 4 + place), Attendance::Regular);
                let joined = Fact::MembershipBegan { member, unit: unit(cell), attendance, official: true };
                chronicle.tell(&joined);
            }
        }
        chronicle
    }

    fn tell(&mut self, fact: &Fact) {
        self.now.evolve(Timestamp(self.today), fact);
        self.history.evolve(Timestamp(self.today), fact);
    }

    fn make(&mut self, change: &Change) -> Result<(), ChangeRefused> {
        let facts = self.now.decide(Timestamp(self.today), Timestamp(self.today), change)?;
        facts.iter().for_each(|fact| self.tell(fact));
        Ok(())
    }

    /// Goes on to the next day, and makes what was decided for it, in the order in which it was entered. Says who of
    /// them left, and who came.
    fn dawn(&mut self) -> Vec<Change> {
        self.today += 1;
        let (due, ahead) = std::mem::take(&mut self.ahead).into_iter().partition(|coming| coming.on.0 <= self.today);
        self.ahead = ahead;
        let due: Vec<Coming> = due;
        due.into_iter().filter(|coming| self.make(&coming.change).is_ok()).map(|coming| coming.change).collect()
    }

    /// Where everybody was at home on a day.
    fn homes(&self, day: i64) -> BTreeMap<MemberId, Vec<UnitId>> {
        let mut homes: BTreeMap<MemberId, Vec<UnitId>> = BTreeMap::new();
        for &unit in self.history.versions.keys() {
            for known in self.history.members_at(unit, Timestamp(day)) {
                if known.attendance == Attendance::Regular {
                    homes.entry(known.member).or_default().push(unit);
                }
            }
        }
        homes
    }
}

/// What may happen; numbers choose among what there is at the time.
#[derive(Clone, Debug)]
enum Deed {
    Merge(usize, usize, bool),
    Split(usize, Vec<usize>),
    Move(usize, usize),
    Rename(usize),
    Transfer(usize, usize),
    Lend(usize, usize),
    Return(usize),
    Leave(usize),
    /// Somebody new, or somebody who has left, on probation.
    Admit(usize, bool),
    MakeOfficial(usize),
    /// What is wanted is decided for so many days later.
    Ahead(Box<Deed>, i64),
    Wait,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        5 => deed_of_today(),
        2 => (deed_of_today(), 1..4_i64).prop_map(|(deed, days)| Deed::Ahead(Box::new(deed), days)),
        2 => Just(Deed::Wait),
    ]
}

fn deed_of_today() -> impl Strategy<Value = Deed> {
    let number = || 0..64_usize;
    prop_oneof![
        (number(), number(), any::<bool>()).prop_map(|(one, other, new)| Deed::Merge(one, other, new)),
        (number(), proptest::collection::vec(0..3_usize, 1..16)).prop_map(|(unit, parts)| Deed::Split(unit, parts)),
        (number(), number()).prop_map(|(unit, parent)| Deed::Move(unit, parent)),
        number().prop_map(Deed::Rename),
        (number(), number()).prop_map(|(member, unit)| Deed::Transfer(member, unit)),
        (number(), number()).prop_map(|(member, unit)| Deed::Lend(member, unit)),
        number().prop_map(Deed::Return),
        number().prop_map(Deed::Leave),
        (number(), any::<bool>()).prop_map(|(unit, new)| Deed::Admit(unit, new)),
        number().prop_map(Deed::MakeOfficial),
    ]
}

impl Chronicle {
    fn open(&self) -> Vec<UnitId> {
        self.now.units.iter().filter(|(_, unit)| !unit.closed).map(|(id, _)| *id).collect()
    }

    fn belongings(&self, attendance: Attendance) -> Vec<(UnitId, MemberId)> {
        let all = self.now.members.iter().flat_map(|(unit, members)| members.iter().map(|known| (*unit, known)));
        all.filter(|(_, known)| known.attendance == attendance).map(|(unit, known)| (unit, known.member)).collect()
    }

    fn change(&mut self, deed: &Deed) -> Option<Change> {
        let open = self.open();
        let pick = |number: usize| open[number % open.len()];
        let (home, stays) = (self.belongings(Attendance::Regular), self.belongings(Attendance::Temporary));
        let mut fresh = || {
            self.next_unit += 1;
            new(self.next_unit)
        };
        Some(match deed {
            Deed::Merge(one, other, true) => Change::Merge {
                units: vec![pick(*one), pick(*other)],
                into: Target::New { unit: fresh(), parent: Some(open[0]) },
            },
            Deed::Merge(one, other, false) => {
                Change::Merge { units: vec![pick(*one)], into: Target::Existing(pick(*other)) }
            }
            Deed::Split(of, parts) => {
                let of = pick(*of);
                let mut made: Vec<Part> =
                    (0..2).map(|_| Part { unit: fresh(), members: Vec::new(), children: Vec::new() }).collect();
                let people: BTreeSet<MemberId> = self.now.members_of(of).iter().map(|known| known.member).collect();
                for (at, member) in people.into_iter().enumerate() {
                    // The third of the numbers stays where they are.
                    if let Some(part) = made.get_mut(parts[at % parts.len()]) {
                        part.members.push(member);
                    }
                }
                made.retain(|part| !part.members.is_empty());
                Change::Split { unit: of, parts: made }
            }
            Deed::Move(of, parent) => Change::Move { unit: pick(*of), parent: pick(*parent) },
            Deed::Rename(of) => Change::Rename {
                unit: pick(*of),
                name: format!("Chi bộ mới {}", fresh().name),
                kind: "cell".to_owned(),
            },
            Deed::Transfer(of, to) => {
                let (from, member) = *home.get(of % home.len().max(1))?;
                Change::Transfer { member, from, to: pick(*to) }
            }
            Deed::Lend(of, to) => {
                let (from, member) = *home.get(of % home.len().max(1))?;
                Change::Lend { member, from, to: pick(*to) }
            }
            Deed::Return(of) => {
                let (from, member) = *stays.get(of % stays.len().max(1))?;
                Change::Return { member, from }
            }
            Deed::Leave(of) => {
                let (from, member) = *home.get(of % home.len().max(1))?;
                Change::Leave { member, from, ending: Ending::MovedAway }
            }
            Deed::Admit(to, is_new) => {
                let gone = |known: &&Membership| !home.iter().any(|(_, member)| *member == known.member);
                let returning = self.history.memberships.iter().find(gone).filter(|_| !is_new);
                let member = returning.map_or_else(
                    || {
                        self.next_member += 1;
                        member(self.next_member)
                    },
                    |known| known.member,
                );
                Change::Admit { member, to: pick(*to), official: false }
            }
            Deed::MakeOfficial(of) => {
                let (from, member) = *home.get(of % home.len().max(1))?;
                Change::MakeOfficial { member, from }
            }
            Deed::Ahead(..) | Deed::Wait => return None,
        })
    }
}

proptest! {
    #[test]
    fn nobody_is_lost_nobody_is_doubled_and_the_past_stays(deeds in proptest::collection::vec(deed(), 1..40)) {
        let mut chronicle = Chronicle::begin();
        let mut expected: BTreeSet<MemberId> = (4..16).map(member).collect();
        let mut told: Vec<(i64, BTreeMap<MemberId, Vec<UnitId>>)> = Vec::new();
        for deed in &deeds {
            let before = (chronicle.now.clone(), chronicle.history.clone());
            let made = match deed {
                Deed::Wait => {
                    told.push((chronicle.today, chronicle.homes(chronicle.today)));
                    chronicle.dawn()
                }
                Deed::Ahead(deed, days) => {
                    if let Some(change) = chronicle.change(deed) {
                        let (now, on) = (Timestamp(chronicle.today), Timestamp(chronicle.today + days));
                        let earlier = chronicle.ahead.iter().filter(|earlier| earlier.on <= on).cloned();
                        let mut all: Vec<Coming> = earlier.collect();
                        all.sort_by_key(|coming| coming.on);
                        if chronicle.now.foresee_after(now, &all, on, &change).is_ok() {
                            chronicle.ahead.push(Coming { on, change });
                        }
                    }
                    prop_assert_eq!(&before, &(chronicle.now.clone(), chronicle.history.clone()), "nothing is true before its day");
                    continue;
                }
                deed => match chronicle.change(deed) {
                    Some(change) if chronicle.make(&change).is_ok() => vec![change],
                    _ => {
                        prop_assert_eq!(&before, &(chronicle.now.clone(), chronicle.history.clone()), "a refusal changes nothing");
                        continue;
                    }
                },
            };
            for change in &made {
                match change {
                    Change::Leave { member, .. } => _ = expected.remove(member),
                    Change::Admit { member, .. } => _ = expected.insert(*member),
                    _ => {}
                }
            }
            let change = made;
            // Everybody is at home in exactly one open unit.
            let homes = chronicle.homes(chronicle.today);
            prop_assert_eq!(homes.keys().copied().collect::<BTreeSet<_>>(), expected.clone(), "after {:?}", &change);
            for (member, units) in &homes {
                prop_assert_eq!(units.len(), 1, "{} after {:?}", member, &change);
                prop_assert!(!chronicle.now.units[&units[0]].closed, "{:?}", &change);
            }
            // A guest is a guest in one open unit, and not where they are at home.
            let stays = chronicle.belongings(Attendance::Temporary);
            let guests: BTreeSet<MemberId> = stays.iter().map(|(_, member)| *member).collect();
            prop_assert_eq!(guests.len(), stays.len(), "{:?}", &change);
            for (unit, guest) in &stays {
                prop_assert!(expected.contains(guest) && homes[guest] != [*unit] && !chronicle.now.units[unit].closed);
            }
            // The tree has no circle and no open unit below a closed one.
            for id in chronicle.open() {
                let mut above = id;
                for _ in 0..chronicle.now.units.len() {
                    let Some(parent) = chronicle.now.units[&above].parent else { break };
                    prop_assert!(!chronicle.now.units[&parent].closed, "{:?}", &change);
                    above = parent;
                }
                prop_assert_eq!(chronicle.now.units[&above].parent, None, "a circle after {:?}", &change);
                prop_assert_eq!(
                    chronicle.history.unit_at(id, Timestamp(chronicle.today)).map(|version| version.name.clone()),
                    Some(chronicle.now.units[&id].name.clone())
                );
            }
            // What was told of the days before is told still.
            for (day, homes) in &told {
                prop_assert_eq!(&chronicle.homes(*day), homes, "day {} after {:?}", day, &change);
            }
        }
    }
}

#[test]
fn what_is_decided_for_april_is_seen_in_march_and_made_in_its_order() {
    let mut chronicle = Chronicle::begin();
    chronicle.today = 15;
    let april = Timestamp(31);
    let transfer = |number: usize| Change::Transfer { member: member(number), from: unit(1), to: unit(2) };
    let ahead: Vec<Coming> = (4..8).map(|number| Coming { on: april, change: transfer(number) }).collect();
    let close = Change::Close { unit: unit(1) };
    let look = |earlier: &[Coming], on| chronicle.now.foresee_after(Timestamp(15), earlier, on, &close);
    let full = |members| ChangeRefused::NotEmpty { name: "Chi bộ 1".to_owned(), members, units: 0 };
    // Once all have gone, the cell may close; a day before they have not.
    assert_eq!(look(&[], april), Err(full(4)));
    assert_eq!(look(&ahead[1..], april), Err(full(1)));
    assert_eq!(look(&ahead, Timestamp(30)), Err(full(4)));
    let foreseen = look(&ahead, april).expect("a cell that may close");
    assert_eq!(foreseen.facts, [Fact::UnitClosed { unit: unit(1) }]);
    assert_eq!(foreseen.before.members_of(unit(2)).len(), 8);
    let far = Timestamp(3 * 366 * 24 * 60 * 60 * 1_000);
    assert_eq!(look(&ahead, far), Err(ChangeRefused::TooFar));
    // One that no longer fits holds up none of the others.
    let leave =
        Coming { on: Timestamp(20), change: Change::Leave { member: member(4), from: unit(1), ending: Ending::Died } };
    let all: Vec<Coming> = [leave].into_iter().chain(ahead).chain([Coming { on: april, change: close }]).collect();
    let outlook = foresee(&chronicle.now, &all);
    assert_eq!(outlook[1], Err(ChangeRefused::NotAMember("Chi bộ 1".to_owned())));
    assert!(outlook.iter().enumerate().all(|(at, foreseen)| at == 1 || foreseen.is_ok()), "{outlook:?}");
}

#[test]
fn somebody_is_taken_in_on_probation_and_made_official_once() {
    let mut chronicle = Chronicle::begin();
    chronicle.today = 10;
    let (new, cell) = (member(50), unit(1));
    let admit = |to| Change::Admit { member: new, to, official: false };
    let official = Change::MakeOfficial { member: new, from: cell };
    assert_eq!(chronicle.make(&official), Err(ChangeRefused::NotAMember("Chi bộ 1".to_owned())));
    assert_eq!(chronicle.make(&admit(unit(99))), Err(ChangeRefused::NoUnit));
    chronicle.make(&admit(cell)).unwrap();
    for to in [cell, unit(2)] {
        assert_eq!(chronicle.make(&admit(to)), Err(ChangeRefused::AlreadyThere), "everybody has one place");
    }
    let early = chronicle.now.decide(Timestamp(10), Timestamp(9), &official);
    assert_eq!(early, Err(ChangeRefused::BeforeHistory { name: "Chi bộ 1".to_owned(), since: Timestamp(10) }));
    chronicle.today = 20;
    chronicle.make(&official).unwrap();
    assert_eq!(chronicle.make(&official), Err(ChangeRefused::Nothing));
    let standing = |day| chronicle.history.members_at(cell, Timestamp(day)).find(|known| known.member == new);
    assert_eq!(standing(9), None);
    assert_eq!(standing(19).map(|known| (known.official, known.ending)), Some((false, Some(Ending::MadeOfficial))));
    assert_eq!(standing(20).map(|known| (known.official, known.ending)), Some((true, None)));
}

#[test]
fn a_change_is_refused_with_what_stands_in_its_way() {
    let mut chronicle = Chronicle::begin();
    chronicle.today = 10;
    let refused = |chronicle: &Chronicle, on: i64, change: &Change| {
        chronicle.now.decide(Timestamp(chronicle.today), Timestamp(on), change).expect_err("a refusal")
    };
    let close = Change::Close { unit: unit(1) };
    let full = ChangeRefused::NotEmpty { name: "Chi bộ 1".to_owned(), members: 4, units: 0 };
    assert_eq!(refused(&chronicle, 10, &close), full);
    assert_eq!(refused(&chronicle, 11, &close), ChangeRefused::Future);
    assert_eq!(refused(&chronicle, 10, &Change::Close { unit: unit(99) }), ChangeRefused::NoUnit);
    let below_itself = Change::Move { unit: unit(0), parent: unit(1) };
    assert_eq!(refused(&chronicle, 10, &below_itself), ChangeRefused::Cycle("Chi bộ 0".to_owned()));
    let again = Change::Move { unit: unit(1), parent: unit(0) };
    assert_eq!(refused(&chronicle, 10, &again), ChangeRefused::Nothing);
    for name in ["", "  ", "a\nb", &"a".repeat(201)] {
        let rename = Change::Rename { unit: unit(1), name: name.to_owned(), kind: "cell".to_owned() };
        assert_eq!(refused(&chronicle, 10, &rename), ChangeRefused::Name, "{name:?}");
    }
    let twice = Change::Split {
        unit: unit(1),
        parts: vec![
            Part { unit: new(20), members: vec![member(4)], children: Vec::new() },
            Part { unit: new(21), members: vec![member(4)], children: Vec::new() },
        ],
    };
    assert_eq!(refused(&chronicle, 10, &twice), ChangeRefused::Twice);
    let stranger = Change::Transfer { member: member(8), from: unit(1), to: unit(2) };
    assert_eq!(refused(&chronicle, 10, &stranger), ChangeRefused::NotAMember("Chi bộ 1".to_owned()));
    // What has happened since stands.
    chronicle.make(&Change::Merge { units: vec![unit(1)], into: Target::Existing(unit(2)) }).unwrap();
    let back = Change::Transfer { member: member(4), from: unit(2), to: unit(3) };
    let since = Timestamp(10);
    assert_eq!(refused(&chronicle, 9, &back), ChangeRefused::BeforeHistory { name: "Chi bộ 2".to_owned(), since });
    let closed = Change::Rename { unit: unit(1), name: "Chi bộ cũ".to_owned(), kind: "cell".to_owned() };
    assert_eq!(refused(&chronicle, 10, &closed), ChangeRefused::Closed("Chi bộ 1".to_owned()));
}

#[test]
fn who_was_in_a_cell_in_march_has_one_answer() {
    let mut chronicle = Chronicle::begin();
    chronicle.today = 31;
    chronicle
        .make(&Change::Merge {
            units: vec![unit(1), unit(2)],
            into: Target::New { unit: new(9), parent: Some(unit(0)) },
        })
        .unwrap();
    let names = |unit: UnitId, day| chronicle.history.members_at(unit, Timestamp(day)).count();
    assert_eq!((names(unit(1), 30), names(unit(2), 30), names(unit(9), 30)), (4, 4, 0));
    assert_eq!((names(unit(1), 31), names(unit(2), 31), names(unit(9), 31)), (0, 0, 8));
    assert_eq!(
        chronicle.history.unit_at(unit(1), Timestamp(30)).map(|version| version.name.as_str()),
        Some("Chi bộ 1")
    );
    assert_eq!(chronicle.history.unit_at(unit(1), Timestamp(31)), None);
    assert_eq!(chronicle.history.successions, [(unit(1), unit(9), Timestamp(31)), (unit(2), unit(9), Timestamp(31))]);
}
