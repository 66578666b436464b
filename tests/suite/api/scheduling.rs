//! `POST /api/contests`.

use khacsau::domain::contest::Slot;
use khacsau::domain::document::DocumentStanding;
use khacsau::domain::time::Millis;
use serde_json::{Value, json};

use super::demo::Demo;
use super::visitor::{Reply, Visitor, keys};
use crate::harness::{Engine, NOON};

const IN_AN_HOUR: i64 = NOON.0 + 3_600_000;

fn good() -> Value {
    json!({"title": "Kỳ thi chuyên đề", "starts_at": IN_AN_HOUR, "blueprint": [{"count": 5}]})
}

/// The good request with other values.
fn with(changes: Value) -> Value {
    let mut request = good();
    for (field, value) in changes.as_object().unwrap() {
        request[field] = value.clone();
    }
    request
}

async fn schedule(visitor: &Visitor, asked: &Value) -> Reply {
    visitor.post("/api/contests", asked).await
}

async fn refused(demo: &Demo, changes: Value) -> String {
    schedule(&demo.secretary(), &with(changes)).await.problem(400, "invalid")
}

#[track_caller]
fn created(reply: Reply) -> Value {
    assert_eq!((reply.status, reply.header("content-type")), (201, "application/json"), "{}", reply.text());
    serde_json::from_slice(&reply.bytes).unwrap()
}

