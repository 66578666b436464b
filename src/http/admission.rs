//! Who may take which seat, whatever carries the conversation.

use serde::Deserialize;

use super::bell;
use super::error::Refusal;
use super::house::House;
use crate::auth::Person;
use crate::domain::identity::ContestId;
use crate::domain::role::Action;
use crate::live::{AttachError, Attached, RoomHandle, Seat, Visitor};

#[derive(Debug, Deserialize)]
pub struct SeatQuery {
    /// `play`, `host` or `screen`; without it, whoever may host does, and everybody else plays.
    pub seat: Option<String>,
}

impl House {
    /// Lets a person into a seat that is theirs to take. Nothing has happened yet: no other device
    /// has given up its place.
    pub async fn admit(
        &self,
        person: &Person,
        contest: &str,
        query: &SeatQuery,
    ) -> Result<(ContestId, Visitor), Refusal> {
        let row = self.contest(contest).await?;
        let may_host = person.may(&self.store, Action::Host, row.unit).await?;
        let seat = match query.seat.as_deref() {
            Some("play") => Seat::Play,
            Some("host") => Seat::Host,
            Some("screen") => Seat::Screen,
            None if may_host => Seat::Host,
            None => Seat::Play,
            Some(_) => return Err(Refusal::NoSeat),
        };
        let allowed = match seat {
            Seat::Host => may_host,
            Seat::Screen => person.may(&self.store, Action::Present, row.unit).await?,
            Seat::Play => person.takes_part_in(&self.store, &row).await?,
        };
        if !allowed {
            return Err(Refusal::Forbidden);
        }
        let (name, unit) = (person.name.clone(), person.unit_name.clone());
        Ok((row.id, Visitor { member: person.member, name, unit, seat, session: person.session }))
    }

    /// Takes the seat, to be served on this thread.
    pub async fn seat(&self, room: &RoomHandle, visitor: Visitor) -> Result<Attached, AttachError> {
        room.attach(visitor, bell::of_this_thread()).await
    }
}
