//! The published record: every receipt is in it, anybody can recompute it, and no byte of it can be changed.

use std::collections::BTreeMap;

use khacsau::domain::verify::verify;
use serde_json::{Value, json};

use crate::harness::{A, B, Doors, Engine, Evening, Frame, Host, NOON, Phone};

/// The sample's bank, as it stands in the repository.
const BANK: &str = include_str!("../../../src/commands/demo/bank.txt");

on_both_engines! {
    async fn every_receipt_and_every_signature_is_in_the_bundle(evening: Evening) {
        let (host, [an, binh]) = evening.with_members(["An", "Bình"]).await;
        let screen = evening.screen().await;
        let mut receipts = vec![];
        for index in 0..5 {
            receipts.extend(played(&evening, &host, [&an, &binh]).await);
            if index == 2 {
                // A question that is voided by a pause is signed as well.
                host.ask().await;
                an.hear("question").await;
                receipts.push(an.answer(A).await);
                host.pause().await;
                host.hear("paused").await;
                host.resume().await;
                host.hear("resumed").await;
                evening.advance(3_000).await;
                an.hear("question").await;
                binh.hear("question").await;
                receipts.extend(answered(&evening, &host, [&an, &binh]).await);
                break;
            }
        }
        host.void_question(1, "đáp án không còn đúng").await;
        host.hear("notice").await;
        host.end("hết giờ họp").await;
        host.hear("finished").await;
        host.confirm().await;
        host.hear("finished").await;
        host.publish().await;
        for device in [&*host, &*an, &*binh, &*screen] {
            assert_eq!(device.expect_close().await.1, "finished");
        }

        let bundle = evening.bundle().await;
        let entries = entries(&bundle);
        for receipt in &receipts {
            let entry = &entries[&receipt.int("seq")];
            assert_eq!(entry["hash"], receipt["hash"]);
            assert_eq!(entry["kind"], "answer_recorded");
            assert_eq!(entry["event"]["options"], receipt["options"]);
            assert_eq!(entry["event"]["response_time"], receipt["response_time"]);
            assert_eq!(entry["event"]["evidence"]["received_at"], receipt["at"]);
        }
        let answers = entries.values().filter(|entry| entry["kind"] == "answer_recorded").count();
        assert_eq!(answers, receipts.len());

        let signed: Vec<(Value, Value, Value)> = entries
            .values()
            .filter(|entry| entry["kind"] == "checkpoint")
            .map(|entry| {
                let (head, signature) = (&entry["event"]["head"], &entry["event"]["signature"]);
                (head["seq"].clone(), head["hash"].clone(), signature.clone())
            })
            .collect();
        // Four closes, two voids, the finish, the confirmation, the publication.
        assert_eq!(signed.len(), 4 + 2 + 3);
        for device in [&*host, &*an, &*binh, &*screen] {
            let frames = device.heard().await;
            let seen: Vec<(Value, Value, Value)> = frames
                .iter()
                .filter(|frame| frame.kind() == "checkpoint")
                .map(|frame| (frame["seq"].clone(), frame["hash"].clone(), frame["signature"].clone()))
                .collect();
            assert_eq!(seen, signed, "{} is a witness", device.name());
        }

        let verified = verify(bundle.as_bytes(), None).expect("a bundle that agrees with itself");
        assert_eq!((verified.answers, verified.checkpoints), (answers as u64, signed.len() as u64));
        assert_eq!(verified.entries, entries.len() as u64);
        let results = evening.results().await;
        assert_eq!(results["head"], verified.head.hash.to_string());
        for (published, recomputed) in
            results["standings"].as_array().expect("a list").iter().zip(&verified.results.standings)
        {
            assert_eq!(published["participant"], recomputed.participant.0);
            assert_eq!(published["place"].as_u64(), recomputed.place.map(u64::from));
            assert_eq!(published["score"], recomputed.score_hundredths);
            assert_eq!(published["elapsed"], recomputed.elapsed.0);
        }
    }

    async fn the_fingerprint_of_the_rules_guards_against_another_key(evening: Evening) {
        let bundle = ended(&evening).await;
        let shown = evening.show().await;
        let fingerprint = shown["fingerprint"].as_str().expect("a fingerprint");
        assert!(verify(bundle.as_bytes(), Some(fingerprint)).is_ok());
        let mut other = fingerprint.to_owned();
        let digit = if other.ends_with('0') { "1" } else { "0" };
        other.replace_range(other.len() - 1.., digit);
        let difference = verify(bundle.as_bytes(), Some(&other)).expect_err("another key");
        assert_eq!(difference.line, 1, "{difference}");
        assert!(difference.what.contains(fingerprint), "{difference}");
    }

    async fn the_bundle_can_be_had_by_the_unit_once_the_contest_is_over(engine: Engine) {
        let evening = Evening::with_hall(engine, 3).await;
        let path = format!("/api/contests/{}/bundle", evening.contest);
        let stranger = evening.hall().members[0].clone();
        let reply = evening.get(&path, &evening.members[0]).await;
        assert_eq!((reply.status, reply.code().as_str()), (409, "not_over"), "the seed and the paper are in it");
        assert_eq!(evening.get(&path, &evening.host).await.status, 409, "also for the host");
        ended(&evening).await;
        let reply = evening.get(&path, &stranger).await;
        assert_eq!((reply.status, reply.code().as_str()), (403, "forbidden"));
        let reply = evening.request(reqwest::Method::GET, &path, None, None).await;
        assert_eq!((reply.status, reply.code().as_str()), (401, "not_signed_in"));
        let reply = evening.get(&path, &evening.members[7]).await;
        assert_eq!((reply.status, reply.content_type.as_str()), (200, "application/jsonl"));
        assert!(verify(reply.text.as_bytes(), None).is_ok());
    }

    async fn people_are_numbers_and_the_rest_of_the_bank_stays_closed(evening: Evening) {
        let bundle = ended(&evening).await;
        let people = evening.members.iter().chain([&evening.host, &evening.committee]);
        for person in people {
            assert!(!bundle.contains(&person.name), "{} is named in the bundle", person.name);
            let id = evening.id_of(person).await;
            assert!(!bundle.contains(&id), "{}'s id is in the bundle", person.name);
        }
        let drawn: Vec<Value> = {
            let entries = entries(&bundle);
            let lobby = entries.values().find(|entry| entry["kind"] == "lobby_opened").expect("the draw");
            lobby["event"]["paper"].as_array().expect("a paper").clone()
        };
        assert_eq!(drawn.len(), 5);
        let drawn: Vec<&str> =
            drawn.iter().map(|opened| opened["revision"]["stem"].as_str().expect("a stem")).collect();
        let bank: Vec<&str> =
            BANK.lines().filter_map(|line| Some(line.strip_prefix("Câu ")?.split_once(": ")?.1.trim())).collect();
        assert!(bank.len() > 20 && drawn.iter().all(|stem| bank.contains(stem)));
        for stem in bank.iter().filter(|stem| !drawn.contains(stem)) {
            assert!(!bundle.contains(stem), "a question that was not drawn is in the bundle: {stem}");
        }
    }

    async fn a_number_called_out_in_the_hall_is_mixed_into_the_draw(evening: Evening) {
        let starts_at = NOON.0 + 24 * 60 * 60 * 1_000;
        let body = json!({"title": "Kỳ thi ngày mai", "starts_at": starts_at, "blueprint": [{"count": 5}]});
        let doors = evening.schedule(&body).await;
        let an = doors.arriving_phone("An", &doors.members[0]).await;
        assert_eq!(an.expect("welcome").await["state"]["type"], "scheduled");
        let host = doors.host().await;
        host.lobby(42).await;
        let welcome = an.hear("welcome").await;
        assert_eq!(welcome["state"]["type"], "lobby");
        assert_eq!(welcome["you"]["order"].as_array().map(Vec::len), Some(5));
        host.ask().await;
        an.hear("question").await;
        an.answer(A).await;
        host.lock().await;
        evening.advance(1_000).await;
        host.hear("closed").await;
        host.end("hết giờ họp").await;
        host.hear("finished").await;
        let bundle = doors.bundle().await;
        let entries = entries(&bundle);
        let lobby = entries.values().find(|entry| entry["kind"] == "lobby_opened").expect("the draw");
        assert_eq!(lobby["event"]["hall_number"], 42);
        assert!(verify(bundle.as_bytes(), None).is_ok(), "the paper is what seed and number draw");
        let other = bundle.replace("\"hall_number\":42", "\"hall_number\":43");
        let difference = verify(other.as_bytes(), None).expect_err("another number");
        assert_eq!(difference.line as u64, 1 + lobby["seq"].as_u64().expect("a number"), "{difference}");
    }

    async fn last_months_contest_verifies_as_well(evening: Evening) {
        let list = evening.get("/api/contests", &evening.members[0]).await.json();
        let contests = list["contests"].as_array().expect("a list");
        let last_month = contests.iter().find(|line| line["id"] != evening.contest.as_str()).expect("last month's");
        let doors = evening.at(last_month["id"].as_str().expect("an id"));
        assert_eq!(doors.phase().await, "published");
        let verified = verify(doors.bundle().await.as_bytes(), None).expect("a bundle that agrees with itself");
        assert!(verified.answers > 50 && verified.results.ranked > 10);
    }
}

