//! A contest's own page: where its link and QR lead, and what a link preview shows.

use std::collections::BTreeSet;

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::preview::Preview;
use super::rules::possible_documents;
use super::{SignedIn, html, person};
use crate::domain::contest::{Contest, Mode, Pacing, Phase, WindowRules};
use crate::domain::identity::DocumentId;
use crate::domain::role::Action;
use crate::domain::time::{Millis, Timestamp};
use crate::http::error::{Page, Refusal};
use crate::http::house::House;
use crate::http::{next, wording};
use crate::store::{ContestRow, Preparation};

#[derive(Template)]
#[template(path = "contest.html", config = ".askama.toml")]
struct ContestPage {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    preview: Preview,
    contest_id: String,
    unit: String,
    situation: Situation,
    starts_at_text: String,
    expectations: Vec<String>,
    /// On the roster, and not over.
    can_play: bool,
    can_host: bool,
    can_present: bool,
    has_results: bool,
    /// Belongs to the unit, and came after the roster was frozen.
    too_late: bool,
    over: bool,
    sign_in_needed: bool,
    /// Told after a form was sent.
    done: Option<&'static str>,
    theme: String,
    /// What to read beforehand, for whom it concerns.
    reading: Vec<Reading>,
    /// Too much to show here: all documents of the unit.
    reading_elsewhere: Option<String>,
    /// Published and not begun, for whoever may call it off.
    may_cancel: bool,
    code: Option<String>,
    may_plan: bool,
    cancelled: bool,
    /// Why it was called off or ended before its time, for whom it concerns.
    reason: Option<String>,
    no_reason: bool,
    /// Where this contest is planned anew: one that waits, or one that was called off.
    change: Option<String>,
    /// What took its place.
    successor: Option<(String, String)>,
}

struct Reading {
    id: String,
    name: String,
    title: String,
}

#[derive(Debug, Deserialize)]
pub struct ContestQuery {
    #[serde(default)]
    done: String,
}

/// Documents that are shown where none was chosen; more than these are a list of their own.
const READING: usize = 6;

/// Where a contest stands, in a word and in a sentence.
pub(super) struct Situation {
    pub word: &'static str,
    pub sentence: String,
}

