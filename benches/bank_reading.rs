//! How fast a bank is read, in every format it may come in: 2,000 questions beside 200. A reader that looks at each
//! question once takes ten times as long for ten times as many; one that looks around takes more.

use std::collections::HashMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

use khacsau::domain::bank::ReviewState;
use khacsau::domain::document::{Document, DocumentStanding};
use khacsau::domain::identity::DocumentId;
use khacsau::domain::question::{QuestionEntry, RevisionOption};
use khacsau::exchange::{BankFormat, ExportedBank, ExportedQuestion, read_bank};
use uuid::Uuid;

const DOCUMENT: DocumentId = DocumentId(Uuid::from_u128(1));
/// The best of so many: the machine's other work only ever adds time.
const ROUNDS: usize = 5;

fn main() {
    println!("{:<16}{:>10}{:>12}{:>14}{:>10}", "format", "kB", "2,000 in", "MB a second", "of 200");
    for (name, file, write) in formats() {
        let (small, large) = (write(200), write(2_000));
        let (few, many) = (best(file, &small, 200), best(file, &large, 2_000));
        let rate = large.len() as f64 / 1e6 / many.as_secs_f64();
        let times = many.as_secs_f64() / few.as_secs_f64();
        println!("{name:<16}{:>10}{:>9} ms{rate:>14.1}{times:>9.1}×", large.len() / 1_000, many.as_millis());
    }
}

type Writer = fn(usize) -> Vec<u8>;

fn formats() -> [(&'static str, &'static str, Writer); 6] {
    [
        ("text", "bank.txt", |count| text(count).into_bytes()),
        ("Word", "bank.docx", |count| exported(count, BankFormat::WordWithKeys)),
        ("Excel", "bank.xlsx", |count| exported(count, BankFormat::Workbook)),
        ("CSV", "bank.csv", |count| exported(count, BankFormat::Separated)),
        ("GIFT", "bank.gift", |count| exported(count, BankFormat::Gift)),
        ("JSON", "bank.json", |count| exported(count, BankFormat::Json)),
    ]
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
fn best(name: &str, bytes: &[u8], count: usize) -> Duration {
    let round = |_| {
        let began = Instant::now();
        let preview = black_box(read_bank(name, black_box(bytes)));
        let took = began.elapsed();
        assert_eq!(preview.questions.len(), count, "{name}: {:?}", preview.refusal);
        took
    };
    (0..ROUNDS).map(round).min().unwrap_or_default()
}

fn stem(number: usize) -> String {
    format!("Theo Quy định số {number}-QĐ/TW, đảng viên có trách nhiệm nào sau đây trong sinh hoạt chi bộ thường kỳ?")
}

const OPTIONS: [&str; 4] =
    ["Phát biểu ý kiến", "Thực hiện nghị quyết của chi bộ", "Đóng đảng phí đúng hạn", "Giữ mối liên hệ nơi cư trú"];

fn text(count: usize) -> String {
    let question = |number: usize| {
        let options = ["A", "B", "C", "D"].iter().zip(OPTIONS).map(|(letter, text)| format!("{letter}. {text}\n"));
        format!("Câu {number}: {}\n{}Đáp án: B\nNguồn: Điều {number}\n\n", stem(number), options.collect::<String>())
    };
    (1..=count).map(question).collect()
}

fn exported(count: usize, format: BankFormat) -> Vec<u8> {
    let question = |number: usize| ExportedQuestion {
        number: number as u64,
        document: DOCUMENT,
        topic: "Sinh hoạt chi bộ".to_owned(),
        difficulty: None,
        state: ReviewState::Approved,
        revision: QuestionEntry {
            stem: stem(number),
            options: OPTIONS.map(|text| RevisionOption { text: text.to_owned(), correct: text == OPTIONS[1] }).into(),
            source: format!("Điều {number}"),
            ..QuestionEntry::empty()
        }
        .revision(),
    };
    let document = Document {
        id: DOCUMENT,
        symbol: "24-QĐ/TW".to_owned(),
        issued_on: "2021-07-30".to_owned(),
        issuer: "Ban Chấp hành Trung ương".to_owned(),
        title: "Thi hành Điều lệ Đảng".to_owned(),
        link: String::new(),
        standing: DocumentStanding::InForce,
    };
    let bank = ExportedBank {
        unit: "Chi bộ".to_owned(),
        exported_on: "2026-02-02".to_owned(),
        documents: vec![document],
        questions: (1..=count).map(question).collect(),
        pictures: HashMap::new(),
    };
    bank.written(format).expect("a bank that can be written")
}
