//! Cards of invitation: one for somebody whose phone is lost, a sheet of them for a unit. A card's link is shown this
//! once; nothing of it is kept but its hash.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use fast_qr::convert::svg::SvgBuilder;
use fast_qr::{ECL, QRBuilder};

use super::super::blocks::Ticks;
use super::super::units::change::{BODY, sent};
use super::super::{SignedIn, html};
use crate::auth::Person;
use crate::domain::identity::MemberId;
use crate::domain::organisation::Attendance;
use crate::domain::role::Action;
use crate::http::calendar::Day;
use crate::http::error::{Page, Refusal};
use crate::http::form::{Choice, Form};
use crate::http::house::House;
use crate::http::wording;
use crate::live::Whom;
use crate::store::{ListedMember, Unit};

/// Cards made at once: fifty sheets of paper. More are made in several goes, each for those who have none yet.
const MOST: usize = 300;

#[derive(Template)]
#[template(path = "cards_form.html", config = ".askama.toml")]
struct CardsForm {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    unit: String,
    unit_id: String,
    /// Those who have no card that can be used.
    without: usize,
    /// Those who have never been in, with a card or without.
    never: usize,
    most: usize,
    /// Empty where there are too many to choose from.
    ticks: Ticks,
    who: String,
    error: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "cards.html", config = ".askama.toml")]
struct CardsPage {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    back: String,
    cards: Vec<Card>,
    until: String,
    /// Of those who were meant, how many are still without.
    left: usize,
    forgotten: bool,
}

struct Card {
    name: String,
    unit: String,
    link: String,
    /// Drawn by us from the link alone.
    qr_svg: String,
}

pub async fn cards_form(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let unit = house.unit_to(&person, Action::ManageMembers, &id).await?;
    let people = invitable(&house, &person, &unit).await?;
    Ok(html(&form(&person, &unit, &people, &Form::default(), None))?)
}

pub async fn cards(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let (person, unit, typed) = sent(&house, &request, Action::ManageMembers, &id, body).await?;
    let people = invitable(&house, &person, &unit).await?;
    let ticked: Vec<&str> = typed.all("member").collect();
    let is_meant = |listed: &&ListedMember| match typed.text("who") {
        "without" => !listed.has_link,
        "never" => !listed.has_signed_in,
        "ticked" => ticked.contains(&listed.id.to_string().as_str()),
        _ => false,
    };
    let meant: Vec<&ListedMember> = people.iter().filter(is_meant).collect();
    let error = match (typed.text("who"), meant.len()) {
        ("without" | "never" | "ticked", 1..) => None,
        ("ticked", _) => Some("Đồng chí đánh dấu ít nhất một người."),
        ("without" | "never", _) => Some("Không có ai như vậy. Đồng chí chọn cách khác."),
        _ => Some("Đồng chí chọn làm thẻ cho ai."),
    };
    if error.is_some() {
        let mut response = html(&form(&person, &unit, &people, &typed, error))?;
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(response);
    }
    let left = meant.len().saturating_sub(MOST);
    let owners: Vec<Owner> = meant.into_iter().take(MOST).map(Owner::of).collect();
    let title = format!("Thẻ mời: {}", wording::inert(&unit.name));
    Ok(sheet(&house, &request, &person, owners, (title, format!("/units/{}", unit.id)), left, false).await?)
}

/// One new card: the old one dies at once, and the devices are signed out.
pub async fn card(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let member = house.managed(&person, &id).await?;
    let typed = Form::read(body, BODY).await?;
    let row = house.store.member(member).await.map_err(Refusal::from)?.ok_or(Refusal::NotFound)?;
    let forget = typed.text("forget") == "yes";
    let title = format!("Thẻ mời: {}", wording::inert(&row.name));
    let owner = Owner { member, name: row.name, unit: row.unit_name };
    Ok(sheet(&house, &request, &person, vec![owner], (title, format!("/members/{member}")), 0, forget).await?)
}

