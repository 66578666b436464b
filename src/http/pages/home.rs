//! The first page: the contest that runs now or next, those that are over, and joining by code.

use std::collections::BTreeSet;

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::code::{CodeProblem, read_code};
use super::coming::{ComingTheme, coming};
use super::contest::{Situation, situation};
use super::preview::Preview;
use super::{SignedIn, html, person, see_other};
use crate::auth::Person;
use crate::domain::contest::{Contest, Phase};
use crate::domain::role::Action;
use crate::http::error::{Page, Refusal};
use crate::http::house::House;
use crate::http::wording;
use crate::live::People;
use crate::store::{ContestRow, Unit};

/// Contests shown, newest first.
const CONTESTS: usize = 20;
/// What was typed is shown again, up to this many letters.
const TYPED: usize = 200;

#[derive(Template)]
#[template(path = "home.html", config = ".askama.toml")]
struct HomePage {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    preview: Preview,
    /// The one that runs, or the next.
    now: Option<ContestCard>,
    later: Vec<ContestCard>,
    past: Vec<ContestCard>,
    /// Themes that are planned, for who is signed in.
    coming: Vec<ComingTheme>,
    /// The documents of one's own unit.
    documents: String,
    /// The year's board of one's own unit.
    leaderboard: String,
    /// Holds a role somewhere.
    has_roles: bool,
    /// Units whose questions one works on.
    desks: Vec<Desk>,
    code_error: Option<String>,
    code: String,
}

/// A unit's desk, as `desk_ways.html` leads to what is done there.
pub(super) struct Desk {
    pub unit_id: String,
    pub unit: String,
    pub keeps_members: bool,
    pub may_schedule: bool,
}

impl Desk {
    pub async fn of(house: &House, person: &Person, unit: &Unit) -> Result<Self, Refusal> {
        let keeps_members = person.may(&house.store, Action::ManageMembers, unit.id).await?;
        let may_schedule = person.may(&house.store, Action::Schedule, unit.id).await?;
        Ok(Self { unit_id: unit.id.to_string(), unit: wording::inert(&unit.name), keeps_members, may_schedule })
    }
}

struct ContestCard {
    id: String,
    title: String,
    unit: String,
    /// Of another unit than one's own.
    elsewhere: bool,
    situation: Situation,
    starts_at_text: String,
    can_play: bool,
    can_host: bool,
    can_present: bool,
    /// One's own place and score, where there is one.
    own: Option<String>,
    /// What comes first has the least.
    order: (u8, i64),
    over: bool,
    /// Where the title leads once it is over.
    page: String,
}

#[derive(Debug, Deserialize)]
pub struct CodeQuery {
    #[serde(default)]
    code: String,
}

pub async fn home(house: web::Data<House>, request: HttpRequest) -> Result<HttpResponse, Page> {
    Ok(page(&house, &request, String::new(), None).await?)
}

/// A code typed into the form.
pub async fn by_code(
    house: web::Data<House>,
    request: HttpRequest,
    query: web::Query<CodeQuery>,
) -> Result<HttpResponse, Page> {
    Ok(join(&house, &request, &query.code).await?)
}

/// A code as a link: what the QR code holds.
pub async fn by_link(
    house: web::Data<House>,
    request: HttpRequest,
    code: web::Path<String>,
) -> Result<HttpResponse, Page> {
    Ok(join(&house, &request, &code).await?)
}

/// To the contest's page, where an old contest says that it is over and offers its results.
async fn join(house: &House, request: &HttpRequest, typed: &str) -> Result<HttpResponse, Refusal> {
    let typed: String = typed.chars().take(TYPED).collect();
    let problem = match read_code(&typed) {
        Ok(code) => match house.store.contest_by_code(&code).await? {
            Some(row) => return Ok(see_other(&format!("/contests/{}", row.id))),
            None => "Không có kỳ thi với mã này. Đồng chí hãy nhìn lại mã trên màn chiếu và sửa mã trong ô.".to_owned(),
        },
        Err(problem) => CodeProblem::words(problem),
    };
    let mut response = page(house, request, wording::inert(&typed), Some(problem)).await?;
    *response.status_mut() = Refusal::NoCode.status();
    Ok(response)
}

