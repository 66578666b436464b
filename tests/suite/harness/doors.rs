//! The product's doors for one contest: requests and websockets of its people.

use std::sync::Arc;

use reqwest::Method;
use serde_json::Value;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue};

use super::line::{Host, Line, Phone, Pulse, Screen};
use super::people::{Links, Person};
use super::{until, within};

#[derive(Clone)]
pub struct Doors {
    pub url: String,
    /// The contest that phones and desks are connected to.
    pub contest: String,
    /// Drives the contest.
    pub host: Person,
    /// Of the cell; took part in writing its questions, and is outside the ranking.
    pub committee: Person,
    /// Of the commune above the cells; belongs to none.
    pub supervisor: Person,
    pub members: Arc<[Person]>,
    hall: Option<Arc<super::people::Hall>>,
    pub(super) pulse: Pulse,
    http: reqwest::Client,
}

/// The answer to a request.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub content_type: String,
    pub text: String,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error} in the reply {self:?}"))
    }

    /// The `code` of a problem+json.
    pub fn code(&self) -> String {
        assert_eq!(self.content_type, "application/problem+json", "{self:?}");
        let problem = self.json();
        assert_eq!(problem["status"], self.status, "{self:?}");
        problem["code"].as_str().unwrap_or_default().to_owned()
    }
}

/// An attempt at a websocket: an address and its headers.
#[derive(Clone, Debug)]
pub struct Upgrade {
    address: String,
    headers: Vec<(&'static str, String)>,
}

impl Upgrade {
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub fn bearer(self, token: &str) -> Self {
        self.header("authorization", format!("Bearer {token}"))
    }
}

impl Doors {
    pub(super) fn new(links: Links) -> Self {
        Self {
            url: links.url,
            contest: links.contest,
            host: links.secretary,
            committee: links.committee,
            supervisor: links.supervisor,
            members: links.members.into(),
            hall: links.hall.map(Arc::new),
            pulse: Pulse::default(),
            http: reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client"),
        }
    }

    /// The same people at another contest.
    pub fn at(&self, contest: &str) -> Self {
        Self { contest: contest.to_owned(), ..self.clone() }
    }

    /// The hall's contest and people, where one was asked for.
    pub fn hall(&self) -> Self {
        let hall = self.hall.as_ref().expect("a demo started with a hall");
        let members = hall.members.clone().into();
        Self { contest: hall.contest.clone(), host: hall.host.clone(), members, ..self.clone() }
    }

