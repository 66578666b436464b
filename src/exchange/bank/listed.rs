//! Options without letters: a list of dashes, dots or numbers between a question and its key.

use super::ahead::AHEAD;
use super::candidate::CandidateOption;
use super::flow::{Flow, Stage, note};
use super::key::{self, KeyLabel};
use super::label::QuestionLabel;
use super::piece::Piece;

/// The most that a question is given.
const OPTIONS: usize = 8;

/// What a line of such a list begins with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// Of the list's lines, all have the same.
    Bullet(char),
    /// `1.` or `1)`, from 1.
    Number(u32, char),
}

/// A list: each of its options with where its text begins, and the lines that go on with it.
struct List {
    items: Vec<(usize, usize)>,
    /// Where it ends.
    end: usize,
    /// A mark, or the key after it, says that these are options.
    is_told: bool,
}

impl Flow {
    /// Takes the options of a question that has no letters before them; how many pieces they are.
    pub(super) fn listed(&mut self, pieces: &[Piece], at: usize) -> Option<usize> {
        let (candidate, label) = self.current.as_mut().filter(|_| self.stage == Stage::Stem)?;
        if !candidate.options.is_empty() {
            return None;
        }
        let list = list(pieces, at, label)?;
        if !list.is_told && !candidate.stem.trim_end().ends_with(['?', ':', '…']) {
            return None;
        }
        for (index, (from, text)) in list.items.iter().enumerate() {
            let to = list.items.get(index + 1).map_or(list.end, |next| next.0);
            let glyphs = pieces[*from].line.glyphs.get(*text..).unwrap_or_default();
            let mut option = CandidateOption::read(index, None, glyphs, false);
            for piece in &pieces[from + 1..to] {
                option.push(&piece.line.glyphs);
            }
            for piece in &pieces[*from..to] {
                note(candidate, piece);
            }
            candidate.options.push(option);
        }
        self.stage = Stage::Options;
        Some(list.end - at)
    }
}

/// Whether options without letters begin at a line, with a mark or a key that says so.
pub fn is_told(pieces: &[Piece], at: usize, of: &QuestionLabel) -> bool {
    list(pieces, at, of).is_some_and(|list| list.is_told)
}

fn list(pieces: &[Piece], at: usize, of: &QuestionLabel) -> Option<List> {
    let (first, _) = sign(&pieces[at])?;
    // Among questions with bare numbers, a number is a question's.
    if matches!(first, Sign::Number(number, _) if number != 1 || !of.strong) {
        return None;
    }
    let mut list = List { items: Vec::new(), end: at, is_told: false };
    for piece in pieces[at..].iter().take(AHEAD) {
        let expected = match first {
            Sign::Bullet(_) => first,
            Sign::Number(_, after) => Sign::Number(list.items.len() as u32 + 1, after),
        };
        match sign(piece).filter(|(found, _)| *found == expected) {
            Some((_, text)) => {
                let glyphs = piece.line.glyphs.get(text..).unwrap_or_default();
                list.is_told |= CandidateOption::read(0, None, glyphs, false).marked;
                list.items.push((list.end, text));
            }
            None if goes_on(piece) => {}
            None => break,
        }
        list.end += 1;
    }
    if !(2..=OPTIONS).contains(&list.items.len()) {
        return None;
    }
    let Some(next) = pieces.get(list.end) else { return Some(list) };
    let is_truth = |key: &KeyLabel| key::says_truth(&next.text_from(key.end));
    match &next.key {
        // A statement with a list in it.
        Some(key) if is_truth(key) => return None,
        Some(key) => list.is_told |= key.certain || key.colon,
        None => {}
    }
    let ends = next.question.as_ref().is_some_and(|label| label.strong || !of.strong)
        || next.explanation.is_some()
        || next.source.is_some()
        || next.is_heading
        || next.is_end;
    (list.is_told || ends).then_some(list).filter(|_| next.option.is_none())
}

/// What a line begins with as one of a list, and where its text begins.
fn sign(piece: &Piece) -> Option<(Sign, usize)> {
    let is_labelled = piece.key.as_ref().is_some_and(|key| key.certain || key.colon)
        || piece.explanation.is_some()
        || piece.source.is_some()
        || piece.option.is_some()
        || piece.pairs.is_some();
    if is_labelled {
        return None;
    }
    if let Some(label) = piece.question.as_ref() {
        let is_number = !label.strong && matches!(label.sign, '.' | ')');
        return is_number.then_some((Sign::Number(label.number, label.sign), label.end));
    }
    if piece.line.bulleted {
        return Some((Sign::Bullet('•'), 0));
    }
    let glyphs = &piece.line.glyphs;
    let start = glyphs.iter().position(|glyph| glyph.letter != ' ')?;
    let bullet = glyphs[start].letter;
    let is_spaced = glyphs.get(start + 1).is_some_and(|glyph| glyph.letter.is_whitespace());
    let is_bullet = match bullet {
        '-' | '–' | '+' => is_spaced,
        '•' | '●' | '▪' | '■' | '◦' | '○' | '\u{f0b7}' => true,
        _ => false,
    };
    is_bullet.then_some((Sign::Bullet(bullet), start + 1))
}

/// The rest of an option that is too long for its line.
fn goes_on(piece: &Piece) -> bool {
    !piece.is_label() && !piece.line.after_blank && (piece.line.continues || piece.begins_lower())
}
