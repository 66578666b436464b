//! What was decided, why and by whom, and the versions that were published.

use super::words::{self, Reader};
use crate::domain::contest::{Contest, Publication, Taken};
use crate::http::wording;
use crate::live::People;
use crate::store::Act;

pub(super) struct Decided {
    pub what: String,
    pub reason: String,
    /// When, and by whom as far as that is kept.
    pub facts: String,
    /// After the first publication.
    pub corrects: bool,
}

pub(super) struct Version {
    pub number: usize,
    pub facts: String,
}

/// What changed with a later version, for members.
pub(in crate::http::pages) struct Correction {
    /// Of the version.
    pub number: usize,
    pub published_at: String,
    /// Each with its reason.
    pub changes: Vec<String>,
}

/// Newest first.
pub(super) fn decided(contest: &Contest, people: &People, acts: &[Act]) -> Vec<Decided> {
    let first = contest.publications().first().map(|version| version.seq);
    let line = |taken: &Taken| {
        let act = acts.iter().find(|act| act.seq == taken.seq);
        let by = act.and_then(|act| act.name.as_deref()).map(|name| format!(", đồng chí {}", wording::inert(name)));
        Decided {
            what: words::decision(&taken.decision, people, Reader::Desk),
            reason: reason(taken, acts),
            facts: format!("{}{}", wording::moment(taken.at), by.unwrap_or_default()),
            corrects: first.is_some_and(|first| taken.seq > first),
        }
    };
    contest.decisions().iter().rev().map(line).collect()
}

fn reason(taken: &Taken, acts: &[Act]) -> String {
    let act = acts.iter().find(|act| act.seq == taken.seq);
    act.and_then(|act| act.remark.as_deref()).map(wording::inert).unwrap_or_default()
}

/// Newest first.
pub(super) fn versions(contest: &Contest, acts: &[Act]) -> Vec<Version> {
    let line = |(at, version): (usize, &Publication)| {
        let by = |seq: &u64| acts.iter().find(|act| act.seq == *seq)?.name.as_deref().map(wording::inert);
        let names: Vec<String> = version.confirmations.iter().filter_map(by).collect();
        let confirmed = match (version.is_countersigned(), names.is_empty()) {
            (true, true) => "hai người xác nhận".to_owned(),
            (true, false) => format!("hai người xác nhận: {}", names.join(" và ")),
            (false, true) => "một người xác nhận".to_owned(),
            (false, false) => format!("một người xác nhận: {}", names.join(", ")),
        };
        Version { number: at + 1, facts: format!("{}, {confirmed}", wording::moment(version.at)) }
    };
    contest.publications().iter().enumerate().rev().map(line).collect()
}

/// Every version after the first, newest first.
pub(in crate::http::pages) fn corrections(contest: &Contest, people: &People, acts: &[Act]) -> Vec<Correction> {
    let pairs = contest.publications().windows(2).enumerate();
    let correction = |(at, pair): (usize, &[Publication])| {
        let changes = contest.decisions().get(pair[0].decisions..pair[1].decisions).unwrap_or_default();
        let change = |taken: &Taken| {
            let what = words::decision(&taken.decision, people, Reader::Member);
            format!("{what}. Lý do: {}", reason(taken, acts))
        };
        Correction {
            number: at + 2,
            published_at: wording::moment(pair[1].at),
            changes: changes.iter().map(change).collect(),
        }
    };
    let mut corrections: Vec<Correction> = pairs.map(correction).collect();
    corrections.reverse();
    corrections
}
