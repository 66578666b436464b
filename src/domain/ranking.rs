//! Places: score first, then the printed chain of tie rules; what is still equal shares the place.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::scoring::Score;
use super::time::{Millis, Timestamp};

/// One way to tell equal scores apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TieRule {
    /// Sum of the credited response times, floored once to 0.1 s, shortest first.
    Elapsed,
    /// Clock time of the last answer in units of 0.1 s, earliest first; no answer last.
    Submitted,
    /// Distance of the prediction, nearest first; no prediction last.
    Prediction,
}

impl TieRule {
    pub const ALL: [Self; 3] = [Self::Elapsed, Self::Submitted, Self::Prediction];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Elapsed => "elapsed",
            Self::Submitted => "submitted",
            Self::Prediction => "prediction",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.name() == name)
    }
}

/// What the extra question asks to foresee.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Predicted {
    /// How many of those who count take part.
    #[default]
    Participants,
    /// How many of the ranked answer every question right.
    AllCorrect,
}

impl Predicted {
    pub const ALL: [Self; 2] = [Self::Participants, Self::AllCorrect];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Participants => "participants",
            Self::AllCorrect => "all_correct",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|predicted| predicted.name() == name)
    }
}

/// What one member is ranked by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Performance {
    pub score: Score,
    /// Credited times; an unanswered question counts its full time.
    pub elapsed: Millis,
    /// The same sum of plain server times.
    pub server_elapsed: Millis,
    /// When the last answer is credited to have been given.
    pub submitted: Option<Timestamp>,
    /// Between the prediction and what came.
    pub prediction_distance: Option<u32>,
}

/// The better of two first; `Equal` shares the place.
pub fn compare(rules: &[TieRule], one: &Performance, other: &Performance) -> Ordering {
    let tie = |rule: &TieRule| match rule {
        TieRule::Elapsed => one.elapsed.tenths().cmp(&other.elapsed.tenths()),
        TieRule::Submitted => absent_last(one.submitted.map(tenths), other.submitted.map(tenths)),
        TieRule::Prediction => absent_last(one.prediction_distance, other.prediction_distance),
    };
    other
        .score
        .cmp(&one.score)
        .then_with(|| rules.iter().map(tie).find(|order| order.is_ne()).unwrap_or(Ordering::Equal))
}

fn tenths(at: Timestamp) -> i64 {
    at.0.div_euclid(100)
}

fn absent_last<T: Ord>(one: Option<T>, other: Option<T>) -> Ordering {
    match (one, other) {
        (Some(one), Some(other)) => one.cmp(&other),
        (one, other) => other.is_some().cmp(&one.is_some()),
    }
}

/// Sorts `performances` best first and returns each one's place, counted from 1: 1, 2, 2, 4.
pub fn rank<T>(rules: &[TieRule], performances: &mut [(T, Performance)]) -> Vec<u32> {
    performances.sort_by(|(_, one), (_, other)| compare(rules, one, other));
    let mut places: Vec<u32> = Vec::with_capacity(performances.len());
    for at in 0..performances.len() {
        let shares = at > 0 && compare(rules, &performances[at - 1].1, &performances[at].1).is_eq();
        let place = if shares { places[at - 1] } else { at as u32 + 1 };
        places.push(place);
    }
    places
}

/// The last prize place and the next are too close to call by time alone; the secretary decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoFinish {
    /// The last commended place.
    pub place: u32,
    /// Between their elapsed times.
    pub gap: Millis,
    /// Plain server time would have put the other one first.
    pub reversed_by_server_time: bool,
}

/// What a single question's time is uncertain by; the sum of `n` of them by √n times as much.
pub const PHOTO_FINISH_UNIT: Millis = Millis(100);

/// Looks at a sorted ranking. Two equal scores are a photo finish where `gap² < questions × 100²`
/// (milliseconds), or where plain server time would reverse the two.
pub fn photo_finish<T>(ranked: &[(T, Performance)], prize_places: u32, questions: usize) -> Option<PhotoFinish> {
    let last = (prize_places as usize).checked_sub(1)?;
    let (one, other) = (&ranked.get(last)?.1, &ranked.get(last + 1)?.1);
    if one.score.cmp(&other.score).is_ne() || one.score.correct_weight == 0 {
        return None;
    }
    let gap = Millis((other.elapsed - one.elapsed).0.saturating_abs());
    let reversed = other.server_elapsed < one.server_elapsed;
    let close = gap.0.saturating_mul(gap.0) < questions as i64 * PHOTO_FINISH_UNIT.0 * PHOTO_FINISH_UNIT.0;
    (close || reversed).then_some(PhotoFinish { place: prize_places, gap, reversed_by_server_time: reversed })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn performance(correct: u64, elapsed: i64) -> Performance {
        Performance {
            score: Score { correct_weight: correct, total_weight: 10 },
            elapsed: Millis(elapsed),
            server_elapsed: Millis(elapsed),
            submitted: None,
            prediction_distance: None,
        }
    }

    #[test]
    fn score_first_then_elapsed_in_tenths_then_shared() {
        let mut all = vec![
            ("slow", performance(9, 50_000)),
            ("b", performance(10, 40_010)),
            ("a", performance(10, 40_090)),
            ("low", performance(8, 1_000)),
        ];
        assert_eq!(rank(&[TieRule::Elapsed], &mut all), [1, 1, 3, 4]);
        assert_eq!(all.last().unwrap().0, "low");
    }

    #[test]
    fn without_a_rule_equal_scores_share_the_place() {
        let mut all = vec![("a", performance(9, 1)), ("b", performance(9, 9_000))];
        assert_eq!(rank(&[], &mut all), [1, 1]);
    }

    #[test]
    fn no_answer_and_no_prediction_come_last() {
        let with = Performance { submitted: Some(Timestamp(5)), prediction_distance: Some(90), ..performance(0, 0) };
        let without = performance(0, 0);
        assert!(compare(&[TieRule::Submitted], &with, &without).is_lt());
        assert!(compare(&[TieRule::Prediction], &with, &without).is_lt());
    }

    #[test]
    fn a_photo_finish_is_close_or_reversed_by_server_time() {
        let pair = |gap: i64| vec![("a", performance(9, 30_000)), ("b", performance(9, 30_000 + gap))];
        assert!(photo_finish(&pair(315), 1, 10).is_some(), "315² < 10 × 100²");
        assert!(photo_finish(&pair(317), 1, 10).is_none());
        let mut reversed = pair(5_000);
        reversed[1].1.server_elapsed = Millis(29_000);
        assert!(photo_finish(&reversed, 1, 10).unwrap().reversed_by_server_time);
        assert!(photo_finish(&[("a", performance(9, 1)), ("b", performance(8, 1))], 1, 10).is_none());
    }
}
