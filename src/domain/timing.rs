//! Fair time: what an answer is credited with, from evidence that cannot be bent in its favour.
//!
//! Receipt time alone takes 120–430 ms from every mobile member on every question; a client's
//! claim alone can be edited to 0. Pongs are answered by the browser's own stack, so round trips
//! bound how much of the delay was the line's. An honest phone is measured to within a frame or
//! two as long as its delay is at most [`TimingRules::allowance_max`]; a cheat gains at most that
//! minus its true delay.

use serde::{Deserialize, Serialize};

use super::time::{Millis, Timestamp};

/// The constants of fair time; part of the rules and printed with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimingRules {
    /// A_max: the most that is credited for the line.
    pub allowance_max: Millis,
    /// V: what painting and handling may take on top of the line.
    pub handling: Millis,
    /// F_max: the latest a question's delivery may count from, after its opening.
    pub delivery_max: Millis,
    /// T_floor: no answer counts as faster than this.
    pub floor: Millis,
}

impl TimingRules {
    /// The printed defaults for a roster of `members`.
    pub fn for_roster(members: usize) -> Self {
        let delivery_max = Millis(if members > 1_000 { 500 } else { 150 });
        Self { allowance_max: Millis(600), handling: Millis(100), delivery_max, floor: Millis(500) }
    }
}

/// What the server measured around one answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// tau: when the question was first written to this member; absent if it never was.
    pub delivered_at: Option<Timestamp>,
    /// R: when the answer's frame was decoded.
    pub received_at: Timestamp,
    /// c: the phone's own measure.
    pub claim: Option<Millis>,
    /// Rmin: least round trip of the last 60 s.
    pub round_trip_min: Option<Millis>,
    /// E_open: round trip of the ping sent with the question.
    pub round_trip_open: Option<Millis>,
    /// E_ans: round trip of the newest pong before R.
    pub round_trip_answer: Option<Millis>,
}

/// One question's clock for one member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub opened_at: Timestamp,
    /// The base limit, after extensions and locks.
    pub limit: Millis,
    /// 100, or the extra time granted beforehand.
    pub time_factor: u32,
}

/// What follows from the evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credit {
    /// s: the time on the server's clock from delivery to receipt.
    pub server_time: Millis,
    /// A: what is credited for the line.
    pub allowance: Millis,
    /// T: the credited response time.
    pub response_time: Millis,
    /// The answer came after this member's time.
    pub late: bool,
}

/// Credits one answer.
pub fn credit(rules: &TimingRules, window: &Window, evidence: &Evidence) -> Credit {
    let latest = window.opened_at + rules.delivery_max;
    let delivered_at = evidence.delivered_at.unwrap_or(window.opened_at).clamp(window.opened_at, latest);
    let server_time = (evidence.received_at - delivered_at).max(Millis::ZERO);

    let least = evidence.round_trip_min.unwrap_or(Millis::ZERO).max(Millis::ZERO);
    let excess = |round_trip: Option<Millis>| match (round_trip, evidence.round_trip_min) {
        (Some(round_trip), Some(_)) => (round_trip - least).max(Millis::ZERO),
        // Without a measured least, nothing says what was excess.
        _ => Millis::ZERO,
    };
    let allowance = (least + excess(evidence.round_trip_open) + excess(evidence.round_trip_answer) + rules.handling)
        .min(rules.allowance_max);

    let claim = evidence.claim.map_or(server_time, |claim| claim.clamp(Millis::ZERO, server_time));
    let after_allowance = server_time - allowance;
    Credit {
        server_time,
        allowance,
        response_time: claim.max(after_allowance).max(rules.floor).min(window.limit),
        late: after_allowance > window.limit.percent(window.time_factor),
    }
}

/// When nothing that could still be in time can arrive: keys go out only after this.
pub fn hard_close(rules: &TimingRules, window: &Window) -> Timestamp {
    window.opened_at + rules.delivery_max + window.limit.percent(window.time_factor) + rules.allowance_max
}

#[cfg(test)]
mod tests;
