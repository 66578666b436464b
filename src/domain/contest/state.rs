//! A contest's state: what its events so far add up to.

use std::sync::{Arc, OnceLock};

use super::corrections::{Publication, Taken};
use super::event::{Event, VoidCause};
use super::phase::Phase;
use super::results::Table;
use super::roster::RosterEntry;
use super::rules::{Mode, Pacing, Rules};
use super::window::Attempt;
use crate::domain::draw::{Blueprint, Candidate, OpenedCandidate, PaperQuestion, Pick, Seed};
use crate::domain::identity::{ContestId, Participant};
use crate::domain::ledger::{Entry, Hash, Head, SignatureText};
use crate::domain::question::Revision;
use crate::domain::time::{Millis, Timestamp};
use crate::domain::timing::{Evidence, Window};

/// What was fixed at scheduling.
#[derive(Clone, Debug)]
pub struct Plan {
    pub contest: ContestId,
    pub title: String,
    pub unit: String,
    pub starts_at: Timestamp,
    pub rules: Rules,
    pub blueprint: Blueprint,
    pub seed_commitment: Hash,
    pub pool: Vec<Candidate>,
}

/// What the room knows and the record does not yet: given to a contest so that it can draw.
#[derive(Clone, Debug)]
pub struct Sealed {
    pub seed: Seed,
    /// By position in the pool.
    pub candidates: Vec<SealedCandidate>,
}

#[derive(Clone, Debug)]
pub struct SealedCandidate {
    pub salt: Hash,
    pub revision: Revision,
    /// Participants who wrote or reviewed it.
    pub insiders: Vec<Participant>,
}

impl Sealed {
    pub(super) fn open(&self, position: u32) -> Option<OpenedCandidate> {
        let candidate = self.candidates.get(position as usize)?;
        Some(OpenedCandidate { position, salt: candidate.salt, revision: candidate.revision.clone() })
    }
}

/// One contest, folded from its journal.
#[derive(Clone, Debug)]
pub struct Contest {
    pub(super) plan: Plan,
    pub(super) sealed: Option<Sealed>,
    pub(super) phase: Phase,
    pub(super) pacing: Pacing,
    /// The seed that drew the paper, hall number mixed in.
    pub(super) draw_seed: Option<Seed>,
    pub(super) opening: Option<Opening>,
    pub(super) reserves: Vec<Pick>,
    pub(super) roster: Vec<Enrolment>,
    pub(super) units: Vec<String>,
    pub(super) slots: Vec<Slot>,
    /// Voided questions whose place a reserve took.
    pub(super) replaced: Vec<(u32, Slot)>,
    pub(super) joined: u32,
    /// The longest time factor among those who joined.
    pub(super) longest_factor: u32,
    /// The entry with which a host ended it before its time.
    pub(super) ended_by_host: Option<u64>,
    /// Since when no host is connected; `None` while one is.
    pub(super) host_absent_since: Option<Timestamp>,
    pub(super) head: Head,
    pub(super) last_at: Timestamp,
    /// The newest signed head.
    pub(super) witness: Option<(Head, SignatureText)>,
    /// What was decided after the finish.
    pub(super) decisions: Vec<Taken>,
    pub(super) publications: Vec<Publication>,
    /// Entries that confirm the result as it stands.
    pub(super) confirmations: Vec<u64>,
    /// Computed on demand; forgotten by whatever may change it.
    pub(super) table: OnceLock<Arc<Table>>,
}

/// What the lobby's opening put on record, as an inspector compares it with the draw.
#[derive(Clone, Debug)]
pub struct Opening {
    pub seed: Seed,
    pub hall_number: Option<u32>,
}

/// A person on the frozen roster.
#[derive(Clone, Debug)]
pub struct Enrolment {
    pub entry: RosterEntry,
    pub joined_at: Option<Timestamp>,
    pub devices_replaced: u32,
    pub page_left: u32,
    /// The page is hidden at the moment.
    pub away: bool,
    pub prediction: Option<u32>,
    /// What they played does not count.
    pub annulled: bool,
    /// Window mode only.
    pub(super) attempt: Option<Attempt>,
}

