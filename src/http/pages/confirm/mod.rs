//! Confirming a result: who came and who did not, places, what to look at again, what was decided, and the steps to
//! the publication and to its correction.

mod access;
mod asked;
mod attendance;
mod decision;
mod effect;
mod history;
mod questions;
mod steps;
mod words;

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use self::access::Desk;
use self::attendance::{Absent, Watched};
use self::history::{Decided, Version};
use self::questions::QuestionLine;
use super::results::{CloseFinish, Excerpt, ResultRow, close_finish, rows};
use super::{SignedIn, html};
use crate::domain::contest::{Confirmation, Contest, Phase};
use crate::domain::role::{Action, Role};
use crate::http::error::{Page, Refusal};
use crate::http::house::House;
use crate::http::wording;
use crate::live::People;
use crate::store::Act;

pub use decision::{look, take};
pub(super) use history::{Correction, corrections};
pub use steps::{confirm, countersign, publish};

#[derive(Template)]
#[template(path = "confirm.html", config = ".askama.toml")]
struct ConfirmPage {
    assets: String,
    title: String,
    heading: String,
    signed_in: Option<SignedIn>,
    contest_id: String,
    unit: String,
    starts_at_text: String,
    done: Option<&'static str>,
    /// Why a step was not taken.
    not_done: Option<&'static str>,
    state: State,
    seen: u64,
    may_decide: bool,
    rate_text: String,
    ranking: Excerpt,
    outside: Vec<ResultRow>,
    units: bool,
    close: Option<CloseFinish>,
    contested: Vec<ContestedLine>,
    absent: Vec<Absent>,
    /// Absent beyond those.
    further_absent: usize,
    watched: Vec<Watched>,
    questions: Vec<QuestionLine>,
    decided: Vec<Decided>,
    versions: Vec<Version>,
    /// Who may do what.
    roles: Vec<String>,
}

/// Where the result stands, and what is next.
struct State {
    word: &'static str,
    sentence: String,
    can_confirm: bool,
    can_countersign: bool,
    can_publish: bool,
    publish_label: String,
}

/// People whose order may be decided.
struct ContestedLine {
    place: u32,
    people: String,
    decided: bool,
}

#[derive(Debug, Deserialize)]
pub struct ConfirmQuery {
    #[serde(default)]
    done: String,
    /// `all` shows a hall's whole table.
    #[serde(default)]
    rows: String,
}

pub async fn show(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    query: web::Query<ConfirmQuery>,
) -> Result<HttpResponse, Page> {
    let desk = Desk::open(&house, &request, &id).await?;
    let (acts, may_decide, all) = (desk.acts.clone(), desk.visit.may_host, query.rows == "all");
    let member = desk.person.member;
    let page = desk.visit.ask(move |contest, people| {
        let is_own = |seq: &u64| acts.iter().any(|act| act.seq == *seq && act.by == Some(member));
        let confirmed_it = contest.confirmations().first().is_some_and(is_own);
        contest.phase().is_over().then(|| page(contest, people, &acts, may_decide, confirmed_it, all))
    });
    let mut page = page.await?.ok_or(Refusal::NotOver)?;
    page.signed_in = Some(SignedIn::of(&desk.person));
    page.roles = roles(&house, &desk).await?;
    page.done = match query.done.as_str() {
        "decided" => Some("Đã ghi quyết định. Kết quả đã được tính lại."),
        "confirmed" => Some("Đã xác nhận kết quả."),
        "countersigned" => Some("Đã xác nhận lần thứ hai."),
        "published" => Some("Đã công bố kết quả."),
        _ => None,
    };
    page.not_done = match query.done.as_str() {
        "changed" => Some("Trong lúc đồng chí xem, kết quả đã có thay đổi. Đồng chí xem lại trang này rồi bấm lại."),
        "same-person" => Some("Đồng chí là người đã xác nhận lần đầu, nên lần thứ hai phải do một đồng chí khác."),
        _ => None,
    };
    Ok(html(&page)?)
}

