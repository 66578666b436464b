//! Whoever has to sign in first comes back to the contest they came for, and nowhere else.

use reqwest::Method;
use reqwest::header::COOKIE;

use crate::api::demo::Demo;
use crate::api::visitor::{Reply, Visitor};
use crate::harness::Engine;

const NAME: &str = "khacsau_next";

/// What a reply makes the browser remember.
fn remembered(reply: &Reply) -> Option<String> {
    let cookies = reply.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
    let next = cookies.into_iter().find_map(|cookie| cookie.strip_prefix(&format!("{NAME}=")).map(str::to_owned));
    next.map(|cookie| cookie.split(';').next().unwrap().to_owned())
}

/// Presses the button of the first member's link, in a browser that remembers this.
async fn sign_in(demo: &Demo, next: &str) -> Reply {
    let link = demo.members[0].link.strip_prefix(&demo.url).unwrap();
    let request = Visitor::stranger(&demo.url).request(Method::POST, link);
    let next = reqwest::header::HeaderValue::from_bytes(format!("{NAME}={next}").as_bytes()).unwrap();
    Reply::to(request.header(COOKIE, next)).await
}

on_both_engines! {
    async fn from_the_code_through_the_sign_in_to_the_contest(demo: Demo) {
        let code = demo.contest_row(&demo.contest).await.code;
        let page = demo.stranger().get(&format!("/k/{code}")).await.see_other().to_owned();
        let seen = demo.stranger().get(&page).await;
        assert!(seen.page(200).contains("Máy tự trở lại đúng kỳ thi này"));
        let next = remembered(&seen).expect("the contest's page is remembered");
        assert_eq!(next, format!("/contests/{}", demo.contest));
        let signed_in = sign_in(&demo, &next).await;
        assert_eq!(signed_in.see_other(), page);
        assert_eq!(remembered(&signed_in).as_deref(), Some(""), "for once");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_asks_to_sign_in_is_remembered_and_no_other() {
    let demo = Demo::on(Engine::Sqlite).await;
    for below in ["play", "host", "screen", "results"] {
        let path = format!("/contests/{}/{below}", demo.contest);
        let refused = demo.stranger().get(&path).await;
        refused.page(401);
        assert_eq!(remembered(&refused), Some(path.clone()));
        let cookie = refused.header("set-cookie");
        for attribute in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=7200"] {
            assert!(cookie.contains(attribute), "{attribute}: {cookie}");
        }
        assert_eq!(remembered(&demo.stranger().submit(&path).await), None, "{below}: nothing to come back to");
    }
    let member = demo.browser(&demo.members[0].token);
    for path in [format!("/contests/{}", demo.contest), format!("/contests/{}/host", demo.contest), "/".to_owned()] {
        assert_eq!(remembered(&member.get(&path).await), None, "{path}: signed in already");
    }
    for path in ["/", "/nothing", "/contests/x", "/contests/x/play", "/api/me"] {
        let next = remembered(&demo.stranger().get(path).await);
        assert!(next.is_none_or(|next| next.starts_with("/contests/")), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_or_broken_memory_leads_to_the_first_page() {
    let demo = Demo::on(Engine::Sqlite).await;
    for next in [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "https:evil.example",
        "HTTPS://evil.example/contests/x",
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example/contests/x",
        "/contests//evil.example",
        "/contests/..//evil.example",
        "/contests/%2e%2e/sign-out",
        "/contests/x%0d%0aset-cookie:%20a=b",
        "/contests/x%5c%5cevil",
        "/contests/\u{202e}x",
        "/contests/x\ty",
        "/contests/x?next=//evil.example",
        "/contests/x#//evil.example",
        "@evil.example",
        "/sign-out",
        "/",
        "",
    ] {
        let signed_in = sign_in(&demo, next).await;
        assert_eq!(signed_in.see_other(), "/", "{next:?}");
    }
    let long = format!("/contests/{}", "a".repeat(4_000));
    assert_eq!(sign_in(&demo, &long).await.see_other(), "/");
}
