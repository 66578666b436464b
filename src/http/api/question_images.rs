//! `POST /api/units/{unit}/question-images`: a picture for a question that is being written.

use actix_web::{HttpRequest, HttpResponse, post, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::{BadInput, Refusals, json};
use crate::exchange::picture;
use crate::http::error::{Api, Refusal};
use crate::http::house::House;

#[derive(Serialize, ToSchema)]
struct ImageKept {
    /// SHA-256 of the picture as it is kept, in hexadecimal digits.
    hash: String,
    width: u32,
    height: u32,
}

/// Makes a small JPEG of a picture and keeps it. It is seen by whoever brought it, and by others as
/// soon as a question shows it.
#[utoipa::path(
    tag = "questions",
    params(("unit" = String, Path, description = "the id of the unit whose question it is for")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "a JPEG, PNG or WebP file of up to 8 MiB"),
    responses(
        (status = 200, body = ImageKept),
        Refusals, BadInput
    )
)]
#[post("/units/{unit}/question-images")]
pub async fn bring(
    house: web::Data<House>,
    request: HttpRequest,
    unit: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Api> {
    let person = house.auth.identify(&request).await?;
    house.desk(&person, &unit).await?;
    let file = body.to_bytes_limited(picture::FILE).await.map_err(|_| Refusal::TooLarge)?;
    let file = file.map_err(|_| Refusal::Invalid("the file did not arrive".to_owned()))?;
    let image = house.bring_image(&person, file.to_vec()).await?;
    let image = image.map_err(|refusal| Refusal::Invalid(refusal.to_string()))?;
    Ok(json(&ImageKept { hash: image.hash.to_string(), width: image.width, height: image.height }))
}
