//! `/assets/{build}/{name}`.

use reqwest::Method;

use crate::api::demo::Demo;
use crate::api::visitor::{Reply, Visitor};
use crate::harness::Engine;

/// Everything a page asks for.
fn asked_by(page: &str) -> Vec<String> {
    let starts = page.match_indices("\"/assets/").map(|(at, _)| at + 1);
    starts.map(|at| page[at..].split('"').next().unwrap().to_owned()).collect()
}

async fn accepting(visitor: &Visitor, path: &str, encodings: &str) -> Reply {
    Reply::to(visitor.request(Method::GET, path).header("accept-encoding", encodings)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_pages_ask_for_is_there_for_ever_and_in_three_sizes() {
    let demo = Demo::on(Engine::Sqlite).await;
    let host = demo.browser(&demo.host.token);
    let mut assets = Vec::new();
    for below in ["", "/play", "/host", "/screen", "/rules"] {
        assets.extend(asked_by(&host.get(&format!("/contests/{}{below}", demo.contest)).await.page(200)));
    }
    assets.sort();
    assets.dedup();
    assert!(assets.len() > 8, "{assets:?}");
    for path in assets {
        let plain = host.get(&path).await;
        assert_eq!((plain.status, plain.header("content-encoding")), (200, ""), "{path}");
        let kind = match path.rsplit_once('.').unwrap().1 {
            "css" => "text/css; charset=utf-8",
            "js" => "text/javascript; charset=utf-8",
            _ => "image/svg+xml",
        };
        assert_eq!(plain.header("content-type"), kind, "{path}");
        for (accepted, encoding) in
            [("br, gzip", "br"), ("gzip, deflate, br", "br"), ("gzip", "gzip"), ("gzip;q=0.5", "gzip"), ("zstd", "")]
        {
            let packed = accepting(&host, &path, accepted).await;
            assert_eq!((packed.status, packed.header("content-encoding")), (200, encoding), "{path} {accepted}");
            assert_eq!(packed.header("cache-control"), "public, max-age=31536000, immutable", "{path}");
            assert_eq!(packed.header("vary"), "Accept-Encoding", "{path}");
            if encoding == "gzip" {
                assert!(packed.bytes.starts_with(&[0x1f, 0x8b]), "{path}");
            }
            if !encoding.is_empty() && plain.bytes.len() > 500 {
                assert!(packed.bytes.len() < plain.bytes.len(), "{path} as {encoding}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_pages_assets_are_served_but_not_kept() {
    let demo = Demo::on(Engine::Sqlite).await;
    let reply = demo.stranger().get("/assets/0000000000000000/css/base.css").await;
    assert_eq!((reply.status, reply.header("cache-control")), (200, "no-cache"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_asset_is_a_page_that_says_so() {
    let demo = Demo::on(Engine::Sqlite).await;
    let page = demo.stranger().get("/").await.page(200);
    let known = asked_by(&page).into_iter().find(|path| path.ends_with("base.css")).unwrap();
    let folder = known.strip_suffix("css/base.css").unwrap();
    for name in
        ["css/none.css", "", "css", "../Cargo.toml", "%2e%2e/Cargo.toml", "..%2f..%2fCargo.toml", "css/base.css/"]
    {
        demo.stranger().get(&format!("{folder}{name}")).await.page(404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_typeface_comes_from_here_for_ever_as_it_is_and_no_page_waits_for_it() {
    let demo = Demo::on(Engine::Sqlite).await;
    let page = demo.stranger().get("/").await.page(200);
    assert!(!page.contains("woff2"), "no page asks for it before its words are there");
    let styles = asked_by(&page).into_iter().find(|path| path.ends_with("base.css")).unwrap();
    let sheet = demo.stranger().get(&styles).await.text();
    let names: Vec<_> = sheet.split("url('../").skip(1).map(|rest| rest.split('\'').next().unwrap()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert_eq!(sheet.matches("font-display: optional").count(), names.len());
    for name in names {
        let path = styles.replace("css/base.css", name);
        let reply = accepting(&demo.stranger(), &path, "br, gzip").await;
        assert_eq!((reply.status, reply.header("content-type")), (200, "font/woff2"), "{path}");
        assert_eq!(reply.header("cache-control"), "public, max-age=31536000, immutable", "{path}");
        assert_eq!(reply.header("content-encoding"), "", "{path}: its own format is compressed");
        assert!(reply.bytes.starts_with(b"wOF2") && reply.bytes.len() < 20_000, "{path}");
        assert!(reply.header("content-security-policy").contains("font-src 'self'"), "{path}");
    }
}
