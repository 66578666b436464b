//! What is entered about somebody in their own place: name, excuse, account.

use actix_web::{HttpRequest, HttpResponse, web};

use super::super::see_other;
use super::new::unfit_name;
use super::show::{self, Refused};
use crate::domain::contest::Excuse;
use crate::domain::name::sort_key;
use crate::domain::text::line;
use crate::http::error::{Page, Refusal};
use crate::http::form::Form;
use crate::http::house::House;
use crate::live::Whom;

pub(super) const BODY: usize = 16 * 1_024;

/// A corrected name.
pub async fn rename(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let visit = house.member_for(&person, &id).await?.managed()?;
    let form = Form::read(body, BODY).await?;
    let name = line(form.text("name"));
    if let Some(words) = unfit_name(&name) {
        let refused = Refused { below: "name", form: &form, field: "name", words };
        return Ok(show::refused(&house, &person, &visit, refused).await?);
    }
    let member = visit.record.id;
    house.store.rename_member(member, &name, &sort_key(&name)).await.map_err(Refusal::from)?;
    Ok(see_other(&format!("/members/{member}?done=renamed")))
}

/// Why somebody does not take part at present, or that they do.
pub async fn excuse(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let visit = house.member_for(&person, &id).await?.managed()?;
    let form = Form::read(body, BODY).await?;
    let (excuse, done) = match form.text("excuse") {
        "" => (None, "back"),
        name => match Excuse::from_name(name) {
            Some(excuse) => (Some(excuse.name()), "excused"),
            None => {
                let words = "Đồng chí chọn lý do trong danh sách.".to_owned();
                let refused = Refused { below: "excuse", form: &form, field: "excuse", words };
                return Ok(show::refused(&house, &person, &visit, refused).await?);
            }
        },
    };
    let member = visit.record.id;
    house.store.set_excuse(member, excuse).await.map_err(Refusal::from)?;
    Ok(see_other(&format!("/members/{member}?done={done}")))
}

pub async fn disable(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let member = house.managed(&person, &id).await?;
    house.auth.disable(member).await.map_err(Refusal::from)?;
    house.registry.kick(Whom::Member(member)).await;
    Ok(see_other(&format!("/members/{member}?done=disabled")))
}

pub async fn enable(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let member = house.managed(&person, &id).await?;
    house.store.enable_member(member).await.map_err(Refusal::from)?;
    Ok(see_other(&format!("/members/{member}?done=enabled")))
}
