//! `/sign-in/{token}` and `/sign-out`.

use khacsau::auth::{LINK_LIFETIME, link_hash, new_link_token};
use khacsau::domain::time::Millis;
use khacsau::store::{LinkKind, NewLink};
use reqwest::Method;
use serde_json::json;

use crate::api::demo::Demo;
use crate::api::visitor::{Reply, Visitor};
use crate::harness::Engine;

/// A link for one use, as the secretary hands it out.
async fn invitation(demo: &Demo) -> String {
    let token = new_link_token();
    let expires_at = demo.house().auth.now() + LINK_LIFETIME;
    let member = demo.find(&demo.members[0].name).await.id;
    let link = NewLink { token_hash: link_hash(&token), member, kind: LinkKind::Once, expires_at };
    demo.house().store.insert_links(&[link]).await.expect("a link");
    format!("/sign-in/{token}")
}

/// What a browser keeps of a reply, as it sends it back.
#[track_caller]
fn cookie(reply: &Reply) -> String {
    reply.header("set-cookie").split(';').next().unwrap().to_owned()
}

/// A page that says that the link cannot be used, and offers a way on.
#[track_caller]
fn used_up(reply: &Reply, token: &str) {
    let page = reply.page(410);
    assert!(page.contains("Liên kết đăng nhập không dùng được") && page.contains("xin bí thư"), "{page}");
    assert!(page.contains("<a class=\"button primary\" href=\"/\">"), "a way on: {page}");
    assert!(token.len() < 20 || !page.contains(token.trim_start_matches("/sign-in/")), "a link is not repeated");
    assert_eq!(reply.header("set-cookie"), "");
}

on_both_engines! {
    async fn looking_at_a_link_never_uses_it_up_and_the_button_signs_in(demo: Demo) {
        let link = invitation(&demo).await;
        let name = &demo.members[0].name;
        for _ in 0..5 {
            let seen = demo.stranger().get(&link).await;
            let page = seen.page(200);
            assert!(page.contains(&format!("Mời đồng chí {name} đăng nhập")), "{page}");
            assert!(page.contains(&format!("action=\"{link}\" method=\"post\">")), "{page}");
            assert!(page.contains("<meta name=\"referrer\" content=\"same-origin\">"), "the address is a secret");
            assert!(page.contains("<meta name=\"robots\" content=\"noindex\">"));
            assert_eq!((seen.header("set-cookie"), seen.header("cache-control")), ("", "no-store"));
            Reply::to(demo.stranger().request(Method::HEAD, &link)).await;
        }
        let signed_in = demo.stranger().submit(&link).await;
        assert_eq!(signed_in.see_other(), "/", "an address without the token");
        let attributes: Vec<_> = signed_in.header("set-cookie").split("; ").skip(1).collect();
        for attribute in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=6480000"] {
            assert!(attributes.contains(&attribute), "{attribute}: {attributes:?}");
        }
        assert!(!attributes.contains(&"Secure"), "served without TLS, it would not come back");

        let browser = Visitor::with_cookie(&demo.url, &cookie(&signed_in));
        assert!(browser.get("/").await.page(200).contains(name));
        assert_eq!(browser.get("/api/me").await.ok()["name"], *name);
    }

    async fn a_link_for_one_use_signs_in_once(demo: Demo) {
        let link = invitation(&demo).await;
        demo.stranger().submit(&link).await.see_other();
        used_up(&demo.stranger().submit(&link).await, &link);
        used_up(&demo.stranger().get(&link).await, &link);
    }

    async fn a_link_expires(demo: Demo) {
        let link = invitation(&demo).await;
        demo.clock.advance(LINK_LIFETIME - Millis(1));
        demo.stranger().get(&link).await.page(200);
        demo.clock.advance(Millis(1));
        used_up(&demo.stranger().get(&link).await, &link);
        used_up(&demo.stranger().submit(&link).await, &link);
    }

    async fn a_wrong_link_signs_nobody_in(demo: Demo) {
        let right = invitation(&demo).await;
        let (almost, _) = right.split_at(right.len() - 1);
        for wrong in [almost, &right.to_uppercase().replace("SIGN-IN", "sign-in"), "/sign-in/x"] {
            used_up(&demo.stranger().get(wrong).await, wrong);
            used_up(&demo.stranger().submit(wrong).await, wrong);
        }
        demo.stranger().submit(&right).await.see_other();
    }

    async fn signing_out_ends_the_session_wherever_its_token_is_kept(demo: Demo) {
        let link = demo.members[0].link.strip_prefix(&demo.url).unwrap().to_owned();
        let kept = cookie(&demo.stranger().submit(&link).await);
        let other = cookie(&demo.stranger().submit(&link).await);
        let browser = Visitor::with_cookie(&demo.url, &kept);
        let bearer = demo.bearer(kept.split_once('=').unwrap().1);
        browser.get("/api/me").await.ok();
        bearer.get("/api/me").await.ok();

        let signed_out = browser.submit("/sign-out").await;
        assert_eq!(signed_out.see_other(), "/");
        let emptied = signed_out.header("set-cookie");
        assert!(emptied.starts_with("khacsau_session=;") && emptied.contains("Max-Age=0"), "{emptied}");

        browser.get("/api/me").await.problem(401, "session_ended");
        bearer.get("/api/me").await.problem(401, "session_ended");
        let asked = json!({"title": "Kỳ thi", "starts_at": 0, "blueprint": []});
        bearer.post("/api/contests", &asked).await.problem(401, "session_ended");
        assert!(!browser.get("/").await.page(200).contains(&demo.members[0].name));
        browser.get(&format!("/contests/{}/play", demo.contest)).await.page(401);
        Visitor::with_cookie(&demo.url, &other).get("/api/me").await.ok();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demo_link_signs_in_any_number_of_times() {
    let demo = Demo::on(Engine::Sqlite).await;
    for person in [&demo.host, &demo.committee, &demo.members[0], &demo.members[21]] {
        let link = person.link.strip_prefix(&demo.url).unwrap();
        for _ in 0..3 {
            let browser = Visitor::with_cookie(&demo.url, &cookie(&demo.stranger().submit(link).await));
            assert_eq!(browser.get("/api/me").await.ok()["name"], person.name);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_signed_out_from_elsewhere() {
    let demo = Demo::on(Engine::Sqlite).await;
    let browser = demo.browser(&demo.members[0].token);
    let from = |origin: &str| browser.without_origin(Method::POST, "/sign-out").header("origin", origin);
    assert!(Reply::to(from("https://example.com")).await.page(403).contains("đến từ một trang khác"));
    Reply::to(browser.without_origin(Method::POST, "/sign-out")).await.page(403);
    browser.get("/api/me").await.ok();
    demo.stranger().submit("/sign-out").await.page(401);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_signed_in_from_elsewhere() {
    let demo = Demo::on(Engine::Sqlite).await;
    let link = invitation(&demo).await;
    let from = |origin: &str| demo.stranger().request(Method::POST, &link).header("origin", origin);
    for origin in ["https://example.com", "null", ""] {
        let refused = Reply::to(from(origin)).await;
        refused.page(403);
        assert_eq!(refused.header("set-cookie"), "", "{origin}");
    }
    Reply::to(from(&demo.url)).await.see_other();
}
