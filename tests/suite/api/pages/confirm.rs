//! `/contests/{contest}/confirm` and `…/decision`: looking at a result, deciding on it, confirming and publishing it.

use khacsau::domain::contest::{Contest, Event};
use khacsau::domain::verify::verify;
use serde_json::{Value, json};

use crate::api::demo::Demo;
use crate::api::visitor::{Reply, Visitor};
use crate::harness::Engine;

fn confirm(contest: &str) -> String {
    format!("/contests/{contest}/confirm")
}

/// The value of a hidden field.
#[track_caller]
fn hidden(page: &str, name: &str) -> String {
    let (_, after) =
        page.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("{name} in {page}"));
    after.split('"').next().expect("a value").to_owned()
}

fn part<'a>(page: &'a str, test_id: &str) -> &'a str {
    let mark = format!("data-testid=\"{test_id}\"");
    page.split_once(&mark).map_or("", |(_, after)| after.split("</section>").next().unwrap_or(after))
}

/// Presses a step's button on the page as it stands.
async fn press(visitor: &Visitor, contest: &str, step: &str) -> Reply {
    let seen = hidden(&visitor.get(&confirm(contest)).await.page(200), "seen");
    visitor.fill_in(&format!("/contests/{contest}/{step}"), &[("seen", &seen)]).await
}

/// Looks at what a decision would change, and takes it.
async fn decide(visitor: &Visitor, contest: &str, query: &str, reason: &str) -> (String, Reply) {
    let page = visitor.get(&format!("/contests/{contest}/decision?{query}")).await.page(200);
    let seen = hidden(&page, "seen");
    let mut fields: Vec<(String, String)> = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .filter(|(name, _)| !name.starts_with("position") && *name != "place")
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    if page.contains("name=\"order\"") {
        fields.push(("order".to_owned(), hidden(&page, "order")));
    }
    fields.extend([("reason".to_owned(), reason.to_owned()), ("seen".to_owned(), seen)]);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    (page, visitor.fill_in(&format!("/contests/{contest}/decision"), &fields).await)
}

/// Participants in the order of their places, with those.
async fn places(demo: &Demo, contest: &str) -> Vec<(u32, u32)> {
    let places = demo.behind(contest, |contest: &Contest| {
        let standings = contest.results().standings.into_iter();
        standings.filter_map(|standing| Some((standing.participant.0, standing.place?))).collect::<Vec<_>>()
    });
    places.await
}

async fn results(demo: &Demo, contest: &str) -> Value {
    demo.secretary().get(&format!("/api/contests/{contest}/results")).await.ok()
}

