//! The printed rule by which a season adds up.

use serde::{Deserialize, Serialize};

use super::outcome::{Footing, Outcome};
use crate::domain::time::Millis;

/// Contests that may be asked for as the best ones, at most.
pub const BEST_MOST: u32 = 60;
/// Contests that may be asked for as the least, at most.
pub const LEAST_MOST: u32 = 60;

/// Tells any two means of a season apart: two fractions over at most 1,000 contests differ by more.
const MEAN_UNIT: i64 = 1_000_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// All points together.
    Sum,
    /// Per contest in which somebody could have a place; one that was missed counts zero.
    Mean,
    /// The sum of this many best contests.
    Best(u32),
}

/// What decides a unit's boards of one season, printed beside them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeasonRule {
    pub measure: Measure,
    /// Whether contests count that somebody took outside the ranking, since they knew its questions.
    pub insiders_count: bool,
    /// Who took fewer has no place: late-comers, for one.
    pub least: u32,
    /// Units have a place from this rate on, in percent.
    pub unit_threshold: u32,
}

impl Default for SeasonRule {
    fn default() -> Self {
        Self { measure: Measure::Sum, insiders_count: false, least: 1, unit_threshold: 70 }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleProblem {
    #[error("the best 1 to {BEST_MOST} contests may count")]
    Best,
    #[error("1 to {LEAST_MOST} contests may be asked for")]
    Least,
    #[error("the threshold for units is a percentage from 0 to 100")]
    Threshold,
}

/// What somebody is ranked by: the greater one is the better one, and equal ones share a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Total {
    /// By the measure: hundredths, of a mean in millionths.
    pub value: i64,
    /// First places.
    pub firsts: u32,
    /// Contests taken.
    pub taken: u32,
    /// The total elapsed time, as a negative number: less time is more.
    pub haste: i64,
}

impl Total {
    pub const fn elapsed(self) -> Millis {
        Millis(-self.haste)
    }
}

impl SeasonRule {
    pub fn check(&self) -> Result<(), RuleProblem> {
        if let Measure::Best(best) = self.measure
            && !(1..=BEST_MOST).contains(&best)
        {
            return Err(RuleProblem::Best);
        }
        if !(1..=LEAST_MOST).contains(&self.least) {
            return Err(RuleProblem::Least);
        }
        if self.unit_threshold > 100 {
            return Err(RuleProblem::Threshold);
        }
        Ok(())
    }

    /// Whether a contest counts for somebody, taken or not.
    pub fn counts(&self, outcome: &Outcome) -> bool {
        match outcome.footing {
            Footing::Ranked => true,
            Footing::Insider => self.insiders_count,
            Footing::Excused | Footing::Exempt => false,
        }
    }

    /// Nothing for who took too few contests.
    pub fn total<'a>(&self, outcomes: impl IntoIterator<Item = &'a Outcome>) -> Option<Total> {
        let counted: Vec<&Outcome> = outcomes.into_iter().filter(|outcome| self.counts(outcome)).collect();
        let taken: Vec<&Outcome> = counted.iter().copied().filter(|outcome| outcome.taken).collect();
        if taken.len() < self.least.max(1) as usize {
            return None;
        }
        let sum = |outcomes: &[&Outcome]| outcomes.iter().map(|outcome| i64::from(outcome.points)).sum::<i64>();
        let value = match self.measure {
            Measure::Sum => sum(&taken),
            Measure::Mean => sum(&taken) * MEAN_UNIT / counted.len() as i64,
            Measure::Best(best) => {
                let mut points: Vec<i64> = taken.iter().map(|outcome| i64::from(outcome.points)).collect();
                points.sort_unstable_by(|one, other| other.cmp(one));
                points.into_iter().take(best as usize).sum()
            }
        };
        Some(Total {
            value,
            firsts: taken.iter().filter(|outcome| outcome.place == Some(1)).count() as u32,
            taken: taken.len() as u32,
            haste: -taken.iter().map(|outcome| outcome.elapsed.0).sum::<i64>(),
        })
    }

