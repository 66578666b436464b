//! Files that wait for one another: some do, and whoever comes beyond them is told at once.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use tokio::task::JoinSet;

use crate::api::demo::Demo;
use crate::harness::{Directory, Engine, Evening, within};

/// Two that are read, and six that wait.
const PLACES: usize = 8;

/// A program that reads nothing before this gate is open, and breaks then.
fn slow_reader(beside: &Directory) -> (PathBuf, PathBuf) {
    let (reader, gate) = (beside.0.join("reader"), beside.0.join("gate"));
    let script = format!("#!/bin/sh\ncat >/dev/null\nuntil [ -e '{}' ]; do sleep 0.02; done\nexit 1\n", gate.display());
    fs::write(&reader, script).expect("a program");
    fs::set_permissions(&reader, fs::Permissions::from_mode(0o755)).expect("a program that can be started");
    (reader, gate)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_wait_for_their_turn_and_one_too_many_is_told_to_come_again() {
    let beside = Directory::make();
    let (reader, gate) = slow_reader(&beside);
    let demo = Demo::from(Evening::with_reader(Engine::Sqlite, reader).await);
    let (secretary, unit) = (demo.secretary(), demo.cell().await);
    let (bank, roster) = (format!("/units/{unit}/bank/import"), format!("/units/{unit}/roster/import"));
    let document = format!("/documents/{}/reading", demo.document_of_the_cell().await);

    let mut sent = JoinSet::new();
    for _ in 0..=PLACES {
        let (visitor, path) = (secretary.clone(), bank.clone());
        sent.spawn(async move { visitor.bring(&path, &[("topic", "Tháng 9")], Some(("de.txt", b"x"))).await });
    }
    let told = within("a word to the last of them", sent.join_next()).await.unwrap().unwrap();
    let page = told.page(503);
    let error = page.split("id=\"file-error\">").nth(1).expect("an error beside the field");
    assert!(error.starts_with("Đang có nhiều tệp được đọc") && error.contains("gửi lại sau một phút"), "{error}");
    assert!(page.contains("value=\"Tháng 9\""), "what was filled in is still there");
    let text = [("text", "Câu 1: Gì?"), ("topic", "Tháng 9")];
    let page = secretary.bring(&bank, &text, None).await.page(503);
    assert!(page.contains("id=\"text-error\">Đang có nhiều tệp") && page.contains("Câu 1: Gì?"), "{page}");
    for (path, status) in [(&roster, 503), (&document, 422)] {
        let page = secretary.bring(path, &[], Some(("ds.csv", b"x"))).await.page(status);
        assert!(page.contains("id=\"file-error\">Đang có nhiều tệp"), "{path}: {page}");
    }

    fs::write(gate, "").expect("an open gate");
    while let Some(reply) = within("the others, one after another", sent.join_next()).await {
        // Of what was read, not of having to wait; on a machine that stands still, that its reading took too long.
        let reply = reply.unwrap();
        assert!(reply.status != 503 && reply.page(reply.status).contains("id=\"file-error\">"), "{}", reply.text());
    }
    secretary.bring(&bank, &[], Some(("de.txt", b"x"))).await.page(422);
}
