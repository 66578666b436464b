//! Our own format of a bank, `khacsau.bank.v1`: JSON that loses nothing but who wrote what.

use serde::{Deserialize, Serialize};

use super::bank::{Candidate, CandidateOption, Key, Particulars};
use super::document::Place;
use super::refusal::Refusal;
use crate::domain::document::Document;
use crate::domain::identity::DocumentId;
use crate::domain::question::{Difficulty, Revision};
use crate::domain::text::{line, tidy};

pub const FORMAT: &str = "khacsau.bank.v1";

/// More than any unit's bank holds.
const QUESTIONS: usize = 20_000;

/// A whole file.
#[derive(Serialize, Deserialize)]
pub struct BankFile {
    pub format: String,
    /// Whose bank it was, for whoever opens the file.
    #[serde(default)]
    pub unit: String,
    /// `YYYY-MM-DD`
    #[serde(default)]
    pub exported_on: String,
    pub documents: Vec<Document>,
    pub questions: Vec<QuestionInFile>,
}

#[derive(Serialize, Deserialize)]
pub struct QuestionInFile {
    /// What it was called in its bank.
    #[serde(default)]
    pub number: Option<u64>,
    /// One of the file's documents.
    pub document: Option<DocumentId>,
    #[serde(default)]
    pub topic: String,
    #[serde(default)]
    pub difficulty: Option<Difficulty>,
    /// How far its review had come there; whoever imports it reviews it anew.
    #[serde(default)]
    pub state: String,
    #[serde(flatten)]
    pub revision: Revision,
}

/// # Errors
/// Damaged, JSON of another kind, or marked as secret.
pub fn read(source: &str) -> Result<Vec<Candidate>, Refusal> {
    let file: BankFile = serde_json::from_str(source.trim_start_matches('\u{feff}'))
        .map_err(|error| if error.is_data() { other_format(error.line()) } else { Refusal::damaged() })?;
    if file.format != FORMAT {
        return Err(other_format(1));
    }
    if file.questions.len() > QUESTIONS {
        return Err(Refusal::too_large());
    }
    let texts = file.questions.iter().flat_map(|question| question.revision.texts());
    let lines: Vec<&str> = texts.flat_map(str::lines).collect();
    super::container::forbidden(lines.iter().copied())?;
    let questions = file.questions.iter().enumerate();
    Ok(questions.map(|(at, question)| candidate(at as u32 + 1, question, &file.documents)).collect())
}

fn other_format(line: usize) -> Refusal {
    Refusal::unsupported(format!(
        "Tệp .json này không phải là ngân hàng câu hỏi do chương trình xuất ra (chỗ sai ở dòng {line}). \
         Hãy xuất lại ngân hàng theo dạng JSON và gửi nguyên tệp."
    ))
}

fn candidate(entry: u32, question: &QuestionInFile, documents: &[Document]) -> Candidate {
    let revision = &question.revision;
    let mut candidate = Candidate::new(None, 0, Place::Entry(entry));
    candidate.number = question.number.and_then(|number| u32::try_from(number).ok());
    candidate.exact = true;
    candidate.stem.clone_from(&revision.stem);
    candidate.explanation.clone_from(&revision.explanation);
    candidate.source.clone_from(&revision.source);
    let limit = revision.limit.and_then(|limit| u32::try_from(limit.0 / 1_000).ok());
    candidate.seconds = limit.filter(|seconds| *seconds > 0);
    let options = revision.options.iter().enumerate();
    candidate.options = options
        .map(|(letter, option)| CandidateOption { letter, text: line(&option.text), ..CandidateOption::default() })
        .collect();
    let right: Vec<usize> = revision.right_places().collect();
    candidate.key = (!right.is_empty()).then_some(Key::Letters(right));
    candidate.raw = std::iter::once(revision.stem.as_str())
        .chain(revision.options.iter().map(|option| option.text.as_str()))
        .collect::<Vec<_>>()
        .join("\n");
    let document = documents.iter().find(|document| Some(document.id) == question.document);
    candidate.particulars = Particulars {
        kind: Some(revision.kind),
        topic: Some(line(&question.topic)).filter(|topic| !topic.is_empty()),
        difficulty: question.difficulty,
        keep_order: revision.keep_order,
        document: document.map(tidied),
    };
    candidate
}

/// What stands in a file is no more to be believed than what is typed.
fn tidied(document: &Document) -> Document {
    Document {
        symbol: line(&document.symbol),
        issued_on: line(&document.issued_on),
        issuer: line(&document.issuer),
        title: tidy(&document.title),
        link: line(&document.link),
        ..document.clone()
    }
}
