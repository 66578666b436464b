//! `/api/members/{member}/…`: letting people in, sending them away, and what they may do.

use actix_web::{HttpRequest, HttpResponse, delete, post, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{BadInput, Refusals};
use crate::http::error::Api;
use crate::http::house::House;
use crate::live::Whom;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Invitation {
    /// Also forgets their PIN or password: the first use of the new link sets another.
    #[serde(default)]
    forget_secret: bool,
}

#[derive(Serialize, ToSchema)]
struct InvitationLink {
    /// To be handed to the member alone: shown this once.
    link: String,
    /// Until when it can be taken up, in ms since the epoch.
    expires_at: i64,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RoleAtUnit {
    /// `committee`, `secretary`, `supervisor` or `administrator`.
    role: String,
    /// The unit's id; the role reaches everything below.
    unit: String,
}

/// Makes a member's personal link. Their old ones are dead at once, and all their devices are
/// signed out: what to do when a phone is lost.
#[utoipa::path(
    tag = "people",
    params(("member" = String, Path, description = "the member's id")),
    request_body = Invitation,
    responses(
        (status = 201, body = InvitationLink),
        Refusals, BadInput
    )
)]
#[post("/members/{member}/link")]
pub async fn invite(
    house: web::Data<House>,
    request: HttpRequest,
    member: web::Path<String>,
    asked: web::Json<Invitation>,
) -> Result<HttpResponse, Api> {
    let person = house.auth.identify(&request).await?;
    let member = house.managed(&person, &member).await?;
    let (token, expires_at) = house.auth.invite(member, asked.forget_secret).await?;
    house.registry.kick(Whom::Member(member)).await;
    let link = format!("{}/sign-in/{token}", house.auth.front.own_origin(&request));
    let made = InvitationLink { link, expires_at: expires_at.0 };
    Ok(HttpResponse::Created().insert_header(("cache-control", "no-store")).json(made))
}

/// Takes a member off the roster and signs them out everywhere, within a second.
#[utoipa::path(
    tag = "people",
    params(("member" = String, Path, description = "the member's id")),
    responses(
        (status = 204, description = "disabled; also if they were already"),
        Refusals
    )
)]
#[post("/members/{member}/disable")]
pub async fn disable(
    house: web::Data<House>,
    request: HttpRequest,
    member: web::Path<String>,
) -> Result<HttpResponse, Api> {
    let person = house.auth.identify(&request).await?;
    let member = house.managed(&person, &member).await?;
    house.auth.disable(member).await?;
    house.registry.kick(Whom::Member(member)).await;
    Ok(HttpResponse::NoContent().finish())
}

/// Lets a disabled member in again. Their devices stay signed out.
#[utoipa::path(
    tag = "people",
    params(("member" = String, Path, description = "the member's id")),
    responses(
        (status = 204, description = "enabled; also if they were already"),
        Refusals
    )
)]
#[post("/members/{member}/enable")]
pub async fn enable(
    house: web::Data<House>,
    request: HttpRequest,
    member: web::Path<String>,
) -> Result<HttpResponse, Api> {
    let person = house.auth.identify(&request).await?;
    let member = house.managed(&person, &member).await?;
    house.store.enable_member(member).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Gives a member a role at a unit.
#[utoipa::path(
    tag = "people",
    params(("member" = String, Path, description = "the member's id")),
    request_body = RoleAtUnit,
    responses(
        (status = 204, description = "given; also if they held it already"),
        Refusals, BadInput
    )
)]
#[post("/members/{member}/roles")]
pub async fn grant_role(
    house: web::Data<House>,
    request: HttpRequest,
    member: web::Path<String>,
    asked: web::Json<RoleAtUnit>,
) -> Result<HttpResponse, Api> {
    let person = house.auth.identify(&request).await?;
    let (member, grant) = house.grantable(&person, &member, &asked.role, &asked.unit).await?;
    if !house.store.grants_of(member).await?.contains(&grant) {
        house.store.insert_grant(member, grant).await?;
    }
    Ok(HttpResponse::NoContent().finish())
}

/// Takes a role back; the member's desks and projectors are closed within a second.
#[utoipa::path(
    tag = "people",
    params(
        ("member" = String, Path, description = "the member's id"),
        ("role" = String, Path, description = "`committee`, `secretary`, `supervisor` or `administrator`"),
        ("unit" = String, Path, description = "where it is held")
    ),
    responses(
        (status = 204, description = "taken back; also if they did not hold it"),
        Refusals, BadInput
    )
)]
#[delete("/members/{member}/roles/{role}/{unit}")]
pub async fn withdraw_role(
    house: web::Data<House>,
    request: HttpRequest,
    path: web::Path<(String, String, String)>,
) -> Result<HttpResponse, Api> {
    let (member, role, unit) = path.into_inner();
    let person = house.auth.identify(&request).await?;
    let (member, grant) = house.grantable(&person, &member, &role, &unit).await?;
    house.store.delete_grant(member, grant).await?;
    house.registry.kick(Whom::Desks(member)).await;
    Ok(HttpResponse::NoContent().finish())
}
