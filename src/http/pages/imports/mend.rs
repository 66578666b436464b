//! One question of an import, mended where it stands: the fields of the editor beside the text it was read from.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::super::{SignedIn, html, see_other};
use super::begin::name_of;
use super::review::Place;
use super::{Open, TRIES, identifier, words};
use crate::auth::Person;
use crate::domain::document::Document;
use crate::domain::question::{QuestionEntry, QuestionProblem};
use crate::exchange::{ImportItem, Verdict};
use crate::http::error::{Page, Refusal};
use crate::http::house::House;
use crate::http::pages::questions::fields::{PictureFields, QuestionFields};
use crate::http::pages::questions::{PictureMistake, Sent};
use crate::http::wording;

#[derive(Template)]
#[template(path = "import_question.html", config = ".askama.toml")]
struct MendPage {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    unit: String,
    file: String,
    place: String,
    /// Where the form is sent, and where one goes without sending it.
    action: String,
    back: String,
    show: &'static str,
    edition: u32,
    problems: Vec<String>,
    raw: String,
    left_picture: bool,
    question: QuestionFields,
    picture: PictureFields,
    refused: bool,
    /// Another tab has saved this question meanwhile.
    changed: bool,
    /// Others that have to be mended.
    others: usize,
}

/// What hinders taking over what was typed.
#[derive(Default)]
struct Mistakes {
    problems: Vec<QuestionProblem>,
    picture: PictureMistake,
    changed: bool,
}

impl Mistakes {
    fn is_empty(&self) -> bool {
        self.problems.is_empty() && self.picture.is_none() && !self.changed
    }
}

pub async fn show_question(
    house: web::Data<House>,
    request: HttpRequest,
    path: web::Path<(String, String, u32)>,
    query: web::Query<std::collections::HashMap<String, String>>,
) -> Result<HttpResponse, Page> {
    let (unit, id, ordinal) = path.into_inner();
    let person = house.auth.identify(&request).await?;
    let unit = house.desk(&person, &unit).await?;
    let open = Open::find(&house, &person, unit, identifier(&id)?).await?.ok_or(Refusal::NotFound)?;
    let item = open.import.item(ordinal).ok_or(Refusal::NotFound)?;
    let wrong_only = query.get("show").is_some_and(|show| show == "wrong");
    Ok(page(&house, &person, &open, item, &item.entry(), &Mistakes::default(), wrong_only).await?)
}

pub async fn mend(
    house: web::Data<House>,
    request: HttpRequest,
    path: web::Path<(String, String, u32)>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let (unit, id, ordinal) = path.into_inner();
    let person = house.auth.identify(&request).await?;
    let unit = house.desk(&person, &unit).await?;
    let id = identifier(&id)?;
    let mut sent = Sent::read(&request, body).await?;
    let (entry, picture) = sent.entry(&house, &person).await?;
    let form = &sent.form;
    let wrong_only = form.text("show") == "wrong";
    for _ in 0..TRIES {
        let mut open = Open::find(&house, &person, unit.clone(), id).await?.ok_or(Refusal::NotFound)?;
        let item = open.import.item(ordinal).ok_or(Refusal::NotFound)?;
        let mistakes = Mistakes {
            problems: entry.revision().problems(),
            picture,
            changed: form.text("edition") != item.edition.to_string(),
        };
        if !mistakes.is_empty() {
            return Ok(page(&house, &person, &open, item, &entry, &mistakes, wrong_only).await?);
        }
        open.import.mend(ordinal, &entry);
        if open.save(&house).await? {
            return Ok(see_other(&after(&open, ordinal, wrong_only, form.text("then") == "next")));
        }
    }
    Err(Refusal::Storage(None).into())
}

/// The next one that has to be mended, or the place in the list where this one stands.
fn after(open: &Open, ordinal: u32, wrong_only: bool, to_next: bool) -> String {
    let address = open.address();
    if to_next && let Some(next) = next_wrong(open, ordinal) {
        let show = if wrong_only { "?show=wrong" } else { "" };
        return format!("{address}/questions/{next}{show}");
    }
    if wrong_only {
        return format!("{address}{}&done=mended", Place { page: 1, wrong_only }.query());
    }
    format!("{address}{}&done=mended#cau-{ordinal}", Place::of(ordinal).query())
}

/// Behind this one, or else from the beginning.
fn next_wrong(open: &Open, ordinal: u32) -> Option<u32> {
    let mut wrong = wrong(open);
    wrong.retain(|other| *other != ordinal);
    wrong.iter().find(|other| **other > ordinal).or(wrong.first()).copied()
}

fn wrong(open: &Open) -> Vec<u32> {
    let judged = open.import.questions.iter().zip(open.import.verdicts());
    judged.filter(|(_, verdict)| *verdict != Verdict::Good).map(|(item, _)| item.ordinal).collect()
}

async fn page(
    house: &House,
    person: &Person,
    open: &Open,
    item: &ImportItem,
    entry: &QuestionEntry,
    mistakes: &Mistakes,
    wrong_only: bool,
) -> Result<HttpResponse, Refusal> {
    let documents: Vec<Document> = house.store.documents_for(open.unit.id).await?;
    let topics = house.store.topics_for(open.unit.id).await?;
    let verdicts = open.import.verdicts();
    let verdict = verdicts.get((item.ordinal as usize).saturating_sub(1)).unwrap_or(&Verdict::Good);
    let refused = !mistakes.is_empty();
    let place = if wrong_only { Place { page: 1, wrong_only } } else { Place::of(item.ordinal) };
    let address = open.address();
    let mut response = html(&MendPage {
        assets: crate::http::assets::prefix(),
        title: format!("Sửa câu {} trong tệp", item.ordinal),
        signed_in: Some(SignedIn::of(person)),
        unit: wording::inert(&open.unit.name),
        file: name_of(&open.import.file),
        place: item.place.words(),
        action: format!("{address}/questions/{}", item.ordinal),
        back: format!("{address}{}", place.query()),
        show: if wrong_only { "wrong" } else { "" },
        edition: item.edition,
        problems: if refused { Vec::new() } else { words::verdict(verdict) },
        raw: item.raw.lines().map(wording::inert).collect::<Vec<_>>().join("\n"),
        left_picture: item.left_picture,
        question: QuestionFields::new(entry, &mistakes.problems, &documents, topics),
        picture: PictureFields::new(entry, &mistakes.problems, mistakes.picture),
        refused,
        changed: mistakes.changed,
        others: wrong(open).iter().filter(|other| **other != item.ordinal).count(),
    })?;
    if refused {
        let status = if mistakes.changed { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
        *response.status_mut() = status;
    }
    Ok(response)
}
