//! Written keys: a line, a list, a cell.

use serde::{Deserialize, Serialize};

use super::super::text;
use super::scan::Scan;

/// A key as written, before it is looked up among the options.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Key {
    /// 0 for A.
    Letters(Vec<usize>),
    /// 1 for the first; as written, it may also be the text of an option (`1,5`, `30/4`).
    Numbers {
        positions: Vec<usize>,
        written: String,
    },
    Text(String),
}

const CERTAIN: [&str; 12] = [
    "dap an dung la",
    "dap an dung",
    "dap an chinh xac",
    "dap an la",
    "dap an",
    "phuong an dung",
    "correct answer",
    "answer",
    "cau tra loi dung",
    "tra loi dung",
    "dap an tra loi",
    "key",
];
/// Only with letters after them, and nothing else.
const CASUAL: [&str; 7] = ["da", "d/a", "chon dap an", "chon phuong an", "chon cau", "chon", "tra loi"];

#[derive(Clone, Debug)]
pub struct KeyLabel {
    /// Where the value begins.
    pub end: usize,
    pub certain: bool,
    pub colon: bool,
}

pub fn label(folded: &[char], from: usize) -> Option<KeyLabel> {
    let mut scan = Scan::new(folded, from);
    scan.skip(|letter| matches!(letter, ' ' | '*' | '-' | '+' | '=' | '>' | '•' | '→' | '(' | '['));
    let certain = CERTAIN.iter().any(|words| scan.words(words));
    if !certain && !CASUAL.iter().any(|words| scan.words(words)) {
        return None;
    }
    scan.spaces();
    let colon = scan.take(':');
    if !colon {
        scan.skip(|letter| matches!(letter, '.' | '-' | '=' | '>' | '→'));
    }
    scan.spaces();
    Some(KeyLabel { end: scan.at, certain, colon })
}

/// Letters at the beginning of `written`, and what follows them.
fn leading_letters(written: &str) -> (Vec<usize>, &str, bool) {
    let (mut letters, mut rest, mut closed) = (Vec::new(), written, false);
    loop {
        let trimmed = rest.trim_start_matches(|letter: char| letter.is_whitespace() || ",;/&+|，、".contains(letter));
        let end = trimmed.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(trimmed.len());
        let token = &trimmed[..end];
        let joins = matches!(text::folded(token).as_str(), "va" | "and" | "hoac") && !letters.is_empty();
        let capitals = token.len() <= 6 && token.bytes().all(|letter| letter.is_ascii_uppercase() && letter <= b'H');
        let single = token.len() == 1 && token.bytes().all(|letter| matches!(letter.to_ascii_lowercase(), b'a'..=b'h'));
        if joins {
            rest = &trimmed[end..];
        } else if !token.is_empty() && (single || capitals && in_order(token)) {
            letters.extend(token.bytes().map(|letter| usize::from(letter.to_ascii_lowercase() - b'a')));
            rest = trimmed[end..].trim_start();
            // `B. Hà Nội`, `B) …`, `B (Điều 5)`, `B: …`: the letter says it, the rest repeats it.
            let after = rest.trim_start_matches(['.', ')', ']', ':']);
            closed = after.len() < rest.len() || rest.is_empty() || rest.starts_with(['(', '-', '–']);
            if closed && !after.trim_start().starts_with(|letter: char| letter.is_ascii_alphabetic()) {
                rest = after;
            } else if after.len() < rest.len() {
                let next =
                    after.trim_start().split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
                if next.len() == 1 && next.bytes().all(|letter| matches!(letter, b'A'..=b'H')) {
                    rest = after;
                } else {
                    return (letters, after.trim(), true);
                }
            }
        } else {
            return (letters, trimmed, closed);
        }
    }
}

fn in_order(token: &str) -> bool {
    token.as_bytes().windows(2).all(|pair| pair[0] < pair[1])
}

/// `A - C`: several letters, and nothing that the dash would lead to.
fn dashed(written: &str) -> Option<Vec<usize>> {
    let parts = written.split(['-', '–']).map(str::trim);
    let letters: Option<Vec<usize>> = parts
        .map(|part| match part.as_bytes() {
            [letter @ b'A'..=b'H'] => Some(usize::from(letter - b'A')),
            _ => None,
        })
        .collect();
    letters.filter(|letters| letters.len() > 1)
}

/// What may close a key, and is no part of it.
const CLOSING: [char; 5] = ['.', ';', ',', ')', ']'];

