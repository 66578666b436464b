//! What inputs are made of: the samples of committees' files, and our own exports.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use khacsau::domain::bank::ReviewState;
use khacsau::domain::document::{Document, DocumentStanding};
use khacsau::domain::identity::DocumentId;
use khacsau::domain::question::{Difficulty, QuestionKind, Revision, RevisionOption};
use khacsau::domain::time::Millis;
use khacsau::exchange::{
    BankFormat, ExportedBank, ExportedQuestion, RosterRow, roster_csv, roster_template, roster_workbook,
};

use super::package::Package;
use super::roster_files as files;

pub fn banks(ending: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/bank_samples");
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("samples").map(|entry| entry.expect("a sample").path()).collect();
    paths.retain(|path| {
        path.extension().is_some_and(|own| own == ending) && !path.to_string_lossy().ends_with(".expected.json")
    });
    paths.sort();
    let mut seeds: Vec<Vec<u8>> = paths.iter().map(|path| fs::read(path).expect("a sample")).collect();
    let own = BankFormat::ALL.into_iter().filter(|format| format.ending() == ending);
    seeds.extend(own.map(|format| bank().written(format).expect("an export")));
    match ending {
        "xml" => seeds.push(MOODLE.as_bytes().to_vec()),
        "odt" => seeds.push(Package::of(&OPEN_DOCUMENT).pack()),
        _ => {}
    }
    seeds
}

/// Lists of members: our own, and as a secretary keeps one.
pub fn rosters(ending: &str) -> Vec<Vec<u8>> {
    let row = |name: &str| RosterRow { name: name.to_owned(), unit: "Chi bộ 1".to_owned(), ..RosterRow::default() };
    let rows = [row("Nguyễn Thị Ánh"), row("=1+1"), row("Đặng Văn Ỷ")];
    if ending == "csv" {
        let written = [
            files::WITHOUT_MARKS,
            files::IN_CAPITALS,
            files::WITH_NATIONAL_IDS,
            files::WITH_CROSSES,
            files::WRONG,
            files::SECRET,
            files::IN_SHORT,
            files::IN_ENGLISH,
            files::WITHOUT_A_NAME,
        ];
        let own = [roster_csv(&rows).expect("an export"), include_bytes!("made/roster.csv").to_vec()];
        own.into_iter().chain(written.map(|text| text.as_bytes().to_vec())).collect()
    } else {
        vec![
            roster_workbook("Danh sách", &rows).expect("an export"),
            roster_template().expect("a template"),
            files::printed_for_signing(),
            files::as_excel_keeps_it(),
            files::by_sections(),
            files::by_standing(),
            files::by_sheets(),
            files::in_three_columns(),
        ]
    }
}

fn bank() -> ExportedBank {
    let document = DocumentId(uuid::Uuid::from_u128(1));
    let question = |number, kind, stem: &str, options: &[&str], right: &[usize]| ExportedQuestion {
        number,
        document,
        topic: "Sinh hoạt chi bộ".to_owned(),
        difficulty: Some(Difficulty::Medium),
        state: ReviewState::Approved,
        revision: Revision {
            kind,
            stem: stem.to_owned(),
            options: (0..)
                .zip(options)
                .map(|(at, text)| RevisionOption { text: (*text).to_owned(), correct: right.contains(&at) })
                .collect(),
            explanation: "Theo Điều lệ Đảng:\n1. Chi bộ họp thường lệ.".to_owned(),
            source: "Điều 24 Điều lệ Đảng".to_owned(),
            limit: Some(Millis::seconds(30)),
            keep_order: kind == QuestionKind::TrueFalse,
            image: None,
        },
    };
    ExportedBank {
        unit: "Chi bộ 1".to_owned(),
        exported_on: "2026-11-25".to_owned(),
        documents: vec![Document {
            id: document,
            symbol: "05-CT/TW".to_owned(),
            issued_on: "2016-05-15".to_owned(),
            issuer: "Bộ Chính trị".to_owned(),
            title: "Về đẩy mạnh học tập".to_owned(),
            link: "https://example.vn/05".to_owned(),
            standing: DocumentStanding::InForce,
        }],
        questions: vec![
            question(1, QuestionKind::Single, "Chi bộ họp mấy lần?", &["Một", "=1+1", "Ba", "Bốn", "Năm", "Sáu"], &[0]),
            question(2, QuestionKind::Multiple, "Việc nào {nên} làm?", &["“Đọc”", "Nghe", "- Ghi"], &[0, 2]),
            question(3, QuestionKind::TrueFalse, "Đảng viên học suốt đời.", &["Đúng", "Sai"], &[0]),
        ],
        pictures: HashMap::new(),
    }
}

const MOODLE: &str = include_str!("made/moodle.xml");

const OPEN_DOCUMENT: [(&str, &str); 3] = [
    ("mimetype", "application/vnd.oasis.opendocument.text"),
    (
        "META-INF/manifest.xml",
        r#"<manifest:manifest xmlns:manifest="m"><manifest:file-entry manifest:full-path="/"/></manifest:manifest>"#,
    ),
    ("content.xml", include_str!("made/content.xml")),
];
