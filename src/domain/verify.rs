//! An inspector's recomputation: the same `evolve` that ran the contest, fed from a bundle alone.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::bundle::{EntryLine, FORMAT, HeaderLine, ResultsLine, SignatureLine};
use super::contest::{Contest, Event, Phase, Results};
use super::draw::{OpenedCandidate, draw};
use super::ledger::{Entry, Head, PublicKey, canonical_json, entry_hash};
use super::timing::credit;

/// What was found to agree.
#[derive(Debug)]
pub struct Verified {
    pub title: String,
    pub unit: String,
    pub entries: u64,
    pub answers: u64,
    pub checkpoints: u64,
    pub head: Head,
    pub fingerprint: String,
    pub results: Results,
}

/// The first thing in a bundle that does not agree with the rest.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct Difference {
    /// Counted from 1.
    pub line: usize,
    pub what: String,
}

/// Recomputes draw, chain, signatures, times, scores and places. `fingerprint`, as printed in the
/// rules, guards against a bundle that was forged whole, key included.
pub fn verify(bytes: &[u8], fingerprint: Option<&str>) -> Result<Verified, Difference> {
    let lines = split(bytes)?;
    let at = |line: usize| move |what: String| Difference { line, what };
    let (first, last) = (1, lines.len());
    if last < 4 {
        return Err(at(last)("the bundle is cut off: header, entries, results and signature are expected".into()));
    }

    let header: HeaderLine = parse(lines[0]).map_err(at(first))?;
    if header.format != FORMAT {
        return Err(at(first)(format!("this program reads {FORMAT}; the file says another format")));
    }
    let key = PublicKey::from_hex(&header.public_key).ok_or_else(|| at(first)("the public key is not one".into()))?;
    if fingerprint.is_some_and(|expected| expected != key.fingerprint()) {
        let found = key.fingerprint();
        return Err(at(first)(format!("the bundle was signed by another key: its fingerprint is {found}")));
    }
    if header.entries != (last - 3) as u64 {
        return Err(at(first)(format!("{} entries announced, {} found", header.entries, last - 3)));
    }

    let mut inspection =
        Inspection { key, contest: None, id: header.contest.to_string(), due: false, answers: 0, checkpoints: 0 };
    for (number, text) in lines.iter().enumerate().take(last - 2).skip(1) {
        inspection.entry(text).map_err(at(number + 1))?;
    }
    let (contest, answers, checkpoints) = inspection.end().map_err(at(last - 2))?;

    let claimed: ResultsLine = parse(lines[last - 2]).map_err(at(last - 1))?;
    let results = contest.results();
    compare_results(&claimed.results, &results).map_err(at(last - 1))?;

    let signature: SignatureLine = parse(lines[last - 1]).map_err(at(last))?;
    let body = bytes.len() - lines[last - 1].len() - 1;
    if !key.verifies_bundle(&bytes[..body], &signature.signature) {
        return Err(at(last)("the signature does not cover this bundle".into()));
    }
    Ok(Verified {
        title: contest.plan().title.clone(),
        unit: contest.plan().unit.clone(),
        entries: header.entries,
        answers,
        checkpoints,
        head: contest.head(),
        fingerprint: key.fingerprint(),
        results,
    })
}

fn split(bytes: &[u8]) -> Result<Vec<&str>, Difference> {
    let text = std::str::from_utf8(bytes).map_err(|error| Difference {
        line: 1 + bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count(),
        what: "not UTF-8 text".into(),
    })?;
    match text.strip_suffix('\n') {
        Some(text) => Ok(text.split('\n').collect()),
        None => Err(Difference { line: text.lines().count().max(1), what: "the last line is not ended".into() }),
    }
}

/// Reads a line that must be spelled canonically.
fn parse<T: DeserializeOwned + Serialize>(text: &str) -> Result<T, String> {
    let value: T = serde_json::from_str(text).map_err(|error| format!("cannot be read: {error}"))?;
    match canonical_json(&value) {
        Ok(canonical) if canonical == text => Ok(value),
        _ => Err("not spelled as canonical JSON".to_owned()),
    }
}

