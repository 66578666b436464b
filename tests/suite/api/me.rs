//! `GET /api/me`, and how one proves who one is.

use khacsau::domain::time::Millis;
use reqwest::Method;
use serde_json::json;

use super::demo::Demo;
use super::visitor::Reply;
use crate::harness::Engine;

on_both_engines! {
    async fn a_person_learns_who_they_are_and_which_roles_they_hold_where(demo: Demo) {
        let cell = demo.cell().await;
        let secretary = demo.find(&demo.host.name).await;
        assert_eq!(demo.secretary().get("/api/me").await.ok(), json!({
            "member": secretary.id.to_string(),
            "name": secretary.name,
            "unit": cell.to_string(),
            "unit_name": demo.host.unit,
            "roles": [{"role": "secretary", "unit": cell.to_string()}],
        }));
        let committee = demo.committee().get("/api/me").await.ok();
        assert_eq!(committee["roles"], json!([{"role": "committee", "unit": cell.to_string()}]));
        let member = demo.member().get("/api/me").await.ok();
        assert_eq!((&member["roles"], &member["name"]), (&json!([]), &json!(demo.members[0].name)));
    }

    async fn a_session_ends_after_a_day(demo: Demo) {
        let member = demo.member();
        demo.clock.advance(Millis::seconds(24 * 60 * 60 - 1));
        member.get("/api/me").await.ok();
        demo.clock.advance(Millis::seconds(1));
        member.get("/api/me").await.problem(401, "session_ended");
    }

    async fn somebody_who_was_disabled_is_nobody_at_once(demo: Demo) {
        let member = demo.find(&demo.members[0].name).await;
        demo.house().store.disable_member(member.id, demo.house().auth.now()).await.unwrap();
        demo.member().get("/api/me").await.problem(401, "session_ended");
        let link = demo.members[0].link.strip_prefix(&demo.app.url).unwrap();
        demo.stranger().get(link).await.page(410);
        demo.stranger().submit(link).await.page(410);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_proof_or_with_a_forged_one_nobody_comes_in() {
    let demo = Demo::on(Engine::Sqlite).await;
    demo.stranger().get("/api/me").await.problem(401, "not_signed_in");
    let token = &demo.members[0].token;
    let (claims, signature) = token.rsplit_once('.').unwrap();
    let backwards: String = signature.chars().rev().collect();
    // {"alg":"none","typ":"JWT"}
    let unsigned = format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{}.", claims.split('.').nth(1).unwrap());
    let long = "x".repeat(2_000);
    for forged in ["", "x", "a.b.c", &format!("{claims}.{backwards}"), &format!("{claims}."), &unsigned, &long] {
        demo.bearer(forged).get("/api/me").await.problem(401, "bad_token");
        demo.browser(forged).get("/api/me").await.problem(401, "bad_token");
    }
    for scheme in [format!("Basic {token}"), format!("bearer{token}"), token.clone(), "Bearer".to_owned()] {
        let request = demo.stranger().request(Method::GET, "/api/me").header("authorization", scheme);
        Reply::to(request).await.problem(401, "bad_token");
    }
    // A token of another installation.
    let elsewhere = Demo::on(Engine::Sqlite).await;
    demo.bearer(&elsewhere.host.token).get("/api/me").await.problem(401, "bad_token");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_reads_from_anywhere_and_acts_only_from_our_own_pages() {
    let demo = Demo::on(Engine::Sqlite).await;
    let browser = demo.browser(&demo.host.token);
    browser.get("/api/me").await.ok();
    let path = format!("/api/contests/{}/commands", demo.contest.clone());
    let asks = || browser.without_origin(Method::POST, &path).json(&json!({"type": "open"}));
    Reply::to(asks()).await.problem(403, "foreign_origin");
    for origin in
        ["https://example.com", "null", "", &demo.app.url.replace("http", "https"), &format!("{}/", demo.app.url)]
    {
        Reply::to(asks().header("origin", origin)).await.problem(403, "foreign_origin");
    }
    let twice = asks().header("origin", &demo.app.url).header("origin", "https://example.com");
    Reply::to(twice).await.problem(403, "foreign_origin");
    assert_eq!(demo.phase_of(&demo.contest).await, "lobby", "none of them did anything");
    browser.post(&path, &json!({"type": "open"})).await.done();
}
