use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::super::identity::{MemberId, UnitId};
use super::*;

const OWN: UnitId = UnitId(Uuid::from_u128(1));
const OTHER: UnitId = UnitId(Uuid::from_u128(2));

fn member(number: u128) -> MemberId {
    MemberId(Uuid::from_u128(0x100 + number))
}

/// `name | birth | phone | card`
fn said(text: &str) -> (String, MemberDetails) {
    let parts: Vec<&str> = text.split('|').map(str::trim).chain(["", "", ""]).collect();
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let birth = PartialDate::read(parts[1], BIRTHS_FROM);
    (parts[0].to_owned(), MemberDetails { birth, phone: some(parts[2]), card: some(parts[3]), ..Default::default() })
}

fn known(people: &[&str]) -> Vec<Known> {
    let one = |(number, text): (usize, &&str)| {
        let (name, details) = said(text);
        let id = member(number as u128);
        Known { id, name, unit: OWN, official: true, standing: Standing::Regular, details }
    };
    people.iter().enumerate().map(one).collect()
}

fn lines(people: &[&str]) -> Vec<Line> {
    let one = |text: &&str| {
        let (name, details) = said(text);
        Line { entry: Entry { name, details, ..Entry::default() }, is_sound: true }
    };
    people.iter().map(one).collect()
}

fn answered(known: &[Known], lines: &[Line], answers: &[(usize, Answer)]) -> Plan {
    let units = [(OWN, "Đảng bộ xã".to_owned()), (OTHER, "Chi bộ Ấp Mỹ Thạnh".to_owned())];
    let ground = Ground { known, units: &units, cards_elsewhere: &BTreeSet::from(["999999".to_owned()]) };
    plan(lines, &ground, &answers.iter().copied().collect::<BTreeMap<_, _>>())
}

/// The verdicts in one word each.
fn words(plan: &Plan) -> Vec<String> {
    let word = |verdict: &Verdict| match verdict {
        Verdict::New { .. } => "new".to_owned(),
        Verdict::Update { changes, .. } => {
            changes.iter().map(|change| format!("{:?}", change.field)).collect::<Vec<_>>().join("+")
        }
        Verdict::Unchanged { .. } => "same".to_owned(),
        Verdict::Guest { .. } => "guest".to_owned(),
        Verdict::Doubtful(doubt) => format!("asked {}", doubt.candidates.len()),
        Verdict::Wrong(_) => "wrong".to_owned(),
        Verdict::LeftOut => "left out".to_owned(),
    };
    plan.verdicts.iter().map(word).collect()
}

#[test]
fn a_line_finds_its_member_by_card_then_phone_then_birth_then_a_name_of_ones_own() {
    for (known_as, line, word) in [
        ("Trần An | 1960 | | 41.012345", "Trần An | | | 041012345", "same"),
        ("Trần An | 1960 | | 41.012345", "Trần Ân | | | 41012345", "Name"),
        ("Trần An | | | 41.012345", "Lê Hòa | | | 41012345", "asked 1"),
        ("Trần An | 1960 | 0912345678", "TRẦN AN | 1960 | 0912345678", "same"),
        ("Trần An | 1960 | 0912345678", "Trần An | 1961 | 0912345678", "asked 1"),
        ("Trần An | | 0912345678", "Lê Hòa | | 0912345678", "new"),
        ("Trần An | 15/5/1960", "Trần An | 1960", "same"),
        ("Trần An | 1960", "Trần An | 15/5/1960 | 0912345678", "Birth+Phone"),
        ("Trần An | 1960", "Trần An | 1975", "asked 1"),
        ("Trần An", "Trần An | 1975", "Birth"),
        ("Ủy Thị Hòa", "uỷ thị hoà", "same"),
        ("Trần Văn Hòa", "Tran Van Hoa", "asked 1"),
        ("Trần An | | | 41012345", "Trần An | | | 41099999", "asked 1"),
        ("Trần An | 15/5/1960 | | 41012345", "Trần An | 15/5/1960 | | 41099999", "Card"),
        ("Trần An", "Trần Bình", "new"),
    ] {
        assert_eq!(words(&answered(&known(&[known_as]), &lines(&[line]), &[])), [word], "{known_as} / {line}");
    }
}

