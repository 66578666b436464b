//! What the server says. Times are milliseconds since the epoch, durations milliseconds, scores
//! hundredths of a point.

use bytestring::ByteString;
use serde::Serialize;

use super::desk::{Attendance, DeskState, IncidentShown, RosterLine};
use crate::domain::contest::{Contest, DailyHours, Mode, Rejection};
use crate::domain::ledger::{Hash, SignatureText};
use crate::domain::ranking::Predicted;
use crate::domain::time::{Millis, Timestamp};

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ServerMessage {
    /// The first frame, and again whenever a phone has to start from a snapshot.
    Welcome {
        protocol: &'static str,
        contest: Box<ContestInfo>,
        you: You,
        #[cfg_attr(test, ts(type = "number"))]
        now: Timestamp,
        /// The frame of this moment.
        state: Box<ServerMessage>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        recorded: Option<Receipt>,
    },
    Scheduled {
        #[cfg_attr(test, ts(type = "number"))]
        starts_at: Timestamp,
    },
    Lobby {
        present: usize,
        eligible: usize,
        #[cfg_attr(test, ts(type = "number"))]
        starts_at: Timestamp,
    },
    GetReady {
        index: usize,
        #[cfg_attr(test, ts(type = "number"))]
        opens_at: Timestamp,
    },
    Question {
        index: usize,
        of: usize,
        id: String,
        text: String,
        options: Vec<OptionText>,
        multiple: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        image: Option<ImageShown>,
        #[cfg_attr(test, ts(type = "number"))]
        now: Timestamp,
        #[cfg_attr(test, ts(type = "number"))]
        closes_at: Timestamp,
        #[cfg_attr(test, ts(type = "number"))]
        limit: Millis,
    },
    /// Sent only after the commit.
    Recorded(Receipt),
    Rejected {
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        question: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        command: Option<String>,
        reason: Rejection,
    },
    /// Your prediction is on disk.
    Predicted {
        value: u32,
    },
    Progress {
        answered: u32,
        present: usize,
    },
    Deadline {
        question: String,
        #[cfg_attr(test, ts(type = "number"))]
        closes_at: Timestamp,
    },
    Closed {
        index: usize,
    },
    Revealed {
        index: usize,
        correct: Vec<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        explanation: Option<String>,
        source: String,
        distribution: Vec<DistributionEntry>,
    },
    Standings {
        index: usize,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        place: Option<u32>,
        of: u32,
        score: u32,
        #[cfg_attr(test, ts(type = "number"))]
        elapsed: Millis,
        yours: Option<OwnAnswer>,
    },
    Leaders {
        top: Vec<Leader>,
    },
    Checkpoint {
        #[cfg_attr(test, ts(type = "number"))]
        seq: u64,
        #[cfg_attr(test, ts(type = "string"))]
        hash: Hash,
        #[cfg_attr(test, ts(type = "string"))]
        signature: SignatureText,
    },
    Finished {
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        place: Option<u32>,
        /// How many are ranked.
        of: u32,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        score: Option<u32>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional, type = "number"))]
        elapsed: Option<Millis>,
        results_url: String,
        /// `finished`, `confirmed` or `published`; in window mode `running` for who is done while others play.
        standing: &'static str,
    },
    Paused {
        reason: &'static str,
        text: String,
    },
    Resumed {},
    Notice {
        text: String,
    },
    /// Window mode, outside a member's own attempt.
    Waiting {},
    /// Desk and projector, beside a `welcome` after the close: what had been asked.
    Asked {
        index: usize,
        of: usize,
        id: String,
        text: String,
        options: Vec<OptionText>,
        multiple: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        image: Option<ImageShown>,
    },
    /// Desks: whatever of it changes, all of it again.
    Desk(Box<DeskState>),
    /// Desks: the frozen roster.
    Roster {
        units: Vec<String>,
        people: Vec<RosterLine>,
    },
    /// Desks: those whose line of it has changed. `answered` is about the question `index`.
    Attendance {
        index: Option<usize>,
        people: Vec<Attendance>,
    },
    /// Desks: the newest, newest first.
    Incidents {
        incidents: Vec<IncidentShown>,
    },
    /// The answer to a `clock` question.
    Clock {
        #[cfg_attr(test, ts(type = "number"))]
        t: i64,
        #[cfg_attr(test, ts(type = "number"))]
        now: Timestamp,
    },
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ContestInfo {
    pub id: String,
    pub title: String,
    #[cfg_attr(test, ts(type = "\"live\" | \"window\""))]
    pub mode: Mode,
    pub questions: usize,
    /// Of a question that has no limit of its own.
    #[cfg_attr(test, ts(type = "number"))]
    pub question_limit: Millis,
    /// The most that fair time credits for a line: whoever's is slower should know before the start.
    #[cfg_attr(test, ts(type = "number"))]
    pub allowance_max: Millis,
    pub rules_url: String,
    /// What the extra question asks to foresee; absent where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional, type = "\"participants\" | \"all_correct\""))]
    pub predicted: Option<Predicted>,
    /// Window mode: nobody starts from here on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional, type = "number"))]
    pub closes_at: Option<Timestamp>,
    /// Window mode: the only hours in which members start, in Vietnam's time; days from 1 for Monday, hours as `07:30`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional, type = "{ days: Array<number>, from: string, to: string }"))]
    pub hours: Option<DailyHours>,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct You {
    pub name: String,
    pub unit: String,
    pub ranked: bool,
    /// `order[i][k]` is the position in `options` of what this phone shows k-th; empty for desks.
    pub order: Vec<Vec<u8>>,
    /// Percent of the time limit.
    pub time_factor: u32,
    /// This member's prediction, as it is on record.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub prediction: Option<u32>,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct OptionText {
    pub id: String,
    pub text: String,
}

/// A question's picture: fetched once the question is open, from where this says.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ImageShown {
    pub url: String,
    /// In pixels, so that nothing moves when it arrives.
    pub width: u32,
    pub height: u32,
    /// What is to be seen in it.
    pub alt: String,
}

