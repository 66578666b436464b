//! `/contests/{contest}/documents`: what a secretary hands out of a published contest.

use std::io::{Cursor, Read as _};

use khacsau::domain::issued_document::{Issue, IssuedKind};

use crate::api::demo::Demo;

/// A .docx as an office program finds it.
pub(super) struct Written(String);

impl Written {
    pub(super) async fn at(demo: &Demo, path: &str) -> Self {
        let reply = demo.secretary().get(path).await;
        assert_eq!((reply.status, reply.header("cache-control")), (200, "no-store"), "{path}");
        assert!(reply.header("content-type").ends_with("wordprocessingml.document"), "{path}");
        assert!(reply.header("content-disposition").starts_with("attachment"), "{path}");
        Self(part(reply.bytes, "word/document.xml"))
    }

    /// What stands in the paragraphs, in order; empty ones are left out.
    pub(super) fn lines(&self) -> Vec<String> {
        let words = |paragraph: &str| -> String {
            let runs = paragraph.split("<w:t").skip(1).filter_map(|run| run.split_once('>'));
            runs.filter_map(|(_, run)| run.split_once("</w:t>")).map(|(words, _)| words).collect()
        };
        self.paragraphs().map(words).filter(|line| !line.is_empty()).collect()
    }

    fn paragraphs(&self) -> impl Iterator<Item = &str> {
        self.0.split("<w:p ").skip(1).map(|rest| rest.split("</w:p>").next().expect("a paragraph"))
    }

    /// The paragraph that holds these words.
    pub(super) fn paragraph(&self, words: &str) -> &str {
        self.paragraphs().find(|paragraph| paragraph.contains(words)).unwrap_or_else(|| panic!("{words}: {}", self.0))
    }

    /// That these follow one another, whatever stands between them.
    #[track_caller]
    fn in_order(&self, wanted: &[&str]) {
        let lines = self.lines();
        let mut rest = lines.iter();
        for words in wanted {
            assert!(rest.any(|line| line.contains(words)), "{words} in {lines:#?}");
        }
    }
}

fn part(bytes: Vec<u8>, name: &str) -> String {
    let mut file = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut text = String::new();
    file.by_name(name).expect(name).read_to_string(&mut text).expect("a text");
    text
}

async fn place(demo: &Demo) -> String {
    format!("/contests/{}/documents", demo.last_month().await)
}

/// Name, score and time of the first.
async fn first(demo: &Demo) -> (String, String) {
    let results = demo.secretary().get(&format!("/api/contests/{}/results", demo.last_month().await)).await.ok();
    let first = &results["standings"][0];
    let score = first["score"].as_u64().expect("hundredths");
    (first["name"].as_str().expect("a name").to_owned(), format!("{},{:02} điểm", score / 100, score % 100))
}

