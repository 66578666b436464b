//! `GET /api/contests/{contest}/results`.

use actix_web::{HttpRequest, HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Conflict, Refusals, json};
use crate::domain::contest::Contest;
use crate::domain::ranking::PhotoFinish;
use crate::http::error::{Api, Refusal};
use crate::http::house::House;
use crate::live::People;
use crate::protocol::Names as _;

#[derive(Serialize, ToSchema)]
struct ResultsView {
    /// `finished`, `confirmed` or `published`.
    phase: String,
    completed: u32,
    eligible: u32,
    /// What members were asked to predict, as it came.
    foreseen: Option<u32>,
    standings: Vec<StandingView>,
    /// Hash of the record's last entry.
    head: String,
    /// Only for hosts: the last prize place is too close to call.
    #[schema(value_type = Option<Object>)]
    photo_finish: Option<PhotoFinish>,
}

#[derive(Serialize, ToSchema)]
struct StandingView {
    participant: u32,
    name: String,
    unit: String,
    /// Absent outside the ranking.
    place: Option<u32>,
    /// Hundredths of a point.
    score: u32,
    /// Credited time in milliseconds, floored to 0.1 s.
    elapsed: i64,
    answered: u32,
    time_factor: u32,
    /// What they predicted, where that was asked.
    prediction: Option<u32>,
}

/// The result of a contest that is over.
#[utoipa::path(
    tag = "results",
    params(("contest" = String, Path, description = "the contest's id")),
    responses(
        (status = 200, body = ResultsView),
        Refusals, Conflict
    )
)]
#[get("/contests/{contest}/results")]
pub async fn read_results(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Api> {
    let person = house.auth.identify(&request).await?;
    let visit = house.visit(&id, &person).await?;
    let may_host = visit.may_host;
    let view = visit
        .ask(move |contest, people| contest.phase().is_over().then(|| view(contest, people, may_host)))
        .await?
        .ok_or(Refusal::NotOver)?;
    Ok(json(&view))
}

fn view(contest: &Contest, people: &People, may_host: bool) -> ResultsView {
    // What was published stands until its correction is.
    let table = contest.announced();
    let results = &table.results;
    let standings = results.standings.iter().map(|standing| {
        let (name, unit) = people.of(standing.participant);
        StandingView {
            participant: standing.participant.0,
            name: name.to_owned(),
            unit: unit.to_owned(),
            place: standing.place,
            score: standing.score_hundredths,
            elapsed: standing.elapsed.0,
            answered: standing.answered,
            time_factor: standing.time_factor,
            prediction: standing.prediction,
        }
    });
    ResultsView {
        phase: contest.phase().name().to_owned(),
        completed: results.completed,
        eligible: results.eligible,
        foreseen: results.foreseen,
        standings: standings.collect(),
        head: contest.head().hash.to_string(),
        photo_finish: results.photo_finish.filter(|_| may_host),
    }
}
