//! The room keeps the time by itself: in automatic pacing, and when its host is gone.

use serde_json::{Value, json};

use crate::harness::{Doors, Evening, Frame, NOON};

const MINUTE: i64 = 60_000;

on_both_engines! {
    async fn it_is_played_to_its_end_by_the_clock_alone(evening: Evening) {
        let doors = scheduled(&evening).await;
        let an = doors.arriving_phone("An", &doors.members[0]).await;
        let state = an.expect("welcome").await["state"].clone();
        assert_eq!(state, json!({"type": "scheduled", "starts_at": NOON.0 + 20 * MINUTE}));

        // The lobby opens fifteen minutes before the start, and the paper is drawn.
        evening.advance(5 * MINUTE - 1).await;
        assert_eq!(doors.phase().await, "scheduled");
        evening.advance(1).await;
        let welcome = an.expect("welcome").await;
        assert_eq!(welcome["state"]["type"], "lobby");
        assert_eq!(welcome["you"]["order"].as_array().map(Vec::len), Some(5));

        evening.advance(15 * MINUTE).await;
        for index in 0..5 {
            let get_ready = an.expect("get_ready").await;
            assert_eq!(get_ready["index"], index);
            evening.advance(3_000).await;
            an.expect("question").await;
            evening.advance(5_000).await;
            // Everybody who joined has answered: it closes at once, and the key follows.
            an.answer(0).await;
            an.expect("closed").await;
            an.expect("revealed").await;
            evening.advance(10_000).await;
            assert_eq!(an.expect("standings").await["yours"]["response_time"], 5_000);
            an.expect("leaders").await;
            evening.advance(6_000).await;
        }
        assert_eq!(an.expect("finished").await["standing"], "finished");
        assert_eq!(doors.phase().await, "finished");
    }

    async fn it_closes_early_only_when_everybody_who_joined_has_answered(evening: Evening) {
        let doors = scheduled(&evening).await;
        evening.advance(5 * MINUTE).await;
        doors.until_lobby().await;
        let an = doors.phone("An", &doors.members[0]).await;
        let binh = doors.phone("Bình", &doors.members[1]).await;
        evening.advance(15 * MINUTE).await;
        an.expect("get_ready").await;
        evening.advance(3_000).await;
        let question = an.expect("question").await;
        an.answer(0).await;
        evening.advance(29_000).await;
        assert!(!has_closed(&an.heard_all().await), "Bình is still thinking");
        binh.hear("question").await;
        drop(binh);
        evening.advance(1_749).await;
        assert!(!has_closed(&an.heard_all().await), "nor is he left behind because his line broke");
        evening.advance(1).await;
        an.expect("closed").await;
        assert_eq!(evening.clock_now(), question.int("now") + 30_750);
        an.expect("revealed").await;

        // In the next question he is there, and is waited for.
        let binh = doors.phone("Bình", &doors.members[1]).await;
        evening.advance(10_000).await;
        an.expect("standings").await;
        evening.advance(6_000).await;
        an.hear("get_ready").await;
        evening.advance(3_000).await;
        an.expect("question").await;
        binh.hear("question").await;
        an.answer(0).await;
        assert!(!has_closed_again(&an.heard_all().await));
        binh.answer(0).await;
        an.expect("closed").await;
    }

    async fn a_room_whose_host_is_gone_goes_on_by_itself_and_says_so(evening: Evening) {
        let (host, [an, binh]) = evening.with_members(["An", "Bình"]).await;
        let screen = evening.screen().await;
        host.ask().await;
        an.hear("question").await;
        drop(host);
        evening.until_recorded("host_left").await;
        evening.advance(59_999).await;
        an.expect("closed").await;
        assert_eq!(evening.show().await["pacing"], "host");
        assert_eq!(evening.phase().await, "closed", "for a minute it waits for its host");

        evening.advance(1).await;
        for device in [&*an, &*binh, &*screen] {
            let notice = device.hear("notice").await;
            assert!(notice.str("text").contains("mất kết nối"), "{}: {notice:?}", device.name());
        }
        assert_eq!(evening.show().await["pacing"], "auto");
        an.expect("revealed").await;
        evening.advance(10_000).await;
        an.expect("standings").await;
        an.expect("leaders").await;
        evening.advance(6_000).await;
        assert_eq!(an.expect("get_ready").await["index"], 1);

        // The host is back, and is in charge again with the first step.
        let host = evening.host().await;
        assert_eq!(evening.show().await["pacing"], "auto");
        host.open().await;
        let notice = an.hear("notice").await;
        assert!(notice.str("text").contains("tiếp tục điều khiển"), "{notice:?}");
        an.expect("question").await;
        assert_eq!(evening.show().await["pacing"], "host");
        evening.advance(31_000).await;
        an.expect("closed").await;
        evening.advance(120_000).await;
        assert_eq!(evening.phase().await, "closed", "the key is the host's to give again");
        host.reveal().await;
        an.expect("revealed").await;
    }

    async fn a_host_who_comes_back_within_the_minute_has_missed_nothing(evening: Evening) {
        let (host, [an]) = evening.with_members(["An"]).await;
        host.ask().await;
        drop(host);
        evening.until_recorded("host_left").await;
        evening.advance(50_000).await;
        let host = evening.host().await;
        evening.advance(300_000).await;
        assert_eq!(evening.phase().await, "closed");
        assert_eq!(evening.show().await["pacing"], "host");
        host.reveal().await;
        an.hear("revealed").await;
        assert!(an.heard_all().await.iter().all(|frame| frame.kind() != "notice"));
    }

    /// In the lobby nobody is waiting for a key: it stays the host's to begin.
    async fn a_lobby_waits_for_its_host_as_long_as_it_takes(evening: Evening) {
        let (host, [an]) = evening.with_members(["An"]).await;
        drop(host);
        evening.until_recorded("host_left").await;
        evening.advance(10 * MINUTE).await;
        assert_eq!(evening.phase().await, "lobby");
        let host = evening.host().await;
        host.open().await;
        an.expect("get_ready").await;
    }
}

/// A contest in twenty minutes whose room takes every step by itself.
async fn scheduled(evening: &Evening) -> Doors {
    let body: Value = json!({
        "title": "Kỳ thi tự chạy",
        "starts_at": NOON.0 + 20 * MINUTE,
        "blueprint": [{"count": 5}],
        "pacing": "auto",
    });
    evening.schedule(&body).await
}

fn has_closed(frames: &[Frame]) -> bool {
    frames.iter().any(|frame| frame.kind() == "closed")
}

fn has_closed_again(frames: &[Frame]) -> bool {
    frames.iter().filter(|frame| frame.kind() == "closed").count() > 1
}
