//! Where the questions of a file belong: document, topic and difficulty for all of them.

use super::super::questions::fields;
use crate::domain::document::Document;
use crate::domain::question::{Difficulty, TOPIC_LENGTH};
use crate::domain::text::line;
use crate::exchange::Belonging;
use crate::http::form::{Choice, Field};
use crate::http::wording;

/// What `import_belonging.html` shows, under the name `belonging`.
#[derive(Clone, Debug)]
pub struct BelongingFields {
    pub documents: Vec<Choice>,
    pub document_error: Option<String>,
    pub topic: Field,
    /// Topics that the bank has, as suggestions.
    pub topics: Vec<String>,
    pub difficulties: Vec<Choice>,
}

impl BelongingFields {
    pub fn new(belonging: &Belonging, documents: &[Document], topics: &[String]) -> Self {
        Self {
            documents: fields::document_choices(documents, belonging.document),
            document_error: None,
            topic: Field::new("topic", "Chủ đề", &belonging.topic, TOPIC_LENGTH)
                .hint("Chọn chủ đề đã có hoặc viết chủ đề mới; có thể để trống."),
            topics: topics.iter().map(|topic| wording::inert(topic)).collect(),
            difficulties: fields::difficulty_choices(belonging.difficulty),
        }
    }

    pub fn document_error(self, error: Option<String>) -> Self {
        Self { document_error: error, ..self }
    }
}

/// What was chosen, by the names of the fields; a document must be one of `documents`.
pub fn chosen<'a>(text: impl Fn(&str) -> &'a str, documents: &[Document]) -> Belonging {
    let document = text("document").parse().ok();
    Belonging {
        document: document.filter(|id| documents.iter().any(|document| document.id == *id)),
        topic: line(text("topic")).chars().take(TOPIC_LENGTH).collect(),
        difficulty: Difficulty::from_name(text("difficulty")),
    }
}
