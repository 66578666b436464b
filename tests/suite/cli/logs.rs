//! The log of an evening: JSON, with what happened, and without a secret or a person.

use serde_json::{Value, json};

use super::process::{Running, khacsau};
use crate::api::browser::Browser;
use crate::api::visitor::Visitor;
use crate::harness::{Directory, Engine, Place, within};

use futures_util::{SinkExt as _, StreamExt as _};
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::HeaderValue;

type Socket = tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

async fn phone(links: &Value, person: &Value) -> Socket {
    let url = links["url"].as_str().unwrap().replace("http", "ws");
    let address = format!("{url}/ws/contests/{}", links["contest"].as_str().unwrap());
    let mut request = address.into_client_request().unwrap();
    let bearer = HeaderValue::from_str(&format!("Bearer {}", person["token"].as_str().unwrap())).unwrap();
    request.headers_mut().insert("authorization", bearer);
    request.headers_mut().insert("sec-websocket-protocol", HeaderValue::from_static("khacsau.v1"));
    within("the upgrade", connect_async(request)).await.expect("a websocket").0
}

/// The next frame of this type.
async fn hear(socket: &mut Socket, kind: &str) -> Value {
    within(kind, async {
        loop {
            let Message::Text(text) = socket.next().await.expect("an open line").expect("a message") else { continue };
            let frame: Value = serde_json::from_str(&text).expect("JSON");
            if frame["type"] == kind {
                return frame;
            }
        }
    })
    .await
}

/// Everything that identifies, lets in or answers, from the first sign-in to the publication.
async fn evening(links: &Value) -> Vec<String> {
    let url = links["url"].as_str().unwrap();
    let mut secrets = Vec::new();
    let mut keep = |value: &Value| secrets.push(value.as_str().expect("a text").to_owned());
    let members = links["members"].as_array().unwrap();
    for person in members.iter().chain([&links["secretary"], &links["committee"]]) {
        keep(&person["name"]);
        keep(&person["token"]);
    }

    // Signing in by link, once right and once wrong, and by a bad token.
    let stranger = Visitor::stranger(url);
    let link = members[0]["link"].as_str().unwrap().strip_prefix(url).unwrap();
    stranger.get(link).await.page(200);
    let signed_in = stranger.submit(link).await;
    let cookie = signed_in.header("set-cookie").split(';').next().unwrap().to_owned();
    let browser = Visitor::with_cookie(url, &cookie);
    browser.get("/").await.page(200);
    secrets.push(link.trim_start_matches("/sign-in/").to_owned());
    secrets.push(cookie.split_once('=').unwrap().1.to_owned());
    stranger.submit("/sign-in/duong-dan-sai-nhung-van-la-bi-mat").await.page(410);
    secrets.push("duong-dan-sai".to_owned());
    Visitor::with_token(url, "ma-sai.ma-sai.ma-sai").get("/api/me").await.problem(401, "bad_token");
    secrets.push("ma-sai".to_owned());
    stranger.get("/k?code=MAKHAC").await.page(404);
    secrets.push("MAKHAC".to_owned());

    // A card: its PIN chosen badly, well, and given wrong; what the device is then kept signed in by.
    let secretary = Visitor::with_token(url, links["secretary"]["token"].as_str().unwrap());
    let holder = members[2]["token"].as_str().unwrap();
    let me = Visitor::with_token(url, holder).get("/api/me").await.ok();
    let path = format!("/api/members/{}/link", me["member"].as_str().unwrap());
    let made = secretary.post(&path, &json!({})).await;
    let made: Value = serde_json::from_slice(&made.bytes).unwrap();
    let card = made["link"].as_str().unwrap().strip_prefix(url).unwrap();
    secrets.push(card.trim_start_matches("/sign-in/").to_owned());
    let device = Browser::new(url);
    let wrong = [("secret", "864209"), ("again", "246802")];
    device.fill_in(card, &wrong).await.page(422);
    device.fill_in(card, &[("secret", "135790"), ("again", "135790")]).await.see_other();
    Browser::new(url).fill_in(card, &[("secret", "975318")]).await.page(422);
    secrets.extend(["864209", "246802", "135790", "975318"].map(str::to_owned));
    for cookie in ["khacsau_session", "khacsau_renewal", "khacsau_device"] {
        secrets.push(device.cookie(cookie).expect(cookie));
    }

    // A question, two answers, and one that is refused.
    let contest = links["contest"].as_str().unwrap();
    let host = Visitor::with_token(url, links["secretary"]["token"].as_str().unwrap());
    let path = format!("/api/contests/{contest}/commands");
    let give = async |command: Value| host.post(&path, &command).await;
    let mut phones = Vec::new();
    for person in &members[..2] {
        let mut socket = phone(links, person).await;
        hear(&mut socket, "welcome").await;
        phones.push(socket);
    }
    give(json!({"type": "open"})).await.done();
    give(json!({"type": "open"})).await.done();
    for socket in &mut phones {
        let question = hear(socket, "question").await;
        let answer = |option: usize, key: &str| {
            let options = [&question["options"][option]["id"]];
            let answer = json!({"type": "answer", "question": question["id"], "options": options, "key": key});
            Message::text(answer.to_string())
        };
        socket.send(answer(0, "khoa-cua-cau-tra-loi")).await.unwrap();
        hear(socket, "recorded").await;
        socket.send(answer(1, "khoa-khac")).await.unwrap();
        hear(socket, "rejected").await;
        secrets.push(question["text"].as_str().unwrap().to_owned());
        let options = question["options"].as_array().unwrap().iter();
        secrets.extend(options.map(|option| option["text"].as_str().unwrap().to_owned()));
    }
    secrets.push("khoa-cua-cau-tra-loi".to_owned());
    give(json!({"type": "end", "reason": "đồng chí Bí thư có việc nhà"})).await.done();
    secrets.push("có việc nhà".to_owned());
    give(json!({"type": "confirm"})).await.done();
    give(json!({"type": "publish"})).await.done();
    browser.get(&format!("/contests/{contest}/results")).await.page(200);
    browser.submit("/sign-out").await.see_other();
    secrets
}

