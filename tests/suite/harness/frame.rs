//! One frame of the server, as bytes and as JSON.

use std::ops::Index;

use serde_json::Value;

#[derive(Clone, PartialEq)]
pub struct Frame {
    pub text: String,
    pub value: Value,
}

impl Frame {
    pub fn read(text: &str) -> Self {
        let value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in the frame {text}"));
        Self { text: text.to_owned(), value }
    }

    /// The frame's `type`.
    pub fn kind(&self) -> &str {
        self.value["type"].as_str().unwrap_or("")
    }

    pub fn get(&self, field: &str) -> Option<&Value> {
        self.value.get(field)
    }

    pub fn str(&self, field: &str) -> &str {
        self.value[field].as_str().unwrap_or_else(|| panic!("no text `{field}` in {}", self.text))
    }

    pub fn int(&self, field: &str) -> i64 {
        self.value[field].as_i64().unwrap_or_else(|| panic!("no number `{field}` in {}", self.text))
    }

    /// Its fields' names, in order.
    pub fn fields(&self) -> Vec<&str> {
        let mut fields: Vec<&str> = self.value.as_object().expect("an object").keys().map(String::as_str).collect();
        fields.sort_unstable();
        fields
    }

    /// The id of a question's option.
    pub fn option(&self, position: usize) -> String {
        let id = &self.value["options"][position]["id"];
        id.as_str().unwrap_or_else(|| panic!("no option {position} in {}", self.text)).to_owned()
    }
}

impl Index<&str> for Frame {
    type Output = Value;

    fn index(&self, field: &str) -> &Value {
        &self.value[field]
    }
}

impl std::fmt::Debug for Frame {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.text)
    }
}
