//! `POST /api/contests`.

use actix_web::{HttpRequest, HttpResponse, post, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{BadInput, Refusals};
use crate::domain::contest::{Confirmation, Pacing, Rules};
use crate::domain::draw::{Blueprint, BlueprintLine};
use crate::domain::identity::UnitId;
use crate::domain::question::Difficulty;
use crate::domain::ranking::{Predicted, TieRule};
use crate::domain::role::Action;
use crate::domain::time::{Millis, Timestamp};
use crate::http::error::{Api, Refusal};
use crate::http::house::House;
use crate::live::{Proposal, ScheduleError};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ContestRequest {
    title: String,
    /// The unit whose members take part; the asker's own, if absent.
    unit: Option<String>,
    /// Milliseconds since the epoch. The lobby opens 15 minutes earlier by itself.
    starts_at: i64,
    /// 5 to 10 questions in all.
    blueprint: Vec<LineRequest>,
    /// `host` (default) or `auto`.
    #[schema(value_type = Option<String>)]
    pacing: Option<Pacing>,
    /// Milliseconds; 30 000 by default.
    question_limit: Option<i64>,
    get_ready: Option<i64>,
    reveal_for: Option<i64>,
    standings_for: Option<i64>,
    /// Of `elapsed`, `submitted`, `prediction`, in order; `elapsed` by default.
    #[schema(value_type = Option<Vec<String>>)]
    tie_rules: Option<Vec<TieRule>>,
    /// What the tie rule `prediction` is about: `participants` (default) or `all_correct`.
    #[schema(value_type = Option<String>)]
    predicted: Option<Predicted>,
    prize_places: Option<u32>,
    insiders_ranked: Option<bool>,
    unit_threshold: Option<u32>,
    /// `one` (default) or `two` people confirm the result before it is published.
    #[schema(value_type = Option<String>)]
    confirmation: Option<Confirmation>,
    /// The most that is credited for the line, in milliseconds; 600 by default, 300 for a hall's Wi-Fi.
    allowance_max: Option<i64>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LineRequest {
    count: u32,
    /// Only questions on this document.
    document: Option<String>,
    /// Only questions of this topic.
    topic: Option<String>,
    /// Only `easy`, `medium` or `hard` questions.
    #[schema(value_type = Option<String>)]
    difficulty: Option<Difficulty>,
    /// 1 by default.
    weight: Option<u32>,
    /// Milliseconds, for the questions of this line.
    limit: Option<i64>,
}

#[derive(Serialize, ToSchema)]
struct Scheduled {
    id: String,
    /// What members type to join.
    code: String,
}

/// Schedules a live contest: the pool is frozen, the seed made and committed to.
#[utoipa::path(
    tag = "contests",
    request_body = ContestRequest,
    responses(
        (status = 201, body = Scheduled),
        Refusals, BadInput
    )
)]
#[post("/contests")]
pub async fn schedule(
    house: web::Data<House>,
    request: HttpRequest,
    asked: web::Json<ContestRequest>,
) -> Result<HttpResponse, Api> {
    let person = house.auth.identify(&request).await?;
    let asked = asked.into_inner();
    let unit: UnitId = match &asked.unit {
        Some(unit) => unit.parse().map_err(|_| invalid("`unit` is not an id of this system"))?,
        None => person.unit,
    };
    if !person.may(&house.store, Action::Schedule, unit).await? {
        return Err(Refusal::Forbidden.into());
    }
    let members = house.store.roster_of(unit).await?.len();
    let proposal = Proposal {
        unit,
        title: asked.title.clone(),
        starts_at: Timestamp(asked.starts_at),
        rules: rules(&asked, members),
        blueprint: blueprint(&asked.blueprint)?,
    };
    let id = crate::live::schedule(&house.store, house.auth.now(), proposal).await?;
    let row = house.store.contest(id).await?.ok_or(Refusal::NoContest)?;
    // Its room keeps the time from here on.
    house.registry.room(id).await?;
    Ok(HttpResponse::Created().json(Scheduled { id: id.to_string(), code: row.code }))
}

fn rules(asked: &ContestRequest, members: usize) -> Rules {
    let mut rules = Rules::live(members);
    let set = |place: &mut Millis, value: Option<i64>| {
        if let Some(value) = value {
            *place = Millis(value);
        }
    };
    set(&mut rules.question_limit, asked.question_limit);
    set(&mut rules.get_ready, asked.get_ready);
    set(&mut rules.reveal_for, asked.reveal_for);
    set(&mut rules.standings_for, asked.standings_for);
    set(&mut rules.timing.allowance_max, asked.allowance_max);
    rules.pacing = asked.pacing.unwrap_or(rules.pacing);
    rules.tie_rules = asked.tie_rules.clone().unwrap_or(rules.tie_rules);
    rules.predicted = match rules.tie_rules.contains(&TieRule::Prediction) {
        true => Some(asked.predicted.unwrap_or_default()),
        false => asked.predicted,
    };
    rules.prize_places = asked.prize_places.unwrap_or(rules.prize_places);
    rules.insiders_ranked = asked.insiders_ranked.unwrap_or(rules.insiders_ranked);
    rules.confirmation = asked.confirmation.unwrap_or(rules.confirmation);
    rules.unit_threshold = asked.unit_threshold.unwrap_or(rules.unit_threshold);
    rules
}

fn blueprint(lines: &[LineRequest]) -> Result<Blueprint, Refusal> {
    let line = |asked: &LineRequest| {
        let document = asked.document.as_deref().map(str::parse).transpose();
        Ok(BlueprintLine {
            count: asked.count,
            document: document.map_err(|_| invalid("`document` is not an id of this system"))?,
            topic: asked.topic.clone(),
            difficulty: asked.difficulty,
            weight: asked.weight.unwrap_or(1),
            limit: asked.limit.map(Millis),
        })
    };
    Ok(Blueprint { lines: lines.iter().map(line).collect::<Result<_, Refusal>>()? })
}

fn invalid(what: &str) -> Refusal {
    Refusal::Invalid(what.to_owned())
}

impl From<ScheduleError> for Refusal {
    fn from(error: ScheduleError) -> Self {
        match error {
            ScheduleError::Store(error) => error.into(),
            ScheduleError::Json(error) => Self::Broken(Box::new(error)),
            refused => Self::Invalid(refused.to_string()),
        }
    }
}
