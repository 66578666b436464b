//! `/units/{unit}/questions/new`, `/units/{unit}/questions`, `/questions/{question}/edit` and saving there.

use khacsau::domain::bank::ReviewState;
use khacsau::domain::document::DocumentStanding;
use khacsau::domain::identity::{DocumentId, QuestionId};
use khacsau::domain::question::{Difficulty, QuestionKind};
use khacsau::domain::time::Millis;
use khacsau::store::KeptQuestion;

use crate::api::demo::Demo;
use crate::api::visitor::{Reply, Visitor};

/// What is typed; empty fields are sent as a browser sends them.
#[derive(Clone)]
struct Typed(Vec<(&'static str, String)>);

impl Typed {
    fn good(document: DocumentId) -> Self {
        let fields = [
            ("stem", "Chi bộ họp thường kỳ khi nào?"),
            ("kind", "single"),
            ("option", "Mỗi tháng một lần"),
            ("option", "Mỗi quý một lần"),
            ("option", ""),
            ("option", "Mỗi năm một lần"),
            ("option", ""),
            ("option", ""),
            ("right", "0"),
            ("explanation", "Chi bộ họp thường lệ mỗi tháng một lần."),
            ("source", "Điều 1 Nghị quyết số 12-NQ/CB"),
            ("topic", "Nghị quyết"),
            ("difficulty", "easy"),
            ("limit", "45"),
        ];
        let typed = Self(fields.map(|(name, value)| (name, value.to_owned())).into());
        typed.with("document", &document.to_string())
    }

    /// With another value in one field.
    fn with(mut self, name: &'static str, value: &str) -> Self {
        match self.0.iter_mut().find(|(own, _)| *own == name) {
            Some((_, kept)) => value.clone_into(kept),
            None => self.0.push((name, value.to_owned())),
        }
        self
    }

    fn without(mut self, name: &str) -> Self {
        self.0.retain(|(own, _)| *own != name);
        self
    }

    fn submitted(self) -> Self {
        self.with("then", "submit")
    }

    async fn send(&self, visitor: &Visitor, path: &str) -> Reply {
        let fields: Vec<(&str, &str)> = self.0.iter().map(|(name, value)| (*name, value.as_str())).collect();
        visitor.fill_in(path, &fields).await
    }
}

async fn place(demo: &Demo) -> String {
    format!("/units/{}/questions", demo.cell().await)
}

async fn kept(demo: &Demo, id: QuestionId) -> KeptQuestion {
    demo.house().store.question(id).await.unwrap().expect("a question")
}

/// Where a saved question is shown, by the address that the reply sends to.
#[track_caller]
fn saved(reply: &Reply, done: &str) -> QuestionId {
    let (path, said) = reply.see_other().split_once('?').expect("a page that says what was done");
    assert_eq!(said, format!("done={done}"));
    path.strip_prefix("/questions/").and_then(|id| id.parse().ok()).expect("a question's page")
}

/// The value of a hidden field.
#[track_caller]
fn hidden<'a>(page: &'a str, name: &str) -> &'a str {
    let rest = page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_else(|| panic!("{name}: {page}"));
    rest.split('"').next().unwrap()
}

async fn count(demo: &Demo) -> usize {
    demo.house().store.questions_for(demo.cell().await).await.unwrap().len()
}

