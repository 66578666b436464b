//! `khacsau simulate`.

use super::process::{khacsau, run};

#[test]
fn the_table_is_the_same_for_the_same_seed() {
    let table = |seed| run(khacsau(["simulate", "--rounds", "200", "--seed", seed])).well();
    let first = table("7");
    assert_eq!(first, table("7"));
    assert_ne!(first, table("8"));
    assert_eq!(run(khacsau(["simulate", "--rounds", "200"])).well(), table("1"), "the seed is 1, where none is given");
    let rows = first.lines().filter(|line| line.chars().any(|letter| letter.is_ascii_digit())).count();
    assert!(rows >= 4, "four kinds of network: {first}");
}

#[test]
fn a_number_of_rounds_out_of_range_is_refused() {
    for rounds in ["0", "99", "1000001", "many"] {
        assert_eq!(run(khacsau(["simulate", "--rounds", rounds])).code, Some(2), "{rounds}");
    }
}
