//! A live contest from the lobby to the publication.

use super::evening::*;
use crate::domain::contest::*;
use crate::domain::time::Millis;

#[test]
fn the_host_leads_a_whole_evening() {
    let mut evening = Evening::live();
    evening.lobby().tell(Command::HostArrive).join(&[AN, BINH, CHI]);
    for question in 0..5 {
        evening.tell(Command::Open);
        assert_eq!(evening.phase(), "get_ready");
        evening.step();
        assert!(matches!(evening.contest.phase(), Phase::Open { index, .. } if *index == question));
        evening.answer(AN, Right, 4_000).answer(BINH, Right, 5_000);
        if question == 0 {
            evening.answer(CHI, Wrong, 6_000);
        } else {
            evening.answer(CHI, Right, 1_000);
        }
        evening.step();
        assert_eq!(evening.phase(), "closed", "the clock closes, also where the host leads");
        assert_eq!(evening.contest.deadline(), None, "what follows is the host's");
        evening.tell(Command::Reveal).tell(Command::Next);
    }
    assert_eq!(evening.refused(Command::Open), Rejection::NoQuestionLeft);
    evening.tell(Command::Next).tell(Command::Confirm).tell(Command::Publish);

    assert_eq!(evening.places(), [(AN, 1), (BINH, 2), (CHI, 3)]);
    assert_eq!(evening.standing(AN).score_hundredths, 1_000);
    assert_eq!(evening.standing(AN).elapsed, Millis(20_000));
    assert_eq!(evening.standing(CHI).score_hundredths, 800, "fast, and still below a higher score");
    let results = evening.contest.results();
    assert_eq!((results.ranked, results.completed, results.eligible), (3, 3, 4));
    assert_eq!(results.photo_finish, None, "5 s apart");
    assert_eq!(evening.phase(), "published");
    assert_eq!(evening.count("answer_recorded"), 15);
}

#[test]
fn the_clock_leads_a_whole_evening() {
    let mut evening = Evening::auto();
    evening.lobby().join(&[AN, BINH]);
    let begin = evening.contest.deadline();
    assert_eq!(begin, Some(STARTS_AT));
    for _ in 0..5 {
        evening.until("open").answer(AN, Right, 2_000).until("standings");
    }
    evening.until("finished");
    assert_eq!(evening.contest.deadline(), None);
    assert_eq!(evening.places(), [(AN, 1), (BINH, 2)]);
    assert_eq!(evening.standing(BINH).elapsed, Millis(150_000), "unanswered counts its full time");
    assert_eq!(evening.contest.results().completed, 1);
}

#[test]
fn auto_closes_early_only_when_all_who_joined_have_answered() {
    let mut evening = Evening::auto();
    evening.lobby().join(&[AN, BINH]).until("open").answer(AN, Right, 2_000);
    let close = evening.contest.deadline().unwrap();
    assert_eq!(close - evening.now, Millis(30_000 - 2_000 + 150 + 600));
    evening.answer(BINH, Wrong, 3_000);
    evening.step();
    assert_eq!(evening.phase(), "closed");
    assert!(evening.now < close);
}

#[test]
fn an_answer_of_somebody_not_yet_joined_joins_them_and_closes_nothing_early() {
    let mut evening = Evening::auto();
    evening.lobby().join(&[AN, BINH]).until("open").answer(AN, Right, 2_000).answer(CHI, Right, 3_000);
    assert_eq!(evening.contest.joined(), 3);
    let close = evening.contest.deadline().unwrap();
    assert!(close > evening.now, "Bình is still thinking");
    evening.answer(BINH, Right, 9_000).step();
    assert_eq!(evening.places(), [(AN, 1), (CHI, 2), (BINH, 3)]);
}

#[test]
fn a_host_waits_for_the_clock_even_when_all_have_answered() {
    let mut evening = Evening::live();
    evening.lobby().tell(Command::HostArrive).join(&[AN]).open().answer(AN, Right, 2_000);
    assert!(evening.contest.deadline().unwrap() > evening.now + Millis(28_000));
}