on_both_engines! {
    async fn a_committee_member_writes_a_question_without_script(demo: Demo) {
        let document = demo.document_of_the_cell().await;
        let form = demo.committee().get(&format!("{}/new", place(&demo).await)).await.page(200);
        assert!(form.contains("12-NQ/CB") && form.matches("name=\"option\"").count() == 6, "{form}");
        let typed = Typed::good(document).with("id", hidden(&form, "id"));
        let id = saved(&typed.send(&demo.committee(), &place(&demo).await).await, "saved");
        let question = kept(&demo, id).await;
        assert_eq!(question.revision.stem, "Chi bộ họp thường kỳ khi nào?");
        let options: Vec<_> = question.revision.options.iter().map(|it| (it.text.as_str(), it.correct)).collect();
        assert_eq!(options, [("Mỗi tháng một lần", true), ("Mỗi quý một lần", false), ("Mỗi năm một lần", false)]);
        assert_eq!(question.revision.limit, Some(Millis::seconds(45)));
        assert_eq!((question.document, question.difficulty), (document, Some(Difficulty::Easy)));
        assert_eq!((question.state, question.revision_number), (ReviewState::Draft, 1));
        assert_eq!(question.author, demo.find(&demo.committee.name).await.id);

        let edit = demo.committee().get(&format!("/questions/{id}/edit")).await.page(200);
        for words in ["Chi bộ họp thường kỳ khi nào?", "Mỗi quý một lần", "value=\"45\"", "Điều 1 Nghị quyết"] {
            assert!(edit.contains(words), "{words}: {edit}");
        }
        assert_eq!(edit.matches(" checked>").count(), 1, "one right option: {edit}");
    }

    async fn a_second_press_writes_no_second_question(demo: Demo) {
        let document = demo.document_of_the_cell().await;
        let form = demo.committee().get(&format!("{}/new", place(&demo).await)).await.page(200);
        let typed = Typed::good(document).with("id", hidden(&form, "id")).submitted();
        let before = count(&demo).await;
        let id = saved(&typed.send(&demo.committee(), &place(&demo).await).await, "submitted");
        assert_eq!(saved(&typed.send(&demo.committee(), &place(&demo).await).await, "submitted"), id);
        assert_eq!((count(&demo).await, kept(&demo, id).await.state), (before + 1, ReviewState::Submitted));
        // Other words under the same name are neither lost nor taken for the first.
        let other = typed.with("stem", "Chi ủy họp khi nào?");
        let page = other.send(&demo.committee(), &place(&demo).await).await.page(409);
        assert!(page.contains("Chi ủy họp khi nào?") && page.contains("Chi bộ họp thường kỳ khi nào?"), "{page}");
        assert!(page.contains(&format!("action=\"/questions/{id}\"")), "the next press is a revision: {page}");
        assert_eq!((count(&demo).await, kept(&demo, id).await.revision_number), (before + 1, 1));
    }

    async fn what_is_wrong_stands_beside_its_field_and_nothing_is_lost_or_kept(demo: Demo) {
        let document = demo.document_of_the_cell().await;
        let before = count(&demo).await;
        let long = "x".repeat(1_001);
        let good = || Typed::good(document).submitted();
        for (typed, field, words) in [
            (good().with("stem", ""), "stem", "hãy viết câu hỏi"),
            (good().with("stem", &long), "stem", "hãy rút ngắn"),
            (good().with("stem", "Theo văn bản\nTUYỆT MẬT\nthì sao?"), "stem", "dấu chỉ độ mật"),
            (good().without("right"), "options", "đánh dấu một phương án"),
            (good().with("kind", "multiple").without("right"), "options", "đánh dấu ít nhất một"),
            (good().with("option", "mỗi quý  một lần."), "options", "đọc như nhau"),
            (good().with("right", "4"), "options", "đánh dấu đúng mà chưa có nội dung"),
            (good().with("kind", "true_false"), "options", "hãy thêm hoặc bớt phương án"),
            (good().with("limit", "nửa phút"), "limit", "từ 5 đến 600"),
            (good().with("document", ""), "document", "hãy chọn văn bản"),
            (good().with("document", &uuid::Uuid::now_v7().to_string()), "document", "hãy chọn văn bản"),
        ] {
            let page = typed.send(&demo.committee(), &place(&demo).await).await.page(422);
            let error = page.split(&format!("id=\"{field}-error\">")).nth(1).unwrap_or_else(|| panic!("{field}: {page}"));
            assert!(error.split("</div>").next().unwrap().contains(words), "{field}: {error}");
            for (name, value) in &typed.0 {
                let shown = ["document", "then", "kind", "right", "difficulty"].contains(name) || page.contains(value.as_str());
                assert!(shown, "{name} is still there: {page}");
            }
        }
        assert_eq!(count(&demo).await, before);
    }

    /// What is mended before the review need not be complete today.
    async fn a_draft_may_be_unfinished_and_is_not_sent_to_review_so(demo: Demo) {
        let unfinished = Typed::good(demo.document_of_the_cell().await).without("right");
        let id = saved(&unfinished.send(&demo.committee(), &place(&demo).await).await, "saved");
        assert_eq!(kept(&demo, id).await.state, ReviewState::Draft);
        let path = format!("/questions/{id}");
        let page = unfinished.clone().with("base", "1").submitted().send(&demo.committee(), &path).await.page(422);
        assert!(page.contains("đánh dấu một phương án"), "{page}");
        assert_eq!(kept(&demo, id).await.state, ReviewState::Draft);
        let whole = unfinished.with("base", "1").with("right", "1").submitted();
        saved(&whole.send(&demo.committee(), &path).await, "submitted");
        let question = kept(&demo, id).await;
        assert_eq!((question.state, question.revision_number), (ReviewState::Submitted, 2));
    }

    async fn every_save_is_a_revision_and_who_was_slower_is_shown_both_texts(demo: Demo) {
        let id = demo.question_of_the_cell().await;
        let path = format!("/questions/{id}");
        let document = kept(&demo, id).await.document;
        let typed = |stem: &str, base: &str| Typed::good(document).with("stem", stem).with("base", base);
        saved(&typed("Bản của bí thư?", "1").send(&demo.secretary(), &path).await, "saved");
        let page = typed("Bản của chi ủy viên?", "1").send(&demo.committee(), &path).await.page(409);
        assert!(page.contains("Bản của bí thư?") && page.contains("Bản của chi ủy viên?"), "{page}");
        assert!(page.contains(&demo.host.name), "whoever was faster is named: {page}");
        assert_eq!(kept(&demo, id).await.revision.stem, "Bản của bí thư?");
        // Having seen it, one may put the own words over it.
        assert_eq!(hidden(&page, "base"), "2");
        saved(&typed("Bản của chi ủy viên?", "2").send(&demo.committee(), &path).await, "saved");
        let history = demo.house().store.history_of(id).await.unwrap();
        let said: Vec<_> = history.iter().map(|past| (past.number, past.author_name.as_str())).collect();
        assert_eq!(said, [(3, demo.committee.name.as_str()), (2, &demo.host.name), (1, &demo.committee.name)]);
        // Saving what is there already is no revision.
        saved(&typed("Bản của chi ủy viên?", "3").send(&demo.committee(), &path).await, "saved");
        assert_eq!(kept(&demo, id).await.revision_number, 3);
        saved(&typed("Bản của chi ủy viên?", "3").submitted().send(&demo.committee(), &path).await, "submitted");
        let question = kept(&demo, id).await;
        assert_eq!((question.state, question.revision_number), (ReviewState::Submitted, 3));
    }

    async fn an_approved_question_goes_back_into_review_and_the_page_says_so_before(demo: Demo) {
        let id = demo.question_of_the_cell().await;
        let store = &demo.house().store;
        store.move_question(id, 1, ReviewState::Draft, ReviewState::Approved).await.unwrap();
        let form = demo.committee().get(&format!("/questions/{id}/edit")).await.page(200);
        assert!(form.contains("câu chờ duyệt lại"), "{form}");
        let typed = Typed::good(kept(&demo, id).await.document).with("base", "1");
        saved(&typed.send(&demo.committee(), &format!("/questions/{id}")).await, "saved");
        assert_eq!(kept(&demo, id).await.state, ReviewState::Draft);
        assert!(!demo.committee().get(&format!("/questions/{id}/edit")).await.page(200).contains("câu chờ duyệt lại"));
    }

    async fn a_question_is_begun_from_another(demo: Demo) {
        let id = demo.question_of_the_cell().await;
        let copy = format!("{}/new?from={id}", place(&demo).await);
        assert!(demo.committee().get(&format!("/questions/{id}")).await.page(200).contains(&copy), "the question leads there");
        let form = demo.committee().get(&copy).await.page(200);
        assert!(form.contains("Nghị quyết tháng 1 nói về việc gì?") && form.contains("Thể thao"), "{form}");
        assert_ne!(hidden(&form, "id"), id.to_string(), "it becomes one of its own");
        let neighbour = demo.as_member(demo.neighbouring_secretary().await.id).await;
        let beside = demo.neighbour().await.unit;
        neighbour.get(&format!("/units/{beside}/questions/new")).await.page(200);
        neighbour.get(&format!("/units/{beside}/questions/new?from={id}")).await.page(403);
    }

    async fn a_replaced_document_is_offered_last_and_said_to_be(demo: Demo) {
        let id = demo.question_of_the_cell().await;
        let document = kept(&demo, id).await.document;
        let replaced = khacsau::domain::document::Supersession { by: "13-NQ/CB".into(), on: None, successor: None };
        demo.house().store.set_standing(document, &DocumentStanding::Superseded(replaced)).await.unwrap();
        let form = demo.committee().get(&format!("/questions/{id}/edit")).await.page(200);
        let options: Vec<_> = form.split("id=\"document\"").nth(1).unwrap().split("</select>").next().unwrap().lines().collect();
        let own = options.iter().position(|line| line.contains("12-NQ/CB")).unwrap();
        assert!(options[own].contains("selected") && options[own].contains("(đã được thay thế)"), "{options:?}");
        let in_force = options.iter().rposition(|line| line.contains("<option") && !line.contains("(đã được thay thế)"));
        assert!(in_force.unwrap() < own, "{options:?}");
    }

    async fn true_and_false_need_only_a_mark(demo: Demo) {
        let typed = Typed::good(demo.document_of_the_cell().await).with("kind", "true_false").without("option");
        let mut typed = typed.with("right", "1").submitted();
        typed.0.extend((0..6).map(|_| ("option", String::new())));
        let id = saved(&typed.send(&demo.committee(), &place(&demo).await).await, "submitted");
        let revision = kept(&demo, id).await.revision;
        assert_eq!((revision.kind, revision.keep_order), (QuestionKind::TrueFalse, true));
        let options: Vec<_> = revision.options.iter().map(|it| (it.text.as_str(), it.correct)).collect();
        assert_eq!(options, [("Đúng", false), ("Sai", true)]);
    }
}
