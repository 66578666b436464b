//! What the spreadsheets of other programs have in common.

use super::super::bank::TRUE_FALSE;
use super::ExportedQuestion;
use super::table::Cell;

/// On one line: these programs show a cell as it is.
pub fn spoken(text: &str) -> Cell {
    Cell::text(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// `1,3`
pub fn right_numbers(question: &ExportedQuestion) -> Cell {
    let numbers: Vec<String> = question.revision.right_places().map(|at| (at + 1).to_string()).collect();
    match numbers.as_slice() {
        [one] => one.parse().map_or_else(|_| Cell::text(one), Cell::Number),
        _ => Cell::text(&numbers.join(",")),
    }
}

pub fn is_true_false(question: &ExportedQuestion) -> bool {
    question.revision.options.iter().map(|option| option.text.as_str()).eq(TRUE_FALSE)
}
