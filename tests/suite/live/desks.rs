//! Desks: who drives, who is here, and what the secretary is told of the evening.

use khacsau::domain::role::{Grant, Role};
use serde_json::{Value, json};

use crate::harness::{A, Doors, Evening, Frame, Host, fresh_key};

const MINUTE: i64 = 60_000;

on_both_engines! {
    async fn the_first_host_drives_and_another_takes_over_while_the_question_runs(evening: Evening) {
        let other = second_host(&evening).await;
        let (mai, [an]) = evening.with_members(["An"]).await;
        drives(&mai, true).await;
        let lan = other.host().await;
        let seen = drives(&lan, false).await;
        assert_eq!(names(&seen), both(&evening), "both see each other");
        mai.hear_that("both hosts", |frame| names(frame) == both(&evening)).await;

        lan.open().await;
        let refused = lan.expect_no().await;
        assert_eq!((refused.command.as_deref(), refused.reason.as_str()), (Some("open"), "not_driving"));
        assert_eq!(evening.phase().await, "lobby", "a command of one who does not drive changes nothing");

        let question = mai.ask().await;
        an.hear("question").await;
        evening.advance(10_000).await;
        lan.send(&json!({"type": "take_over"}));
        drives(&lan, true).await;
        drives(&mai, false).await;
        evening.advance(10_000).await;
        lan.extend(15).await;
        let deadline = an.expect("deadline").await;
        assert_eq!(deadline["closes_at"], question.int("closes_at") + 15_000, "not a second was lost");
        assert_eq!(an.answer(A).await["response_time"], 20_000);
        mai.hear("deadline").await;
        mai.extend(15).await;
        assert_eq!(mai.expect_no().await.reason, "not_driving");
        let journal = evening.journal(&evening.contest).await;
        assert!(journal.iter().all(|entry| entry.event.kind() != "paused"));
    }

    async fn a_desk_is_handed_to_a_host_by_name(evening: Evening) {
        let other = second_host(&evening).await;
        let mai = evening.host().await;
        let to = json!({"type": "hand_over", "to": evening.id_of(&other.host).await});
        mai.send(&to);
        assert_eq!(mai.expect_no().await.reason, "no_such_host", "who has no desk cannot drive");
        let lan = other.host().await;
        lan.send(&json!({"type": "hand_over", "to": evening.id_of(&other.host).await}));
        assert_eq!(lan.expect_no().await.reason, "not_driving", "only the driver gives it away");
        for stranger in ["", "Lan", &evening.id_of(&evening.members[0]).await] {
            mai.send(&json!({"type": "hand_over", "to": stranger}));
            assert_eq!(mai.expect_no().await.reason, "no_such_host", "{stranger}");
        }
        mai.send(&to);
        drives(&lan, true).await;
        drives(&mai, false).await;
        lan.ask().await;
    }

    async fn a_host_whose_line_breaks_keeps_the_desk_until_another_takes_it(evening: Evening) {
        let other = second_host(&evening).await;
        let mai = evening.host().await;
        let lan = other.host().await;
        drop(mai);
        let gone = |frame: &Frame| hosts(frame).iter().any(|host| host["driving"] == true && host["here"] == false);
        lan.hear_that("the driver's broken line", gone).await;
        let mai = evening.host().await;
        drives(&mai, true).await;
        drop(mai);
        lan.hear_that("the driver's broken line", gone).await;
        lan.send(&json!({"type": "take_over"}));
        drives(&lan, true).await;
        lan.ask().await;
        let mai = evening.host().await;
        drives(&mai, false).await;
    }

    async fn a_command_by_post_is_held_to_the_same_wheel(evening: Evening) {
        let other = second_host(&evening).await;
        let lan = other.host().await;
        drives(&lan, true).await;
        let path = format!("/api/contests/{}/commands", evening.contest);
        let refused = evening.post(&path, &evening.host, &json!({"type": "open"})).await;
        assert_eq!((refused.status, refused.code().as_str()), (409, "not_driving"));
        let refused = evening.post(&path, &evening.host, &json!({"type": "take_over"})).await;
        assert_eq!((refused.status, refused.code().as_str()), (409, "no_such_host"), "a wheel needs a desk");
        let mai = evening.host().await;
        drives(&mai, false).await;
        assert_eq!(evening.post(&path, &evening.host, &json!({"type": "take_over"})).await.status, 204);
        drives(&mai, true).await;
        assert_eq!(evening.post(&path, &evening.host, &json!({"type": "open"})).await.status, 204);
        let member = evening.post(&path, &evening.members[0], &json!({"type": "take_over"})).await;
        assert_eq!(member.status, 403);
    }

    async fn a_desk_sees_who_is_here_and_who_has_answered(evening: Evening) {
        let (host, [an, binh]) = evening.with_members(["An", "Bình"]).await;
        let frozen = |frame: &Frame| frame.kind() == "roster";
        let roster = host.heard_all().await.into_iter().find(frozen).expect("the roster");
        let people = roster["people"].as_array().expect("people").clone();
        assert_eq!(people.len(), 24);
        let number_of = |name: &str| {
            people.iter().find(|line| line["name"] == name).map(|line| line["number"].clone()).expect("a number")
        };
        let an_is = number_of(&evening.members[0].name);
        let binh_is = number_of(&evening.members[1].name);
        let line = |frame: &Frame, number: &Value| {
            let people = frame.get("people").and_then(Value::as_array).cloned().unwrap_or_default();
            people.into_iter().find(|line| line["number"] == *number)
        };
        let tells = |number: Value, field: &'static str, value: bool| {
            move |frame: &Frame| {
                frame.kind() == "attendance" && line(frame, &number).is_some_and(|line| line[field] == value)
            }
        };
        host.ask().await;
        an.hear("question").await;
        evening.advance(3_000).await;
        an.answer(A).await;
        evening.advance(1_000).await;
        let told = host.hear_that("An has answered", tells(an_is.clone(), "answered", true)).await;
        assert_eq!(told["index"], 0);
        let known = line(&told, &an_is).expect("An");
        assert_eq!(known, json!({"number": an_is, "here": true, "answered": true, "hidden": false, "joined": true}));
        binh.send(&json!({"type": "left"}));
        evening.until_recorded("page_left").await;
        evening.advance(1_000).await;
        host.hear_that("Bình's page is hidden", tells(binh_is.clone(), "hidden", true)).await;
        drop(binh);
        let lost = |frame: &Frame| tells(binh_is.clone(), "here", false)(frame);
        until_told(&evening, &host, "Bình is gone", lost).await;

        // A desk that comes later knows the same.
        let late = evening.host().await;
        let attendance = late.hear("attendance").await;
        assert_eq!(line(&attendance, &an_is), Some(known));
        assert_eq!(line(&attendance, &binh_is).expect("Bình")["here"], false);
        assert_eq!(attendance["people"].as_array().map(Vec::len), Some(2), "the rest has never been here");
    }

    async fn incidents_are_told_as_they_happen(evening: Evening) {
        let (host, [an, binh]) = evening.with_members(["An", "Bình"]).await;
        host.ask().await;
        an.hear("question").await;
        binh.hear("question").await;
        an.send(&json!({"type": "left"}));
        evening.until_recorded("page_left").await;
        let told = |kind: &'static str| {
            move |frame: &Frame| frame.kind() == "incidents" && frame["incidents"][0]["kind"] == kind
        };
        let left = until_told(&evening, &host, "a hidden page", told("page_left")).await;
        assert_eq!(left["incidents"][0]["name"], evening.members[0].name);
        assert_eq!(left["incidents"][0]["index"], 0);

        let newer = evening.phone("Bình's other phone", &evening.members[1]).await;
        until_told(&evening, &host, "two devices", told("device_replaced")).await;
        drop(newer);
        let lost = until_told(&evening, &host, "a lost line", told("line_lost")).await;
        assert_eq!(lost["incidents"][0]["name"], evening.members[1].name);

        // The room waits for answers under way; by its own limit this one is late.
        host.lock().await;
        an.hear("deadline").await;
        evening.advance(745).await;
        assert_eq!(an.is_refused(A).await, "late");
        until_told(&evening, &host, "a late answer", told("late")).await;

        let all = host.heard_all().await;
        let newest = all.iter().rfind(|frame| frame.kind() == "incidents").expect("incidents");
        let kinds: Vec<&str> =
            newest["incidents"].as_array().expect("a list").iter().filter_map(|each| each["kind"].as_str()).collect();
        assert_eq!(kinds, ["late", "line_lost", "device_replaced", "page_left"], "newest first");
    }

    async fn a_claim_that_the_line_does_not_explain_is_told_as_advice(evening: Evening) {
        let (host, [an]) = evening.with_members(["An"]).await;
        let question = host.ask().await;
        an.hear("question").await;
        // So that every ping has been answered before the clock moves.
        an.heard_all().await;
        evening.advance(8_000).await;
        an.send(&crate::harness::answer(question.str("id"), &[&question.option(A)], Some(600), &fresh_key()));
        let receipt = an.expect("recorded").await;
        let clipped = |frame: &Frame| {
            frame.kind() == "incidents" && frame["incidents"][0]["kind"] == "claim_clipped"
        };
        let told = until_told(&evening, &host, "a clipped claim", clipped).await;
        assert_eq!(told["incidents"][0]["claim"], 600);
        assert_eq!(told["incidents"][0]["credited"], receipt["response_time"]);
    }

    async fn what_desks_are_told_reaches_nobody_else(evening: Evening) {
        let (host, [an, binh]) = evening.with_members(["An", "Bình"]).await;
        let screen = evening.screen().await;
        host.ask().await;
        an.hear("question").await;
        binh.hear("question").await;
        let chosen = an.answer(A).await;
        evening.advance(1_000).await;
        drop(binh);
        until_told(&evening, &host, "a lost line", |frame| frame.kind() == "incidents"
            && frame["incidents"][0]["kind"] == "line_lost").await;
        for (name, frames) in [("An", an.heard_all().await), ("screen", screen.heard_all().await)] {
            for kind in ["desk", "roster", "attendance", "incidents"] {
                assert!(frames.iter().all(|frame| frame.kind() != kind), "{name} was sent `{kind}`");
            }
        }
        let option = chosen["options"][0].as_str().expect("an option");
        for frame in host.heard_all().await.iter().filter(|frame| frame.kind() != "question") {
            assert!(!frame.text.contains(option), "the desk was sent what An answered: {frame:?}");
        }
    }

    async fn the_desk_knows_every_questions_state_and_the_projectors(evening: Evening) {
        let host = evening.host().await;
        let course = |wanted: &'static [&'static str]| {
            move |frame: &Frame| frame.kind() == "desk" && frame["course"] == json!(wanted)
        };
        let desk = host.hear_that("the course", course(&["ahead"; 5])).await;
        assert_eq!(desk["screens"], 0);
        assert_eq!(desk["pacing"], "host");
        assert_eq!((&desk["setup"]["drawn"], &desk["setup"]["questions"]), (&json!(true), &json!(5)));
        assert!(desk["setup"]["pool"].as_u64() > Some(5));
        let screen = evening.screen().await;
        host.hear_that("a projector", |frame| frame.kind() == "desk" && frame["screens"] == 1).await;
        drop(screen);
        host.hear_that("no projector", |frame| frame.kind() == "desk" && frame["screens"] == 0).await;
        host.ask().await;
        host.hear_that("the first asked", course(&["asked", "ahead", "ahead", "ahead", "ahead"])).await;
        host.void_question(2, "văn bản đã hết hiệu lực").await;
        host.hear_that("the third void", course(&["asked", "ahead", "void", "ahead", "ahead"])).await;
    }

    async fn a_host_who_comes_back_is_told_that_the_room_went_on_by_itself(evening: Evening) {
        let host = evening.host().await;
        let an = evening.phone("An", &evening.members[0]).await;
        host.ask().await;
        an.hear("question").await;
        drop(host);
        evening.until_recorded("host_left").await;
        evening.advance(MINUTE).await;
        evening.until_recorded("pacing_changed").await;
        let host = evening.host().await;
        host.hear_that("automatic pacing", |frame| frame.kind() == "desk" && frame["pacing"] == "absent").await;
    }

    async fn a_photo_finish_is_told_to_hosts_once_it_is_over(evening: Evening) {
        let (host, [an, binh]) = evening.with_members(["An", "Bình"]).await;
        let screen = evening.screen().await;
        host.ask().await;
        an.hear("question").await;
        binh.hear("question").await;
        evening.advance(5_000).await;
        let right = evening.key(0).await.remove(0);
        an.answer_with(&right).await;
        binh.answer_with(&right).await;
        evening.advance(27_000).await;
        host.hear("closed").await;
        host.reveal().await;
        host.hear("revealed").await;
        host.go_next().await;
        host.hear("leaders").await;
        host.end("hết giờ họp").await;
        let told = host.hear_that("a photo finish", |frame| frame.get("photo_finish").is_some()).await;
        let mut around: Vec<&str> = told["photo_finish"]["people"].as_array().expect("two").iter()
            .filter_map(|person| person["name"].as_str()).collect();
        around.sort_unstable();
        let mut both = [evening.members[0].name.as_str(), &evening.members[1].name];
        both.sort_unstable();
        assert_eq!(around, both);
        assert_eq!(told["photo_finish"]["gap"], 0);
        screen.hear("finished").await;
        assert!(screen.heard_all().await.iter().all(|frame| !frame.text.contains("photo_finish")));

        // The head that was signed at the end is shown by a projector that is opened later, too.
        let head = screen.heard_all().await.into_iter().rfind(|frame| frame.kind() == "checkpoint").expect("a head");
        let again = evening.screen().await;
        assert_eq!(again.hear("checkpoint").await.value, head.value);
    }
}

