//! `/units/{unit}/leaderboard`: the cumulative boards of a season, of a quarter or of any months, for the unit's members
//! and for whoever holds a role there.

mod board;
mod choice;
mod months;
mod rows;
mod rule;
mod units;
mod words;

use std::collections::BTreeSet;

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use self::board::Board;
use self::choice::Chosen;
use self::rows::{BoardRow, Eyes};
use self::rule::RuleForm;
use self::units::UnitRow;
use super::blocks::Select;
use super::{SignedIn, html};
use crate::auth::Person;
use crate::domain::calendar::local;
use crate::domain::identity::UnitId;
use crate::domain::role::Action;
use crate::http::error::{Page, Refusal};
use crate::http::form::{Choice, Form};
use crate::http::house::House;
use crate::http::people_access::UnitVisit;
use crate::http::wording;

pub use rule::save as save_rule;

#[derive(Template)]
#[template(path = "leaderboard.html", config = ".askama.toml")]
struct LeaderboardPage {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    unit: String,
    unit_id: String,
    heading: String,
    done: bool,
    years: Select,
    spans: Select,
    ticks: Vec<Choice>,
    /// Months that none of the spans is.
    odd: bool,
    own: Option<String>,
    rows: Vec<BoardRow>,
    /// One's own, where it is further down.
    mine: Vec<BoardRow>,
    /// How many there are, if not all are shown.
    of: Option<u32>,
    /// People of several units.
    several: bool,
    units: Vec<UnitRow>,
    unit_rule: String,
    rule: Vec<String>,
    /// For whoever may set it.
    form: Option<RuleForm>,
}

pub async fn show(house: web::Data<House>, request: HttpRequest, id: web::Path<String>) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let visit = house.unit_for(&person, &id).await?;
    let asked = Form::of_query(&request);
    let chosen = Chosen::read(&asked, local(house.auth.now()).year());
    let rule = house.store.season_rule(visit.unit.id, chosen.year).await.map_err(Refusal::from)?;
    let form = RuleForm::of(&rule, chosen.year);
    let mut page = page(&house, &person, visit, chosen, form).await?;
    page.done = asked.text("done") == "rule";
    Ok(html(&page)?)
}

async fn page(
    house: &House,
    person: &Person,
    visit: UnitVisit,
    chosen: Chosen,
    form: RuleForm,
) -> Result<LeaderboardPage, Refusal> {
    let unit = visit.unit;
    let rule = house.store.season_rule(unit.id, chosen.year).await?;
    let board = Board::read(house, unit.id, chosen, person.member).await?;
    let belongs = person.belongs_to(&house.store, unit.id).await?;
    let may_set = person.may(&house.store, Action::Schedule, unit.id).await?;
    let near = near(house, person, visit.reaches).await?;
    let eyes = Eyes { member: person.member, near: near.as_ref(), rule: &rule, newest: board.newest };
    let outcomes = house.store.seasons_of(&board.shown(), chosen.year).await?;
    let row = |placed: &board::Placed| rows::row(placed, &eyes, &outcomes, chosen.months);
    let shown: Vec<BoardRow> = board.top.iter().map(row).collect();
    let mine: Vec<BoardRow> = board.own.iter().filter(|_| !shown.iter().any(|row| row.mine)).map(row).collect();
    let homes: BTreeSet<UnitId> = board.top.iter().map(|placed| placed.line.member.unit).collect();
    let heading = words::heading(chosen);
    Ok(LeaderboardPage {
        assets: crate::http::assets::prefix(),
        title: format!("{heading}: {}", wording::inert(&unit.name)),
        signed_in: Some(SignedIn::of(person)),
        unit: wording::inert(&unit.name),
        unit_id: unit.id.to_string(),
        heading,
        done: false,
        years: chosen.years(&house.store.season_years(unit.id).await?, local(house.auth.now()).year()),
        spans: chosen.spans(),
        ticks: chosen.ticks(),
        odd: chosen.is_odd(),
        own: belongs.then(|| words::own(board.own.as_ref(), board.size, board.newest, &rule)),
        of: Some(board.size).filter(|size| *size as usize > shown.len()),
        several: homes.len() > 1,
        rows: shown,
        mine,
        units: units::rows(house, unit.id, chosen, &rule, visit.reaches).await?,
        unit_rule: words::unit_rule(rule.unit_threshold),
        rule: words::rule(&rule),
        form: may_set.then_some(form),
    })
}

/// Whose names are shown in full to somebody whom no role lets see the whole unit: those of their own one and of what
/// lies below it. Nothing where all are.
async fn near(house: &House, person: &Person, reaches: bool) -> Result<Option<BTreeSet<UnitId>>, Refusal> {
    if reaches {
        return Ok(None);
    }
    let within = house.store.units_within(person.unit).await?;
    Ok(Some(within.into_iter().map(|unit| unit.id).collect()))
}
