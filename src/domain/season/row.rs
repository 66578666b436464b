//! A line of a members' board: what somebody's months add up to now, and what they did a month before.

use super::months::Months;
use super::outcome::Outcome;
use super::rule::{SeasonRule, Total};

/// One member on one board. Nobody is on it who has no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    pub total: Total,
    /// The newest month that counts for this member.
    pub newest: i8,
    /// Without that month; none for who had no place yet.
    pub before: Option<Total>,
}

impl Row {
    /// Nothing for who has no place in these months.
    pub fn of(rule: &SeasonRule, months: Months, outcomes: &[Outcome]) -> Option<Self> {
        let within = || outcomes.iter().filter(|outcome| months.contains(outcome.month));
        let total = rule.total(within())?;
        let newest = within().filter(|outcome| rule.counts(outcome)).map(|outcome| outcome.month).max()?;
        let before = rule.total(within().filter(|outcome| outcome.month != newest));
        Some(Self { total, newest, before })
    }

    /// Before the board's newest month: who has nothing in it is where they were.
    pub fn until(&self, newest: i8) -> Option<Total> {
        if self.newest < newest { Some(self.total) } else { self.before }
    }
}

/// The newest month that counts for anybody on the board.
pub fn newest<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Option<i8> {
    rows.into_iter().map(|row| row.newest).max()
}

/// Places of totals that stand best first: 1, 2, 2, 4.
pub fn places(totals: &[Total]) -> Vec<u32> {
    let mut places: Vec<u32> = Vec::with_capacity(totals.len());
    for (at, total) in totals.iter().enumerate() {
        let shared = at.checked_sub(1).filter(|before| totals[*before] == *total);
        places.push(shared.map_or(at as u32 + 1, |before| places[before]));
    }
    places
}

#[cfg(test)]
mod tests {
    use super::super::outcome::Footing;
    use super::*;
    use crate::domain::time::Millis;

    fn outcome(month: i8, points: u32, taken: bool) -> Outcome {
        Outcome { month, footing: Footing::Ranked, taken, place: taken.then_some(2), points, elapsed: Millis(1_000) }
    }

    #[test]
    fn a_row_knows_what_was_before_its_newest_month() {
        let rule = SeasonRule::default();
        let months = [outcome(1, 800, true), outcome(2, 700, true), outcome(2, 100, true)];
        let row = Row::of(&rule, Months::YEAR, &months).unwrap();
        assert_eq!((row.total.value, row.newest, row.before.unwrap().value), (1_600, 2, 800));
        assert_eq!(row.until(2), row.before);
        assert_eq!(row.until(3), Some(row.total));
        let january = Row::of(&rule, Months::of([1]), &months).unwrap();
        assert_eq!((january.total.value, january.before), (800, None));
        assert_eq!(Row::of(&rule, Months::of([5]), &months), None);
    }

    #[test]
    fn a_missed_month_is_a_month() {
        let row =
            Row::of(&SeasonRule::default(), Months::YEAR, &[outcome(1, 800, true), outcome(2, 0, false)]).unwrap();
        assert_eq!((row.newest, row.before.unwrap().value), (2, 800));
    }

    #[test]
    fn equal_totals_share_a_place() {
        let total = |value| Total { value, firsts: 0, taken: 1, haste: 0 };
        assert_eq!(places(&[9, 8, 8, 7].map(total)), [1, 2, 2, 4]);
        assert!(places(&[]).is_empty());
    }
}
