//! Tables of questions: a row each, or a row for each option.

use super::super::document::{Cell, Glyph, Line, Look, Row, Table};
use super::super::text;
use super::candidate::{Candidate, CandidateOption, join, take_key};
use super::header::Columns;
use super::key::{self, Key};
use super::key_table::keys;
use super::label;
use super::piece::{Piece, pieces};
use crate::domain::question::Difficulty;

/// A heading stands in one of the first rows.
pub const HEADING_ROWS: usize = 20;

/// What a table turned out to be.
pub enum Reading {
    Questions(Vec<Candidate>),
    /// Answers by number, and explanations that stand beside them.
    Keys(Vec<(u32, Key)>, Vec<(u32, String)>),
    /// Nothing of its own: its cells in reading order.
    Layout,
}

pub fn read(table: &Table) -> Reading {
    if let Some(keys) = keys(table) {
        return keys;
    }
    for at in 0..table.rows.len().min(HEADING_ROWS) {
        if let Some((columns, rows)) = Columns::read(&table.rows[at], table.rows.get(at + 1)) {
            return Reading::Questions(questions(columns, &table.rows[at], &table.rows[at + rows..]));
        }
    }
    Reading::Layout
}

struct Rows {
    columns: Columns,
    found: Vec<Candidate>,
}

fn questions(columns: Columns, heading: &Row, rows: &[Row]) -> Vec<Candidate> {
    let mut reading = Rows { columns, found: Vec::new() };
    let mut at = 0;
    while let Some(row) = rows.get(at) {
        at += 1;
        if row.cells.iter().zip(&heading.cells).all(|(cell, head)| cell.text() == head.text()) || is_instruction(row) {
            continue;
        }
        // A heading again: after a page's end the same one, where two tables grew together another.
        match Columns::read(row, rows.get(at)) {
            Some((columns, count)) => {
                reading.columns = columns;
                at += count - 1;
            }
            None => reading.row(row),
        }
    }
    reading.found
}

/// `Text of the question (required)`, `(1) (2) (3)`: a row that explains or counts the columns.
fn is_instruction(row: &Row) -> bool {
    let filled: Vec<String> = row.cells.iter().map(Cell::text).filter(|text| !text.is_empty()).collect();
    let counts = |(number, text): (u32, &String)| text.trim_matches(['(', ')', '[', ']']) == number.to_string();
    if filled.len() > 2 && (1..).zip(&filled).all(counts) {
        return true;
    }
    const SIGNS: [&str; 9] = [
        "(required",
        "(optional",
        "(bat buoc",
        "(khong bat buoc",
        "(tuy chon",
        "text of the question",
        "text for option",
        "nhap noi dung cau hoi",
        "(neu co)",
    ];
    let said = row.cells.iter().map(|cell| text::folded(&cell.text()));
    said.filter(|said| SIGNS.iter().any(|sign| said.contains(sign))).count() >= 2
}

pub fn cell(row: &Row, at: Option<usize>) -> Option<&Cell> {
    row.cells.get(at?).filter(|cell| !cell.is_blank())
}

