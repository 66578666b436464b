//! Questions out of a file: all or nothing, in their order, and once.

use khacsau::domain::bank::ReviewState;
use khacsau::domain::identity::{DocumentId, DraftId};
use khacsau::domain::question::Difficulty;
use khacsau::store::{Draft, DraftKind, FOREIGN_KEY, ImportedQuestion, QuestionImport};
use uuid::Uuid;

use crate::bench::{Bench, CELL, NOON, document, later, member, question, revision, unit};

const ID: DraftId = DraftId(Uuid::from_u128(0xd01));

fn import() -> QuestionImport {
    let file = "Câu hỏi tháng 3.docx".to_owned();
    QuestionImport { id: ID, unit: unit(CELL), member: member(2), file, imported_at: later(5) }
}

/// So many questions, counted down, so that their order is not that of their identifiers.
fn questions(count: u128, document: DocumentId) -> Vec<ImportedQuestion> {
    let imported = |n: u128| ImportedQuestion {
        id: question(10_000 - n),
        document,
        topic: if n == 0 { String::new() } else { "Học tập".into() },
        difficulty: (n == 1).then_some(Difficulty::Hard),
        revision: revision(&format!("“Câu” thứ {n}?")),
    };
    (0..count).map(imported).collect()
}

async fn draft(bench: &Bench) {
    let (unit, member) = (unit(CELL), member(2));
    let kind = DraftKind::BankImport;
    let draft = Draft { id: ID, kind, unit, member, version: 1, body: "{}".into(), saved_at: NOON };
    bench.insert_draft(&draft).await.unwrap();
}

on_both_engines! {
    async fn an_import_takes_the_place_of_its_draft_in_the_files_order(bench: &Bench) {
        bench.bank().await;
        draft(bench).await;
        let new = questions(2_000, document(1));
        assert!(bench.keep_import(&import(), 1, ReviewState::Submitted, &new).await.unwrap());
        assert_eq!(bench.draft(ID, member(2)).await.unwrap(), None);
        assert_eq!(bench.question_import(ID).await.unwrap(), Some((import(), 2_000)));
        let bank = bench.questions_for(unit(CELL)).await.unwrap();
        let kept: Vec<_> = bank[1..].iter().map(|kept| (kept.id, kept.revision.clone())).collect();
        assert_eq!(kept, new.iter().map(|new| (new.id, new.revision.clone())).collect::<Vec<_>>());
        let (first, second) = (&bank[1], &bank[2]);
        assert_eq!((first.topic.as_str(), first.difficulty, first.document), ("", None, document(1)));
        assert_eq!((second.topic.as_str(), second.difficulty), ("Học tập", Some(Difficulty::Hard)));
        assert_eq!((first.author, first.saved_at, first.state), (member(2), later(5), ReviewState::Submitted));
        assert_eq!((first.revision_number, first.unit), (1, unit(CELL)));
    }

    async fn what_is_confirmed_twice_is_kept_once(bench: &Bench) {
        bench.bank().await;
        draft(bench).await;
        let new = questions(3, document(1));
        let (import, state) = (import(), ReviewState::Draft);
        let both = [bench.keep_import(&import, 1, state, &new), bench.keep_import(&import, 1, state, &new)];
        let mut kept: Vec<_> = futures_util::future::join_all(both).await.into_iter().map(Result::unwrap).collect();
        kept.sort_unstable();
        assert_eq!(kept, [false, true]);
        assert_eq!(bench.questions_for(unit(CELL)).await.unwrap().len(), 4);
    }

    async fn what_was_mended_meanwhile_is_not_lost(bench: &Bench) {
        bench.bank().await;
        draft(bench).await;
        bench.save_draft(ID, 1, r#"{"mended":true}"#, later(1)).await.unwrap();
        assert!(!bench.keep_import(&import(), 1, ReviewState::Draft, &questions(3, document(1))).await.unwrap());
        assert_eq!(bench.question_import(ID).await.unwrap(), None);
        assert_eq!(bench.draft(ID, member(2)).await.unwrap().unwrap().body, r#"{"mended":true}"#);
    }

    async fn one_question_that_cannot_be_kept_keeps_all_out(bench: &Bench) {
        bench.bank().await;
        draft(bench).await;
        let mut new = questions(3, document(1));
        new[2].document = document(99);
        let error = bench.keep_import(&import(), 1, ReviewState::Draft, &new).await.unwrap_err();
        assert!(error.is_conflict(FOREIGN_KEY), "{error}");
        assert_eq!(bench.questions_for(unit(CELL)).await.unwrap().len(), 1);
        assert_eq!(bench.question_import(ID).await.unwrap(), None);
        assert!(bench.draft(ID, member(2)).await.unwrap().is_some(), "it is still there to be confirmed");
    }
}
