//! The score sheet as a workbook. Names are text whatever they begin with: none is a formula, nor becomes one when its
//! cell is edited.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::ReportError;
use super::outcome::{Outcome, ScoreLine};

const HEADING: u32 = 4;

pub fn score_workbook(outcome: &Outcome) -> Result<Vec<u8>, ReportError> {
    write(outcome).map_err(|error| ReportError(Box::new(error)))
}

struct Formats {
    title: Format,
    heading: Format,
    /// With the sign by which Excel takes what follows as text.
    text: Format,
    whole: Format,
    score: Format,
    time: Format,
}

fn write(outcome: &Outcome) -> Result<Vec<u8>, XlsxError> {
    let plain = Format::new().set_font_name("Times New Roman").set_font_size(12).set_align(FormatAlign::Top);
    let cell = plain.clone().set_border(FormatBorder::Thin);
    let number = |pattern: &str| cell.clone().set_align(FormatAlign::Center).set_num_format(pattern);
    let formats = Formats {
        title: plain.clone().set_bold().set_quote_prefix(),
        heading: cell.clone().set_bold().set_text_wrap().set_align(FormatAlign::Center),
        text: cell.clone().set_text_wrap().set_quote_prefix(),
        whole: number("0"),
        score: number("0.00"),
        time: number("0.0"),
    };
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("Bảng điểm")?;
    let title = format!("BẢNG ĐIỂM {}", outcome.contest().to_uppercase());
    let taken_part = format!("Tham gia: {}/{} ({})", outcome.completed, outcome.eligible, outcome.rate);
    for (line, words) in (0..).zip([&outcome.unit, &title, &outcome.held_at, &taken_part]) {
        sheet.write_string_with_format(line, 0, printable(words), &formats.title)?;
    }
    let headings = [
        ("Hạng", 8.0),
        ("Họ và tên", 30.0),
        ("Tổ chức đảng", 36.0),
        ("Điểm", 10.0),
        ("Thời gian (giây)", 12.0),
        ("Ghi chú", 30.0),
    ];
    for (column, (words, width)) in (0..).zip(headings) {
        sheet.write_string_with_format(HEADING, column, words, &formats.heading)?;
        sheet.set_column_width(column, width)?;
    }
    for (row, line) in (HEADING + 1..).zip(outcome.ranked.iter().chain(&outcome.outside)) {
        score_line(sheet, row, line, &formats)?;
    }
    sheet.set_freeze_panes(HEADING + 1, 2)?;
    sheet.set_paper_size(9);
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(HEADING, HEADING)?;
    workbook.save_to_buffer()
}

fn score_line(sheet: &mut Worksheet, row: u32, line: &ScoreLine, formats: &Formats) -> Result<(), XlsxError> {
    match line.place {
        Some(place) => sheet.write_number_with_format(row, 0, place, &formats.whole)?,
        None => sheet.write_string_with_format(row, 0, "–", &formats.whole)?,
    };
    sheet.write_string_with_format(row, 1, printable(&line.name), &formats.text)?;
    sheet.write_string_with_format(row, 2, printable(&line.unit), &formats.text)?;
    sheet.write_number_with_format(row, 3, f64::from(line.hundredths) / 100.0, &formats.score)?;
    // Tenths of an evening are far below what a floating number holds.
    sheet.write_number_with_format(row, 4, line.tenths as f64 / 10.0, &formats.time)?;
    sheet.write_string_with_format(row, 5, printable(&line.note), &formats.text)?;
    Ok(())
}

/// Without the two letters that no XML can hold.
fn printable(text: &str) -> String {
    text.chars().filter(|letter| !matches!(letter, '\u{fffe}' | '\u{ffff}')).collect()
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use super::*;

    #[test]
    fn no_name_is_a_formula() {
        let line = |name: &str, place| ScoreLine {
            place,
            name: name.to_owned(),
            hundredths: 875,
            tenths: 852,
            note: "@SUM(A1)".to_owned(),
            ..ScoreLine::default()
        };
        let outcome = Outcome {
            title: "Kỳ thi tháng 11/2026".to_owned(),
            ranked: vec![line("=HYPERLINK(\"http://x\")", Some(1)), line("Nguyễn\u{ffff} Văn Đạt", Some(2))],
            outside: vec![line("-1+1", None)],
            ..Outcome::default()
        };
        let mut file = zip::ZipArchive::new(Cursor::new(score_workbook(&outcome).unwrap())).unwrap();
        let mut read = |name: &str| {
            let mut text = String::new();
            file.by_name(name).unwrap().read_to_string(&mut text).unwrap();
            text
        };
        let (sheet, texts) = (read("xl/worksheets/sheet1.xml"), read("xl/sharedStrings.xml"));
        assert!(!sheet.contains("<f>") && !sheet.contains("<f "), "{sheet}");
        assert!(sheet.contains("<v>8.75</v>") && sheet.contains("<v>85.2</v>"), "{sheet}");
        for text in ["=HYPERLINK", "-1+1", "@SUM(A1)", "BẢNG ĐIỂM KỲ THI THÁNG 11/2026", "Nguyễn Văn Đạt"]
        {
            assert!(texts.contains(text), "{text}: {texts}");
        }
        assert!(read("xl/styles.xml").contains("quotePrefix=\"1\""));
    }
}
