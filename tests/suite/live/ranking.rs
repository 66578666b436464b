//! Places: by score, then by time, and shared where both are equal.

use serde_json::{Value, json};

use crate::harness::{Doors, Evening, Frame, Phone};

on_both_engines! {
    /// Bình is first by time, An and Châu are equal in tenths of a second, Dũng is wrong; the committee member wrote
    /// the questions.
    async fn equal_scores_are_told_apart_by_tenths_of_a_second(evening: Evening) {
        let (host, [an, binh, chau, dung]) = evening.with_members(["An", "Bình", "Châu", "Dũng"]).await;
        let author = evening.phone("the author", &evening.committee).await;
        let question = host.ask().await;
        let right = evening.key(0).await.remove(0);
        let wrong = (0..4).map(|at| question.option(at)).find(|id| *id != right).expect("a wrong option");
        for phone in [&an, &binh, &chau, &dung, &author] {
            phone.hear("question").await;
        }
        evening.advance(1_000).await;
        author.answer_with(&right).await;
        dung.answer_with(&wrong).await;
        evening.advance(990).await;
        binh.answer_with(&right).await;
        evening.advance(20).await;
        an.answer_with(&right).await;
        evening.advance(60).await;
        chau.answer_with(&right).await;

        evening.advance(31_000).await;
        host.hear("closed").await;
        host.reveal().await;
        host.go_next().await;
        let line = async |phone: &Phone| {
            let own = phone.hear("standings").await;
            (own["place"].as_i64(), own.int("of"), own.int("score"), own.int("elapsed"))
        };
        // The score is out of ten for the whole paper: one of five is two points.
        assert_eq!(line(&binh).await, (Some(1), 4, 200, 1_900));
        assert_eq!(line(&an).await, (Some(2), 4, 200, 2_000));
        assert_eq!(line(&chau).await, (Some(2), 4, 200, 2_000));
        assert_eq!(line(&dung).await, (Some(4), 4, 0, 1_000));
        assert_eq!(line(&author).await, (None, 4, 200, 1_000), "right and first, and outside the ranking");
        let leaders = host.hear("leaders").await;
        let places: Vec<i64> = leaders["top"].as_array().expect("a list").iter().filter_map(|line| line["place"].as_i64()).collect();
        assert_eq!(places, [1, 2, 2, 4]);
        let name = |at: usize| evening.members[at].name.clone();
        let mut shared = names(&leaders);
        assert_eq!((shared.remove(0), shared.pop()), (name(1), Some(name(3))));
        // Whoever shares a place stands in no order.
        assert!(shared == [name(0), name(2)] || shared == [name(2), name(0)], "{shared:?}");

        host.end("hết giờ họp").await;
        let finished = author.hear("finished").await;
        assert_eq!(finished.get("place"), None);
        assert_eq!(an.hear("finished").await["place"], 2);
        the_published_table_agrees(&evening).await;
    }

    /// Whoever did not answer counts the whole limit, and stands behind everybody of the same score who did.
    async fn no_answer_counts_the_whole_time(evening: Evening) {
        let (host, [an, binh]) = evening.with_members(["An", "Bình"]).await;
        let question = host.ask().await;
        let right = evening.key(0).await.remove(0);
        let wrong = (0..4).map(|at| question.option(at)).find(|id| *id != right).expect("a wrong option");
        binh.hear("question").await;
        evening.advance(7_000).await;
        binh.answer_with(&wrong).await;
        evening.advance(25_000).await;
        host.hear("closed").await;
        host.reveal().await;
        host.go_next().await;
        let an = an.hear("standings").await;
        assert_eq!((an["place"].as_i64(), an.int("elapsed"), &an["yours"]), (Some(2), 30_000, &Value::Null));
        let binh = binh.hear("standings").await;
        assert_eq!((binh["place"].as_i64(), binh.int("elapsed")), (Some(1), 7_000));
    }

    /// Members' own welcome says whether they are ranked, before the first question.
    async fn whoever_wrote_the_questions_knows_it_from_the_start(evening: Evening) {
        let author = evening.arriving_phone("the author", &evening.committee).await;
        assert_eq!(author.expect("welcome").await["you"]["ranked"], false);
        let an = evening.arriving_phone("An", &evening.members[0]).await;
        assert_eq!(an.expect("welcome").await["you"]["ranked"], true);
        let roster = evening.get(&format!("/api/contests/{}/roster", evening.contest), &evening.host).await.json();
        let reason = |name: &str| {
            let entries = roster["entries"].as_array().expect("entries");
            let entry = entries.iter().find(|entry| entry["name"] == name).expect("on the roster");
            (entry["ranked"].clone(), entry["reason"].clone())
        };
        assert_eq!(reason(&evening.committee.name), (json!(false), json!("insider")));
        assert_eq!(reason(&evening.host.name), (json!(false), json!("insider")), "who reviewed them");
        assert_eq!(reason(&evening.members[0].name), (json!(true), Value::Null));
    }
}

fn names(leaders: &Frame) -> Vec<String> {
    let top = leaders["top"].as_array().expect("a list").iter();
    top.map(|leader| leader["name"].as_str().expect("a name").to_owned()).collect()
}

async fn the_published_table_agrees(evening: &Doors) {
    let results = evening.results().await;
    let standings = results["standings"].as_array().expect("a list");
    let places: Vec<(Value, Value)> =
        standings.iter().map(|line| (line["name"].clone(), line["place"].clone())).collect();
    let name = |at: usize| evening.members[at].name.clone();
    assert_eq!(places[0], (json!(name(1)), json!(1)));
    let shared = [places[1].clone(), places[2].clone()];
    assert!(shared.contains(&(json!(name(0)), json!(2))) && shared.contains(&(json!(name(2)), json!(2))));
    assert_eq!(places[3], (json!(name(3)), json!(4)));
    assert_eq!(places[4], (json!(evening.committee.name), Value::Null));
    // One question was asked: it is the whole paper.
    assert_eq!(standings[0]["score"], 1_000);
}
