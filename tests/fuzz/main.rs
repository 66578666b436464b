//! Files that nobody made on purpose: each parser is given seeds that were bent, cut and crossed, always the same ones
//! for the same numbers. What is accepted must be coherent; what is not must say so in words. Nothing may panic.
//!
//! `KHACSAU_FUZZ_INPUTS` sets how many inputs each parser is given, `KHACSAU_FUZZ_START` from which on. An input that
//! fails is kept, and the message says where and how to give it to the program.

mod chance;
mod mutator;
mod package;
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

/// Reads mutations of the seeds with this ending.
fn hold(ending: &'static str, mutator: Mutator) {
    let seeds = seeds::of(ending);
    assert!(!seeds.is_empty(), "no seed ends with .{ending}");
    for seed in &seeds {
        targets::bank(ending, seed);
    }
    let start = number("KHACSAU_FUZZ_START", 0);
    for input in start..start + number("KHACSAU_FUZZ_INPUTS", INPUTS) {
        let bytes = mutator.bend(&seeds, &mut Chance::new(input));
        // Written before it is read: an abort leaves no other trace.
        let file = place(ending, input);
        std::fs::write(&file, &bytes).expect("a place for inputs");
        if let Err(reason) = catch_unwind(AssertUnwindSafe(|| targets::bank(ending, &bytes))) {
            let reason = reason.downcast::<String>().map_or_else(|_| "it panicked".to_owned(), |reason| *reason);
            panic!(
                "input {input} of .{ending}: {reason}\nkept as {0}; again: khacsau bank check {0}, or \
                 KHACSAU_FUZZ_START={input} KHACSAU_FUZZ_INPUTS=1 cargo nextest run --test fuzz {ending}",
                file.display()
            );
        }
        std::fs::remove_file(&file).expect("the input was written");
    }
}

fn place(ending: &str, input: u64) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{input}.{ending}"))
}

#[test]
fn txt() {
    hold("txt", Mutator::Text);
}

#[test]
fn gift() {
    hold("gift", Mutator::Text);
}

#[test]
fn csv() {
    hold("csv", Mutator::Text);
}

#[test]
fn json() {
    hold("json", Mutator::Tree);
}

#[test]
fn moodle_xml() {
    hold("xml", Mutator::Markup);
}

#[test]
fn docx() {
    hold("docx", Mutator::Package);
}

#[test]
fn xlsx() {
    hold("xlsx", Mutator::Package);
}

#[test]
fn odt() {
    hold("odt", Mutator::Package);
}
