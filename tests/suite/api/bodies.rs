//! Bodies that are not what an address takes: 400, with a sentence that says what is wrong.

use reqwest::Method;
use serde_json::{Value, json};

use super::demo::Demo;
use super::visitor::{Reply, Visitor};
use crate::harness::Engine;

/// The longest body that is read.
const BODY: usize = 64 * 1_024;

/// Every endpoint that takes a body, with a good one.
async fn addresses(demo: &Demo) -> [(Method, String, Value); 3] {
    let member = demo.find(&demo.members[0].name).await.id;
    let contest = demo.contest.clone();
    let schedule = json!({"title": "Kỳ thi", "starts_at": 1_795_450_000_000_i64, "blueprint": [{"count": 5}]});
    [
        (Method::POST, "/api/contests".to_owned(), schedule),
        (Method::POST, format!("/api/contests/{contest}/commands"), json!({"type": "open"})),
        (Method::PUT, format!("/api/contests/{contest}/extra-time/{member}"), json!({"percent": 125})),
    ]
}

async fn send(visitor: &Visitor, method: &Method, path: &str, kind: &str, body: impl Into<reqwest::Body>) -> Reply {
    Reply::to(visitor.request(method.clone(), path).header("content-type", kind).body(body)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_json_is_refused() {
    let demo = Demo::on(Engine::Sqlite).await;
    let secretary = demo.secretary();
    for (method, path, good) in addresses(&demo).await {
        for rubbish in ["", "{", "không phải JSON", "{\"type\":\"open\"", "\u{0}", "[]", "null", "12", "\"open\""] {
            let detail = send(&secretary, &method, &path, "application/json", rubbish).await.problem(400, "invalid");
            assert!(detail.contains("not the JSON this address takes"), "{method} {path} {rubbish:?}: {detail}");
        }
        let broken = send(&secretary, &method, &path, "application/json", vec![b'"', 0xff, b'"']).await;
        broken.problem(400, "invalid");
        for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"] {
            let detail = send(&secretary, &method, &path, kind, good.to_string()).await.problem(400, "invalid");
            assert!(detail.to_lowercase().contains("content type"), "{detail}");
        }
        let bare = Reply::to(secretary.request(method.clone(), &path).body(good.to_string())).await;
        bare.problem(400, "invalid");
    }
    assert_eq!(demo.phase_of(&demo.contest).await, "lobby", "none of them did anything");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_field_that_is_unknown_missing_or_of_another_type_is_named() {
    let demo = Demo::on(Engine::Sqlite).await;
    let secretary = demo.secretary();
    for (method, path, good) in addresses(&demo).await {
        let reply = |body: Value| send(&secretary, &method, &path, "application/json", body.to_string());
        let mut unknown = good.clone();
        unknown["đề_thi"] = json!(1);
        let detail = reply(unknown).await.problem(400, "invalid");
        assert!(detail.contains("unknown field") && detail.contains("đề_thi"), "{method} {path}: {detail}");
        for field in good.as_object().unwrap().keys() {
            let mut without = good.clone();
            without.as_object_mut().unwrap().remove(field);
            let detail = reply(without).await.problem(400, "invalid");
            assert!(detail.contains(field), "{method} {path} without {field}: {detail}");
            for other in [json!(null), json!({}), json!([[]]), json!(1.5), json!(true)] {
                let mut wrong = good.clone();
                wrong[field] = other.clone();
                let detail = reply(wrong).await.problem(400, "invalid");
                assert!(detail.contains("column"), "{method} {path} with {field} = {other}: where? {detail}");
            }
        }
    }
    assert_eq!(demo.phase_of(&demo.contest).await, "lobby", "none of them did anything");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_of_64_kib_is_read_and_a_longer_one_refused() {
    let demo = Demo::on(Engine::Sqlite).await;
    let secretary = demo.secretary();
    for (method, path, good) in addresses(&demo).await {
        let padded = |length: usize| {
            let text = good.to_string();
            format!("{text}{}", " ".repeat(length - text.len()))
        };
        let detail =
            send(&secretary, &method, &path, "application/json", padded(BODY + 1)).await.problem(413, "too_large");
        assert!(detail.contains("64 KiB"), "how long may it be? {detail}");
    }
    for (method, path, good) in addresses(&demo).await {
        let longest = format!("{}{}", " ".repeat(BODY - good.to_string().len()), good);
        let reply = send(&secretary, &method, &path, "application/json", longest).await;
        assert!([201, 204, 409].contains(&reply.status), "{method} {path}: {}", reply.text());
    }
}
