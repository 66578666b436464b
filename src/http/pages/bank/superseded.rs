//! `/units/{unit}/bank/superseded`: questions whose document was replaced, each with its old and its new source.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::super::questions::card::QuestionCard;
use super::super::{SignedIn, html};
use super::view::{BankEntry, BankView, record_shown};
use super::words;
use crate::auth::Person;
use crate::domain::bank::ReviewState;
use crate::domain::document::{Document, successor_in_force};
use crate::domain::review::carried_over;
use crate::http::error::Page;
use crate::http::house::House;
use crate::http::wording;

/// As many as somebody compares with care in one sitting.
const PAGE: usize = 20;

#[derive(Template)]
#[template(path = "bank_superseded.html", config = ".askama.toml")]
struct SupersededPage {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    unit: String,
    unit_id: String,
    questions: Vec<Outdated>,
    later: usize,
    done: Option<&'static str>,
}

/// A question on a document that was replaced.
struct Outdated {
    id: String,
    number: u64,
    standing: &'static str,
    revision: u32,
    state: &'static str,
    card: QuestionCard,
    old: Side,
    /// The document in force, where it is registered.
    new: Option<Side>,
    /// What is said to have replaced it.
    by: String,
    may_confirm: bool,
}

/// A document, and how the question cites it or would.
struct Side {
    id: String,
    name: String,
    title: String,
    source: String,
}

#[derive(Debug, Deserialize)]
pub struct SupersededQuery {
    #[serde(default)]
    done: String,
}

pub async fn superseded(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    query: web::Query<SupersededQuery>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let view = BankView::read(&house, &person, &id).await?;
    let all: Vec<&BankEntry> = view.superseded().collect();
    let shown = &all[..all.len().min(PAGE)];
    record_shown(&house, &person, shown.iter().copied()).await?;
    let questions = shown.iter().filter_map(|entry| outdated(&view, &person, entry));
    Ok(html(&SupersededPage {
        assets: crate::http::assets::prefix(),
        title: "Câu hỏi của văn bản đã thay".to_owned(),
        signed_in: Some(SignedIn::of(&person)),
        unit: wording::inert(&view.unit.name),
        unit_id: view.unit.id.to_string(),
        questions: questions.collect(),
        later: all.len() - shown.len(),
        done: (query.done == "carried").then_some("Đã ghi câu hỏi vẫn đúng theo văn bản mới."),
    })?)
}

fn outdated(view: &BankView, person: &Person, entry: &BankEntry) -> Option<Outdated> {
    let kept = &entry.kept;
    let document = view.document(kept.document)?;
    let successor = successor_in_force(document, &view.documents);
    let side = |document: &Document, source: &str| Side {
        id: document.id.to_string(),
        name: wording::inert(document.name()),
        title: if document.symbol.is_empty() { String::new() } else { wording::inert(&document.title) },
        source: wording::inert(source),
    };
    Some(Outdated {
        id: kept.id.to_string(),
        number: kept.number,
        standing: words::standing(kept.standing()),
        revision: kept.revision_number,
        state: kept.state.name(),
        card: QuestionCard::of(kept, Some(document)),
        old: side(document, &kept.revision.source),
        new: successor.map(|new| side(new, &carried_over(&kept.revision, document, new).source)),
        by: super::super::documents::superseded_words(document).unwrap_or_default(),
        may_confirm: kept.state != ReviewState::Approved || view.reviewer(person, entry).is_some(),
    })
}
