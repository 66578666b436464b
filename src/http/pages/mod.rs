//! Server-rendered pages: read and filled in without script. What lives is an island on one of them.

mod account;
mod ahead;
pub mod bank;
mod blocks;
mod code;
mod coming;
pub mod confirm;
mod contest;
pub mod contest_documents;
mod contest_image;
pub mod document_settings;
pub mod documents;
pub mod export;
mod home;
pub mod imports;
mod islands;
pub mod leaderboard;
pub mod members;
mod people_words;
pub mod plan_document;
mod preview;
pub mod questions;
mod results;
pub mod roster;
mod rules;
pub mod scheduling;
mod secret;
mod sign_in;
pub mod units;
pub mod year_plan;

use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::error::Refusal;
use super::house::House;
use super::wording;
use crate::auth::{Person, Unidentified};

pub use account::{account, change_secret, sign_out_device};
pub use ahead::withdraw;
pub use contest::landing;
pub use contest_image::image;
pub use home::{by_code, by_link, home};
pub use islands::{host, play, screen};
pub use results::results;
pub use rules::rules;
pub use sign_in::{ask, sign_in, sign_out};

/// Who the page is for, as its header shows it.
#[derive(Debug)]
pub struct SignedIn {
    pub name: String,
    pub unit: String,
}

/// A way on from where one is stuck.
#[derive(Debug)]
pub struct Way {
    pub label: String,
    pub href: String,
}

impl SignedIn {
    fn of(person: &Person) -> Self {
        Self { name: wording::inert(&person.name), unit: wording::inert(&person.unit_name) }
    }
}

fn html(page: &impl Template) -> Result<HttpResponse, Refusal> {
    let mut response = HttpResponse::Ok().content_type("text/html; charset=utf-8").body(page.render()?);
    // What a page shows depends on who looks and when.
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Whoever is signed in; pages that anybody may see take `None` for everybody else.
async fn person(house: &House, request: &HttpRequest) -> Result<Option<Person>, Refusal> {
    match house.auth.identify(request).await {
        Ok(person) => Ok(Some(person)),
        Err(Unidentified::Store(error)) => Err(error.into()),
        Err(_) => Ok(None),
    }
}

fn see_other(path: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header(("location", path)).finish()
}
