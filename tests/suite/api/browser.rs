//! A browser: keeps cookies, says from where it acts, sends forms.

use std::collections::BTreeMap;
use std::sync::Mutex;

use reqwest::header::{COOKIE, ORIGIN, SET_COOKIE};
use reqwest::{Method, RequestBuilder};

use super::visitor::{Reply, Visitor};

pub struct Browser {
    url: String,
    outside: Visitor,
    /// Where it stands, as a proxy in front of us names it.
    address: Option<&'static str>,
    jar: Mutex<BTreeMap<String, String>>,
}

impl Browser {
    pub fn new(url: &str) -> Self {
        Self { url: url.to_owned(), outside: Visitor::stranger(url), address: None, jar: Mutex::default() }
    }

    /// One that reaches us through the trusted proxy.
    pub fn at(url: &str, address: &'static str) -> Self {
        Self { address: Some(address), ..Self::new(url) }
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.send(self.request(Method::GET, path)).await
    }

    /// Sends a form from one of our own pages.
    pub async fn fill_in(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let encoded = fields.iter().map(|(name, value)| format!("{name}={}", percent(value))).collect::<Vec<_>>();
        let request = self.request(Method::POST, path).header(ORIGIN, &self.url);
        self.send(request.header("content-type", "application/x-www-form-urlencoded").body(encoded.join("&"))).await
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.jar.lock().unwrap().get(name).cloned()
    }

    /// As if the browser had lost it.
    pub fn forget(&self, name: &str) {
        self.jar.lock().unwrap().remove(name);
    }

    pub fn keep(&self, name: &str, value: &str) {
        self.jar.lock().unwrap().insert(name.to_owned(), value.to_owned());
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let cookies: Vec<_> = self.jar.lock().unwrap().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = self.outside.request(method, path).header(COOKIE, cookies.join("; "));
        match self.address {
            Some(address) => request.header("x-forwarded-for", address),
            None => request,
        }
    }

    async fn send(&self, request: RequestBuilder) -> Reply {
        let reply = Reply::to(request).await;
        for cookie in reply.headers.get_all(SET_COOKIE) {
            let (name, rest) = cookie.to_str().expect("a cookie in ASCII").split_once('=').expect("a cookie");
            let (value, attributes) = rest.split_once("; ").expect("attributes");
            for attribute in ["HttpOnly", "SameSite=Lax", "Path=/"] {
                assert!(attributes.split("; ").any(|given| given == attribute), "{attribute}: {cookie:?}");
            }
            if attributes.contains("Max-Age=0") { self.forget(name) } else { self.keep(name, value) }
        }
        reply
    }
}

pub fn percent(value: &str) -> String {
    value.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
