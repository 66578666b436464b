//! A picture of a question that a contest has asked.

use actix_web::{HttpRequest, HttpResponse, web};

use crate::domain::contest::Audience;
use crate::domain::ledger::{Hash, parse_hex};
use crate::domain::role::Action;
use crate::http::error::{Page, Refusal};
use crate::http::house::House;

/// For whom the question has been opened, and from then on.
pub async fn image(
    house: web::Data<House>,
    request: HttpRequest,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Page> {
    let (contest, hash) = path.into_inner();
    let person = house.auth.identify(&request).await?;
    let visit = house.visit(&contest, &person).await?;
    let hash = Hash(parse_hex(&hash).ok_or(Refusal::NotFound)?);
    let may_present = person.may(&house.store, Action::Present, visit.row.unit).await?;
    let member = person.member;
    let asked = visit
        .ask(move |contest, people| {
            let audience = match people.participant(member) {
                Some(participant) => Audience::Member(participant),
                None => Audience::Hall,
            };
            let is_here = may_present || audience != Audience::Hall || contest.phase().is_over();
            let shown =
                contest.shows_image(audience, hash) || (may_present && contest.shows_image(Audience::Hall, hash));
            is_here && shown
        })
        .await?;
    if !asked {
        return Err(Refusal::NotFound.into());
    }
    Ok(house.send_image(hash).await?)
}
