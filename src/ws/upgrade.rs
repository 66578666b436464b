//! `GET /ws/contests/{contest_id}`: who asks, for which seat, and only then a socket.

use actix_web::{HttpRequest, HttpResponse, web};

use super::socket::Socket;
use super::writer::Writer;
use crate::http::{Api, House, Refusal, SeatQuery};
use crate::protocol::VERSION;

pub async fn upgrade(
    request: HttpRequest,
    body: web::Payload,
    contest: web::Path<String>,
    query: web::Query<SeatQuery>,
    house: web::Data<House>,
) -> Result<HttpResponse, Api> {
    let person = house.auth.identify(&request).await?;
    let (id, visitor) = house.admit(&person, &contest, &query).await?;
    let place = house.limits.connection(house.auth.front.address(&request)).ok_or(Refusal::TooManyConnections)?;
    // Before a seat is taken, and another device's given up: whatever is no handshake changes nothing.
    let (response, _, frames) =
        actix_ws::handle_with_protocols(&request, body, &[VERSION]).map_err(|_| Refusal::NotAWebsocket)?;
    let room = house.registry.room(id).await?;
    let attached = house.seat(&room, visitor).await?;
    let auth = house.auth.clone();
    let writer = Writer::default();
    let socket = Socket::new(writer.clone(), attached).run(frames, move || !auth.is_revoked(person.session));
    Ok(writer.respond(response, async move {
        let _place = place;
        socket.await;
    }))
}
