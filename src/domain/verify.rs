//! An inspector's recomputation: the same `evolve` that ran the contest, fed from a bundle alone.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::audit::Audit;
use super::bundle::{EarlierResults, EntryLine, FORMAT, HeaderLine, ResultsLine, SignatureLine};
use super::contest::{Contest, Event, Publication, Results};
use super::ledger::{Entry, Head, PublicKey, canonical_json, entry_hash};

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
    /// Every version that was published, oldest first.
    pub published: Vec<Publication>,
    /// The results are those of a version that is not published yet.
    pub corrected: bool,
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

    let mut inspection = Inspection {
        key,
        contest: None,
        audit: Audit::default(),
        id: header.contest.to_string(),
        due: false,
        answers: 0,
        checkpoints: 0,
    };
    for (number, text) in lines.iter().enumerate().take(last - 2).skip(1) {
        inspection.entry(text).map_err(at(number + 1))?;
    }
    let (contest, answers, checkpoints) = inspection.end().map_err(at(last - 2))?;

    let claimed: ResultsLine = parse(lines[last - 2]).map_err(at(last - 1))?;
    let results = contest.results();
    compare_results(&claimed.results, &results).map_err(at(last - 1))?;
    compare_versions(&claimed.earlier, &ResultsLine::of(&contest).earlier).map_err(at(last - 1))?;

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
        published: contest.publications().to_vec(),
        corrected: contest.is_being_corrected(),
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
    audit: Audit,
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
            self.audit = Audit::begin(&contest)?;
            self.contest = Some(contest);
            return Ok(());
        };
        if entry.at < contest.last_at() {
            return Err("it is older than the entry before it".to_owned());
        }
        self.audit.entry(contest, entry)?;
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
        self.audit.end()?;
        if !contest.phase().is_over() {
            return Err("the contest is not over".to_owned());
        }
        Ok((contest, self.answers, self.checkpoints))
    }
}

fn compare_versions(claimed: &[EarlierResults], recomputed: &[EarlierResults]) -> Result<(), String> {
    if claimed.len() != recomputed.len() {
        return Err(format!("the record publishes {} earlier versions, not {}", recomputed.len(), claimed.len()));
    }
    for (number, (one, other)) in claimed.iter().zip(recomputed).enumerate() {
        if one.seq != other.seq {
            return Err(format!("version {} was published by entry {}, not {}", number + 1, other.seq, one.seq));
        }
        compare_results(&one.results, &other.results).map_err(|what| format!("version {}: {what}", number + 1))?;
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
