//! What becomes of an answer.

use super::evening::*;
use crate::domain::contest::*;
use crate::domain::identity::Participant;
use crate::domain::question::QuestionKind;
use crate::domain::time::Millis;

fn open_question() -> Evening {
    let mut evening = Evening::live();
    evening.lobby().join(&[AN, BINH, CHI]).open();
    evening
}

#[test]
fn an_answer_is_recorded_with_its_evidence_and_receipt() {
    let mut evening = open_question();
    let attempt = evening.attempt(AN, Right, 4_000);
    evening.tell(Command::Answer(attempt.clone()));
    let receipt = evening.journal.last().unwrap().head();
    let index = evening.contest.slots().iter().position(|slot| slot.question.id == attempt.question).unwrap();
    let answer = evening.contest.slots()[index].answer(AN).unwrap();
    assert_eq!((index, answer.right, answer.response_time), (0, true, Millis(4_000)));
    assert_eq!((answer.evidence, answer.receipt), (attempt.evidence, receipt));
    assert_eq!(evening.contest.slots()[0].option_ids(answer.options), attempt.options);
}

#[test]
fn the_same_key_is_acknowledged_again_and_another_refused() {
    let mut evening = open_question();
    let first = evening.attempt(AN, Right, 4_000);
    evening.tell(Command::Answer(first.clone()));
    let receipt = evening.contest.slot_of(&first.question).unwrap().answer(AN).unwrap().receipt;

    let mut again = first.clone();
    again.options = evening.options(0, Wrong);
    again.evidence.received_at = again.evidence.received_at + Millis(9_000);
    assert_eq!(evening.ask(&Command::Answer(again.clone())), Ok(vec![]), "the first one stands");
    let changed = AnswerAttempt { key: "another".into(), ..again.clone() };
    assert_eq!(evening.refused(Command::Answer(changed)), Rejection::AlreadyAnswered);

    evening.until("closed");
    assert_eq!(evening.ask(&Command::Answer(again)), Ok(vec![]), "also after the close");
    let answer = evening.contest.slot_of(&first.question).unwrap().answer(AN).unwrap();
    assert!(answer.right && answer.receipt == receipt && answer.response_time == Millis(4_000));
}

#[test]
fn late_is_late() {
    let mut evening = open_question();
    evening.answer(AN, Right, 30_100);
    let late = evening.attempt(BINH, Right, 30_101);
    assert_eq!(evening.refused(Command::Answer(late.clone())), Rejection::Late);
    evening.step();
    assert_eq!(evening.refused(Command::Answer(late)), Rejection::NotOpen);
    assert_eq!(evening.contest.slots()[0].answered, 1);
}

#[test]
fn what_is_not_on_the_paper_is_unknown() {
    let mut evening = open_question();
    let good = evening.attempt(AN, Right, 2_000);
    let other_question = evening.contest.slots()[1].question.id.clone();
    let other_option = evening.options(1, Right);
    let with = |options: Vec<String>| Command::Answer(AnswerAttempt { options, ..good.clone() });

    let guessed = AnswerAttempt { question: other_question, options: other_option.clone(), ..good.clone() };
    assert_eq!(evening.refused(Command::Answer(guessed)), Rejection::UnknownQuestion, "and learns nothing by it");
    let invented = AnswerAttempt { question: "abc".into(), ..good.clone() };
    assert_eq!(evening.refused(Command::Answer(invented)), Rejection::UnknownQuestion);
    assert_eq!(evening.refused(with(other_option)), Rejection::UnknownOption);
    let twice = vec![good.options[0].clone(), good.options[0].clone()];
    assert_eq!(evening.refused(with(twice)), Rejection::UnknownOption);

    let stranger = AnswerAttempt { participant: Participant(9), ..good.clone() };
    assert_eq!(evening.refused(Command::Answer(stranger)), Rejection::NotAParticipant);
    for key in [String::new(), "x".repeat(65)] {
        assert_eq!(evening.refused(Command::Answer(AnswerAttempt { key, ..good.clone() })), Rejection::Key);
    }
    evening.tell(Command::Answer(good));
}

