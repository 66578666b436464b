//! `/units/{unit}/documents` and `/documents/{document}`.

use khacsau::domain::document::Document;
use serde_json::json;

use crate::api::demo::Demo;
use crate::api::visitor::Visitor;
use crate::harness::NOON;

const GOOD: [(&str, &str); 6] = [
    ("symbol", "207-QĐ/TW"),
    ("issued_on", "26/7/2026"),
    ("issuer", "Ban Chấp hành Trung ương"),
    ("title", "Về những điều đảng viên không được làm"),
    ("link", "https://example.vn/207"),
    ("reading", "Điều 1. Phạm vi.\nĐiều 2. <b>Đối tượng</b>."),
];

/// The good form with another value in one field.
fn with<'a>(name: &str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    let typed = |(own, kept): &(&'static str, &'static str)| (*own, if *own == name { value } else { *kept });
    GOOD.iter().map(typed).collect()
}

async fn list(demo: &Demo) -> String {
    format!("/units/{}/documents", demo.cell().await)
}

async fn known(demo: &Demo) -> Vec<Document> {
    demo.house().store.documents_for(demo.cell().await).await.unwrap()
}

async fn registered(demo: &Demo, visitor: &Visitor) -> String {
    let reply = visitor.fill_in(&list(demo).await, &GOOD).await;
    let (path, done) = reply.see_other().split_once('?').expect("a page that says what was done");
    assert_eq!(done, "done=saved");
    path.to_owned()
}

