//! Pictures: kept as long as something speaks of them.

use khacsau::domain::bank::ReviewState;
use khacsau::domain::identity::DraftId;
use khacsau::domain::ledger::Hash;
use khacsau::domain::question::{QuestionImage, Revision};
use khacsau::domain::time::Timestamp;
use khacsau::store::{
    Draft, DraftKind, FOREIGN_KEY, ImportedQuestion, KeptImage, NewQuestion, NewRevision, QuestionImport,
};
use uuid::Uuid;

use crate::bench::{Bench, CELL, NOON, asked, document, later, member, question, revision, unit};

const ID: DraftId = DraftId(Uuid::from_u128(0xd01));

async fn brought(bench: &Bench, words: &str, by: u128, at: Timestamp) -> Hash {
    let image = KeptImage { width: 2, height: 1, bytes: words.as_bytes().to_vec() };
    bench.insert_image(&image, member(by), at).await.unwrap()
}

fn shown(stem: &str, hash: Hash) -> Revision {
    Revision {
        image: Some(QuestionImage { hash, width: 2, height: 1, alt: "Cổng trường".into() }), ..revision(stem)
    }
}

async fn draft(bench: &Bench, body: String) {
    let (unit, member) = (unit(CELL), member(2));
    let draft = Draft { id: ID, kind: DraftKind::BankImport, unit, member, version: 1, body, saved_at: NOON };
    bench.insert_draft(&draft).await.unwrap();
}

/// Which of these are still kept, once those have been thrown away that nobody has brought since `before`.
async fn left(bench: &Bench, before: Timestamp, hashes: &[Hash]) -> Vec<bool> {
    bench.delete_unused_images(before).await.unwrap();
    let kept = bench.images(hashes).await.unwrap();
    hashes.iter().map(|hash| kept.iter().any(|(own, _)| own == hash)).collect()
}

on_both_engines! {
    async fn what_no_question_and_no_draft_speaks_of_goes_after_a_while(bench: &Bench) {
        bench.bank().await;
        let (now, once, in_a_draft) =
            (brought(bench, "now", 1, NOON).await, brought(bench, "once", 1, NOON).await, brought(bench, "draft", 2, NOON).await);
        let (nowhere, again) = (brought(bench, "nowhere", 1, NOON).await, brought(bench, "again", 1, NOON).await);
        bench.insert_question(&NewQuestion { revision: shown("Ai?", now), ..asked(2, CELL, "Ai?") }).await.unwrap();
        // Only an earlier revision shows it: what a contest used stays as used.
        let new = NewQuestion { revision: shown("Ở đâu?", once), ..asked(3, CELL, "Ở đâu?") };
        bench.insert_question(&new).await.unwrap();
        let without = NewRevision {
            question: new.id, base: 1, document: new.document, topic: new.topic.clone(), difficulty: None, author: new.author,
            revision: revision("Ở đâu?"), from: new.state, state: ReviewState::Draft, created_at: later(1),
        };
        assert_eq!(bench.add_revision(&without).await.unwrap(), Some(2));
        draft(bench, format!(r#"{{"image":"{in_a_draft}"}}"#)).await;
        assert_eq!(brought(bench, "again", 2, later(9)).await, again);

        let all = [now, once, in_a_draft, nowhere, again];
        assert_eq!(left(bench, NOON, &all).await, [true; 5], "they have just been brought");
        assert_eq!(left(bench, later(5), &all).await, [true, true, true, false, true]);
        assert!(!bench.has_brought_image(member(1), nowhere).await.unwrap());
        assert!(bench.has_brought_image(member(1), again).await.unwrap(), "for whoever brought it first, too");
        bench.delete_draft(ID).await.unwrap();
        assert_eq!(left(bench, later(10), &all).await, [true, true, false, false, false]);
        assert_eq!(brought(bench, "nowhere", 1, later(11)).await, nowhere, "what is gone may be brought again");
        assert_eq!(bench.images(&[nowhere]).await.unwrap().len(), 1);
    }

    async fn the_questions_of_an_import_keep_their_pictures(bench: &Bench) {
        bench.bank().await;
        let hash = brought(bench, "import", 2, NOON).await;
        let import = QuestionImport { id: ID, unit: unit(CELL), member: member(2), file: "bank.json".into(), imported_at: later(1) };
        let imported = |hash| ImportedQuestion {
            id: question(7), document: document(1), topic: String::new(), difficulty: None, revision: shown("Ai?", hash),
        };
        draft(bench, "{}".into()).await;
        let missing = [imported(Hash::of_bytes(b"nobody brought it"))];
        let error = bench.keep_import(&import, 1, ReviewState::Draft, &missing).await.unwrap_err();
        assert!(error.is_conflict(FOREIGN_KEY), "{error}");
        assert!(bench.draft(ID, member(2)).await.unwrap().is_some(), "nothing is kept by halves");
        assert!(bench.keep_import(&import, 1, ReviewState::Draft, &[imported(hash)]).await.unwrap());
        assert_eq!(bench.questions_with_image(hash).await.unwrap(), [(question(7), unit(CELL))]);
        assert_eq!(left(bench, later(10), &[hash]).await, [true]);
    }
}
