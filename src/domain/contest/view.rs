//! Who may see what, and when: the only place where a question or a key leaves a contest.

use super::event::PauseReason;
use super::phase::Phase;
use super::rules::Mode;
use super::state::{Contest, Slot};
use crate::domain::identity::Participant;
use crate::domain::ledger::Hash;
use crate::domain::question::QuestionImage;
use crate::domain::time::{Millis, Timestamp};

/// Whose eyes a view is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    Member(Participant),
    /// The host's desk and the projector: what everybody in the hall may see.
    Hall,
}

/// The moment, as this audience may see it.
#[derive(Clone, Debug)]
pub enum Scene<'a> {
    Scheduled {
        starts_at: Timestamp,
    },
    Lobby {
        starts_at: Timestamp,
        eligible: usize,
    },
    GetReady {
        index: usize,
        opens_at: Timestamp,
    },
    Question(QuestionView<'a>),
    Closed {
        index: usize,
    },
    Revealed(RevealView<'a>),
    Standings {
        index: usize,
    },
    /// Window mode, outside a member's own attempt.
    Waiting,
    Paused {
        reason: PauseReason,
    },
    Finished,
}

/// An open question: text and options, no key.
#[derive(Clone, Debug)]
pub struct QuestionView<'a> {
    pub index: usize,
    pub of: usize,
    pub id: &'a str,
    pub text: &'a str,
    /// (id, text) in base order.
    pub options: Vec<(&'a str, &'a str)>,
    pub multiple: bool,
    pub image: Option<&'a QuestionImage>,
    pub opened_at: Timestamp,
    pub limit: Millis,
}

/// A question after its close, with the key.
#[derive(Clone, Debug)]
pub struct RevealView<'a> {
    pub index: usize,
    pub correct: Vec<&'a str>,
    pub explanation: &'a str,
    pub source: &'a str,
    /// (option id, how many chose it) in base order.
    pub distribution: Vec<(&'a str, u32)>,
}

/// Proof that a slot's key may be shown: only [`Contest::disclosed`] makes one.
#[derive(Clone, Copy, Debug)]
pub struct Disclosed<'a>(&'a Slot);

impl<'a> Disclosed<'a> {
    pub fn slot(self) -> &'a Slot {
        self.0
    }
}

impl Contest {
    pub fn view(&self, audience: Audience) -> Scene<'_> {
        match &self.phase {
            // Of one that was called off, pages tell; its seats are sent there.
            Phase::Scheduled | Phase::Cancelled => Scene::Scheduled { starts_at: self.plan.starts_at },
            Phase::Lobby => Scene::Lobby { starts_at: self.plan.starts_at, eligible: self.eligible() },
            Phase::GetReady { index, opens_at } => Scene::GetReady { index: *index, opens_at: *opens_at },
            Phase::Open { index, opened_at } => match self.question_view(*index, *opened_at) {
                Some(question) => Scene::Question(question),
                None => Scene::Waiting,
            },
            Phase::Closed { index, .. } => Scene::Closed { index: *index },
            Phase::Revealed { index, .. } => match self.reveal_view(*index) {
                Some(reveal) => Scene::Revealed(reveal),
                None => Scene::Closed { index: *index },
            },
            Phase::Standings { index, .. } => Scene::Standings { index: *index },
            Phase::Running { .. } => self.attempt_view(audience),
            Phase::Paused { reason, .. } => Scene::Paused { reason: *reason },
            Phase::Finished | Phase::Confirmed | Phase::Published => Scene::Finished,
        }
    }

    fn attempt_view(&self, audience: Audience) -> Scene<'_> {
        let Audience::Member(participant) = audience else { return Scene::Waiting };
        let Some(attempt) = self.enrolment(participant).and_then(|enrolment| enrolment.attempt.as_ref()) else {
            return Scene::Waiting;
        };
        if let Some((index, opens_at)) = attempt.countdown() {
            return Scene::GetReady { index, opens_at };
        }
        let open = attempt.open_index().and_then(|index| self.question_view(index, attempt.opened_at(index)?));
        match open {
            Some(question) => Scene::Question(question),
            None if attempt.is_done() => Scene::Finished,
            None => Scene::Waiting,
        }
    }

    fn question_view(&self, index: usize, opened_at: Timestamp) -> Option<QuestionView<'_>> {
        let slot = self.slots.get(index)?;
        let question = &slot.question;
        Some(QuestionView {
            index,
            of: self.slots.len(),
            id: &question.id,
            text: &question.revision().stem,
            options: question.options.iter().map(|option| (option.id.as_str(), option.text.as_str())).collect(),
            multiple: question.revision().kind == crate::domain::question::QuestionKind::Multiple,
            image: question.revision().image.as_ref(),
            opened_at,
            limit: slot.limit,
        })
    }

    /// The question whose time is over and whose answer is about to be shown, or is: its text has been on every
    /// phone, its key is not in it.
    pub fn asked_view(&self) -> Option<QuestionView<'_>> {
        let (Phase::Closed { index, .. } | Phase::Revealed { index, .. }) = self.phase else { return None };
        let opened_at = self.slots.get(index)?.opened_at?;
        self.question_view(index, opened_at)
    }

    /// Whether a question with this picture has been opened for this audience.
    pub fn shows_image(&self, audience: Audience, hash: Hash) -> bool {
        let has_it = |slot: &Slot| slot.question.revision().image.as_ref().is_some_and(|image| image.hash == hash);
        self.slots.iter().enumerate().any(|(index, slot)| has_it(slot) && self.was_opened_for(audience, index, slot))
    }

    fn was_opened_for(&self, audience: Audience, index: usize, slot: &Slot) -> bool {
        match (self.plan.rules.mode, audience) {
            (Mode::Live, _) => slot.opened_at.is_some(),
            (Mode::Window, _) if self.phase.is_over() => true,
            (Mode::Window, Audience::Hall) => false,
            (Mode::Window, Audience::Member(participant)) => {
                self.enrolment(participant).and_then(|enrolment| enrolment.attempt.as_ref()?.opened_at(index)).is_some()
            }
        }
    }

    /// The slot's key, once it may leave: revealed in live mode; once everything is over, every
    /// question that was asked, also where the contest was ended before the revelation.
    pub fn disclosed(&self, index: usize) -> Option<Disclosed<'_>> {
        let slot = self.slots.get(index)?;
        let asked = slot.opened_at.is_some() || self.plan.rules.mode == Mode::Window;
        (slot.revealed || (self.phase.is_over() && asked)).then_some(Disclosed(slot))
    }

    pub fn reveal_view(&self, index: usize) -> Option<RevealView<'_>> {
        let slot = self.disclosed(index)?.slot();
        let ids = slot.question.options.iter().map(|option| option.id.as_str());
        Some(RevealView {
            index,
            correct: slot.question.right_options().collect(),
            explanation: &slot.question.revision().explanation,
            source: &slot.question.revision().source,
            distribution: ids.zip(slot.distribution()).collect(),
        })
    }
}