on_both_engines! {
    async fn a_contest_is_scheduled_and_opens_its_lobby_a_quarter_of_an_hour_before(demo: Demo) {
        let scheduled = created(schedule(&demo.secretary(), &good()).await);
        assert_eq!(keys(&scheduled), ["code", "id"]);
        let contest = scheduled["id"].as_str().unwrap();
        let shown = demo.secretary().get(&format!("/api/contests/{contest}")).await.ok();
        assert_eq!(shown["code"], scheduled["code"]);
        let stands = [&shown["phase"], &shown["eligible"], &shown["questions"]];
        assert_eq!(stands, [&json!("scheduled"), &json!(0), &json!(5)]);
        assert_eq!(shown["unit"], demo.host.unit, "one's own unit, where none is named");
        demo.clock.advance(Millis::seconds(45 * 60 - 1));
        assert_eq!(demo.phase_of(contest).await, "scheduled");
        demo.clock.advance(Millis::seconds(1));
        demo.until_phase(contest, "lobby").await;
        assert_eq!(demo.secretary().get(&format!("/api/contests/{contest}")).await.ok()["eligible"], 24);
    }

    async fn every_rule_that_can_be_set_is_set_and_those_left_out_have_their_default(demo: Demo) {
        let asked = with(json!({
            "pacing": "auto", "question_limit": 20_000, "get_ready": 5_000, "reveal_for": 7_000, "standings_for": 4_000,
            "tie_rules": ["prediction", "elapsed", "submitted"], "prize_places": 3, "insiders_ranked": true,
            "unit_threshold": 80, "allowance_max": 300, "unit": demo.cell().await.to_string(),
        }));
        let contest = created(schedule(&demo.secretary(), &asked).await)["id"].as_str().unwrap().to_owned();
        let shown = demo.member().get(&format!("/api/contests/{contest}")).await.ok();
        assert_eq!(shown["pacing"], "auto");
        assert_eq!(shown["rules"], json!({
            "mode": "live", "pacing": "auto", "question_limit": 20_000, "get_ready": 5_000, "reveal_for": 7_000,
            "standings_for": 4_000, "lobby_before": 900_000, "host_absence": 60_000,
            "timing": {"allowance_max": 300, "handling": 100, "delivery_max": 150, "floor": 500},
            "tie_rules": ["prediction", "elapsed", "submitted"], "predicted": "participants", "insiders_ranked": true,
            "prize_places": 3,
            "unit_threshold": 80, "window": null,
        }));
    }

    async fn the_lines_of_a_blueprint_give_documents_weights_and_limits(demo: Demo) {
        let commune = demo.commune().await;
        let documents = demo.house().store.documents_for(commune).await.unwrap();
        let directive = documents.iter().find(|document| document.symbol == "05-CT/TW").unwrap().id;
        let blueprint = json!([
            {"count": 2, "document": directive.to_string(), "weight": 3, "limit": 45_000},
            {"count": 3},
        ]);
        let asked = with(json!({"blueprint": blueprint, "question_limit": 20_000, "starts_at": NOON.0}));
        let contest = created(schedule(&demo.secretary(), &asked).await)["id"].as_str().unwrap().to_owned();
        demo.until_phase(&contest, "lobby").await;
        let drawn = demo.behind(&contest, |contest| {
            let source = |slot: &Slot| slot.question.revision().source.clone();
            let slots = contest.slots().iter().map(|slot| (slot.question.weight, slot.limit.0, source(slot)));
            slots.collect::<Vec<_>>()
        });
        let drawn = drawn.await;
        assert_eq!(drawn.len(), 5);
        let heavy: Vec<_> = drawn.iter().filter(|(weight, ..)| *weight == 3).collect();
        assert_eq!(heavy.len(), 2);
        for (_, limit, source) in heavy {
            assert_eq!(*limit, 45_000, "the limit of the question's own line");
            assert!(source.contains("05-CT/TW"), "{source}");
        }
        assert!(drawn.iter().filter(|(weight, ..)| *weight == 1).all(|(_, limit, _)| *limit == 20_000));
    }

    /// The bank has 27 questions, and one of them hangs on a document that was superseded.
    async fn a_superseded_documents_question_is_never_drawn(demo: Demo) {
        let documents = demo.house().store.documents_for(demo.commune().await).await.unwrap();
        let superseded = |standing: &DocumentStanding| matches!(standing, DocumentStanding::Superseded(_));
        let old: Vec<_> = documents.iter().filter(|document| superseded(&document.standing)).collect();
        assert_eq!(old.iter().map(|document| document.symbol.as_str()).collect::<Vec<_>>(), ["37-QĐ/TW"]);
        assert_eq!(demo.house().store.bank_for(demo.commune().await).await.unwrap().len(), 27);
        assert_eq!(demo.behind(&demo.contest, |contest| contest.plan().pool.len()).await, 26);
        let blueprint = json!([{"count": 4}, {"count": 1, "document": old[0].id.to_string()}]);
        let detail = refused(&demo, json!({"blueprint": blueprint})).await;
        assert!(detail.contains("line 2 asks for 1 questions and the approved bank has 0 left"), "{detail}");
    }

    async fn only_who_may_schedule_at_a_unit_does(demo: Demo) {
        let cell = demo.cell().await.to_string();
        let neighbour = demo.neighbouring_secretary().await;
        let own = json!({"unit": cell});
        schedule(&demo.stranger(), &with(own.clone())).await.problem(401, "not_signed_in");
        for visitor in [demo.member(), demo.committee(), demo.as_member(neighbour.id).await] {
            schedule(&visitor, &with(own.clone())).await.problem(403, "forbidden");
        }
        for above_or_beside in [demo.commune().await.to_string(), neighbour.unit.to_string()] {
            schedule(&demo.secretary(), &with(json!({"unit": above_or_beside}))).await.problem(403, "forbidden");
        }
        let nowhere = json!({"unit": "00000000-0000-7000-8000-000000000000"});
        schedule(&demo.secretary(), &with(nowhere)).await.problem(403, "forbidden");
        let supervisor = demo.supervisor().await;
        created(schedule(&supervisor, &with(own)).await);
        let everybody = created(schedule(&supervisor, &with(json!({"starts_at": NOON.0}))).await);
        let path = format!("/api/contests/{}", everybody["id"].as_str().unwrap());
        let invited = demo.as_member(neighbour.id).await.get(&path).await.ok();
        assert_eq!(invited["unit"], "Đảng ủy xã Hòa Mỹ", "a contest of the commune is for all its cells");
    }

    /// PostgreSQL cannot keep the first of them at all.
    async fn a_text_with_control_characters_is_refused_by_the_program_itself(demo: Demo) {
        for control in ['\u{0}', '\n', '\u{1b}', '\u{7f}'] {
            let detail = refused(&demo, json!({"title": format!("Kỳ thi{control}tháng 2")})).await;
            assert!(detail.contains("a title of 3 to 200 characters, on one line"), "{control:?}: {detail}");
            let topic = json!([{"count": 5, "topic": format!("chuyên{control}đề")}]);
            refused(&demo, json!({"blueprint": topic})).await;
            let reason = format!("hết{control}giờ");
            let ended = demo.command(&demo.contest, json!({"type": "end", "reason": reason})).await;
            assert!(ended.problem(400, "reason_required").contains("on one line"));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contest_has_five_to_ten_questions_that_the_bank_can_serve() {
    let demo = Demo::on(Engine::Sqlite).await;
    for (blueprint, questions) in [
        (json!([]), 0_u64),
        (json!([{"count": 4}]), 4),
        (json!([{"count": 11}]), 11),
        (json!([{"count": 0}]), 0),
        (json!([{"count": 5}, {"count": 6}]), 11),
        (json!([{"count": u32::MAX}, {"count": u32::MAX}]), u32::MAX.into()),
    ] {
        let detail = refused(&demo, json!({"blueprint": blueprint})).await;
        assert_eq!(detail, format!("a contest has 5 to 10 questions; the blueprint asks for {questions}"));
    }
    for blueprint in [json!([{"count": 10}]), json!([{"count": 2}, {"count": 3}]), json!([{"count": 5}, {"count": 0}])]
    {
        created(schedule(&demo.secretary(), &with(json!({"blueprint": blueprint}))).await);
    }
    let detail = refused(&demo, json!({"blueprint": [{"count": 5, "topic": "không có"}]})).await;
    assert!(detail.contains("line 1 asks for 5 questions and the approved bank has 0 left"), "{detail}");
    let unknown = json!([{"count": 5, "document": "00000000-0000-7000-8000-000000000000"}]);
    assert!(refused(&demo, json!({"blueprint": unknown})).await.contains("approved bank"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_out_of_range_is_named() {
    let demo = Demo::on(Engine::Sqlite).await;
    let long = "x".repeat(2_000);
    let cases = [
        (json!({"question_limit": 4_999}), "the time for a question lies between 5 and 600 seconds"),
        (json!({"question_limit": 600_001}), "the time for a question lies between 5 and 600 seconds"),
        (json!({"question_limit": i64::MAX}), "the time for a question lies between 5 and 600 seconds"),
        (json!({"question_limit": -30_000}), "the time for a question lies between 5 and 600 seconds"),
        (json!({"get_ready": -1}), "the countdown lies between 0 and 600 seconds"),
        (json!({"reveal_for": 600_001}), "the time for the right answer lies between 0 and 600 seconds"),
        (json!({"standings_for": -1}), "the time for the standings lies between 0 and 600 seconds"),
        (json!({"allowance_max": 2_001}), "the credit for the line is at most 2 s"),
        (json!({"allowance_max": -1}), "the credit for the line is at most 2 s"),
        (json!({"prize_places": 0}), "at least one place is commended"),
        (json!({"prize_places": 101}), "at least one place is commended"),
        (json!({"unit_threshold": 101}), "a percentage from 0 to 100"),
        (json!({"tie_rules": ["elapsed", "elapsed"]}), "a tie rule is named twice"),
        (json!({"tie_rules": ["luck"]}), "unknown variant `luck`"),
        (json!({"pacing": "slow"}), "unknown variant `slow`"),
        (json!({"title": ""}), "a title of 3 to 200 characters"),
        (json!({"title": "  a  "}), "a title of 3 to 200 characters"),
        (json!({"title": long}), "a title of 3 to 200 characters"),
        (json!({"unit": "x"}), "`unit` is not an id of this system"),
        (json!({"unit": long}), "`unit` is not an id of this system"),
        (json!({"blueprint": [{"count": 5, "document": long}]}), "`document` is not an id of this system"),
        (json!({"blueprint": [{"count": 5, "weight": 0}]}), "a question weighs 1 to 100; line 1 says otherwise"),
        (json!({"blueprint": [{"count": 5}, {"count": 1, "weight": 101}]}), "line 2 says otherwise"),
        (json!({"blueprint": [{"count": 5, "limit": 4_999}]}), "a time limit lies between 5 and 600 seconds; line 1"),
        (json!({"starts_at": -1}), "starts"),
        (json!({"starts_at": i64::MIN}), "starts"),
        (json!({"starts_at": i64::MAX}), "starts"),
    ];
    for (changes, sentence) in cases {
        let detail = refused(&demo, changes.clone()).await;
        assert!(detail.contains(sentence), "{changes}: {detail}");
    }
    let list = demo.secretary().get("/api/contests").await.ok();
    assert_eq!(list["contests"].as_array().unwrap().len(), 2, "nothing of it was kept");
}
