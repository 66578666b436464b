//! The sample bank: real questions with their sources, one of them on a superseded document.

use uuid::Uuid;

use crate::domain::bank::ReviewState;
use crate::domain::document::{Document, DocumentStanding, Supersession};
use crate::domain::identity::{DocumentId, MemberId, QuestionId, UnitId};
use crate::domain::question::{QuestionKind, Revision, RevisionOption};
use crate::domain::time::Timestamp;
use crate::http::House;
use crate::store::{NewQuestion, NewReview, StoreError};

const BANK: &str = include_str!("bank.txt");
/// Replaced by another norm: its question cannot be drawn.
const SUPERSEDED: (&str, &str) = ("37-QĐ/TW", "207-QĐ/TW");

struct Question {
    revision: Revision,
    symbol: String,
}

/// Enters the bank at `unit`, written by one person and approved by another.
pub async fn fill(
    house: &House,
    at: Timestamp,
    unit: UnitId,
    author: MemberId,
    reviewer: MemberId,
) -> Result<(), StoreError> {
    let mut documents: Vec<Document> = Vec::new();
    for question in questions() {
        let known = documents.iter().find(|document| document.symbol == question.symbol).map(|document| document.id);
        let document = match known {
            Some(document) => document,
            None => {
                let document = document(&question);
                house.store.insert_document(unit, &document, "").await?;
                documents.push(document.clone());
                document.id
            }
        };
        let id = QuestionId(Uuid::now_v7());
        house
            .store
            .insert_question(&NewQuestion {
                id,
                unit,
                document,
                topic: String::new(),
                difficulty: None,
                state: ReviewState::Submitted,
                author,
                revision: question.revision,
                created_at: at,
            })
            .await?;
        house
            .store
            .record_review(&NewReview {
                question: id,
                revision: 1,
                reviewer,
                reviewed_at: at,
                from: ReviewState::Submitted,
                to: ReviewState::Approved,
                comment: String::new(),
                alone: false,
            })
            .await?;
    }
    Ok(())
}

fn document(question: &Question) -> Document {
    let source = &question.revision.source;
    let standing = if question.symbol == SUPERSEDED.0 {
        DocumentStanding::Superseded(Supersession { by: SUPERSEDED.1.to_owned(), on: None, successor: None })
    } else {
        DocumentStanding::InForce
    };
    Document {
        id: DocumentId(Uuid::now_v7()),
        symbol: question.symbol.clone(),
        issued_on: issued_on(source).unwrap_or_default(),
        issuer: source
            .split_once(" của ")
            .map_or("", |(_, issuer)| issuer.split(['.', ';']).next().unwrap_or(""))
            .to_owned(),
        title: source.clone(),
        link: String::new(),
        standing,
    }
}

/// `… ngày 15/5/2016 …` → `2016-05-15`.
fn issued_on(source: &str) -> Option<String> {
    let date = source.split_once("ngày ")?.1;
    let mut parts = date.splitn(3, '/');
    let (day, month) = (parts.next()?.parse::<u32>().ok()?, parts.next()?.parse::<u32>().ok()?);
    let year: String = parts.next()?.chars().take_while(char::is_ascii_digit).collect();
    (year.len() == 4).then(|| format!("{year}-{month:02}-{day:02}"))
}

/// Reads the bank's blocks: `Câu n:`, lettered options, `Đáp án:`, `Nguồn:`.
fn questions() -> Vec<Question> {
    BANK.split("\n\n").filter_map(question).collect()
}

/// The question of one block.
pub fn revision(block: &str) -> Option<Revision> {
    question(block).map(|question| question.revision)
}

fn question(block: &str) -> Option<Question> {
    let mut stem = "";
    let mut options: Vec<RevisionOption> = Vec::new();
    let mut source = "";
    for line in block.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("Câu ").and_then(|text| text.split_once(": ")) {
            stem = text.1;
        } else if let Some(text) = line.strip_prefix("Đáp án: ") {
            let right = text.bytes().next()?.checked_sub(b'A')? as usize;
            options.get_mut(right)?.correct = true;
        } else if let Some(text) = line.strip_prefix("Nguồn: ") {
            source = text;
        } else if let Some((_, text)) = line.split_once(". ") {
            options.push(RevisionOption { text: text.to_owned(), correct: false });
        }
    }
    let symbol = source.split([' ', ',', ';']).find(|word| word.contains("/TW"));
    Some(Question {
        symbol: symbol.unwrap_or_else(|| source.split([';', ',']).next().unwrap_or(source)).to_owned(),
        revision: Revision {
            kind: QuestionKind::Single,
            stem: Some(stem).filter(|stem| !stem.is_empty())?.to_owned(),
            options,
            explanation: String::new(),
            source: source.to_owned(),
            limit: None,
            keep_order: false,
            image: None,
        },
    })
}
