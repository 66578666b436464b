//! Next month's contest: filled in on one page, looked at as members will read it, then published.

mod blueprint;
mod cancel;
mod change;
mod defaults;
mod form;
mod preview;
mod questions;
mod typed;
mod wording;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::{html, see_other};
use crate::auth::Person;
use crate::domain::contest_entry::{ContestEntry, ContestProblem, LineEntry, MOST_LINES, spread};
use crate::domain::draw::Candidate;
use crate::domain::identity::DraftId;
use crate::domain::role::Action;
use crate::http::error::{Page, Refusal};
use crate::http::form::Form;
use crate::http::house::House;
use crate::store::{Draft, DraftKind, Unit};

pub use cancel::cancel;
pub(super) use preview::planned_contest;
pub use preview::{discard, preview, publish};
pub use questions::check;

/// A form of ten lines and 150 people, at nine bytes a letter.
const BODY: usize = 128 * 1_024;

/// A contest that is being planned, and who plans it.
struct Desk {
    person: Person,
    unit: Unit,
    /// What may be drawn today.
    pool: Vec<Candidate>,
}

impl Desk {
    async fn open(house: &House, request: &HttpRequest, id: &str) -> Result<Self, Refusal> {
        let person = house.auth.identify(request).await?;
        let unit = unit_to_schedule(house, &person, id).await?;
        let pool = crate::live::pool(&house.store, unit.id).await?;
        Ok(Self { person, unit, pool })
    }

    fn path(&self) -> String {
        format!("/units/{}/contests/new", self.unit.id)
    }

    /// One's own draft of a contest of this unit.
    async fn draft(&self, house: &House, id: &str) -> Result<(Draft, ContestEntry), Refusal> {
        let id: DraftId = id.parse().map_err(|_| Refusal::NotFound)?;
        let draft = house.store.draft(id, self.person.member).await?.ok_or(Refusal::NotFound)?;
        if draft.kind != DraftKind::Contest || draft.unit != self.unit.id {
            return Err(Refusal::NotFound);
        }
        let entry = serde_json::from_str(&draft.body).map_err(|error| Refusal::Broken(Box::new(error)))?;
        Ok((draft, entry))
    }
}

/// A unit whose contests this person may make; nobody else hears whether there is one.
pub(super) async fn unit_to_schedule(house: &House, person: &Person, id: &str) -> Result<Unit, Refusal> {
    let Ok(id) = id.parse() else { return Err(Refusal::NotFound) };
    if !person.may(&house.store, Action::Schedule, id).await? {
        return Err(Refusal::Forbidden);
    }
    house.store.unit(id).await?.ok_or(Refusal::NotFound)
}

#[derive(Debug, Deserialize)]
pub struct NewQuery {
    #[serde(default)]
    draft: String,
    /// Of the year plan.
    #[serde(default)]
    year: String,
    #[serde(default)]
    period: String,
    /// A contest to be planned anew.
    #[serde(default)]
    again: String,
    #[serde(default)]
    done: String,
}

/// The form: a draft of one's own, a contest planned anew, or what the unit would most likely want next.
pub async fn new(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    query: web::Query<NewQuery>,
) -> Result<HttpResponse, Page> {
    let desk = Desk::open(&house, &request, &id).await?;
    let (kept, entry) = if !query.again.is_empty() {
        (None, change::again(&house, &desk, &query.again).await?)
    } else if query.draft.is_empty() {
        (None, defaults::entry(&house, &desk, &query.year, &query.period).await?)
    } else {
        let (draft, entry) = desk.draft(&house, &query.draft).await?;
        (Some((draft.id, draft.version)), entry)
    };
    let problems = if query.done == "check" { desk.problems(&house, &entry).await? } else { Vec::new() };
    let note = (query.done == "saved").then_some("Đã lưu bản nháp. Chỉ đồng chí thấy bản nháp này.");
    Ok(html(&form::page(&house, &desk, entry, kept, &problems, note, "").await?)?)
}

/// What the form's buttons do: look at the whole, or change the lines and go on.
pub async fn fill_in(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let desk = Desk::open(&house, &request, &id).await?;
    let form = Form::read(body, BODY).await?;
    let mut entry = typed::entry(&form, &house.store.roster_of(desk.unit.id).await?);
    match form.text("act") {
        "add" if entry.lines.len() < MOST_LINES => entry.lines.push(LineEntry::default()),
        "spread" => entry.lines = spread(&entry.reading, &desk.pool),
        _ => {}
    }
    let (draft, elsewhere) = desk.keep(&house, &form, &entry).await?;
    let mut note = elsewhere.then_some(
        "Bản nháp này đã được sửa ở một trang khác. Những gì đồng chí vừa nhập được giữ thành bản nháp riêng, chưa mất gì.",
    );
    let problems = match form.text("act") {
        "save" => return Ok(see_other(&format!("{}?draft={}&done=saved", desk.path(), draft.0))),
        "add" | "spread" | "find" => Vec::new(),
        act => {
            let problems = desk.problems(&house, &entry).await?;
            if problems.is_empty() && act == "preview" {
                return Ok(see_other(&format!("{}/{}", desk.path(), draft.0)));
            }
            if problems.is_empty() {
                note = note.or(Some("Mọi mục đều dùng được. Đồng chí có thể xem trước rồi công bố."));
            }
            problems
        }
    };
    let refused = !problems.is_empty();
    let mut response = html(&form::page(&house, &desk, entry, Some(draft), &problems, note, form.text("find")).await?)?;
    if refused {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

impl Desk {
    /// All that keeps an entry from being published now.
    async fn problems(&self, house: &House, entry: &ContestEntry) -> Result<Vec<ContestProblem>, Refusal> {
        let members = house.store.roster_of(self.unit.id).await?.len();
        let mut problems = entry.planned(house.auth.now(), members, &self.pool).err().unwrap_or_default();
        problems.extend(change::problem(house, self, entry).await?);
        Ok(problems)
    }

    /// Saves what was typed over the draft it was typed into; where that was saved elsewhere since,
    /// beside it.
    async fn keep(&self, house: &House, form: &Form, entry: &ContestEntry) -> Result<((DraftId, u32), bool), Refusal> {
        let body = serde_json::to_string(entry).map_err(|error| Refusal::Broken(Box::new(error)))?;
        let now = house.auth.now();
        let known = match form.text("draft") {
            "" => None,
            id => self.draft(house, id).await.ok(),
        };
        let base: u32 = form.text("version").parse().unwrap_or_default();
        if let Some((draft, _)) = &known
            && let Some(version) = house.store.save_draft(draft.id, base, &body, now).await?
        {
            return Ok(((draft.id, version), false));
        }
        let new = Draft {
            id: DraftId(uuid::Uuid::now_v7()),
            kind: DraftKind::Contest,
            unit: self.unit.id,
            member: self.person.member,
            version: 1,
            body,
            saved_at: now,
        };
        house.store.insert_draft(&new).await?;
        Ok(((new.id, 1), known.is_some()))
    }
}
