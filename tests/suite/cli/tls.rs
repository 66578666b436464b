//! TLS of the program's own, and a proxy in front that speaks for others.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use futures_util::StreamExt as _;
use reqwest::Method;
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::HeaderValue;

use super::process::{Running, khacsau, run};
use crate::api::visitor::{Reply, Visitor};
use crate::harness::{Directory, within};

/// For `localhost` and 127.0.0.1, by nobody, until 2126.
fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/certificates").join(name)
}

fn serve(directory: &Directory, more: &[&str]) -> std::process::Command {
    let mut command = khacsau(["serve", "--listen", "127.0.0.1:0", "--connections", "100"]);
    command.arg("--data").arg(directory.0.join("data")).args(more);
    command
}

/// A connection that trusts our own certificate.
async fn connect(address: &str) -> TlsStream<TcpStream> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(file("certificate.pem")).expect("a certificate")).expect("a root");
    let builder = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()));
    let configuration = builder.with_safe_default_protocol_versions().expect("TLS");
    let configuration = configuration.with_root_certificates(roots).with_no_client_auth();
    let name = ServerName::try_from("localhost").expect("a name");
    let stream = TcpStream::connect(address).await.expect("a connection");
    TlsConnector::from(Arc::new(configuration)).connect(name, stream).await.expect("TLS")
}

/// One request over TLS, and the whole reply.
async fn ask(address: &str, request: &str) -> String {
    let talking = async {
        let mut stream = connect(address).await;
        stream.write_all(request.as_bytes()).await.expect("a request");
        let mut reply = Vec::new();
        // The end may come without TLS's own goodbye.
        stream.read_to_end(&mut reply).await.ok();
        String::from_utf8_lossy(&reply).into_owned()
    };
    within("a reply over TLS", talking).await
}

