//! `/contests/{contest}/results`, and the two buttons that make them final.

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
            let name = format!("<th scope=\"row\">{}", line["name"].as_str().unwrap());
            let table = if line["place"].is_null() { &mut outside } else { &mut ranking };
            let (before, after) = table.split_once(&name).unwrap_or_else(|| panic!("{line} in this order"));
            if let Some(place) = line["place"].as_u64() {
                assert!(before.ends_with(&format!("<td class=\"place\">{place}</td>\n          ")), "{line}");
            }
            let row = after.split("</tr>").next().unwrap();
            let tenths = line["elapsed"].as_i64().unwrap() / 100;
            assert!(row.contains(&format!(">{}<", points(&line["score"]))), "{line}: {row}");
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
            let heading = format!("<h3>{stem}</h3>");
            let (_, after) = rest.split_once(&heading).unwrap_or_else(|| panic!("{stem} in its order"));
            let article = after.split("</article>").next().unwrap();
            for (text, right) in options {
                let (_, option) = article.split_once(&format!("<span class=\"words\">{text}</span>")).unwrap();
                assert_eq!(option.split("</li>").next().unwrap().contains("✓ Đúng"), right, "{stem}: {text}");
            }
            assert!(article.contains("Nguồn: "), "{stem}: where it is written");
            if let Some(receipt) = receipt {
                let cells = format!("<td class=\"number\">{}</td><td class=\"hash\">{}</td>", receipt.seq, receipt.hash);
                assert!(page.contains(&cells), "{stem}: {cells}");
            }
            rest = after;
        }
        let right = page.matches("trả lời đúng").count();
        assert_eq!(line["score"], right * 200, "two points for each of five");
        assert!(page.contains("<tr class=\"mine\">") || page.contains("mine\">"), "one's own line is marked");
    }

    async fn the_secretary_confirms_and_publishes_from_our_own_page_only(demo: Demo) {
        let contest = demo.contest.clone();
        demo.command(&contest, json!({"type": "end", "reason": "hết giờ họp"})).await.done();
        let browser = demo.browser(&demo.host.token);
        let results = format!("/contests/{contest}/results");
        for (button, wording, phase) in
            [("confirm", "Xác nhận kết quả", "confirmed"), ("publish", "Công bố kết quả", "published")]
        {
            let path = format!("/contests/{contest}/{button}");
            let form = format!("<form action=\"{path}\" method=\"post\">");
            let page = browser.get(&results).await.page(200);
            assert!(page.contains(&form) && page.contains(wording), "{page}");
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

            assert_eq!(browser.submit(&path).await.see_other(), results);
            assert_eq!(demo.phase_of(&contest).await, phase);
            assert!(browser.submit(&path).await.page(409).contains("không phù hợp với giai đoạn hiện tại"));
        }
        assert!(!browser.get(&results).await.page(200).contains("<form"), "nothing is left to press");
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
