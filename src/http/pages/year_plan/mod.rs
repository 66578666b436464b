//! `/units/{unit}/plan`: a year of months and themes, laid out ahead in one form; members read it.

mod typed;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::scheduling::unit_to_schedule;
use super::{SignedIn, html, see_other};
use crate::auth::Person;
use crate::domain::calendar::local;
use crate::domain::document::Document;
use crate::domain::role::Action;
use crate::domain::year_plan::{Period, PeriodEntry, PeriodProblem, PlannedPeriod, THEME_LENGTH};
use crate::http::error::{Page, Refusal};
use crate::http::form::Form;
use crate::http::house::House;
use crate::http::wording;
use crate::store::Unit;

/// Sixteen themes and as many choices of documents.
const BODY: usize = 256 * 1_024;
/// Years that can be laid out.
const YEARS: std::ops::RangeInclusive<i16> = 2_000..=2_100;

#[derive(Template)]
#[template(path = "year_plan.html", config = ".askama.toml")]
struct YearPlanPage {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    unit: String,
    unit_id: String,
    year: i16,
    may_plan: bool,
    refused: bool,
    done: bool,
    /// Nothing is planned and nothing was held.
    empty: bool,
    periods: Vec<PeriodPart>,
}

struct PeriodPart {
    /// `m12`
    name: String,
    heading: String,
    theme: String,
    theme_error: Option<String>,
    on: String,
    on_error: Option<String>,
    most: usize,
    documents: Vec<DocumentTick>,
    ticked: usize,
    contests: Vec<ContestLine>,
    /// Nothing to read for who only reads.
    blank: bool,
}

struct DocumentTick {
    id: String,
    name: String,
    ticked: bool,
}

struct ContestLine {
    id: String,
    title: String,
    starts_at: String,
    word: &'static str,
}

#[derive(Debug, Deserialize)]
pub struct PlanQuery {
    #[serde(default)]
    year: String,
    #[serde(default)]
    done: String,
}

pub async fn show(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    query: web::Query<PlanQuery>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let unit = house.unit(&id).await?;
    let may_plan = person.may(&house.store, Action::Schedule, unit.id).await?;
    let concerns = may_plan
        || person.belongs_to(&house.store, unit.id).await?
        || person.may(&house.store, Action::ReadResults, unit.id).await?;
    if !concerns {
        return Err(Refusal::Forbidden.into());
    }
    let this_year = local(house.auth.now()).year();
    let year = query.year.parse().ok().filter(|year| YEARS.contains(year)).unwrap_or(this_year);
    let plan = house.store.year_plan(unit.id, year).await?;
    let entry = |period: Period| {
        let planned = plan.iter().find(|planned| planned.period == period);
        let entry = planned.map_or_else(PeriodEntry::default, |planned| PeriodEntry {
            theme: planned.theme.clone(),
            on: planned.on.as_deref().map(wording::day).unwrap_or_default(),
            documents: planned.documents.clone(),
        });
        (entry, Vec::new())
    };
    let mut page = page(&house, &person, unit, year, may_plan, entry).await?;
    page.done = query.done == "saved";
    Ok(html(&page)?)
}

