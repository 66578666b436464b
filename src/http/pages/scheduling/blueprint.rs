//! Whether the bank can serve the lines of a blueprint, in words beside each.

use serde::Serialize;

use crate::domain::contest_entry::{ContestEntry, ContestProblem};
use crate::domain::draw::Candidate;

/// What is said of all lines at once.
#[derive(Debug, Serialize)]
pub(super) struct Supply {
    pub lines: Vec<LineSupply>,
    pub total: LineSupply,
}

#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct LineSupply {
    pub words: String,
    /// As it is, it cannot be drawn.
    pub short: bool,
}

impl Supply {
    pub fn of(entry: &ContestEntry, pool: &[Candidate]) -> Self {
        let (places, blueprint) = entry.blueprint();
        let supply = blueprint.supply(pool);
        let mut lines: Vec<LineSupply> = entry.lines.iter().map(|line| unread(&line.count)).collect();
        for ((at, line), found) in places.into_iter().zip(&blueprint.lines).zip(supply) {
            lines[at] = served(line.count, found);
        }
        let total = blueprint.question_count();
        let fits = (5..=10).contains(&total);
        let words = match fits {
            true => format!("Tổng cộng {total} câu."),
            false => format!("Tổng cộng {total} câu. Một kỳ thi có từ 5 đến 10 câu."),
        };
        Self { lines, total: LineSupply { words, short: !fits } }
    }

    /// Words that a refusal puts beside a line.
    pub fn add(&mut self, problems: &[ContestProblem]) {
        for problem in problems {
            if let ContestProblem::Weight(at) = problem
                && let Some(line) = self.lines.get_mut(*at)
            {
                line.words = format!("Trọng số là một số từ 1 đến 100. {}", line.words).trim().to_owned();
                line.short = true;
            }
        }
    }
}

fn unread(count: &str) -> LineSupply {
    match count.trim() {
        "" | "0" => LineSupply::default(),
        _ => LineSupply { words: "Số câu là một số từ 1 đến 10.".to_owned(), short: true },
    }
}

fn served(wanted: u32, found: usize) -> LineSupply {
    let short = found < wanted as usize;
    let words = match short {
        true => format!("Cần {wanted}, ngân hàng có {found} câu đã duyệt cho dòng này."),
        false => format!("Đủ: ngân hàng có {found} câu đã duyệt cho dòng này."),
    };
    LineSupply { words, short }
}
