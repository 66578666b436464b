//! What an event does to the state. Total: an entry on record is never refused.

use super::corrections::Decision;
use super::event::{Event, FinishCause, PauseReason};
use super::phase::{Continuation, Phase};
use super::state::{Answer, Contest, Enrolment, Opening, Slot, bit};
use super::window::Attempt;
use crate::domain::draw::{OpenedCandidate, PaperQuestion, draw};
use crate::domain::identity::Participant;
use crate::domain::ledger::Entry;
use crate::domain::time::{Millis, Timestamp};
use crate::domain::timing::{Window, credit};

impl Contest {
    pub fn evolve(&mut self, entry: &Entry) {
        let at = entry.at;
        self.head = entry.head();
        self.last_at = self.last_at.max(at);
        if entry.event.may_change_results() {
            self.table.take();
        }
        match &entry.event {
            Event::Scheduled { .. } => {}
            Event::Checkpoint { head, signature } => self.witness = Some((*head, signature.clone())),
            Event::LobbyOpened { roster, seed, hall_number, paper } => {
                let opening = Opening { seed: *seed, hall_number: *hall_number };
                self.open_lobby(roster, opening, paper);
            }
            Event::TimeGranted { participant, time_factor } => {
                self.with_enrolment(*participant, |enrolment| enrolment.entry.time_factor = *time_factor);
                self.refresh_longest_factor();
            }
            Event::Joined { participant } => self.join(*participant, at),
            Event::DeviceReplaced { participant } => {
                self.with_enrolment(*participant, |enrolment| {
                    enrolment.devices_replaced += 1;
                    enrolment.away = false;
                });
            }
            Event::PageLeft { participant } => {
                self.with_enrolment(*participant, |enrolment| {
                    enrolment.page_left += 1;
                    enrolment.away = true;
                });
            }
            Event::PageReturned { participant } => {
                self.with_enrolment(*participant, |enrolment| enrolment.away = false);
            }
            Event::HostArrived => self.host_absent_since = None,
            Event::HostLeft => self.host_absent_since = Some(at),
            Event::PacingChanged { pacing, .. } => self.pacing = *pacing,
            Event::CountdownStarted { index, opens_at } => {
                self.restart_host_absence(at);
                self.phase = Phase::GetReady { index: *index as usize, opens_at: *opens_at };
            }
            Event::QuestionOpened { index } => {
                self.with_slot(*index, |slot| slot.opened_at = Some(at));
                self.phase = Phase::Open { index: *index as usize, opened_at: at };
            }
            Event::AnswerRecorded { .. } => self.record_answer(entry),
            Event::Extended { index, limit } | Event::Locked { index, limit } => {
                self.with_slot(*index, |slot| slot.limit = *limit);
            }
            Event::QuestionClosed { index } => {
                self.with_slot(*index, |slot| slot.closed = true);
                self.phase = Phase::Closed { index: *index as usize, since: at };
            }
            Event::Revealed { index } => {
                self.with_slot(*index, |slot| slot.revealed = true);
                self.phase = Phase::Revealed { index: *index as usize, since: at };
            }
            Event::StandingsShown { index } => {
                self.phase = Phase::Standings { index: *index as usize, since: at };
            }
            Event::Paused { reason } => self.pause(*reason),
            Event::Resumed => self.resume(at),
            Event::QuestionVoided { index, cause } => {
                self.with_slot(*index, |slot| slot.voided = Some(*cause));
                self.take_decision(entry, Decision::VoidQuestion { index: *index });
            }
            Event::QuestionRestored { index } => {
                self.with_slot(*index, |slot| slot.voided = None);
                self.take_decision(entry, Decision::RestoreQuestion { index: *index });
            }
            Event::AttemptAnnulled { participant } => {
                self.with_enrolment(*participant, |enrolment| enrolment.annulled = true);
                self.take_decision(entry, Decision::AnnulAttempt { participant: *participant });
            }
            Event::AttemptRestored { participant } => {
                self.with_enrolment(*participant, |enrolment| enrolment.annulled = false);
                self.take_decision(entry, Decision::RestoreAttempt { participant: *participant });
            }
            Event::TieDecided { order } => self.take_decision(entry, Decision::DecideTie { order: order.clone() }),
            Event::AbsenceExcused { participant, excuse } => {
                self.with_enrolment(*participant, |enrolment| enrolment.entry.excuse = *excuse);
                let decision = Decision::ExcuseAbsence { participant: *participant, excuse: *excuse };
                self.take_decision(entry, decision);
            }
            Event::ReserveTaken { index, opened, insiders } => self.take_reserve(*index, opened, insiders),
            Event::Interrupted { .. } => {
                if let Phase::Open { index, .. } = self.phase {
                    self.with_slot(index as u32, |slot| slot.interrupted = true);
                }
            }
            Event::Predicted { participant, value } => {
                self.with_enrolment(*participant, |enrolment| enrolment.prediction = Some(*value));
            }
            Event::WindowOpened => self.phase = Phase::Running { closed: false },
            Event::WindowClosed => self.phase = Phase::Running { closed: true },
            Event::AttemptStarted { participant, opens_at } => {
                let questions = self.slots.len();
                self.with_enrolment(*participant, |enrolment| {
                    enrolment.attempt = Some(Attempt::begin(*opens_at, questions));
                });
            }
            Event::AttemptOpened { participant, index } => {
                self.with_attempt(*participant, |attempt| attempt.open(*index as usize, at));
            }
            Event::AttemptClosed { participant, index } => {
                let opens_at = at + self.plan.rules.get_ready;
                self.with_attempt(*participant, |attempt| attempt.close(*index as usize, opens_at));
            }
            Event::Finished { cause } => {
                self.ended_by_host = (*cause == FinishCause::EndedByHost).then_some(entry.seq);
                self.phase = Phase::Finished;
            }
            Event::Confirmed => {
                self.phase = Phase::Confirmed;
                self.confirmations = vec![entry.seq];
            }
            Event::Countersigned => self.confirmations.push(entry.seq),
            Event::Published => self.publish(entry),
            Event::Cancelled => self.phase = Phase::Cancelled,
        }
    }

