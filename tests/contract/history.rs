//! The organisation over time: changes are whole or nothing, and the past stays.

use khacsau::domain::organisation::{Attendance, Change, ChangeRefused, Ending, NewUnit, Part, Target};
use khacsau::domain::role::{Grant, Role};
use khacsau::domain::time::Timestamp;
use khacsau::store::{ChangeError, ComingChange};

use crate::bench::{Bench, CELL, COMMUNE, GROUP, NOON, OTHER_CELL, later, member, unit};

const DAY: i64 = 24 * 60 * 60 * 1_000;

fn cell(n: u128, name: &str) -> NewUnit {
    NewUnit { id: unit(n), kind: "cell".into(), name: name.into() }
}

async fn change(bench: &Bench, day: i64, change: &Change) -> Result<usize, ChangeError> {
    let on = later(day * DAY);
    bench.change_organisation(on, on, change).await.map(|facts| facts.len())
}

/// The people of a unit itself at an instant, by their number.
async fn members(bench: &Bench, of: u128, at: Timestamp) -> Vec<u128> {
    let found = bench.members_at(unit(of), at).await.unwrap();
    (1..=9).filter(|n| found.iter().any(|membership| membership.member == member(*n))).collect()
}

async fn roster(bench: &Bench, of: u128) -> Vec<(String, Option<String>)> {
    let roster = bench.roster_of(unit(of)).await.unwrap();
    roster.into_iter().map(|line| (line.name, line.excuse)).collect()
}

async fn enter(bench: &Bench, n: u128, on: Timestamp, change: &Change) -> Result<(), ChangeError> {
    let id = uuid::Uuid::from_u128(0xC000 + n);
    let (unit, change) = (unit(CELL), change.clone());
    let coming = ComingChange { id, unit, on, change, entered_by: member(2), refusal: None };
    bench.enter_coming_change(NOON, &coming).await.map(drop)
}

/// Makes all that is due, and says what became of each.
async fn due(bench: &Bench, now: Timestamp) -> Vec<Result<(), ChangeRefused>> {
    let mut made = Vec::new();
    while let Some(due) = bench.make_due_change(now).await.unwrap() {
        made.push(due.made.map(drop));
    }
    made
}

