//! After the last question: decisions on the result, and versions of it.

use proptest::prelude::*;

use super::audit::{bundle, follows, story};
use super::evening::*;
use crate::domain::contest::*;
use crate::domain::identity::Participant;
use crate::domain::ledger::canonical_json;
use crate::domain::time::Millis;
use crate::domain::verify::verify;

fn decide(decision: Decision) -> Command {
    Command::Decide { decision, reason: "sau khi chi ủy xem lại".into() }
}

fn void(index: u32) -> Command {
    decide(Decision::VoidQuestion { index })
}

fn order(people: &[Participant]) -> Command {
    decide(Decision::DecideTie { order: people.to_vec() })
}

fn excuse(participant: Participant, excuse: Option<Excuse>) -> Command {
    decide(Decision::ExcuseAbsence { participant, excuse })
}

fn rules(confirmation: Confirmation) -> Rules {
    Rules { pacing: Pacing::Auto, confirmation, ..Rules::live(4) }
}

/// An is right in all, Bình in all but one, Chi in all but two; Dũng does not come.
fn played(confirmation: Confirmation) -> Evening {
    let mut evening = Evening::with(rules(confirmation), 8, crate::domain::question::QuestionKind::Single);
    evening.lobby().join(&[AN, BINH, CHI]);
    for index in 0..5 {
        evening.until("open");
        let right = |of: usize| if index < of { Right } else { Wrong };
        evening.answer(AN, right(5), 2_000).answer(BINH, right(4), 3_000).answer(CHI, right(3), 4_000);
        evening.until("standings");
    }
    evening.until("finished");
    evening
}

/// An and Bình answer alike and at once; Chi is slower.
fn tied(gap: i64) -> Evening {
    let mut evening = Evening::with(rules(Confirmation::One), 8, crate::domain::question::QuestionKind::Single);
    evening.lobby().join(&[AN, BINH, CHI]);
    for index in 0..5 {
        let late = if index == 0 { gap } else { 0 };
        evening.until("open").answer(AN, Right, 2_000).answer(BINH, Right, 2_000 + late).answer(CHI, Right, 20_000);
        evening.until("standings");
    }
    evening.until("finished");
    evening
}

fn publish(evening: &mut Evening) {
    evening.tell(Command::Confirm).tell(Command::Publish);
}

#[track_caller]
fn verifies(evening: &Evening) {
    let bundle = bundle(&story(evening));
    let verified = verify(bundle.as_bytes(), None).unwrap();
    assert_eq!(verified.results, evening.contest.results());
    assert_eq!(verified.published.len(), evening.contest.publications().len());
}

#[test]
fn a_decision_and_what_was_shown_of_it_agree() {
    let mut evening = played(Confirmation::One);
    for command in [
        void(4),
        decide(Decision::AnnulAttempt { participant: AN }),
        excuse(DUNG, Some(Excuse::Exempt)),
        decide(Decision::RestoreAttempt { participant: AN }),
        decide(Decision::RestoreQuestion { index: 4 }),
        excuse(DUNG, None),
    ] {
        let head = evening.contest.head();
        let shown = evening.contest.preview(evening.now, &command).unwrap();
        assert_eq!(evening.contest.head(), head, "looking changes nothing");
        assert_eq!(evening.tell(command).contest.results(), shown);
    }
    assert_eq!(evening.contest.results(), played(Confirmation::One).contest.results(), "all of it was taken back");
    verifies(&evening);
}

#[test]
fn a_question_voided_afterwards_counts_for_nobody_and_one_always_counts() {
    let mut evening = played(Confirmation::One);
    assert_eq!((evening.standing(BINH).score_hundredths, evening.standing(BINH).elapsed), (800, Millis(15_000)));
    evening.tell(void(4));
    assert_eq!((evening.standing(BINH).score_hundredths, evening.standing(BINH).elapsed), (1_000, Millis(12_000)));
    assert_eq!(evening.refused(void(4)), Rejection::AlreadyVoid);
    assert_eq!(evening.refused(void(9)), Rejection::UnknownQuestion);
    evening.tell(void(0)).tell(void(1)).tell(Command::VoidQuestion { index: 2, reason: "sai đáp án".into() });
    assert_eq!(evening.refused(void(3)), Rejection::LastQuestion);
    assert_eq!(evening.refused(decide(Decision::RestoreQuestion { index: 3 })), Rejection::NothingToTakeBack);
    evening.tell(decide(Decision::RestoreQuestion { index: 0 })).tell(void(3));
    assert_eq!(evening.refused(void(0)), Rejection::LastQuestion);
    verifies(&evening);
}

