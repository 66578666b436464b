//! `/contests/{contest}/documents`: what the secretary hands out of a published contest, with its numbers and prizes.

mod files;
mod numbers;
mod outcome;
mod prizes;

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

pub use self::files::download;
pub use self::numbers::save as number;
pub use self::prizes::save as prizes;

use self::numbers::{NumberPart, Typed as TypedNumber};
use self::outcome::Told;
use self::prizes::{PrizePart, Typed as TypedPrizes};
use super::{SignedIn, html};
use crate::auth::Person;
use crate::domain::document_settings::{DocumentSettings, Phrase};
use crate::domain::issued_document::{Issue, IssuedKind};
use crate::domain::role::Action;
use crate::http::error::{Page, Refusal};
use crate::http::house::House;
use crate::http::wording;
use crate::live::RoomHandle;
use crate::report::{minutes, short_message};
use crate::store::{ContestRow, Unit};

#[derive(Template)]
#[template(path = "contest_documents.html", config = ".askama.toml")]
struct DocumentsPage {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    unit: String,
    unit_id: String,
    heading: String,
    contest_id: String,
    refused: bool,
    done: Option<&'static str>,
    /// Nothing to hand out before that.
    published: Option<Published>,
}

struct Published {
    term: String,
    documents: Vec<NumberPart>,
    prizes: Vec<PrizePart>,
    minutes: String,
    message: String,
}

/// A contest, for whoever writes its documents.
struct Desk {
    person: Person,
    row: ContestRow,
    unit: Unit,
    room: RoomHandle,
}

impl Desk {
    async fn open(house: &House, request: &HttpRequest, id: &str) -> Result<Self, Refusal> {
        let person = house.auth.identify(request).await?;
        let row = house.contest(id).await?;
        if !person.may(&house.store, Action::Schedule, row.unit).await? {
            return Err(Refusal::Forbidden);
        }
        let unit = house.store.unit(row.unit).await?.ok_or(Refusal::NotFound)?;
        let room = house.registry.room(row.id).await?;
        Ok(Self { person, row, unit, room })
    }

    fn path(&self) -> String {
        format!("/contests/{}/documents", self.row.id)
    }
}

#[derive(Debug, Deserialize)]
pub struct DocumentsQuery {
    #[serde(default)]
    done: String,
}

pub async fn show(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    query: web::Query<DocumentsQuery>,
) -> Result<HttpResponse, Page> {
    let desk = Desk::open(&house, &request, &id).await?;
    let mut page = page(&house, &request, &desk, None, None).await?;
    page.done = match query.done.as_str() {
        "number" => Some("Đã lưu số và ngày của văn bản."),
        "prizes" => Some("Đã lưu tặng phẩm. Các văn bản dưới đây ghi theo đó."),
        _ => None,
    };
    Ok(html(&page)?)
}

/// With what was typed and cannot be kept, where it stands.
async fn page(
    house: &House,
    request: &HttpRequest,
    desk: &Desk,
    number: Option<TypedNumber>,
    prizes: Option<TypedPrizes>,
) -> Result<DocumentsPage, Refusal> {
    let refused = number.is_some() || prizes.is_some();
    let published = match outcome::told(house, desk).await? {
        Some(told) => Some(published(house, request, desk, &told, number, prizes).await?),
        None => None,
    };
    let heading = wording::inert(&desk.row.title);
    Ok(DocumentsPage {
        assets: crate::http::assets::prefix(),
        title: format!("Văn bản: {heading}"),
        signed_in: Some(SignedIn::of(&desk.person)),
        unit: wording::inert(&desk.unit.name),
        unit_id: desk.unit.id.to_string(),
        heading,
        contest_id: desk.row.id.to_string(),
        refused,
        done: None,
        published,
    })
}

async fn published(
    house: &House,
    request: &HttpRequest,
    desk: &Desk,
    told: &Told,
    number: Option<TypedNumber>,
    prizes: Option<TypedPrizes>,
) -> Result<Published, Refusal> {
    let settings = house.letterhead(&desk.unit).await?;
    let issues = house.store.issues_of(desk.row.id).await?;
    let address = format!("{}/contests/{}/results", house.auth.front.own_origin(request), desk.row.id);
    Ok(Published {
        documents: documents(house, desk, told, &settings, &issues, number.as_ref()).await?,
        term: settings.phrase(Phrase::Term).to_owned(),
        prizes: prizes::parts(told, prizes.as_ref()),
        minutes: minutes(&told.outcome),
        message: short_message(&told.outcome, &address),
    })
}

async fn documents(
    house: &House,
    desk: &Desk,
    told: &Told,
    settings: &DocumentSettings,
    issues: &BTreeMap<IssuedKind, Issue>,
    typed: Option<&TypedNumber>,
) -> Result<Vec<NumberPart>, Refusal> {
    let mut parts = Vec::new();
    for kind in IssuedKind::ALL {
        // Nobody is commended where nobody has a place.
        if kind == IssuedKind::Commendation && told.outcome.winners().next().is_none() {
            continue;
        }
        let last = house.store.last_number(desk.unit.id, kind, settings.phrase(Phrase::Term)).await?;
        let typed = typed.filter(|typed| typed.kind == kind);
        parts.push(NumberPart::of(kind, issues.get(&kind), last, settings, typed));
    }
    Ok(parts)
}

fn refused(page: &DocumentsPage) -> Result<HttpResponse, Refusal> {
    let mut response = html(page)?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}
