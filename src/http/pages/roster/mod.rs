//! A unit's list of members out of a file and into one, and what is known of a member.

mod choice;
mod confirm;
mod details;
mod export;
mod import;
mod preview;
mod words;

use serde::{Deserialize, Serialize};

use crate::auth::Person;
use crate::domain::identity::{DraftId, UnitId};
use crate::domain::role::Action;
use crate::domain::roster::{Line, card_key};
use crate::exchange::RosterPreview;
use crate::http::error::Refusal;
use crate::http::house::House;
use crate::store::{Draft, DraftKind, Unit};

pub use confirm::{confirm, discard};
pub use details::{DetailLine, detail_lines};
pub use export::{csv, template, workbook};
pub use import::{form, upload};
pub use preview::show;
pub use words::{label, value};

/// What an import's draft holds.
#[derive(Serialize, Deserialize)]
struct Brought {
    /// As the file is called.
    file: String,
    preview: RosterPreview,
}

impl Brought {
    fn lines(&self) -> Vec<Line> {
        let line =
            |line: &crate::exchange::RosterLine| Line { entry: line.entry.clone(), is_sound: line.problems.is_empty() };
        self.preview.lines.iter().map(line).collect()
    }

    /// Of all cards that the file names.
    fn cards(&self) -> std::collections::BTreeSet<String> {
        self.preview.lines.iter().filter_map(|line| line.entry.details.card.as_deref()).map(card_key).collect()
    }
}

/// An open unit whose members this person may manage; nobody else hears whether there is one.
async fn desk(house: &House, person: &Person, id: &str) -> Result<Unit, Refusal> {
    let Ok(id) = id.parse::<UnitId>() else { return Err(Refusal::NotFound) };
    if !person.may(&house.store, Action::ManageMembers, id).await? {
        return Err(Refusal::Forbidden);
    }
    house.store.unit(id).await?.filter(|unit| unit.closed_at.is_none()).ok_or(Refusal::NotFound)
}

/// An import of this person's at this unit that is not confirmed yet.
async fn brought(house: &House, person: &Person, unit: &Unit, id: &str) -> Result<Option<(DraftId, Brought)>, Refusal> {
    let Ok(id) = id.parse::<DraftId>() else { return Err(Refusal::NotFound) };
    let draft = house.store.draft(id, person.member).await?;
    let own = |draft: &Draft| draft.kind == DraftKind::RosterImport && draft.unit == unit.id;
    let Some(draft) = draft.filter(own) else { return Ok(None) };
    let brought = serde_json::from_str(&draft.body).map_err(|error| Refusal::Broken(Box::new(error)))?;
    Ok(Some((id, brought)))
}
