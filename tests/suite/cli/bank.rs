//! `khacsau bank check`: what an import would take from a file, in a process that a file cannot break.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::Value;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::process::{khacsau, run};
use crate::harness::Directory;

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/bank_samples")
}

fn check(path: &Path) -> Value {
    let output = run(khacsau(["bank", "check", path.to_str().unwrap(), "--json"])).well();
    serde_json::from_str(&output).unwrap_or_else(|error| panic!("{}: {error}\n{output}", path.display()))
}

/// What a contest would take, and what was refused.
fn outcome(found: &Value) -> (Vec<Value>, BTreeSet<(String, String)>) {
    let fields = ["stem", "options", "correct", "explanation", "source", "seconds"];
    let question = |found: &Value| fields.iter().map(|field| found[*field].clone()).collect::<Value>();
    let problem = |found: &Value| (found["question"].to_string(), found["kind"].to_string());
    (
        found["questions"].as_array().unwrap().iter().map(question).collect(),
        found["problems"].as_array().unwrap().iter().map(problem).collect(),
    )
}

/// The refusal of a file made of `bytes`: its kind and its sentence.
fn refused(name: &str, bytes: &[u8]) -> (String, String) {
    let place = Directory::make();
    let path = place.0.join(name);
    fs::write(&path, bytes).unwrap();
    let found = check(&path);
    assert_eq!(found["questions"], serde_json::json!([]), "{name}");
    let problems = found["problems"].as_array().unwrap();
    assert_eq!(problems.len(), 1, "{name}: {problems:?}");
    assert_eq!(problems[0]["question"], Value::Null, "{name}");
    let said = |field: &str| problems[0][field].as_str().unwrap().to_owned();
    (said("kind"), said("sentence"))
}

