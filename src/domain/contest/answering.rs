//! Deciding an answer: the hottest path, and the one that must never be wrong.

use super::command::{AnswerAttempt, Rejection};
use super::event::Event;
use super::phase::Phase;
use super::state::{Contest, Slot};
use crate::domain::identity::Participant;
use crate::domain::question::QuestionKind;
use crate::domain::time::{Millis, Timestamp};
use crate::domain::timing::{Evidence, Window, credit};

/// Longest idempotency key that is kept.
const KEY_LENGTH: usize = 64;

/// Longer than any measure that could matter.
const MEASURE_MAX: Millis = Millis::seconds(3_600);

impl Contest {
    /// Decides an answer. `Ok` without events means: already on record under the same key, to be
    /// acknowledged again from [`Contest::slot_of`].
    pub(super) fn decide_answer(&self, now: Timestamp, attempt: &AnswerAttempt) -> Result<Vec<Event>, Rejection> {
        let AnswerAttempt { participant, question, options, key, evidence } = attempt;
        self.enrolment(*participant).ok_or(Rejection::NotAParticipant)?;
        if key.is_empty() || key.len() > KEY_LENGTH {
            return Err(Rejection::Key);
        }
        let Some(index) = self.slots.iter().position(|slot| slot.question.id == *question) else {
            // A reserve took its place: what was acknowledged then is acknowledged again.
            let replaced = self.slot_of(question).ok_or(Rejection::UnknownQuestion)?;
            let recorded = replaced.answer(*participant).is_some_and(|answer| answer.key == *key);
            return if recorded { Ok(Vec::new()) } else { Err(Rejection::NotOpen) };
        };
        let slot = &self.slots[index];
        if slot.opened_at.is_none() && self.clock_of(*participant, index).is_none() {
            // Whoever guesses an identifier learns nothing from the reply.
            return Err(Rejection::UnknownQuestion);
        }
        match slot.answer(*participant) {
            Some(answer) if answer.key == *key => return Ok(Vec::new()),
            Some(_) => return Err(Rejection::AlreadyAnswered),
            None => {}
        }
        let open = match self.phase {
            Phase::Open { index: open, .. } => open == index,
            Phase::Running { .. } => self.roster[participant.index()]
                .attempt
                .as_ref()
                .is_some_and(|attempt| attempt.open_index() == Some(index)),
            _ => false,
        };
        let clock = self.clock_of(*participant, index).filter(|_| open).ok_or(Rejection::NotOpen)?;

        let base = &slot.question.options;
        let chosen: Vec<String> =
            base.iter().filter(|option| options.contains(&option.id)).map(|option| option.id.clone()).collect();
        if chosen.len() != options.len() {
            return Err(Rejection::UnknownOption);
        }
        let fits = match slot.question.revision().kind {
            QuestionKind::Single | QuestionKind::TrueFalse => chosen.len() == 1,
            QuestionKind::Multiple => !chosen.is_empty(),
        };
        if !fits {
            return Err(Rejection::OptionCount);
        }

        let evidence = within_reason(evidence, &clock, now);
        let credit = credit(&self.plan.rules.timing, &clock, &evidence);
        if credit.late {
            return Err(Rejection::Late);
        }
        let recorded = Event::AnswerRecorded {
            participant: *participant,
            index: index as u32,
            options: chosen,
            key: key.clone(),
            evidence,
            allowance: credit.allowance,
            response_time: credit.response_time,
        };
        let mut events = self.joining(*participant);
        events.push(recorded);
        events.extend(self.after_answer(*participant, index as u32));
        Ok(events)
    }

    /// Whoever plays without a connection, over plain requests, has joined by playing.
    pub(super) fn joining(&self, participant: Participant) -> Vec<Event> {
        let joined = self.enrolment(participant).is_none_or(|enrolment| enrolment.joined_at.is_some());
        if joined { Vec::new() } else { vec![Event::Joined { participant }] }
    }

    /// The question with this id, also one whose place a reserve took.
    pub fn slot_of(&self, question: &str) -> Option<&Slot> {
        let replaced = self.replaced.iter().map(|(_, slot)| slot);
        self.slots.iter().chain(replaced).find(|slot| slot.question.id == question)
    }
}

/// The evidence as it goes on record: delivered after the opening, received after that and before
/// the decision, with measures of a length that makes sense. What is credited stays the same,
/// unless an answer claims to come from the future.
fn within_reason(evidence: &Evidence, clock: &Window, now: Timestamp) -> Evidence {
    let received_at = evidence.received_at.min(now).max(clock.opened_at);
    let measure = |measure: Option<Millis>| measure.map(|measure| measure.clamp(Millis::ZERO, MEASURE_MAX));
    Evidence {
        delivered_at: evidence.delivered_at.map(|at| at.clamp(clock.opened_at, received_at)),
        received_at,
        claim: measure(evidence.claim),
        round_trip_min: measure(evidence.round_trip_min),
        round_trip_open: measure(evidence.round_trip_open),
        round_trip_answer: measure(evidence.round_trip_answer),
    }
}
