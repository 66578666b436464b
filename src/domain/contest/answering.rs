//! Deciding an answer: the hottest path, and the one that must never be wrong.

use super::command::{AnswerAttempt, Rejection};
use super::event::Event;
use super::phase::Phase;
use super::state::{Answer, Contest};
use crate::domain::identity::Participant;
use crate::domain::question::QuestionKind;
use crate::domain::timing::credit;

/// Longest idempotency key that is kept.
const KEY_LENGTH: usize = 64;

impl Contest {
    /// Decides an answer. `Ok` without events means: already on record under the same key, to be
    /// acknowledged again with [`Contest::recorded`].
    pub(super) fn decide_answer(&self, attempt: &AnswerAttempt) -> Result<Vec<Event>, Rejection> {
        let AnswerAttempt { participant, question, options, key, evidence } = attempt;
        self.enrolment(*participant).ok_or(Rejection::NotAParticipant)?;
        if key.is_empty() || key.len() > KEY_LENGTH {
            return Err(Rejection::Key);
        }
        let Some(index) = self.slots.iter().position(|slot| slot.question.id == *question) else {
            let was_replaced = self.replaced.iter().any(|(_, slot)| slot.question.id == *question);
            return Err(if was_replaced { Rejection::NotOpen } else { Rejection::UnknownQuestion });
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

        let credit = credit(&self.plan.rules.timing, &clock, evidence);
        if credit.late {
            return Err(Rejection::Late);
        }
        let recorded = Event::AnswerRecorded {
            participant: *participant,
            index: index as u32,
            options: chosen,
            key: key.clone(),
            evidence: *evidence,
            allowance: credit.allowance,
            response_time: credit.response_time,
        };
        let mut events = vec![recorded];
        events.extend(self.after_answer(*participant, index as u32));
        Ok(events)
    }

    /// A member's answer to the question with this id, if it is on record.
    pub fn recorded(&self, participant: Participant, question: &str) -> Option<(usize, &Answer)> {
        let index = self.slots.iter().position(|slot| slot.question.id == question)?;
        Some((index, self.slots[index].answer(participant)?))
    }
}
