//! Contests, their sealed questions and their participants.

use khacsau::store::{ContestRow, FOREIGN_KEY, NewContest, ParticipantRow, Sealed, StoreError};

use crate::bench::{
    CELL, COMMUNE, GROUP, NOON, OTHER_CELL, contest, evening, happened, later, member, person, sealed, unit,
};

fn participant(number: u32, of: u128, reason: Option<&str>) -> ParticipantRow {
    ParticipantRow {
        number,
        member: member(of),
        unit: unit(CELL),
        name: format!("Người {of}"),
        unit_name: "Chi bộ Trường A".into(),
        reason: reason.map(Into::into),
    }
}

on_both_engines! {
    async fn a_contest_is_read_as_it_was_written(bench: &Bench) {
        let id = bench.scheduled().await;
        let expected = ContestRow {
            id,
            unit: unit(CELL),
            unit_name: "Chi bộ Trường A".into(),
            code: "482913".into(),
            title: "Khắc sâu tháng 2".into(),
            starts_at: NOON,
            created_at: NOON,
        };
        assert_eq!(bench.contest(id).await.unwrap().as_ref(), Some(&expected));
        assert_eq!(bench.contest_by_code("482913").await.unwrap(), Some(expected));
        assert_eq!(bench.contest(contest(99)).await.unwrap(), None);
        assert_eq!(bench.contest_by_code("000000").await.unwrap(), None);
        assert_eq!(bench.journal(id).await.unwrap(), [happened(0, "scheduled")]);
    }

    async fn no_two_contests_share_a_code(bench: &Bench) {
        bench.scheduled().await;
        let error = bench.insert_contest(&evening(2, CELL, "482913", NOON)).await.unwrap_err();
        let refusal = error.on_constraint("contest_code_key", || StoreError::Conflict { constraint: "mine".into() });
        assert!(refusal.is_conflict("mine"));
        assert_eq!(bench.contest(contest(2)).await.unwrap(), None);
    }

    async fn a_contest_is_scheduled_whole_or_not_at_all(bench: &Bench) {
        bench.scheduled().await;
        let twice_the_same_place = NewContest { candidates: vec![sealed(0), sealed(0)], ..evening(2, CELL, "111111", NOON) };
        assert!(bench.insert_contest(&twice_the_same_place).await.unwrap_err().is_conflict("contest_candidate_pkey"));
        assert!(bench.insert_contest(&evening(2, 99, "111111", NOON)).await.unwrap_err().is_conflict(FOREIGN_KEY));
        assert_eq!(bench.contest(contest(2)).await.unwrap(), None);
        assert_eq!(bench.sealed(contest(2)).await.unwrap(), None);
        assert_eq!(bench.journal(contest(2)).await.unwrap(), []);
    }

    async fn the_sealed_questions_come_back_byte_for_byte_in_their_places(bench: &Bench) {
        bench.bank().await;
        let odd = khacsau::store::SealedRow { revision: "{ \"b\":1,\n\"a\": \"Đ\\u0111 \\\" 😀\" }".into(), insiders: vec![], ..sealed(1) };
        let new = NewContest { candidates: vec![odd.clone(), sealed(0)], ..evening(1, CELL, "482913", NOON) };
        bench.insert_contest(&new).await.unwrap();
        let expected = Sealed { seed: "5e".repeat(32), candidates: vec![sealed(0), odd] };
        assert_eq!(bench.sealed(contest(1)).await.unwrap(), Some(expected));
        assert_eq!(bench.sealed(contest(99)).await.unwrap(), None);
    }

    async fn contests_concern_units_above_and_below_newest_first(bench: &Bench) {
        bench.bank().await;
        let contests = [(1, CELL, 10), (2, COMMUNE, 30), (3, OTHER_CELL, 20), (4, GROUP, 40)];
        for (n, at, starts) in contests {
            bench.insert_contest(&evening(n, at, &format!("{n:06}"), later(starts))).await.unwrap();
        }
        let concerning = async |of| {
            let contests = bench.contests_concerning(unit(of)).await.unwrap();
            contests.into_iter().map(|contest| contest.id).collect::<Vec<_>>()
        };
        assert_eq!(concerning(CELL).await, [4, 2, 1].map(contest));
        assert_eq!(concerning(GROUP).await, [4, 2, 1].map(contest));
        assert_eq!(concerning(OTHER_CELL).await, [2, 3].map(contest));
        assert_eq!(concerning(COMMUNE).await, [4, 2, 3, 1].map(contest));
        assert_eq!(concerning(99).await, []);
    }

    async fn a_contest_is_unfinished_until_it_is_published(bench: &Bench) {
        bench.bank().await;
        bench.insert_contest(&evening(1, CELL, "000001", later(20))).await.unwrap();
        bench.insert_contest(&evening(2, CELL, "000002", later(10))).await.unwrap();
        assert_eq!(bench.unfinished_contests().await.unwrap(), [2, 1].map(contest));
        bench.append(contest(1), &[happened(1, "confirmed")], &[]).await.unwrap();
        assert_eq!(bench.unfinished_contests().await.unwrap(), [2, 1].map(contest));
        bench.append(contest(1), &[happened(2, "published")], &[]).await.unwrap();
        assert_eq!(bench.unfinished_contests().await.unwrap(), [contest(2)]);
    }

    async fn a_roster_takes_the_place_of_the_one_before(bench: &Bench) {
        let id = bench.scheduled().await;
        assert_eq!(bench.participants(id).await.unwrap(), []);
        bench.replace_participants(id, &[participant(2, 1, Some("insider")), participant(1, 2, None)]).await.unwrap();
        assert_eq!(bench.participants(id).await.unwrap(), [participant(1, 2, None), participant(2, 1, Some("insider"))]);
        bench.replace_participants(id, &[participant(1, 1, None)]).await.unwrap();
        assert_eq!(bench.participants(id).await.unwrap(), [participant(1, 1, None)]);
    }

    async fn a_bad_roster_leaves_the_one_before(bench: &Bench) {
        let id = bench.scheduled().await;
        let roster = [participant(1, 1, None), participant(2, 2, Some("ill"))];
        bench.replace_participants(id, &roster).await.unwrap();
        let same_person = bench.replace_participants(id, &[participant(1, 3, None), participant(2, 3, None)]).await.unwrap_err();
        assert!(same_person.is_conflict("contest_participant_contest_id_member_id_key"), "{same_person}");
        let same_number = bench.replace_participants(id, &[participant(1, 1, None), participant(1, 3, None)]).await.unwrap_err();
        assert!(same_number.is_conflict("contest_participant_pkey"), "{same_number}");
        assert!(bench.replace_participants(id, &[participant(1, 99, None)]).await.unwrap_err().is_conflict(FOREIGN_KEY));
        assert_eq!(bench.participants(id).await.unwrap(), roster);
    }

    async fn a_roster_of_twenty_thousand_is_frozen_at_once(bench: &Bench) {
        let id = bench.scheduled().await;
        let crowd: Vec<_> = (0..20_000).map(|n| person(1_000 + n, "Đảng viên", "d", CELL)).collect();
        bench.insert_members(&crowd, NOON).await.unwrap();
        let roster: Vec<_> = (1..=20_000).map(|n| participant(n, 999 + u128::from(n), None)).collect();
        bench.replace_participants(id, &roster).await.unwrap();
        assert!(bench.participants(id).await.unwrap() == roster);
    }

    async fn extra_time_is_what_was_granted_last(bench: &Bench) {
        let id = bench.scheduled().await;
        bench.set_extra_time(id, member(2), 150).await.unwrap();
        bench.set_extra_time(id, member(1), 125).await.unwrap();
        bench.set_extra_time(id, member(2), 200).await.unwrap();
        assert_eq!(bench.extra_time(id).await.unwrap(), [(member(1), 125), (member(2), 200)]);
        assert_eq!(bench.extra_time(contest(99)).await.unwrap(), []);
        assert!(bench.set_extra_time(contest(99), member(1), 125).await.unwrap_err().is_conflict(FOREIGN_KEY));
    }
}
