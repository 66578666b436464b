//! The judgement: which questions can be taken as they are, and what is wrong with the others.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::super::document::Place;
use super::super::picture::Picture;
use super::super::refusal::Refusal;
use super::super::text;
use super::candidate::{Candidate, CandidateOption, Found, Particulars};
use super::key::Key;
use super::typography::{self, Decision};
use super::{label, sentence};
use crate::domain::sameness::comparable;
use crate::domain::text::tidy;

/// What a file gives, every question of it in its order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Preview {
    pub questions: Vec<Previewed>,
    /// Set where nothing is taken; `questions` is empty then.
    pub refusal: Option<Refusal>,
    /// Those that the questions show, each once.
    #[serde(default)]
    pub pictures: Vec<Picture>,
}

/// One question of the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Previewed {
    /// In the file, from 1, whatever number is printed.
    pub ordinal: u32,
    /// As printed.
    pub number: Option<u32>,
    pub place: Place,
    /// The text it was read from, line by line.
    pub raw: String,
    /// As far as it was understood, also where there is a problem.
    pub question: Recognised,
    pub problem: Option<Problem>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recognised {
    pub stem: String,
    pub options: Vec<String>,
    /// Positions from 0, rising.
    pub correct: Vec<usize>,
    pub explanation: Option<String>,
    pub source: Option<String>,
    pub seconds: Option<u32>,
    #[serde(default)]
    pub particulars: Particulars,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    pub kind: ProblemKind,
    /// Where it is and what to do, in Vietnamese.
    pub sentence: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    TooFewOptions,
    DuplicateOption,
    MissingAnswer,
    AmbiguousTypography,
    AnswerOutOfRange,
    /// Options and a key, and nothing that is asked.
    EmptyStem,
    /// It shows a picture that the file does not hold whole.
    Picture,
    DuplicateQuestion,
}

impl Preview {
    pub fn refused(refusal: Refusal) -> Self {
        Self { refusal: Some(refusal), ..Self::default() }
    }
}

/// Judges candidates in the file's order.
pub fn judge(found: Found) -> Preview {
    let Found { candidates, pictures } = found;
    let mut kept: Vec<(String, u32)> = Vec::new();
    let mut seen = HashSet::new();
    let mut questions = Vec::with_capacity(candidates.len());
    for (index, candidate) in candidates.into_iter().enumerate() {
        let ordinal = index as u32 + 1;
        let (question, mut problem) = examine(&candidate);
        let mut first = None;
        if problem.is_none() {
            let stem = comparable(&question.stem);
            if seen.insert(stem.clone()) {
                kept.push((stem, ordinal));
            } else {
                first = kept.iter().find(|(found, _)| *found == stem).map(|(_, ordinal)| *ordinal);
                problem = Some(ProblemKind::DuplicateQuestion);
            }
        }
        let problem = problem
            .map(|kind| Problem { kind, sentence: sentence::problem(kind, ordinal, &candidate, &question, first) });
        let Candidate { number, place, raw, .. } = candidate;
        questions.push(Previewed { ordinal, number, place, raw, question, problem });
    }
    if questions.is_empty() {
        return Preview::refused(sentence::no_question());
    }
    Preview { questions, refusal: None, pictures }
}

pub const TRUE_FALSE: [&str; 2] = ["Đúng", "Sai"];

