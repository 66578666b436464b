//! One question for those who work on it: as members will see it, where it stands, what can be done with it, and what
//! was done so far.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::super::bank::words;
use super::super::{SignedIn, html};
use super::card::QuestionCard;
use super::fields;
use super::lessons::{self, LessonCard};
use super::past::{self, PastLine};
use crate::auth::Person;
use crate::domain::bank::{QuestionStanding, ReviewState};
use crate::domain::document::{Document, successor_in_force};
use crate::domain::identity::UnitId;
use crate::domain::review::{Authorship, Reviewer};
use crate::domain::role::Action;
use crate::http::desk_access::QuestionVisit;
use crate::http::error::{Page, Refusal};
use crate::http::form::Field;
use crate::http::house::House;
use crate::http::{question_words, wording};
use crate::live;
use crate::store::KeptQuestion;

/// Letters of a comment.
const COMMENT: usize = 1_000;

#[derive(Template)]
#[template(path = "question.html", config = ".askama.toml")]
struct QuestionPage {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    unit: String,
    unit_id: String,
    id: String,
    number: u64,
    revision: u32,
    state: &'static str,
    standing: &'static str,
    card: QuestionCard,
    steps: Steps,
    /// What keeps it from being drawn, and what a careful colleague would say.
    problems: Vec<String>,
    findings: Vec<String>,
    comment: Field,
    lessons: Vec<LessonCard>,
    past: Vec<PastLine>,
    done: Option<&'static str>,
    trouble: Option<&'static str>,
}

/// What whoever reads may do next.
#[derive(Debug, Default)]
struct Steps {
    edit: bool,
    submit: bool,
    approve: bool,
    send_back: bool,
    /// They would review their own work, as the only one there is.
    alone: bool,
    /// Somebody else has to review it.
    own_work: bool,
    withdraw: bool,
    retire: bool,
    restore: bool,
    carry_over: Option<CarryOver>,
}

/// The document in force that took the place of the question's own.
#[derive(Debug)]
struct CarryOver {
    id: String,
    name: String,
}

/// How the page answers what was pressed on it.
#[derive(Debug, Default)]
pub(super) struct Answer {
    pub status: StatusCode,
    pub trouble: Option<&'static str>,
    /// A comment that was typed, with what was wrong with it.
    pub comment: String,
    pub comment_error: Option<&'static str>,
}

#[derive(Debug, Deserialize)]
pub struct QuestionQuery {
    #[serde(default)]
    done: String,
}

pub async fn show(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    query: web::Query<QuestionQuery>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let visit = house.question_for(&person, &id).await?;
    let done = match query.done.as_str() {
        "saved" => Some("Đã lưu câu hỏi."),
        "submitted" => Some("Đã gửi duyệt. Một đồng chí khác trong chi ủy sẽ đọc và duyệt."),
        "approved" => Some("Đã duyệt. Từ nay câu này được rút vào đề."),
        "returned" => Some("Đã trả lại kèm nhận xét của đồng chí."),
        "withdrawn" => Some("Đã đưa về bản nháp. Câu này chưa được rút vào đề."),
        "retired" => Some("Đã rút khỏi ngân hàng. Đề của các kỳ thi trước giữ nguyên."),
        "restored" => Some("Đã đưa lại vào ngân hàng, dưới dạng bản nháp chờ duyệt lại."),
        "carried" => Some("Đã ghi câu hỏi vẫn đúng theo văn bản mới."),
        _ => None,
    };
    Ok(page(&house, &person, visit, done, Answer::default()).await?)
}

/// The question as it stands now, with the answer to what was pressed.
pub(super) async fn answer(
    house: &House,
    person: &Person,
    visit: QuestionVisit,
    answer: Answer,
) -> Result<HttpResponse, Refusal> {
    page(house, person, visit, None, answer).await
}