#[test]
fn what_was_voided_while_it_was_played_stays_void() {
    let mut evening = Evening::auto();
    evening.lobby().join(&[AN]).until("open").tell(Command::VoidQuestion { index: 0, reason: "sai đề".into() });
    evening.until("finished");
    assert_eq!(evening.refused(decide(Decision::RestoreQuestion { index: 0 })), Rejection::NothingToTakeBack);
}

#[test]
fn an_annulled_attempt_has_no_place_and_is_not_counted_as_taken() {
    let mut evening = played(Confirmation::One);
    let annul = |participant| decide(Decision::AnnulAttempt { participant });
    assert_eq!(evening.contest.results().completed, 3);
    evening.tell(annul(AN));
    assert_eq!(evening.places(), [(BINH, 1), (CHI, 2)]);
    assert_eq!((evening.contest.results().completed, evening.contest.results().eligible), (2, 4));
    assert_eq!(evening.refused(annul(AN)), Rejection::AlreadyDecided);
    assert_eq!(evening.refused(annul(DUNG)), Rejection::NoAttempt);
    assert_eq!(evening.refused(annul(Participant(9))), Rejection::NotAParticipant);
    let restore = |participant| decide(Decision::RestoreAttempt { participant });
    assert_eq!(evening.refused(restore(BINH)), Rejection::NothingToTakeBack);
    verifies(evening.tell(restore(AN)));
    assert_eq!(evening.places(), [(AN, 1), (BINH, 2), (CHI, 3)]);
}

#[test]
fn an_absence_is_excused_and_changes_the_rate_only() {
    let mut evening = played(Confirmation::One);
    evening.tell(excuse(DUNG, Some(Excuse::Ill)));
    assert_eq!(evening.contest.results().eligible, 4, "ill members stay in the denominator");
    evening.tell(excuse(DUNG, Some(Excuse::Elsewhere)));
    assert_eq!(evening.contest.results().eligible, 3);
    assert_eq!(evening.refused(excuse(DUNG, Some(Excuse::Elsewhere))), Rejection::AlreadyDecided);
    assert_eq!(evening.refused(excuse(AN, Some(Excuse::Ill))), Rejection::TookPart);
    assert_eq!(evening.refused(excuse(Participant(0), None)), Rejection::NotAParticipant);
    verifies(&evening);
}

#[test]
fn a_shared_place_is_decided_among_those_who_share_it() {
    let mut evening = tied(0);
    assert_eq!(evening.places(), [(AN, 1), (BINH, 1), (CHI, 3)]);
    for wrong in [&[AN][..], &[AN, BINH, CHI], &[AN, CHI], &[AN, AN, BINH], &[]] {
        assert_eq!(evening.refused(order(wrong)), Rejection::NotTied, "{wrong:?}");
    }
    assert_eq!(evening.refused(order(&[AN, Participant(7)])), Rejection::NotAParticipant);
    evening.tell(order(&[BINH, AN]));
    assert_eq!(evening.places(), [(BINH, 1), (AN, 2), (CHI, 3)]);
    assert_eq!(evening.refused(order(&[BINH, AN])), Rejection::AlreadyDecided);
    evening.tell(order(&[AN, BINH]));
    assert_eq!(evening.places(), [(AN, 1), (BINH, 2), (CHI, 3)], "the newest decision holds");
    verifies(&evening);
}

#[test]
fn a_photo_finish_is_decided_and_lapses_when_the_rules_tell_them_apart() {
    let mut evening = tied(200);
    assert_eq!(evening.places(), [(AN, 1), (BINH, 2), (CHI, 3)]);
    assert!(evening.contest.results().photo_finish.is_some());
    evening.tell(order(&[BINH, AN]));
    assert_eq!(evening.places(), [(BINH, 1), (AN, 2), (CHI, 3)]);
    assert_eq!(evening.contest.results().photo_finish, None, "nothing is left to decide");
    assert_eq!(evening.contest.contested()[0].decided.as_deref(), Some(&[BINH, AN][..]));
    // Without the question that Bình took longer for, they share the place, and the decision still tells them apart.
    evening.tell(void(0));
    assert_eq!(evening.places(), [(BINH, 1), (AN, 2), (CHI, 3)]);
    evening.tell(decide(Decision::AnnulAttempt { participant: BINH }));
    assert_eq!(evening.places(), [(AN, 1), (CHI, 2)], "nobody to decide between");
    verifies(&evening);

    let mut apart = played(Confirmation::One);
    assert_eq!(apart.contest.contested(), []);
    assert_eq!(apart.refused(order(&[AN, BINH])), Rejection::NotTied, "scores are never overruled");
}