#[test]
fn a_step_that_does_not_fit_the_phase_changes_nothing() {
    use Command::*;
    let roster = || Roster { units: vec![], entries: vec![entry()] };
    let commands = || {
        let lobby = OpenLobby { roster: roster(), hall_number: None };
        let void = VoidQuestion { index: 0, reason: "sai đáp án".into() };
        let end = End { reason: "mất điện".into() };
        let pause = Pause { reason: PauseReason::Host };
        let start = Start { participant: AN };
        let predict = Predict { participant: AN, value: 3 };
        let extend = Extend { seconds: 10 };
        [lobby, Open, extend, Lock, Reveal, Next, pause, Resume, void, end, Confirm, Publish, start, predict]
    };
    let name = |command: &Command| format!("{command:?}").split([' ', '{']).next().unwrap().to_owned();
    let stages: [(&str, &[&str]); 9] = [
        ("scheduled", &["OpenLobby"]),
        ("lobby", &["Open", "Pause", "End", "Predict"]),
        ("get_ready", &["Open", "Pause", "VoidQuestion", "End"]),
        ("open", &["Extend", "Lock", "Pause", "VoidQuestion", "End"]),
        ("closed", &["Reveal", "Pause", "VoidQuestion", "End"]),
        ("revealed", &["Next", "Pause", "VoidQuestion", "End"]),
        ("standings", &["Open", "Pause", "VoidQuestion", "End"]),
        ("finished", &["VoidQuestion", "Confirm"]),
        ("confirmed", &["VoidQuestion", "Publish"]),
    ];
    let mut evening = Evening::live();
    for (stage, fitting) in stages {
        match stage {
            "lobby" => evening.lobby().join(&[AN]),
            "get_ready" => evening.tell(Open),
            "open" | "closed" => evening.step(),
            "revealed" => evening.tell(Reveal),
            "standings" => evening.tell(Next),
            // Two questions count, so that one of them may be voided.
            "finished" => evening.open().until("closed").tell(End { reason: "hết giờ".into() }),
            "confirmed" => evening.tell(Confirm),
            _ => &mut evening,
        };
        assert_eq!(evening.phase(), stage);
        for command in commands() {
            if fitting.contains(&name(&command).as_str()) {
                evening.clone().tell(command);
            } else {
                // Before the roster is frozen nobody is a participant.
                let expected = [Rejection::WrongPhase, Rejection::NotAParticipant];
                assert!(expected.contains(&evening.refused(command.clone())), "{command:?} in {stage}");
            }
        }
    }
    evening.tell(Publish);
    for command in commands().into_iter().filter(|command| name(command) != "VoidQuestion") {
        assert_eq!(evening.refused(command), Rejection::WrongPhase);
    }
}

#[test]
fn a_decision_without_a_reason_is_refused() {
    let mut evening = Evening::live();
    evening.lobby().join(&[AN]).open();
    for reason in ["", "  x  ", &"x".repeat(501)] {
        let void = Command::VoidQuestion { index: 0, reason: reason.into() };
        assert_eq!(evening.refused(void), Rejection::ReasonRequired);
        assert_eq!(evening.refused(Command::End { reason: reason.into() }), Rejection::ReasonRequired);
    }
    let unknown = Command::VoidQuestion { index: 5, reason: "sai đáp án".into() };
    assert_eq!(evening.refused(unknown), Rejection::UnknownQuestion);
}

