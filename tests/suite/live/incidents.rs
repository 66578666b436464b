//! What a host does when an evening does not go as planned.

use serde_json::json;

use crate::harness::{A, B, Evening, Frame, answer, fresh_key};

on_both_engines! {
    async fn an_extension_moves_the_deadline_for_everybody(evening: Evening) {
        let (host, [an, binh]) = evening.with_members(["An", "Bình"]).await;
        let screen = evening.screen().await;
        let question = host.ask().await;
        an.hear("question").await;
        evening.advance(20_000).await;
        host.extend(15).await;
        let closes_at = question.int("closes_at") + 15_000;
        let deadline = json!({"type": "deadline", "question": question["id"], "closes_at": closes_at});
        for device in [&*an, &*binh, &*screen, &*host] {
            assert_eq!(device.hear("deadline").await.value, deadline, "{}", device.name());
        }
        evening.advance(20_000).await;
        assert_eq!(an.answer(A).await["response_time"], 40_000);
        evening.advance(5_749).await;
        assert!(an.heard_all().await.iter().all(|frame| frame.kind() != "closed"));
        evening.advance(1).await;
        an.expect("closed").await;
    }

    async fn after_a_lock_answers_under_way_still_count(evening: Evening) {
        let (host, [an, binh]) = evening.with_members(["An", "Bình"]).await;
        let question = host.ask().await;
        an.hear("question").await;
        binh.hear("question").await;
        evening.advance(5_000).await;
        // So that every ping has been answered before the clock moves again.
        an.heard_all().await;
        binh.heard_all().await;
        host.lock().await;
        let deadline = an.expect("deadline").await;
        assert_eq!(deadline["closes_at"], question.int("now") + 5_000);
        evening.advance(80).await;
        let receipt = an.answer(A).await;
        assert_eq!(receipt["response_time"], 5_000, "capped at the new limit");
        evening.advance(600).await;
        binh.expect("deadline").await;
        assert_eq!(binh.is_refused(A).await, "late");
        evening.advance(69).await;
        assert!(an.heard_all().await.iter().all(|frame| frame.kind() != "closed"));
        evening.advance(1).await;
        an.expect("closed").await;
    }

    async fn a_question_paused_while_open_is_void_and_a_reserve_takes_its_place(evening: Evening) {
        let (host, [an, binh]) = evening.with_members(["An", "Bình"]).await;
        let screen = evening.screen().await;
        let first = host.ask().await;
        an.hear("question").await;
        binh.hear("question").await;
        evening.advance(3_000).await;
        an.send_answer(A, "an-1").await;
        let receipt = an.expect("recorded").await;
        host.pause().await;
        for device in [&*an, &*binh, &*screen, &*host] {
            let paused = device.hear("paused").await;
            assert_eq!(paused["reason"], "host", "{}", device.name());
            assert!(!paused.str("text").is_empty());
            let notice = device.hear("notice").await;
            assert!(notice.str("text").contains("Câu 1"), "{}: {notice:?}", device.name());
            // The void is a correction of the record: it is signed, and everybody is a witness.
            device.hear("checkpoint").await;
            let welcome = device.hear("welcome").await;
            assert_eq!(welcome["state"]["type"], "paused");
            assert_eq!(welcome["contest"]["questions"], 5);
        }
        evening.advance(600_000).await;
        assert_eq!(evening.phase().await, "paused", "as long as it takes");
        assert_eq!(binh.is_refused(A).await, "not_open");
        // What was acknowledged stays acknowledged.
        let again = answer(first.str("id"), &[&first.option(A)], None, "an-1");
        an.send(&again);
        assert_eq!(an.expect("recorded").await, receipt);

        host.resume().await;
        for device in [&*an, &*binh, &*screen, &*host] {
            device.hear("resumed").await;
            let welcome = device.hear("welcome").await;
            assert_eq!(welcome["state"]["type"], "get_ready", "{}", device.name());
        }
        evening.advance(3_000).await;
        let second = an.hear("question").await;
        assert_eq!(second["index"], 0);
        assert_ne!(second["id"], first["id"]);
        assert_ne!(second["text"], first["text"]);
        an.send(&again);
        assert_eq!(an.expect("recorded").await, receipt, "still the old question's");
        binh.hear("question").await;
        binh.send(&answer(first.str("id"), &[&first.option(B)], None, &fresh_key()));
        assert_eq!(binh.expect_no().await.reason, "not_open");
        let key = evening.key(0).await.remove(0);
        assert_eq!(an.answer_with(&key).await["response_time"], 500, "a new question, a new time");
        evening.advance(31_000).await;
        an.expect("closed").await;
        host.reveal().await;
        host.go_next().await;
        assert_eq!(an.hear("standings").await["score"], 200, "the void one counts for nobody");
    }

    async fn a_pause_between_questions_goes_on_where_it_was(evening: Evening) {
        let (host, [an]) = evening.with_members(["An"]).await;
        host.pause().await;
        an.expect("paused").await;
        host.resume().await;
        an.hear("resumed").await;
        let welcome = an.hear("welcome").await;
        assert_eq!(welcome["state"]["type"], "lobby");
        host.ask().await;
        an.hear("question").await;
        an.answer(A).await;
        evening.advance(31_000).await;
        an.expect("closed").await;
        host.pause().await;
        an.expect("paused").await;
        let next = host.hear("paused").await;
        assert_eq!(next["reason"], "host");
        host.reveal().await;
        assert_eq!(host.expect_no().await.reason, "wrong_phase");
        host.resume().await;
        an.hear("resumed").await;
        assert_eq!(an.hear("welcome").await["state"], json!({"type": "closed", "index": 0}));
        host.reveal().await;
        an.expect("revealed").await;
    }

    async fn a_question_voided_later_changes_the_standings(evening: Evening) {
        let (host, [an, binh]) = evening.with_members(["An", "Bình"]).await;
        let play = async |index: usize, an_right: bool| {
            let question = host.ask().await;
            an.hear("question").await;
            binh.hear("question").await;
            let right = evening.key(index).await.remove(0);
            let wrong = (0..4).map(|at| question.option(at)).find(|id| *id != right).expect("a wrong option");
            let (ans, binhs) = if an_right { (&right, &wrong) } else { (&wrong, &right) };
            an.answer_with(ans).await;
            evening.advance(1_000).await;
            binh.answer_with(binhs).await;
            evening.advance(31_000).await;
            host.hear("closed").await;
            host.reveal().await;
            host.go_next().await;
            host.hear("leaders").await;
            place_and_score(&an.hear("standings").await)
        };
        assert_eq!(play(0, true).await, (1, 200));
        assert_eq!(play(1, true).await, (1, 400));
        assert_eq!(play(2, false).await, (1, 400));
        host.void_question(0, "đáp án không còn đúng").await;
        let notice = an.hear("notice").await;
        assert!(notice.str("text").contains("Câu 1"), "{notice:?}");
        // One of four that count is 2.50; Bình was right once in them as well, and slower by a second each time.
        assert_eq!(play(3, false).await, (2, 250));

        host.end("hết giờ họp").await;
        // Three were asked and count: one right is 3.33.
        assert_eq!(place_and_score(&an.hear("finished").await), (2, 333));
        assert_eq!(place_and_score(&binh.hear("finished").await), (1, 667));
        // A correction after the finish re-scores once more, and is told.
        host.void_question(3, "đáp án không còn đúng").await;
        assert_eq!(place_and_score(&an.hear("finished").await), (1, 500));
        assert_eq!(place_and_score(&binh.hear("finished").await), (2, 500));
        host.confirm().await;
        host.publish().await;
        an.hear_that("the publication", |frame| frame["standing"] == "published").await;
        let host = evening.host().await;
        // After the publication it begins a correction: the version that was published stands beside the next one.
        host.void_question(1, "hai phương án cùng đúng").await;
        assert!(host.hear("notice").await.str("text").contains("Câu 2"));
        let bundle = evening.bundle().await;
        assert!(khacsau::domain::verify::verify(bundle.as_bytes(), None).is_ok());
        for remark in ["đáp án không còn đúng", "hết giờ họp", "hai phương án cùng đúng"] {
            assert!(!bundle.contains(remark), "a host's words stand beside the record");
        }
    }

    async fn an_open_question_can_be_voided_at_once(evening: Evening) {
        let (host, [an]) = evening.with_members(["An"]).await;
        host.ask().await;
        an.hear("question").await;
        an.answer(A).await;
        host.void_question(0, "đọc nhầm câu hỏi").await;
        an.hear("notice").await;
        an.expect("closed").await;
        assert_eq!(an.is_refused(B).await, "already_answered");
        host.reveal().await;
        host.go_next().await;
        let own = an.hear("standings").await;
        assert_eq!((own.int("score"), own.int("elapsed")), (0, 0));
        host.ask().await;
        assert_eq!(an.hear("question").await["index"], 1);
    }

    async fn a_contest_can_be_ended_with_a_reason(evening: Evening) {
        let (host, [an, binh]) = evening.with_members(["An", "Bình"]).await;
        let screen = evening.screen().await;
        host.ask().await;
        an.hear("question").await;
        an.answer(A).await;
        host.end("mất điện toàn xã").await;
        for device in [&*an, &*binh, &*screen, &*host] {
            let finished = device.hear("finished").await;
            assert_eq!(finished["standing"], "finished", "{}", device.name());
        }
        assert_eq!(evening.phase().await, "finished");
        let notices = an.heard_all().await;
        assert!(notices.iter().any(|frame| frame.kind() == "notice"), "the open question counts for nobody");
        assert_eq!(evening.results().await["standings"][0]["score"], 0);
        host.open().await;
        assert_eq!(host.expect_no().await.reason, "wrong_phase");
    }
}

fn place_and_score(frame: &Frame) -> (i64, i64) {
    (frame.int("place"), frame.int("score"))
}
