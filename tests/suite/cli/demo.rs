//! `khacsau demo`.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::process::{Ended, Running, khacsau};
use crate::api::visitor::{Visitor, keys};
use crate::harness::{Engine, Place};

struct Ground(Place);

impl Ground {
    async fn on(engine: Engine) -> Self {
        Self(Place::make(engine).await)
    }

    fn file(&self) -> PathBuf {
        self.0.path().join("links.json")
    }

    /// Started, and the links it wrote.
    fn demo(&self, more: &[&str]) -> (Running, Value) {
        let mut command = khacsau(["demo", "--listen", "127.0.0.1:0", "--connections", "100"]);
        command.arg("--data").arg(self.0.path().join("data")).arg("--links").arg(self.file()).args(more);
        if let Some(database) = self.0.database() {
            command.arg("--database").arg(database);
        }
        let mut running = Running::start(command, &self.0.path().join("log"));
        running.until("Links and tokens are in ");
        let links = serde_json::from_slice(&fs::read(self.file()).expect("the links")).expect("JSON");
        (running, links)
    }
}

fn bearer(links: &Value, person: &Value) -> Visitor {
    Visitor::with_token(links["url"].as_str().unwrap(), person["token"].as_str().unwrap())
}

async fn end(links: &Value, contest: &Value, host: &Value) {
    let path = format!("/api/contests/{}/commands", contest.as_str().unwrap());
    bearer(links, host).post(&path, &json!({"type": "end", "reason": "hết giờ họp"})).await.done();
}

async fn phase(links: &Value, contest: &Value, person: &Value) -> Value {
    let path = format!("/api/contests/{}", contest.as_str().unwrap());
    bearer(links, person).get(&path).await.ok()["phase"].clone()
}

#[track_caller]
fn stopped(running: Running) -> Ended {
    let ended = running.stop();
    assert_eq!(ended.code, Some(0), "{ended:?}");
    ended
}

#[track_caller]
fn is_person(person: &Value, url: &str) {
    assert_eq!(keys(person), ["link", "name", "token", "unit"]);
    assert!(person["link"].as_str().unwrap().starts_with(&format!("{url}/sign-in/")), "{person}");
    assert_eq!(person["token"].as_str().unwrap().split('.').count(), 3, "a JWT");
}

