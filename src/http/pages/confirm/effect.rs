//! What a decision would change, said before it is taken.

use std::collections::HashMap;

use super::words::name;
use crate::domain::contest::{Results, Standing};
use crate::domain::identity::Participant;
use crate::http::wording;
use crate::live::People;

/// Moves told one by one; of more, how many there are.
const TOLD: usize = 30;

pub(super) struct Effect {
    pub moves: Vec<String>,
    /// Moves beyond those.
    pub further: usize,
    /// What changes for all.
    pub notes: Vec<String>,
}

impl Effect {
    pub fn of(before: &Results, after: &Results, people: &People) -> Self {
        let standings: HashMap<Participant, &Standing> =
            before.standings.iter().map(|standing| (standing.participant, standing)).collect();
        let mut moves = Vec::new();
        let mut rescored = 0;
        for standing in &after.standings {
            let Some(was) = standings.get(&standing.participant) else { continue };
            rescored += usize::from(was.score_hundredths != standing.score_hundredths);
            if was.place != standing.place {
                moves.push(format!("Đồng chí {} {}", name(people, standing.participant), moved(was, standing)));
            }
        }
        let mut notes = Vec::new();
        if moves.is_empty() {
            notes.push("Không ai đổi hạng.".to_owned());
        }
        if rescored > 0 {
            notes.push(format!("Điểm của {rescored} đồng chí thay đổi."));
        }
        if (before.completed, before.eligible) != (after.completed, after.eligible) {
            notes.push(format!("Tỷ lệ tham gia từ {} thành {}.", rate(before), rate(after)));
        }
        let further = moves.len().saturating_sub(TOLD);
        moves.truncate(TOLD);
        Self { moves, further, notes }
    }
}

fn moved(was: &Standing, is: &Standing) -> String {
    let way = match (was.place, is.place) {
        (Some(from), Some(to)) if to < from => format!("từ hạng {from} lên hạng {to}"),
        (Some(from), Some(to)) => format!("từ hạng {from} xuống hạng {to}"),
        (Some(from), None) => format!("từ hạng {from} ra ngoài bảng xếp hạng"),
        (None, Some(to)) => format!("từ ngoài bảng xếp hạng vào hạng {to}"),
        (None, None) => "vẫn ở ngoài bảng xếp hạng".to_owned(),
    };
    let scores = [was, is].map(|standing| wording::score(standing.score_hundredths));
    match scores[0] == scores[1] {
        true => format!("{way}, {} điểm.", scores[1]),
        false => format!("{way}, từ {} thành {} điểm.", scores[0], scores[1]),
    }
}

pub(super) fn rate(results: &Results) -> String {
    let percent = wording::percent(results.completed, results.eligible);
    format!("{}/{} ({percent})", results.completed, results.eligible)
}
