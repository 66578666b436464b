//! The results page: what was announced, with every version of it.

mod review;
mod table;

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use self::review::{ReviewItem, review};
pub(super) use self::table::{Excerpt, ResultRow, rows};
use super::confirm::{Correction, corrections};
use super::rules::photo_finish;
use super::{SignedIn, html};
use crate::domain::contest::{Contest, Phase, Publication, Results, Slot};
use crate::domain::identity::Participant;
use crate::domain::role::Action;
use crate::http::error::{Page, Refusal};
use crate::http::house::House;
use crate::http::wording;
use crate::live::People;
use crate::protocol::Names as _;

/// Questions that most got wrong.
pub(super) const HARDEST: usize = 3;

#[derive(Template)]
#[template(path = "results.html", config = ".askama.toml")]
struct ResultsPage {
    assets: String,
    title: String,
    heading: String,
    signed_in: Option<SignedIn>,
    contest_id: String,
    unit: String,
    starts_at_text: String,
    phase_text: &'static str,
    /// Not confirmed yet.
    provisional: bool,
    winner: Option<String>,
    own: Option<String>,
    rate_text: String,
    /// What members predicted, as it came.
    foreseen: Option<String>,
    ranking: Excerpt,
    outside: Vec<ResultRow>,
    /// Whether members of several units took part.
    units: bool,
    hardest: Vec<HardQuestion>,
    review: Vec<ReviewItem>,
    head: String,
    fingerprint: String,
    close_finish: Option<CloseFinish>,
    /// Leads to where it is confirmed.
    may_confirm: bool,
    /// How it was agreed, once it is published.
    published: Option<String>,
    /// A correction is being made of it.
    being_corrected: bool,
    corrections: Vec<Correction>,
    /// Versions that are not shown here.
    others: Vec<usize>,
    /// An older version than the newest.
    outdated: bool,
}

struct HardQuestion {
    number: usize,
    stem: String,
    rate: String,
}

/// For the secretary: who is close to whom, and what the rules say.
pub(super) struct CloseFinish {
    pub people: String,
    pub rule: String,
}

#[derive(Debug, Deserialize)]
pub struct ResultsQuery {
    /// `all` shows a hall's whole table.
    #[serde(default)]
    rows: String,
    /// Of several that were published, counted from 1.
    version: Option<usize>,
}

pub async fn results(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    query: web::Query<ResultsQuery>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let visit = house.visit(&id, &person).await?;
    let (member, may_host, all) = (person.member, visit.may_host, query.rows == "all");
    let acts = house.store.acts(visit.row.id).await?;
    let number = query.version;
    let mut page = visit
        .ask(move |contest, people| {
            let own = people.participant(member);
            let page = |contest| {
                let page = page(contest, people, own, may_host, number, all);
                ResultsPage { corrections: corrections(contest, people, &acts), ..page }
            };
            contest.phase().is_over().then(|| page(contest))
        })
        .await?
        .ok_or(Refusal::NotOver)?;
    page.signed_in = Some(SignedIn::of(&person));
    page.fingerprint = house.fingerprint().0;
    page.may_confirm = person.may(&house.store, Action::Countersign, visit.row.unit).await?;
    Ok(html(&page)?)
}

fn page(
    contest: &Contest,
    people: &People,
    own: Option<Participant>,
    may_host: bool,
    number: Option<usize>,
    all: bool,
) -> ResultsPage {
    let versions = contest.publications();
    // Without a number, or with one that no version has, the newest.
    let shown = number.filter(|number| (1..=versions.len()).contains(number)).unwrap_or(versions.len());
    let version = shown.checked_sub(1).and_then(|at| versions.get(at));
    let table = version.map_or_else(|| contest.table(), |version| Arc::clone(&version.table));
    let results = &table.results;
    let rows = rows(contest, results, people, own, may_host);
    let (ranked, outside): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.place.is_some());
    let mut units: Vec<&str> = ranked.iter().chain(&outside).map(|row| row.unit.as_str()).collect();
    units.sort_unstable();
    units.dedup();
    let several = units.len() > 1;
    let heading = wording::inert(&contest.plan().title);
    ResultsPage {
        assets: crate::http::assets::prefix(),
        title: format!("Kết quả: {heading}"),
        heading,
        signed_in: None,
        unit: wording::inert(&contest.plan().unit),
        starts_at_text: wording::moment(contest.plan().starts_at),
        phase_text: if versions.is_empty() {
            wording::phase(contest.phase())
        } else {
            wording::phase(&Phase::Published)
        },
        provisional: version.is_none() && *contest.phase() == Phase::Finished,
        winner: winner(&ranked),
        own: own.map(|own| own_line(results, own)),
        rate_text: format!(
            "{}/{} đồng chí đã tham gia ({})",
            results.completed,
            results.eligible,
            wording::percent(results.completed, results.eligible)
        ),
        foreseen: foreseen(contest, results),
        close_finish: close_finish(contest, people, results).filter(|_| may_host),
        ranking: if all { Excerpt::whole(ranked) } else { Excerpt::of(ranked) },
        outside,
        units: several,
        hardest: hardest(contest),
        review: own.map(|own| review(contest, own)).unwrap_or_default(),
        head: contest.head().hash.to_string(),
        fingerprint: String::new(),
        may_confirm: false,
        published: version.map(|version| published(shown, version)),
        being_corrected: contest.is_being_corrected(),
        corrections: Vec::new(),
        others: (1..=versions.len()).filter(|number| *number != shown).collect(),
        outdated: shown < versions.len(),
        contest_id: contest.plan().contest.to_string(),
    }
}

