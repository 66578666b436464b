//! What nobody is told before its time, and what nobody is told at all.

use serde_json::Value;

use crate::harness::{Evening, Frame};

on_both_engines! {
    async fn nothing_of_a_question_comes_before_its_time(evening: Evening) {
        let (host, [an, binh]) = evening.with_members(["An", "Bình"]).await;
        let screen = evening.screen().await;
        let mut questions = Vec::new();
        for index in 0..5 {
            let question = host.ask().await;
            evening.advance(4_000).await;
            let right = evening.key(index).await.remove(0);
            an.hear("question").await;
            binh.hear("question").await;
            an.answer_with(&right).await;
            binh.answer(0).await;
            // Whoever comes back in the open question learns no more than before.
            let again = evening.arriving_screen().await;
            let welcome = again.expect("welcome").await;
            assert_eq!(fields(&welcome["state"]), fields(&question.value));
            assert!(again.heard_all().await.iter().all(|frame| frame.kind() != "asked"), "that is for later");
            evening.advance(27_000).await;
            host.hear("closed").await;
            // Nor whoever comes between the close and the key.
            let again = evening.arriving_screen().await;
            assert_eq!(fields(&again.expect("welcome").await["state"]), ["index", "type"]);
            let asked = again.expect("asked").await;
            assert_eq!(fields(&asked.value), ["id", "index", "multiple", "of", "options", "text", "type"]);
            let shown = ["id", "index", "multiple", "of", "options", "text"].map(|field| (&asked[field], &question[field]));
            assert!(shown.iter().all(|(asked, shown)| asked == shown), "no more than what was open: {asked:?}");
            host.reveal().await;
            host.hear("revealed").await;
            let again = evening.arriving_screen().await;
            assert_eq!(again.expect("welcome").await["state"]["type"], "revealed");
            assert_eq!(again.expect("asked").await, asked);
            host.go_next().await;
            host.hear("leaders").await;
            questions.push((question, right));
        }
        host.go_next().await;
        host.hear("finished").await;
        for (name, frames) in [
            ("An", an.heard_all().await),
            ("Bình", binh.heard_all().await),
            ("host", host.heard_all().await),
            ("screen", screen.heard_all().await),
        ] {
            for (question, right) in &questions {
                nothing_early(name, &frames, question, right);
            }
        }
    }

    /// What stands in the room's memory leaves it by no page and by no endpoint.
    async fn no_page_and_no_endpoint_shows_a_question_before_its_time(evening: Evening) {
        let (host, [an]) = evening.with_members(["An"]).await;
        let contest = &evening.contest;
        let page = |name: &str| format!("/contests/{contest}{name}");
        let api = |name: &str| format!("/api/contests/{contest}{name}");
        let mut paths = vec!["/".to_owned(), "/account".to_owned(), "/api/contests".to_owned()];
        paths.extend(["", "/play", "/host", "/screen", "/rules", "/results"].map(page));
        paths.extend(["", "/roster", "/results", "/bundle"].map(api));
        let nobody_is_told = async |secrets: Vec<String>| {
            assert!(!secrets.is_empty() && secrets.iter().all(|secret| secret.len() >= 5), "{secrets:?}");
            for path in &paths {
                for person in [&evening.host, &evening.committee, &evening.members[0]] {
                    let reply = evening.get(path, person).await;
                    assert!(reply.status < 500, "{path}: {reply:?}");
                    for secret in &secrets {
                        assert!(!reply.text.contains(secret), "{path} tells {}: {secret}", person.name);
                    }
                }
            }
        };
        for index in 0..5 {
            nobody_is_told(evening.unasked(index).await).await;
            host.ask().await;
            an.hear("question").await;
            nobody_is_told(evening.unrevealed(index).await).await;
            evening.advance(4_000).await;
            an.answer(0).await;
            host.lock().await;
            evening.advance(2_000).await;
            host.hear("closed").await;
            nobody_is_told(evening.unrevealed(index).await).await;
            host.reveal().await;
            host.hear("revealed").await;
            host.go_next().await;
            host.hear("leaders").await;
        }
    }

    async fn nobody_is_sent_the_answers_of_another(evening: Evening) {
        let (host, [an, binh]) = evening.with_members(["An", "Bình"]).await;
        let screen = evening.screen().await;
        let mut secrets = Vec::new();
        for index in 0..2 {
            host.ask().await;
            an.hear("question").await;
            binh.hear("question").await;
            evening.advance(2_000 + index).await;
            let receipt = binh.answer(1).await;
            secrets.push(receipt.str("hash").to_owned());
            let own = an.answer(0).await;
            evening.advance(31_000).await;
            host.hear("closed").await;
            host.reveal().await;
            host.go_next().await;
            let line = an.hear("standings").await;
            assert_eq!(line["yours"]["options"], own["options"]);
            host.hear("leaders").await;
        }
        host.go_next().await;
        host.end("hết giờ họp").await;
        an.hear("finished").await;
        for (name, frames) in
            [("An", an.heard_all().await), ("host", host.heard_all().await), ("screen", screen.heard_all().await)]
        {
            for secret in &secrets {
                assert!(frames.iter().all(|frame| !frame.text.contains(secret)), "{name} was sent {secret}");
            }
            let receipts = frames.iter().filter(|frame| frame.kind() == "recorded").count();
            assert_eq!(receipts, if name == "An" { 2 } else { 0 }, "{name}");
        }
        let members = an.heard_all().await;
        let progress = members.iter().filter(|frame| frame.kind() == "progress");
        assert!(progress.clone().count() > 0, "phones of a small hall see how many have answered");
        for frame in progress {
            assert_eq!(frame.fields(), ["answered", "present", "type"], "counters only");
        }
    }
}

fn fields(value: &Value) -> Vec<&str> {
    let mut fields: Vec<&str> = value.as_object().expect("an object").keys().map(String::as_str).collect();
    fields.sort_unstable();
    fields
}

/// `frames` hold nothing of `question` before it is opened, and nothing of its key before it is revealed.
fn nothing_early(name: &str, frames: &[Frame], question: &Frame, right: &str) {
    let index = question["index"].clone();
    let is = |kind: &'static str| {
        let index = index.clone();
        move |frame: &Frame| frame.kind() == kind && frame["index"] == index
    };
    let opened = frames.iter().position(is("question")).expect("the question");
    let revealed = frames.iter().position(is("revealed")).expect("the key");
    assert!(opened < revealed);

    let ids: Vec<String> = (0..4).map(|position| question.option(position)).collect();
    let told = ids.iter().map(String::as_str).chain([question.str("id"), question.str("text")]);
    for secret in told {
        let early = frames[..opened].iter().find(|frame| frame.text.contains(secret));
        assert!(early.is_none(), "{name} was sent `{secret}` before question {index}: {early:?}");
    }
    for frame in &frames[opened..revealed] {
        for word in ["correct", "\"right\"", "explanation", "source", "distribution"] {
            assert!(!frame.text.contains(word), "{name} was sent `{word}` before the key: {frame:?}");
        }
        let own = ["question", "recorded"].contains(&frame.kind());
        assert!(own || !frame.text.contains(right), "{name} was sent the right option: {frame:?}");
    }
}
