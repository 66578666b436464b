//! The event stream of a page that cannot have a websocket, and its answers by requests.

use std::ops::Deref;
use std::sync::{Arc, Mutex};

use reqwest::header::HeaderMap;
use serde_json::Value;
use tokio::sync::{mpsc, watch};

use super::doors::{Doors, Reply};
use super::frame::Frame;
use super::line::{Heard, Line, answer};
use super::people::Person;
use super::within;

/// A phone, a desk or a projector on a stream. Dropping it breaks the line without a word.
pub struct Stream {
    line: Line,
    doors: Doors,
    person: Person,
    pub headers: HeaderMap,
    ids: Arc<Mutex<Vec<u32>>>,
    beats: watch::Receiver<u64>,
}

impl Deref for Stream {
    type Target = Line;

    fn deref(&self) -> &Line {
        &self.line
    }
}

impl Doors {
    /// Asks for a stream, with whatever headers; a refusal is the reply that came instead.
    pub async fn try_stream(
        &self,
        person: &Person,
        query: &str,
        headers: &[(&'static str, &str)],
    ) -> Result<Stream, Reply> {
        let address = format!("{}/api/contests/{}/stream{query}", self.url, self.contest);
        // A client of its own: a connection that is left goes with it.
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        let mut request = client.get(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = within("the stream", request.send()).await.expect("a response");
        let headers = response.headers().clone();
        if response.status() != 200 {
            let content_type = headers.get("content-type").and_then(|value| value.to_str().ok());
            let content_type = content_type.unwrap_or_default().to_owned();
            let status = response.status().as_u16();
            return Err(Reply { status, content_type, text: response.text().await.expect("a body") });
        }
        let (say, incoming) = mpsc::unbounded_channel();
        let (count, beats) = watch::channel(0);
        let ids = Arc::new(Mutex::new(Vec::new()));
        let (line, left) = Line::of_a_stream(&person.name, incoming);
        let reader = Reader { say, count, ids: Arc::clone(&ids) };
        tokio::runtime::Handle::current().spawn(async move {
            tokio::select! {
                () = reader.read(response) => {}
                () = left => {}
            }
        });
        Ok(Stream { line, doors: self.clone(), person: person.clone(), headers, ids, beats })
    }

    /// A stream whose welcome is still to be heard.
    pub async fn arriving_stream(&self, person: &Person, query: &str) -> Stream {
        let bearer = format!("Bearer {}", person.token);
        let stream = self.try_stream(person, query, &[("authorization", &bearer)]).await;
        stream.unwrap_or_else(|reply| panic!("{} is not let in: {reply:?}", person.name))
    }

    /// A member's phone on a stream, welcomed.
    pub async fn stream(&self, person: &Person) -> Stream {
        let stream = self.arriving_stream(person, "?seat=play").await;
        stream.expect("welcome").await;
        stream
    }

    /// One message of a member's at its own address; an answer's is `answers`.
    pub async fn say(&self, person: &Person, address: &str, message: &Value) -> Reply {
        self.post(&format!("/api/contests/{}/{address}", self.contest), person, message).await
    }

    /// An answer by a request of its own. Without a measure of the phone's, plain server time counts.
    pub async fn post_answer(&self, person: &Person, question: &str, options: &[&str], key: &str) -> Reply {
        self.say(person, "answers", &posted(question, options, None, key)).await
    }
}

/// The body of an answer by request: the message without its type.
pub fn posted(question: &str, options: &[&str], response_time: Option<i64>, key: &str) -> Value {
    let mut body = answer(question, options, response_time, key);
    body.as_object_mut().expect("an object").remove("type");
    body
}

impl Stream {
    /// Answers what is shown with the option at this position.
    pub async fn answer(&self, option: usize, key: &str) -> Reply {
        let question = self.question().await;
        self.doors.post_answer(&self.person, question.str("id"), &[&question.option(option)], key).await
    }

    /// The ids of the events so far.
    pub fn ids(&self) -> Vec<u32> {
        self.ids.lock().expect("the ids").clone()
    }

    /// Waits for the next heartbeat.
    pub async fn beat(&mut self) {
        within("a heartbeat", self.beats.changed()).await.expect("the line");
    }
}

struct Reader {
    say: mpsc::UnboundedSender<Heard>,
    count: watch::Sender<u64>,
    ids: Arc<Mutex<Vec<u32>>>,
}

impl Reader {
    async fn read(self, mut response: reqwest::Response) {
        let mut unread = Vec::new();
        let mut closed = None;
        while let Ok(Some(chunk)) = response.chunk().await {
            unread.extend_from_slice(&chunk);
            while let Some(end) = unread.windows(2).position(|pair| pair == b"\n\n") {
                let event: Vec<u8> = unread.drain(..end + 2).collect();
                let text = String::from_utf8(event).expect("a stream in UTF-8");
                closed = closed.or(self.event(&text));
            }
        }
        assert!(unread.is_empty(), "the stream ended within an event");
        drop(self.say.send(Heard::Closed(closed)));
    }

    /// What an event of the name `close` says.
    fn event(&self, text: &str) -> Option<(u16, String)> {
        let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name));
        let Some(data) = field("data: ") else {
            assert_eq!(text, ":\n\n", "what is no event is a heartbeat");
            self.count.send_modify(|count| *count += 1);
            return None;
        };
        let frame = Frame::read(data);
        if field("event: ") == Some("close") {
            return Some((frame.int("code") as u16, frame.str("reason").to_owned()));
        }
        let id = field("id: ").and_then(|id| id.parse().ok()).expect("an id");
        self.ids.lock().expect("the ids").push(id);
        drop(self.say.send(Heard::Frame(frame)));
        None
    }
}
