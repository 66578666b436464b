//! What the lines ahead say about this one.

use super::super::document::text_of;
use super::key::{self, Key};
use super::label::QuestionLabel;
use super::listed;
use super::piece::Piece;

/// Beyond this many lines, what is ahead belongs to something else.
pub const AHEAD: usize = 40;

pub fn next_letter(pieces: &[Piece], at: usize, letter: usize) -> bool {
    let next = pieces[at + 1..].iter().take(6).find(|piece| piece.option.is_some() || piece.question.is_some());
    next.and_then(|piece| piece.option.as_ref()).is_some_and(|label| label.letter == letter)
}

pub fn options_ahead_of(pieces: &[Piece], piece: &Piece, label: &QuestionLabel) -> bool {
    let at = pieces.iter().position(|found| std::ptr::eq(found, piece));
    at.is_some_and(|at| options_ahead(pieces, at, label))
}

/// Whether an option A with a B after it comes before the next number.
pub fn options_follow(pieces: &[Piece], at: usize) -> bool {
    let next = pieces[at + 1..].iter().position(|piece| piece.option.is_some() || piece.question.is_some());
    next.is_some_and(|next| {
        let at = at + 1 + next;
        pieces[at].option.as_ref().is_some_and(|option| option.letter == 0) && next_letter(pieces, at, 1)
    })
}

/// Whether options, or the truth of a statement, follow before the next number of this kind.
pub fn options_ahead(pieces: &[Piece], at: usize, label: &QuestionLabel) -> bool {
    for (ahead, piece) in pieces.iter().enumerate().skip(at + 1).take(AHEAD) {
        if piece.option.as_ref().is_some_and(|option| option.letter == 0) {
            return true;
        }
        if !label.strong && listed::is_told(pieces, ahead, label) {
            return true;
        }
        if piece.is_end || piece.pairs.is_some() {
            return false;
        }
        if piece.question.as_ref().is_some_and(|next| next.strong || !label.strong && next.sign == label.sign) {
            return false;
        }
        if let Some(key) = piece.key.as_ref().filter(|key| key.colon) {
            return key::says_truth(&piece.text_from(key.end));
        }
    }
    false
}

/// A key as two rows of text: `Câu 1 2 3` above `Đáp án B C A`.
pub fn key_rows(pieces: &[Piece], at: usize) -> Option<Vec<(u32, Key)>> {
    let (numbers, answers) = (&pieces[at], pieces.get(at + 1)?);
    let words = |piece: &Piece| {
        text_of(&piece.line.glyphs)
            .split([' ', '|'])
            .map(str::to_owned)
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
    };
    let is_number = |word: &str| word.len() <= 3 && word.bytes().all(|letter| letter.is_ascii_digit());
    let numbers: Vec<String> = words(numbers).into_iter().skip_while(|word| !is_number(word)).collect();
    if numbers.len() < 2 || !numbers.iter().all(|word| is_number(word)) || pieces[at].option.is_some() {
        return None;
    }
    let letters: Vec<String> = words(answers).into_iter().rev().take(numbers.len()).collect();
    let before = words(answers).len().checked_sub(numbers.len())?;
    if before > 3 {
        return None;
    }
    let mut pairs = Vec::new();
    for (number, letter) in numbers.iter().zip(letters.into_iter().rev()) {
        let (Key::Letters(found), rest) = key::value(&letter)? else { return None };
        if !rest.is_empty() {
            return None;
        }
        pairs.push((number.parse().ok()?, Key::Letters(found)));
    }
    Some(pairs)
}
