//! `GET /ws/contests/{contest_id}`: who asks, for which seat, and only then a socket.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::bell::bell_of_this_thread;
use super::socket::Socket;
use super::writer::Writer;
use crate::domain::identity::ContestId;
use crate::domain::role::Action;
use crate::http::{Api, House, Refusal};
use crate::live::{Seat, Visitor};
use crate::protocol::VERSION;

#[derive(Debug, Deserialize)]
pub struct SeatQuery {
    /// `play`, `host` or `screen`; without it, whoever may host does, and everybody else plays.
    seat: Option<String>,
}

pub async fn upgrade(
    request: HttpRequest,
    body: web::Payload,
    contest: web::Path<String>,
    query: web::Query<SeatQuery>,
    house: web::Data<House>,
) -> Result<HttpResponse, Api> {
    let person = house.auth.identify(&request).await.map_err(Refusal::from)?;
    let id: ContestId = contest.parse().map_err(|_| Refusal::NoContest)?;
    let row = house.store.contest(id).await.map_err(Refusal::from)?.ok_or(Refusal::NoContest)?;
    let may_host = person.may(&house.store, Action::Host, row.unit).await.map_err(Refusal::from)?;
    let seat = match query.seat.as_deref() {
        Some("play") => Seat::Play,
        Some("host") => Seat::Host,
        Some("screen") => Seat::Screen,
        None if may_host => Seat::Host,
        None => Seat::Play,
        Some(_) => return Err(Refusal::NoSeat.into()),
    };
    let allowed = match seat {
        Seat::Host => may_host,
        Seat::Screen => person.may(&house.store, Action::Present, row.unit).await.map_err(Refusal::from)?,
        Seat::Play => person.belongs_to(&house.store, row.unit).await.map_err(Refusal::from)?,
    };
    if !allowed {
        return Err(Refusal::Forbidden.into());
    }
    let visitor = Visitor {
        member: person.member,
        name: person.name.clone(),
        unit: person.unit_name.clone(),
        seat,
        session: person.session,
    };
    let place = house.limits.connection(house.auth.front.address(&request)).ok_or(Refusal::TooManyConnections)?;
    // Before a seat is taken, and another device's given up: whatever is no handshake changes nothing.
    let (response, _, frames) =
        actix_ws::handle_with_protocols(&request, body, &[VERSION]).map_err(|_| Refusal::NotAWebsocket)?;
    let room = house.registry.room(id).await.map_err(Refusal::from)?;
    let attached = room.attach(visitor, bell_of_this_thread()).await.map_err(Refusal::from)?;
    let auth = house.auth.clone();
    let writer = Writer::default();
    let socket = Socket::new(writer.clone(), attached).run(frames, move || !auth.is_revoked(person.session));
    Ok(writer.respond(response, async move {
        let _place = place;
        socket.await;
    }))
}
