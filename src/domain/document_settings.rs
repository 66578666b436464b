//! How a unit's documents are headed, signed and set: what stands around their words, and every figure of the layout.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use super::text::{line, secret_marking, tidy};

/// Kept as it was filled in; a figure that is not named is the norm's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DocumentSettings {
    pub phrases: BTreeMap<Phrase, String>,
    /// Without dashes, in their order, but for the copy that is kept.
    pub recipients: Vec<String>,
    pub figures: BTreeMap<Figure, u32>,
}

/// What is printed as it was written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phrase {
    /// The unit above; empty without one.
    Superior,
    Unit,
    /// Before the date; empty leaves room for it.
    Place,
    /// `CB` in `Số 05-TB/CB`.
    Symbol,
    /// Within which no number is used twice: `2025-2030`.
    Term,
    /// `T/M CHI BỘ`
    OnBehalfOf,
    /// `BÍ THƯ`
    Office,
    /// Empty leaves room for a hand.
    Signer,
    /// The last of the recipients: `Lưu Chi bộ`.
    Kept,
}

impl Phrase {
    pub const ALL: [Self; 9] = [
        Self::Superior,
        Self::Unit,
        Self::Place,
        Self::Symbol,
        Self::Term,
        Self::OnBehalfOf,
        Self::Office,
        Self::Signer,
        Self::Kept,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Superior => "superior",
            Self::Unit => "unit",
            Self::Place => "place",
            Self::Symbol => "symbol",
            Self::Term => "term",
            Self::OnBehalfOf => "on_behalf_of",
            Self::Office => "office",
            Self::Signer => "signer",
            Self::Kept => "kept",
        }
    }

    /// Letters that it may have.
    pub const fn most(self) -> usize {
        match self {
            Self::Symbol | Self::Term => 20,
            _ => 120,
        }
    }

    pub const fn is_required(self) -> bool {
        matches!(self, Self::Unit | Self::Symbol | Self::Term | Self::OnBehalfOf | Self::Office | Self::Kept)
    }
}

/// A measure of the layout: sizes are points, lengths millimetres.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    TopMargin,
    BottomMargin,
    LeftMargin,
    RightMargin,
    BodySize,
    Line,
    ParagraphGap,
    FirstLine,
    HeadSize,
    PartySize,
    LeftHead,
    KindSize,
    SubjectSize,
    RecipientsSize,
    SignatureLines,
}

impl Figure {
    pub const ALL: [Self; 15] = [
        Self::TopMargin,
        Self::BottomMargin,
        Self::LeftMargin,
        Self::RightMargin,
        Self::BodySize,
        Self::Line,
        Self::ParagraphGap,
        Self::FirstLine,
        Self::HeadSize,
        Self::PartySize,
        Self::LeftHead,
        Self::KindSize,
        Self::SubjectSize,
        Self::RecipientsSize,
        Self::SignatureLines,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::TopMargin => "top_margin",
            Self::BottomMargin => "bottom_margin",
            Self::LeftMargin => "left_margin",
            Self::RightMargin => "right_margin",
            Self::BodySize => "body_size",
            Self::Line => "line",
            Self::ParagraphGap => "paragraph_gap",
            Self::FirstLine => "first_line",
            Self::HeadSize => "head_size",
            Self::PartySize => "party_size",
            Self::LeftHead => "left_head",
            Self::KindSize => "kind_size",
            Self::SubjectSize => "subject_size",
            Self::RecipientsSize => "recipients_size",
            Self::SignatureLines => "signature_lines",
        }
    }

    /// What a sheet can be read with.
    pub const fn range(self) -> RangeInclusive<u32> {
        match self {
            Self::TopMargin | Self::BottomMargin | Self::LeftMargin | Self::RightMargin => 5..=50,
            Self::BodySize | Self::PartySize | Self::KindSize | Self::SubjectSize => 10..=20,
            Self::HeadSize | Self::RecipientsSize => 9..=18,
            Self::Line => 12..=40,
            Self::ParagraphGap => 0..=24,
            Self::FirstLine => 0..=30,
            Self::LeftHead => 30..=60,
            Self::SignatureLines => 1..=10,
        }
    }
}

/// What somebody fills in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SettingsEntry {
    pub phrases: BTreeMap<Phrase, String>,
    /// One on a line.
    pub recipients: String,
    /// Empty for the norm's.
    pub figures: BTreeMap<Figure, String>,
}