struct Inspection {
    key: PublicKey,
    id: String,
    contest: Option<Contest>,
    /// The previous event has to be followed by a checkpoint.
    due: bool,
    answers: u64,
    checkpoints: u64,
}

impl Inspection {
    fn entry(&mut self, text: &str) -> Result<(), String> {
        let line: EntryLine = parse(text)?;
        let event_text = canonical_json(&line.event).map_err(|error| error.to_string())?;
        let event: Event =
            serde_json::from_value(line.event).map_err(|error| format!("not an event of this format: {error}"))?;
        if event.kind() != line.kind || canonical_json(&event).ok().as_deref() != Some(&event_text) {
            return Err("the event does not read as its kind says".to_owned());
        }
        let before = self.contest.as_ref().map(Contest::head).unwrap_or_default();
        if line.seq != before.seq + 1 {
            return Err(format!("entry {} stands where entry {} belongs", line.seq, before.seq + 1));
        }
        let hash = entry_hash(before.hash, line.seq, line.at, &line.kind, &event_text);
        if hash != line.hash {
            return Err(format!("the chain breaks at entry {}: its hash is {hash}", line.seq));
        }
        let entry = Entry { seq: line.seq, at: line.at, event, text: event_text, hash };
        self.admit(&entry).map_err(|what| format!("entry {} ({}): {what}", entry.seq, line.kind))
    }

    fn admit(&mut self, entry: &Entry) -> Result<(), String> {
        if self.due != matches!(entry.event, Event::Checkpoint { .. }) {
            return Err(if self.due { "the signed head is missing" } else { "a head is signed out of turn" }.into());
        }
        self.due = entry.event.is_signed();
        let Some(contest) = &mut self.contest else {
            let contest = Contest::begin(entry).map_err(|error| error.to_string())?;
            if contest.plan().contest.to_string() != self.id {
                return Err("the journal is that of another contest".to_owned());
            }
            self.contest = Some(contest);
            return Ok(());
        };
        if entry.at < contest.last_at() {
            return Err("it is older than the entry before it".to_owned());
        }
        audit(contest, entry)?;
        match &entry.event {
            Event::AnswerRecorded { .. } => self.answers += 1,
            Event::Checkpoint { head, signature } => {
                if *head != contest.head() || !self.key.verifies_head(&self.id, *head, signature) {
                    return Err("the signature does not cover the head of the record".to_owned());
                }
                self.checkpoints += 1;
            }
            _ => {}
        }
        contest.evolve(entry);
        Ok(())
    }

    fn end(self) -> Result<(Contest, u64, u64), String> {
        let contest = self.contest.ok_or("the journal is empty")?;
        if self.due {
            return Err("the last head is not signed".to_owned());
        }
        if !contest.phase().is_over() {
            return Err("the contest is not over".to_owned());
        }
        Ok((contest, self.answers, self.checkpoints))
    }
}

