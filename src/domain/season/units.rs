//! The board of units: rate first, then mean score; only from a rate on.

use std::cmp::Ordering;

use super::outcome::{Footing, Outcome};

/// What contests add up to for a unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UnitTally {
    /// Who could have taken part, contest by contest.
    pub eligible: u64,
    pub completed: u64,
    /// Who had a place.
    pub ranked: u64,
    /// The hundredths of all who had one.
    pub points: u64,
}

impl UnitTally {
    pub fn enter(&mut self, outcome: &Outcome) {
        self.eligible += u64::from(outcome.footing.in_denominator());
        self.completed += u64::from(outcome.taken && outcome.footing.in_denominator());
        if outcome.taken && outcome.footing == Footing::Ranked {
            self.ranked += 1;
            self.points += u64::from(outcome.points);
        }
    }

    pub fn and(self, other: &Self) -> Self {
        Self {
            eligible: self.eligible + other.eligible,
            completed: self.completed + other.completed,
            ranked: self.ranked + other.ranked,
            points: self.points + other.points,
        }
    }

    /// Hundredths, half up; none where nobody had a place.
    pub fn mean(&self) -> Option<u64> {
        (self.ranked > 0).then(|| (2 * self.points + self.ranked) / (2 * self.ranked))
    }

    /// Whether the unit has a place: enough of its people took part.
    pub fn reaches(&self, threshold: u32) -> bool {
        self.eligible > 0 && 100 * self.completed >= u64::from(threshold) * self.eligible
    }

    /// The better one first.
    fn compare(&self, other: &Self) -> Ordering {
        // As fractions, with nothing rounded; nobody asked is worse than everybody absent.
        let fraction = |over: u64, of: u64, other_over: u64, other_of: u64| {
            (u128::from(other_over) * u128::from(of.max(1))).cmp(&(u128::from(over) * u128::from(other_of.max(1))))
        };
        fraction(self.completed, self.eligible, other.completed, other.eligible)
            .then_with(|| fraction(self.points, self.ranked, other.points, other.ranked))
    }
}

/// Best first, those without a place last; equal ones share a place.
pub fn rank_units<T>(threshold: u32, units: Vec<(T, UnitTally)>) -> Vec<(Option<u32>, T, UnitTally)> {
    let (mut ranked, mut below): (Vec<_>, Vec<_>) = units.into_iter().partition(|(_, tally)| tally.reaches(threshold));
    for part in [&mut ranked, &mut below] {
        part.sort_by(|(_, one), (_, other)| one.compare(other));
    }
    let mut board: Vec<(Option<u32>, T, UnitTally)> = Vec::with_capacity(ranked.len() + below.len());
    for (at, (unit, tally)) in ranked.into_iter().enumerate() {
        let shared =
            board.last().filter(|(_, _, before)| before.compare(&tally).is_eq()).and_then(|(place, ..)| *place);
        board.push((shared.or(Some(at as u32 + 1)), unit, tally));
    }
    board.extend(below.into_iter().map(|(unit, tally)| (None, unit, tally)));
    board
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(completed: u64, eligible: u64, points: u64) -> UnitTally {
        UnitTally { eligible, completed, ranked: completed, points }
    }

    #[test]
    fn rate_first_then_mean_and_only_from_the_threshold_on() {
        let units = vec![
            ("few", tally(6, 10, 6_000)),
            ("full", tally(20, 20, 10_000)),
            ("better", tally(9, 9, 8_000)),
            ("same", tally(18, 18, 16_000)),
            ("late", tally(14, 20, 14_000)),
            ("none", UnitTally::default()),
        ];
        let board: Vec<_> = rank_units(70, units).into_iter().map(|(place, name, _)| (place, name)).collect();
        let expected = [
            (Some(1), "better"),
            (Some(1), "same"),
            (Some(3), "full"),
            (Some(4), "late"),
            (None, "few"),
            (None, "none"),
        ];
        assert_eq!(board, expected);
    }

    #[test]
    fn a_mean_is_of_those_with_a_place() {
        assert_eq!(tally(3, 3, 2_000).mean(), Some(667));
        assert_eq!(UnitTally::default().mean(), None);
    }
}
