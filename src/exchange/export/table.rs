//! The bank as a table, in the columns our own reader knows.

use super::super::bank::{is_option_label, is_question_label};
use super::{ExportedBank, ExportedQuestion, letter, level};
use crate::domain::bank::ReviewState;
use crate::domain::document::Document;
use crate::domain::question::MOST_OPTIONS;

/// A sheet as it is written: a heading, and rows of cells.
pub struct Rows {
    /// Rows above the heading.
    pub above: Vec<Vec<Cell>>,
    pub heading: Vec<Heading>,
    pub rows: Vec<Vec<Cell>>,
}

pub struct Heading {
    pub words: String,
    /// In letters.
    pub width: f64,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    Number(i64),
}

impl Cell {
    pub fn text(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }
}

impl Heading {
    pub fn new(words: impl Into<String>, width: f64) -> Self {
        Self { words: words.into(), width }
    }
}

pub fn rows(bank: &ExportedBank) -> Rows {
    let options = (0..MOST_OPTIONS).map(|at| Heading::new(format!("Phương án {}", letter(at)), 24.0));
    let heading = [Heading::new("STT", 6.0), Heading::new("Câu hỏi", 60.0)].into_iter().chain(options).chain([
        Heading::new("Đáp án đúng", 12.0),
        Heading::new("Giải thích", 40.0),
        Heading::new("Nguồn", 30.0),
        Heading::new("Thời gian (giây)", 16.0),
        Heading::new("Chủ đề", 20.0),
        Heading::new("Mức độ", 12.0),
        Heading::new("Thuộc văn bản", 30.0),
        Heading::new("Trạng thái", 14.0),
    ]);
    let rows = bank.questions.iter().zip(1..).map(|(question, at)| row(bank, question, at)).collect();
    Rows { above: Vec::new(), heading: heading.collect(), rows }
}

fn row(bank: &ExportedBank, question: &ExportedQuestion, at: i64) -> Vec<Cell> {
    let revision = &question.revision;
    let mut row = vec![Cell::Number(at), Cell::text(&asked(&revision.stem, at))];
    for at in 0..MOST_OPTIONS {
        row.push(revision.options.get(at).map_or(Cell::Empty, |option| Cell::text(&offered(&option.text, at))));
    }
    let document = bank.documents.iter().find(|document| document.id == question.document);
    row.extend([
        Cell::text(&question.right_letters()),
        Cell::text(&revision.explanation),
        Cell::text(&revision.source),
        question.seconds().map_or(Cell::Empty, Cell::Number),
        Cell::text(&question.topic),
        question.difficulty.map_or(Cell::Empty, |difficulty| Cell::text(level(difficulty))),
        Cell::text(document.map_or("", Document::name)),
        Cell::text(match question.state {
            ReviewState::Draft => "Bản nháp",
            ReviewState::Submitted => "Chờ duyệt",
            ReviewState::Approved => "Đã duyệt",
        }),
    ]);
    row
}

/// A stem that begins like a label is given one, so that its own words stay when it is read again.
pub fn asked(stem: &str, number: i64) -> String {
    if is_question_label(stem) { format!("Câu {number}: {stem}") } else { stem.to_owned() }
}

/// The same for an option.
pub fn offered(option: &str, at: usize) -> String {
    if is_option_label(option) { format!("{}. {option}", letter(at)) } else { option.to_owned() }
}
