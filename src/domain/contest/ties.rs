//! Places that time alone cannot honestly tell apart, and the order that was decided for them.

use std::collections::BTreeSet;
use std::ops::Range;

use super::command::Rejection;
use super::corrections::Decision;
use super::event::Event;
use super::results::Ranking;
use super::state::Contest;
use crate::domain::identity::Participant;
use crate::domain::ranking::PhotoFinish;

/// People whose order may be decided: they share a place, or stand around the last commended one too close to call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contested {
    /// The first of the places they take.
    pub place: u32,
    /// By the printed rules, best first.
    pub people: Vec<Participant>,
    pub photo_finish: Option<PhotoFinish>,
    /// The order that was decided, and applies.
    pub decided: Option<Vec<Participant>>,
}

impl Contest {
    /// Everybody whose order may be decided, best place first.
    pub fn contested(&self) -> Vec<Contested> {
        let ranking = self.ranking();
        let group = |range: Range<usize>| {
            let people: Vec<Participant> = ranking.people(range.clone()).collect();
            Contested {
                place: range.start as u32 + 1,
                photo_finish: ranking.photo_finish.filter(|photo| range.contains(&(photo.place as usize - 1))),
                decided: self.decided_order(&people).map(|order| in_order(order, &people)),
                people,
            }
        };
        ranges(&ranking.places, ranking.photo_finish).into_iter().map(group).collect()
    }

    pub(super) fn decide_tie(&self, order: &[Participant]) -> Result<Event, Rejection> {
        if order.iter().any(|participant| self.enrolment(*participant).is_none()) {
            return Err(Rejection::NotAParticipant);
        }
        let named: BTreeSet<Participant> = order.iter().copied().collect();
        let of_them = |group: &Contested| group.people.iter().copied().collect::<BTreeSet<_>>() == named;
        let group = self.contested().into_iter().find(of_them).ok_or(Rejection::NotTied)?;
        if named.len() != order.len() {
            return Err(Rejection::NotTied);
        }
        if group.decided.as_deref() == Some(order) {
            return Err(Rejection::AlreadyDecided);
        }
        Ok(Event::TieDecided { order: order.to_vec() })
    }

    /// Puts decided orders into a ranking. One holds for as long as those it names are still too close to call: when a
    /// question is voided afterwards and the printed rules tell them apart, the rules do.
    pub(super) fn settle_ties(&self, ranking: &mut Ranking) {
        if !self.decisions().iter().any(|taken| matches!(taken.decision, Decision::DecideTie { .. })) {
            return;
        }
        for range in ranges(&ranking.places, ranking.photo_finish) {
            let people: Vec<Participant> = ranking.people(range.clone()).collect();
            let Some(order) = self.decided_order(&people) else { continue };
            let position = |participant: Participant| order.iter().position(|other| *other == participant);
            ranking.ranked[range.clone()].sort_by_key(|(participant, _)| position(*participant));
            for at in range.clone() {
                ranking.places[at] = at as u32 + 1;
            }
            ranking.photo_finish = ranking.photo_finish.filter(|photo| !range.contains(&(photo.place as usize - 1)));
        }
    }

    /// The newest order that names all of them.
    fn decided_order(&self, people: &[Participant]) -> Option<&[Participant]> {
        self.decisions().iter().rev().find_map(|taken| match &taken.decision {
            Decision::DecideTie { order } => people.iter().all(|one| order.contains(one)).then_some(order.as_slice()),
            _ => None,
        })
    }
}

fn in_order(order: &[Participant], people: &[Participant]) -> Vec<Participant> {
    order.iter().copied().filter(|participant| people.contains(participant)).collect()
}

/// Stretches of a sorted ranking that share a place, and the one around a photo finish, which takes in whoever shares
/// a place with either of the two.
fn ranges(places: &[u32], photo_finish: Option<PhotoFinish>) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for at in 0..places.len() {
        match runs.last_mut() {
            Some(run) if places[run.start] == places[at] => run.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for run in runs {
        // The last commended place and the next one belong together.
        let joins = photo_finish.is_some_and(|photo| run.start == photo.place as usize);
        match ranges.last_mut() {
            Some(last) if joins => last.end = run.end,
            _ => ranges.push(run),
        }
    }
    ranges.retain(|range| range.len() > 1);
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::Millis;

    fn photo(place: u32) -> Option<PhotoFinish> {
        Some(PhotoFinish { place, gap: Millis::ZERO, reversed_by_server_time: false })
    }

    #[test]
    fn whoever_shares_a_place_or_stands_in_a_photo_finish_belongs_together() {
        let stretches = |places: &[u32], photo_finish| -> Vec<(usize, usize)> {
            ranges(places, photo_finish).into_iter().map(|range| (range.start, range.end)).collect()
        };
        assert_eq!(stretches(&[1, 2, 3], None), []);
        assert_eq!(stretches(&[1, 2, 2, 4, 4, 4], None), [(1, 3), (3, 6)]);
        assert_eq!(stretches(&[1, 2, 3], photo(1)), [(0, 2)]);
        assert_eq!(stretches(&[1, 2, 2, 4], photo(1)), [(0, 3)], "the second place is shared");
        assert_eq!(stretches(&[1, 1, 3], photo(1)), [(0, 2)], "a photo finish within a shared place");
        assert_eq!(stretches(&[], photo(1)), []);
    }
}
