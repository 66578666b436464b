//! `GET /api/contests/{contest}/bundle`.

use actix_web::{HttpRequest, HttpResponse, get, web};

use super::{Conflict, Refusals};
use crate::domain::bundle as bundles;
use crate::domain::contest::Contest;
use crate::http::error::{Api, Refusal};
use crate::http::house::House;

/// Everything needed to recompute a contest that is over, for signed-in members of the unit:
/// `khacsau verify` reads it.
#[utoipa::path(
    tag = "results",
    params(("contest" = String, Path, description = "the contest's id")),
    responses(
        (status = 200, body = String, content_type = "application/jsonl"),
        Refusals, Conflict
    )
)]
#[get("/contests/{contest}/bundle")]
pub async fn bundle(house: web::Data<House>, request: HttpRequest, id: web::Path<String>) -> Result<HttpResponse, Api> {
    let person = house.auth.identify(&request).await?;
    let visit = house.visit(&id, &person).await?;
    let entries = crate::live::journal(&house.store, visit.row.id).await?;
    let contest = Contest::replay(&entries).map_err(|error| Refusal::Broken(Box::new(error)))?;
    if !contest.phase().is_over() {
        return Err(Refusal::NotOver.into());
    }
    let text = bundles::write(&contest, &entries, &house.signer).map_err(|error| Refusal::Broken(Box::new(error)))?;
    let name = format!("attachment; filename=\"khacsau-{}.jsonl\"", visit.row.id);
    Ok(HttpResponse::Ok()
        .content_type("application/jsonl")
        .insert_header(("content-disposition", name))
        .insert_header(("cache-control", "no-store"))
        .body(text))
}