on_both_engines! {
    async fn merged_cells_keep_their_past_and_their_people(bench: &Bench) {
        bench.people().await;
        let into = Target::New { unit: cell(9, "Chi bộ Trường liên cấp"), parent: Some(unit(COMMUNE)) };
        let merge = Change::Merge { units: vec![unit(CELL), unit(OTHER_CELL)], into };
        change(bench, 30, &merge).await.unwrap();
        assert_eq!(members(bench, CELL, later(29 * DAY)).await, [1, 2]);
        assert_eq!(members(bench, OTHER_CELL, later(29 * DAY)).await, [4]);
        assert_eq!(members(bench, CELL, later(30 * DAY)).await, Vec::<u128>::new());
        assert_eq!(members(bench, 9, later(30 * DAY)).await, [1, 2, 4]);
        assert_eq!(members(bench, 9, later(29 * DAY)).await, Vec::<u128>::new());
        // The group below the first cell hangs on the new one.
        let names: Vec<_> = roster(bench, 9).await.into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["Nguyễn An", "Trần Bình", "Phạm Dũng", "Lê Chi"]);
        let within: Vec<_> = bench.units_within(unit(COMMUNE)).await.unwrap().into_iter().map(|unit| unit.id).collect();
        assert_eq!(within, [COMMUNE, 9, GROUP].map(unit), "closed units are none to work with");
        assert_eq!(bench.unit(unit(CELL)).await.unwrap().unwrap().closed_at, Some(later(30 * DAY)));
        // Whoever answers for the new cell answers for the past of both; nobody sideways does.
        for old in [CELL, OTHER_CELL] {
            assert!(bench.is_within(unit(old), unit(9)).await.unwrap());
            assert!(bench.is_within(unit(old), unit(COMMUNE)).await.unwrap());
        }
        assert!(!bench.is_within(unit(9), unit(CELL)).await.unwrap());
        assert!(!bench.is_within(unit(OTHER_CELL), unit(CELL)).await.unwrap());
        let past = bench.unit_past(unit(CELL)).await.unwrap();
        assert_eq!(past.successors, [(unit(9), later(30 * DAY))]);
        assert_eq!(past.versions.len(), 1);
        assert_eq!((past.versions[0].since, past.versions[0].until), (NOON, Some(later(30 * DAY))));
        let ending: Vec<_> =
            bench.memberships_of(member(1)).await.unwrap().into_iter().map(|known| (known.unit, known.ending)).collect();
        assert_eq!(ending, [(unit(CELL), Some(Ending::Merged)), (unit(9), None)]);
    }

    async fn a_split_gives_each_their_own_and_closes_what_is_empty(bench: &Bench) {
        bench.people().await;
        let part = |n, name: &str, people: &[u128], children: &[u128]| Part {
            unit: cell(n, name),
            members: people.iter().map(|n| member(*n)).collect(),
            children: children.iter().map(|n| unit(*n)).collect(),
        };
        let halves = vec![part(8, "Chi bộ 1", &[1], &[GROUP]), part(9, "Chi bộ 2", &[2], &[])];
        change(bench, 5, &Change::Split { unit: unit(CELL), parts: halves }).await.unwrap();
        assert_eq!((members(bench, 8, later(5 * DAY)).await, members(bench, 9, later(5 * DAY)).await), (vec![1], vec![2]));
        assert!(bench.is_within(unit(GROUP), unit(8)).await.unwrap());
        assert!(!bench.is_within(unit(GROUP), unit(9)).await.unwrap());
        assert!(bench.is_within(unit(CELL), unit(8)).await.unwrap() && bench.is_within(unit(CELL), unit(9)).await.unwrap());
        // A unit that remains is nobody's below it.
        let rest = vec![part(10, "Chi bộ 3", &[4], &[])];
        let alone = Change::Split { unit: unit(OTHER_CELL), parts: rest };
        bench.insert_members(&[crate::bench::person(5, "Vũ Em", "em", OTHER_CELL)], NOON).await.unwrap();
        change(bench, 6, &alone).await.unwrap();
        assert_eq!(bench.unit(unit(OTHER_CELL)).await.unwrap().unwrap().closed_at, None);
        assert!(!bench.is_within(unit(OTHER_CELL), unit(10)).await.unwrap());
    }

    async fn a_move_takes_all_that_lies_below_and_a_new_name_leaves_the_old_where_it_was(bench: &Bench) {
        bench.people().await;
        bench.insert_grant(member(4), Grant { role: Role::Secretary, unit: unit(OTHER_CELL) }).await.unwrap();
        change(bench, 1, &Change::Move { unit: unit(CELL), parent: unit(OTHER_CELL) }).await.unwrap();
        assert_eq!(bench.ancestors(unit(GROUP)).await.unwrap(), [GROUP, CELL, OTHER_CELL, COMMUNE].map(unit));
        let name = "Chi bộ Trường A mới";
        let rename = Change::Rename { unit: unit(CELL), name: name.into(), kind: "cell".into() };
        change(bench, 2, &rename).await.unwrap();
        assert_eq!(bench.unit(unit(CELL)).await.unwrap().unwrap().name, name);
        let versions = bench.unit_past(unit(CELL)).await.unwrap().versions;
        let told: Vec<_> = versions.iter().map(|version| (version.parent, version.name.as_str())).collect();
        let old = "Chi bộ Trường A";
        assert_eq!(told, [(Some(unit(COMMUNE)), old), (Some(unit(OTHER_CELL)), old), (Some(unit(OTHER_CELL)), name)]);
        assert!(versions.windows(2).all(|pair| pair[0].until == Some(pair[1].since)), "without a gap: {versions:?}");
    }

    async fn a_guest_takes_part_where_they_are_and_is_excused_at_home(bench: &Bench) {
        bench.people().await;
        let (from, to) = (unit(CELL), unit(OTHER_CELL));
        change(bench, 1, &Change::Lend { member: member(1), from, to }).await.unwrap();
        let elsewhere = |name: &str| (name.to_owned(), Some("elsewhere".to_owned()));
        let here = |name: &str| (name.to_owned(), None);
        assert_eq!(roster(bench, CELL).await, [elsewhere("Nguyễn An"), here("Trần Bình"), here("Lê Chi")]);
        assert_eq!(roster(bench, OTHER_CELL).await, [here("Nguyễn An"), here("Phạm Dũng")]);
        // Seen from above they are one person, at home.
        let all = roster(bench, COMMUNE).await;
        assert_eq!(all.iter().filter(|(name, _)| name == "Nguyễn An").count(), 1);
        assert_eq!(all[0], here("Nguyễn An"));
        assert_eq!(bench.member(member(1)).await.unwrap().unwrap().unit, unit(CELL));
        let again = change(bench, 2, &Change::Lend { member: member(1), from, to: unit(GROUP) }).await;
        assert!(matches!(again, Err(ChangeError::Refused(ChangeRefused::AwayAtPresent))), "{again:?}");
        change(bench, 2, &Change::Return { member: member(1), from: to }).await.unwrap();
        assert_eq!(roster(bench, CELL).await[0], here("Nguyễn An"));
        let stays = bench.memberships_of(member(1)).await.unwrap();
        assert_eq!(stays.iter().filter(|stay| stay.attendance == Attendance::Temporary).count(), 1);
    }

    async fn a_refused_change_leaves_no_trace(bench: &Bench) {
        bench.people().await;
        let refused = change(bench, 1, &Change::Close { unit: unit(CELL) }).await;
        let expected = ChangeRefused::NotEmpty { name: "Chi bộ Trường A".into(), members: 2, units: 1 };
        assert!(matches!(refused, Err(ChangeError::Refused(refusal)) if refusal == expected));
        let future = bench.change_organisation(NOON, later(1), &Change::Close { unit: unit(CELL) }).await;
        assert!(matches!(future, Err(ChangeError::Refused(ChangeRefused::Future))));
        // A kind or a parent that is none is refused before anything is written.
        let orphan = Change::Found { unit: cell(9, "Chi bộ"), parent: Some(unit(99)) };
        assert!(matches!(change(bench, 1, &orphan).await, Err(ChangeError::Refused(ChangeRefused::NoUnit))));
        assert_eq!(bench.unit(unit(9)).await.unwrap(), None);
        assert_eq!(bench.unit_past(unit(CELL)).await.unwrap().versions.len(), 1);
        assert_eq!(members(bench, CELL, later(DAY)).await, [1, 2]);
    }

    async fn somebody_is_taken_in_on_probation_and_becomes_official_in_their_place(bench: &Bench) {
        bench.people().await;
        let leave = Change::Leave { member: member(1), from: unit(CELL), ending: Ending::MovedAway };
        change(bench, 1, &leave).await.unwrap();
        assert_eq!(bench.member(member(1)).await.unwrap(), None);
        let admit = |n| Change::Admit { member: member(1), to: unit(n), official: false };
        assert!(matches!(change(bench, 2, &admit(99)).await, Err(ChangeError::Refused(ChangeRefused::NoUnit))));
        change(bench, 3, &admit(OTHER_CELL)).await.unwrap();
        for n in [CELL, OTHER_CELL] {
            let again = change(bench, 3, &admit(n)).await;
            assert!(matches!(again, Err(ChangeError::Refused(ChangeRefused::AlreadyThere))), "{again:?}");
        }
        bench.set_excuse(member(1), Some("ill")).await.unwrap();
        let official = Change::MakeOfficial { member: member(1), from: unit(OTHER_CELL) };
        let early = change(bench, 2, &official).await;
        assert!(matches!(early, Err(ChangeError::Refused(ChangeRefused::BeforeHistory { .. }))), "{early:?}");
        change(bench, 4, &official).await.unwrap();
        let again = change(bench, 5, &official).await;
        assert!(matches!(again, Err(ChangeError::Refused(ChangeRefused::Nothing))), "{again:?}");
        let told: Vec<_> = bench.memberships_of(member(1)).await.unwrap().into_iter().map(|known| (known.official, known.ending)).collect();
        assert_eq!(told, [(true, Some(Ending::MovedAway)), (false, Some(Ending::MadeOfficial)), (true, None)]);
        // Who is ill is ill still.
        assert_eq!(roster(bench, OTHER_CELL).await[0], ("Nguyễn An".to_owned(), Some("ill".to_owned())));
    }

    async fn what_is_decided_for_a_day_to_come_is_made_on_it_and_not_before(bench: &Bench) {
        bench.people().await;
        let (april, cell) = (later(30 * DAY), unit(CELL));
        let moves = [1, 2].map(|n| Change::Transfer { member: member(n), from: cell, to: unit(OTHER_CELL) });
        let below = Change::Move { unit: unit(GROUP), parent: unit(OTHER_CELL) };
        let close = Change::Close { unit: cell };
        let early = enter(bench, 7, april, &close).await;
        assert!(matches!(early, Err(ChangeError::Refused(ChangeRefused::NotEmpty { .. }))), "{early:?}");
        for (n, change) in moves.iter().chain([&below, &close]).enumerate() {
            enter(bench, n as u128, april, change).await.unwrap();
        }
        enter(bench, 8, april, &close).await.expect("the same again is no second one");
        let rename = Change::Rename { unit: cell, name: "Chi bộ B".into(), kind: "cell".into() };
        let after = enter(bench, 9, april, &rename).await;
        assert!(matches!(after, Err(ChangeError::Refused(ChangeRefused::Closed(_)))), "{after:?}");
        assert_eq!(members(bench, CELL, later(29 * DAY)).await, [1, 2]);
        assert_eq!(roster(bench, CELL).await.len(), 3);
        assert!(bench.make_due_change(later(30 * DAY - 1)).await.unwrap().is_none());
        assert_eq!(bench.coming_changes().await.unwrap().len(), 4);

        // The night is over; the program was not running, and comes back two days later.
        let made = due(bench, later(32 * DAY)).await;
        assert!(made.iter().all(Result::is_ok) && made.len() == 4, "{made:?}");
        assert_eq!(bench.unit(cell).await.unwrap().unwrap().closed_at, Some(april));
        assert_eq!((members(bench, CELL, later(30 * DAY - 1)).await, members(bench, CELL, april).await), (vec![1, 2], vec![]));
        assert_eq!(members(bench, OTHER_CELL, april).await, [1, 2, 4]);
        assert!(bench.is_within(unit(GROUP), unit(OTHER_CELL)).await.unwrap());
        assert!(bench.coming_changes().await.unwrap().is_empty());
        assert!(due(bench, later(33 * DAY)).await.is_empty(), "once");
    }

    async fn what_no_longer_fits_stays_and_says_why_and_holds_nothing_up(bench: &Bench) {
        bench.people().await;
        let april = later(30 * DAY);
        let transfer = Change::Transfer { member: member(1), from: unit(CELL), to: unit(OTHER_CELL) };
        let rename = Change::Rename { unit: unit(GROUP), name: "Tổ 1".into(), kind: "team".into() };
        enter(bench, 1, april, &transfer).await.unwrap();
        enter(bench, 2, april, &rename).await.unwrap();
        assert!(bench.coming_changes().await.unwrap().iter().all(|(_, outlook)| outlook.is_ok()));
        change(bench, 20, &Change::Leave { member: member(1), from: unit(CELL), ending: Ending::Died }).await.unwrap();
        let gone = ChangeRefused::NotAMember("Chi bộ Trường A".into());
        let outlook: Vec<_> = bench.coming_changes().await.unwrap().into_iter().map(|(_, outlook)| outlook.map(drop)).collect();
        assert_eq!(outlook, [Err(gone.clone()), Ok(())], "seen before the day");
        let made = due(bench, april).await;
        assert_eq!(made, [Err(gone.clone()), Ok(())]);
        assert_eq!(bench.unit(unit(GROUP)).await.unwrap().unwrap().name, "Tổ 1");
        assert!(due(bench, later(31 * DAY)).await.is_empty(), "it is tried on its day, and waits for a person");
        let (left, outlook) = bench.coming_changes().await.unwrap().pop().unwrap();
        assert_eq!((left.refusal, outlook.map(drop)), (Some(gone.clone()), Err(gone)));
        assert!(bench.withdraw_coming_change(left.id, member(2), later(31 * DAY)).await.unwrap());
        assert!(!bench.withdraw_coming_change(left.id, member(2), later(31 * DAY)).await.unwrap());
        assert!(bench.coming_changes().await.unwrap().is_empty());
    }

    async fn what_is_taken_back_is_never_made(bench: &Bench) {
        bench.people().await;
        let april = later(30 * DAY);
        let rename = Change::Rename { unit: unit(GROUP), name: "Tổ 1".into(), kind: "team".into() };
        enter(bench, 2, april, &rename).await.unwrap();
        let id = uuid::Uuid::from_u128(0xC000 + 2);
        assert_eq!(bench.coming_change(id).await.unwrap().unwrap().change, rename);
        assert!(bench.withdraw_coming_change(id, member(2), later(1)).await.unwrap());
        assert_eq!(bench.coming_change(id).await.unwrap(), None);
        assert!(due(bench, april).await.is_empty());
        assert_eq!(bench.unit_past(unit(GROUP)).await.unwrap().versions.len(), 1);
    }

    async fn two_who_change_the_same_at_once_are_decided_one_after_the_other(bench: &Bench) {
        bench.people().await;
        let to = |n| Change::Transfer { member: member(1), from: unit(CELL), to: unit(n) };
        let (one_way, other_way) = (to(OTHER_CELL), to(GROUP));
        let (one, other) = tokio::join!(change(bench, 1, &one_way), change(bench, 1, &other_way));
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        let open = bench.memberships_of(member(1)).await.unwrap().into_iter().filter(|known| known.until.is_none()).count();
        assert_eq!(open, 1);
    }

    async fn kinds_of_units_are_data(bench: &Bench) {
        let kinds = bench.unit_kinds().await.unwrap();
        let at = |name: &str| kinds.iter().position(|kind| kind.name == name).unwrap_or_else(|| panic!("{name}"));
        assert!(at("province") < at("commune") && at("commune") < at("grassroots") && at("cell") < at("team"));
        assert_eq!(kinds[at("special_zone")].label, "Đảng bộ đặc khu");
        bench.place.execute("INSERT INTO unit_kind (name, label, rank) VALUES ('corps', 'Đảng bộ quân đoàn', 15)").await;
        assert!(bench.unit_kinds().await.unwrap().iter().any(|kind| kind.label == "Đảng bộ quân đoàn"));
    }
}
