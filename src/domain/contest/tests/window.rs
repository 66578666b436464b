//! Window mode: each alone, pushed the same timed questions.

use super::evening::*;
use crate::domain::contest::*;
use crate::domain::identity::Participant;
use crate::domain::question::QuestionKind;
use crate::domain::time::{Millis, Timestamp};

const CLOSES_AT: Timestamp = Timestamp(STARTS_AT.0 + 3_600_000);

/// The window is open, and An and Bình have joined.
fn running() -> Evening {
    let rules = Rules::window(4, WindowRules { opens_at: STARTS_AT, closes_at: CLOSES_AT });
    let mut evening = Evening::with(rules, 8, QuestionKind::Single);
    evening.lobby().join(&[AN, BINH]).step();
    assert_eq!((evening.phase(), evening.now), ("running", STARTS_AT));
    evening
}

fn start(participant: Participant) -> Command {
    Command::Start { participant }
}

fn scene(evening: &Evening, who: Participant) -> &'static str {
    match evening.contest.view(Audience::Member(who)) {
        Scene::GetReady { .. } => "get_ready",
        Scene::Question(_) => "question",
        Scene::Waiting => "waiting",
        Scene::Finished => "finished",
        scene => panic!("{scene:?}"),
    }
}

#[test]
fn two_members_play_at_different_times_and_are_ranked_together() {
    let mut evening = running();
    evening.wait(60_000).tell(start(AN)).step();
    assert_eq!((scene(&evening, AN), scene(&evening, BINH)), ("question", "waiting"));
    assert!(matches!(evening.contest.view(Audience::Hall), Scene::Waiting), "the hall is shown nobody's question");

    evening.answer(AN, Right, 4_000);
    assert_eq!(scene(&evening, AN), "get_ready", "an answer pushes the next question");
    evening.tell(start(BINH)).step().step();
    assert_eq!((evening.question_of(AN), evening.question_of(BINH)), (1, 0));
    assert_eq!(evening.refused(start(AN)), Rejection::AlreadyStarted);
    for question in 0..5 {
        if question > 0 {
            evening.answer(AN, Right, 5_000);
        }
        evening.answer(BINH, Right, 3_000 + 3_000 * i64::from(question > 0));
        while scene(&evening, AN) == "get_ready" || scene(&evening, BINH) == "get_ready" {
            evening.step();
        }
    }
    assert_eq!((scene(&evening, AN), scene(&evening, BINH)), ("finished", "finished"));
    assert_eq!(evening.refused(start(BINH)), Rejection::AlreadyStarted, "one attempt each");
    evening.step();
    assert_eq!((evening.phase(), evening.now), ("running", CLOSES_AT));
    evening.step();
    assert_eq!((evening.phase(), evening.now), ("finished", CLOSES_AT));
    assert_eq!(evening.places(), [(AN, 1), (BINH, 2)]);
    assert_eq!(evening.standing(AN).elapsed, Millis(24_000));
    assert_eq!(evening.standing(BINH).elapsed, Millis(27_000));
}

#[test]
fn a_question_not_answered_closes_by_itself() {
    let mut evening = running();
    evening.tell(start(AN)).step();
    let opened_at = evening.now;
    evening.step();
    assert_eq!(evening.now, opened_at + Millis(150 + 30_000 + 600));
    assert_eq!(scene(&evening, AN), "get_ready");
    evening.step();
    assert_eq!(evening.question_of(AN), 1);
}

#[test]
fn nobody_starts_after_closing_and_who_has_begun_finishes() {
    let mut evening = running();
    evening.now = CLOSES_AT - Millis(10);
    evening.tell(start(AN)).step();
    assert_eq!(evening.kinds().last(), Some(&"window_closed"));
    assert_eq!(evening.refused(start(BINH)), Rejection::WrongPhase);
    for _ in 0..5 {
        evening.step().answer(AN, Right, 2_000);
    }
    assert_eq!(evening.phase(), "running");
    evening.step();
    assert_eq!(evening.phase(), "finished");
    assert_eq!(evening.standing(AN).score_hundredths, 1_000);
    assert_eq!(evening.standing(AN).answered, 5);
}

#[test]
fn a_later_members_question_is_unknown_to_an_earlier_one_only_once() {
    let mut evening = running();
    evening.tell(start(AN)).step();
    let first = evening.attempt(AN, Right, 2_000);
    let guessed = AnswerAttempt { participant: BINH, ..first.clone() };
    assert_eq!(evening.refused(Command::Answer(guessed)), Rejection::UnknownQuestion, "not opened to Bình");
    evening.tell(Command::Answer(first.clone()));
    assert_eq!(evening.ask(&Command::Answer(first.clone())), Ok(vec![]), "acknowledged again");
    let changed = AnswerAttempt { key: "another".into(), ..first };
    assert_eq!(evening.refused(Command::Answer(changed)), Rejection::AlreadyAnswered);
}

#[test]
fn no_key_leaves_before_the_window_is_over() {
    let mut evening = running();
    evening.tell(start(AN));
    for _ in 0..5 {
        evening.step().answer(AN, Right, 2_000);
    }
    assert!((0..5).all(|index| evening.contest.disclosed(index).is_none()), "Bình has not played yet");
    evening.until("finished");
    assert!((0..5).all(|index| evening.contest.disclosed(index).is_some()));
}

#[test]
fn the_steps_of_a_hall_have_no_meaning_here() {
    let mut evening = running();
    let pause = Command::Pause { reason: PauseReason::Host };
    for command in [Command::Open, Command::Lock, Command::Reveal, Command::Next, Command::Extend { seconds: 9 }, pause]
    {
        assert_eq!(evening.refused(command), Rejection::WrongPhase);
    }
}

#[test]
fn who_starts_without_having_joined_has_joined() {
    let mut evening = running();
    evening.tell(start(CHI)).step().answer(CHI, Right, 2_000).until("finished");
    assert_eq!(evening.places()[0], (CHI, 1));
    assert_eq!(evening.contest.results().completed, 1);
}
