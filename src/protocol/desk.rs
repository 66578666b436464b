//! What a desk is told beside what the hall hears: who is here, who drives, what went wrong.
//!
//! Hosts alone hear it. None of it holds a question, a key, or what anybody answered.

use serde::Serialize;

use crate::domain::contest::{Contest, Excuse, Incident, Pacing, Phase, Slot};
use crate::domain::identity::MemberId;
use crate::domain::time::{Millis, Timestamp};

use super::project::Names;

/// How the contest is led at the moment.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DeskState {
    /// Whether the desk that is told this drives.
    pub driving: bool,
    /// Everybody with a desk, and whoever drives even if their line is lost.
    pub hosts: Vec<HostHere>,
    /// Projectors that are connected.
    pub screens: usize,
    /// `host`, `auto`, or `absent`: automatic because no host was there.
    pub pacing: &'static str,
    /// Of every question: `ahead`, `asked` or `void`.
    pub course: Vec<&'static str>,
    pub setup: Setup,
    /// Two members around the last commended place who cannot honestly be told apart by time alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub photo_finish: Option<PhotoFinishShown>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct HostHere {
    #[cfg_attr(test, ts(type = "string"))]
    pub member: MemberId,
    pub name: String,
    pub unit: String,
    pub driving: bool,
    /// Has a desk that is connected.
    pub here: bool,
    pub you: bool,
}

/// What the checklist before the start is about.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Setup {
    /// Approved questions that were sealed when the contest was scheduled.
    pub pool: usize,
    pub questions: usize,
    /// The paper is drawn and the roster frozen.
    pub drawn: bool,
    /// The sealed questions are at hand.
    pub sealed: bool,
    #[cfg_attr(test, ts(type = "number"))]
    pub lobby_at: Timestamp,
    #[cfg_attr(test, ts(type = "number"))]
    pub question_limit: Millis,
    #[cfg_attr(test, ts(type = "number"))]
    pub allowance_max: Millis,
    #[cfg_attr(test, ts(type = "number"))]
    pub host_absence: Millis,
    pub prize_places: u32,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PhotoFinishShown {
    pub place: u32,
    #[cfg_attr(test, ts(type = "number"))]
    pub gap: Millis,
    /// Plain server time would order the two the other way round.
    pub reversed: bool,
    pub people: Vec<Named>,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Named {
    pub name: String,
    pub unit: String,
}

/// One line of the frozen roster.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RosterLine {
    /// The participant's number.
    pub number: u32,
    pub name: String,
    /// Position in the frame's `units`.
    pub unit: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional, type = "string"))]
    pub excuse: Option<Excuse>,
    pub time_factor: u32,
    pub ranked: bool,
}

/// How one member stands at the moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Attendance {
    pub number: u32,
    pub here: bool,
    /// Has answered the present question; never with what.
    pub answered: bool,
    /// The page is hidden behind another one.
    pub hidden: bool,
    /// Has been connected before.
    pub joined: bool,
}

/// Advice for the secretary; nobody is punished by it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct IncidentShown {
    #[cfg_attr(test, ts(type = "number"))]
    pub at: Timestamp,
    #[serde(flatten)]
    #[cfg_attr(test, ts(flatten))]
    pub what: Incident,
    pub name: String,
    pub unit: String,
    /// The question it happened in.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub index: Option<usize>,
}

impl DeskState {
    pub fn of(contest: &Contest, names: &impl Names, hosts: Vec<HostHere>, screens: usize) -> Self {
        let rules = contest.rules();
        let plan = contest.plan();
        Self {
            driving: false,
            hosts,
            screens,
            pacing: match (contest.pacing(), rules.pacing) {
                (Pacing::Host, _) => "host",
                (Pacing::Auto, Pacing::Auto) => "auto",
                (Pacing::Auto, Pacing::Host) => "absent",
            },
            course: course(contest),
            setup: Setup {
                pool: plan.pool.len(),
                questions: contest.question_count(),
                drawn: *contest.phase() != Phase::Scheduled,
                sealed: contest.is_sealed(),
                lobby_at: plan.starts_at - rules.lobby_before,
                question_limit: rules.question_limit,
                allowance_max: rules.timing.allowance_max,
                host_absence: rules.host_absence,
                prize_places: rules.prize_places,
            },
            photo_finish: photo_finish(contest, names),
        }
    }
}

fn course(contest: &Contest) -> Vec<&'static str> {
    let state = |slot: &Slot| match (slot.voided, slot.opened_at) {
        (Some(_), _) => "void",
        (None, Some(_)) => "asked",
        (None, None) => "ahead",
    };
    if contest.slots().is_empty() {
        return vec!["ahead"; contest.question_count()];
    }
    contest.slots().iter().map(state).collect()
}

/// Only once it is over: until then, the next question may part them.
fn photo_finish(contest: &Contest, names: &impl Names) -> Option<PhotoFinishShown> {
    if !contest.phase().is_over() {
        return None;
    }
    let table = contest.table();
    let photo = table.results.photo_finish.as_ref()?;
    let around = table.results.standings.iter().skip(photo.place.saturating_sub(1) as usize).take(2);
    let named = around.map(|standing| {
        let (name, unit) = names.of(standing.participant);
        Named { name: name.to_owned(), unit: unit.to_owned() }
    });
    Some(PhotoFinishShown {
        place: photo.place,
        gap: photo.gap,
        reversed: photo.reversed_by_server_time,
        people: named.collect(),
    })
}

/// The frozen roster's units and lines.
pub fn roster(contest: &Contest, names: &impl Names) -> (Vec<String>, Vec<RosterLine>) {
    let line =
        |(participant, enrolment): (crate::domain::identity::Participant, &crate::domain::contest::Enrolment)| {
            RosterLine {
                number: participant.0,
                name: names.of(participant).0.to_owned(),
                unit: enrolment.entry.unit,
                excuse: enrolment.entry.excuse,
                time_factor: enrolment.entry.time_factor,
                ranked: contest.is_ranked(enrolment),
            }
        };
    (contest.units().to_vec(), contest.roster().map(line).collect())
}
