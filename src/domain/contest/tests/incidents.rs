//! Pauses, voided questions, absent hosts, crashes.

use super::evening::*;
use crate::domain::contest::*;
use crate::domain::question::QuestionKind;
use crate::domain::time::Millis;

fn void(index: u32) -> Command {
    Command::VoidQuestion { index, reason: "đáp án không còn đúng".into() }
}

fn pause() -> Command {
    Command::Pause { reason: PauseReason::Host }
}

#[test]
fn a_pause_while_open_voids_the_question_and_takes_the_reserve() {
    let mut evening = Evening::live();
    evening.lobby().join(&[AN, BINH]).open();
    let attempt = evening.attempt(AN, Right, 2_000);
    evening.tell(Command::Answer(attempt.clone())).tell(pause());
    assert_eq!(evening.kinds()[evening.journal.len() - 3..], ["paused", "question_voided", "reserve_taken"]);
    assert_eq!(evening.contest.deadline(), None);
    assert_eq!(evening.contest.replaced().len(), 1);
    assert_eq!(evening.contest.question_count(), 5);
    assert!(evening.contest.replaced()[0].1.answer(AN).is_some(), "what was recorded stays on record");
    let late = AnswerAttempt { participant: BINH, key: "b".into(), ..attempt };
    assert_eq!(evening.refused(Command::Answer(late)), Rejection::NotOpen);
    assert_eq!(evening.refused(pause()), Rejection::WrongPhase);

    evening.wait(600_000).tell(Command::Resume);
    assert_eq!(evening.phase(), "get_ready");
    evening.step().answer(BINH, Right, 2_000).until("closed");
    assert_eq!(evening.standing(BINH).score.correct_weight, 1);
    assert_eq!(evening.standing(AN).score.correct_weight, 0, "the voided question counts for nobody");
    assert_eq!(evening.contest.table().of(AN).unwrap().score.total_weight, 5);
}

#[test]
fn without_a_reserve_the_standings_follow() {
    let mut evening = Evening::with(Rules::live(4), 5, QuestionKind::Single);
    evening.lobby().join(&[AN]).open().tell(pause());
    assert_eq!(evening.count("reserve_taken"), 0);
    evening.tell(Command::Resume);
    assert_eq!(evening.phase(), "standings");
    evening.tell(Command::Open);
    assert!(matches!(evening.contest.phase(), Phase::GetReady { index: 1, .. }));
    assert_eq!(evening.standing(AN).score.total_weight, 4);
}

#[test]
fn reserves_are_taken_one_after_another_until_none_is_left() {
    let mut evening = Evening::live();
    evening.lobby().join(&[AN]).open();
    for _ in 0..3 {
        evening.tell(pause()).tell(Command::Resume).step();
        assert_eq!(evening.phase(), "open");
    }
    let mut asked: Vec<&str> = evening.contest.replaced().iter().map(|(_, slot)| slot.question.id.as_str()).collect();
    asked.push(&evening.contest.slots()[0].question.id);
    asked.sort_unstable();
    asked.dedup();
    assert_eq!(asked.len(), 4, "never the same question twice");
    evening.tell(pause()).tell(Command::Resume);
    assert_eq!((evening.phase(), evening.count("reserve_taken")), ("standings", 3));
}

#[test]
fn the_writer_of_a_reserve_leaves_the_ranking_with_it() {
    let mut evening = Evening::live();
    let mut rehearsal = evening.clone();
    let reserve = rehearsal.lobby().contest.reserves[0].position;
    evening.written_by(reserve, AN).lobby().join(&[AN, BINH]).open().until("closed");
    assert_eq!(evening.places().len(), 2);
    evening.tell(Command::Reveal).tell(Command::Next).open().tell(pause()).tell(Command::Resume);
    assert_eq!(evening.places(), [(BINH, 1)]);
}

