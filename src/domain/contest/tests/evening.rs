//! The driver: a contest, its journal and a clock that only moves when told to.

use uuid::Uuid;

use crate::domain::contest::*;
use crate::domain::draw::{Blueprint, Candidate, Seed, commitment};
use crate::domain::identity::{ContestId, DocumentId, Participant};
use crate::domain::ledger::{Entry, Hash, Head};
use crate::domain::question::{QuestionKind, Revision, RevisionOption};
use crate::domain::time::{Millis, Timestamp};
use crate::domain::timing::Evidence;

pub const AN: Participant = Participant(1);
pub const BINH: Participant = Participant(2);
pub const CHI: Participant = Participant(3);
pub const DUNG: Participant = Participant(4);
pub const ALL: [Participant; 4] = [AN, BINH, CHI, DUNG];

pub const SCHEDULED_AT: Timestamp = Timestamp(1_790_000_000_000);
pub const STARTS_AT: Timestamp = Timestamp(1_790_086_400_000);

#[derive(Clone, Copy, Debug)]
pub enum Choice {
    Right,
    Wrong,
}
pub use Choice::{Right, Wrong};

/// A contest on the evening itself.
#[derive(Clone)]
pub struct Evening {
    pub contest: Contest,
    pub journal: Vec<Entry>,
    pub now: Timestamp,
    roster: Roster,
    keys: u32,
}

/// Question `n` of the bank, with words that occur nowhere else.
pub fn revision(position: u32, kind: QuestionKind) -> Revision {
    let (count, right) = match kind {
        QuestionKind::Single => (4, 1),
        QuestionKind::Multiple => (5, 2),
        QuestionKind::TrueFalse => (2, 1),
    };
    let option = |at: u32| RevisionOption { text: format!("option {at} of <{position}>"), correct: at < right };
    Revision {
        kind,
        stem: format!("stem of <{position}>"),
        options: (0..count).map(option).collect(),
        explanation: format!("why of <{position}>"),
        source: format!("article of <{position}>"),
        limit: None,
        keep_order: false,
        image: None,
    }
}

pub fn entry() -> RosterEntry {
    RosterEntry { unit: 0, excuse: None, time_factor: 100, insider_of: Vec::new() }
}

impl Evening {
    /// A live contest of five questions that the host leads; eight in the bank, four members.
    pub fn live() -> Self {
        Self::with(Rules::live(4), 8, QuestionKind::Single)
    }

    /// The same, led by the clock.
    pub fn auto() -> Self {
        Self::with(Rules { pacing: Pacing::Auto, ..Rules::live(4) }, 8, QuestionKind::Single)
    }

    pub fn with(rules: Rules, bank: u32, kind: QuestionKind) -> Self {
        rules.check().unwrap();
        let seed = Seed(Hash([42; 32]));
        let candidates: Vec<_> = (0..bank)
            .map(|position| SealedCandidate {
                salt: Hash::of_bytes(&position.to_be_bytes()),
                revision: revision(position, kind),
                insiders: Vec::new(),
            })
            .collect();
        let pool = candidates.iter().map(|candidate| Candidate {
            document: DocumentId(Uuid::from_u128(1)),
            topic: String::new(),
            difficulty: None,
            commitment: commitment(candidate.salt, &candidate.revision),
        });
        let scheduled = Event::Scheduled {
            contest: ContestId(Uuid::from_u128(7)),
            title: "Kỳ thi tháng 4".into(),
            unit: "Chi bộ Ấp 1".into(),
            starts_at: STARTS_AT,
            rules: Box::new(rules),
            blueprint: Blueprint::of(5),
            seed_commitment: seed.commitment(),
            pool: pool.collect(),
        };
        let first = Head::default().append(SCHEDULED_AT, scheduled).unwrap();
        let mut contest = Contest::begin(&first).unwrap();
        contest.seal(Sealed { seed, candidates });
        let roster = Roster { units: vec!["Chi bộ Ấp 1".into()], entries: vec![entry(); ALL.len()] };
        Self { contest, journal: vec![first], now: STARTS_AT - Millis::seconds(900), roster, keys: 0 }
    }

    /// Changes somebody's entry before the roster is frozen.
    pub fn enrol(&mut self, who: Participant, change: impl FnOnce(&mut RosterEntry)) -> &mut Self {
        change(&mut self.roster.entries[who.index()]);
        self
    }

    /// Names who wrote the question at this position of the bank.
    pub fn written_by(&mut self, position: u32, who: Participant) -> &mut Self {
        self.contest.sealed.as_mut().unwrap().candidates[position as usize].insiders.push(who);
        self.roster.entries[who.index()].insider_of.push(position);
        self
    }

    pub fn lobby(&mut self) -> &mut Self {
        let roster = self.roster.clone();
        self.tell(Command::OpenLobby { roster, hall_number: Some(7) })
    }

