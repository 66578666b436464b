//! `khacsau roster check`: what an import would read in a list of members.

use std::error::Error;
use std::path::Path;

use super::bank::place;
use super::read_file::file;
use crate::exchange::{FileReader, RosterLine, RosterPreview};

pub fn check(path: &Path, as_json: bool) -> Result<(), Box<dyn Error>> {
    let (name, bytes) = file(path)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let preview = runtime.block_on(FileReader::of_this_program()?.read_roster(&name, &bytes))?;
    if as_json {
        println!("{}", serde_json::to_string_pretty(&preview)?);
    } else {
        print!("{}", report(&name, &preview));
    }
    Ok(())
}

fn report(name: &str, preview: &RosterPreview) -> String {
    if let Some(refusal) = &preview.refusal {
        return format!("{name}: not taken\n{}\n", refusal.sentence);
    }
    let wrong = preview.lines.iter().filter(|line| !line.problems.is_empty()).count();
    let mut text = format!("{name}: {} people, {wrong} with a problem\n", preview.lines.len());
    if !preview.skipped.is_empty() {
        text.push_str(&format!("columns that are not read: {}\n", preview.skipped.join(", ")));
    }
    if preview.has_national_ids {
        text.push_str("national id numbers are never collected: their column is not read\n");
    }
    for line in &preview.lines {
        text.push_str(&entry(line));
    }
    text
}

fn entry(line: &RosterLine) -> String {
    let entry = &line.entry;
    let unit = entry.unit.iter().map(|unit| unit.name.clone());
    let standing = entry.official.iter().map(|official| if *official { "official" } else { "probation" }.to_owned());
    let details = entry.details.values().into_iter().filter_map(|(_, said)| said);
    let said: Vec<String> = std::iter::once(entry.name.clone()).chain(unit).chain(standing).chain(details).collect();
    let mut text = format!("[{}] {}\n", place(line.place), said.join(" · "));
    for problem in &line.problems {
        text.push_str(&format!("  ! {}\n", problem.sentence));
    }
    text
}
