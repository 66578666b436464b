//! The record cannot be written: everybody is told, nobody is told "recorded", and the contest goes on when it can.

use std::path::{Path, PathBuf};
use std::process::Command;

use khacsau::domain::verify::verify;
use khacsau::store::FILE;
use serde_json::{Value, json};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};

use crate::harness::{A, Directory, Frame, Host, Phone, Program, Screen, Thief, answer, until};

on_both_engines! {
    async fn a_locked_database_pauses_the_contest_and_a_reserve_follows(program: Program) {
        let (host, [an, binh]) = program.with_members(["An", "Bình"]).await;
        let screen = program.screen().await;
        let first = host.ask().await;
        an.hear("question").await;
        binh.hear("question").await;

        let thief = Thief::lock(program.record(), "journal").await;
        an.send_answer(A, "an").await;
        everybody_hears_of_the_pause([&an, &binh], &screen, &host).await;
        let refused = an.hear("rejected").await;
        assert_eq!((refused.str("reason"), &refused["question"]), ("storage", &first["id"]));
        binh.send_answer(A, "binh").await;
        assert_eq!(binh.expect_no().await.reason, "storage");
        host.reveal().await;
        let refused = host.hear("rejected").await;
        assert_eq!((refused.str("reason"), refused.str("command")), ("storage", "reveal"));
        // Whoever comes meanwhile is told as well, and sees nothing that is not on record.
        let chau = program.arriving_phone("Châu", &program.members[2]).await;
        let welcome = chau.expect("welcome").await;
        assert_eq!((&welcome["state"]["type"], &welcome["state"]["reason"]), (&json!("paused"), &json!("storage")));
        assert!(receipts(&an).await.is_empty() && receipts(&binh).await.is_empty());

        thief.let_go().await;
        let second = it_goes_on_with_a_reserve(&host, [&an, &binh], &screen, &first).await;
        chau.hear_that("the new question", |frame| frame.kind() == "question" && frame["id"] == second["id"]).await;
        an.send(&answer(first.str("id"), &[&first.option(A)], None, "an"));
        assert_eq!(an.expect_no().await.reason, "not_open", "the answer that was refused is not on record");
        let mut kept = vec![an.answer(A).await, binh.answer(A).await];
        kept.push(chau.answer(A).await);
        the_record_tells_of_it(&program, &host, &kept).await;
    }

    /// Between two questions nothing is void: it goes on where it was.
    async fn a_fault_between_questions_costs_no_question(program: Program) {
        let (host, [an]) = program.with_members(["An"]).await;
        let question = host.ask().await;
        an.hear("question").await;
        let receipt = an.answer(A).await;
        host.lock().await;
        host.hear("closed").await;
        let thief = Thief::lock(program.record(), "journal").await;
        host.reveal().await;
        let refused = host.hear("rejected").await;
        assert_eq!((refused.str("reason"), refused.str("command")), ("storage", "reveal"));
        assert_eq!(an.hear("paused").await["reason"], "storage");
        assert!(an.heard_all().await.iter().all(|frame| frame.kind() != "revealed"), "no key without its record");
        let path = format!("/api/contests/{}/commands", program.contest);
        let reply = program.post(&path, &program.host, &json!({"type": "reveal"})).await;
        assert_eq!((reply.status, reply.code().as_str()), (503, "storage"));
        thief.let_go().await;
        an.hear("resumed").await;
        let welcome = an.hear("welcome").await;
        assert_eq!(welcome["state"], json!({"type": "closed", "index": 0}));
        host.hear("resumed").await;
        host.reveal().await;
        let revealed = an.hear("revealed").await;
        let count = |frame: &Frame| -> u64 {
            frame["distribution"].as_array().expect("a list").iter().filter_map(|entry| entry["count"].as_u64()).sum()
        };
        assert_eq!(count(&revealed), 1);
        host.end("hết giờ họp").await;
        host.hear("finished").await;
        let bundle = program.bundle().await;
        assert!(verify(bundle.as_bytes(), None).is_ok());
        assert!(bundle.contains(receipt.str("hash")) && !bundle.contains("question_voided"), "{question:?}");
    }

    /// The same word to a phone without a websocket: its answer is refused by name, and never half taken.
    async fn an_answer_by_request_during_a_fault_is_refused_and_the_next_one_taken(program: Program) {
        let host = program.host().await;
        let an = program.stream(&program.members[0]).await;
        let first = host.ask().await;
        an.hear("question").await;
        let thief = Thief::lock(program.record(), "journal").await;
        let refused = an.answer(A, "an-1").await;
        assert_eq!((refused.status, refused.code().as_str()), (503, "storage"));
        assert_eq!(an.hear("paused").await["reason"], "storage");
        thief.let_go().await;
        an.hear("resumed").await;
        let second = an.hear("question").await;
        assert_ne!(second["id"], first["id"], "a reserve");
        let taken = an.answer(A, "an-2").await;
        assert_eq!((taken.status, &taken.json()["question"]), (200, &second["id"]));
        let hash = taken.json()["hash"].as_str().expect("a hash").to_owned();
        host.hear("question").await;
        host.end("hết giờ họp").await;
        host.hear("finished").await;
        let bundle = program.bundle().await;
        assert_eq!(verify(bundle.as_bytes(), None).expect("a bundle").answers, 1);
        assert!(bundle.contains(&hash));
    }

    /// The fault is there when the program dies.
    async fn a_kill_during_a_fault_loses_nothing_that_was_acknowledged(program: Program) {
        let mut program = program;
        let (host, [an, binh]) = program.with_members(["An", "Bình"]).await;
        let question = host.ask().await;
        an.hear("question").await;
        binh.hear("question").await;
        an.send_answer(A, "an").await;
        let receipt = an.expect("recorded").await;
        let thief = Thief::lock(program.record(), "journal").await;
        binh.send_answer(A, "binh").await;
        assert_eq!(binh.hear("rejected").await["reason"], "storage");
        program.kill();
        thief.let_go().await;
        program.start_again().await;
        let an = program.arriving_phone("An", &program.members[0]).await;
        let welcome = an.expect("welcome").await;
        assert_eq!(welcome["state"], question.value, "nothing of the fault came to the record");
        assert_eq!(welcome["recorded"]["hash"], receipt["hash"]);
        let binh = program.arriving_phone("Bình", &program.members[1]).await;
        assert_eq!(binh.expect("welcome").await.get("recorded"), None);
        binh.send_answer(A, "binh").await;
        binh.expect("recorded").await;
        let host = program.host().await;
        host.end("hết giờ họp").await;
        host.hear("finished").await;
        assert_eq!(verify(program.bundle().await.as_bytes(), None).expect("a bundle").answers, 2);
    }
}

