//! `GET /api/me`.

use actix_web::{HttpRequest, HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Refusals, json};
use crate::http::error::Api;
use crate::http::house::House;

#[derive(Serialize, ToSchema)]
struct Me {
    member: String,
    name: String,
    unit: String,
    unit_name: String,
    roles: Vec<HeldRole>,
}

#[derive(Serialize, ToSchema)]
struct HeldRole {
    /// `committee`, `secretary`, `supervisor` or `administrator`.
    role: String,
    /// Where it is held; it reaches everything below.
    unit: String,
}

/// Who is signed in, and which roles they hold where.
#[utoipa::path(
    tag = "people",
    responses((status = 200, body = Me), Refusals)
)]
#[get("/me")]
pub async fn me(house: web::Data<House>, request: HttpRequest) -> Result<HttpResponse, Api> {
    let person = house.auth.identify(&request).await?;
    let role = |grant: &crate::domain::role::Grant| HeldRole {
        role: grant.role.name().to_owned(),
        unit: grant.unit.to_string(),
    };
    Ok(json(&Me {
        member: person.member.to_string(),
        roles: person.grants.iter().map(role).collect(),
        name: person.name,
        unit: person.unit.to_string(),
        unit_name: person.unit_name,
    }))
}
