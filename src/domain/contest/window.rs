//! Window mode: each member alone, pushed the same timed questions one after another.

use super::event::{Event, FinishCause};
use super::phase::Phase;
use super::state::Contest;
use super::{Command, Mode, Rejection};
use crate::domain::identity::Participant;
use crate::domain::time::Timestamp;
use crate::domain::timing::hard_close;

/// One member's run through the paper.
#[derive(Clone, Debug)]
pub(super) struct Attempt {
    stage: Stage,
    /// When each question was opened to this member.
    opened: Vec<Option<Timestamp>>,
}

#[derive(Clone, Copy, Debug)]
enum Stage {
    GetReady { index: usize, opens_at: Timestamp },
    Open { index: usize },
    Done,
}

impl Attempt {
    pub(super) fn begin(opens_at: Timestamp, questions: usize) -> Self {
        Self { stage: Stage::GetReady { index: 0, opens_at }, opened: vec![None; questions] }
    }

    pub(super) fn open(&mut self, index: usize, at: Timestamp) {
        if let Some(place) = self.opened.get_mut(index) {
            *place = Some(at);
        }
        self.stage = Stage::Open { index };
    }

    pub(super) fn close(&mut self, index: usize, opens_at: Timestamp) {
        let next = index + 1;
        self.stage = if next < self.opened.len() { Stage::GetReady { index: next, opens_at } } else { Stage::Done };
    }

    pub(super) fn opened_at(&self, index: usize) -> Option<Timestamp> {
        self.opened.get(index).copied().flatten()
    }

    pub(super) fn countdown(&self) -> Option<(usize, Timestamp)> {
        match self.stage {
            Stage::GetReady { index, opens_at } => Some((index, opens_at)),
            _ => None,
        }
    }

    pub(super) fn open_index(&self) -> Option<usize> {
        match self.stage {
            Stage::Open { index } => Some(index),
            _ => None,
        }
    }

    pub(super) fn is_done(&self) -> bool {
        matches!(self.stage, Stage::Done)
    }
}

impl Contest {
    pub(super) fn start_attempt(&self, now: Timestamp, participant: Participant) -> Result<Vec<Event>, Rejection> {
        let enrolment = self.enrolment(participant).ok_or(Rejection::NotAParticipant)?;
        match (self.plan.rules.mode, &self.phase) {
            (Mode::Window, Phase::Running { closed: false }) if enrolment.attempt.is_some() => {
                Err(Rejection::AlreadyStarted)
            }
            (Mode::Window, Phase::Running { closed: false }) if self.is_outside_hours(now) => {
                Err(Rejection::OutsideHours)
            }
            (Mode::Window, Phase::Running { closed: false }) => {
                let mut events = self.joining(participant);
                events.push(Event::AttemptStarted { participant, opens_at: now + self.plan.rules.get_ready });
                Ok(events)
            }
            _ => Err(Rejection::WrongPhase),
        }
    }

    fn is_outside_hours(&self, now: Timestamp) -> bool {
        let hours = self.plan.rules.window.and_then(|window| window.hours);
        hours.is_some_and(|hours| !hours.is_open(now))
    }

    /// The next step that is due for one member or for the window itself.
    pub(super) fn window_tick(&self, now: Timestamp, closed: bool) -> Vec<Event> {
        if let Some((_, step)) = self.window_steps().find(|(due, _)| *due <= now) {
            return vec![step];
        }
        let over = self.plan.rules.window.is_none_or(|window| window.closes_at <= now);
        match closed {
            false if over => vec![Event::WindowClosed],
            true if self.window_steps().next().is_none() => {
                vec![Event::Finished { cause: FinishCause::Completed }]
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn window_deadline(&self, closed: bool) -> Option<Timestamp> {
        let attempts = self.window_steps().map(|(due, _)| due).min();
        match closed {
            false => attempts.into_iter().chain(self.plan.rules.window.map(|window| window.closes_at)).min(),
            true => attempts.or(Some(self.last_at)),
        }
    }

    fn window_steps(&self) -> impl Iterator<Item = (Timestamp, Event)> {
        self.roster().filter_map(|(participant, _)| self.attempt_step(participant))
    }

    /// When this member's next step of an attempt is due, and which it is.
    pub fn attempt_step(&self, participant: Participant) -> Option<(Timestamp, Event)> {
        let attempt = self.enrolment(participant)?.attempt.as_ref()?;
        if let Some((index, opens_at)) = attempt.countdown() {
            return Some((opens_at, Event::AttemptOpened { participant, index: index as u32 }));
        }
        let index = attempt.open_index()?;
        let due = hard_close(&self.plan.rules.timing, &self.clock_of(participant, index)?);
        Some((due, Event::AttemptClosed { participant, index: index as u32 }))
    }

    /// What follows at once from an answer: in window mode, the member's next question.
    pub(super) fn after_answer(&self, participant: Participant, index: u32) -> Option<Event> {
        (self.plan.rules.mode == Mode::Window).then_some(Event::AttemptClosed { participant, index })
    }

    /// Commands that have no meaning while each plays alone.
    pub(super) fn refuses_in_window(&self, command: &Command) -> bool {
        self.plan.rules.mode == Mode::Window
            && matches!(
                command,
                Command::Open
                    | Command::Lock
                    | Command::Reveal
                    | Command::Next
                    | Command::Extend { .. }
                    | Command::Pause { .. }
            )
    }
}