/// One place on the paper, with the question that now stands there.
#[derive(Clone, Debug)]
pub struct Slot {
    pub question: PaperQuestion,
    /// The limit after extensions and locks.
    pub limit: Millis,
    pub opened_at: Option<Timestamp>,
    pub closed: bool,
    pub revealed: bool,
    pub interrupted: bool,
    pub voided: Option<VoidCause>,
    /// By participant.
    pub answers: Vec<Option<Box<Answer>>>,
    pub answered: u32,
}

/// An answer on record.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Bit `n` is the option at base position `n`.
    pub options: u8,
    pub right: bool,
    pub key: String,
    pub evidence: Evidence,
    pub server_time: Millis,
    pub response_time: Millis,
    /// The member's receipt.
    pub receipt: Head,
}

#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    #[error("the journal is empty")]
    Empty,
    #[error("the journal does not begin with the scheduling of a contest")]
    NoBeginning,
}

/// The bit of the option at a base position; none beyond the eighth, which no question has.
pub(super) fn bit(at: usize) -> u8 {
    u32::try_from(at).ok().and_then(|at| 1_u8.checked_shl(at)).unwrap_or(0)
}

impl Slot {
    pub(super) fn new(question: PaperQuestion, roster: usize) -> Self {
        Self {
            limit: question.limit,
            question,
            opened_at: None,
            closed: false,
            revealed: false,
            interrupted: false,
            voided: None,
            answers: vec![None; roster],
            answered: 0,
        }
    }

    pub fn answer(&self, participant: Participant) -> Option<&Answer> {
        self.answers.get(participant.index())?.as_deref()
    }

    /// Option ids of a bit set, in base order.
    pub fn option_ids(&self, options: u8) -> Vec<String> {
        let chosen = |at: &usize| options & bit(*at) != 0;
        (0..self.question.options.len()).filter(chosen).map(|at| self.question.options[at].id.clone()).collect()
    }

    /// How many chose each option, by base position.
    pub fn distribution(&self) -> Vec<u32> {
        let mut counts = vec![0; self.question.options.len()];
        for answer in self.answers.iter().flatten() {
            counts.iter_mut().enumerate().filter(|(at, _)| answer.options & bit(*at) != 0).for_each(|(_, n)| *n += 1);
        }
        counts
    }
}

impl Contest {
    /// The state after the first entry, which must be the scheduling.
    pub fn begin(first: &Entry) -> Result<Self, ReplayError> {
        let Event::Scheduled { contest, title, unit, starts_at, rules, blueprint, seed_commitment, pool } =
            first.event.clone()
        else {
            return Err(ReplayError::NoBeginning);
        };
        Ok(Self {
            pacing: rules.pacing,
            plan: Plan { contest, title, unit, starts_at, rules: *rules, blueprint, seed_commitment, pool },
            sealed: None,
            phase: Phase::Scheduled,
            draw_seed: None,
            opening: None,
            reserves: Vec::new(),
            roster: Vec::new(),
            units: Vec::new(),
            slots: Vec::new(),
            replaced: Vec::new(),
            joined: 0,
            longest_factor: 100,
            ended_by_host: None,
            host_absent_since: Some(first.at),
            head: first.head(),
            last_at: first.at,
            witness: None,
            decisions: Vec::new(),
            publications: Vec::new(),
            confirmations: Vec::new(),
            table: OnceLock::new(),
        })
    }

    /// Folds a whole journal.
    pub fn replay<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Result<Self, ReplayError> {
        let mut entries = entries.into_iter();
        let mut contest = Self::begin(entries.next().ok_or(ReplayError::Empty)?)?;
        entries.for_each(|entry| contest.evolve(entry));
        Ok(contest)
    }

    /// Hands over what is needed to draw and to take reserves.
    pub fn seal(&mut self, sealed: Sealed) {
        self.sealed = Some(sealed);
    }

