//! Storage that fails while a committee works: what was confirmed is there whole or not at all, and can be sent again.

use khacsau::domain::bank::ReviewState;
use khacsau::domain::identity::QuestionId;
use khacsau::store::DraftKind;
use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, REFERER};

use super::demo::Demo;
use super::visitor::{Reply, Visitor};
use crate::harness::Thief;

const TEXT: &str = "Câu 1: Chi bộ họp thường lệ bao lâu một lần?\nA. Mỗi tháng\nB. Mỗi quý\nĐáp án: A\n\n\
    Câu 2: Chi ủy do đại hội chi bộ bầu.\nA. Đúng\nB. Sai\nĐáp án: A\n";

const LIST: &str = "Họ và tên,Ngày sinh\nNguyễn Văn Mới,01/02/1980\nTrần Thị Mới,03/04/1985\n";

/// What breaks in the middle is no lock: the one engine says that its disk is broken, the other only that it refused.
#[track_caller]
fn is_a_page_about_the_fault(demo: &Demo, reply: &Reply) -> String {
    let status = if demo.record().1.is_some() { 503 } else { 500 };
    let page = reply.page(status);
    assert!(page.contains("những gì đã lưu trước lần bấm này") || page.contains("Dấu chọn vẫn còn"), "{page}");
    page
}

/// Sends a form as a browser does that is on this page.
async fn send(visitor: &Visitor, from: &str, path: &str, fields: &[(&str, &str)]) -> Reply {
    let body = fields.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");
    let request = visitor.request(Method::POST, path).header(REFERER, from);
    Reply::to(request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(body)).await
}

