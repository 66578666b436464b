//! `POST /api/units/{unit}/question-check`: what a careful colleague would say, while one writes.

use actix_web::{HttpRequest, HttpResponse, post, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{BadInput, Refusals, json};
use crate::domain::identity::QuestionId;
use crate::domain::lint::Finding;
use crate::http::error::Api;
use crate::http::house::House;
use crate::http::pages::questions::fields;
use crate::http::question_draft::TypedQuestion;
use crate::http::question_words;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct QuestionToCheck {
    /// The id of the question that is rewritten; empty for a new one.
    question: String,
    typed: TypedQuestion,
}

#[derive(Serialize, ToSchema)]
struct Advice {
    /// What has to be mended before the review.
    problems: Vec<ProblemFound>,
    /// What might be better.
    findings: Vec<AdviceFound>,
}

#[derive(Serialize, ToSchema)]
struct ProblemFound {
    /// The id of its field in the form.
    field: String,
    text: String,
}

#[derive(Serialize, ToSchema)]
struct AdviceFound {
    /// Does not fit on one screen of a small phone, by an estimate: whoever shows the screen knows better.
    is_length: bool,
    text: String,
}

/// Looks at a question as it is being written, beside the bank of its unit. Nothing is kept.
#[utoipa::path(
    tag = "questions",
    params(("unit" = String, Path, description = "the id of the unit whose question it is")),
    request_body = QuestionToCheck,
    responses(
        (status = 200, body = Advice),
        Refusals, BadInput
    )
)]
#[post("/units/{unit}/question-check")]
pub async fn check(
    house: web::Data<House>,
    request: HttpRequest,
    unit: web::Path<String>,
    asked: web::Json<QuestionToCheck>,
) -> Result<HttpResponse, Api> {
    let person = house.auth.identify(&request).await?;
    let unit = house.desk(&person, &unit).await?.id;
    let entry = asked.typed.entry();
    let revision = entry.revision();
    let own: Option<QuestionId> = asked.question.parse().ok();
    let documents = house.store.documents_for(unit).await?;
    let document = documents.iter().find(|document| Some(document.id) == entry.document);
    let findings = house.stems_at(&person, unit).await?.findings(&revision, document, own);
    let problems = revision
        .problems()
        .into_iter()
        .map(|problem| ProblemFound { field: fields::field_of(problem).to_owned(), text: fields::words(problem) });
    let findings = findings.iter().map(|finding| AdviceFound {
        is_length: *finding == Finding::LongForAPhone,
        text: question_words::finding(finding),
    });
    Ok(json(&Advice { problems: problems.collect(), findings: findings.collect() }))
}
