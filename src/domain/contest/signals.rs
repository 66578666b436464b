//! What an evening tells of each member once it is over, as advice for whoever confirms: nothing here changes a
//! result, and nobody is punished by it.

use super::incident::{Incident, of_answer};
use super::state::{Answer, Contest};
use crate::domain::identity::Participant;
use crate::domain::time::Millis;
use crate::domain::timing::credit;

/// A right answer given faster than a question can be read.
const UNREAD: Millis = Millis(1_000);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// So many times.
    PageLeft(u32),
    DevicesReplaced(u32),
    /// The line's delay was beyond what fair time may credit.
    WeakLine {
        index: usize,
        delay: Millis,
    },
    /// The phone said that it took less time than the server can credit.
    ClaimClipped {
        index: usize,
        claim: Millis,
        credited: Millis,
    },
    AtOnce {
        index: usize,
        response_time: Millis,
    },
}

impl Contest {
    /// Everybody of whom there is something to tell, by number.
    pub fn signals(&self) -> Vec<(Participant, Vec<Signal>)> {
        let all = self.roster().map(|(participant, _)| (participant, self.signals_of(participant)));
        all.filter(|(_, signals)| !signals.is_empty()).collect()
    }

    fn signals_of(&self, participant: Participant) -> Vec<Signal> {
        let mut signals = Vec::new();
        if let Some(enrolment) = self.enrolment(participant) {
            signals.extend((enrolment.page_left > 0).then_some(Signal::PageLeft(enrolment.page_left)));
            let replaced = enrolment.devices_replaced;
            signals.extend((replaced > 0).then_some(Signal::DevicesReplaced(replaced)));
        }
        for (index, slot) in self.slots().iter().enumerate() {
            if let Some(answer) = slot.answer(participant) {
                signals.extend(self.signal_of_answer(participant, index, answer));
            }
        }
        signals
    }

    fn signal_of_answer(&self, participant: Participant, index: usize, answer: &Answer) -> Option<Signal> {
        let rules = &self.rules().timing;
        let credited = answer.response_time;
        let allowance = credit(rules, &self.clock_of(participant, index)?, &answer.evidence).allowance;
        match of_answer(rules, &answer.evidence, allowance, credited) {
            Some(Incident::WeakLine { delay }) => Some(Signal::WeakLine { index, delay }),
            Some(Incident::ClaimClipped { claim, credited }) => Some(Signal::ClaimClipped { index, claim, credited }),
            _ => (answer.right && credited < UNREAD).then_some(Signal::AtOnce { index, response_time: credited }),
        }
    }
}