/// Runs an evening with this `log` setting and returns what was logged.
async fn logged(filter: &str) -> (Vec<Value>, Vec<String>) {
    let place = Place::make(Engine::Sqlite).await;
    let beside = Directory::make();
    let (links, log) = (beside.0.join("links.json"), beside.0.join("log"));
    let mut command = khacsau(["demo", "--listen", "127.0.0.1:0", "--connections", "100", "--log", filter]);
    command.arg("--data").arg(place.path()).arg("--links").arg(&links);
    let mut running = Running::start(command, &log);
    running.until("Links and tokens are in ");
    let links: Value = serde_json::from_slice(&std::fs::read(links).unwrap()).unwrap();
    let secrets = evening(&links).await;
    let ended = running.stop();
    assert_eq!(ended.code, Some(0), "{ended:?}");
    // Six digits may stand in the time of day.
    let without_times = |line: &str| {
        let mut line: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        line["timestamp"] = Value::Null;
        line.to_string()
    };
    let told: Vec<String> = ended.errors.lines().map(without_times).collect();
    for secret in &secrets {
        // A JWT's first part says only how it is signed.
        for part in secret.split('.').filter(|part| part.len() > 5 && !part.starts_with("eyJ0eXAi")) {
            let telling = told.iter().find(|line| line.contains(part));
            assert!(telling.is_none(), "`{part}` is in the log: {telling:?}");
        }
    }
    let line = |line: &str| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    (ended.errors.lines().map(line).collect(), secrets)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_evening_is_logged_in_json_without_a_secret_or_a_person() {
    let (lines, secrets) = logged("info").await;
    assert!(secrets.len() > 50, "what must not be logged was not collected");
    for line in &lines {
        for field in ["timestamp", "level", "target", "fields"] {
            assert!(!line[field].is_null(), "{field} is missing in {line}");
        }
        assert!(line["fields"]["message"].is_string(), "{line}");
        assert!(["INFO", "WARN"].contains(&line["level"].as_str().unwrap()), "nothing went wrong: {line}");
    }
    let said = |words: &str| lines.iter().any(|line| line["fields"]["message"].as_str().unwrap().contains(words));
    for words in ["listening on", "room opened", "request served", "stopping", "stopped"] {
        assert!(said(words), "`{words}` was not logged");
    }
    let signed_in = lines.iter().find(|line| line["fields"]["http.route"] == "/sign-in/{token}");
    let signed_in = signed_in.expect("the sign-in, by its pattern");
    assert!(signed_in["span"]["request.id"].as_str().is_some_and(|id| id.len() == 32), "{signed_in}");
    assert_eq!(signed_in["fields"]["http.status"], 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn looking_closer_tells_no_more_of_anybody() {
    let (lines, _) = logged("khacsau=trace,info").await;
    assert!(!lines.is_empty());
}
