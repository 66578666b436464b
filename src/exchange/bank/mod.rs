//! Question banks: from a document to questions with a verdict on each.

mod ahead;
mod block;
mod candidate;
mod flow;
mod header;
mod key;
mod key_table;
mod keys;
mod label;
mod layout;
mod listed;
mod piece;
mod scan;
mod sentence;
mod table;
mod typography;
mod verdict;

pub use candidate::{Candidate, CandidateOption, Found, Particulars};
pub use key::Key;
pub use label::duration;
pub use table::difficulty;
pub use verdict::{Preview, Previewed, Problem, ProblemKind, Recognised, TRUE_FALSE, judge};

use super::document::{Block, Document, Line, Place};
use flow::Flow;
use table::Reading;

/// The questions of a document, in its order.
pub fn recognise(document: &Document) -> Vec<Candidate> {
    let has_strong =
        document.lines().iter().any(|line| label::question(line, &line.folded()).is_some_and(|label| label.strong));
    let mut flow = Flow::default();
    let mut lines = Vec::new();
    walk(&document.blocks, &mut flow, &mut lines, has_strong);
    flow.read(std::mem::take(&mut lines), has_strong, false);
    flow.close();
    let Flow { mut done, keys, .. } = flow;
    keys.apply(&mut done);
    done
}

fn walk(blocks: &[Block], flow: &mut Flow, lines: &mut Vec<Line>, has_strong: bool) {
    for block in blocks {
        let table = match block {
            Block::Line(line) => {
                lines.push(line.clone());
                continue;
            }
            Block::Table(table) => table,
        };
        match table::read(table) {
            Reading::Questions(candidates) => {
                flow.read(std::mem::take(lines), has_strong, false);
                flow.close();
                for mut candidate in candidates {
                    candidate.section = flow.section_of(candidate.number);
                    if let Some(number) = candidate.number {
                        flow.number_was(number);
                    }
                    flow.done.push(candidate);
                }
            }
            Reading::Keys(answers, explanations) => {
                flow.read(std::mem::take(lines), has_strong, true);
                flow.take_pairs(answers);
                let after = flow.done.len();
                explanations.iter().for_each(|(number, said)| flow.keys.explain(after, *number, said));
            }
            Reading::Layout => walk(&layout::laid_out(table), flow, lines, has_strong),
        }
    }
}

/// Whether a stem begins with what would be read as its own label.
pub fn is_question_label(stem: &str) -> bool {
    let line = Line::plain(stem, Place::Line(1));
    label::question(&line, &line.folded()).is_some()
}

/// The same for an option.
pub fn is_option_label(option: &str) -> bool {
    let line = Line::plain(option, Place::Line(1));
    label::option(&line.glyphs, &line.folded(), 0).is_some() || option.starts_with(label::is_check)
}