/// Every byte of the first, the last, and the shortest lines is changed, and a dense sample of all others.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn any_single_changed_byte_is_found_and_its_line_is_named() {
    let evening = Evening::on(Engine::Sqlite).await;
    let bundle = ended(&evening).await.into_bytes();
    let line_of = |at: usize| 1 + bundle[..at].iter().filter(|byte| **byte == b'\n').count();
    let lines = line_of(bundle.len()) - 1;

    let sparse = (bundle.len() / 3_500).max(1);
    let positions: Vec<usize> = (0..bundle.len())
        .filter(|at| {
            let line = line_of(*at);
            at % sparse == 0 || line == 1 || line >= lines - 1
        })
        .collect();
    assert!(positions.len() >= 3_000, "{} bytes", bundle.len());

    let check = |positions: &[usize]| {
        let mut changed = bundle.clone();
        for at in positions {
            let original = bundle[*at];
            // A neighbouring digit or letter, another case, and a byte that is no text at all.
            let flips: &[u8] = if at % 7 == 0 { &[0x01, 0x20, 0x80] } else { &[0x01] };
            for flip in flips {
                changed[*at] = original ^ flip;
                let difference = verify(&changed, None).map(|_| ()).expect_err("a changed byte");
                let line = line_of(*at);
                let breaks_lines = original == b'\n' || changed[*at] == b'\n';
                // The header's own values show where they are first used.
                assert!(
                    difference.line == line || breaks_lines || (line == 1 && difference.line > 1),
                    "byte {at} in line {line}: {difference}"
                );
                assert!(difference.line <= lines + 1 && !difference.what.is_empty());
            }
            changed[*at] = original;
        }
    };
    assert!(verify(&bundle, None).is_ok());
    let (one, other) = positions.split_at(positions.len() / 2);
    std::thread::scope(|scope| {
        scope.spawn(|| check(one));
        scope.spawn(|| check(other));
    });
    // Lines lost, doubled or swapped are differences as well.
    let text = String::from_utf8(bundle.clone()).expect("text");
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    for at in 0..lines.len() {
        let without: String =
            lines.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, line)| *line).collect();
        assert!(verify(without.as_bytes(), None).is_err(), "without line {}", at + 1);
        let doubled: String = [&lines[..=at], &lines[at..]].concat().concat();
        assert!(verify(doubled.as_bytes(), None).is_err(), "line {} twice", at + 1);
        if at > 0 {
            let mut swapped = lines.clone();
            swapped.swap(at - 1, at);
            assert!(verify(swapped.concat().as_bytes(), None).is_err(), "lines {} and {} swapped", at, at + 1);
        }
    }
    for cut in [0, 1, bundle.len() / 2, bundle.len() - 1] {
        assert!(verify(&bundle[..cut], None).is_err(), "cut at {cut}");
    }
}

