//! Where a contest stands; each state holds exactly what is true in it.

use super::event::PauseReason;
use crate::domain::time::Timestamp;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    Scheduled,
    Lobby,
    GetReady {
        index: usize,
        opens_at: Timestamp,
    },
    Open {
        index: usize,
        opened_at: Timestamp,
    },
    /// Time is over; the key is still here.
    Closed {
        index: usize,
        since: Timestamp,
    },
    Revealed {
        index: usize,
        since: Timestamp,
    },
    Standings {
        index: usize,
        since: Timestamp,
    },
    /// Window mode: members start and play, each alone; `closed` once nobody may start any more.
    Running {
        closed: bool,
    },
    Paused {
        reason: PauseReason,
        then: Continuation,
    },
    Finished,
    Confirmed,
    Published,
    /// Called off before its lobby: nobody plays, and nothing follows.
    Cancelled,
}

/// How a paused contest goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Continuation {
    /// With the phase it was in, its timers started anew.
    Back(Box<Phase>),
    /// With a new countdown for this question.
    Countdown { index: usize },
    /// With the standings after a question that was voided and has no reserve.
    Standings { index: usize },
}

impl Phase {
    /// Between the lobby and the finish.
    pub const fn is_running(&self) -> bool {
        matches!(
            self,
            Self::GetReady { .. }
                | Self::Open { .. }
                | Self::Closed { .. }
                | Self::Revealed { .. }
                | Self::Standings { .. }
                | Self::Running { .. }
        )
    }

    /// The question that is being played, if one is.
    pub const fn index(&self) -> Option<usize> {
        match self {
            Self::GetReady { index, .. }
            | Self::Open { index, .. }
            | Self::Closed { index, .. }
            | Self::Revealed { index, .. }
            | Self::Standings { index, .. } => Some(*index),
            _ => None,
        }
    }

    /// The finish or anything after it: results may be seen.
    pub const fn is_over(&self) -> bool {
        matches!(self, Self::Finished | Self::Confirmed | Self::Published)
    }

    /// Nothing follows any more.
    pub const fn is_settled(&self) -> bool {
        matches!(self, Self::Published | Self::Cancelled)
    }

    pub const fn name(&self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Lobby => "lobby",
            Self::GetReady { .. } => "get_ready",
            Self::Open { .. } => "open",
            Self::Closed { .. } => "closed",
            Self::Revealed { .. } => "revealed",
            Self::Standings { .. } => "standings",
            Self::Running { .. } => "running",
            Self::Paused { .. } => "paused",
            Self::Finished => "finished",
            Self::Confirmed => "confirmed",
            Self::Published => "published",
            Self::Cancelled => "cancelled",
        }
    }

    /// The same phase with its timer started at `now`.
    pub(super) fn restarted(self, now: Timestamp) -> Self {
        match self {
            Self::Closed { index, .. } => Self::Closed { index, since: now },
            Self::Revealed { index, .. } => Self::Revealed { index, since: now },
            Self::Standings { index, .. } => Self::Standings { index, since: now },
            other => other,
        }
    }
}
