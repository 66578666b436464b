//! A question in full: as members will see it, with its key, its explanation and its source.

use super::fields;
use crate::domain::document::Document;
use crate::domain::question::{Difficulty, QuestionImage, Revision};
use crate::http::wording;
use crate::store::KeptQuestion;

/// What `question_card.html` shows, under the name `card`.
#[derive(Clone, Debug)]
pub struct QuestionCard {
    pub stem: Vec<String>,
    pub image: Option<QuestionImage>,
    pub options: Vec<CardOption>,
    pub explanation: Vec<String>,
    pub source: String,
    pub document: String,
    pub document_id: String,
    /// What replaced the document.
    pub superseded: Option<String>,
    /// Kind, topic, difficulty, time limit and order, as far as there is something to say.
    pub facts: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct CardOption {
    pub letter: char,
    pub text: String,
    pub correct: bool,
}

impl QuestionCard {
    pub fn of(kept: &KeptQuestion, document: Option<&Document>) -> Self {
        let KeptQuestion { revision, topic, difficulty, .. } = kept;
        Self {
            stem: lines(&revision.stem),
            image: revision.image.clone(),
            options: options(revision),
            explanation: lines(&revision.explanation),
            source: wording::inert(&revision.source),
            document: document.map(|document| wording::inert(document.name())).unwrap_or_default(),
            document_id: kept.document.to_string(),
            superseded: document.and_then(super::super::documents::superseded_words),
            facts: facts(revision, topic, *difficulty),
        }
    }
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(wording::inert).filter(|line| !line.is_empty()).collect()
}

fn options(revision: &Revision) -> Vec<CardOption> {
    let option = |(at, option): (usize, &crate::domain::question::RevisionOption)| CardOption {
        letter: fields::letter(at),
        text: wording::inert(&option.text),
        correct: option.correct,
    };
    revision.options.iter().enumerate().map(option).collect()
}

fn facts(revision: &Revision, topic: &str, difficulty: Option<Difficulty>) -> Vec<String> {
    let mut facts = vec![fields::kind_words(revision.kind).to_owned()];
    if !topic.is_empty() {
        facts.push(format!("Chủ đề: {}", wording::inert(topic)));
    }
    if let Some(difficulty) = difficulty {
        facts.push(format!("Mức độ: {}", fields::difficulty_words(difficulty).to_lowercase()));
    }
    if let Some(limit) = revision.limit {
        facts.push(format!("Thời gian: {}", wording::limit(limit)));
    }
    if revision.keep_order {
        facts.push("Giữ nguyên thứ tự phương án".to_owned());
    }
    facts
}
