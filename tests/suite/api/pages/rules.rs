//! `/contests/{contest}/rules`: printed for all to read.

use serde_json::{Value, json};

use crate::api::demo::Demo;
use crate::harness::NOON;

#[track_caller]
fn has(page: &str, line: &str) {
    assert!(page.contains(line), "`{line}` is missing in {page}");
}

on_both_engines! {
    async fn the_rules_print_every_number_of_the_settings(demo: Demo) {
        let asked = json!({
            "title": "Kỳ thi chuyên đề", "starts_at": NOON.0, "blueprint": [{"count": 7}],
            "question_limit": 25_000, "get_ready": 4_500, "prize_places": 3, "unit_threshold": 85, "allowance_max": 300,
            "tie_rules": ["elapsed", "submitted", "prediction"],
        });
        let scheduled: Value =
            serde_json::from_slice(&demo.secretary().post("/api/contests", &asked).await.bytes).unwrap();
        let contest = scheduled["id"].as_str().unwrap();
        let page = demo.stranger().get(&format!("/contests/{contest}/rules")).await.page(200);
        for line in [
            "Thể lệ: Kỳ thi chuyên đề",
            "Đề thi có 7 câu hỏi",
            "Mỗi câu có 25 giây",
            "Trước mỗi câu có 4,5 giây chuẩn bị",
            "vắng quá 60 giây",
            "10 chia cho 7, tức 1,43 điểm",
            "Khen thưởng 3 hạng đầu",
            "ở vị trí 3 và đồng chí kế tiếp",
            "không quá 0,264 giây (nhỏ hơn 0,1 giây nhân căn bậc hai của 7 câu",
            "từ 85 % đảng viên",
            "cộng 0,1 giây cho việc hiển thị được trừ đi, tối đa 0,3 giây mỗi câu",
            "chậm nhất 0,15 giây sau lúc mở câu",
            "nhanh hơn 0,5 giây",
            "125 % (25 giây thành 31,25 giây) hoặc 150 % (25 giây thành 37,5 giây)",
            "bấm gửi sau 8 giây, đường truyền đi và về mất 0,24 giây, máy chủ nhận được sau 8,3 giây",
            "Phần được trừ tối đa là 0,3 giây; thời gian được tính là 8 giây",
            "tổng thời gian trả lời ngắn hơn",
            "gửi câu trả lời cuối sớm hơn",
            "dự đoán số đồng chí tham gia",
            "Người soạn, duyệt hoặc đã xem câu hỏi có trong đề trước giờ thi dự thi ngoài bảng xếp hạng",
            "Số câu hỏi có thể được rút: 26",
        ] {
            has(&page, line);
        }
        let fingerprint = demo.house().fingerprint().0;
        has(&page, &format!("Vân tay khóa ký biên bản: {fingerprint}"));
        let commitment = demo.behind(contest, |contest| contest.plan().seed_commitment.to_string()).await;
        has(&page, &format!("Mã cam kết của hạt giống rút đề: {commitment}"));
    }

    async fn the_rules_follow_the_settings_where_these_differ(demo: Demo) {
        let asked = json!({
            "title": "Kỳ thi tự động", "starts_at": NOON.0, "blueprint": [{"count": 5}], "pacing": "auto",
            "insiders_ranked": true, "tie_rules": [],
        });
        let scheduled: Value =
            serde_json::from_slice(&demo.secretary().post("/api/contests", &asked).await.bytes).unwrap();
        let path = format!("/contests/{}/rules", scheduled["id"].as_str().unwrap());
        let page = demo.member().get(&path).await.page(200);
        has(&page, "Kỳ thi tự chuyển câu theo đồng hồ");
        has(&page, "xem đáp án 10 giây, xem thứ hạng 6 giây");
        has(&page, "10 chia cho 5, tức 2,00 điểm");
        has(&page, "tối đa 0,6 giây mỗi câu");
        has(&page, "Bằng điểm thì cùng hạng");
        has(&page, "Người soạn, duyệt hoặc đã xem câu hỏi vẫn được xếp hạng");
        has(&page, "Mỗi câu có 30 giây");
        for absent in ["vắng quá", "tổng thời gian trả lời ngắn hơn", "dự đoán số đồng chí tham gia"] {
            assert!(!page.contains(absent), "`{absent}` does not hold here");
        }
    }
    async fn the_tie_rules_stand_in_their_order(demo: Demo) {
        let (elapsed, submitted) = ("tổng thời gian trả lời ngắn hơn", "gửi câu trả lời cuối sớm hơn");
        for (rules, first, second) in
            [(["elapsed", "submitted"], elapsed, submitted), (["submitted", "elapsed"], submitted, elapsed)]
        {
            let page = rules_of(&demo, &json!({"tie_rules": rules})).await;
            let order = page.split_once("id=\"order\"").unwrap().1.split("</ol>").next().unwrap();
            let at = |text: &str| order.find(text).unwrap_or_else(|| panic!("{text}: {order}"));
            assert!(at("Điểm cao hơn") < at(first) && at(first) < at(second) && at(second) < at("cùng hạng"), "{order}");
        }
    }

    async fn each_setting_that_is_changed_changes_the_rules(demo: Demo) {
        let usual = rules_of(&demo, &json!({})).await;
        for (setting, value, said) in [
            ("question_limit", json!(45_000), "Mỗi câu có 45 giây"),
            ("get_ready", json!(5_000), "Trước mỗi câu có 5 giây"),
            ("reveal_for", json!(12_000), "xem đáp án 12 giây"),
            ("standings_for", json!(9_000), "xem thứ hạng 9 giây"),
            ("prize_places", json!(2), "Khen thưởng 2 hạng đầu"),
            ("unit_threshold", json!(90), "từ 90 % đảng viên"),
            ("allowance_max", json!(250), "tối đa 0,25 giây mỗi câu"),
            ("insiders_ranked", json!(true), "vẫn được xếp hạng.</li>"),
            ("blueprint", json!([{"count": 4}, {"count": 2, "weight": 3, "limit": 60_000}]), "2 câu, mỗi câu 60 giây, trọng số mỗi câu 3"),
            ("blueprint", json!([{"count": 4, "weight": 1}, {"count": 2, "weight": 3}]), "chia cho 10 là tổng trọng số"),
        ] {
            let said = said.trim_end_matches("</li>");
            let page = rules_of(&demo, &json!({ setting: value })).await;
            assert!(page.contains(said), "{setting}: `{said}` is missing in {page}");
            assert!(!usual.contains(said) || setting == "insiders_ranked", "{setting}: said before it was set");
        }
    }

    async fn a_subject_of_the_paper_is_named_with_what_to_read(demo: Demo) {
        let page = rules_of(&demo, &json!({})).await;
        let documents = demo.house().store.documents_for(demo.cell().await).await.unwrap();
        let (read, unread): (Vec<_>, Vec<_>) = documents.iter().partition(|it| page.contains(it.title.as_str()));
        assert!(!read.is_empty(), "{page}");
        let document = read[0];
        let page = rules_of(&demo, &json!({"blueprint": [{"count": 4}, {"count": 1, "document": document.id}]})).await;
        has(&page, "Trong đó 1 câu về văn bản");
        assert!(unread.iter().all(|it| !page.contains(it.title.as_str())), "what cannot be asked need not be read");
    }
}

/// The rules page of a contest with these settings.
async fn rules_of(demo: &Demo, settings: &Value) -> String {
    let mut asked = json!({"title": "Kỳ thi chuyên đề", "starts_at": NOON.0, "blueprint": [{"count": 5}]});
    for (name, value) in settings.as_object().unwrap() {
        asked[name] = value.clone();
    }
    let reply = demo.secretary().post("/api/contests", &asked).await;
    assert_eq!(reply.status, 201, "{}", reply.text());
    let scheduled: Value = serde_json::from_slice(&reply.bytes).unwrap();
    demo.stranger().get(&format!("/contests/{}/rules", scheduled["id"].as_str().unwrap())).await.page(200)
}
