//! The steps of a question: into review, through it or back, out of the bank and in again. Each is taken on what was
//! read: where somebody else was faster, nothing happens and the page says so.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::super::see_other;
use super::show::{self, Answer, reviewer, stands_as_read};
use crate::auth::Person;
use crate::domain::bank::ReviewState;
use crate::domain::document::successor_in_force;
use crate::domain::review::{ReviewStep, Reviewer, carried_over, comment};
use crate::http::desk_access::QuestionVisit;
use crate::http::error::{Page, Refusal};
use crate::http::form::Form;
use crate::http::house::House;
use crate::store::{NewReview, NewRevision};

/// A comment of a thousand letters, and what goes with it.
const BODY: usize = 16 * 1_024;

const CHANGED: &str = "Chưa thực hiện, vì câu hỏi vừa được một đồng chí khác sửa hoặc chuyển bước. \
                       Đồng chí hãy đọc bản mới nhất dưới đây rồi làm lại nếu cần.";
const OWN_WORK: &str = "Chưa duyệt được: đồng chí đã viết câu này, nên một đồng chí khác trong chi ủy duyệt.";
const UNFIT: &str = "Chưa thực hiện được: câu hỏi còn thiếu, xem mục “Chưa vào đề được” dưới đây. \
                     Đồng chí bấm Sửa câu hỏi để bổ sung.";
const NO_COMMENT: &str = "Đồng chí hãy viết ít nhất vài từ và không quá 1.000 ký tự, để người viết biết cần sửa gì.";

/// Whoever pressed a button, on what, and what they sent.
struct Press {
    house: web::Data<House>,
    person: Person,
    visit: QuestionVisit,
    form: Form,
}

impl Press {
    async fn read(
        house: web::Data<House>,
        request: HttpRequest,
        id: web::Path<String>,
        body: web::Payload,
    ) -> Result<Self, Refusal> {
        let person = house.auth.identify(&request).await?;
        let visit = house.question_for(&person, &id).await?;
        if !visit.may_write {
            return Err(Refusal::Forbidden);
        }
        let form = Form::read(body, BODY).await?;
        Ok(Self { house, person, visit, form })
    }

    fn is_current(&self) -> bool {
        stands_as_read(&self.visit.question, self.form.text("revision"), self.form.text("state"))
    }

    fn done(&self, word: &str) -> HttpResponse {
        see_other(&format!("/questions/{}?done={word}", self.visit.question.id))
    }

    async fn refuse(self, status: StatusCode, trouble: &'static str) -> Result<HttpResponse, Refusal> {
        let answer = Answer { status, trouble: Some(trouble), ..Answer::default() };
        show::answer(&self.house, &self.person, self.visit, answer).await
    }

    /// The question as somebody else has left it meanwhile.
    async fn changed(mut self) -> Result<HttpResponse, Refusal> {
        self.visit = self.house.question_for(&self.person, &self.visit.question.id.to_string()).await?;
        self.refuse(StatusCode::CONFLICT, CHANGED).await
    }

    async fn reviewer(&self) -> Result<Option<Reviewer>, Refusal> {
        if !self.visit.may_review {
            return Err(Refusal::Forbidden);
        }
        let question = &self.visit.question;
        let authorship = self.house.store.authorship_at(question.unit).await?.remove(&question.id);
        Ok(reviewer(authorship.as_ref(), &self.person))
    }

    async fn move_by(self, step: ReviewStep, word: &str) -> Result<HttpResponse, Refusal> {
        let question = &self.visit.question;
        let to = question.state.after(step).filter(|_| self.is_current());
        let Some(to) = to else { return self.changed().await };
        if to == ReviewState::Submitted && !question.revision.problems().is_empty() {
            return self.refuse(StatusCode::UNPROCESSABLE_ENTITY, UNFIT).await;
        }
        let moved = self.house.store.move_question(question.id, question.revision_number, question.state, to).await?;
        if moved { Ok(self.done(word)) } else { self.changed().await }
    }

