//! What holds on every evening, however it goes.
use std::collections::BTreeMap;

use proptest::prelude::*;

use super::audit::{bundle, follows, story};
use super::evening::*;
use crate::domain::contest::*;
use crate::domain::identity::Participant;
use crate::domain::ledger::{Head, Signer, canonical_json};
use crate::domain::question::QuestionKind;
use crate::domain::time::*;
use crate::domain::timing::{Evidence, Window, hard_close};
use crate::domain::verify::verify;

/// One thing that happens. Numbers are taken modulo what there is, so that chance gets somewhere.
#[derive(Clone, Debug)]
enum Happening {
    Wait(i64),
    /// The clock's next step, when it is due.
    ClockStep,
    /// The step a host would take now.
    HostStep,
    Answer {
        who: u32,
        slot: usize,
        options: u8,
        key: u8,
        received_after: i64,
        line: Option<i64>,
        claim: i64,
    },
    Ask(Command),
    /// The program stops and starts again.
    Crash,
}

fn participant() -> impl Strategy<Value = Participant> {
    (0..=6_u32).prop_map(Participant)
}

fn reason() -> impl Strategy<Value = String> {
    prop_oneof![Just("đáp án sai".to_owned()), ".{0,4}"]
}

fn command() -> impl Strategy<Value = Command> {
    let of_member = (participant(), 0..8_u32, prop::sample::select(vec![100_u32, 125, 150, 7])).prop_map(
        |(participant, kind, time_factor)| match kind {
            0 => Command::ReplaceDevice { participant },
            1 => Command::LeavePage { participant },
            2 => Command::ReturnToPage { participant },
            3 => Command::GrantTime { participant, time_factor },
            4 => Command::Predict { participant, value: time_factor },
            5 => Command::Start { participant },
            _ => Command::Join { participant },
        },
    );
    let of_host = prop_oneof![
        Just(Command::Open),
        Just(Command::Lock),
        Just(Command::Reveal),
        Just(Command::Next),
        Just(Command::Resume),
        Just(Command::HostArrive),
        Just(Command::HostLeave),
        Just(Command::Tick),
        Just(Command::Confirm),
        (0..=400_u32).prop_map(|seconds| Command::Extend { seconds }),
        Just(Command::Pause { reason: PauseReason::Host }),
        Just(Command::Pause { reason: PauseReason::Storage }),
        (0..7_u32, reason()).prop_map(|(index, reason)| Command::VoidQuestion { index, reason }),
    ];
    let rare = prop_oneof![
        reason().prop_map(|reason| Command::End { reason }),
        Just(Command::Publish),
        super::corrections::decision(),
        any::<i64>().prop_map(|from| Command::Interrupt { from: Timestamp(from) }),
        any::<Option<u32>>().prop_map(|hall_number| Command::OpenLobby { roster: Roster::default(), hall_number }),
    ];
    prop_oneof![10 => of_member, 16 => of_host, 1 => rare]
}

fn happening() -> impl Strategy<Value = Happening> {
    let answer = (0..=5_u32, 0..6_usize, any::<u8>(), 0..8_u8, 0..40_000_i64, any::<Option<i64>>(), any::<i64>())
        .prop_map(|(who, slot, options, key, received_after, line, claim)| Happening::Answer {
            who,
            slot,
            // Mostly one option.
            options: if options < 230 { 1 << (options % 4) } else { options },
            key,
            received_after,
            line,
            claim,
        });
    prop_oneof![
        2 => (0..20_000_i64).prop_map(Happening::Wait),
        5 => Just(Happening::ClockStep),
        3 => Just(Happening::HostStep),
        14 => answer,
        5 => command().prop_map(Happening::Ask),
        1 => Just(Happening::Crash),
    ]
}

fn happenings() -> impl Strategy<Value = Vec<Happening>> {
    prop::collection::vec(happening(), 20..160)
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Host,
    Auto,
    Window,
}

fn evening_of(kind: Kind, questions: QuestionKind) -> Evening {
    let live = Rules::live(4);
    let opening_hours = WindowRules { opens_at: STARTS_AT, closes_at: STARTS_AT + Millis(300_000), hours: None };
    let rules = match kind {
        Kind::Host => live,
        Kind::Auto => Rules { pacing: Pacing::Auto, ..live },
        Kind::Window => Rules::window(4, opening_hours),
    };
    let mut evening = Evening::with(rules, 7, questions);
    evening.enrol(BINH, |entry| entry.time_factor = 150).enrol(DUNG, |entry| entry.excuse = Some(Excuse::Ill));
    evening.written_by(3, CHI).lobby().join(&[AN, BINH]);
    if matches!(kind, Kind::Window) {
        evening.step().tell(Command::Start { participant: AN });
    }
    evening
}

