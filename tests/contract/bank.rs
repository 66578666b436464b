//! Documents, and the questions that hang on them.

use khacsau::domain::bank::{QuestionStanding, ReviewState};
use khacsau::domain::document::{Document, DocumentStanding, Supersession};
use khacsau::domain::question::Difficulty;
use khacsau::domain::question_statistics::{Group, OptionChoices, QuestionStatistics};
use khacsau::domain::review::{Authorship, OwnWork};
use khacsau::domain::role::{Grant, Role};
use khacsau::domain::time::Millis;
use khacsau::store::{FOREIGN_KEY, NewQuestion, NewReview, NewRevision, ParticipantRow};

use crate::bench::{
    CELL, COMMUNE, GROUP, NOON, OTHER_CELL, asked, contest, directive, document, happened, later, member, question,
    revision, unit,
};

/// A word on what was read as submitted.
fn review(n: u128, revision: u32, by: u128, approved: bool) -> NewReview {
    NewReview {
        question: question(n),
        revision,
        reviewer: member(by),
        from: ReviewState::Submitted,
        to: if approved { ReviewState::Approved } else { ReviewState::Draft },
        comment: "Rõ ràng.".into(),
        alone: false,
        reviewed_at: later(by.try_into().unwrap()),
    }
}

fn rewritten(n: u128, base: u32, by: u128, stem: &str) -> NewRevision {
    NewRevision {
        question: question(n),
        base,
        document: document(1),
        topic: "Học tập".into(),
        difficulty: Some(Difficulty::Hard),
        author: member(by),
        revision: revision(stem),
        from: if base == 1 { ReviewState::Approved } else { ReviewState::Submitted },
        state: ReviewState::Submitted,
        created_at: later(1),
    }
}

