//! What a revision changed of the one before.

use super::{QuestionKind, Revision, RevisionOption};
use crate::domain::time::Millis;

/// One thing that is not as it was; before first, then after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Kind(QuestionKind, QuestionKind),
    Stem(String, String),
    OptionReworded(String, String),
    OptionAdded(String),
    OptionRemoved(String),
    /// The same options in another order.
    Reordered,
    /// Other options are right, by their words.
    Key(Vec<String>, Vec<String>),
    Explanation(String, String),
    Source(String, String),
    Limit(Option<Millis>, Option<Millis>),
    /// Whether the options keep their order from now on.
    KeepOrder(bool),
    Picture,
}

/// Everything that differs, in the order of the form.
pub fn changes(before: &Revision, after: &Revision) -> Vec<Change> {
    let mut found = Vec::new();
    if before.kind != after.kind {
        found.push(Change::Kind(before.kind, after.kind));
    }
    text(&mut found, &before.stem, &after.stem, Change::Stem);
    if before.image != after.image {
        found.push(Change::Picture);
    }
    found.extend(of_options(&before.options, &after.options));
    text(&mut found, &before.explanation, &after.explanation, Change::Explanation);
    text(&mut found, &before.source, &after.source, Change::Source);
    if before.limit != after.limit {
        found.push(Change::Limit(before.limit, after.limit));
    }
    if before.keep_order != after.keep_order {
        found.push(Change::KeepOrder(after.keep_order));
    }
    found
}

fn text(found: &mut Vec<Change>, before: &str, after: &str, change: fn(String, String) -> Change) {
    if before != after {
        found.push(change(before.to_owned(), after.to_owned()));
    }
}

fn of_options(before: &[RevisionOption], after: &[RevisionOption]) -> Vec<Change> {
    let missing = |from: &[RevisionOption], other: &[RevisionOption]| -> Vec<String> {
        let gone = from.iter().filter(|own| other.iter().all(|option| option.text != own.text));
        gone.map(|option| option.text.clone()).collect()
    };
    let (gone, new) = (missing(before, after), missing(after, before));
    let right = |options: &[RevisionOption]| -> Vec<String> {
        options.iter().filter(|option| option.correct).map(|option| option.text.clone()).collect()
    };
    let (key, new_key) = (right(before), right(after));
    let mut found = Vec::new();
    // As many came as went: each took the place of one.
    let reworded: Vec<(String, String)> =
        if gone.len() == new.len() { gone.iter().cloned().zip(new.iter().cloned()).collect() } else { Vec::new() };
    let renamed = |text: &String| reworded.iter().find(|(old, _)| old == text).map_or(text, |(_, new)| new).clone();
    let (mut expected, mut actual): (Vec<String>, Vec<String>) = (key.iter().map(renamed).collect(), new_key.clone());
    expected.sort();
    actual.sort();
    let is_new_order = gone.is_empty()
        && new.is_empty()
        && before.len() == after.len()
        && before.iter().zip(after).any(|(old, new)| old.text != new.text);
    if reworded.is_empty() {
        found.extend(gone.into_iter().map(Change::OptionRemoved));
        found.extend(new.into_iter().map(Change::OptionAdded));
    } else {
        found.extend(reworded.into_iter().map(|(old, new)| Change::OptionReworded(old, new)));
    }
    if is_new_order {
        found.push(Change::Reordered);
    }
    if expected != actual {
        found.push(Change::Key(key, new_key));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn revision(options: &[(&str, bool)]) -> Revision {
        let option = |(text, correct): &(&str, bool)| RevisionOption { text: (*text).to_owned(), correct: *correct };
        Revision {
            kind: QuestionKind::Single,
            stem: "Năm nào?".into(),
            options: options.iter().map(option).collect(),
            explanation: String::new(),
            source: "Điều 1".into(),
            limit: None,
            keep_order: false,
            image: None,
        }
    }

    #[test]
    fn what_was_rewritten_is_told_and_nothing_else() {
        let before = revision(&[("2016", true), ("2018", false)]);
        assert_eq!(changes(&before, &before), []);
        let after = Revision {
            stem: "Ban hành năm nào?".into(),
            source: "Điều 2".into(),
            limit: Some(Millis::seconds(20)),
            keep_order: true,
            kind: QuestionKind::Multiple,
            ..before.clone()
        };
        assert_eq!(
            changes(&before, &after),
            [
                Change::Kind(QuestionKind::Single, QuestionKind::Multiple),
                Change::Stem("Năm nào?".into(), "Ban hành năm nào?".into()),
                Change::Source("Điều 1".into(), "Điều 2".into()),
                Change::Limit(None, Some(Millis::seconds(20))),
                Change::KeepOrder(true),
            ]
        );
    }

    #[test]
    fn options_are_told_by_what_became_of_them() {
        let before = revision(&[("2016", true), ("2018", false)]);
        let told = |options: &[(&str, bool)]| changes(&before, &revision(options));
        assert_eq!(
            told(&[("Năm 2016", true), ("2018", false)]),
            [Change::OptionReworded("2016".into(), "Năm 2016".into())],
            "still the right one"
        );
        assert_eq!(told(&[("2016", false), ("2018", true)]), [Change::Key(vec!["2016".into()], vec!["2018".into()])]);
        assert_eq!(told(&[("2018", false), ("2016", true)]), [Change::Reordered]);
        assert_eq!(told(&[("2016", true), ("2018", false), ("2020", false)]), [Change::OptionAdded("2020".into())]);
        assert_eq!(told(&[("2016", true)]), [Change::OptionRemoved("2018".into())]);
    }
}
