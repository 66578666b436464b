//! What leaves the house comes back the same, and none of it computes.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::domain::document::DocumentStanding;
use crate::domain::question::{QuestionKind, RevisionOption};
use crate::domain::sameness::comparable;
use crate::domain::text::{line, tidy};
use crate::domain::time::Millis;
use crate::exchange::{Preview, Recognised, read_bank};

const DOCUMENT: DocumentId = DocumentId(Uuid::from_u128(5));

fn document() -> Document {
    Document {
        id: DOCUMENT,
        symbol: "05-CT/TW".into(),
        issued_on: "2016-05-15".into(),
        issuer: "Bộ Chính trị".into(),
        title: "Về đẩy mạnh học tập".into(),
        link: String::new(),
        standing: DocumentStanding::InForce,
    }
}

fn bank(questions: Vec<ExportedQuestion>) -> ExportedBank {
    ExportedBank {
        unit: "Chi bộ Tiểu học Long Trị A1".into(),
        exported_on: "2026-11-25".into(),
        documents: vec![document()],
        questions,
    }
}

/// Words as they stand in questions, and signs that mean something in one format or another.
fn words() -> impl Strategy<Value = String> {
    const WORDS: &[&str] = &[
        "Đảng viên",
        "chi bộ",
        "Điều 3",
        "không được",
        "ủy ban",
        "Nghị quyết số 5",
        "2016",
        "12,5%",
        "“tự soi”",
        "\"trích\"",
        "{",
        "}",
        "=",
        "~",
        "#",
        "x < y",
        "a & b",
        "<b>",
        "&amp;",
        "\\",
        "\\n",
        "C:",
        "=1+1",
        "+84",
        "-5",
        "@SUM(A1)",
        "'",
        "_x0041_",
        "1.",
        "kể cả",
        "hoặc",
        "(2)",
        "50 %",
        "%50%",
        "::",
        "//",
        "$CATEGORY:",
        "ư",
        "đúng",
        "sai",
        ";",
        ",",
        "|",
        "*",
        "[plain]",
    ];
    prop::collection::vec(prop::sample::select(WORDS), 1..7).prop_map(|words| line(&words.join(" ")))
}

/// The same over a few lines, begun as people begin them.
fn several_lines() -> impl Strategy<Value = String> {
    let begun =
        (prop::sample::select(&["Trong đó", "và", "- Theo", "1. Một là", "(2) Hai là", "+ Ba là"][..]), words());
    let begun = begun.prop_map(|(first, rest)| format!("{first} {rest}"));
    prop::collection::vec(begun, 1..4).prop_map(|lines| tidy(&lines.join("\n")))
}

/// A sentence that begins as sentences do.
fn sentence(text: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    (prop::sample::select(&["Theo", "Vì sao", "Việc nào", "=", "-", "@", "'="][..]), text)
        .prop_map(|(first, rest)| tidy(&format!("{first} {rest} là gì?")))
}

fn option() -> impl Strategy<Value = String> {
    (prop::sample::select(&["Có", "Không", "=1+1", "-", "+84", "@", "Năm", "%"][..]), words(), 0..1_000_u32)
        .prop_map(|(first, rest, number)| line(&format!("{first} {rest} số {number}")))
}

