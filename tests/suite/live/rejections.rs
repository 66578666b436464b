//! Every "no" by its name.

use serde_json::json;

use crate::harness::{A, B, Evening, Refused, answer, fresh_key};

on_both_engines! {
    async fn an_answer_after_the_time_is_late(evening: Evening) {
        let (host, [an, binh]) = evening.with_members(["An", "Bình"]).await;
        host.ask().await;
        an.hear("question").await;
        binh.hear("question").await;
        evening.advance(30_000).await;
        an.heard_all().await;
        evening.advance(50).await;
        // On its way when the time ended: within what handling is credited.
        assert_eq!(an.answer(A).await["response_time"], 30_000);
        evening.advance(690).await;
        // Before the hard close, and beyond any credit for the line.
        assert_eq!(binh.is_refused(A).await, "late");
        evening.advance(10).await;
        an.expect("closed").await;
        assert_eq!(binh.heard().await.iter().filter(|frame| frame.kind() == "recorded").count(), 0);
    }

    async fn a_second_answer_is_refused_and_the_first_stands(evening: Evening) {
        let (host, [an]) = evening.with_members(["An"]).await;
        host.ask().await;
        an.hear("question").await;
        let receipt = an.answer(A).await;
        assert_eq!(an.is_refused(B).await, "already_answered");
        assert_eq!(an.is_refused(A).await, "already_answered", "also the same options under another key");
        evening.advance(31_000).await;
        host.hear("closed").await;
        host.reveal().await;
        host.go_next().await;
        assert_eq!(an.hear("standings").await["yours"]["options"], receipt["options"]);
    }

    async fn the_same_key_is_acknowledged_again_with_the_same_receipt(evening: Evening) {
        let (host, [an]) = evening.with_members(["An"]).await;
        host.ask().await;
        let question = an.hear("question").await;
        evening.advance(2_000).await;
        an.send_answer(A, "key-1").await;
        let receipt = an.expect("recorded").await;
        evening.advance(3_000).await;
        an.send_answer(A, "key-1").await;
        assert_eq!(an.expect("recorded").await, receipt);
        // Whatever comes with it: the first that arrived has decided.
        an.send_answer(B, "key-1").await;
        assert_eq!(an.expect("recorded").await, receipt);

        drop(an);
        let an = evening.phone("An", &evening.members[0]).await;
        let again = answer(question.str("id"), &[&question.option(A)], None, "key-1");
        an.send(&again);
        assert_eq!(an.expect("recorded").await, receipt, "after a reconnect");
        evening.advance(31_000).await;
        an.expect("closed").await;
        an.send(&again);
        assert_eq!(an.expect("recorded").await, receipt, "after the close");
        let recorded = evening.journal(&evening.contest).await;
        assert_eq!(recorded.iter().filter(|entry| entry.event.kind() == "answer_recorded").count(), 1);
    }

    /// Both frames leave in one write, and are decided in one batch.
    async fn of_two_answers_in_one_batch_exactly_one_is_recorded(evening: Evening) {
        let (host, [an, binh, chau]) = evening.with_members(["An", "Bình", "Châu"]).await;
        let question = host.ask().await;
        let frame = |option, key: &str| {
            answer(question.str("id"), &[&question.option(option)], None, key).to_string()
        };
        for phone in [&an, &binh, &chau] {
            phone.hear("question").await;
        }
        for phone in [&an, &binh, &chau] {
            phone.send_batch(&[&frame(A, "first"), &frame(B, "second")]);
        }
        for phone in [&an, &binh, &chau] {
            let receipt = phone.hear("recorded").await;
            assert_eq!(receipt["options"], json!([question.option(A)]), "the one that arrived first");
        }
        let recorded = evening.journal(&evening.contest).await;
        assert_eq!(recorded.iter().filter(|entry| entry.event.kind() == "answer_recorded").count(), 3);
        for phone in [&an, &binh, &chau] {
            let frames = phone.heard_all().await;
            let refused: Vec<_> = frames.iter().filter(|frame| frame.kind() == "rejected").collect();
            assert_eq!(refused.len(), 1, "{}", phone.name());
            assert_eq!(refused[0]["reason"], "already_answered");
            assert_eq!(frames.iter().filter(|frame| frame.kind() == "recorded").count(), 1, "{}", phone.name());
        }
    }

    async fn the_same_answer_twice_in_one_batch_has_one_receipt(evening: Evening) {
        let (host, [an]) = evening.with_members(["An"]).await;
        let question = host.ask().await;
        an.hear("question").await;
        let frame = answer(question.str("id"), &[&question.option(A)], None, "once").to_string();
        an.send_batch(&[&frame, &frame]);
        assert_eq!(an.expect("recorded").await, an.expect("recorded").await);
        let recorded = evening.journal(&evening.contest).await;
        assert_eq!(recorded.iter().filter(|entry| entry.event.kind() == "answer_recorded").count(), 1);
    }

    async fn options_must_be_those_of_the_question(evening: Evening) {
        let (host, [an]) = evening.with_members(["An"]).await;
        let question = host.ask().await;
        an.hear("question").await;
        let id = question.str("id");
        let (first, second) = (question.option(A), question.option(B));
        for (options, reason) in [
            (vec!["nowhere"], "unknown_option"),
            (vec![&first, "nowhere"], "unknown_option"),
            (vec![&first, &first], "unknown_option"),
            (vec![], "option_count"),
            (vec![&first, &second], "option_count"),
        ] {
            an.send(&answer(id, &options, None, &fresh_key()));
            let refused = an.expect_no().await;
            assert_eq!((refused.reason.as_str(), refused.question.as_deref()), (reason, Some(id)), "{options:?}");
        }
        // None of that was an answer.
        an.answer(A).await;
    }

    async fn a_question_nobody_has_is_unknown_however_long_its_name(evening: Evening) {
        let (host, [an]) = evening.with_members(["An"]).await;
        host.ask().await;
        an.hear("question").await;
        let long = "x".repeat(2_000);
        an.send(&answer(&long, &["abcde"], None, &fresh_key()));
        let refused = an.expect_no().await;
        assert_eq!(refused.reason, "unknown_question");
        assert_eq!(refused.question, Some("x".repeat(64)), "repeated only as far as a reader needs it");
        an.send(&answer("", &["abcde"], None, &fresh_key()));
        assert_eq!(an.expect_no().await.reason, "unknown_question");
        an.answer(A).await;
    }

    async fn a_closed_question_takes_no_answer(evening: Evening) {
        let (host, [an, binh]) = evening.with_members(["An", "Bình"]).await;
        host.ask().await;
        an.hear("question").await;
        binh.hear("question").await;
        evening.advance(31_000).await;
        an.expect("closed").await;
        assert_eq!(an.is_refused(A).await, "not_open");
        host.reveal().await;
        an.expect("revealed").await;
        assert_eq!(an.is_refused(A).await, "not_open", "now that the key is out");
        host.go_next().await;
        an.expect("standings").await;
        an.expect("leaders").await;
        assert_eq!(an.is_refused(A).await, "not_open");
        host.ask().await;
        // Bình's phone still shows the old one.
        binh.hear_that("the second question", |frame| frame.kind() == "question" && frame["index"] == 1).await;
        let old = binh.heard().await.into_iter().find(|frame| frame.kind() == "question").expect("the first");
        binh.send(&answer(old.str("id"), &[&old.option(A)], None, &fresh_key()));
        assert_eq!(binh.expect_no().await.reason, "not_open");
        binh.answer(A).await;
    }

    async fn a_key_is_needed_and_of_reasonable_length(evening: Evening) {
        let (host, [an]) = evening.with_members(["An"]).await;
        host.ask().await;
        an.hear("question").await;
        an.send_answer(A, "").await;
        assert_eq!(an.expect_no().await.reason, "key");
        an.send_answer(A, &"k".repeat(65)).await;
        assert_eq!(an.expect_no().await.reason, "key");
        an.send_answer(A, &"k".repeat(64)).await;
        an.expect("recorded").await;
    }

    async fn a_frame_that_is_no_message_is_malformed(evening: Evening) {
        let (host, [an]) = evening.with_members(["An"]).await;
        host.ask().await;
        an.hear("question").await;
        let frames = [
            "", "hello", "{", "[]", "null", "{}", r#"{"type":"fly"}"#, r#"{"type":"answer"}"#,
            r#"{"type":"answer","question":"q","options":"a","key":"k"}"#,
            r#"{"type":"answer","question":"q","options":["a"],"key":"k","score":1000}"#,
            r#"{"type":"answer","question":"q","options":["a"],"key":"k","response_time":"fast"}"#,
            r#"{"type":"clock","t":"noon"}"#, "{\"type\":\"left\"}{\"type\":\"left\"}", "\u{0}",
        ];
        for frame in frames {
            an.send_raw(frame);
            let refused = an.expect_no().await;
            assert_eq!(refused, Refused { question: None, command: None, reason: "malformed".to_owned() }, "{frame}");
        }
        // The line is as good as before.
        an.answer(A).await;
    }

    async fn only_the_host_s_desk_gives_commands(evening: Evening) {
        let (host, [an]) = evening.with_members(["An"]).await;
        let screen = evening.screen().await;
        for device in [&*an, &*screen] {
            for command in ["open", "lock", "reveal", "next", "pause", "resume", "confirm", "publish", "lobby"] {
                device.send(&json!({"type": command}));
                let no = Refused { question: None, command: Some(command.to_owned()), reason: "forbidden".to_owned() };
                assert_eq!(device.expect_no().await, no);
            }
            device.send(&json!({"type": "end", "reason": "vì tôi muốn"}));
            assert_eq!(device.expect_no().await.reason, "forbidden");
        }
        assert_eq!(evening.phase().await, "lobby");
        // And a desk plays nothing.
        let question = host.ask().await;
        let attempt = answer(question.str("id"), &[&question.option(A)], None, &fresh_key());
        host.send(&attempt);
        assert_eq!(host.expect_no().await.reason, "not_a_participant");
        screen.hear("question").await;
        screen.send(&attempt);
        assert_eq!(screen.expect_no().await.reason, "not_a_participant");
    }

    async fn a_step_that_does_not_fit_the_phase_is_refused_by_its_name(evening: Evening) {
        let (host, [an]) = evening.with_members(["An"]).await;
        let refused = async |command: &str| {
            host.send(&json!({"type": command}));
            let refused = host.expect_no().await;
            assert_eq!((refused.command.as_deref(), refused.question), (Some(command), None));
            refused.reason
        };
        for command in ["lock", "reveal", "next", "resume", "confirm", "publish", "lobby"] {
            assert_eq!(refused(command).await, "wrong_phase", "{command} in the lobby");
        }
        host.extend(10).await;
        assert_eq!(host.expect_no().await.reason, "wrong_phase");
        host.open().await;
        host.expect("get_ready").await;
        for command in ["lock", "reveal", "next", "confirm"] {
            assert_eq!(refused(command).await, "wrong_phase", "{command} in the countdown");
        }
        host.open().await;
        host.expect("question").await;
        for command in ["open", "reveal", "next", "resume", "publish"] {
            assert_eq!(refused(command).await, "wrong_phase", "{command} in an open question");
        }
        an.hear("question").await;
        // Nothing of all that reached a phone.
        assert!(an.heard_all().await.iter().all(|frame| frame.kind() != "rejected"));
    }

    async fn commands_with_impossible_arguments_are_refused_by_name(evening: Evening) {
        let (host, [_an]) = evening.with_members(["An"]).await;
        host.ask().await;
        let reason = async || host.expect_no().await.reason;
        for seconds in [0, 4, 301, u32::MAX] {
            host.extend(seconds).await;
            assert_eq!(reason().await, "extension_out_of_range", "{seconds}");
        }
        for seconds in [300, 270] {
            host.extend(seconds).await;
            host.expect("deadline").await;
        }
        host.extend(5).await;
        assert_eq!(reason().await, "extension_out_of_range", "600 s is the most");
        for why in ["", "  ", "no", &"x".repeat(501)] {
            host.void_question(0, why).await;
            assert_eq!(reason().await, "reason_required");
            host.end(why).await;
            assert_eq!(reason().await, "reason_required");
        }
        host.void_question(99, "không có câu này").await;
        assert_eq!(reason().await, "unknown_question");
        host.void_question(0, "đề sai").await;
        host.expect("closed").await;
        host.void_question(0, "đề sai").await;
        assert_eq!(reason().await, "already_void");
    }

    async fn after_the_last_question_there_is_none_to_open(evening: Evening) {
        let (host, [_an]) = evening.with_members(["An"]).await;
        for _ in 0..5 {
            host.ask().await;
            host.lock().await;
            evening.advance(1_000).await;
            host.hear("closed").await;
            host.reveal().await;
            host.go_next().await;
            host.hear("leaders").await;
        }
        host.open().await;
        assert_eq!(host.expect_no().await.reason, "no_question_left");
        host.go_next().await;
        host.hear("finished").await;
        host.go_next().await;
        assert_eq!(host.expect_no().await.reason, "wrong_phase");
        host.publish().await;
        assert_eq!(host.expect_no().await.reason, "wrong_phase", "it has to be confirmed first");
    }
}