on_both_engines! {
    async fn an_import_that_cannot_be_kept_loses_no_tick_and_is_kept_once_afterwards(demo: Demo) {
        let (committee, document) = (demo.committee(), demo.document_of_the_cell().await.to_string());
        let desk = format!("/units/{}/bank/import", demo.cell().await);
        let brought = committee.bring(&desk, &[("text", TEXT), ("document", &document)], None).await;
        let import = brought.see_other().to_owned();
        let author = demo.find(&demo.committee.name).await.id;
        let gained = async || {
            let bank = demo.house().store.questions_for(demo.cell().await).await.expect("a bank");
            bank.iter().filter(|question| question.import.is_some()).count()
        };
        let waiting = async || demo.house().store.drafts_of(author, DraftKind::BankImport).await.unwrap().len();
        let ticked = [("shown", "1"), ("shown", "2"), ("tick", "2"), ("document", &document), ("do", "keep")];

        let thief = Thief::lock(demo.record(), "question_revision").await;
        let page = committee.fill_in(&import, &ticked).await.page(503);
        assert!(page.contains("Máy chủ đang bận ghi dữ liệu. Dấu chọn vẫn còn"), "{page}");
        assert_eq!(page.matches(" checked").count(), 1, "as it was ticked a moment ago");
        assert_eq!((gained().await, waiting().await), (0, 1));
        thief.let_go().await;

        let both = [&ticked[..], &[("tick", "1")]].concat();
        Thief::spoil(demo.record(), "question_revision", "NEW.body LIKE '%đại hội chi bộ bầu%'").await;
        is_a_page_about_the_fault(&demo, &committee.fill_in(&import, &both).await);
        assert_eq!((gained().await, waiting().await), (0, 1), "nothing of what was written before the fault");
        Thief::mend(demo.record(), "question_revision").await;

        let presses = [committee.fill_in(&import, &both), committee.fill_in(&import, &both)];
        for press in futures_util::future::join_all(presses).await {
            assert_eq!(press.see_other(), import);
        }
        assert_eq!((gained().await, waiting().await), (2, 0));
    }

    async fn questions_that_cannot_be_approved_together_wait_together(demo: Demo) {
        let store = &demo.house().store;
        let document = demo.document_of_the_cell().await;
        let ids = [demo.question_on(document).await, demo.question_on(document).await, demo.question_on(document).await];
        for id in ids {
            assert!(store.move_question(id, 1, ReviewState::Draft, ReviewState::Submitted).await.unwrap());
        }
        let (secretary, path) = (demo.browser(&demo.host.token), format!("/units/{}/bank/review", demo.cell().await));
        let page = secretary.get(&path).await.page(200);
        let from = format!("{}{path}", demo.app.url);
        let ticks = ids.map(|id| ("tick", format!("{id}:1")));
        assert!(ticks.iter().all(|(_, tick)| page.contains(tick)), "{page}");
        let ticks = ticks.each_ref().map(|(name, tick)| (*name, tick.as_str()));
        let reviews = async || {
            let mut reviews = 0;
            for id in ids {
                let is_approved = store.question(id).await.unwrap().unwrap().state == ReviewState::Approved;
                let history = store.history_of(id).await.unwrap();
                let said = history.iter().map(|revision| revision.reviews.len()).sum::<usize>();
                assert_eq!(said, usize::from(is_approved), "what moved is what was said");
                reviews += said;
            }
            reviews
        };

        let thief = Thief::lock(demo.record(), "question_review").await;
        let page = send(&secretary, &from, &path, &ticks).await.page(503);
        assert!(page.contains("Máy chủ đang bận ghi dữ liệu"), "{page}");
        assert!(page.contains(&format!("<a class=\"button primary\" href=\"{path}\">Trở lại trang trước</a>")), "{page}");
        thief.let_go().await;
        let last: QuestionId = *ids.iter().max().unwrap();
        Thief::spoil(demo.record(), "question_review", &format!("NEW.question_id = '{last}'")).await;
        is_a_page_about_the_fault(&demo, &send(&secretary, &from, &path, &ticks).await);
        assert_eq!(reviews().await, 0, "none, though the first came through");
        Thief::mend(demo.record(), "question_review").await;

        assert!(send(&secretary, &from, &path, &ticks).await.see_other().ends_with("?approved=3&left=0"));
        assert_eq!(reviews().await, 3);
        assert!(send(&secretary, &from, &path, &ticks).await.see_other().ends_with("?approved=0&left=3"));
        assert_eq!(reviews().await, 3);
    }

    async fn a_contest_that_cannot_be_published_stays_as_it_was_planned(demo: Demo) {
        let (secretary, unit) = (demo.secretary(), demo.cell().await);
        let typed = [
            ("title", "Kỳ thi tháng 2/2026"), ("on", "5/2/2026"), ("at", "19h30"), ("place", "Phòng họp"), ("count", "6"),
            ("document", ""), ("topic", ""), ("difficulty", ""), ("weight", "1"), ("mode", "live"), ("pacing", "host"),
            ("limit", "20"), ("tie", "elapsed"), ("prize_places", "3"), ("unit_threshold", "70"), ("network", "hall"),
            ("act", "preview"),
        ];
        let planned = secretary.fill_in(&format!("/units/{unit}/contests/new"), &typed).await;
        let preview = planned.see_other().to_owned();
        let publish = format!("{preview}/publish");
        let contests = async || demo.house().store.contests_concerning(unit).await.unwrap().len();
        let before = contests().await;

        let thief = Thief::lock(demo.record(), "contest").await;
        assert!(secretary.submit(&publish).await.page(503).contains("Máy chủ đang bận ghi dữ liệu"));
        thief.let_go().await;
        Thief::spoil(demo.record(), "contest_preparation", "NEW.place <> ''").await;
        is_a_page_about_the_fault(&demo, &secretary.submit(&publish).await);
        Thief::mend(demo.record(), "contest_preparation").await;
        assert_eq!(contests().await, before, "nothing of what was written before the fault");
        assert!(secretary.get(&preview).await.page(200).contains("Phòng họp"), "it can be looked at as before");

        let presses = futures_util::future::join(secretary.submit(&publish), secretary.submit(&publish)).await;
        assert_eq!(presses.0.see_other(), presses.1.see_other());
        assert_eq!(contests().await, before + 1);
    }

    async fn a_list_of_members_that_cannot_be_taken_up_waits_as_it_was_brought(demo: Demo) {
        let (secretary, unit) = (demo.secretary(), demo.cell().await);
        let brought = secretary.bring(&format!("/units/{unit}/roster/import"), &[], Some(("moi.csv", LIST.as_bytes()))).await;
        let preview = brought.see_other().to_owned();
        let page = secretary.get(&preview).await.page(200);
        let seen = page.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("what was seen");
        let fields = [("seen", seen)];
        let before = demo.roster().await.len();

        let thief = Thief::lock(demo.record(), "member").await;
        assert!(secretary.fill_in(&preview, &fields).await.page(503).contains("Máy chủ đang bận ghi dữ liệu"));
        thief.let_go().await;
        Thief::spoil(demo.record(), "membership", "NEW.official").await;
        is_a_page_about_the_fault(&demo, &secretary.fill_in(&preview, &fields).await);
        Thief::mend(demo.record(), "membership").await;
        assert_eq!(demo.roster().await.len(), before, "nobody came in without belonging anywhere");
        assert!(secretary.get(&preview).await.page(200).contains("Trần Thị Mới"));

        let presses = [secretary.fill_in(&preview, &fields), secretary.fill_in(&preview, &fields)];
        let presses = futures_util::future::join_all(presses).await;
        assert!(presses.iter().any(|press| press.see_other().contains("done=saved&new=2")));
        assert!(presses.iter().any(|press| press.see_other().contains("done=gone")));
        assert_eq!(demo.roster().await.len(), before + 2);
    }
}
