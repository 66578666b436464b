//! `/contests/{contest}/results`, and the two steps that make them final.

use khacsau::domain::contest::Contest;
use reqwest::Method;
use serde_json::{Value, json};

use crate::api::demo::Demo;
use crate::api::visitor::Reply;
use crate::harness::Engine;

/// `875` → `8,75`.
fn points(hundredths: &Value) -> String {
    let hundredths = hundredths.as_u64().unwrap();
    format!("{},{:02}", hundredths / 100, hundredths % 100)
}

on_both_engines! {
    async fn the_results_list_places_with_names_points_and_times(demo: Demo) {
        let contest = demo.last_month().await;
        let results = demo.member().get(&format!("/api/contests/{contest}/results")).await.ok();
        let page = demo.browser(&demo.members[0].token).get(&format!("/contests/{contest}/results")).await.page(200);
        let (mut ranking, mut outside) = (page.split_once("data-testid=\"ranking\"").unwrap().1, "");
        if let Some(parts) = ranking.split_once("data-testid=\"outside\"") {
            (ranking, outside) = parts;
        }
        for line in results["standings"].as_array().unwrap() {
            let name = format!("<th role=\"rowheader\" scope=\"row\">{}", line["name"].as_str().unwrap());
            let table = if line["place"].is_null() { &mut outside } else { &mut ranking };
            let (before, after) = table.split_once(&name).unwrap_or_else(|| panic!("{line} in this order"));
            if let Some(place) = line["place"].as_u64() {
                assert!(before.trim_end().ends_with(&format!("<td role=\"cell\" class=\"place\">{place}</td>")), "{line}: {before}");
            }
            let row = after.split("</tr>").next().unwrap();
            let tenths = line["elapsed"].as_i64().unwrap() / 100;
            assert!(row.contains(&format!(">{} điểm<", points(&line["score"]))), "{line}: {row}");
            assert!(row.contains(&format!(">{},{} giây<", tenths / 10, tenths % 10)), "{line}: {row}");
            *table = after;
        }
        let came = format!("{}/24 đồng chí đã tham gia", results["completed"]);
        for text in [&came, results["head"].as_str().unwrap(), &demo.house().fingerprint().0] {
            assert!(page.contains(text), "{text}");
        }
        assert!(page.contains(&format!("href=\"/api/contests/{contest}/bundle\"")), "the record to check it with");
    }

    async fn a_member_reviews_their_own_answers_with_the_key_and_their_receipts(demo: Demo) {
        let contest = demo.last_month().await;
        let standings = demo.member().get(&format!("/api/contests/{contest}/results")).await.ok()["standings"].clone();
        let played = |name: &str| standings.as_array().unwrap().iter().find(|line| line["name"] == name).cloned();
        let (person, line) = demo.members.iter().find_map(|person| Some((person, played(&person.name)?))).unwrap();
        let page = demo.browser(&person.token).get(&format!("/contests/{contest}/results")).await.page(200);

        let number = line["participant"].as_u64().unwrap() as usize;
        let expected = demo.behind(&contest, move |contest: &Contest| {
            let (participant, _) = contest.roster().nth(number - 1).unwrap();
            let question = |slot: &khacsau::domain::contest::Slot| {
                let options = slot.question.options.iter().map(|option| (option.text.clone(), option.right));
                let receipt = slot.answer(participant).map(|answer| answer.receipt);
                (slot.question.revision().stem.clone(), options.collect::<Vec<_>>(), receipt)
            };
            contest.slots().iter().map(question).collect::<Vec<_>>()
        });
        let mut rest = page.as_str();
        for (stem, options, receipt) in expected.await {
            let heading = format!(">{stem}</h3>");
            let (_, after) = rest.split_once(&heading).unwrap_or_else(|| panic!("{stem} in its order"));
            let article = after.split("</article>").next().unwrap();
            for (text, right) in options {
                let (_, option) = article.split_once(&format!("<span class=\"words\">{text}</span>")).unwrap();
                assert_eq!(option.split("</li>").next().unwrap().contains("✓ Đúng"), right, "{stem}: {text}");
            }
            assert!(article.contains("Nguồn: "), "{stem}: where it is written");
            if let Some(receipt) = receipt {
                let (number, hash) = (format!("Biên nhận số {}<", receipt.seq), receipt.hash.to_string());
                assert!(article.contains(&number) && article.contains(&hash), "{stem}: {article}");
            }
            rest = after;
        }
        let right = page.matches("· trả lời đúng").count();
        assert_eq!(line["score"], right * 100, "a point for each of ten");
        let (_, mine) = page.split_once(" mine\">").expect("one's own line is marked");
        assert!(mine.split("</tr>").next().unwrap().contains(&person.name), "and no other");
        assert_eq!(page.matches(" mine\">").count(), 1);
        let summary = page.split_once("<p class=\"own\">").unwrap().1.split("</p>").next().unwrap();
        let expected = match line["place"].as_u64() {
            Some(place) => format!("Đồng chí xếp thứ {place} trong "),
            None => "ngoài bảng xếp hạng".to_owned(),
        };
        assert!(summary.contains(&expected) && summary.contains(&points(&line["score"])), "{summary}");
    }

    async fn the_secretary_confirms_and_publishes_from_our_own_page_only(demo: Demo) {
        let contest = demo.contest.clone();
        demo.command(&contest, json!({"type": "end", "reason": "hết giờ họp"})).await.done();
        let browser = demo.browser(&demo.host.token);
        let results = format!("/contests/{contest}/results");
        let confirm = format!("/contests/{contest}/confirm");
        for (button, wording, phase) in
            [("confirm", "Xác nhận kết quả", "confirmed"), ("publish", "Công bố kết quả", "published")]
        {
            let path = format!("/contests/{contest}/{button}");
            let form = format!("<form action=\"{path}\" method=\"post\">");
            let page = browser.get(&confirm).await.page(200);
            assert!(page.contains(&form) && page.contains(wording), "{page}");
            let (_, after) = page.split_once("name=\"seen\" value=\"").expect("what was looked at");
            let seen = after.split('"').next().expect("a number").to_owned();
            assert!(browser.get(&results).await.page(200).contains(&format!("href=\"{confirm}\"")), "the way there");
            let of_a_member = demo.browser(&demo.members[0].token).get(&results).await.page(200);
            assert!(!of_a_member.contains("<form"), "members only read");

            let before = demo.phase_of(&contest).await;
            for origin in ["https://example.com", "null", ""] {
                let foreign = browser.without_origin(Method::POST, &path).header("origin", origin);
                assert!(Reply::to(foreign).await.page(403).contains("đến từ một trang khác"), "{origin}");
            }
            Reply::to(browser.without_origin(Method::POST, &path)).await.page(403);
            demo.stranger().submit(&path).await.page(401);
            for token in [&demo.members[0].token, &demo.committee.token] {
                demo.browser(token).submit(&path).await.page(403);
            }
            assert_eq!(demo.phase_of(&contest).await, before, "none of them did anything");

            let done = format!("{confirm}?done={phase}");
            assert_eq!(browser.fill_in(&path, &[("seen", &seen)]).await.see_other(), done);
            assert_eq!(demo.phase_of(&contest).await, phase);
            assert_eq!(browser.fill_in(&path, &[("seen", &seen)]).await.see_other(), done, "pressed twice");
        }
        assert!(!browser.get(&confirm).await.page(200).contains("method=\"post\""), "nothing is left to press");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn before_the_finish_there_is_a_page_that_says_so() {
    let demo = Demo::on(Engine::Sqlite).await;
    let path = format!("/contests/{}/results", demo.contest);
    let page = demo.browser(&demo.members[0].token).get(&path).await.page(409);
    assert!(page.contains("Kết quả được xem sau khi kỳ thi kết thúc") && page.contains("href=\"/\""), "{page}");
    demo.stranger().get(&path).await.page(401);
    let over = format!("/contests/{}/results", demo.last_month().await);
    demo.stranger().get(&over).await.page(401);
    demo.as_member(demo.neighbour().await.id).await.get(&over).await.page(403);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_winner_the_rate_and_the_hardest_questions_stand_beside_the_table() {
    let demo = Demo::on(Engine::Sqlite).await;
    let contest = demo.last_month().await;
    let results = demo.member().get(&format!("/api/contests/{contest}/results")).await.ok();
    let standings = results["standings"].as_array().unwrap();
    let first: Vec<_> = standings.iter().filter(|line| line["place"] == 1).collect();
    let page = demo.browser(&demo.members[0].token).get(&format!("/contests/{contest}/results")).await.page(200);
    let winner = page.split_once("<p class=\"winner\">").unwrap().1.split("</p>").next().unwrap();
    for line in &first {
        assert!(winner.contains(line["name"].as_str().unwrap()), "{winner}");
    }
    assert!(winner.contains("hạng nhất") && winner.contains(&points(&first[0]["score"])), "{winner}");

    let missed = demo.behind(&contest, |contest: &Contest| {
        let right =
            |slot: &khacsau::domain::contest::Slot| slot.answers.iter().flatten().filter(|answer| answer.right).count();
        let line = |slot| (right(slot), slot.question.revision().stem.clone());
        let mut all: Vec<(usize, String)> = contest.slots().iter().map(line).collect();
        all.sort_by_key(|(right, _)| *right);
        all
    });
    let missed = missed.await;
    let list = page.split_once("data-testid=\"hardest\"").unwrap().1.split("</ul>").next().unwrap();
    assert!(list.contains(&missed[0].1), "{} of all: {list}", missed[0].0);
    assert!(list.contains(&format!("{}/{} đồng chí trả lời đúng", missed[0].0, standings.len())), "{list}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_outside_the_ranking_is_listed_with_the_reason() {
    let demo = Demo::on(Engine::Sqlite).await;
    let contest = demo.contest.clone();
    let committee = demo.find(&demo.committee.name).await;
    let seat = demo.take_seat(&committee, &contest).await;
    demo.play_question(&contest).await;
    demo.command(&contest, json!({"type": "end", "reason": "hết giờ họp"})).await.done();
    drop(seat);
    let insider = demo.behind(&contest, |contest: &Contest| {
        contest.roster().any(|(_, one)| one.joined_at.is_some() && !one.entry.insider_of.is_empty())
    });
    assert!(insider.await, "who wrote the questions has come");
    let path = format!("/contests/{contest}/results");
    for token in [&demo.host.token, &demo.members[0].token] {
        let page = demo.browser(token).get(&path).await.page(200);
        let outside = page.split_once("data-testid=\"outside\"").unwrap().1.split("</table>").next().unwrap();
        assert!(outside.contains(&committee.name) && outside.contains("soạn hoặc duyệt câu hỏi"), "{outside}");
        assert!(!outside.contains("class=\"place\""), "no place: {outside}");
    }
}

/// A table that turns into cards keeps being a table to whoever listens to it.
#[tokio::test(flavor = "multi_thread")]
async fn every_part_of_the_table_says_what_it_is() {
    let demo = Demo::on(Engine::Sqlite).await;
    let contest = demo.last_month().await;
    let page = demo.supervisor().await.get(&format!("/contests/{contest}/results")).await.page(200);
    let table = page.split_once("data-testid=\"ranking\"").unwrap().1.split("</table>").next().unwrap();
    for (tag, role) in [("<tr ", "row"), ("<td ", "cell"), ("<tbody ", "rowgroup"), ("<thead ", "rowgroup")] {
        assert_eq!(table.matches(tag).count(), table.matches(&format!("{tag}role=\"{role}\"")).count(), "{tag}");
    }
    assert_eq!(table.matches("role=\"columnheader\" scope=\"col\"").count(), 4);
    assert!(!page.contains(" mine\">") && !page.contains("Xem lại bài"), "a supervisor has played nothing");
}
