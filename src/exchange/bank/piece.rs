//! Lines, taken apart where several things stand on one, and looked at for what they begin with.

use super::super::document::{Line, text_of};
use super::super::text;
use super::key::{self, Key, KeyLabel};
use super::label::{self, OptionLabel, QuestionLabel};

/// A line with all it may be; the state of the reading decides what it is.
#[derive(Debug)]
pub struct Piece {
    pub line: Line,
    pub text: String,
    pub folded: Vec<char>,
    pub question: Option<QuestionLabel>,
    pub option: Option<OptionLabel>,
    pub key: Option<KeyLabel>,
    pub explanation: Option<usize>,
    pub source: Option<usize>,
    pub seconds: Option<u32>,
    pub pairs: Option<Vec<(u32, Key)>>,
    pub is_heading: bool,
    pub is_end: bool,
    pub is_identifier: bool,
}

impl Piece {
    pub fn new(line: Line) -> Self {
        let (text, folded) = (line.text(), line.folded());
        let option = label::option(&line.glyphs, &folded, 0);
        let question = label::question(&line, &folded);
        let key = key::label(&folded, 0);
        let pairs = match (&option, &key) {
            (Some(_), _) => None,
            // `ĐÁP ÁN: 1-B, 2-A`; a single pair may be one question's answer.
            (None, Some(key)) => key::pairs(&text_of(&line.glyphs[key.end..])).filter(|pairs| pairs.len() > 1),
            (None, None) => key::pairs(&text),
        };
        let is_labelled = option.is_some() || question.is_some() || key.is_some();
        Self {
            explanation: label::explanation(&folded, 0),
            source: label::source(&folded, 0),
            seconds: label::time(&folded),
            is_heading: !is_labelled && is_heading(&line, &text),
            is_end: is_end(&text),
            is_identifier: label::is_identifier(&folded),
            line,
            text,
            folded,
            question,
            option,
            key,
            pairs,
        }
    }

    pub fn text_from(&self, glyph: usize) -> String {
        text_of(self.line.glyphs.get(glyph..).unwrap_or_default())
    }

    pub fn begins_lower(&self) -> bool {
        self.text.chars().next().is_some_and(|letter| letter.is_lowercase() || letter == ',')
    }

    /// Begins something other than plain text.
    pub fn is_label(&self) -> bool {
        self.option.is_some()
            || self.question.is_some()
            || self.key.as_ref().is_some_and(|key| key.certain || key.colon)
            || self.explanation.is_some()
            || self.source.is_some()
            || self.pairs.is_some()
    }
}

/// All pieces of `lines`, blank ones left out.
pub fn pieces(lines: Vec<Line>) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(lines.len());
    let mut blank = false;
    let mut lines = lines.into_iter().peekable();
    while let Some(mut line) = lines.next() {
        if line.is_blank() {
            blank = true;
            continue;
        }
        line.after_blank |= std::mem::take(&mut blank);
        while let Some(empty) = lines.next_if(Line::is_blank) {
            // A picture in a paragraph of its own belongs to what it stands under.
            line.pictured |= empty.pictured;
            blank = true;
        }
        let next = lines.peek().and_then(|next| label::option(&next.glyphs, &next.folded(), 0));
        for part in split(&line, next.as_ref()) {
            if !part.is_blank() {
                pieces.push(Piece::new(part));
            }
        }
    }
    pieces
}

/// Cuts a line before each further option, key, explanation and source on it.
fn split(line: &Line, next: Option<&OptionLabel>) -> Vec<Line> {
    let folded = line.folded();
    let mut cuts = Vec::new();
    let first = label::option(&line.glyphs, &folded, 0);
    match &first {
        Some(first) => options_after(line, &folded, first, next, &mut cuts),
        None if next.is_none_or(|next| next.letter != 0) => {
            // The stem and its options on one line: only where both A and B are there.
            for at in gaps(&folded) {
                let Some(found) = label::option(&line.glyphs, &folded, at).filter(|found| found.letter == 0) else {
                    continue;
                };
                let mut further = Vec::new();
                options_after(line, &folded, &found, next, &mut further);
                if !further.is_empty() {
                    cuts.push(at);
                    cuts.append(&mut further);
                    break;
                }
            }
        }
        None => {}
    }
    let has_key = first.is_some() || key::label(&folded, 0).is_some() || label::question(line, &folded).is_some();
    for at in gaps(&folded) {
        let wide = folded[at - 1] == ' ' && at >= 2 && matches!(folded[at - 2], ' ' | '.' | ';' | ')' | '?' | '-');
        let tab = line.glyphs[at - 1].letter == '\t';
        let begins_key = key::label(&folded, at).is_some_and(|key| key.certain && key.colon);
        let begins_text = label::explanation(&folded, at).is_some() || label::source(&folded, at).is_some();
        // `A. Nguồn: …` is an option that speaks of sources.
        if first.as_ref().is_some_and(|first| at <= first.end) {
            continue;
        }
        let is_apart = (wide || tab)
            && (begins_key || begins_text)
            && (has_key || tab || begins_text && at > 0 && is_text_label(&folded));
        let within = |cut: &usize| key::label(&folded, *cut).is_some_and(|label| label.end > at);
        if is_apart || has_key && !cuts.iter().chain([&0]).any(within) && ends_in_key(line, &folded, at) {
            cuts.push(at);
        }
    }
    // `Đáp án: B - Giải thích: …`, without a full stop before it.
    if key::label(&folded, 0).is_some() {
        for at in gaps(&folded) {
            if label::explanation(&folded, at).is_some() || label::source(&folded, at).is_some() {
                cuts.push(at);
            }
        }
    }
    cuts.sort_unstable();
    cuts.dedup();
    if cuts.is_empty() {
        return vec![line.clone()];
    }
    let mut parts = Vec::with_capacity(cuts.len() + 1);
    let mut start = 0;
    for end in cuts.into_iter().chain([line.glyphs.len()]) {
        let mut part = line.part(start, end);
        if start == 0 {
            (part.continues, part.after_blank) = (line.continues, line.after_blank);
        } else {
            (part.after_blank, part.bulleted, part.pictured) = (false, false, false);
        }
        parts.push(part);
        start = end;
    }
    parts
}

