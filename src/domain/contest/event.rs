//! What happened. A contest is its events; everything else is computed from them.

use serde::{Deserialize, Serialize};

use super::roster::{Excuse, Roster};
use super::rules::{Pacing, Rules};
use crate::domain::draw::{Blueprint, Candidate, OpenedCandidate, Seed};
use crate::domain::identity::{ContestId, Participant};
use crate::domain::ledger::{Hash, Head, SignatureText};
use crate::domain::time::{Millis, Timestamp};
use crate::domain::timing::Evidence;

/// One event. Its time is that of its journal entry. People appear as participant numbers, and
/// reasons as classes: what a host wrote stands beside the record, where it can be erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// Always the first: the rules, and the commitments the draw will be held to.
    Scheduled {
        contest: ContestId,
        title: String,
        unit: String,
        starts_at: Timestamp,
        rules: Box<Rules>,
        blueprint: Blueprint,
        seed_commitment: Hash,
        pool: Vec<Candidate>,
    },
    /// The roster is frozen and the paper drawn.
    LobbyOpened {
        roster: Roster,
        seed: Seed,
        /// Called out in the hall before the draw.
        hall_number: Option<u32>,
        /// The drawn questions, opened, in the order they will be asked.
        paper: Vec<OpenedCandidate>,
    },
    TimeGranted {
        participant: Participant,
        time_factor: u32,
    },
    /// For the first time; later connections are not events.
    Joined {
        participant: Participant,
    },
    /// A second device took the place of the first.
    DeviceReplaced {
        participant: Participant,
    },
    /// The page was hidden: advice for the secretary, never a punishment.
    PageLeft {
        participant: Participant,
    },
    PageReturned {
        participant: Participant,
    },
    HostArrived,
    HostLeft,
    PacingChanged {
        pacing: Pacing,
        cause: PacingCause,
    },
    CountdownStarted {
        index: u32,
        opens_at: Timestamp,
    },
    QuestionOpened {
        index: u32,
    },
    AnswerRecorded {
        participant: Participant,
        index: u32,
        /// Option ids, in base order.
        options: Vec<String>,
        /// The phone's idempotency key.
        key: String,
        evidence: Evidence,
        /// A, for the reader; recomputed by an inspector.
        allowance: Millis,
        /// T, for the reader; recomputed by an inspector.
        response_time: Millis,
    },
    Extended {
        index: u32,
        limit: Millis,
    },
    Locked {
        index: u32,
        limit: Millis,
    },
    QuestionClosed {
        index: u32,
    },
    Revealed {
        index: u32,
    },
    StandingsShown {
        index: u32,
    },
    Paused {
        reason: PauseReason,
    },
    Resumed,
    QuestionVoided {
        index: u32,
        cause: VoidCause,
    },
    /// The next reserve of the same draw takes a voided question's place.
    ReserveTaken {
        index: u32,
        opened: OpenedCandidate,
        /// Who wrote, reviewed or saw it.
        insiders: Vec<Participant>,
    },
    /// The program was not running.
    Interrupted {
        from: Timestamp,
        to: Timestamp,
    },
    Predicted {
        participant: Participant,
        value: u32,
    },
    /// Window mode: members may start.
    WindowOpened,
    /// Window mode: nobody may start any more.
    WindowClosed,
    AttemptStarted {
        participant: Participant,
        opens_at: Timestamp,
    },
    AttemptOpened {
        participant: Participant,
        index: u32,
    },
    AttemptClosed {
        participant: Participant,
        index: u32,
    },
    Finished {
        cause: FinishCause,
    },
    /// A question that was voided after the finish counts again.
    QuestionRestored {
        index: u32,
    },
    /// What this participant played does not count.
    AttemptAnnulled {
        participant: Participant,
    },
    AttemptRestored {
        participant: Participant,
    },
    /// The order, best first, of people who shared a place or were too close to call.
    TieDecided {
        order: Vec<Participant>,
    },
    /// Why this participant did not take part, as it was found out afterwards; `None` takes a reason back.
    AbsenceExcused {
        participant: Participant,
        excuse: Option<Excuse>,
    },
    Confirmed,
    /// A second person confirmed as well.
    Countersigned,
    /// Every time it is published: a later version stands beside those before it.
    Published,
    /// Called off before its lobby opened.
    Cancelled,
    /// The head before this entry, signed.
    Checkpoint {
        head: Head,
        signature: SignatureText,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PacingCause {
    HostAbsent,
    HostTookOver,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseReason {
    Host,
    /// The record could not be written.
    Storage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VoidCause {
    /// The host's decision; the reason stands beside the record.
    Host,
    /// The contest was paused while the question was open.
    Paused,
    /// The contest was ended while the question was open.
    Ended,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FinishCause {
    Completed,
    EndedByHost,
}

impl Event {
    /// The name in the journal's `kind` column: the same word as in the text.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Scheduled { .. } => "scheduled",
            Self::LobbyOpened { .. } => "lobby_opened",
            Self::TimeGranted { .. } => "time_granted",
            Self::Joined { .. } => "joined",
            Self::DeviceReplaced { .. } => "device_replaced",
            Self::PageLeft { .. } => "page_left",
            Self::PageReturned { .. } => "page_returned",
            Self::HostArrived => "host_arrived",
            Self::HostLeft => "host_left",
            Self::PacingChanged { .. } => "pacing_changed",
            Self::CountdownStarted { .. } => "countdown_started",
            Self::QuestionOpened { .. } => "question_opened",
            Self::AnswerRecorded { .. } => "answer_recorded",
            Self::Extended { .. } => "extended",
            Self::Locked { .. } => "locked",
            Self::QuestionClosed { .. } => "question_closed",
            Self::Revealed { .. } => "revealed",
            Self::StandingsShown { .. } => "standings_shown",
            Self::Paused { .. } => "paused",
            Self::Resumed => "resumed",
            Self::QuestionVoided { .. } => "question_voided",
            Self::ReserveTaken { .. } => "reserve_taken",
            Self::Interrupted { .. } => "interrupted",
            Self::Predicted { .. } => "predicted",
            Self::WindowOpened => "window_opened",
            Self::WindowClosed => "window_closed",
            Self::AttemptStarted { .. } => "attempt_started",
            Self::AttemptOpened { .. } => "attempt_opened",
            Self::AttemptClosed { .. } => "attempt_closed",
            Self::Finished { .. } => "finished",
            Self::QuestionRestored { .. } => "question_restored",
            Self::AttemptAnnulled { .. } => "attempt_annulled",
            Self::AttemptRestored { .. } => "attempt_restored",
            Self::TieDecided { .. } => "tie_decided",
            Self::AbsenceExcused { .. } => "absence_excused",
            Self::Confirmed => "confirmed",
            Self::Countersigned => "countersigned",
            Self::Published => "published",
            Self::Cancelled => "cancelled",
            Self::Checkpoint { .. } => "checkpoint",
        }
    }

    /// False for what only tells how the evening went.
    pub(super) const fn may_change_results(&self) -> bool {
        !matches!(
            self,
            Self::DeviceReplaced { .. }
                | Self::PageLeft { .. }
                | Self::PageReturned { .. }
                | Self::HostArrived
                | Self::HostLeft
                | Self::Checkpoint { .. }
        )
    }

    /// Whether the head is signed after this event: at each close, the finish, the confirmation,
    /// the publication, a calling off, and each correction after the finish.
    pub const fn is_signed(&self) -> bool {
        matches!(
            self,
            Self::QuestionClosed { .. }
                | Self::QuestionVoided { .. }
                | Self::QuestionRestored { .. }
                | Self::AttemptAnnulled { .. }
                | Self::AttemptRestored { .. }
                | Self::TieDecided { .. }
                | Self::AbsenceExcused { .. }
                | Self::Finished { .. }
                | Self::Confirmed
                | Self::Countersigned
                | Self::Published
                | Self::Cancelled
        )
    }
}