pub(super) fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Every file of `folder` gives what stands beside it; how many files there were.
fn all_exact(folder: &str) -> usize {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite").join(folder);
    let mut names: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.retain(|path| path.extension().is_none_or(|ending| ending != "json" && ending != "md"));
    names.sort();
    let mut wrong = Vec::new();
    for path in &names {
        let expected = fs::read_to_string(format!("{}.expected.json", path.display())).unwrap();
        let expected: Value = serde_json::from_str(&expected).unwrap();
        let others = expected["alternatives"].as_array().cloned().unwrap_or_default();
        let found = outcome(&check(path));
        if !std::iter::once(&expected).chain(&others).any(|one| outcome(one) == found) {
            wrong.push(format!("{}: {found:#?}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    names.len()
}

#[test]
fn the_samples_give_exactly_what_is_expected() {
    assert_eq!(all_exact("bank_samples"), 16);
}

#[test]
fn the_habits_of_committees_are_read() {
    assert!(all_exact("bank_habits") >= 70);
}

#[test]
fn a_problem_says_in_words_where_it_is_and_what_to_do() {
    let found = check(&samples().join("01-cau-hoi-thang-3.txt"));
    let problem = &found["problems"][0];
    assert_eq!(problem["sentence"], "Câu 5 (dòng 40) chưa ghi đáp án. Hãy thêm dòng “Đáp án: …” ngay dưới câu hỏi.");
    assert!(problem["raw"].as_str().unwrap().starts_with("Câu 5: Theo Điều 24"), "the text stays with it");
}

#[test]
fn without_json_it_is_a_report_to_read() {
    let said = run(khacsau(["bank", "check", samples().join("02-on-tap-may-mac.txt").to_str().unwrap()])).well();
    assert!(said.starts_with("02-on-tap-may-mac.txt: 8 questions, 1 with a problem\n"), "{said}");
    assert!(said.contains("  * B. 03/02/1930\n"), "{said}");
    assert!(said.contains("  ! Câu 7 (dòng 40) trùng với câu 3"), "{said}");
}

#[test]
fn a_file_that_is_not_there_is_an_error() {
    let said = run(khacsau(["bank", "check", "/nowhere/bank.docx", "--json"])).refused();
    assert!(said.contains("/nowhere/bank.docx"), "{said}");
}

#[test]
fn what_is_not_what_its_name_says_is_refused_with_what_to_do() {
    let ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more".as_slice();
    let workbook = packed(&[("xl/workbook.xml", b"<workbook/>")]);
    for (name, bytes, words) in [
        ("anh.docx", b"\x89PNG\r\n\x1a\n....".as_slice(), "ảnh PNG"),
        ("cau-hoi.pdf", b"%PDF-1.7", "PDF"),
        ("cau-hoi.docx", b"%PDF-1.7", "tệp PDF"),
        ("cu.doc", ole, "Lưu thành (Save As) dạng .docx"),
        ("cu.docx", ole, "định dạng Office cũ"),
        ("macro.docm", b"PK\x03\x04", "macro"),
        ("bang.docx", &workbook, "bảng tính Excel"),
        ("bang.txt", &workbook, "tệp nén hoặc tệp Office"),
        ("bang.exe", b"MZ", "không được nhận"),
    ] {
        let (kind, sentence) = refused(name, bytes);
        assert_eq!(kind, "unsupported_type", "{name}");
        assert!(sentence.contains(words), "{name}: {sentence}");
    }
    let protected: Vec<u8> =
        [ole, &b"EncryptedPackage".iter().flat_map(|byte| [*byte, 0]).collect::<Vec<u8>>()].concat();
    let (kind, sentence) = refused("khoa.docx", &protected);
    assert_eq!(kind, "unsupported_type");
    assert!(sentence.contains("mật khẩu"), "{sentence}");
    let macros = packed(&[("word/document.xml", b"<document/>"), ("word/vbaProject.bin", b"x")]);
    assert!(refused("macro.docx", &macros).1.contains("macro"));
}

#[test]
fn damaged_and_empty_files_are_told_apart() {
    let broken_xml = packed(&[("word/document.xml", b"<document><body><p>")]);
    let doctype = b"<!DOCTYPE a [<!ENTITY b \"c\"><!ENTITY d \"&b;&b;&b;\">]><document><body><p><r><t>&d;</t></r></p></body></document>";
    let entities = packed(&[("word/document.xml", doctype)]);
    for (name, bytes) in
        [("hong.docx", broken_xml.as_slice()), ("thuc-the.docx", &entities), ("cut.docx", b"PK\x03\x04\x14")]
    {
        assert_eq!(refused(name, bytes).0, "unreadable_file", "{name}");
    }
    for (name, bytes) in
        [("trong.docx", b"".as_slice()), ("trong.txt", b""), ("chu.txt", "Kính gửi đồng chí".as_bytes())]
    {
        assert_eq!(refused(name, bytes).0, "empty_file", "{name}");
    }
}

#[test]
fn what_expands_beyond_reason_is_stopped() {
    let zeros = vec![b' '; 60 << 20];
    let bomb = packed(&[("word/document.xml", &zeros)]);
    let beside = packed(&[("word/document.xml", b"<document><body/></document>"), ("word/media/image1.png", &zeros)]);
    let deep = format!("<document><body>{}</body></document>", "<p>".repeat(200_000));
    let deep = packed(&[("word/document.xml", deep.as_bytes())]);
    // Each of many names is small to read and large to keep.
    let cells: String =
        (1..=400_000).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\"><v>1</v></c></row>")).collect();
    let sheet = format!("<worksheet><sheetData>{cells}</sheetData></worksheet>");
    let rows = workbook(sheet.as_bytes());
    for (name, bytes) in [("bom.docx", &bomb), ("bom-anh.docx", &beside), ("sau.docx", &deep), ("dai.xlsx", &rows)] {
        assert_eq!(refused(name, bytes).0, "too_large", "{name}");
    }
}

/// A workbook of one sheet.
fn workbook(sheet: &[u8]) -> Vec<u8> {
    packed(&[
        ("xl/workbook.xml", b"<workbook xmlns:r=\"r\"><sheets><sheet name=\"1\" r:id=\"a\"/></sheets></workbook>"),
        (
            "xl/_rels/workbook.xml.rels",
            b"<Relationships><Relationship Id=\"a\" Type=\"x/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
        ),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

#[test]
fn a_far_cell_costs_nothing() {
    let sheet = b"<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData></worksheet>";
    assert_eq!(refused("xa.xlsx", &workbook(sheet)).0, "empty_file");
}

#[test]
fn a_reading_process_has_no_more_memory_than_it_may() {
    // Two hundred thousand marked letters: within every bound of the archive, and beyond that of memory.
    let runs = "<r><rPr><b/></rPr><t>a</t></r>".repeat(1_050_000 / 4);
    let many = format!("<document><body><p>{runs}</p></body></document>");
    let (kind, _) = {
        let place = Directory::make();
        let path = place.0.join("nang.docx");
        fs::write(&path, packed(&[("word/document.xml", many.as_bytes())])).unwrap();
        let found = check(&path);
        (found["problems"][0]["kind"].as_str().unwrap().to_owned(), path)
    };
    assert!(matches!(kind.as_str(), "too_large" | "empty_file"), "{kind}");
}