async fn page(
    house: &House,
    person: &Person,
    visit: QuestionVisit,
    done: Option<&'static str>,
    answer: Answer,
) -> Result<HttpResponse, Refusal> {
    let kept = &visit.question;
    let documents = house.store.documents_for(kept.unit).await?;
    let document = documents.iter().find(|document| document.id == kept.document);
    let authorship = house.store.authorship_at(kept.unit).await?.remove(&kept.id);
    let desk = desk_unit(house, person, &visit).await?;
    let stems = house.stems_at(person, desk).await?;
    let lessons = live::lessons(&house.store, desk).await?.remove(&kept.id).unwrap_or_default();
    let steps = Steps::of(&visit, person, authorship.as_ref(), document, &documents);
    let mut response = html(&QuestionPage {
        assets: crate::http::assets::prefix(),
        title: format!("Câu {}", kept.number),
        signed_in: Some(SignedIn::of(person)),
        unit: wording::inert(&kept.unit_name),
        unit_id: desk.to_string(),
        id: kept.id.to_string(),
        number: kept.number,
        revision: kept.revision_number,
        state: kept.state.name(),
        standing: words::standing(kept.standing()),
        card: QuestionCard::of(kept, document),
        steps,
        problems: kept.revision.problems().into_iter().map(fields::words).collect(),
        findings: stems.findings(&kept.revision, document, Some(kept.id)).iter().map(question_words::finding).collect(),
        comment: Field::new("comment", "Nhận xét", &answer.comment, COMMENT)
            .hint("Câu này cần sửa gì: đồng chí viết vài từ trở lên.")
            .rows(3)
            .error(answer.comment_error),
        lessons: lessons::cards(&kept.revision, lessons),
        past: past::lines(house.store.history_of(kept.id).await?),
        done,
        trouble: answer.trouble,
    })?;
    *response.status_mut() = answer.status;
    Ok(response)
}

/// Where this person came from: the question's own unit, or the one below it at which they work.
async fn desk_unit(house: &House, person: &Person, visit: &QuestionVisit) -> Result<UnitId, Refusal> {
    if !visit.may_write {
        for grant in person.grants.iter().filter(|grant| grant.role.allows(Action::WriteQuestions)) {
            if house.store.is_within(grant.unit, visit.question.unit).await? {
                return Ok(grant.unit);
            }
        }
    }
    Ok(visit.question.unit)
}

impl Steps {
    fn of(
        visit: &QuestionVisit,
        person: &Person,
        authorship: Option<&Authorship>,
        document: Option<&Document>,
        documents: &[Document],
    ) -> Self {
        let QuestionVisit { question, may_write, may_review } = visit;
        let standing = question.standing();
        if !may_write {
            return Self::default();
        }
        if standing == QuestionStanding::Retired {
            return Self { restore: true, ..Self::default() };
        }
        let reviewer = reviewer(authorship, person);
        let may_review = *may_review && reviewer.is_some();
        let is_draft = question.state == ReviewState::Draft;
        let is_fit = question.revision.problems().is_empty();
        let successor = document.and_then(|document| successor_in_force(document, documents));
        let carries = successor.filter(|_| may_review || question.state != ReviewState::Approved);
        Self {
            edit: true,
            submit: is_draft && is_fit,
            approve: may_review && question.state == ReviewState::Submitted && is_fit,
            send_back: may_review && !is_draft,
            alone: reviewer == Some(Reviewer::Alone) && !is_draft,
            own_work: reviewer.is_none() && question.state == ReviewState::Submitted,
            withdraw: !is_draft,
            retire: true,
            restore: false,
            carry_over: carries.map(|new| CarryOver { id: new.id.to_string(), name: wording::inert(new.name()) }),
        }
    }
}

/// In what quality this person may review what was written; `None` where it is their own work.
pub(in crate::http::pages) fn reviewer(authorship: Option<&Authorship>, person: &Person) -> Option<Reviewer> {
    authorship.and_then(|authorship| authorship.reviewer(person.member).ok())
}

/// The question as the form says it was read, if it still stands so.
pub(super) fn stands_as_read(kept: &KeptQuestion, revision: &str, state: &str) -> bool {
    revision.parse() == Ok(kept.revision_number) && ReviewState::from_name(state) == Some(kept.state)
}