pub async fn landing(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    query: web::Query<ContestQuery>,
) -> Result<HttpResponse, Page> {
    let row = house.contest(&id).await?;
    let person = person(&house, &request).await?;
    let (mut belongs, mut can_host, mut can_present, mut may_read) = (false, false, false, false);
    if let Some(person) = &person {
        belongs = person.takes_part_in(&house.store, &row).await?;
        can_host = person.may(&house.store, Action::Host, row.unit).await?;
        can_present = person.may(&house.store, Action::Present, row.unit).await?;
        may_read = belongs || can_host || person.may(&house.store, Action::ReadResults, row.unit).await?;
    }
    let member = person.as_ref().map(|person| person.member);
    let room = house.registry.room(row.id).await?;
    let now = room.clock().now();
    let ((phase, ended), situation, expectations, summary, enrolled, possible) = room
        .ask(move |contest, people| {
            let situation = situation(contest, now);
            let (phase, ended) = (contest.phase().clone(), contest.ended_by_host());
            let enrolled = phase == Phase::Scheduled || member.is_some_and(|it| people.participant(it).is_some());
            let possible = possible_documents(contest);
            ((phase, ended), situation, expectations(contest), summary(contest), enrolled, possible)
        })
        .await?;
    let over = phase.is_over();
    let cancelled = phase == Phase::Cancelled;
    let preparation = house.store.preparation(row.id).await?;
    let mut reading = match may_read && !over && !cancelled {
        true => reading(&house, &row, &preparation, &possible).await?,
        false => Vec::new(),
    };
    let too_much = preparation.reading.is_empty() && reading.len() > READING;
    if too_much {
        reading.clear();
    }
    let may_plan = match &person {
        Some(person) => person.may(&house.store, Action::Schedule, row.unit).await?,
        None => false,
    };
    let until = if cancelled { Some(u64::MAX) } else { ended };
    let reason = match until.filter(|_| may_read) {
        // The last that was written by then: what came after the end is about something else.
        Some(until) => house.store.remarks(row.id).await?.into_iter().rfind(|(seq, _)| *seq <= until),
        None => None,
    };
    let reason = reason.map(|(_, remark)| wording::inert(&remark));
    let successor = match may_read {
        true => house.store.successor(row.id).await?,
        false => None,
    };
    let open = successor.is_none() && (phase == Phase::Scheduled || cancelled);
    let change = (may_plan && open).then(|| format!("/units/{}/contests/new?again={}", row.unit, row.id));
    let starts_at_text = wording::moment(row.starts_at);
    let path = format!("/contests/{}", row.id);
    let description = format!("{}. {summary}. {}. {starts_at_text}", row.unit_name, situation.word);
    let mut response = html(&ContestPage {
        assets: crate::http::assets::prefix(),
        preview: Preview::new(&house, &request, &path, &row.title, &description),
        title: wording::inert(&row.title),
        signed_in: person.as_ref().map(SignedIn::of),
        contest_id: row.id.to_string(),
        unit: wording::inert(&row.unit_name),
        situation,
        starts_at_text,
        expectations,
        can_play: belongs && enrolled && !over && !cancelled,
        can_host: can_host && !over && !cancelled,
        can_present: can_present && !over && !cancelled,
        has_results: over && may_read,
        too_late: belongs && !enrolled && !over && !cancelled,
        over: over || cancelled,
        sign_in_needed: person.is_none() && !cancelled,
        done: match query.done.as_str() {
            "too-late" if cancelled => Some(
                "Kỳ thi cũ đã mở phòng chờ trước khi kịp sửa, nên kỳ thi này được hủy ngay và kỳ thi cũ vẫn diễn ra như đã định.",
            ),
            "published" if may_plan => Some("Đã công bố kỳ thi. Đảng viên thấy kỳ thi và thể lệ từ bây giờ."),
            "cancelled" if cancelled => Some("Đã hủy kỳ thi. Đảng viên thấy điều này và lý do trên trang kỳ thi."),
            _ => None,
        },
        theme: if may_read { wording::inert(&preparation.theme) } else { String::new() },
        reading,
        reading_elsewhere: too_much.then(|| format!("/units/{}/documents", row.unit)),
        may_cancel: may_plan && phase == Phase::Scheduled,
        code: (may_plan && !over && !cancelled).then(|| row.code.clone()),
        may_plan: may_plan && !cancelled,
        cancelled,
        reason,
        no_reason: query.done == "no-reason",
        change,
        successor: successor.map(|it| (format!("/contests/{}", it.contest), wording::inert(&it.title))),
    })?;
    if person.is_none()
        && let Some(cookie) = next::remember(&path, house.auth.front.is_secure(&request))
    {
        response.add_cookie(&cookie).map_err(|error| Refusal::Broken(Box::new(error)))?;
    }
    Ok(response)
}

/// The documents that were chosen for it; else those its questions may come from.
async fn reading(
    house: &House,
    row: &ContestRow,
    preparation: &Preparation,
    possible: &BTreeSet<DocumentId>,
) -> Result<Vec<Reading>, Refusal> {
    let known = house.store.documents_for(row.unit).await?;
    let chosen = |id: &DocumentId| match preparation.reading.is_empty() {
        true => possible.contains(id),
        false => preparation.reading.contains(id),
    };
    let reading = known.iter().filter(|document| chosen(&document.id)).map(|document| Reading {
        id: document.id.to_string(),
        name: wording::inert(document.name()),
        title: if document.symbol.is_empty() { String::new() } else { wording::inert(&document.title) },
    });
    Ok(reading.collect())
}

