//! The personal link's page. Looking never uses a link up; the form does.

use actix_web::cookie::Cookie;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::{SignedIn, html, see_other};
use crate::auth::{
    Attempt, BadSecret, DEVICE_COOKIE, LinkRefused, Needs, PASSWORD_LEAST, PIN_DIGITS, PasswordError, Welcome,
    new_device,
};
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
    field: Option<SecretField>,
}

/// How a PIN or a password is asked for.
pub struct SecretField {
    pub is_pin: bool,
    /// To be chosen, and so typed twice.
    pub is_new: bool,
    pub digits: usize,
    pub least: usize,
    /// Beside the field.
    pub error: Option<String>,
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
    Ok(page(token.into_inner(), welcome, None)?)
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
            let Some((status, words)) = beside_the_field(&refused) else { return Err(refused.into()) };
            // What is needed may have changed in between: it is looked up anew.
            let welcome = house.auth.look_at_link(&token).await?;
            let mut response = page(token.into_inner(), welcome, Some(words))?;
            *response.status_mut() = status;
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

fn page(token: String, welcome: Welcome, error: Option<String>) -> Result<HttpResponse, Refusal> {
    let field = match welcome.needs {
        Needs::Nothing => None,
        Needs::New(kind) => Some(SecretField::new(kind, true, error)),
        Needs::Known(kind) => Some(SecretField::new(kind, false, error)),
    };
    html(&SignInPage {
        assets: crate::http::assets::prefix(),
        title: "Đăng nhập".to_owned(),
        signed_in: None,
        token,
        name: welcome.name,
        unit: welcome.unit,
        field,
    })
}

impl SecretField {
    pub fn new(kind: SecretKind, is_new: bool, error: Option<String>) -> Self {
        Self { is_pin: kind == SecretKind::Pin, is_new, digits: PIN_DIGITS, least: PASSWORD_LEAST, error }
    }
}

/// What a person can mend in the form itself: with its status, and what to do.
pub(super) fn beside_the_field(refused: &LinkRefused) -> Option<(StatusCode, String)> {
    let words = match refused {
        LinkRefused::Unfit(BadSecret::NotAPin) => "Mã PIN gồm đúng 6 chữ số. Đồng chí hãy nhập lại.".to_owned(),
        LinkRefused::Unfit(BadSecret::EasyPin) => {
            "Mã PIN này dễ đoán. Đồng chí hãy chọn 6 chữ số khác, không liền nhau và không giống nhau.".to_owned()
        }
        LinkRefused::Unfit(BadSecret::ShortPassword) => {
            format!("Mật khẩu cần ít nhất {PASSWORD_LEAST} ký tự. Có thể dùng một câu ngắn dễ nhớ.")
        }
        LinkRefused::Unfit(BadSecret::LongPassword) => "Mật khẩu dài quá 200 ký tự. Đồng chí hãy rút ngắn.".to_owned(),
        LinkRefused::Unfit(BadSecret::NotTheSame) => {
            "Hai lần nhập chưa giống nhau. Đồng chí hãy nhập lại cả hai ô.".to_owned()
        }
        LinkRefused::Wrong => {
            "Chưa đúng. Đồng chí hãy nhập lại; nếu đã quên, hãy xin bí thư chi bộ đường dẫn mới.".to_owned()
        }
        LinkRefused::TooOften(too_often) => {
            let minutes = too_often.after.as_secs().div_ceil(60).max(1);
            format!("Đã thử nhiều lần. Đồng chí hãy chờ {minutes} phút rồi nhập lại.")
        }
        LinkRefused::Password(PasswordError::Busy) => {
            "Đang có nhiều người đăng nhập cùng lúc. Đồng chí hãy chờ vài giây rồi bấm lại.".to_owned()
        }
        _ => return None,
    };
    let status = match refused {
        LinkRefused::TooOften(_) => StatusCode::TOO_MANY_REQUESTS,
        LinkRefused::Password(_) => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    Some((status, words))
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
