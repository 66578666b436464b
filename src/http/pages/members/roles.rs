//! Giving somebody a role, and taking it back.

use actix_web::{HttpRequest, HttpResponse, web};

use super::super::see_other;
use super::acts::BODY;
use super::show::{self, Refused};
use crate::http::error::{Page, Refusal};
use crate::http::form::Form;
use crate::http::house::House;
use crate::live::Whom;

pub async fn grant(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let member = house.managed(&person, &id).await?;
    let form = Form::read(body, BODY).await?;
    match house.grantable(&person, &id, form.text("role"), form.text("role-at")).await {
        Ok((_, grant)) => {
            if !house.store.grants_of(member).await.map_err(Refusal::from)?.contains(&grant) {
                house.store.insert_grant(member, grant).await.map_err(Refusal::from)?;
            }
            Ok(see_other(&format!("/members/{member}?done=granted")))
        }
        Err(Refusal::Forbidden | Refusal::Invalid(_) | Refusal::NotFound) => {
            let words = "Đồng chí không giao được vai trò này tại tổ chức đã chọn. Đồng chí chọn lại.".to_owned();
            let visit = house.member_for(&person, &id).await?;
            let refused = Refused { below: "roles", form: &form, field: "role-at", words };
            Ok(show::refused(&house, &person, &visit, refused).await?)
        }
        Err(refusal) => Err(refusal.into()),
    }
}

pub async fn withdraw(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    house.managed(&person, &id).await?;
    let form = Form::read(body, BODY).await?;
    let (member, grant) = house.grantable(&person, &id, form.text("role"), form.text("unit")).await?;
    house.store.delete_grant(member, grant).await.map_err(Refusal::from)?;
    house.registry.kick(Whom::Desks(member)).await;
    Ok(see_other(&format!("/members/{member}?done=withdrawn")))
}