async fn page(
    house: &House,
    request: &HttpRequest,
    code: String,
    code_error: Option<String>,
) -> Result<HttpResponse, Refusal> {
    let person = person(house, request).await?;
    let mut cards = match &person {
        Some(person) => cards(house, person).await?,
        None => Vec::new(),
    };
    // Stable: what is over keeps the newest first.
    cards.sort_by_key(|card| card.order);
    let (past, mut ahead): (Vec<_>, Vec<_>) = cards.into_iter().partition(|card| card.over);
    let now = (!ahead.is_empty()).then(|| ahead.remove(0));
    let title = match code_error {
        Some(_) => "Mã chưa đúng – Khắc Sâu",
        None => "Khắc Sâu: thi tìm hiểu hằng tháng",
    };
    let description = "Thi trắc nghiệm trực tuyến hằng tháng của chi bộ: vào bằng đường dẫn, mã QR hoặc mã 6 ký tự.";
    html(&HomePage {
        assets: crate::http::assets::prefix(),
        title: title.to_owned(),
        preview: Preview::new(house, request, "/", "Khắc Sâu: thi tìm hiểu hằng tháng", description),
        signed_in: person.as_ref().map(SignedIn::of),
        now,
        later: ahead,
        past,
        coming: match &person {
            Some(person) => coming(house, person).await?,
            None => Vec::new(),
        },
        documents: person.as_ref().map(|person| format!("/units/{}/documents", person.unit)).unwrap_or_default(),
        leaderboard: person.as_ref().map(|person| format!("/units/{}/leaderboard", person.unit)).unwrap_or_default(),
        has_roles: person.as_ref().is_some_and(|person| !person.grants.is_empty()),
        desks: match &person {
            Some(person) => desks(house, person).await?,
            None => Vec::new(),
        },
        code_error,
        code,
    })
}

/// Where a role of theirs lets somebody work on questions, each unit once.
async fn desks(house: &House, person: &Person) -> Result<Vec<Desk>, Refusal> {
    let granted = person.grants.iter().filter(|grant| grant.role.allows(Action::WriteQuestions));
    let units: BTreeSet<_> = granted.map(|grant| grant.unit).collect();
    let mut desks = Vec::with_capacity(units.len());
    for unit in units {
        if let Some(unit) = house.store.unit(unit).await? {
            desks.push(Desk::of(house, person, &unit).await?);
        }
    }
    Ok(desks)
}

async fn cards(house: &House, person: &Person) -> Result<Vec<ContestCard>, Refusal> {
    let mut cards = Vec::new();
    for row in house.store.contests_of(person.member, person.unit).await?.into_iter().take(CONTESTS) {
        let can_host = person.may(&house.store, Action::Host, row.unit).await?;
        let belongs = person.takes_part_in(&house.store, &row).await?;
        if !can_host && !belongs {
            continue;
        }
        let can_present = person.may(&house.store, Action::Present, row.unit).await?;
        let (member, elsewhere) = (person.member, row.unit != person.unit);
        let room = house.registry.room(row.id).await?;
        let now = room.clock().now();
        let card = move |contest: &Contest, people: &People| {
            let own = people.participant(member);
            let phase = contest.phase();
            let over = phase.is_over() || *phase == Phase::Cancelled;
            ContestCard {
                can_play: belongs && !over && (*phase == Phase::Scheduled || own.is_some()),
                can_host: can_host && !over,
                can_present: can_present && !over,
                own: own.filter(|_| phase.is_over()).and_then(|own| own_result(contest, own)),
                order: order(phase, &row),
                over,
                page: if phase.is_over() {
                    format!("/contests/{}/results", row.id)
                } else {
                    format!("/contests/{}", row.id)
                },
                situation: situation(contest, now),
                starts_at_text: wording::moment(row.starts_at),
                id: row.id.to_string(),
                title: wording::inert(&row.title),
                unit: wording::inert(&row.unit_name),
                elsewhere,
            }
        };
        cards.push(room.ask(card).await?);
    }
    Ok(cards)
}

/// What runs comes before what waits, and that before what is to come, soonest first.
fn order(phase: &Phase, row: &ContestRow) -> (u8, i64) {
    match phase {
        Phase::Scheduled => (2, row.starts_at.0),
        Phase::Lobby => (1, row.starts_at.0),
        Phase::Cancelled => (3, 0),
        phase if phase.is_over() => (3, 0),
        _ => (0, row.starts_at.0),
    }
}

fn own_result(contest: &Contest, own: crate::domain::identity::Participant) -> Option<String> {
    let table = contest.announced();
    let standing = table.of(own)?;
    let score = wording::points(standing.score_hundredths);
    Some(match standing.place {
        Some(place) => format!("Đồng chí xếp thứ {place} trong {}, {score}", table.results.ranked),
        None => format!("Đồng chí thi ngoài bảng xếp hạng, {score}"),
    })
}
