//! Our own JSON.

use super::super::base64;
use super::super::lossless::{BankFile, FORMAT, PictureInFile, QuestionInFile};
use super::{BankFormat, ExportError, ExportedBank};

pub fn write(bank: &ExportedBank) -> Result<Vec<u8>, ExportError> {
    let questions = bank.questions.iter().map(|question| QuestionInFile {
        number: Some(question.number),
        document: Some(question.document),
        topic: question.topic.clone(),
        difficulty: question.difficulty,
        state: question.state.name().to_owned(),
        revision: question.revision.clone(),
    });
    let pictures = bank.carried(BankFormat::Json).into_iter().filter_map(|hash| {
        let bytes = bank.pictures.get(&hash)?;
        Some(PictureInFile { hash, bytes: base64::written(bytes) })
    });
    let file = BankFile {
        format: FORMAT.to_owned(),
        unit: bank.unit.clone(),
        exported_on: bank.exported_on.clone(),
        documents: bank.documents.clone(),
        questions: questions.collect(),
        pictures: pictures.collect(),
    };
    Ok(serde_json::to_vec_pretty(&file)?)
}