#[test]
fn a_pause_in_another_phase_comes_back_to_it() {
    let mut evening = Evening::auto();
    let there_and_back = |evening: &mut Evening, phase: &str| {
        evening.until(phase).tell(pause());
        assert_eq!((evening.phase(), evening.contest.deadline()), ("paused", None));
        evening.wait(300_000).tell(Command::Resume);
        assert_eq!(evening.phase(), phase);
    };
    evening.lobby().join(&[AN, BINH]);
    there_and_back(&mut evening, "lobby");
    there_and_back(&mut evening, "get_ready");
    assert_eq!(evening.contest.deadline(), Some(evening.now + Millis(3_000)), "the countdown begins anew");
    there_and_back(&mut evening, "closed");
    there_and_back(&mut evening, "revealed");
    assert_eq!(evening.contest.deadline(), Some(evening.now + Millis(10_000)));
    there_and_back(&mut evening, "standings");
    assert_eq!(evening.contest.deadline(), Some(evening.now + Millis(6_000)));
    assert_eq!(evening.count("question_voided"), 0);
}

#[test]
fn a_full_disk_pauses_like_a_host() {
    let mut evening = Evening::auto();
    evening.lobby().join(&[AN]).until("open").tell(Command::Pause { reason: PauseReason::Storage });
    assert!(matches!(evening.contest.view(Audience::Hall), Scene::Paused { reason: PauseReason::Storage }));
    evening.tell(Command::Resume).until("finished");
}

#[test]
fn a_question_voided_later_takes_its_weight_and_time_out_for_everybody() {
    let mut evening = Evening::auto();
    evening.lobby().join(&[AN, BINH]);
    for question in 0..5 {
        // An is slow and right in the second question only, Bình quick and right elsewhere.
        let (an, binh) = if question == 1 { (Right, Wrong) } else { (Wrong, Right) };
        evening.until("open").answer(BINH, binh, 2_000).answer(AN, an, 20_000).until("standings");
    }
    evening.until("finished").tell(Command::Confirm);
    assert_eq!(evening.standing(AN).score_hundredths, 200);
    evening.tell(void(1));
    assert_eq!(evening.phase(), "finished", "a correction has to be confirmed again");
    let (an, binh) = (evening.standing(AN), evening.standing(BINH));
    assert_eq!((an.score_hundredths, an.elapsed, an.answered), (0, Millis(80_000), 4));
    assert_eq!((binh.score_hundredths, binh.elapsed, binh.answered), (1_000, Millis(8_000), 4));
    assert_eq!(evening.refused(void(1)), Rejection::AlreadyVoid);
    assert!(evening.contest.slots()[1].answer(AN).is_some(), "nothing is overwritten");
}

#[test]
fn voiding_the_open_question_closes_it() {
    let mut evening = Evening::live();
    evening.lobby().join(&[AN]).open().answer(AN, Right, 2_000).tell(void(0));
    assert_eq!(evening.phase(), "closed");
    assert_eq!(evening.standing(AN).score.total_weight, 4);
    assert_eq!(evening.standing(AN).elapsed, Millis::ZERO);
}

#[test]
fn a_voided_question_is_never_opened() {
    for moment in ["get_ready", "paused", "before"] {
        let mut evening = Evening::live();
        evening.lobby().tell(Command::HostArrive).join(&[AN]);
        match moment {
            "get_ready" => evening.tell(Command::Open).tell(void(0)),
            "paused" => evening.tell(Command::Open).tell(pause()).tell(void(0)).tell(Command::Resume),
            _ => evening.tell(Command::Open).tell(void(1)).step().step().tell(Command::Reveal).tell(Command::Next),
        };
        assert_eq!(evening.phase(), "standings", "{moment}");
        let voided = evening.contest.slots().iter().position(|slot| slot.voided.is_some()).unwrap();
        evening.open();
        assert_eq!(evening.question_of(AN), if voided == 0 { 1 } else { 2 }, "{moment}");
        assert_eq!(evening.contest.slots()[voided].opened_at, None);
    }
}

#[test]
fn a_contest_that_ends_early_counts_what_was_asked() {
    let mut evening = Evening::live();
    evening.lobby().join(&[AN, BINH]).open().answer(AN, Right, 2_000).until("closed");
    evening.tell(Command::Reveal).tell(Command::Next).open().answer(BINH, Right, 2_000);
    evening.tell(Command::End { reason: "mất điện toàn xã".into() });
    assert_eq!(evening.phase(), "finished");
    assert_eq!(evening.standing(AN).score_hundredths, 1_000, "one question was asked and closed");
    assert_eq!(evening.standing(BINH).score_hundredths, 0, "what was open is void");
    assert!(evening.contest.disclosed(2).is_none(), "what was not asked stays in the bank");
    let empty = Evening::live().lobby().tell(Command::End { reason: "hoãn họp".into() }).contest.results();
    assert_eq!((empty.ranked, empty.completed), (0, 0));
}