on_both_engines! {
    async fn all_that_is_handed_out_stands_on_one_page(demo: Demo) {
        let (place, (name, score)) = (place(&demo).await, first(&demo).await);
        let page = demo.secretary().get(&place).await.page(200);
        for words in [
            "Thông báo kết quả", "Báo cáo tháng", "Quyết định biểu dương", "scores.xlsx", "Đoạn ghi vào biên bản",
            "Chi bộ Trường Tiểu học Hòa Mỹ tổ chức kỳ thi “Khắc sâu tháng 1 năm 2026”", "Tin nhắn Zalo",
            &format!("Hạng nhất: đồng chí {name}, {score}"),
            &format!("{}/contests/{}/results", demo.app.url, demo.last_month().await),
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let contest = demo.secretary().get(place.trim_end_matches("/documents")).await.page(200);
        assert!(contest.contains(&place), "{contest}");
        let member = demo.member().get(place.trim_end_matches("/documents")).await.page(200);
        assert!(!member.contains(&place), "{member}");
    }

    async fn the_announcement_reads_as_a_cells_document_does(demo: Demo) {
        let (place, (name, score)) = (place(&demo).await, first(&demo).await);
        let written = Written::at(&demo, &format!("{place}/announcement.docx")).await;
        let head = [
            "ĐẢNG ỦY XÃ HÒA MỸ", "CHI BỘ TRƯỜNG TIỂU HỌC HÒA MỸ", "*", "Số        -TB/CB", "ĐẢNG CỘNG SẢN VIỆT NAM",
            "Hòa Mỹ, ngày 02 tháng 02 năm 2026", "THÔNG BÁO", "kết quả kỳ thi “Khắc sâu tháng 1 năm 2026”", "-----",
        ];
        assert_eq!(written.lines()[..head.len()], head);
        written.in_order(&[
            "đã tổ chức kỳ thi “Khắc sâu tháng 1 năm 2026”", "1. Tham gia: ", "2. Các đồng chí đạt kết quả cao:",
            &format!("- Hạng nhất: đồng chí {name}, {score}"), "Điểm trung bình", "Câu nhiều đồng chí chưa đúng",
            "Bảng điểm kèm theo Thông báo này.", "Nơi nhận:", "- Đảng ủy xã Hòa Mỹ (để báo cáo),", "- Lưu Chi bộ.",
            "T/M CHI BỘ", "BÍ THƯ", &demo.host.name, "PHỤ LỤC", "Bảng điểm kỳ thi “Khắc sâu tháng 1 năm 2026”", "-----", "Hạng",
            "Họ và tên", &name, &score[..4], "Mã cuối của biên bản điện tử: ",
        ]);
        let last = written.lines().iter().position(|line| line == "Nơi nhận:").expect("recipients") - 1;
        assert!(written.lines()[last].ends_with('.'), "the body ends with a full stop");

        // The figures of the layout: A4 with 20, 20, 30 and 15 mm; the ruled name of the party; the body.
        for figure in [r#"w:w="11905""#, r#"w:top="1133""#, r#"w:bottom="1133""#, r#"w:left="1700""#, r#"w:right="850""#] {
            assert!(written.0.contains(figure), "{figure}");
        }
        assert!(written.0.contains("<w:top w:val=\"single\"") && written.paragraph("ĐẢNG CỘNG SẢN").contains("<w:b />"));
        assert!(written.paragraph("ngày 02").contains("<w:i />"));
        assert!(written.paragraph("Nơi nhận:").contains("w:u "));
        let body = written.paragraph("1. Tham gia");
        for figure in [r#"w:val="both""#, r#"w:line="380""#, r#"w:firstLine="566""#, r#"w:sz w:val="28""#, "Times New Roman"] {
            assert!(body.contains(figure), "{figure}: {body}");
        }
    }

    async fn the_report_and_the_decision_say_what_was_found(demo: Demo) {
        let (place, (name, score)) = (place(&demo).await, first(&demo).await);
        let first = format!("- Hạng nhất: đồng chí {name}, {score}");
        Written::at(&demo, &format!("{place}/report.docx")).await.in_order(&[
            "Số        -BC/CB", "BÁO CÁO", "kết quả tổ chức kỳ thi “Khắc sâu tháng 1 năm 2026”", "-----", "I. TÌNH HÌNH TỔ CHỨC",
            "1. Thời gian: 14:30", "trực tiếp trong buổi sinh hoạt", "10 câu", "Văn bản đã học", "II. KẾT QUẢ",
            "1. Tham gia: ", "Điểm trung bình", "Từ 8 điểm trở lên", &first, "III. NỘI DUNG CẦN HỌC LẠI", "- Câu ",
            "Nơi nhận:", "BÍ THƯ", "PHỤ LỤC",
        ]);
        Written::at(&demo, &format!("{place}/commendation.docx")).await.in_order(&[
            "Số        -QĐ/CB", "QUYẾT ĐỊNH", "biểu dương", "-----", "- Căn cứ Điều lệ Đảng Cộng sản Việt Nam;",
            "CHI BỘ TRƯỜNG TIỂU HỌC HÒA MỸ QUYẾT ĐỊNH", "Điều 1. Biểu dương", &first, "Điều 2. ", "Nơi nhận:", "BÍ THƯ",
        ]);
    }

    async fn a_number_is_printed_padded_and_serves_once_in_a_term(demo: Demo) {
        let place = place(&demo).await;
        let number = format!("{place}/announcement");
        let sent = demo.secretary().fill_in(&number, &[("announcement-number", "5"), ("announcement-on", "3/2/2026")]).await;
        let page = demo.secretary().get(sent.see_other()).await.page(200);
        for words in ["Đã lưu số và ngày", "value=\"05\"", "value=\"03/02/2026\"", "05-TB/CB"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let written = Written::at(&demo, &format!("{number}.docx")).await;
        written.in_order(&["Số 05-TB/CB", "ngày 03 tháng 02 năm 2026"]);

        // Another month's has number 6; a report may have it, and so may a neighbour.
        let store = &demo.house().store;
        let (cell, other) = (demo.cell().await, demo.contest_row(&demo.contest).await.id);
        let six = Issue { number: Some(6), on: None };
        store.set_issue(other, IssuedKind::Announcement, cell, "2025-2030", &six).await.unwrap();
        let page = demo.secretary().fill_in(&number, &[("announcement-number", "6"), ("announcement-on", "4/2/2026")]).await.page(422);
        let error = page.split("id=\"announcement-number-error\">").nth(1).expect("an error beside its field");
        assert!(error.starts_with("Số này đã dùng cho một thông báo khác"), "{error}");
        assert!(page.contains("value=\"4/2/2026\"") && page.contains("06-TB/CB"), "{page}");
        demo.secretary().fill_in(&format!("{place}/report"), &[("report-number", "6")]).await.see_other();
        Written::at(&demo, &format!("{number}.docx")).await.in_order(&["Số 05-TB/CB"]);

        for (name, value, words) in [
            ("announcement-number", "0", "số từ 1 đến 9999"),
            ("announcement-number", "năm", "số từ 1 đến 9999"),
            ("announcement-on", "31/2/2026", "không có trong lịch"),
        ] {
            let page = demo.secretary().fill_in(&number, &[(name, value)]).await.page(422);
            let error = page.split(&format!("id=\"{name}-error\">")).nth(1).expect("an error beside its field");
            assert!(error.split("</p>").next().unwrap().contains(words), "{error}");
            assert!(page.contains(&format!("value=\"{value}\"")), "{page}");
        }
        // Left blank, it is written in by hand.
        demo.secretary().fill_in(&number, &[("announcement-number", ""), ("announcement-on", "")]).await.see_other();
        Written::at(&demo, &format!("{number}.docx")).await.in_order(&["Số        -TB/CB", "ngày 02 tháng 02"]);
        demo.secretary().fill_in(&format!("{place}/minutes"), &[]).await.page(404);
        demo.secretary().get(&format!("{place}/minutes.docx")).await.page(404);
    }

    async fn prizes_are_entered_once_and_stand_in_every_document(demo: Demo) {
        let (place, (name, _)) = (place(&demo).await, first(&demo).await);
        let prizes = place.replace("/documents", "/prizes");
        let page = demo.secretary().get(&place).await.page(200);
        let field = page.split("name=\"kind-").nth(1).expect("a prize").split('"').next().unwrap().to_owned();
        let named = |name: &str| format!("{name}-{field}");
        let (kind, value, by, on) = (named("kind"), named("value"), named("by"), named("on"));

        let bad = [(kind.as_str(), ""), (&value, "nhiều"), (&by, "Bí thư"), (&on, "30/2/2026")];
        let refused = demo.secretary().fill_in(&prizes, &bad).await.page(422);
        for (name, words) in [(&kind, "là gì"), (&value, "bằng đồng"), (&on, "không có trong lịch")] {
            let error = refused.split(&format!("id=\"{name}-error\">")).nth(1).expect("an error beside its field");
            assert!(error.split("</p>").next().unwrap().contains(words), "{error}");
        }
        assert!(refused.contains("value=\"nhiều\"") && refused.contains("value=\"Bí thư\""), "{refused}");

        let good = [(kind.as_str(), "01 cuốn sách"), (&value, "50.000"), (&by, "Bí thư Chi bộ"), (&on, "3/2/2026")];
        let done = demo.secretary().fill_in(&prizes, &good).await.see_other().to_owned();
        let line = format!("Đồng chí {name}: 01 cuốn sách, trị giá 50.000 đồng, do Bí thư Chi bộ trao ngày 03/02/2026");
        let page = demo.secretary().get(&done).await.page(200);
        assert!(page.contains(&line) && page.contains("value=\"50.000\""), "{page}");
        for document in ["announcement", "report", "commendation"] {
            Written::at(&demo, &format!("{place}/{document}.docx")).await.in_order(&["Tặng phẩm:", &format!("- {line}.")]);
        }
        demo.secretary().fill_in(&prizes, &[]).await.see_other();
        assert!(!demo.secretary().get(&place).await.page(200).contains(&line));
    }

    async fn the_score_sheet_is_a_workbook_without_a_formula(demo: Demo) {
        let (place, (name, _)) = (place(&demo).await, first(&demo).await);
        let reply = demo.secretary().get(&format!("{place}/scores.xlsx")).await;
        assert_eq!((reply.status, reply.header("cache-control")), (200, "no-store"));
        assert!(reply.header("content-disposition").contains("bang-diem.xlsx"));
        let texts = part(reply.bytes.clone(), "xl/sharedStrings.xml");
        assert!(texts.contains(&name) && texts.contains("BẢNG ĐIỂM KỲ THI “KHẮC SÂU THÁNG 1 NĂM 2026”"), "{texts}");
        assert!(!part(reply.bytes, "xl/worksheets/sheet1.xml").contains("<f"));
    }

    async fn nothing_is_handed_out_before_the_publication(demo: Demo) {
        let place = format!("/contests/{}/documents", demo.contest);
        let page = demo.secretary().get(&place).await.page(200);
        assert!(page.contains("chưa được công bố") && !page.contains(".docx\""), "{page}");
        for name in ["announcement.docx", "scores.xlsx"] {
            assert_eq!(demo.secretary().get(&format!("{place}/{name}")).await.see_other(), place);
        }
        demo.secretary().fill_in(&format!("{place}/report"), &[("report-number", "1")]).await.see_other();
        let id = demo.contest_row(&demo.contest).await.id;
        assert!(demo.house().store.issues_of(id).await.unwrap().is_empty());
        demo.committee().get(&place).await.page(403);
        demo.as_member(demo.neighbouring_secretary().await.id).await.get(&place).await.page(403);
    }
}
