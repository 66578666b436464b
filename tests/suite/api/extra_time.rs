//! `PUT /api/contests/{contest}/extra-time/{member}`.

use serde_json::{Value, json};

use super::demo::Demo;
use super::visitor::{Reply, Visitor};

async fn grant(visitor: &Visitor, contest: &str, member: impl ToString, percent: u32) -> Reply {
    let path = format!("/api/contests/{contest}/extra-time/{}", member.to_string());
    visitor.put(&path, &json!({"percent": percent})).await
}

async fn factor(demo: &Demo, contest: &str, member: impl ToString) -> Value {
    let roster = demo.secretary().get(&format!("/api/contests/{contest}/roster")).await.ok();
    let line = roster["entries"].as_array().unwrap().iter().find(|line| line["member"] == member.to_string());
    line.expect("the member's line")["time_factor"].clone()
}

on_both_engines! {
    async fn extra_time_is_granted_while_the_contest_is_scheduled_and_taken_up_by_its_roster(demo: Demo) {
        let contest = demo.scheduled().await;
        let member = demo.find(&demo.members[3].name).await.id;
        grant(&demo.secretary(), &contest, member, 150).await.done();
        grant(&demo.secretary(), &contest, member, 125).await.done();
        demo.command(&contest, json!({"type": "lobby"})).await.done();
        assert_eq!(factor(&demo, &contest, member).await, 125, "the last word counts");
        let other = demo.find(&demo.members[4].name).await.id;
        assert_eq!(factor(&demo, &contest, other).await, 100);
    }

    async fn extra_time_is_granted_in_the_lobby_and_kept_in_the_result(demo: Demo) {
        let contest = demo.contest.clone();
        let member = demo.find(&demo.members[0].name).await;
        grant(&demo.secretary(), &contest, member.id, 150).await.done();
        assert_eq!(factor(&demo, &contest, member.id).await, 150);
        let seat = demo.take_seat(&member, &contest).await;
        demo.play_question(&contest).await;
        grant(&demo.secretary(), &contest, member.id, 125).await.problem(409, "time_factor");
        demo.command(&contest, json!({"type": "end", "reason": "hết giờ họp"})).await.done();
        let results = demo.member().get(&format!("/api/contests/{contest}/results")).await.ok();
        assert_eq!(results["standings"][0]["name"], member.name);
        assert_eq!(results["standings"][0]["time_factor"], 150);
        drop(seat);
    }

    async fn another_percentage_or_another_person_is_refused(demo: Demo) {
        let member = demo.find(&demo.members[0].name).await.id;
        let neighbour = demo.neighbour().await.id;
        for contest in [demo.contest.clone(), demo.scheduled().await] {
            for percent in [0, 99, 101, 110, 200, u32::MAX] {
                let detail = grant(&demo.secretary(), &contest, member, percent).await.problem(400, "invalid");
                assert!(detail.contains("100, 125 or 150 percent"), "{detail}");
            }
            grant(&demo.secretary(), &contest, neighbour, 125).await.problem(404, "not_found");
            grant(&demo.secretary(), &contest, uuid::Uuid::nil(), 125).await.problem(404, "not_found");
            for visitor in [demo.member(), demo.committee(), demo.as_member(neighbour).await] {
                grant(&visitor, &contest, member, 125).await.problem(403, "forbidden");
            }
            grant(&demo.stranger(), &contest, member, 125).await.problem(401, "not_signed_in");
        }
    }
}
