//! One's own account: where one is signed in, and the PIN or password.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::roster::{DetailLine, detail_lines};
use super::secret::{AGAIN, Beside, CURRENT, SECRET, SecretInput};
use super::sign_in::{add, device_cookie};
use super::{SignedIn, html, see_other};
use crate::auth::{Person, SecretChange};
use crate::domain::identity::SessionId;
use crate::http::error::{Page, Refusal};
use crate::http::house::House;
use crate::http::{cookies, wording};
use crate::live::Whom;
use crate::store::{Device, SecretKind};

#[derive(Template)]
#[template(path = "account.html", config = ".askama.toml")]
struct AccountPage {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    name: String,
    unit: String,
    devices: Vec<DeviceRow>,
    /// What the roster says of oneself.
    details: Vec<DetailLine>,
    /// A PIN is to be chosen, and no password.
    is_pin: bool,
    /// The one in use and the new one; empty while there is none to change.
    inputs: Vec<SecretInput>,
    changed: bool,
}

struct DeviceRow {
    session: String,
    name: String,
    since: String,
    seen: String,
    is_this: bool,
}

#[derive(Deserialize)]
pub struct SecretForm {
    #[serde(default)]
    current: String,
    #[serde(default)]
    secret: String,
    #[serde(default)]
    again: String,
}

#[derive(Deserialize)]
pub struct AccountQuery {
    /// The page after a change.
    changed: Option<String>,
}

pub async fn account(
    house: web::Data<House>,
    request: HttpRequest,
    query: web::Query<AccountQuery>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    Ok(page(&house, &person, |_| (), query.changed.is_some()).await?)
}

pub async fn change_secret(
    house: web::Data<House>,
    request: HttpRequest,
    form: web::Form<SecretForm>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let SecretForm { current, secret, again } = form.into_inner();
    let device = device_cookie(&request);
    let address = house.auth.front.address(&request);
    let typed = [(CURRENT, current.clone()), (SECRET, secret.clone()), (AGAIN, again.clone())];
    let change = SecretChange { current, new: secret, again, device, address };
    match house.auth.change_secret(&person, change).await {
        Ok(()) => Ok(see_other("/account?changed=1")),
        Err(refused) => {
            let Some(beside) = Beside::of(&refused, CURRENT) else { return Err(refused.into()) };
            let put = |inputs: &mut [SecretInput]| beside.put(&refused, inputs, &typed);
            let mut response = page(&house, &person, put, false).await?;
            beside.answer(&mut response);
            Ok(response)
        }
    }
}

/// Signs out one of one's own devices; this one, too.
pub async fn sign_out_device(
    house: web::Data<House>,
    request: HttpRequest,
    session: web::Path<String>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let session: SessionId = session.parse().map_err(|_| Refusal::NotFound)?;
    if !house.auth.sign_out_device(&person, session).await? {
        return Err(Refusal::NotFound.into());
    }
    house.registry.kick(Whom::Session(session)).await;
    let is_this = session == person.session;
    let mut response = see_other(if is_this { "/" } else { "/account" });
    if is_this {
        add(&mut response, cookies::signed_out(house.auth.front.is_secure(&request)))?;
    }
    Ok(response)
}

async fn page(
    house: &House,
    person: &Person,
    put: impl FnOnce(&mut [SecretInput]),
    changed: bool,
) -> Result<HttpResponse, Refusal> {
    let known = house.auth.secret_of(person).await?;
    let devices = house.auth.devices(person).await?;
    let row = |device: Device| DeviceRow {
        session: device.session.to_string(),
        name: device.name,
        since: wording::moment(device.since),
        seen: wording::moment(device.seen_at),
        is_this: device.session == person.session,
    };
    let chosen = if person.grants.is_empty() { SecretKind::Pin } else { SecretKind::Password };
    let mut inputs: Vec<SecretInput> = match known {
        Some(known) => [SecretInput::known(CURRENT, known)].into_iter().chain(SecretInput::chosen(chosen)).collect(),
        None => Vec::new(),
    };
    put(&mut inputs);
    html(&AccountPage {
        assets: crate::http::assets::prefix(),
        title: "Tài khoản".to_owned(),
        signed_in: Some(SignedIn::of(person)),
        name: person.name.clone(),
        unit: person.unit_name.clone(),
        devices: devices.into_iter().map(row).collect(),
        details: detail_lines(&house.store.details_of(person.member).await?),
        is_pin: chosen == SecretKind::Pin,
        inputs,
        changed,
    })
}
