//! `POST /contests/{contest}/cancel`: calling a contest off before its lobby opens.

use actix_web::{HttpRequest, HttpResponse, web};

use super::super::see_other;
use crate::domain::contest::{Command, Rejection};
use crate::domain::role::Action;
use crate::domain::text::line;
use crate::http::error::{Page, Refusal};
use crate::http::form::Form;
use crate::http::house::House;
use crate::live::CommandError;
use crate::protocol::HostStep;

const BODY: usize = 8 * 1_024;

pub async fn cancel(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let row = house.contest(&id).await?;
    if !person.may(&house.store, Action::Schedule, row.unit).await? {
        return Err(Refusal::Forbidden.into());
    }
    let reason = line(Form::read(body, BODY).await?.text("reason"));
    let room = house.registry.room(row.id).await?;
    let path = format!("/contests/{}", row.id);
    match room.drive(person.member, HostStep::Command(Command::Cancel { reason })).await {
        Ok(()) => Ok(see_other(&format!("{path}?done=cancelled"))),
        // Pressed twice, or too late: the page shows how it stands.
        Err(CommandError::Rejected(Rejection::WrongPhase)) => Ok(see_other(&path)),
        Err(CommandError::Rejected(Rejection::ReasonRequired)) => {
            Ok(see_other(&format!("{path}?done=no-reason#cancel")))
        }
        Err(error) => Err(Refusal::from(error).into()),
    }
}
