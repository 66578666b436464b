//! `POST /api/contests/{contest}/commands`.

use actix_web::{HttpRequest, HttpResponse, post, web};

use super::{BadInput, Conflict, Refusals};
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
        Refusals, BadInput, Conflict
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
