//! `khacsau serve` and `khacsau admin-link`.

use std::net::TcpListener;

use reqwest::Method;

use super::process::{Running, khacsau, run};
use crate::api::visitor::{Reply, Visitor};
use crate::harness::{Engine, Place};

/// What tests of both engines are given.
struct Ground(Place);

impl Ground {
    async fn on(engine: Engine) -> Self {
        Self(Place::make(engine).await)
    }

    fn command(&self, name: &str) -> std::process::Command {
        let mut command = khacsau([name, "--connections", "100"]);
        command.arg("--data").arg(self.0.path().join("data"));
        if let Some(database) = self.0.database() {
            command.arg("--database").arg(database);
        }
        command
    }

    /// Serves, once it says where.
    fn serve(&self) -> (Running, String) {
        let mut command = self.command("serve");
        command.args(["--listen", "127.0.0.1:0"]);
        let mut running = Running::start(command, &self.0.path().join("log"));
        let line = running.until("is served at ");
        let url = line.split_once(" at ").expect("an address").1.to_owned();
        assert!(url.starts_with("http://127.0.0.1:") && !url.ends_with(":0"), "the real port: {url}");
        (running, url)
    }
}

/// The path of a link that is printed in a line.
#[track_caller]
fn link(line: &str) -> String {
    let (_, token) = line.split_once("/sign-in/").expect("a link");
    format!("/sign-in/{}", token.trim())
}

#[track_caller]
fn printed_links(output: &str) -> usize {
    output.matches("/sign-in/").count()
}

on_both_engines! {
    async fn the_first_start_prints_a_link_that_signs_the_administrator_in_once(ground: Ground) {
        let (mut running, url) = ground.serve();
        let link = link(&running.until("The administrator signs in once with "));
        let stranger = Visitor::stranger(&url);
        stranger.get(&link).await.page(200);
        let signed_in = stranger.submit(&link).await;
        let cookie = signed_in.header("set-cookie").split(';').next().unwrap().to_owned();
        let me = Visitor::with_cookie(&url, &cookie).get("/api/me").await.ok();
        assert_eq!(me["roles"][0]["role"], "administrator");
        stranger.submit(&link).await.page(410);
        let ended = running.stop();
        assert_eq!(ended.code, Some(0));
        assert_eq!(printed_links(&ended.output), 1);
        assert!(!ended.errors.contains(link.trim_start_matches("/sign-in/")), "a link is never logged");

        let (running, url) = ground.serve();
        Visitor::with_cookie(&url, &cookie).get("/api/me").await.ok();
        assert_eq!(printed_links(&running.stop().output), 0, "the second start prints none");
    }

    async fn a_new_link_is_printed_on_demand_and_the_old_ones_stay(ground: Ground) {
        let first = link(&run(ground.command("admin-link")).well());
        let second = link(&run(ground.command("admin-link")).well());
        assert_ne!(first, second);
        let (running, url) = ground.serve();
        for link in [first, second] {
            Visitor::stranger(&url).submit(&link).await.see_other();
            Visitor::stranger(&url).submit(&link).await.page(410);
        }
        assert_eq!(printed_links(&running.stop().output), 0, "the organisation was there");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_data_directory_serves_one_program_beside_which_a_link_is_still_to_be_had() {
    let ground = Ground::on(Engine::Sqlite).await;
    let (running, url) = ground.serve();
    for command in ["serve", "demo"] {
        let mut second = ground.command(command);
        second.args(["--listen", "127.0.0.1:0"]);
        let said = run(second).refused();
        let data = ground.0.path().join("data");
        assert!(said.contains(&format!("another khacsau runs on {}", data.display())), "{command}: {said}");
        assert!(said.contains("stop it first, or choose another directory with --data"), "{said}");
    }
    let link = link(&run(ground.command("admin-link")).well());
    Visitor::stranger(&url).submit(&link).await.see_other();
    running.stop();
    let (running, _) = ground.serve();
    running.stop();
}

/// Behind a proxy that speaks TLS.
#[tokio::test(flavor = "multi_thread")]
async fn a_public_address_is_in_the_links_binds_cookies_to_tls_and_is_our_own_origin() {
    let ground = Ground::on(Engine::Sqlite).await;
    let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port");
    let public = "https://thi.example.vn";
    let mut command = ground.command("serve");
    command.args(["--public-url", &format!("{public}/"), "--listen", &free.to_string()]);
    let mut running = Running::start(command, &ground.0.path().join("log"));
    let line = running.until("The administrator signs in once with ");
    assert!(line.contains(&format!(" {public}/sign-in/")), "{line}");

    let url = format!("http://{free}");
    let signed_in = Visitor::stranger(&url).submit(&link(&line)).await;
    let cookie = signed_in.header("set-cookie");
    assert!(cookie.split("; ").any(|attribute| attribute == "Secure"), "{cookie}");
    let browser = Visitor::with_cookie(&url, cookie.split(';').next().expect("a cookie"));
    // The browser of the helper says that it comes from where it asks: not the public address.
    browser.submit("/sign-out").await.page(403);
    let from_us = browser.without_origin(Method::POST, "/sign-out").header("origin", public);
    Reply::to(from_us).await.see_other();
}

#[test]
fn the_secrets_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;

    let place = crate::harness::Directory::make();
    let data = place.0.join("data");
    run(khacsau(["admin-link", "--data", data.to_str().unwrap()])).well();
    let mode = |path: &str| std::fs::metadata(data.join(path)).expect(path).permissions().mode() & 0o777;
    assert_eq!((mode(""), mode("secrets")), (0o700, 0o700));
    let secrets: Vec<_> = std::fs::read_dir(data.join("secrets")).expect("a folder").flatten().collect();
    assert_eq!(secrets.len(), 4, "{secrets:?}");
    for secret in secrets {
        let name = secret.file_name().into_string().expect("a name");
        assert_eq!(mode(&format!("secrets/{name}")), 0o600, "{name}");
    }
}
