//! What leaves the house comes back the same, and none of it computes.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::domain::document::DocumentStanding;
use crate::domain::question::{QuestionImage, QuestionKind, RevisionOption};
use crate::domain::sameness::comparable;
use crate::domain::text::{line, tidy};
use crate::domain::time::Millis;
use crate::exchange::{Preview, Recognised, picture, read_bank};

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
        pictures: HashMap::new(),
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
                image: None,
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

fn plain(stem: &str, options: &[&str], right: &[usize]) -> ExportedQuestion {
    let options = options.iter().enumerate();
    ExportedQuestion {
        number: 7,
        document: DOCUMENT,
        topic: String::new(),
        difficulty: None,
        state: ReviewState::Draft,
        revision: Revision {
            kind: if right.len() > 1 { QuestionKind::Multiple } else { QuestionKind::Single },
            stem: stem.into(),
            options: options
                .map(|(at, text)| RevisionOption { text: (*text).into(), correct: right.contains(&at) })
                .collect(),
            explanation: String::new(),
            source: String::new(),
            limit: None,
            keep_order: false,
            image: None,
        },
    }
}

/// Every part of an Office file that is XML.
fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip file");
    let parts = (0..archive.len()).map(|at| {
        let mut part = archive.by_index(at).expect("a part");
        let mut text = String::new();
        std::io::Read::read_to_string(&mut part, &mut text).expect("text");
        (part.name().expect("a name").into_owned(), text)
    });
    parts.collect()
}

#[test]
fn no_cell_computes_whatever_a_text_begins_with() {
    let options = ["=1+1", "+HYPERLINK(\"http://a\")", "-2+3", "@SUM(A1)"];
    let question = plain("=cmd|' /C calc'!A0", &options, &[0]);
    for format in [BankFormat::Workbook, BankFormat::Kahoot, BankFormat::Wayground] {
        let parts = parts(&bank(vec![question.clone()]).written(format).unwrap());
        let sheet = &parts.iter().find(|(name, _)| name == "xl/worksheets/sheet1.xml").expect("a sheet").1;
        assert!(!sheet.contains("<f>") && !sheet.contains("<f "), "{format:?}: {sheet}");
        let styles = &parts.iter().find(|(name, _)| name == "xl/styles.xml").expect("styles").1;
        assert!(styles.contains("quotePrefix=\"1\""), "{format:?}: it stays text when somebody edits the cell");
        assert!(!parts.iter().any(|(_, text)| text.contains("<definedName")), "{format:?}");
    }
    let table = String::from_utf8(bank(vec![question]).written(BankFormat::Separated).unwrap()).unwrap();
    let cells = table.lines().nth(1).expect("a row").split(';').map(|cell| cell.trim_matches('"'));
    assert!(cells.into_iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])), "{table}");
}

#[test]
fn a_word_file_for_those_who_are_asked_tells_no_key() {
    let mut question = plain("Chi bộ họp mấy lần một tháng?", &["Một", "Hai"], &[0]);
    question.revision.explanation = "Điều lệ quy định.".into();
    question.revision.source = "Điều 24".into();
    let written = |format| {
        let parts = parts(&bank(vec![question.clone()]).written(format).unwrap());
        parts.into_iter().map(|(_, text)| text).collect::<String>()
    };
    let (with, without) = (written(BankFormat::WordWithKeys), written(BankFormat::WordWithoutKeys));
    for words in ["Đáp án:", "Giải thích:", "Điều lệ quy định.", "Điều 24"] {
        assert!(with.contains(words) && !without.contains(words), "{words}");
    }
    assert!(without.contains("Câu 1:") && without.contains("A. Một") && without.contains("Times New Roman"));
}

#[test]
fn a_word_file_is_light_enough_for_a_telephone() {
    let ask = |number: usize| plain(&format!("Nghị quyết số {number} nói về việc gì?"), &["Học tập", "Thể thao"], &[0]);
    let written = bank((1..=200).map(ask).collect()).written(BankFormat::WordWithKeys).expect("a file");
    assert!(written.len() < 60_000, "{} bytes", written.len());
}

