//! What follows from a command: events, or a "no". Nothing here changes the state.

use super::command::{Command, Rejection, check_reason};
use super::corrections::Decision;
use super::event::{Event, FinishCause, PacingCause, PauseReason, VoidCause};
use super::phase::{Continuation, Phase};
use super::roster::{Roster, TIME_FACTORS};
use super::rules::{Mode, Pacing};
use super::state::Contest;
use crate::domain::draw::draw;
use crate::domain::identity::Participant;
use crate::domain::question::LIMITS;
use crate::domain::time::{Millis, Timestamp};
use crate::domain::timing::{Window, hard_close};

/// More people than any contest has.
const PREDICTION_MOST: u32 = 1_000_000;

impl Contest {
    pub fn decide(&self, now: Timestamp, command: &Command) -> Result<Vec<Event>, Rejection> {
        if self.refuses_in_window(command) {
            return Err(Rejection::WrongPhase);
        }
        if self.phase == Phase::Cancelled {
            // Hosts come and go, and nothing of it matters any more.
            let idle =
                matches!(command, Command::Tick | Command::HostArrive | Command::HostLeave | Command::Interrupt { .. });
            return if idle { Ok(Vec::new()) } else { Err(Rejection::WrongPhase) };
        }
        match command {
            Command::Tick => Ok(self.tick(now)),
            Command::Answer(attempt) => self.decide_answer(now, attempt),
            Command::OpenLobby { roster, hall_number } => self.open_lobby_events(roster, *hall_number),
            Command::Join { participant } => {
                let enrolment = self.enrolment(*participant).ok_or(Rejection::NotAParticipant)?;
                let first = enrolment.joined_at.is_none() && !self.phase.is_over();
                Ok(if first { vec![Event::Joined { participant: *participant }] } else { Vec::new() })
            }
            Command::GrantTime { participant, time_factor } => {
                self.enrolment(*participant).ok_or(Rejection::NotAParticipant)?;
                let beforehand = matches!(self.phase, Phase::Lobby);
                if !beforehand || !TIME_FACTORS.contains(time_factor) {
                    return Err(Rejection::TimeFactor);
                }
                Ok(vec![Event::TimeGranted { participant: *participant, time_factor: *time_factor }])
            }
            Command::ReplaceDevice { participant } => {
                self.while_playing(*participant, Event::DeviceReplaced { participant: *participant })
            }
            Command::LeavePage { participant } => {
                self.when_away(*participant, false, Event::PageLeft { participant: *participant })
            }
            Command::ReturnToPage { participant } => {
                self.when_away(*participant, true, Event::PageReturned { participant: *participant })
            }
            Command::Start { participant } => self.start_attempt(now, *participant),
            Command::Predict { participant, value } => self.predict(*participant, *value),
            Command::HostArrive if self.host_absent_since.is_none() || self.phase.is_over() => Ok(Vec::new()),
            Command::HostArrive => Ok(vec![Event::HostArrived]),
            Command::HostLeave if self.host_absent_since.is_some() || self.phase.is_over() => Ok(Vec::new()),
            Command::HostLeave => Ok(vec![Event::HostLeft]),
            Command::Open | Command::Lock | Command::Reveal | Command::Next => self.host_step(now, command),
            Command::Extend { seconds } => self.extend(*seconds),
            Command::Pause { reason } => self.pause_events(*reason),
            Command::Resume => self.resume_events(now),
            Command::VoidQuestion { index, reason } => self.void(*index, reason),
            Command::End { reason } => self.end(reason),
            Command::Cancel { reason } => self.cancel(reason),
            Command::Decide { decision, reason } => self.decide_on_result(decision, reason),
            Command::Confirm => self.confirm_events(),
            Command::Countersign => self.countersign_events(),
            Command::Publish => self.publish_events(),
            Command::Interrupt { from } => {
                let mut events = Vec::new();
                if self.phase.is_running() || matches!(self.phase, Phase::Paused { .. }) {
                    events.push(Event::Interrupted { from: (*from).min(now), to: now });
                }
                if self.host_absent_since.is_none() && !self.phase.is_over() {
                    events.push(Event::HostLeft);
                }
                Ok(events)
            }
        }
    }

