//! What somebody, or the clock, asks of a contest.

use serde::{Deserialize, Serialize};

use super::corrections::Decision;
use super::event::PauseReason;
use super::roster::Roster;
use crate::domain::identity::Participant;
use crate::domain::time::Timestamp;
use crate::domain::timing::Evidence;

#[derive(Clone, Debug)]
pub enum Command {
    /// scheduled → lobby.
    OpenLobby {
        roster: Roster,
        hall_number: Option<u32>,
    },
    /// Extra time, before the first question.
    GrantTime {
        participant: Participant,
        time_factor: u32,
    },
    Join {
        participant: Participant,
    },
    ReplaceDevice {
        participant: Participant,
    },
    LeavePage {
        participant: Participant,
    },
    ReturnToPage {
        participant: Participant,
    },
    Answer(AnswerAttempt),
    /// Window mode: begin now.
    Start {
        participant: Participant,
    },
    Predict {
        participant: Participant,
        value: u32,
    },
    HostArrive,
    HostLeave,
    /// lobby or standings → get ready; get ready → open.
    Open,
    Extend {
        seconds: u32,
    },
    Lock,
    Reveal,
    Next,
    Pause {
        reason: PauseReason,
    },
    Resume,
    VoidQuestion {
        index: u32,
        reason: String,
    },
    End {
        reason: String,
    },
    /// After the finish.
    Decide {
        decision: Decision,
        reason: String,
    },
    Confirm,
    /// A second person confirms what the first did.
    Countersign,
    Publish,
    /// scheduled → cancelled.
    Cancel {
        reason: String,
    },
    /// The program starts again after it was not running since `from`.
    Interrupt {
        from: Timestamp,
    },
    /// The clock: takes the step that is due, if one is.
    Tick,
}

/// An answer as it reached the server.
#[derive(Clone, Debug)]
pub struct AnswerAttempt {
    pub participant: Participant,
    pub question: String,
    pub options: Vec<String>,
    /// Idempotency: the same key is acknowledged again, another one refused.
    pub key: String,
    pub evidence: Evidence,
}

impl Command {
    /// What a person wrote with it: kept beside the record, never in it.
    pub fn remark(&self) -> Option<&str> {
        match self {
            Self::VoidQuestion { reason, .. }
            | Self::End { reason }
            | Self::Cancel { reason }
            | Self::Decide { reason, .. } => Some(reason),
            _ => None,
        }
    }

    /// Whether it is kept, beside the record, who gave it.
    pub const fn is_signed_for(&self) -> bool {
        matches!(
            self,
            Self::VoidQuestion { .. }
                | Self::End { .. }
                | Self::Cancel { .. }
                | Self::Decide { .. }
                | Self::Confirm
                | Self::Countersign
                | Self::Publish
        )
    }
}

pub(super) fn check_reason(reason: &str) -> Result<(), Rejection> {
    let length = reason.trim().chars().count();
    let readable = !reason.chars().any(char::is_control);
    if (3..=500).contains(&length) && readable { Ok(()) } else { Err(Rejection::ReasonRequired) }
}

/// A "no" is a normal reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Rejection {
    #[error("this step does not fit the contest's present phase")]
    WrongPhase,
    #[error("this question is not open")]
    NotOpen,
    #[error("the answer came after this member's time")]
    Late,
    #[error("this question already has another answer of this member")]
    AlreadyAnswered,
    #[error("the contest has no such question")]
    UnknownQuestion,
    #[error("the question has no such option, or it is named twice")]
    UnknownOption,
    #[error("this kind of question takes another number of options")]
    OptionCount,
    #[error("not on this contest's roster")]
    NotAParticipant,
    #[error("no question is left to be asked")]
    NoQuestionLeft,
    #[error("this question is already void")]
    AlreadyVoid,
    #[error("a reason of 3 to 500 characters, on one line, must be given")]
    ReasonRequired,
    #[error("an extension is 5 to 300 seconds, and a limit at most 600 seconds")]
    ExtensionOutOfRange,
    #[error("extra time is 100, 125 or 150 percent, granted before the first question")]
    TimeFactor,
    #[error("the questions of this contest are not at hand")]
    NotSealed,
    #[error("the approved bank cannot serve the blueprint")]
    CannotDraw,
    #[error("the idempotency key is missing or longer than 64 characters")]
    Key,
    #[error("the attempt has already begun")]
    AlreadyStarted,
    #[error("members start within the printed daily hours")]
    OutsideHours,
    #[error("a prediction is a number of people, at most 1,000,000")]
    Prediction,
    #[error("at least one question must count")]
    LastQuestion,
    #[error("this member has played nothing that could be annulled")]
    NoAttempt,
    #[error("these are not exactly the people who share a place or are too close to call")]
    NotTied,
    #[error("this member took part, so there is no absence to excuse")]
    TookPart,
    #[error("this has been decided already")]
    AlreadyDecided,
    #[error("there is no such decision that could be taken back")]
    NothingToTakeBack,
    /// By the contest's rules.
    #[error("a second person has to confirm first")]
    NotCountersigned,
    /// What was decided on is not how it stands any more.
    #[error("the result has changed since it was looked at")]
    Outdated,
    /// Not a message of this protocol, or with fields it does not have.
    #[error("not a message of this protocol")]
    Malformed,
    /// What this seat may not ask for.
    #[error("this seat may not do that")]
    Forbidden,
    /// Another host drives; take over first.
    #[error("another host drives this contest: take over first")]
    NotDriving,
    /// A desk can be handed over only to a host who has one.
    #[error("this host has no desk that is connected")]
    NoSuchHost,
    /// The record cannot be written at the moment; ask again when the contest goes on.
    #[error("the record cannot be written at the moment")]
    Storage,
}
