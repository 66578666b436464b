//! Separated values (.csv): which sign separates, and the cells.

use super::document::{Block, Cell, Document, Line, Place, Row, Table};
use super::refusal::Refusal;

const ROWS: usize = 20_000;
const COLUMNS: usize = 200;

/// # Errors
/// More rows than a bank or a roster has.
pub fn read(text: &str) -> Result<Document, Refusal> {
    let (named, body) = match text.strip_prefix("sep=").and_then(|rest| rest.split_once('\n')) {
        Some((sign, body)) => (sign.trim().bytes().next(), body),
        None => (None, text),
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(named.unwrap_or_else(|| separator(body)))
        .from_reader(body.as_bytes());
    let mut table = Table::default();
    for record in reader.records() {
        let record = record.map_err(|_| Refusal::damaged())?;
        if table.rows.len() >= ROWS {
            return Err(Refusal::too_large());
        }
        let line = record.position().map_or(0, csv::Position::line) + u64::from(named.is_some());
        let place = Place::SheetRow { sheet: 1, row: u32::try_from(line).unwrap_or(u32::MAX) };
        let values = record.iter().take(COLUMNS).map(super::inert::spoken);
        let cells = values.map(|value| text_cell(value, place)).collect();
        table.rows.push(Row { place, cells });
    }
    Ok(Document { blocks: vec![Block::Table(table)], ..Document::default() })
}

/// A cell of plain text, line by line.
pub fn text_cell(value: &str, place: Place) -> Cell {
    let lines = value.split('\n').filter(|line| !line.trim().is_empty());
    Cell { content: lines.map(|line| Block::Line(Line::plain(line, place))).collect(), covered: false }
}

/// The sign that stands most evenly outside quotation marks in the first lines.
fn separator(text: &str) -> u8 {
    let count = |sign: char| {
        let (mut quoted, mut found) = (false, 0_usize);
        for letter in text.chars().take(8_000) {
            match letter {
                '"' => quoted = !quoted,
                _ if letter == sign && !quoted => found += 1,
                _ => {}
            }
        }
        found
    };
    // A heading has no commas of its own where another sign separates.
    let heading = text.lines().take(20).max_by_key(|line| line.matches([';', '\t', ',']).count()).unwrap_or_default();
    let by_heading = |sign: char| heading.matches(sign).count();
    let best =
        [';', '\t', ','].into_iter().max_by_key(|sign| (by_heading(*sign) > 0, by_heading(*sign).min(count(*sign))));
    let all_lines = |sign: char| text.lines().take(10).filter(|line| line.contains(sign)).count();
    match best {
        Some(',') if all_lines(';') >= all_lines(',') && all_lines(';') > 0 => b';',
        Some(';') => b';',
        Some('\t') => b'\t',
        _ => b',',
    }
}
