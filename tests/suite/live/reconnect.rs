//! A `welcome` is all that a reconnect needs, in every phase.

use serde_json::{Value, json};

use crate::harness::{A, Evening, Frame};

on_both_engines! {
    async fn a_welcome_holds_the_moment_in_every_phase(evening: Evening) {
        let (host, [_]) = evening.with_members(["An"]).await;
        let welcome = async || {
            let an = evening.arriving_phone("An", &evening.members[0]).await;
            let welcome = an.expect("welcome").await;
            (an, welcome)
        };
        let shown = |welcome: &Frame| welcome["state"]["type"].as_str().expect("a state").to_owned();

        let (_an, seen) = welcome().await;
        assert_eq!(shown(&seen), "lobby");
        let order = seen["you"]["order"].clone();

        host.open().await;
        let get_ready = host.expect("get_ready").await;
        let (_an, seen) = welcome().await;
        assert_eq!(seen["state"], get_ready.value);

        host.open().await;
        let question = host.expect("question").await;
        evening.advance(1_000).await;
        let (an, seen) = welcome().await;
        assert_eq!(seen["state"], question.value, "the question with its first deadline");
        assert_eq!((seen.get("recorded"), &seen["now"]), (None, &json!(evening.clock_now())));
        assert_eq!(seen["you"]["order"], order, "the order of the options is the same on every device");
        let receipt = an.answer(A).await;
        drop(an);
        let (an, seen) = welcome().await;
        assert_eq!(seen["recorded"], without_type(&receipt), "the receipt comes with the question");

        host.extend(10).await;
        an.expect("deadline").await;
        host.hear("deadline").await;
        let (_an, seen) = welcome().await;
        assert_eq!(seen["state"]["closes_at"], question.int("closes_at") + 10_000);

        host.lock().await;
        evening.advance(2_000).await;
        let closed = host.hear("closed").await;
        let (_an, seen) = welcome().await;
        assert_eq!((&seen["state"], seen.get("recorded")), (&closed.value, None));

        host.reveal().await;
        let revealed = host.hear("revealed").await;
        let (an, seen) = welcome().await;
        assert_eq!(seen["state"], revealed.value);

        host.go_next().await;
        let standings = an.expect("standings").await;
        let (_an, seen) = welcome().await;
        assert_eq!(seen["state"], standings.value, "with this member's own line");

        host.pause().await;
        let paused = host.hear("paused").await;
        let (_an, seen) = welcome().await;
        assert_eq!(seen["state"], paused.value);
        host.resume().await;
        host.hear("resumed").await;
        let (_an, seen) = welcome().await;
        assert_eq!(shown(&seen), "standings");

        host.end("hết giờ họp").await;
        host.hear("finished").await;
        for command in ["", "confirm", "publish"] {
            if !command.is_empty() {
                host.send(&json!({"type": command}));
                host.expect("finished").await;
            }
            let (_an, seen) = welcome().await;
            assert_eq!(shown(&seen), "finished", "{command}");
            assert!(seen["state"]["place"].is_number() && seen["state"]["score"].is_number());
        }
    }

    /// What is shown at the projector after a reload: no member's own line.
    async fn a_desk_comes_back_to_the_moment_of_the_hall(evening: Evening) {
        let (host, [an]) = evening.with_members(["An"]).await;
        host.ask().await;
        an.hear("question").await;
        an.answer(A).await;
        let screen = evening.screen().await;
        let progress = screen.hear("progress").await;
        assert_eq!(progress.value, json!({"type": "progress", "answered": 1, "present": 1}));
        evening.advance(31_000).await;
        host.hear("closed").await;
        host.reveal().await;
        host.go_next().await;
        let leaders = host.hear("leaders").await;
        let screen = evening.arriving_screen().await;
        let welcome = screen.expect("welcome").await;
        assert_eq!(welcome["state"]["type"], "standings");
        assert_eq!(welcome["state"].get("place"), None);
        assert_eq!(welcome["state"]["yours"], Value::Null);
        assert_eq!(screen.expect("leaders").await, leaders);
    }

    async fn a_phone_that_lost_its_line_in_an_open_question_misses_nothing(evening: Evening) {
        let (host, [an, binh]) = evening.with_members(["An", "Bình"]).await;
        let question = host.ask().await;
        an.hear("question").await;
        // The answer leaves, and the line breaks before the receipt can come.
        binh.hear("question").await;
        binh.send_answer(A, "binh-1").await;
        drop(binh);
        let binh = evening.arriving_phone("Bình", &evening.members[1]).await;
        let welcome = binh.expect("welcome").await;
        assert_eq!(welcome["state"], question.value);
        // Whether it had arrived or not: sent again under its key, it is there once.
        binh.send_answer(A, "binh-1").await;
        let receipt = binh.expect("recorded").await;
        if let Some(recorded) = welcome.get("recorded") {
            assert_eq!(*recorded, without_type(&receipt));
        }
        evening.advance(31_000).await;
        host.hear("closed").await;
        let recorded = evening.journal(&evening.contest).await;
        assert_eq!(recorded.iter().filter(|entry| entry.event.kind() == "answer_recorded").count(), 1);
    }
}

/// A receipt within a `welcome` has no `type` of its own.
fn without_type(frame: &Frame) -> Value {
    let mut value = frame.value.clone();
    value.as_object_mut().expect("an object").remove("type");
    value
}
