//! `GET /api/contests/{contest}/roster`.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::demo::Demo;
use super::visitor::keys;
use crate::harness::Engine;

async fn entries(demo: &Demo, contest: &str) -> Vec<Value> {
    let roster = demo.secretary().get(&format!("/api/contests/{contest}/roster")).await.ok();
    assert_eq!(keys(&roster), ["entries"]);
    roster["entries"].as_array().unwrap().clone()
}

on_both_engines! {
    async fn the_roster_is_frozen_with_the_lobby_and_says_who_is_ranked_and_why_not(demo: Demo) {
        let contest = demo.scheduled().await;
        assert_eq!(entries(&demo, &contest).await, [] as [Value; 0], "empty until the lobby opens");
        let excused = demo.find(&demo.members[5].name).await;
        demo.house().store.set_excuse(excused.id, Some("exempt")).await.unwrap();
        demo.command(&contest, json!({"type": "lobby"})).await.done();
        demo.house().store.set_excuse(excused.id, None).await.unwrap();

        let entries = entries(&demo, &contest).await;
        let numbers: BTreeSet<_> = entries.iter().map(|line| line["participant"].as_u64().unwrap()).collect();
        assert!(numbers.into_iter().eq(1..=24), "each has a number of their own, from 1 without a gap");
        let members: BTreeSet<_> = entries.iter().map(|line| line["member"].as_str().unwrap().to_owned()).collect();
        let cell: BTreeSet<_> = demo.roster().await.iter().map(|line| line.id.to_string()).collect();
        assert_eq!(members, cell, "everybody of the cell, and nobody else");
        let insiders = [&demo.host.name, &demo.committee.name];
        for line in &entries {
            assert_eq!(
                keys(line),
                ["joined", "member", "name", "participant", "ranked", "reason", "time_factor", "unit"]
            );
            let expected = match line["name"].as_str().unwrap() {
                // They wrote and reviewed the whole bank.
                name if insiders.iter().any(|insider| *insider == name) => (json!(false), json!("insider")),
                name if name == excused.name => (json!(false), json!("exempt")),
                _ => (json!(true), json!(null)),
            };
            assert_eq!((line["ranked"].clone(), line["reason"].clone()), expected, "{line}");
            assert_eq!((&line["joined"], &line["time_factor"]), (&json!(false), &json!(100)));
            assert_eq!(line["unit"], demo.host.unit);
        }
        assert_eq!(demo.secretary().get(&format!("/api/contests/{contest}")).await.ok()["eligible"], 23);
    }

    async fn who_takes_a_seat_has_joined(demo: Demo) {
        let contest = demo.contest.clone();
        let member = demo.find(&demo.members[0].name).await;
        let seat = demo.take_seat(&member, &contest).await;
        let joined: Vec<_> = entries(&demo, &contest).await.into_iter().filter(|line| line["joined"] == true).collect();
        assert_eq!(joined.iter().map(|line| &line["name"]).collect::<Vec<_>>(), [&json!(member.name)]);
        assert_eq!(demo.secretary().get(&format!("/api/contests/{contest}")).await.ok()["joined"], 1);
        drop(seat);
    }

    async fn only_hosts_read_it(demo: Demo) {
        let path = format!("/api/contests/{}/roster", demo.contest.clone());
        demo.stranger().get(&path).await.problem(401, "not_signed_in");
        let neighbour = demo.as_member(demo.neighbouring_secretary().await.id).await;
        for visitor in [demo.member(), demo.committee(), neighbour] {
            visitor.get(&path).await.problem(403, "forbidden");
        }
        assert_eq!(keys(&demo.supervisor().await.get(&path).await.ok()), ["entries"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_rules_rank_insiders_they_are_ranked() {
    let demo = Demo::on(Engine::Sqlite).await;
    let asked = json!({
        "title": "Kỳ thi chung", "starts_at": crate::harness::NOON.0, "blueprint": [{"count": 5}],
        "insiders_ranked": true,
    });
    let scheduled: Value = serde_json::from_slice(&demo.secretary().post("/api/contests", &asked).await.bytes).unwrap();
    let contest = scheduled["id"].as_str().unwrap();
    demo.until_phase(contest, "lobby").await;
    assert!(entries(&demo, contest).await.iter().all(|line| line["ranked"] == true && line["reason"].is_null()));
}
