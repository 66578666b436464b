//! Wayground's spreadsheet (Quizizz, as it was called): a second row explains the columns.

use super::quiz::{right_numbers, spoken};
use super::table::{Cell, Heading, Rows};
use super::warning::{Warning, WarningKind, unfinished};
use super::{ExportedBank, ExportedQuestion};
use crate::domain::question::QuestionKind;

const OPTIONS: usize = 5;

/// Its template's headings and what it says of them.
const COLUMNS: [(&str, &str, f64); 11] = [
    ("Question Text", "Text of the question\n\n(required)", 60.0),
    ("Question Type", "Question Type\n\n(default is Multiple Choice)", 18.0),
    ("Option 1", "Text for option 1\n\n(required in all cases except open-ended & draw questions)", 24.0),
    ("Option 2", "Text for option 2\n\n(required in all cases except open-ended & draw questions)", 24.0),
    ("Option 3", "Text for option 3\n\n(optional)", 24.0),
    ("Option 4", "Text for option 4\n\n(optional)", 24.0),
    ("Option 5", "Text for option 5\n\n(optional)", 24.0),
    ("Correct Answer", "The correct option choice (between 1-5).", 16.0),
    ("Time in seconds", "Time in seconds\n\n(optional, default value is 30 seconds)", 16.0),
    ("Image Link", "Link of the image\n\n(optional)", 16.0),
    ("Answer explanation", "Explanation for the answer\n(optional)", 40.0),
];

pub fn rows(bank: &ExportedBank) -> Rows {
    let taken = bank.questions.iter().filter(|question| question.revision.options.len() <= OPTIONS);
    let explained = COLUMNS.iter().map(|(_, explanation, _)| Cell::text(explanation)).collect();
    Rows {
        above: Vec::new(),
        heading: COLUMNS.iter().map(|(words, _, width)| Heading::new(*words, *width)).collect(),
        rows: std::iter::once(explained).chain(taken.map(row)).collect(),
    }
}

fn row(question: &ExportedQuestion) -> Vec<Cell> {
    let several = question.revision.kind == QuestionKind::Multiple;
    let mut row =
        vec![spoken(&question.revision.stem), Cell::text(if several { "Checkbox" } else { "Multiple Choice" })];
    for at in 0..OPTIONS {
        row.push(question.revision.options.get(at).map_or(Cell::Empty, |option| spoken(&option.text)));
    }
    row.extend([
        right_numbers(question),
        question.seconds().map_or(Cell::Empty, Cell::Number),
        Cell::Empty,
        spoken(&question.revision.explanation),
    ]);
    row
}

pub fn warnings(question: &ExportedQuestion) -> Vec<Warning> {
    let options = question.revision.options.len();
    if options > OPTIONS {
        let kind = WarningKind::ManyOptions { options, most: OPTIONS };
        return vec![Warning { number: question.number, kind }];
    }
    unfinished(question).into_iter().collect()
}
