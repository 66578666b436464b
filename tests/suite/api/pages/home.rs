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
        let whole = format!("{}/k/{code}", demo.url).replace(':', "%3A").replace('/', "%2F");
        for path in [format!("/k/{code}"), format!("/k/{}", code.to_lowercase()), format!("/k?code={whole}")] {
            let reply = demo.stranger().get(&path).await;
            assert_eq!(reply.see_other(), format!("/contests/{}", demo.contest), "what the QR code holds: {path}");
        }
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
async fn a_wrong_code_is_said_beside_the_field_with_what_to_do_and_what_was_typed() {
    let demo = Demo::on(Engine::Sqlite).await;
    for (typed, shown, said) in [
        ("ZZZZZZ", "ZZZZZZ", "Không có kỳ thi với mã này"),
        ("zz%20zz-zz", "zz zz-zz", "Không có kỳ thi với mã này"),
        ("", "", "chưa nhập mã"),
        ("+-+", " - ", "chưa nhập mã"),
        ("abc", "abc", "mã gồm 6 ký tự, ô này đang có 3"),
        ("ABC0I1", "ABC0I1", "không có số 0, số 1, chữ I và chữ O"),
        ("%3Ci%3E", "<i>", "ô này đang có 1"),
        ("%22%20onfocus=%22x", "\" onfocus=\"x", "ô này đang có 8"),
        ("a%E2%80%AEb", "ab", "ô này đang có 2"),
    ] {
        for visitor in [demo.stranger(), demo.browser(&demo.members[0].token)] {
            let reply = visitor.get(&format!("/k?code={typed}")).await;
            let page = reply.page(404);
            assert!(!reply.text().contains("<i>") && !reply.text().contains("\" onfocus"), "what was typed is text");
            assert!(page.contains(&format!("name=\"code\" type=\"text\" value=\"{shown}\"")), "{typed}: {page}");
            let (_, error) = page.split_once("<p class=\"field-error\" id=\"code-error\" role=\"alert\">").unwrap();
            let error = error.split("</p>").next().unwrap();
            assert!(error.contains(said) && error.contains("màn chiếu"), "{typed}: {error}");
            assert!(page.contains("aria-invalid=\"true\" aria-describedby=\"code-error code-hint\""), "{page}");
        }
    }
    demo.stranger().get("/k").await.page(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_code_field_helps_a_phones_keyboard_and_sets_no_trap() {
    let demo = Demo::on(Engine::Sqlite).await;
    let page = demo.stranger().get("/").await.page(200);
    let (_, field) = page.split_once("<input id=\"code\"").unwrap();
    let field = field.split('>').next().unwrap();
    for attribute in [
        "inputmode=\"text\"",
        "autocapitalize=\"characters\"",
        "autocomplete=\"off\"",
        "spellcheck=\"false\"",
        "aria-describedby=\"code-hint\"",
    ] {
        assert!(field.contains(attribute), "{attribute}: {field}");
    }
    assert!(!field.contains("aria-invalid") && !field.contains("pattern="), "{field}");
    assert!(field.contains("maxlength=\"200\""), "a code with spaces, or a whole link, can be pasted: {field}");
    assert!(page.contains("<label for=\"code\">"), "{page}");
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

#[tokio::test(flavor = "multi_thread")]
async fn the_contest_that_runs_is_the_one_big_thing_and_those_over_say_ones_own_place() {
    let demo = Demo::on(Engine::Sqlite).await;
    let (next, last_month) = (demo.scheduled().await, demo.last_month().await);
    let person = &demo.members[0];
    let page = demo.browser(&person.token).get("/").await.page(200);
    assert!(page.contains(&format!("<h1>Chào đồng chí {}</h1>", person.name)), "{page}");
    let big =
        |contest: &str| format!("<a class=\"button primary big\" href=\"/contests/{contest}/play\">Vào phòng thi</a>");
    assert!(page.contains(&big(&demo.contest)), "the lobby is open: {page}");
    assert_eq!(page.matches("button primary").count(), 1, "one big thing");
    let at = |contest: &str| page.find(&format!("/contests/{contest}")).unwrap();
    assert!(at(&demo.contest) < at(&next) && at(&next) < at(&last_month), "now, later, past");
    let results = demo.member().get(&format!("/api/contests/{last_month}/results")).await.ok();
    let own = results["standings"].as_array().unwrap().iter().find(|line| line["name"] == *person.name);
    if let Some(place) = own.and_then(|line| line["place"].as_u64()) {
        assert!(page.contains(&format!("Đồng chí xếp thứ {place} trong ")), "{page}");
    }
    demo.command(&demo.contest, json!({"type": "end", "reason": "hết giờ họp"})).await.done();
    let page = demo.browser(&person.token).get("/").await.page(200);
    assert!(page.contains(&big(&next)) && !page.contains(&big(&demo.contest)), "the next one: {page}");
}
