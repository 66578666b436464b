//! A contest from the lobby to its publication, driven by its host: every frame as docs/protocol.md says.

use serde_json::{Value, json};

use crate::harness::{Evening, Frame, Host, NOON, Phone, Screen, fresh_key};

const TEN_SECONDS: i64 = 10_000;
/// Delivery 150, limit 30,000, line 600: then nothing in time can arrive any more.
const HARD_CLOSE: i64 = 30_750;

on_both_engines! {
    async fn the_host_leads_it_from_the_lobby_to_the_publication(evening: Evening) {
        let host = evening.arriving_host().await;
        let an = evening.arriving_phone("An", &evening.members[0]).await;
        let binh = evening.arriving_phone("Bình", &evening.members[1]).await;
        let screen = evening.arriving_screen().await;
        everybody_is_welcomed(&evening, &host, &an, &screen).await;
        binh.expect("welcome").await;
        for index in 0..5 {
            question(&evening, index, &host, [&an, &binh], &screen).await;
        }
        host.go_next().await;
        the_result_is_told(&host, [&an, &binh], &screen, &evening.contest).await;
        for device in [&*an, &*binh, &*host, &*screen] {
            // Nothing more will be said.
            assert_eq!(device.expect_close().await, (1000, "finished".to_owned()), "{}", device.name());
        }
        every_frame_was_heard_in_order(&host, [&an, &binh], &screen).await;
        assert_eq!(evening.phase().await, "published");
    }

    /// Two who host at once are both desks; the contest listens to both.
    async fn two_desks_can_lead_one_contest(evening: Evening) {
        let (host, [an]) = evening.with_members(["An"]).await;
        let deputy = evening.host().await;
        host.open().await;
        an.expect("get_ready").await;
        deputy.open().await;
        an.expect("question").await;
        assert_eq!(host.hear("question").await, deputy.hear("question").await);
    }

    async fn a_device_can_ask_for_the_time(evening: Evening) {
        let (_, [an]) = evening.with_members(["An"]).await;
        an.send(&json!({"type": "clock", "t": 12_345}));
        let clock = an.expect("clock").await;
        assert_eq!(clock.value, json!({"type": "clock", "t": 12_345, "now": NOON.0}));
    }
}

async fn everybody_is_welcomed(evening: &Evening, host: &Host, an: &Phone, screen: &Screen) {
    let welcome = an.expect("welcome").await;
    assert_eq!(welcome.fields(), ["contest", "now", "protocol", "state", "type", "you"]);
    assert_eq!(welcome["protocol"], "khacsau.v1");
    assert_eq!(welcome["now"], NOON.0);
    let id = &evening.contest;
    assert_eq!(welcome["contest"]["id"], id.as_str());
    assert_eq!(welcome["contest"]["mode"], "live");
    assert_eq!(welcome["contest"]["questions"], 5);
    assert_eq!(welcome["contest"]["rules_url"], format!("/contests/{id}/rules"));
    assert_eq!(welcome["contest"]["question_limit"], 30_000);
    assert_eq!(welcome["contest"]["allowance_max"], 600);
    assert_eq!(welcome["contest"].as_object().expect("an object").len(), 7, "and a title: {welcome:?}");
    let person = &evening.members[0];
    let order = welcome["you"]["order"].clone();
    let you = json!({"name": person.name, "unit": person.unit, "ranked": true, "order": order, "time_factor": 100});
    assert_eq!(welcome["you"], you);
    let orders: Vec<Vec<usize>> = serde_json::from_value(order).expect("an order for each question");
    assert_eq!(orders.len(), 5);
    for mut order in orders {
        order.sort_unstable();
        assert_eq!(order, [0, 1, 2, 3], "a permutation of the options");
    }
    let state = Frame { text: welcome["state"].to_string(), value: welcome["state"].clone() };
    assert_eq!(state.fields(), ["eligible", "present", "starts_at", "type"]);
    assert_eq!((state.kind(), state.int("eligible")), ("lobby", 24));

    for desk in [host.expect("welcome").await, screen.expect("welcome").await] {
        assert_eq!(desk["you"]["order"], json!([]), "a desk plays nothing");
        assert_eq!(desk["you"]["ranked"], false);
        assert_eq!(desk["state"]["type"], "lobby");
    }
}

