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
