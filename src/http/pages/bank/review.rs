//! `/units/{unit}/bank/review`: everything that waits for this person's word, each in full; those that are ticked are
//! approved.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::super::questions::card::QuestionCard;
use super::super::{SignedIn, html, see_other};
use super::view::{BankEntry, BankView, record_shown};
use crate::domain::bank::ReviewState;
use crate::domain::review::Reviewer;
use crate::http::error::Page;
use crate::http::form::Form;
use crate::http::house::House;
use crate::http::wording;
use crate::store::NewReview;

/// As many as somebody reads with care in one sitting.
const PAGE: usize = 20;
/// A tick is two identifiers' length.
const BODY: usize = PAGE * 200;

#[derive(Template)]
#[template(path = "bank_review.html", config = ".askama.toml")]
struct ReviewPage {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    unit: String,
    unit_id: String,
    questions: Vec<Waiting>,
    /// Those that come after the ones shown.
    later: usize,
    /// Sent in by this person; somebody else reads them.
    own_work: usize,
    approved: Option<u32>,
    left: Option<u32>,
}

/// A question that waits.
struct Waiting {
    id: String,
    number: u64,
    /// What the tick says was read.
    tick: String,
    author: String,
    saved_at: String,
    /// Their own work, as the only one there is.
    alone: bool,
    notes: Vec<&'static str>,
    card: QuestionCard,
}

#[derive(Debug, Deserialize)]
pub struct ReviewQuery {
    #[serde(default)]
    approved: String,
    #[serde(default)]
    left: String,
}

pub async fn waiting(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    query: web::Query<ReviewQuery>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let view = BankView::read(&house, &person, &id).await?;
    let all: Vec<&BankEntry> = view.to_review(&person).collect();
    let shown = &all[..all.len().min(PAGE)];
    record_shown(&house, &person, shown.iter().copied()).await?;
    let submitted = view.count(|entry| {
        entry.is_own && !entry.is_withheld && !entry.kept.is_retired && entry.kept.state == ReviewState::Submitted
    });
    let question = |entry: &&BankEntry| Waiting {
        id: entry.kept.id.to_string(),
        number: entry.kept.number,
        tick: format!("{}:{}", entry.kept.id, entry.kept.revision_number),
        author: wording::inert(&entry.kept.author_name),
        saved_at: wording::moment(entry.kept.saved_at),
        alone: view.reviewer(&person, entry) == Some(Reviewer::Alone),
        notes: entry.notes.iter().map(|note| note.title()).collect(),
        card: QuestionCard::of(&entry.kept, view.document(entry.kept.document)),
    };
    Ok(html(&ReviewPage {
        assets: crate::http::assets::prefix(),
        title: "Duyệt câu hỏi".to_owned(),
        signed_in: Some(SignedIn::of(&person)),
        unit: wording::inert(&view.unit.name),
        unit_id: view.unit.id.to_string(),
        questions: shown.iter().map(question).collect(),
        later: all.len() - shown.len(),
        own_work: submitted - all.len(),
        approved: query.approved.parse().ok(),
        left: query.left.parse().ok().filter(|left| *left > 0),
    })?)
}

/// Each that was ticked is approved as it was read; one that somebody else has changed since stays as it is, and the
/// page says how many.
pub async fn approve(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let view = BankView::read(&house, &person, &id).await?;
    let form = Form::read(body, BODY).await?;
    let (mut approved, mut left) = (0, 0);
    for tick in form.all("tick") {
        let is_ticked = |entry: &&BankEntry| format!("{}:{}", entry.kept.id, entry.kept.revision_number) == tick;
        let entry = view.to_review(&person).find(is_ticked);
        let Some((entry, quality)) = entry.and_then(|it| Some((it, view.reviewer(&person, it)?))) else {
            left += 1;
            continue;
        };
        let is_fit = entry.kept.revision.problems().is_empty();
        let review = NewReview {
            question: entry.kept.id,
            revision: entry.kept.revision_number,
            reviewer: person.member,
            from: ReviewState::Submitted,
            to: ReviewState::Approved,
            comment: String::new(),
            alone: quality == Reviewer::Alone,
            reviewed_at: house.auth.now(),
        };
        if is_fit && house.store.record_review(&review).await? {
            approved += 1;
        } else {
            left += 1;
        }
    }
    Ok(see_other(&format!("/units/{}/bank/review?approved={approved}&left={left}", view.unit.id)))
}
