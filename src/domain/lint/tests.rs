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
    assert_eq!((skew.place, skew.of), (1, 16));
    assert!(skew.count >= 9);
    assert_eq!(answer_skew(&mostly[..8]), None, "too few to say");
}
