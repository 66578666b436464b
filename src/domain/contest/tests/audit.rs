//! Histories that no contest has, chained and signed all the same by whoever holds the key.

use super::evening::*;
use crate::domain::audit::Audit;
use crate::domain::bundle;
use crate::domain::calendar::TimeOfDay;
use crate::domain::contest::*;
use crate::domain::identity::Participant;
use crate::domain::ledger::{Entry, Hash, Head, Signer};
use crate::domain::question::QuestionKind;
use crate::domain::ranking::{Predicted, TieRule};
use crate::domain::time::{Millis, Timestamp};
use crate::domain::verify::verify;

/// What happened and when, without hashes and signatures.
pub type Story = Vec<(Timestamp, Event)>;

pub fn signer() -> Signer {
    Signer::from_bytes(&[9; 32])
}

pub fn story(evening: &Evening) -> Story {
    evening.journal.iter().map(|entry| (entry.at, entry.event.clone())).collect()
}

/// Chains and signs whatever it is given.
pub fn bundle(story: &Story) -> String {
    let Event::Scheduled { contest, .. } = &story[0].1 else { panic!("a story begins with the scheduling") };
    let mut head = Head::default();
    let mut entries: Vec<Entry> = Vec::new();
    for (at, event) in story {
        let signed = event.is_signed();
        entries.push(head.append(*at, event.clone()).unwrap());
        head = entries.last().unwrap().head();
        if signed {
            let signature = signer().sign_head(&contest.to_string(), head);
            entries.push(head.append(*at, Event::Checkpoint { head, signature }).unwrap());
            head = entries.last().unwrap().head();
        }
    }
    bundle::write(&Contest::replay(&entries).unwrap(), &entries, &signer()).unwrap()
}

/// Whether a journal without signed heads could have been.
pub fn follows(journal: &[Entry]) -> Result<(), String> {
    let mut contest = Contest::begin(&journal[0]).unwrap();
    let mut audit = Audit::begin(&contest)?;
    for entry in &journal[1..] {
        audit.entry(&contest, entry).map_err(|what| format!("{} {}: {what}", entry.seq, entry.event.kind()))?;
        contest.evolve(entry);
    }
    audit.end()
}

/// An evening that the host leads through one question of each sort of trouble to its end.
pub fn evening() -> Evening {
    let mut evening = Evening::live();
    evening.enrol(BINH, |entry| entry.time_factor = 125).lobby().tell(Command::HostArrive).join(&[AN, BINH, CHI]);
    evening.tell(Command::GrantTime { participant: CHI, time_factor: 150 });
    evening.tell(Command::Predict { participant: AN, value: 3 });
    evening.open().answer(AN, Right, 4_000).answer(BINH, Wrong, 5_000).tell(Command::Extend { seconds: 10 });
    evening.until("closed").tell(Command::Reveal).tell(Command::Next).open();
    evening.tell(Command::Pause { reason: PauseReason::Host }).wait(1_000).tell(Command::Resume).step();
    evening.answer(CHI, Right, 3_000).wait(4_000).tell(Command::Lock).until("closed");
    evening.tell(Command::Reveal).tell(Command::Next).tell(Command::HostLeave).step();
    evening.until("open").answer(AN, Right, 2_000).until("finished");
    evening.wait(1_000).tell(Command::Confirm).tell(Command::Publish);
    evening
}

fn place(story: &Story, kind: &str, nth: usize) -> usize {
    let places = story.iter().enumerate().filter(|(_, (_, event))| event.kind() == kind);
    places.map(|(at, _)| at).nth(nth).unwrap_or_else(|| panic!("no {kind} {nth}"))
}

#[track_caller]
fn refused(story: &Story, expected: &str) {
    let difference = verify(bundle(story).as_bytes(), None).expect_err("this could not have been").to_string();
    assert!(difference.contains(expected), "{difference:?} does not name {expected:?}");
}

/// Forges the evening: `forge` is given the story and the place of the `nth` event of a `kind`.
#[track_caller]
fn forged((kind, nth): (&str, usize), expected: &str, forge: impl FnOnce(&mut Story, usize)) {
    let mut story = story(&evening());
    let at = place(&story, kind, nth);
    forge(&mut story, at);
    refused(&story, expected);
}

