//! A contest without a websocket: the event stream, and a request for each message.

use khacsau::domain::contest::Event;
use khacsau::domain::ledger::Entry;
use khacsau::domain::time::Millis;
use khacsau::domain::timing::Evidence;
use khacsau::domain::verify::verify;
use khacsau::live::IncomingAnswer;
use serde_json::{Value, json};

use crate::harness::{A, B, Evening, Frame, Reply, fresh_key, posted};

on_both_engines! {
    async fn a_whole_question_goes_over_stream_and_requests(evening: Evening) {
        let an = evening.stream(&evening.members[0]).await;
        let host = evening.arriving_stream(&evening.host, "?seat=host").await;
        assert_eq!(host.expect("welcome").await["you"]["order"], json!([]));
        let screen = evening.arriving_stream(&evening.host, "?seat=screen").await;
        screen.expect("welcome").await;
        let binh = evening.phone("Bình", &evening.members[1]).await;
        let command = async |name: &str| {
            let reply = evening.say(&evening.host, "commands", &json!({"type": name})).await;
            assert_eq!(reply.status, 204, "{reply:?}");
        };

        command("open").await;
        for stream in [&an, &host, &screen] {
            stream.expect("get_ready").await;
        }
        command("open").await;
        let question = an.hear("question").await;
        assert_eq!(binh.hear("question").await.text, question.text, "the same bytes as over a socket");
        assert_eq!(host.hear("question").await.text, screen.expect("question").await.text);
        evening.advance(4_000).await;
        let receipt = recorded(&an.answer(A, "an-1").await);
        assert_eq!(without(&an.expect("recorded").await.value, "type"), without(&receipt, "type"), "the seat hears it too");
        assert_eq!((&receipt["question"], &receipt["response_time"]), (&question["id"], &json!(4_000)));
        binh.answer(A).await;

        evening.advance(31_000).await;
        an.expect("closed").await;
        command("reveal").await;
        let revealed = an.expect("revealed").await;
        assert_eq!(binh.hear("revealed").await.text, revealed.text);
        command("next").await;
        assert_eq!(an.expect("standings").await["yours"]["options"], receipt["options"]);
        screen.hear("leaders").await;
        evening.say(&evening.host, "commands", &json!({"type": "end", "reason": "hết giờ họp"})).await;
        an.hear("finished").await;
        for step in ["confirm", "publish"] {
            command(step).await;
            an.hear("finished").await;
        }
        assert_eq!(an.expect_close().await, (1000, "finished".to_owned()));

        let bundle = evening.bundle().await;
        verify(bundle.as_bytes(), None).expect("a bundle that agrees with itself");
        let entry = answers(&evening).await.into_iter().find(|entry| json!(entry.seq) == receipt["seq"]);
        assert_eq!(entry.expect("the receipt's entry").hash.to_string(), receipt["hash"].as_str().expect("a hash"));
        assert!(bundle.contains(receipt["hash"].as_str().expect("a hash")));
    }

    async fn a_stream_is_not_kept_by_anybody_on_the_way(evening: Evening) {
        let mut an = evening.arriving_stream(&evening.members[0], "").await;
        let header = |name: &str| an.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        assert_eq!(header("content-type"), "text/event-stream");
        assert!(header("cache-control").contains("no-store"));
        assert_eq!(header("x-accel-buffering"), "no");
        assert_eq!(header("content-encoding"), "");
        an.expect("welcome").await;
        for _ in 0..3 {
            evening.advance(2_000).await;
            an.beat().await;
        }
    }

    async fn an_answer_is_there_once_whatever_is_repeated(evening: Evening) {
        let host = evening.host().await;
        let an = evening.stream(&evening.members[0]).await;
        host.ask().await;
        an.hear("question").await;
        let first = an.answer(A, "an-1").await;
        let receipt = recorded(&first);
        evening.advance(1_000).await;
        assert_eq!(recorded(&an.answer(A, "an-1").await), receipt, "the same key: the same receipt");
        assert_eq!(recorded(&an.answer(B, "an-1").await), receipt, "whatever else it says");
        let other = an.answer(A, "an-2").await;
        assert_eq!((other.status, other.code().as_str()), (409, "already_answered"));
        // The key is the member's own.
        let binh = evening.stream(&evening.members[1]).await;
        assert_ne!(recorded(&binh.answer(B, "an-1").await)["seq"], receipt["seq"]);
        evening.advance(31_000).await;
        host.hear("closed").await;
        assert_eq!(recorded(&an.answer(A, "an-1").await), receipt, "also when the question is over");
        assert_eq!(answers(&evening).await.len(), 2);
    }

    async fn what_is_refused_over_the_wire_is_refused_by_name(evening: Evening) {
        let host = evening.host().await;
        let an = evening.stream(&evening.members[0]).await;
        let post = async |question: &str, options: &[&str], key: &str| {
            let reply = evening.post_answer(&evening.members[0], question, options, key).await;
            (reply.status, reply.code())
        };
        let question = host.ask().await;
        let (id, a, b) = (question.str("id"), question.option(A), question.option(B));
        assert_eq!(post("nothing", &[&a], "k").await, (404, "unknown_question".to_owned()));
        assert_eq!(post(id, &["nothing"], "k").await, (400, "unknown_option".to_owned()));
        assert_eq!(post(id, &[&a, &a], "k").await, (400, "unknown_option".to_owned()));
        assert_eq!(post(id, &[], "k").await, (400, "option_count".to_owned()));
        assert_eq!(post(id, &[&a, &b], "k").await, (400, "option_count".to_owned()));
        assert_eq!(post(id, &[&a], "").await, (400, "key".to_owned()));
        assert_eq!(post(id, &[&a], &"k".repeat(65)).await, (400, "key".to_owned()));
        // One who keeps questions plays outside the ranking; who is on no roster does not play.
        let refused = evening.at(&uuid::Uuid::now_v7().to_string()).post_answer(&evening.members[0], id, &[&a], "k").await;
        assert_eq!((refused.status, refused.code().as_str()), (404, "no_contest"));
        an.hear("question").await;
        evening.advance(30_101).await;
        assert_eq!(post(id, &[&a], "k").await, (409, "late".to_owned()));
        evening.advance(1_000).await;
        host.hear("closed").await;
        assert_eq!(post(id, &[&a], "k").await, (409, "not_open".to_owned()));
        assert_eq!(answers(&evening).await.len(), 0, "none of them left a trace");
    }

    /// Nothing was measured on the way, so the handling time is all that is credited: also to one
    /// who has a good socket and posts beside it.
    async fn a_request_is_credited_with_the_handling_time_alone(evening: Evening) {
        let host = evening.host().await;
        let an = evening.stream(&evening.members[0]).await;
        let binh = evening.phone("Bình", &evening.members[1]).await;
        let chau = evening.phone("Châu", &evening.members[2]).await;
        evening.advance(20_000).await;
        let question = host.ask().await;
        an.hear("question").await;
        binh.hear("question").await;
        chau.hear("question").await;
        evening.advance(8_000).await;
        let claim = async |member: usize, claim: i64| {
            let body = posted(question.str("id"), &[&question.option(A)], Some(claim), &fresh_key());
            recorded(&evening.say(&evening.members[member], "answers", &body).await)["response_time"].clone()
        };
        assert_eq!(claim(0, 7_950).await, 7_950, "an honest measure within it counts");
        assert_eq!(claim(1, 0).await, 7_900, "a false one gains no more");
        assert_eq!(claim(3, i64::MIN).await, 7_900, "and so without any line");
        assert_eq!(claim(4, i64::MAX).await, 8_000);
        // A measure may be left out.
        let reply = evening.post_answer(&evening.members[5], question.str("id"), &[&question.option(A)], "k").await;
        assert_eq!(recorded(&reply)["response_time"], 8_000);
        chau.answer(A).await;

        let answers = answers(&evening).await;
        let unmeasured = answers.iter().filter(|entry| {
            let Event::AnswerRecorded { evidence, allowance, .. } = &entry.event else { unreachable!() };
            let Evidence { delivered_at, round_trip_min, round_trip_open, round_trip_answer, .. } = evidence;
            assert_eq!(delivered_at.map(|at| at.0), Some(question.int("now")), "{entry:?}");
            let measured = [round_trip_min, round_trip_open, round_trip_answer];
            measured == [&None; 3] && *allowance == Millis(100)
        });
        assert_eq!((unmeasured.count(), answers.len()), (5, 6), "only Châu answered over a socket");
    }

    /// One who was away when the question opened counts from its opening, by whatever door they come.
    async fn neither_door_starts_the_time_again(evening: Evening) {
        let host = evening.host().await;
        let an = evening.stream(&evening.members[0]).await;
        let question = host.ask().await;
        an.hear("question").await;
        evening.advance(5_000).await;
        drop(an);
        let socket = evening.phone("An", &evening.members[0]).await;
        evening.advance(5_000).await;
        drop(socket);
        let again = evening.stream(&evening.members[0]).await;
        let late = evening.stream(&evening.members[1]).await;
        evening.advance(2_000).await;
        for stream in [&again, &late] {
            assert_eq!(recorded(&stream.answer(A, "k").await)["response_time"], 12_000);
        }
        for entry in answers(&evening).await {
            let Event::AnswerRecorded { evidence, .. } = entry.event else { unreachable!() };
            assert_eq!(evidence.delivered_at.map(|at| at.0), Some(question.int("now")));
        }
    }

    /// Read before the close and decided after it: the close waits.
    async fn a_close_waits_for_an_answer_that_was_read_in_time(evening: Evening) {
        let host = evening.host().await;
        let question = host.ask().await;
        let id = evening.contest.parse().expect("an id");
        let room = evening.app.house.registry.opened(id).expect("the contest's room");
        let member = evening.id_of(&evening.members[0]).await.parse().expect("an id");
        evening.advance(29_000).await;
        let registration = room.register();
        let received_at = room.clock().now();
        evening.advance(20_000).await;
        let answer = IncomingAnswer {
            question: question.str("id").to_owned(),
            options: vec![question.option(A)],
            key: fresh_key(),
            claim: None,
            received_at,
            round_trip_min: None,
            round_trip_answer: None,
        };
        let receipt = room.answer(member, answer, registration).await.expect("a receipt");
        assert_eq!(receipt.response_time, Millis(29_000));
        host.hear("closed").await;
    }

    async fn the_newest_device_wins_by_whatever_door_it_comes(evening: Evening) {
        let (host, member) = (evening.host().await, &evening.members[0]);
        host.open().await;
        host.hear("get_ready").await;
        let first = evening.stream(member).await;
        let second = evening.phone("a socket", member).await;
        assert_eq!(first.expect_close().await, (4001, "replaced".to_owned()));
        let third = evening.stream(member).await;
        assert_eq!(second.expect_close().await, (4001, "replaced".to_owned()));
        let fourth = evening.stream(member).await;
        assert_eq!(third.expect_close().await, (4001, "replaced".to_owned()));
        host.open().await;
        let question = fourth.hear("question").await;
        // Whoever has no seat any more still answers by request: it takes nobody's place.
        recorded(&evening.post_answer(member, question.str("id"), &[&question.option(A)], "k").await);
        fourth.hear("recorded").await;
        let journal = evening.journal(&evening.contest).await;
        assert_eq!(journal.iter().filter(|entry| entry.event.kind() == "device_replaced").count(), 3);
        assert_eq!(journal.iter().filter(|entry| entry.event.kind() == "joined").count(), 1);
    }

    async fn whoever_has_no_seat_joins_by_answering(evening: Evening) {
        let (host, [an]) = evening.with_members(["An"]).await;
        let question = host.ask().await;
        an.hear("question").await;
        evening.advance(3_000).await;
        let reply = evening.post_answer(&evening.members[4], question.str("id"), &[&question.option(B)], "k").await;
        assert_eq!(recorded(&reply)["response_time"], 3_000);
        assert_eq!(evening.show().await["joined"], 2);
        an.answer(A).await;
        assert!(an.heard_all().await.iter().all(|frame| frame["reason"] != "replaced"));
    }

    async fn signing_out_ends_the_stream_of_that_session(evening: Evening) {
        let an = evening.stream(&evening.members[0]).await;
        let binh = evening.stream(&evening.members[1]).await;
        let token = &evening.members[0].token;
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
        client.post(format!("{}/sign-out", evening.url)).bearer_auth(token).send().await.expect("a response");
        evening.advance(5_000).await;
        assert_eq!(an.expect_close().await, (4002, "kicked".to_owned()));
        let refused = evening.say(&evening.members[0], "clock", &json!({"t": 1})).await;
        assert_eq!((refused.status, refused.code().as_str()), (401, "session_ended"));
        let host = evening.host().await;
        host.open().await;
        binh.expect("get_ready").await;
    }

    async fn a_stream_that_was_lost_is_resumed_by_a_welcome(evening: Evening) {
        let host = evening.host().await;
        let an = evening.stream(&evening.members[0]).await;
        let question = host.ask().await;
        an.hear("question").await;
        let receipt = recorded(&an.answer(A, "k").await);
        an.expect("recorded").await;
        let ids = an.ids();
        assert_eq!(ids, (1..=ids.len() as u32).collect::<Vec<_>>());
        drop(an);
        host.extend(10).await;
        host.hear("deadline").await;

        let (bearer, last) = (format!("Bearer {}", evening.members[0].token), ids.len() as u32);
        let newest = last.to_string();
        let resume = [("authorization", bearer.as_str()), ("last-event-id", newest.as_str())];
        let an = evening.try_stream(&evening.members[0], "", &resume).await.expect("a stream");
        let welcome = an.expect("welcome").await;
        assert_eq!(an.ids(), [last + 1], "ids go on");
        assert_eq!(welcome["recorded"], without(&receipt, "type"));
        assert_eq!(welcome["state"]["id"], question["id"]);
        assert_eq!(welcome["state"]["closes_at"], question.int("closes_at") + 10_000);
        // What no stream of ours has said starts anew.
        for nonsense in ["x", "-1", "99999999999999999999", ""] {
            let headers = [("authorization", bearer.as_str()), ("last-event-id", nonsense)];
            let an = evening.try_stream(&evening.members[0], "", &headers).await.expect("a stream");
            an.expect("welcome").await;
            assert_eq!(an.ids(), [1], "{nonsense}");
        }
    }

    async fn a_page_elsewhere_neither_reads_nor_takes_a_seat(evening: Evening) {
        let host = evening.host().await;
        let an = evening.stream(&evening.members[0]).await;
        let cookie = format!("khacsau_session={}", evening.members[0].token);
        let own = evening.url.as_str();
        let ours = ("khacsau-protocol", "khacsau.v1");
        for headers in [
            vec![],
            vec![("sec-fetch-site", "same-origin")],
            vec![("origin", own)],
            vec![("khacsau-protocol", "khacsau.v2")],
            vec![ours, ("origin", "http://example.org")],
            vec![ours, ("origin", "null")],
            vec![ours, ("origin", own), ("origin", "http://example.org")],
        ] {
            let mut all = vec![("cookie", cookie.as_str())];
            all.extend(&headers);
            let Err(reply) = evening.try_stream(&evening.members[0], "", &all).await else { panic!("{headers:?}") };
            assert_eq!((reply.status, reply.code().as_str()), (403, "foreign_origin"), "{headers:?}");
        }
        let client = reqwest::Client::new();
        let question = host.ask().await;
        an.hear("question").await;
        let body = posted(question.str("id"), &[&question.option(A)], None, "k");
        for (address, body) in [
            ("answers", &body),
            ("clock", &json!({"t": 1})),
            ("start", &json!({})),
            ("prediction", &json!({"value": 1})),
            ("left", &json!({})),
            ("returned", &json!({})),
        ] {
            for origin in [None, Some("http://example.org"), Some("null")] {
                let request = client.post(format!("{own}/api/contests/{}/{address}", evening.contest));
                let request = request.header("cookie", &cookie).json(body);
                let request = origin.iter().fold(request, |request, origin| request.header("origin", *origin));
                assert_eq!(request.send().await.expect("a reply").status(), 403, "{address} {origin:?}");
            }
        }
        assert!(answers(&evening).await.is_empty());
        // Nobody took An's seat meanwhile. A page of ours may.
        let answer = client.post(format!("{own}/api/contests/{}/answers", evening.contest));
        let answer = answer.header("cookie", &cookie).header("origin", own).json(&body).send().await.expect("a reply");
        assert_eq!(answer.status(), 200);
        an.expect("recorded").await;
        for headers in [vec![ours], vec![ours, ("origin", own)]] {
            let mut all = vec![("cookie", cookie.as_str())];
            all.extend(&headers);
            evening.try_stream(&evening.members[0], "", &all).await.expect("a stream").expect("welcome").await;
        }
        assert_eq!(an.expect_close().await.1, "replaced");
    }

    async fn a_seat_on_a_stream_is_for_whom_it_is(evening: Evening) {
        let refused = async |doors: &crate::harness::Doors, token: &str, query: &str| {
            let bearer = format!("Bearer {token}");
            let headers = [("authorization", bearer.as_str())];
            match doors.try_stream(&evening.members[0], query, &headers).await {
                Ok(_) => panic!("let in: {query}"),
                Err(reply) => (reply.status, reply.code()),
            }
        };
        let (member, host) = (&evening.members[0].token, &evening.host.token);
        assert_eq!(refused(&evening, host, "?seat=judge").await, (400, "no_seat".to_owned()));
        assert_eq!(refused(&evening, member, "?seat=host").await, (403, "forbidden".to_owned()));
        assert_eq!(refused(&evening, member, "?seat=screen").await, (403, "forbidden".to_owned()));
        assert_eq!(refused(&evening, "x.y.z", "").await, (401, "bad_token".to_owned()));
        let unknown = evening.at(&uuid::Uuid::now_v7().to_string());
        assert_eq!(refused(&unknown, host, "").await, (404, "no_contest".to_owned()));
    }

    async fn every_other_message_has_an_address(evening: Evening) {
        let host = evening.host().await;
        let an = &evening.members[0];
        let reply = evening.say(an, "clock", &json!({"t": -7})).await;
        assert_eq!(reply.json(), json!({"type": "clock", "t": -7, "now": evening.clock_now()}));
        assert_eq!(evening.say(an, "prediction", &json!({"value": 17})).await.status, 204);
        evening.until_recorded("predicted").await;
        let start = evening.say(an, "start", &json!({})).await;
        assert_eq!((start.status, start.code().as_str()), (409, "wrong_phase"), "no attempts in a live contest");
        host.ask().await;
        for (address, kind) in [("left", "page_left"), ("returned", "page_returned")] {
            assert_eq!(evening.say(an, address, &json!({})).await.status, 204);
            evening.until_recorded(kind).await;
        }
        let late = evening.say(an, "prediction", &json!({"value": 18})).await;
        assert_eq!((late.status, late.code().as_str()), (409, "wrong_phase"));
    }

    async fn a_body_that_is_no_answer_is_told_what_to_send(evening: Evening) {
        let host = evening.host().await;
        let question = host.ask().await;
        let good = posted(question.str("id"), &[&question.option(A)], None, "k").to_string();
        let client = reqwest::Client::new();
        let send = async |kind: &str, body: String| {
            let request = client.post(format!("{}/api/contests/{}/answers", evening.url, evening.contest));
            let request = request.bearer_auth(&evening.members[0].token).header("content-type", kind).body(body);
            let response = request.send().await.expect("a reply");
            let status = response.status().as_u16();
            (status, response.json::<Value>().await.expect("JSON"))
        };
        let longest = format!("{}{good}", " ".repeat(4_096 - good.len()));
        for (kind, body, word) in [
            ("application/json", String::new(), "EOF"),
            ("application/json", "{".to_owned(), "EOF"),
            ("application/json", "[]".to_owned(), "column"),
            ("application/json", "null".to_owned(), "column"),
            ("application/json", r#"{"question":"q","options":["a"]}"#.to_owned(), "key"),
            ("application/json", good.replace("\"key\"", "\"khóa\""), "unknown field"),
            ("application/json", good.replace("\"k\"", "1"), "string"),
            ("application/json", format!(" {longest}"), "4096"),
            ("application/json", "x".repeat(1_000_000), "4096"),
            ("text/plain", good.clone(), "Content-Type"),
        ] {
            let (status, problem) = send(kind, body).await;
            assert_eq!((status, &problem["code"]), (400, &json!("invalid")), "{problem}");
            let detail = problem["detail"].as_str().expect("a sentence");
            assert!(detail.contains("not the JSON this address takes") && detail.contains(word), "{detail}");
        }
        assert!(answers(&evening).await.is_empty());
        let (status, receipt) = send("application/json", longest).await;
        assert_eq!(status, 200, "{receipt}");
    }

    async fn more_than_a_person_can_send_waits(evening: Evening) {
        let (an, binh) = (&evening.members[0], &evening.members[1]);
        for _ in 0..20 {
            assert_eq!(evening.say(an, "clock", &json!({"t": 1})).await.status, 200);
        }
        for (address, body) in [("clock", json!({"t": 1})), ("left", json!({})), ("answers", posted("q", &["a"], None, "k"))] {
            let reply = evening.say(an, address, &body).await;
            assert_eq!((reply.status, reply.code().as_str()), (429, "flood"), "{address}");
        }
        assert_eq!(evening.say(binh, "clock", &json!({"t": 1})).await.status, 200, "each for themselves");
        evening.advance(100).await;
        assert_eq!(evening.say(an, "clock", &json!({"t": 1})).await.status, 200);
    }

    async fn a_stop_says_that_it_will_be_back(evening: Evening) {
        let an = evening.stream(&evening.members[0]).await;
        let evening = evening.start_again_after(1_000).await;
        assert_eq!(an.expect_close().await, (1012, "restarting".to_owned()));
        evening.stream(&evening.members[0]).await;
    }

    /// What a stream is sent before its time contains neither the question nor the key.
    async fn nothing_is_said_before_its_time(evening: Evening) {
        let host = evening.host().await;
        let an = evening.stream(&evening.members[0]).await;
        host.open().await;
        an.expect("get_ready").await;
        host.open().await;
        let question = an.hear("question").await;
        let key = evening.key(0).await;
        let before = an.heard().await;
        let lacks = |frames: &[Frame], text: &str| frames.iter().all(|frame| !frame.text.contains(text));
        assert!(lacks(&before[..before.len() - 1], question.str("text")));
        assert!(lacks(&before, "\"correct\""));
        evening.advance(31_000).await;
        an.expect("closed").await;
        host.reveal().await;
        assert_eq!(an.expect("revealed").await["correct"], json!(key));
    }
}

async fn answers(evening: &Evening) -> Vec<Entry> {
    let journal = evening.journal(&evening.contest).await.into_iter();
    journal.filter(|entry| entry.event.kind() == "answer_recorded").collect()
}

/// The receipt in a reply.
#[track_caller]
fn recorded(reply: &Reply) -> Value {
    assert_eq!((reply.status, reply.content_type.as_str()), (200, "application/json"), "{reply:?}");
    let frame = reply.json();
    assert_eq!(frame["type"], "recorded");
    frame
}

fn without(value: &Value, field: &str) -> Value {
    let mut value = value.clone();
    value.as_object_mut().expect("an object").remove(field);
    value
}