    pub async fn request(&self, method: Method, path: &str, person: Option<&Person>, body: Option<&Value>) -> Reply {
        let mut request = self.http.request(method, format!("{}{path}", self.url));
        if let Some(person) = person {
            request = request.bearer_auth(&person.token);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let sending = async {
            let response = request.send().await.expect("a response");
            let status = response.status().as_u16();
            let content_type = response.headers().get("content-type");
            let content_type = content_type.and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
            Reply { status, content_type, text: response.text().await.expect("a body") }
        };
        within(path, sending).await
    }

    pub async fn get(&self, path: &str, person: &Person) -> Reply {
        self.request(Method::GET, path, Some(person), None).await
    }

    pub async fn post(&self, path: &str, person: &Person, body: &Value) -> Reply {
        self.request(Method::POST, path, Some(person), Some(body)).await
    }

    pub async fn put(&self, path: &str, person: &Person, body: &Value) -> Reply {
        self.request(Method::PUT, path, Some(person), Some(body)).await
    }

    /// The contest as its host reads it.
    pub async fn show(&self) -> Value {
        let reply = self.get(&format!("/api/contests/{}", self.contest), &self.host).await;
        assert_eq!(reply.status, 200, "{reply:?}");
        reply.json()
    }

    pub async fn phase(&self) -> String {
        self.show().await["phase"].as_str().expect("a phase").to_owned()
    }

    /// The results as the host reads them.
    pub async fn results(&self) -> Value {
        let reply = self.get(&format!("/api/contests/{}/results", self.contest), &self.host).await;
        assert_eq!(reply.status, 200, "{reply:?}");
        reply.json()
    }

    /// The bundle of a contest that is over.
    pub async fn bundle(&self) -> String {
        let reply = self.get(&format!("/api/contests/{}/bundle", self.contest), &self.host).await;
        assert_eq!(reply.status, 200, "{reply:?}");
        reply.text
    }

    /// A member's own id.
    pub async fn id_of(&self, person: &Person) -> String {
        self.get("/api/me", person).await.json()["member"].as_str().expect("an id").to_owned()
    }

    /// Schedules a contest as the secretary and returns its doors, once its lobby is open if it is due.
    pub async fn schedule(&self, body: &Value) -> Self {
        let reply = self.post("/api/contests", &self.host, body).await;
        assert_eq!(reply.status, 201, "{reply:?}");
        self.at(reply.json()["id"].as_str().expect("an id"))
    }

    /// Waits until the lobby, which opens by itself, is open.
    pub async fn until_lobby(&self) {
        until("the lobby", async || (self.phase().await != "scheduled").then_some(())).await;
    }

    /// The websocket's address for a seat, without any proof of who asks.
    pub fn upgrade(&self, query: &str) -> Upgrade {
        let host = self.url.strip_prefix("http://").expect("an address without TLS");
        Upgrade { address: format!("ws://{host}/ws/contests/{}{query}", self.contest), headers: Vec::new() }
    }

    /// Tries to open a websocket; a refusal is the reply that came instead.
    pub async fn try_upgrade(&self, name: &str, upgrade: &Upgrade) -> Result<Line, Reply> {
        let mut request = upgrade.address.as_str().into_client_request().expect("an address");
        request.headers_mut().insert("sec-websocket-protocol", HeaderValue::from_static("khacsau.v1"));
        for (header, value) in &upgrade.headers {
            let value = HeaderValue::from_str(value).expect("a header's value");
            request.headers_mut().append(HeaderName::from_static(header), value);
        }
        match within("the upgrade", connect_async(request)).await {
            Ok((socket, response)) => {
                let protocol = response.headers().get("sec-websocket-protocol");
                assert_eq!(protocol.and_then(|value| value.to_str().ok()), Some("khacsau.v1"));
                Ok(Line::new(name, socket, &self.pulse))
            }
            Err(Error::Http(response)) => Err(Reply {
                status: response.status().as_u16(),
                content_type: response
                    .headers()
                    .get("content-type")
                    .and_then(|value| value.to_str().ok())
                    .unwrap_or_default()
                    .to_owned(),
                text: String::from_utf8_lossy(response.body().as_deref().unwrap_or_default()).into_owned(),
            }),
            Err(error) => panic!("{name}: the websocket cannot be opened: {error}"),
        }
    }

    async fn sit(&self, name: &str, person: &Person, seat: &str) -> Line {
        let upgrade = self.upgrade(&format!("?seat={seat}")).bearer(&person.token);
        self.try_upgrade(name, &upgrade).await.unwrap_or_else(|reply| panic!("{name} is not let in: {reply:?}"))
    }

    /// The host's desk; its welcome is still to be heard.
    pub async fn arriving_host(&self) -> Host {
        Host(self.sit("host", &self.host, "host").await)
    }

    /// A phone whose welcome is still to be heard.
    pub async fn arriving_phone(&self, name: &str, person: &Person) -> Phone {
        Phone(self.sit(name, person, "play").await)
    }

    /// The projector, whose welcome is still to be heard.
    pub async fn arriving_screen(&self) -> Screen {
        Screen(self.sit("screen", &self.host, "screen").await)
    }

    /// The host's desk, welcomed.
    pub async fn host(&self) -> Host {
        Host(self.arriving_host().await.0.welcomed().await)
    }

    /// The projector, welcomed.
    pub async fn screen(&self) -> Screen {
        Screen(self.arriving_screen().await.0.welcomed().await)
    }

    /// A phone, welcomed.
    pub async fn phone(&self, name: &str, person: &Person) -> Phone {
        Phone(self.arriving_phone(name, person).await.0.welcomed().await)
    }

    /// The host and the first members, each under the name the test calls them by, all welcomed.
    pub async fn with_members<const N: usize>(&self, names: [&str; N]) -> (Host, [Phone; N]) {
        let host = self.host().await;
        let mut phones = Vec::with_capacity(N);
        for (name, person) in names.into_iter().zip(self.members.iter()) {
            phones.push(self.phone(name, person).await);
        }
        let phones = phones.try_into().unwrap_or_else(|_| panic!("{N} members are not in this unit"));
        (host, phones)
    }
}
