//! The personal link's page. Looking never uses a link up; the button does.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::{SignedIn, html, see_other};
use crate::auth::{SESSION_COOKIE, SESSION_LIFETIME};
use crate::http::error::Page;
use crate::http::house::House;
use crate::http::next;

#[derive(Template)]
#[template(path = "sign_in.html", config = ".askama.toml")]
struct SignInPage {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    token: String,
    name: String,
    unit: String,
}

pub async fn ask(house: web::Data<House>, token: web::Path<String>) -> Result<HttpResponse, Page> {
    let welcome = house.auth.look_at_link(&token).await?;
    Ok(html(&SignInPage {
        assets: crate::http::assets::prefix(),
        title: "Đăng nhập".to_owned(),
        signed_in: None,
        token: token.into_inner(),
        name: welcome.name,
        unit: welcome.unit,
    })?)
}

pub async fn sign_in(
    house: web::Data<House>,
    request: HttpRequest,
    token: web::Path<String>,
) -> Result<HttpResponse, Page> {
    // Another site must not sign somebody in as somebody else.
    if request.headers().contains_key("origin") && !house.auth.is_own_origin(&request) {
        return Err(crate::http::Refusal::ForeignOrigin.into());
    }
    let session = house.auth.use_link(&token).await?;
    let mut response = see_other(&next::path_after_sign_in(&request));
    response.add_cookie(&cookie(&house, session, SESSION_LIFETIME.0)).map_err(broken)?;
    if request.cookie(next::NEXT_COOKIE).is_some() {
        response.add_cookie(&next::forget(house.auth.is_secure())).map_err(broken)?;
    }
    Ok(response)
}

pub async fn sign_out(house: web::Data<House>, request: HttpRequest) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    house.auth.sign_out(&person).await?;
    let mut response = see_other("/");
    response.add_cookie(&cookie(&house, String::new(), 0)).map_err(broken)?;
    Ok(response)
}

fn cookie(house: &House, value: String, lifetime: i64) -> Cookie<'static> {
    Cookie::build(SESSION_COOKIE, value)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(house.auth.is_secure())
        .max_age(Duration::milliseconds(lifetime))
        .finish()
}

fn broken(error: actix_web::error::HttpError) -> crate::http::Refusal {
    crate::http::Refusal::Broken(Box::new(error))
}