fn kinds() -> impl Strategy<Value = (Kind, QuestionKind)> {
    let questions = vec![QuestionKind::Single, QuestionKind::Multiple, QuestionKind::TrueFalse];
    (prop::sample::select(vec![Kind::Host, Kind::Auto, Kind::Window]), prop::sample::select(questions))
}

impl Happening {
    fn command(&self, evening: &mut Evening) -> Option<Command> {
        match self {
            Self::Wait(milliseconds) => {
                evening.wait(*milliseconds);
                None
            }
            Self::ClockStep => {
                let due = evening.contest.deadline()?;
                evening.now = evening.now.max(due);
                Some(Command::Tick)
            }
            Self::HostStep => Some(match evening.contest.phase() {
                Phase::Lobby | Phase::GetReady { .. } => Command::Open,
                Phase::Standings { index, .. } if *index + 1 < evening.contest.question_count() => Command::Open,
                Phase::Closed { .. } => Command::Reveal,
                Phase::Revealed { .. } | Phase::Standings { .. } => Command::Next,
                Phase::Paused { .. } => Command::Resume,
                _ => Command::Tick,
            }),
            Self::Answer { who, slot, options, key, received_after, line, claim } => {
                // Most answers are for the question this member has before them.
                let shown = match evening.contest.view(Audience::Member(Participant(*who))) {
                    Scene::Question(question) => Some(question.index),
                    Scene::Waiting => return Some(Command::Start { participant: Participant(*who) }),
                    _ => None,
                };
                let slots = evening.contest.slots();
                let index = shown.filter(|_| *key > 0).unwrap_or(*slot);
                let (id, base) = slots
                    .get(index)
                    .map_or(("none", &[][..]), |slot| (slot.question.id.as_str(), slot.question.options.as_slice()));
                let chosen = base.iter().enumerate().filter(|(at, _)| options & (1 << at) != 0);
                let line = line.map(Millis);
                let received_at = evening.now + Millis(if *key == 7 { *received_after } else { 0 });
                Some(Command::Answer(AnswerAttempt {
                    participant: Participant(*who),
                    question: id.to_owned(),
                    options: chosen.map(|(_, option)| option.id.clone()).collect(),
                    key: format!("{}-{index}", key / 2),
                    evidence: Evidence {
                        delivered_at: line.map(|_| evening.now - Millis(*received_after)),
                        received_at,
                        claim: Some(Millis(*claim)),
                        round_trip_min: line,
                        round_trip_open: line,
                        round_trip_answer: None,
                    },
                }))
            }
            Self::Ask(command) => Some(command.clone()),
            Self::Crash => {
                let sealed = evening.contest.sealed.clone();
                evening.contest = Contest::replay(&evening.journal).unwrap();
                evening.contest.sealed = sealed;
                Some(Command::Interrupt { from: evening.now })
            }
        }
    }
}

/// Plays, and looks at the evening after each happening.
fn play(evening: &mut Evening, happenings: &[Happening], mut look: impl FnMut(&Evening)) {
    for happening in happenings {
        if let Some(command) = happening.command(evening) {
            let before = evening.contest.head();
            if evening.ask(&command).is_err() {
                assert_eq!(evening.contest.head(), before, "a no changes nothing");
            }
        }
        look(evening);
    }
}

fn audiences() -> impl Iterator<Item = Audience> {
    (0..=5).map(|number| Audience::Member(Participant(number))).chain([Audience::Hall])
}

/// Everything that a question says before its key is shown.
fn sees_question(told: &str, slot: &Slot) -> bool {
    let position = slot.question.opened.position;
    told.contains(&format!("<{position}>")) || told.contains(&slot.question.id)
}

fn shows_nothing_early(evening: &Evening) {
    let contest = &evening.contest;
    for audience in audiences() {
        let scene = contest.view(audience);
        let told = format!("{scene:?}");
        for (index, slot) in contest.slots().iter().enumerate() {
            let opened = match (contest.rules().mode, audience) {
                (Mode::Live, _) => slot.opened_at.is_some(),
                (Mode::Window, Audience::Member(participant)) => contest.clock_of(participant, index).is_some(),
                (Mode::Window, Audience::Hall) => false,
            };
            assert!(opened || !sees_question(&told, slot), "{audience:?} sees question {index} before its opening");
            let position = slot.question.opened.position;
            let explained =
                told.contains(&format!("why of <{position}>")) || told.contains(&format!("article of <{position}>"));
            assert!(!explained || contest.disclosed(index).is_some(), "{audience:?} sees why before the revelation");
        }
        if let Scene::Revealed(reveal) = &scene {
            assert!(contest.disclosed(reveal.index).is_some());
        }
    }
    // Reserves and what a pause took away are shown to nobody.
    let asked: Vec<u32> = contest.slots().iter().map(|slot| slot.question.opened.position).collect();
    for audience in audiences() {
        let told = format!("{:?}", contest.view(audience));
        let hidden = (0..7).filter(|position| !asked.contains(position));
        assert!(hidden.into_iter().all(|position| !told.contains(&format!("<{position}>"))));
    }
    for (index, slot) in contest.slots().iter().enumerate() {
        let may_leave = slot.closed || contest.phase().is_over();
        assert!(may_leave || contest.reveal_view(index).is_none(), "the key of {index} leaves before the close");
    }
}

