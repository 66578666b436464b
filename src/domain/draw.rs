//! The draw: blueprint and seed become the paper, its option order, and each member's own order.
//!
//! All randomness is HMAC-SHA256(seed, label, counter), so that anyone can draw again with any
//! tool. The block for a counter is HMAC over `label ‖ 0x00 ‖ counter` (8 bytes big-endian), and
//! its first 8 bytes, big-endian, are the number.

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use super::identity::{DocumentId, Participant};
use super::ledger::{Hash, canonical_json};
use super::question::{Difficulty, QuestionKind, Revision};
use super::time::Millis;

/// 32 secret bytes that decide a draw; committed before, published after.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seed(pub Hash);

impl Seed {
    /// What is published at scheduling.
    pub fn commitment(self) -> Hash {
        Hash::of_parts(&[b"khacsau.seed.v1", &self.0.0])
    }

    /// The seed with a number called out in the hall mixed in, so that whoever made the seed alone
    /// could not choose the paper.
    pub fn with_hall_number(self, number: Option<u32>) -> Self {
        match number {
            Some(number) => Self(Hash(block(&self, "hall", u64::from(number)))),
            None => self,
        }
    }

    pub fn stream(self, label: impl Into<String>) -> Stream {
        Stream { seed: self, label: label.into(), counter: 0 }
    }
}

impl fmt::Debug for Seed {
    /// A seed in a log would give the paper away.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Seed(…)")
    }
}

fn block(seed: &Seed, label: &str, counter: u64) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(&seed.0.0).unwrap_or_else(|_| unreachable!("HMAC takes any key"));
    mac.update(label.as_bytes());
    mac.update(&[0]);
    mac.update(&counter.to_be_bytes());
    mac.finalize().into_bytes().into()
}

/// The numbers of one label.
#[derive(Debug)]
pub struct Stream {
    seed: Seed,
    label: String,
    counter: u64,
}

impl Stream {
    fn next(&mut self) -> u64 {
        let block = block(&self.seed, &self.label, self.counter);
        self.counter += 1;
        u64::from_be_bytes([block[0], block[1], block[2], block[3], block[4], block[5], block[6], block[7]])
    }

    /// Uniform in `0..bound`, by rejection: numbers in the last, incomplete run are thrown away.
    pub fn below(&mut self, bound: u64) -> u64 {
        let whole_runs = u64::MAX - u64::MAX % bound;
        loop {
            let number = self.next();
            if number < whole_runs {
                return number % bound;
            }
        }
    }

    /// Fisher–Yates, from the last place down.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.below(last as u64 + 1) as usize;
            items.swap(last, other);
        }
    }

    pub fn permutation(&mut self, length: usize) -> Vec<u8> {
        let mut places: Vec<u8> = (0..length as u8).collect();
        self.shuffle(&mut places);
        places
    }

    /// A short identifier in letters that are not mistaken for one another.
    pub fn tag(&mut self, length: usize) -> String {
        const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
        (0..length).map(|_| char::from(LETTERS[self.below(LETTERS.len() as u64) as usize])).collect()
    }
}

/// One question that may be drawn: its attributes are public, its content is committed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    pub document: DocumentId,
    pub topic: String,
    /// Absent where its author named none, and in records from before it was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difficulty: Option<Difficulty>,
    pub commitment: Hash,
}

/// The content behind a candidate's commitment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedCandidate {
    /// Position in the pool, from 0.
    pub position: u32,
    pub salt: Hash,
    pub revision: Revision,
}

impl OpenedCandidate {
    pub fn commitment(&self) -> Hash {
        commitment(self.salt, &self.revision)
    }
}

/// The commitment to a question: without the salt, a short bank could be guessed.
pub fn commitment(salt: Hash, revision: &Revision) -> Hash {
    let text = canonical_json(revision).unwrap_or_default();
    Hash::of_parts(&[b"khacsau.candidate.v1", &salt.0, text.as_bytes()])
}

/// How many questions from where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blueprint {
    pub lines: Vec<BlueprintLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlueprintLine {
    pub count: u32,
    /// Only from this document; any, if absent.
    pub document: Option<DocumentId>,
    /// Only with this topic; any, if absent.
    pub topic: Option<String>,
    /// Only of this difficulty; any, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difficulty: Option<Difficulty>,
    /// What a right answer weighs, from 1 to 100.
    pub weight: u32,
    /// Overrides the contest's time limit; the question's own limit is stronger.
    pub limit: Option<Millis>,
}

