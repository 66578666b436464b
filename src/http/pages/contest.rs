//! A contest's own page: where its link and QR lead, and what a link preview shows.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::preview::Preview;
use super::{SignedIn, html, person};
use crate::domain::contest::{Contest, Mode, Pacing, Phase};
use crate::domain::role::Action;
use crate::domain::time::Millis;
use crate::http::error::{Page, Refusal};
use crate::http::house::House;
use crate::http::{next, wording};

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
}

/// Where a contest stands, in a word and in a sentence.
pub(super) struct Situation {
    pub word: &'static str,
    pub sentence: String,
}

pub async fn landing(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Page> {
    let row = house.contest(&id).await?;
    let person = person(&house, &request).await?;
    let (mut belongs, mut can_host, mut can_present, mut may_read) = (false, false, false, false);
    if let Some(person) = &person {
        belongs = person.belongs_to(&house.store, row.unit).await?;
        can_host = person.may(&house.store, Action::Host, row.unit).await?;
        can_present = person.may(&house.store, Action::Present, row.unit).await?;
        may_read = belongs || can_host || person.may(&house.store, Action::ReadResults, row.unit).await?;
    }
    let member = person.as_ref().map(|person| person.member);
    let room = house.registry.room(row.id).await?;
    let (phase, situation, expectations, summary, enrolled) = room
        .ask(move |contest, people| {
            let phase = contest.phase().clone();
            let enrolled = phase == Phase::Scheduled || member.is_some_and(|it| people.participant(it).is_some());
            (phase, situation(contest), expectations(contest), summary(contest), enrolled)
        })
        .await?;
    let over = phase.is_over();
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
        can_play: belongs && enrolled && !over,
        can_host: can_host && !over,
        can_present: can_present && !over,
        has_results: over && may_read,
        too_late: belongs && !enrolled && !over,
        over,
        sign_in_needed: person.is_none(),
    })?;
    if person.is_none()
        && let Some(cookie) = next::remember(&path, house.auth.front.is_secure(&request))
    {
        response.add_cookie(&cookie).map_err(|error| Refusal::Broken(Box::new(error)))?;
    }
    Ok(response)
}

pub(super) fn situation(contest: &Contest) -> Situation {
    let plan = contest.plan();
    let sentence = match contest.phase() {
        Phase::Scheduled => format!("Phòng chờ mở lúc {}.", wording::moment(plan.starts_at - plan.rules.lobby_before)),
        Phase::Lobby => "Phòng chờ đã mở. Đồng chí vào phòng thi và đợi bắt đầu.".to_owned(),
        Phase::Paused { .. } => {
            "Kỳ thi tạm dừng và sẽ tiếp tục. Những gì đã ghi nhận vẫn được giữ; đồng chí cứ ở lại phòng thi.".to_owned()
        }
        Phase::Running { closed: false } => {
            "Đang trong khung giờ thi. Đồng chí bắt đầu lúc nào cũng được, trước khi hết giờ.".to_owned()
        }
        Phase::Running { closed: true } => "Đã hết giờ bắt đầu. Ai đang làm bài thì làm tiếp cho xong.".to_owned(),
        Phase::Finished => "Kỳ thi đã kết thúc. Kết quả đang chờ bí thư xác nhận.".to_owned(),
        Phase::Confirmed => "Kết quả đã được xác nhận, đang chờ công bố.".to_owned(),
        Phase::Published => "Kết quả đã được công bố.".to_owned(),
        _ => "Kỳ thi đang diễn ra. Đồng chí vào ngay thì làm tiếp từ câu đang thi.".to_owned(),
    };
    Situation { word: wording::phase(contest.phase()), sentence }
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