    fn open_lobby(&mut self, roster: &super::Roster, opening: Opening, paper: &[OpenedCandidate]) {
        let seed = opening.seed.with_hall_number(opening.hall_number);
        self.units.clone_from(&roster.units);
        self.roster = roster
            .entries
            .iter()
            .map(|entry| Enrolment {
                entry: entry.clone(),
                joined_at: None,
                devices_replaced: 0,
                page_left: 0,
                away: false,
                prediction: None,
                annulled: false,
                attempt: None,
            })
            .collect();
        // An inspector compares this draw with the paper; here the record is followed.
        let drawn = draw(seed, &self.plan.blueprint, &self.plan.pool).ok();
        let line_of = |at: usize| drawn.as_ref().and_then(|drawn| drawn.paper.get(at)).map_or(0, |pick| pick.line);
        let questions: Vec<_> = paper
            .iter()
            .enumerate()
            .filter_map(|(at, opened)| Some((opened, self.plan.blueprint.lines.get(line_of(at))?)))
            .map(|(opened, line)| PaperQuestion::prepare(seed, opened.clone(), line, self.plan.rules.question_limit))
            .collect();
        self.slots = questions.into_iter().map(|question| Slot::new(question, self.roster.len())).collect();
        self.reserves = drawn.map(|drawn| drawn.reserves).unwrap_or_default();
        self.draw_seed = Some(seed);
        self.opening = Some(opening);
        self.phase = Phase::Lobby;
    }

    fn join(&mut self, participant: Participant, at: Timestamp) {
        let mut first = false;
        self.with_enrolment(participant, |enrolment| {
            first = enrolment.joined_at.is_none();
            enrolment.joined_at.get_or_insert(at);
        });
        if first {
            self.joined += 1;
            self.refresh_longest_factor();
        }
    }