/// Whether nothing but a key stands from `at` to the end: `… C. Gà ĐA: A`. In the middle of a text
/// the words are written small.
fn ends_in_key(line: &Line, folded: &[char], at: usize) -> bool {
    let Some(label) = key::label(folded, at).filter(|label| label.colon) else { return false };
    let first = line.glyphs[at..label.end].iter().map(|glyph| glyph.letter).next();
    let stands_out = first.is_some_and(|letter| letter.is_uppercase() || !letter.is_alphabetic());
    let written = text_of(&line.glyphs[label.end..]);
    let says = match key::value(&written) {
        Some((Key::Letters(_), rest)) => rest.is_empty(),
        _ => key::says_truth(&written),
    };
    stands_out && says
}

fn is_text_label(folded: &[char]) -> bool {
    label::explanation(folded, 0).is_some() || label::source(folded, 0).is_some()
}

/// Where something begins after white space.
fn gaps(folded: &[char]) -> impl Iterator<Item = usize> {
    (1..folded.len()).filter(|at| folded[at - 1] == ' ' && folded[*at] != ' ')
}

/// The labels that go on the row of `first` in the same hand: next letter, same sign, same case.
fn options_after(line: &Line, folded: &[char], first: &OptionLabel, next: Option<&OptionLabel>, cuts: &mut Vec<usize>) {
    let mut letter = first.letter;
    for at in gaps(folded).filter(|at| *at > first.end) {
        let Some(found) = label::option(&line.glyphs, folded, at) else { continue };
        let same_hand = found.sign == first.sign && found.capital == first.capital;
        // The next line has this letter: here it is part of a text.
        let taken = next.is_some_and(|next| next.letter != 0 && next.letter <= found.letter);
        if found.letter == letter + 1 && same_hand && !taken {
            letter += 1;
            // A star before the letter stands before the cut, too.
            cuts.push(at);
        }
    }
}

const SECTION_WORDS: [&str; 10] =
    ["phan", "chuong", "muc", "chuyen de", "chu de", "de so", "ma de", "noi dung", "linh vuc", "nhom cau hoi"];
const CLOSING_WORDS: [&str; 20] = [
    "noi nhan",
    "nguoi ra de",
    "nguoi soan",
    "nguoi bien soan",
    "nguoi lap",
    "t/m",
    "tm.",
    "k/t",
    "xac nhan",
    "duyet",
    "ghi chu",
    "luu y",
    "(da ky)",
    "bi thu",
    "the end",
    "ban to chuc",
    "ngay ",
    "to giup viec",
    "nguoi duyet",
    "nguoi tong hop",
];

/// A heading of a section, or the beginning of what closes a document.
fn is_heading(line: &Line, text: &str) -> bool {
    if line.heading {
        return true;
    }
    let folded = text::folded(text);
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    if letters == 0 {
        return !text.chars().any(|letter| letter.is_ascii_digit());
    }
    if letters >= 2 && !text.chars().any(char::is_lowercase) && text.contains(char::is_alphabetic) {
        return true;
    }
    let dated = folded.contains("ngay") && folded.contains("thang") && folded.contains("nam") && folded.contains("..");
    dated
        || is_section(&folded)
        || CLOSING_WORDS.iter().any(|words| folded.starts_with(words) && closes(&folded, words))
}

fn closes(folded: &str, words: &str) -> bool {
    let rest = &folded[words.len()..];
    // `Ngày 5 tháng 3 năm 2026` closes; `Ngày nay …` does not.
    words != "ngay " || (rest.contains("thang") && rest.contains("nam") && rest.len() < 28)
}

fn is_section(folded: &str) -> bool {
    let mut words = folded.split(' ');
    let first = words.next().unwrap_or_default();
    let numeral = first.trim_end_matches(['.', ')', '/', ':', '-']);
    let roman =
        !numeral.is_empty() && numeral.len() < first.len() && numeral.chars().all(|letter| "ivx".contains(letter));
    if roman && words.next().is_some() {
        return true;
    }
    SECTION_WORDS.iter().any(|section| {
        let Some(rest) = folded.strip_prefix(section) else { return false };
        let Some(rest) = rest.strip_prefix(' ') else { return false };
        let word = rest.split([' ', '.', ':', '-', ')', '(']).next().unwrap_or_default();
        let number = word.chars().all(|letter| letter.is_ascii_digit() || "ivx".contains(letter)) && !word.is_empty();
        let ordinal =
            ["mot", "hai", "ba", "thu", "a", "b", "c", "chung", "rieng"].contains(&word) && *section != "noi dung";
        number || ordinal
    })
}

fn is_end(text: &str) -> bool {
    let folded = text::folded(text);
    let bare = folded.trim_matches(|letter: char| !letter.is_alphanumeric());
    matches!(bare, "het" | "h e t" | "the end" | "end")
}
