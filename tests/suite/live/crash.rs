//! The program dies or is stopped in the middle of a contest, and is started again on the same data.

use std::collections::HashMap;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use khacsau::domain::verify::{Verified, verify};
use serde_json::Value;

use crate::harness::{A, B, C, Doors, Evening, Frame, Host, Phone, Program, answer, fresh_key};

/// What the product promises for coming back, start of the process included.
const BACK_WITHIN: Duration = Duration::from_secs(2);

on_both_engines! {
    async fn a_kill_in_an_open_question_loses_and_doubles_nothing(program: Program) {
        let mut program = program;
        let (host, [an, binh, chau, dung, giang]) =
            program.with_members(["An", "Bình", "Châu", "Dũng", "Giang"]).await;
        let question = host.ask().await;
        for phone in [&an, &binh, &chau, &dung, &giang] {
            phone.hear("question").await;
        }
        an.send_answer(A, "an").await;
        binh.send_answer(B, "binh").await;
        let receipts = [an.expect("recorded").await, binh.expect("recorded").await];
        // These leave at the last moment: on record or not, nobody was told.
        let last = |option: usize, key: &str| answer(question.str("id"), &[&question.option(option)], None, key);
        chau.send(&last(C, "chau"));
        dung.send_batch(&[&last(A, "dung-1").to_string(), &last(B, "dung-2").to_string()]);
        program.kill();
        for phone in [&an, &binh, &chau, &dung, &giang] {
            assert_eq!(phone.expect_end().await, None, "{}: no word came with it", phone.name());
        }
        let told: Vec<Frame> = [chau.heard().await, dung.heard().await].concat();
        let told: Vec<&Frame> = told.iter().filter(|frame| frame.kind() == "recorded").collect();

        program.start_again().await;
        let host = program.arriving_host().await;
        assert_eq!(host.expect("welcome").await["state"], question.value, "the old question with its old deadline");
        let notice = host.hear("notice").await;
        assert!(notice.str("text").contains("gián đoạn"), "the host is asked whether it stands: {notice:?}");
        let mut welcomes = HashMap::new();
        let mut phones = HashMap::new();
        for (name, person) in ["An", "Bình", "Châu", "Dũng", "Giang"].into_iter().zip(program.members.iter()) {
            let phone = program.arriving_phone(name, person).await;
            let welcome = phone.expect("welcome").await;
            assert_eq!(welcome["state"], question.value, "{name}");
            welcomes.insert(name, welcome);
            phones.insert(name, phone);
        }
        for (name, option, key, receipt) in [("An", A, "an", &receipts[0]), ("Bình", B, "binh", &receipts[1])] {
            assert_eq!(welcomes[name]["recorded"], without_type(receipt), "{name}'s receipt");
            phones[name].send(&last(option, key));
            assert_eq!(phones[name].expect("recorded").await, *receipt, "{name}, asked again");
        }
        // Sent again under their keys, as the page does.
        phones["Châu"].send(&last(C, "chau"));
        let chaus = phones["Châu"].expect("recorded").await;
        phones["Dũng"].send(&last(A, "dung-1"));
        let dungs = phones["Dũng"].expect("recorded").await;
        phones["Dũng"].send(&last(B, "dung-2"));
        assert_eq!(phones["Dũng"].expect_no().await.reason, "already_answered");
        assert_eq!(dungs["options"], serde_json::json!([question.option(A)]));
        for (name, receipt) in [("Châu", &chaus), ("Dũng", &dungs)] {
            if let Some(recorded) = welcomes[name].get("recorded") {
                assert_eq!(*recorded, without_type(receipt), "{name}");
            }
        }
        for frame in told {
            assert!([&chaus, &dungs].contains(&frame), "told at the last moment, and kept: {frame:?}");
        }
        // Whoever had not answered counts from the opening: the interruption gains nothing.
        let giangs = phones["Giang"].answer(A).await;
        assert_eq!(giangs.int("response_time"), (giangs.int("at") - question.int("now")).max(500));
        assert_eq!(welcomes["Giang"].get("recorded"), None);

        on_to_the_standings(&program, &host).await;
        host.ask().await;
        phones["An"].hear("question").await;
        phones["An"].answer(A).await;
        on_to_the_standings(&program, &host).await;
        let verified = ended(&program, &host).await;
        assert_eq!(verified.answers, 5 + 1, "each once");
        let bundle = program.bundle().await;
        assert!(bundle.contains("\"kind\":\"interrupted\""));
        for receipt in [&receipts[0], &receipts[1], &chaus, &dungs, &giangs] {
            assert!(bundle.contains(receipt.str("hash")));
        }
    }

    /// Each at another moment: while twenty members hammer, at a lock, at the key, in a countdown, at the standings.
    async fn a_contest_is_played_to_its_end_through_five_kills(program: Program) {
        let mut program = program;
        let mut acknowledged: Vec<Frame> = Vec::new();
        let mut quickest = Duration::MAX;
        let mut asked = Vec::new();
        for round in 0..4 {
            let (host, phones) = everybody(&program).await;
            let question = host.ask().await;
            let options = question["options"].as_array().expect("options").iter();
            asked.extend(options.map(|option| option["id"].clone()).chain([question["id"].clone(), question["text"].clone()]));
            for phone in &phones {
                phone.hear("question").await;
            }
            let keys: Vec<String> = phones.iter().map(|_| fresh_key()).collect();
            let mut receipts = hammer(&phones, &question, &keys).await;
            match round {
                1 => {
                    host.lock().await;
                }
                2 => {
                    host.lock().await;
                    host.hear("closed").await;
                    host.reveal().await;
                }
                3 => {
                    host.lock().await;
                    host.hear("closed").await;
                    host.reveal().await;
                    host.go_next().await;
                }
                _ => {}
            }
            program.kill();
            for (at, phone) in phones.iter().enumerate() {
                phone.expect_end().await;
                let late = phone.heard().await.into_iter().find(|frame| frame.kind() == "recorded");
                if let Some(receipt) = late.filter(|receipt| receipt["question"] == question["id"]) {
                    receipts.insert(at, receipt);
                }
            }

            let back = stopwatch();
            program.start_again().await;
            let host = program.host().await;
            quickest = quickest.min(back());
            let (_, phones) = everybody(&program).await;
            for (at, phone) in phones.iter().enumerate() {
                phone.send(&answer(question.str("id"), &[&question.option(at % 4)], None, &keys[at]));
                match receipts.get(&at) {
                    Some(receipt) => {
                        assert_eq!(phone.hear("recorded").await, *receipt, "round {round}, {}", phone.name())
                    }
                    // Not acknowledged before; in time it is now, or it comes too late.
                    None => {
                        let kinds = ["recorded", "rejected"];
                        let reply = phone.hear_that("a reply", |frame| kinds.contains(&frame.kind())).await;
                        if reply.kind() == "recorded" {
                            receipts.insert(at, reply);
                        } else {
                            assert!(["not_open", "late"].contains(&reply.str("reason")), "{reply:?}");
                        }
                    }
                }
            }
            acknowledged.extend(receipts.into_values());
            on_to_the_standings(&program, &host).await;
            if round == 2 {
                // Once more, in the countdown to the next question.
                host.open().await;
                host.hear("get_ready").await;
                program.kill();
                program.start_again().await;
                let host = program.host().await;
                on_to_the_standings(&program, &host).await;
            }
        }
        let host = program.host().await;
        let verified = ended(&program, &host).await;
        let bundle = program.bundle().await;
        assert_eq!(verified.answers, acknowledged.len() as u64, "nothing lost, nothing doubled, nothing else");
        for receipt in &acknowledged {
            let entry = format!("\"hash\":\"{}\"", receipt.str("hash"));
            assert!(bundle.contains(&entry), "acknowledged and lost: {receipt:?}");
        }
        assert!(quickest <= BACK_WITHIN, "back after {quickest:?} at best");
        let said = program.output();
        for secret in asked.iter().map(|secret| secret.as_str().expect("a text")) {
            assert!(!said.contains(secret), "a question stands in the log: {secret}");
        }
    }

    async fn a_stop_in_order_says_restarting_and_comes_back(program: Program) {
        let mut program = program;
        let (host, [an, binh]) = program.with_members(["An", "Bình"]).await;
        let screen = program.screen().await;
        let question = host.ask().await;
        an.hear("question").await;
        let receipt = an.answer(A).await;
        program.ask_to_stop();
        for device in [&*host, &*an, &*binh, &*screen] {
            assert_eq!(device.expect_close().await, (1012, "restarting".to_owned()), "{}", device.name());
        }
        let status = program.ended().await;
        assert_eq!(status.code(), Some(0), "{}", program.output());

        program.start_again().await;
        let an = program.arriving_phone("An", &program.members[0]).await;
        let welcome = an.expect("welcome").await;
        assert_eq!(welcome["state"], question.value);
        assert_eq!(welcome["recorded"], without_type(&receipt));
        let host = program.host().await;
        on_to_the_standings(&program, &host).await;
        assert_eq!(ended(&program, &host).await.answers, 1);
    }

    /// The program comes back after the deadline: the question is closed, not asked again.
    async fn a_deadline_that_passed_meanwhile_stays_passed(evening: Evening) {
        let (host, [an, binh]) = evening.with_members(["An", "Bình"]).await;
        host.ask().await;
        an.hear("question").await;
        evening.advance(2_000).await;
        let receipt = an.answer(A).await;
        let members = evening.members.clone();
        let evening = evening.start_again_after(600_000).await;
        assert_eq!(binh.expect_close().await.1, "restarting");
        let an = evening.arriving_phone("An", &members[0]).await;
        assert_eq!(an.expect("welcome").await["state"], serde_json::json!({"type": "closed", "index": 0}));
        let host = evening.host().await;
        host.reveal().await;
        host.go_next().await;
        let standings = an.hear("standings").await;
        assert_eq!(standings["yours"]["response_time"], receipt["response_time"]);
        host.end("hết giờ họp").await;
        host.hear("finished").await;
        assert!(verify(evening.bundle().await.as_bytes(), None).is_ok());
    }

    async fn a_pause_and_a_lobby_survive_a_restart(evening: Evening) {
        let (host, [_an]) = evening.with_members(["An"]).await;
        host.pause().await;
        host.hear("paused").await;
        let evening = evening.start_again_after(1_000).await;
        let host = evening.arriving_host().await;
        assert_eq!(host.expect("welcome").await["state"]["type"], "paused");
        host.resume().await;
        host.hear("resumed").await;
        let evening = evening.start_again_after(1_000).await;
        let an = evening.arriving_phone("An", &evening.members[0]).await;
        assert_eq!(an.expect("welcome").await["state"]["type"], "lobby");
        let host = evening.host().await;
        host.ask().await;
        an.hear("question").await;
    }
}