/// The next question: An right or wrong as it falls, Bình otherwise; then key and standings.
async fn played(evening: &Evening, host: &Host, phones: [&Phone; 2]) -> [Frame; 2] {
    host.ask().await;
    for phone in phones {
        phone.hear("question").await;
    }
    answered(evening, host, phones).await
}

async fn answered(evening: &Evening, host: &Host, [an, binh]: [&Phone; 2]) -> [Frame; 2] {
    evening.advance(2_345).await;
    let receipts = [an.answer(A).await, binh.answer(B).await];
    evening.advance(31_000).await;
    host.hear("closed").await;
    host.reveal().await;
    host.go_next().await;
    host.hear("leaders").await;
    receipts
}

/// A contest of two questions, ended by its host: its bundle.
async fn ended(evening: &Evening) -> String {
    let doors: &Doors = evening;
    let (host, [an, binh]) = doors.with_members(["An", "Bình"]).await;
    for _ in 0..2 {
        played(evening, &host, [&an, &binh]).await;
    }
    host.end("hết giờ họp").await;
    host.hear("finished").await;
    doors.bundle().await
}

/// The entries of a bundle by their number.
fn entries(bundle: &str) -> BTreeMap<i64, Value> {
    let lines: Vec<&str> = bundle.lines().collect();
    let read = |line: &&str| -> Value { serde_json::from_str(line).expect("a line of JSON") };
    let entries = lines[1..lines.len() - 2].iter().map(read);
    entries.map(|entry| (entry["seq"].as_i64().expect("a number"), entry)).collect()
}
