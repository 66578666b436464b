//! `PUT /api/contests/{contest}/extra-time/{member}`.

use actix_web::{HttpRequest, HttpResponse, put, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{BadInput, Conflict, Refusals};
use crate::domain::contest::{Command, Phase, Rejection, TIME_FACTORS};
use crate::domain::identity::MemberId;
use crate::http::error::{Api, Refusal};
use crate::http::house::House;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ExtraTime {
    /// 100, 125 or 150 percent of the time limit.
    percent: u32,
}

/// Grants a member extra time beforehand: until the first question's countdown.
#[utoipa::path(
    tag = "contests",
    params(
        ("contest" = String, Path, description = "the contest's id"),
        ("member" = String, Path, description = "the member's id")
    ),
    request_body = ExtraTime,
    responses(
        (status = 204, description = "granted, and on record"),
        Refusals, BadInput, Conflict
    )
)]
#[put("/contests/{contest}/extra-time/{member}")]
pub async fn grant(
    house: web::Data<House>,
    request: HttpRequest,
    path: web::Path<(String, String)>,
    asked: web::Json<ExtraTime>,
) -> Result<HttpResponse, Api> {
    let (id, member) = path.into_inner();
    let person = house.auth.identify(&request).await?;
    let visit = house.visit(&id, &person).await?.hosting()?;
    let member: MemberId = member.parse().map_err(|_| Refusal::NotFound)?;
    if !TIME_FACTORS.contains(&asked.percent) {
        return Err(Refusal::Invalid(Rejection::TimeFactor.to_string()).into());
    }
    let there = house.store.member(member).await?.ok_or(Refusal::NotFound)?;
    if !house.store.is_within(there.unit, visit.row.unit).await? {
        return Err(Refusal::NotFound.into());
    }
    // Taken up when the roster is frozen; if it is already, the room is told as well.
    house.store.set_extra_time(visit.row.id, member, asked.percent).await?;
    let (scheduled, participant) =
        visit.ask(move |contest, people| (*contest.phase() == Phase::Scheduled, people.participant(member))).await?;
    if !scheduled {
        let participant = participant.ok_or(Refusal::NotOnRoster)?;
        visit.room.command(Command::GrantTime { participant, time_factor: asked.percent }).await?;
    }
    Ok(HttpResponse::NoContent().finish())
}
