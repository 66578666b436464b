//! The cells of one sheet, streamed: a far cell or a million empty rows cost nothing.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::document::{Block, Cell, Line, LineWriter, Look, Place, Row};
use super::super::refusal::Refusal;
use super::super::xml::Element;
use super::styles::CellStyles;
use super::{Dates, Shared};

const ROWS: usize = 20_000;
const COLUMNS: usize = 200;
/// Elements of one sheet, empty ones counted.
const ELEMENTS: usize = 6_000_000;

/// A text in runs; a run without a font has that of its cell.
pub type SharedText = Vec<(String, Option<Look>)>;

pub struct SheetReader<'a> {
    pub number: u32,
    pub shared: &'a Shared,
    pub styles: &'a CellStyles,
    pub since_1904: bool,
    pub dates: Dates,
}

/// The cell that is being read.
#[derive(Default)]
struct Open {
    row: u32,
    column: usize,
    style: usize,
    kind: String,
    value: String,
    inline: SharedText,
    has_value: bool,
}

pub fn shared_text(item: &Element<'_>, styles: &CellStyles) -> SharedText {
    let mut text = SharedText::new();
    for child in item.children() {
        match child.name {
            "t" => text.push((escapes(&child.own_text()), None)),
            "r" => {
                let look = child.child("rPr").map(|font| styles.font(font));
                text.push((child.child("t").map(|found| escapes(&found.own_text())).unwrap_or_default(), look));
            }
            _ => {}
        }
    }
    text
}

/// `_x000D_`, `_x005F_`: how Excel writes control characters, and what only looks like such a sign.
fn escapes(source: &str) -> String {
    let mut text = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(at) = rest.find("_x") {
        let code = rest.get(at + 2..at + 7).and_then(|code| code.strip_suffix('_'));
        let code = code.filter(|code| code.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let letter = code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        text.push_str(&rest[..at]);
        match letter {
            Some(letter) => text.push(if letter == '\r' { '\n' } else { letter }),
            None => text.push_str("_x"),
        }
        rest = &rest[at + if letter.is_some() { 7 } else { 2 }..];
    }
    text + rest
}

impl SheetReader<'_> {
    /// Rows with something in them, and the texts of headers and footers.
    pub fn read(&self, source: &str) -> Result<(Vec<Row>, Vec<String>), Refusal> {
        let mut reader = Reader::from_str(source);
        let mut rows: BTreeMap<u32, BTreeMap<usize, Cell>> = BTreeMap::new();
        let (mut open, mut merged, mut margins) = (None::<Open>, Vec::new(), Vec::new());
        let (mut row, mut column, mut path, mut elements) = (0_u32, 0_usize, Vec::<String>::new(), 0_usize);
        loop {
            let event = reader.read_event().map_err(|_| Refusal::damaged())?;
            let is_empty = matches!(event, Event::Empty(_));
            match event {
                Event::Start(start) | Event::Empty(start) => {
                    elements += 1;
                    if elements > ELEMENTS || path.len() > 64 {
                        return Err(Refusal::too_large());
                    }
                    let name = start.local_name().as_ref().to_owned();
                    match name.as_str() {
                        "row" => {
                            row = attribute(&start, "r")?
                                .and_then(|number| number.parse().ok())
                                .unwrap_or(row.saturating_add(1));
                            column = 0;
                        }
                        "c" if !is_empty => {
                            let place = attribute(&start, "r")?.and_then(|place| reference(&place));
                            let (column_at, row_at) = place.unwrap_or((column, row));
                            column = column_at + 1;
                            open = Some(Open {
                                row: row_at,
                                column: column_at,
                                style: attribute(&start, "s")?.and_then(|style| style.parse().ok()).unwrap_or(0),
                                kind: attribute(&start, "t")?.unwrap_or_default(),
                                ..Open::default()
                            });
                        }
                        "c" => column += 1,
                        "r" => {
                            if let Some(open) = &mut open {
                                open.inline.push((String::new(), None));
                            }
                        }
                        "mergeCell" => merged.extend(attribute(&start, "ref")?.and_then(|area| self.area(&area))),
                        _ => {}
                    }
                    if !is_empty {
                        path.push(name);
                    }
                }
                Event::End(end) => {
                    path.pop();
                    if end.local_name().as_ref() == "c" {
                        if let Some(done) = open.take().filter(|open| open.column < COLUMNS) {
                            let cell = self.cell(&done);
                            if !cell.is_blank() {
                                rows.entry(done.row).or_default().insert(done.column, cell);
                            }
                        }
                        if rows.len() > ROWS {
                            return Err(Refusal::too_large());
                        }
                    }
                }
                Event::Text(text) => take(&path, &text.xml10_content(), &mut open, &mut margins),
                Event::CData(text) => take(&path, &text.xml10_content(), &mut open, &mut margins),
                Event::GeneralRef(found) => {
                    let letter = found.resolve_char_ref().map_err(|_| Refusal::damaged())?.map(String::from);
                    let named = quick_xml::escape::resolve_xml_entity(found.as_ref()).map(str::to_owned);
                    let text = letter.or(named).ok_or_else(Refusal::damaged)?;
                    take(&path, &text, &mut open, &mut margins);
                }
                Event::DocType(_) => return Err(Refusal::damaged()),
                Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
                Event::Eof if path.is_empty() => break,
                Event::Eof => return Err(Refusal::damaged()),
            }
        }
        Ok((self.rows(rows, &merged), margins))
    }

    fn rows(&self, found: BTreeMap<u32, BTreeMap<usize, Cell>>, merged: &[(u32, u32, usize, usize)]) -> Vec<Row> {
        let width = found.values().filter_map(|cells| cells.keys().next_back()).max().map_or(0, |last| last + 1);
        let rows = found.into_iter().map(|(number, mut cells)| {
            let covers = |column: usize| {
                merged.iter().any(|(top, bottom, left, right)| {
                    (*top..=*bottom).contains(&number)
                        && (*left..=*right).contains(&column)
                        && (number, column) != (*top, *left)
                })
            };
            let cells = (0..width).map(|column| {
                let mut cell = cells.remove(&column).unwrap_or_default();
                cell.covered = cell.content.is_empty() && covers(column);
                cell
            });
            Row { place: Place::SheetRow { sheet: self.number, row: number }, cells: cells.collect() }
        });
        rows.collect()
    }

    fn cell(&self, open: &Open) -> Cell {
        let (format, look) = self.styles.of(open.style);
        let runs: SharedText = match open.kind.as_str() {
            "s" => {
                open.value.trim().parse::<usize>().ok().and_then(|at| self.shared.get(at)).cloned().unwrap_or_default()
            }
            "inlineStr" => open.inline.iter().map(|(text, look)| (escapes(text), *look)).collect(),
            "e" => Vec::new(),
            "b" => vec![(if open.value.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned(), None)],
            "str" | "d" => vec![(escapes(&open.value), None)],
            _ if !open.has_value => Vec::new(),
            _ => match open.value.trim().parse::<f64>() {
                Ok(number) => vec![(
                    match self.dates {
                        Dates::AsShown => format.show(number, self.since_1904),
                        Dates::DayFirst => format.day_first().show(number, self.since_1904),
                    },
                    None,
                )],
                Err(_) => vec![(open.value.clone(), None)],
            },
        };
        let place = Place::SheetRow { sheet: self.number, row: open.row };
        let mut writers = vec![LineWriter::default()];
        for (text, own) in runs {
            let look = own.map_or(look, |own| Look { fill: look.fill, ..own });
            for (index, part) in text.split(['\n', '\r']).enumerate() {
                if index > 0 {
                    writers.push(LineWriter::default());
                }
                if let Some(writer) = writers.last_mut() {
                    writer.push(part, look);
                }
            }
        }
        let lines = writers.into_iter().map(|writer| Line {
            glyphs: writer.finish(),
            place,
            continues: false,
            after_blank: false,
            heading: false,
            bulleted: false,
            pictured: false,
        });
        Cell { content: lines.filter(|line| !line.is_blank()).map(Block::Line).collect(), covered: false }
    }

    /// `B2:D4` as rows and columns.
    fn area(&self, area: &str) -> Option<(u32, u32, usize, usize)> {
        let (from, to) = area.split_once(':')?;
        let ((left, top), (right, bottom)) = (reference(from)?, reference(to)?);
        Some((top, bottom, left, right))
    }
}

