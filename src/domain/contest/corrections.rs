//! After the last question: what is decided on a result, each with a reason beside the record, what it would change
//! before it is taken, and the versions that were published. Nothing that was published is ever overwritten.

use std::sync::Arc;

use super::command::{Command, Rejection, check_reason};
use super::event::{Event, VoidCause};
use super::phase::Phase;
use super::results::{Results, Table};
use super::roster::Excuse;
use super::rules::Confirmation;
use super::state::{Contest, Slot};
use crate::domain::identity::Participant;
use crate::domain::ledger::Entry;
use crate::domain::time::Timestamp;

/// What may be decided once a contest is over. Each can be taken back by its counterpart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It counts for nobody: everybody is scored again.
    VoidQuestion {
        index: u32,
    },
    /// One that was voided after the finish counts again.
    RestoreQuestion {
        index: u32,
    },
    /// What a member played does not count.
    AnnulAttempt {
        participant: Participant,
    },
    RestoreAttempt {
        participant: Participant,
    },
    /// An order, best first, among those who share a place or are too close to call.
    DecideTie {
        order: Vec<Participant>,
    },
    /// Why somebody did not take part; `None` takes a reason back.
    ExcuseAbsence {
        participant: Participant,
        excuse: Option<Excuse>,
    },
}

/// A decision on record.
#[derive(Clone, Debug)]
pub struct Taken {
    pub seq: u64,
    pub at: Timestamp,
    pub decision: Decision,
}

/// A version of the result as it was published.
#[derive(Clone, Debug)]
pub struct Publication {
    pub seq: u64,
    pub at: Timestamp,
    pub table: Arc<Table>,
    /// The entries with which one person confirmed it, or two.
    pub confirmations: Vec<u64>,
    /// How many decisions had been taken by then.
    pub decisions: usize,
}

impl Publication {
    pub fn is_countersigned(&self) -> bool {
        self.confirmations.len() > 1
    }
}

impl Contest {
    pub(super) fn decide_on_result(&self, decision: &Decision, reason: &str) -> Result<Vec<Event>, Rejection> {
        if !self.phase.is_over() {
            return Err(Rejection::WrongPhase);
        }
        check_reason(reason)?;
        let event = match decision {
            Decision::VoidQuestion { index } => self.void_afterwards(*index)?,
            Decision::RestoreQuestion { index } => {
                self.slots.get(*index as usize).ok_or(Rejection::UnknownQuestion)?;
                if !self.was_voided_afterwards(*index) {
                    return Err(Rejection::NothingToTakeBack);
                }
                Event::QuestionRestored { index: *index }
            }
            Decision::AnnulAttempt { participant } => {
                let enrolment = self.enrolment(*participant).ok_or(Rejection::NotAParticipant)?;
                match (enrolment.joined_at, enrolment.annulled) {
                    (None, _) => return Err(Rejection::NoAttempt),
                    (_, true) => return Err(Rejection::AlreadyDecided),
                    _ => Event::AttemptAnnulled { participant: *participant },
                }
            }
            Decision::RestoreAttempt { participant } => {
                let enrolment = self.enrolment(*participant).ok_or(Rejection::NotAParticipant)?;
                if !enrolment.annulled {
                    return Err(Rejection::NothingToTakeBack);
                }
                Event::AttemptRestored { participant: *participant }
            }
            Decision::DecideTie { order } => self.decide_tie(order)?,
            Decision::ExcuseAbsence { participant, excuse } => {
                let enrolment = self.enrolment(*participant).ok_or(Rejection::NotAParticipant)?;
                if self.took_part(*participant) {
                    return Err(Rejection::TookPart);
                }
                if enrolment.entry.excuse == *excuse {
                    return Err(Rejection::AlreadyDecided);
                }
                Event::AbsenceExcused { participant: *participant, excuse: *excuse }
            }
        };
        Ok(vec![event])
    }

    /// A result counts at least one question.
    fn void_afterwards(&self, index: u32) -> Result<Event, Rejection> {
        let slot = self.slots.get(index as usize).ok_or(Rejection::UnknownQuestion)?;
        if slot.voided.is_some() {
            return Err(Rejection::AlreadyVoid);
        }
        if !self.was_asked(slot) {
            return Err(Rejection::UnknownQuestion);
        }
        let counts = |slot: &&Slot| slot.voided.is_none() && self.was_asked(slot);
        match self.slots.iter().filter(counts).count() {
            0 | 1 => Err(Rejection::LastQuestion),
            _ => Ok(Event::QuestionVoided { index, cause: VoidCause::Host }),
        }
    }

