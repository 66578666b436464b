//! `POST /api/contests/{contest}/…`: a member's other messages, each at an address of its own.

use actix_web::{HttpRequest, HttpResponse, post, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{BadInput, Conflict, Refusals, json};
use crate::auth::Person;
use crate::http::error::{Api, Refusal};
use crate::http::house::House;
use crate::live::{MemberStep, RoomHandle};
use crate::protocol::ServerMessage;

/// Window mode: begins one's own attempt.
#[utoipa::path(
    tag = "contests",
    params(("contest" = String, Path, description = "the contest's id")),
    responses(
        (status = 204, description = "begun, and on record"),
        Refusals, Conflict
    )
)]
#[post("/contests/{contest}/start")]
pub async fn start(house: web::Data<House>, request: HttpRequest, id: web::Path<String>) -> Result<HttpResponse, Api> {
    step(&house, &request, &id, MemberStep::Start).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Prediction {
    /// How many people: what of them, the rules say.
    value: u32,
}

/// Predicts what the rules ask for, until one's own first question.
#[utoipa::path(
    tag = "contests",
    params(("contest" = String, Path, description = "the contest's id")),
    request_body = Prediction,
    responses(
        (status = 204, description = "on record"),
        Refusals, BadInput, Conflict
    )
)]
#[post("/contests/{contest}/prediction")]
pub async fn prediction(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    posted: web::Json<Prediction>,
) -> Result<HttpResponse, Api> {
    step(&house, &request, &id, MemberStep::Predict { value: posted.value }).await
}

/// The page was hidden; advice for the secretary only.
#[utoipa::path(
    tag = "contests",
    params(("contest" = String, Path, description = "the contest's id")),
    responses(
        (status = 204, description = "noted"),
        Refusals
    )
)]
#[post("/contests/{contest}/left")]
pub async fn left(house: web::Data<House>, request: HttpRequest, id: web::Path<String>) -> Result<HttpResponse, Api> {
    step(&house, &request, &id, MemberStep::LeavePage).await
}

/// The page is visible again.
#[utoipa::path(
    tag = "contests",
    params(("contest" = String, Path, description = "the contest's id")),
    responses(
        (status = 204, description = "noted"),
        Refusals
    )
)]
#[post("/contests/{contest}/returned")]
pub async fn returned(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Api> {
    step(&house, &request, &id, MemberStep::ReturnToPage).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ClockQuestion {
    /// Any integer; comes back untouched.
    t: i64,
}

/// Asks for the room's time; replies with the `clock` frame of docs/protocol.md.
#[utoipa::path(
    tag = "contests",
    params(("contest" = String, Path, description = "the contest's id")),
    request_body = ClockQuestion,
    responses(
        (status = 200, body = Object, description = "the frame `clock`"),
        Refusals, BadInput
    )
)]
#[post("/contests/{contest}/clock")]
pub async fn clock(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    asked: web::Json<ClockQuestion>,
) -> Result<HttpResponse, Api> {
    let (_, room) = heard(&house, &request, &id).await?;
    Ok(json(&ServerMessage::Clock { t: asked.t, now: room.clock().now() }))
}

async fn step(house: &House, request: &HttpRequest, id: &str, step: MemberStep) -> Result<HttpResponse, Api> {
    let (person, room) = heard(house, request, id).await?;
    room.step(person.member, step).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Who speaks, and to which room.
async fn heard(house: &House, request: &HttpRequest, id: &str) -> Result<(Person, RoomHandle), Refusal> {
    let person = house.auth.identify(request).await?;
    let room = house.visit(id, &person).await?.room;
    if room.may_speak(person.member) { Ok((person, room)) } else { Err(Refusal::Flood) }
}
