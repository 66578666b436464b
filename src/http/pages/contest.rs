//! A contest's own page: where its link and QR lead, and what a link preview shows.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::{SignedIn, html, person};
use crate::domain::role::Action;
use crate::http::error::Page;
use crate::http::house::House;
use crate::http::wording;

#[derive(Template)]
#[template(path = "contest.html", config = ".askama.toml")]
struct ContestPage {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    contest_id: String,
    unit: String,
    phase_text: String,
    starts_at_text: String,
    questions: usize,
    can_play: bool,
    can_host: bool,
    has_results: bool,
    over: bool,
    sign_in_needed: bool,
}

pub async fn landing(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Page> {
    let row = house.contest(&id).await?;
    let person = person(&house, &request).await?;
    let (belongs, can_host) = match &person {
        Some(person) => {
            (person.belongs_to(&house.store, row.unit).await?, person.may(&house.store, Action::Host, row.unit).await?)
        }
        None => (false, false),
    };
    let room = house.registry.room(row.id).await?;
    let (phase, questions) = room.ask(|contest, _| (contest.phase().clone(), contest.question_count())).await?;
    let over = phase.is_over();
    Ok(html(&ContestPage {
        assets: crate::http::assets::prefix(),
        title: row.title,
        signed_in: person.as_ref().map(SignedIn::of),
        contest_id: row.id.to_string(),
        unit: row.unit_name,
        phase_text: wording::phase(&phase).to_owned(),
        starts_at_text: wording::moment(row.starts_at),
        questions,
        can_play: belongs,
        can_host: can_host && !over,
        has_results: over && (belongs || can_host),
        over,
        sign_in_needed: person.is_none(),
    })?)
}
