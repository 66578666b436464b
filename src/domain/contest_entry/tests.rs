//! What a typed contest comes to, and what keeps it from being one.

use uuid::Uuid;

use super::*;
use crate::domain::ledger::Hash;

const NOW: Timestamp = Timestamp(1_795_000_000_000);

fn document(number: u128) -> DocumentId {
    DocumentId(Uuid::from_u128(number))
}

/// Eight questions on one document, two of them hard, and three on another.
fn pool() -> Vec<Candidate> {
    let candidate = |at: u128| Candidate {
        document: document(u128::from(at >= 8)),
        topic: String::new(),
        difficulty: (at < 2).then_some(Difficulty::Hard),
        commitment: Hash([0; 32]),
    };
    (0..11).map(candidate).collect()
}

fn good() -> ContestEntry {
    ContestEntry {
        title: " Kỳ thi  tháng 12/2026 ".into(),
        on: "5/12/2026".into(),
        at: "19h30".into(),
        lines: whole_bank(&pool()),
        ..ContestEntry::default()
    }
}

fn problems(change: impl FnOnce(&mut ContestEntry)) -> Vec<ContestProblem> {
    let mut entry = good();
    change(&mut entry);
    entry.planned(NOW, 24, &pool()).err().unwrap_or_default()
}

#[test]
fn what_is_left_as_it_is_offered_is_a_contest() {
    let planned = good().planned(NOW, 24, &pool()).unwrap();
    assert_eq!(planned.title, "Kỳ thi tháng 12/2026");
    assert_eq!(planned.rules, Rules::live(24));
    assert_eq!(planned.blueprint, Blueprint::of(10));
    assert_eq!(planned.starts_at, Timestamp(1_796_473_800_000));
    let kept = serde_json::to_string(&good()).unwrap();
    assert_eq!(serde_json::from_str::<ContestEntry>(&kept).unwrap(), good());
    assert_eq!(serde_json::from_str::<ContestEntry>("{}").unwrap(), ContestEntry::default());
}

#[test]
fn every_problem_is_named_and_all_of_them_at_once() {
    use ContestProblem as P;
    let line = |count: &str| LineEntry { count: count.into(), ..LineEntry::default() };
    assert_eq!(problems(|entry| entry.title = " ".into()), [P::NoTitle]);
    assert_eq!(problems(|entry| entry.title = "x".repeat(201)), [P::TitleTooLong]);
    assert_eq!(problems(|entry| entry.theme = "MẬT".into()), [P::Secret]);
    assert_eq!(problems(|entry| entry.on = "5/11/2026".into()), [P::Past]);
    assert_eq!(problems(|entry| entry.on = "5/12/2030".into()), [P::TooFar]);
    assert_eq!(problems(|entry| entry.on = "31/11".into()), [P::Date]);
    assert_eq!(problems(|entry| entry.at = "sáng".into()), [P::Time]);
    assert_eq!(problems(|entry| entry.lines = vec![line("4")]), [P::Total(4)]);
    assert_eq!(problems(|entry| entry.lines = vec![line("6"), line("x")]), [P::Count(1)]);
    assert_eq!(problems(|entry| entry.lines[0].weight = "101".into()), [P::Weight(0)]);
    assert_eq!(problems(|entry| entry.limit = "4".into()), [P::Limit]);
    assert_eq!(problems(|entry| entry.prize_places = "0".into()), [P::PrizePlaces]);
    assert_eq!(problems(|entry| entry.unit_threshold = "101".into()), [P::Threshold]);
    assert_eq!(problems(|entry| entry.ties = vec!["elapsed".into(); 2]), [P::SameTies]);
    let all = problems(|entry| {
        entry.title.clear();
        entry.on.clear();
        entry.limit.clear();
    });
    assert_eq!(all, [P::NoTitle, P::Date, P::Limit]);
}

#[test]
fn a_line_the_bank_cannot_serve_says_how_many_there_are() {
    let hard = LineEntry { count: "3".into(), difficulty: Some(Difficulty::Hard), ..LineEntry::default() };
    let rest = LineEntry { count: "5".into(), ..LineEntry::default() };
    let empty = LineEntry::default();
    let found = problems(|entry| entry.lines = vec![rest, empty, hard]);
    assert_eq!(found, [ContestProblem::Shortage { line: 2, wanted: 3, found: 2 }]);
}

#[test]
fn a_window_closes_after_it_opens() {
    let window = |closes_on: &str| {
        let mut entry = good();
        (entry.mode, entry.closes_on, entry.closes_at) = (Mode::Window, closes_on.into(), "17:00".into());
        entry.planned(NOW, 24, &pool())
    };
    assert_eq!(window("4/12/2026"), Err(vec![ContestProblem::ClosesBeforeItOpens]));
    assert_eq!(window(""), Err(vec![ContestProblem::Closes]));
    let rules = window("8/12/2026").unwrap().rules;
    assert_eq!((rules.mode, rules.check()), (Mode::Window, Ok(())));
    assert_eq!(rules.window.unwrap().opens_at, Timestamp(1_796_473_800_000));
}

#[test]
fn questions_are_spread_over_the_documents_as_far_as_each_has_some() {
    let counts = |documents: &[u128]| -> Vec<(Option<DocumentId>, String)> {
        let documents = documents.iter().map(|number| document(*number)).collect();
        spread(&documents, &pool()).into_iter().map(|line| (line.document, line.count)).collect()
    };
    assert_eq!(counts(&[0, 1]), [(Some(document(0)), "7".into()), (Some(document(1)), "3".into())]);
    assert_eq!(counts(&[0, 9]), [(Some(document(0)), "8".into())]);
    assert_eq!(counts(&[9]), [(None, "10".into())], "of a document without questions, none can be drawn");
}
