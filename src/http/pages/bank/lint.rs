//! `/units/{unit}/bank/lint`: what a careful colleague would say of the whole bank, by kind.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::super::{SignedIn, html};
use super::line::{BankLine, line};
use super::notes::Note;
use super::view::{BankEntry, BankView, record_shown};
use super::words;
use crate::domain::lint::answer_skew;
use crate::http::error::Page;
use crate::http::house::House;
use crate::http::wording;

/// Examples of each kind; the rest is in the list.
const EXAMPLES: usize = 5;

#[derive(Template)]
#[template(path = "bank_lint.html", config = ".askama.toml")]
struct LintPage {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    unit: String,
    unit_id: String,
    questions: usize,
    withheld: usize,
    skew: Option<String>,
    groups: Vec<Group>,
}

/// The questions of which one thing is to be said.
struct Group {
    name: &'static str,
    title: &'static str,
    count: usize,
    examples: Vec<BankLine>,
}

pub async fn lint(house: web::Data<House>, request: HttpRequest, id: web::Path<String>) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let view = BankView::read(&house, &person, &id).await?;
    let of = |note: Note| view.questions.iter().filter(move |entry| entry.notes.contains(&note));
    let examples = Note::ALL.into_iter().flat_map(|note| of(note).take(EXAMPLES));
    record_shown(&house, &person, examples).await?;
    let groups = Note::ALL.into_iter().map(|note| Group {
        name: note.name(),
        title: note.title(),
        count: of(note).count(),
        examples: of(note).take(EXAMPLES).map(|entry| line(&view, entry)).collect(),
    });
    // Over what may be drawn: letters of drafts lead nobody to guess.
    let approved = view.questions.iter().filter(|entry| entry.is_approved() && !entry.is_withheld);
    let skew = answer_skew(approved.map(|entry| &entry.kept.revision)).map(words::skew);
    let in_bank = |entry: &BankEntry| !entry.kept.is_retired;
    Ok(html(&LintPage {
        assets: crate::http::assets::prefix(),
        title: "Rà soát ngân hàng".to_owned(),
        signed_in: Some(SignedIn::of(&person)),
        unit: wording::inert(&view.unit.name),
        unit_id: view.unit.id.to_string(),
        questions: view.count(in_bank),
        withheld: view.count(|entry| in_bank(entry) && entry.is_withheld),
        skew,
        groups: groups.filter(|group| group.count > 0).collect(),
    })?)
}
