//! A browser's token lives an hour; any request after half of it brings a new one, as long as the
//! session behind it has not been revoked. Nothing on a page has to know.

use actix_web::HttpMessage as _;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web;

use super::cookies;
use super::house::House;
use crate::auth::{RenewedToken, SESSION_COOKIE};

pub async fn renew_session(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let house = request.app_data::<web::Data<House>>().cloned();
    // What is cached for ever must not carry a cookie.
    let house = house.filter(|_| !request.path().starts_with("/assets/"));
    let Some(house) = house else { return next.call(request).await };
    let Some(renewed) = house.auth.renew(request.request()).await else { return next.call(request).await };
    let RenewedToken(token) = renewed.clone();
    let is_secure = house.auth.front.is_secure(request.request());
    request.extensions_mut().insert(renewed);
    let mut response = next.call(request).await?;
    // Signing in or out has set its own.
    if !response.response().cookies().any(|cookie| cookie.name() == SESSION_COOKIE) {
        response.response_mut().add_cookie(&cookies::session(token, is_secure))?;
    }
    Ok(response)
}
