//! The Kế hoạch of a contest as a .docx file: of one that is being planned, and of one that is published.

use actix_web::{HttpRequest, HttpResponse, web};

use super::rules::{RuleSection, possible_documents, sections};
use super::scheduling::planned_contest;
use crate::domain::calendar::local;
use crate::domain::contest::{Contest, Excuse, Mode};
use crate::domain::document::Document;
use crate::domain::identity::DocumentId;
use crate::domain::role::Action;
use crate::http::error::{Page, Refusal};
use crate::http::house::House;
use crate::http::{letterhead, wording};
use crate::report::{ContestPlan, RulesPart};
use crate::store::{Preparation, RosterMember, Unit};

/// A published contest's.
pub async fn of_contest(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let row = house.contest(&id).await?;
    if !person.may(&house.store, Action::Schedule, row.unit).await? {
        return Err(Refusal::Forbidden.into());
    }
    let unit = house.store.unit(row.unit).await?.ok_or(Refusal::NotFound)?;
    let documents = house.store.documents_for(row.unit).await?;
    let roster = house.store.roster_of(row.unit).await?;
    let preparation = house.store.preparation(row.id).await?;
    let fingerprint = house.fingerprint();
    let room = house.registry.room(row.id).await.map_err(Refusal::from)?;
    let known = documents.clone();
    let (plan, sections, possible) = room
        .ask(move |contest, _| {
            let sections = sections(contest, &known, &fingerprint, true);
            (of(contest), sections, possible_documents(contest).into_iter().collect::<Vec<_>>())
        })
        .await
        .map_err(Refusal::from)?;
    let reading = if preparation.reading.is_empty() { possible } else { preparation.reading.clone() };
    let preparation = Preparation { reading, ..preparation };
    Ok(print(&house, unit, plan, &preparation, &documents, &roster, sections).await?)
}

/// That of a draft.
pub async fn of_draft(
    house: web::Data<House>,
    request: HttpRequest,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Page> {
    let (unit, draft) = path.into_inner();
    let planned = planned_contest(&house, &request, &unit, &draft).await?;
    let documents = house.store.documents_for(planned.unit.id).await?;
    let sections = sections(&planned.contest, &documents, &house.fingerprint(), false);
    let plan = of(&planned.contest);
    let (preparation, roster) = (&planned.preparation, &planned.roster);
    Ok(print(&house, planned.unit, plan, preparation, &documents, roster, sections).await?)
}

/// What the contest itself says.
fn of(contest: &Contest) -> ContestPlan {
    let (plan, rules) = (contest.plan(), contest.rules());
    ContestPlan {
        unit: wording::inert(&plan.unit),
        title: wording::inert(&plan.title),
        starts_at: held_at(contest),
        mode: mode(contest).to_owned(),
        questions: plan.blueprint.question_count(),
        limit: wording::limit(rules.question_limit),
        prize_places: rules.prize_places,
        ..ContestPlan::default()
    }
}

/// `19:30 thứ Bảy, 05/12/2026`, or from when to when.
pub(super) fn held_at(contest: &Contest) -> String {
    match contest.rules().window {
        None => wording::meeting(contest.plan().starts_at),
        Some(window) => {
            let days = format!("từ {} đến {}", wording::meeting(window.opens_at), wording::meeting(window.closes_at));
            match window.hours {
                Some(hours) => format!("{days}; mỗi ngày {}", wording::hours(&hours)),
                None => days,
            }
        }
    }
}

pub(super) fn mode(contest: &Contest) -> &'static str {
    match contest.rules().mode {
        Mode::Live => "trực tiếp trong buổi sinh hoạt",
        Mode::Window => "mỗi đồng chí tự bắt đầu trong khung giờ",
    }
}

async fn print(
    house: &House,
    unit: Unit,
    plan: ContestPlan,
    preparation: &Preparation,
    documents: &[Document],
    roster: &[RosterMember],
    sections: Vec<RuleSection>,
) -> Result<HttpResponse, Refusal> {
    let settings = house.letterhead(&unit).await?;
    let excuse = |member: &RosterMember| member.excuse.as_deref().and_then(Excuse::from_name);
    let name = |id: &DocumentId| documents.iter().find(|document| document.id == *id).map(full_name);
    // Numbers of plans are given by hand.
    let frame = letterhead::frame(&settings, "KH", None, local(house.auth.now()).date());
    let plan = ContestPlan {
        frame,
        theme: wording::inert(&preparation.theme),
        place: wording::inert(&preparation.place),
        reading: preparation.reading.iter().filter_map(name).collect(),
        eligible: roster.iter().filter(|member| excuse(member).is_none_or(Excuse::in_denominator)).count(),
        roster: roster.len(),
        rules: sections
            .into_iter()
            .map(|section| RulesPart {
                heading: section.heading.to_owned(),
                numbered: section.numbered,
                lines: section.lines,
            })
            .collect(),
        ..plan
    };
    let bytes = plan.docx(&letterhead::layout(&settings)).map_err(|error| Refusal::Broken(Box::new(error)))?;
    Ok(letterhead::word_file("ke-hoach-ky-thi.docx", bytes))
}

pub(super) fn full_name(document: &Document) -> String {
    let title = match document.symbol.is_empty() || document.title.contains(&document.symbol) {
        true => wording::inert(&document.title),
        false => format!("{}: {}", wording::inert(&document.symbol), wording::inert(&document.title)),
    };
    match wording::day(&document.issued_on) {
        day if day.is_empty() || names_its_day(&title, &day) => title,
        day => format!("{title} (ngày {day})"),
    }
}

/// Whether a title says `18/05/2021` itself, with or without its zeros.
fn names_its_day(title: &str, day: &str) -> bool {
    let plain: Vec<&str> = day.split('/').map(|part| part.trim_start_matches('0')).collect();
    title.contains(day) || title.contains(&plain.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_a_title_names_is_not_said_twice() {
        assert!(names_its_day("Kết luận số 01-KL/TW, ngày 18/5/2021", "18/05/2021"));
        assert!(names_its_day("Kết luận số 01-KL/TW, ngày 18/05/2021", "18/05/2021"));
        assert!(!names_its_day("Kết luận số 01-KL/TW", "18/05/2021"));
    }
}