    /// What a host voided while it was played stays void: phones were told so, and not everybody could answer.
    pub fn was_voided_afterwards(&self, index: u32) -> bool {
        let of_it = |taken: &&Taken| {
            matches!(taken.decision, Decision::VoidQuestion { index: other } | Decision::RestoreQuestion { index: other }
                if other == index)
        };
        let newest = self.decisions.iter().rev().find(of_it);
        newest.is_some_and(|taken| matches!(taken.decision, Decision::VoidQuestion { .. }))
    }

    /// Whether there is an answer of theirs, also to a question that does not count.
    pub fn took_part(&self, participant: Participant) -> bool {
        let replaced = self.replaced.iter().map(|(_, slot)| slot);
        self.slots.iter().chain(replaced).any(|slot| slot.answer(participant).is_some())
    }

    /// What a command would make of the result, without anything happening.
    pub fn preview(&self, now: Timestamp, command: &Command) -> Result<Results, Rejection> {
        let mut copy = self.clone();
        for event in self.decide(now, command)? {
            let entry = copy.head.append(now, event).map_err(|_| Rejection::Storage)?;
            copy.evolve(&entry);
        }
        Ok(copy.results())
    }

    /// Keeps a decision; a result that was confirmed or published has to be confirmed, and published, again.
    pub(super) fn take_decision(&mut self, entry: &Entry, decision: Decision) {
        if !self.phase.is_over() {
            return;
        }
        self.decisions.push(Taken { seq: entry.seq, at: entry.at, decision });
        self.phase = Phase::Finished;
        self.confirmations.clear();
    }

    pub(super) fn publish(&mut self, entry: &Entry) {
        self.phase = Phase::Published;
        self.publications.push(Publication {
            seq: entry.seq,
            at: entry.at,
            table: self.table(),
            confirmations: self.confirmations.clone(),
            decisions: self.decisions.len(),
        });
    }

    /// What was decided after the finish, oldest first.
    pub fn decisions(&self) -> &[Taken] {
        &self.decisions
    }

    /// Every version that was published, oldest first.
    pub fn publications(&self) -> &[Publication] {
        &self.publications
    }

    /// Versions beside the result as it stands now: all but the newest once that is published.
    pub fn earlier_publications(&self) -> &[Publication] {
        let newest = usize::from(self.phase == Phase::Published);
        &self.publications[..self.publications.len().saturating_sub(newest)]
    }

    /// Published, and changed since: the new version is not published yet.
    pub fn is_being_corrected(&self) -> bool {
        !self.publications.is_empty() && self.phase != Phase::Published
    }

    /// What members are shown: the newest published version, or the result as it stands where none is.
    pub fn announced(&self) -> Arc<Table> {
        self.publications.last().map_or_else(|| self.table(), |publication| Arc::clone(&publication.table))
    }

    /// The entries with which the result, as it stands, was confirmed: none, one, or two.
    pub fn confirmations(&self) -> &[u64] {
        &self.confirmations
    }

    pub fn is_countersigned(&self) -> bool {
        self.confirmations.len() > 1
    }

    pub fn awaits_countersignature(&self) -> bool {
        self.phase == Phase::Confirmed && !self.may_publish()
    }

    /// Whether all have confirmed who must before it is published.
    pub fn may_publish(&self) -> bool {
        self.phase == Phase::Confirmed && (self.is_countersigned() || self.plan.rules.confirmation == Confirmation::One)
    }

    pub(super) fn confirm_events(&self) -> Result<Vec<Event>, Rejection> {
        if self.phase == Phase::Finished { Ok(vec![Event::Confirmed]) } else { Err(Rejection::WrongPhase) }
    }

    pub(super) fn countersign_events(&self) -> Result<Vec<Event>, Rejection> {
        if self.awaits_countersignature() { Ok(vec![Event::Countersigned]) } else { Err(Rejection::WrongPhase) }
    }

    pub(super) fn publish_events(&self) -> Result<Vec<Event>, Rejection> {
        match self.phase {
            Phase::Confirmed if self.may_publish() => Ok(vec![Event::Published]),
            Phase::Confirmed => Err(Rejection::NotCountersigned),
            _ => Err(Rejection::WrongPhase),
        }
    }
}
