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
            "Khen thưởng 3 hạng đầu",
            "từ 85 % đảng viên",
            "trừ tối đa 300 mili giây mỗi câu (trong đó 100 mili giây",
            "tối đa 150 mili giây; không câu trả lời nào được tính nhanh hơn 500 mili giây",
            "125 % hoặc 150 %",
            "tổng thời gian trả lời ngắn hơn",
            "gửi câu trả lời cuối sớm hơn",
            "dự đoán số người tham gia",
            "Người soạn hoặc duyệt câu hỏi có trong đề dự thi ngoài bảng xếp hạng",
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
        has(&page, "Người soạn, duyệt câu hỏi vẫn được xếp hạng");
        has(&page, "Mỗi câu có 30 giây");
        for absent in ["vắng quá", "tổng thời gian trả lời ngắn hơn", "dự đoán số người tham gia"] {
            assert!(!page.contains(absent), "`{absent}` does not hold here");
        }
    }
}