/// The host and twenty members.
async fn everybody(program: &Program) -> (Host, Vec<Phone>) {
    let host = program.host().await;
    let mut phones = Vec::new();
    for (at, person) in program.members.iter().take(20).enumerate() {
        phones.push(program.phone(&format!("member {at}"), person).await);
    }
    (host, phones)
}

/// All answer at once, some twice and some thrice; returns the receipts that came before a number of them, chosen at
/// random, had come.
async fn hammer(phones: &[Phone], question: &Frame, keys: &[String]) -> HashMap<usize, Frame> {
    let enough = rand::random_range(0..=phones.len());
    println!("killed after {enough} receipts");
    for (at, phone) in phones.iter().enumerate() {
        let message = answer(question.str("id"), &[&question.option(at % 4)], None, &keys[at]).to_string();
        let batch = vec![message.as_str(); 1 + at % 3];
        phone.send_batch(&batch);
    }
    let receipt = async |at: usize| (at, phones[at].hear("recorded").await);
    let waiting: FuturesUnordered<_> = (0..phones.len()).map(receipt).collect();
    waiting.take(enough).collect().await
}

/// Brings the question under way to its standings, from wherever it stands.
async fn on_to_the_standings(program: &Doors, host: &Host) {
    loop {
        let phase = program.phase().await;
        match phase.as_str() {
            "get_ready" => {
                host.open().await;
                host.hear("question").await;
            }
            "open" => {
                host.send(&serde_json::json!({"type": "lock"}));
                host.hear("closed").await;
            }
            "closed" => {
                host.reveal().await;
                host.hear("revealed").await;
            }
            "revealed" => {
                host.go_next().await;
                host.hear("leaders").await;
            }
            "standings" => return,
            other => panic!("{other} while a question is played"),
        }
    }
}

/// Ends the contest; its bundle agrees with itself.
async fn ended(program: &Doors, host: &Host) -> Verified {
    host.end("hết giờ họp").await;
    host.hear("finished").await;
    verify(program.bundle().await.as_bytes(), None).expect("a bundle that agrees with itself")
}

/// A receipt within a `welcome` has no `type` of its own.
fn without_type(frame: &Frame) -> Value {
    let mut value = frame.value.clone();
    value.as_object_mut().expect("an object").remove("type");
    value
}

#[expect(clippy::disallowed_methods, reason = "a promise about real time, kept by a real process")]
fn stopwatch() -> impl Fn() -> Duration {
    let start = std::time::Instant::now();
    move || start.elapsed()
}