/// Lets a member find their own answer in the published bundle.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Receipt {
    pub question: String,
    pub options: Vec<String>,
    #[cfg_attr(test, ts(type = "number"))]
    pub seq: u64,
    #[cfg_attr(test, ts(type = "string"))]
    pub hash: Hash,
    /// Credited.
    #[cfg_attr(test, ts(type = "number"))]
    pub response_time: Millis,
    /// When the server received it.
    #[cfg_attr(test, ts(type = "number"))]
    pub at: Timestamp,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DistributionEntry {
    pub id: String,
    pub count: u32,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct OwnAnswer {
    pub options: Vec<String>,
    pub correct: bool,
    #[cfg_attr(test, ts(type = "number"))]
    pub response_time: Millis,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Leader {
    pub place: u32,
    pub name: String,
    pub unit: String,
    pub score: u32,
    #[cfg_attr(test, ts(type = "number"))]
    pub elapsed: Millis,
}

impl ContestInfo {
    pub fn of(contest: &Contest) -> Self {
        let (plan, rules) = (contest.plan(), contest.rules());
        Self {
            id: plan.contest.to_string(),
            title: plan.title.clone(),
            mode: rules.mode,
            questions: contest.question_count(),
            question_limit: rules.question_limit,
            allowance_max: rules.timing.allowance_max,
            rules_url: format!("/contests/{}/rules", plan.contest),
            predicted: rules.prediction(),
            closes_at: rules.window.map(|window| window.closes_at),
            hours: rules.window.and_then(|window| window.hours),
        }
    }
}

/// One encoding, shared by everybody it is sent to.
pub fn encode(message: &ServerMessage) -> ByteString {
    // These types have string keys and no floats: serialisation cannot fail.
    serde_json::to_string(message).map(ByteString::from).unwrap_or_else(|_| ByteString::from_static("{}"))
}
