//! What will be published: the rules as members will read them, the roster, and the button.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::super::rules::{RuleSection, sections};
use super::super::{SignedIn, html, see_other};
use super::{Desk, change, form};
use crate::domain::contest::{Contest, Excuse};
use crate::domain::contest_entry::{ContestEntry, PlannedContest};
use crate::domain::identity::ContestId;
use crate::domain::role::Action;
use crate::http::error::{Page, Refusal};
use crate::http::house::House;
use crate::http::wording;
use crate::live::{Prepared, Proposal, ScheduleError};
use crate::store::{Draft, NewPreparation, Preparation, RosterMember, Unit};

#[derive(Template)]
#[template(path = "contest_preview.html", config = ".askama.toml")]
struct PreviewPage {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    unit: String,
    unit_id: String,
    draft_id: String,
    heading: String,
    starts_at_text: String,
    facts: Vec<(&'static str, String)>,
    /// Who does not count, and why.
    excused: Vec<String>,
    sections: Vec<RuleSection>,
    /// The contest whose place it takes, and whether that one is still to be called off.
    replaces: Option<(String, bool)>,
}

/// A contest as it would be published now.
pub(in crate::http::pages) struct PlannedDraft {
    pub unit: Unit,
    pub contest: Contest,
    pub preparation: Preparation,
    pub roster: Vec<RosterMember>,
}

/// One's own draft as a contest; refused while something keeps it from being one.
pub(in crate::http::pages) async fn planned_contest(
    house: &House,
    request: &HttpRequest,
    unit: &str,
    draft: &str,
) -> Result<PlannedDraft, Refusal> {
    let desk = Desk::open(house, request, unit).await?;
    let (draft, entry) = desk.draft(house, draft).await?;
    let Some(look) = look(house, &desk, &draft, &entry).await? else { return Err(Refusal::NotFound) };
    let Look { contest, roster, planned, .. } = look;
    let preparation = preparation(house, &desk, &entry, &planned).await?;
    Ok(PlannedDraft { unit: desk.unit, contest, preparation, roster })
}

/// What is kept around the contest.
async fn preparation(
    house: &House,
    desk: &Desk,
    entry: &ContestEntry,
    planned: &PlannedContest,
) -> Result<Preparation, Refusal> {
    let known = house.store.documents_for(desk.unit.id).await?;
    let reading = known.iter().map(|document| document.id).filter(|id| entry.reading.contains(id));
    Ok(Preparation {
        theme: planned.theme.clone(),
        place: planned.place.clone(),
        period: entry.period,
        reading: reading.collect(),
    })
}

/// An entry that can be published, with the contest it would be.
struct Look {
    planned: PlannedContest,
    prepared: Prepared,
    contest: Contest,
    roster: Vec<RosterMember>,
}

/// `None` where the entry cannot be published as it is.
async fn look(house: &House, desk: &Desk, draft: &Draft, entry: &ContestEntry) -> Result<Option<Look>, Refusal> {
    let mut roster = house.store.roster_of(desk.unit.id).await?;
    for member in &mut roster {
        if let Some(excuse) = entry.excuses.get(&member.id) {
            member.excuse = Some(excuse.clone()).filter(|excuse| !excuse.is_empty());
        }
    }
    let now = house.auth.now();
    let Ok(planned) = entry.planned(now, roster.len(), &desk.pool) else { return Ok(None) };
    let proposal = Proposal {
        unit: desk.unit.id,
        title: planned.title.clone(),
        starts_at: planned.starts_at,
        rules: planned.rules.clone(),
        blueprint: planned.blueprint.clone(),
    };
    // The contest takes its draft's id: pressing twice leads to the same one.
    let id = ContestId(draft.id.0);
    let prepared = match crate::live::prepare(&house.store, now, id, proposal).await {
        Ok(prepared) => prepared,
        Err(ScheduleError::Store(error)) => return Err(error.into()),
        // The bank has changed since it was looked at a moment ago.
        Err(_) => return Ok(None),
    };
    let contest = prepared.contest().map_err(|error| Refusal::Broken(Box::new(error)))?;
    Ok(Some(Look { planned, prepared, contest, roster }))
}

pub async fn preview(
    house: web::Data<House>,
    request: HttpRequest,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Page> {
    let (unit, draft) = path.into_inner();
    let desk = Desk::open(&house, &request, &unit).await?;
    let (draft, entry) = desk.draft(&house, &draft).await?;
    let hindered = change::problem(&house, &desk, &entry).await?.is_some();
    let Some(look) = look(&house, &desk, &draft, &entry).await?.filter(|_| !hindered) else {
        return Ok(see_other(&format!("{}?draft={}&done=check", desk.path(), draft.id)));
    };
    let documents = house.store.documents_for(desk.unit.id).await?;
    let sections = sections(&look.contest, &documents, &house.fingerprint(), false);
    let read: Vec<String> = documents
        .iter()
        .filter(|document| entry.reading.contains(&document.id))
        .map(|document| wording::inert(document.name()))
        .collect();
    let standing = change::standing(&house, &desk, &entry).await?;
    let replaces =
        standing.map(|(row, standing)| (wording::moment(row.starts_at), standing == change::Standing::Waits));
    let Look { planned, roster, .. } = look;
    let eligible = roster.iter().filter(|member| excuse(member).is_none_or(Excuse::in_denominator)).count();
    let mut facts = vec![("Thời gian", wording::meeting(planned.starts_at))];
    let mut add = |name, words: String| {
        if !words.is_empty() {
            facts.push((name, words));
        }
    };
    add("Địa điểm", wording::inert(&planned.place));
    add("Chủ đề", wording::inert(&planned.theme));
    add("Đọc trước", read.join("; "));
    add("Đề thi", format!("{} câu", planned.blueprint.question_count()));
    add("Phải tham gia", format!("{eligible} trong {} đồng chí", roster.len()));
    Ok(html(&PreviewPage {
        assets: crate::http::assets::prefix(),
        title: format!("Xem trước: {}", wording::inert(&planned.title)),
        signed_in: Some(SignedIn::of(&desk.person)),
        unit: wording::inert(&desk.unit.name),
        unit_id: desk.unit.id.to_string(),
        draft_id: draft.id.to_string(),
        heading: wording::inert(&planned.title),
        starts_at_text: wording::meeting(planned.starts_at),
        facts,
        excused: roster
            .iter()
            .filter_map(|member| {
                let excuse = excuse(member)?;
                Some(format!("{}: {}", wording::inert(&member.name), wording::excuse(excuse)))
            })
            .collect(),
        sections,
        replaces,
    })?)
}

fn excuse(member: &RosterMember) -> Option<Excuse> {
    member.excuse.as_deref().and_then(Excuse::from_name)
}

pub async fn publish(
    house: web::Data<House>,
    request: HttpRequest,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Page> {
    let (unit, id) = path.into_inner();
    let desk = Desk::open(&house, &request, &unit).await?;
    if let Some(contest) = published_before(&house, &desk, &id).await? {
        return finished(&house, &desk, contest).await;
    }
    let (draft, entry) = desk.draft(&house, &id).await?;
    let hindered = change::problem(&house, &desk, &entry).await?.is_some();
    let Some(look) = look(&house, &desk, &draft, &entry).await?.filter(|_| !hindered) else {
        return refused(&house, &desk, &draft, entry).await;
    };
    let manages = desk.person.may(&house.store, Action::ManageMembers, desk.unit.id).await?;
    let excuses = entry.excuses.iter().filter(|_| manages);
    let preparation = NewPreparation {
        preparation: preparation(&house, &desk, &entry, &look.planned).await?,
        excuses: excuses.map(|(id, name)| (*id, Some(name.clone()).filter(|name| !name.is_empty()))).collect(),
        draft: Some(draft.id),
        replaces: change::replaced(&entry),
    };
    let contest = match crate::live::keep(&house.store, house.auth.now(), look.prepared, preparation).await {
        Ok(contest) => contest,
        Err(ScheduleError::Taken) => match published_before(&house, &desk, &id).await? {
            Some(contest) => contest,
            // Another page has replaced the same contest in this moment.
            None => return refused(&house, &desk, &draft, entry).await,
        },
        Err(error) => return Err(Refusal::from(error).into()),
    };
    // Its room keeps the time from here on.
    house.registry.room(contest).await.map_err(Refusal::from)?;
    finished(&house, &desk, contest).await
}

/// What is left to do once a contest is kept, also when it is asked for again.
async fn finished(house: &House, desk: &Desk, contest: ContestId) -> Result<HttpResponse, Page> {
    let done = match change::finish(house, &desk.person, contest).await? {
        true => "published",
        false => "too-late",
    };
    Ok(see_other(&format!("/contests/{contest}?done={done}")))
}

/// The form again, with what keeps the draft from being published.
async fn refused(house: &House, desk: &Desk, draft: &Draft, entry: ContestEntry) -> Result<HttpResponse, Page> {
    let problems = desk.problems(house, &entry).await?;
    let kept = Some((draft.id, draft.version));
    let mut response = html(&form::page(house, desk, entry, kept, &problems, None, "").await?)?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

/// The contest that this draft became.
async fn published_before(house: &House, desk: &Desk, draft: &str) -> Result<Option<ContestId>, Refusal> {
    let Ok(id) = draft.parse::<ContestId>() else { return Ok(None) };
    let row = house.store.contest(id).await?;
    Ok(row.filter(|row| row.unit == desk.unit.id).map(|row| row.id))
}

pub async fn discard(
    house: web::Data<House>,
    request: HttpRequest,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Page> {
    let (unit, draft) = path.into_inner();
    let desk = Desk::open(&house, &request, &unit).await?;
    // Thrown away twice is thrown away.
    if let Ok((draft, _)) = desk.draft(&house, &draft).await {
        house.store.delete_draft(draft.id).await.map_err(Refusal::from)?;
    }
    Ok(see_other(&desk.path()))
}