/// Why a blueprint cannot be drawn from a pool. Lines are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BlueprintProblem {
    #[error("a contest has 5 to 10 questions; the blueprint asks for {0}")]
    QuestionCount(u32),
    #[error("a question weighs 1 to 100; line {0} says otherwise")]
    Weight(usize),
    #[error("a time limit lies between 5 and 600 seconds; line {0} says otherwise")]
    Limit(usize),
    #[error(
        "line {line} asks for {wanted} questions and the approved bank has {found} left for it; approve more or ask for fewer"
    )]
    Shortage { line: usize, wanted: u32, found: usize },
}

impl Blueprint {
    /// `count` questions from the whole bank, of equal weight.
    pub fn of(count: u32) -> Self {
        Self { lines: vec![BlueprintLine::of(count)] }
    }

    /// The same with the narrowest line first, so that what only one line accepts is left for it.
    /// Refused where an unlucky seed, or a number called out in the hall, could leave a line short:
    /// every earlier line is counted as taking all it can of what this one accepts.
    pub fn in_drawing_order(self, pool: &[Candidate]) -> Result<Self, BlueprintProblem> {
        self.check()?;
        let order = self.order(pool);
        for (number, found) in order.iter().map(|number| (*number, self.left_for(*number, &order, pool))) {
            let wanted = self.lines[number].count;
            if found < wanted as usize {
                return Err(BlueprintProblem::Shortage { line: number + 1, wanted, found });
            }
        }
        Ok(Self { lines: order.into_iter().map(|number| self.lines[number].clone()).collect() })
    }

    /// How many questions the pool surely has for each line, in the order of the lines.
    pub fn supply(&self, pool: &[Candidate]) -> Vec<usize> {
        let order = self.order(pool);
        (0..self.lines.len()).map(|number| self.left_for(number, &order, pool)).collect()
    }

    /// The lines' positions, the narrowest first.
    fn order(&self, pool: &[Candidate]) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.lines.len()).collect();
        order.sort_by_key(|number| self.lines[*number].accepted(pool));
        order
    }

    /// What is left for a line when those before it in `order` have taken all they can of it.
    fn left_for(&self, number: usize, order: &[usize], pool: &[Candidate]) -> usize {
        let line = &self.lines[number];
        let shared = |other: &BlueprintLine| {
            let both = pool.iter().filter(|candidate| line.accepts(candidate) && other.accepts(candidate)).count();
            both.min(other.count as usize)
        };
        let earlier = order.iter().take_while(|other| **other != number);
        let taken: usize = earlier.map(|other| shared(&self.lines[*other])).sum();
        line.accepted(pool).saturating_sub(taken)
    }

    /// What does not depend on a pool.
    fn check(&self) -> Result<(), BlueprintProblem> {
        let questions = self.question_count();
        if !(5..=10).contains(&questions) {
            return Err(BlueprintProblem::QuestionCount(questions));
        }
        for (number, line) in (1..).zip(&self.lines) {
            if !(1..=100).contains(&line.weight) {
                return Err(BlueprintProblem::Weight(number));
            }
            if line.limit.is_some_and(|limit| !super::question::LIMITS.contains(&limit.0)) {
                return Err(BlueprintProblem::Limit(number));
            }
        }
        Ok(())
    }

    pub fn question_count(&self) -> u32 {
        self.lines.iter().map(|line| line.count).fold(0, u32::saturating_add)
    }
}

impl BlueprintLine {
    /// `count` questions from the whole bank.
    pub fn of(count: u32) -> Self {
        Self { count, document: None, topic: None, difficulty: None, weight: 1, limit: None }
    }

    pub fn accepts(&self, candidate: &Candidate) -> bool {
        self.document.is_none_or(|document| document == candidate.document)
            && self.topic.as_ref().is_none_or(|topic| *topic == candidate.topic)
            && self.difficulty.is_none_or(|difficulty| candidate.difficulty == Some(difficulty))
    }

    fn accepted(&self, pool: &[Candidate]) -> usize {
        pool.iter().filter(|candidate| self.accepts(candidate)).count()
    }
}

