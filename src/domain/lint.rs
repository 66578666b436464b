//! What a careful colleague would say about a question before the review: advice, but for what cannot be drawn anyway.

use super::document::Document;
use super::identity::QuestionId;
use super::question::{QuestionKind, Revision};
use super::text::comparable;

/// One piece of advice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Another question of the bank asks the same, by its number there.
    DuplicateOf(u64),
    /// An option refers to the others, which are shuffled and give it away.
    RefersToOptions,
    /// The right option is the longest by far: it can be guessed.
    RightIsLongest,
    NoSource,
    NoExplanation,
    /// Its document was replaced by another, called so.
    SourceSuperseded {
        by: String,
    },
    /// On a small phone the question and its options do not fit on one screen.
    LongForAPhone,
}

/// A question of the bank as it is compared.
#[derive(Clone, Copy, Debug)]
pub struct Neighbour<'a> {
    pub id: QuestionId,
    pub number: u64,
    pub revision: &'a Revision,
}

/// Findings about `revision`, in the order of the form. `own` is the question's place in the bank, if it has one.
pub fn findings<'a>(
    revision: &Revision,
    document: Option<&Document>,
    own: Option<QuestionId>,
    bank: impl IntoIterator<Item = Neighbour<'a>>,
) -> Vec<Finding> {
    let mut found = Vec::new();
    if let Some(number) = duplicate(revision, own, bank) {
        found.push(Finding::DuplicateOf(number));
    }
    if revision.options.iter().any(|option| refers_to_options(&option.text)) {
        found.push(Finding::RefersToOptions);
    }
    if right_is_longest(revision) {
        found.push(Finding::RightIsLongest);
    }
    if phone_height(revision) > PHONE_ROOM {
        found.push(Finding::LongForAPhone);
    }
    if revision.explanation.is_empty() {
        found.push(Finding::NoExplanation);
    }
    if revision.source.is_empty() {
        found.push(Finding::NoSource);
    }
    if let Some(document) = document
        && let super::document::DocumentStanding::Superseded(supersession) = &document.standing
    {
        found.push(Finding::SourceSuperseded { by: supersession.by.clone() });
    }
    found
}

fn duplicate<'a>(
    revision: &Revision,
    own: Option<QuestionId>,
    bank: impl IntoIterator<Item = Neighbour<'a>>,
) -> Option<u64> {
    let stem = comparable(&revision.stem);
    let mut others = bank.into_iter().filter(|other| Some(other.id) != own);
    let same = others.find(|other| !stem.is_empty() && comparable(&other.revision.stem) == stem);
    same.map(|other| other.number)
}

/// `Tất cả các phương án trên`, `Cả A và B đều đúng`, `Không có đáp án nào đúng`.
fn refers_to_options(text: &str) -> bool {
    let text = comparable(text);
    let about = ["phương án", "đáp án", "câu trả lời", "ý", "lựa chọn"].map(comparable);
    let all = ["tất cả", "cả", "không có", "không"].map(comparable);
    let starts = all.iter().any(|word| text.starts_with(&format!("{word} ")));
    let names = about.iter().any(|word| {
        let there = ["trên", "nào", "đều", "đúng", "sai", "còn lại", "nêu trên"].map(comparable);
        there.iter().any(|end| text.contains(&format!(" {word} {end}")))
    });
    let letters = |text: &str| {
        let words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
        let is_letter = |word: &&str| matches!(*word, "a" | "b" | "c" | "d" | "e" | "f");
        let joined = [comparable("và"), comparable("cả"), comparable("đều"), comparable("đúng"), comparable("sai")];
        words.iter().filter(|word| is_letter(word)).count() >= 2
            && words.iter().all(|word| is_letter(word) || joined.iter().any(|other| other == word))
    };
    let everything = ["tất cả đều đúng", "tất cả đều sai", "tất cả các ý trên"].map(comparable);
    (starts && names) || letters(&text) || everything.contains(&text)
}

/// By a fifth and some letters: a difference that is seen.
fn right_is_longest(revision: &Revision) -> bool {
    if revision.kind != QuestionKind::Single || revision.options.len() < 3 {
        return false;
    }
    let length = |correct: bool| {
        let lengths = revision.options.iter().filter(|option| option.correct == correct);
        lengths.map(|option| option.text.chars().count()).max().unwrap_or(0)
    };
    let (right, other) = (length(true), length(false));
    right * 5 >= other * 6 && right >= other + 4
}

/// What a phone of 360×640 has for the question and its options, in CSS pixels.
const PHONE_ROOM: usize = 470;

/// The height it takes there at the base size of letters, roughly.
fn phone_height(revision: &Revision) -> usize {
    let lines =
        |text: &str, wide: usize| text.lines().map(|line| line.chars().count().div_ceil(wide).max(1)).sum::<usize>();
    let option = |text: &str| (lines(text, 29) * 27 + 22).max(56) + 8;
    lines(&revision.stem, 28) * 31 + 12 + revision.options.iter().map(|it| option(&it.text)).sum::<usize>()
}

/// The letter under which the right answer of single-choice questions stands too often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Skew {
    /// From 0.
    pub place: usize,
    pub count: usize,
    pub of: usize,
}

/// Below this, chance alone makes such differences.
const ENOUGH: usize = 12;

/// Whether one letter holds half of all right answers, or more.
pub fn answer_skew<'a>(bank: impl IntoIterator<Item = &'a Revision>) -> Option<Skew> {
    let mut counts = [0_usize; super::question::MOST_OPTIONS];
    for revision in bank {
        if revision.kind == QuestionKind::Single
            && revision.options.len() >= 3
            && let Some(count) = revision.right_places().next().and_then(|place| counts.get_mut(place))
        {
            *count += 1;
        }
    }
    let of: usize = counts.iter().sum();
    let (place, count) = counts.into_iter().enumerate().max_by_key(|(_, count)| *count)?;
    (of >= ENOUGH && count * 2 >= of).then_some(Skew { place, count, of })
}

#[cfg(test)]
mod tests;
