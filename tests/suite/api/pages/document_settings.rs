//! `/units/{unit}/document-settings`.

use super::contest_documents::Written;
use crate::api::demo::Demo;

const GOOD: [(&str, &str); 10] = [
    ("superior", "ĐẢNG BỘ XÃ HÒA MỸ"),
    ("unit", "CHI BỘ TIỂU HỌC"),
    ("place", "Xã Hòa Mỹ"),
    ("symbol", "CBTH"),
    ("term", "2025-2027"),
    ("on_behalf_of", "T/M CHI ỦY"),
    ("office", "PHÓ BÍ THƯ"),
    ("signer", "Trần Văn Bình"),
    ("kept", "Lưu Chi ủy"),
    ("recipients", "- Ban Tuyên giáo,\n- Đảng viên."),
];

async fn place(demo: &Demo) -> String {
    format!("/units/{}/document-settings", demo.cell().await)
}

/// The usual form with one field otherwise.
fn with<'a>(name: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    let others = GOOD.into_iter().filter(|(own, _)| *own != name);
    others.chain([(name, value)]).collect()
}

on_both_engines! {
    async fn documents_are_headed_signed_and_set_as_the_unit_says(demo: Demo) {
        let place = place(&demo).await;
        let before = demo.secretary().get(&place).await.page(200);
        for words in ["CHI BỘ TRƯỜNG TIỂU HỌC HÒA MỸ", "ĐẢNG ỦY XÃ HÒA MỸ", "2025-2030", demo.host.name.as_str(), "value=\"19\""] {
            assert!(before.contains(words), "{words}: {before}");
        }
        let form = with("left_margin", "35");
        let done = demo.secretary().fill_in(&place, &form).await.see_other().to_owned();
        let page = demo.secretary().get(&done).await.page(200);
        assert!(page.contains("Đã lưu") && page.contains("value=\"35\"") && page.contains("Ban Tuyên giáo\nĐảng viên"), "{page}");

        let contest = demo.last_month().await;
        for (document, kind) in [("documents/announcement.docx", "TB"), ("plan.docx", "KH")] {
            let written = Written::at(&demo, &format!("/contests/{contest}/{document}")).await;
            let lines = written.lines();
            let number = format!("Số        -{kind}/CBTH");
            let head = ["ĐẢNG BỘ XÃ HÒA MỸ", "CHI BỘ TIỂU HỌC", "*", number.as_str(), "ĐẢNG CỘNG SẢN VIỆT NAM", "Xã Hòa Mỹ, ngày 02 tháng 02 năm 2026"];
            assert_eq!(lines[..head.len()], head);
            let at = lines.iter().position(|line| line == "Nơi nhận:").expect("recipients");
            let foot = ["- Ban Tuyên giáo,", "- Đảng viên,", "- Lưu Chi ủy.", "T/M CHI ỦY", "PHÓ BÍ THƯ", "Trần Văn Bình"];
            assert_eq!(lines[at + 1..at + 7], foot);
        }
        // A neighbour's are their own.
        let neighbour = demo.as_member(demo.neighbouring_secretary().await.id).await;
        neighbour.get(&place).await.page(403);
        assert!(demo.secretary().get("/").await.page(200).contains(&place));
    }

    async fn what_cannot_be_printed_is_said_beside_its_field_and_nothing_is_kept(demo: Demo) {
        let place = place(&demo).await;
        let long = "x".repeat(121);
        let many = "Nơi nhận\n".repeat(11);
        for (name, value, words) in [
            ("unit", " ", "Văn bản cần có phần này"),
            ("superior", long.as_str(), "Dài quá 120 ký tự"),
            ("signer", "TỐI MẬT", "độ mật"),
            ("recipients", many.as_str(), "nhiều nhất 10 dòng"),
            ("left_margin", "80", "từ 5 đến 50"),
            ("line", "hai", "từ 12 đến 40"),
        ] {
            let page = demo.secretary().fill_in(&place, &with(name, value)).await.page(422);
            let error = page.split(&format!("id=\"{name}-error\">")).nth(1).unwrap_or_else(|| panic!("{name}: {page}"));
            assert!(error.split("</p>").next().unwrap().contains(words), "{error}");
            assert!(page.contains("CBTH") && page.contains(value.trim()), "{name}: {page}");
        }
        assert_eq!(demo.house().store.document_settings(demo.cell().await).await.unwrap(), None);
    }
}
