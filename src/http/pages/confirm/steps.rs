//! The steps to a publication: one person confirms, a second one where the rules say so, then it is published. Each is
//! taken on the result that was looked at.

use actix_web::{HttpRequest, HttpResponse, web};

use super::super::see_other;
use super::access::Desk;
use crate::domain::contest::{Command, Contest, Phase, Rejection};
use crate::http::error::{Page, Refusal};
use crate::http::form::Form;
use crate::http::house::House;
use crate::live::CommandError;

const BODY: usize = 1_024;

pub async fn confirm(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let desk = Desk::deciding(&house, &request, &id).await?;
    Ok(step(&desk, body, None, Command::Confirm, "confirmed").await?)
}

pub async fn publish(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let desk = Desk::deciding(&house, &request, &id).await?;
    Ok(step(&desk, body, None, Command::Publish, "published").await?)
}

/// By somebody else than the one who confirmed.
pub async fn countersign(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let desk = Desk::open(&house, &request, &id).await?;
    let (first, head) =
        desk.visit.ask(|contest, _| (contest.confirmations().first().copied(), contest.head().seq)).await?;
    let by = desk.acts.iter().find(|act| Some(act.seq) == first).and_then(|act| act.by);
    if by == Some(desk.person.member) {
        return Ok(see_other(&format!("{}?done=same-person", desk.path())));
    }
    // Only what was just found not to be their own.
    Ok(step(&desk, body, Some(head), Command::Countersign, "countersigned").await?)
}

async fn step(
    desk: &Desk,
    body: web::Payload,
    head: Option<u64>,
    command: Command,
    done: &'static str,
) -> Result<HttpResponse, Refusal> {
    // No entry has the number 0.
    let seen = Form::read(body, BODY).await?.text("seen").parse().unwrap_or(0);
    let seen = if head.is_none_or(|head| head == seen) { seen } else { 0 };
    let reached = is_reached(&command);
    let told = |done: &str| see_other(&format!("{}?done={done}", desk.path()));
    match desk.visit.room.judge(desk.person.member, seen, command).await {
        Ok(()) => Ok(told(done)),
        // Pressed twice, or by two at once: the page shows how it stands.
        Err(CommandError::Rejected(Rejection::Outdated | Rejection::WrongPhase | Rejection::NotCountersigned)) => {
            let reached = desk.visit.ask(move |contest, _| reached(contest)).await?;
            Ok(told(if reached { done } else { "changed" }))
        }
        Err(error) => Err(error.into()),
    }
}

fn is_reached(command: &Command) -> fn(&Contest) -> bool {
    match command {
        Command::Confirm => |contest| *contest.phase() == Phase::Confirmed,
        Command::Countersign => Contest::is_countersigned,
        _ => |contest| *contest.phase() == Phase::Published,
    }
}