impl Rows {
    fn row(&mut self, row: &Row) {
        let columns = self.columns.clone();
        let Some(asked) = cell(row, columns.question) else {
            self.further_option(row, columns.together);
            return;
        };
        if self.is_next_option(asked) {
            self.further_option(row, columns.question);
            return;
        }
        if is_section_row(row, &columns) {
            return;
        }
        let printed = cell(row, columns.number).and_then(|cell| number(&cell.text()));
        let mut candidate = Candidate::new(printed, 0, row.place);
        candidate.raw =
            row.cells.iter().map(Cell::text).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" | ");
        candidate.particulars.left_picture = row.cells.iter().flat_map(Cell::lines).any(|line| line.pictured);
        self.stem(asked, &mut candidate);
        let inside = self.options_inside(asked);
        if let Some(options) = cell(row, columns.together).filter(|_| !inside) {
            candidate.options.extend(options_of(options));
        }
        for (letter, at) in &columns.options {
            let glyphs = row.cells.get(*at).map(glyphs_of).unwrap_or_default();
            candidate.options.push(option_cell(*letter, &glyphs));
        }
        if inside {
            options_and_more(asked, &mut candidate);
        }
        // Beside options in the question's cell, `Trả lời` is the answer.
        self.mark(cell(row, columns.key.or(columns.together.filter(|_| inside))), &mut candidate);
        if let Some(cell) = cell(row, columns.explanation) {
            candidate.explanation = cell.text();
        }
        if let Some(cell) = cell(row, columns.source) {
            candidate.source = cell.text();
        }
        let seconds = cell(row, columns.seconds).map(|cell| text::folded(&cell.text()));
        candidate.seconds = seconds.and_then(|said| label::duration(&said).or_else(|| plain_seconds(&said)));
        candidate.particulars.topic = cell(row, columns.topic).map(Cell::text);
        candidate.particulars.difficulty = cell(row, columns.difficulty).and_then(|cell| difficulty(&cell.text()));
        self.found.push(candidate);
    }

    /// Whether a question's cell holds its options, too.
    fn options_inside(&self, asked: &Cell) -> bool {
        let free = self.columns.together.is_none() || self.columns.key.is_none();
        let lines = || pieces(asked.lines().into_iter().cloned().collect());
        self.columns.options.is_empty() && free && lines().iter().any(|piece| piece.option.is_some())
    }

    /// The text of a question's cell, without options that stand in it.
    fn stem(&self, asked: &Cell, candidate: &mut Candidate) {
        let lines = pieces(asked.lines().into_iter().cloned().collect());
        let options_inside = self.options_inside(asked);
        for (index, piece) in lines.iter().enumerate() {
            if options_inside && piece.option.as_ref().is_some_and(|label| label.letter == 0 && index > 0) {
                break;
            }
            let end = match piece
                .question
                .as_ref()
                .filter(|label| index == 0 && (label.strong || Some(label.number) == candidate.number))
            {
                Some(label) => {
                    candidate.number = candidate.number.or(Some(label.number));
                    candidate.seconds = label.seconds;
                    label.end
                }
                None if index == 0 => leading_tag(piece),
                None => 0,
            };
            join(&mut candidate.stem, &piece.text_from(end));
        }
    }

    /// Key cell: letters, numbers, a text, or a mark in the row of its option.
    fn mark(&self, key: Option<&Cell>, candidate: &mut Candidate) {
        let Some(written) = key.map(|cell| {
            let lines: Vec<String> =
                cell.lines().iter().map(|line| line.text()).filter(|text| !text.is_empty()).collect();
            lines.join("\n")
        }) else {
            return;
        };
        if is_tick(&written) {
            if let Some(option) = candidate.options.last_mut() {
                option.marked = true;
            }
            return;
        }
        let folded: Vec<char> = written.chars().map(text::folded_letter).collect();
        let from = key::label(&folded, 0).filter(|label| label.certain).map_or(0, |label| label.end);
        let written: String = written.chars().skip(from).collect();
        let value = key::value(&written).map(|(key, _)| key);
        candidate.key = match value {
            // Texts one under the other.
            Some(Key::Text(_)) if written.contains('\n') => Some(Key::Text(written.trim().to_owned())),
            other => other,
        };
    }

    /// Where options have no column, they may stand in rows of their own under their question.
    fn is_next_option(&self, asked: &Cell) -> bool {
        let without_column = self.columns.options.is_empty() && self.columns.together.is_none();
        let (Some(candidate), Some(line)) =
            (self.found.last().filter(|_| without_column), asked.lines().first().copied())
        else {
            return false;
        };
        label::option(&line.glyphs, &line.folded(), 0).is_some_and(|label| label.letter == candidate.options.len())
    }

    /// A row without a question goes on with the options of the one above it.
    fn further_option(&mut self, row: &Row, column: Option<usize>) {
        let Some(candidate) = self.found.last_mut() else { return };
        let Some(options) = cell(row, column) else { return };
        let start = candidate.options.len();
        for mut option in options_of(options) {
            // Rows without letters count on.
            option.letter = option.letter.max(candidate.options.len());
            candidate.options.push(option);
        }
        let Some(written) = cell(row, self.columns.key).map(Cell::text) else { return };
        if is_tick(&written) {
            candidate.options.iter_mut().skip(start).for_each(|option| option.marked = true);
        } else if candidate.key.is_none() {
            candidate.key = key::value(&written).map(|(key, _)| key);
        }
    }
}