    /// When the clock next has something to do; may lie in the past.
    ///
    /// In `Scheduled`, opening the lobby needs the roster and therefore the room; [`Contest::decide`]
    /// answers a tick there with nothing.
    pub fn deadline(&self) -> Option<Timestamp> {
        let rules = &self.plan.rules;
        let auto = self.pacing == Pacing::Auto;
        let step = match &self.phase {
            Phase::Scheduled => Some(self.plan.starts_at - rules.lobby_before),
            Phase::Lobby => match rules.window {
                Some(window) => Some(window.opens_at),
                None => auto.then_some(self.plan.starts_at),
            },
            Phase::GetReady { opens_at, .. } => Some(*opens_at),
            Phase::Open { index, opened_at } => self.slots.get(*index).map(|slot| {
                let window = Window { opened_at: *opened_at, limit: slot.limit, time_factor: self.longest_factor };
                if auto && self.everybody_answered(slot) { *opened_at } else { hard_close(&rules.timing, &window) }
            }),
            Phase::Closed { since, .. } => auto.then_some(*since),
            Phase::Revealed { since, .. } => auto.then_some(*since + rules.reveal_for),
            Phase::Standings { since, .. } => auto.then_some(*since + rules.standings_for),
            Phase::Running { closed } => self.window_deadline(*closed),
            Phase::Paused { .. } | Phase::Finished | Phase::Confirmed | Phase::Published | Phase::Cancelled => None,
        };
        step.into_iter().chain(self.host_takeover_at()).min()
    }

    fn host_takeover_at(&self) -> Option<Timestamp> {
        let since = self.host_absent_since?;
        let alone = self.pacing == Pacing::Host && self.plan.rules.mode == Mode::Live && self.phase.is_running();
        alone.then(|| since + self.plan.rules.host_absence)
    }

    fn tick(&self, now: Timestamp) -> Vec<Event> {
        if self.deadline().is_none_or(|deadline| deadline > now) {
            return Vec::new();
        }
        if self.host_takeover_at().is_some_and(|at| at <= now) {
            return vec![Event::PacingChanged { pacing: Pacing::Auto, cause: PacingCause::HostAbsent }];
        }
        match &self.phase {
            Phase::Lobby if self.plan.rules.mode == Mode::Window => vec![Event::WindowOpened],
            Phase::Lobby => self.countdown(now),
            Phase::GetReady { index, .. } => vec![Event::QuestionOpened { index: *index as u32 }],
            Phase::Open { index, .. } => vec![Event::QuestionClosed { index: *index as u32 }],
            Phase::Closed { index, .. } => vec![Event::Revealed { index: *index as u32 }],
            Phase::Revealed { index, .. } => vec![Event::StandingsShown { index: *index as u32 }],
            Phase::Standings { .. } => match self.next_question() {
                Some(_) => self.countdown(now),
                None => vec![Event::Finished { cause: FinishCause::Completed }],
            },
            Phase::Running { closed } => self.window_tick(now, *closed),
            _ => Vec::new(),
        }
    }

    fn countdown(&self, now: Timestamp) -> Vec<Event> {
        let start = |index| Event::CountdownStarted { index: index as u32, opens_at: now + self.plan.rules.get_ready };
        self.next_question().map(start).into_iter().collect()
    }