/// Puts an event behind the one at a place, at the same time.
#[track_caller]
fn inserted(after: (&str, usize), event: Event, expected: &str) {
    forged(after, expected, |story, at| story.insert(at + 1, (story[at].0, event)));
}

/// Takes the one at a place out.
#[track_caller]
fn removed(of: (&str, usize), expected: &str) {
    forged(of, expected, |story, at| drop(story.remove(at)));
}

const ILLEGAL: &str = "does not follow";

#[test]
fn what_happened_is_believed() {
    let evening = evening();
    assert_eq!(follows(&evening.journal), Ok(()));
    let verified = verify(bundle(&story(&evening)).as_bytes(), Some(&signer().public().fingerprint())).unwrap();
    assert_eq!((verified.answers, verified.results.completed), (4, 3));
    assert_eq!(verified.results, evening.contest.results());
}

#[test]
fn a_question_is_opened_once() {
    inserted(("revealed", 0), Event::QuestionOpened { index: 0 }, ILLEGAL);
    let countdown = |index, opens_at| Event::CountdownStarted { index, opens_at };
    forged(("standings_shown", 0), ILLEGAL, |story, at| {
        let opens_at = story[at].0 + Millis(3_000);
        story.insert(at + 1, (story[at].0, countdown(0, opens_at)));
    });
    forged(("countdown_started", 1), ILLEGAL, |story, at| {
        story[at].1 = countdown(2, story[at].0 + Millis(3_000));
    });
    forged(("countdown_started", 0), ILLEGAL, |story, at| story[at].1 = countdown(0, story[at].0));
    forged(("question_opened", 0), ILLEGAL, |story, at| story[at].1 = Event::QuestionOpened { index: 1 });
}

#[test]
fn limits_are_changed_only_as_a_host_may() {
    let limit = |limit| Event::Extended { index: 0, limit: Millis(limit) };
    for other in [31_000, 40_001, 20_000, -1, i64::MAX, i64::MIN, 331_000] {
        forged(("extended", 0), ILLEGAL, |story, at| story[at].1 = limit(other));
    }
    inserted(("question_closed", 0), limit(50_000), ILLEGAL);
    inserted(("extended", 0), Event::Extended { index: 1, limit: Millis(60_000) }, ILLEGAL);
    let locked = |limit| Event::Locked { index: 1, limit: Millis(limit) };
    for other in [30_000, 1_000, i64::MIN] {
        forged(("locked", 0), ILLEGAL, |story, at| story[at].1 = locked(other));
    }
}

#[test]
fn time_is_granted_beforehand() {
    let grant = |participant, time_factor| Event::TimeGranted { participant, time_factor };
    inserted(("question_closed", 0), grant(AN, 150), "extra time is");
    inserted(("time_granted", 0), grant(AN, 300), "extra time is");
    inserted(("time_granted", 0), grant(Participant(0), 150), "not on this contest's roster");
    forged(("lobby_opened", 0), "participant 1 has a time factor", |story, at| {
        let Event::LobbyOpened { roster, .. } = &mut story[at].1 else { return };
        roster.entries[0].time_factor = 900;
    });
}

fn with_answer(nth: usize, expected: &str, change: impl Fn(&mut Event)) {
    forged(("answer_recorded", nth), expected, |story, at| change(&mut story[at].1));
}