fn take(path: &[String], text: &str, open: &mut Option<Open>, margins: &mut Vec<String>) {
    let last = path.last().map_or("", String::as_str);
    match (last, open) {
        ("v", Some(open)) => {
            open.value.push_str(text);
            open.has_value = true;
        }
        ("t", Some(open)) if !path.iter().any(|name| name == "rPh") => {
            if open.inline.is_empty() {
                open.inline.push((String::new(), None));
            }
            if let Some((found, _)) = open.inline.last_mut() {
                found.push_str(text);
            }
        }
        ("oddHeader" | "oddFooter" | "evenHeader" | "evenFooter" | "firstHeader" | "firstFooter", None) => {
            // `&L…&C…&R…`, with codes for fonts and sizes.
            margins.extend(text.split('&').map(|part| part.trim_start_matches(['L', 'C', 'R']).trim().to_owned()));
            margins.extend(text.split('&').map(str::to_owned));
        }
        _ => {}
    }
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Result<Option<String>, Refusal> {
    let found = start.try_get_attribute(name).map_err(|_| Refusal::damaged())?;
    Ok(found.map(|found| found.value.into_owned()))
}

/// `AB12` as column from 0 and row from 1.
fn reference(place: &str) -> Option<(usize, u32)> {
    let digits = place.find(|letter: char| letter.is_ascii_digit())?;
    let mut column = 0_usize;
    for letter in place[..digits].bytes().filter(u8::is_ascii_alphabetic) {
        column = column.checked_mul(26)?.checked_add(usize::from(letter.to_ascii_uppercase() - b'A') + 1)?;
    }
    Some((column.checked_sub(1)?, place[digits..].trim_end_matches('$').parse().ok()?))
}
