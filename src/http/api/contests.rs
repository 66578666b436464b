//! `GET /api/contests` and `GET /api/contests/{contest}`.

use actix_web::{HttpRequest, HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Refusals, json};
use crate::domain::contest::{Contest, Pacing, Rules};
use crate::domain::role::Action;
use crate::http::error::Api;
use crate::http::house::House;
use crate::store::ContestRow;

#[derive(Serialize, ToSchema)]
struct ContestList {
    contests: Vec<ContestLine>,
}

#[derive(Serialize, ToSchema)]
struct ContestLine {
    id: String,
    title: String,
    unit: String,
    /// Milliseconds since the epoch.
    starts_at: i64,
}

#[derive(Serialize, ToSchema)]
struct ContestDetail {
    id: String,
    title: String,
    unit: String,
    /// Called out in the hall; only for hosts.
    code: Option<String>,
    /// Milliseconds since the epoch.
    starts_at: i64,
    /// `scheduled`, `lobby`, `get_ready`, `open`, `closed`, `revealed`, `standings`, `running`,
    /// `paused`, `finished`, `confirmed`, `published` or `cancelled`.
    phase: String,
    /// `host` or `auto`.
    pacing: String,
    questions: usize,
    joined: usize,
    eligible: usize,
    /// All that decides the result, as on record.
    #[schema(value_type = Object)]
    rules: Rules,
    /// The commitment made at scheduling, in hexadecimal.
    seed_commitment: String,
    /// Fingerprint of the key that signs the record.
    fingerprint: String,
}

/// Contests that concern the one who asks, newest first.
#[utoipa::path(
    tag = "contests",
    responses(
        (status = 200, body = ContestList),
        Refusals
    )
)]
#[get("/contests")]
pub async fn list(house: web::Data<House>, request: HttpRequest) -> Result<HttpResponse, Api> {
    let person = house.auth.identify(&request).await?;
    let mut contests = Vec::new();
    for row in house.store.contests_of(person.member, person.unit).await? {
        let concerns = person.takes_part_in(&house.store, &row).await?
            || person.may(&house.store, Action::ReadResults, row.unit).await?;
        if concerns {
            contests.push(line(row));
        }
    }
    Ok(json(&ContestList { contests }))
}

fn line(row: ContestRow) -> ContestLine {
    ContestLine { id: row.id.to_string(), title: row.title, unit: row.unit_name, starts_at: row.starts_at.0 }
}

/// One contest: where it stands, and its rules.
#[utoipa::path(
    tag = "contests",
    params(("contest" = String, Path, description = "the contest's id")),
    responses(
        (status = 200, body = ContestDetail),
        Refusals
    )
)]
#[get("/contests/{contest}")]
pub async fn show(house: web::Data<House>, request: HttpRequest, id: web::Path<String>) -> Result<HttpResponse, Api> {
    let person = house.auth.identify(&request).await?;
    let visit = house.visit(&id, &person).await?;
    let fingerprint = house.fingerprint().0;
    let code = visit.may_host.then(|| visit.row.code.clone());
    let detail = visit.ask(move |contest, _| detail(contest, code, fingerprint)).await?;
    Ok(json(&detail))
}

fn detail(contest: &Contest, code: Option<String>, fingerprint: String) -> ContestDetail {
    let plan = contest.plan();
    ContestDetail {
        id: plan.contest.to_string(),
        title: plan.title.clone(),
        unit: plan.unit.clone(),
        code,
        starts_at: plan.starts_at.0,
        phase: contest.phase().name().to_owned(),
        pacing: match contest.pacing() {
            Pacing::Host => "host".to_owned(),
            Pacing::Auto => "auto".to_owned(),
        },
        questions: contest.question_count(),
        joined: contest.joined(),
        eligible: contest.eligible(),
        rules: plan.rules.clone(),
        seed_commitment: plan.seed_commitment.to_string(),
        fingerprint,
    }
}
