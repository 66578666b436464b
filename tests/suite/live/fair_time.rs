//! The credited time: an honest phone's own, and nothing to gain by waiting, reconnecting or claiming.

use serde_json::json;

use crate::harness::{A, Evening, Frame, Phone, answer, fresh_key};

on_both_engines! {
    async fn no_reconnect_and_no_second_device_starts_the_time_again(evening: Evening) {
        let (host, [an, binh, _chau]) = evening.with_members(["An", "Bình", "Châu"]).await;
        let question = host.ask().await;
        for phone in [&an, &binh] {
            phone.hear("question").await;
        }
        evening.advance(10_000).await;
        // An's line breaks, Bình takes a second device, and Dũng comes only now.
        drop(an);
        let an = evening.phone("An", &evening.members[0]).await;
        let tablet = evening.phone("Bình's tablet", &evening.members[1]).await;
        assert_eq!(binh.expect_close().await.1, "replaced");
        let dung = evening.phone("Dũng", &evening.members[3]).await;
        evening.advance(2_000).await;
        for phone in [&an, &tablet, &dung] {
            let receipt = phone.answer(A).await;
            assert_eq!(receipt["response_time"], 12_000, "{}", phone.name());
        }
        evening.advance(31_000).await;
        host.hear("closed").await;
        for entry in evening.journal(&evening.contest).await.iter().filter(|entry| kind(entry) == "answer_recorded") {
            let event: serde_json::Value = serde_json::from_str(&entry.text).expect("an event");
            assert_eq!(event["evidence"]["delivered_at"], question["now"], "the evidence is in the record");
        }
    }

    async fn an_honest_measure_counts_and_a_false_one_gains_little(evening: Evening) {
        let (host, [an, binh, chau, dung, giang]) =
            evening.with_members(["An", "Bình", "Châu", "Dũng", "Giang"]).await;
        host.ask().await;
        for phone in [&an, &binh, &chau, &dung, &giang] {
            phone.hear("question").await;
        }
        evening.advance(8_000).await;
        // 90 ms from the touch to the server is within what everybody is credited.
        assert_eq!(claim(&an, 7_910).await["response_time"], 7_910);
        // A claim of nothing gains no more than the credit for the line.
        let claimed = claim(&binh, 0).await.int("response_time");
        assert!((7_400..=7_900).contains(&claimed), "{claimed}");
        let claimed = claim(&chau, -5_000).await.int("response_time");
        assert!((7_400..=7_900).contains(&claimed), "{claimed}");
        // Nobody is slower than the server saw.
        assert_eq!(claim(&dung, 4_000_000_000_000).await["response_time"], 8_000);
        assert_eq!(giang.answer(A).await["response_time"], 8_000, "no claim: plain server time");
    }

    async fn nobody_reads_faster_than_half_a_second(evening: Evening) {
        let (host, [an, binh]) = evening.with_members(["An", "Bình"]).await;
        host.ask().await;
        an.hear("question").await;
        binh.hear("question").await;
        assert_eq!(an.answer(A).await["response_time"], 500);
        evening.advance(400).await;
        assert_eq!(claim(&binh, 1).await["response_time"], 500);
    }

    async fn extra_time_granted_beforehand_moves_the_close_for_its_member_alone(evening: Evening) {
        let (host, [an, binh, chau]) = evening.with_members(["An", "Bình", "Châu"]).await;
        let grant = async |member: usize, percent: u32| {
            let id = evening.id_of(&evening.members[member]).await;
            let path = format!("/api/contests/{}/extra-time/{id}", evening.contest);
            evening.put(&path, &evening.host, &json!({"percent": percent})).await
        };
        assert_eq!(grant(1, 150).await.status, 204);
        assert_eq!(grant(2, 125).await.status, 204);
        let refused = grant(0, 130).await;
        assert_eq!((refused.status, refused.code().as_str()), (400, "invalid"));
        let factor = async |phone: &Phone, percent: u32| {
            phone
                .hear_that("a welcome with extra time", |frame| {
                    frame.kind() == "welcome" && frame["you"]["time_factor"] == percent
                })
                .await
        };
        factor(&binh, 150).await;
        factor(&chau, 125).await;

        let question = host.ask().await;
        assert_eq!(question.int("closes_at"), question.int("now") + 30_000, "the same bytes for everybody");
        for phone in [&an, &binh, &chau] {
            phone.hear("question").await;
        }
        let late = grant(0, 125).await;
        assert_eq!((late.status, late.code().as_str()), (409, "time_factor"), "beforehand only");
        evening.advance(31_000).await;
        assert_eq!(an.is_refused(A).await, "late");
        evening.advance(6_000).await;
        let receipt = chau.answer(A).await;
        assert_eq!(receipt["response_time"], 30_000, "at most the base limit counts");
        evening.advance(8_000).await;
        binh.answer(A).await;
        evening.advance(749).await;
        assert!(an.heard_all().await.iter().all(|frame| frame.kind() != "closed"));
        evening.advance(1).await;
        an.expect("closed").await;
        assert_eq!(evening.clock_now(), question.int("now") + 45_750);

        host.reveal().await;
        host.go_next().await;
        host.hear("leaders").await;
        host.end("hết giờ họp").await;
        host.hear("finished").await;
        let results = evening.results().await;
        let kept = |member: usize| {
            let name = &evening.members[member].name;
            let standings = results["standings"].as_array().expect("a list");
            standings.iter().find(|line| line["name"] == name.as_str()).expect("a line")["time_factor"].clone()
        };
        assert_eq!([kept(0), kept(1), kept(2)], [100, 150, 125].map(|percent| json!(percent)));
        assert!(evening.bundle().await.contains("\"time_factor\":150"), "and in the published record");
    }

    /// The longest factor counts among those who joined, not among those who stayed at home.
    async fn extra_time_of_somebody_who_is_not_there_delays_nobody(evening: Evening) {
        let absent = evening.id_of(&evening.members[5]).await;
        let path = format!("/api/contests/{}/extra-time/{absent}", evening.contest);
        assert_eq!(evening.put(&path, &evening.host, &json!({"percent": 150})).await.status, 204);
        let (host, [an]) = evening.with_members(["An"]).await;
        host.ask().await;
        an.hear("question").await;
        evening.advance(30_750).await;
        an.expect("closed").await;
    }

    async fn extra_time_is_the_host_s_to_grant_to_members_of_the_unit(evening: Evening) {
        let an = evening.id_of(&evening.members[0]).await;
        let path = format!("/api/contests/{}/extra-time", evening.contest);
        let body = json!({"percent": 150});
        let reply = evening.put(&format!("{path}/{an}"), &evening.members[0], &body).await;
        assert_eq!((reply.status, reply.code().as_str()), (403, "forbidden"));
        for nobody in ["00000000-0000-4000-8000-000000000000", "an"] {
            let reply = evening.put(&format!("{path}/{nobody}"), &evening.host, &body).await;
            assert_eq!((reply.status, reply.code().as_str()), (404, "not_found"), "{nobody}");
        }
    }
}

fn kind(entry: &khacsau::domain::ledger::Entry) -> &'static str {
    entry.event.kind()
}

/// Answers with a measure of the phone's own.
async fn claim(phone: &Phone, response_time: i64) -> Frame {
    let question = phone.question().await;
    phone.send(&answer(question.str("id"), &[&question.option(A)], Some(response_time), &fresh_key()));
    phone.expect("recorded").await
}
