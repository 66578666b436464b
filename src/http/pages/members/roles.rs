//! Giving somebody a role, and taking it back.

use actix_web::{HttpRequest, HttpResponse, web};

use super::super::blocks::Block;
use super::super::units::change::choice;
use super::super::{people_words, see_other};
use super::acts::Asked;
use super::show::select;
use crate::auth::Person;
use crate::domain::role::{Action, Grant, Role};
use crate::http::error::{Page, Refusal};
use crate::http::form::{Choice, Form};
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

/// Roles that this person may give, and where.
pub(super) async fn choices(
    house: &House,
    person: &Person,
    visit: &MemberVisit,
    form: &Form,
) -> Result<Option<(Vec<Block>, &'static str)>, Refusal> {
    let givable: Vec<Role> =
        Role::ALL.into_iter().filter(|role| person.grants.iter().any(|own| own.role.may_grant(*role))).collect();
    let mut units = Vec::new();
    for unit in house.units_to(person, Action::ManageMembers).await? {
        let mut possible = false;
        for role in &givable {
            possible = possible || person.may_grant(&house.store, Grant { role: *role, unit: unit.id }).await?;
        }
        if possible {
            let chosen = form.text("role-at");
            let is_chosen = if chosen.is_empty() { Some(unit.id) == visit.home } else { chosen == unit.id.to_string() };
            units.push(choice(&unit, is_chosen));
        }
    }
    if givable.is_empty() || units.is_empty() {
        return Ok(None);
    }
    let offered = |role: Role| Choice {
        value: role.name().to_owned(),
        words: format!("{}: {}", people_words::role(role), people_words::role_power(role)),
        chosen: form.text("role") == role.name(),
    };
    let role = select("role", "Vai trò", givable.into_iter().map(offered).collect());
    let unit = select("role-at", "Tại", units);
    let intro = "Vai trò có hiệu lực tại tổ chức được chọn và mọi tổ chức trực thuộc.";
    Ok(Some((vec![Block::Select(role), Block::Select(unit)], intro)))
}
