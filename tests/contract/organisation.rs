//! Units, members and grants.

use khacsau::domain::role::{Grant, Role};
use khacsau::store::{FOREIGN_KEY, Member, StoreError, Unit};

use crate::bench::{CELL, COMMUNE, GROUP, NOON, OTHER_CELL, later, member, person, unit};

on_both_engines! {
    async fn a_unit_is_read_as_it_was_written(bench: &Bench) {
        bench.tree().await;
        let cell = Unit { id: unit(CELL), parent: Some(unit(COMMUNE)), kind: "cell".into(), name: "Chi bộ Trường A".into(), closed_at: None };
        assert_eq!(bench.unit(unit(CELL)).await.unwrap(), Some(cell));
        assert_eq!(bench.unit(unit(99)).await.unwrap(), None);
    }

    async fn the_tree_knows_who_is_within_whom(bench: &Bench) {
        bench.tree().await;
        let within = bench.units_within(unit(COMMUNE)).await.unwrap();
        assert_eq!(within.iter().map(|unit| unit.id).collect::<Vec<_>>(), [COMMUNE, CELL, OTHER_CELL, GROUP].map(unit));
        assert_eq!(bench.units_within(unit(GROUP)).await.unwrap().len(), 1);
        assert_eq!(bench.ancestors(unit(GROUP)).await.unwrap(), [GROUP, CELL, COMMUNE].map(unit));
        assert_eq!(bench.ancestors(unit(99)).await.unwrap(), []);
        for (inner, outer, answer) in [(GROUP, COMMUNE, true), (CELL, CELL, true), (CELL, GROUP, false), (GROUP, OTHER_CELL, false)] {
            assert_eq!(bench.is_within(unit(inner), unit(outer)).await.unwrap(), answer, "{inner} within {outer}");
        }
    }

    async fn a_unit_needs_an_existing_parent_and_an_id_of_its_own(bench: &Bench) {
        bench.tree().await;
        let orphan = Unit { id: unit(9), parent: Some(unit(99)), kind: "cell".into(), name: "Chi bộ".into(), closed_at: None };
        assert!(bench.insert_unit(&orphan, NOON).await.unwrap_err().is_conflict(FOREIGN_KEY));
        let twin = Unit { id: unit(CELL), ..orphan };
        assert!(bench.insert_unit(&twin, NOON).await.is_err());
        assert_eq!(bench.ancestors(unit(9)).await.unwrap(), []);
        assert_eq!(bench.units_within(unit(COMMUNE)).await.unwrap().len(), 4);
    }

    async fn a_member_is_read_with_the_unit(bench: &Bench) {
        bench.people().await;
        let an = Member {
            id: member(1),
            name: "Nguyễn An".into(),
            unit: unit(CELL),
            unit_name: "Chi bộ Trường A".into(),
            official: true,
            disabled_at: None,
        };
        assert_eq!(bench.member(member(1)).await.unwrap(), Some(an));
        assert_eq!(bench.member(member(99)).await.unwrap(), None);
    }

    async fn a_roster_covers_the_subtree_in_one_order_on_both_engines(bench: &Bench) {
        bench.people().await;
        // Bytes, not a locale: capitals before small letters, marks after all of them.
        let more = [("Z", 11), ("b", 12), ("á", 13)].map(|(key, n)| person(n, key, key, OTHER_CELL));
        bench.insert_members(&more, NOON).await.unwrap();
        let names = async |of| {
            let roster = bench.roster_of(unit(of)).await.unwrap();
            roster.into_iter().map(|member| member.name).collect::<Vec<_>>()
        };
        assert_eq!(names(COMMUNE).await, ["Nguyễn An", "Trần Bình", "Z", "b", "Phạm Dũng", "á", "Lê Chi"]);
        assert_eq!(names(CELL).await, ["Nguyễn An", "Trần Bình", "Lê Chi"]);
        assert_eq!(names(GROUP).await, ["Lê Chi"]);
    }

    async fn an_excuse_is_set_lifted_and_of_a_known_class(bench: &Bench) {
        bench.people().await;
        let excuse = async || bench.roster_of(unit(GROUP)).await.unwrap()[0].excuse.clone();
        for class in ["exempt", "suspended", "elsewhere", "ill", "on_duty"] {
            assert!(bench.set_excuse(member(3), Some(class)).await.unwrap());
            assert_eq!(excuse().await.as_deref(), Some(class));
        }
        assert!(bench.set_excuse(member(3), Some("busy")).await.unwrap_err().is_conflict("membership_excuse_check"));
        assert_eq!(excuse().await.as_deref(), Some("on_duty"));
        assert!(bench.set_excuse(member(3), None).await.unwrap());
        assert_eq!(excuse().await, None);
        assert!(!bench.set_excuse(member(99), Some("ill")).await.unwrap());
    }

    async fn a_disabled_member_leaves_the_roster_but_is_still_known(bench: &Bench) {
        bench.people().await;
        assert!(bench.disable_member(member(1), later(5)).await.unwrap());
        assert!(!bench.disable_member(member(1), later(6)).await.unwrap());
        assert_eq!(bench.member(member(1)).await.unwrap().unwrap().disabled_at, Some(later(5)));
        assert!(bench.roster_of(unit(CELL)).await.unwrap().iter().all(|other| other.id != member(1)));
    }

    async fn twenty_thousand_members_come_in_at_once(bench: &Bench) {
        bench.tree().await;
        let crowd: Vec<_> = (0..20_000).map(|n| person(1_000 + n, "Đảng viên", &format!("{n:05}"), CELL)).collect();
        bench.insert_members(&crowd, NOON).await.unwrap();
        let roster = bench.roster_of(unit(COMMUNE)).await.unwrap();
        assert!(roster.iter().map(|member| member.id).eq(crowd.iter().map(|member| member.id)));
    }

    async fn one_bad_member_keeps_all_out(bench: &Bench) {
        bench.people().await;
        let with_a_stranger = [person(11, "Mới", "moi", CELL), person(12, "Lạc", "lac", 99)];
        assert!(bench.insert_members(&with_a_stranger, NOON).await.unwrap_err().is_conflict(FOREIGN_KEY));
        let with_a_twin = [person(11, "Mới", "moi", CELL), person(1, "An", "an", CELL)];
        assert!(bench.insert_members(&with_a_twin, NOON).await.unwrap_err().is_conflict("member_pkey"));
        assert_eq!(bench.member(member(11)).await.unwrap(), None);
        bench.insert_members(&[], NOON).await.unwrap();
        assert_eq!(bench.roster_of(unit(COMMUNE)).await.unwrap().len(), 4);
    }

    async fn grants_are_held_at_units_once(bench: &Bench) {
        bench.people().await;
        let secretary = Grant { role: Role::Secretary, unit: unit(CELL) };
        let committee = Grant { role: Role::Committee, unit: unit(COMMUNE) };
        bench.insert_grant(member(1), secretary).await.unwrap();
        bench.insert_grant(member(1), committee).await.unwrap();
        bench.insert_grant(member(2), committee).await.unwrap();
        assert!(bench.insert_grant(member(1), secretary).await.unwrap_err().is_conflict("role_grant_pkey"));
        assert!(bench.insert_grant(member(99), secretary).await.unwrap_err().is_conflict(FOREIGN_KEY));
        assert_eq!(bench.grants_of(member(1)).await.unwrap(), [committee, secretary]);
        assert_eq!(bench.grants_of(member(3)).await.unwrap(), []);
        let all = bench.all_grants().await.unwrap();
        assert_eq!(all, [(member(1), committee), (member(1), secretary), (member(2), committee)]);
    }

    async fn a_row_that_cannot_be_read_says_where(bench: &Bench) {
        bench.people().await;
        bench.place.execute(&format!("INSERT INTO role_grant VALUES ('{}', 'emperor', '{}')", member(2), unit(CELL))).await;
        let error = bench.grants_of(member(2)).await.unwrap_err();
        assert!(!error.is_fault());
        assert!(matches!(&error, StoreError::Broken { table: "role_grant", column: "role", id } if *id == member(2).to_string()));
        bench.place.execute("INSERT INTO unit (id, kind, name) VALUES ('seven', 'cell', 'Chi bộ')").await;
        bench.place.execute(&format!("INSERT INTO unit_closure VALUES ('{}', 'seven', 1)", unit(COMMUNE))).await;
        let error = bench.units_within(unit(COMMUNE)).await.unwrap_err();
        assert_eq!(error.to_string(), "table unit, column id: the row seven cannot be read");
    }
}