fn page(
    contest: &Contest,
    people: &People,
    acts: &[Act],
    may_decide: bool,
    confirmed_it: bool,
    all: bool,
) -> ConfirmPage {
    let table = contest.table();
    let results = &table.results;
    let rows = rows(contest, results, people, None, true);
    let (ranked, outside): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.place.is_some());
    let (absent, further_absent) = attendance::absent(contest, people);
    let heading = wording::inert(&contest.plan().title);
    ConfirmPage {
        assets: crate::http::assets::prefix(),
        title: format!("Xác nhận kết quả: {heading}"),
        heading,
        signed_in: None,
        contest_id: contest.plan().contest.to_string(),
        unit: wording::inert(&contest.plan().unit),
        starts_at_text: wording::moment(contest.plan().starts_at),
        done: None,
        not_done: None,
        state: state(contest, may_decide, confirmed_it),
        seen: contest.head().seq,
        may_decide,
        rate_text: effect::rate(results),
        units: contest.units().len() > 1,
        ranking: if all { Excerpt::whole(ranked) } else { Excerpt::of(ranked) },
        outside,
        close: close_finish(contest, people, results),
        contested: contested(contest, people),
        absent,
        further_absent,
        watched: attendance::watched(contest, people),
        questions: questions::lines(contest),
        decided: history::decided(contest, people, acts),
        versions: history::versions(contest, acts),
        roles: Vec::new(),
    }
}

fn state(contest: &Contest, may_decide: bool, confirmed_it: bool) -> State {
    let next = contest.publications().len();
    let two = contest.rules().confirmation == Confirmation::Two;
    let (word, sentence) = match contest.phase() {
        Phase::Published => (
            "Đã công bố",
            "Cần sửa thì quyết định ở các mục dưới đây, có lý do. Kết quả được tính lại, xác nhận và công bố thành bản đính \
             chính; bản đã công bố được giữ nguyên."
                .to_owned(),
        ),
        Phase::Confirmed if contest.awaits_countersignature() => {
            ("Chờ xác nhận lần hai", "Thể lệ cần một đồng chí khác xác nhận trước khi công bố.".to_owned())
        }
        Phase::Confirmed => ("Đã xác nhận", "Kết quả chờ công bố.".to_owned()),
        _ if contest.is_being_corrected() => (
            "Đang đính chính",
            format!(
                "Đảng viên vẫn thấy bản công bố lần {next} cho đến khi bản đính chính được xác nhận và công bố. Trang này là kết \
                 quả sau khi sửa."
            ),
        ),
        _ if two => (
            "Chờ xác nhận",
            "Đồng chí xem hết trang này rồi xác nhận. Sau đó một đồng chí khác xác nhận lần hai trước khi công bố.".to_owned(),
        ),
        _ => ("Chờ xác nhận", "Đồng chí xem hết trang này rồi xác nhận.".to_owned()),
    };
    State {
        word,
        sentence,
        can_confirm: may_decide && *contest.phase() == Phase::Finished,
        can_countersign: contest.awaits_countersignature() && !confirmed_it,
        can_publish: may_decide && contest.may_publish(),
        publish_label: if next == 0 { "Công bố kết quả" } else { "Công bố bản đính chính" }.to_owned(),
    }
}

fn contested(contest: &Contest, people: &People) -> Vec<ContestedLine> {
    let of_prizes = |place: u32| place <= contest.rules().prize_places.max(PODIUM);
    let groups = contest.contested().into_iter();
    groups
        .filter(|group| of_prizes(group.place) && group.people.len() <= ORDERED)
        .map(|group| {
            let order = group.decided.as_ref().unwrap_or(&group.people);
            let names: Vec<String> = order.iter().map(|one| words::name(people, *one)).collect();
            ContestedLine { place: group.place, people: names.join(", "), decided: group.decided.is_some() }
        })
        .collect()
}

/// Shared places are offered for a decision as far down as these, also where fewer are commended.
const PODIUM: u32 = 3;
/// More people than these share a place and are left so.
const ORDERED: usize = 12;

/// Who decides and who confirms as the second, by name as far as roles are held at the unit itself.
async fn roles(house: &House, desk: &Desk) -> Result<Vec<String>, Refusal> {
    let holders = house.store.role_holders(desk.visit.row.unit).await?;
    let names = |allowed: fn(Role) -> bool| {
        let mut names: Vec<String> =
            holders.iter().filter(|holder| allowed(holder.role)).map(|holder| wording::inert(&holder.name)).collect();
        names.dedup();
        names.join(", ")
    };
    let deciding = names(|role| role.allows(Action::Host));
    let signing = names(|role| role.allows(Action::Countersign));
    let line = |what: &str, who: String| (!who.is_empty()).then(|| format!("{what}: {who}."));
    let lines = [line("Quyết định, xác nhận và công bố", deciding), line("Xác nhận lần hai", signing)];
    Ok(lines.into_iter().flatten().collect())
}