#[test]
fn a_decision_needs_a_reason_and_an_evening_that_is_over() {
    let mut evening = played(Confirmation::One);
    for reason in ["", "  ", "ab", "hai\ndòng"] {
        let command = Command::Decide { decision: Decision::VoidQuestion { index: 0 }, reason: reason.into() };
        assert_eq!(evening.refused(command), Rejection::ReasonRequired, "{reason:?}");
    }
    let mut open = Evening::live();
    open.lobby().join(&[AN]).open();
    for command in [void(0), decide(Decision::AnnulAttempt { participant: AN }), excuse(DUNG, None)] {
        assert_eq!(open.refused(command), Rejection::WrongPhase);
    }
}

#[test]
fn a_correction_is_a_new_version_beside_the_old_one() {
    let mut evening = played(Confirmation::One);
    publish(&mut evening);
    let first = evening.contest.announced();
    assert_eq!(evening.contest.earlier_publications().len(), 0);
    evening.wait(60_000).tell(void(3));
    assert_eq!((evening.phase(), evening.contest.is_being_corrected()), ("finished", true));
    assert_eq!(evening.contest.announced().results, first.results, "what was published stands until then");
    assert_ne!(evening.contest.results(), first.results);
    assert_eq!(evening.refused(Command::Publish), Rejection::WrongPhase, "it is confirmed again first");
    verifies(&evening);

    publish(&mut evening);
    assert!(!evening.contest.is_being_corrected());
    let versions = evening.contest.publications();
    assert_eq!(versions.iter().map(|version| version.decisions).collect::<Vec<_>>(), [0, 1]);
    assert_eq!(versions[0].table.results, first.results);
    assert_eq!(versions[1].table.results, evening.contest.results());
    assert!(versions[0].seq < versions[1].seq && versions[0].at < versions[1].at);
    verifies(&evening);
    let told = bundle(&story(&evening));
    let line = told.lines().rev().nth(1).unwrap();
    let forged = told.replace(line, &line.replacen("\"score_hundredths\":800", "\"score_hundredths\":900", 1));
    assert_ne!(forged, told);
    let difference = verify(forged.as_bytes(), None).unwrap_err().to_string();
    assert!(difference.contains("version 1: the published standing of participant 2"), "{difference}");
}

#[test]
fn two_confirm_where_the_rules_say_so() {
    let mut one = played(Confirmation::One);
    assert_eq!(one.tell(Command::Confirm).refused(Command::Countersign), Rejection::WrongPhase);
    let mut evening = played(Confirmation::Two);
    assert_eq!(evening.refused(Command::Countersign), Rejection::WrongPhase, "nobody has confirmed yet");
    evening.tell(Command::Confirm);
    assert_eq!(evening.refused(Command::Publish), Rejection::NotCountersigned);
    evening.tell(Command::Countersign);
    assert_eq!(evening.refused(Command::Countersign), Rejection::WrongPhase);
    evening.tell(void(4));
    assert!(!evening.contest.is_countersigned(), "another result, confirmed anew");
    evening.tell(Command::Confirm);
    assert_eq!(evening.refused(Command::Publish), Rejection::NotCountersigned);
    evening.tell(Command::Countersign).tell(Command::Publish);
    assert!(evening.contest.publications()[0].is_countersigned());
    verifies(&evening);
    let mut story = story(&evening);
    let last = story.iter().rposition(|(_, event)| *event == Event::Countersigned).unwrap();
    story.remove(last);
    let difference = verify(bundle(&story).as_bytes(), None).unwrap_err().to_string();
    assert!(difference.contains("a second person has to confirm first"), "{difference}");
}

