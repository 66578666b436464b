//! The JSON API under `/api`: one endpoint with weight, one file. Described by `openapi.json`.

mod answers;
mod bundle;
mod commands;
mod contests;
mod extra_time;
mod me;
mod members;
mod problem;
mod question_check;
mod question_drafts;
mod question_images;
mod results;
mod roster;
mod schedule;
mod steps;
mod stream;

use actix_web::HttpResponse;
use actix_web::error::{JsonPayloadError, QueryPayloadError, UrlencodedError};
use actix_web::web::{FormConfig, JsonConfig, QueryConfig};
use serde::Serialize;
use utoipa_actix_web::service_config::ServiceConfig;

use self::problem::{BadInput, Conflict, Refusals};
use super::error::{Api, Page, Refusal};

/// Longest request body in bytes.
const BODY: usize = 64 * 1_024;
/// Longest form in bytes.
const FORM: usize = 16 * 1_024;

/// Every endpoint, collected with its description.
pub(super) fn endpoints(config: &mut ServiceConfig) {
    config
        .app_data(json_config())
        .service(me::me)
        .service(contests::list)
        .service(contests::show)
        .service(schedule::schedule)
        .service(commands::command)
        .service(stream::stream)
        .service(answers::answer)
        .service(steps::start)
        .service(steps::prediction)
        .service(steps::left)
        .service(steps::returned)
        .service(steps::clock)
        .service(extra_time::grant)
        .service(roster::roster)
        .service(members::invite)
        .service(members::disable)
        .service(members::enable)
        .service(members::grant_role)
        .service(members::withdraw_role)
        .service(question_drafts::keep)
        .service(question_drafts::read)
        .service(question_drafts::discard)
        .service(question_images::bring)
        .service(question_check::check)
        .service(results::read_results)
        .service(bundle::bundle);
}

pub(super) fn json_config() -> JsonConfig {
    let refuse = |error: JsonPayloadError, _: &actix_web::HttpRequest| {
        if matches!(error, JsonPayloadError::Overflow { .. } | JsonPayloadError::OverflowKnownLength { .. }) {
            return Api(Refusal::TooLarge).into();
        }
        Api(Refusal::Invalid(format!("the request body is not the JSON this address takes: {error}"))).into()
    };
    JsonConfig::default().limit(BODY).error_handler(refuse)
}

/// For the forms of pages.
pub(super) fn form_config() -> FormConfig {
    let refuse = |error: UrlencodedError, _: &actix_web::HttpRequest| match error {
        UrlencodedError::Overflow { .. } => Page(Refusal::TooLarge).into(),
        error => Page(Refusal::Invalid(error.to_string())).into(),
    };
    FormConfig::default().limit(FORM).error_handler(refuse)
}

pub(super) fn query_config() -> QueryConfig {
    let refuse = |error: QueryPayloadError, _: &actix_web::HttpRequest| {
        Api(Refusal::Invalid(format!("the address has a part that cannot be read: {error}"))).into()
    };
    QueryConfig::default().error_handler(refuse)
}

fn json(value: &impl Serialize) -> HttpResponse {
    HttpResponse::Ok().insert_header(("cache-control", "no-store")).json(value)
}
