//! Documents, and the questions that hang on them.

use khacsau::domain::bank::ReviewState;
use khacsau::domain::document::{Document, DocumentStanding};
use khacsau::store::{FOREIGN_KEY, NewQuestion, NewReview, NewRevision};

use crate::bench::{
    CELL, COMMUNE, GROUP, OTHER_CELL, asked, directive, document, later, member, question, revision, unit,
};

fn review(n: u128, by: u128, approved: bool) -> NewReview {
    NewReview {
        question: question(n),
        reviewer: member(by),
        approved,
        comment: "Rõ ràng.".into(),
        reviewed_at: later(by.try_into().unwrap()),
    }
}

fn rewritten(n: u128, by: u128, stem: &str) -> NewRevision {
    NewRevision {
        question: question(n),
        author: member(by),
        revision: revision(stem),
        state: ReviewState::Submitted,
        created_at: later(1),
    }
}

on_both_engines! {
    async fn documents_reach_the_units_below(bench: &Bench) {
        bench.people().await;
        let superseded = Document {
            issued_on: "2021-10-25".into(),
            standing: DocumentStanding::Superseded { by: "207-QĐ/TW".into() },
            ..directive(1, "37-QĐ/TW")
        };
        let own = directive(2, "05-CT/TW");
        bench.insert_document(unit(COMMUNE), &superseded).await.unwrap();
        bench.insert_document(unit(CELL), &own).await.unwrap();
        assert_eq!(bench.documents_for(unit(GROUP)).await.unwrap(), [superseded.clone(), own]);
        assert_eq!(bench.documents_for(unit(OTHER_CELL)).await.unwrap(), std::slice::from_ref(&superseded));
        assert_eq!(bench.documents_for(unit(COMMUNE)).await.unwrap(), std::slice::from_ref(&superseded));
    }

    async fn a_document_is_registered_once(bench: &Bench) {
        bench.people().await;
        bench.insert_document(unit(CELL), &directive(1, "05-CT/TW")).await.unwrap();
        let again = bench.insert_document(unit(CELL), &directive(2, "05-CT/TW")).await.unwrap_err();
        assert!(again.is_conflict("document_unit_id_symbol_issued_on_issuer_title_key"), "{again}");
        bench.insert_document(unit(OTHER_CELL), &directive(2, "05-CT/TW")).await.unwrap();
        let another_year = Document { issued_on: "2017-05-15".into(), ..directive(3, "05-CT/TW") };
        bench.insert_document(unit(CELL), &another_year).await.unwrap();
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
        bench.add_revision(&rewritten(1, 1, "Sửa?")).await.unwrap();
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
        assert_eq!(bench.add_revision(&rewritten(1, 2, "Năm 2016 hay 2018?")).await.unwrap(), 2);
        assert_eq!(bench.add_revision(&rewritten(1, 1, "Năm nào ban hành?")).await.unwrap(), 3);
        let bank = bench.bank_for(unit(CELL)).await.unwrap();
        assert_eq!(bank.len(), 1);
        assert_eq!((bank[0].state, bank[0].revision.stem.as_str()), (ReviewState::Submitted, "Năm nào ban hành?"));
    }

    async fn revisions_at_once_follow_one_another(bench: &Bench) {
        bench.bank().await;
        let revisions: Vec<_> = (0..4).map(|n| rewritten(1, 1, &format!("Lần {n}?"))).collect();
        let numbers = futures_util::future::join_all(revisions.iter().map(|new| bench.add_revision(new))).await;
        let mut numbers: Vec<_> = numbers.into_iter().map(Result::unwrap).collect();
        numbers.sort();
        assert_eq!(numbers, [2, 3, 4, 5]);
    }

    async fn reviews_move_the_state_and_make_insiders(bench: &Bench) {
        bench.bank().await;
        bench.add_revision(&rewritten(1, 2, "Năm mấy?")).await.unwrap();
        bench.record_review(&review(1, 3, false)).await.unwrap();
        assert_eq!(bench.bank_for(unit(CELL)).await.unwrap()[0].state, ReviewState::Draft);
        bench.record_review(&review(1, 4, true)).await.unwrap();
        bench.record_review(&review(1, 1, true)).await.unwrap();
        let bank = bench.bank_for(unit(CELL)).await.unwrap();
        assert_eq!(bank[0].state, ReviewState::Approved);
        // Each once, whether author, reviewer or both.
        assert_eq!(bank[0].insiders, [1, 2, 3, 4].map(member));
    }

    async fn what_is_absent_can_be_neither_revised_nor_reviewed(bench: &Bench) {
        bench.bank().await;
        assert!(bench.add_revision(&rewritten(99, 1, "?")).await.unwrap_err().is_conflict(FOREIGN_KEY));
        assert!(bench.record_review(&review(99, 1, true)).await.unwrap_err().is_conflict(FOREIGN_KEY));
        assert!(bench.record_review(&review(1, 99, false)).await.unwrap_err().is_conflict(FOREIGN_KEY));
        assert_eq!(bench.bank_for(unit(CELL)).await.unwrap()[0].state, ReviewState::Approved);
    }

    async fn a_question_without_its_revision_is_not_kept(bench: &Bench) {
        bench.bank().await;
        let by_a_stranger = NewQuestion { author: member(99), ..asked(2, CELL, "?") };
        assert!(bench.insert_question(&by_a_stranger).await.unwrap_err().is_conflict(FOREIGN_KEY));
        assert!(bench.insert_question(&asked(1, CELL, "?")).await.unwrap_err().is_conflict("question_id_key"));
        assert_eq!(bench.bank_for(unit(CELL)).await.unwrap().len(), 1);
    }
}