    fn open_lobby_events(&self, roster: &Roster, hall_number: Option<u32>) -> Result<Vec<Event>, Rejection> {
        if self.phase != Phase::Scheduled {
            return Err(Rejection::WrongPhase);
        }
        let sealed = self.sealed.as_ref().ok_or(Rejection::NotSealed)?;
        let seed = sealed.seed.with_hall_number(hall_number);
        let drawn = draw(seed, &self.plan.blueprint, &self.plan.pool).map_err(|_| Rejection::CannotDraw)?;
        let positions: Vec<u32> = drawn.paper.iter().map(|pick| pick.position).collect();
        let paper: Option<Vec<_>> = positions.iter().map(|position| sealed.open(*position)).collect();
        let mut roster = roster.clone();
        for entry in &mut roster.entries {
            // Who wrote a question that is not asked stays unsaid.
            entry.insider_of.retain(|position| positions.contains(position));
        }
        Ok(vec![Event::LobbyOpened {
            roster,
            seed: sealed.seed,
            hall_number,
            paper: paper.ok_or(Rejection::NotSealed)?,
        }])
    }

    /// A step that the host takes; one taken in auto pacing puts the host back in charge.
    fn host_step(&self, now: Timestamp, command: &Command) -> Result<Vec<Event>, Rejection> {
        let mut events = match (command, &self.phase) {
            (Command::Open, Phase::Lobby | Phase::Standings { .. }) => {
                let events = self.countdown(now);
                if events.is_empty() {
                    return Err(Rejection::NoQuestionLeft);
                }
                events
            }
            (Command::Open, Phase::GetReady { index, .. }) => vec![Event::QuestionOpened { index: *index as u32 }],
            (Command::Lock, Phase::Open { index, opened_at }) => {
                let elapsed = (now - *opened_at).max(Millis::ZERO);
                let limit = self.slots.get(*index).map_or(elapsed, |slot| slot.limit.min(elapsed));
                vec![Event::Locked { index: *index as u32, limit }]
            }
            (Command::Reveal, Phase::Closed { index, .. }) => vec![Event::Revealed { index: *index as u32 }],
            (Command::Next, Phase::Revealed { index, .. }) => {
                vec![Event::StandingsShown { index: *index as u32 }]
            }
            (Command::Next, Phase::Standings { .. }) if self.next_question().is_none() => {
                vec![Event::Finished { cause: FinishCause::Completed }]
            }
            _ => return Err(Rejection::WrongPhase),
        };
        if self.pacing == Pacing::Auto && self.plan.rules.pacing == Pacing::Host {
            events.insert(0, Event::PacingChanged { pacing: Pacing::Host, cause: PacingCause::HostTookOver });
        }
        Ok(events)
    }

    fn extend(&self, seconds: u32) -> Result<Vec<Event>, Rejection> {
        let Phase::Open { index, .. } = self.phase else { return Err(Rejection::WrongPhase) };
        let slot = self.slots.get(index).ok_or(Rejection::WrongPhase)?;
        let limit = slot.limit + Millis::seconds(i64::from(seconds));
        if !(5..=300).contains(&seconds) || !LIMITS.contains(&limit.0) {
            return Err(Rejection::ExtensionOutOfRange);
        }
        Ok(vec![Event::Extended { index: index as u32, limit }])
    }

    fn pause_events(&self, reason: PauseReason) -> Result<Vec<Event>, Rejection> {
        let pausable = self.phase.is_running() || self.phase == Phase::Lobby;
        if !pausable {
            return Err(Rejection::WrongPhase);
        }
        let mut events = vec![Event::Paused { reason }];
        if let Phase::Open { index, .. } = self.phase {
            let index = index as u32;
            events.push(Event::QuestionVoided { index, cause: VoidCause::Paused });
            let reserve = self.reserves.first().and_then(|pick| {
                let sealed = self.sealed.as_ref()?;
                let insiders = sealed.candidates.get(pick.position as usize)?.insiders.clone();
                Some(Event::ReserveTaken { index, opened: sealed.open(pick.position)?, insiders })
            });
            events.extend(reserve);
        }
        Ok(events)
    }

