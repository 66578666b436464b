//! The personal link's page. Looking never uses a link up; the form does.

use actix_web::cookie::Cookie;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::secret::{AGAIN, Beside, SECRET, SecretInput};
use super::{SignedIn, html, see_other};
use crate::auth::{Attempt, DEVICE_COOKIE, Needs, Welcome, new_device};
use crate::http::error::{Page, Refusal};
use crate::http::house::House;
use crate::http::{cookies, device, next};
use crate::store::SecretKind;

#[derive(Template)]
#[template(path = "sign_in.html", config = ".askama.toml")]
struct SignInPage {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    token: String,
    name: String,
    unit: String,
    /// What is needed is chosen on this page.
    is_new: bool,
    is_pin: bool,
    inputs: Vec<SecretInput>,
}

#[derive(Default, Deserialize)]
pub struct SignInForm {
    #[serde(default)]
    secret: String,
    #[serde(default)]
    again: String,
}

pub async fn ask(house: web::Data<House>, token: web::Path<String>) -> Result<HttpResponse, Page> {
    let welcome = house.auth.look_at_link(&token).await?;
    Ok(page(token.into_inner(), welcome, |_| ())?)
}

pub async fn sign_in(
    house: web::Data<House>,
    request: HttpRequest,
    token: web::Path<String>,
    // Where nothing is to be filled in, nothing needs to be sent.
    form: Option<web::Form<SignInForm>>,
) -> Result<HttpResponse, Page> {
    // Another site must not sign somebody in as somebody else.
    if request.headers().contains_key("origin") && !house.auth.front.is_own_origin(&request) {
        return Err(Refusal::ForeignOrigin.into());
    }
    let known_device = device_cookie(&request);
    let SignInForm { secret, again } = form.map(web::Form::into_inner).unwrap_or_default();
    let typed = [(SECRET, secret.clone()), (AGAIN, again.clone())];
    let attempt = Attempt {
        secret,
        again,
        device: known_device.clone().or_else(|| Some(new_device())),
        device_name: device::name(&request),
        address: house.auth.front.address(&request),
    };
    let device = attempt.device.clone();
    match house.auth.use_link(&token, attempt).await {
        Ok(signed_in) => {
            let is_secure = house.auth.front.is_secure(&request);
            let mut response = see_other(&next::path_after_sign_in(&request));
            let cookies = [
                request.cookie(next::NEXT_COOKIE).map(|_| next::forget(is_secure)),
                Some(cookies::session(signed_in.token, is_secure)),
                Some(cookies::renewal(signed_in.renewal, is_secure)),
                device.filter(|_| known_device.is_none()).map(|device| cookies::device(device, is_secure)),
            ];
            add(&mut response, cookies.into_iter().flatten())?;
            Ok(response)
        }
        Err(refused) => {
            let Some(beside) = Beside::of(&refused, SECRET) else { return Err(refused.into()) };
            // What is needed may have changed in between: it is looked up anew.
            let welcome = house.auth.look_at_link(&token).await?;
            let put = |inputs: &mut [SecretInput]| beside.put(&refused, inputs, &typed);
            let mut response = page(token.into_inner(), welcome, put)?;
            beside.answer(&mut response);
            Ok(response)
        }
    }
}

pub async fn sign_out(house: web::Data<House>, request: HttpRequest) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    house.auth.sign_out(&person).await?;
    house.registry.kick(crate::live::Whom::Session(person.session)).await;
    let mut response = see_other("/");
    add(&mut response, cookies::signed_out(house.auth.front.is_secure(&request)))?;
    Ok(response)
}

fn page(token: String, welcome: Welcome, put: impl FnOnce(&mut [SecretInput])) -> Result<HttpResponse, Refusal> {
    let mut inputs: Vec<SecretInput> = match welcome.needs {
        Needs::Nothing => Vec::new(),
        Needs::New(kind) => SecretInput::chosen(kind).into(),
        Needs::Known(kind) => vec![SecretInput::known(SECRET, kind)],
    };
    put(&mut inputs);
    html(&SignInPage {
        assets: crate::http::assets::prefix(),
        title: "Đăng nhập".to_owned(),
        signed_in: None,
        token,
        name: welcome.name,
        unit: welcome.unit,
        is_new: matches!(welcome.needs, Needs::New(_)),
        is_pin: matches!(welcome.needs, Needs::New(SecretKind::Pin) | Needs::Known(SecretKind::Pin)),
        inputs,
    })
}

pub(super) fn device_cookie(request: &HttpRequest) -> Option<String> {
    request.cookie(DEVICE_COOKIE).map(|cookie| cookie.value().to_owned())
}

pub(super) fn add(
    response: &mut HttpResponse,
    cookies: impl IntoIterator<Item = Cookie<'static>>,
) -> Result<(), Refusal> {
    for cookie in cookies {
        response.add_cookie(&cookie).map_err(|error| Refusal::Broken(Box::new(error)))?;
    }
    Ok(())
}
