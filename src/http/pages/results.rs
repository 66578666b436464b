//! The results page, and the two buttons that make them final.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::review::{Receipt, ReviewItem, receipts, review};
use super::{SignedIn, html, see_other};
use crate::domain::contest::{Command, Contest, Phase, Standing};
use crate::http::error::{Page, Refusal};
use crate::http::house::House;
use crate::http::wording;
use crate::live::People;
use crate::protocol::Names as _;

#[derive(Template)]
#[template(path = "results.html", config = ".askama.toml")]
struct ResultsPage {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    contest_id: String,
    unit: String,
    phase_text: String,
    rows: Vec<ResultRow>,
    outside: Vec<ResultRow>,
    rate_text: String,
    head: String,
    fingerprint: String,
    bundle_url: Option<String>,
    review: Vec<ReviewItem>,
    photo_finish: Option<String>,
    can_confirm: bool,
    can_publish: bool,
    receipts: Vec<Receipt>,
}

struct ResultRow {
    place: String,
    name: String,
    unit: String,
    score: String,
    elapsed: String,
    note: String,
    mine: bool,
    first: bool,
}

pub async fn results(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let visit = house.visit(&id, &person).await?;
    let (member, may_host) = (person.member, visit.may_host);
    let mut page = visit
        .ask(move |contest, people| {
            let own = people.participant(member);
            contest.phase().is_over().then(|| page(contest, people, own, may_host))
        })
        .await?
        .ok_or(Refusal::NotOver)?;
    page.signed_in = Some(SignedIn::of(&person));
    page.fingerprint = house.fingerprint().0;
    Ok(html(&page)?)
}

fn page(
    contest: &Contest,
    people: &People,
    own: Option<crate::domain::identity::Participant>,
    may_host: bool,
) -> ResultsPage {
    let results = contest.results();
    let id = contest.plan().contest.to_string();
    let row = |standing: &Standing| row(contest, people, own, standing);
    let photo_finish = results.photo_finish.filter(|_| may_host).map(|photo| {
        format!(
            "Hai đồng chí quanh hạng {} cùng điểm và chênh nhau {}. Đề nghị bí thư xem lại trước khi xác nhận.",
            photo.place,
            wording::seconds(photo.gap)
        )
    });
    ResultsPage {
        assets: crate::http::assets::prefix(),
        title: contest.plan().title.clone(),
        signed_in: None,
        unit: contest.plan().unit.clone(),
        phase_text: wording::phase(contest.phase()).to_owned(),
        rows: results.standings.iter().filter(|standing| standing.place.is_some()).map(row).collect(),
        outside: results.standings.iter().filter(|standing| standing.place.is_none()).map(row).collect(),
        rate_text: format!(
            "{}/{} đồng chí đã tham gia ({})",
            results.completed,
            results.eligible,
            wording::percent(results.completed, results.eligible)
        ),
        head: contest.head().hash.to_string(),
        fingerprint: String::new(),
        bundle_url: Some(format!("/api/contests/{id}/bundle")),
        review: own.map(|own| review(contest, own)).unwrap_or_default(),
        photo_finish,
        can_confirm: may_host && *contest.phase() == Phase::Finished,
        can_publish: may_host && *contest.phase() == Phase::Confirmed,
        receipts: own.map(|own| receipts(contest, own)).unwrap_or_default(),
        contest_id: id,
    }
}

fn row(
    contest: &Contest,
    people: &People,
    own: Option<crate::domain::identity::Participant>,
    standing: &Standing,
) -> ResultRow {
    let (name, unit) = people.of(standing.participant);
    let enrolment = contest.enrolment(standing.participant);
    let mut notes = Vec::new();
    if standing.time_factor > 100 {
        notes.push(format!("được thêm thời gian ({} %)", standing.time_factor));
    }
    if enrolment.is_some_and(|enrolment| enrolment.entry.excuse.is_some()) {
        notes.push("được miễn tham gia".to_owned());
    } else if standing.place.is_none() {
        notes.push("đã tham gia soạn hoặc duyệt câu hỏi".to_owned());
    }
    ResultRow {
        place: standing.place.map(|place| place.to_string()).unwrap_or_default(),
        name: name.to_owned(),
        unit: unit.to_owned(),
        score: wording::score(standing.score_hundredths),
        elapsed: wording::seconds(standing.elapsed),
        note: notes.join(", "),
        mine: own == Some(standing.participant),
        first: standing.place == Some(1),
    }
}

pub async fn confirm(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Page> {
    step(&house, &request, &id, Command::Confirm).await
}

pub async fn publish(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Page> {
    step(&house, &request, &id, Command::Publish).await
}

async fn step(house: &House, request: &HttpRequest, id: &str, command: Command) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(request).await?;
    let visit = house.visit(id, &person).await?.hosting()?;
    visit.room.command(command).await?;
    Ok(see_other(&format!("/contests/{}/results", visit.row.id)))
}