#[test]
fn answers_are_those_that_could_be_given() {
    use Event::AnswerRecorded as Answer;
    macro_rules! answer {
        ($expected:expr, |$($field:ident),+| $change:expr) => {
            with_answer(0, $expected, |event| if let Answer { $($field),+, .. } = event { $change });
        };
    }
    let evidence = "the evidence cannot have been measured";
    answer!("not joined", |participant| *participant = DUNG);
    answer!("not on this contest's roster", |participant| *participant = Participant(0));
    answer!("is not open", |index| *index = 1);
    answer!("no such question", |index| *index = u32::MAX);
    answer!("no such option", |options| options[0] = "zzzzz".into());
    answer!("named twice", |options| options.push(options[0].clone()));
    answer!("another number of options", |options| options.clear());
    answer!("idempotency key", |key| key.clear());
    answer!("idempotency key", |key| *key = "k".repeat(65));
    answer!("credited", |response_time| *response_time = Millis(500));
    answer!("credited", |allowance| *allowance = Millis(600));
    answer!(evidence, |evidence| evidence.delivered_at = Some(evidence.received_at + Millis(1)));
    answer!(evidence, |evidence| evidence.delivered_at = Some(Timestamp(0)));
    answer!(evidence, |evidence| evidence.received_at = Timestamp(i64::MIN));
    answer!(evidence, |evidence| evidence.received_at = evidence.received_at + Millis(1));
    answer!(evidence, |evidence| evidence.claim = Some(Millis(-1)));
    answer!(evidence, |evidence| evidence.round_trip_min = Some(Millis(3_600_001)));
    answer!(evidence, |evidence| evidence.round_trip_open = Some(Millis(i64::MAX)));
    forged(("answer_recorded", 0), "already has another answer", |story, at| story.insert(at, story[at].clone()));
    for (phase, expected) in [("question_closed", "is not open"), ("countdown_started", "is not open")] {
        forged((phase, 0), expected, |story, at| {
            let mut answer = story[place(story, "answer_recorded", 0)].clone();
            if let Answer { participant, .. } = &mut answer.1 {
                *participant = CHI;
            }
            answer.0 = story[at].0;
            story.insert(at + 1, answer);
        });
    }
}

#[test]
fn options_are_in_base_order() {
    let mut evening = Evening::with(Rules::live(4), 8, QuestionKind::Multiple);
    evening.lobby().join(&[AN]).open().answer(AN, Right, 2_000).tell(Command::End { reason: "mất điện".into() });
    let mut story = story(&evening);
    assert!(verify(bundle(&story).as_bytes(), None).is_ok());
    let at = place(&story, "answer_recorded", 0);
    if let Event::AnswerRecorded { options, .. } = &mut story[at].1 {
        options.reverse();
    }
    refused(&story, "base order");
}

#[test]
fn nothing_is_closed_or_opened_before_its_time() {
    forged(("question_closed", 0), "closed before its time", |story, at| {
        story[at].0 = story[at].0 - Millis(1);
        for later in &mut story[at + 1..] {
            later.0 = later.0.max(Timestamp(0));
        }
    });
    inserted(("question_opened", 0), Event::QuestionClosed { index: 0 }, "closed before its time");
    inserted(("question_opened", 0), Event::Revealed { index: 0 }, ILLEGAL);
    inserted(("question_closed", 0), Event::Revealed { index: 4 }, ILLEGAL);
    inserted(("question_closed", 0), Event::StandingsShown { index: 0 }, ILLEGAL);
    inserted(("question_opened", 0), Event::Finished { cause: FinishCause::Completed }, ILLEGAL);
    inserted(("standings_shown", 0), Event::Finished { cause: FinishCause::Completed }, ILLEGAL);
    inserted(("published", 0), Event::Finished { cause: FinishCause::EndedByHost }, ILLEGAL);
    // What was open when it ended has to be void.
    inserted(("question_opened", 0), Event::Finished { cause: FinishCause::EndedByHost }, ILLEGAL);
}

#[test]
fn reserves_come_in_their_order_and_only_for_what_a_pause_voided() {
    removed(("reserve_taken", 0), "the reserve was not taken");
    forged(("reserve_taken", 0), "not the next reserve", |story, at| {
        let Event::ReserveTaken { opened, .. } = &mut story[at].1 else { return };
        opened.position = (opened.position + 1) % 8;
    });
    forged(("reserve_taken", 0), "not the one committed", |story, at| {
        let Event::ReserveTaken { opened, .. } = &mut story[at].1 else { return };
        opened.revision.stem.push('!');
    });
    forged(("reserve_taken", 0), "not on the roster", |story, at| {
        let Event::ReserveTaken { insiders, .. } = &mut story[at].1 else { return };
        insiders.push(Participant(0));
    });
    forged(("reserve_taken", 0), ILLEGAL, |story, at| story.insert(at + 1, story[at].clone()));
    forged(("reserve_taken", 0), ILLEGAL, |story, at| {
        let reserve = story[at].clone();
        let closed = place(story, "question_closed", 0);
        story.insert(closed + 1, (story[closed].0, reserve.1));
    });
    removed(("question_voided", 0), "question_voided must come first");
    inserted(("question_opened", 0), Event::QuestionVoided { index: 0, cause: VoidCause::Paused }, ILLEGAL);
    inserted(("confirmed", 0), Event::QuestionVoided { index: 9, cause: VoidCause::Host }, "no such question");
}

