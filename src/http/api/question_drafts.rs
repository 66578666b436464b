//! `/api/units/{unit}/question-drafts/{draft}`: what the editor keeps while somebody writes.

use actix_web::{HttpRequest, HttpResponse, delete, get, put, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{BadInput, Conflict, Refusals, json};
use crate::domain::identity::{DraftId, QuestionId};
use crate::domain::question::QuestionProblem;
use crate::domain::time::Millis;
use crate::http::error::{Api, Refusal};
use crate::http::house::House;
use crate::http::question_draft::{DraftBody, QuestionDraft, TypedQuestion};
use crate::store::{Draft, DraftKind};

/// Nobody writes so many questions at once; what was forgotten is thrown away one by one.
const MOST_DRAFTS: usize = 100;
/// Drafts that were not touched for so long are forgotten.
const FORGOTTEN: Millis = Millis::seconds(30 * 24 * 60 * 60);

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DraftToKeep {
    /// The version that was read; 0 for one that is not kept yet.
    version: u32,
    /// The id of the question that is rewritten; empty for a new one.
    question: String,
    /// The number of the revision that is rewritten; 0 for a new question.
    base: u32,
    typed: TypedQuestion,
}

#[derive(Serialize, ToSchema)]
struct DraftKept {
    version: u32,
    /// In ms since the epoch.
    saved_at: i64,
}

#[derive(Serialize, ToSchema)]
struct DraftShown {
    version: u32,
    saved_at: i64,
    question: String,
    base: u32,
    typed: TypedQuestion,
}

/// Keeps what was typed so far. A draft is its author's alone; one that was saved elsewhere since is
/// not overwritten.
#[utoipa::path(
    tag = "questions",
    params(
        ("unit" = String, Path, description = "the id of the unit whose question it is"),
        ("draft" = String, Path, description = "an id of the caller's making, a UUID")
    ),
    request_body = DraftToKeep,
    responses(
        (status = 200, body = DraftKept),
        Refusals, BadInput, Conflict
    )
)]
#[put("/units/{unit}/question-drafts/{draft}")]
pub async fn keep(
    house: web::Data<House>,
    request: HttpRequest,
    path: web::Path<(String, String)>,
    asked: web::Json<DraftToKeep>,
) -> Result<HttpResponse, Api> {
    let (unit, id) = path.into_inner();
    let person = house.auth.identify(&request).await?;
    let unit = house.desk(&person, &unit).await?.id;
    let id: DraftId = id.parse().map_err(|_| Refusal::NotFound)?;
    let DraftToKeep { version, question, base, typed } = asked.into_inner();
    if typed.entry().revision().problems().contains(&QuestionProblem::Secret) {
        return Err(Refusal::Secret.into());
    }
    let question = match question.as_str() {
        "" => None,
        id => Some(id.parse::<QuestionId>().map_err(|_| Refusal::NotFound)?),
    };
    let now = house.auth.now();
    let body = serde_json::to_string(&DraftBody { question, base, typed }).map_err(|it| Refusal::Broken(it.into()))?;
    let kept = if version > 0 {
        house.question_draft(&person, unit, id).await?.ok_or(Refusal::NotFound)?;
        house.store.save_draft(id, version, &body, now).await?.ok_or(Refusal::DraftChanged)?
    } else {
        house.store.delete_drafts_before(now - FORGOTTEN).await?;
        if house.store.drafts_of(person.member, DraftKind::Question).await?.len() >= MOST_DRAFTS {
            return Err(Refusal::TooManyDrafts.into());
        }
        let draft =
            Draft { id, kind: DraftKind::Question, unit, member: person.member, version: 1, body, saved_at: now };
        let inserted = house.store.insert_draft(&draft).await;
        inserted.map_err(|error| error.on_constraint("draft_pkey", || Refusal::DraftChanged))?;
        1
    };
    Ok(json(&DraftKept { version: kept, saved_at: now.0 }))
}

/// What was kept last.
#[utoipa::path(
    tag = "questions",
    params(
        ("unit" = String, Path, description = "the unit's id"),
        ("draft" = String, Path, description = "the draft's id")
    ),
    responses(
        (status = 200, body = DraftShown),
        Refusals
    )
)]
#[get("/units/{unit}/question-drafts/{draft}")]
pub async fn read(
    house: web::Data<House>,
    request: HttpRequest,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Api> {
    let (unit, id) = path.into_inner();
    let person = house.auth.identify(&request).await?;
    let unit = house.desk(&person, &unit).await?.id;
    let id: DraftId = id.parse().map_err(|_| Refusal::NotFound)?;
    let QuestionDraft { version, saved_at, body, .. } =
        house.question_draft(&person, unit, id).await?.ok_or(Refusal::NotFound)?;
    let DraftBody { question, base, typed } = body;
    let question = question.map(|id| id.to_string()).unwrap_or_default();
    Ok(json(&DraftShown { version, saved_at: saved_at.0, question, base, typed }))
}

/// Throws a draft away; also if there is none any more.
#[utoipa::path(
    tag = "questions",
    params(
        ("unit" = String, Path, description = "the unit's id"),
        ("draft" = String, Path, description = "the draft's id")
    ),
    responses(
        (status = 204, description = "gone"),
        Refusals
    )
)]
#[delete("/units/{unit}/question-drafts/{draft}")]
pub async fn discard(
    house: web::Data<House>,
    request: HttpRequest,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Api> {
    let (unit, id) = path.into_inner();
    let person = house.auth.identify(&request).await?;
    let unit = house.desk(&person, &unit).await?.id;
    house.drop_question_draft(&person, unit, &id).await?;
    Ok(HttpResponse::NoContent().finish())
}
