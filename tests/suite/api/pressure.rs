//! More at once than one address may have, or than passwords can be worked on.

use futures_util::future::join_all;
use serde_json::json;

use super::browser::Browser;
use super::demo::Demo;
use super::visitor::{Reply, Visitor};
use crate::harness::{CONNECTIONS_PER_ADDRESS, Engine, Evening, until};

const PIN: &str = "135790";
const HERE: &str = "203.0.113.7";
const THERE: &str = "203.0.113.8";

#[tokio::test(flavor = "multi_thread")]
async fn an_address_has_so_many_live_connections_and_no_more() {
    let evening = Evening::on(Engine::Sqlite).await;
    let person = |at: usize| &evening.members[at];
    let socket = |at: usize, address: &'static str| {
        let upgrade = evening.upgrade("?seat=play").bearer(&person(at).token).header("x-forwarded-for", address);
        let evening = &evening;
        async move { evening.try_upgrade("a phone", &upgrade).await }
    };
    let stream = |at: usize, address: &'static str| {
        let (bearer, evening) = (format!("Bearer {}", person(at).token), &evening);
        let person = person(at);
        async move {
            let headers = [("authorization", bearer.as_str()), ("x-forwarded-for", address)];
            evening.try_stream(person, "?seat=play", &headers).await
        }
    };
    // Sockets and streams count together.
    let mut sockets = Vec::new();
    for at in 0..CONNECTIONS_PER_ADDRESS - 1 {
        sockets.push(socket(at, HERE).await.expect("a place"));
    }
    let _stream = stream(CONNECTIONS_PER_ADDRESS - 1, HERE).await.expect("the last place");
    let next = CONNECTIONS_PER_ADDRESS;
    let refused = socket(next, HERE).await.err().expect("no place is left");
    assert_eq!((refused.status, refused.code().as_str()), (429, "too_many_connections"));
    let refused = stream(next, HERE).await.err().expect("nor for a stream");
    assert_eq!((refused.status, refused.code().as_str()), (429, "too_many_connections"));
    // Elsewhere nobody notices, and whoever leaves makes room.
    socket(next, THERE).await.expect("a place of their own").expect("welcome").await;
    drop(sockets.pop());
    until("the place that was left", async || socket(next, HERE).await.ok()).await.expect("welcome").await;
}

/// Cards' links for these people, made by their secretary.
async fn cards(demo: &Demo, host: &Visitor, people: &[String]) -> Vec<String> {
    let mut links = Vec::new();
    for member in people {
        let reply = host.post(&format!("/api/members/{member}/link"), &json!({ "forget_secret": false })).await;
        assert_eq!(reply.status, 201, "{}", reply.text());
        let made: serde_json::Value = serde_json::from_slice(&reply.bytes).expect("JSON");
        links.push(made["link"].as_str().and_then(|link| link.strip_prefix(&demo.url)).expect("a link").to_owned());
    }
    links
}

async fn choose_pin(browser: &Browser, link: &str) -> Reply {
    browser.fill_in(link, &[("secret", PIN), ("again", PIN)]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_tries_card_after_card_is_stopped_and_its_neighbours_are_not() {
    let demo = Demo::on(Engine::Sqlite).await;
    let mut people = Vec::new();
    for person in &demo.members[1..=2] {
        people.push(demo.find(&person.name).await.id.to_string());
    }
    let links = cards(&demo, &demo.secretary(), &people).await;
    for link in &links {
        choose_pin(&Browser::new(&demo.url), link).await.see_other();
    }
    // Each browser is one that the server has never seen: five of its guesses are looked at, the rest are not.
    let stranger = Browser::at(&demo.url, HERE);
    for _ in 0..300 {
        let reply = stranger.fill_in(&links[0], &[("secret", "112233")]).await;
        assert!([422, 429].contains(&reply.status), "{}", reply.text());
    }
    let reply = Browser::at(&demo.url, HERE).fill_in(&links[1], &[("secret", PIN)]).await;
    assert!(reply.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0));
    assert!(reply.page(429).contains("Đã thử nhiều lần"), "even at another card, and with the right PIN");
    Browser::at(&demo.url, THERE).fill_in(&links[1], &[("secret", PIN)]).await.see_other();
    demo.clock.advance(khacsau::domain::time::Millis::seconds(1));
    Browser::at(&demo.url, HERE).fill_in(&links[1], &[("secret", PIN)]).await.see_other();
}

/// A hall takes up its cards in one moment: two at a time are worked on, a bounded number waits, and whoever is
/// one too many is told so and comes in a little later.
#[tokio::test(flavor = "multi_thread")]
async fn a_hall_that_signs_in_at_once_is_served_in_turn_and_told_when_to_come_again() {
    const HALL: usize = 260;
    let demo = Demo::from(Evening::with_hall(Engine::Sqlite, HALL as u32).await);
    let hall = demo.hall();
    let host = demo.bearer(&hall.host.token);
    let mut people = Vec::new();
    for person in hall.members.iter() {
        people.push(hall.id_of(person).await);
    }
    let links = cards(&demo, &host, &people).await;
    let browsers: Vec<Browser> = links.iter().map(|_| Browser::new(&demo.url)).collect();
    let replies = join_all(browsers.iter().zip(&links).map(|(browser, link)| choose_pin(browser, link))).await;
    let mut again = Vec::new();
    for ((reply, browser), link) in replies.iter().zip(&browsers).zip(&links) {
        if reply.status == 503 {
            assert!(reply.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0));
            assert!(reply.page(503).contains("Đồng chí hãy chờ vài giây rồi bấm lại"));
            assert_eq!(browser.cookie("khacsau_session"), None);
            again.push((browser, link));
        } else {
            assert_eq!(reply.see_other(), "/");
        }
    }
    assert!(!again.is_empty(), "{} at once are more than may wait", links.len());
    assert!(links.len() - again.len() >= 100, "those who may wait are served: {} were not", again.len());
    for (browser, link) in again {
        choose_pin(browser, link).await.see_other();
    }
}
