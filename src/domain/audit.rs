//! Whether a contest could have gone this way: each entry is held against what the same `decide`
//! that ran the contest would have made of the state before it. The chain alone does not say
//! that; whoever holds the signing key can chain and sign anything.

use std::collections::VecDeque;

use super::contest::{
    AnswerAttempt, Command, Contest, Continuation, Decision, Event, Phase, Rejection, Roster, TIME_FACTORS, VoidCause,
};
use super::draw::{OpenedCandidate, Seed, draw};
use super::identity::Participant;
use super::ledger::Entry;
use super::time::Timestamp;

const ILLEGAL: &str = "it does not follow from the entries before it";

/// Follows a journal, entry by entry.
#[derive(Debug, Default)]
pub struct Audit {
    /// What the last step was decided together with, and what must therefore come next.
    due: VecDeque<Event>,
    /// A question was voided by a pause, and the draw has a reserve for it.
    reserve_due: bool,
}

impl Audit {
    /// The first entry, which makes the contest.
    pub fn begin(contest: &Contest) -> Result<Self, String> {
        contest.rules().check().map_err(|problem| problem.to_string())?;
        Ok(Self::default())
    }

    /// Looks at the next entry, with the contest as it was before it. Signed heads are not looked
    /// at here.
    pub fn entry(&mut self, contest: &Contest, entry: &Entry) -> Result<(), String> {
        let event = &entry.event;
        if matches!(event, Event::Checkpoint { .. }) {
            return Ok(());
        }
        if std::mem::take(&mut self.reserve_due) && !matches!(event, Event::ReserveTaken { .. }) {
            return Err("the reserve was not taken".to_owned());
        }
        if let Some(due) = self.due.pop_front() {
            if due != *event {
                return Err(format!("{ILLEGAL}: {} must come first", due.kind()));
            }
        } else {
            self.due = follow(contest, entry.at, event)?;
        }
        self.reserve_due =
            matches!(event, Event::QuestionVoided { cause: VoidCause::Paused, .. }) && contest.next_reserve().is_some();
        Ok(())
    }

    /// Nothing that was decided may be left out.
    pub fn end(&self) -> Result<(), String> {
        if self.due.is_empty() && !self.reserve_due { Ok(()) } else { Err("the last step is not complete".to_owned()) }
    }
}

/// Checks an event that begins a step; returns what the step consists of beyond it.
fn follow(contest: &Contest, at: Timestamp, event: &Event) -> Result<VecDeque<Event>, String> {
    let done = VecDeque::new();
    match event {
        Event::Scheduled { .. } => Err("a contest is scheduled once".to_owned()),
        Event::LobbyOpened { roster, seed, hall_number, paper } => {
            check_lobby(contest, roster, *seed, *hall_number, paper).map(|()| done)
        }
        Event::ReserveTaken { index, opened, insiders } => {
            check_reserve(contest, *index, opened, insiders).map(|()| done)
        }
        Event::AttemptOpened { participant, .. } | Event::AttemptClosed { participant, .. } => {
            let (due, step) = contest.attempt_step(*participant).ok_or(ILLEGAL)?;
            let running = matches!(contest.phase(), Phase::Running { .. });
            match running && step == *event {
                true if due <= at => Ok(done),
                true => Err("it comes before its time".to_owned()),
                false => Err(ILLEGAL.to_owned()),
            }
        }
        Event::AnswerRecorded { .. } => check_answer(contest, at, event),
        _ => decided(contest, at, event),
    }
}

/// One of the commands that have such an event as their consequence must lead to it now.
fn decided(contest: &Contest, at: Timestamp, event: &Event) -> Result<VecDeque<Event>, String> {
    let mut refusal = None;
    for command in commands(contest, event) {
        match contest.decide(at, &command) {
            Ok(events) if events.first() == Some(event) => return Ok(events.into_iter().skip(1).collect()),
            Ok(_) => {}
            Err(rejection) => refusal = refusal.or(Some(rejection)),
        }
    }
    if let (Event::QuestionClosed { index }, Phase::Open { index: open, .. }) = (event, contest.phase())
        && *open == *index as usize
    {
        return Err("the question was closed before its time".to_owned());
    }
    Err(match refusal {
        Some(rejection) if rejection != Rejection::WrongPhase => format!("{ILLEGAL}: {rejection}"),
        _ => ILLEGAL.to_owned(),
    })
}

