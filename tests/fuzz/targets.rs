//! What holds for every file, however it is bent.

use khacsau::exchange::{Preview, Recognised, read_bank, read_roster, read_text};
use unicode_normalization::is_nfc;

/// Text that a file gives may be kept a few times over: as it was read, and as it was understood.
const COPIES: usize = 8;

/// Reads `bytes` as a file with this ending.
pub fn bank(ending: &str, bytes: &[u8]) {
    let preview = read_bank(&format!("bank.{ending}"), bytes);
    refused_or_read(&preview);
    for found in &preview.questions {
        is_text(&found.question);
        match &found.problem {
            Some(problem) => is_sentence(&problem.sentence),
            None => is_complete(&found.question),
        }
    }
    let bound = COPIES * unpacked(bytes) + (64 << 10);
    let size: usize = preview.questions.iter().map(|found| found.raw.len() + size(&found.question)).sum();
    assert!(size <= bound, "{size} bytes of text, more than {bound}");
}

/// Reads `bytes` as a document to be read before a contest.
pub fn reading(ending: &str, bytes: &[u8]) {
    match read_text(&format!("van-ban.{ending}"), bytes) {
        Ok(text) => {
            assert!(is_nfc(&text) && !text.is_empty() && text.trim() == text, "{text:?}");
            assert!(
                !text.chars().any(|letter| letter.is_control() && letter != '\n'),
                "{text:?} holds what is not seen"
            );
            assert!(!text.contains("\n\n\n"), "an empty paragraph");
            assert!(text.len() <= COPIES * unpacked(bytes) + (64 << 10), "{} bytes of text", text.len());
        }
        Err(refusal) => is_sentence(&refusal.sentence),
    }
}

/// Reads `bytes` as a list of members with this ending.
pub fn roster(ending: &str, bytes: &[u8]) {
    let preview = read_roster(&format!("roster.{ending}"), bytes);
    match &preview.refusal {
        Some(refusal) => {
            assert!(preview.lines.is_empty(), "refused, and yet there are people");
            is_sentence(&refusal.sentence);
        }
        None => assert!(!preview.lines.is_empty(), "neither refused nor read"),
    }
    for line in &preview.lines {
        let name = &line.entry.name;
        assert!(is_nfc(name) && !name.chars().any(char::is_control) && name.trim() == name, "{name:?}");
        assert!(!name.is_empty() || !line.problems.is_empty(), "somebody without a name was accepted");
        line.problems.iter().for_each(|problem| is_sentence(&problem.sentence));
    }
    let size: usize = preview.lines.iter().map(|line| line.entry.name.len()).sum();
    assert!(size <= COPIES * unpacked(bytes) + (64 << 10), "{size} bytes of names");
}

fn refused_or_read(preview: &Preview) {
    match &preview.refusal {
        Some(refusal) => {
            assert!(preview.questions.is_empty(), "refused, and yet there are questions");
            is_sentence(&refusal.sentence);
        }
        None => {
            assert!(!preview.questions.is_empty(), "neither refused nor read");
            let ordinals = preview.questions.iter().map(|found| found.ordinal);
            assert!(ordinals.eq(1..=preview.questions.len() as u32), "ordinals are not those of the order");
        }
    }
}

fn is_text(question: &Recognised) {
    let said = [&question.explanation, &question.source].into_iter().flatten();
    for text in std::iter::once(&question.stem).chain(&question.options).chain(said) {
        assert!(is_nfc(text), "{text:?} is not composed");
        assert!(!text.chars().any(|letter| letter.is_control() && letter != '\n'), "{text:?} holds what is not seen");
        assert_eq!(text.trim(), text, "spaces are left");
    }
}

fn is_complete(question: &Recognised) {
    let Recognised { stem, options, correct, .. } = question;
    assert!(!stem.is_empty(), "a question without words was accepted");
    assert!(options.len() >= 2 && options.iter().all(|option| !option.is_empty()), "{options:?}");
    assert!(!correct.is_empty() && correct.iter().all(|at| *at < options.len()), "{correct:?} of {}", options.len());
    assert!(correct.is_sorted_by(|one, next| one < next), "{correct:?} does not rise");
}

fn is_sentence(said: &str) {
    assert!(said.ends_with('.') && said.contains(' ') && said.chars().count() < 1_000, "no sentence: {said:?}");
}

fn size(question: &Recognised) -> usize {
    let said = [&question.explanation, &question.source].into_iter().flatten();
    std::iter::once(&question.stem).chain(&question.options).chain(said).map(String::len).sum()
}

/// How long the text of a file can be; a part is packed no more than so much.
fn unpacked(bytes: &[u8]) -> usize {
    match zip::ZipArchive::new(std::io::Cursor::new(bytes)) {
        Ok(archive) => archive.decompressed_size().map_or(bytes.len(), |size| size as usize).max(bytes.len()),
        Err(_) => bytes.len(),
    }
}
