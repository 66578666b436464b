//! `/units/{unit}/bank/export`.

use std::collections::BTreeSet;

use khacsau::domain::bank::ReviewState;
use khacsau::domain::identity::{DocumentId, MemberId, QuestionId};
use khacsau::domain::question::{QuestionKind, Revision, RevisionOption};
use khacsau::domain::role::{Grant, Role};
use khacsau::store::{KeptQuestion, NewQuestion};
use serde_json::Value;

use crate::api::demo::Demo;
use crate::api::visitor::{Reply, Visitor};
use crate::harness::NOON;

async fn address(demo: &Demo) -> String {
    format!("/units/{}/bank/export", demo.cell().await)
}

async fn bank(demo: &Demo) -> Vec<KeptQuestion> {
    demo.house().store.questions_for(demo.cell().await).await.unwrap()
}

async fn downloaded(demo: &Demo, visitor: &Visitor, fields: &[(&str, &str)]) -> Reply {
    let reply = visitor.fill_in(&address(demo).await, fields).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply
}

async fn json(demo: &Demo, visitor: &Visitor, fields: &[(&str, &str)]) -> Vec<Value> {
    let fields = [&[("format", "json")], fields].concat();
    let file: Value = serde_json::from_slice(&downloaded(demo, visitor, &fields).await.bytes).expect("JSON");
    assert_eq!(file["format"], "khacsau.bank.v1");
    file["questions"].as_array().expect("questions").clone()
}

fn stems(questions: &[Value]) -> BTreeSet<String> {
    questions.iter().map(|question| question["stem"].as_str().expect("a stem").to_owned()).collect()
}

/// A draft in the cell's own bank.
async fn written_down(demo: &Demo, stem: &str, topic: &str) -> QuestionId {
    let document = demo.document_of_the_cell().await;
    written_on(demo, document, stem, topic).await
}

async fn written_on(demo: &Demo, document: DocumentId, stem: &str, topic: &str) -> QuestionId {
    let option = |text: &str, correct| RevisionOption { text: text.into(), correct };
    let question = NewQuestion {
        id: QuestionId(uuid::Uuid::now_v7()),
        unit: demo.cell().await,
        document,
        topic: topic.into(),
        difficulty: None,
        state: ReviewState::Draft,
        author: demo.find(&demo.host.name).await.id,
        revision: Revision {
            kind: QuestionKind::Single,
            stem: stem.into(),
            options: vec![option("Một", true), option("Hai", false)],
            explanation: String::new(),
            source: String::new(),
            limit: None,
            keep_order: false,
            image: None,
        },
        created_at: NOON,
    };
    demo.house().store.insert_question(&question).await.unwrap();
    question.id
}

/// Who plays tonight, and may write questions from now on.
async fn player_on_the_committee(demo: &Demo) -> MemberId {
    let member = demo.find(&demo.members[0].name).await.id;
    let grant = Grant { role: Role::Committee, unit: demo.cell().await };
    demo.house().store.insert_grant(member, grant).await.unwrap();
    member
}