#[test]
fn kahoot_s_limits_are_told_and_nothing_is_cut() {
    let (long, wide) = ("x".repeat(121), "y".repeat(76));
    let mut slow = plain("Mấy giây?", &["1", "2"], &[0]);
    slow.revision.limit = Some(Millis::seconds(45));
    let questions = vec![
        plain(&long, &["1", &wide], &[0]),
        plain("Nhiều?", &["1", "2", "3", "4", "5"], &[0]),
        slow,
        plain("Chưa xong?", &["1", "2"], &[]),
        plain("Đủ?", &["1", "2"], &[0, 1]),
    ];
    let bank = bank(questions);
    let kinds: Vec<WarningKind> = bank.warnings(BankFormat::Kahoot).into_iter().map(|warning| warning.kind).collect();
    assert_eq!(
        kinds,
        [
            WarningKind::LongStem { letters: 121, most: 120 },
            WarningKind::LongOption { option: 1, letters: 76, most: 75 },
            WarningKind::ManyOptions { options: 5, most: 4 },
            WarningKind::Time { seconds: 45, written: 60 },
            WarningKind::Unfinished,
        ]
    );
    let read = read_again(&bank, BankFormat::Kahoot);
    let stems: Vec<&str> = read.questions.iter().map(|found| found.question.stem.as_str()).collect();
    assert_eq!(stems, [&long, "Mấy giây?", "Chưa xong?", "Đủ?"], "in full, but for what has no column");
    assert_eq!(read.questions[0].question.options[1], wide);
    assert_eq!(read.questions[1].question.seconds, Some(60));
    assert_eq!(read.questions[3].question.correct, [0, 1]);
    let sheet = bank.written(BankFormat::Kahoot).unwrap();
    assert!(parts(&sheet).iter().any(|(_, text)| text.contains("r=\"B8\"")), "its heading is in the eighth row");
}

#[test]
fn wayground_takes_five_options_and_is_told_what_kind_each_question_is() {
    let questions = vec![
        plain("Sáu?", &["1", "2", "3", "4", "5", "6"], &[0]),
        plain("Năm?", &["1", "2", "3", "4", "5"], &[4]),
        plain("Hai đúng?", &["1", "2", "3"], &[0, 2]),
    ];
    let bank = bank(questions);
    let kinds: Vec<WarningKind> =
        bank.warnings(BankFormat::Wayground).into_iter().map(|warning| warning.kind).collect();
    assert_eq!(kinds, [WarningKind::ManyOptions { options: 6, most: 5 }]);
    let read = read_again(&bank, BankFormat::Wayground);
    let right: Vec<&[usize]> = read.questions.iter().map(|found| found.question.correct.as_slice()).collect();
    assert_eq!(right, [&[4][..], &[0, 2]]);
    let strings: String =
        parts(&bank.written(BankFormat::Wayground).unwrap()).into_iter().map(|(_, text)| text).collect();
    assert!(strings.contains("Checkbox") && strings.contains("Multiple Choice"));
}

#[test]
fn true_and_false_stay_true_and_false() {
    let mut question = plain("Đảng viên dự bị có quyền biểu quyết.", &["Đúng", "Sai"], &[1]);
    question.revision.kind = QuestionKind::TrueFalse;
    let bank = bank(vec![question]);
    let gift = String::from_utf8(bank.written(BankFormat::Gift).unwrap()).unwrap();
    assert!(gift.contains("{F}"), "{gift}");
    for format in [BankFormat::Json, BankFormat::Gift, BankFormat::Workbook, BankFormat::WordWithKeys] {
        let read = read_again(&bank, format);
        assert_eq!(read.questions[0].question.options, ["Đúng", "Sai"], "{format:?}");
        assert_eq!(read.questions[0].question.correct, [1], "{format:?}");
    }
}

