//! What somebody fills in to write a question, and what is kept of it.

use super::{Difficulty, MOST_OPTIONS, QuestionImage, QuestionKind, QuestionProblem, Revision, RevisionOption};
use crate::domain::identity::DocumentId;
use crate::domain::text::{line, tidy};
use crate::domain::time::Millis;

/// A question as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionEntry {
    pub kind: QuestionKind,
    pub stem: String,
    /// As many as the form has, empty ones included.
    pub options: Vec<RevisionOption>,
    pub explanation: String,
    pub source: String,
    /// Whole seconds; empty for the contest's own limit.
    pub limit: String,
    pub keep_order: bool,
    pub topic: String,
    pub difficulty: Option<Difficulty>,
    pub document: Option<DocumentId>,
    pub image: Option<QuestionImage>,
}

pub const TOPIC_LENGTH: usize = 100;

impl QuestionEntry {
    /// An empty form.
    pub fn empty() -> Self {
        Self {
            kind: QuestionKind::Single,
            stem: String::new(),
            options: Vec::new(),
            explanation: String::new(),
            source: String::new(),
            limit: String::new(),
            keep_order: false,
            topic: String::new(),
            difficulty: None,
            document: None,
            image: None,
        }
    }

    /// A kept question, to be written anew.
    pub fn of(revision: &Revision, topic: &str, difficulty: Option<Difficulty>, document: DocumentId) -> Self {
        Self {
            kind: revision.kind,
            stem: revision.stem.clone(),
            options: revision.options.clone(),
            explanation: revision.explanation.clone(),
            source: revision.source.clone(),
            limit: revision.limit.map(|limit| (limit.0 / 1_000).to_string()).unwrap_or_default(),
            keep_order: revision.keep_order,
            topic: topic.to_owned(),
            difficulty,
            document: Some(document),
            image: revision.image.clone(),
        }
    }

    /// What would be kept: tidy, without options that were left empty. A limit that is no number
    /// becomes one that [`Revision::problems`] refuses.
    pub fn revision(&self) -> Revision {
        let mut options: Vec<RevisionOption> = self
            .options
            .iter()
            .map(|option| RevisionOption { text: line(&option.text), correct: option.correct })
            .collect();
        if self.kind == QuestionKind::TrueFalse {
            options.resize_with(options.len().max(2), || RevisionOption { text: String::new(), correct: false });
            for (option, words) in options.iter_mut().zip(["Đúng", "Sai"]) {
                if option.text.is_empty() {
                    words.clone_into(&mut option.text);
                }
            }
        }
        // Marked right and left empty is a mistake to be told, not one to be tidied away.
        options.retain(|option| !option.text.is_empty() || option.correct);
        options.truncate(MOST_OPTIONS + 1);
        let limit = match self.limit.trim() {
            "" => None,
            typed => Some(typed.parse::<i64>().map_or(Millis::ZERO, Millis::seconds)),
        };
        Revision {
            kind: self.kind,
            stem: tidy(&self.stem),
            options,
            explanation: tidy(&self.explanation),
            source: line(&self.source),
            limit,
            keep_order: self.keep_order || self.kind == QuestionKind::TrueFalse,
            image: self.image.as_ref().map(|image| QuestionImage { alt: line(&image.alt), ..image.clone() }),
        }
    }

    pub fn kept_topic(&self) -> String {
        line(&self.topic).chars().take(TOPIC_LENGTH).collect()
    }
}

impl QuestionProblem {
    /// Whether even a draft with it is refused; the others may be mended later, before the review.
    pub const fn stops_a_draft(self) -> bool {
        matches!(
            self,
            Self::EmptyStem
                | Self::Limit
                | Self::StemTooLong
                | Self::OptionTooLong
                | Self::ExplanationTooLong
                | Self::SourceTooLong
                | Self::Secret
                | Self::PictureWordsTooLong
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn option(text: &str, correct: bool) -> RevisionOption {
        RevisionOption { text: text.into(), correct }
    }

    fn entry(options: &[(&str, bool)]) -> QuestionEntry {
        let options = options.iter().map(|(text, correct)| option(text, *correct)).collect();
        QuestionEntry { stem: " Năm\u{a0}nào?\r\n".into(), options, ..QuestionEntry::empty() }
    }

    #[test]
    fn what_is_kept_is_tidy_and_has_no_empty_options() {
        let kept = entry(&[(" 2016 ", true), ("", false), ("2018", false), ("", false)]).revision();
        assert_eq!(
            (kept.stem.as_str(), kept.options.clone()),
            ("Năm nào?", vec![option("2016", true), option("2018", false)])
        );
        assert_eq!(kept.problems(), []);
        let again = QuestionEntry::of(&kept, "", None, DocumentId(uuid::Uuid::nil()));
        assert_eq!(again.revision(), kept);
    }

    #[test]
    fn true_and_false_write_themselves() {
        let typed = QuestionEntry { kind: QuestionKind::TrueFalse, ..entry(&[("", false), ("", true)]) };
        assert_eq!(typed.revision().options, [option("Đúng", false), option("Sai", true)]);
        assert!(typed.revision().keep_order && typed.revision().problems().is_empty());
    }

    #[test]
    fn mistakes_are_told_and_only_some_stop_a_draft() {
        use QuestionProblem as P;
        let long = "x".repeat(super::super::STEM_LENGTH + 1);
        for (typed, problem, stops) in [
            (entry(&[("2016", true), ("2016.", false)]), P::SameOptions, false),
            (entry(&[("2016", true)]), P::OptionCount, false),
            (entry(&[("2016", false), ("2018", false)]), P::OneRight, false),
            (QuestionEntry { stem: String::new(), ..entry(&[("1", true), ("2", false)]) }, P::EmptyStem, true),
            (QuestionEntry { stem: long, ..entry(&[("1", true), ("2", false)]) }, P::StemTooLong, true),
            (QuestionEntry { limit: "nửa phút".into(), ..entry(&[("1", true), ("2", false)]) }, P::Limit, true),
            (
                QuestionEntry { explanation: "Theo\nTUYỆT MẬT\n".into(), ..entry(&[("1", true), ("2", false)]) },
                P::Secret,
                true,
            ),
        ] {
            assert_eq!(typed.revision().problems(), [problem]);
            assert_eq!(problem.stops_a_draft(), stops, "{problem}");
        }
        assert_eq!(
            entry(&[("1", true), ("2", false), ("", true)]).revision().problems(),
            [P::EmptyOption, P::OneRight]
        );
    }
}