/// Why an entry cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingsProblem {
    Missing(Phrase),
    TooLong(Phrase),
    Secret(Phrase),
    TooManyRecipients,
    SecretRecipients,
    Figure(Figure),
}

/// Recipients of one document, and letters of one of them.
pub const RECIPIENTS: usize = 10;
pub const RECIPIENT_LENGTH: usize = 150;

impl DocumentSettings {
    pub fn phrase(&self, phrase: Phrase) -> &str {
        self.phrases.get(&phrase).map_or("", String::as_str)
    }

    pub fn with(mut self, phrase: Phrase, words: impl Into<String>) -> Self {
        self.phrases.insert(phrase, words.into());
        self
    }
}

impl SettingsEntry {
    pub fn settings(&self) -> Result<DocumentSettings, Vec<SettingsProblem>> {
        let mut problems = Vec::new();
        let mut settings = DocumentSettings::default();
        for phrase in Phrase::ALL {
            let words = self.phrases.get(&phrase).map(|words| line(words)).unwrap_or_default();
            if words.is_empty() && phrase.is_required() {
                problems.push(SettingsProblem::Missing(phrase));
            }
            if words.chars().count() > phrase.most() {
                problems.push(SettingsProblem::TooLong(phrase));
            }
            if secret_marking(&words).is_some() {
                problems.push(SettingsProblem::Secret(phrase));
            }
            settings.phrases.insert(phrase, words);
        }
        let recipients = tidy(&self.recipients);
        let recipients = recipients.lines().map(|recipient| line(recipient.trim_start_matches(['-', '–', '+', ' '])));
        let recipients = recipients.map(|recipient| recipient.trim_end_matches([',', ';', '.', ' ']).to_owned());
        settings.recipients = recipients.filter(|recipient| !recipient.is_empty()).collect();
        let long = |recipient: &String| recipient.chars().count() > RECIPIENT_LENGTH;
        if settings.recipients.len() > RECIPIENTS || settings.recipients.iter().any(long) {
            problems.push(SettingsProblem::TooManyRecipients);
        }
        if secret_marking(&self.recipients).is_some() {
            problems.push(SettingsProblem::SecretRecipients);
        }
        for figure in Figure::ALL {
            let typed = self.figures.get(&figure).map(|typed| typed.trim()).unwrap_or_default();
            match typed.parse() {
                _ if typed.is_empty() => {}
                Ok(number) if figure.range().contains(&number) => {
                    settings.figures.insert(figure, number);
                }
                _ => problems.push(SettingsProblem::Figure(figure)),
            }
        }
        if problems.is_empty() { Ok(settings) } else { Err(problems) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> SettingsEntry {
        let phrases = Phrase::ALL.map(|phrase| (phrase, format!("  Chi bộ  {}", phrase.most()))).into();
        SettingsEntry {
            phrases, recipients: "- Đảng ủy xã,\n\n+ Chi ủy viên.".to_owned(), ..SettingsEntry::default()
        }
    }

    #[test]
    fn what_is_filled_in_is_kept_tidied() {
        let settings = entry().settings().unwrap();
        assert_eq!(settings.phrase(Phrase::Unit), "Chi bộ 120");
        assert_eq!(settings.recipients, ["Đảng ủy xã", "Chi ủy viên"]);
        let text = serde_json::to_string(&settings).unwrap();
        assert_eq!(serde_json::from_str::<DocumentSettings>(&text).unwrap(), settings);
    }

    #[test]
    fn what_cannot_be_printed_is_named() {
        use SettingsProblem as P;
        let with = |change: fn(&mut SettingsEntry)| {
            let mut entry = entry();
            change(&mut entry);
            entry.settings().unwrap_err()
        };
        assert_eq!(with(|it| drop(it.phrases.remove(&Phrase::Unit))), [P::Missing(Phrase::Unit)]);
        assert_eq!(with(|it| drop(it.phrases.insert(Phrase::Symbol, "x".repeat(21)))), [P::TooLong(Phrase::Symbol)]);
        assert_eq!(with(|it| drop(it.phrases.insert(Phrase::Signer, "MẬT".into()))), [P::Secret(Phrase::Signer)]);
        assert_eq!(with(|it| it.recipients = "a\n".repeat(11)), [P::TooManyRecipients]);
        for typed in ["4", "51", "-1", "hai"] {
            let mut entry = entry();
            entry.figures.insert(Figure::TopMargin, typed.into());
            assert_eq!(entry.settings().unwrap_err(), [P::Figure(Figure::TopMargin)], "{typed}");
        }
    }
}