fn request(method: &str, path: &str, host: &str) -> String {
    let form = "content-type: application/x-www-form-urlencoded\r\ncontent-length: 0";
    format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\norigin: https://{host}\r\n{form}\r\nconnection: close\r\n\r\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn two_settings_serve_tls_and_bind_cookies_to_it() {
    let directory = Directory::make();
    let (certificate, key) = (file("certificate.pem"), file("key.pem"));
    let command =
        serve(&directory, &["--tls-certificate", certificate.to_str().unwrap(), "--tls-key", key.to_str().unwrap()]);
    let mut running = Running::start(command, &directory.0.join("log"));
    let line = running.until("is served at ");
    let address = line.split_once("https://").expect("https").1.trim().to_owned();
    let link = running.until("The administrator signs in once with ");
    let (_, token) = link.split_once("/sign-in/").expect("a link");

    let home = ask(&address, &request("GET", "/", &address)).await;
    assert!(home.starts_with("HTTP/1.1 200 "), "{home}");
    let lower = home.to_lowercase();
    assert!(lower.contains("strict-transport-security: max-age=63072000"), "{home}");
    assert!(lower.contains(&format!("connect-src 'self' wss://{address};")), "{home}");
    let signed_in = ask(&address, &request("POST", &format!("/sign-in/{}", token.trim()), &address)).await;
    assert!(signed_in.starts_with("HTTP/1.1 303 "), "{signed_in}");
    let cookies: Vec<_> = signed_in.lines().filter(|line| line.to_lowercase().starts_with("set-cookie:")).collect();
    assert!(cookies.len() >= 2 && cookies.iter().all(|cookie| cookie.contains("; Secure")), "{cookies:?}");
    running.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_plays_over_a_websocket_in_tls() {
    let directory = Directory::make();
    let links = directory.0.join("links.json");
    let mut command = khacsau(["demo", "--listen", "127.0.0.1:0", "--connections", "100"]);
    command.arg("--data").arg(directory.0.join("data")).arg("--links").arg(&links);
    command.arg("--tls-certificate").arg(file("certificate.pem")).arg("--tls-key").arg(file("key.pem"));
    let mut running = Running::start(command, &directory.0.join("log"));
    running.until("Links and tokens are in ");
    let links: Value = serde_json::from_slice(&std::fs::read(links).expect("the links")).expect("JSON");
    let address = links["url"].as_str().and_then(|url| url.strip_prefix("https://")).expect("https");
    let contest = links["contest"].as_str().expect("a contest");
    let mut request = format!("wss://{address}/ws/contests/{contest}").into_client_request().expect("an address");
    let headers = request.headers_mut();
    let bearer = format!("Bearer {}", links["members"][0]["token"].as_str().expect("a token"));
    headers.insert("authorization", bearer.parse().expect("a header"));
    headers.insert("sec-websocket-protocol", HeaderValue::from_static("khacsau.v1"));
    let (mut socket, response) = client_async(request, connect(address).await).await.expect("a websocket");
    assert_eq!(response.status(), 101);
    let text = async {
        loop {
            if let Message::Text(text) = socket.next().await.expect("an open line").expect("a message") {
                break text;
            }
        }
    };
    let welcome: Value = serde_json::from_str(&within("the welcome", text).await).expect("JSON");
    assert_eq!((&welcome["type"], &welcome["you"]["name"]), (&"welcome".into(), &links["members"][0]["name"]));
    drop(socket);
    running.stop();
}

#[test]
fn files_that_are_no_pair_are_refused_with_what_to_do() {
    let directory = Directory::make();
    let path = |name: &str| file(name).to_str().expect("a path").to_owned();
    let (certificate, key, other, missing) =
        (path("certificate.pem"), path("key.pem"), path("other.pem"), path("missing.pem"));
    let refused = |certificate: &str, key: &str| {
        run(serve(&directory, &["--tls-certificate", certificate, "--tls-key", key])).refused()
    };
    assert!(refused(&certificate, &other).contains("the certificate and the key do not go together"));
    assert!(refused(&missing, &key).contains("`tls_certificate` is a PEM file with the whole chain"));
    assert!(refused(&certificate, &missing).contains("`tls_key` is a PEM file with the certificate's private key"));
    assert!(refused(&key, &key).contains("there is no certificate in it"));
    let half = run(serve(&directory, &["--tls-certificate", &certificate])).refused();
    assert!(half.contains("`tls_key`") && half.contains("its private key is needed"), "{half}");
    let half = run(serve(&directory, &["--tls-key", &key])).refused();
    assert!(half.contains("`tls_certificate`") && half.contains("its certificate is needed"), "{half}");
    let proxies = run(serve(&directory, &["--trusted-proxies", "127.0.0.1, nonsense"])).refused();
    assert!(proxies.contains("addresses or networks such as 127.0.0.1 10.0.0.0/8 are expected"), "{proxies}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trusted_proxy_says_who_asks_and_over_what() {
    let directory = Directory::make();
    let mut running = Running::start(serve(&directory, &["--trusted-proxies", "127.0.0.1"]), &directory.0.join("log"));
    let url = running.until("is served at ").split_once(" at ").expect("an address").1.trim().to_owned();
    let host = url.strip_prefix("http://").expect("an address").to_owned();
    let through = |address: &'static str| {
        let request = Visitor::stranger(&url).request(Method::GET, "/");
        request.header("x-forwarded-for", address).header("x-forwarded-proto", "https")
    };
    let home = Reply::to(through("203.0.113.7")).await;
    home.page(200);
    assert!(home.header("content-security-policy").contains(&format!("wss://{host};")));
    assert_eq!(home.header("strict-transport-security"), "max-age=63072000");
    // One address asks too often; its neighbour does not notice.
    let mut refused = None;
    for _ in 0..8_000 {
        let reply = Reply::to(through("203.0.113.7")).await;
        if reply.status != 200 {
            refused = Some(reply);
            break;
        }
    }
    let refused = refused.expect("there is a limit");
    assert!(refused.page(429).contains("quá nhiều yêu cầu"));
    assert!(refused.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0));
    Reply::to(through("203.0.113.8")).await.page(200);
    running.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_token_key_voids_tokens_and_signs_nobody_out() {
    let directory = Directory::make();
    let mut running = Running::start(serve(&directory, &[]), &directory.0.join("log"));
    let url = running.until("is served at ").split_once(" at ").expect("an address").1.trim().to_owned();
    let line = running.until("The administrator signs in once with ");
    let browser = crate::api::browser::Browser::new(&url);
    browser
        .fill_in(&format!("/sign-in/{}", line.split_once("/sign-in/").expect("a link").1.trim()), &[])
        .await
        .see_other();
    let old = browser.cookie("khacsau_session").expect("a token");
    running.stop();

    let data = directory.0.join("data");
    let before = std::fs::read(data.join("secrets/token.key")).expect("a key");
    let said = run(khacsau(["rotate-token-key", "--data", data.to_str().unwrap()])).well();
    assert!(said.contains("from the next start"), "{said}");
    assert_ne!(std::fs::read(data.join("secrets/token.key")).expect("a key"), before);
    let missing = directory.0.join("nowhere");
    let refused = run(khacsau(["rotate-token-key", "--data", missing.to_str().unwrap()])).refused();
    assert!(refused.contains("token.key"), "{refused}");

    let mut running = Running::start(serve(&directory, &[]), &directory.0.join("log"));
    let url = running.until("is served at ").split_once(" at ").expect("an address").1.trim().to_owned();
    Visitor::with_token(&url, &old).get("/api/me").await.problem(401, "bad_token");
    let again = crate::api::browser::Browser::new(&url);
    again.keep("khacsau_session", &old);
    again.keep("khacsau_renewal", &browser.cookie("khacsau_renewal").expect("a renewal"));
    again.get("/api/me").await.ok();
    assert_ne!(again.cookie("khacsau_session"), Some(old));
    running.stop();
}
