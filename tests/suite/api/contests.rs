//! `GET /api/contests` and `GET /api/contests/{contest}`.

use serde_json::{Value, json};

use super::demo::Demo;
use super::visitor::keys;
use crate::harness::NOON;

on_both_engines! {
    async fn the_list_holds_what_concerns_one_newest_first(demo: Demo) {
        let later = demo.scheduled().await;
        for visitor in [demo.secretary(), demo.committee(), demo.member(), demo.supervisor().await] {
            let list = visitor.get("/api/contests").await.ok();
            assert_eq!(keys(&list), ["contests"]);
            let lines = list["contests"].as_array().unwrap();
            let of_the_cell: Vec<_> = lines.iter().filter(|line| line["unit"] == demo.host.unit).collect();
            let ids: Vec<_> = of_the_cell.iter().map(|line| line["id"].as_str().unwrap()).collect();
            assert_eq!(ids, [&later, &demo.contest, &demo.last_month().await.clone()].map(String::as_str).to_vec());
            assert!(lines.iter().all(|line| keys(line) == ["id", "starts_at", "title", "unit"]));
            assert!(lines.is_sorted_by_key(|line| std::cmp::Reverse(line["starts_at"].as_i64())), "newest first");
            assert_eq!(of_the_cell[1]["starts_at"], NOON.0);
            assert_eq!(of_the_cell[1]["title"], "Khắc sâu tháng 2 năm 2026");
        }
        let beneath = demo.supervisor().await.get("/api/contests").await.ok();
        assert_eq!(beneath["contests"].as_array().unwrap().len(), 5, "last month's of three cells, and two to come");
        for neighbour in [demo.neighbour().await, demo.neighbouring_secretary().await] {
            let list = demo.as_member(neighbour.id).await.get("/api/contests").await.ok();
            let lines = list["contests"].as_array().unwrap();
            assert_eq!(lines.len(), 1, "its own of last month");
            assert_ne!(lines[0]["unit"], demo.host.unit, "another cell's contests are its own");
        }
    }

    async fn a_contest_shows_where_it_stands_and_its_rules(demo: Demo) {
        let contest = demo.contest.clone();
        let shown = demo.secretary().get(&format!("/api/contests/{contest}")).await.ok();
        let row = demo.contest_row(&contest).await;
        let commitment = demo.behind(&contest, |contest| contest.plan().seed_commitment.to_string()).await;
        assert_eq!(shown, json!({
            "id": contest,
            "title": "Khắc sâu tháng 2 năm 2026",
            "unit": demo.host.unit,
            "code": row.code,
            "starts_at": NOON.0,
            "phase": "lobby",
            "pacing": "host",
            "questions": 5,
            "joined": 0,
            "eligible": 24,
            "rules": {
                "mode": "live",
                "pacing": "host",
                "question_limit": 30_000,
                "get_ready": 3_000,
                "reveal_for": 10_000,
                "standings_for": 6_000,
                "lobby_before": 900_000,
                "host_absence": 60_000,
                "timing": {"allowance_max": 600, "handling": 100, "delivery_max": 150, "floor": 500},
                "tie_rules": ["elapsed"],
                "insiders_ranked": false,
                "prize_places": 1,
                "unit_threshold": 70,
                "window": null,
            },
            "seed_commitment": commitment,
            "fingerprint": demo.house().fingerprint().0,
        }));
        let code = row.code.as_bytes();
        assert!(code.len() == 6 && code.iter().all(|letter| b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789".contains(letter)));
    }

    async fn only_hosts_see_the_code_and_nobody_the_seed(demo: Demo) {
        let path = format!("/api/contests/{}", demo.contest.clone());
        for visitor in [demo.member(), demo.committee()] {
            let shown = visitor.get(&path).await.ok();
            assert_eq!(shown["code"], Value::Null);
            assert!(shown.get("seed").is_none());
        }
        assert_ne!(demo.supervisor().await.get(&path).await.ok()["code"], Value::Null);
    }

    async fn another_cell_cannot_see_it(demo: Demo) {
        for neighbour in [demo.neighbour().await, demo.neighbouring_secretary().await] {
            let visitor = demo.as_member(neighbour.id).await;
            for below in ["", "/results", "/bundle", "/roster"] {
                for contest in [demo.contest.clone(), demo.last_month().await] {
                    visitor.get(&format!("/api/contests/{contest}{below}")).await.problem(403, "forbidden");
                }
            }
        }
    }
}
