//! `POST /api/contests/{contest}/answers`.

use actix_web::http::header::ContentType;
use actix_web::{HttpMessage as _, HttpRequest, HttpResponse, post, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{BadInput, Conflict, Refusals, json};
use crate::domain::identity::ContestId;
use crate::domain::time::{Millis, Timestamp};
use crate::http::error::{Api, Refusal};
use crate::http::house::House;
use crate::live::{IncomingAnswer, Registration, RoomHandle};
use crate::protocol::{CLAIM_MAX, FRAME_BYTES, ServerMessage};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PostedAnswer {
    question: String,
    /// The ids of the chosen options.
    options: Vec<String>,
    /// The phone's own measure in milliseconds: from the paint of the text to the touch.
    #[serde(default)]
    response_time: Option<i64>,
    /// Idempotency key of 1 to 64 characters: sent again under the same key, the answer is
    /// acknowledged again.
    key: String,
}

/// An answer, the moment it came, and the hold on the question's close.
struct Arrival {
    room: RoomHandle,
    registration: Registration,
    received_at: Timestamp,
}

impl Arrival {
    /// Registered, then stamped, before anything else is done with it.
    fn now(room: RoomHandle) -> Self {
        let registration = room.register();
        let received_at = room.clock().now();
        Self { room, registration, received_at }
    }
}

/// Answers a question without a websocket; replies with the receipt, the `recorded` frame of
/// docs/protocol.md, once the answer is on disk. A member needs no open stream for it. No line was
/// measured, so only the handling time is credited.
#[utoipa::path(
    tag = "contests",
    params(("contest" = String, Path, description = "the contest's id")),
    request_body = PostedAnswer,
    responses(
        (status = 200, body = Object, description = "on record, now or already: the frame `recorded`"),
        Refusals, BadInput, Conflict
    )
)]
#[post("/contests/{contest}/answers")]
pub async fn answer(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    payload: web::Payload,
) -> Result<HttpResponse, Api> {
    let body = read(&request, payload).await;
    let room = id.parse().ok().and_then(|id: ContestId| house.registry.opened(id));
    let arrival = room.map(Arrival::now);
    let person = house.auth.identify(&request).await?;
    let Arrival { room, registration, received_at } = match arrival {
        Some(arrival) => arrival,
        None => Arrival::now(house.visit(&id, &person).await?.room),
    };
    if !room.may_speak(person.member) {
        return Err(Refusal::Flood.into());
    }
    let posted: PostedAnswer = serde_json::from_slice(&body?).map_err(|error| misread(&error))?;
    let answer = IncomingAnswer {
        question: posted.question,
        options: posted.options,
        key: posted.key,
        claim: posted.response_time.map(|claim| Millis(claim).clamp(Millis::ZERO, CLAIM_MAX)),
        received_at,
        round_trip_min: None,
        round_trip_answer: None,
    };
    let receipt = room.answer(person.member, answer, registration).await?;
    Ok(json(&ServerMessage::Recorded(receipt)))
}

/// The whole body; no more than a frame may have.
async fn read(request: &HttpRequest, payload: web::Payload) -> Result<web::Bytes, Refusal> {
    if request.content_type() != ContentType::json().essence_str() {
        return Err(misread(&"its Content-Type is not application/json"));
    }
    match payload.to_bytes_limited(FRAME_BYTES).await {
        Ok(Ok(body)) => Ok(body),
        Ok(Err(error)) => Err(misread(&error)),
        Err(_) => Err(misread(&format!("it is longer than {FRAME_BYTES} bytes"))),
    }
}

fn misread(error: &dyn std::fmt::Display) -> Refusal {
    Refusal::Invalid(format!("the request body is not the JSON this address takes: {error}"))
}