on_both_engines! {
    async fn the_page_shows_who_came_who_did_not_and_every_question(demo: Demo) {
        let contest = demo.last_month().await;
        let secretary = demo.browser(&demo.host.token);
        let page = secretary.get(&confirm(&contest)).await.page(200);
        let results = results(&demo, &contest).await;
        for line in results["standings"].as_array().unwrap() {
            assert!(page.contains(line["name"].as_str().unwrap()), "{line}");
        }
        assert!(page.contains(&format!("{}/24", results["completed"])), "the rate");
        let absent = 24 - results["standings"].as_array().unwrap().len();
        assert_eq!(part(&page, "absent").matches(">Ghi lý do<").count(), absent, "{}", part(&page, "absent"));
        let questions = demo.paper(&contest).await;
        assert_eq!(part(&page, "questions").matches(">Hủy câu ").count(), questions.len());
        assert!(questions.iter().all(|stem| part(&page, "questions").contains(stem)), "every one that was asked");
        assert!(page.contains("Công bố lần 1") && page.contains(&demo.host.name), "who may do what");

        // Who only countersigns reads, and decides nothing.
        let committee = demo.browser(&demo.committee.token);
        let read = committee.get(&confirm(&contest)).await.page(200);
        assert!(!read.contains("/decision?") && read.contains("Bảng xếp hạng"), "{read}");
        committee.get(&format!("/contests/{contest}/decision?kind=void&question=1")).await.page(403);
        demo.browser(&demo.members[0].token).get(&confirm(&contest)).await.page(403);
        demo.stranger().get(&confirm(&contest)).await.page(401);
        secretary.get(&confirm(&demo.contest)).await.page(409);
        secretary.get(&format!("/contests/{contest}/decision?kind=annul&participant=x")).await.page(404);
        secretary.get(&format!("/contests/{contest}/decision?kind=fly")).await.page(404);
    }

    async fn a_question_is_voided_after_its_effect_was_shown_and_a_reason_given(demo: Demo) {
        let contest = demo.last_month().await;
        let secretary = demo.browser(&demo.host.token);
        let before = places(&demo, &contest).await;
        let (shown, reply) = decide(&secretary, &contest, "kind=void&question=1", "").await;
        assert!(shown.contains("Hủy câu 1") && shown.contains("Chưa có gì được ghi"), "{shown}");
        let refused = reply.page(422);
        assert!(refused.contains("id=\"reason-error\"") && refused.contains("data-testid=\"effect\""), "{refused}");
        assert_eq!(places(&demo, &contest).await, before, "looking and being refused change nothing");

        let expected = demo.behind(&contest, |contest: &Contest| {
            let command = khacsau::domain::contest::Command::Decide {
                decision: khacsau::domain::contest::Decision::VoidQuestion { index: 0 },
                reason: "xem trước".to_owned(),
            };
            contest.preview(contest.last_at(), &command).unwrap()
        });
        let expected = expected.await;
        let (_, reply) = decide(&secretary, &contest, "kind=void&question=1", "Đáp án in sai").await;
        assert_eq!(reply.see_other(), format!("{}?done=decided#decided", confirm(&contest)));
        assert_eq!(demo.behind(&contest, |contest: &Contest| contest.results()).await, expected, "as it was shown");
        let page = secretary.get(&confirm(&contest)).await.page(200);
        let decided = part(&page, "decided");
        for words in ["Hủy câu 1", "Đáp án in sai", &demo.host.name] {
            assert!(decided.contains(words), "{words}: {decided}");
        }
        let again = secretary.get(&format!("/contests/{contest}/decision?kind=void&question=1")).await.page(200);
        assert!(again.contains("đã được hủy trước đó") && !again.contains("name=\"reason\""), "{again}");
        let (_, reply) = decide(&secretary, &contest, "kind=count&question=1", "Đã xem lại: đáp án đúng").await;
        reply.see_other();
        assert_eq!(places(&demo, &contest).await, before, "taken back");
    }

    async fn a_correction_is_published_beside_the_old_version_and_both_verify(demo: Demo) {
        let contest = demo.last_month().await;
        let (secretary, member) = (demo.browser(&demo.host.token), demo.browser(&demo.members[0].token));
        let first = results(&demo, &contest).await;
        let winner = places(&demo, &contest).await[0].0;
        let (_, reply) = decide(&secretary, &contest, &format!("kind=annul&participant={winner}"), "Dùng hai máy").await;
        reply.see_other();
        let path = format!("/contests/{contest}/results");
        let page = member.get(&path).await.page(200);
        assert!(page.contains("đang được đính chính") && !page.contains("Dùng hai máy"), "{page}");
        let shown = results(&demo, &contest).await;
        assert_eq!(shown["standings"], first["standings"], "what was published stands until the new one is");
        let bundle = demo.secretary().get(&format!("/api/contests/{contest}/bundle")).await;
        assert!(verify(&bundle.bytes, None).expect("a bundle that agrees").corrected);

        assert!(secretary.get(&confirm(&contest)).await.page(200).contains("Đang đính chính"));
        press(&secretary, &contest, "confirm").await.see_other();
        press(&secretary, &contest, "publish").await.see_other();
        let page = member.get(&path).await.page(200);
        let corrections = part(&page, "corrections");
        assert!(corrections.contains("Hủy bài của đồng chí") && corrections.contains("Lý do: Dùng hai máy"), "{page}");
        assert!(page.contains("Bản đính chính, công bố lần 2") && page.contains("do một người xác nhận"), "{page}");
        assert_ne!(results(&demo, &contest).await["standings"], first["standings"]);
        let old = member.get(&format!("{path}?version=1")).await.page(200);
        assert!(old.contains("đã được thay bằng bản đính chính"), "{old}");
        let named = |page: &str| page.split_once("class=\"winner\">").unwrap().1.split("</p>").next().unwrap().to_owned();
        assert_ne!(named(&old), named(&page), "another came first");

        let bundle = demo.secretary().get(&format!("/api/contests/{contest}/bundle")).await;
        let verified = verify(&bundle.bytes, None).expect("a bundle that agrees");
        assert_eq!((verified.published.len(), verified.corrected), (2, false));
        let journal = demo.journal(&contest).await;
        let published = journal.iter().filter(|entry| entry.event == Event::Published).count();
        assert_eq!(published, 2, "nothing is overwritten");
    }

    async fn what_was_looked_at_is_what_is_decided_on(demo: Demo) {
        let contest = demo.last_month().await;
        let (secretary, supervisor) = (demo.browser(&demo.host.token), demo.supervisor().await);
        let path = format!("/contests/{contest}/decision");
        let page = secretary.get(&format!("{path}?kind=void&question=2")).await.page(200);
        let seen = hidden(&page, "seen");
        decide(&supervisor, &contest, "kind=void&question=3", "Câu hỏi mơ hồ").await.1.see_other();
        let fields = [("kind", "void"), ("question", "2"), ("reason", "Đáp án in sai"), ("seen", seen.as_str())];
        let stale = secretary.fill_in(&path, &fields).await.page(409);
        assert!(stale.contains("đã có thay đổi khác") && stale.contains("Đáp án in sai"), "nothing typed is lost: {stale}");
        let now = hidden(&stale, "seen");
        let fields = [("kind", "void"), ("question", "2"), ("reason", "Đáp án in sai"), ("seen", now.as_str())];
        let done = secretary.fill_in(&path, &fields).await.see_other().to_owned();
        assert_eq!(secretary.fill_in(&path, &fields).await.see_other(), done, "pressed twice, decided once");
        let voided = demo.behind(&contest, |contest: &Contest| contest.decisions().len());
        assert_eq!(voided.await, 2);
        let old = secretary.fill_in(&confirm(&contest), &[("seen", &seen)]).await.see_other().to_owned();
        assert!(old.ends_with("?done=changed"), "{old}");
        assert_eq!(demo.phase_of(&contest).await, "finished", "nobody confirms what they have not seen");
    }

    async fn one_question_always_counts(demo: Demo) {
        let contest = demo.last_month().await;
        let secretary = demo.browser(&demo.host.token);
        let last = demo.paper(&contest).await.len();
        for question in 1..last {
            let query = format!("kind=void&question={question}");
            decide(&secretary, &contest, &query, "Đáp án in sai").await.1.see_other();
        }
        let page = secretary.get(&format!("/contests/{contest}/decision?kind=void&question={last}")).await.page(200);
        assert!(page.contains("ít nhất một câu được tính") && !page.contains("name=\"reason\""), "{page}");
        let seen = demo.behind(&contest, |contest: &Contest| contest.head().seq.to_string()).await;
        let last = last.to_string();
        let fields = [("kind", "void"), ("question", &last), ("reason", "Đáp án in sai"), ("seen", seen.as_str())];
        let refused = secretary.fill_in(&format!("/contests/{contest}/decision"), &fields).await.page(422);
        assert!(refused.contains("ít nhất một câu được tính"), "{refused}");
    }

    async fn an_absence_is_excused_and_the_rate_follows(demo: Demo) {
        let contest = demo.last_month().await;
        let secretary = demo.browser(&demo.host.token);
        let absent = demo.behind(&contest, |contest: &Contest| {
            let mut absent = contest.roster().filter(|(participant, _)| !contest.took_part(*participant));
            absent.next().map(|(participant, _)| participant.0).expect("somebody did not come")
        });
        let absent = absent.await;
        let path = format!("/contests/{contest}/decision?kind=excuse&participant={absent}");
        let choice = secretary.get(&path).await.page(200);
        assert!(choice.contains("name=\"excuse\"") && !choice.contains("name=\"reason\""), "first the class: {choice}");
        let query = format!("kind=excuse&participant={absent}&excuse=elsewhere");
        let (shown, reply) = decide(&secretary, &contest, &query, "Giấy giới thiệu sinh hoạt tạm thời").await;
        assert!(shown.contains("Không ai đổi hạng") && shown.contains("/24"), "{shown}");
        reply.see_other();
        assert_eq!(demo.behind(&contest, |contest: &Contest| contest.results().eligible).await, 23);
        press(&secretary, &contest, "confirm").await.see_other();
        press(&secretary, &contest, "publish").await.see_other();
        let page = demo.browser(&demo.members[0].token).get(&format!("/contests/{contest}/results")).await.page(200);
        assert!(page.contains("lý do vắng mặt của một đồng chí"), "members do not read which");
        assert!(!part(&page, "corrections").contains("sinh hoạt tạm thời nơi khác"), "{page}");
    }

    async fn a_shared_place_is_decided_by_an_order(demo: Demo) {
        let (host, [an, binh]) = demo.with_members(["An", "Bình"]).await;
        host.ask().await;
        an.hear("question").await;
        binh.hear("question").await;
        demo.advance(5_000).await;
        let right = demo.key(0).await.remove(0);
        an.answer_with(&right).await;
        binh.answer_with(&right).await;
        demo.advance(27_000).await;
        host.hear("closed").await;
        host.end("hết giờ họp").await;
        host.hear("finished").await;
        let contest = demo.contest.clone();
        let secretary = demo.browser(&demo.host.token);
        let both = places(&demo, &contest).await;
        assert_eq!(both.iter().filter(|(_, place)| *place == 1).count(), 2, "{both:?}");
        let page = secretary.get(&confirm(&contest)).await.page(200);
        assert!(page.contains("Quyết định thứ tự ở hạng 1"), "{page}");
        let path = format!("/contests/{contest}/decision?kind=order&place=1");
        let choice = secretary.get(&path).await.page(200);
        assert!(choice.contains(&demo.members[0].name) && !choice.contains("name=\"reason\""), "{choice}");
        let (one, other) = (both[0].0, both[1].0);
        let twice = secretary.get(&format!("{path}&position-{one}=1&position-{other}=1")).await.page(200);
        assert!(twice.contains("Mỗi hạng chọn cho một đồng chí"), "{twice}");
        let query = format!("kind=order&place=1&position-{one}=2&position-{other}=1");
        let (shown, reply) = decide(&secretary, &contest, &query, "Bốc thăm trước hội nghị").await;
        assert!(shown.contains("từ hạng 1 xuống hạng 2"), "{shown}");
        reply.see_other();
        assert_eq!(places(&demo, &contest).await, [(other, 1), (one, 2)]);
    }

    async fn a_second_person_confirms_where_the_rules_say_so(demo: Demo) {
        let asked = json!({
            "title": "Kỳ thi có hai người xác nhận", "starts_at": demo.clock_now() + 60_000, "blueprint": [{"count": 5}],
            "confirmation": "two",
        });
        let made = demo.secretary().post("/api/contests", &asked).await;
        assert_eq!(made.status, 201, "{}", made.text());
        let made: Value = serde_json::from_slice(&made.bytes).unwrap();
        let contest = made["id"].as_str().unwrap().to_owned();
        let rules = demo.stranger().get(&format!("/contests/{contest}/rules")).await.page(200);
        assert!(rules.contains("hai đồng chí có trách nhiệm xác nhận"), "{rules}");
        demo.until_phase(&contest, "lobby").await;
        demo.play_question(&contest).await;
        demo.command(&contest, json!({"type": "end", "reason": "hết giờ họp"})).await.done();
        let (secretary, committee) = (demo.browser(&demo.host.token), demo.browser(&demo.committee.token));
        press(&secretary, &contest, "confirm").await.see_other();
        demo.command(&contest, json!({"type": "publish"})).await.problem(409, "not_countersigned");
        let page = secretary.get(&confirm(&contest)).await.page(200);
        assert!(!page.contains("/countersign\"") && page.contains("một đồng chí khác xác nhận"), "{page}");
        let seen = demo.behind(&contest, |contest: &Contest| contest.head().seq.to_string()).await;
        let own = secretary.fill_in(&format!("/contests/{contest}/countersign"), &[("seen", &seen)]).await;
        assert!(own.see_other().ends_with("?done=same-person"));
        let member = demo.browser(&demo.members[0].token);
        member.fill_in(&format!("/contests/{contest}/countersign"), &[("seen", &seen)]).await.page(403);
        let signed = press(&committee, &contest, "countersign").await.see_other().to_owned();
        assert!(signed.ends_with("?done=countersigned"), "{signed}");
        press(&secretary, &contest, "publish").await.see_other();
        let page = secretary.get(&confirm(&contest)).await.page(200);
        let versions = part(&page, "versions");
        assert!(versions.contains("hai người xác nhận"), "{versions}");
        assert!(versions.contains(&demo.host.name) && versions.contains(&demo.committee.name), "{versions}");
        let told = member.get(&format!("/contests/{contest}/results")).await.page(200);
        assert!(told.contains("do hai người xác nhận"), "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_evening_tells_is_told_as_advice() {
    let demo = Demo::on(Engine::Sqlite).await;
    let (host, [an]) = demo.with_members(["An"]).await;
    host.ask().await;
    an.hear("question").await;
    an.send(&json!({"type": "left"}));
    demo.until_recorded("page_left").await;
    host.end("hết giờ họp").await;
    host.hear("finished").await;
    let page = demo.browser(&demo.host.token).get(&confirm(&demo.contest)).await.page(200);
    let watched = part(&page, "watched");
    assert!(watched.contains("rời trang thi 1 lần") && watched.contains(&demo.members[0].name), "{watched}");
    assert!(page.contains("không phải kết luận"), "{page}");
}
