//! When each member's copy of the open question was written, and the round trip of the ping that
//! went just ahead of it: set once, by the first connection, and never reset.

use std::sync::atomic::{AtomicI64, Ordering};

use crate::domain::identity::Participant;
use crate::domain::time::{Millis, Timestamp};

/// A value that no measurement has.
const UNSET: i64 = i64::MIN;

/// One open question's deliveries, by participant. Sockets write it while the room goes on.
#[derive(Debug)]
pub struct Deliveries {
    opened_at: Timestamp,
    cells: Vec<Cell>,
}

#[derive(Debug)]
struct Cell {
    delivered_at: AtomicI64,
    round_trip: AtomicI64,
}

impl Deliveries {
    /// Whoever has no connection at the opening counts from `opened_at`, and so does everybody
    /// after a restart.
    pub fn new(roster: usize, opened_at: Timestamp, connected: impl Iterator<Item = Participant>) -> Self {
        let fixed = || Cell { delivered_at: AtomicI64::new(opened_at.0), round_trip: AtomicI64::new(UNSET) };
        let mut cells: Vec<Cell> = (0..roster).map(|_| fixed()).collect();
        for participant in connected {
            if let Some(cell) = cells.get_mut(participant.index()) {
                *cell.delivered_at.get_mut() = UNSET;
            }
        }
        Self { opened_at, cells }
    }

    /// The question was written to this member's socket. True for the first write only: the
    /// round trip of its ping is the one that counts.
    pub fn delivered(&self, participant: Participant, at: Timestamp) -> bool {
        let cell = self.cells.get(participant.index());
        cell.is_some_and(|cell| {
            cell.delivered_at.compare_exchange(UNSET, at.0, Ordering::AcqRel, Ordering::Acquire).is_ok()
        })
    }

    /// This member's connection ended before the question was written to it: from now on they
    /// count from the opening, so that coming back late gains nothing.
    pub fn give_up(&self, participant: Participant) {
        self.delivered(participant, self.opened_at);
    }

    pub fn round_trip(&self, participant: Participant, round_trip: Millis) {
        if let Some(cell) = self.cells.get(participant.index()) {
            // The first value stays; a later one is no measurement of this delivery.
            cell.round_trip.compare_exchange(UNSET, round_trip.0, Ordering::AcqRel, Ordering::Acquire).ok();
        }
    }

    pub fn delivered_at(&self, participant: Participant) -> Option<Timestamp> {
        let value = self.cells.get(participant.index())?.delivered_at.load(Ordering::Acquire);
        (value != UNSET).then_some(Timestamp(value))
    }

    pub fn round_trip_of(&self, participant: Participant) -> Option<Millis> {
        let value = self.cells.get(participant.index())?.round_trip.load(Ordering::Acquire);
        (value != UNSET).then_some(Millis(value))
    }
}
