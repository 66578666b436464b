//! What a connection may do, and the one word it is closed with when it does more.

use serde_json::json;

use crate::harness::{A, Engine, Evening};

on_both_engines! {
    async fn a_frame_of_4096_bytes_is_read_and_one_more_byte_is_oversized(evening: Evening) {
        let (_, [an]) = evening.with_members(["An"]).await;
        an.send_raw(&"x".repeat(4_096));
        assert_eq!(an.expect_no().await.reason, "malformed");
        an.send_raw(&"x".repeat(4_097));
        assert_eq!(an.expect_close().await, (1009, "oversized".to_owned()));
    }

    async fn a_megabyte_is_oversized(evening: Evening) {
        let (_, [an, binh]) = evening.with_members(["An", "Bình"]).await;
        an.send_raw(&"x".repeat(1_000_000));
        // Whoever is still writing may only see the line break.
        if let Some(reason) = an.expect_end().await {
            assert_eq!(reason, (1009, "oversized".to_owned()));
        }
        binh.send(&json!({"type": "clock", "t": 1}));
        binh.expect("clock").await;
    }

    async fn a_binary_frame_is_oversized(evening: Evening) {
        let (_, [an]) = evening.with_members(["An"]).await;
        an.send_binary(vec![1, 2, 3]);
        assert_eq!(an.expect_close().await, (1009, "oversized".to_owned()));
    }

    async fn more_than_a_person_can_send_is_a_flood(evening: Evening) {
        let (_, [an, binh]) = evening.with_members(["An", "Bình"]).await;
        let message = json!({"type": "clock", "t": 1}).to_string();
        // Twenty at once are a burst; ten more a second later are within the rate.
        an.send_batch(&[message.as_str(); 20]);
        for _ in 0..20 {
            an.expect("clock").await;
        }
        evening.advance(1_000).await;
        an.send_batch(&[message.as_str(); 10]);
        for _ in 0..10 {
            an.expect("clock").await;
        }
        an.send_raw(&message);
        assert_eq!(an.expect_close().await, (4003, "flood".to_owned()));
        // Frames that are no messages count as much.
        binh.send_batch(&["?"; 21]);
        assert_eq!(binh.expect_close().await, (4003, "flood".to_owned()));
    }

    async fn a_phone_that_answers_no_ping_for_25_seconds_is_silent(evening: Evening) {
        let (_, [an, binh]) = evening.with_members(["An", "Bình"]).await;
        an.stall().await;
        evening.advance(25_000).await;
        evening.advance(5_000).await;
        an.go_on();
        assert_eq!(an.expect_close().await, (4004, "silent".to_owned()));
        binh.send(&json!({"type": "clock", "t": 1}));
        binh.expect("clock").await;
    }

    async fn the_newest_device_wins_and_the_older_is_replaced(evening: Evening) {
        let (host, [an]) = evening.with_members(["An"]).await;
        host.ask().await;
        an.hear("question").await;
        let tablet = evening.phone("An's tablet", &evening.members[0]).await;
        assert_eq!(an.expect_close().await, (4001, "replaced".to_owned()));
        let receipt = tablet.answer(A).await;
        evening.advance(31_000).await;
        tablet.expect("closed").await;
        host.reveal().await;
        host.go_next().await;
        assert_eq!(tablet.hear("standings").await["yours"]["options"], receipt["options"]);
        // Both devices are in the record.
        evening.until_recorded("device_replaced").await;
        assert_eq!(evening.show().await["joined"], 1);
    }

    /// A desk is not a phone: who hosts may look from several places, and may play beside hosting.
    async fn desks_do_not_replace_one_another(evening: Evening) {
        let host = evening.host().await;
        let other = evening.host().await;
        let screen = evening.screen().await;
        let phone = evening.phone("the secretary's phone", &evening.host).await;
        host.open().await;
        for device in [&*host, &*other, &*screen, &*phone] {
            device.expect("get_ready").await;
        }
    }

    /// In a hall of more than 500 nobody's join or answer is told to every phone.
    async fn phones_of_a_large_hall_are_sent_no_counters(engine: Engine) {
        let evening = Evening::with_hall(engine, 501).await;
        let hall = evening.hall();
        let (host, [an, binh]) = hall.with_members(["An", "Bình"]).await;
        let screen = hall.screen().await;
        evening.advance(5_000).await;
        host.ask().await;
        an.hear("question").await;
        binh.hear("question").await;
        an.answer(A).await;
        evening.advance(5_000).await;
        screen.hear_that("the counters", |frame| frame.kind() == "progress" && frame["answered"] == 1).await;
        for phone in [&an, &binh] {
            let frames = phone.heard_all().await;
            let counters = frames.iter().filter(|frame| ["progress", "lobby"].contains(&frame.kind())).count();
            assert_eq!(counters, 0, "{}", phone.name());
        }
    }

    async fn signing_out_closes_the_sockets_of_that_session(evening: Evening) {
        let (_, [an, binh]) = evening.with_members(["An", "Bình"]).await;
        let token = &evening.members[0].token;
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
        let request = client.post(format!("{}/sign-out", evening.url)).bearer_auth(token);
        let response = request.send().await.expect("a response");
        assert!(response.status().is_redirection() || response.status().is_success(), "{response:?}");
        evening.advance(5_000).await;
        assert_eq!(an.expect_close().await, (4002, "kicked".to_owned()));
        binh.send(&json!({"type": "clock", "t": 1}));
        binh.expect("clock").await;
    }
}