fn published(number: usize, version: &Publication) -> String {
    let word =
        if number == 1 { "Công bố".to_owned() } else { format!("Bản đính chính, công bố lần {number}") };
    let by = if version.is_countersigned() { "hai người" } else { "một người" };
    format!("{word} lúc {}; kết quả do {by} xác nhận.", wording::moment(version.at))
}

fn winner(ranked: &[ResultRow]) -> Option<String> {
    let first: Vec<&ResultRow> = ranked.iter().take_while(|row| row.place == Some(1)).collect();
    let best = first.first()?;
    let with = format!("{} trong {}", best.score, best.elapsed);
    let names: Vec<&str> = first.iter().take(5).map(|row| row.name.as_str()).collect();
    Some(match (names.as_slice(), first.len()) {
        ([name], _) => format!("Đồng chí {name} xếp hạng nhất với {with}."),
        (names, count) if count <= 5 => {
            format!("Các đồng chí {} cùng xếp hạng nhất với {with}.", names.join(", "))
        }
        (_, count) => format!("{count} đồng chí cùng xếp hạng nhất với {with}."),
    })
}

fn own_line(results: &Results, own: Participant) -> String {
    let Some(standing) = results.standings.iter().find(|standing| standing.participant == own) else {
        return "Đồng chí có tên trong danh sách và chưa tham gia kỳ thi này.".to_owned();
    };
    let with = format!("{} trong {}", wording::points(standing.score_hundredths), wording::seconds(standing.elapsed));
    match standing.place {
        Some(place) => format!("Đồng chí xếp thứ {place} trong {}, được {with}.", results.ranked),
        None => format!("Đồng chí thi ngoài bảng xếp hạng, được {with}."),
    }
}

fn foreseen(contest: &Contest, results: &Results) -> Option<String> {
    let (predicted, came) = (contest.rules().prediction()?, results.foreseen?);
    Some(format!("Câu hỏi dự đoán: có {came} đồng chí {}.", wording::predicted(predicted)))
}

pub(super) fn close_finish(contest: &Contest, people: &People, results: &Results) -> Option<CloseFinish> {
    let photo = results.photo_finish?;
    let mut around = results.standings.iter().skip(photo.place as usize - 1);
    let line = |participant| wording::inert(people.of(participant).0);
    let (one, other) = (around.next()?, around.next()?);
    let reversed = match photo.reversed_by_server_time {
        true => " Nếu chỉ tính giờ máy chủ nhận bài thì thứ tự của hai đồng chí đổi lại.",
        false => "",
    };
    let counted = contest.slots().iter().filter(|slot| slot.opened_at.is_some() && slot.voided.is_none()).count();
    Some(CloseFinish {
        people: format!(
            "Đồng chí {} ({}) và đồng chí {} ({}) cùng được {}, chênh nhau {}.{reversed}",
            line(one.participant),
            wording::seconds(one.elapsed),
            line(other.participant),
            wording::seconds(other.elapsed),
            wording::points(one.score_hundredths),
            wording::precise(photo.gap)
        ),
        rule: photo_finish(counted, photo.place),
    })
}

/// Questions that not all who joined got right, with how many did, the fewest first.
pub(super) fn most_missed(contest: &Contest) -> Vec<(u32, usize, &Slot)> {
    let joined = contest.joined() as u32;
    let asked = (0..contest.slots().len()).filter_map(|index| Some((index, contest.disclosed(index)?.slot())));
    let counted = asked.filter(|(_, slot)| slot.voided.is_none()).map(|(index, slot)| {
        let right = slot.answers.iter().flatten().filter(|answer| answer.right).count() as u32;
        (right, index, slot)
    });
    let mut missed: Vec<_> = counted.filter(|(right, ..)| *right < joined).collect();
    missed.sort_by_key(|(right, index, _)| (*right, *index));
    missed
}

fn hardest(contest: &Contest) -> Vec<HardQuestion> {
    let joined = contest.joined() as u32;
    most_missed(contest)
        .into_iter()
        .take(HARDEST)
        .map(|(right, index, slot)| HardQuestion {
            number: index + 1,
            stem: wording::inert(&slot.question.revision().stem),
            rate: format!("{right}/{joined} đồng chí trả lời đúng ({})", wording::percent(right, joined)),
        })
        .collect()
}