/// A disk of its own that is really full, in the middle of an open question.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_pauses_the_contest_until_there_is_space_again() {
    let disk = Disk::mount();
    let program = Program::in_directory(&disk.0.0).await;
    let (host, [an, binh]) = program.with_members(["An", "Bình"]).await;
    let screen = program.screen().await;
    let first = host.ask().await;
    an.hear("question").await;
    binh.hear("question").await;
    an.send_answer(A, "an").await;
    let receipt = an.expect("recorded").await;

    disk.fill(program.data()).await;
    // The log of the database may have a page left to write on; nobody is told of more than it took.
    let mut acknowledged = vec![receipt];
    let reply = {
        binh.send_answer(A, "binh").await;
        binh.hear_that("a reply", |frame| ["recorded", "rejected"].contains(&frame.kind())).await
    };
    let recorded = reply.kind() == "recorded";
    if recorded {
        acknowledged.push(reply);
        // Each is an event to be written, until one cannot be.
        for word in ["left", "returned"].iter().cycle().take(16) {
            an.send(&json!({"type": word}));
        }
        assert_eq!(binh.hear("paused").await["reason"], "storage");
    } else {
        // It came after the word that the contest is paused.
        assert_eq!(reply["reason"], "storage");
    }
    for device in [&*screen, &*an, &*host] {
        assert_eq!(device.hear("paused").await["reason"], "storage", "{}", device.name());
    }
    let chau = program.arriving_phone("Châu", &program.members[2]).await;
    assert_eq!(chau.expect("welcome").await["state"]["reason"], "storage");
    host.reveal().await;
    assert_eq!(host.hear("rejected").await["reason"], "storage");

    disk.free();
    let second = it_goes_on_with_a_reserve(&host, [&an, &binh], &screen, &first).await;
    assert_ne!(second["id"], first["id"]);
    // What was acknowledged on the full disk is acknowledged still, under the voided question.
    an.send(&answer(first.str("id"), &[&first.option(A)], None, "an"));
    assert_eq!(an.hear("recorded").await, acknowledged[0]);
    acknowledged.push(an.answer(A).await);
    acknowledged.push(binh.answer(A).await);
    the_record_tells_of_it(&program, &host, &acknowledged).await;
}

