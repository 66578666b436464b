//! Window mode: each alone, pushed the same timed questions.

use super::evening::*;
use crate::domain::contest::*;
use crate::domain::identity::Participant;
use crate::domain::question::QuestionKind;
use crate::domain::ranking::{Predicted, TieRule};
use crate::domain::time::{Millis, Timestamp};

const CLOSES_AT: Timestamp = Timestamp(STARTS_AT.0 + 3_600_000);

/// The window is open, and An and Bình have joined.
fn running() -> Evening {
    let rules = Rules::window(4, WindowRules { opens_at: STARTS_AT, closes_at: CLOSES_AT, hours: None });
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

/// The window opens on a Tuesday, late in the evening.
#[test]
fn a_start_outside_the_daily_hours_is_refused_and_who_has_begun_within_them_finishes() {
    let window = WindowRules {
        opens_at: STARTS_AT,
        closes_at: STARTS_AT + Millis(7 * 86_400_000),
        hours: Some(DailyHours::WORKING),
    };
    let mut evening = Evening::with(Rules::window(4, window), 8, QuestionKind::Single);
    evening.lobby().join(&[AN, BINH]).step();
    assert_eq!(evening.refused(start(AN)), Rejection::OutsideHours);
    let morning = window.next_opening(STARTS_AT).unwrap();
    evening.now = morning + Millis(10 * 3_600_000 - 1);
    evening.tell(start(AN));
    evening.now = morning + Millis(10 * 3_600_000);
    assert_eq!(evening.refused(start(BINH)), Rejection::OutsideHours, "17:30");
    for _ in 0..5 {
        evening.step().answer(AN, Right, 2_000);
    }
    assert_eq!(scene(&evening, AN), "finished");
    evening.now = morning + Millis(86_400_000);
    evening.tell(start(BINH));
    assert_eq!(scene(&evening, BINH), "get_ready", "7:30 on Thursday");
}

#[test]
fn a_prediction_can_be_changed_until_ones_own_start() {
    let mut evening = predicting(Predicted::Participants);
    let predict = |participant, value| Command::Predict { participant, value };
    evening.tell(predict(AN, 9)).tell(predict(AN, 2)).tell(predict(BINH, 3)).tell(start(AN));
    assert_eq!(evening.refused(predict(AN, 1)), Rejection::AlreadyStarted);
    assert_eq!(evening.refused(predict(BINH, 1_000_001)), Rejection::Prediction);
    evening.tell(start(BINH)).tell(start(CHI));
    all_answer_alike(&mut evening);
    assert_eq!(evening.contest.results().foreseen, Some(3));
    assert_eq!(evening.places(), [(BINH, 1), (AN, 2), (CHI, 3)], "nearest first, none last");
    let predictions: Vec<_> = evening.contest.results().standings.iter().map(|it| it.prediction).collect();
    assert_eq!(predictions, [Some(3), Some(2), None]);
}

#[test]
fn how_many_are_all_correct_may_be_predicted_instead() {
    let mut evening = predicting(Predicted::AllCorrect);
    evening.tell(Command::Predict { participant: AN, value: 3 }).tell(Command::Predict { participant: BINH, value: 0 });
    for who in [AN, BINH, CHI] {
        evening.tell(start(who));
    }
    for question in 0..5 {
        all_asked(&mut evening);
        let choice = if question == 0 { Wrong } else { Right };
        for who in [AN, BINH, CHI] {
            evening.answer(who, choice, 2_000);
        }
    }
    evening.until("finished");
    assert_eq!(evening.contest.results().foreseen, Some(0), "one question was too much for everybody");
    assert_eq!(evening.places(), [(BINH, 1), (AN, 2), (CHI, 3)]);
}

/// Records from before there was a choice say nothing of it, and keep their spelling.
#[test]
fn a_record_without_a_choice_is_about_those_who_take_part() {
    let mut rules = Rules::live(4);
    rules.tie_rules = vec![TieRule::Prediction];
    let text = serde_json::to_string(&rules).unwrap();
    assert!(!text.contains("predicted") && serde_json::from_str::<Rules>(&text).unwrap() == rules);
    assert_eq!((rules.prediction(), rules.check()), (Some(Predicted::Participants), Ok(())));
    rules.tie_rules.clear();
    rules.predicted = Some(Predicted::AllCorrect);
    assert_eq!(rules.check(), Err(RulesProblem::Predicted));
}

/// The window is open, and nothing but a prediction tells equal scores apart.
fn predicting(predicted: Predicted) -> Evening {
    let window = WindowRules { opens_at: STARTS_AT, closes_at: CLOSES_AT, hours: None };
    let rules = Rules { tie_rules: vec![TieRule::Prediction], predicted: Some(predicted), ..Rules::window(4, window) };
    let mut evening = Evening::with(rules, 8, QuestionKind::Single);
    evening.lobby().join(&[AN, BINH, CHI]).step();
    evening
}

fn all_answer_alike(evening: &mut Evening) {
    for _ in 0..5 {
        all_asked(evening);
        for who in [AN, BINH, CHI] {
            evening.answer(who, Right, 2_000);
        }
    }
    evening.until("finished");
}

fn all_asked(evening: &mut Evening) {
    while [AN, BINH, CHI].iter().any(|who| scene(evening, *who) == "get_ready") {
        evening.step();
    }
}
