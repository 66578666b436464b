//! Work that is not saved yet.

use khacsau::domain::identity::DraftId;
use khacsau::store::{Draft, DraftKind};
use uuid::Uuid;

use crate::bench::{CELL, NOON, later, member, unit};

fn draft(n: u128, by: u128, kind: DraftKind, body: &str) -> Draft {
    Draft {
        id: DraftId(Uuid::from_u128(0xd00 + n)),
        kind,
        unit: unit(CELL),
        member: member(by),
        version: 1,
        body: body.into(),
        saved_at: NOON,
    }
}

on_both_engines! {
    async fn a_draft_is_its_authors_alone(bench: &Bench) {
        bench.people().await;
        let own = draft(1, 1, DraftKind::Question, r#"{"stem":"Năm nào?"}"#);
        bench.insert_draft(&own).await.unwrap();
        assert_eq!(bench.draft(own.id, member(1)).await.unwrap(), Some(own.clone()));
        assert_eq!(bench.draft(own.id, member(2)).await.unwrap(), None);
        assert_eq!(bench.drafts_of(member(2), DraftKind::Question).await.unwrap(), []);
        assert_eq!(bench.drafts_of(member(1), DraftKind::Contest).await.unwrap(), []);
        assert_eq!(bench.drafts_of(member(1), DraftKind::Question).await.unwrap(), [own]);
    }

    async fn two_tabs_do_not_overwrite_one_another(bench: &Bench) {
        bench.people().await;
        let id = draft(1, 1, DraftKind::Contest, "{}").id;
        bench.insert_draft(&draft(1, 1, DraftKind::Contest, "{}")).await.unwrap();
        assert_eq!(bench.save_draft(id, 1, r#"{"tab":1}"#, later(1)).await.unwrap(), Some(2));
        assert_eq!(bench.save_draft(id, 1, r#"{"tab":2}"#, later(2)).await.unwrap(), None);
        let kept = bench.draft(id, member(1)).await.unwrap().unwrap();
        assert_eq!((kept.version, kept.body.as_str(), kept.saved_at), (2, r#"{"tab":1}"#, later(1)));
        assert_eq!(bench.save_draft(id, 2, r#"{"tab":2}"#, later(3)).await.unwrap(), Some(3));
    }

    async fn a_draft_goes_once_and_old_ones_go_by_themselves(bench: &Bench) {
        bench.people().await;
        let (old, kept) = (draft(1, 1, DraftKind::BankImport, "{}"), draft(2, 1, DraftKind::BankImport, "{}"));
        bench.insert_draft(&old).await.unwrap();
        bench.insert_draft(&Draft { saved_at: later(10), ..kept.clone() }).await.unwrap();
        assert_eq!(bench.delete_drafts_before(later(10)).await.unwrap(), 1);
        assert_eq!(bench.draft(old.id, member(1)).await.unwrap(), None);
        assert!(bench.delete_draft(kept.id).await.unwrap());
        assert!(!bench.delete_draft(kept.id).await.unwrap());
        assert_eq!(bench.save_draft(kept.id, 1, "{}", later(11)).await.unwrap(), None, "what is gone is not saved over");
    }
}
