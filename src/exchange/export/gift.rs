//! GIFT, as Moodle imports it. What it has no place for stands in comments above the question, where our own reader
//! finds it again.

use std::fmt::Write as _;

use super::quiz::is_true_false;
use super::{ExportedBank, ExportedQuestion, level};
use crate::domain::question::QuestionKind;

pub fn write(bank: &ExportedBank) -> String {
    let mut text = String::new();
    for question in &bank.questions {
        comment(&mut text, "Nguồn", &question.revision.source);
        let seconds = question.seconds().map(|seconds| format!("{seconds} giây")).unwrap_or_default();
        comment(&mut text, "Thời gian", &seconds);
        comment(&mut text, "Chủ đề", &question.topic);
        comment(&mut text, "Mức độ", question.difficulty.map_or("", level));
        body(&mut text, question);
        text.push('\n');
    }
    text
}

fn comment(text: &mut String, label: &str, said: &str) {
    if !said.is_empty() {
        // Nothing is lost on a line that a string takes.
        _ = writeln!(text, "// {label}: {}", said.split_whitespace().collect::<Vec<_>>().join(" "));
    }
}

fn body(text: &mut String, question: &ExportedQuestion) {
    let revision = &question.revision;
    _ = write!(text, "::Câu {}::{} {{", question.number, escaped(&revision.stem));
    if question.revision.kind != QuestionKind::Multiple
        && is_true_false(question)
        && revision.right_places().count() == 1
    {
        let right = revision.right_places().next() == Some(0);
        text.push_str(if right { "T" } else { "F" });
    } else {
        options(text, question);
    }
    if !revision.explanation.is_empty() {
        _ = write!(text, "####{}", escaped(&revision.explanation));
    }
    text.push_str("}\n");
}

fn options(text: &mut String, question: &ExportedQuestion) {
    let revision = &question.revision;
    let right = revision.right_places().count();
    let several = revision.kind == QuestionKind::Multiple || right > 1;
    text.push('\n');
    for option in &revision.options {
        let share = match (option.correct, several) {
            (true, true) => format!("~%{}%", share(right)),
            // Somebody who chooses one wrong option gets nothing.
            (false, true) => "~%-100%".to_owned(),
            // Its own percent sign is none of a weight.
            (true, false) if option.text.starts_with('%') => "~%100%".to_owned(),
            (false, false) if option.text.starts_with('%') => "~%0%".to_owned(),
            (true, false) => "=".to_owned(),
            (false, false) => "~".to_owned(),
        };
        _ = writeln!(text, "  {share}{}", escaped(&option.text));
    }
}

/// The part of a whole, in the five decimals that Moodle knows.
fn share(right: usize) -> String {
    match right {
        1 => "100".to_owned(),
        2 => "50".to_owned(),
        3 => "33.33333".to_owned(),
        4 => "25".to_owned(),
        5 => "20".to_owned(),
        _ => "16.66667".to_owned(),
    }
}

/// With `[html]` where HTML was meant, this is plain text; signs of GIFT lose their meaning.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    if super::super::markup::is_markup(text) || text.starts_with('[') {
        out.push_str("[plain]");
    }
    for letter in text.chars() {
        match letter {
            '~' | '=' | '#' | '{' | '}' | ':' | '\\' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            _ => out.push(letter),
        }
    }
    out
}
