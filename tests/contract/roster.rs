//! What is known of members, and lists of them taken up.

use std::collections::BTreeSet;

use khacsau::domain::identity::{DraftId, MemberId};
use khacsau::domain::organisation::{Change, Ending};
use khacsau::domain::roster::{Field, Gender, MemberDetails, Standing};
use khacsau::store::{Draft, DraftKind, Imported, MemberEdit, MemberUpdate, NewMember, RosterChanges};
use uuid::Uuid;

use crate::bench::{Bench, CELL, COMMUNE, NOON, OTHER_CELL, Place, later, member, server, unit};

/// All that a table holds, as whoever has the database alone reads it.
async fn raw(bench: &Bench, sql: &'static str) -> String {
    let rows: Vec<String> = match &bench.place {
        Place::File(directory) => sqlx::query_scalar(sql).fetch_all(&mut directory.connect().await).await.unwrap(),
        Place::Server(database) => sqlx::query_scalar(sql).fetch_all(&mut server(database).await).await.unwrap(),
    };
    rows.join("\n")
}

fn details() -> MemberDetails {
    MemberDetails {
        gender: Some(Gender::Female),
        birth: "15/05/1960".parse().ok(),
        joined: "02/1985".parse().ok(),
        official_on: "1986".parse().ok(),
        card: Some("41.012345".into()),
        phone: Some("0912345678".into()),
        position: Some("Bí thư".into()),
        note: Some("Nghỉ hưu".into()),
    }
}

fn draft(n: u128) -> Draft {
    Draft {
        id: DraftId(Uuid::from_u128(0xd10 + n)),
        kind: DraftKind::RosterImport,
        unit: unit(CELL),
        member: member(1),
        version: 1,
        body: r#"{"phone":"0912345678"}"#.into(),
        saved_at: NOON,
    }
}

fn new(n: u128, name: &str) -> NewMember {
    NewMember { id: member(n), name: name.into(), sort_key: name.into(), unit: unit(CELL), official: false }
}

fn update(member: MemberId, details: MemberDetails) -> MemberUpdate {
    MemberUpdate { member, name: None, on_probation_after_all: false, details }
}

