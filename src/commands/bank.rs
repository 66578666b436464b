//! `khacsau bank check`: what an import would take from a file.

use std::error::Error;
use std::path::Path;

use serde_json::{Value, json};

use super::read_file::file;
use crate::exchange::{FileReader, Particulars, Place, Preview, Previewed};

pub fn check(path: &Path, as_json: bool) -> Result<(), Box<dyn Error>> {
    let (name, bytes) = file(path)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let preview = runtime.block_on(FileReader::of_this_program()?.read_bank(&name, &bytes))?;
    if as_json {
        println!("{:#}", contract(&preview));
    } else {
        print!("{}", report(&name, &preview));
    }
    Ok(())
}

/// The questions that can be taken, and the problems of the others.
fn contract(preview: &Preview) -> Value {
    let taken = preview.questions.iter().filter(|found| found.problem.is_none());
    let questions: Vec<Value> = taken
        .map(|found| {
            let question = &found.question;
            let mut shown = json!({
                "stem": question.stem, "options": question.options, "correct": question.correct,
                "explanation": question.explanation, "source": question.source, "seconds": question.seconds,
                "ordinal": found.ordinal, "place": found.place,
            });
            if question.particulars != Particulars::default() {
                shown["particulars"] = json!(question.particulars);
            }
            shown
        })
        .collect();
    let refused = preview
        .refusal
        .iter()
        .map(|refusal| json!({ "question": null, "kind": refusal.kind, "sentence": refusal.sentence }));
    let wrong = preview.questions.iter().filter_map(|found| {
        let problem = found.problem.as_ref()?;
        Some(json!({
            "question": found.ordinal, "kind": problem.kind, "sentence": problem.sentence,
            "place": found.place, "raw": found.raw,
        }))
    });
    json!({ "questions": questions, "problems": refused.chain(wrong).collect::<Vec<Value>>() })
}

fn report(name: &str, preview: &Preview) -> String {
    if let Some(refusal) = &preview.refusal {
        return format!("{name}: not taken\n{}\n", refusal.sentence);
    }
    let wrong = preview.questions.iter().filter(|found| found.problem.is_some()).count();
    let mut text = format!("{name}: {} questions, {} with a problem\n", preview.questions.len(), wrong);
    for found in &preview.questions {
        text.push_str(&entry(found));
    }
    text
}

fn entry(found: &Previewed) -> String {
    let question = &found.question;
    let mut text = format!("\n{}. [{}] {}\n", found.ordinal, place(found.place), question.stem);
    for (index, option) in question.options.iter().enumerate() {
        let mark = if question.correct.contains(&index) { '*' } else { ' ' };
        text.push_str(&format!("  {mark} {}. {option}\n", char::from(b'A' + (index % 26) as u8)));
    }
    for (label, said) in [("explanation", &question.explanation), ("source", &question.source)] {
        if let Some(said) = said {
            text.push_str(&format!("    {label}: {said}\n"));
        }
    }
    if let Some(problem) = &found.problem {
        text.push_str(&format!("  ! {}\n", problem.sentence));
    }
    text
}

pub(super) fn place(place: Place) -> String {
    match place {
        Place::Line(line) => format!("line {line}"),
        Place::Paragraph(paragraph) => format!("paragraph {paragraph}"),
        Place::TableRow { table, row } => format!("table {table}, row {row}"),
        Place::SheetRow { sheet, row } => format!("sheet {sheet}, row {row}"),
        Place::Entry(entry) => format!("entry {entry}"),
    }
}
