//! `POST /api/contests/{contest}/commands`.

use actix_web::{HttpRequest, HttpResponse, post, web};

use super::Problem;
use crate::domain::contest::Rejection;
use crate::http::error::{Api, Refusal};
use crate::http::house::House;
use crate::protocol::ClientMessage;

/// Gives a host's command, the same object as over the websocket (`{"type": "open"}`); answered
/// after the commit.
#[utoipa::path(
    tag = "contests",
    params(("contest" = String, Path, description = "the contest's id")),
    request_body(content = Object, description = "a host's message of docs/protocol.md"),
    responses(
        (status = 204, description = "done, and on record"),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json", description = "the command does not fit the phase"),
        (status = 503, body = Problem, content_type = "application/problem+json", description = "the record cannot be written")
    )
)]
#[post("/contests/{contest}/commands")]
pub async fn command(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    message: web::Json<ClientMessage>,
) -> Result<HttpResponse, Api> {
    let person = house.auth.identify(&request).await?;
    let visit = house.visit(&id, &person).await?.hosting()?;
    let step = message.into_inner().into_host_step().ok_or(Refusal::Rejected(Rejection::Malformed))?;
    visit.room.drive(person.member, step).await?;
    Ok(HttpResponse::NoContent().finish())
}
