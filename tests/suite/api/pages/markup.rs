//! What holds for every page, whoever looks.

use serde_json::json;

use crate::api::demo::Demo;
use crate::harness::Engine;

/// All pages of a contest, as its host, a member and a stranger see them.
async fn pages(demo: &Demo, contest: &str) -> Vec<(String, String)> {
    let mut pages = Vec::new();
    let link = demo.members[0].link.strip_prefix(&demo.url).unwrap().to_owned();
    let contest = |below: &str| format!("/contests/{contest}{below}");
    let mut paths: Vec<_> = ["", "/play", "/host", "/screen", "/rules", "/results"].map(contest).into();
    paths.extend(["/".to_owned(), "/k?code=x".to_owned(), "/nothing".to_owned(), link]);
    let visitors = [demo.browser(&demo.host.token), demo.browser(&demo.members[0].token), demo.stranger()];
    for visitor in visitors {
        for path in &paths {
            let reply = visitor.get(path).await;
            pages.push((path.clone(), reply.page(reply.status)));
        }
    }
    pages
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_holds_a_script_or_a_style_of_its_own_or_asks_anybody_else() {
    let demo = Demo::on(Engine::Sqlite).await;
    for contest in [demo.contest.clone(), demo.last_month().await] {
        for (path, page) in pages(&demo, &contest).await {
            for (at, _) in page.match_indices("<script") {
                let (tag, inside) = page[at..].split_once('>').unwrap();
                assert!(tag.contains("src=\"/assets/"), "{path}: {tag}");
                assert!(inside.starts_with("</script>"), "{path}: a script in the page");
            }
            for forbidden in ["<style", " style=", " onclick=", " onload=", " onerror=", " onsubmit=", "javascript:"] {
                assert!(!page.contains(forbidden), "{path}: {forbidden}");
            }
            for attribute in ["src=\"", "href=\"", "action=\""] {
                for (at, _) in page.match_indices(attribute) {
                    let address = page[at + attribute.len()..].split('"').next().unwrap();
                    assert!(address.starts_with('/') && !address.starts_with("//"), "{path}: {attribute}{address}");
                }
            }
            assert!(page.contains("<html lang=\"vi\">") && page.contains("<h1"), "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_and_no_reply_tells_a_question_before_the_finish() {
    let demo = Demo::on(Engine::Sqlite).await;
    let contest = demo.contest.clone();
    let look = async |when: &str| {
        let paper = demo.paper(&contest).await;
        assert_eq!(paper.len(), 5);
        let mut told = pages(&demo, &contest).await;
        for below in ["", "/results", "/bundle", "/roster"] {
            for visitor in [demo.secretary(), demo.member()] {
                let path = format!("/api/contests/{contest}{below}");
                told.push((path.clone(), visitor.get(&path).await.text()));
            }
        }
        for (path, text) in told {
            for stem in &paper {
                assert!(!text.contains(stem.as_str()), "{when}: {path} tells `{stem}`");
            }
        }
    };
    look("in the lobby").await;
    demo.play_question(&contest).await;
    look("in the standings").await;
    demo.command(&contest, json!({"type": "open"})).await.done();
    demo.command(&contest, json!({"type": "open"})).await.done();
    look("in an open question").await;
    demo.command(&contest, json!({"type": "pause"})).await.done();
    look("in a pause").await;
}

/// A second wall behind the first: even a script that got into a page would not run.
#[tokio::test(flavor = "multi_thread")]
async fn every_reply_forbids_what_does_not_come_from_here() {
    let demo = Demo::on(Engine::Sqlite).await;
    let running = format!("/contests/{}", demo.contest);
    let paths =
        ["/", "/nothing", "/api/me", "/api/nothing", "/api/openapi.json", "/healthz", "/assets/x/icon.svg", &running];
    for path in paths {
        for visitor in [demo.browser(&demo.host.token), demo.stranger()] {
            let reply = visitor.get(path).await;
            let policy: Vec<_> = reply.header("content-security-policy").split("; ").collect();
            let rules = [
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self'",
                "form-action 'self'",
                "base-uri 'none'",
                "frame-ancestors 'none'",
            ];
            for rule in rules {
                assert!(policy.contains(&rule), "{path}: {rule} is not in {policy:?}");
            }
            assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(reply.header("referrer-policy"), "same-origin", "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_or_a_title_is_text_and_never_markup() {
    let demo = Demo::on(Engine::Sqlite).await;
    let title = "<script>alert('x')</script> & \"bạn\"";
    let asked = json!({"title": title, "starts_at": crate::harness::NOON.0, "blueprint": [{"count": 5}]});
    let scheduled = demo.secretary().post("/api/contests", &asked).await;
    let scheduled: serde_json::Value = serde_json::from_slice(&scheduled.bytes).unwrap();
    let host = demo.browser(&demo.host.token);
    for below in ["", "/play", "/host", "/screen", "/rules"] {
        let reply = host.get(&format!("/contests/{}{below}", scheduled["id"].as_str().unwrap())).await;
        assert!(reply.page(200).contains(title), "{below}: shown as it was written");
        assert!(!reply.text().contains("<script>alert"), "{below}");
    }
}
