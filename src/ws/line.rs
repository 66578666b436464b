//! How one socket's line behaves: pings out, pongs in, and how often its owner speaks.

use std::collections::VecDeque;

use crate::domain::time::{Millis, Timestamp};
use crate::protocol::Budget;

/// The least round trip is taken over this long.
const MEMORY: Millis = Millis::seconds(60);
/// Without a pong for this long, a socket is closed with `silent`.
const SILENCE: Millis = Millis::seconds(25);

/// Round trips of one connection, measured by pings that the browser's own stack answers.
#[derive(Debug)]
pub(super) struct Line {
    /// Pings under way: (number, sent at, whether it went with a question).
    under_way: VecDeque<(u64, Timestamp, bool)>,
    /// Round trips of the last minute: (measured at, round trip), least-first candidates only.
    recent: VecDeque<(Timestamp, Millis)>,
    newest: Option<Millis>,
    heard_at: Timestamp,
    budget: Budget,
}

/// A pong that answers one of our pings.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Pong {
    pub round_trip: Millis,
    /// The ping went just ahead of a question.
    pub with_question: bool,
}

impl Line {
    pub fn new(now: Timestamp) -> Self {
        Self {
            under_way: VecDeque::new(),
            recent: VecDeque::new(),
            newest: None,
            heard_at: now,
            budget: Budget::full(now),
        }
    }

    /// The payload of the next ping.
    pub fn ping(&mut self, now: Timestamp, with_question: bool) -> [u8; 8] {
        // Not to be guessed: a pong says that its ping has been received.
        let number: u64 = rand::random();
        self.under_way.push_back((number, now, with_question));
        if self.under_way.len() > 128 {
            self.under_way.pop_front();
        }
        number.to_be_bytes()
    }

    /// Reads a pong. Each ping counts once; what is no echo of ours is ignored.
    pub fn pong(&mut self, now: Timestamp, payload: &[u8]) -> Option<Pong> {
        let number = u64::from_be_bytes(payload.try_into().ok()?);
        let at = self.under_way.iter().position(|(sent, ..)| *sent == number)?;
        let (_, sent_at, with_question) = self.under_way.remove(at)?;
        self.heard_at = now;
        let round_trip = (now - sent_at).max(Millis::ZERO);
        self.newest = Some(round_trip);
        while self.recent.back().is_some_and(|(_, other)| *other >= round_trip) {
            self.recent.pop_back();
        }
        self.recent.push_back((now, round_trip));
        Some(Pong { round_trip, with_question })
    }

    /// The least round trip of the last minute.
    pub fn round_trip_min(&mut self, now: Timestamp) -> Option<Millis> {
        while self.recent.front().is_some_and(|(at, _)| *at < now - MEMORY) {
            self.recent.pop_front();
        }
        self.recent.front().map(|(_, round_trip)| *round_trip)
    }

    /// The newest round trip.
    pub fn round_trip_newest(&self) -> Option<Millis> {
        self.newest
    }

    pub fn is_silent(&self, now: Timestamp) -> bool {
        now - self.heard_at > SILENCE
    }

    /// Counts one message of the client's; false when it is one too many.
    pub fn may_speak(&mut self, now: Timestamp) -> bool {
        self.budget.take(now)
    }
}
