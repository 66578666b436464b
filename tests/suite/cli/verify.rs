//! `khacsau verify`.

use std::fs;

use super::process::{khacsau, run};
use crate::harness::{Directory, Engine, Evening};

/// Last month's bundle, in a file, with the fingerprint printed in the rules.
async fn bundle(evening: &Evening, place: &Directory) -> (String, String) {
    let list = evening.get("/api/contests", &evening.host).await.json();
    let ids = list["contests"].as_array().unwrap().iter().map(|line| line["id"].as_str().unwrap());
    let id = ids.into_iter().find(|id| *id != evening.contest).unwrap();
    let path = place.0.join("bundle.jsonl").to_str().unwrap().to_owned();
    fs::write(&path, evening.at(id).bundle().await).unwrap();
    (path, evening.app.house.fingerprint().0)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bundle_that_agrees_is_recomputed_from_the_file_alone() {
    let (evening, place) = (Evening::on(Engine::Sqlite).await, Directory::make());
    let (path, fingerprint) = bundle(&evening, &place).await;
    let unit = evening.host.unit.clone();
    let output = run(khacsau(["verify", &path, "--key", &fingerprint])).well();
    assert!(output.contains("draw, chain, signatures, times, scores and places agree"), "{output}");
    assert!(output.contains(&unit) && output.contains(&format!("key  {fingerprint}\n")), "{output}");
    assert!(output.contains("   1  participant "), "{output}");
    let without = run(khacsau(["verify", &path])).well();
    assert!(without.contains("compare it with the printed rules, or give it with --key"), "{without}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_byte_is_found_and_its_line_named() {
    let (evening, place) = (Evening::on(Engine::Sqlite).await, Directory::make());
    let (path, _) = bundle(&evening, &place).await;
    let whole = fs::read(&path).unwrap();
    let lines: Vec<&[u8]> = whole.split_inclusive(|byte| *byte == b'\n').collect();
    let changed = place.0.join("changed.jsonl");
    // The header, the scheduling, the lobby, an entry of the evening, the results, the signature.
    for line in [1, 2, 3, lines.len() / 2, lines.len() - 1, lines.len()] {
        let start: usize = lines[..line - 1].iter().map(|line| line.len()).sum();
        let middle = start + lines[line - 1].len() / 2;
        let mut bytes = whole.clone();
        bytes[middle] ^= 1;
        fs::write(&changed, bytes).unwrap();
        let said = run(khacsau(["verify", changed.to_str().unwrap()])).refused();
        assert!(said.contains("does not agree with itself: line "), "{said}");
        let named: usize = said.split("line ").nth(1).unwrap().split(':').next().unwrap().parse().unwrap();
        // A change that leaves a well-formed line is found where it first matters, at the latest in the signature.
        assert!(named >= line && named <= lines.len(), "line {line} was changed: {said}");
    }
    for cut in [0, 1, whole.len() / 2, whole.len() - 1] {
        fs::write(&changed, &whole[..cut]).unwrap();
        assert!(run(khacsau(["verify", changed.to_str().unwrap()])).refused().contains("line "), "cut at {cut}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_key_or_no_file_is_said() {
    let (evening, place) = (Evening::on(Engine::Sqlite).await, Directory::make());
    let (path, fingerprint) = bundle(&evening, &place).await;
    let other = "0".repeat(fingerprint.len());
    let said = run(khacsau(["verify", &path, "--key", &other])).refused();
    assert!(said.contains("the bundle was signed by another key") && said.contains(&fingerprint), "{said}");
    let missing = place.0.join("none.jsonl");
    let said = run(khacsau(["verify", missing.to_str().unwrap()])).refused();
    assert!(said.starts_with(missing.to_str().unwrap()) && said.contains("No such file"), "{said}");
    assert_eq!(run(khacsau(["verify"])).code, Some(2), "a bundle has to be named");
}