    fn refresh_longest_factor(&mut self) {
        self.longest_factor = self
            .roster
            .iter()
            .filter(|enrolment| enrolment.joined_at.is_some())
            .map(|enrolment| enrolment.entry.time_factor)
            .fold(100, u32::max);
    }

    fn record_answer(&mut self, entry: &Entry) {
        let Event::AnswerRecorded { participant, index, options, key, evidence, response_time, .. } = &entry.event
        else {
            return;
        };
        let rules = self.plan.rules.timing;
        let clock = self.clock_of(*participant, *index as usize).unwrap_or(Window {
            opened_at: entry.at,
            limit: Millis::ZERO,
            time_factor: 100,
        });
        let receipt = entry.head();
        self.with_slot(*index, |slot| {
            let base = &slot.question.options;
            let chosen =
                (0..base.len()).filter(|at| options.contains(&base[*at].id)).fold(0_u8, |set, at| set | bit(at));
            let right = (0..base.len()).filter(|at| base[*at].right).fold(0_u8, |set, at| set | bit(at));
            let Some(place) = slot.answers.get_mut(participant.index()) else { return };
            if place.is_none() {
                slot.answered += 1;
            }
            *place = Some(Box::new(Answer {
                options: chosen,
                right: chosen == right,
                key: key.clone(),
                evidence: *evidence,
                server_time: credit(&rules, &clock, evidence).server_time,
                response_time: *response_time,
                receipt,
            }));
        });
    }

    fn pause(&mut self, reason: PauseReason) {
        let then = match std::mem::replace(&mut self.phase, Phase::Scheduled) {
            Phase::GetReady { index, .. } => Continuation::Countdown { index },
            // The question is voided; until a reserve takes its place, the standings follow.
            Phase::Open { index, .. } => Continuation::Standings { index },
            Phase::Paused { then, .. } => then,
            other => Continuation::Back(Box::new(other)),
        };
        self.phase = Phase::Paused { reason, then };
    }

    fn resume(&mut self, at: Timestamp) {
        self.restart_host_absence(at);
        if let Phase::Paused { then: Continuation::Back(phase), .. } = &self.phase {
            self.phase = (**phase).clone().restarted(at);
        }
        // Otherwise the countdown or the standings follow as entries of their own.
    }

    fn take_reserve(&mut self, index: u32, opened: &OpenedCandidate, insiders: &[Participant]) {
        let Some(seed) = self.draw_seed else { return };
        let pick = self.reserves.iter().position(|pick| pick.position == opened.position);
        let line = pick.map_or(0, |at| self.reserves.remove(at).line);
        let Some(line) = self.plan.blueprint.lines.get(line) else { return };
        let question = PaperQuestion::prepare(seed, opened.clone(), line, self.plan.rules.question_limit);
        for participant in insiders {
            self.with_enrolment(*participant, |enrolment| enrolment.entry.insider_of.push(opened.position));
        }
        let roster = self.roster.len();
        if let Some(slot) = self.slots.get_mut(index as usize) {
            self.replaced.push((index, std::mem::replace(slot, Slot::new(question, roster))));
        }
        if let Phase::Paused { then, .. } = &mut self.phase {
            *then = Continuation::Countdown { index: index as usize };
        }
    }

    /// Only an absence during the running contest counts towards the take-over.
    fn restart_host_absence(&mut self, at: Timestamp) {
        if !self.phase.is_running() {
            self.host_absent_since = self.host_absent_since.map(|since| since.max(at));
        }
    }

    fn with_slot(&mut self, index: u32, change: impl FnOnce(&mut Slot)) {
        self.slots.get_mut(index as usize).map(change).unwrap_or_default();
    }

    fn with_enrolment(&mut self, participant: Participant, change: impl FnOnce(&mut Enrolment)) {
        self.roster.get_mut(participant.index()).map(change).unwrap_or_default();
    }

    fn with_attempt(&mut self, participant: Participant, change: impl FnOnce(&mut Attempt)) {
        self.with_enrolment(participant, |enrolment| enrolment.attempt.as_mut().map(change).unwrap_or_default());
    }
}