#[test]
fn pacing_and_pauses_are_not_invented() {
    let pacing = |pacing, cause| Event::PacingChanged { pacing, cause };
    inserted(("question_closed", 0), pacing(Pacing::Auto, PacingCause::HostAbsent), ILLEGAL);
    inserted(("question_closed", 0), pacing(Pacing::Host, PacingCause::HostTookOver), ILLEGAL);
    inserted(("pacing_changed", 0), pacing(Pacing::Host, PacingCause::HostTookOver), "closed before its time");
    forged(("pacing_changed", 0), ILLEGAL, |story, at| story[at].0 = story[at].0 - Millis(1));
    inserted(("paused", 0), Event::Resumed, "question_voided must come first");
    inserted(("question_closed", 0), Event::Resumed, ILLEGAL);
    inserted(("confirmed", 0), Event::Paused { reason: PauseReason::Host }, ILLEGAL);
    inserted(("host_arrived", 0), Event::HostArrived, ILLEGAL);
    inserted(("host_left", 0), Event::HostLeft, ILLEGAL);
    forged(("revealed", 0), ILLEGAL, |story, at| {
        let now = story[at].0;
        story.insert(at + 1, (now, Event::Interrupted { from: now + Millis(1), to: now }));
    });
    inserted(("revealed", 0), Event::Interrupted { from: Timestamp(0), to: Timestamp(1) }, ILLEGAL);
    inserted(("joined", 0), Event::Joined { participant: AN }, ILLEGAL);
    inserted(("published", 0), Event::Joined { participant: DUNG }, ILLEGAL);
    inserted(("joined", 0), Event::Joined { participant: Participant(5) }, "not on this contest's roster");
    inserted(("revealed", 0), Event::PageLeft { participant: Participant(u32::MAX) }, "not on this contest's roster");
    inserted(("revealed", 0), Event::Predicted { participant: AN, value: 2 }, ILLEGAL);
    inserted(("revealed", 0), Event::WindowOpened, ILLEGAL);
    inserted(("revealed", 0), Event::AttemptOpened { participant: AN, index: 0 }, ILLEGAL);
}

#[test]
fn a_contest_begins_with_rules_a_roster_and_a_paper_that_may_be() {
    forged(("scheduled", 0), "between 5 and 600 seconds", |story, at| {
        let Event::Scheduled { rules, .. } = &mut story[at].1 else { return };
        rules.question_limit = Millis(i64::MAX);
    });
    let lobby = |expected: &str, change: &dyn Fn(&mut Roster, &mut Vec<crate::domain::draw::OpenedCandidate>)| {
        forged(("lobby_opened", 0), expected, |story, at| {
            let Event::LobbyOpened { roster, paper, .. } = &mut story[at].1 else { return };
            change(roster, paper);
        });
    };
    lobby("participant 2 is of no unit", &|roster, _| roster.entries[1].unit = 1);
    lobby("not drawn", &|roster, _| roster.entries[1].insider_of.push(u32::MAX));
    lobby("not what the seed draws", &|_, paper| paper.swap(0, 1));
    lobby("not the one committed", &|_, paper| paper[0].salt = Hash::default());
    // Committed to, drawn, and still no question.
    let mut empty = story(&evening());
    let lobby = place(&empty, "lobby_opened", 0);
    let Event::LobbyOpened { paper, .. } = &mut empty[lobby].1 else { return };
    paper[0].revision.options.clear();
    let (position, commitment) = (paper[0].position as usize, paper[0].commitment());
    if let Event::Scheduled { pool, .. } = &mut empty[0].1 {
        pool[position].commitment = commitment;
    }
    refused(&empty, "cannot be asked");
}

