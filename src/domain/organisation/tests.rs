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

/// An organisation with its whole history, and the day up to which it is told.
struct Chronicle {
    now: Organisation,
    history: History,
    today: i64,
    next_unit: usize,
}

impl Chronicle {
    /// A root with three cells of four members each.
    fn begin() -> Self {
        let (now, history) = (Organisation::default(), History::default());
        let mut chronicle = Self { now, history, today: 0, next_unit: 4 };
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
    Wait,
}

fn deed() -> impl Strategy<Value = Deed> {
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
        Just(Deed::Wait),
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
            Deed::Wait => return None,
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
            let Some(change) = chronicle.change(deed) else {
                told.push((chronicle.today, chronicle.homes(chronicle.today)));
                chronicle.today += 1;
                continue;
            };
            let before = (chronicle.now.clone(), chronicle.history.clone());
            if chronicle.make(&change).is_err() {
                prop_assert_eq!(&before, &(chronicle.now.clone(), chronicle.history.clone()), "a refusal changes nothing");
                continue;
            }
            if let Change::Leave { member, .. } = &change {
                expected.remove(member);
            }
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
