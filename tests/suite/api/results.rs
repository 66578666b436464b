//! `GET /api/contests/{contest}/results` and `…/bundle`.

use khacsau::domain::verify::verify;
use serde_json::{Value, json};

use super::demo::Demo;
use super::visitor::keys;

on_both_engines! {
    async fn nobody_reads_a_result_before_the_finish(demo: Demo) {
        let contest = demo.contest.clone();
        let refused = async || {
            for visitor in [demo.secretary(), demo.committee(), demo.member(), demo.supervisor().await] {
                for below in ["results", "bundle"] {
                    visitor.get(&format!("/api/contests/{contest}/{below}")).await.problem(409, "not_over");
                }
            }
        };
        refused().await;
        demo.play_question(&contest).await;
        refused().await;
        demo.command(&contest, json!({"type": "pause"})).await.done();
        refused().await;
        for below in ["results", "bundle"] {
            let path = format!("/api/contests/{contest}/{below}");
            demo.stranger().get(&path).await.problem(401, "not_signed_in");
        }
    }

    async fn last_months_result_lists_places_points_and_times(demo: Demo) {
        let contest = demo.last_month().await;
        let results = demo.member().get(&format!("/api/contests/{contest}/results")).await.ok();
        assert_eq!(keys(&results), ["completed", "eligible", "foreseen", "head", "phase", "photo_finish", "standings"]);
        assert_eq!((&results["phase"], &results["eligible"]), (&json!("published"), &json!(24)));
        assert_eq!(results["photo_finish"], json!(null), "for hosts alone");
        let head = demo.behind(&contest, |contest| contest.head().hash.to_string()).await;
        assert_eq!(results["head"], head);
        let standings = results["standings"].as_array().unwrap();
        assert!(standings.len() >= 12, "nine in ten came");
        for line in standings {
            assert_eq!(
                keys(line),
                ["answered", "elapsed", "name", "participant", "place", "prediction", "score", "time_factor", "unit"]
            );
            assert!(line["score"].as_u64().unwrap() <= 1_000 && line["answered"].as_u64().unwrap() <= 10, "{line}");
            assert_eq!(line["elapsed"].as_i64().unwrap() % 100, 0, "floored to 0.1 s");
        }
        let insiders = [&demo.host.name, &demo.committee.name];
        let (ranked, outside): (Vec<&Value>, Vec<_>) = standings.iter().partition(|line| !line["place"].is_null());
        assert!(outside.iter().all(|line| insiders.iter().any(|name| **name == line["name"])));
        assert!(standings.starts_with(&ranked.iter().copied().cloned().collect::<Vec<_>>()), "the ranked come first");
        assert_eq!(ranked[0]["place"], 1);
        for pair in ranked.windows(2) {
            let [better, worse] = [pair[0], pair[1]];
            let key = |line: &Value| (std::cmp::Reverse(line["score"].as_u64()), line["elapsed"].as_i64());
            assert!(key(better) <= key(worse), "{better} before {worse}");
            assert_eq!(key(better) == key(worse), better["place"] == worse["place"], "equals share a place");
        }
    }

    async fn last_months_bundle_verifies_and_names_nobody(demo: Demo) {
        let contest = demo.last_month().await;
        let reply = demo.member().get(&format!("/api/contests/{contest}/bundle")).await;
        assert_eq!((reply.status, reply.header("content-type")), (200, "application/jsonl"));
        assert_eq!(reply.header("content-disposition"), format!("attachment; filename=\"khacsau-{contest}.jsonl\""));
        assert_eq!(reply.header("cache-control"), "no-store");

        let fingerprint = demo.house().fingerprint().0;
        let verified = verify(&reply.bytes, Some(&fingerprint)).expect("a bundle that agrees");
        assert_eq!((verified.unit, verified.fingerprint), (demo.host.unit.clone(), fingerprint));
        let results = demo.member().get(&format!("/api/contests/{contest}/results")).await.ok();
        assert_eq!(results["head"], verified.head.hash.to_string());
        let places = results["standings"].as_array().unwrap().iter().map(|line| line["place"].as_u64());
        assert!(verified.results.standings.iter().map(|line| line.place.map(u64::from)).eq(places));
        verify(&reply.bytes, Some(&"0".repeat(64))).expect_err("another key");

        let text = reply.text();
        for line in demo.roster().await {
            assert!(!text.contains(&line.name) && !text.contains(&line.id.to_string()), "people are numbers");
        }
        let paper = demo.paper(&contest).await;
        let bank = demo.house().store.bank_for(demo.commune().await).await.unwrap();
        for stem in bank.into_iter().map(|question| question.revision.stem) {
            let told = text.contains(&json!(stem).to_string());
            assert_eq!(told, paper.contains(&stem), "the rest stays unopened: {stem}");
        }
    }

    async fn a_contest_that_was_ended_has_a_result_and_a_bundle_at_once(demo: Demo) {
        let contest = demo.contest.clone();
        let member = demo.find(&demo.members[0].name).await;
        let secretary = demo.find(&demo.host.name).await;
        let seats = [demo.take_seat(&member, &contest).await, demo.take_seat(&secretary, &contest).await];
        demo.play_question(&contest).await;
        demo.command(&contest, json!({"type": "end", "reason": "hết giờ họp"})).await.done();
        let results = demo.member().get(&format!("/api/contests/{contest}/results")).await.ok();
        assert_eq!((&results["phase"], &results["completed"]), (&json!("finished"), &json!(0)));
        let standings = results["standings"].as_array().unwrap().iter();
        let placed: Vec<_> = standings.map(|line| (&line["name"], &line["place"])).collect();
        assert_eq!(placed, [(&json!(member.name), &json!(1)), (&json!(secretary.name), &json!(null))]);
        let bundle = demo.member().get(&format!("/api/contests/{contest}/bundle")).await;
        verify(&bundle.bytes, None).expect("a bundle that agrees");
        drop(seats);
    }
}