fn examine(candidate: &Candidate) -> (Recognised, Option<ProblemKind>) {
    let mut options: Vec<CandidateOption> =
        candidate.options.iter().filter(|option| !option.text.is_empty()).cloned().collect();
    if options.is_empty() && is_true_false(candidate.key.as_ref()) {
        options = TRUE_FALSE.iter().enumerate().map(|(index, said)| CandidateOption::plain(index, said)).collect();
    }
    let kept = |text: &str| if candidate.exact { tidy(text) } else { text::squeeze(text) };
    let mut question = Recognised {
        stem: if candidate.exact { tidy(&candidate.stem) } else { without_tag(&candidate.stem) },
        options: options.iter().map(|option| option.text.clone()).collect(),
        correct: Vec::new(),
        explanation: Some(kept(&candidate.explanation)).filter(|found| !found.is_empty()),
        source: Some(kept(&candidate.source)).filter(|found| !found.is_empty()),
        seconds: candidate.seconds,
        particulars: candidate.particulars.clone(),
    };
    if options.len() < 2 {
        return (question, Some(ProblemKind::TooFewOptions));
    }
    let mut texts: Vec<String> = question.options.iter().map(|option| comparable(option)).collect();
    texts.sort_unstable();
    if texts.windows(2).any(|pair| pair[0] == pair[1]) {
        return (question, Some(ProblemKind::DuplicateOption));
    }
    let marked: Vec<usize> = (0..options.len()).filter(|at| options[*at].marked).collect();
    let found = match &candidate.key {
        Some(key) => look_up(key, &options).ok_or(ProblemKind::AnswerOutOfRange),
        None if !marked.is_empty() => Ok(marked),
        None => {
            let looks: Vec<_> = options.iter().map(|option| &option.looks).collect();
            match typography::decide(&looks, &question.stem) {
                Decision::Options(found) => Ok(found),
                Decision::Ambiguous => Err(ProblemKind::AmbiguousTypography),
                Decision::Unmarked => Err(ProblemKind::MissingAnswer),
            }
        }
    };
    match found {
        Ok(correct) => {
            question.correct = correct;
            let problem = if question.stem.is_empty() {
                Some(ProblemKind::EmptyStem)
            } else {
                candidate.picture_problem.map(|_| ProblemKind::Picture)
            };
            (question, problem)
        }
        Err(kind) => (question, Some(kind)),
    }
}

fn is_true_false(key: Option<&Key>) -> bool {
    let Some(Key::Text(said)) = key else { return false };
    truth(said).is_some()
}

/// What a word says of a statement.
fn truth(said: &str) -> Option<bool> {
    match text::folded(said).trim_matches(|letter: char| !letter.is_alphanumeric()) {
        "dung" | "true" | "t" | "d" => Some(true),
        "sai" | "false" | "f" | "s" => Some(false),
        _ => None,
    }
}

/// Positions among `options`, rising; `None` where the key names what is not there.
fn look_up(key: &Key, options: &[CandidateOption]) -> Option<Vec<usize>> {
    let by_letter = |letter: usize| options.iter().position(|option| option.letter == letter);
    let mut found: Vec<usize> = match key {
        Key::Letters(letters) => letters.iter().map(|letter| by_letter(*letter)).collect::<Option<_>>()?,
        Key::Numbers { positions, written } => {
            let found: Option<Vec<usize>> = positions.iter().map(|number| by_letter(number.checked_sub(1)?)).collect();
            match found {
                Some(found) => found,
                // `56` under the options 48, 54, 56, or `30/4`: the text, not the place.
                None => vec![by_text(written, options)?],
            }
        }
        Key::Text(said) => match by_text(said, options) {
            Some(at) => vec![at],
            None => by_texts(said, options)?,
        },
    };
    found.sort_unstable();
    found.dedup();
    Some(found)
}

fn by_text(said: &str, options: &[CandidateOption]) -> Option<usize> {
    let exact = options.iter().position(|option| option.text == text::squeeze(said));
    let wanted = comparable(said);
    let alike = || options.iter().position(|option| comparable(&option.text) == wanted);
    let truth_of = || {
        let wanted = truth(said)?;
        options.iter().position(|option| truth(&option.text) == Some(wanted))
    };
    exact.or_else(alike).or_else(truth_of)
}

/// Several texts of options, one after the other.
fn by_texts(said: &str, options: &[CandidateOption]) -> Option<Vec<usize>> {
    let split = |signs: &[char]| -> Option<Vec<usize>> {
        let parts: Vec<&str> = said.split(signs).map(str::trim).filter(|part| !part.is_empty()).collect();
        (parts.len() > 1).then(|| parts.iter().map(|part| by_text(part, options)).collect()).flatten()
    };
    split(&[';', '\n', '|']).or_else(|| split(&[',']))
}

fn without_tag(stem: &str) -> String {
    let folded: Vec<char> = stem.chars().map(text::folded_letter).collect();
    match label::trailing_tag(&folded) {
        Some(end) => text::squeeze(&stem.chars().take(end).collect::<String>()),
        None => text::squeeze(stem),
    }
}
