//! Our own format of a bank, `khacsau.bank.v1`: JSON that loses nothing but who wrote what.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::bank::{Candidate, CandidateOption, Found, Key, Particulars};
use super::base64;
use super::document::Place;
use super::picture_reader::{PictureProblem, PictureReader};
use super::refusal::Refusal;
use crate::domain::document::Document;
use crate::domain::identity::DocumentId;
use crate::domain::ledger::Hash;
use crate::domain::question::{Difficulty, QuestionImage, Revision};
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
    /// Those that the questions show, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<PictureInFile>,
}

#[derive(Serialize, Deserialize)]
pub struct PictureInFile {
    /// Of its bytes, as the questions name it.
    pub hash: Hash,
    /// The JPEG's bytes in base64.
    pub bytes: String,
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
pub fn read(source: &str) -> Result<Found, Refusal> {
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
    let named: HashMap<Hash, &str> =
        file.pictures.iter().map(|picture| (picture.hash, picture.bytes.as_str())).collect();
    let mut reader = PictureReader::default();
    let questions = file.questions.iter().enumerate().map(|(at, question)| {
        let mut candidate = candidate(at as u32 + 1, question, &file.documents);
        if let Some(image) = &question.revision.image {
            match picture(image, &named, &mut reader) {
                Ok(image) => candidate.particulars.image = Some(image),
                Err(problem) => candidate.picture_problem = Some(problem),
            }
        }
        candidate
    });
    Ok(Found { candidates: questions.collect(), pictures: reader.finish() })
}

/// The picture that a question names, made out of the file's bytes.
fn picture(
    image: &QuestionImage,
    named: &HashMap<Hash, &str>,
    reader: &mut PictureReader,
) -> Result<QuestionImage, PictureProblem> {
    let bytes = named.get(&image.hash).ok_or(PictureProblem::Missing)?;
    let bytes = base64::read(bytes).filter(|bytes| Hash::of_bytes(bytes) == image.hash);
    let made = reader.take(&bytes.ok_or(PictureProblem::Broken)?)?;
    Ok(QuestionImage { alt: line(&image.alt), ..made })
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
    let pictured = revision.image.as_ref().map(|image| format!("[Hình: {}]", line(&image.alt)));
    candidate.raw = std::iter::once(revision.stem.as_str())
        .chain(pictured.as_deref())
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
        image: None,
        left_picture: false,
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::picture;
    use super::*;
    use crate::exchange::{Preview, ProblemKind, read_bank};

    /// A picture of this many dots, as a file of the kind.
    fn dots(width: u32, height: u32, kind: image::ImageFormat) -> Vec<u8> {
        let mut bytes = std::io::Cursor::new(Vec::new());
        let drawn = image::RgbImage::from_fn(width, height, |x, y| image::Rgb([(x % 251) as u8, (y % 241) as u8, 90]));
        image::DynamicImage::from(drawn).write_to(&mut bytes, kind).expect("an encoder");
        bytes.into_inner()
    }

    fn question(number: u32, hash: Hash) -> Value {
        json!({
            "document": null, "kind": "single", "stem": format!("Ảnh {number} chụp ở đâu?"),
            "options": [{"text": "Long Trị", "correct": true}, {"text": "Sa Đéc", "correct": false}],
            "explanation": "", "source": "", "limit": null, "keep_order": false,
            "image": {"hash": hash, "width": 9, "height": 9, "alt": " Cổng  trường "},
        })
    }

    fn read_file(questions: &[Value], pictures: &[Value]) -> Preview {
        let file = json!({"format": FORMAT, "documents": [], "questions": questions, "pictures": pictures});
        read_bank("bank.json", file.to_string().as_bytes())
    }

    fn file_of(bytes: &[u8]) -> Value {
        json!({"hash": Hash::of_bytes(bytes), "bytes": base64::written(bytes)})
    }

    #[test]
    fn our_own_pictures_come_back_bit_by_bit_and_others_are_made_small() {
        let own = picture::picture(&dots(60, 40, image::ImageFormat::Png)).expect("a picture").bytes;
        let other = dots(1_300, 40, image::ImageFormat::Png);
        let hashes = [&own, &other].map(|bytes| Hash::of_bytes(bytes));
        let questions = [question(1, hashes[0]), question(2, hashes[1]), question(3, hashes[0])];
        let preview = read_file(&questions, &[file_of(&own), file_of(&other)]);
        let images: Vec<QuestionImage> = preview
            .questions
            .iter()
            .map(|found| found.question.particulars.image.clone().expect("a picture"))
            .collect();
        assert!(preview.questions.iter().all(|found| found.problem.is_none()));
        assert_eq!(images[0], QuestionImage { hash: hashes[0], width: 60, height: 40, alt: "Cổng trường".into() });
        assert_eq!(images[0], images[2]);
        assert!(images[1].width <= 640 && images[1].hash != hashes[1], "{:?}", images[1]);
        let kept: Vec<Hash> = preview.pictures.iter().map(|picture| Hash::of_bytes(&picture.bytes)).collect();
        assert_eq!(kept, [images[0].hash, images[1].hash], "each once");
    }

    #[test]
    fn a_picture_that_cannot_be_read_is_told_at_its_question_and_nothing_else_is_lost() {
        let whole = dots(60, 40, image::ImageFormat::Png);
        let half = &whole[..whole.len() / 2];
        let large = dots(4_000, 3_500, image::ImageFormat::Png);
        let hash = Hash::of_bytes(&whole);
        let changed = json!({"hash": hash, "bytes": base64::written(half)});
        let no_text = json!({"hash": hash, "bytes": "%%%"});
        for (hash, pictures, said) in [
            (hash, vec![], "tệp không kèm hình ấy"),
            (hash, vec![changed], "bị hỏng"),
            (hash, vec![no_text], "bị hỏng"),
            (Hash::of_bytes(half), vec![file_of(half)], "bị hỏng"),
            (Hash::of_bytes(b"%PDF-1.7"), vec![file_of(b"%PDF-1.7")], "bị hỏng"),
            (Hash::of_bytes(&large), vec![file_of(&large)], "quá lớn"),
        ] {
            let preview = read_file(&[question(1, hash)], &pictures);
            let found = &preview.questions[0];
            let problem = found.problem.as_ref().expect(said);
            assert!(problem.kind == ProblemKind::Picture && problem.sentence.contains(said), "{}", problem.sentence);
            assert_eq!((found.question.options.len(), &found.question.correct[..]), (2, &[0][..]));
            assert!(found.question.particulars.image.is_none() && preview.pictures.is_empty());
            assert!(found.raw.contains("[Hình: Cổng trường]"), "what was to be seen is still told: {}", found.raw);
        }
    }
}
