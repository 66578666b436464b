//! `GET /api/contests/{contest}/stream`.

use actix_web::http::header::{HeaderName, ORIGIN};
use actix_web::{HttpRequest, HttpResponse, get, web};

use super::{BadInput, Refusals};
use crate::auth::Proof;
use crate::http::admission::SeatQuery;
use crate::http::error::{Api, Refusal};
use crate::http::event_stream::EventStream;
use crate::http::house::House;
use crate::protocol::VERSION;

/// What a page of ours says with its cookie. No page elsewhere can: a browser asks us first whether
/// it may send a header of this name, and is not told so. An `Origin` is no proof here: a browser
/// sends none where a page reads an address of its own.
const PROTOCOL: HeaderName = HeaderName::from_static("khacsau-protocol");
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// The frames of a seat as server-sent events, for a page that cannot have a websocket. Takes the
/// seat as a websocket does; a cookie needs the header `Khacsau-Protocol: khacsau.v1` with it. The
/// conversation is that of docs/protocol.md.
#[utoipa::path(
    tag = "contests",
    params(
        ("contest" = String, Path, description = "the contest's id"),
        ("seat" = Option<String>, Query, description = "`play`, `host` or `screen`")
    ),
    responses(
        (status = 200, body = String, content_type = "text/event-stream", description = "frames, until an event `close` with the reason"),
        Refusals, BadInput
    )
)]
#[get("/contests/{contest}/stream")]
pub async fn stream(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    query: web::Query<SeatQuery>,
) -> Result<HttpResponse, Api> {
    let person = house.auth.identify(&request).await?;
    if person.proof == Proof::Cookie && !is_asked_by_a_page_of_ours(&house, &request) {
        return Err(Refusal::ForeignOrigin.into());
    }
    let (contest, visitor) = house.admit(&person, &id, &query).await?;
    let place = house.limits.connection(house.auth.front.address(&request)).ok_or(Refusal::TooManyConnections)?;
    let room = house.registry.room(contest).await?;
    let attached = house.seat(&room, visitor).await?;
    let auth = house.auth.clone();
    let stream = EventStream::new(attached, last_id(&request));
    Ok(stream.respond(place, move || !auth.is_revoked(person.session)))
}

fn is_asked_by_a_page_of_ours(house: &House, request: &HttpRequest) -> bool {
    let speaks = request.headers().get(PROTOCOL).is_some_and(|protocol| protocol == VERSION);
    speaks && (!request.headers().contains_key(ORIGIN) || house.auth.front.is_own_origin(request))
}

/// Of the stream that this one resumes.
fn last_id(request: &HttpRequest) -> u32 {
    let text = request.headers().get(LAST_EVENT_ID).and_then(|value| value.to_str().ok());
    text.and_then(|text| text.trim().parse().ok()).unwrap_or(0)
}