/// Lets time pass until the host is told: counters coalesce.
async fn until_told(evening: &Evening, host: &Host, what: &str, fits: impl Fn(&Frame) -> bool) -> Frame {
    crate::harness::until(what, async || {
        evening.advance(250).await;
        host.heard_all().await.into_iter().rfind(&fits)
    })
    .await
}

/// The committee member is made a secretary, too; the same doors with them as the host.
async fn second_host(evening: &Evening) -> Doors {
    let member = evening.id_of(&evening.committee).await.parse().expect("a member's id");
    let store = &evening.app.house.store;
    let unit = store.member(member).await.expect("the store").expect("a member").unit;
    store.insert_grant(member, Grant { role: Role::Secretary, unit }).await.expect("a grant");
    let mut doors = evening.at(&evening.contest);
    doors.host = evening.committee.clone();
    doors
}

/// The next time this desk is told that it drives, or does not.
async fn drives(host: &Host, driving: bool) -> Frame {
    host.hear_that("who drives", |frame| frame.kind() == "desk" && frame["driving"] == driving).await
}

fn hosts(frame: &Frame) -> Vec<Value> {
    frame.get("hosts").and_then(Value::as_array).cloned().unwrap_or_default()
}

fn names(frame: &Frame) -> Vec<String> {
    let mut names: Vec<String> =
        hosts(frame).iter().filter_map(|host| host["name"].as_str().map(str::to_owned)).collect();
    names.sort_unstable();
    names
}

fn both(evening: &Evening) -> Vec<String> {
    let mut both = vec![evening.host.name.clone(), evening.committee.name.clone()];
    both.sort_unstable();
    both
}