    fn resume_events(&self, now: Timestamp) -> Result<Vec<Event>, Rejection> {
        let Phase::Paused { then, .. } = &self.phase else { return Err(Rejection::WrongPhase) };
        let mut events = vec![Event::Resumed];
        match then {
            Continuation::Back(_) => {}
            // Voided during the pause: it is not asked any more.
            Continuation::Countdown { index } if self.slots.get(*index).is_some_and(|slot| slot.voided.is_some()) => {
                events.push(Event::StandingsShown { index: *index as u32 });
            }
            Continuation::Countdown { index } => {
                events.push(Event::CountdownStarted { index: *index as u32, opens_at: now + self.plan.rules.get_ready })
            }
            Continuation::Standings { index } => events.push(Event::StandingsShown { index: *index as u32 }),
        }
        Ok(events)
    }

    fn void(&self, index: u32, reason: &str) -> Result<Vec<Event>, Rejection> {
        if matches!(self.phase, Phase::Scheduled | Phase::Lobby) {
            return Err(Rejection::WrongPhase);
        }
        if self.phase.is_over() {
            return self.decide_on_result(&Decision::VoidQuestion { index }, reason);
        }
        check_reason(reason)?;
        let slot = self.slots.get(index as usize).ok_or(Rejection::UnknownQuestion)?;
        if slot.voided.is_some() {
            return Err(Rejection::AlreadyVoid);
        }
        let mut events = vec![Event::QuestionVoided { index, cause: VoidCause::Host }];
        match self.phase {
            Phase::GetReady { index: current, .. } if current == index as usize => {
                events.push(Event::StandingsShown { index });
            }
            Phase::Open { index: current, .. } if current == index as usize => {
                events.push(Event::QuestionClosed { index });
            }
            _ => {}
        }
        Ok(events)
    }

    fn end(&self, reason: &str) -> Result<Vec<Event>, Rejection> {
        let running = self.phase.is_running() || matches!(self.phase, Phase::Lobby | Phase::Paused { .. });
        if !running {
            return Err(Rejection::WrongPhase);
        }
        check_reason(reason)?;
        let mut events = Vec::new();
        if let Phase::Open { index, .. } = self.phase {
            events.push(Event::QuestionVoided { index: index as u32, cause: VoidCause::Ended });
        }
        events.push(Event::Finished { cause: FinishCause::EndedByHost });
        Ok(events)
    }

    fn cancel(&self, reason: &str) -> Result<Vec<Event>, Rejection> {
        if self.phase != Phase::Scheduled {
            return Err(Rejection::WrongPhase);
        }
        check_reason(reason)?;
        Ok(vec![Event::Cancelled])
    }

    /// Until one's own first question: what is known of the result by then is nothing.
    fn predict(&self, participant: Participant, value: u32) -> Result<Vec<Event>, Rejection> {
        let enrolment = self.enrolment(participant).ok_or(Rejection::NotAParticipant)?;
        if !matches!(self.phase, Phase::Lobby | Phase::Running { closed: false }) {
            return Err(Rejection::WrongPhase);
        }
        if enrolment.attempt.is_some() {
            return Err(Rejection::AlreadyStarted);
        }
        if value > PREDICTION_MOST {
            return Err(Rejection::Prediction);
        }
        let event = Event::Predicted { participant, value };
        Ok(if enrolment.prediction == Some(value) { Vec::new() } else { vec![event] })
    }

    fn while_playing(&self, participant: Participant, event: Event) -> Result<Vec<Event>, Rejection> {
        self.enrolment(participant).ok_or(Rejection::NotAParticipant)?;
        let playing = self.phase.is_running() || matches!(self.phase, Phase::Paused { .. });
        Ok(if playing { vec![event] } else { Vec::new() })
    }

    /// A page that is hidden twice was hidden once.
    fn when_away(&self, participant: Participant, away: bool, event: Event) -> Result<Vec<Event>, Rejection> {
        let enrolment = self.enrolment(participant).ok_or(Rejection::NotAParticipant)?;
        if enrolment.away == away { self.while_playing(participant, event) } else { Ok(Vec::new()) }
    }
}
