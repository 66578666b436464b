//! The extra question: how many will take part, or be all-correct; and the hours in which members may begin.

use khacsau::domain::verify::verify;
use serde_json::{Value, json};

use crate::harness::{A, Doors, Evening, NOON, until};

on_both_engines! {
    async fn whoever_foresaw_best_is_first_among_equals(evening: Evening) {
        let asked = json!({
            "title": "Kỳ thi có dự đoán", "starts_at": NOON.0, "blueprint": [{"count": 5}], "tie_rules": ["prediction"],
        });
        let contest = evening.schedule(&asked).await;
        contest.until_lobby().await;
        let host = contest.host().await;
        let an = contest.arriving_phone("An", &evening.members[0]).await;
        let welcome = an.expect("welcome").await;
        assert_eq!((&welcome["contest"]["predicted"], welcome["you"].get("prediction")), (&json!("participants"), None));
        let (binh, chau) = (contest.phone("Bình", &evening.members[1]).await, contest.phone("Châu", &evening.members[2]).await);
        for value in [9, 2] {
            an.send(&json!({"type": "prediction", "value": value}));
            assert_eq!(an.hear("predicted").await.int("value"), value, "it may be changed");
        }
        an.send(&json!({"type": "prediction", "value": 1_000_001}));
        let refused = an.hear("rejected").await;
        assert_eq!((refused.str("command"), refused.str("reason")), ("prediction", "prediction"));
        let posted = contest.post(&format!("/api/contests/{}/prediction", contest.contest), &evening.members[1], &json!({"value": 3})).await;
        assert_eq!(posted.status, 204, "{posted:?}");
        assert_eq!(binh.hear("predicted").await.int("value"), 3, "the seat hears of it, too");
        assert!(host.heard().await.iter().all(|frame| frame.kind() != "predicted"), "it is nobody else's");

        // Another device, or the same after its line was gone.
        drop(an);
        let an = contest.arriving_phone("An", &evening.members[0]).await;
        assert_eq!(an.expect("welcome").await["you"]["prediction"], 2);

        host.ask().await;
        for phone in [&an, &binh, &chau] {
            phone.hear("question").await;
        }
        an.send(&json!({"type": "prediction", "value": 3}));
        let late = an.hear("rejected").await;
        assert_eq!((late.str("command"), late.str("reason")), ("prediction", "wrong_phase"));
        evening.advance(4_000).await;
        for phone in [&an, &binh, &chau] {
            phone.answer(A).await;
        }
        evening.advance(31_000).await;
        host.hear("closed").await;
        host.reveal().await;
        host.go_next().await;
        host.hear("leaders").await;
        host.end("hết giờ họp").await;
        host.hear("finished").await;

        let results = contest.results().await;
        assert_eq!(results["foreseen"], 3);
        let lines: Vec<Value> = results["standings"].as_array().expect("a list").iter().map(|it| json!([it["place"], it["prediction"]])).collect();
        assert_eq!(lines, [json!([1, 3]), json!([2, 2]), json!([3, null])]);
        let page = contest.get(&format!("/contests/{}/results", contest.contest), &evening.host).await.text;
        for words in ["Câu hỏi dự đoán: có 3 đồng chí tham gia.", "dự đoán 3, lệch 0", "dự đoán 2, lệch 1", "không dự đoán"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let verified = verify(contest.bundle().await.as_bytes(), None).expect("a bundle that agrees with itself");
        assert_eq!(verified.results.foreseen, Some(3));
    }

    /// From Monday, 10:00, to Tuesday, 9:00, in office hours.
    async fn in_window_mode_it_may_be_changed_until_ones_own_start_and_nobody_starts_at_night(evening: Evening) {
        let contest = window(&evening).await;
        evening.advance(20 * 60_000).await;
        until("the opening", async || (contest.phase().await == "running").then_some(())).await;
        let an = contest.arriving_phone("An", &evening.members[0]).await;
        let told = an.expect("welcome").await;
        let told = &told["contest"];
        assert_eq!(told["predicted"], "all_correct");
        assert_eq!(told["hours"], json!({"days": [1, 2, 3, 4, 5], "from": "07:30", "to": "17:30"}));
        assert_eq!(told["closes_at"], NOON.0 + 20 * 60_000 + 23 * 3_600_000);
        an.send(&json!({"type": "prediction", "value": 4}));
        an.hear("predicted").await;
        an.send(&json!({"type": "start"}));
        an.hear("get_ready").await;
        an.send(&json!({"type": "prediction", "value": 5}));
        let late = an.hear("rejected").await;
        assert_eq!((late.str("command"), late.str("reason")), ("prediction", "already_started"));
        drop(an);

        let start = async |member: usize| {
            let path = format!("/api/contests/{}/start", contest.contest);
            contest.post(&path, &evening.members[member], &json!({})).await
        };
        let landing = async || contest.get(&format!("/contests/{}", contest.contest), &evening.members[1]).await.text;
        assert!(landing().await.contains("Chỉ bắt đầu được từ 07:30 đến 17:30, thứ Hai đến thứ Sáu."));
        evening.advance(8 * 3_600_000).await;
        let refused = start(1).await;
        assert_eq!((refused.status, refused.code().as_str()), (409, "outside_hours"));
        assert!(landing().await.contains("Đồng chí bắt đầu được từ 07:30 thứ Ba, 03/02/2026."), "{}", landing().await);
        let home = evening.get("/", &evening.members[1]).await.text;
        assert!(home.contains("07:30 thứ Ba, 03/02/2026"), "{home}");
        evening.advance(14 * 3_600_000).await;
        assert_eq!(start(1).await.status, 204, "8:00 on Tuesday");
        evening.advance(3_600_000).await;
        // A token lasts a day, the host's and the members'. After a leap of the clock each question opens when the room
        // looks at it, and lasts from there.
        let path = format!("/api/contests/{}", contest.contest);
        let over = async || {
            evening.advance(31_000).await;
            (contest.get(&path, &evening.members[0]).await.json()["phase"] == "finished").then_some(())
        };
        until("the end", over).await;
        let read = async |what: &str| contest.get(&format!("/api/contests/{}/{what}", contest.contest), &evening.members[0]).await;
        assert_eq!(read("results").await.json()["foreseen"], 0);
        verify(read("bundle").await.text.as_bytes(), None).expect("a bundle that agrees with itself");
    }

    async fn a_window_is_closed_before_its_time_and_everybody_reads_why(evening: Evening) {
        let contest = window(&evening).await;
        evening.advance(20 * 60_000).await;
        until("the opening", async || (contest.phase().await == "running").then_some(())).await;
        let host = contest.host().await;
        let an = contest.phone("An", &evening.members[0]).await;
        an.send(&json!({"type": "start"}));
        an.hear("get_ready").await;
        evening.advance(3_000).await;
        an.hear("question").await;
        host.send(&json!({"type": "end", "reason": ""}));
        assert_eq!(host.hear("rejected").await.str("reason"), "reason_required");
        host.end("Mọi đồng chí đã làm xong").await;
        let finished = an.hear("finished").await;
        assert_eq!((finished.str("standing"), finished.int("score")), ("finished", 0));
        let landing = async |who| contest.get(&format!("/contests/{}", contest.contest), who).await.text;
        let page = landing(&evening.members[1]).await;
        assert!(page.contains("Kỳ thi được kết thúc trước hạn. Lý do: Mọi đồng chí đã làm xong"), "{page}");
        let stranger = contest.request(reqwest::Method::GET, &format!("/contests/{}", contest.contest), None, None).await.text;
        assert!(!stranger.contains("Mọi đồng chí đã làm xong"), "it is the unit's own matter");
        verify(contest.bundle().await.as_bytes(), None).expect("a bundle that agrees with itself");
    }
}

/// Planned on the page, since nothing else plans contests of this kind.
async fn window(evening: &Doors) -> Doors {
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
    let unit = evening.get("/api/me", &evening.host).await.json()["unit"].as_str().expect("a unit").to_owned();
    let place = format!("/units/{unit}/contests/new");
    let send = async |path: &str, fields: &[(&str, &str)]| {
        let request = client.post(format!("{}{path}", evening.url)).bearer_auth(&evening.host.token);
        let percent = |value: &str| value.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
        let body =
            fields.iter().map(|(name, value)| format!("{name}={}", percent(value))).collect::<Vec<_>>().join("&");
        let request = request.header("content-type", "application/x-www-form-urlencoded").body(body);
        let response = request.send().await.expect("a response");
        let location = response.headers().get("location").map(|to| to.to_str().expect("an address").to_owned());
        location.unwrap_or_else(|| panic!("{path}: {}", response.status()))
    };
    let preview = send(
        &place,
        &[
            ("act", "preview"),
            ("title", "Kỳ thi cả tuần"),
            ("on", "2/2/2026"),
            ("at", "10:00"),
            ("count", "5"),
            ("mode", "window"),
            ("closes_on", "3/2/2026"),
            ("closes_at", "9:00"),
            ("daily", "yes"),
            ("day", "1"),
            ("day", "2"),
            ("day", "3"),
            ("day", "4"),
            ("day", "5"),
            ("hours_from", "7h30"),
            ("hours_to", "17h30"),
            ("limit", "30"),
            ("tie", "prediction"),
            ("predicted", "all_correct"),
            ("prize_places", "1"),
            ("unit_threshold", "70"),
        ],
    )
    .await;
    let published = send(&format!("{preview}/publish"), &[]).await;
    let contest = published.trim_start_matches("/contests/").split('?').next().expect("an id");
    evening.at(contest)
}
