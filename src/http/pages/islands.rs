//! The three pages that live: phone, desk, projector. The server gives the frame; the rest comes
//! over the websocket.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use fast_qr::convert::svg::SvgBuilder;
use fast_qr::{ECL, QRBuilder};
use serde::Serialize;

use super::{html, see_other};
use crate::domain::contest::{Excuse, Phase};
use crate::domain::role::Action;
use crate::http::error::{Page, Refusal};
use crate::http::house::{House, Visit};
use crate::store::RosterMember;

#[derive(Template)]
#[template(path = "play.html", config = ".askama.toml")]
struct PlayPage {
    assets: String,
    title: String,
    contest_id: String,
    unit: String,
    code: String,
}

#[derive(Template)]
#[template(path = "host.html", config = ".askama.toml")]
struct HostPage {
    assets: String,
    title: String,
    contest_id: String,
    unit: String,
    code: String,
    join_url: String,
    /// Who would be on the roster if it were frozen now, by unit, as JSON.
    expected: String,
}

/// A unit's part of a roster that is not frozen yet.
#[derive(Serialize)]
struct Expected {
    unit: String,
    members: usize,
}

#[derive(Template)]
#[template(path = "screen.html", config = ".askama.toml")]
struct ScreenPage {
    assets: String,
    title: String,
    contest_id: String,
    unit: String,
    code: String,
    join_url: String,
    qr_svg: String,
    /// Of the key that signs the record.
    fingerprint: String,
}

pub async fn play(house: web::Data<House>, request: HttpRequest, id: web::Path<String>) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let visit = house.visit(&id, &person).await?;
    if !visit.belongs {
        return Err(Refusal::NotOnRoster.into());
    }
    let member = person.member;
    let enrolled = visit
        .ask(move |contest, people| *contest.phase() == Phase::Scheduled || people.participant(member).is_some())
        .await?;
    if visit.is_cancelled().await? {
        return Ok(away(&visit));
    }
    if !enrolled {
        return Err(Refusal::NotOnRoster.into());
    }
    Ok(html(&PlayPage {
        assets: crate::http::assets::prefix(),
        title: visit.row.title,
        contest_id: visit.row.id.to_string(),
        unit: visit.row.unit_name,
        code: visit.row.code,
    })?)
}

pub async fn host(house: web::Data<House>, request: HttpRequest, id: web::Path<String>) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let visit = house.visit(&id, &person).await?.hosting()?;
    if visit.is_cancelled().await? {
        return Ok(away(&visit));
    }
    let expected = expected(house.store.roster_of(visit.row.unit).await.map_err(Refusal::from)?);
    Ok(html(&HostPage {
        expected: serde_json::to_string(&expected).unwrap_or_default(),
        assets: crate::http::assets::prefix(),
        join_url: join_url(&house, &request, &visit),
        title: visit.row.title,
        contest_id: visit.row.id.to_string(),
        unit: visit.row.unit_name,
        code: visit.row.code,
    })?)
}

pub async fn screen(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let visit = house.visit(&id, &person).await?;
    if !person.may(&house.store, Action::Present, visit.row.unit).await? {
        return Err(Refusal::Forbidden.into());
    }
    if visit.is_cancelled().await? {
        return Ok(away(&visit));
    }
    let join_url = join_url(&house, &request, &visit);
    let qr = QRBuilder::new(join_url.as_str()).ecl(ECL::M).build();
    let qr_svg = qr.map(|qr| SvgBuilder::default().to_str(&qr)).unwrap_or_default();
    Ok(html(&ScreenPage {
        assets: crate::http::assets::prefix(),
        title: visit.row.title,
        contest_id: visit.row.id.to_string(),
        unit: visit.row.unit_name,
        code: visit.row.code,
        join_url,
        qr_svg,
        fingerprint: house.fingerprint().0,
    })?)
}

/// In the order of the roster, which is that of the units' names.
fn expected(roster: Vec<RosterMember>) -> Vec<Expected> {
    let mut units: Vec<Expected> = Vec::new();
    let counts =
        |member: &RosterMember| member.excuse.as_deref().and_then(Excuse::from_name).is_none_or(Excuse::in_denominator);
    for member in roster.into_iter().filter(counts) {
        match units.last_mut().filter(|last| last.unit == member.unit_name) {
            Some(last) => last.members += 1,
            None => units.push(Expected { unit: member.unit_name, members: 1 }),
        }
    }
    units
}

/// To the page that says why there is nothing to play.
fn away(visit: &Visit) -> HttpResponse {
    see_other(&format!("/contests/{}", visit.row.id))
}

fn join_url(house: &House, request: &HttpRequest, visit: &Visit) -> String {
    format!("{}/k/{}", house.auth.front.own_origin(request), visit.row.code)
}
