//! Questions out of a file: read, looked through, mended where they stand, and kept when somebody confirms them.

mod begin;
mod belonging;
mod keep;
mod mend;
mod review;
mod words;

use actix_web::{HttpRequest, HttpResponse, web};

use super::see_other;
use crate::auth::Person;
use crate::domain::identity::DraftId;
use crate::exchange::BankImport;
use crate::http::error::{Page, Refusal};
use crate::http::house::House;
use crate::store::{Draft, DraftKind, Unit};

pub use begin::{begin, read};
pub use mend::{mend, show_question};
pub use review::{review, update};

/// How often a save is tried against one's own other tabs before the storage is taken to be in trouble.
const TRIES: usize = 4;

/// An import that its author has before them.
struct Open {
    unit: Unit,
    draft: Draft,
    import: BankImport,
}

impl Open {
    /// Somebody's own import at a unit; `None` once it was confirmed, thrown away, or was never there.
    async fn find(house: &House, person: &Person, unit: Unit, id: DraftId) -> Result<Option<Self>, Refusal> {
        let draft = house.store.draft(id, person.member).await?;
        let Some(draft) = draft.filter(|it| it.kind == DraftKind::BankImport && it.unit == unit.id) else {
            return Ok(None);
        };
        let import = contents(&draft)?;
        Ok(Some(Self { unit, draft, import }))
    }

    /// Where it is looked through.
    fn address(&self) -> String {
        format!("/units/{}/bank/import/{}", self.unit.id, self.draft.id)
    }

    /// Saves what was made of it; false if another tab did meanwhile.
    async fn save(&mut self, house: &House) -> Result<bool, Refusal> {
        let body = serde_json::to_string(&self.import).map_err(|error| Refusal::Broken(error.into()))?;
        let version = house.store.save_draft(self.draft.id, self.draft.version, &body, house.auth.now()).await?;
        if let Some(version) = version {
            self.draft.version = version;
        }
        Ok(version.is_some())
    }
}

fn contents(draft: &Draft) -> Result<BankImport, Refusal> {
    serde_json::from_str(&draft.body).map_err(|error| Refusal::Broken(error.into()))
}

fn identifier(text: &str) -> Result<DraftId, Refusal> {
    text.parse().map_err(|_| Refusal::NotFound)
}

/// Throws an import away.
pub async fn discard(
    house: web::Data<House>,
    request: HttpRequest,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Page> {
    let (unit, id) = path.into_inner();
    let person = house.auth.identify(&request).await?;
    let unit = house.desk(&person, &unit).await?;
    let id = identifier(&id)?;
    let desk = format!("/units/{}/bank/import", unit.id);
    if let Some(open) = Open::find(&house, &person, unit, id).await? {
        house.store.delete_draft(open.draft.id).await?;
    }
    // Another tab may have confirmed it: then nothing was thrown away, and its last page says what was kept.
    let is_kept = house.store.question_import(id).await?.is_some_and(|(import, _)| import.member == person.member);
    Ok(see_other(&if is_kept { format!("{desk}/{id}") } else { format!("{desk}?done=discarded") }))
}
