//! Where somebody belongs, from a date on: transferred, lent and back, official, gone and taken in again.

use actix_web::{HttpRequest, HttpResponse, web};

use super::super::{people_words, see_other};
use super::acts::BODY;
use super::show::{self, Refused};
use crate::auth::Person;
use crate::domain::identity::UnitId;
use crate::domain::organisation::{Change, ChangeRefused, Ending};
use crate::domain::role::Action;
use crate::http::calendar::Day;
use crate::http::error::{Page, Refusal};
use crate::http::form::Form;
use crate::http::house::House;
use crate::http::people_access::MemberVisit;
use crate::live::Whom;
use crate::store::ChangeError;

/// One kind of move: its form's address and fields, and what the page then says.
struct Move {
    below: &'static str,
    /// Where to, or why; the date where neither is asked.
    subject: &'static str,
    on: &'static str,
    done: &'static str,
}

const OFFICIAL: Move = Move { below: "official", subject: "official-on", on: "official-on", done: "official" };
const TRANSFER: Move = Move { below: "transfer", subject: "transfer-to", on: "transfer-on", done: "transferred" };
const LEND: Move = Move { below: "lend", subject: "lend-to", on: "lend-on", done: "lent" };
const RETURN: Move = Move { below: "return", subject: "return-on", on: "return-on", done: "returned" };
const LEAVE: Move = Move { below: "leave", subject: "leave-ending", on: "leave-on", done: "left" };
const ADMIT: Move = Move { below: "admit", subject: "admit-to", on: "admit-on", done: "admitted" };

pub async fn make_official(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let visit = house.member_for(&person, &id).await?.managed()?;
    let form = Form::read(body, BODY).await?;
    let member = visit.record.id;
    let change = visit.home.map(|from| Change::MakeOfficial { member, from });
    Ok(make(&house, &person, &visit, &OFFICIAL, &form, change).await?)
}

pub async fn transfer(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let visit = house.member_for(&person, &id).await?.managed()?;
    let form = Form::read(body, BODY).await?;
    let member = visit.record.id;
    let to = target(&house, &person, &form, &TRANSFER).await?;
    let change = visit.home.zip(to).map(|(from, to)| Change::Transfer { member, from, to });
    Ok(make(&house, &person, &visit, &TRANSFER, &form, change).await?)
}

pub async fn lend(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let visit = house.member_for(&person, &id).await?.managed()?;
    let form = Form::read(body, BODY).await?;
    let member = visit.record.id;
    let to = target(&house, &person, &form, &LEND).await?;
    let change = visit.home.zip(to).map(|(from, to)| Change::Lend { member, from, to });
    Ok(make(&house, &person, &visit, &LEND, &form, change).await?)
}

/// Entered by whoever keeps the roster at home, or where the stay is.
pub async fn return_home(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let visit = house.member_for(&person, &id).await?;
    let form = Form::read(body, BODY).await?;
    let member = visit.record.id;
    let change = visit.stay.map(|from| Change::Return { member, from });
    Ok(make(&house, &person, &visit, &RETURN, &form, change).await?)
}

/// Out of the organisation, and of everything that was signed in.
pub async fn leave(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let member = house.managed(&person, &id).await?;
    let visit = house.member_for(&person, &id).await?;
    let form = Form::read(body, BODY).await?;
    let ending = Ending::FINAL.into_iter().find(|ending| ending.name() == form.text(LEAVE.subject));
    let change = visit.home.zip(ending).map(|(from, ending)| Change::Leave { member, from, ending });
    let response = make(&house, &person, &visit, &LEAVE, &form, change).await?;
    if response.status().is_redirection() {
        house.auth.sign_out_everywhere(member).await.map_err(Refusal::from)?;
        house.registry.kick(Whom::Member(member)).await;
    }
    Ok(response)
}

/// Taken in again.
pub async fn admit(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let visit = house.member_for(&person, &id).await?.managed()?;
    let form = Form::read(body, BODY).await?;
    let member = visit.record.id;
    // As they left.
    let official = visit.memberships.last().is_none_or(|last| last.official);
    let to = target(&house, &person, &form, &ADMIT).await?;
    let change = to.map(|to| Change::Admit { member, to, official });
    Ok(make(&house, &person, &visit, &ADMIT, &form, change).await?)
}

/// The unit that was chosen: one where this person keeps the roster, too.
async fn target(house: &House, person: &Person, form: &Form, to: &Move) -> Result<Option<UnitId>, Refusal> {
    let Ok(unit) = form.text(to.subject).parse::<UnitId>() else { return Ok(None) };
    Ok(person.may(&house.store, Action::ManageMembers, unit).await?.then_some(unit))
}

/// Makes it, or says beside which field why not. `change`: none where what was chosen is none of the choices.
async fn make(
    house: &House,
    person: &Person,
    visit: &MemberVisit,
    of: &Move,
    form: &Form,
    change: Option<Change>,
) -> Result<HttpResponse, Refusal> {
    let refuse =
        async |field, words| show::refused(house, person, visit, Refused { below: of.below, form, field, words }).await;
    let Some(on) = Day::read(form.text(of.on)) else {
        return refuse(of.on, "Đồng chí nhập ngày theo mẫu 15/5/2016.".to_owned()).await;
    };
    let Some(change) = change else {
        return refuse(of.subject, "Đồng chí chọn trong danh sách này.".to_owned()).await;
    };
    let now = house.auth.now();
    match house.store.change_organisation(now, on.begin(now), &change).await {
        Ok(_) => Ok(see_other(&format!("/members/{}?done={}", visit.record.id, of.done))),
        Err(ChangeError::Refused(refused)) => {
            let is_about_the_date = matches!(refused, ChangeRefused::Future | ChangeRefused::BeforeHistory { .. });
            let field = if is_about_the_date { of.on } else { of.subject };
            refuse(field, people_words::refused(&refused)).await
        }
        Err(ChangeError::Store(error)) => Err(error.into()),
    }
}