/// Whose card it is.
struct Owner {
    member: MemberId,
    name: String,
    unit: String,
}

impl Owner {
    fn of(listed: &ListedMember) -> Self {
        Self { member: listed.id, name: listed.name.clone(), unit: listed.unit_name.clone() }
    }
}

/// Makes the links and shows them.
async fn sheet(
    house: &House,
    request: &HttpRequest,
    person: &Person,
    owners: Vec<Owner>,
    (title, back): (String, String),
    left: usize,
    forgotten: bool,
) -> Result<HttpResponse, Refusal> {
    let members: Vec<MemberId> = owners.iter().map(|owner| owner.member).collect();
    let (tokens, until) = house.auth.invite_all(&members).await?;
    for member in members {
        if forgotten {
            // Only now: the old link is dead and sets no new PIN.
            house.store.forget_credential(member).await?;
        }
        house.registry.kick(Whom::Member(member)).await;
    }
    let origin = house.auth.front.own_origin(request);
    let card = |(owner, token): (Owner, String)| {
        let link = format!("{origin}/sign-in/{token}");
        let qr = QRBuilder::new(link.as_str()).ecl(ECL::M).build();
        Card {
            name: wording::inert(&owner.name),
            unit: wording::inert(&owner.unit),
            qr_svg: qr.map(|qr| SvgBuilder::default().to_str(&qr)).unwrap_or_default(),
            link,
        }
    };
    html(&CardsPage {
        assets: crate::http::assets::prefix(),
        title,
        signed_in: Some(SignedIn::of(person)),
        back,
        cards: owners.into_iter().zip(tokens).map(card).collect(),
        until: Day::of(until).words(),
        left,
        forgotten,
    })
}

/// Those at home in the unit or below whom this person may let in, by unit and name.
async fn invitable(house: &House, person: &Person, unit: &Unit) -> Result<Vec<ListedMember>, Refusal> {
    let out_of_hand = house.out_of_hand(person).await?;
    let mut people = house.store.members_within(unit.id, house.auth.now()).await?;
    people.retain(|listed| {
        listed.attendance == Attendance::Regular && !listed.disabled && !out_of_hand.contains(&listed.id)
    });
    // Stable: names stay in their order.
    people.sort_by(|one, other| (&one.unit_name, one.unit).cmp(&(&other.unit_name, other.unit)));
    Ok(people)
}

fn form(person: &Person, unit: &Unit, people: &[ListedMember], typed: &Form, error: Option<&'static str>) -> CardsForm {
    let ticked: Vec<&str> = typed.all("member").collect();
    let choice = |listed: &ListedMember| {
        let mut words = wording::inert(&listed.name);
        if listed.unit != unit.id {
            words = format!("{words}, {}", wording::inert(&listed.unit_name));
        }
        if listed.has_signed_in {
            words += " (đã đăng nhập; thẻ cũ sẽ mất hiệu lực)";
        } else if listed.has_link {
            words += " (đã có thẻ; thẻ cũ sẽ mất hiệu lực)";
        }
        let value = listed.id.to_string();
        Choice { chosen: ticked.contains(&value.as_str()), value, words }
    };
    let choices = if people.len() > MOST { Vec::new() } else { people.iter().map(choice).collect() };
    let who = match typed.text("who") {
        "" => "without",
        chosen => chosen,
    };
    CardsForm {
        assets: crate::http::assets::prefix(),
        title: "In thẻ mời".to_owned(),
        signed_in: Some(SignedIn::of(person)),
        unit: wording::inert(&unit.name),
        unit_id: unit.id.to_string(),
        without: people.iter().filter(|listed| !listed.has_link).count(),
        never: people.iter().filter(|listed| !listed.has_signed_in).count(),
        most: MOST,
        ticks: Ticks { name: "member", legend: "Chọn từng người", hint: "", choices, error: None },
        who: who.to_owned(),
        error,
    }
}