async fn everybody_hears_of_the_pause(phones: [&Phone; 2], screen: &Screen, host: &Host) {
    for device in [&**phones[0], &**phones[1], &**screen, &**host] {
        let paused = device.hear("paused").await;
        assert_eq!(paused["reason"], "storage", "{}", device.name());
        assert!(!paused.str("text").is_empty());
    }
}

/// The old question is void, a reserve takes its place by itself.
async fn it_goes_on_with_a_reserve(host: &Host, phones: [&Phone; 2], screen: &Screen, first: &Frame) -> Frame {
    let mut questions = Vec::new();
    for device in [&**phones[0], &**phones[1], &**screen, &**host] {
        device.hear("resumed").await;
        let question = device.hear("question").await;
        assert_eq!(question["index"], first["index"], "{}", device.name());
        assert_ne!(question["id"], first["id"], "{}", device.name());
        questions.push(question);
    }
    assert!(questions.iter().all(|question| question.text == questions[0].text));
    questions.remove(0)
}

/// Played on and ended, the record has the pause with its true times, and every acknowledged answer once.
async fn the_record_tells_of_it(program: &Program, host: &Host, kept: &[Frame]) {
    host.lock().await;
    host.hear("closed").await;
    host.reveal().await;
    host.hear("revealed").await;
    host.go_next().await;
    host.hear("leaders").await;
    host.end("hết giờ họp").await;
    host.hear("finished").await;
    let bundle = program.bundle().await;
    let verified = verify(bundle.as_bytes(), None).expect("a bundle that agrees with itself");
    assert_eq!(verified.answers, kept.len() as u64);
    for receipt in kept {
        assert!(bundle.contains(receipt.str("hash")), "acknowledged and lost: {receipt:?}");
    }
    let entries: Vec<Value> = bundle.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let story = ["paused", "question_voided", "reserve_taken", "resumed", "countdown_started"];
    let paused = entries.iter().position(|entry| entry["kind"] == "paused").expect("the pause");
    assert_eq!(entries[paused]["event"]["reason"], "storage");
    let after: Vec<&str> = entries[paused..]
        .iter()
        .filter_map(|entry| entry["kind"].as_str())
        .filter(|kind| story.contains(kind))
        .take(story.len())
        .collect();
    assert_eq!(after, story);
    let resumed = entries.iter().find(|entry| entry["kind"] == "resumed").expect("the way on");
    assert!(entries[paused]["at"].as_i64() < resumed["at"].as_i64(), "each at its own time");
}

async fn receipts(phone: &Phone) -> Vec<Frame> {
    phone.heard().await.into_iter().filter(|frame| frame.kind() == "recorded").collect()
}

/// A small disk of its own.
struct Disk(Directory);

impl Disk {
    fn mount() -> Self {
        let directory = Directory::make();
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", "size=24m", "tmpfs"]).arg(&directory.0).output();
        let said = match mount {
            Ok(output) if output.status.success() => return Self(directory),
            Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
            Err(error) => error.to_string(),
        };
        panic!("this test needs a small disk that it can fill: run it as root, who may mount a tmpfs ({said})");
    }

    fn filler(&self) -> PathBuf {
        self.0.0.join("somebody-else's-film")
    }

    /// Takes all space there is. The database's own log is emptied first: what it holds could be written over
    /// without asking the disk for more.
    async fn fill(&self, data: &Path) {
        let mut connection = SqliteConnectOptions::new().filename(data.join(FILE)).connect().await.expect("the file");
        until("an empty log", async || {
            let (busy, ..): (i64, i64, i64) =
                sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut connection).await.ok()?;
            (busy == 0).then_some(())
        })
        .await;
        let file = std::fs::File::create(self.filler()).expect("a file");
        let mut file = std::io::BufWriter::with_capacity(512, file);
        let full = loop {
            if let Err(error) = std::io::Write::write_all(&mut file, &[7; 4_096]) {
                break error;
            }
        };
        assert_eq!(full.kind(), std::io::ErrorKind::StorageFull, "{full}");
        drop(file.into_parts());
        connection.close().await.expect("the end of the connection");
    }

    fn free(&self) {
        std::fs::remove_file(self.filler()).expect("the file is gone");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Lazily: whatever still has a file open there is about to end.
        drop(Command::new("umount").arg("-l").arg(&self.0.0).status());
    }
}
