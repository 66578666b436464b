//! The Kế hoạch of a contest as a .docx file: of one that is being planned, and of one that is published.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse, web};

use super::rules::{RuleSection, possible_documents, sections};
use super::scheduling::planned_contest;
use crate::auth::Person;
use crate::domain::calendar::local;
use crate::domain::contest::{Contest, Excuse, Mode};
use crate::domain::document::Document;
use crate::domain::identity::DocumentId;
use crate::domain::role::{Action, Role};
use crate::domain::time::Timestamp;
use crate::http::error::{Page, Refusal};
use crate::http::house::House;
use crate::http::wording;
use crate::report::{ContestPlan, Head, Layout, RulesPart, Signature};
use crate::store::{Preparation, RosterMember, Unit};

const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

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
    let plan = complete(&house, &person, unit, plan, &preparation, &documents, &roster, sections).await?;
    Ok(file(&plan)?)
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
    let (person, unit) = (&planned.person, planned.unit);
    let plan =
        complete(&house, person, unit, plan, &planned.preparation, &documents, &planned.roster, sections).await?;
    Ok(file(&plan)?)
}

/// What the contest itself says.
fn of(contest: &Contest) -> ContestPlan {
    let (plan, rules) = (contest.plan(), contest.rules());
    ContestPlan {
        unit: wording::inert(&plan.unit),
        title: wording::inert(&plan.title),
        starts_at: match rules.window {
            None => wording::meeting(plan.starts_at),
            Some(window) => {
                let days =
                    format!("từ {} đến {}", wording::meeting(window.opens_at), wording::meeting(window.closes_at));
                match window.hours {
                    Some(hours) => format!("{days}; mỗi ngày {}", wording::hours(&hours)),
                    None => days,
                }
            }
        },
        mode: match rules.mode {
            Mode::Live => "trực tiếp trong buổi sinh hoạt",
            Mode::Window => "mỗi đồng chí tự bắt đầu trong khung giờ",
        }
        .to_owned(),
        questions: plan.blueprint.question_count(),
        limit: wording::limit(rules.question_limit),
        prize_places: rules.prize_places,
        ..ContestPlan::default()
    }
}

#[expect(clippy::too_many_arguments, reason = "all that stands on one sheet of paper")]
async fn complete(
    house: &House,
    person: &Person,
    unit: Unit,
    plan: ContestPlan,
    preparation: &Preparation,
    documents: &[Document],
    roster: &[RosterMember],
    sections: Vec<RuleSection>,
) -> Result<ContestPlan, Refusal> {
    let superior = match unit.parent {
        Some(parent) => house.store.unit(parent).await?.map(|unit| wording::inert(&unit.name)),
        None => None,
    };
    let signs = person.grants.iter().any(|grant| grant.role == Role::Secretary && grant.unit == unit.id);
    let office = Office::of(&unit.name);
    let excuse = |member: &RosterMember| member.excuse.as_deref().and_then(Excuse::from_name);
    let name = |id: &DocumentId| documents.iter().find(|document| document.id == *id).map(full_name);
    let mut recipients: Vec<String> = superior.iter().map(|name| format!("{name} (để báo cáo)")).collect();
    recipients.push(format!("{}, đảng viên", office.committee));
    Ok(ContestPlan {
        head: Head {
            superior: superior.as_deref().map(str::to_uppercase),
            unit: wording::inert(&unit.name).to_uppercase(),
            // Numbers are given by hand, in the register of the term of office.
            number: format!("Số        -KH/{}", office.symbol),
            place_and_date: place_and_date(superior.as_deref(), house.auth.now()),
        },
        signature: Signature {
            on_behalf_of: format!("T/M {}", office.name.to_uppercase()),
            office: "BÍ THƯ".to_owned(),
            name: if signs { wording::inert(&person.name) } else { String::new() },
        },
        recipients,
        kept: format!("Lưu {}", office.name),
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
    })
}

/// How an organisation signs, by what its name begins with; kinds of units are data and say nothing.
struct Office {
    name: &'static str,
    committee: &'static str,
    symbol: &'static str,
}

impl Office {
    fn of(unit: &str) -> Self {
        let begins = |word: &str| unit.to_lowercase().starts_with(word);
        match () {
            () if begins("đảng ủy") || begins("đảng uỷ") || begins("đảng bộ") => {
                Self { name: "Đảng ủy", committee: "Đảng ủy viên", symbol: "ĐU" }
            }
            () => Self { name: "Chi bộ", committee: "Chi ủy viên", symbol: "CB" },
        }
    }
}

/// `Hòa Mỹ, ngày 05 tháng 12 năm 2026`: a leading zero for days below ten, for months only 1 and 2.
fn place_and_date(superior: Option<&str>, now: Timestamp) -> String {
    let today = local(now).date();
    let month = if today.month() <= 2 { format!("{:02}", today.month()) } else { today.month().to_string() };
    let place = superior.and_then(locality).unwrap_or_else(|| "………………".to_owned());
    format!("{place}, ngày {:02} tháng {month} năm {}", today.day(), today.year())
}

/// `Đảng ủy xã Hòa Mỹ` → `Hòa Mỹ`, `Đảng bộ phường 1` → `Phường 1`; none for a name that tells no place.
fn locality(superior: &str) -> Option<String> {
    let kinds = [(" xã ", "Xã"), (" phường ", "Phường"), (" đặc khu ", "Đặc khu"), (" thị trấn ", "Thị trấn")];
    let found = |(within, alone): &(&str, &str)| {
        let (_, rest) = superior.split_once(within)?;
        let place = rest.trim();
        let is_numbered = place.starts_with(|letter: char| letter.is_ascii_digit());
        Some(if is_numbered { format!("{alone} {place}") } else { place.to_owned() })
    };
    kinds.iter().find_map(found).filter(|place| !place.is_empty())
}

fn full_name(document: &Document) -> String {
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

fn file(plan: &ContestPlan) -> Result<HttpResponse, Refusal> {
    let bytes = plan.docx(&Layout::default()).map_err(|error| Refusal::Broken(Box::new(error)))?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, WORD))
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"ke-hoach-ky-thi.docx\""))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn place_and_date_are_written_as_the_norm_says() {
        let noon = |text: &str| {
            let instant: jiff::Timestamp = text.parse().unwrap();
            Timestamp(instant.as_millisecond())
        };
        let written = |superior, at: &str| place_and_date(superior, noon(at));
        assert_eq!(written(Some("Đảng ủy xã Hòa Mỹ"), "2026-02-05T05:00:00Z"), "Hòa Mỹ, ngày 05 tháng 02 năm 2026");
        assert_eq!(written(Some("Đảng bộ phường 1"), "2026-12-15T20:00:00Z"), "Phường 1, ngày 16 tháng 12 năm 2026");
        assert_eq!(written(None, "2026-03-01T05:00:00Z"), "………………, ngày 01 tháng 3 năm 2026");
        assert_eq!(Office::of("Đảng ủy xã Hòa Mỹ").symbol, "ĐU");
        assert_eq!(Office::of("Tổ đảng 1").name, "Chi bộ");
    }

    #[test]
    fn a_day_that_a_title_names_is_not_said_twice() {
        assert!(names_its_day("Kết luận số 01-KL/TW, ngày 18/5/2021", "18/05/2021"));
        assert!(names_its_day("Kết luận số 01-KL/TW, ngày 18/05/2021", "18/05/2021"));
        assert!(!names_its_day("Kết luận số 01-KL/TW", "18/05/2021"));
    }
}