    pub fn join(&mut self, who: &[Participant]) -> &mut Self {
        for participant in who {
            self.tell(Command::Join { participant: *participant });
        }
        self
    }

    /// Decides, chains and evolves, as a room does.
    pub fn ask(&mut self, command: &Command) -> Result<Vec<Event>, Rejection> {
        let events = self.contest.decide(self.now, command)?;
        for event in &events {
            let entry = self.contest.head().append(self.now, event.clone()).unwrap();
            self.contest.evolve(&entry);
            self.journal.push(entry);
        }
        Ok(events)
    }

    #[track_caller]
    pub fn tell(&mut self, command: Command) -> &mut Self {
        if let Err(rejection) = self.ask(&command) {
            panic!("{command:?} in {}: {rejection}", self.contest.phase().name());
        }
        self
    }

    /// Asks for what is refused, and sees that nothing came of it.
    #[track_caller]
    pub fn refused(&mut self, command: Command) -> Rejection {
        let before = (self.contest.head(), self.contest.phase().clone(), self.contest.results());
        let rejection = self.ask(&command).expect_err("this should have been refused");
        assert_eq!(before, (self.contest.head(), self.contest.phase().clone(), self.contest.results()));
        rejection
    }

    /// Time passes; nothing is due.
    pub fn wait(&mut self, milliseconds: i64) -> &mut Self {
        self.now = self.now + Millis(milliseconds);
        self
    }

    /// Waits for the clock's next step and lets it be taken.
    #[track_caller]
    pub fn step(&mut self) -> &mut Self {
        let due = self.contest.deadline().expect("the clock has something to do");
        self.now = self.now.max(due);
        assert_ne!(self.ask(&Command::Tick).unwrap(), [], "a step that is due is taken");
        self
    }

    /// Lets the clock lead until a phase is reached.
    #[track_caller]
    pub fn until(&mut self, phase: &str) -> &mut Self {
        for _ in 0..200 {
            if self.contest.phase().name() == phase {
                return self;
            }
            self.step();
        }
        panic!("{phase} is never reached");
    }

    /// The host opens a question at once.
    pub fn open(&mut self) -> &mut Self {
        self.tell(Command::Open).tell(Command::Open)
    }

    pub fn phase(&self) -> &'static str {
        self.contest.phase().name()
    }

    /// The question this member has before them.
    #[track_caller]
    pub fn question_of(&self, who: Participant) -> usize {
        match self.contest.view(Audience::Member(who)) {
            Scene::Question(question) => question.index,
            scene => panic!("no question is open: {scene:?}"),
        }
    }

    pub fn options(&self, index: usize, choice: Choice) -> Vec<String> {
        let question = &self.contest.slots()[index].question;
        let wrong = question.options.iter().find(|option| !option.right).unwrap();
        match choice {
            Right => question.right_options().map(str::to_owned).collect(),
            Wrong => vec![wrong.id.clone()],
        }
    }

    /// An answer `after` ms after the opening on a line without delay. The clock moves there.
    #[track_caller]
    pub fn attempt(&mut self, who: Participant, choice: Choice, after: i64) -> AnswerAttempt {
        let index = self.question_of(who);
        let opened_at = self.contest.clock_of(who, index).unwrap().opened_at;
        let received_at = opened_at + Millis(after);
        self.now = self.now.max(received_at);
        self.keys += 1;
        AnswerAttempt {
            participant: who,
            question: self.contest.slots()[index].question.id.clone(),
            options: self.options(index, choice),
            key: format!("key-{}", self.keys),
            evidence: Evidence {
                delivered_at: Some(opened_at),
                received_at,
                claim: Some(Millis(after)),
                round_trip_min: Some(Millis::ZERO),
                round_trip_open: Some(Millis::ZERO),
                round_trip_answer: Some(Millis::ZERO),
            },
        }
    }

    #[track_caller]
    pub fn answer(&mut self, who: Participant, choice: Choice, after: i64) -> &mut Self {
        let attempt = self.attempt(who, choice, after);
        self.tell(Command::Answer(attempt))
    }

    /// Places of those who have one, best first.
    pub fn places(&self) -> Vec<(Participant, u32)> {
        let standings = self.contest.results().standings;
        standings.into_iter().filter_map(|standing| Some((standing.participant, standing.place?))).collect()
    }

    pub fn standing(&self, who: Participant) -> Standing {
        self.contest.table().of(who).unwrap().clone()
    }

    pub fn kinds(&self) -> Vec<&'static str> {
        self.journal.iter().map(|entry| entry.event.kind()).collect()
    }

    pub fn count(&self, kind: &str) -> usize {
        self.kinds().into_iter().filter(|other| *other == kind).count()
    }
}
