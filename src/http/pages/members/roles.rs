//! Giving somebody a role, and taking it back.

use actix_web::{HttpRequest, HttpResponse, web};

use super::super::see_other;
use super::acts::Asked;
use crate::http::error::{Page, Refusal};
use crate::http::house::House;
use crate::http::people_access::MemberVisit;
use crate::live::Whom;

pub async fn grant(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let asked = Asked::of(&house, &request, &id, body, MemberVisit::let_in).await?;
    let (member, form) = (asked.member(), &asked.form);
    match house.grantable(&asked.person, &id, form.text("role"), form.text("role-at")).await {
        Ok((_, grant)) => {
            if !house.store.grants_of(member).await.map_err(Refusal::from)?.contains(&grant) {
                house.store.insert_grant(member, grant).await.map_err(Refusal::from)?;
            }
            Ok(see_other(&format!("/members/{member}?done=granted")))
        }
        Err(Refusal::Forbidden | Refusal::Invalid(_) | Refusal::NotFound) => {
            let words = "Đồng chí không giao được vai trò này tại tổ chức đã chọn. Đồng chí chọn lại.".to_owned();
            Ok(asked.refused(&house, "roles", "role-at", words).await?)
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
    let asked = Asked::of(&house, &request, &id, body, MemberVisit::let_in).await?;
    let (role, unit) = (asked.form.text("role"), asked.form.text("unit"));
    let (member, grant) = house.grantable(&asked.person, &id, role, unit).await?;
    house.store.delete_grant(member, grant).await.map_err(Refusal::from)?;
    house.registry.kick(Whom::Desks(member)).await;
    Ok(see_other(&format!("/members/{member}?done=withdrawn")))
}
