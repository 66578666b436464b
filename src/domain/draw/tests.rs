//! The draw against vectors computed elsewhere, and against every seed.

use super::*;
use uuid::Uuid;

fn pool(size: u32) -> Vec<Candidate> {
    (0..size)
        .map(|at| Candidate {
            document: DocumentId(Uuid::from_u128(u128::from(at % 3))),
            topic: String::new(),
            difficulty: None,
            commitment: Hash::of_bytes(&at.to_be_bytes()),
        })
        .collect()
}

/// Computed once with Python's `hmac` module from the module's description; a change here is a
/// change of every published draw.
#[test]
fn test_vectors() {
    let seed = Seed(Hash(std::array::from_fn(|at| at as u8)));
    let numbers: Vec<u64> = {
        let mut stream = seed.stream("vector");
        (0..4).map(|_| stream.below(1_000_000)).collect()
    };
    assert_eq!(numbers, [605974, 5392, 518683, 939782]);
    assert_eq!(seed.stream("vector").permutation(6), [0, 1, 5, 3, 2, 4]);
    assert_eq!(seed.commitment().to_string(), "51f62dc9d91a9d1e1c9901c055dff8f261c64a32f83e322102b6f3c6b70c79f3");
    assert_eq!(
        seed.with_hall_number(Some(42)).0.to_string(),
        "287c0af6f9eb6b042befeeee91cb3d7e30ac43f7a479d390d66f76184f705a59"
    );
}

#[test]
fn lines_do_not_share_questions_and_reserves_are_not_on_the_paper() {
    let document = Some(DocumentId(Uuid::from_u128(1)));
    let line = BlueprintLine { document, ..BlueprintLine::of(3) };
    let blueprint = Blueprint { lines: vec![line.clone(), BlueprintLine { document: None, ..line }] };
    for number in 0..200_u8 {
        let drawn = draw(Seed(Hash([number; 32])), &blueprint, &pool(12)).unwrap();
        let all = drawn.paper.iter().chain(&drawn.reserves);
        let distinct: std::collections::BTreeSet<u32> = all.map(|pick| pick.position).collect();
        assert_eq!((drawn.paper.len(), drawn.reserves.len()), (6, 6));
        assert_eq!(distinct.len(), 12, "every question is on the paper or a reserve, once");
    }
}

#[test]
fn a_narrow_line_gets_its_question_whatever_the_seed() {
    let any = BlueprintLine::of(5);
    let mut pool = pool(6);
    let only = DocumentId(uuid::Uuid::from_u128(7));
    pool[3].document = only;
    let narrow = BlueprintLine { count: 1, document: Some(only), weight: 2, ..any.clone() };
    let blueprint = Blueprint { lines: vec![any.clone(), narrow.clone()] }.in_drawing_order(&pool).unwrap();
    assert_eq!(blueprint.lines, [narrow.clone(), any.clone()]);
    for number in 0..200_u8 {
        let drawn = draw(Seed(Hash([number; 32])), &blueprint, &pool).unwrap();
        assert!(drawn.paper.contains(&Pick { position: 3, line: 0 }));
    }
    let greedy = Blueprint { lines: vec![BlueprintLine { count: 6, ..any }, narrow] };
    let problem = greedy.in_drawing_order(&pool).unwrap_err();
    assert_eq!(problem, BlueprintProblem::Shortage { line: 1, wanted: 6, found: 5 });
}

#[test]
fn difficulty_is_drawn_by_and_records_from_before_it_was_kept_read_as_they_were_written() {
    let mut pool = pool(8);
    for candidate in &mut pool[2..5] {
        candidate.difficulty = Some(Difficulty::Hard);
    }
    let hard = BlueprintLine { difficulty: Some(Difficulty::Hard), ..BlueprintLine::of(3) };
    let blueprint = Blueprint { lines: vec![BlueprintLine::of(5), hard.clone()] };
    assert_eq!(blueprint.supply(&pool), [5, 3]);
    let drawn = draw(Seed(Hash([9; 32])), &blueprint.in_drawing_order(&pool).unwrap(), &pool).unwrap();
    let positions = drawn.paper.iter().filter(|pick| pick.line == 0).map(|pick| pick.position);
    assert_eq!(positions.collect::<std::collections::BTreeSet<_>>(), [2, 3, 4].into());
    let greedy = Blueprint { lines: vec![BlueprintLine { count: 4, ..hard }, BlueprintLine::of(2)] };
    assert_eq!(greedy.supply(&pool), [3, 5], "each line is told what is left for it");

    let old = canonical_json(&Blueprint::of(5)).unwrap();
    assert_eq!(old, r#"{"lines":[{"count":5,"document":null,"limit":null,"topic":null,"weight":1}]}"#);
    assert_eq!(serde_json::from_str::<Blueprint>(&old).unwrap(), Blueprint::of(5));
}

#[test]
fn a_blueprint_the_bank_cannot_serve_says_which_line() {
    let problem = draw(Seed(Hash([1; 32])), &Blueprint::of(6), &pool(5)).unwrap_err();
    assert_eq!(problem, BlueprintProblem::Shortage { line: 1, wanted: 6, found: 5 });
    assert_eq!(draw(Seed(Hash([1; 32])), &Blueprint::of(11), &pool(20)), Err(BlueprintProblem::QuestionCount(11)));
}
