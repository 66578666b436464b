//! Pages for those who are stuck.

use reqwest::Method;

use crate::api::demo::Demo;
use crate::api::visitor::Reply;
use crate::harness::Engine;

#[tokio::test(flavor = "multi_thread")]
async fn an_address_with_nothing_at_it_offers_ways_on() {
    let demo = Demo::on(Engine::Sqlite).await;
    for path in ["/nothing", "/contests", "/contests/", "/k/", "/sign-in", "/sign-in/", "/index.html", "/.env", "/%ff"]
    {
        for visitor in [demo.stranger(), demo.browser(&demo.members[0].token)] {
            let page = visitor.get(path).await.page(404);
            assert!(page.contains("Không có trang này"), "{path}: {page}");
            assert!(page.contains("href=\"/\"") && page.contains("Nhập mã kỳ thi khác"), "{path}: {page}");
            assert!(page.contains("<meta name=\"robots\" content=\"noindex\">"), "{path}");
        }
    }
    demo.stranger().submit("/").await.page(404);
    Reply::to(demo.stranger().request(Method::DELETE, "/sign-out")).await.page(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_needs_a_signed_in_person_says_how_to_become_one() {
    let demo = Demo::on(Engine::Sqlite).await;
    for below in ["play", "host", "screen", "results"] {
        let page = demo.stranger().get(&format!("/contests/{}/{below}", demo.contest)).await.page(401);
        assert!(page.contains("Cần đăng nhập") && page.contains("đường dẫn mời"), "{below}: {page}");
    }
}

/// What is not lost is said, and what to do, whatever went wrong.
#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_about_a_contest_leads_back_to_it() {
    let demo = Demo::on(Engine::Sqlite).await;
    let back = format!("<a class=\"button primary\" href=\"/contests/{}\">Về trang kỳ thi</a>", demo.contest);
    let member = demo.browser(&demo.members[0].token);
    for (visitor, below, status, safe) in [
        (&demo.stranger(), "play", 401, "thư mời"),
        (&member, "host", 403, "bí thư chi bộ"),
        (&member, "results", 409, "vẫn được giữ nguyên"),
    ] {
        let reply = visitor.get(&format!("/contests/{}/{below}", demo.contest)).await;
        let page = reply.page(status);
        assert!(page.contains(&back) && page.contains(safe), "{below}: {page}");
        assert_eq!(reply.header("cache-control"), "no-store", "{below}");
    }
    let nowhere = member.get("/contests/0190f5a0-0000-7000-8000-000000000000").await.page(404);
    assert!(!nowhere.contains("Về trang kỳ thi") && nowhere.contains("href=\"/\""), "{nowhere}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_refusal_is_blank_or_a_bare_line_whoever_asks() {
    let demo = Demo::on(Engine::Sqlite).await;
    let visitor = demo.browser(&demo.members[0].token);
    let long = format!("/contests/{}/host?{}", demo.contest, "x".repeat(3_000));
    for path in ["/", "/k", "/contests/x", "/assets/x/y", &long] {
        for method in [Method::PUT, Method::DELETE, Method::PATCH, Method::OPTIONS] {
            let reply = Reply::to(visitor.request(method.clone(), path)).await;
            assert!(reply.status >= 400, "{method} {path}");
            let page = reply.page(reply.status);
            assert!(page.contains("<h1>") && page.contains("href=\"/\""), "{method} {path}: {page}");
        }
    }
    for path in ["/api", "/api/", "/api/contests/%ff", "/api/me/x", "/ws/x"] {
        let reply = visitor.get(path).await;
        assert!(
            reply.status >= 400 && (path == "/api" || reply.header("content-type") == "application/problem+json"),
            "{path}: {} {}",
            reply.status,
            reply.text()
        );
    }
}
