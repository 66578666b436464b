//! Files that nobody made on purpose: each parser is given seeds that were bent, cut and crossed, always the same ones
//! for the same numbers. What is accepted must be coherent; what is not must say so in words. Nothing may panic.
//!
//! `KHACSAU_FUZZ_INPUTS` sets how many inputs each parser is given, `KHACSAU_FUZZ_START` from which on. An input that
//! fails is kept, and the message says where and how to give it to the program.

mod chance;
mod mutator;
mod package;
#[path = "../suite/roster_files.rs"]
mod roster_files;
mod seeds;
mod targets;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use chance::Chance;
use mutator::Mutator;

const INPUTS: u64 = 1_000;

fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).map_or(usual, |value| value.parse().unwrap_or_else(|_| panic!("{name}={value} is no number")))
}

/// Gives `target` mutations of `seeds`, as files with this ending.
fn hold(name: &str, ending: &str, mutator: Mutator, seeds: &[Vec<u8>], target: fn(&str, &[u8])) {
    assert!(!seeds.is_empty(), "no seed for {name}");
    for seed in seeds {
        target(ending, seed);
    }
    let start = number("KHACSAU_FUZZ_START", 0);
    for input in start..start + number("KHACSAU_FUZZ_INPUTS", INPUTS) {
        let bytes = mutator.bend(seeds, &mut Chance::new(input));
        // Written before it is read: an abort leaves no other trace.
        let file = place(name, ending, input);
        std::fs::write(&file, &bytes).expect("a place for inputs");
        if let Err(reason) = catch_unwind(AssertUnwindSafe(|| target(ending, &bytes))) {
            let reason = reason.downcast::<String>().map_or_else(|_| "see above".to_owned(), |reason| *reason);
            panic!(
                "input {input}: {reason}\nkept as {}; again: \
                 KHACSAU_FUZZ_START={input} KHACSAU_FUZZ_INPUTS=1 cargo nextest run --test fuzz {name}",
                file.display()
            );
        }
        std::fs::remove_file(&file).expect("the input was written");
    }
}

fn bank(name: &str, ending: &str, mutator: Mutator) {
    hold(name, ending, mutator, &seeds::banks(ending), targets::bank);
}

fn place(name: &str, ending: &str, input: u64) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{name}-{input}.{ending}"))
}

#[test]
fn text() {
    bank("text", "txt", Mutator::Text);
}

#[test]
fn gift() {
    bank("gift", "gift", Mutator::Text);
}

#[test]
fn csv() {
    bank("csv", "csv", Mutator::Text);
}

#[test]
fn json() {
    bank("json", "json", Mutator::Tree);
}

#[test]
fn moodle_xml() {
    bank("moodle_xml", "xml", Mutator::Markup);
}

#[test]
fn docx() {
    bank("docx", "docx", Mutator::Package);
}

#[test]
fn xlsx() {
    bank("xlsx", "xlsx", Mutator::Package);
}

#[test]
fn odt() {
    bank("odt", "odt", Mutator::Package);
}

#[test]
fn roster_csv() {
    hold("roster_csv", "csv", Mutator::Text, &seeds::rosters("csv"), targets::roster);
}

#[test]
fn roster_xlsx() {
    hold("roster_xlsx", "xlsx", Mutator::Package, &seeds::rosters("xlsx"), targets::roster);
}

#[test]
fn reading_txt() {
    hold("reading_txt", "txt", Mutator::Text, &seeds::banks("txt"), targets::reading);
}

#[test]
fn reading_docx() {
    hold("reading_docx", "docx", Mutator::Package, &seeds::banks("docx"), targets::reading);
}

#[test]
fn reading_odt() {
    hold("reading_odt", "odt", Mutator::Package, &seeds::banks("odt"), targets::reading);
}
