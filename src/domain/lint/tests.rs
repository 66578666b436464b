use super::*;
use crate::domain::document::{DocumentStanding, Supersession};
use crate::domain::identity::DocumentId;
use crate::domain::question::RevisionOption;
use uuid::Uuid;

fn revision(stem: &str, options: &[&str]) -> Revision {
    let option = |(at, text): (usize, &&str)| RevisionOption { text: (*text).to_owned(), correct: at == 0 };
    Revision {
        kind: QuestionKind::Single,
        stem: stem.to_owned(),
        options: options.iter().enumerate().map(option).collect(),
        explanation: "Điều 1.".to_owned(),
        source: "Chỉ thị 05-CT/TW".to_owned(),
        limit: None,
        keep_order: false,
        image: None,
    }
}

fn found(revision: &Revision) -> Vec<Finding> {
    findings(revision, None, None, [])
}

#[test]
fn a_good_question_has_no_finding() {
    assert_eq!(found(&revision("Ban hành năm nào?", &["2016", "2018", "2020", "2021"])), []);
}

#[test]
fn the_same_stem_is_found_however_it_is_written_and_never_in_itself() {
    let other = revision("Ủy  ban kiểm tra do ai bầu?", &["1", "2"]);
    let id = QuestionId(Uuid::from_u128(7));
    let neighbour = Neighbour { id, number: 12, revision: &other };
    let again = revision("uỷ ban KIỂM TRA do ai bầu", &["3", "4"]);
    assert_eq!(findings(&again, None, None, [neighbour]), [Finding::DuplicateOf(12)]);
    assert_eq!(findings(&again, None, Some(id), [neighbour]), []);
    assert_eq!(findings(&revision("Do ai bầu?", &["3", "4"]), None, None, [neighbour]), []);
}

#[test]
fn options_about_options_are_found() {
    for text in [
        "Tất cả các phương án trên",
        "Tất cả các phương án trên đều đúng.",
        "Cả 3 phương án trên",
        "Không có đáp án nào đúng",
        "Cả A và B",
        "A, B và C đều đúng",
        "Tất cả đều đúng",
        "Cả ba ý trên",
    ] {
        assert_eq!(
            found(&revision("Gì?", &[text, "Một việc khác hẳn, dài hơn nhiều lần so với ý kia"])),
            [Finding::RefersToOptions],
            "{text}"
        );
    }
    for text in ["Cả hai đồng chí", "Không được làm", "Tất cả đảng viên", "Phương án phòng cháy", "B"]
    {
        assert_eq!(found(&revision("Gì?", &[text, "Một việc khác"])), [], "{text}");
    }
}

#[test]
fn a_right_option_that_is_longest_by_far_is_found() {
    let options = ["Tự phê bình và phê bình thường xuyên, nghiêm túc", "Tập trung", "Kỷ luật", "Đoàn kết"];
    assert_eq!(found(&revision("Nguyên tắc nào?", &options)), [Finding::RightIsLongest]);
    assert_eq!(found(&revision("Năm nào?", &["2016.", "2018", "2020"])), [], "a letter is no hint");
}

#[test]
fn what_does_not_fit_on_a_phone_is_found() {
    let long = "Theo quy định hiện hành, tổ chức đảng nào dưới đây có thẩm quyền quyết định? ".repeat(4);
    assert_eq!(found(&revision(&long, &["Chi bộ", "Đảng bộ", "Đảng ủy", "Ủy ban"])), [Finding::LongForAPhone]);
}

#[test]
fn sources_and_explanations_are_asked_for() {
    let bare = Revision { source: String::new(), explanation: String::new(), ..revision("Gì?", &["1", "2"]) };
    assert_eq!(found(&bare), [Finding::NoExplanation, Finding::NoSource]);
    let standing = DocumentStanding::Superseded(Supersession { by: "207-QĐ/TW".into(), on: None, successor: None });
    let document = Document {
        id: DocumentId(Uuid::nil()),
        symbol: "37-QĐ/TW".into(),
        issued_on: "2021-10-25".into(),
        issuer: "Trung ương".into(),
        title: "Về những điều đảng viên không được làm".into(),
        link: String::new(),
        standing,
    };
    let by = "207-QĐ/TW".to_owned();
    assert_eq!(findings(&revision("Gì?", &["1", "2"]), Some(&document), None, []), [Finding::SourceSuperseded { by }]);
}

#[test]
fn a_letter_that_is_right_too_often_shows_across_the_bank() {
    let at = |place: usize| {
        let mut one = revision("Gì?", &["1", "2", "3", "4"]);
        one.options.iter_mut().enumerate().for_each(|(it, option)| option.correct = it == place);
        one
    };
    let even: Vec<Revision> = (0..16).map(|n| at(n % 4)).collect();
    assert_eq!(answer_skew(&even), None);
    let mostly: Vec<Revision> = (0..16).map(|n| at(if n < 9 { 1 } else { n % 4 })).collect();
    let skew = answer_skew(&mostly).unwrap();
    assert_eq!(skew, Skew { place: 1, count: 11, of: 16, fair: 4 });
    assert_eq!(answer_skew(&mostly[..8]), None, "too few to say");
}

#[test]
fn a_share_is_too_large_when_it_is_neither_chance_nor_too_small_to_guess_by() {
    let bank = |places: &[usize], options: usize| {
        let one = |(place, count): (usize, &usize)| {
            let texts: Vec<String> = (0..options).map(|at| at.to_string()).collect();
            let mut one = revision("Gì?", &texts.iter().map(String::as_str).collect::<Vec<_>>());
            one.options.iter_mut().enumerate().for_each(|(it, option)| option.correct = it == place);
            vec![one; *count]
        };
        places.iter().enumerate().flat_map(one).collect::<Vec<Revision>>()
    };
    // Of forty with four options ten are fair, and 18 or fewer may be chance.
    assert_eq!(answer_skew(&bank(&[18, 8, 7, 7], 4)).map(|skew| (skew.place, skew.fair)), None);
    assert_eq!(answer_skew(&bank(&[7, 19, 7, 7], 4)).map(|skew| (skew.place, skew.fair)), Some((1, 10)));
    // Three hundred of a thousand are no chance, but nobody wins by guessing that letter.
    assert_eq!(answer_skew(&bank(&[300, 240, 230, 230], 4)), None);
    assert!(answer_skew(&bank(&[400, 200, 200, 200], 4)).is_some());
    // With three options a third is fair.
    assert_eq!(answer_skew(&bank(&[9, 6, 5], 3)), None);
    assert_eq!(answer_skew(&bank(&[20, 0], 2)), None, "two options have no letter to prefer");
}

#[test]
fn a_bank_is_held_against_itself_in_one_pass() {
    let stems = ["Năm nào?", "năm nào", "Do ai?"].map(|stem| revision(stem, &["1", "2"]));
    let neighbours: Vec<Neighbour> = stems
        .iter()
        .zip(1..)
        .map(|(revision, number)| Neighbour { id: QuestionId(Uuid::from_u128(number.into())), number, revision })
        .collect();
    let all = Stems::of(neighbours.iter().copied());
    let found: Vec<_> = neighbours.iter().map(|own| all.findings(own.revision, None, Some(own.id))).collect();
    assert_eq!(found, [vec![Finding::DuplicateOf(2)], vec![Finding::DuplicateOf(1)], vec![]]);
}
