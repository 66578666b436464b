//! Kahoot's spreadsheet: its heading stands in the eighth row of its template.

use super::quiz::{right_numbers, spoken};
use super::table::{Cell, Heading, Rows};
use super::warning::{Warning, WarningKind, letters, unfinished};
use super::{ExportedBank, ExportedQuestion};

const STEM: usize = 120;
const OPTION: usize = 75;
const OPTIONS: usize = 4;
/// Seconds a question may take.
const TIMES: [i64; 8] = [5, 10, 20, 30, 60, 90, 120, 240];
/// For questions that leave the time to the contest.
const TIME: i64 = 30;

pub fn rows(bank: &ExportedBank) -> Rows {
    let mut above = vec![Vec::new(); 7];
    above[1] = vec![Cell::Empty, Cell::text("Quiz template")];
    let options = (1..=OPTIONS).map(|at| Heading::new(format!("Answer {at} - max 75 characters"), 30.0));
    let heading = [Heading::new("", 6.0), Heading::new("Question - max 120 characters", 60.0)]
        .into_iter()
        .chain(options)
        .chain([
            Heading::new("Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs", 20.0),
            Heading::new("Correct answer(s) - choose at least one", 20.0),
        ])
        .collect();
    let taken = bank.questions.iter().filter(|question| question.revision.options.len() <= OPTIONS);
    Rows { above, heading, rows: taken.zip(1..).map(|(question, at)| row(question, at)).collect() }
}

fn row(question: &ExportedQuestion, at: i64) -> Vec<Cell> {
    let mut row = vec![Cell::Number(at), spoken(&question.revision.stem)];
    for at in 0..OPTIONS {
        row.push(question.revision.options.get(at).map_or(Cell::Empty, |option| spoken(&option.text)));
    }
    row.extend([Cell::Number(time(question)), right_numbers(question)]);
    row
}

/// The shortest time that is not shorter than the question's own; the longest there is for what takes longer.
fn time(question: &ExportedQuestion) -> i64 {
    let wanted = question.seconds().unwrap_or(TIME);
    TIMES.into_iter().find(|time| *time >= wanted).unwrap_or(TIMES[TIMES.len() - 1])
}

pub fn warnings(question: &ExportedQuestion) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let mut warn = |kind| warnings.push(Warning { number: question.number, kind });
    let options = &question.revision.options;
    if options.len() > OPTIONS {
        warn(WarningKind::ManyOptions { options: options.len(), most: OPTIONS });
        return warnings;
    }
    if letters(&question.revision.stem) > STEM {
        warn(WarningKind::LongStem { letters: letters(&question.revision.stem), most: STEM });
    }
    for (at, option) in options.iter().enumerate().filter(|(_, option)| letters(&option.text) > OPTION) {
        warn(WarningKind::LongOption { option: at, letters: letters(&option.text), most: OPTION });
    }
    if let Some(seconds) = question.seconds().filter(|seconds| !TIMES.contains(seconds)) {
        warn(WarningKind::Time { seconds, written: time(question) });
    }
    warnings.extend(unfinished(question));
    warnings
}
