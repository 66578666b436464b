//! The registry of documents: what members read beforehand, and what questions hang on.

mod entry;
mod reading;
mod supersede;

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::{SignedIn, html};
use crate::domain::document::{Document, DocumentStanding};
use crate::domain::role::Action;
use crate::http::desk_access::DocumentVisit;
use crate::http::error::{Page, Refusal};
use crate::http::form::{Choice, Field};
use crate::http::house::House;
use crate::http::wording;
use crate::store::RegisteredDocument;

pub use entry::{create, edit, new, update};
pub use reading::take as take_reading;
pub use supersede::{reinstate, supersede};

#[derive(Template)]
#[template(path = "documents.html", config = ".askama.toml")]
struct DocumentsPage {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    unit: String,
    unit_id: String,
    may_write: bool,
    in_force: Vec<DocumentLine>,
    superseded: Vec<DocumentLine>,
}

/// A document in a list.
struct DocumentLine {
    id: String,
    name: String,
    title: String,
    /// Date and issuer.
    facts: String,
    superseded: Option<String>,
    has_reading: bool,
    /// For those who work on the bank.
    questions: Option<u32>,
    /// Of a unit above.
    owner: Option<String>,
}

#[derive(Template)]
#[template(path = "document.html", config = ".askama.toml")]
struct DocumentPage {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    unit: String,
    unit_id: String,
    document_id: String,
    name: String,
    document_title: String,
    issued_on: String,
    issuer: String,
    link: String,
    superseded: Option<SupersededBy>,
    reading: Vec<String>,
    /// Why the file that was sent was not taken.
    reading_error: Option<String>,
    may_write: bool,
    questions: Option<u32>,
    /// What could replace it, and the fields that are filled in to say so.
    form: SupersedeForm,
    done: Option<&'static str>,
}

/// How a page says that a document was replaced.
struct SupersededBy {
    words: String,
    /// Address of the new document.
    href: Option<String>,
}

/// Marking a document as replaced.
#[derive(Default)]
pub(super) struct SupersedeForm {
    pub choices: Vec<Choice>,
    pub by: Field,
    pub on: Field,
    /// Filled in and refused.
    pub open: bool,
}

#[derive(Debug, Deserialize)]
pub struct DocumentQuery {
    #[serde(default)]
    done: String,
}

pub async fn list(house: web::Data<House>, request: HttpRequest, id: web::Path<String>) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let unit = house.unit(&id).await?;
    let may_read_bank = house.may_read_bank(&person, unit.id).await?;
    let concerns = may_read_bank
        || person.belongs_to(&house.store, unit.id).await?
        || person.may(&house.store, Action::ReadResults, unit.id).await?;
    if !concerns {
        return Err(Refusal::Forbidden.into());
    }
    let may_write = person.may(&house.store, Action::WriteQuestions, unit.id).await?;
    let documents = house.store.registry_for(unit.id).await?;
    let lines = documents.into_iter().map(|registered| {
        let owner = (registered.unit != unit.id).then(|| wording::inert(&registered.unit_name));
        line(registered, owner, may_read_bank)
    });
    let (superseded, in_force) = lines.partition(|line: &DocumentLine| line.superseded.is_some());
    Ok(html(&DocumentsPage {
        assets: crate::http::assets::prefix(),
        title: "Văn bản".to_owned(),
        signed_in: Some(SignedIn::of(&person)),
        unit: wording::inert(&unit.name),
        unit_id: unit.id.to_string(),
        may_write,
        in_force,
        superseded,
    })?)
}

fn line(registered: RegisteredDocument, owner: Option<String>, may_read_bank: bool) -> DocumentLine {
    let RegisteredDocument { document, has_reading, questions, .. } = registered;
    DocumentLine {
        id: document.id.to_string(),
        name: wording::inert(document.name()),
        title: if document.symbol.is_empty() { String::new() } else { wording::inert(&document.title) },
        facts: facts(&document),
        superseded: superseded_words(&document),
        has_reading,
        questions: may_read_bank.then_some(questions),
        owner,
    }
}

/// `15/05/2016, Bộ Chính trị`.
fn facts(document: &Document) -> String {
    let facts = [wording::day(&document.issued_on), wording::inert(&document.issuer)];
    facts.into_iter().filter(|fact| !fact.is_empty()).collect::<Vec<_>>().join(", ")
}

pub(super) fn superseded_words(document: &Document) -> Option<String> {
    let DocumentStanding::Superseded(supersession) = &document.standing else { return None };
    let since = supersession.on.as_deref().map(|on| format!(" từ {}", wording::day(on))).unwrap_or_default();
    Some(format!("Được thay bằng {}{since}", wording::inert(&supersession.by)))
}

pub async fn show(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    query: web::Query<DocumentQuery>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let visit = house.document_for(&person, &id).await?;
    let done = match query.done.as_str() {
        "saved" => Some("Đã lưu văn bản."),
        "read" => Some("Đã lấy nội dung đọc trước từ tệp."),
        "superseded" => Some("Đã ghi văn bản được thay thế. Các câu hỏi của văn bản này không còn được rút vào đề."),
        "reinstated" => Some("Đã ghi văn bản còn hiệu lực."),
        _ => None,
    };
    let form = supersede::blank(&house, &visit).await?;
    Ok(html(&page(&house, SignedIn::of(&person), visit, form, done).await?)?)
}

async fn page(
    house: &House,
    signed_in: SignedIn,
    visit: DocumentVisit,
    form: SupersedeForm,
    done: Option<&'static str>,
) -> Result<DocumentPage, Refusal> {
    let DocumentVisit { registered, may_write, may_read_bank } = visit;
    let RegisteredDocument { document, unit, unit_name, questions, .. } = registered;
    let reading = house.store.reading_of(document.id).await?;
    let superseded = match &document.standing {
        DocumentStanding::InForce => None,
        DocumentStanding::Superseded(supersession) => Some(SupersededBy {
            words: superseded_words(&document).unwrap_or_default(),
            href: supersession.successor.map(|id| format!("/documents/{id}")),
        }),
    };
    Ok(DocumentPage {
        assets: crate::http::assets::prefix(),
        title: wording::inert(document.name()),
        signed_in: Some(signed_in),
        unit: wording::inert(&unit_name),
        unit_id: unit.to_string(),
        document_id: document.id.to_string(),
        name: wording::inert(document.name()),
        document_title: if document.symbol.is_empty() { String::new() } else { wording::inert(&document.title) },
        issued_on: wording::day(&document.issued_on),
        issuer: wording::inert(&document.issuer),
        link: document.link.clone(),
        superseded,
        reading: reading.lines().map(wording::inert).filter(|line| !line.is_empty()).collect(),
        reading_error: None,
        may_write,
        questions: may_read_bank.then_some(questions),
        form,
        done,
    })
}