#[test]
fn a_room_without_its_host_goes_on_and_gives_the_reins_back() {
    let mut evening = Evening::live();
    evening.lobby().tell(Command::HostArrive).join(&[AN]).open().until("closed");
    assert_eq!(evening.contest.deadline(), None);
    evening.tell(Command::HostLeave);
    let gone = evening.now;
    assert_eq!(evening.contest.deadline(), Some(gone + Millis(60_000)));
    evening.wait(30_000).tell(Command::HostArrive);
    assert_eq!(evening.contest.deadline(), None, "back in time");
    evening.tell(Command::HostLeave).step();
    assert_eq!(evening.now, gone + Millis(90_000));
    assert_eq!((evening.contest.pacing(), evening.phase()), (Pacing::Auto, "closed"));
    evening.until("open").until("standings");

    evening.tell(Command::HostArrive);
    assert_eq!(evening.contest.pacing(), Pacing::Auto, "arriving alone changes nothing");
    evening.tell(Command::Open);
    assert_eq!(evening.contest.pacing(), Pacing::Host, "a step takes the lead back");
    evening.until("closed");
    assert_eq!(evening.contest.deadline(), None);
}

#[test]
fn an_empty_lobby_waits_for_its_host() {
    let mut evening = Evening::live();
    evening.lobby().join(&[AN]).wait(3_600_000);
    assert_eq!(evening.contest.deadline(), None);
    evening.tell(Command::Open);
    assert!(evening.contest.deadline().unwrap() > evening.now, "only an absence from now on counts");
}

#[test]
fn a_crash_in_an_open_question_keeps_the_deadline_and_is_on_record() {
    let mut evening = Evening::live();
    evening.lobby().tell(Command::HostArrive).join(&[AN, BINH]).open().answer(AN, Right, 2_000);
    let (before, down) = (evening.contest.deadline(), evening.now);
    evening.contest = Contest::replay(&evening.journal).unwrap();
    evening.wait(12_000).tell(Command::Interrupt { from: down });
    assert_eq!(evening.kinds()[evening.journal.len() - 2..], ["interrupted", "host_left"]);
    assert_eq!(evening.contest.deadline(), before);
    assert!(evening.contest.slots()[0].interrupted);
    let mut attempt = evening.attempt(BINH, Right, 20_000);
    attempt.evidence.delivered_at = None;
    attempt.evidence.round_trip_min = None;
    evening.tell(Command::Answer(attempt)).until("closed");
    assert_eq!(evening.standing(BINH).elapsed, Millis(20_000));
    assert_eq!(evening.standing(AN).elapsed, Millis(2_000));
    let mut over = evening.clone();
    over.tell(Command::End { reason: "mất điện".into() });
    assert_eq!(over.ask(&Command::Interrupt { from: down }), Ok(vec![]), "nothing ran, nothing was interrupted");
}

#[test]
fn strangers_leave_no_trace() {
    let mut evening = Evening::live();
    evening.lobby().join(&[AN]).open();
    let nobody = crate::domain::identity::Participant(0);
    for command in [
        Command::Join { participant: nobody },
        Command::LeavePage { participant: nobody },
        Command::ReturnToPage { participant: nobody },
        Command::ReplaceDevice { participant: nobody },
        Command::GrantTime { participant: nobody, time_factor: 150 },
        Command::Predict { participant: nobody, value: 1 },
    ] {
        assert_eq!(evening.refused(command), Rejection::NotAParticipant);
    }
    evening.tell(Command::LeavePage { participant: AN }).tell(Command::ReplaceDevice { participant: AN });
    let enrolment = evening.contest.enrolment(AN).unwrap();
    assert_eq!((enrolment.page_left, enrolment.devices_replaced), (1, 1));
}