/// A question closes, and its key may go, only when nothing in time could still arrive.
fn closes_when_nothing_can_be_in_time(evening: &Evening) {
    for (at, entry) in evening.journal.iter().enumerate() {
        let Event::QuestionClosed { index } = entry.event else { continue };
        let before = Contest::replay(&evening.journal[..at]).unwrap();
        let slot = &before.slots()[index as usize];
        let joined = || before.roster().filter(|(_, enrolment)| enrolment.joined_at.is_some());
        let all_answered = joined().all(|(participant, _)| slot.answer(participant).is_some());
        let time_factor = joined().map(|(_, enrolment)| enrolment.entry.time_factor).max().unwrap_or(100);
        let window = Window { opened_at: slot.opened_at.unwrap(), limit: slot.limit, time_factor };
        let over = hard_close(&before.rules().timing, &window) <= entry.at;
        assert!(over || slot.voided.is_some() || (all_answered && before.pacing() == Pacing::Auto));
    }
}

type Answers = BTreeMap<(Participant, String), String>;

fn answers(contest: &Contest) -> Answers {
    let slots = contest.slots().iter().chain(contest.replaced().iter().map(|(_, slot)| slot));
    slots
        .flat_map(|slot| {
            contest.roster().filter_map(|(participant, _)| {
                let answer = slot.answer(participant)?;
                Some(((participant, slot.question.id.clone()), format!("{answer:?}")))
            })
        })
        .collect()
}