on_both_engines! {
    async fn documents_reach_the_units_below(bench: &Bench) {
        bench.people().await;
        let superseded = Document {
            issued_on: "2021-10-25".into(),
            standing: DocumentStanding::Superseded(Supersession { by: "207-QĐ/TW".into(), on: Some("2026-07-26".into()), successor: None }),
            ..directive(1, "37-QĐ/TW")
        };
        let own = directive(2, "05-CT/TW");
        bench.insert_document(unit(COMMUNE), &superseded, "").await.unwrap();
        bench.insert_document(unit(CELL), &own, "").await.unwrap();
        assert_eq!(bench.documents_for(unit(GROUP)).await.unwrap(), [superseded.clone(), own]);
        assert_eq!(bench.documents_for(unit(OTHER_CELL)).await.unwrap(), std::slice::from_ref(&superseded));
        assert_eq!(bench.documents_for(unit(COMMUNE)).await.unwrap(), std::slice::from_ref(&superseded));
    }

    async fn a_document_is_registered_once(bench: &Bench) {
        bench.people().await;
        bench.insert_document(unit(CELL), &directive(1, "05-CT/TW"), "").await.unwrap();
        let again = bench.insert_document(unit(CELL), &directive(2, "05-CT/TW"), "").await.unwrap_err();
        assert!(again.is_conflict("document_unit_id_symbol_issued_on_issuer_title_key"), "{again}");
        bench.insert_document(unit(OTHER_CELL), &directive(2, "05-CT/TW"), "").await.unwrap();
        let another_year = Document { issued_on: "2017-05-15".into(), ..directive(3, "05-CT/TW") };
        bench.insert_document(unit(CELL), &another_year, "").await.unwrap();
    }

    async fn a_question_is_read_as_it_was_written(bench: &Bench) {
        bench.bank().await;
        let bank = bench.bank_for(unit(CELL)).await.unwrap();
        assert_eq!(bank.len(), 1);
        assert_eq!((bank[0].id, bank[0].document, bank[0].topic.as_str()), (question(1), document(1), "Học tập"));
        assert_eq!((bank[0].state, &bank[0].insiders), (ReviewState::Approved, &vec![member(1)]));
        assert_eq!(bank[0].revision, revision("Năm nào?"));
    }

    async fn a_bank_keeps_the_order_of_its_questions_and_reaches_the_units_below(bench: &Bench) {
        bench.bank().await;
        bench.insert_question(&asked(9, COMMUNE, "Chín?")).await.unwrap();
        bench.insert_question(&asked(5, CELL, "Năm?")).await.unwrap();
        bench.add_revision(&rewritten(1, 1, 1, "Sửa?")).await.unwrap();
        let ids = async |of| {
            let bank = bench.bank_for(unit(of)).await.unwrap();
            bank.into_iter().map(|question| question.id).collect::<Vec<_>>()
        };
        assert_eq!(ids(GROUP).await, [1, 9, 5].map(question));
        assert_eq!(ids(CELL).await, [1, 9, 5].map(question));
        assert_eq!(ids(OTHER_CELL).await, [question(9)]);
    }

    async fn a_revision_takes_the_place_of_the_one_before(bench: &Bench) {
        bench.bank().await;
        assert_eq!(bench.add_revision(&rewritten(1, 1, 2, "Năm 2016 hay 2018?")).await.unwrap(), Some(2));
        assert_eq!(bench.add_revision(&rewritten(1, 2, 1, "Năm nào ban hành?")).await.unwrap(), Some(3));
        let bank = bench.bank_for(unit(CELL)).await.unwrap();
        assert_eq!(bank.len(), 1);
        assert_eq!((bank[0].state, bank[0].revision.stem.as_str()), (ReviewState::Submitted, "Năm nào ban hành?"));
        let kept = bench.question(question(1)).await.unwrap().unwrap();
        assert_eq!((kept.revision_number, kept.author, kept.difficulty), (3, member(1), Some(Difficulty::Hard)));
        assert_eq!((kept.is_returned, kept.is_retired, kept.unit), (false, false, unit(CELL)));
        assert_eq!(bench.questions_for(unit(GROUP)).await.unwrap(), [kept]);
        let history = bench.history_of(question(1)).await.unwrap();
        let lines: Vec<_> = history.iter().map(|past| (past.number, past.author_name.as_str(), past.revision.stem.as_str())).collect();
        assert_eq!(lines, [(3, "Nguyễn An", "Năm nào ban hành?"), (2, "Trần Bình", "Năm 2016 hay 2018?"), (1, "Nguyễn An", "Năm nào?")]);
    }

    async fn of_revisions_at_once_one_is_kept(bench: &Bench) {
        bench.bank().await;
        let revisions: Vec<_> = (0..4).map(|n| rewritten(1, 1, 1, &format!("Lần {n}?"))).collect();
        let kept = futures_util::future::join_all(revisions.iter().map(|new| bench.add_revision(new))).await;
        let mut kept: Vec<_> = kept.into_iter().map(Result::unwrap).collect();
        kept.sort();
        assert_eq!(kept, [None, None, None, Some(2)]);
        assert_eq!(bench.history_of(question(1)).await.unwrap().len(), 2);
    }

    async fn what_is_rewritten_twice_leaves_the_second_out_altogether(bench: &Bench) {
        bench.bank().await;
        bench.insert_document(unit(CELL), &directive(2, "06-CT/TW"), "").await.unwrap();
        let elsewhere = NewRevision { document: document(2), state: ReviewState::Draft, ..rewritten(1, 7, 1, "Lạc?") };
        assert_eq!(bench.add_revision(&elsewhere).await.unwrap(), None);
        let kept = bench.question(question(1)).await.unwrap().unwrap();
        assert_eq!((kept.document, kept.state, kept.revision_number), (document(1), ReviewState::Approved, 1));
    }

    async fn reviews_move_the_state_and_make_insiders(bench: &Bench) {
        bench.bank().await;
        bench.add_revision(&rewritten(1, 1, 2, "Năm mấy?")).await.unwrap();
        assert!(bench.record_review(&review(1, 2, 3, false)).await.unwrap());
        assert_eq!(bench.bank_for(unit(CELL)).await.unwrap()[0].state, ReviewState::Draft);
        assert!(bench.question(question(1)).await.unwrap().unwrap().is_returned);
        assert!(!bench.record_review(&review(1, 2, 4, true)).await.unwrap(), "it is a draft by now");
        assert!(bench.move_question(question(1), 2, ReviewState::Draft, ReviewState::Submitted).await.unwrap());
        assert!(bench.record_review(&review(1, 2, 4, true)).await.unwrap());
        let again = NewReview { alone: true, from: ReviewState::Approved, ..review(1, 2, 1, true) };
        assert!(bench.record_review(&again).await.unwrap());
        let older = NewReview { from: ReviewState::Approved, ..review(1, 1, 3, false) };
        assert!(!bench.record_review(&older).await.unwrap(), "that is not the latest any more");
        let bank = bench.bank_for(unit(CELL)).await.unwrap();
        assert_eq!(bank[0].state, ReviewState::Approved);
        // Each once, whether author, reviewer or both.
        assert_eq!(bank[0].insiders, [1, 2, 3, 4].map(member));
        let history = bench.history_of(question(1)).await.unwrap();
        let said: Vec<_> = history[0].reviews.iter().map(|it| (it.reviewer, it.approved, it.alone)).collect();
        assert_eq!(said, [(member(1), true, true), (member(3), false, false), (member(4), true, false)]);
    }

    async fn whoever_reads_a_question_is_an_insider_once(bench: &Bench) {
        bench.scheduled().await;
        let read = [question(1)];
        bench.record_seen(member(4), &read, later(5)).await.unwrap();
        bench.record_seen(member(4), &read, later(9)).await.unwrap();
        assert_eq!(bench.bank_for(unit(CELL)).await.unwrap()[0].insiders, [member(1), member(4)]);
        let mut known = bench.insiders_of(contest(1)).await.unwrap().remove(&question(1)).unwrap();
        known.sort();
        assert_eq!(known, [member(1), member(4)]);
        let absent = bench.record_seen(member(4), &[question(99)], later(9)).await.unwrap_err();
        assert!(absent.is_conflict(FOREIGN_KEY));
    }

    async fn who_takes_part_does_not_read_what_may_be_asked_until_it_is_over(bench: &Bench) {
        let id = bench.scheduled().await;
        let rows = [(1, 1), (2, 2), (3, 3)].map(|(number, n)| ParticipantRow {
            number,
            member: member(n),
            name: "Tên".into(),
            unit: unit(CELL),
            unit_name: "Chi bộ".into(),
            reason: None,
        });
        bench.replace_participants(id, &rows).await.unwrap();
        bench.record_seen(member(3), &[question(1)], NOON).await.unwrap();
        let withheld = async |n| bench.withheld_from(member(n)).await.unwrap().into_iter().collect::<Vec<_>>();
        assert_eq!(withheld(2).await, [], "before the lobby");
        bench.append(id, &[happened(1, "lobby_opened")], &[]).await.unwrap();
        assert_eq!(withheld(2).await, [question(1)]);
        assert_eq!(withheld(1).await, [], "its author knows it");
        assert_eq!(withheld(3).await, [], "who has read it knows it");
        assert_eq!(withheld(4).await, [], "not on the roster");
        bench.append(id, &[happened(2, "finished")], &[]).await.unwrap();
        assert_eq!(withheld(2).await, []);
    }

    async fn a_question_is_moved_from_where_it_is_and_taken_out_and_put_back(bench: &Bench) {
        bench.bank().await;
        let move_it = async |revision, from, to| bench.move_question(question(1), revision, from, to).await.unwrap();
        assert!(!move_it(1, ReviewState::Draft, ReviewState::Submitted).await);
        assert!(!move_it(2, ReviewState::Approved, ReviewState::Draft).await);
        assert_eq!(bench.question(question(1)).await.unwrap().unwrap().state, ReviewState::Approved);
        assert!(!bench.retire_question(question(1), 2, Some(NOON)).await.unwrap(), "that revision was not read");
        assert!(bench.retire_question(question(1), 1, Some(NOON)).await.unwrap());
        assert!(!bench.retire_question(question(1), 1, Some(NOON)).await.unwrap(), "it is out already");
        assert!(!move_it(1, ReviewState::Approved, ReviewState::Draft).await, "what is out is not moved");
        assert_eq!(bench.bank_for(unit(CELL)).await.unwrap().len(), 0);
        assert_eq!(bench.questions_for(unit(CELL)).await.unwrap()[0].standing(), QuestionStanding::Retired);
        assert_eq!(bench.document(document(1)).await.unwrap().unwrap().questions, 0);
        assert!(bench.retire_question(question(1), 1, None).await.unwrap());
        assert_eq!(bench.bank_for(unit(CELL)).await.unwrap()[0].state, ReviewState::Draft, "and is reviewed anew");
    }

    async fn whoever_wrote_since_the_last_approval_is_an_author(bench: &Bench) {
        bench.bank().await;
        let authors = async || {
            let known = bench.authorship_at(unit(CELL)).await.unwrap();
            known[&question(1)].authors.clone()
        };
        assert_eq!(authors().await, [member(1)]);
        bench.add_revision(&rewritten(1, 1, 2, "Hai?")).await.unwrap();
        bench.add_revision(&rewritten(1, 2, 3, "Ba?")).await.unwrap();
        assert_eq!(authors().await, [1, 2, 3].map(member), "nothing was approved yet");
        bench.record_review(&review(1, 3, 4, true)).await.unwrap();
        assert_eq!(authors().await, [member(3)]);
        let anew = NewRevision { from: ReviewState::Approved, ..rewritten(1, 3, 2, "Bốn?") };
        bench.add_revision(&anew).await.unwrap();
        assert_eq!(authors().await, [member(2)]);
    }

    async fn who_could_review_beside_the_author_is_known(bench: &Bench) {
        bench.bank().await;
        let grant = |role, at| Grant { role, unit: unit(at) };
        bench.insert_grant(member(1), grant(Role::Secretary, CELL)).await.unwrap();
        for (n, at) in [(2, CELL), (3, CELL), (4, COMMUNE)] {
            bench.insert_grant(member(n), grant(Role::Committee, at)).await.unwrap();
        }
        bench.disable_member(member(3), NOON).await.unwrap();
        let known = bench.authorship_at(unit(CELL)).await.unwrap();
        let Authorship { committee, secretaries, .. } = &known[&question(1)];
        assert_eq!((committee.as_slice(), secretaries.as_slice()), (&[member(2)][..], &[member(1)][..]));
        assert_eq!(known[&question(1)].reviewer(member(1)), Err(OwnWork));
        assert!(bench.authorship_at(unit(COMMUNE)).await.unwrap().is_empty());
    }

    async fn a_document_is_superseded_and_its_question_carried_over_in_one_step(bench: &Bench) {
        bench.bank().await;
        let newer = Document { issued_on: "2026-07-26".into(), ..directive(2, "207-QĐ/TW") };
        bench.insert_document(unit(COMMUNE), &newer, "Điều 1.").await.unwrap();
        let supersession = Supersession { by: "207-QĐ/TW".into(), on: Some("2026-07-26".into()), successor: Some(document(2)) };
        let superseded = DocumentStanding::Superseded(supersession);
        bench.set_standing(document(1), &superseded).await.unwrap();
        let kept = bench.document(document(1)).await.unwrap().unwrap();
        assert_eq!((kept.document.standing.clone(), kept.unit, kept.questions, kept.has_reading), (superseded, unit(CELL), 1, false));
        assert_eq!(bench.reading_of(document(2)).await.unwrap(), "Điều 1.");
        let carried = NewRevision { document: document(2), state: ReviewState::Approved, ..rewritten(1, 1, 2, "Năm nào?") };
        assert_eq!(bench.carry_over(&carried, "Vẫn đúng", false).await.unwrap(), Some(2));
        let bank = bench.bank_for(unit(CELL)).await.unwrap();
        assert_eq!((bank[0].document, bank[0].state), (document(2), ReviewState::Approved));
        let history = bench.history_of(question(1)).await.unwrap();
        assert_eq!((history[0].reviews[0].comment.as_str(), history[0].reviews[0].approved), ("Vẫn đúng", true));
        bench.set_standing(document(1), &DocumentStanding::InForce).await.unwrap();
        assert!(bench.document(document(1)).await.unwrap().unwrap().document.is_in_force());
        let corrected = Document { title: "Tên đã sửa".into(), link: "https://example.vn/1".into(), ..directive(1, "05-CT/TW") };
        bench.update_document(&corrected, "Toàn văn").await.unwrap();
        let kept = bench.document(document(1)).await.unwrap().unwrap();
        assert_eq!((kept.document, kept.has_reading), (corrected, true));
    }

    async fn nothing_is_carried_over_what_was_sent_back_or_taken_out_meanwhile(bench: &Bench) {
        bench.bank().await;
        let carried = NewRevision { state: ReviewState::Approved, ..rewritten(1, 1, 2, "Năm nào?") };
        let stands = async || {
            let kept = bench.question(question(1)).await.unwrap().unwrap();
            (kept.state, kept.is_retired, kept.revision_number, kept.topic == "Học tập" && kept.difficulty.is_none())
        };
        assert!(bench.move_question(question(1), 1, ReviewState::Approved, ReviewState::Draft).await.unwrap());
        assert_eq!(bench.carry_over(&carried, "Vẫn đúng", false).await.unwrap(), None, "a colleague was faster");
        assert_eq!(stands().await, (ReviewState::Draft, false, 1, true));
        let draft = NewRevision { from: ReviewState::Draft, ..carried };
        assert!(bench.retire_question(question(1), 1, Some(NOON)).await.unwrap());
        assert_eq!(bench.carry_over(&draft, "Vẫn đúng", false).await.unwrap(), None);
        assert_eq!(bench.add_revision(&draft).await.unwrap(), None, "what is out is not rewritten");
        assert_eq!(stands().await, (ReviewState::Draft, true, 1, true));
        assert!(bench.history_of(question(1)).await.unwrap()[0].reviews.is_empty());
    }

    async fn what_a_contest_taught_is_kept_until_its_record_says_more(bench: &Bench) {
        let id = bench.scheduled().await;
        let open = async || bench.contests_to_evaluate(unit(CELL)).await.unwrap();
        assert_eq!(open().await, [], "it is not over");
        bench.append(id, &[happened(1, "lobby_opened"), happened(2, "finished")], &[]).await.unwrap();
        assert_eq!(open().await, [(id, 2)]);
        let taught = |asked| QuestionStatistics {
            revision: revision("Năm nào?"),
            contests: 1,
            asked,
            answered: 2,
            right: 1,
            time: Millis::seconds(9),
            options: vec![OptionChoices { chosen: 1, by_strong: 0 }; 2],
            strong: Group { right: 0, of: 0 },
            weak: Group { right: 0, of: 0 },
        };
        bench.keep_lessons(id, 2, &[(question(1), taught(2))]).await.unwrap();
        assert_eq!(open().await, []);
        assert_eq!(bench.lessons_for(unit(CELL)).await.unwrap(), [(question(1), taught(2))]);
        assert_eq!(bench.lessons_for(unit(COMMUNE)).await.unwrap().len(), 1, "and above");
        assert_eq!(bench.lessons_for(unit(OTHER_CELL)).await.unwrap(), [], "and not beside");
        bench.append(id, &[happened(3, "question_voided")], &[]).await.unwrap();
        assert_eq!(open().await, [(id, 3)]);
        bench.keep_lessons(id, 3, &[(question(1), taught(3))]).await.unwrap();
        assert_eq!(bench.lessons_for(unit(CELL)).await.unwrap(), [(question(1), taught(3))]);
    }

    async fn what_is_absent_can_be_neither_revised_nor_reviewed(bench: &Bench) {
        bench.bank().await;
        assert_eq!(bench.add_revision(&rewritten(99, 1, 1, "?")).await.unwrap(), None);
        assert!(!bench.record_review(&review(99, 1, 1, true)).await.unwrap());
        let by_a_stranger = NewReview { from: ReviewState::Approved, ..review(1, 1, 99, false) };
        assert!(bench.record_review(&by_a_stranger).await.unwrap_err().is_conflict(FOREIGN_KEY));
        assert_eq!(bench.bank_for(unit(CELL)).await.unwrap()[0].state, ReviewState::Approved);
        assert_eq!(bench.question(question(99)).await.unwrap(), None);
    }

    async fn a_question_without_its_revision_is_not_kept(bench: &Bench) {
        bench.bank().await;
        let by_a_stranger = NewQuestion { author: member(99), ..asked(2, CELL, "?") };
        assert!(bench.insert_question(&by_a_stranger).await.unwrap_err().is_conflict(FOREIGN_KEY));
        assert!(bench.insert_question(&asked(1, CELL, "?")).await.unwrap_err().is_conflict("question_id_key"));
        assert_eq!(bench.bank_for(unit(CELL)).await.unwrap().len(), 1);
    }
}