#[test]
fn each_kind_of_question_takes_its_own_number_of_options() {
    for kind in [QuestionKind::Single, QuestionKind::TrueFalse, QuestionKind::Multiple] {
        let mut evening = Evening::with(Rules::live(4), 8, kind);
        evening.lobby().join(&[AN, BINH, CHI]).open();
        let good = evening.attempt(AN, Right, 2_000);
        let with = |options: Vec<String>| Command::Answer(AnswerAttempt { options, ..good.clone() });
        assert_eq!(evening.refused(with(vec![])), Rejection::OptionCount);
        let both: Vec<_> = evening.contest.slots()[0].question.options.iter().take(2).map(|o| o.id.clone()).collect();
        if kind == QuestionKind::Multiple {
            // All or nothing: half of the right ones is wrong.
            evening.answer(BINH, Wrong, 2_000);
            let half = AnswerAttempt { participant: CHI, options: good.options[..1].to_vec(), ..good.clone() };
            evening.tell(Command::Answer(half)).tell(Command::Answer(good)).until("closed");
            assert_eq!(evening.standing(CHI).score.correct_weight, 0);
        } else {
            assert_eq!(evening.refused(with(both)), Rejection::OptionCount);
            evening.tell(Command::Answer(good)).until("closed");
        }
        assert_eq!(evening.standing(AN).score.correct_weight, 1);
    }
}

#[test]
fn the_second_answer_of_a_batch_meets_the_first() {
    let mut evening = open_question();
    let (first, second) = (evening.attempt(AN, Wrong, 3_000), evening.attempt(AN, Right, 3_000));
    let mut working_copy = evening.contest.clone();
    for event in working_copy.decide(evening.now, &Command::Answer(first)).unwrap() {
        let entry = working_copy.head().append(evening.now, event).unwrap();
        working_copy.evolve(&entry);
    }
    let reply = working_copy.decide(evening.now, &Command::Answer(second.clone()));
    assert_eq!(reply, Err(Rejection::AlreadyAnswered));
    assert!(evening.contest.decide(evening.now, &Command::Answer(second)).is_ok(), "the room itself is untouched");
}

#[test]
fn excuses_leave_the_denominator_or_stay_in_it() {
    let mut evening = Evening::live();
    evening.enrol(CHI, |entry| entry.excuse = Some(Excuse::Elsewhere));
    evening.enrol(DUNG, |entry| entry.excuse = Some(Excuse::Ill));
    evening.lobby().join(&[AN, CHI]).open().answer(AN, Wrong, 2_000).answer(CHI, Right, 2_000).until("closed");
    let results = evening.contest.results();
    assert_eq!((results.eligible, results.ranked), (3, 1), "An, Bình and Dũng could have come");
    assert_eq!(evening.places(), [(AN, 1)]);
    assert_eq!(evening.standing(CHI).place, None, "takes part outside the ranking");
    assert_eq!(evening.standing(CHI).score.correct_weight, 1);
}

#[test]
fn who_wrote_a_drawn_question_plays_outside_the_ranking() {
    let paper = |evening: &Evening| -> Vec<u32> {
        evening.contest.slots().iter().map(|slot| slot.question.opened.position).collect()
    };
    let mut rehearsal = Evening::live();
    let drawn = paper(rehearsal.lobby());
    let not_drawn = (0..8).find(|position| !drawn.contains(position)).unwrap();
    for (insiders_ranked, expected) in [(false, vec![(BINH, 1)]), (true, vec![(AN, 1), (BINH, 2)])] {
        let mut evening = Evening::with(Rules { insiders_ranked, ..Rules::live(4) }, 8, QuestionKind::Single);
        evening.written_by(drawn[3], AN).written_by(not_drawn, BINH).lobby().join(&[AN, BINH]);
        assert_eq!(paper(&evening), drawn);
        assert!(evening.contest.enrolment(BINH).unwrap().entry.insider_of.is_empty(), "what is not asked stays unsaid");
        evening.open().answer(AN, Right, 2_000).answer(BINH, Right, 3_000).until("closed");
        assert_eq!(evening.places(), expected);
    }
}

/// Frames that carry the same evidence may be decided in any order.
#[test]
fn the_order_of_arrival_decides_nothing() {
    let orders: [[usize; 4]; 4] = [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1], [1, 3, 0, 2]];
    let play = |order: [usize; 4]| {
        let mut evening = Evening::live();
        evening.lobby().join(&ALL);
        for question in 0..5 {
            evening.open();
            let attempts = ALL.map(|who| {
                let choice = if who == DUNG && question == 0 { Wrong } else { Right };
                // An and Chi are equal to the millisecond.
                let after = if who == BINH { 2_000 } else { 2_500 };
                evening.attempt(who, choice, after)
            });
            for at in order {
                evening.tell(Command::Answer(attempts[at].clone()));
            }
            evening.until("closed").tell(Command::Reveal).tell(Command::Next);
        }
        evening.tell(Command::Next).contest.results()
    };
    let first = play(orders[0]);
    assert_eq!(first.standings.iter().map(|standing| standing.place).collect::<Vec<_>>(), [1, 2, 2, 4].map(Some));
    assert!(orders.iter().all(|order| play(*order) == first));
}