/// What the chain alone does not say: that each entry follows from those before it.
fn audit(contest: &Contest, entry: &Entry) -> Result<(), String> {
    let fits = |fits: bool| if fits { Ok(()) } else { Err("it does not follow from the entries before it".to_owned()) };
    let phase = contest.phase();
    match &entry.event {
        Event::Scheduled { .. } => Err("a contest is scheduled once".to_owned()),
        Event::LobbyOpened { seed, hall_number, paper, .. } => {
            fits(*phase == Phase::Scheduled)?;
            let plan = contest.plan();
            if seed.commitment() != plan.seed_commitment {
                return Err("the seed is not the one committed at scheduling".to_owned());
            }
            let drawn = draw(seed.with_hall_number(*hall_number), &plan.blueprint, &plan.pool)
                .map_err(|problem| problem.to_string())?;
            if !drawn.paper.iter().map(|pick| pick.position).eq(paper.iter().map(|opened| opened.position)) {
                return Err("the paper is not what the seed draws".to_owned());
            }
            paper.iter().try_for_each(|opened| check_opened(contest, opened))
        }
        Event::ReserveTaken { opened, .. } => {
            let next = contest.next_reserve();
            if next != Some(opened.position) {
                return Err("it is not the next reserve of the draw".to_owned());
            }
            check_opened(contest, opened)
        }
        Event::Joined { participant } | Event::TimeGranted { participant, .. } => {
            fits(contest.enrolment(*participant).is_some())
        }
        Event::CountdownStarted { .. } => {
            fits(matches!(phase, Phase::Lobby | Phase::Standings { .. } | Phase::Paused { .. }))
        }
        Event::QuestionOpened { index } => {
            fits(matches!(phase, Phase::GetReady { index: ready, .. } if *ready == *index as usize))
        }
        Event::AnswerRecorded { .. } => audit_answer(contest, entry),
        Event::QuestionClosed { index } => {
            let current = matches!(phase, Phase::Open { index: open, .. } if *open == *index as usize);
            let void = contest.slots().get(*index as usize).is_some_and(|slot| slot.voided.is_some());
            fits(current)?;
            if !void && contest.deadline().is_none_or(|deadline| deadline > entry.at) {
                return Err("the question was closed before its time".to_owned());
            }
            Ok(())
        }
        Event::Revealed { index } => {
            fits(matches!(phase, Phase::Closed { index: closed, .. } if *closed == *index as usize))
        }
        Event::Confirmed => fits(*phase == Phase::Finished),
        Event::Published => fits(*phase == Phase::Confirmed),
        Event::Finished { .. } => fits(!phase.is_over()),
        _ => Ok(()),
    }
}

fn check_opened(contest: &Contest, opened: &OpenedCandidate) -> Result<(), String> {
    let candidate = contest.plan().pool.get(opened.position as usize).ok_or("a question is not of the pool")?;
    if opened.commitment() != candidate.commitment {
        return Err(format!("the question at pool position {} is not the one committed", opened.position));
    }
    Ok(())
}

fn audit_answer(contest: &Contest, entry: &Entry) -> Result<(), String> {
    let Event::AnswerRecorded { participant, index, options, evidence, allowance, response_time, .. } = &entry.event
    else {
        return Ok(());
    };
    let index = *index as usize;
    let open = match contest.phase() {
        Phase::Open { index: open, .. } => *open == index,
        Phase::Running { .. } => true,
        _ => false,
    };
    let clock = contest.clock_of(*participant, index).filter(|_| open).ok_or("the question was not open")?;
    let slot = &contest.slots()[index];
    if slot.answer(*participant).is_some() {
        return Err("this member had already answered".to_owned());
    }
    if options.iter().any(|id| slot.question.options.iter().all(|option| option.id != *id)) {
        return Err("the question has no such option".to_owned());
    }
    let credit = credit(&contest.rules().timing, &clock, evidence);
    if credit.late {
        return Err("the answer came after this member's time".to_owned());
    }
    if (credit.allowance, credit.response_time) != (*allowance, *response_time) {
        return Err(format!(
            "credited {response_time}, but the evidence gives {} (allowance {})",
            credit.response_time, credit.allowance
        ));
    }
    Ok(())
}

fn compare_results(claimed: &Results, recomputed: &Results) -> Result<(), String> {
    if claimed == recomputed {
        return Ok(());
    }
    let pair = claimed.standings.iter().zip(&recomputed.standings).find(|(one, other)| one != other);
    Err(match pair {
        Some((one, other)) => format!(
            "the published standing of participant {} does not agree: the record gives participant {} place {:?}, \
             {} hundredths, {}",
            one.participant, other.participant, other.place, other.score_hundredths, other.elapsed
        ),
        None => "the published results do not agree with the record".to_owned(),
    })
}
