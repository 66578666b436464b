//! The file as an office program finds it.

use std::io::{Cursor, Read as _};

use super::super::party_document::{Head, Signature};
use super::*;

fn plan() -> ContestPlan {
    ContestPlan {
        frame: Frame {
            head: Head {
                superior: Some("ĐẢNG ỦY XÃ HÒA MỸ".into()),
                unit: "CHI BỘ TRƯỜNG TIỂU HỌC HÒA MỸ".into(),
                number: "Số      -KH/CB".into(),
                place_and_date: "Hòa Mỹ, ngày 05 tháng 12 năm 2026".into(),
            },
            signature: Signature {
                on_behalf_of: "T/M CHI BỘ".into(),
                office: "BÍ THƯ".into(),
                name: "Nguyễn Thị An".into(),
            },
            recipients: vec!["Đảng ủy xã (để báo cáo)".into(), "Đảng viên chi bộ".into(), "Lưu Chi bộ".into()],
        },
        unit: "Chi bộ Trường Tiểu học Hòa Mỹ".into(),
        title: "Kỳ thi tháng 12/2026".into(),
        theme: "Học <tập> & làm theo\u{b}.".into(),
        reading: vec!["Chỉ thị 05-CT/TW".into(), "Quy định 207-QĐ/TW.".into()],
        starts_at: "19:30 thứ Bảy, 05/12/2026".into(),
        eligible: 22,
        roster: 24,
        mode: "trực tiếp trong buổi sinh hoạt".into(),
        questions: 10,
        limit: "30 giây".into(),
        prize_places: 3,
        rules: vec![
            RulesPart { heading: "Đề thi".into(), numbered: false, lines: vec!["Mười câu.".into()] },
            RulesPart {
                heading: "Xếp hạng".into(), numbered: true, lines: vec!["Điểm.".into(), "Giờ.".into()]
            },
        ],
        ..ContestPlan::default()
    }
}

fn document(layout: &Layout) -> String {
    let bytes = plan().docx(layout).unwrap();
    let mut file = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    file.by_name("word/document.xml").unwrap().read_to_string(&mut text).unwrap();
    text
}

/// What stands in the paragraphs, in order; empty ones are left out.
fn lines(xml: &str) -> Vec<String> {
    let texts = |paragraph: &str| -> String {
        let parts = paragraph.split("<w:t ").skip(1).chain(paragraph.split("<w:t>").skip(1));
        parts.map(|part| part.split_once('>').map_or(part, |(_, text)| text)).map(before).collect()
    };
    let paragraphs = xml.split("<w:p ").skip(1).map(|part| part.split("</w:p>").next().unwrap_or_default());
    paragraphs.map(texts).filter(|text| !text.is_empty()).collect()
}

fn before(text: &str) -> &str {
    text.split("</w:t>").next().unwrap_or_default()
}

/// The paragraph that holds these words.
fn paragraph<'a>(xml: &'a str, words: &str) -> &'a str {
    let all = xml.split("<w:p ").skip(1).map(|part| part.split("</w:p>").next().unwrap_or_default());
    let mut found = all.filter(|paragraph| paragraph.contains(words));
    found.next().unwrap_or_else(|| panic!("{words}: {xml}"))
}

#[test]
fn a_plan_reads_as_a_cells_document_does() {
    let xml = document(&Layout::default());
    let lines = lines(&xml);
    let order = [
        "ĐẢNG ỦY XÃ HÒA MỸ",
        "CHI BỘ TRƯỜNG TIỂU HỌC HÒA MỸ",
        "*",
        "Số      -KH/CB",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Hòa Mỹ, ngày 05 tháng 12 năm 2026",
        "KẾ HOẠCH",
        "tổ chức kỳ thi tháng 12/2026",
        "-----",
    ];
    assert_eq!(lines[..order.len()], order);
    let rest = lines[order.len()..].join("\n");
    for words in [
        "I. MỤC ĐÍCH, YÊU CẦU",
        "1. Chủ đề: Học &lt;tập&gt; &amp; làm theo.",
        "2. Văn bản cần đọc trước:\n- Chỉ thị 05-CT/TW;\n- Quy định 207-QĐ/TW.\n3. Hình thức",
        "22 đồng chí phải tham gia, trong tổng số 24",
        "Nơi nhận:\n- Đảng ủy xã (để báo cáo),\n- Đảng viên chi bộ,\n- Lưu Chi bộ.\nT/M CHI BỘ\nBÍ THƯ\nNguyễn Thị An\nPHỤ LỤC\nThể lệ kỳ thi tháng 12/2026\n-----\n1. Đề thi\n- Mười câu.\n2. Xếp hạng\na) Điểm.\nb) Giờ.",
    ] {
        assert!(rest.contains(words), "{words}: {rest}");
    }
}

#[test]
fn every_figure_of_the_layout_is_in_the_file() {
    let xml = document(&Layout::default());
    // A4; 20, 20, 30 and 15 mm, in twentieths of a point.
    assert!(xml.contains(r#"w:w="11905""#) && xml.contains(r#"w:h="16837""#), "{xml}");
    for margin in [r#"w:top="1133""#, r#"w:bottom="1133""#, r#"w:left="1700""#, r#"w:right="850""#] {
        assert!(xml.contains(margin), "{margin}: {xml}");
    }
    let body = paragraph(&xml, "3. Đảng viên đọc");
    for figure in
        [r#"w:val="both""#, r#"w:line="380""#, r#"w:lineRule="exact""#, r#"w:firstLine="566""#, r#"w:sz w:val="28""#]
    {
        assert!(body.contains(figure), "{figure}: {body}");
    }
    assert!(body.contains("Times New Roman"));
    let party = paragraph(&xml, "ĐẢNG CỘNG SẢN");
    assert!(
        party.contains("<w:b />") && xml.contains("<w:top w:val=\"single\"") && party.contains(r#"w:sz w:val="28""#),
        "{party}"
    );
    assert!(paragraph(&xml, "ngày 05").contains("<w:i />"));
    assert!(paragraph(&xml, "CHI BỘ TRƯỜNG").contains("<w:b />") && !paragraph(&xml, "ĐẢNG ỦY").contains("<w:b />"));
    assert!(paragraph(&xml, "Nơi nhận").contains("w:u ") && paragraph(&xml, "Nơi nhận").contains(r#"w:sz w:val="24""#));
    assert!(paragraph(&xml, "PHỤ LỤC").contains("w:pageBreakBefore"));
    assert!(!xml.contains('\u{b}'), "no file may hold it");

    let wide = Layout { line: 21, first_line: 12, body_size: 13, ..Layout::default() };
    let body = document(&wide);
    let body = paragraph(&body, "3. Đảng viên đọc");
    for figure in [r#"w:line="420""#, r#"w:firstLine="680""#, r#"w:sz w:val="26""#] {
        assert!(body.contains(figure), "{figure}: {body}");
    }
}

#[test]
fn a_title_stands_within_a_sentence() {
    assert_eq!(within_a_sentence("Kỳ thi tháng 12"), "kỳ thi tháng 12");
    assert_eq!(within_a_sentence("Cuộc thi “Học Bác”"), "cuộc thi “Học Bác”");
    assert_eq!(within_a_sentence("Khắc sâu tháng 12"), "kỳ thi “Khắc sâu tháng 12”");
}
