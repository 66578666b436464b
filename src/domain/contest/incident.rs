//! What the secretary should know of an evening, as advice: nothing here changes a result.

use serde::Serialize;

use super::event::Event;
use super::state::Contest;
use crate::domain::identity::Participant;
use crate::domain::ledger::Entry;
use crate::domain::time::Millis;
use crate::domain::timing::{Evidence, TimingRules};

/// A claim this much below what can be credited is told: less is the grain of measuring.
const NOTABLE: Millis = Millis(500);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Incident {
    /// A phone that was connected is not any more.
    LineLost,
    /// A second device took the place of the first.
    DeviceReplaced,
    /// The page was hidden behind another one.
    PageLeft,
    /// An answer came after this member's time, and does not count.
    Late,
    /// The line's delay is beyond what fair time may credit.
    WeakLine {
        #[cfg_attr(test, ts(type = "number"))]
        delay: Millis,
    },
    /// The phone said that it took less time than the server can credit.
    ClaimClipped {
        #[cfg_attr(test, ts(type = "number"))]
        claim: Millis,
        #[cfg_attr(test, ts(type = "number"))]
        credited: Millis,
    },
}

impl Contest {
    /// What an entry, already evolved, tells the secretary.
    pub fn incident(&self, entry: &Entry) -> Option<(Participant, Incident)> {
        match &entry.event {
            Event::DeviceReplaced { participant } => Some((*participant, Incident::DeviceReplaced)),
            Event::PageLeft { participant } => Some((*participant, Incident::PageLeft)),
            Event::AnswerRecorded { participant, evidence, allowance, response_time, .. } => {
                of_answer(&self.plan.rules.timing, evidence, *allowance, *response_time)
                    .map(|incident| (*participant, incident))
            }
            _ => None,
        }
    }
}

pub(super) fn of_answer(
    rules: &TimingRules,
    evidence: &Evidence,
    allowance: Millis,
    credited: Millis,
) -> Option<Incident> {
    let least = evidence.round_trip_min?;
    let excess = |round_trip: Option<Millis>| round_trip.map_or(Millis::ZERO, |trip| (trip - least).max(Millis::ZERO));
    let delay = least + excess(evidence.round_trip_open) + excess(evidence.round_trip_answer);
    if delay > rules.allowance_max {
        return Some(Incident::WeakLine { delay });
    }
    let claim = evidence.claim?;
    let taken_back = credited - claim.max(rules.floor);
    (taken_back > NOTABLE && allowance < rules.allowance_max).then_some(Incident::ClaimClipped { claim, credited })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::Timestamp;

    fn evidence(claim: i64, round_trip: i64) -> Evidence {
        Evidence {
            delivered_at: Some(Timestamp(0)),
            received_at: Timestamp(8_000),
            claim: Some(Millis(claim)),
            round_trip_min: Some(Millis(round_trip)),
            round_trip_open: Some(Millis(round_trip)),
            round_trip_answer: Some(Millis(round_trip)),
        }
    }

    #[test]
    fn an_honest_phone_on_a_good_line_is_no_incident() {
        let rules = TimingRules::for_roster(24);
        assert_eq!(of_answer(&rules, &evidence(7_900, 40), Millis(140), Millis(7_900)), None);
    }

    #[test]
    fn a_claim_that_the_line_does_not_explain_is_told() {
        let rules = TimingRules::for_roster(24);
        let clipped = of_answer(&rules, &evidence(600, 40), Millis(140), Millis(7_860));
        assert_eq!(clipped, Some(Incident::ClaimClipped { claim: Millis(600), credited: Millis(7_860) }));
    }

    #[test]
    fn a_line_beyond_the_allowance_is_weak_and_nobody_is_suspected() {
        let rules = TimingRules::for_roster(24);
        let weak = of_answer(&rules, &evidence(600, 1_400), Millis(600), Millis(7_400));
        assert_eq!(weak, Some(Incident::WeakLine { delay: Millis(1_400) }));
    }
}