#[test]
fn rules_from_before_there_was_a_choice_are_spelled_as_they_were() {
    let one = canonical_json(&rules(Confirmation::One)).unwrap();
    assert!(!one.contains("confirmation"), "{one}");
    assert_eq!(serde_json::from_str::<Rules>(&one).unwrap(), rules(Confirmation::One));
    let two = canonical_json(&rules(Confirmation::Two)).unwrap();
    assert_eq!(serde_json::from_str::<Rules>(&two).unwrap(), rules(Confirmation::Two));
}

/// Any decision, sensible or not, and the steps to a publication.
pub fn decision() -> impl Strategy<Value = Command> {
    let participant = || (0..=5_u32).prop_map(Participant);
    let excuses = prop::option::of(prop::sample::select(Excuse::ALL.to_vec()));
    prop_oneof![
        2 => (0..6_u32).prop_map(void),
        1 => (0..6_u32).prop_map(|index| decide(Decision::RestoreQuestion { index })),
        2 => participant().prop_map(|participant| decide(Decision::AnnulAttempt { participant })),
        1 => participant().prop_map(|participant| decide(Decision::RestoreAttempt { participant })),
        4 => Just(ALL.to_vec()).prop_shuffle().prop_flat_map(|all| {
            (2..=all.len()).prop_map(move |take| order(&all[..take]))
        }),
        2 => (participant(), excuses).prop_map(|(who, class)| excuse(who, class)),
        2 => Just(Command::Confirm),
        2 => Just(Command::Countersign),
        2 => Just(Command::Publish),
    ]
}

/// Who answers each question how, in so few ways that equal scores are common.
fn answers() -> impl Strategy<Value = Vec<Vec<(bool, u8)>>> {
    prop::collection::vec(prop::collection::vec((prop::bool::weighted(0.8), 0..3_u8), 3), 5)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_decided_in_whatever_order_verifies_and_overwrites_nothing(
        answers in answers(), two in any::<bool>(), commands in prop::collection::vec(decision(), 1..24),
    ) {
        let confirmation = if two { Confirmation::Two } else { Confirmation::One };
        let mut evening = Evening::with(rules(confirmation), 8, crate::domain::question::QuestionKind::Single);
        evening.lobby().join(&[AN, BINH, CHI]);
        for of_question in &answers {
            evening.until("open");
            let mut in_time: Vec<_> = [AN, BINH, CHI].iter().zip(of_question).collect();
            in_time.sort_by_key(|(_, (_, after))| *after);
            for (who, (right, after)) in in_time {
                let after = 2_000 + 100 * i64::from(*after);
                evening.answer(*who, if *right { Right } else { Wrong }, after);
            }
            evening.until("standings");
        }
        evening.until("finished");
        let mut published: Vec<Results> = Vec::new();
        for command in &commands {
            let shown = evening.contest.preview(evening.now, command);
            match evening.ask(command) {
                Ok(events) => {
                    prop_assert!(!events.is_empty());
                    prop_assert_eq!(shown.unwrap(), evening.contest.results());
                    if matches!(command, Command::Publish) {
                        published.push(evening.contest.results());
                    }
                }
                Err(rejection) => prop_assert_eq!(shown.unwrap_err(), rejection),
            }
            let results = evening.contest.results();
            let ranked: Vec<&Standing> = results.standings.iter().filter(|one| one.place.is_some()).collect();
            prop_assert!(ranked.is_sorted_by_key(|one| std::cmp::Reverse(one.score)), "no decision overrules a score");
            prop_assert!(ranked.is_sorted_by_key(|one| one.place) && results.completed <= results.eligible);
            prop_assert!(results.standings.iter().any(|one| one.score.total_weight > 0), "something always counts");
        }
        let versions: Vec<Results> =
            evening.contest.publications().iter().map(|version| version.table.results.clone()).collect();
        prop_assert_eq!(&versions, &published);
        prop_assert_eq!(follows(&evening.journal), Ok(()));
        let verified = verify(bundle(&story(&evening)).as_bytes(), None).unwrap();
        prop_assert_eq!(verified.results, evening.contest.results());
        let again: Vec<Results> = verified.published.iter().map(|version| version.table.results.clone()).collect();
        prop_assert_eq!(again, published);
        let replayed = Contest::replay(&evening.journal).unwrap();
        prop_assert_eq!(replayed.contested(), evening.contest.contested());
        prop_assert_eq!(replayed.phase(), evening.contest.phase());
    }
}
