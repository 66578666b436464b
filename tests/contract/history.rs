//! The organisation over time: changes are whole or nothing, and the past stays.

use khacsau::domain::organisation::{Attendance, Change, ChangeRefused, Ending, NewUnit, Part, Target};
use khacsau::domain::role::{Grant, Role};
use khacsau::domain::time::Timestamp;
use khacsau::store::ChangeError;

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
