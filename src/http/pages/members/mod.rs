//! The people of a unit: who they are now, and who they were on any date.

mod acts;
mod cards;
mod details;
mod moves;
mod new;
mod roles;
mod show;

use std::collections::BTreeSet;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::{Deserialize, Serialize};

use super::blocks::Select;
use super::{SignedIn, html, people_words};
use crate::domain::contest::Excuse;
use crate::domain::identity::MemberId;
use crate::domain::name::is_found_by;
use crate::domain::organisation::Attendance;
use crate::domain::role::Action;
use crate::http::calendar::Day;
use crate::http::error::{Page, Refusal};
use crate::http::form::{Choice, Field};
use crate::http::house::House;
use crate::http::wording;
use crate::store::ListedMember;

pub use acts::{disable, enable, excuse};
pub use cards::{card, cards, cards_form};
pub use details::correct;
pub use moves::{admit, leave, lend, make_official, return_home, transfer};
pub use new::{create, new};
pub use roles::{grant, withdraw};
pub use show::show;

/// Lines of one page: about as many as a list on paper has on two sheets.
const PAGE: usize = 100;

#[derive(Template)]
#[template(path = "members.html", config = ".askama.toml")]
struct MembersPage {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    unit: String,
    unit_id: String,
    is_open: bool,
    /// Another day than today.
    past: Option<String>,
    counts: Vec<String>,
    q: Field,
    on: Field,
    show: Select,
    found: usize,
    rows: Vec<Row>,
    pages: usize,
    page: usize,
    before: Option<String>,
    after: Option<String>,
}

struct Row {
    name: String,
    href: Option<String>,
    /// Where it is not the unit of the page.
    unit: Option<String>,
    tags: Vec<&'static str>,
}

#[derive(Clone, Deserialize, Serialize)]
pub struct ListQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    on: String,
    #[serde(default)]
    show: String,
    #[serde(default)]
    page: String,
}

/// A part of the list: its name in the address, its words, and who is in it.
type Part = (&'static str, &'static str, fn(&ListedMember) -> bool);

const PARTS: [Part; 7] = [
    ("", "Tất cả", |_| true),
    ("probation", "Đảng viên dự bị", |listed| !listed.official),
    ("guests", "Sinh hoạt tạm thời", |listed| listed.attendance == Attendance::Temporary),
    ("excused", "Có lý do vắng", |listed| listed.excuse.is_some()),
    ("never", "Chưa đăng nhập lần nào", |listed| !listed.has_signed_in),
    ("without-card", "Chưa có thẻ mời", |listed| !listed.has_link),
    ("disabled", "Đã ngừng tài khoản", |listed| listed.disabled),
];

pub async fn list(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    query: web::Query<ListQuery>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let unit = house.unit_to(&person, Action::ManageMembers, &id).await?;
    let now = house.auth.now();
    let today = Day::of(now);
    let (day, problem) = match Day::read(&query.on) {
        _ if query.on.trim().is_empty() => (today, None),
        Some(day) if day <= today => (day, None),
        Some(_) => (today, Some("Ngày này chưa tới. Dưới đây là danh sách hôm nay.")),
        None => (today, Some("Đồng chí nhập ngày theo mẫu 1/3/2026. Dưới đây là danh sách hôm nay.")),
    };
    let is_past = day != today;
    let all = house.store.members_within(unit.id, day.end(now)).await.map_err(Refusal::from)?;
    // Whoever has gone elsewhere since is kept by others.
    let present: Option<BTreeSet<MemberId>> = match is_past {
        true => {
            let present = house.store.members_within(unit.id, now).await.map_err(Refusal::from)?;
            Some(present.into_iter().map(|listed| listed.id).collect())
        }
        false => None,
    };
    let (_, _, is_in) = *PARTS.iter().find(|(name, _, _)| *name == query.show).unwrap_or(&PARTS[0]);
    let found: Vec<&ListedMember> =
        all.iter().filter(|listed| is_in(listed) && is_found_by(&listed.name, &query.q)).collect();
    let pages = found.len().div_ceil(PAGE).max(1);
    let page = query.page.parse::<usize>().unwrap_or(1).clamp(1, pages);
    let row = |listed: &&ListedMember| Row {
        name: wording::inert(&listed.name),
        href: present
            .as_ref()
            .is_none_or(|present| present.contains(&listed.id))
            .then(|| format!("/members/{}", listed.id)),
        unit: (listed.unit != unit.id).then(|| wording::inert(&listed.unit_name)),
        tags: tags(listed, is_past),
    };
    let address = |page: usize| {
        let query = ListQuery { page: page.to_string(), ..query.0.clone() };
        format!("/units/{}/members?{}", unit.id, serde_urlencoded::to_string(query).unwrap_or_default())
    };
    let mut response = html(&MembersPage {
        assets: crate::http::assets::prefix(),
        title: "Danh sách đảng viên".to_owned(),
        signed_in: Some(SignedIn::of(&person)),
        unit: wording::inert(&unit.name),
        unit_id: unit.id.to_string(),
        is_open: unit.closed_at.is_none(),
        past: is_past.then(|| day.words()),
        counts: counts(&all, is_past),
        q: Field::new("q", "Tìm theo tên", &wording::inert(&query.q), 100).hint("Không cần dấu: dat tìm được Đạt."),
        on: Field::new("on", "Danh sách vào ngày", &wording::inert(&query.on), 20)
            .hint("Ví dụ 1/3/2026. Để trống là hôm nay.")
            .error(problem),
        show: Select {
            name: "show".to_owned(),
            label: "Chỉ xem".to_owned(),
            hint: "",
            choices: PARTS.iter().map(|part| choice(part, &query.show)).collect(),
            error: None,
        },
        found: found.len(),
        rows: found.iter().skip((page - 1) * PAGE).take(PAGE).map(row).collect(),
        pages,
        page,
        before: (page > 1).then(|| address(page - 1)),
        after: (page < pages).then(|| address(page + 1)),
    })?;
    if problem.is_some() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

fn choice((value, words, _): &Part, chosen: &str) -> Choice {
    Choice { value: (*value).to_owned(), words: (*words).to_owned(), chosen: *value == chosen }
}

/// Nobody is counted twice: a guest is at home elsewhere.
fn counts(all: &[ListedMember], is_past: bool) -> Vec<String> {
    let regular = || all.iter().filter(|listed| listed.attendance == Attendance::Regular);
    let official = regular().filter(|listed| listed.official).count();
    let (total, guests) = (regular().count(), all.len() - regular().count());
    let excused = regular().filter(|listed| listed.excuse.is_some()).count();
    let mut counts = vec![format!("{total} đảng viên: {official} chính thức, {} dự bị", total - official)];
    if guests > 0 {
        counts.push(format!("{guests} đồng chí sinh hoạt tạm thời"));
    }
    if excused > 0 && !is_past {
        counts.push(format!("{excused} đồng chí có lý do vắng"));
    }
    counts
}

/// An excuse and an account are of today.
fn tags(listed: &ListedMember, is_past: bool) -> Vec<&'static str> {
    let mut tags = Vec::new();
    if !listed.official {
        tags.push("Dự bị");
    }
    if listed.attendance == Attendance::Temporary {
        tags.push("Sinh hoạt tạm thời");
    }
    if is_past {
        return tags;
    }
    tags.extend(listed.excuse.as_deref().and_then(Excuse::from_name).map(people_words::excuse));
    if listed.disabled {
        tags.push("Đã ngừng tài khoản");
    } else if !listed.has_signed_in {
        tags.push("Chưa đăng nhập");
    }
    tags
}