#[test]
fn extra_time_moves_the_deadline_and_not_the_count() {
    let mut evening = Evening::live();
    evening.enrol(AN, |entry| entry.time_factor = 125).lobby();
    evening.tell(Command::GrantTime { participant: BINH, time_factor: 150 }).join(&[AN, BINH, CHI]);
    let odd = Command::GrantTime { participant: CHI, time_factor: 200 };
    assert_eq!(evening.refused(odd), Rejection::TimeFactor);
    evening.open();
    let opened_at = evening.now;
    assert_eq!(evening.contest.deadline(), Some(opened_at + Millis(150 + 45_000 + 600)), "the longest who joined");
    let late = evening.attempt(CHI, Right, 30_101);
    assert_eq!(evening.refused(Command::Answer(late)), Rejection::Late);
    evening.answer(AN, Right, 37_500);
    let late = evening.attempt(AN, Right, 37_601);
    assert_eq!(evening.refused(Command::Answer(late)), Rejection::AlreadyAnswered);
    evening.answer(BINH, Wrong, 45_000).step();
    assert_eq!(evening.now, opened_at + Millis(45_750));
    assert_eq!(evening.standing(AN).elapsed, Millis(30_000), "capped at the base limit");
    assert_eq!(evening.standing(CHI).elapsed, Millis(30_000), "unanswered counts the base limit");
    assert_eq!((evening.standing(BINH).time_factor, evening.standing(AN).time_factor), (150, 125));
    let afterwards = Command::GrantTime { participant: CHI, time_factor: 150 };
    assert_eq!(evening.refused(afterwards), Rejection::TimeFactor);
}

#[test]
fn the_longest_factor_counts_from_the_moment_its_member_joins() {
    let mut evening = Evening::live();
    evening.enrol(DUNG, |entry| entry.time_factor = 150).lobby().join(&[AN]).open();
    let opened_at = evening.now;
    assert_eq!(evening.contest.deadline(), Some(opened_at + Millis(30_750)));
    evening.wait(10_000).join(&[DUNG]);
    assert_eq!(evening.contest.deadline(), Some(opened_at + Millis(45_750)));
}

#[test]
fn an_extension_gives_everybody_more_time() {
    let mut evening = Evening::live();
    evening.lobby().join(&[AN, BINH]).open().answer(BINH, Right, 10_000);
    assert_eq!(evening.refused(Command::Extend { seconds: 4 }), Rejection::ExtensionOutOfRange);
    assert_eq!(evening.refused(Command::Extend { seconds: u32::MAX }), Rejection::ExtensionOutOfRange);
    evening.tell(Command::Extend { seconds: 20 }).answer(AN, Right, 45_000).step();
    assert_eq!(evening.standing(AN).elapsed, Millis(45_000));
    assert_eq!(evening.standing(BINH).elapsed, Millis(10_000));
    evening.tell(Command::Reveal).tell(Command::Next).open().wait(1_000);
    evening.tell(Command::Extend { seconds: 300 });
    assert_eq!(evening.refused(Command::Extend { seconds: 300 }), Rejection::ExtensionOutOfRange, "600 s at most");
}

#[test]
fn answers_under_way_still_count_after_a_lock() {
    let mut evening = Evening::live();
    evening.lobby().join(&[AN, BINH, CHI]).open();
    let opened_at = evening.now;
    evening.answer(AN, Right, 9_000).wait(1_000).tell(Command::Lock);
    assert_eq!(evening.phase(), "open");
    assert_eq!(evening.contest.deadline(), Some(opened_at + Millis(10_000 + 750)));
    let mut on_a_slow_line = evening.attempt(BINH, Right, 10_400);
    on_a_slow_line.evidence.claim = Some(Millis(9_900));
    on_a_slow_line.evidence.round_trip_min = Some(Millis(350));
    evening.tell(Command::Answer(on_a_slow_line));
    let late = evening.attempt(CHI, Right, 10_101);
    assert_eq!(evening.refused(Command::Answer(late)), Rejection::Late);
    evening.step();
    assert_eq!(evening.standing(BINH).elapsed, Millis(9_900));
    assert_eq!(evening.standing(CHI).elapsed, Millis(10_000), "the limit became the time elapsed");
}

#[test]
fn a_photo_finish_is_shown() {
    let mut evening = Evening::auto();
    evening.lobby().join(&[AN, BINH]);
    for _ in 0..5 {
        evening.until("open").answer(AN, Right, 2_000).answer(BINH, Right, 2_030).until("standings");
    }
    let photo_finish = evening.until("finished").contest.results().photo_finish.unwrap();
    assert_eq!((photo_finish.place, photo_finish.gap), (1, Millis(150)), "150² < 5 × 100²");
}