fn state(contest: &Contest) -> String {
    let scenes: Vec<_> = audiences().map(|audience| contest.view(audience)).collect();
    format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {scenes:?}",
        contest.phase(),
        contest.pacing(),
        contest.head(),
        contest.results(),
        contest.deadline(),
        contest.reserves,
        answers(contest),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_question_is_shown_before_its_opening_and_no_key_before_its_time(
        (kind, questions) in kinds(), happenings in happenings(),
    ) {
        let mut evening = evening_of(kind, questions);
        play(&mut evening, &happenings, shows_nothing_early);
        closes_when_nothing_can_be_in_time(&evening);
    }

    #[test]
    fn every_evening_passes_the_audit((kind, questions) in kinds(), happenings in happenings()) {
        let mut evening = evening_of(kind, questions);
        play(&mut evening, &happenings, |_| ());
        prop_assert_eq!(follows(&evening.journal), Ok(()));
        if evening.contest.phase().is_over() {
            prop_assert!(verify(bundle(&story(&evening)).as_bytes(), None).is_ok());
        }
    }

    #[test]
    fn an_answer_on_record_stays_as_it_is((kind, questions) in kinds(), happenings in happenings()) {
        let mut evening = evening_of(kind, questions);
        let mut known = Answers::new();
        play(&mut evening, &happenings, |evening| {
            let now = answers(&evening.contest);
            assert!(known.iter().all(|(of, answer)| now.get(of) == Some(answer)), "an answer was lost or changed");
            assert_eq!(evening.contest.table().results, evening.contest.results(), "what is kept is what is computed");
            known = now;
        });
        prop_assert_eq!(known.len(), evening.count("answer_recorded"), "every row is somebody's answer");
        for entry in &evening.journal {
            let Event::AnswerRecorded { participant, .. } = &entry.event else { continue };
            prop_assert!(evening.contest.table().of(*participant).is_some(), "whoever answered has a standing");
        }
    }

    #[test]
    fn a_replay_is_the_contest((kind, questions) in kinds(), happenings in happenings()) {
        let mut evening = evening_of(kind, questions);
        play(&mut evening, &happenings, |_| ());
        let replayed = Contest::replay(&evening.journal).unwrap();
        prop_assert_eq!(state(&replayed), state(&evening.contest));
        // A journal cut anywhere can be gone on with.
        let head = evening.journal.len() / 2;
        let mut part = Contest::replay(&evening.journal[..=head]).unwrap();
        evening.journal[head + 1..].iter().for_each(|entry| part.evolve(entry));
        prop_assert_eq!(state(&part), state(&evening.contest));
    }

    #[test]
    fn every_row_reads_back_as_it_was_written((kind, questions) in kinds(), happenings in happenings()) {
        let mut evening = evening_of(kind, questions);
        play(&mut evening, &happenings, |_| ());
        let mut head = Head::default();
        for entry in &evening.journal {
            let read: Event = serde_json::from_str(&entry.text).unwrap();
            prop_assert_eq!(&read, &entry.event);
            prop_assert_eq!(canonical_json(&read).unwrap(), entry.text.clone());
            let kind = serde_json::from_str::<serde_json::Value>(&entry.text).unwrap()["kind"].clone();
            prop_assert_eq!(kind.as_str(), Some(entry.event.kind()));
            let again = head.append(entry.at, read).unwrap();
            prop_assert_eq!(again.head(), entry.head());
            head = again.head();
        }
    }

    #[test]
    fn results_are_whole((kind, questions) in kinds(), happenings in happenings()) {
        let mut evening = evening_of(kind, questions);
        play(&mut evening, &happenings, |evening| {
            let results = evening.contest.results();
            let joined = evening.contest.roster().filter(|(_, enrolment)| enrolment.joined_at.is_some()).count();
            assert_eq!(results.standings.len(), joined);
            let places: Vec<u32> = results.standings.iter().filter_map(|standing| standing.place).collect();
            assert_eq!(places.len(), results.ranked as usize);
            assert!(places.first().is_none_or(|first| *first == 1) && places.is_sorted());
            for standing in &results.standings {
                assert!(standing.score_hundredths <= 1_000 && standing.elapsed >= Millis::ZERO);
                assert!(standing.score.correct_weight <= standing.score.total_weight);
                assert!(results.completed <= results.eligible, "a rate is at most 100 %");
            }
        });
    }

    /// Whatever reaches a room, at whatever time: an answer or a no.
    #[test]
    fn nothing_makes_a_contest_panic(
        (kind, questions) in kinds(), happenings in happenings(), at in any::<i64>(), wild in command(),
        times in any::<[i64; 6]>(), words in ("\\PC{0,70}", prop::collection::vec("\\PC{0,6}", 0..9)),
    ) {
        let mut evening = evening_of(kind, questions);
        play(&mut evening, &happenings, |evening| {
            let (question, key) = match evening.contest.slots().first() {
                Some(slot) => (slot.question.id.clone(), words.0.clone()),
                None => (words.0.clone(), String::new()),
            };
            let answer = AnswerAttempt {
                participant: AN,
                question,
                options: words.1.clone(),
                key,
                evidence: Evidence {
                    delivered_at: Some(Timestamp(times[0])),
                    received_at: Timestamp(times[1]),
                    claim: Some(Millis(times[2])),
                    round_trip_min: Some(Millis(times[3])),
                    round_trip_open: Some(Millis(times[4])),
                    round_trip_answer: Some(Millis(times[5])),
                },
            };
            let right = AnswerAttempt { options: evening.options(0, Right), key: "key".into(), ..answer.clone() };
            for now in [evening.now, Timestamp(at), Timestamp(i64::MIN), Timestamp(i64::MAX)] {
                for command in [&wild, &Command::Tick, &Command::Answer(answer.clone()), &Command::Answer(right.clone())] {
                    drop(evening.contest.decide(now, command));
                }
            }
        });
    }
}

/// Those that no evening above brings about.
#[test]
fn the_remaining_events_read_back_too() {
    let signature = Signer::from_bytes(&[1; 32]).sign_head("contest", Head::default());
    let events = [
        Event::Checkpoint { head: Head::default(), signature },
        Event::PacingChanged { pacing: Pacing::Auto, cause: PacingCause::HostAbsent },
        Event::Interrupted { from: Timestamp(1), to: Timestamp(2) },
        Event::Finished { cause: FinishCause::EndedByHost },
        Event::QuestionRestored { index: 1 },
        Event::AttemptAnnulled { participant: AN },
        Event::AttemptRestored { participant: AN },
        Event::TieDecided { order: vec![BINH, AN] },
        Event::AbsenceExcused { participant: DUNG, excuse: None },
        Event::Countersigned,
        Event::Published,
    ];
    for event in events {
        let text = canonical_json(&event).unwrap();
        let read: Event = serde_json::from_str(&text).unwrap();
        assert_eq!((canonical_json(&read).unwrap(), read), (text, event));
    }
}
