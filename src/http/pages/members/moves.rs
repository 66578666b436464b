//! Where somebody belongs, from a date on: transferred, lent and back, official, gone and taken in again.

use actix_web::{HttpRequest, HttpResponse, web};
use uuid::Uuid;

use super::super::{people_words, see_other};
use super::acts::Asked;
use crate::auth::Person;
use crate::domain::identity::UnitId;
use crate::domain::organisation::{Change, ChangeRefused, Ending};
use crate::domain::role::Action;
use crate::domain::time::Timestamp;
use crate::http::calendar::Day;
use crate::http::error::{Page, Refusal};
use crate::http::form::Form;
use crate::http::house::House;
use crate::http::people_access::MemberVisit;
use crate::live::Whom;
use crate::store::{ChangeError, ComingChange};

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
    let asked = Asked::of(&house, &request, &id, body, MemberVisit::managed).await?;
    let member = asked.member();
    let change = asked.visit.home.map(|from| Change::MakeOfficial { member, from });
    Ok(make(&house, &asked, &OFFICIAL, change).await?)
}

pub async fn transfer(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let asked = Asked::of(&house, &request, &id, body, MemberVisit::managed).await?;
    let member = asked.member();
    let to = target(&house, &asked.person, &asked.form, &TRANSFER).await?;
    let change = asked.visit.home.zip(to).map(|(from, to)| Change::Transfer { member, from, to });
    Ok(make(&house, &asked, &TRANSFER, change).await?)
}

pub async fn lend(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let asked = Asked::of(&house, &request, &id, body, MemberVisit::managed).await?;
    let member = asked.member();
    let to = target(&house, &asked.person, &asked.form, &LEND).await?;
    let change = asked.visit.home.zip(to).map(|(from, to)| Change::Lend { member, from, to });
    Ok(make(&house, &asked, &LEND, change).await?)
}

/// Entered by whoever keeps the roster at home, or where the stay is.
pub async fn return_home(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let asked = Asked::of(&house, &request, &id, body, Ok).await?;
    let member = asked.member();
    let change = asked.visit.stay.map(|from| Change::Return { member, from });
    Ok(make(&house, &asked, &RETURN, change).await?)
}

/// Out of the organisation, and of everything that was signed in.
pub async fn leave(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let asked = Asked::of(&house, &request, &id, body, MemberVisit::let_in).await?;
    let member = asked.member();
    let ending = Ending::FINAL.into_iter().find(|ending| ending.name() == asked.form.text(LEAVE.subject));
    let change = asked.visit.home.zip(ending).map(|(from, ending)| Change::Leave { member, from, ending });
    let response = make(&house, &asked, &LEAVE, change).await?;
    // On a day to come, the daily round does this.
    let has_left = house.store.member(member).await.map_err(Refusal::from)?.is_none();
    if has_left {
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
    let asked = Asked::of(&house, &request, &id, body, MemberVisit::managed).await?;
    let member = asked.member();
    // As they left.
    let official = asked.visit.memberships.last().is_none_or(|last| last.official);
    let to = target(&house, &asked.person, &asked.form, &ADMIT).await?;
    let change = to.map(|to| Change::Admit { member, to, official });
    Ok(make(&house, &asked, &ADMIT, change).await?)
}

/// The unit that was chosen: one where this person keeps the roster, too.
async fn target(house: &House, person: &Person, form: &Form, to: &Move) -> Result<Option<UnitId>, Refusal> {
    let Ok(unit) = form.text(to.subject).parse::<UnitId>() else { return Ok(None) };
    Ok(person.may(&house.store, Action::ManageMembers, unit).await?.then_some(unit))
}

/// Makes it, or enters it for its day, or says beside which field why not. `change`: none where what was chosen is
/// none of the choices.
async fn make(house: &House, asked: &Asked, of: &Move, change: Option<Change>) -> Result<HttpResponse, Refusal> {
    let refuse = async |field, words| asked.refused(house, of.below, field, words).await;
    let Some(on) = Day::read(asked.form.text(of.on)) else {
        return refuse(of.on, "Đồng chí nhập ngày theo mẫu 15/5/2016.".to_owned()).await;
    };
    let Some(change) = change else {
        return refuse(of.subject, "Đồng chí chọn trong danh sách này.".to_owned()).await;
    };
    let now = house.auth.now();
    let on = on.begin(now);
    let made = match on > now {
        true => enter(house, asked, now, on, change).await.map(|()| "planned"),
        false => house.store.change_organisation(now, on, &change).await.map(|_| of.done),
    };
    match made {
        Ok(done) => Ok(see_other(&format!("/members/{}?done={done}", asked.member()))),
        Err(ChangeError::Refused(refused)) => {
            let is_about_the_date =
                matches!(refused, ChangeRefused::Future | ChangeRefused::TooFar | ChangeRefused::BeforeHistory { .. });
            let field = if is_about_the_date { of.on } else { of.subject };
            refuse(field, people_words::refused(&refused)).await
        }
        Err(ChangeError::Store(error)) => Err(error.into()),
    }
}

/// Enters it for a day to come, at the unit where the member is kept.
async fn enter(house: &House, asked: &Asked, now: Timestamp, on: Timestamp, change: Change) -> Result<(), ChangeError> {
    let last = || asked.visit.memberships.last().map(|last| last.unit);
    let kept = asked.visit.home.filter(|_| asked.visit.may_manage).or(asked.visit.stay).or_else(last);
    let unit = kept.ok_or(ChangeRefused::NoUnit)?;
    let coming = ComingChange { id: Uuid::now_v7(), unit, on, change, entered_by: asked.person.member, refusal: None };
    house.store.enter_coming_change(now, &coming).await.map(drop)
}
