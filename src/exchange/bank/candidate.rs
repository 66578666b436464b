//! A question as it was recognised, before anybody judges it.

use serde::{Deserialize, Serialize};

use super::super::document::{Glyph, Look, Place, text_of};
use super::super::picture::Picture;
use super::super::picture_reader::PictureProblem;
use super::super::text;
use super::key::{self, Key};
use super::{label, typography};
use crate::domain::document::Document;
use crate::domain::question::{Difficulty, QuestionImage, QuestionKind};

#[derive(Clone, Debug)]
pub struct Candidate {
    /// As printed; it may restart in a section.
    pub number: Option<u32>,
    pub section: usize,
    pub place: Place,
    /// The lines it was recognised in.
    pub raw: String,
    pub stem: String,
    pub options: Vec<CandidateOption>,
    pub key: Option<Key>,
    pub explanation: String,
    pub source: String,
    pub seconds: Option<u32>,
    pub particulars: Particulars,
    /// Written by this program: its line breaks stand.
    pub exact: bool,
    /// It has a picture that could not be read.
    pub picture_problem: Option<PictureProblem>,
}

/// What a file holds.
#[derive(Debug, Default)]
pub struct Found {
    pub candidates: Vec<Candidate>,
    /// Those that the questions show.
    pub pictures: Vec<Picture>,
}

impl From<Vec<Candidate>> for Found {
    fn from(candidates: Vec<Candidate>) -> Self {
        Self { candidates, pictures: Vec::new() }
    }
}

/// What only some files say of a question: further columns of a table, and our own exports.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Particulars {
    pub kind: Option<QuestionKind>,
    pub topic: Option<String>,
    pub difficulty: Option<Difficulty>,
    /// The options' order carries meaning.
    pub keep_order: bool,
    /// As it was registered where the file comes from; its identifier means nothing elsewhere.
    pub document: Option<Document>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<QuestionImage>,
    /// A picture stands beside its text in the file, and was not brought.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub left_picture: bool,
}

#[derive(Clone, Debug, Default)]
pub struct CandidateOption {
    /// By its label, 0 for A; a key goes by it, whatever its position.
    pub letter: usize,
    pub text: String,
    /// By a star, a check or words such as `(đúng)`.
    pub marked: bool,
    pub looks: typography::OptionLooks,
}

impl Candidate {
    pub fn new(number: Option<u32>, section: usize, place: Place) -> Self {
        Self {
            number,
            section,
            place,
            raw: String::new(),
            stem: String::new(),
            options: Vec::new(),
            key: None,
            explanation: String::new(),
            source: String::new(),
            seconds: None,
            particulars: Particulars::default(),
            exact: false,
            picture_problem: None,
        }
    }

    /// Far enough that what follows may be another question.
    pub fn is_complete(&self) -> bool {
        self.options.len() >= 2 || self.key.is_some()
    }
}

/// Adds a line to a text of several.
pub fn join(text: &mut String, line: &str) {
    if !text.is_empty() && !line.is_empty() {
        text.push(' ');
    }
    text.push_str(line);
}

const RIGHT: [&str; 8] =
    ["dung", "dap an dung", "dap an", "correct", "x", "right", "phuong an dung", "dap an dung nhat"];

impl CandidateOption {
    /// From glyphs: `letter` is where the label's letter stands, if there is a label.
    pub fn read(index: usize, letter: Option<Glyph>, glyphs: &[Glyph], marked: bool) -> Self {
        let (end, after) = without_mark(glyphs);
        Self {
            letter: index,
            text: text_of(&glyphs[..end]),
            marked: marked || after,
            looks: typography::OptionLooks::read(letter.map(|glyph| glyph.look), &glyphs[..end]),
        }
    }

    /// A further line of the same option.
    pub fn push(&mut self, glyphs: &[Glyph]) {
        let (end, after) = without_mark(glyphs);
        join(&mut self.text, &text_of(&glyphs[..end]));
        self.marked |= after;
        self.looks.add(&glyphs[..end]);
    }

    pub fn plain(index: usize, written: &str) -> Self {
        let glyphs: Vec<Glyph> =
            text::clean(written).chars().map(|letter| Glyph { letter, look: Look::default() }).collect();
        Self::read(index, None, &glyphs, false)
    }
}

/// Where the text ends before a mark such as `(đúng)`, and whether there is one.
fn without_mark(glyphs: &[Glyph]) -> (usize, bool) {
    let end = glyphs.iter().rposition(|glyph| !glyph.letter.is_whitespace()).map_or(0, |last| last + 1);
    let Some(last) = end.checked_sub(1).map(|last| glyphs[last].letter) else { return (0, false) };
    if label::is_check(last) && (last != '*' || is_mark_after(&glyphs[..end - 1])) && end > 1 {
        return (end - 1, true);
    }
    let open = match last {
        ')' => '(',
        ']' => '[',
        _ => return (end, false),
    };
    let Some(start) = glyphs[..end].iter().rposition(|glyph| glyph.letter == open) else { return (end, false) };
    let inside = text::folded(&text_of(&glyphs[start + 1..end - 1]));
    let inside = inside.trim();
    let is_check = !inside.is_empty() && inside.chars().all(label::is_check);
    let said = inside.trim_matches(|letter: char| letter.is_whitespace() || letter == '*');
    if start > 0 && (is_check || RIGHT.contains(&said)) { (start, true) } else { (end, false) }
}

/// Whether a star after this is a mark: `Không *`, `Không.*` and `10*` are marked, and `10 *` may be arithmetic. A check
/// is always a mark.
fn is_mark_after(text: &[Glyph]) -> bool {
    let is_space = |glyph: &Glyph| glyph.letter.is_whitespace();
    let ends_a_word = |letter: char| letter.is_alphabetic() || matches!(letter, '.' | '!' | '?' | ')' | '”' | '"');
    let last = text.iter().rfind(|glyph| !is_space(glyph)).map(|glyph| glyph.letter);
    let is_close = text.last().is_some_and(|glyph| !is_space(glyph));
    last.is_some_and(|last| ends_a_word(last) || is_close && last.is_numeric())
}

/// Takes a key line's value; what is left of it may be an explanation.
pub fn take_key(candidate: &mut Candidate, written: &str) {
    if candidate.key.is_some() {
        return;
    }
    if let Some((key, rest)) = key::value(written) {
        candidate.key = Some(key);
        let folded: Vec<char> = rest.chars().map(text::folded_letter).collect();
        if let Some(end) = label::explanation(&folded, 0) {
            join(&mut candidate.explanation, &text::squeeze(&rest.chars().skip(end).collect::<String>()));
        }
    }
}