/// One question: An knows it after ten seconds, Bình is wrong after twelve.
async fn question(evening: &Evening, index: usize, host: &Host, [an, binh]: [&Phone; 2], screen: &Screen) {
    host.open().await;
    let get_ready = an.expect("get_ready").await;
    let now = evening.clock_now();
    assert_eq!(get_ready.value, json!({"type": "get_ready", "index": index, "opens_at": now + 3_000}));
    for other in [binh.expect("get_ready").await, host.hear("get_ready").await, screen.hear("get_ready").await] {
        assert_eq!(other.text, get_ready.text);
    }

    evening.advance(3_000).await;
    let asked = an.expect("question").await;
    for other in [binh.expect("question").await, host.expect("question").await, screen.expect("question").await] {
        assert_eq!(other.text, asked.text, "the same bytes for everybody");
    }
    let opened_at = now + 3_000;
    assert_eq!(
        asked.fields(),
        ["closes_at", "id", "index", "limit", "multiple", "now", "of", "options", "text", "type"]
    );
    assert_eq!((asked.int("index"), asked.int("of"), asked["multiple"].as_bool()), (index as i64, 5, Some(false)));
    assert_eq!((asked.int("now"), asked.int("closes_at"), asked.int("limit")), (opened_at, opened_at + 30_000, 30_000));
    let options: Vec<&Value> = asked["options"].as_array().expect("options").iter().collect();
    assert!((2..=6).contains(&options.len()));
    for option in &options {
        let fields: Vec<&String> = option.as_object().expect("an option").keys().collect();
        assert_eq!(fields, ["id", "text"]);
    }

    let key = evening.key(index).await;
    let right = key[0].as_str();
    let wrong = options.iter().position(|option| option["id"] != right).expect("a wrong option");
    evening.advance(TEN_SECONDS).await;
    let receipt = an.answer_with(right).await;
    assert_eq!(receipt.fields(), ["at", "hash", "options", "question", "response_time", "seq", "type"]);
    assert_eq!(receipt["question"], asked["id"]);
    assert_eq!(receipt["options"], json!([right]));
    assert_eq!((receipt.int("response_time"), receipt.int("at")), (TEN_SECONDS, opened_at + TEN_SECONDS));
    assert_eq!(receipt.str("hash").len(), 64);
    evening.advance(2_000).await;
    let wrong_id = asked.option(wrong);
    binh.send_answer(wrong, &fresh_key()).await;
    assert_eq!(binh.expect("recorded").await["options"], json!([wrong_id]));

    closing(evening, opened_at, index, an).await;
    for other in [binh.expect("closed").await, host.expect("closed").await, screen.expect("closed").await] {
        assert_eq!(other.value, json!({"type": "closed", "index": index}));
    }

    host.reveal().await;
    let revealed = an.expect("revealed").await;
    for other in [binh.expect("revealed").await, host.expect("revealed").await, screen.expect("revealed").await] {
        assert_eq!(other.text, revealed.text, "the same bytes for everybody");
    }
    // The sample's questions have no explanation.
    assert_eq!(revealed.fields(), ["correct", "distribution", "index", "source", "type"]);
    assert_eq!(revealed["correct"], json!([right]));
    assert!(!revealed.str("source").is_empty());
    let count = |id: &Value| usize::from(id == right) + usize::from(*id == wrong_id.as_str());
    let distribution: Vec<Value> =
        options.iter().map(|option| json!({"id": option["id"], "count": count(&option["id"])})).collect();
    assert_eq!(revealed["distribution"], Value::from(distribution));

    host.go_next().await;
    let asked_so_far = index as i64 + 1;
    let own = an.expect("standings").await;
    let score = 200 * asked_so_far;
    let elapsed = TEN_SECONDS * asked_so_far;
    let yours = json!({"options": [right], "correct": true, "response_time": TEN_SECONDS});
    let line = json!({
        "type": "standings", "index": index, "place": 1, "of": 2, "score": score, "elapsed": elapsed, "yours": yours
    });
    assert_eq!(own.value, line);
    let own = binh.expect("standings").await;
    assert_eq!((own["place"].as_i64(), own.int("score"), own.int("elapsed")), (Some(2), 0, 12_000 * asked_so_far));
    assert_eq!(own["yours"], json!({"options": [wrong_id], "correct": false, "response_time": 12_000}));
    let leaders = an.expect("leaders").await;
    let first = &evening.members[0];
    let second = &evening.members[1];
    let top = json!([
        {"place": 1, "name": first.name, "unit": first.unit, "score": score, "elapsed": elapsed},
        {"place": 2, "name": second.name, "unit": second.unit, "score": 0, "elapsed": 12_000 * asked_so_far},
    ]);
    assert_eq!(leaders.value, json!({"type": "leaders", "top": top}));
    for other in [binh.expect("leaders").await, host.expect("leaders").await, screen.expect("leaders").await] {
        assert_eq!(other.text, leaders.text, "the same bytes for everybody");
    }
}