fn question() -> impl Strategy<Value = ExportedQuestion> {
    let options = prop::collection::vec((option(), any::<bool>()), 2..7);
    let level = prop::option::of(prop::sample::select(&Difficulty::ALL[..]));
    let said =
        (sentence(several_lines()), several_lines(), words(), prop::option::of(words()), prop::option::of(words()));
    (said, options, level, prop::option::of(5..600_i64), any::<bool>()).prop_filter_map(
        "options that differ",
        |((stem, explanation, source, topic, given), options, difficulty, limit, keep_order)| {
            let mut options: Vec<RevisionOption> =
                options.into_iter().map(|(text, correct)| RevisionOption { text, correct }).collect();
            if options.iter().all(|option| !option.correct) {
                options[0].correct = true;
            }
            let several = options.iter().filter(|option| option.correct).count() > 1;
            let revision = Revision {
                kind: if several { QuestionKind::Multiple } else { QuestionKind::Single },
                stem,
                options,
                explanation: given.as_ref().map_or(String::new(), |_| explanation),
                source: given.map_or(String::new(), |_| source),
                limit: limit.map(Millis::seconds),
                keep_order,
            };
            revision.problems().is_empty().then(|| ExportedQuestion {
                number: 1,
                document: DOCUMENT,
                topic: topic.unwrap_or_default(),
                difficulty,
                state: ReviewState::Approved,
                revision,
            })
        },
    )
}

/// Questions whose stems differ, numbered as a bank numbers them.
fn questions() -> impl Strategy<Value = Vec<ExportedQuestion>> {
    prop::collection::vec(question(), 1..5).prop_map(|mut questions| {
        let mut stems = std::collections::BTreeSet::new();
        questions.retain(|question| stems.insert(comparable(&line(&question.revision.stem))));
        questions.iter_mut().zip(11..).for_each(|(question, number)| question.number = number);
        questions
    })
}

fn read_again(bank: &ExportedBank, format: BankFormat) -> Preview {
    let bytes = bank.written(format).expect("a file");
    read_bank(&format!("bank.{}", format.ending()), &bytes)
}

/// What every format of ours carries.
fn core(question: &ExportedQuestion, told: impl Fn(&str) -> String) -> Recognised {
    let said = |text: &str| Some(told(text)).filter(|text| !text.is_empty());
    let revision = &question.revision;
    Recognised {
        stem: told(&revision.stem),
        options: revision.options.iter().map(|option| told(&option.text)).collect(),
        correct: revision.right_places().collect(),
        explanation: said(&revision.explanation),
        source: said(&revision.source),
        seconds: question.seconds().map(|seconds| seconds as u32),
        particulars: Default::default(),
    }
}

fn one_line(question: &ExportedQuestion) -> Recognised {
    core(question, line)
}

fn with_topic(question: &ExportedQuestion) -> Recognised {
    let mut expected = one_line(question);
    expected.particulars.topic = Some(question.topic.clone()).filter(|topic| !topic.is_empty());
    expected.particulars.difficulty = question.difficulty;
    expected
}

fn exactly(question: &ExportedQuestion) -> Recognised {
    let mut expected = core(question, str::to_owned);
    expected.particulars = crate::exchange::Particulars {
        kind: Some(question.revision.kind),
        keep_order: question.revision.keep_order,
        document: Some(document()),
        ..with_topic(question).particulars
    };
    expected
}

fn comes_back(format: BankFormat, questions: Vec<ExportedQuestion>, expected: fn(&ExportedQuestion) -> Recognised) {
    let bank = bank(questions);
    let preview = read_again(&bank, format);
    assert_eq!(preview.refusal, None);
    for (found, question) in preview.questions.iter().zip(&bank.questions) {
        assert_eq!(found.problem, None);
        assert_eq!(found.question, expected(question));
    }
    assert_eq!(preview.questions.len(), bank.questions.len());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn our_own_format_loses_nothing(questions in questions()) {
        comes_back(BankFormat::Json, questions, exactly);
    }

    #[test]
    fn a_workbook_comes_back(questions in questions()) {
        comes_back(BankFormat::Workbook, questions, with_topic);
    }

    #[test]
    fn separated_values_come_back(questions in questions()) {
        comes_back(BankFormat::Separated, questions, with_topic);
    }

    #[test]
    fn gift_comes_back(questions in questions()) {
        comes_back(BankFormat::Gift, questions, with_topic);
    }

    #[test]
    fn a_word_file_with_keys_comes_back(questions in questions()) {
        comes_back(BankFormat::WordWithKeys, questions, one_line);
    }
}
