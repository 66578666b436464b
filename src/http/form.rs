//! The forms of pages: read once it is known who sends them, bounded, and shown again as they were typed.

use actix_web::HttpRequest;
use actix_web::web::Payload;

use super::error::Refusal;

/// What was filled in, in the order it was sent; a name may occur more than once.
#[derive(Clone, Debug, Default)]
pub struct Form(Vec<(String, String)>);

impl Form {
    /// One that nobody has sent.
    pub const fn of(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    /// Takes a body of up to `most` bytes; a letter of Vietnamese is nine.
    pub async fn read(body: Payload, most: usize) -> Result<Self, Refusal> {
        let bytes = body.to_bytes_limited(most).await.map_err(|_| Refusal::TooLarge)?;
        let bytes = bytes.map_err(|_| Refusal::Invalid("the form did not arrive".to_owned()))?;
        let fields = serde_urlencoded::from_bytes(&bytes);
        fields.map(Self).map_err(|_| Refusal::Invalid("the form cannot be read".to_owned()))
    }

    /// What stands in an address; nothing where it cannot be read.
    pub fn of_query(request: &HttpRequest) -> Self {
        serde_urlencoded::from_str(request.query_string()).map(Self).unwrap_or_default()
    }

    /// The first value of this name; empty if there is none.
    pub fn text(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    /// Every name with its value.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

/// One field as a page shows it, with what was wrong with it.
#[derive(Clone, Debug, Default)]
pub struct Field {
    pub name: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub value: String,
    pub error: Option<String>,
    pub required: bool,
    /// Letters that are taken.
    pub most: usize,
    /// Of a box for several lines; 0 for one line.
    pub rows: usize,
}

impl Field {
    pub fn new(name: &'static str, label: &'static str, value: &str, most: usize) -> Self {
        Self { name, label, value: value.to_owned(), most, ..Self::default() }
    }

    pub fn hint(self, hint: &'static str) -> Self {
        Self { hint, ..self }
    }

    pub fn required(self) -> Self {
        Self { required: true, ..self }
    }

    pub fn rows(self, rows: usize) -> Self {
        Self { rows, ..self }
    }

    pub fn error(self, error: Option<impl Into<String>>) -> Self {
        Self { error: error.map(Into::into), ..self }
    }

    /// Ids of what explains the field, for whoever listens.
    pub fn described_by(&self) -> String {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-hint", self.name));
        let error = self.error.is_some().then(|| format!("{}-error", self.name));
        [error, hint].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// One line of a list to choose from.
#[derive(Clone, Debug)]
pub struct Choice {
    pub value: String,
    pub words: String,
    pub chosen: bool,
}