/// Not a millisecond before anything in time could still arrive.
async fn closing(evening: &Evening, opened_at: i64, index: usize, an: &Phone) {
    evening.advance(opened_at + HARD_CLOSE - 1 - evening.clock_now()).await;
    let too_early = an.heard_all().await.iter().filter(|frame| frame.kind() == "closed").count();
    assert_eq!(too_early, index, "the question is still open");
    evening.advance(1).await;
    let closed = an.expect("closed").await;
    assert_eq!(closed.value, json!({"type": "closed", "index": index}));
}

async fn the_result_is_told(host: &Host, [an, binh]: [&Phone; 2], screen: &Screen, contest: &str) {
    let results_url = format!("/contests/{contest}/results");
    host.expect("leaders").await;
    screen.expect("leaders").await;
    for (step, standing) in ["finished", "confirmed", "published"].into_iter().enumerate() {
        match step {
            1 => host.confirm().await,
            2 => host.publish().await,
            _ => {}
        }
        let finished = |place: u32, score: u32, elapsed: i64| {
            json!({
                "type": "finished", "place": place, "of": 2, "score": score, "elapsed": elapsed,
                "results_url": results_url, "standing": standing
            })
        };
        assert_eq!(an.expect("finished").await.value, finished(1, 1_000, 5 * TEN_SECONDS));
        assert_eq!(binh.expect("finished").await.value, finished(2, 0, 5 * 12_000));
        let hall = json!({"type": "finished", "of": 2, "results_url": results_url, "standing": standing});
        assert_eq!(host.expect("finished").await.value, hall);
        assert_eq!(screen.expect("finished").await.value, hall);
    }
}

async fn every_frame_was_heard_in_order(host: &Host, phones: [&Phone; 2], screen: &Screen) {
    let kinds = |frames: &[Frame]| -> Vec<String> {
        // Counters, and what only desks are told: as often as it changes.
        let passing = ["progress", "lobby", "checkpoint", "clock", "desk", "roster", "attendance", "incidents"];
        let kinds = frames.iter().map(Frame::kind).filter(|kind| !passing.contains(kind));
        kinds.map(str::to_owned).collect()
    };
    let of = |question: &[&'static str], end: &[&'static str]| -> Vec<&'static str> {
        let questions = std::iter::repeat_n(question, 5).flatten();
        std::iter::once(&"welcome").chain(questions).chain(end).copied().collect()
    };
    let of_phone = of(
        &["get_ready", "question", "recorded", "closed", "revealed", "standings", "leaders"],
        &["finished", "finished", "finished"],
    );
    let of_hall = of(
        &["get_ready", "question", "closed", "revealed", "leaders"],
        &["leaders", "finished", "finished", "finished"],
    );
    for phone in phones {
        assert_eq!(kinds(&phone.heard().await), of_phone, "{}", phone.name());
    }
    for (name, frames) in [("host", host.heard().await), ("screen", screen.heard().await)] {
        assert_eq!(kinds(&frames), of_hall, "{name}");
        let signed = frames.iter().filter(|frame| frame.kind() == "checkpoint").count();
        // Each close, the finish, the confirmation, the publication.
        assert_eq!(signed, 5 + 3, "{name}");
    }
}