    /// What a board shows of a value: hundredths, half up.
    pub fn points(&self, value: i64) -> u64 {
        let hundredths = match self.measure {
            Measure::Sum | Measure::Best(_) => value,
            Measure::Mean => (2 * value + MEAN_UNIT) / (2 * MEAN_UNIT),
        };
        hundredths.unsigned_abs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(points: u32, place: u32, elapsed: i64) -> Outcome {
        let place = Some(place);
        Outcome { month: 1, footing: Footing::Ranked, taken: true, place, points, elapsed: Millis(elapsed) }
    }

    fn missed(footing: Footing) -> Outcome {
        Outcome { month: 2, footing, taken: false, place: None, points: 0, elapsed: Millis::ZERO }
    }

    fn by(measure: Measure) -> SeasonRule {
        SeasonRule { measure, ..SeasonRule::default() }
    }

    #[test]
    fn a_sum_a_mean_and_the_best_ones() {
        let year = [outcome(875, 1, 9_000), outcome(1_000, 1, 8_000), missed(Footing::Ranked), outcome(500, 7, 1_000)];
        let total = by(Measure::Sum).total(&year).unwrap();
        assert_eq!(total, Total { value: 2_375, firsts: 2, taken: 3, haste: -18_000 });
        let best = by(Measure::Best(2)).total(&year).unwrap();
        assert_eq!((best.value, best.taken), (1_875, 3), "what breaks ties is of all contests");
        let rule = by(Measure::Mean);
        let mean = rule.total(&year).unwrap();
        assert_eq!(rule.points(mean.value), 594, "2375 ÷ 4 = 593,75: a missed contest counts zero");
    }

    #[test]
    fn a_contest_with_an_excuse_is_no_missed_one_and_one_outside_the_ranking_counts_where_the_rule_says_so() {
        let excused = [outcome(800, 2, 1), missed(Footing::Excused), missed(Footing::Exempt)];
        let rule = by(Measure::Mean);
        assert_eq!(rule.points(rule.total(&excused).unwrap().value), 800);
        let outside = Outcome { footing: Footing::Insider, place: None, ..outcome(1_000, 1, 5) };
        assert_eq!(SeasonRule::default().total(std::slice::from_ref(&outside)), None);
        let counting = SeasonRule { insiders_count: true, ..SeasonRule::default() };
        let total = counting.total(&[outside]).unwrap();
        assert_eq!((total.value, total.firsts), (1_000, 0), "without a place there is no first one");
    }

    #[test]
    fn who_took_too_few_has_no_place() {
        let rule = SeasonRule { least: 2, ..SeasonRule::default() };
        assert_eq!(rule.total(&[outcome(1_000, 1, 1), missed(Footing::Ranked)]), None);
        assert!(rule.total(&[outcome(1_000, 1, 1), outcome(0, 9, 1)]).is_some());
        assert_eq!(SeasonRule::default().total(&[]), None);
    }

    #[test]
    fn ties_go_by_first_places_then_contests_taken_then_time() {
        let total = |firsts, taken, haste| Total { value: 2_000, firsts, taken, haste };
        assert!(total(1, 2, -90_000) > total(0, 9, -1));
        assert!(total(1, 3, -90_000) > total(1, 2, -1));
        assert!(total(1, 3, -80_000) > total(1, 3, -90_000));
    }

    #[test]
    fn means_that_differ_by_a_hair_differ() {
        let rule = by(Measure::Mean);
        let mean = |points: &[u32]| {
            let outcomes: Vec<_> = points.iter().map(|points| outcome(*points, 2, 1)).collect();
            rule.total(&outcomes).unwrap().value
        };
        // 333/365 and 332/364: they differ in the fourth decimal of a hundredth.
        let (mut one, mut other) = (vec![0; 364], vec![0; 363]);
        one.push(333);
        other.push(332);
        assert!(mean(&one) > mean(&other));
        assert_eq!(mean(&[500, 1_000]), mean(&[1_000, 500, 1_000, 500]));
    }

    #[test]
    fn a_rule_stays_within_reason() {
        assert_eq!(SeasonRule::default().check(), Ok(()));
        assert_eq!(by(Measure::Best(0)).check(), Err(RuleProblem::Best));
        assert_eq!(SeasonRule { least: 0, ..SeasonRule::default() }.check(), Err(RuleProblem::Least));
        assert_eq!(SeasonRule { unit_threshold: 101, ..SeasonRule::default() }.check(), Err(RuleProblem::Threshold));
    }
}
