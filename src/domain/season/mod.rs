//! A season: a year of contests, and the boards that its published results add up to.
//!
//! A contest leaves one [`Outcome`] per person of its roster. What a [`SeasonRule`] makes of somebody's outcomes is a
//! [`Total`]; boards order totals, and whoever is equal shares a place. A member takes their outcomes along wherever
//! they go, so a board is asked of those who belong to a unit, never of the contests it held.

mod months;
mod outcome;
mod row;
mod rule;
mod units;

pub use months::Months;
pub use outcome::{ContestOutcomes, Footing, MemberOutcome, Outcome, outcomes, season_end};
pub use row::{Row, newest, places};
pub use rule::{BEST_MOST, LEAST_MOST, Measure, RuleProblem, SeasonRule, Total};
pub use units::{UnitTally, rank_units};
