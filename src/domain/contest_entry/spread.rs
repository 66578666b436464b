//! Blueprints that are offered, so that a secretary need not think of one.

use std::collections::BTreeSet;

use super::LineEntry;
use crate::domain::draw::Candidate;
use crate::domain::identity::DocumentId;

/// What a contest has where the bank suffices.
const QUESTIONS: usize = 10;

/// Ten questions of the whole bank, or as many as it has.
pub fn whole_bank(pool: &[Candidate]) -> Vec<LineEntry> {
    let count = pool.len().clamp(5, QUESTIONS);
    vec![LineEntry { count: count.to_string(), weight: "1".to_owned(), ..LineEntry::default() }]
}

/// Ten questions spread evenly over these documents, as far as each has questions.
pub fn spread(documents: &BTreeSet<DocumentId>, pool: &[Candidate]) -> Vec<LineEntry> {
    let has = |document: DocumentId| pool.iter().filter(|candidate| candidate.document == document).count();
    let mut shares: Vec<(DocumentId, usize, usize)> =
        documents.iter().map(|document| (*document, has(*document), 0)).collect();
    shares.retain(|(_, has, _)| *has > 0);
    let mut left = QUESTIONS;
    while left > 0 {
        let hungry = shares.iter_mut().filter(|(_, has, taken)| taken < has).min_by_key(|(_, _, taken)| *taken);
        let Some((_, _, taken)) = hungry else { break };
        *taken += 1;
        left -= 1;
    }
    let line = |(document, _, taken): (DocumentId, usize, usize)| LineEntry {
        count: taken.to_string(),
        document: Some(document),
        weight: "1".to_owned(),
        ..LineEntry::default()
    };
    let lines: Vec<_> = shares.into_iter().filter(|(_, _, taken)| *taken > 0).map(line).collect();
    if lines.is_empty() { whole_bank(pool) } else { lines }
}
