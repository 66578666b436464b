//! What holds for every page, whoever looks.

use khacsau::domain::identity::{MemberId, UnitId};
use khacsau::domain::role::{Grant, Role};
use khacsau::store::{NewMember, Unit};
use reqwest::Method;
use serde_json::json;

use crate::api::browser::percent;
use crate::api::demo::Demo;
use crate::api::visitor::{Reply, Visitor};
use crate::harness::{Engine, NOON};

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
                    let below = address.strip_prefix('#').is_some_and(|id| id.chars().all(|c| c.is_ascii_lowercase()));
                    let ours = address.starts_with('/') && !address.starts_with("//");
                    assert!(ours || below, "{path}: {attribute}{address}");
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

/// What somebody may write in a roster or a title, with ill intent or none.
const PAYLOADS: [&str; 8] = [
    "<script>alert('x')</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "\" autofocus onfocus=\"alert(1)",
    "</title><script>alert(2)</script>",
    "javascript:alert(3)//",
    "{{ 7*7 }} ${7*7} <!-- & &amp; -->",
    "An\u{202e}nâv\u{2066} Bình\u{200f}",
];

on_both_engines! {
    async fn names_units_and_titles_are_inert_wherever_they_are_read(demo: Demo) {
        let store = &demo.house().store;
        let unit = Unit {
            id: UnitId(uuid()),
            parent: Some(demo.commune().await),
            kind: "cell".to_owned(),
            name: format!("Chi bộ {}", PAYLOADS.concat()),
            closed_at: None,
        };
        store.insert_unit(&unit, NOON).await.expect("a unit");
        let member = |name: &&str| NewMember {
            id: MemberId(uuid()),
            sort_key: (*name).to_owned(),
            name: (*name).to_owned(),
            unit: unit.id,
            official: true,
        };
        let members: Vec<NewMember> = PAYLOADS.iter().map(member).collect();
        store.insert_members(&members, NOON).await.expect("members");
        let host = demo.find(&demo.host.name).await.id;
        store.insert_grant(host, Grant { role: Role::Secretary, unit: unit.id }).await.expect("a role");
        let title = format!("Kỳ thi {}", &PAYLOADS[..4].concat());
        let asked = json!({"title": title, "unit": unit.id, "starts_at": NOON.0, "blueprint": [{"count": 5}]});
        let reply = demo.secretary().post("/api/contests", &asked).await;
        assert_eq!(reply.status, 201, "{}", reply.text());
        let scheduled: serde_json::Value = serde_json::from_slice(&reply.bytes).unwrap();
        let contest = scheduled["id"].as_str().unwrap().to_owned();

        demo.until_phase(&contest, "lobby").await;
        let mut seats = Vec::new();
        for member in &members {
            let member = store.member(member.id).await.expect("a member").expect("a member");
            seats.push(demo.take_seat(&member, &contest).await);
        }
        let mut read = Vec::new();
        let paths = ["", "/rules", "/results"].map(|below| format!("/contests/{contest}{below}"));
        for over in [false, true] {
            if over {
                demo.play_question(&contest).await;
                demo.command(&contest, json!({"type": "end", "reason": "hết giờ họp"})).await.done();
            }
            for member in &members {
                let token = demo.house().auth.sign_in(member.id).await.unwrap();
                for path in paths.iter().map(String::as_str).chain(["/", "/k?code=x", "/nothing"]) {
                    read.push((path.to_owned(), demo.browser(&token).get(path).await));
                }
            }
            for path in &paths {
                read.push((path.clone(), demo.stranger().get(path).await));
            }
        }
        for (path, reply) in &read {
            let raw = reply.text();
            for live in ["<script>alert", "<img", "<!--", "' onmouseover", "\" autofocus", "\u{202e}", "\u{2066}", "\u{200f}"] {
                assert!(!raw.contains(live), "{path}: {live} is alive in {raw}");
            }
            assert_eq!(raw.matches("</title>").count(), 1, "{path}: {raw}");
            for (at, _) in raw.match_indices("href=\"") {
                assert!(!raw[at + 6..].starts_with("javascript:"), "{path}");
            }
        }
        let (_, results) = read.iter().rev().find(|(path, reply)| path.ends_with("/results") && reply.status == 200).unwrap();
        let page = results.page(200);
        for name in &PAYLOADS[..7] {
            assert!(page.contains(name), "{name} is shown as it was written");
        }
        assert!(page.contains("Annâv Bình"), "and reads from left to right");
        drop(seats);
    }
}

/// What somebody types into a field or calls their device, shown again.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_or_sent_in_a_header_is_text_and_never_markup() {
    let demo = Demo::on(Engine::Sqlite).await;
    let inert = |what: &str, reply: &Reply| {
        let raw = reply.text();
        for live in ["<script>alert", "<img", "<!--", "' onmouseover", "\" autofocus onfocus"] {
            assert!(!raw.contains(live), "{what}: {live} is alive in {raw}");
        }
    };
    for payload in PAYLOADS {
        let code = demo.stranger().get(&format!("/k?code={}", percent(payload))).await;
        inert("the code", &code);
        assert_eq!(code.status, 404);
        // A device is called what its browser says it is.
        let agent =
            format!("Mozilla/5.0 (Linux; Android 13; {}) Chrome/120", payload.replace(|c: char| !c.is_ascii(), ""));
        let link = demo.members[3].link.strip_prefix(&demo.url).expect("a link of ours");
        let signing_in = demo.stranger().request(Method::POST, link).header("user-agent", agent);
        let signed_in = Reply::to(signing_in).await;
        let cookies: Vec<_> =
            signed_in.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
        let session = cookies.iter().find(|cookie| cookie.starts_with("khacsau_session=")).expect("a session");
        let browser = Visitor::with_cookie(&demo.url, session.split(';').next().expect("a cookie"));
        inert("the device", &browser.get("/account").await);
    }
    for command in ["open", "open"] {
        demo.command(&demo.contest, json!({"type": command})).await.done();
    }
    demo.command(&demo.contest, json!({"type": "void_question", "index": 0, "reason": PAYLOADS[..4].concat()}))
        .await
        .done();
    demo.command(&demo.contest, json!({"type": "end", "reason": PAYLOADS[4..].concat()})).await.done();
    for below in ["", "/results", "/rules", "/host", "/play", "/screen"] {
        inert(below, &demo.browser(&demo.host.token).get(&format!("/contests/{}{below}", demo.contest)).await);
    }
}

fn uuid() -> uuid::Uuid {
    uuid::Uuid::now_v7()
}
