//! `/` and `/k`: joining by code, and one's own contests.

use khacsau::domain::time::Millis;
use serde_json::json;

use crate::api::demo::Demo;
use crate::harness::Engine;

on_both_engines! {
    async fn the_code_leads_to_the_contest_however_it_is_typed(demo: Demo) {
        let code = demo.contest_row(&demo.contest).await.code;
        let (first, last) = code.split_at(3);
        let apart = ["+", "-", "%20%20", "."].map(|between| format!("{first}{between}{last}"));
        for typed in apart.into_iter().chain([code.clone(), code.to_lowercase(), format!("+{code}+")]) {
            let reply = demo.stranger().get(&format!("/k?code={typed}")).await;
            assert_eq!(reply.see_other(), format!("/contests/{}", demo.contest), "{typed}");
        }
        let short = demo.stranger().get(&format!("/k/{code}")).await;
        assert_eq!(short.see_other(), format!("/k?code={code}"), "what the QR code holds");
    }

    async fn yesterdays_code_leads_to_the_finished_contest_and_its_results(demo: Demo) {
        let code = demo.contest_row(&demo.contest).await.code;
        demo.command(&demo.contest, json!({"type": "end", "reason": "hết giờ họp"})).await.done();
        demo.clock.advance(Millis::seconds(20 * 60 * 60));
        let member = demo.browser(&demo.members[0].token);
        let page = member.get(&format!("/k?code={code}")).await.see_other().to_owned();
        let page = member.get(&page).await.page(200);
        assert!(page.contains("Đã kết thúc"), "{page}");
        let results = format!("href=\"/contests/{}/results\"", demo.contest);
        assert!(page.contains(&results) && page.contains("Xem kết quả"), "{page}");
        assert!(!page.contains("Vào thi"), "it is over: {page}");
        member.get(&format!("/contests/{}/results", demo.contest)).await.page(200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_finds_the_form_for_a_code_and_how_to_sign_in() {
    let demo = Demo::on(Engine::Sqlite).await;
    for visitor in [demo.stranger(), demo.browser("x")] {
        let page = visitor.get("/").await.page(200);
        assert!(page.contains("<form class=\"code-form\" action=\"/k\" method=\"get\">"), "{page}");
        assert!(page.contains("name=\"code\"") && page.contains("thư mời"), "{page}");
        assert!(!page.contains(&demo.contest), "contests are for those whom they concern");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_code_is_said_beside_the_form_with_what_was_typed() {
    let demo = Demo::on(Engine::Sqlite).await;
    for (typed, shown) in [("ZZZZZZ", "ZZZZZZ"), ("", ""), ("%3Ci%3E", "<i>"), ("khong-co", "khong-co")] {
        let reply = demo.stranger().get(&format!("/k?code={typed}")).await;
        let page = reply.page(404);
        assert!(page.contains("Không có kỳ thi với mã này"), "{page}");
        assert!(!reply.text().contains("<i>"), "what was typed is text");
        assert!(page.contains(&format!("name=\"code\" value=\"{shown}\"")), "{page}");
    }
    demo.stranger().get("/k").await.page(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_finds_their_contests_and_a_secretary_the_desk() {
    let demo = Demo::on(Engine::Sqlite).await;
    let last_month = demo.last_month().await;
    let page = demo.browser(&demo.members[0].token).get("/").await.page(200);
    for link in [format!("/contests/{}/play", demo.contest), format!("/contests/{last_month}/results")] {
        assert!(page.contains(&format!("href=\"{link}\"")), "{link}");
    }
    assert!(page.contains(&demo.members[0].name) && page.contains(&demo.members[0].unit));
    let desk = format!("href=\"/contests/{}/host\"", demo.contest);
    assert!(!page.contains(&desk), "a member hosts nothing");
    assert!(demo.browser(&demo.host.token).get("/").await.page(200).contains(&desk));
    let neighbour = demo.neighbour().await;
    let token = demo.house().auth.sign_in(neighbour.id).await.unwrap();
    let page = demo.browser(&token).get("/").await.page(200);
    assert!(page.contains("Chưa có kỳ thi nào") && !page.contains(&demo.contest), "{page}");
}
