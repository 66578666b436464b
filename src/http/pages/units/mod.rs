//! The organisation: a unit's page with its past, and what can be changed of it.

mod arrange;
pub(super) mod change;
pub(super) mod consequences;
mod merge;
mod split;

use std::collections::{BTreeMap, BTreeSet};

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::ahead::{self, AheadLine};
use super::home::Desk;
use super::{SignedIn, html, people_words};
use crate::auth::Person;
use crate::domain::identity::UnitId;
use crate::domain::organisation::Version;
use crate::domain::time::Timestamp;
use crate::http::calendar::Day;
use crate::http::error::{Page, Refusal};
use crate::http::house::House;
use crate::http::people_access::UnitVisit;
use crate::http::wording;
use crate::store::{Unit, UnitKind, UnitLine};

pub use arrange::{close, close_form, found, found_form, move_below, move_form, rename, rename_form};
pub use merge::{merge, merge_form};
pub use split::{split, split_form};

#[derive(Template)]
#[template(path = "units.html", config = ".askama.toml")]
struct UnitsPage {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    /// Where one's roles are held.
    held: Vec<Line>,
    own: Link,
    /// What could not be made on its day.
    ahead: Vec<AheadLine>,
}

#[derive(Template)]
#[template(path = "unit.html", config = ".askama.toml")]
struct UnitPage {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    name: String,
    kind: String,
    done: Option<&'static str>,
    closed_since: Option<String>,
    /// From the top down.
    above: Vec<Link>,
    parent_id: Option<String>,
    members: u32,
    holders: Vec<Holder>,
    below: Vec<Line>,
    ahead: Vec<AheadLine>,
    past: Vec<String>,
    predecessors: Vec<Link>,
    successors: Vec<Link>,
    /// The unit's desk, for whoever works there.
    desk: Option<Desk>,
    unit_id: String,
    reaches: bool,
    may_manage_members: bool,
    may_found: bool,
    may_manage: bool,
    may_split: bool,
}

/// A unit, with its address if one may go there.
struct Link {
    words: String,
    href: Option<String>,
}

struct Line {
    id: String,
    name: String,
    kind: String,
    members: u32,
}

struct Holder {
    name: String,
    role: &'static str,
    href: Option<String>,
}

#[derive(Deserialize)]
pub struct UnitQuery {
    #[serde(default)]
    done: String,
}

/// Where one's roles reach from.
pub async fn top(house: web::Data<House>, request: HttpRequest) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let kinds = house.store.unit_kinds().await.map_err(Refusal::from)?;
    let held: BTreeSet<UnitId> = person.grants.iter().map(|grant| grant.unit).collect();
    let mut lines = Vec::new();
    for unit in held {
        lines.extend(house.store.unit_line(unit).await.map_err(Refusal::from)?.map(|unit| line(unit, &kinds)));
    }
    lines.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(html(&UnitsPage {
        assets: crate::http::assets::prefix(),
        title: "Tổ chức và đảng viên".to_owned(),
        held: lines,
        ahead: ahead::in_vain(&house, &person).await?,
        own: Link { words: wording::inert(&person.unit_name), href: Some(format!("/units/{}", person.unit)) },
        signed_in: Some(SignedIn::of(&person)),
    })?)
}

pub async fn show(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    query: web::Query<UnitQuery>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let visit = house.unit_for(&person, &id).await?;
    let done = match query.done.as_str() {
        "founded" => Some("Đã lập tổ chức."),
        "renamed" => Some("Đã đổi tên. Tên cũ vẫn được giữ trong lịch sử."),
        "moved" => Some("Đã chuyển tổ chức về cấp trên mới."),
        "merged" => Some("Đã sáp nhập. Lịch sử của từng tổ chức vẫn tra được."),
        "split" => Some("Đã chia tách."),
        "closed" => Some("Đã ghi kết thúc hoạt động. Những gì đã có vẫn tra được."),
        other => ahead::done(other),
    };
    Ok(html(&page(&house, &person, visit, done).await?)?)
}