on_both_engines! {
    async fn what_is_known_of_a_member_is_kept_and_changed(bench: &Bench) {
        bench.people().await;
        assert_eq!(bench.details_of(member(1)).await.unwrap(), MemberDetails::default());
        bench.set_details(member(1), &details()).await.unwrap();
        assert_eq!(bench.details_of(member(1)).await.unwrap(), details());
        let other = MemberDetails { phone: None, ..details() };
        bench.set_details(member(1), &other).await.unwrap();
        assert_eq!(bench.details_of(member(1)).await.unwrap(), other);
        assert_eq!(bench.details_of(member(2)).await.unwrap(), MemberDetails::default());
    }

    async fn the_database_alone_does_not_tell_it(bench: &Bench) {
        bench.people().await;
        bench.set_details(member(1), &details()).await.unwrap();
        bench.insert_draft(&draft(1)).await.unwrap();
        let kept = raw(bench, "SELECT birth || ' ' || card || ' ' || phone || ' ' || note || ' ' || card_mark FROM member_detail").await;
        let draft_kept = raw(bench, "SELECT body FROM draft").await;
        for told in ["1960", "41.012345", "41012345", "0912345678", "Nghỉ hưu"] {
            assert!(!kept.contains(told) && !kept.contains(&hex::encode(told)), "{told}: {kept}");
            assert!(!draft_kept.contains(told), "{told}: {draft_kept}");
        }
        assert_eq!(bench.draft(draft(1).id, member(1)).await.unwrap(), Some(draft(1)), "its author reads it");
        // What is sealed for one member says nothing at another.
        bench.place.execute(&format!(
            "INSERT INTO member_detail (member_id, phone) SELECT '{}', phone FROM member_detail", member(2)
        )).await;
        let error = bench.details_of(member(2)).await.unwrap_err().to_string();
        assert!(error.contains("member_detail") && error.contains("phone"), "{error}");
    }

    async fn a_card_has_one_holder(bench: &Bench) {
        bench.people().await;
        bench.set_details(member(1), &details()).await.unwrap();
        let same = MemberDetails { card: Some("041 012345".into()), ..MemberDetails::default() };
        let error = bench.set_details(member(4), &same).await.unwrap_err();
        assert!(error.is_conflict("member_detail_card_mark_key"), "{error}");
        let cards = BTreeSet::from(["41012345".to_owned(), "1".to_owned()]);
        let elsewhere = bench.roster_ground(unit(OTHER_CELL), &cards).await.unwrap().cards_elsewhere;
        assert_eq!(elsewhere, BTreeSet::from(["41012345".to_owned()]));
        assert!(bench.roster_ground(unit(COMMUNE), &cards).await.unwrap().cards_elsewhere.is_empty());
    }

    async fn a_list_is_taken_up_whole_and_once(bench: &Bench) {
        bench.people().await;
        let second = MemberDetails { card: Some("41.000002".into()), ..MemberDetails::default() };
        bench.set_details(member(1), &details()).await.unwrap();
        bench.set_details(member(2), &second).await.unwrap();
        bench.insert_draft(&draft(1)).await.unwrap();
        // Two cards were exchanged, somebody is new, somebody left.
        let changes = || RosterChanges {
            new: vec![(new(9, "Phạm Mới"), MemberDetails { phone: Some("0987654321".into()), ..MemberDetails::default() })],
            updates: vec![
                update(member(1), MemberDetails { card: second.card.clone(), ..details() }),
                MemberUpdate { name: Some(("Trần Bính".into(), "binh".into())), on_probation_after_all: true, ..update(member(2), MemberDetails { card: details().card, ..second.clone() }) },
            ],
            moves: vec![Change::Leave { member: member(4), from: unit(OTHER_CELL), ending: Ending::Died }],
            elsewhere: vec![member(3)],
        };
        let none = BTreeSet::new();
        let stale = bench.import_roster((draft(1).id, member(3)), unit(COMMUNE), &none, later(1), |_| None).await.unwrap();
        assert_eq!(stale, Imported::Stale);
        assert!(bench.draft(draft(1).id, member(1)).await.unwrap().is_some(), "what was not taken up stays");
        let refused = RosterChanges {
            moves: vec![Change::Leave { member: member(4), from: unit(CELL), ending: Ending::Died }],
            ..changes()
        };
        bench.import_roster((draft(1).id, member(3)), unit(COMMUNE), &none, later(1), |_| Some(refused)).await.unwrap_err();
        assert_eq!(bench.member(member(9)).await.unwrap(), None, "nothing of it is kept");
        assert_eq!(bench.details_of(member(2)).await.unwrap(), second);

        let done = bench.import_roster((draft(1).id, member(3)), unit(COMMUNE), &none, later(1), |ground| {
            assert_eq!(ground.units.len(), 4);
            assert!(ground.known.iter().all(|known| known.standing == Standing::Regular));
            Some(changes())
        });
        assert_eq!(done.await.unwrap(), Imported::Done);
        let again = bench.import_roster((draft(1).id, member(3)), unit(COMMUNE), &none, later(2), |_| Some(changes())).await.unwrap();
        assert_eq!(again, Imported::Gone);
        let binh = bench.member(member(2)).await.unwrap().unwrap();
        assert_eq!((binh.name.as_str(), binh.official), ("Trần Bính", false));
        assert_eq!(bench.details_of(member(2)).await.unwrap().card, details().card);
        let edits = bench.edits_of(member(2), 9).await.unwrap();
        let fields = vec![Field::Name, Field::Official, Field::Card];
        assert_eq!(edits, [MemberEdit { at: later(1), by_name: "Lê Chi".into(), fields }], "and who did");
        assert_eq!(bench.details_of(member(9)).await.unwrap().phone.as_deref(), Some("0987654321"));
        assert_eq!(bench.member(member(4)).await.unwrap(), None);
        let roster = bench.roster_of(unit(COMMUNE)).await.unwrap();
        assert_eq!(roster.iter().find(|line| line.id == member(3)).unwrap().excuse.as_deref(), Some("elsewhere"));
    }
}
