//! All routes, in one place.

use actix_web::{HttpRequest, HttpResponse, web};
use utoipa::OpenApi;
use utoipa_actix_web::AppExt as _;
use utoipa_actix_web::scope;

use super::error::{Api, Page, Refusal};
use super::{api, assets, health, pages};

#[derive(OpenApi)]
#[openapi(
    info(title = "Khắc Sâu", description = "Monthly live contests. The live conversation is described in docs/protocol.md."),
    tags((name = "contests"), (name = "results"), (name = "people"), (name = "questions"))
)]
struct Description;

/// The description of `/api`, collected from the endpoints that are served.
pub fn openapi() -> utoipa::openapi::OpenApi {
    let (_, collected) = actix_web::App::new()
        .into_utoipa_app()
        .openapi(Description::openapi())
        .service(scope::scope("/api").configure(api::endpoints))
        .split_for_parts();
    collected
}

/// Pages, API, assets and health. The websocket's route is added by whoever builds the server.
pub fn routes(config: &mut web::ServiceConfig) {
    let get = web::get;
    let post = web::post;
    config
        .app_data(api::query_config())
        .app_data(api::form_config())
        .route("/", get().to(pages::home))
        .route("/k", get().to(pages::by_code))
        .route("/k/{code}", get().to(pages::by_link))
        .route("/sign-in/{token}", get().to(pages::ask))
        .route("/sign-in/{token}", post().to(pages::sign_in))
        .route("/sign-out", post().to(pages::sign_out))
        .route("/account", get().to(pages::account))
        .route("/account/secret", post().to(pages::change_secret))
        .route("/account/devices/{session}/sign-out", post().to(pages::sign_out_device))
        .route("/contests/{contest}", get().to(pages::landing))
        .route("/contests/{contest}/play", get().to(pages::play))
        .route("/contests/{contest}/host", get().to(pages::host))
        .route("/contests/{contest}/screen", get().to(pages::screen))
        .route("/contests/{contest}/images/{hash}", get().to(pages::image))
        .route("/contests/{contest}/results", get().to(pages::results))
        .route("/contests/{contest}/rules", get().to(pages::rules))
        .route("/contests/{contest}/plan.docx", get().to(pages::plan_document::of_contest))
        .route("/contests/{contest}/documents", get().to(pages::contest_documents::show))
        .route("/contests/{contest}/documents/{document}", get().to(pages::contest_documents::download))
        .route("/contests/{contest}/documents/{document}", post().to(pages::contest_documents::number))
        .route("/contests/{contest}/prizes", post().to(pages::contest_documents::prizes))
        .route("/contests/{contest}/cancel", post().to(pages::scheduling::cancel))
        .route("/contests/{contest}/confirm", get().to(pages::confirm::show))
        .route("/contests/{contest}/confirm", post().to(pages::confirm::confirm))
        .route("/contests/{contest}/countersign", post().to(pages::confirm::countersign))
        .route("/contests/{contest}/publish", post().to(pages::confirm::publish))
        .route("/contests/{contest}/decision", get().to(pages::confirm::look))
        .route("/contests/{contest}/decision", post().to(pages::confirm::take))
        .route("/units/{unit}/roster/import", get().to(pages::roster::form))
        .route("/units/{unit}/roster/import", post().to(pages::roster::upload))
        .route("/units/{unit}/roster/import/{draft}", get().to(pages::roster::show))
        .route("/units/{unit}/roster/import/{draft}", post().to(pages::roster::confirm))
        .route("/units/{unit}/roster/import/{draft}/discard", post().to(pages::roster::discard))
        .route("/units/{unit}/roster.xlsx", get().to(pages::roster::workbook))
        .route("/units/{unit}/roster.csv", get().to(pages::roster::csv))
        .route("/roster-template.xlsx", get().to(pages::roster::template))
        .route("/units", get().to(pages::units::top))
        .route("/units/{unit}", get().to(pages::units::show))
        .route("/units/{unit}/found", get().to(pages::units::found_form))
        .route("/units/{unit}/found", post().to(pages::units::found))
        .route("/units/{unit}/rename", get().to(pages::units::rename_form))
        .route("/units/{unit}/rename", post().to(pages::units::rename))
        .route("/units/{unit}/move", get().to(pages::units::move_form))
        .route("/units/{unit}/move", post().to(pages::units::move_below))
        .route("/units/{unit}/merge", get().to(pages::units::merge_form))
        .route("/units/{unit}/merge", post().to(pages::units::merge))
        .route("/units/{unit}/split", get().to(pages::units::split_form))
        .route("/units/{unit}/split", post().to(pages::units::split))
        .route("/units/{unit}/close", get().to(pages::units::close_form))
        .route("/units/{unit}/close", post().to(pages::units::close))
        .route("/units/{unit}/coming/{change}/withdraw", post().to(pages::withdraw))
        .route("/units/{unit}/members", get().to(pages::members::list))
        .route("/units/{unit}/members", post().to(pages::members::create))
        .route("/units/{unit}/members/new", get().to(pages::members::new))
        .route("/units/{unit}/cards", get().to(pages::members::cards_form))
        .route("/units/{unit}/cards", post().to(pages::members::cards))
        .route("/members/{member}", get().to(pages::members::show))
        .route("/members/{member}/correct", post().to(pages::members::correct))
        .route("/members/{member}/excuse", post().to(pages::members::excuse))
        .route("/members/{member}/official", post().to(pages::members::make_official))
        .route("/members/{member}/transfer", post().to(pages::members::transfer))
        .route("/members/{member}/lend", post().to(pages::members::lend))
        .route("/members/{member}/return", post().to(pages::members::return_home))
        .route("/members/{member}/leave", post().to(pages::members::leave))
        .route("/members/{member}/admit", post().to(pages::members::admit))
        .route("/members/{member}/roles", post().to(pages::members::grant))
        .route("/members/{member}/roles/withdraw", post().to(pages::members::withdraw))
        .route("/members/{member}/card", post().to(pages::members::card))
        .route("/members/{member}/disable", post().to(pages::members::disable))
        .route("/members/{member}/enable", post().to(pages::members::enable))
        .route("/units/{unit}/documents", get().to(pages::documents::list))
        .route("/units/{unit}/documents", post().to(pages::documents::create))
        .route("/units/{unit}/documents/new", get().to(pages::documents::new))
        .route("/units/{unit}/contests/new", get().to(pages::scheduling::new))
        .route("/units/{unit}/contests/new", post().to(pages::scheduling::fill_in))
        .route("/units/{unit}/contests/check", post().to(pages::scheduling::check))
        .route("/units/{unit}/contests/new/{draft}", get().to(pages::scheduling::preview))
        .route("/units/{unit}/contests/new/{draft}/plan.docx", get().to(pages::plan_document::of_draft))
        .route("/units/{unit}/contests/new/{draft}/publish", post().to(pages::scheduling::publish))
        .route("/units/{unit}/contests/new/{draft}/discard", post().to(pages::scheduling::discard))
        .route("/units/{unit}/leaderboard", get().to(pages::leaderboard::show))
        .route("/units/{unit}/leaderboard/rule", post().to(pages::leaderboard::save_rule))
        .route("/units/{unit}/document-settings", get().to(pages::document_settings::show))
        .route("/units/{unit}/document-settings", post().to(pages::document_settings::save))
        .route("/units/{unit}/plan", get().to(pages::year_plan::show))
        .route("/units/{unit}/plan", post().to(pages::year_plan::save))
        .route("/units/{unit}/bank/import", get().to(pages::imports::begin))
        .route("/units/{unit}/bank/import", post().to(pages::imports::read))
        .route("/units/{unit}/bank/import/{draft}", get().to(pages::imports::review))
        .route("/units/{unit}/bank/import/{draft}", post().to(pages::imports::update))
        .route("/units/{unit}/bank/import/{draft}/discard", post().to(pages::imports::discard))
        .route("/units/{unit}/bank/import/{draft}/questions/{number}", get().to(pages::imports::show_question))
        .route("/units/{unit}/bank/import/{draft}/questions/{number}", post().to(pages::imports::mend))
        .route("/documents/{document}", get().to(pages::documents::show))
        .route("/documents/{document}", post().to(pages::documents::update))
        .route("/documents/{document}/edit", get().to(pages::documents::edit))
        .route("/documents/{document}/reading", post().to(pages::documents::take_reading))
        .route("/documents/{document}/supersede", post().to(pages::documents::supersede))
        .route("/documents/{document}/reinstate", post().to(pages::documents::reinstate))
        .route("/units/{unit}/questions", post().to(pages::questions::create))
        .route("/units/{unit}/questions/new", get().to(pages::questions::new))
        .route("/units/{unit}/bank", get().to(pages::bank::list))
        .route("/units/{unit}/bank/review", get().to(pages::bank::waiting))
        .route("/units/{unit}/bank/review", post().to(pages::bank::approve))
        .route("/units/{unit}/bank/superseded", get().to(pages::bank::superseded))
        .route("/units/{unit}/bank/lint", get().to(pages::bank::lint))
        .route("/questions/{question}", get().to(pages::questions::show))
        .route("/units/{unit}/questions/drafts/{draft}/discard", post().to(pages::questions::discard))
        .route("/questions/{question}", post().to(pages::questions::update))
        .route("/questions/images/{hash}", get().to(pages::questions::picture))
        .route("/questions/{question}/edit", get().to(pages::questions::edit))
        .route("/units/{unit}/bank/export", get().to(pages::export::ask))
        .route("/units/{unit}/bank/export", post().to(pages::export::download))
        .route("/questions/{question}/submit", post().to(pages::questions::submit))
        .route("/questions/{question}/withdraw", post().to(pages::questions::withdraw))
        .route("/questions/{question}/approve", post().to(pages::questions::approve))
        .route("/questions/{question}/return", post().to(pages::questions::send_back))
        .route("/questions/{question}/retire", post().to(pages::questions::retire))
        .route("/questions/{question}/restore", post().to(pages::questions::restore))
        .route("/questions/{question}/carry-over", post().to(pages::questions::carry_over))
        .route("/assets/{build}/{name:.*}", get().to(assets::asset))
        .route("/healthz", get().to(health::healthz))
        .route("/readyz", get().to(health::readyz))
        .route("/api/openapi.json", get().to(describe))
        .service(api_scope());
}

fn api_scope() -> actix_web::Scope {
    web::scope("/api")
        .configure(|config| {
            utoipa_actix_web::service_config::ServiceConfig::new(config).configure(api::endpoints);
        })
        .default_service(web::to(no_endpoint))
}

/// What no route takes.
pub async fn nothing(request: HttpRequest) -> Result<HttpResponse, actix_web::Error> {
    if request.path().starts_with("/ws/") {
        return Err(Api(Refusal::NotFound).into());
    }
    Err(Page(Refusal::NotFound).into())
}

async fn no_endpoint() -> Result<HttpResponse, Api> {
    Err(Refusal::NotFound.into())
}

async fn describe() -> HttpResponse {
    HttpResponse::Ok().json(openapi())
}