/// Reads what stands after a key's label or in a key's cell, and what is left of the line.
pub fn value(written: &str) -> Option<(Key, String)> {
    let written = text::tidy(written);
    let written = written.trim_matches(['"', '“', '”', '\'']);
    let bare = written.trim_end_matches(CLOSING).trim_start_matches(['(', '[']).trim();
    if bare.is_empty() {
        return None;
    }
    let (letters, rest, closed) = match dashed(bare) {
        Some(letters) => (letters, "", true),
        None => leading_letters(bare),
    };
    if !letters.is_empty() && (rest.is_empty() || closed) {
        let mut rest = rest.trim_start_matches(['-', '–', '.', ' ']).to_owned();
        if !rest.is_empty() && !written.starts_with(['(', '[']) {
            // What follows the letters keeps its full stop.
            rest.push_str(&written[written.trim_end_matches(CLOSING).len()..]);
        }
        return Some((Key::Letters(unique(letters)), rest));
    }
    let numbers: Option<Vec<usize>> = bare
        .split(|letter: char| letter.is_whitespace() || ",;/&+，、".contains(letter))
        .filter(|part| !part.is_empty() && text::folded(part) != "va")
        .map(|part| part.trim_end_matches(".0").parse().ok())
        .collect();
    match numbers {
        Some(numbers) if !numbers.is_empty() => {
            Some((Key::Numbers { positions: unique(numbers), written: bare.to_owned() }, String::new()))
        }
        _ => Some((Key::Text(written.trim().to_owned()), String::new())),
    }
}

fn unique(mut numbers: Vec<usize>) -> Vec<usize> {
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// `Đúng`, `Sai`, or their first letters: the key of a statement.
pub fn says_truth(written: &str) -> bool {
    let bare = written.trim().trim_end_matches('.');
    matches!(bare, "Đ" | "đ" | "S" | "s") || matches!(text::folded(bare).as_str(), "dung" | "sai" | "true" | "false")
}

/// A line that holds nothing but pairs of number and answer: `1-A 2-B`, `Câu 1: A, C; Câu 2: Đúng`. It may say of which
/// part they are: `Phần 1: 1A 2B Phần 2: 1C 2D`.
pub fn pairs(line: &str) -> Option<Vec<(u32, Key)>> {
    let letters: Vec<char> = line.chars().collect();
    let folded: Vec<char> = letters.iter().copied().map(text::folded_letter).collect();
    let mut scan = Scan::new(&folded, 0);
    let (mut found, mut has_parts) = (Vec::new(), false);
    let is_gap = |letter: char| " ,;|./\t".contains(letter);
    loop {
        scan.skip(is_gap);
        if scan.done() {
            break;
        }
        if part(&mut scan) {
            has_parts = true;
            scan.skip(is_gap);
        }
        for words in ["cau hoi", "cau so", "cau"] {
            if scan.words(words) {
                break;
            }
        }
        scan.spaces();
        let number = scan.number()?;
        scan.skip(|letter| " .:-)=/>|→".contains(letter));
        let key = answer(&mut scan, &letters)?;
        found.push((number, key));
    }
    // `Phần 2: 1 câu`, cut short, is no list.
    (found.len() > usize::from(has_parts)).then_some(found)
}

/// `Phần 2:`, `Phần II.`, before the pairs of that part.
fn part(scan: &mut Scan<'_>) -> bool {
    let mut ahead = *scan;
    if !ahead.words("phan") {
        return false;
    }
    ahead.spaces();
    let is_named = ahead.number().is_some() || ahead.skip(|letter| "ivxabcd".contains(letter)) > 0;
    ahead.spaces();
    let is_part = is_named && ahead.skip(|letter| ":.)-–".contains(letter)) > 0;
    if is_part {
        *scan = ahead;
    }
    is_part
}

/// One answer in a list; ends before the next number.
fn answer(scan: &mut Scan<'_>, letters: &[char]) -> Option<Key> {
    for (words, said) in [("dung", "Đúng"), ("sai", "Sai"), ("d/s", ""), ("true", "Đúng"), ("false", "Sai")] {
        if scan.words(words) {
            return Some(Key::Text(said.to_owned()));
        }
    }
    let mut found = Vec::new();
    loop {
        let start = scan.at;
        let run = scan.skip(|letter| letter.is_alphabetic());
        let word = &letters[start..scan.at];
        let is_true_false = run == 1 && found.is_empty();
        match word {
            ['Đ' | 'đ'] if is_true_false => return Some(Key::Text("Đúng".to_owned())),
            ['S' | 's'] if is_true_false => return Some(Key::Text("Sai".to_owned())),
            [] => break,
            _ if run > 6 || !word.iter().all(|letter| matches!(letter.to_ascii_uppercase(), 'A'..='H')) => return None,
            _ => found.extend(word.iter().map(|letter| letter.to_ascii_uppercase() as usize - 'A' as usize)),
        }
        let before_gap = scan.at;
        scan.skip(|letter| " ,;/&+".contains(letter));
        if !scan.words("va") {
            let next = scan.peek();
            let ends_alone = scan.at > before_gap && next.is_some_and(char::is_alphabetic) && {
                // `1A, 2B` goes on with a number, `Câu 2` with a word: neither is one more letter.
                let mut ahead = *scan;
                ahead.skip(|letter| letter.is_alphabetic()) == 1
            };
            if !ends_alone {
                scan.at = before_gap;
                break;
            }
        }
        scan.spaces();
    }
    (!found.is_empty()).then(|| Key::Letters(unique(found)))
}
