//! From the store to a contest: folding a journal, and freezing a roster.

use std::collections::BTreeSet;

use rand::seq::SliceRandom as _;

use super::people::People;
use crate::domain::contest::{
    Contest, Event, Excuse, Phase, ReplayError, Roster, RosterEntry, Sealed, SealedCandidate,
};
use crate::domain::draw::Seed;
use crate::domain::identity::{ContestId, MemberId, Participant};
use crate::domain::ledger::{Entry, Hash, Head, entry_hash, parse_hex};
use crate::store::{JournalRow, ParticipantRow, SealedRow, Store, StoreError};

#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error("there is no such contest")]
    NotFound,
    #[error("the record of contest {contest} is broken at entry {seq}: restore it from a backup")]
    BrokenRecord { contest: ContestId, seq: u64 },
    #[error("the sealed questions of contest {contest} cannot be read at position {position}")]
    BrokenSeal { contest: ContestId, position: u32 },
    #[error("the program is stopping")]
    Stopping,
    #[error(transparent)]
    Replay(#[from] ReplayError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A contest's journal, checked link by link.
pub async fn journal(store: &Store, contest: ContestId) -> Result<Vec<Entry>, LoadError> {
    let mut head = Head::default();
    let mut entries = Vec::new();
    for row in store.journal(contest).await? {
        let entry = read_entry(head, row).map_err(|seq| LoadError::BrokenRecord { contest, seq })?;
        head = entry.head();
        entries.push(entry);
    }
    Ok(entries)
}

fn read_entry(head: Head, row: JournalRow) -> Result<Entry, u64> {
    let at = row.at;
    let event: Event = serde_json::from_str(&row.body).map_err(|_| row.seq)?;
    let hash = parse_hex(&row.hash).map(Hash).ok_or(row.seq)?;
    let chained = row.seq == head.seq + 1 && entry_hash(head.hash, row.seq, at, &row.kind, &row.body) == hash;
    if chained { Ok(Entry { seq: row.seq, at, event, text: row.body, hash }) } else { Err(row.seq) }
}

/// A contest as its journal leaves it, with the people behind the numbers.
pub(super) async fn load(store: &Store, id: ContestId) -> Result<(Contest, People), LoadError> {
    let entries = journal(store, id).await?;
    if entries.is_empty() {
        return Err(LoadError::NotFound);
    }
    let mut contest = Contest::replay(&entries)?;
    // Before the lobby, rows are left over from a freeze that did not come to its event.
    let rows = if *contest.phase() == Phase::Scheduled { Vec::new() } else { store.participants(id).await? };
    let people = People::new(rows);
    if !contest.phase().is_over() {
        contest.seal(sealed(store, id, &people).await?);
    }
    Ok((contest, people))
}

/// The questions that may be drawn, with insiders as numbers.
async fn sealed(store: &Store, contest: ContestId, people: &People) -> Result<Sealed, LoadError> {
    let crate::store::Sealed { seed, candidates } = store.sealed(contest).await?.ok_or(LoadError::NotFound)?;
    let broken = |position| LoadError::BrokenSeal { contest, position };
    // Whoever came to know a question after the scheduling, and before the roster is frozen, is an insider as well.
    let since = store.insiders_of(contest).await?;
    let candidate = |row: SealedRow| {
        let position = row.position;
        Ok(SealedCandidate {
            salt: parse_hex(&row.salt).map(Hash).ok_or_else(|| broken(position))?,
            revision: serde_json::from_str(&row.revision).map_err(|_| broken(position))?,
            insiders: insiders(&row, since.get(&row.question).map_or(&[], Vec::as_slice), people),
        })
    };
    Ok(Sealed {
        seed: Seed(parse_hex(&seed).map(Hash).ok_or_else(|| broken(0))?),
        candidates: candidates.into_iter().map(candidate).collect::<Result<_, LoadError>>()?,
    })
}

/// Each once, by number.
fn insiders(row: &SealedRow, since: &[MemberId], people: &People) -> Vec<Participant> {
    let known = row.insiders.iter().chain(since).filter_map(|member| people.participant(*member));
    known.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Takes the roster of the day: everybody of the unit's subtree, numbered in a random order so
/// that a number says nothing about a person.
pub(super) async fn freeze_roster(store: &Store, contest: &Contest) -> Result<(Roster, People, Sealed), LoadError> {
    let id = contest.plan().contest;
    let row = store.contest(id).await?.ok_or(LoadError::NotFound)?;
    let mut members = store.roster_of(row.unit).await?;
    members.shuffle(&mut rand::rng());
    let granted: std::collections::HashMap<_, _> = store.extra_time(id).await?.into_iter().collect();

    let mut units: Vec<String> = Vec::new();
    let mut entries = Vec::with_capacity(members.len());
    let mut rows = Vec::with_capacity(members.len());
    for (at, member) in members.into_iter().enumerate() {
        let unit = units.iter().position(|unit| *unit == member.unit_name).unwrap_or_else(|| {
            units.push(member.unit_name.clone());
            units.len() - 1
        });
        entries.push(RosterEntry {
            unit: unit as u32,
            excuse: member.excuse.as_deref().and_then(Excuse::from_name),
            time_factor: granted.get(&member.id).copied().unwrap_or(100),
            insider_of: Vec::new(),
        });
        rows.push(ParticipantRow {
            number: at as u32 + 1,
            member: member.id,
            name: member.name,
            unit: member.unit,
            unit_name: member.unit_name,
            reason: None,
        });
    }
    // Written before the event that refers to it; without that event, it is written anew.
    store.replace_participants(id, &rows).await?;
    let people = People::new(rows);
    let sealed = sealed(store, id, &people).await?;
    for (position, candidate) in sealed.candidates.iter().enumerate() {
        for Participant(number) in &candidate.insiders {
            if let Some(entry) = entries.get_mut(*number as usize - 1) {
                entry.insider_of.push(position as u32);
            }
        }
    }
    Ok((Roster { units, entries }, people, sealed))
}