#[test]
fn texts_that_look_like_labels_stay_what_they_are() {
    let question = plain("Câu 5. Nhận định nào đúng?", &["A. Hà Nội", "* Huế"], &[0]);
    for format in [BankFormat::Json, BankFormat::Workbook, BankFormat::Separated, BankFormat::Gift] {
        let read = read_again(&bank(vec![question.clone()]), format);
        assert_eq!(read.questions[0].question.stem, question.revision.stem, "{format:?}");
        assert_eq!(read.questions[0].question.options, ["A. Hà Nội", "* Huế"], "{format:?}");
    }
}

#[test]
fn a_file_of_ours_that_was_changed_is_told_from_a_broken_one() {
    let refused = |text: &str| read_bank("bank.json", text.as_bytes()).refusal.expect("a refusal");
    for text in ["{\"format\":\"khacsau.bank.v1\"}", "[]", "{\"format\":\"other\",\"documents\":[],\"questions\":[]}"] {
        let refusal = refused(text);
        assert!(refusal.sentence.contains("không phải là ngân hàng câu hỏi do chương trình xuất ra"), "{refusal}");
    }
    assert!(refused("{\"format\":\"khacsau.bank.v1\",").sentence.contains("bị hỏng"));
    let mut secret = bank(vec![plain("Theo\nTUYỆT MẬT\nlà gì?", &["1", "2"], &[0])]);
    let written = |bank: &ExportedBank| String::from_utf8(bank.written(BankFormat::Json).unwrap()).unwrap();
    assert!(refused(&written(&secret)).sentence.contains("dấu chỉ độ mật"));
    secret.questions[0].revision.stem = "Theo gì?".into();
    let names = ["author", "reviewer", "member", "insider"];
    assert!(names.iter().all(|name| !written(&secret).contains(name)), "it names nobody");
}

#[test]
fn a_word_file_shows_pictures_and_what_takes_none_says_so() {
    let drawn = image::DynamicImage::from(image::RgbImage::from_pixel(600, 400, image::Rgb([200, 30, 30])));
    let mut file = std::io::Cursor::new(Vec::new());
    drawn.write_to(&mut file, image::ImageFormat::Png).expect("an encoder");
    let made = picture::picture(file.get_ref()).expect("a picture");
    let hash = Hash::of_bytes(&made.bytes);
    let mut question = plain("Hình dưới đây là gì?", &["Màu đỏ", "Màu xanh"], &[0]);
    let image = QuestionImage { hash, width: made.width, height: made.height, alt: "Một màu".into() };
    question.revision.image = Some(image);
    let bank = ExportedBank { pictures: HashMap::from([(hash, made.bytes)]), ..bank(vec![question]) };
    for format in BankFormat::ALL {
        let carries = matches!(format, BankFormat::Json | BankFormat::WordWithKeys | BankFormat::WordWithoutKeys);
        let warned = bank.warnings(format).iter().any(|warning| warning.kind == WarningKind::Picture);
        assert_eq!(warned, !carries, "{}", format.name());
    }
    let bytes = bank.written(BankFormat::WordWithKeys).expect("a file");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).expect("a zip file");
    let names: Vec<String> = archive.file_names().map(|name| name.expect("a name").into_owned()).collect();
    let media = names.iter().find(|name| name.ends_with(".png")).expect("a picture");
    let mut png = Vec::new();
    std::io::Read::read_to_end(&mut archive.by_name(media).expect("a part"), &mut png).expect("bytes");
    assert!(image::load_from_memory_with_format(&png, image::ImageFormat::Png).is_ok_and(|read| read.width() == 600));
    let document = parts_of(&bytes, "word/document.xml");
    assert!(document.contains("cx=\"4320000\"") && document.contains("cy=\"2880000\""), "{document}");
    let read = read_bank("bank.docx", &bytes);
    assert!(read.questions[0].problem.is_none() && read.questions[0].question.particulars.left_picture);
}

fn parts_of(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip file");
    let mut text = String::new();
    std::io::Read::read_to_string(&mut archive.by_name(name).expect("a part"), &mut text).expect("text");
    text
}