#[test]
fn two_of_one_name_are_told_apart_or_asked_about() {
    let two = known(&["Trần An | 1960", "Trần An | 1975"]);
    assert_eq!(words(&answered(&two, &lines(&["Trần An | 1975", "Trần An"]), &[])), ["same", "asked 2"]);
    let nobody = known(&[]);
    assert_eq!(words(&answered(&nobody, &lines(&["Trần An | 1960", "Trần An | 1975"]), &[])), ["new", "new"]);
    let repeated = answered(&nobody, &lines(&["Trần An | 1960", "Trần An"]), &[]);
    assert_eq!(words(&repeated), ["new", "asked 0"]);
    assert!(matches!(&repeated.verdicts[1], Verdict::Doubtful(doubt) if doubt.repeats == Some(0)));
    let one = known(&["Trần An"]);
    assert_eq!(words(&answered(&one, &lines(&["Trần An", "Trần An"]), &[])), ["same", "asked 1"]);
    let sure = known(&["Trần An | 1960"]);
    assert_eq!(words(&answered(&sure, &lines(&["Trần An", "Trần An | 1960"]), &[])), ["asked 1", "same"]);
}

#[test]
fn an_answer_settles_only_what_was_asked() {
    let two = known(&["Trần An | 1960", "Trần An | 1975"]);
    let file = lines(&["Trần An", "Trần An", "Lê Chi"]);
    let settle = |answers: &[(usize, Answer)]| words(&answered(&two, &file, answers));
    assert_eq!(settle(&[(0, Answer::Is(member(1))), (1, Answer::New), (2, Answer::Skip)]), ["same", "new", "new"]);
    assert_eq!(settle(&[(0, Answer::Is(member(9))), (1, Answer::Skip)]), ["asked 2", "left out", "new"]);
    let twice = answered(&two, &file, &[(0, Answer::Is(member(1))), (1, Answer::Is(member(1)))]);
    assert!(matches!(&twice.verdicts[1], Verdict::Doubtful(doubt) if doubt.taken));
    let card = known(&["Trần An | | | 41012345"]);
    let other = answered(&card, &lines(&["Lê Hòa | | | 41012345"]), &[(0, Answer::New)]);
    assert_eq!(words(&other), ["asked 1"], "a card has one holder");
}

#[test]
fn whoever_is_not_in_the_file_is_missing_and_nobody_else() {
    let mut people = known(&["Trần An", "Trần Bình", "Trần Chi", "Trần Dũng", "Trần Em", "Trần Giang"]);
    people[3].standing = Standing::Guest;
    people[4].standing = Standing::Disabled;
    people[5].unit = OTHER;
    let mut file = lines(&["Trần An", "Trần Bình"]);
    file[1].is_sound = false;
    let plan = answered(&people, &file, &[]);
    assert_eq!(plan.missing, [member(2)]);
    file[0].entry.unit = Some(NamedUnit { name: "ap my thanh".to_owned(), surely: true });
    assert_eq!(answered(&people, &file, &[]).missing, [member(5)]);
}

#[test]
fn a_line_goes_to_the_unit_that_it_names() {
    let people = known(&["Trần An | 1960"]);
    let at = |unit: &str, surely: bool, text: &str| {
        let mut file = lines(&[text]);
        file[0].entry.unit = Some(NamedUnit { name: unit.to_owned(), surely });
        answered(&people, &file, &[])
    };
    assert_eq!(words(&at("CHI BỘ ẤP MỸ THẠNH", true, "Trần An | 1960")), ["Unit"]);
    assert_eq!(words(&at("Ấp Mỹ Thạnh", true, "Trần An")), ["asked 1"], "the name alone moves nobody");
    assert_eq!(at("Ap My Thanh", false, "Lê Chi").verdicts, [Verdict::New { unit: OTHER }]);
    let unknown = Verdict::Wrong(Trouble::NoUnit("Ấp 9".to_owned()));
    assert_eq!(at("Ấp 9", true, "Lê Chi").verdicts, [unknown]);
}

#[test]
fn a_card_has_one_holder_wherever_they_are() {
    let file = lines(&["Trần An | | | 999999", "Lê Chi | | | 41.012345", "Lê Dung | | | 041012345"]);
    let plan = answered(&known(&[]), &file, &[]);
    assert_eq!(plan.verdicts[0], Verdict::Wrong(Trouble::CardElsewhere));
    assert_eq!(plan.verdicts[2], Verdict::Wrong(Trouble::SameCard(1)));
    assert_eq!(words(&plan), ["wrong", "new", "wrong"]);
}

#[test]
fn what_is_blank_takes_nothing_away() {
    let mut people = known(&["Trần An | 15/5/1960 | 0912345678 | 41012345"]);
    people[0].details.note = Some("Tổ trưởng".to_owned());
    assert_eq!(words(&answered(&people, &lines(&["Trần An"]), &[])), ["same"]);
}
