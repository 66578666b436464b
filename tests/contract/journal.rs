//! The journal: a batch whole or not at all, a place of the chain once.

use futures_util::future::join_all;
use khacsau::store::{Batch, FOREIGN_KEY, JournalRow, StoreError};

use crate::bench::{contest, happened, member};

on_both_engines! {
    async fn rows_come_back_byte_for_byte_in_order(bench: &Bench) {
        let id = bench.scheduled().await;
        let odd = JournalRow { body: "{ \"text\":\"Đ\\u0111 \\\" 😀\",\n \"n\":9007199254740993 }".into(), ..happened(1, "opened") };
        bench.append(id, &[odd.clone(), happened(2, "locked")], &[]).await.unwrap();
        assert_eq!(bench.journal(id).await.unwrap(), [happened(0, "scheduled"), odd, happened(2, "locked")]);
        assert_eq!(bench.journal_head(id).await.unwrap(), Some(happened(2, "locked")));
        assert_eq!(bench.journal(contest(99)).await.unwrap(), []);
        assert_eq!(bench.journal_head(contest(99)).await.unwrap(), None);
    }

    async fn remarks_stand_beside_their_rows(bench: &Bench) {
        let id = bench.scheduled().await;
        let remarks = [(1, "Mất điện ở hội trường.".to_owned()), (2, "Đã họp lại.".to_owned())];
        bench.append(id, &[happened(1, "annulled"), happened(2, "reopened")], &remarks).await.unwrap();
        bench.append(id, &[], &[(0, "Theo kế hoạch.".to_owned())]).await.unwrap();
        let mut expected = vec![(0, "Theo kế hoạch.".to_owned())];
        expected.extend(remarks);
        assert_eq!(bench.remarks(id).await.unwrap(), expected);
    }

    async fn who_decided_stands_beside_the_row_with_what_they_wrote(bench: &Bench) {
        let id = bench.scheduled().await;
        let batch = Batch {
            rows: vec![happened(1, "question_voided"), happened(2, "confirmed")],
            remarks: vec![(1, "Đáp án sai.".to_owned())],
            actors: vec![(1, member(1)), (2, member(2))],
        };
        bench.append_batch(id, &batch).await.unwrap();
        let acts = bench.acts(id).await.unwrap();
        let told: Vec<_> = acts.iter().map(|act| (act.seq, act.remark.as_deref(), act.by)).collect();
        assert_eq!(told, [(1, Some("Đáp án sai."), Some(member(1))), (2, None, Some(member(2)))]);
        assert!(acts.iter().all(|act| act.name.is_some()), "they are known by name");
        assert_eq!(bench.acts(contest(99)).await.unwrap(), []);
        let nobody = Batch { rows: vec![happened(3, "published")], actors: vec![(3, member(99))], ..Batch::default() };
        assert!(bench.append_batch(id, &nobody).await.unwrap_err().is_conflict(FOREIGN_KEY));
        assert_eq!(bench.journal(id).await.unwrap().len(), 3, "a batch whole or not at all");
    }

    async fn a_batch_that_does_not_follow_the_chain_writes_nothing(bench: &Bench) {
        let id = bench.scheduled().await;
        bench.append(id, &[happened(1, "opened"), happened(2, "answered")], &[]).await.unwrap();
        let before = bench.journal(id).await.unwrap();
        let taken = [happened(2, "answered"), happened(3, "answered")];
        let gap = [happened(4, "answered"), happened(5, "answered")];
        let twice = [happened(3, "answered"), happened(4, "answered"), happened(4, "answered")];
        for batch in [&taken[..], &gap, &twice] {
            let remark = (batch[0].seq, "Ghi chú.".to_owned());
            let error = bench.append(id, batch, &[remark]).await.unwrap_err();
            assert!(error.is_conflict("journal_pkey") && !error.is_fault(), "{error}");
            assert_eq!(bench.journal(id).await.unwrap(), before);
            assert_eq!(bench.remarks(id).await.unwrap(), []);
        }
    }

    async fn a_remark_without_its_row_takes_the_batch_with_it(bench: &Bench) {
        let id = bench.scheduled().await;
        let error = bench.append(id, &[happened(1, "annulled")], &[(9, "Ở đâu?".to_owned())]).await.unwrap_err();
        assert!(error.is_conflict(FOREIGN_KEY));
        assert_eq!(bench.journal(id).await.unwrap().len(), 1);
        assert!(bench.append(contest(99), &[happened(1, "scheduled")], &[]).await.unwrap_err().is_conflict(FOREIGN_KEY));
    }

    async fn of_two_processes_that_race_for_a_place_one_gets_it(bench: &Bench) {
        let id = bench.scheduled().await;
        let other = bench.place.open().await.unwrap();
        for seq in (1..40).step_by(2) {
            let batches: Vec<_> = (0..6).map(|n| [happened(seq, &format!("writer {n}")), happened(seq + 1, "second")]).collect();
            let writers = [&**bench, &other].into_iter().cycle();
            let outcomes = join_all(batches.iter().zip(writers).map(|(rows, store)| store.append(id, rows, &[]))).await;
            let winners: Vec<_> = (0..).zip(&outcomes).filter(|(_, outcome)| outcome.is_ok()).map(|(n, _)| n).collect();
            assert_eq!(winners.len(), 1, "{outcomes:?}");
            assert!(outcomes.iter().filter_map(|outcome| outcome.as_ref().err()).all(|error| error.is_conflict("journal_pkey")));
            let kind = bench.journal(id).await.unwrap().into_iter().find(|row| row.seq == seq).unwrap().kind;
            assert_eq!(kind, format!("writer {}", winners[0]));
        }
        other.close().await;
    }

    async fn a_batch_of_four_thousand_rows_is_one_commit(bench: &Bench) {
        let id = bench.scheduled().await;
        let batch: Vec<_> = (1..=4_000).map(|seq| happened(seq, "answered")).collect();
        bench.append(id, &batch, &[]).await.unwrap();
        assert!(bench.journal(id).await.unwrap()[1..] == batch);
    }

    async fn a_writer_who_goes_away_leaves_all_or_nothing(bench: &Bench) {
        let id = bench.scheduled().await;
        let batch = |head: &JournalRow| {
            let rows: Vec<_> = (1..=3).map(|n| happened(head.seq + n, "answered")).collect();
            let remark = (head.seq + 3, "Ghi chú.".to_owned());
            (rows, remark)
        };
        for patience in 0..150 {
            let (rows, remark) = batch(&bench.journal_head(id).await.unwrap().unwrap());
            let remarks = [remark];
            tokio::select! {
                biased;
                outcome = bench.append(id, &rows, &remarks) => match outcome {
                    // The one before was still on its way when we looked.
                    Err(error) if error.is_conflict("journal_pkey") => {}
                    outcome => outcome.unwrap(),
                },
                () = async { for _ in 0..patience { tokio::task::yield_now().await } } => {}
            }
            let written = bench.journal(id).await.unwrap().len();
            assert_eq!(written % 3, 1, "a part of a batch after {patience} turns");
        }
        // The writer is free again, and what is there is whole.
        loop {
            let (rows, remark) = batch(&bench.journal_head(id).await.unwrap().unwrap());
            match bench.append(id, &rows, &[remark]).await {
                Ok(()) => break,
                Err(error) => assert!(error.is_conflict("journal_pkey"), "{error}"),
            }
        }
        let journal = bench.journal(id).await.unwrap();
        assert!(journal.iter().zip(0..).all(|(row, seq)| row.seq == seq));
        assert_eq!(bench.remarks(id).await.unwrap().len(), journal.len() / 3);
    }

    async fn what_is_unknown_is_a_fault_when_appending(bench: &Bench) {
        let id = bench.scheduled().await;
        bench.place.execute("ALTER TABLE journal RENAME TO lost").await;
        let error = bench.append(id, &[happened(1, "opened")], &[]).await.unwrap_err();
        assert!(error.is_fault(), "{error}");
        assert!(matches!(bench.journal(id).await.unwrap_err(), StoreError::Other(_)));
    }

    async fn a_closed_store_is_out_of_reach(bench: &Bench) {
        let id = bench.scheduled().await;
        bench.ready().await.unwrap();
        bench.close().await;
        assert!(bench.ready().await.unwrap_err().is_fault());
        assert!(bench.append(id, &[happened(1, "opened")], &[]).await.unwrap_err().is_fault());
        let again = bench.place.open().await.unwrap();
        assert_eq!(again.journal(id).await.unwrap().len(), 1);
        again.close().await;
    }
}