pub async fn save(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let unit = unit_to_schedule(&house, &person, &id).await?;
    let form = Form::read(body, BODY).await?;
    let year: Option<i16> = form.text("year").parse().ok().filter(|year| YEARS.contains(year));
    let year = year.ok_or_else(|| Refusal::Invalid("`year` is not a year from 2000 to 2100".to_owned()))?;
    let known = house.store.documents_for(unit.id).await?;
    let mut plan: Vec<PlannedPeriod> = Vec::new();
    let mut refused: Vec<(Period, Vec<PeriodProblem>)> = Vec::new();
    for period in Period::all() {
        match typed::entry(&form, period, &known).planned(year, period) {
            Ok(planned) => plan.extend(planned),
            Err(problems) => refused.push((period, problems)),
        }
    }
    if refused.is_empty() {
        house.store.set_year_plan(unit.id, year, &plan).await?;
        return Ok(see_other(&format!("/units/{}/plan?year={year}&done=saved", unit.id)));
    }
    let entry = |period: Period| {
        let problems = refused.iter().find(|(own, _)| *own == period).map(|(_, problems)| problems.clone());
        (typed::entry(&form, period, &known), problems.unwrap_or_default())
    };
    let mut page = page(&house, &person, unit, year, true, entry).await?;
    page.refused = true;
    let mut response = html(&page)?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

async fn page(
    house: &House,
    person: &Person,
    unit: Unit,
    year: i16,
    may_plan: bool,
    entry: impl Fn(Period) -> (PeriodEntry, Vec<PeriodProblem>),
) -> Result<YearPlanPage, Refusal> {
    let documents = house.store.documents_for(unit.id).await?;
    let mut held = contests(house, &unit, year).await?;
    let mut periods = Vec::new();
    for period in Period::all() {
        let (entry, problems) = entry(period);
        let part = part(period, entry, &problems, &documents, may_plan);
        let contests = match period {
            Period::Month(month) => held.remove(&month).unwrap_or_default(),
            Period::Quarter(_) => Vec::new(),
        };
        periods.push(PeriodPart { blank: part.blank && contests.is_empty(), contests, ..part });
    }
    Ok(YearPlanPage {
        assets: crate::http::assets::prefix(),
        title: format!("Kế hoạch năm {year}"),
        signed_in: Some(SignedIn::of(person)),
        unit: wording::inert(&unit.name),
        unit_id: unit.id.to_string(),
        year,
        may_plan,
        refused: false,
        done: false,
        empty: periods.iter().all(|period| period.blank),
        periods,
    })
}

fn part(
    period: Period,
    entry: PeriodEntry,
    problems: &[PeriodProblem],
    documents: &[Document],
    may_plan: bool,
) -> PeriodPart {
    use PeriodProblem as P;
    let error = |own: &[P]| problems.iter().find(|problem| own.contains(problem)).map(|problem| typed::words(*problem));
    let tick = |document: &Document| DocumentTick {
        id: document.id.to_string(),
        name: wording::inert(document.name()),
        ticked: entry.documents.contains(&document.id),
    };
    // What was superseded since stays where it was planned.
    let offered = |document: &&Document| {
        let ticked = entry.documents.contains(&document.id);
        ticked || (may_plan && document.is_in_force())
    };
    let ticks: Vec<DocumentTick> = documents.iter().filter(offered).map(tick).collect();
    PeriodPart {
        name: period.name(),
        heading: match period {
            Period::Month(number) => format!("Tháng {number}"),
            Period::Quarter(number) => format!("Cả quý {}", wording::roman(number)),
        },
        theme_error: error(&[P::ThemeTooLong, P::SecretTheme]),
        on_error: error(&[P::Date, P::Elsewhere]),
        most: THEME_LENGTH,
        ticked: ticks.iter().filter(|tick| tick.ticked).count(),
        blank: entry.theme.is_empty() && entry.on.is_empty() && entry.documents.is_empty(),
        documents: ticks,
        contests: Vec::new(),
        theme: entry.theme,
        on: entry.on,
    }
}

/// The unit's own contests of a year, by month, the earliest first.
async fn contests(
    house: &House,
    unit: &Unit,
    year: i16,
) -> Result<std::collections::HashMap<i8, Vec<ContestLine>>, Refusal> {
    let mut months: std::collections::HashMap<i8, Vec<ContestLine>> = Default::default();
    for row in house.store.contests_concerning(unit.id).await?.into_iter().rev() {
        let day = local(row.starts_at).date();
        if row.unit != unit.id || day.year() != year {
            continue;
        }
        let room = house.registry.room(row.id).await?;
        let word = room.ask(|contest, _| wording::phase(contest.phase())).await?;
        months.entry(day.month()).or_default().push(ContestLine {
            id: row.id.to_string(),
            title: wording::inert(&row.title),
            starts_at: wording::moment(row.starts_at),
            word,
        });
    }
    Ok(months)
}