/// `[NB]` or points before a stem without a number.
fn leading_tag(piece: &Piece) -> usize {
    let mut numbered: Vec<Glyph> = "Câu 1: ".chars().map(|letter| Glyph { letter, look: Look::default() }).collect();
    let shift = numbered.len();
    numbered.extend(&piece.line.glyphs);
    let line = Line { glyphs: numbered, ..piece.line.clone() };
    label::question(&line, &line.folded()).map_or(0, |label| label.end.saturating_sub(shift))
}

fn is_tick(written: &str) -> bool {
    let mut letters = written.trim().chars();
    matches!((letters.next(), letters.next()), (Some(letter), None) if label::is_check(letter) || letter == 'x' || letter == 'X')
}

pub fn number(written: &str) -> Option<u32> {
    let digits: String =
        written.chars().skip_while(|letter| !letter.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

fn plain_seconds(said: &str) -> Option<u32> {
    let said = said.strip_suffix(".0").unwrap_or(said);
    said.parse().ok().filter(|seconds| *seconds > 0)
}

/// A level in the words of schools or in plain ones.
pub fn difficulty(written: &str) -> Option<Difficulty> {
    match text::folded(written).as_str() {
        "de" | "nhan biet" | "nb" | "easy" => Some(Difficulty::Easy),
        "trung binh" | "thong hieu" | "th" | "medium" => Some(Difficulty::Medium),
        "kho" | "van dung" | "van dung cao" | "vd" | "vdc" | "hard" => Some(Difficulty::Hard),
        _ => None,
    }
}

/// A row that is merged across, or holds nothing but the name of a section or of who signs.
fn is_section_row(row: &Row, columns: &Columns) -> bool {
    let has_options = !columns.options.is_empty() || columns.together.is_some();
    let mut answers = columns.options.iter().map(|(_, at)| Some(*at)).chain([columns.together, columns.key]);
    let unanswered = has_options && answers.all(|at| cell(row, at).is_none());
    let counted = cell(row, columns.number).map(Cell::text);
    // `II | Lịch sử Đảng`
    if unanswered && counted.as_deref().is_some_and(is_numeral) {
        return true;
    }
    let filled = row.cells.iter().filter(|cell| !cell.is_blank()).count();
    let others = row
        .cells
        .iter()
        .enumerate()
        .any(|(at, cell)| Some(at) != columns.question && !cell.is_blank() && Some(at) != columns.number);
    let merged = row.cells.iter().filter(|cell| cell.covered).count() + 1 >= row.cells.len().max(3);
    let heading = || {
        row.cells.iter().flat_map(Cell::lines).any(|line| {
            !line.is_blank() && {
                let piece = Piece::new(Line { heading: false, ..line.clone() });
                piece.is_heading || piece.is_end
            }
        })
    };
    !others && merged || (!others && filled == 1 || unanswered && counted.is_none()) && heading()
}

/// `I`, `IV.`, `B`: what counts sections, where questions have figures.
fn is_numeral(text: &str) -> bool {
    let bare = text.trim_end_matches(['.', ')', '/']);
    let roman = !bare.is_empty() && bare.bytes().all(|letter| matches!(letter, b'I' | b'V' | b'X'));
    roman || matches!(bare, "A" | "B" | "C" | "D")
}

fn glyphs_of(cell: &Cell) -> Vec<Glyph> {
    let mut glyphs: Vec<Glyph> = Vec::new();
    for line in cell.lines() {
        if !glyphs.is_empty() {
            glyphs.push(Glyph { letter: ' ', look: Look::default() });
        }
        glyphs.extend(&line.glyphs);
    }
    glyphs
}

/// One option in a cell of its own; it may repeat its letter.
fn option_cell(index: usize, glyphs: &[Glyph]) -> CandidateOption {
    let folded: Vec<char> = glyphs.iter().map(|glyph| text::folded_letter(glyph.letter)).collect();
    let label = label::option(glyphs, &folded, 0);
    let (start, letter, marked) = match label {
        Some(label) if label.letter == index => (label.end, glyphs.get(label.at).copied(), label.marked),
        _ => match folded.iter().position(|letter| *letter != ' ') {
            Some(first) if label::is_check(folded[first]) && folded.len() > first + 1 => (first + 1, None, true),
            _ => (0, None, false),
        },
    };
    CandidateOption::read(index, letter, glyphs.get(start..).unwrap_or_default(), marked)
}

/// The number of `1.`, `1)`: in a cell of options it numbers one of them.
fn number_of(piece: &Piece) -> Option<u32> {
    piece.question.as_ref().filter(|label| !label.strong).map(|label| label.number)
}

/// A question's cell that holds its options, and perhaps its key, explanation and source.
fn options_and_more(asked: &Cell, candidate: &mut Candidate) {
    candidate.options = options_of(asked);
    for piece in pieces(asked.lines().into_iter().cloned().collect()) {
        if let Some(end) = piece.explanation {
            join(&mut candidate.explanation, &piece.text_from(end));
        } else if let Some(end) = piece.source {
            join(&mut candidate.source, &piece.text_from(end));
        } else if let Some(label) = piece.key.as_ref().filter(|label| label.certain && label.colon) {
            take_key(candidate, &piece.text_from(label.end));
        }
    }
}

/// All options in one cell: by their letters or numbers, else one in each line.
fn options_of(cell: &Cell) -> Vec<CandidateOption> {
    let lines = pieces(cell.lines().into_iter().cloned().collect());
    let lettered = lines.iter().any(|piece| piece.option.is_some());
    let numbered = lines.len() > 1 && (1..).zip(&lines).all(|(number, piece)| number_of(piece) == Some(number));
    let mut options: Vec<CandidateOption> = Vec::new();
    for piece in &lines {
        let ends =
            piece.explanation.is_some() || piece.source.is_some() || piece.key.as_ref().is_some_and(|key| key.colon);
        if ends && lettered && !options.is_empty() {
            break;
        }
        match (&piece.option, options.last_mut()) {
            (Some(label), last) if last.as_ref().is_none_or(|last| label.letter > last.letter) => {
                let letter = piece.line.glyphs.get(label.at).copied();
                let text = piece.line.glyphs.get(label.end..).unwrap_or_default();
                options.push(CandidateOption::read(label.letter, letter, text, label.marked));
            }
            (_, Some(last)) if lettered => last.push(&piece.line.glyphs),
            (_, None) if lettered => {}
            _ if numbered => {
                let end = piece.question.as_ref().map_or(0, |label| label.end);
                options.push(option_cell(options.len(), piece.line.glyphs.get(end..).unwrap_or_default()));
            }
            _ => {
                let bullet = piece.folded.iter().take_while(|letter| matches!(letter, '-' | '+' | '•' | ' ')).count();
                let bullet = if piece.folded.get(bullet.wrapping_sub(1)) == Some(&' ') { bullet } else { 0 };
                options.push(option_cell(options.len(), piece.line.glyphs.get(bullet..).unwrap_or_default()));
            }
        }
    }
    options
}
