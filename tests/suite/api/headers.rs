//! What every response says to the browser.

use super::demo::Demo;
use crate::harness::Engine;

#[tokio::test(flavor = "multi_thread")]
async fn nothing_comes_from_elsewhere_and_nothing_is_inline_on_any_page() {
    let demo = Demo::on(Engine::Sqlite).await;
    let host = demo.url.strip_prefix("http://").expect("an address");
    let secretary = demo.browser(&demo.host.token);
    let contest = format!("/contests/{}", demo.contest);
    let link = demo.members[0].link.strip_prefix(&demo.url).expect("a link").to_owned();
    let mut paths = vec!["/".to_owned(), "/account".to_owned(), "/nothing".to_owned(), contest.clone(), link];
    paths.extend(["play", "host", "screen", "rules"].map(|page| format!("{contest}/{page}")));
    paths.push(format!("/contests/{}/results", demo.last_month().await));
    for path in paths {
        let reply = secretary.get(&path).await;
        let policy = reply.header("content-security-policy");
        for part in [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            &format!("connect-src 'self' ws://{host}"),
        ] {
            assert!(policy.split("; ").any(|given| given == part), "{path}: {part}: {policy}");
        }
        assert!(!policy.contains("unsafe") && !policy.contains('*'), "{path}: {policy}");
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(reply.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(reply.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert_eq!(reply.header("cache-control"), "no-store", "{path}: it depends on who looks");
        assert_eq!(reply.header("strict-transport-security"), "", "{path}: there is no TLS here");
        let page = reply.text();
        assert!(!page.contains(" style=") && !page.contains("<style"), "{path}: an inline style");
        for script in page.split("<script").skip(1) {
            let (tag, _) = script.split_once("</script>").expect("its end");
            let (attributes, body) = tag.split_once('>').expect("a tag");
            assert!(attributes.contains(" src=\"/assets/") && body.trim().is_empty(), "{path}: {tag}");
        }
        for handler in [" onclick=", " onload=", " onerror=", "javascript:"] {
            assert!(!page.contains(handler), "{path}: {handler}");
        }
    }
}

/// A host that is none of ours is never written into the policy.
#[tokio::test(flavor = "multi_thread")]
async fn a_host_made_up_by_the_asker_opens_nothing() {
    let demo = Demo::on(Engine::Sqlite).await;
    for host in ["evil.example; script-src *", "a b", "x'y", "*"] {
        let request = demo.stranger().request(reqwest::Method::GET, "/").header("host", host);
        let reply = super::visitor::Reply::to(request).await;
        let policy = reply.header("content-security-policy");
        assert!(!policy.contains("script-src *") && !policy.contains(host), "{host}: {policy}");
    }
}
