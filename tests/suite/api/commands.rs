//! `POST /api/contests/{contest}/commands`.

use khacsau::domain::time::Millis;
use serde_json::json;

use super::demo::Demo;
use crate::harness::Engine;

on_both_engines! {
    async fn a_host_leads_a_contest_from_the_lobby_to_its_publication(demo: Demo) {
        let contest = demo.contest.clone();
        let give = |name: &'static str| demo.command(&contest, json!({"type": name}));
        for question in 0..5 {
            give("open").await.done();
            assert_eq!(demo.phase_of(&contest).await, "get_ready", "question {question}");
            give("open").await.done();
            assert_eq!(demo.phase_of(&contest).await, "open");
            give("lock").await.done();
            demo.clock.advance(Millis::seconds(2));
            demo.until_phase(&contest, "closed").await;
            give("reveal").await.done();
            assert_eq!(demo.phase_of(&contest).await, "revealed");
            give("next").await.done();
            assert_eq!(demo.phase_of(&contest).await, "standings");
        }
        give("open").await.problem(409, "no_question_left");
        give("next").await.done();
        assert_eq!(demo.phase_of(&contest).await, "finished");
        give("publish").await.problem(409, "wrong_phase");
        give("confirm").await.done();
        assert_eq!(demo.phase_of(&contest).await, "confirmed");
        give("publish").await.done();
        assert_eq!(demo.phase_of(&contest).await, "published");
    }

    async fn a_command_that_does_not_fit_the_phase_is_refused_by_name(demo: Demo) {
        let contest = demo.contest.clone();
        for name in ["lobby", "lock", "reveal", "next", "resume", "confirm", "publish"] {
            let detail = demo.command(&contest, json!({"type": name})).await.problem(409, "wrong_phase");
            assert!(detail.contains("does not fit the contest's present phase"), "{name}: {detail}");
        }
        demo.command(&contest, json!({"type": "extend", "seconds": 10})).await.problem(409, "wrong_phase");
        let void = json!({"type": "void_question", "index": 0, "reason": "câu hỏi sai"});
        demo.command(&contest, void).await.problem(409, "wrong_phase");
        let scheduled = demo.scheduled().await;
        for name in ["open", "lock", "reveal", "next", "pause", "resume", "confirm", "publish"] {
            demo.command(&scheduled, json!({"type": name})).await.problem(409, "wrong_phase");
        }
        let last_month = demo.last_month().await;
        for name in ["lobby", "open", "lock", "reveal", "next", "pause", "resume", "confirm", "publish"] {
            demo.command(&last_month, json!({"type": name})).await.problem(409, "wrong_phase");
        }
        demo.command(&last_month, json!({"type": "end", "reason": "đã xong"})).await.problem(409, "wrong_phase");
        assert_eq!(demo.phase_of(&contest).await, "lobby", "none of them did anything");
        assert_eq!(demo.phase_of(&scheduled).await, "scheduled");
    }

    async fn only_a_host_gives_commands(demo: Demo) {
        let path = format!("/api/contests/{}/commands", demo.contest.clone());
        let open = json!({"type": "open"});
        demo.stranger().post(&path, &open).await.problem(401, "not_signed_in");
        let (neighbour, secretary) = (demo.neighbour().await.id, demo.neighbouring_secretary().await.id);
        for visitor in
            [demo.member(), demo.committee(), demo.as_member(neighbour).await, demo.as_member(secretary).await]
        {
            visitor.post(&path, &open).await.problem(403, "forbidden");
        }
        assert_eq!(demo.phase_of(&demo.contest).await, "lobby", "none of them did anything");
        demo.supervisor().await.post(&path, &open).await.done();
    }

    async fn a_contest_is_paused_resumed_and_ended_with_a_reason(demo: Demo) {
        let contest = demo.contest.clone();
        demo.play_question(&contest).await;
        demo.command(&contest, json!({"type": "pause"})).await.done();
        assert_eq!(demo.phase_of(&contest).await, "paused");
        demo.command(&contest, json!({"type": "pause"})).await.problem(409, "wrong_phase");
        demo.command(&contest, json!({"type": "resume"})).await.done();
        assert_eq!(demo.phase_of(&contest).await, "standings");
        for reason in ["", "  ", "ab", &"x".repeat(501)] {
            let refused = demo.command(&contest, json!({"type": "end", "reason": reason})).await;
            assert!(refused.problem(400, "reason_required").contains("3 to 500 characters"));
        }
        demo.command(&contest, json!({"type": "end", "reason": "mất điện cả xã"})).await.done();
        assert_eq!(demo.phase_of(&contest).await, "finished");
    }

    async fn a_question_is_extended_and_voided_within_bounds(demo: Demo) {
        let contest = demo.contest.clone();
        demo.command(&contest, json!({"type": "open"})).await.done();
        demo.command(&contest, json!({"type": "open"})).await.done();
        for seconds in [0, 4, 301, u32::MAX] {
            let refused = demo.command(&contest, json!({"type": "extend", "seconds": seconds})).await;
            assert!(refused.problem(400, "extension_out_of_range").contains("5 to 300 seconds"));
        }
        demo.command(&contest, json!({"type": "extend", "seconds": 15})).await.done();
        assert_eq!(demo.behind(&contest, |contest| contest.slots()[0].limit).await, Millis::seconds(45));
        let void = |index: u32, reason: &str| json!({"type": "void_question", "index": index, "reason": reason});
        demo.command(&contest, void(0, "")).await.problem(400, "reason_required");
        demo.command(&contest, void(99, "câu hỏi sai")).await.problem(404, "unknown_question");
        demo.command(&contest, void(0, "câu hỏi sai")).await.done();
        assert_eq!(demo.phase_of(&contest).await, "closed");
        demo.command(&contest, void(0, "câu hỏi sai")).await.problem(409, "already_void");
        let entries = demo.house().store.journal(demo.contest.parse().unwrap()).await.unwrap();
        let told = entries.iter().any(|entry| entry.body.contains("câu hỏi sai"));
        assert!(!told, "what a person wrote stands beside the record, never in it");
    }

    async fn a_record_out_of_reach_is_not_the_askers_fault(demo: Demo) {
        demo.house().store.close().await;
        let detail = demo.command(&demo.contest, json!({"type": "open"})).await.problem(503, "storage");
        assert!(detail.contains("try again shortly"), "{detail}");
        let page = demo.browser(&demo.host.token).get(&format!("/contests/{}/host", demo.contest)).await.page(503);
        assert!(page.contains("vẫn được giữ nguyên") && page.contains("href=\"/\""), "{page}");
    }

    async fn the_lobby_opens_at_a_command_with_a_number_called_out_in_the_hall(demo: Demo) {
        let contest = demo.scheduled().await;
        demo.command(&contest, json!({"type": "lobby", "hall_number": 731})).await.done();
        assert_eq!(demo.phase_of(&contest).await, "lobby");
        assert_eq!(demo.behind(&contest, |contest| contest.opening().unwrap().hall_number).await, Some(731));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_hosts_message_is_refused() {
    let demo = Demo::on(Engine::Sqlite).await;
    let contest = demo.contest.clone();
    let answer = json!({"type": "answer", "question": "q", "options": ["a"], "key": "k"});
    for message in [answer, json!({"type": "start"}), json!({"type": "left"}), json!({"type": "clock", "t": 1})] {
        demo.command(&contest, message).await.problem(400, "malformed");
    }
    let detail = demo.command(&contest, json!({"type": "fly"})).await.problem(400, "invalid");
    assert!(detail.contains("unknown variant `fly`"), "{detail}");
}
