//! A contest played to its end without sockets, on a clock of its own: the months that a sample has behind it.

use super::loading::{LoadError, freeze_roster, load};
use super::people::People;
use crate::domain::contest::{AnswerAttempt, Command, Contest, Event, Phase, Rejection};
use crate::domain::draw::{Seed, Stream};
use crate::domain::identity::{ContestId, MemberId, Participant};
use crate::domain::ledger::{Entry, Hash, Signer};
use crate::domain::time::{Millis, Timestamp};
use crate::domain::timing::Evidence;
use crate::store::{Batch, JournalRow, Store};

#[derive(Debug, thiserror::Error)]
pub enum RehearsalError {
    #[error(transparent)]
    Load(#[from] LoadError),
    #[error("a step of the rehearsal was refused: {0}")]
    Rejected(#[from] Rejection),
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    #[error(transparent)]
    Store(#[from] crate::store::StoreError),
}

/// What a member brings to a rehearsal.
#[derive(Clone, Copy, Debug)]
pub struct Preparation {
    /// How many of a hundred answers are known.
    pub known: u64,
    /// The quickest answer.
    pub quickest: Millis,
}

/// Plays a scheduled contest from its lobby to its publication, with invented answers, and writes
/// the journal: the same decisions and entries as an evening in the hall.
pub async fn rehearse(
    store: &Store,
    signer: &Signer,
    id: ContestId,
    prepared: impl Fn(MemberId) -> Preparation,
) -> Result<(), RehearsalError> {
    let (mut contest, _) = load(store, id).await?;
    let (roster, people, sealed) = freeze_roster(store, &contest).await?;
    contest.seal(sealed);
    let now = contest.plan().starts_at - Millis::seconds(600);
    let mut evening = Evening { contest, people, prepared, signer, now, entries: Vec::new() };
    evening.step(&Command::OpenLobby { roster, hall_number: None })?;
    let mut chance = Seed(Hash::of_bytes(id.to_string().as_bytes())).stream("rehearsal");
    evening.arrive(&mut chance)?;
    evening.now = evening.contest.plan().starts_at;
    while *evening.contest.phase() != Phase::Finished {
        evening.question(&mut chance)?;
    }
    evening.now = evening.now + Millis::seconds(60);
    evening.step(&Command::Confirm)?;
    evening.step(&Command::Publish)?;
    // The signature stands after it.
    let seq = evening.contest.head().seq - 1;
    let published = super::season::published(&evening.contest, seq, &evening.people);
    let row = |entry: &Entry| JournalRow {
        seq: entry.seq,
        at: entry.at,
        kind: entry.event.kind().to_owned(),
        body: entry.text.clone(),
        hash: entry.hash.to_string(),
    };
    let rows: Vec<JournalRow> = evening.entries.iter().map(row).collect();
    let batch = Batch { rows, ..Batch::default() };
    Ok(store.append_publication(id, &batch, &published).await?)
}

struct Evening<'a, P> {
    contest: Contest,
    people: People,
    prepared: P,
    signer: &'a Signer,
    now: Timestamp,
    entries: Vec<Entry>,
}

impl<P: Fn(MemberId) -> Preparation> Evening<'_, P> {
    fn step(&mut self, command: &Command) -> Result<(), RehearsalError> {
        for event in self.contest.decide(self.now, command)? {
            let signed = event.is_signed();
            self.enter(event)?;
            if signed {
                let head = self.contest.head();
                let signature = self.signer.sign_head(&self.contest.plan().contest.to_string(), head);
                self.enter(Event::Checkpoint { head, signature })?;
            }
        }
        Ok(())
    }

    fn enter(&mut self, event: Event) -> Result<(), RehearsalError> {
        let entry = self.contest.head().append(self.now, event)?;
        self.contest.evolve(&entry);
        self.entries.push(entry);
        Ok(())
    }

    /// Nine in ten come.
    fn arrive(&mut self, chance: &mut Stream) -> Result<(), RehearsalError> {
        self.step(&Command::HostArrive)?;
        let everybody: Vec<Participant> = self.contest.roster().map(|(participant, _)| participant).collect();
        for participant in everybody {
            if chance.below(10) > 0 {
                self.now = self.now + Millis(chance.below(4_000) as i64);
                self.step(&Command::Join { participant })?;
            }
        }
        Ok(())
    }

    fn question(&mut self, chance: &mut Stream) -> Result<(), RehearsalError> {
        self.step(&Command::Open)?;
        self.now = self.now + self.contest.rules().get_ready;
        self.step(&Command::Tick)?;
        let mut answers = self.answers(chance);
        answers.sort_by_key(|answer| answer.evidence.received_at);
        for answer in answers {
            self.now = answer.evidence.received_at;
            self.step(&Command::Answer(answer))?;
        }
        self.now = self.contest.deadline().unwrap_or(self.now).max(self.now);
        self.step(&Command::Tick)?;
        for command in [Command::Reveal, Command::Next] {
            self.now = self.now + Millis::seconds(8);
            self.step(&command)?;
        }
        if self.contest.next_question().is_none() {
            self.step(&Command::Next)?;
        }
        Ok(())
    }

    fn answers(&self, chance: &mut Stream) -> Vec<AnswerAttempt> {
        let Phase::Open { index, opened_at } = *self.contest.phase() else { return Vec::new() };
        let question = &self.contest.slots()[index].question;
        let mut answers = Vec::new();
        for (participant, _) in self.contest.roster().filter(|(_, enrolment)| enrolment.joined_at.is_some()) {
            let Some(member) = self.people.member(participant) else { continue };
            let Preparation { known, quickest } = (self.prepared)(member);
            let knows = chance.below(100) < known;
            let guess = chance.below(question.options.len() as u64) as usize;
            let option = question.options.iter().find(|option| option.right && knows);
            let delay = 40 + chance.below(160) as i64;
            let thinking = quickest.0 + chance.below(18_000) as i64;
            if chance.below(25) == 0 {
                continue;
            }
            answers.push(AnswerAttempt {
                participant,
                question: question.id.clone(),
                options: vec![option.unwrap_or(&question.options[guess]).id.clone()],
                key: format!("rehearsal-{index}"),
                evidence: Evidence {
                    delivered_at: Some(opened_at + Millis(chance.below(20) as i64)),
                    received_at: opened_at + Millis(thinking + delay),
                    claim: Some(Millis(thinking)),
                    round_trip_min: Some(Millis(delay)),
                    round_trip_open: Some(Millis(delay + chance.below(30) as i64)),
                    round_trip_answer: Some(Millis(delay + chance.below(30) as i64)),
                },
            });
        }
        answers
    }
}
