//! What phones and hosts may say.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::contest::{Command, PauseReason, Roster};
use crate::domain::identity::MemberId;
use crate::domain::time::Millis;

/// One frame from a phone or a desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum ClientMessage {
    Answer {
        question: String,
        options: Vec<String>,
        /// The phone's own measure in milliseconds: from the paint of the text to the touch.
        #[serde(default)]
        #[cfg_attr(test, ts(type = "number | null", optional))]
        response_time: Option<Millis>,
        /// Idempotency key, at most 64 characters: the same key is acknowledged again.
        key: String,
    },
    /// Window mode: begin now.
    Start {},
    Prediction {
        value: u32,
    },
    /// The page was hidden.
    Left {},
    Returned {},
    /// Asks for the server's time; `t` comes back untouched.
    Clock {
        #[cfg_attr(test, ts(type = "number"))]
        t: i64,
    },
    /// Host: scheduled → lobby, with a number called out in the hall, if one was.
    Lobby {
        #[serde(default)]
        #[cfg_attr(test, ts(type = "number | null", optional))]
        hall_number: Option<u32>,
    },
    /// Host: lobby or standings → get ready; get ready → open.
    Open {},
    Extend {
        seconds: u32,
    },
    Lock {},
    Reveal {},
    Next {},
    Pause {},
    Resume {},
    VoidQuestion {
        index: u32,
        reason: String,
    },
    End {
        reason: String,
    },
    Confirm {},
    Publish {},
    /// A second host drives from here on.
    TakeOver {},
    /// The host who drives gives the desk to this member, who has one open.
    HandOver {
        to: String,
    },
}

/// What a host asks for: of the contest, or of the desks.
#[derive(Clone, Debug)]
pub enum HostStep {
    Command(Command),
    TakeOver,
    HandOver { to: MemberId },
}

/// A frame that is not a message of this protocol.
#[derive(Debug, thiserror::Error)]
#[error("not a message of this protocol: {0}")]
pub struct Misread(#[from] serde_json::Error);

impl ClientMessage {
    pub fn parse(frame: &str) -> Result<Self, Misread> {
        Ok(serde_json::from_str(frame)?)
    }

    /// The command's name, where this is a host's; a rejection repeats it.
    pub const fn command_name(&self) -> Option<&'static str> {
        match self {
            Self::Lobby { .. } => Some("lobby"),
            Self::Open {} => Some("open"),
            Self::Extend { .. } => Some("extend"),
            Self::Lock {} => Some("lock"),
            Self::Reveal {} => Some("reveal"),
            Self::Next {} => Some("next"),
            Self::Pause {} => Some("pause"),
            Self::Resume {} => Some("resume"),
            Self::VoidQuestion { .. } => Some("void_question"),
            Self::End { .. } => Some("end"),
            Self::Confirm {} => Some("confirm"),
            Self::Publish {} => Some("publish"),
            Self::TakeOver {} => Some("take_over"),
            Self::HandOver { .. } => Some("hand_over"),
            Self::Answer { .. }
            | Self::Start {}
            | Self::Prediction { .. }
            | Self::Left {}
            | Self::Returned {}
            | Self::Clock { .. } => None,
        }
    }

    /// The step a host's frame stands for; `None` for what is not a host's.
    pub fn into_host_step(self) -> Option<HostStep> {
        Some(HostStep::Command(match self {
            Self::TakeOver {} => return Some(HostStep::TakeOver),
            // Whoever cannot be a member has no desk either.
            Self::HandOver { to } => {
                return Some(HostStep::HandOver { to: to.parse().unwrap_or(MemberId(Uuid::nil())) });
            }
            // The room fills in the roster of the day.
            Self::Lobby { hall_number } => Command::OpenLobby { roster: Roster::default(), hall_number },
            Self::Open {} => Command::Open,
            Self::Extend { seconds } => Command::Extend { seconds },
            Self::Lock {} => Command::Lock,
            Self::Reveal {} => Command::Reveal,
            Self::Next {} => Command::Next,
            Self::Pause {} => Command::Pause { reason: PauseReason::Host },
            Self::Resume {} => Command::Resume,
            Self::VoidQuestion { index, reason } => Command::VoidQuestion { index, reason },
            Self::End { reason } => Command::End { reason },
            Self::Confirm {} => Command::Confirm,
            Self::Publish {} => Command::Publish,
            Self::Answer { .. }
            | Self::Start {}
            | Self::Prediction { .. }
            | Self::Left {}
            | Self::Returned {}
            | Self::Clock { .. } => return None,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_an_answer_and_refuses_what_it_does_not_know() {
        let answer = r#"{"type":"answer","question":"q","options":["a"],"response_time":1200,"key":"k"}"#;
        assert!(matches!(ClientMessage::parse(answer), Ok(ClientMessage::Answer { .. })));
        assert!(matches!(ClientMessage::parse(r#"{"type":"open"}"#), Ok(ClientMessage::Open {})));
        for rubbish in ["", "[]", "{}", r#"{"type":"fly"}"#, r#"{"type":"open","now":1}"#, "{\"type\":\"answer\"}"] {
            assert!(ClientMessage::parse(rubbish).is_err(), "{rubbish}");
        }
    }
}
