//! Tables of answers: in rows, in columns, or as pairs.

use super::super::document::{Cell, Table};
use super::super::text;
use super::header::Columns;
use super::key::{self, Key};
use super::table::{HEADING_ROWS, Reading, cell, number};

/// Reads a table of answers, in rows, in columns, or as pairs.
pub fn keys(table: &Table) -> Option<Reading> {
    for at in 0..table.rows.len().min(HEADING_ROWS) {
        if let Some(columns) = Columns::read_key_table(&table.rows[at]) {
            let several = table.rows[at].cells.len() > 3 && columns.explanation.is_none() && columns.source.is_none();
            if several {
                break;
            }
            let (mut answers, mut explanations) = (Vec::new(), Vec::new());
            for row in &table.rows[at + 1..] {
                let Some(number) = cell(row, columns.number).and_then(|cell| number(&cell.text())) else { continue };
                if let Some((key, _)) = cell(row, columns.key).and_then(|cell| key::value(&cell.text())) {
                    answers.push((number, key));
                }
                if let Some(cell) = cell(row, columns.explanation) {
                    explanations.push((number, cell.text()));
                }
            }
            if !answers.is_empty() {
                return Some(Reading::Keys(answers, explanations));
            }
        }
    }
    let rows: Vec<Vec<String>> = table.rows.iter().map(|row| row.cells.iter().map(Cell::text).collect()).collect();
    let filled: usize = rows.iter().flatten().filter(|text| !text.is_empty()).count();
    if filled < 2 {
        return None;
    }
    in_cells(&rows)
        .or_else(|| in_rows(&rows))
        .or_else(|| in_columns(&rows))
        .map(|pairs| Reading::Keys(pairs, Vec::new()))
}

fn is_word(text: &str) -> bool {
    let folded = text::folded(text);
    let bare = folded.trim_matches(|letter: char| !letter.is_alphanumeric());
    [
        "cau",
        "cau hoi",
        "cau so",
        "dap an",
        "da",
        "d/a",
        "stt",
        "tt",
        "dap an dung",
        "so cau",
        "bang dap an",
        "",
        "key",
        "phuong an",
    ]
    .contains(&bare)
}

fn as_number(text: &str) -> Option<u32> {
    let folded = text::folded(text);
    let bare = folded.strip_prefix("cau").unwrap_or(&folded).trim().trim_end_matches(['.', ':', ')']);
    (bare.len() <= 4).then(|| bare.parse().ok()).flatten()
}

fn as_key(text: &str) -> Option<Key> {
    match key::value(text)? {
        (found @ Key::Letters(_), rest) if rest.is_empty() => Some(found),
        (Key::Text(said), _) if matches!(text::folded(&said).as_str(), "dung" | "sai" | "d" | "s") => {
            Some(Key::Text(if text::folded(&said).starts_with('d') { "Đúng" } else { "Sai" }.to_owned()))
        }
        _ => None,
    }
}

/// `1-A` in each cell.
fn in_cells(rows: &[Vec<String>]) -> Option<Vec<(u32, Key)>> {
    let mut pairs = Vec::new();
    for text in rows.iter().flatten().filter(|text| !is_word(text)) {
        pairs.extend(key::pairs(text)?);
    }
    (pairs.len() > 1).then_some(pairs)
}

/// A row of numbers above a row of letters, once or several times.
fn in_rows(rows: &[Vec<String>]) -> Option<Vec<(u32, Key)>> {
    let rows: Vec<&Vec<String>> = rows.iter().filter(|row| row.iter().any(|text| !is_word(text))).collect();
    let (bands, rest) = rows.as_chunks::<2>();
    if bands.is_empty() || !rest.is_empty() {
        return None;
    }
    let mut pairs = Vec::new();
    for [numbers, letters] in bands {
        for (at, text) in numbers.iter().enumerate() {
            let below = letters.get(at).map_or("", String::as_str);
            match as_number(text) {
                Some(number) if !below.is_empty() => pairs.push((number, as_key(below)?)),
                Some(_) => {}
                None if is_word(text) && is_word(below) => {}
                None => return None,
            }
        }
    }
    (pairs.len() > 1).then_some(pairs)
}

/// A column of numbers beside a column of letters, once or several times.
fn in_columns(rows: &[Vec<String>]) -> Option<Vec<(u32, Key)>> {
    let mut pairs = Vec::new();
    for row in rows {
        let mut cells = row.iter().peekable();
        while let Some(text) = cells.next() {
            match as_number(text) {
                Some(number) => match cells.next() {
                    Some(answer) if answer.is_empty() => {}
                    answer => pairs.push((number, as_key(answer?)?)),
                },
                None if is_word(text) => {}
                None => return None,
            }
        }
    }
    (pairs.len() > 1).then_some(pairs)
}