/// What a draw decided: pool positions, with the blueprint line each was drawn for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// In the order they will be asked.
    pub paper: Vec<Pick>,
    /// In the order they will be used where a question has to be replaced.
    pub reserves: Vec<Pick>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pick {
    pub position: u32,
    pub line: usize,
}

/// Draws the paper. Each line in turn shuffles what it accepts and is not yet taken (label
/// `draw/LINE`) and takes its count; the rest of its shuffle are its reserves. The paper is then
/// shuffled (label `paper`).
pub fn draw(seed: Seed, blueprint: &Blueprint, pool: &[Candidate]) -> Result<Drawn, BlueprintProblem> {
    blueprint.check()?;
    let mut taken = vec![false; pool.len()];
    let mut paper = Vec::new();
    let mut remainders = Vec::new();
    for (number, line) in blueprint.lines.iter().enumerate() {
        let mut accepted: Vec<u32> =
            (0..pool.len() as u32).filter(|at| !taken[*at as usize] && line.accepts(&pool[*at as usize])).collect();
        if accepted.len() < line.count as usize {
            return Err(BlueprintProblem::Shortage { line: number + 1, wanted: line.count, found: accepted.len() });
        }
        seed.stream(format!("draw/{number}")).shuffle(&mut accepted);
        let rest = accepted.split_off(line.count as usize);
        accepted.iter().for_each(|at| taken[*at as usize] = true);
        paper.extend(accepted.into_iter().map(|position| Pick { position, line: number }));
        remainders.extend(rest.into_iter().map(|position| Pick { position, line: number }));
    }
    seed.stream("paper").shuffle(&mut paper);
    // A question left over by one line may have been taken by a later one, or left over by it too.
    let mut reserves: Vec<Pick> = Vec::new();
    for pick in remainders {
        if !std::mem::replace(&mut taken[pick.position as usize], true) {
            reserves.push(pick);
        }
    }
    Ok(Drawn { paper, reserves })
}

/// A drawn question as it is asked: identifiers and base order belong to this contest alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperQuestion {
    pub id: String,
    pub opened: OpenedCandidate,
    /// In base order; `right` says whether it is right.
    pub options: Vec<PaperOption>,
    pub weight: u32,
    pub limit: Millis,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperOption {
    pub id: String,
    pub text: String,
    pub right: bool,
}

impl PaperQuestion {
    /// Prepares a drawn question: option identifiers under the label `ids/POSITION`, the base
    /// order under `options/POSITION`.
    pub fn prepare(seed: Seed, opened: OpenedCandidate, line: &BlueprintLine, contest_limit: Millis) -> Self {
        let position = opened.position;
        let revision = &opened.revision;
        let mut ids = seed.stream(format!("ids/{position}"));
        let id = ids.tag(8);
        let mut options: Vec<PaperOption> = Vec::with_capacity(revision.options.len());
        for option in &revision.options {
            let mut tag = ids.tag(5);
            while options.iter().any(|earlier| earlier.id == tag) {
                tag = ids.tag(5);
            }
            options.push(PaperOption { id: tag, text: option.text.clone(), right: option.correct });
        }
        if !keeps_order(revision) {
            seed.stream(format!("options/{position}")).shuffle(&mut options);
        }
        let limit = revision.limit.or(line.limit).unwrap_or(contest_limit);
        Self { id, options, weight: line.weight, limit, opened }
    }

    pub fn revision(&self) -> &Revision {
        &self.opened.revision
    }

    pub fn right_options(&self) -> impl Iterator<Item = &str> {
        self.options.iter().filter(|option| option.right).map(|option| option.id.as_str())
    }

    /// Position in `options` of what this member's phone shows k-th (label
    /// `order/PARTICIPANT/POSITION`).
    pub fn order_for(&self, seed: Seed, participant: Participant) -> Vec<u8> {
        if keeps_order(self.revision()) {
            return (0..self.options.len() as u8).collect();
        }
        seed.stream(format!("order/{participant}/{}", self.opened.position)).permutation(self.options.len())
    }
}

fn keeps_order(revision: &Revision) -> bool {
    revision.keep_order || revision.kind == QuestionKind::TrueFalse
}

#[cfg(test)]
mod tests;