on_both_engines! {
    async fn the_bank_is_taken_as_a_file_and_whoever_takes_it_has_read_it(demo: Demo) {
        let document = demo.document_of_the_cell().await;
        written_on(&demo, document, "Vì sao chi bộ họp?", "").await;
        let gone = written_on(&demo, document, "Câu đã bỏ?", "").await;
        demo.house().store.retire_question(gone, 1, Some(NOON)).await.unwrap();
        let known: BTreeSet<String> =
            bank(&demo).await.into_iter().filter(|kept| !kept.is_retired).map(|kept| kept.revision.stem).collect();
        let page = demo.secretary().get(&address(&demo).await).await.page(200);
        assert!(page.contains(&format!("<b>{} câu hỏi</b>", known.len())), "{page}");
        assert!(known.iter().all(|stem| !page.contains(stem.as_str())), "the page itself shows no question");
        let reply = downloaded(&demo, &demo.secretary(), &[("format", "json")]).await;
        let name = reply.header("content-disposition");
        assert!(name.starts_with("attachment; filename=\"ngan-hang-cau-hoi-chi-bo-") && name.contains(".json\"; filename*=UTF-8''ngan-hang"), "{name}");
        assert_eq!((reply.header("content-type"), reply.header("cache-control")), ("application/json", "no-store"));
        let questions = json(&demo, &demo.secretary(), &[]).await;
        assert_eq!(stems(&questions), known);
        let secretary = demo.find(&demo.host.name).await.id;
        for question in demo.house().store.bank_for(demo.cell().await).await.unwrap() {
            assert!(question.insiders.contains(&secretary), "{}", question.revision.stem);
        }
    }

    async fn looking_at_the_page_is_not_reading_the_questions(demo: Demo) {
        let id = written_down(&demo, "Vì sao chi bộ họp?", "").await;
        let kept = |bank: Vec<khacsau::domain::bank::BankQuestion>| bank.into_iter().find(|kept| kept.id == id).unwrap();
        let before = kept(demo.house().store.bank_for(demo.cell().await).await.unwrap()).insiders;
        demo.committee().get(&format!("{}?format=kahoot", address(&demo).await)).await.page(200);
        assert_eq!(kept(demo.house().store.bank_for(demo.cell().await).await.unwrap()).insiders, before);
    }

    async fn questions_that_may_be_asked_tonight_stay_where_they_are(demo: Demo) {
        let member = player_on_the_committee(&demo).await;
        let visitor = demo.as_member(member).await;
        let withheld = demo.house().store.withheld_from(member).await.unwrap();
        assert!(!withheld.is_empty(), "the lobby is open");
        let kept_back: BTreeSet<String> =
            bank(&demo).await.into_iter().filter(|kept| withheld.contains(&kept.id)).map(|kept| kept.revision.stem).collect();
        written_down(&demo, "Vì sao chi bộ họp?", "").await;
        let page = visitor.get(&address(&demo).await).await.page(200);
        assert!(page.contains(&format!("{} câu khác không có trong tệp", kept_back.len())), "{page}");
        let taken = stems(&json(&demo, &visitor, &[]).await);
        assert!(taken.contains("Vì sao chi bộ họp?") && taken.is_disjoint(&kept_back), "{taken:?}");
        assert_eq!(demo.house().store.withheld_from(member).await.unwrap(), withheld, "they are as unread as before");
    }

    async fn what_a_committee_above_is_still_working_on_does_not_leave_with_a_file_from_below(demo: Demo) {
        let store = &demo.house().store;
        let above = store.questions_for(demo.commune().await).await.unwrap().remove(0);
        let stem = above.revision.stem.clone();
        assert!(stems(&json(&demo, &demo.secretary(), &[]).await).contains(&stem));
        store.move_question(above.id, above.revision_number, ReviewState::Approved, ReviewState::Draft).await.unwrap();
        for fields in [&[][..], &[("state", "draft")]] {
            let found = stems(&json(&demo, &demo.secretary(), fields).await);
            assert!(!found.contains(&stem), "{found:?}");
        }
    }

    async fn document_topic_state_and_owner_choose_what_is_in_the_file(demo: Demo) {
        written_down(&demo, "Vì sao chi bộ họp?", "Sinh hoạt").await;
        let kept = bank(&demo).await.into_iter().find(|kept| kept.topic == "Sinh hoạt").unwrap();
        let document = kept.document.to_string();
        for fields in [[("document", document.as_str())], [("topic", "=Sinh hoạt")], [("own", "1")], [("state", "draft")]] {
            let found = stems(&json(&demo, &demo.secretary(), &fields).await);
            assert!(found.contains("Vì sao chi bộ họp?"), "{fields:?}: {found:?}");
            assert!(found.len() < bank(&demo).await.len(), "{fields:?}: {found:?}");
        }
        let none = format!("{}?state=submitted&topic=%3DSinh+ho%E1%BA%A1t", address(&demo).await);
        let page = demo.secretary().get(&none).await.page(200);
        assert!(page.contains("Không có câu hỏi nào như đã chọn") && !page.contains("Tải tệp về</button>"), "{page}");
        assert!(page.contains("value=\"=Sinh hoạt\" selected"), "what was chosen stays chosen: {page}");
        let odd = format!("{}?format=exe&document=x&state=y&own=2", address(&demo).await);
        demo.secretary().get(&odd).await.page(200);
    }

    async fn what_another_program_will_not_take_is_said_before_the_download(demo: Demo) {
        let long = format!("{} là gì?", "rất ".repeat(40));
        written_down(&demo, &long, "Dài").await;
        let page = demo.secretary().get(&format!("{}?format=kahoot&topic=%3DD%C3%A0i", address(&demo).await)).await.page(200);
        assert!(page.contains("câu hỏi dài") && page.contains("nhiều hơn 120") && page.contains("Tệp vẫn ghi đủ"), "{page}");
        assert!(!page.contains(&long));
    }

    async fn every_format_leaves_with_its_own_type_and_ending(demo: Demo) {
        for (format, ending, kind) in [
            ("docx", ".docx", "wordprocessingml"),
            ("docx-without-keys", ".docx", "wordprocessingml"),
            ("xlsx", ".xlsx", "spreadsheetml"),
            ("json", ".json", "application/json"),
            ("csv", ".csv", "text/csv"),
            ("gift", ".gift", "text/plain"),
            ("kahoot", ".xlsx", "spreadsheetml"),
            ("wayground", ".xlsx", "spreadsheetml"),
        ] {
            let reply = downloaded(&demo, &demo.secretary(), &[("format", format)]).await;
            assert!(reply.header("content-disposition").contains(&format!("{ending}\"")), "{format}");
            assert!(reply.header("content-type").contains(kind), "{format}: {}", reply.header("content-type"));
            assert!(reply.bytes.len() > 100, "{format}");
        }
    }
}