#[test]
fn an_attempt_follows_its_own_clock() {
    let hours = WindowRules { opens_at: STARTS_AT, closes_at: STARTS_AT + Millis(60_000), hours: None };
    let mut evening = Evening::with(Rules::window(4, hours), 8, QuestionKind::Single);
    evening.lobby().join(&[AN]).step().tell(Command::Start { participant: AN }).step().answer(AN, Right, 2_000);
    evening.until("finished");
    let story = story(&evening);
    assert!(verify(bundle(&story).as_bytes(), None).is_ok());
    let forged = |(kind, nth): (&str, usize), expected: &str, forge: &dyn Fn(&mut Story, usize)| {
        let mut story = story.clone();
        let at = place(&story, kind, nth);
        forge(&mut story, at);
        refused(&story, expected);
    };
    forged(("attempt_opened", 0), "before its time", &|story, at| story[at].0 = story[at - 1].0);
    forged(("attempt_opened", 0), ILLEGAL, &|story, at| story.insert(at + 1, story[at].clone()));
    forged(("attempt_closed", 0), "attempt_closed must come first", &|story, at| drop(story.remove(at)));
    forged(("attempt_closed", 1), "before its time", &|story, at| story[at].0 = story[at - 1].0);
    forged(("attempt_started", 0), ILLEGAL, &|story, at| {
        story[at].1 = Event::AttemptStarted { participant: AN, opens_at: story[at].0 };
    });
    forged(("answer_recorded", 0), "is not open", &|story, at| {
        let Event::AnswerRecorded { index, .. } = &mut story[at].1 else { return };
        *index = 1;
    });
    forged(("window_closed", 0), ILLEGAL, &|story, at| story[at].0 = story[at - 1].0.min(hours.closes_at - Millis(1)));
    forged(("attempt_opened", 0), ILLEGAL, &|story, at| {
        story.insert(at, (story[at].0, Event::Finished { cause: FinishCause::Completed }));
    });
}

/// What members predict, and the hours in which they start, are of the rules: an inspector holds the record to both.
#[test]
fn a_start_outside_the_hours_and_a_late_prediction_are_found() {
    let opens_at = STARTS_AT + Millis::seconds(12 * 3_600);
    let hours = DailyHours { from: TimeOfDay::of(opens_at), ..DailyHours::WORKING };
    let window = WindowRules { opens_at, closes_at: opens_at + Millis::seconds(3_600), hours: Some(hours) };
    let rules = Rules {
        tie_rules: vec![TieRule::Prediction],
        predicted: Some(Predicted::AllCorrect),
        ..Rules::window(4, window)
    };
    let mut evening = Evening::with(rules, 8, QuestionKind::Single);
    evening.lobby().join(&[AN]).step().tell(Command::Predict { participant: AN, value: 1 });
    evening.tell(Command::Start { participant: AN }).until("finished");
    let good = story(&evening);
    let verified = verify(bundle(&good).as_bytes(), None).unwrap();
    assert_eq!((verified.results.foreseen, verified.results.standings[0].prediction), (Some(0), Some(1)));

    let mut late = good.clone();
    let (predicted, opened) = (place(&late, "predicted", 0), place(&late, "attempt_opened", 0));
    let mut moved = late.remove(predicted);
    moved.0 = late[opened - 1].0;
    late.insert(opened, moved);
    refused(&late, "the attempt has already begun");

    let mut outside = good;
    if let Event::Scheduled { rules, .. } = &mut outside[0].1
        && let Some(window) = &mut rules.window
    {
        window.hours = Some(DailyHours { to: TimeOfDay::of(opens_at + Millis::seconds(120)), ..hours });
    }
    assert!(verify(bundle(&outside).as_bytes(), None).is_ok());
    let started = place(&outside, "attempt_started", 0);
    for (at, event) in &mut outside[started..] {
        *at = *at + Millis::seconds(180);
        match event {
            Event::AttemptStarted { opens_at, .. } => *opens_at = *opens_at + Millis::seconds(180),
            Event::WindowClosed | Event::Finished { .. } => *at = *at - Millis::seconds(180),
            _ => {}
        }
    }
    refused(&outside, "members start within the printed daily hours");
}