    async fn review(self, step: ReviewStep, comment: String, word: &str) -> Result<HttpResponse, Refusal> {
        let question = &self.visit.question;
        let Some(to) = question.state.after(step) else { return self.changed().await };
        let Some(quality) = self.reviewer().await? else { return self.refuse(StatusCode::FORBIDDEN, OWN_WORK).await };
        let review = NewReview {
            question: question.id,
            revision: question.revision_number,
            reviewer: self.person.member,
            from: question.state,
            to,
            comment,
            alone: quality == Reviewer::Alone,
            reviewed_at: self.house.auth.now(),
        };
        if self.house.store.record_review(&review).await? { Ok(self.done(word)) } else { self.changed().await }
    }

    async fn retire(self, out: bool, word: &str) -> Result<HttpResponse, Refusal> {
        let question = &self.visit.question;
        if !self.is_current() {
            return self.changed().await;
        }
        let at = out.then(|| self.house.auth.now());
        let done = self.house.store.retire_question(question.id, question.revision_number, at).await?;
        if done { Ok(self.done(word)) } else { self.changed().await }
    }
}

pub async fn submit(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    Ok(Press::read(house, request, id, body).await?.move_by(ReviewStep::Submit, "submitted").await?)
}

pub async fn withdraw(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    Ok(Press::read(house, request, id, body).await?.move_by(ReviewStep::Withdraw, "withdrawn").await?)
}

pub async fn approve(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let press = Press::read(house, request, id, body).await?;
    if !press.is_current() {
        return Ok(press.changed().await?);
    }
    if !press.visit.question.revision.problems().is_empty() {
        return Ok(press.refuse(StatusCode::UNPROCESSABLE_ENTITY, UNFIT).await?);
    }
    Ok(press.review(ReviewStep::Approve, String::new(), "approved").await?)
}

/// With a comment that says what to mend.
pub async fn send_back(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let press = Press::read(house, request, id, body).await?;
    let typed = press.form.text("comment").to_owned();
    if !press.is_current() {
        return Ok(press.changed().await?);
    }
    let Some(said) = comment(&typed) else {
        let answer = Answer {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            trouble: Some("Chưa trả lại: nhận xét còn ngắn quá hoặc dài quá 1.000 ký tự."),
            comment: typed,
            comment_error: Some(NO_COMMENT),
        };
        return Ok(show::answer(&press.house, &press.person, press.visit, answer).await?);
    };
    Ok(press.review(ReviewStep::Return, said, "returned").await?)
}

pub async fn retire(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    Ok(Press::read(house, request, id, body).await?.retire(true, "retired").await?)
}

pub async fn restore(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    Ok(Press::read(house, request, id, body).await?.retire(false, "restored").await?)
}

/// Still right under the document that replaced its own: the same words with the new document as their source. What
/// was approved stays so on this person's word; what was not goes on from where it stands.
pub async fn carry_over(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let press = Press::read(house, request, id, body).await?;
    let question = &press.visit.question;
    let documents = press.house.store.documents_for(question.unit).await?;
    let old = documents.iter().find(|document| document.id == question.document);
    let new = old.and_then(|old| successor_in_force(old, &documents));
    let read = press.form.text("document").parse().ok();
    let pair = old.zip(new).filter(|(_, new)| press.is_current() && !question.is_retired && Some(new.id) == read);
    let Some((old, new)) = pair else { return Ok(press.changed().await?) };
    let revision = carried_over(&question.revision, old, new);
    if !revision.problems().is_empty() {
        return Ok(press.refuse(StatusCode::UNPROCESSABLE_ENTITY, UNFIT).await?);
    }
    let carried = NewRevision {
        question: question.id,
        base: question.revision_number,
        document: new.id,
        topic: question.topic.clone(),
        difficulty: question.difficulty,
        author: press.person.member,
        revision,
        from: question.state,
        state: question.state,
        created_at: press.house.auth.now(),
    };
    let saved = if question.state == ReviewState::Approved {
        let Some(quality) = press.reviewer().await? else {
            return Ok(press.refuse(StatusCode::FORBIDDEN, OWN_WORK).await?);
        };
        let comment = format!("Vẫn đúng theo văn bản mới: {}", new.name());
        press.house.store.carry_over(&carried, &comment, quality == Reviewer::Alone).await?
    } else {
        press.house.store.add_revision(&carried).await?
    };
    match saved {
        None => Ok(press.changed().await?),
        Some(_) if press.form.text("back") == "queue" => {
            Ok(see_other(&format!("/units/{}/bank/superseded?done=carried", press.visit.question.unit)))
        }
        Some(_) => Ok(press.done("carried")),
    }
}
