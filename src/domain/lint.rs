//! What a careful colleague would say about a question before the review: advice, but for what cannot be drawn anyway.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::document::{Document, DocumentStanding};
use super::identity::QuestionId;
use super::question::{MOST_OPTIONS, QuestionKind, Revision};
use super::sameness::{comparable, spoken};

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
    Stems::of(bank).findings(revision, document, own)
}

/// The stems of a bank, looked up by what they say: a bank is looked through once, however many of its questions are
/// held against it.
#[derive(Clone, Debug, Default)]
pub struct Stems(HashMap<String, Vec<(QuestionId, u64)>>);

impl Stems {
    pub fn of<'a>(bank: impl IntoIterator<Item = Neighbour<'a>>) -> Self {
        let mut stems: HashMap<String, Vec<(QuestionId, u64)>> = HashMap::new();
        for Neighbour { id, number, revision } in bank {
            stems.entry(comparable(&revision.stem)).or_default().push((id, number));
        }
        Self(stems)
    }

    /// What [`findings`] says, against this bank.
    pub fn findings(&self, revision: &Revision, document: Option<&Document>, own: Option<QuestionId>) -> Vec<Finding> {
        let superseded_by = document.and_then(|document| match &document.standing {
            DocumentStanding::InForce => None,
            DocumentStanding::Superseded(supersession) => Some(supersession.by.clone()),
        });
        let duplicate = self.same_as(revision, own).map(Finding::DuplicateOf);
        let refers = revision.options.iter().any(|option| refers_to_options(&option.text));
        let found = [
            (refers, Finding::RefersToOptions),
            (right_is_longest(revision), Finding::RightIsLongest),
            (phone_height(revision) > PHONE_ROOM, Finding::LongForAPhone),
            (revision.explanation.is_empty(), Finding::NoExplanation),
            (revision.source.is_empty(), Finding::NoSource),
        ];
        let found = found.into_iter().filter_map(|(holds, finding)| holds.then_some(finding));
        duplicate.into_iter().chain(found).chain(superseded_by.map(|by| Finding::SourceSuperseded { by })).collect()
    }

    /// The first other question with this stem, by its number.
    fn same_as(&self, revision: &Revision, own: Option<QuestionId>) -> Option<u64> {
        let same = self.0.get(&comparable(&revision.stem)).filter(|_| !revision.stem.is_empty())?;
        same.iter().find(|(id, _)| Some(*id) != own).map(|(_, number)| *number)
    }
}

/// Words that speak of options, as [`spoken`] has them.
struct OptionTalk {
    /// An option that speaks of the others begins so …
    begins: Vec<String>,
    /// … and names them so.
    names: Vec<String>,
    /// Stands between the letters of options.
    joins: Vec<String>,
    whole: Vec<String>,
}

static OPTION_TALK: LazyLock<OptionTalk> = LazyLock::new(|| {
    let ends = ["trên", "nào", "đều", "đúng", "sai", "còn lại", "nêu trên"];
    let names = ["phương án", "đáp án", "câu trả lời", "ý", "lựa chọn"].into_iter();
    OptionTalk {
        begins: ["tất cả ", "cả ", "không có ", "không "].map(|words| spoken(words) + " ").into(),
        names: names.flat_map(|name| ends.map(|end| format!(" {} ", spoken(&format!("{name} {end}"))))).collect(),
        joins: ["và", "cả", "đều", "đúng", "sai"].map(spoken).into(),
        whole: ["tất cả đều đúng", "tất cả đều sai", "tất cả các ý trên"].map(spoken).into(),
    }
});

/// `Tất cả các phương án trên`, `Cả A và B đều đúng`, `Không có đáp án nào đúng`.
fn refers_to_options(text: &str) -> bool {
    let talk = &*OPTION_TALK;
    let text = spoken(text);
    let speaks = talk.begins.iter().any(|word| text.starts_with(word.as_str())) && {
        let padded = format!("{text} ");
        talk.names.iter().any(|name| padded.contains(name.as_str()))
    };
    let words = || text.split([' ', ',']).filter(|word| !word.is_empty());
    let is_letter = |word: &&str| matches!(*word, "a" | "b" | "c" | "d" | "e" | "f");
    let letters = words().filter(is_letter).count() >= 2
        && words().all(|word| is_letter(&word) || talk.joins.iter().any(|other| other == word));
    speaks || letters || talk.whole.contains(&text)
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
    /// How many it would be if no letter were preferred.
    pub fair: usize,
}

/// Below this, chance alone makes such differences: a letter's fair share is then three or four, and its distribution
/// is not yet the bell that [`answer_skew`] takes it for.
const ENOUGH: usize = 12;

/// The letter whose share of right answers is neither chance nor too small to be worth a guess.
///
/// If authors preferred no letter, a question with `k` options would have its right one at a given place with
/// probability `1/k`. Over the bank the count at a place then has the mean `Σ 1/k` and the variance `Σ (k-1)/k²`, and
/// `(count - mean)² / variance` follows a chi-squared distribution with one degree of freedom. Nine is exceeded upwards
/// by chance once in 740: with six letters, in one honest bank of a hundred and twenty. In a large bank that would
/// also show differences nobody could use, so the share has to be half as much again as a fair one, too.
pub fn answer_skew<'a>(bank: impl IntoIterator<Item = &'a Revision>) -> Option<Skew> {
    /// Divisible by every possible number of options: shares in sixtieths are whole.
    const WHOLE: usize = 60;
    let (mut counts, mut means, mut variances) = ([0; MOST_OPTIONS], [0; MOST_OPTIONS], [0; MOST_OPTIONS]);
    let mut of = 0;
    for revision in bank {
        let options = revision.options.len();
        let right = revision.right_places().next().filter(|_| (3..=MOST_OPTIONS).contains(&options));
        let Some(right) = right.filter(|_| revision.kind == QuestionKind::Single) else { continue };
        let share = WHOLE / options;
        of += 1;
        counts[right] += 1;
        means[..options].iter_mut().for_each(|mean| *mean += share);
        variances[..options].iter_mut().for_each(|variance| *variance += share * (WHOLE - share));
    }
    let (place, count) = counts.into_iter().enumerate().max_by_key(|(_, count)| *count)?;
    let (mean, above) = (means[place], (count * WHOLE).checked_sub(means[place])?);
    let is_skewed = of >= ENOUGH && above * above > 9 * variances[place] && above * 2 >= mean;
    is_skewed.then_some(Skew { place, count, of, fair: (mean + WHOLE / 2) / WHOLE })
}

#[cfg(test)]
mod tests;
