//! `GET /api/contests/{contest}/roster`.

use actix_web::{HttpRequest, HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Refusals, json};
use crate::domain::contest::Contest;
use crate::http::error::Api;
use crate::http::house::House;
use crate::live::People;
use crate::protocol::Names as _;

#[derive(Serialize, ToSchema)]
struct RosterView {
    /// Empty until the lobby opens.
    entries: Vec<RosterLine>,
}

#[derive(Serialize, ToSchema)]
struct RosterLine {
    /// The number in the record.
    participant: u32,
    member: String,
    name: String,
    unit: String,
    ranked: bool,
    /// Why not: `exempt`, `suspended`, `elsewhere`, `ill`, `on_duty`, or `insider`.
    reason: Option<String>,
    /// Percent of the time limit.
    time_factor: u32,
    joined: bool,
}

/// The frozen roster, with who is ranked and why not; for hosts.
#[utoipa::path(
    tag = "contests",
    params(("contest" = String, Path, description = "the contest's id")),
    responses(
        (status = 200, body = RosterView),
        Refusals
    )
)]
#[get("/contests/{contest}/roster")]
pub async fn roster(house: web::Data<House>, request: HttpRequest, id: web::Path<String>) -> Result<HttpResponse, Api> {
    let person = house.auth.identify(&request).await?;
    let visit = house.visit(&id, &person).await?.hosting()?;
    Ok(json(&visit.ask(view).await?))
}

fn view(contest: &Contest, people: &People) -> RosterView {
    let entries = contest.roster().map(|(participant, enrolment)| {
        let (name, unit) = people.of(participant);
        let ranked = contest.is_ranked(enrolment);
        let excuse = enrolment.entry.excuse.map(|excuse| excuse.name());
        RosterLine {
            participant: participant.0,
            member: people.member(participant).map(|member| member.to_string()).unwrap_or_default(),
            name: name.to_owned(),
            unit: unit.to_owned(),
            ranked,
            reason: excuse.or((!ranked).then_some("insider")).map(str::to_owned),
            time_factor: enrolment.entry.time_factor,
            joined: enrolment.joined_at.is_some(),
        }
    });
    RosterView { entries: entries.collect() }
}