/// What may have been asked of the contest, that this came of it.
fn commands(contest: &Contest, event: &Event) -> Vec<Command> {
    // What a host writes stands beside the record; here it only has to be there.
    let reason = || "reason".to_owned();
    let decide = |decision| vec![Command::Decide { decision, reason: reason() }];
    match event {
        Event::TimeGranted { participant, time_factor } => {
            vec![Command::GrantTime { participant: *participant, time_factor: *time_factor }]
        }
        Event::Joined { participant } => vec![Command::Join { participant: *participant }],
        Event::DeviceReplaced { participant } => vec![Command::ReplaceDevice { participant: *participant }],
        Event::PageLeft { participant } => vec![Command::LeavePage { participant: *participant }],
        Event::PageReturned { participant } => vec![Command::ReturnToPage { participant: *participant }],
        Event::HostArrived => vec![Command::HostArrive],
        Event::HostLeft => vec![Command::HostLeave],
        Event::PacingChanged { .. } => {
            vec![Command::Tick, Command::Open, Command::Lock, Command::Reveal, Command::Next]
        }
        Event::CountdownStarted { .. } | Event::QuestionOpened { .. } => vec![Command::Tick, Command::Open],
        Event::Extended { index, limit } => {
            let by = contest.slots().get(*index as usize).map_or(0, |slot| (*limit - slot.limit).0);
            u32::try_from(by / 1_000).map(|seconds| vec![Command::Extend { seconds }]).unwrap_or_default()
        }
        Event::Locked { .. } => vec![Command::Lock],
        Event::QuestionClosed { .. } | Event::WindowOpened | Event::WindowClosed => vec![Command::Tick],
        Event::Revealed { .. } => vec![Command::Tick, Command::Reveal],
        Event::StandingsShown { .. } => vec![Command::Tick, Command::Next],
        Event::Paused { reason } => vec![Command::Pause { reason: *reason }],
        Event::Resumed => vec![Command::Resume],
        Event::QuestionVoided { index, .. } => {
            vec![Command::VoidQuestion { index: *index, reason: reason() }, Command::End { reason: reason() }]
        }
        Event::Interrupted { from, .. } => vec![Command::Interrupt { from: *from }],
        Event::Predicted { participant, value } => {
            vec![Command::Predict { participant: *participant, value: *value }]
        }
        Event::AttemptStarted { participant, .. } => vec![Command::Start { participant: *participant }],
        Event::Finished { .. } => vec![Command::Tick, Command::Next, Command::End { reason: reason() }],
        Event::QuestionRestored { index } => decide(Decision::RestoreQuestion { index: *index }),
        Event::AttemptAnnulled { participant } => decide(Decision::AnnulAttempt { participant: *participant }),
        Event::AttemptRestored { participant } => decide(Decision::RestoreAttempt { participant: *participant }),
        Event::TieDecided { order } => decide(Decision::DecideTie { order: order.clone() }),
        Event::AbsenceExcused { participant, excuse } => {
            decide(Decision::ExcuseAbsence { participant: *participant, excuse: *excuse })
        }
        Event::Confirmed => vec![Command::Confirm],
        Event::Countersigned => vec![Command::Countersign],
        Event::Published => vec![Command::Publish],
        Event::Cancelled => vec![Command::Cancel { reason: reason() }],
        Event::Scheduled { .. }
        | Event::LobbyOpened { .. }
        | Event::AnswerRecorded { .. }
        | Event::ReserveTaken { .. }
        | Event::AttemptOpened { .. }
        | Event::AttemptClosed { .. }
        | Event::Checkpoint { .. } => Vec::new(),
    }
}

