//! One loop per event stream: what a socket says, for a page that cannot have one. Its two inputs:
//! the outbox of the room, and the heartbeat. What the page has to say comes by requests.

use std::pin::pin;
use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, HeaderName};
use tracing::debug;

use super::limits::Place;
use super::outflow::Outflow;
use crate::domain::time::Millis;
use crate::live::{Attached, Outgoing};
use crate::protocol::CloseReason;

/// How often a line says that it is there: a page that hears nothing for longer looks for another,
/// and a peer that is gone is noticed by what it did not take.
const HEARTBEAT: Millis = Millis(2_000);

/// Asks proxies not to wait for more before they pass on what there is.
const ACCEL_BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

pub(super) struct EventStream {
    out: Outflow,
    seat: Attached,
    /// Of the newest event.
    id: u32,
}

impl EventStream {
    /// Ids go on where an earlier stream's ended.
    pub fn new(seat: Attached, last_id: u32) -> Self {
        Self { out: Outflow::default(), seat, id: last_id }
    }

    /// `place` is given back with the stream. `is_active` is asked at every heartbeat: whether the
    /// session behind it still is.
    pub fn respond(self, place: Place, is_active: impl Fn() -> bool + 'static) -> HttpResponse {
        let response = HttpResponse::Ok()
            .content_type("text/event-stream")
            .insert_header((CACHE_CONTROL, "no-store, no-transform"))
            .insert_header((ACCEL_BUFFERING, "no"))
            .finish();
        self.out.clone().respond(response, async move {
            let _place = place;
            self.run(is_active).await;
        })
    }

    async fn run(mut self, is_active: impl Fn() -> bool) {
        let subscriber = Arc::clone(&self.seat.subscriber);
        let clock = self.seat.clock().clone();
        let room = self.seat.room();
        let mut room_gone = pin!(room.gone());
        let mut heartbeat = pin!(clock.sleep_until(clock.now() + HEARTBEAT));
        let reason = loop {
            let ended = tokio::select! {
                biased;
                outgoing = subscriber.next() => self.send(&outgoing),
                () = &mut heartbeat => {
                    heartbeat.set(clock.sleep_until(clock.now() + HEARTBEAT));
                    self.out.write(|unsent| unsent.extend_from_slice(b":\n\n"));
                    (!is_active()).then_some(CloseReason::Kicked)
                }
                // Without a word of its own: it broke, and opens again from its record.
                () = &mut room_gone => Some(CloseReason::Restarting),
            };
            if let Some(reason) = ended {
                break reason;
            }
        };
        debug!(reason = reason.name(), "stream closed");
        metrics::counter!("khacsau_sockets_closed_total", "reason" => reason.name()).increment(1);
        let data = format!("event: close\ndata: {{\"reason\":\"{}\",\"code\":{}}}\n\n", reason.name(), reason.code());
        self.out.write(|unsent| unsent.extend_from_slice(data.as_bytes()));
    }

    /// The time at which a question is written counts once per member, and stands before the write:
    /// nobody has the question earlier than it says. How long it travels is not known here.
    fn send(&mut self, outgoing: &Outgoing) -> Option<CloseReason> {
        let participant = self.seat.subscriber.participant();
        match (outgoing, participant) {
            (Outgoing::Close(reason), _) => return Some(*reason),
            (Outgoing::Question { deliveries, .. }, Some(participant)) => {
                deliveries.delivered(participant, self.seat.clock().now());
            }
            _ => {}
        }
        if let Some(frame) = outgoing.frame_for(participant) {
            self.id = self.id.wrapping_add(1);
            let id = self.id;
            // A frame is JSON on one line.
            self.out.write(|unsent| unsent.extend_from_slice(format!("id: {id}\ndata: {frame}\n\n").as_bytes()));
        }
        None
    }
}