async fn page(
    house: &House,
    person: &Person,
    visit: UnitVisit,
    done: Option<&'static str>,
) -> Result<UnitPage, Refusal> {
    let ahead = ahead::of_unit(house, person, &visit).await?;
    let UnitVisit { unit, reaches, may_manage_members, .. } = visit;
    let kinds = house.store.unit_kinds().await?;
    let past = house.store.unit_past(unit.id).await?;
    let named = past.versions.iter().filter_map(|version| version.parent);
    let named = named.chain(past.predecessors.iter().chain(&past.successors).map(|(unit, _)| *unit));
    let named = house.unit_names(named.chain(above(house, &unit).await?)).await?;
    let links = Links { house, person, named: &named };
    let holders = house.store.role_holders(unit.id).await?.into_iter().map(|holder| Holder {
        name: wording::inert(&holder.name),
        role: people_words::role(holder.role),
        href: may_manage_members.then(|| format!("/members/{}", holder.member)),
    });
    let below = if reaches { house.store.units_below(unit.id).await? } else { Vec::new() };
    let mut up = Vec::new();
    for above in above(house, &unit).await? {
        up.push(links.to(above, None).await?);
    }
    let desk = match visit.may_write_questions {
        true => Some(Desk::of(house, person, &unit).await?),
        false => None,
    };
    Ok(UnitPage {
        assets: crate::http::assets::prefix(),
        title: wording::inert(&unit.name),
        signed_in: Some(SignedIn::of(person)),
        name: wording::inert(&unit.name),
        kind: kind_label(&kinds, &unit.kind),
        done,
        closed_since: unit.closed_at.map(|at| Day::of(at).words()),
        above: up,
        parent_id: unit.parent.map(|parent| parent.to_string()),
        members: house.store.unit_line(unit.id).await?.map_or(0, |line| line.members),
        holders: holders.collect(),
        below: below.into_iter().map(|unit| line(unit, &kinds)).collect(),
        ahead,
        past: past.versions.iter().map(|version| version_words(version, &named, &kinds)).collect(),
        predecessors: links.all(&past.predecessors).await?,
        successors: links.all(&past.successors).await?,
        desk,
        unit_id: unit.id.to_string(),
        reaches,
        may_manage_members,
        may_found: visit.may_found,
        may_manage: visit.may_manage,
        may_split: visit.may_split,
    })
}

/// The units above this one in the tree as it is, from the top down.
async fn above(house: &House, unit: &Unit) -> Result<Vec<UnitId>, Refusal> {
    let (mut above, mut next) = (Vec::new(), unit.parent);
    while let Some(parent) = next {
        above.push(parent);
        next = house.store.unit(parent).await?.and_then(|parent| parent.parent);
    }
    above.reverse();
    Ok(above)
}

/// Makes links that lead only where this person may go.
struct Links<'a> {
    house: &'a House,
    person: &'a Person,
    named: &'a BTreeMap<UnitId, Unit>,
}

impl Links<'_> {
    async fn to(&self, unit: UnitId, since: Option<Timestamp>) -> Result<Link, Refusal> {
        let name = self.named.get(&unit).map(|unit| wording::inert(&unit.name)).unwrap_or_default();
        let since = since.map(|since| format!(", từ ngày {}", Day::of(since).words())).unwrap_or_default();
        let href = match self.house.unit_for(self.person, &unit.to_string()).await {
            Ok(_) => Some(format!("/units/{unit}")),
            Err(Refusal::Forbidden) => None,
            Err(refusal) => return Err(refusal),
        };
        Ok(Link { words: format!("{name}{since}"), href })
    }

    async fn all(&self, units: &[(UnitId, Timestamp)]) -> Result<Vec<Link>, Refusal> {
        let mut links = Vec::with_capacity(units.len());
        for (unit, since) in units {
            links.push(self.to(*unit, Some(*since)).await?);
        }
        Ok(links)
    }
}

fn line(line: UnitLine, kinds: &[UnitKind]) -> Line {
    let UnitLine { unit, members } = line;
    Line { kind: kind_label(kinds, &unit.kind), id: unit.id.to_string(), name: wording::inert(&unit.name), members }
}

fn kind_label(kinds: &[UnitKind], kind: &str) -> String {
    kinds.iter().find(|known| known.name == kind).map(|known| wording::inert(&known.label)).unwrap_or_default()
}

/// `Từ 01/01/2025 đến 01/07/2025: Chi bộ A (Chi bộ), trực thuộc Đảng bộ B`.
fn version_words(version: &Version, named: &BTreeMap<UnitId, Unit>, kinds: &[UnitKind]) -> String {
    let since = match version.since {
        // From before the tree was kept over time.
        Timestamp(0) => "Từ đầu".to_owned(),
        since => format!("Từ {}", Day::of(since).words()),
    };
    let until = version.until.map(|until| format!(" đến {}", Day::of(until).words())).unwrap_or_default();
    let kind = kind_label(kinds, &version.kind);
    let kind = if kind.is_empty() { kind } else { format!(" ({kind})") };
    let parent = version.parent.and_then(|parent| named.get(&parent));
    let parent = parent.map(|parent| format!(", trực thuộc {}", wording::inert(&parent.name))).unwrap_or_default();
    format!("{since}{until}: {}{kind}{parent}", wording::inert(&version.name))
}
