//! Files that are made to harm whoever reads them, given to the built program: each is refused in words, within the
//! bounds of its reading process.

use std::fs;

use serde_json::Value;

use super::bank::packed;
use super::process::{khacsau, run};
use crate::harness::Directory;

/// What `bank check` says of a file.
fn found(name: &str, bytes: &[u8]) -> Value {
    let place = Directory::make();
    let path = place.0.join(name);
    fs::write(&path, bytes).unwrap();
    let said = run(khacsau(["bank", "check", path.to_str().unwrap(), "--json"])).well();
    serde_json::from_str(&said).unwrap_or_else(|error| panic!("{name}: {error}\n{said}"))
}

#[track_caller]
fn refused(name: &str, bytes: &[u8], kinds: &[&str]) -> String {
    let found = found(name, bytes);
    assert_eq!(found["questions"], serde_json::json!([]), "{name}");
    let kind = found["problems"][0]["kind"].as_str().unwrap_or_else(|| panic!("{name}: {found}"));
    assert!(kinds.contains(&kind), "{name}: {found}");
    found["problems"][0]["sentence"].as_str().expect("a sentence").to_owned()
}

fn word(document: &str) -> Vec<u8> {
    packed(&[("word/document.xml", document.as_bytes())])
}

fn sheet(cells: &str) -> Vec<u8> {
    let rels =
        "<Relationships><Relationship Id=\"a\" Type=\"x/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>";
    packed(&[
        ("xl/workbook.xml", b"<workbook xmlns:r=\"r\"><sheets><sheet name=\"1\" r:id=\"a\"/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", rels.as_bytes()),
        ("xl/worksheets/sheet1.xml", format!("<worksheet><sheetData>{cells}</sheetData></worksheet>").as_bytes()),
    ])
}

#[test]
fn entities_are_neither_expanded_nor_fetched() {
    let text = |doctype: &str, body: &str| {
        format!("<?xml version=\"1.0\"?>{doctype}<document><body><p><r><t>{body}</t></r></p></body></document>")
    };
    let laughs: String =
        (1..10).map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10))).collect();
    let laughs = text(&format!("<!DOCTYPE d [<!ENTITY l0 \"ha\">{laughs}]>"), "&l9;");
    let outside = text("<!DOCTYPE d [<!ENTITY f SYSTEM \"file:///etc/hostname\">]>", "&f;");
    let parameter = text("<!DOCTYPE d SYSTEM \"http://127.0.0.1:9/evil.dtd\">", "x");
    for (name, text) in [("cuoi.docx", &laughs), ("ngoai.docx", &outside), ("xa.docx", &parameter)] {
        refused(name, &word(text), &["unreadable_file"]);
    }
    let quiz = "<!DOCTYPE quiz [<!ENTITY f SYSTEM \"file:///etc/hostname\">]><quiz><question type=\"multichoice\"><questiontext><text>&f;</text></questiontext></question></quiz>";
    refused("de.xml", quiz.as_bytes(), &["unreadable_file"]);
}

#[test]
fn depth_and_repetition_cost_nothing_wherever_they_are() {
    let deep = |tag: &str| format!("{}{}", format!("<{tag}>").repeat(300_000), format!("</{tag}>").repeat(300_000));
    refused("sau.xml", format!("<quiz>{}</quiz>", deep("question")).as_bytes(), &["too_large"]);
    refused("sau.xlsx", &sheet(&deep("row")), &["too_large"]);
    refused("sau.json", "[".repeat(2 << 20).as_bytes(), &["unreadable_file", "unsupported_type"]);
    let rows: String = (1..=1_000_000).map(|row| format!("<row r=\"{row}\"/>")).collect();
    refused("trong.xlsx", &sheet(&rows), &["empty_file"]);
    let far = "<row r=\"1048576\"><c r=\"XFD1048576\" t=\"str\"><v>1</v></c></row><row><c t=\"str\"><v>2</v></c></row>";
    refused("xa.xlsx", &sheet(far), &["empty_file"]);
    let last = "<row r=\"4294967295\"/><row><c><v>1</v></c></row>";
    refused("cuoi.xlsx", &sheet(last), &["empty_file"]);
    let repeated = format!(
        "<document-content><body><text><table><table-row number-rows-repeated=\"4294967295\"><table-cell number-columns-repeated=\"4294967295\"><p>{}</p></table-cell></table-row></table></text></body></document-content>",
        "a".repeat(1_000)
    );
    let repeated =
        packed(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", repeated.as_bytes())]);
    refused("lap.odt", &repeated, &["empty_file", "too_large"]);
}

#[test]
fn a_line_without_end_is_stopped_by_memory_or_time_and_never_stops_the_program() {
    let any = ["empty_file", "too_large", "unsupported_type", "unreadable_file"];
    for (name, part) in [
        ("dai.txt", "Vì sao chi bộ họp thường lệ? "),
        ("phuong-an.txt", "A. Một B. Hai C. Ba D. Bốn "),
        ("khoa.txt", "1-A 2-B 3-C 4-D "),
        ("ngoac.gift", "{=~#"),
        ("ngoac.csv", "\"a\";"),
        ("nhay.csv", "\"\"\""),
        ("mo.json", "{\"a\":"),
    ] {
        let found = found(name, part.repeat((10 << 20) / part.len()).as_bytes());
        let problems = found["problems"].as_array().expect("problems");
        let told = problems.iter().all(|problem| problem["sentence"].as_str().is_some_and(|said| said.contains(' ')));
        assert!(told, "{name}");
        let whole = problems.iter().find(|problem| problem["question"].is_null());
        assert!(whole.is_none_or(|problem| any.contains(&problem["kind"].as_str().unwrap())), "{name}: {whole:?}");
    }
}

#[test]
fn macros_and_passwords_are_named_whatever_the_file_is_called() {
    let macros = |kind: &str, part: &str| {
        let types =
            format!("<Types><Override ContentType=\"application/vnd.ms-{kind}.macroEnabled.main+xml\"/></Types>");
        packed(&[("[Content_Types].xml", types.as_bytes()), (part, b"<document/>")])
    };
    let beside = packed(&[("xl/workbook.xml", b"<workbook/>"), ("xl/VBAProject.BIN", b"x")]);
    for (name, bytes) in [
        ("doi-ten.docx", macros("word.document", "word/document.xml")),
        ("doi-ten.xlsx", macros("excel.sheet", "xl/workbook.xml")),
        ("hoa.xlsx", beside),
    ] {
        assert!(refused(name, &bytes, &["unsupported_type"]).contains("macro"), "{name}");
    }
    let mut locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    locked.extend("EncryptedPackage".bytes().flat_map(|byte| [byte, 0]));
    for name in ["khoa.docx", "khoa.xlsx"] {
        assert!(refused(name, &locked, &["unsupported_type"]).contains("mật khẩu"), "{name}");
    }
}