pub(super) fn situation(contest: &Contest, now: Timestamp) -> Situation {
    let plan = contest.plan();
    let sentence = match contest.phase() {
        Phase::Scheduled => format!("Phòng chờ mở lúc {}.", wording::moment(plan.starts_at - plan.rules.lobby_before)),
        Phase::Lobby => "Phòng chờ đã mở. Đồng chí vào phòng thi và đợi bắt đầu.".to_owned(),
        Phase::Paused { .. } => {
            "Kỳ thi tạm dừng và sẽ tiếp tục. Những gì đã ghi nhận vẫn được giữ; đồng chí cứ ở lại phòng thi.".to_owned()
        }
        Phase::Running { closed: false } => match plan.rules.window {
            Some(window) if !window.is_open(now) => outside(&window, now),
            _ => "Đang trong khung giờ thi. Đồng chí bắt đầu lúc nào cũng được, trước khi hết giờ.".to_owned(),
        },
        Phase::Running { closed: true } => "Đã hết giờ bắt đầu. Ai đang làm bài thì làm tiếp cho xong.".to_owned(),
        Phase::Finished => "Kỳ thi đã kết thúc. Kết quả đang chờ bí thư xác nhận.".to_owned(),
        Phase::Confirmed => "Kết quả đã được xác nhận, đang chờ công bố.".to_owned(),
        Phase::Published => "Kết quả đã được công bố.".to_owned(),
        Phase::Cancelled => "Kỳ thi đã được hủy trước giờ thi. Đồng chí không phải làm gì thêm.".to_owned(),
        _ => "Kỳ thi đang diễn ra. Đồng chí vào ngay thì làm tiếp từ câu đang thi.".to_owned(),
    };
    Situation { word: wording::phase(contest.phase()), sentence }
}

/// Outside the daily hours: when they begin again.
fn outside(window: &WindowRules, now: Timestamp) -> String {
    match window.next_opening(now) {
        Some(at) => format!("Lúc này ngoài giờ thi. Đồng chí bắt đầu được từ {}.", wording::meeting(at)),
        None => "Đã hết giờ bắt đầu. Ai đang làm bài thì làm tiếp cho xong.".to_owned(),
    }
}

/// `10 câu hỏi, mỗi câu 30 giây`.
fn summary(contest: &Contest) -> String {
    format!("{} câu hỏi, mỗi câu {}", contest.question_count(), wording::limit(contest.rules().question_limit))
}

fn expectations(contest: &Contest) -> Vec<String> {
    let rules = contest.rules();
    let mut lines = vec![format!("{}. Điểm tối đa là 10.", summary(contest))];
    match rules.mode {
        Mode::Live => {
            let each = rules.question_limit + rules.get_ready + rules.reveal_for + rules.standings_for;
            let minutes = (each.0 * contest.question_count() as i64 + 59_999) / 60_000;
            lines.push(format!("Mọi người cùng làm một câu trong một lúc. Cả kỳ thi mất khoảng {minutes} phút."));
        }
        Mode::Window => {
            if let Some(window) = rules.window {
                lines.push(format!(
                    "Đồng chí tự bắt đầu trong khoảng từ {} đến {}.",
                    wording::moment(window.opens_at),
                    wording::moment(window.closes_at)
                ));
                if let Some(hours) = window.hours {
                    lines.push(format!("Chỉ bắt đầu được {}.", wording::hours(&hours)));
                }
            }
        }
    }
    if rules.mode == Mode::Live && rules.pacing == Pacing::Host {
        lines.push("Người điều khiển mở từng câu; máy của đồng chí tự chuyển theo.".to_owned());
    }
    if rules.get_ready > Millis::ZERO {
        lines.push(format!("Trước mỗi câu có {} chuẩn bị.", wording::limit(rules.get_ready)));
    }
    lines.push("Chọn câu trả lời rồi bấm Gửi câu trả lời. Hiện “Đã ghi nhận” là đã được lưu.".to_owned());
    lines.push(
        "Nếu mất kết nối, đồng chí mở lại trang này: máy trở về đúng câu đang thi, câu trả lời chưa gửi vẫn được giữ."
            .to_owned(),
    );
    lines
}
