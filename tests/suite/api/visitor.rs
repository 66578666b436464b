//! Somebody at the doors: a program with a token, a browser with a cookie, or a stranger.

use reqwest::header::{CONTENT_TYPE, COOKIE, HeaderMap, LOCATION, ORIGIN};
use reqwest::{Client, Method, RequestBuilder, redirect};
use serde_json::Value;

#[derive(Clone)]
pub struct Visitor {
    client: Client,
    url: String,
    proof: Proof,
}

#[derive(Clone)]
enum Proof {
    Nothing,
    Bearer(String),
    /// The cookie as the browser sends it back.
    Cookie(String),
}

impl Visitor {
    pub fn stranger(url: &str) -> Self {
        Self::with(url, Proof::Nothing)
    }

    pub fn with_token(url: &str, token: &str) -> Self {
        Self::with(url, Proof::Bearer(token.to_owned()))
    }

    pub fn with_cookie(url: &str, cookie: &str) -> Self {
        Self::with(url, Proof::Cookie(cookie.to_owned()))
    }

    fn with(url: &str, proof: Proof) -> Self {
        let client = Client::builder().redirect(redirect::Policy::none()).no_proxy();
        Self { client: client.build().expect("an HTTP client"), url: url.to_owned(), proof }
    }

    /// A request that says who asks and, as a browser does, from where it acts.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let acts = method != Method::GET;
        let request = self.without_origin(method, path);
        match &self.proof {
            Proof::Cookie(_) if acts => request.header(ORIGIN, &self.url),
            _ => request,
        }
    }

    /// The same without an `Origin`.
    pub fn without_origin(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.url));
        match &self.proof {
            Proof::Nothing => request,
            Proof::Bearer(token) => request.bearer_auth(token),
            Proof::Cookie(cookie) => request.header(COOKIE, cookie),
        }
    }

    pub async fn get(&self, path: &str) -> Reply {
        Reply::to(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Reply {
        Reply::to(self.request(Method::POST, path).json(body)).await
    }

    pub async fn put(&self, path: &str, body: &Value) -> Reply {
        Reply::to(self.request(Method::PUT, path).json(body)).await
    }

    /// Sends a form; a name may occur more than once.
    pub async fn fill_in(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let percent = |value: &str| value.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
        let encoded = fields.iter().map(|(name, value)| format!("{name}={}", percent(value))).collect::<Vec<_>>();
        let request = self.request(Method::POST, path).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        Reply::to(request.body(encoded.join("&"))).await
    }

    /// Sends a form with a file in it.
    pub async fn bring(&self, path: &str, fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Reply {
        const BOUNDARY: &str = "a-line-that-no-file-holds";
        let mut body = Vec::new();
        for (name, value) in fields {
            let part = format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        // A browser sends the field of a file also where none was chosen.
        let (name, bytes) = file.unwrap_or_default();
        let part = format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n");
        body.extend_from_slice(part.as_bytes());
        body.extend_from_slice(b"content-type: application/octet-stream\r\n\r\n");
        body.extend_from_slice(bytes);
        body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        let request = self.request(Method::POST, path);
        Reply::to(request.header(CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}")).body(body)).await
    }

    /// Presses the button of a form without fields.
    pub async fn submit(&self, path: &str) -> Reply {
        let form = "application/x-www-form-urlencoded";
        Reply::to(self.request(Method::POST, path).header(CONTENT_TYPE, form)).await
    }
}

pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Reply {
    pub async fn to(request: RequestBuilder) -> Self {
        let response = request.send().await.expect("a reply");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, bytes: response.bytes().await.expect("a whole reply").into() }
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("a header in ASCII"))
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).expect("a text")
    }

    /// The body of an answered question.
    #[track_caller]
    pub fn ok(&self) -> Value {
        assert_eq!((self.status, self.header("content-type")), (200, "application/json"), "{}", self.text());
        assert_eq!(self.header("cache-control"), "no-store", "what is answered depends on who asks and when");
        serde_json::from_slice(&self.bytes).expect("JSON")
    }

    #[track_caller]
    pub fn done(&self) {
        assert_eq!((self.status, self.text().as_str()), (204, ""));
    }

    /// A "no" of RFC 9457 with this code; its sentence is returned.
    #[track_caller]
    pub fn problem(&self, status: u16, code: &str) -> String {
        assert_eq!((self.status, self.header("content-type")), (status, "application/problem+json"), "{}", self.text());
        let problem: Value = serde_json::from_slice(&self.bytes).expect("JSON");
        assert_eq!(keys(&problem), ["code", "detail", "status", "title", "type"]);
        assert_eq!((&problem["code"], &problem["status"]), (&code.into(), &status.into()), "{problem}");
        assert_eq!(problem["type"], "about:blank");
        assert!(problem["title"].as_str().is_some_and(|title| !title.is_empty()), "{problem}");
        let detail = problem["detail"].as_str().expect("a sentence");
        assert!(detail.contains(' '), "{detail:?} is no sentence");
        detail.to_owned()
    }

    /// The page a person reads, its character references resolved.
    #[track_caller]
    pub fn page(&self, status: u16) -> String {
        assert_eq!((self.status, self.header("content-type")), (status, "text/html; charset=utf-8"), "{}", self.text());
        let references = [("&#34;", "\""), ("&#39;", "'"), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&")];
        references.iter().fold(self.text(), |text, (reference, letter)| text.replace(reference, letter))
    }

    /// Where a reply sends the browser.
    #[track_caller]
    pub fn see_other(&self) -> &str {
        assert_eq!(self.status, 303, "{}", self.text());
        self.header(LOCATION.as_str())
    }
}

/// The names in an object, in order.
#[track_caller]
pub fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<_> = value.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}
