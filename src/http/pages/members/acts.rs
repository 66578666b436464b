//! What is entered about somebody in their own place: excuse, account.

use actix_web::{HttpRequest, HttpResponse, web};

use super::super::see_other;
use super::show::{self, Refused};
use crate::auth::Person;
use crate::domain::contest::Excuse;
use crate::domain::identity::MemberId;
use crate::http::error::{Page, Refusal};
use crate::http::form::Form;
use crate::http::house::House;
use crate::http::people_access::MemberVisit;
use crate::live::Whom;

const BODY: usize = 16 * 1_024;

/// What somebody sent about a member whose page is theirs to see.
pub(super) struct Asked {
    pub person: Person,
    pub visit: MemberVisit,
    pub form: Form,
}

impl Asked {
    /// `who` says whose it is to enter; nothing is read of what anybody else sends.
    pub async fn of(
        house: &House,
        request: &HttpRequest,
        id: &str,
        body: web::Payload,
        who: fn(MemberVisit) -> Result<MemberVisit, Refusal>,
    ) -> Result<Self, Refusal> {
        let person = house.auth.identify(request).await?;
        let visit = who(house.member_for(&person, id).await?)?;
        Ok(Self { person, visit, form: Form::read(body, BODY).await? })
    }

    pub const fn member(&self) -> MemberId {
        self.visit.record.id
    }

    /// The page with what is wrong beside its field.
    pub async fn refused(
        &self,
        house: &House,
        below: &'static str,
        field: &'static str,
        words: String,
    ) -> Result<HttpResponse, Refusal> {
        self.refused_in(house, below, vec![(field, words)]).await
    }

    /// The same for several fields.
    pub async fn refused_in(
        &self,
        house: &House,
        below: &'static str,
        errors: Vec<(&'static str, String)>,
    ) -> Result<HttpResponse, Refusal> {
        show::refused(house, &self.person, &self.visit, Refused { below, form: &self.form, errors }).await
    }
}

/// Why somebody does not take part at present, or that they do.
pub async fn excuse(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let asked = Asked::of(&house, &request, &id, body, MemberVisit::managed).await?;
    let (excuse, done) = match asked.form.text("excuse") {
        "" => (None, "back"),
        name => match Excuse::from_name(name) {
            Some(excuse) => (Some(excuse.name()), "excused"),
            None => {
                let words = "Đồng chí chọn lý do trong danh sách.".to_owned();
                return Ok(asked.refused(&house, "excuse", "excuse", words).await?);
            }
        },
    };
    let member = asked.member();
    house.store.set_excuse(member, excuse).await.map_err(Refusal::from)?;
    Ok(see_other(&format!("/members/{member}?done={done}")))
}

pub async fn disable(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let member = house.managed(&person, &id).await?;
    house.auth.disable(member).await.map_err(Refusal::from)?;
    house.registry.kick(Whom::Member(member)).await;
    Ok(see_other(&format!("/members/{member}?done=disabled")))
}

pub async fn enable(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let member = house.managed(&person, &id).await?;
    house.store.enable_member(member).await.map_err(Refusal::from)?;
    Ok(see_other(&format!("/members/{member}?done=enabled")))
}