on_both_engines! {
    async fn a_committee_member_registers_a_document_and_members_read_it_beforehand(demo: Demo) {
        let path = registered(&demo, &demo.committee()).await;
        let page = demo.member().get(&path).await.page(200);
        for words in ["207-QĐ/TW", "26/07/2026", "Ban Chấp hành Trung ương", "https://example.vn/207", "Điều 1. Phạm vi.", "Điều 2. <b>Đối tượng</b>."] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!demo.member().get(&path).await.text().contains("<b>Đối"), "text and never markup");
        assert!(!page.contains("/edit") && !page.contains("/supersede"), "nothing to press for who may not");
        let listed = demo.member().get(&list(&demo).await).await.page(200);
        assert!(listed.contains(&path) && listed.contains("Đọc được tại đây") && !listed.contains("câu hỏi"), "{listed}");
        let home = demo.browser(&demo.members[0].token).get("/").await.page(200);
        assert!(home.contains(&list(&demo).await) && home.contains("Văn bản để đọc trước"));
    }

    async fn what_cannot_be_kept_is_said_beside_its_field_and_nothing_is_lost_or_kept(demo: Demo) {
        let before = known(&demo).await;
        let long = "x".repeat(501);
        for (name, value, words) in [
            ("title", "", "hãy nhập tên văn bản"),
            ("title", long.as_str(), "hãy rút ngắn"),
            ("issued_on", "31/2/2026", "hãy nhập theo mẫu 15/5/2016"),
            ("issued_on", "", "hãy nhập ngày ban hành"),
            ("issuer", "", "hãy nhập vào ô này"),
            ("link", "javascript:alert(1)", "bắt đầu bằng https://"),
            ("reading", "Kính gửi\nTỐI MẬT\nvề việc", "dấu chỉ độ mật"),
        ] {
            let reply = demo.committee().fill_in(&list(&demo).await, &with(name, value)).await;
            let page = reply.page(422);
            let error = page.split(&format!("id=\"{name}-error\">")).nth(1).unwrap_or_else(|| panic!("{name}: {page}"));
            assert!(error.split("</p>").next().unwrap().contains(words), "{name}: {error}");
            assert!(page.contains(&format!("aria-describedby=\"{name}-error")), "{name}");
            for (other, kept) in with(name, value).into_iter().filter(|(_, kept)| !kept.is_empty()) {
                assert!(page.contains(kept), "{other} is still there: {page}");
            }
        }
        assert_eq!(known(&demo).await, before);
    }

    async fn a_document_is_known_by_number_and_date_and_issuer(demo: Demo) {
        let path = registered(&demo, &demo.committee()).await;
        for (name, value) in [("title", "Tên viết khác"), ("symbol", "207-qđ/tw"), ("issued_on", "2026-07-26")] {
            let page = demo.committee().fill_in(&list(&demo).await, &with(name, value)).await.page(422);
            assert!(page.contains(&format!("href=\"{path}\"")) && page.contains("đã có"), "{page}");
        }
        for (name, value) in [("issued_on", "26/7/2021"), ("issuer", "Bộ Chính trị")] {
            demo.committee().fill_in(&list(&demo).await, &with(name, value)).await.see_other();
        }
        assert_eq!(known(&demo).await.iter().filter(|document| document.symbol == "207-QĐ/TW").count(), 3);
    }

    async fn a_document_is_corrected_and_its_standing_stays(demo: Demo) {
        let path = registered(&demo, &demo.committee()).await;
        let form = demo.committee().get(&format!("{path}/edit")).await.page(200);
        assert!(form.contains("value=\"26/07/2026\"") && form.contains("Điều 1. Phạm vi."), "{form}");
        demo.committee().fill_in(&format!("{path}/supersede"), &[("by", "300-QĐ/TW"), ("on", "1/1/2027")]).await.see_other();
        demo.secretary().fill_in(&path, &with("title", "Tên đã sửa")).await.see_other();
        let page = demo.member().get(&path).await.page(200);
        assert!(page.contains("Tên đã sửa") && page.contains("Được thay bằng 300-QĐ/TW từ 01/01/2027"), "{page}");
        let refused = demo.secretary().fill_in(&path, &with("title", "")).await.page(422);
        assert!(refused.contains("hãy nhập tên văn bản"));
        assert!(demo.member().get(&path).await.page(200).contains("Tên đã sửa"));
    }

    async fn a_superseded_documents_questions_leave_the_bank_at_once_and_come_back(demo: Demo) {
        let supervisor = demo.supervisor().await;
        let old = known(&demo).await.into_iter().find(|document| document.symbol == "05-CT/TW").unwrap();
        let path = format!("/documents/{}", old.id);
        let pool = async || {
            let contest = demo.scheduled().await;
            demo.behind(&contest, move |contest| contest.plan().pool.iter().filter(|it| it.document == old.id).count()).await
        };
        let all = pool().await;
        assert!(all > 1);
        for (fields, name) in [(vec![("on", "1/9/2026")], "by"), (vec![("by", "99-CT/TW"), ("on", "x")], "on")] {
            let page = supervisor.fill_in(&format!("{path}/supersede"), &fields).await.page(422);
            assert!(page.contains(&format!("id=\"{name}-error\"")), "{page}");
        }
        assert_eq!(pool().await, all, "what was refused changed nothing");
        let new = registered(&demo, &supervisor).await;
        let fields = [("by", "99-CT/TW"), ("on", "1/9/2026")];
        supervisor.fill_in(&format!("{path}/supersede"), &fields).await.see_other();
        assert_eq!(pool().await, 0);
        let page = demo.member().get(&path).await.page(200);
        assert!(page.contains("Được thay bằng 99-CT/TW từ 01/09/2026"), "{page}");
        supervisor.submit(&format!("{path}/reinstate")).await.see_other();
        assert_eq!(pool().await, all);

        // One that is registered is chosen, and led to.
        let own = format!("/documents/{}", demo.document_of_the_cell().await);
        let id = new.rsplit('/').next().unwrap();
        let chosen = [("successor", id), ("on", "26/7/2026")];
        demo.committee().fill_in(&format!("{own}/supersede"), &chosen).await.see_other();
        let page = demo.member().get(&own).await.page(200);
        assert!(page.contains(&format!("href=\"{new}\"")) && page.contains("Được thay bằng 207-QĐ/TW"), "{page}");
    }

    async fn what_a_unit_above_owns_is_read_below_and_not_changed(demo: Demo) {
        let above = known(&demo).await[0].id;
        let path = format!("/documents/{above}");
        let page = demo.committee().get(&path).await.page(200);
        assert!(!page.contains("/edit"), "{page}");
        demo.committee().get(&format!("{path}/edit")).await.page(403);
        demo.committee().fill_in(&path, &GOOD).await.page(403);
        demo.committee().fill_in(&format!("{path}/supersede"), &[("by", "x"), ("on", "1/1/2027")]).await.page(403);
        demo.supervisor().await.get(&format!("{path}/edit")).await.page(200);
        let own = demo.document_of_the_cell().await;
        let neighbour = demo.as_member(demo.neighbouring_secretary().await.id).await;
        neighbour.get(&format!("/documents/{own}")).await.page(403);
    }

    async fn the_text_to_read_comes_out_of_a_file(demo: Demo) {
        let path = registered(&demo, &demo.committee()).await;
        let word = include_bytes!("../../bank_samples/08-nghiep-vu-cong-tac-dang.docx");
        let reply = demo.committee().bring(&format!("{path}/reading"), &[], Some(("Hướng dẫn.docx", word))).await;
        assert_eq!(reply.see_other(), format!("{path}?done=read#reading"));
        let page = demo.member().get(&path).await.page(200);
        assert!(page.contains("Phương án") && page.contains(" | ") && !page.contains("Điều 1. Phạm vi."), "{page}");
        let plain = "Điều 1. Học tập.\r\n\r\nĐiều 2. <i>Nêu gương</i>.".as_bytes();
        demo.committee().bring(&format!("{path}/reading"), &[], Some(("noi-dung.txt", plain))).await.see_other();
        let page = demo.member().get(&path).await.page(200);
        assert!(page.contains("<p>Điều 1. Học tập.</p>") && page.contains("Điều 2. <i>Nêu gương</i>."), "{page}");
        assert!(!demo.member().get(&path).await.text().contains("<i>Nêu"), "text and never markup");
        assert!(page.contains("207-QĐ/TW") && page.contains("26/07/2026"), "the rest of the entry stays");
    }

    async fn a_file_without_a_text_to_read_is_refused_beside_its_field(demo: Demo) {
        let path = registered(&demo, &demo.committee()).await;
        let broken = include_bytes!("../../bank_samples/16-tai-ve-dang-do.docx");
        let secret = include_bytes!("../../bank_samples/15-cau-hoi-tim-hieu.docx");
        let files: [(&str, &[u8], &str); 7] = [
            ("a.docx", broken, "hỏng"),
            ("a.docx", secret, "dấu chỉ độ mật"),
            ("a.pdf", b"%PDF-1.7", "Tệp PDF"),
            ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Save As"),
            ("a.xlsx", b"PK", "không có nội dung để đọc"),
            ("a.txt", b"  \r\n", "không có nội dung"),
            ("", b"", "Chưa có tệp nào"),
        ];
        for (name, bytes, words) in files {
            let page = demo.committee().bring(&format!("{path}/reading"), &[], Some((name, bytes))).await.page(422);
            let error = page.split("id=\"file-error\">").nth(1).unwrap_or_else(|| panic!("{name}: {page}"));
            assert!(error.split("</p>").next().unwrap().contains(words), "{name}: {error}");
        }
        assert!(demo.member().get(&path).await.page(200).contains("Điều 1. Phạm vi."), "what was there stays");
        let long = "Điều 1. ".repeat(40_000);
        let page = demo.committee().bring(&format!("{path}/reading"), &[], Some(("a.txt", long.as_bytes()))).await.page(422);
        assert!(page.contains("hãy chỉ dán phần cần đọc"), "{page}");
        let neighbour = demo.as_member(demo.neighbouring_secretary().await.id).await;
        neighbour.bring(&format!("{path}/reading"), &[], Some(("a.txt", b"x"))).await.page(403);
    }

    async fn a_form_from_elsewhere_or_too_long_changes_nothing(demo: Demo) {
        let before = known(&demo).await;
        let token = &demo.committee.token;
        let browser = demo.browser(token);
        let foreign = browser.without_origin(reqwest::Method::POST, &list(&demo).await).body("title=x");
        assert_eq!(foreign.send().await.unwrap().status(), 403);
        let huge = "x".repeat(1_600_000);
        let reply = demo.committee().fill_in(&list(&demo).await, &with("reading", &huge[..800_000])).await;
        reply.page(413);
        assert_eq!(known(&demo).await, before);
        registered(&demo, &browser).await;
    }

    /// Somebody who reads a question between the scheduling and the lobby knows what will be asked.
    async fn whoever_read_a_question_before_the_roster_was_frozen_is_an_insider(demo: Demo) {
        let contest = demo.scheduled().await;
        let (reader, other) = (demo.find(&demo.members[3].name).await, demo.find(&demo.members[4].name).await);
        let bank = demo.house().store.bank_for(demo.cell().await).await.unwrap();
        let all: Vec<_> = bank.iter().map(|question| question.id).collect();
        demo.house().store.record_seen(reader.id, &all, NOON).await.unwrap();
        demo.clock.advance(khacsau::domain::time::Millis::seconds(3_600));
        demo.until_phase(&contest, "lobby").await;
        let roster = demo.secretary().get(&format!("/api/contests/{contest}/roster")).await.ok();
        let entries = roster["entries"].as_array().unwrap();
        let ranked = |name: &str| entries.iter().find(|entry| entry["name"] == *name).unwrap()["ranked"].clone();
        assert_eq!((ranked(&reader.name), ranked(&other.name)), (json!(false), json!(true)), "{roster}");
    }
}
