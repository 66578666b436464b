//! `POST /units/{unit}/contests/check`: the words beside the blueprint while it is being typed.

use actix_web::{HttpRequest, HttpResponse, web};

use super::blueprint::Supply;
use super::{BODY, Desk, typed};
use crate::http::error::Api;
use crate::http::form::Form;
use crate::http::house::House;

/// Takes the form as it stands; saves nothing.
pub async fn check(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Api> {
    let desk = Desk::open(&house, &request, &id).await?;
    let entry = typed::entry(&Form::read(body, BODY).await?, &[]);
    let supply = Supply::of(&entry, &desk.pool);
    Ok(HttpResponse::Ok().insert_header(("cache-control", "no-store")).json(supply))
}
