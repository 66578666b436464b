//! Making a contest: the pool is frozen and committed to, the seed is made and hidden.

use rand::seq::IndexedRandom as _;

use crate::domain::bank::{Approved, drawable};
use crate::domain::contest::{Contest, Event, ReplayError, Rules, RulesProblem};
use crate::domain::draw::{Blueprint, BlueprintProblem, Candidate, Seed, commitment, draw};
use crate::domain::identity::{ContestId, UnitId};
use crate::domain::ledger::{Entry, Hash, Head, canonical_json};
use crate::domain::time::{Millis, Timestamp};
use crate::store::{JournalRow, NewContest, NewPreparation, SealedRow, Store, StoreError};

/// Letters of a code that can be called out across a hall: no 0, O, 1, I.
pub const CODE_LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
pub const CODE_LENGTH: usize = 6;

/// A start may lie this far back: a meeting that has already begun.
const PAST: Millis = Millis::seconds(24 * 60 * 60);
const FUTURE: Millis = Millis::seconds(2 * 366 * 24 * 60 * 60);

/// A contest to be.
#[derive(Clone, Debug)]
pub struct Proposal {
    pub unit: UnitId,
    pub title: String,
    pub starts_at: Timestamp,
    pub rules: Rules,
    pub blueprint: Blueprint,
}

#[derive(Debug, thiserror::Error)]
pub enum ScheduleError {
    #[error("this draft has become a contest already, or was thrown away")]
    Taken,
    #[error("there is no such unit")]
    NoUnit,
    #[error("a contest has a title of 3 to 200 characters, on one line")]
    Title,
    #[error("a contest starts within the next two years; `starts_at` is milliseconds since the epoch")]
    StartsAt,
    #[error(transparent)]
    Rules(#[from] RulesProblem),
    #[error(transparent)]
    Blueprint(#[from] BlueprintProblem),
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A contest with all that must exist from its first moment, kept nowhere yet.
pub struct Prepared {
    id: ContestId,
    unit: UnitId,
    title: String,
    starts_at: Timestamp,
    seed: Seed,
    candidates: Vec<SealedRow>,
    first: Entry,
}

impl Prepared {
    /// As everybody would see it. Its seed is one of many that it could have.
    pub fn contest(&self) -> Result<Contest, ReplayError> {
        Contest::begin(&self.first)
    }
}

/// The questions that may be drawn today, as a blueprint sees them; committed to by nothing.
pub async fn pool(store: &Store, unit: UnitId) -> Result<Vec<Candidate>, StoreError> {
    let documents = store.documents_for(unit).await?;
    let questions = drawable(store.bank_for(unit).await?, &documents);
    Ok(questions.iter().map(|approved| candidate(approved, Hash::default())).collect())
}

fn candidate(approved: &Approved, commitment: Hash) -> Candidate {
    let question = approved.question();
    let (document, topic, difficulty) = (question.document, question.topic.clone(), question.difficulty);
    Candidate { document, topic, difficulty, commitment }
}

/// Schedules a contest and returns its id.
pub async fn schedule(store: &Store, now: Timestamp, proposal: Proposal) -> Result<ContestId, ScheduleError> {
    let prepared = prepare(store, now, ContestId(uuid::Uuid::now_v7()), proposal).await?;
    keep(store, now, prepared, NewPreparation::default()).await
}

/// Makes a contest of this id without keeping it.
pub async fn prepare(
    store: &Store,
    now: Timestamp,
    id: ContestId,
    proposal: Proposal,
) -> Result<Prepared, ScheduleError> {
    let Proposal { unit, title, starts_at, rules, blueprint } = proposal;
    if !(3..=200).contains(&title.trim().chars().count()) || title.chars().any(char::is_control) {
        return Err(ScheduleError::Title);
    }
    if starts_at < now - PAST || starts_at > now + FUTURE {
        return Err(ScheduleError::StartsAt);
    }
    rules.check()?;
    let unit_name = store.unit(unit).await?.ok_or(ScheduleError::NoUnit)?.name;
    let documents = store.documents_for(unit).await?;
    let questions = drawable(store.bank_for(unit).await?, &documents);

    let mut pool = Vec::with_capacity(questions.len());
    let mut candidates = Vec::with_capacity(questions.len());
    for (position, approved) in questions.iter().enumerate() {
        let question = approved.question();
        let salt = Hash(rand::random());
        pool.push(candidate(approved, commitment(salt, &question.revision)));
        candidates.push(SealedRow {
            position: position as u32,
            question: question.id,
            salt: salt.to_string(),
            revision: canonical_json(&question.revision)?,
            insiders: question.insiders.clone(),
        });
    }
    let seed = Seed(Hash(rand::random()));
    // Whether the bank can serve it depends on neither the seed nor a hall number then.
    let blueprint = blueprint.in_drawing_order(&pool)?;
    draw(seed, &blueprint, &pool)?;

    let title = title.trim().to_owned();
    let event = Event::Scheduled {
        contest: id,
        title: title.clone(),
        unit: unit_name,
        starts_at,
        rules: Box::new(rules),
        blueprint,
        seed_commitment: seed.commitment(),
        pool,
    };
    let first = Head::default().append(now, event)?;
    Ok(Prepared { id, unit, title, starts_at, seed, candidates, first })
}

/// Keeps a prepared contest and what was planned around it.
pub async fn keep(
    store: &Store,
    now: Timestamp,
    prepared: Prepared,
    preparation: NewPreparation,
) -> Result<ContestId, ScheduleError> {
    let Prepared { id, unit, title, starts_at, seed, candidates, first } = prepared;
    let mut contest = NewContest {
        id,
        unit,
        code: new_code(),
        title,
        starts_at,
        created_at: now,
        seed: seed.0.to_string(),
        candidates,
        first: JournalRow {
            seq: first.seq,
            at: first.at,
            kind: first.event.kind().to_owned(),
            body: first.text,
            hash: first.hash.to_string(),
        },
        preparation,
    };
    loop {
        match store.insert_contest(&contest).await {
            // One in a thousand million: another contest has this code.
            Err(error) if error.is_conflict("contest_code_key") => contest.code = new_code(),
            Err(error) => return Err(error.into()),
            Ok(true) => return Ok(id),
            Ok(false) => return Err(ScheduleError::Taken),
        }
    }
}

fn new_code() -> String {
    let mut random = rand::rng();
    let letter = || CODE_LETTERS.choose(&mut random).map_or('X', |letter| char::from(*letter));
    std::iter::repeat_with(letter).take(CODE_LENGTH).collect()
}

#[cfg(test)]
mod tests {
    use super::{CODE_LENGTH, new_code};

    #[test]
    fn a_code_has_six_letters_that_nobody_mistakes_for_one_another() {
        let codes: Vec<String> = std::iter::repeat_with(new_code).take(2_000).collect();
        let all = codes.concat();
        assert!(codes.iter().all(|code| code.len() == CODE_LENGTH && CODE_LENGTH == 6));
        assert!(all.chars().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit()));
        assert!(!all.contains(['0', 'O', '1', 'I']));
        let mut distinct: Vec<char> = all.chars().collect();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct.len(), 32, "every other letter and digit occurs");
    }
}
