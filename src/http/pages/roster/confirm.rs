//! Taking a list up, once, as it was seen.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use uuid::Uuid;

use super::super::see_other;
use super::choice::{Absence, Choices, out_of_reach};
use super::preview::{Notice, fingerprint, page};
use super::{Brought, brought, desk};
use crate::domain::identity::MemberId;
use crate::domain::name::sort_key;
use crate::domain::organisation::{Change, Ending};
use crate::domain::roster::{Entry, Field, Known, Plan, Verdict, plan};
use crate::http::error::{Page, Refusal};
use crate::http::form::Form;
use crate::http::house::House;
use crate::live::Whom;
use crate::store::{ChangeError, Imported, MemberUpdate, NewMember, RosterChanges, RosterGround};

/// A choice for each of some thousand lines.
const BODY: usize = 512 * 1_024;

pub async fn confirm(
    house: web::Data<House>,
    request: HttpRequest,
    path: web::Path<(String, String)>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let unit = desk(&house, &person, &path.0).await?;
    let form = Form::read(body, BODY).await?;
    let back = format!("/units/{}/roster/import", unit.id);
    let Some((draft, brought)) = brought(&house, &person, &unit, &path.1).await? else {
        return Ok(see_other(&format!("{back}?done=gone")));
    };
    let mut choices = Choices::read(&form);
    let named: Vec<MemberId> = choices.absences.keys().copied().collect();
    let kept = out_of_reach(&house, &person, &named).await?;
    choices.absences.retain(|member, _| !kept.contains(member));
    let seen = form.text("seen");
    let (mut counts, mut notice, mut gone) = ((0, 0), Notice::Stale, Vec::new());
    let decide = |ground: &RosterGround| {
        let lines = brought.lines();
        let shown = plan(&lines, &ground.ground(), &BTreeMap::new());
        if fingerprint(&shown) != seen {
            return None;
        }
        let settled = plan(&lines, &ground.ground(), &choices.answers);
        if settled.verdicts.iter().any(|verdict| matches!(verdict, Verdict::Doubtful(_))) {
            notice = Notice::Unanswered;
            return None;
        }
        choices.absences.retain(|member, _| shown.missing.contains(member));
        let changes = changes(&brought, ground, &settled, &choices);
        counts = (changes.new.len(), changes.updates.len() + changes.elsewhere.len() + choices.departures().count());
        gone = choices.departures().collect();
        Some(changes)
    };
    let imported =
        house.store.import_roster((draft, person.member), unit.id, &brought.cards(), house.auth.now(), decide).await;
    match imported {
        Ok(Imported::Done) => {
            for member in gone {
                house.registry.kick(Whom::Member(member)).await;
            }
            Ok(see_other(&format!("{back}?done=saved&new={}&changed={}", counts.0, counts.1)))
        }
        Ok(Imported::Gone) => Ok(see_other(&format!("{back}?done=gone"))),
        // Somebody else changed what the page was about; it is shown as it is now.
        Ok(Imported::Stale) | Err(ChangeError::Refused(_)) => {
            let mut response = page(&house, &person, &unit, (draft, &brought), &choices, Some(notice)).await?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
        Err(ChangeError::Store(error)) => Err(Refusal::from(error).into()),
    }
}

/// Throws away what was brought.
pub async fn discard(
    house: web::Data<House>,
    request: HttpRequest,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let unit = desk(&house, &person, &path.0).await?;
    if let Some((draft, _)) = brought(&house, &person, &unit, &path.1).await? {
        house.store.delete_draft(draft).await?;
    }
    Ok(see_other(&format!("/units/{}/roster/import?done=discarded", unit.id)))
}

impl Choices {
    fn departures(&self) -> impl Iterator<Item = MemberId> {
        self.absences.iter().filter(|(_, absence)| **absence != Absence::Elsewhere).map(|(member, _)| *member)
    }
}

fn changes(brought: &Brought, ground: &RosterGround, plan: &Plan, choices: &Choices) -> RosterChanges {
    let mut changes = RosterChanges::default();
    let known: BTreeMap<MemberId, &Known> = ground.known.iter().map(|known| (known.id, known)).collect();
    for (line, verdict) in brought.preview.lines.iter().zip(&plan.verdicts) {
        let entry = &line.entry;
        match verdict {
            Verdict::New { unit } => {
                let member = NewMember {
                    id: MemberId(Uuid::now_v7()),
                    name: entry.name.clone(),
                    sort_key: sort_key(&entry.name),
                    unit: *unit,
                    official: entry.official.unwrap_or(true),
                };
                changes.new.push((member, entry.details.clone()));
            }
            Verdict::Update { member, changes: fields } => {
                let Some(known) = known.get(member) else { continue };
                let changed = |field| fields.iter().find(|change| change.field == field);
                changes.updates.push(update(entry, known, changed(Field::Name).is_some()));
                if entry.official == Some(true) && !known.official {
                    changes.moves.push(Change::MakeOfficial { member: *member, from: known.unit });
                }
                if let Some(to) = changed(Field::Unit).and_then(|change| change.to.parse().ok()) {
                    changes.moves.push(Change::Transfer { member: *member, from: known.unit, to });
                }
            }
            _ => {}
        }
    }
    for (member, absence) in &choices.absences {
        let Some(from) = known.get(member).map(|known| known.unit) else { continue };
        let ending = match absence {
            Absence::Elsewhere => {
                changes.elsewhere.push(*member);
                continue;
            }
            Absence::MovedAway => Ending::MovedAway,
            Absence::Died => Ending::Died,
            Absence::Ended => Ending::Ended,
        };
        changes.moves.push(Change::Leave { member: *member, from, ending });
    }
    changes
}

fn update(entry: &Entry, known: &Known, renamed: bool) -> MemberUpdate {
    MemberUpdate {
        member: known.id,
        name: renamed.then(|| (entry.name.clone(), sort_key(&entry.name))),
        on_probation_after_all: known.official && entry.official == Some(false),
        details: known.details.updated_by(&entry.details),
    }
}
