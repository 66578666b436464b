//! `/units/{unit}/bank/review`: everything that waits for this person's word, each in full; those that are ticked are
//! approved.

use std::collections::BTreeSet;

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
        tick: tick(entry),
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

/// Those that were ticked are approved as they were read, in one step; one that somebody else has changed since stays
/// as it is, and the page says how many.
pub async fn approve(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let view = BankView::read(&house, &person, &id).await?;
    let form = Form::read(body, BODY).await?;
    let ticks: BTreeSet<&str> = form.all("tick").collect();
    // In the bank's order, in which two who approve at once meet no question crosswise.
    let ticked = view.to_review(&person).filter(|entry| ticks.contains(tick(entry).as_str()));
    let reviews = ticked.filter(|entry| entry.kept.revision.problems().is_empty()).filter_map(|entry| {
        Some(NewReview {
            question: entry.kept.id,
            revision: entry.kept.revision_number,
            reviewer: person.member,
            from: ReviewState::Submitted,
            to: ReviewState::Approved,
            comment: String::new(),
            alone: view.reviewer(&person, entry)? == Reviewer::Alone,
            reviewed_at: house.auth.now(),
        })
    });
    let approved = house.store.record_reviews(&reviews.collect::<Vec<_>>()).await?;
    let left = ticks.len() - approved;
    Ok(see_other(&format!("/units/{}/bank/review?approved={approved}&left={left}", view.unit.id)))
}

/// What a tick says was read.
fn tick(entry: &BankEntry) -> String {
    format!("{}:{}", entry.kept.id, entry.kept.revision_number)
}
