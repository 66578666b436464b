//! What forms are made of: fields, lists to choose from, ticks. `blocks.html` shows them.

use crate::http::form::{Choice, Field};

/// A list of which one is chosen.
pub struct Select {
    pub name: String,
    pub label: String,
    pub hint: &'static str,
    pub choices: Vec<Choice>,
    pub error: Option<String>,
}

/// A list in which any are ticked.
pub struct Ticks {
    pub name: &'static str,
    pub legend: &'static str,
    pub hint: &'static str,
    pub choices: Vec<Choice>,
    pub error: Option<String>,
}

pub enum Block {
    Text(Field),
    Select(Select),
    Ticks(Ticks),
    Heading(&'static str),
    /// Name and value.
    Hidden(&'static str, String),
}

/// Says what is wrong beside the field of this name: false if there is none.
pub fn refuse(blocks: &mut [Block], name: &str, words: &str) -> bool {
    for block in blocks {
        let error = match block {
            Block::Text(field) if field.name == name => &mut field.error,
            Block::Select(select) if select.name == name => &mut select.error,
            Block::Ticks(ticks) if ticks.name == name => &mut ticks.error,
            _ => continue,
        };
        *error = Some(words.to_owned());
        return true;
    }
    false
}