    /// Whether the questions that may be drawn are at hand.
    pub fn is_sealed(&self) -> bool {
        self.sealed.is_some()
    }

    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    pub fn rules(&self) -> &Rules {
        &self.plan.rules
    }

    pub fn phase(&self) -> &Phase {
        &self.phase
    }

    pub fn pacing(&self) -> Pacing {
        self.pacing
    }

    pub fn head(&self) -> Head {
        self.head
    }

    /// The head that was signed last, with its signature.
    pub fn witness(&self) -> Option<(Head, &SignatureText)> {
        self.witness.as_ref().map(|(head, signature)| (*head, signature))
    }

    /// The time of the newest entry.
    pub fn last_at(&self) -> Timestamp {
        self.last_at
    }

    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// Voided questions that a reserve replaced, with the index they stood at.
    pub fn replaced(&self) -> &[(u32, Slot)] {
        &self.replaced
    }

    /// The questions of the paper, also before it is drawn.
    pub fn question_count(&self) -> usize {
        if self.slots.is_empty() { self.plan.blueprint.question_count() as usize } else { self.slots.len() }
    }

    /// Participants in the order of their numbers.
    pub fn roster(&self) -> impl ExactSizeIterator<Item = (Participant, &Enrolment)> {
        self.roster.iter().enumerate().map(|(at, enrolment)| (Participant(at as u32 + 1), enrolment))
    }

    pub fn enrolment(&self, participant: Participant) -> Option<&Enrolment> {
        self.roster.get(participant.index())
    }

    /// Names of the units on the frozen roster.
    pub fn units(&self) -> &[String] {
        &self.units
    }

    pub fn unit_name(&self, enrolment: &Enrolment) -> &str {
        self.units.get(enrolment.entry.unit as usize).map_or("", String::as_str)
    }

    /// How many could take part.
    pub fn eligible(&self) -> usize {
        let counts = |enrolment: &&Enrolment| enrolment.entry.excuse.is_none_or(super::Excuse::in_denominator);
        self.roster.iter().filter(counts).count()
    }

    pub fn joined(&self) -> usize {
        self.joined as usize
    }

    pub fn opening(&self) -> Option<&Opening> {
        self.opening.as_ref()
    }

    /// Whether this person is ranked under the printed rules.
    pub fn is_ranked(&self, enrolment: &Enrolment) -> bool {
        enrolment.entry.excuse.is_none()
            && !enrolment.annulled
            && (self.plan.rules.insiders_ranked || enrolment.entry.insider_of.is_empty())
    }

    /// Each question's option order on this member's phone.
    pub fn order_for(&self, participant: Participant) -> Vec<Vec<u8>> {
        let Some(seed) = self.draw_seed else { return Vec::new() };
        self.slots.iter().map(|slot| slot.question.order_for(seed, participant)).collect()
    }

    /// The clock of one question for one member; `None` before it was opened to them.
    pub fn clock_of(&self, participant: Participant, index: usize) -> Option<Window> {
        let slot = self.slots.get(index)?;
        let enrolment = self.enrolment(participant)?;
        let opened_at = match self.plan.rules.mode {
            Mode::Live => slot.opened_at?,
            Mode::Window => enrolment.attempt.as_ref()?.opened_at(index)?,
        };
        Some(Window { opened_at, limit: slot.limit, time_factor: enrolment.entry.time_factor })
    }

    /// Pool position of the reserve that would be taken next.
    pub fn next_reserve(&self) -> Option<u32> {
        self.reserves.first().map(|pick| pick.position)
    }

    /// Number of the entry with which a host ended it before its time.
    pub fn ended_by_host(&self) -> Option<u64> {
        self.ended_by_host
    }

    /// The next question that has not been asked and is not void.
    pub fn next_question(&self) -> Option<usize> {
        self.slots.iter().position(|slot| slot.opened_at.is_none() && slot.voided.is_none())
    }

    pub(super) fn everybody_answered(&self, slot: &Slot) -> bool {
        self.joined > 0 && slot.answered >= self.joined
    }
}
