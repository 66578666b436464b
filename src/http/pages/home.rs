//! The first page: join by code, and the contests that concern whoever is signed in.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::{SignedIn, html, person, see_other};
use crate::auth::Person;
use crate::domain::role::Action;
use crate::http::error::{Page, Refusal};
use crate::http::house::House;
use crate::http::wording;

/// Contests shown, newest first.
const CONTESTS: usize = 20;

#[derive(Template)]
#[template(path = "home.html", config = ".askama.toml")]
struct HomePage {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    contests: Vec<ContestCard>,
    code_error: Option<String>,
    code: String,
}

struct ContestCard {
    id: String,
    title: String,
    unit: String,
    phase_text: String,
    starts_at_text: String,
    can_host: bool,
    running: bool,
    has_results: bool,
}

#[derive(Debug, Deserialize)]
pub struct CodeQuery {
    #[serde(default)]
    code: String,
}

pub async fn home(house: web::Data<House>, request: HttpRequest) -> Result<HttpResponse, Page> {
    Ok(page(&house, &request, String::new(), None).await?)
}

/// A code typed, or opened from a link: to the contest's page, where an old contest says that it
/// is over and offers its results.
pub async fn by_code(
    house: web::Data<House>,
    request: HttpRequest,
    query: web::Query<CodeQuery>,
) -> Result<HttpResponse, Page> {
    let typed: String = query.code.chars().take(20).collect();
    let code: String = typed.chars().filter(char::is_ascii_alphanumeric).collect();
    match house.store.contest_by_code(&code.to_uppercase()).await? {
        Some(row) => Ok(see_other(&format!("/contests/{}", row.id))),
        None => {
            let words = "Không có kỳ thi với mã này. Đồng chí hãy nhìn lại mã trên màn chiếu và nhập lại.";
            let mut response = page(&house, &request, typed, Some(words.to_owned())).await?;
            *response.status_mut() = Refusal::NoCode.status();
            Ok(response)
        }
    }
}

async fn page(
    house: &House,
    request: &HttpRequest,
    code: String,
    code_error: Option<String>,
) -> Result<HttpResponse, Refusal> {
    let person = person(house, request).await?;
    let contests = match &person {
        Some(person) => cards(house, person).await?,
        None => Vec::new(),
    };
    html(&HomePage {
        assets: crate::http::assets::prefix(),
        title: "Khắc Sâu".to_owned(),
        signed_in: person.as_ref().map(SignedIn::of),
        contests,
        code_error,
        code,
    })
}

async fn cards(house: &House, person: &Person) -> Result<Vec<ContestCard>, Refusal> {
    let mut cards = Vec::new();
    for row in house.store.contests_concerning(person.unit).await?.into_iter().take(CONTESTS) {
        let can_host = person.may(&house.store, Action::Host, row.unit).await?;
        if !can_host && !person.belongs_to(&house.store, row.unit).await? {
            continue;
        }
        let room = house.registry.room(row.id).await?;
        let phase = room.ask(|contest, _| contest.phase().clone()).await?;
        cards.push(ContestCard {
            id: row.id.to_string(),
            title: row.title,
            unit: row.unit_name,
            phase_text: wording::phase(&phase).to_owned(),
            starts_at_text: wording::moment(row.starts_at),
            can_host: can_host && !phase.is_over(),
            running: !phase.is_over(),
            has_results: phase.is_over(),
        });
    }
    Ok(cards)
}
