//! Who may look at a result that is being confirmed, and what is theirs to do.

use actix_web::HttpRequest;

use crate::auth::Person;
use crate::domain::role::Action;
use crate::http::error::Refusal;
use crate::http::house::{House, Visit};
use crate::store::Act;

pub(super) struct Desk {
    pub person: Person,
    pub visit: Visit,
    /// What was written with the record's entries, and by whom.
    pub acts: Vec<Act>,
}

impl Desk {
    /// For whoever decides on results or countersigns them.
    pub async fn open(house: &House, request: &HttpRequest, id: &str) -> Result<Self, Refusal> {
        let person = house.auth.identify(request).await?;
        let visit = house.visit(id, &person).await?;
        if !person.may(&house.store, Action::Countersign, visit.row.unit).await? {
            return Err(Refusal::Forbidden);
        }
        let acts = house.store.acts(visit.row.id).await?;
        Ok(Self { person, visit, acts })
    }

    /// The same for whoever decides.
    pub async fn deciding(house: &House, request: &HttpRequest, id: &str) -> Result<Self, Refusal> {
        let desk = Self::open(house, request, id).await?;
        if desk.visit.may_host { Ok(desk) } else { Err(Refusal::Forbidden) }
    }

    pub fn path(&self) -> String {
        format!("/contests/{}/confirm", self.visit.row.id)
    }
}