fn check_lobby(
    contest: &Contest,
    roster: &Roster,
    seed: Seed,
    hall_number: Option<u32>,
    paper: &[OpenedCandidate],
) -> Result<(), String> {
    if *contest.phase() != Phase::Scheduled {
        return Err(ILLEGAL.to_owned());
    }
    let plan = contest.plan();
    if seed.commitment() != plan.seed_commitment {
        return Err("the seed is not the one committed at scheduling".to_owned());
    }
    let drawn =
        draw(seed.with_hall_number(hall_number), &plan.blueprint, &plan.pool).map_err(|problem| problem.to_string())?;
    let positions: Vec<u32> = drawn.paper.iter().map(|pick| pick.position).collect();
    if !positions.iter().copied().eq(paper.iter().map(|opened| opened.position)) {
        return Err("the paper is not what the seed draws".to_owned());
    }
    paper.iter().try_for_each(|opened| check_opened(contest, opened))?;
    for (at, entry) in roster.entries.iter().enumerate() {
        let problem = if entry.unit as usize >= roster.units.len() {
            "is of no unit of the roster"
        } else if !TIME_FACTORS.contains(&entry.time_factor) {
            "has a time factor that is none of 100, 125 and 150"
        } else if !entry.insider_of.iter().all(|position| positions.contains(position)) {
            "is said to know a question that was not drawn"
        } else {
            continue;
        };
        return Err(format!("participant {} {problem}", at + 1));
    }
    Ok(())
}

fn check_reserve(
    contest: &Contest,
    index: u32,
    opened: &OpenedCandidate,
    insiders: &[Participant],
) -> Result<(), String> {
    let paused = match contest.phase() {
        Phase::Paused { then: Continuation::Standings { index: voided }, .. } => *voided == index as usize,
        _ => false,
    };
    let slot = contest.slots().get(index as usize);
    if !paused || slot.is_none_or(|slot| slot.voided != Some(VoidCause::Paused)) {
        return Err(ILLEGAL.to_owned());
    }
    if contest.next_reserve() != Some(opened.position) {
        return Err("it is not the next reserve of the draw".to_owned());
    }
    if insiders.iter().any(|participant| contest.enrolment(*participant).is_none()) {
        return Err("an insider is not on the roster".to_owned());
    }
    check_opened(contest, opened)
}

fn check_opened(contest: &Contest, opened: &OpenedCandidate) -> Result<(), String> {
    let position = opened.position;
    let candidate = contest.plan().pool.get(position as usize).ok_or("a question is not of the pool")?;
    if opened.commitment() != candidate.commitment {
        return Err(format!("the question at pool position {position} is not the one committed"));
    }
    match opened.revision.problems().first() {
        Some(problem) => Err(format!("the question at pool position {position} cannot be asked: {problem}")),
        None => Ok(()),
    }
}

/// The same answer, given again: the same must come of it.
fn check_answer(contest: &Contest, at: Timestamp, event: &Event) -> Result<VecDeque<Event>, String> {
    let Event::AnswerRecorded { participant, index, options, key, evidence, allowance, response_time } = event else {
        return Err(ILLEGAL.to_owned());
    };
    let slot = contest.slots().get(*index as usize).ok_or_else(|| Rejection::UnknownQuestion.to_string())?;
    if slot.answer(*participant).is_some() {
        return Err(Rejection::AlreadyAnswered.to_string());
    }
    let attempt = AnswerAttempt {
        participant: *participant,
        question: slot.question.id.clone(),
        options: options.clone(),
        key: key.clone(),
        evidence: *evidence,
    };
    let mut events: VecDeque<Event> = match contest.decide(at, &Command::Answer(attempt)) {
        Ok(events) => events.into(),
        Err(Rejection::UnknownQuestion) => return Err(Rejection::NotOpen.to_string()),
        Err(rejection) => return Err(rejection.to_string()),
    };
    match events.pop_front() {
        Some(expected) if expected == *event => Ok(events),
        Some(Event::Joined { .. }) => Err("this member had not joined".to_owned()),
        Some(Event::AnswerRecorded { evidence: plausible, .. }) if plausible != *evidence => {
            Err("the evidence cannot have been measured: the question was opened, then delivered, then answered, then \
                 recorded"
                .to_owned())
        }
        Some(Event::AnswerRecorded { options: in_order, .. }) if in_order != *options => {
            Err("the options are not in base order".to_owned())
        }
        Some(Event::AnswerRecorded { allowance: line, response_time: credited, .. }) => Err(format!(
            "credited {response_time} (allowance {allowance}), but the evidence gives {credited} (allowance {line})"
        )),
        _ => Err(ILLEGAL.to_owned()),
    }
}