on_both_engines! {
    async fn the_links_file_holds_everybody_and_is_for_its_owner_alone(ground: Ground) {
        let (running, links) = ground.demo(&[]);
        assert_eq!(fs::metadata(ground.file()).unwrap().permissions().mode() & 0o777, 0o600);
        let beside = fs::read_dir(ground.0.path()).unwrap().map(|entry| entry.unwrap().file_name());
        let beside: Vec<_> = beside.filter(|name| name.to_string_lossy().contains("links")).collect();
        assert_eq!(beside, ["links.json"], "nothing half-written stays beside it");

        assert_eq!(keys(&links), ["committee", "contest", "members", "secretary", "supervisor", "url"]);
        let url = links["url"].as_str().unwrap();
        let port: u16 = url.strip_prefix("http://127.0.0.1:").expect("where it listens").parse().expect("a port");
        assert_ne!(port, 0);
        let members = links["members"].as_array().unwrap();
        assert_eq!(members.len(), 22, "24 with the secretary and the committee member");
        for person in members.iter().chain([&links["secretary"], &links["committee"], &links["supervisor"]]) {
            is_person(person, url);
            assert_eq!(bearer(&links, person).get("/api/me").await.ok()["name"], person["name"]);
        }
        assert_eq!(phase(&links, &links["contest"], &links["secretary"]).await, "lobby");
        let path = format!("/api/contests/{}", links["contest"].as_str().unwrap());
        assert!(bearer(&links, &links["secretary"]).get(&path).await.ok()["questions"].as_u64().unwrap() >= 5);

        let ended = stopped(running);
        assert!(ended.output.contains(url), "where to open it");
        for person in [&links["secretary"], &links["committee"], &links["supervisor"], &members[0]] {
            assert!(ended.output.contains(person["link"].as_str().unwrap()), "{person} is not printed");
        }
        assert!(!ended.output.contains(members[0]["token"].as_str().unwrap()), "tokens are in the file alone");
    }

    async fn started_again_it_goes_on_with_what_is_there(ground: Ground) {
        let (running, first) = ground.demo(&[]);
        let path = format!("/api/contests/{}/commands", first["contest"].as_str().unwrap());
        bearer(&first, &first["secretary"]).post(&path, &json!({"type": "open"})).await.done();
        bearer(&first, &first["secretary"]).post(&path, &json!({"type": "pause"})).await.done();
        stopped(running);

        let (running, second) = ground.demo(&[]);
        assert_eq!(second["contest"], first["contest"], "the same contest");
        assert_ne!(second["secretary"]["link"], first["secretary"]["link"], "written again");
        assert_eq!(phase(&second, &second["contest"], &second["members"][0]).await, "paused");
        // What was handed out before is still good, but for the address.
        let old = Visitor::with_token(second["url"].as_str().unwrap(), first["members"][0]["token"].as_str().unwrap());
        assert_eq!(old.get("/api/me").await.ok()["name"], first["members"][0]["name"]);
        let link = first["members"][0]["link"].as_str().unwrap();
        let link = link.strip_prefix(first["url"].as_str().unwrap()).unwrap();
        Visitor::stranger(second["url"].as_str().unwrap()).submit(link).await.see_other();

        end(&second, &second["contest"], &second["secretary"]).await;
        stopped(running);
        let (running, third) = ground.demo(&[]);
        assert_ne!(third["contest"], first["contest"], "none was left to play: a new one");
        assert_eq!(phase(&third, &third["contest"], &third["members"][0]).await, "lobby");
        assert_eq!(phase(&third, &first["contest"], &third["members"][0]).await, "finished");
        let list = bearer(&third, &third["secretary"]).get("/api/contests").await.ok();
        assert_eq!(list["contests"].as_array().unwrap().len(), 8 + 2, "the months behind it are held once");
        stopped(running);
    }

    async fn a_cell_has_eight_months_behind_it_and_each_result_is_published_and_verifies(ground: Ground) {
        let (running, links) = ground.demo(&[]);
        let member = bearer(&links, &links["members"][0]);
        let list = member.get("/api/contests").await.ok();
        let held: Vec<&Value> = list["contests"].as_array().unwrap().iter().skip(1).collect();
        let titles: std::collections::BTreeSet<&str> = held.iter().map(|line| line["title"].as_str().unwrap()).collect();
        assert_eq!((held.len(), titles.len()), (8, 8), "one a month: {titles:?}");
        for line in held {
            let path = format!("/api/contests/{}", line["id"].as_str().unwrap());
            let results = member.get(&format!("{path}/results")).await.ok();
            assert_eq!(results["phase"], "published", "{line}");
            assert!(results["completed"].as_u64().unwrap() >= 12, "most came: {line}");
            let bundle = ground.0.path().join("bundle.jsonl");
            fs::write(&bundle, member.get(&format!("{path}/bundle")).await.bytes).unwrap();
            let mut verify = khacsau(["verify"]);
            verify.arg(&bundle);
            let ended = super::process::run(verify);
            assert_eq!(ended.code, Some(0), "{ended:?}");
        }
        stopped(running);
    }

    async fn a_hall_of_300_has_a_host_and_a_contest_of_its_own(ground: Ground) {
        let (running, links) = ground.demo(&["--members", "300"]);
        assert_eq!(keys(&links), ["committee", "contest", "hall", "members", "secretary", "supervisor", "url"]);
        let hall = &links["hall"];
        assert_eq!(keys(hall), ["contest", "host", "members"]);
        assert_ne!(hall["contest"], links["contest"]);
        let members = hall["members"].as_array().unwrap();
        assert_eq!(members.len(), 300);
        for person in members.iter().chain([&hall["host"]]) {
            is_person(person, links["url"].as_str().unwrap());
        }
        assert_eq!(phase(&links, &hall["contest"], &members[299]).await, "lobby");
        let path = format!("/api/contests/{}", hall["contest"].as_str().unwrap());
        assert_eq!(bearer(&links, &hall["host"]).get(&path).await.ok()["eligible"], 300);
        bearer(&links, &links["members"][0]).get(&path).await.problem(403, "forbidden");
        let link = members[0]["link"].as_str().unwrap().strip_prefix(links["url"].as_str().unwrap()).unwrap();
        for _ in 0..2 {
            Visitor::stranger(links["url"].as_str().unwrap()).submit(link).await.see_other();
        }
        end(&links, &hall["contest"], &hall["host"]).await;
        stopped(running);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hall_is_of_1_to_20000_members() {
    for members in ["0", "20001", "-1", "many"] {
        let ended = super::process::run(khacsau(["demo", "--members", members]));
        assert_eq!(ended.code, Some(2), "{members}: {ended:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn links_that_cannot_be_written_are_said() {
    let ground = Ground::on(Engine::Sqlite).await;
    let mut command =
        khacsau(["demo", "--listen", "127.0.0.1:0", "--connections", "100", "--links", "/proc/links.json"]);
    command.arg("--data").arg(ground.0.path().join("data"));
    let said = super::process::run(command).refused();
    assert!(said.starts_with("/proc/links.json: "), "{said}");
}
