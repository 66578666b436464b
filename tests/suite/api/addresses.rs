//! Ids that are none: 404 everywhere, whatever stands in their place.

use reqwest::Method;
use serde_json::json;

use super::demo::Demo;
use super::visitor::{Reply, Visitor};

/// What people and programs put where an id belongs.
fn nonsense() -> Vec<String> {
    let texts = [
        "x",
        "0",
        "-1",
        "%00",
        "%ff",
        "%F0%9F%92%A3",
        "..%2f..%2fetc%2fpasswd",
        "%27%3B%20DROP%20TABLE%20contest%3B--",
    ];
    let mut nonsense: Vec<String> = texts.map(str::to_owned).into();
    nonsense.extend(["a".repeat(2_000), "%20".repeat(2_000), "00000000-0000-7000-8000-000000000000".to_owned()]);
    nonsense
}

on_both_engines! {
    async fn an_id_of_2000_bytes_or_any_other_nonsense_is_no_contest_to_the_api(demo: Demo) {
        let secretary = demo.secretary();
        let get = |path: String| Reply::to(secretary.request(Method::GET, &path));
        for id in nonsense() {
            for below in ["", "/results", "/bundle", "/roster"] {
                refused(get(format!("/api/contests/{id}{below}")).await, &id);
            }
            let command = secretary.post(&format!("/api/contests/{id}/commands"), &json!({"type": "open"})).await;
            refused(command, &id);
            let percent = json!({"percent": 125});
            refused(secretary.put(&format!("/api/contests/{id}/extra-time/{id}"), &percent).await, &id);
            let known = demo.contest.clone();
            refused(secretary.put(&format!("/api/contests/{known}/extra-time/{id}"), &percent).await, &id);
        }
    }

    async fn an_id_of_2000_bytes_or_any_other_nonsense_leads_to_a_page_with_a_way_on(demo: Demo) {
        let secretary = demo.browser(&demo.host.token);
        for visitor in [&secretary, &demo.stranger()] {
            for id in nonsense() {
                for below in ["", "/rules"] {
                    not_found(visitor.get(&format!("/contests/{id}{below}")).await, &id);
                }
                not_found(visitor.get(&format!("/{id}")).await, &id);
            }
        }
        for id in nonsense() {
            for below in ["/play", "/host", "/screen", "/results", "/confirm", "/decision"] {
                not_found(secretary.get(&format!("/contests/{id}{below}")).await, &id);
            }
            for below in ["/confirm", "/countersign", "/publish", "/decision"] {
                not_found(secretary.submit(&format!("/contests/{id}{below}")).await, &id);
            }
        }
    }

    async fn a_link_or_a_code_of_2000_bytes_is_just_a_wrong_one(demo: Demo) {
        let stranger = demo.stranger();
        for token in nonsense() {
            for reply in [link(&stranger, Method::GET, &token).await, link(&stranger, Method::POST, &token).await] {
                assert!([404, 410].contains(&reply.status), "{token}: {}", reply.status);
                assert!(reply.text().contains("href=\"/\""), "{token}: a way on");
            }
            let page = stranger.get(&format!("/k?code={token}")).await;
            assert!(page.page(404).contains("id=\"code-error\""), "{token}");
            let short = stranger.get(&format!("/k/{token}")).await;
            assert!(short.page(404).contains("href=\"/\"") && short.bytes.len() < 20_000, "{token}");
        }
    }
}

#[track_caller]
fn refused(reply: Reply, id: &str) {
    assert_eq!(
        (reply.status, reply.header("content-type")),
        (404, "application/problem+json"),
        "{id}: {}",
        reply.text()
    );
    assert!(!reply.text().contains(&"a".repeat(100)), "what was given is not repeated");
}

async fn link(visitor: &Visitor, method: Method, token: &str) -> Reply {
    Reply::to(visitor.request(method, &format!("/sign-in/{token}"))).await
}

#[track_caller]
fn not_found(reply: Reply, id: &str) {
    assert_eq!(
        (reply.status, reply.header("content-type")),
        (404, "text/html; charset=utf-8"),
        "{id}: {}",
        reply.text()
    );
    assert!(reply.text().contains("href=\"/\""), "{id}: a way on");
}
