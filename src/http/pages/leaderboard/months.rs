//! A member's months as a small line, with the words for whoever does not see it.

use crate::domain::season::{Months, Outcome, SeasonRule};
use crate::http::wording;

const STEP: i32 = 14;
const LEFT: i32 = 6;
const TOP: i32 = 5;
/// From the best to the worst score.
const HEIGHT: i32 = 24;
const FULL: u32 = 1_000;

/// What is drawn, in whole pixels.
pub(super) struct Line {
    pub width: i32,
    pub height: i32,
    /// Of a path: runs of months without a gap.
    pub path: String,
    /// (x, y)
    pub dots: Vec<(i32, i32)>,
    pub words: String,
}

/// Nothing where no month is to be shown.
pub(super) fn line(rule: &SeasonRule, months: Months, outcomes: &[Outcome]) -> Option<Line> {
    let told: Vec<(i8, Option<u32>)> =
        months.iter().filter_map(|month| Some((month, told(rule, month, outcomes)?))).collect();
    let (first, last) = (told.first()?.0, told.last()?.0);
    let at = |month: i8, points: u32| {
        let x = LEFT + STEP * i32::from(month - first);
        let y = TOP + HEIGHT - HEIGHT * points.min(FULL) as i32 / FULL as i32;
        (x, y)
    };
    let mut path = String::new();
    let mut dots = Vec::new();
    let mut before: Option<i8> = None;
    for (month, points) in &told {
        if let Some(points) = points {
            let (x, y) = at(*month, *points);
            let joined = before.is_some_and(|before| before + 1 == *month);
            path.push_str(&format!("{}{x} {y}", if joined { 'L' } else { 'M' }));
            dots.push((x, y));
            before = Some(*month);
        }
    }
    let said = |(month, points): &(i8, Option<u32>)| match points {
        Some(points) => format!("tháng {month}: {}", wording::score(*points)),
        None => format!("tháng {month}: không thi"),
    };
    Some(Line {
        width: 2 * LEFT + STEP * i32::from(last - first),
        height: 2 * TOP + HEIGHT,
        path,
        dots,
        words: told.iter().map(said).collect::<Vec<_>>().join("; "),
    })
}

/// The mean of what counts in a month; none for one that was missed, nothing for one that does not count.
fn told(rule: &SeasonRule, month: i8, outcomes: &[Outcome]) -> Option<Option<u32>> {
    let counted: Vec<&Outcome> =
        outcomes.iter().filter(|outcome| outcome.month == month && rule.counts(outcome)).collect();
    let taken: Vec<u32> = counted.iter().filter(|outcome| outcome.taken).map(|outcome| outcome.points).collect();
    let mean = |points: &[u32]| points.iter().sum::<u32>() / points.len() as u32;
    (!counted.is_empty()).then(|| (!taken.is_empty()).then(|| mean(&taken)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::season::Footing;
    use crate::domain::time::Millis;

    fn outcome(month: i8, points: Option<u32>) -> Outcome {
        let taken = points.is_some();
        let place = points.map(|_| 2);
        Outcome { month, footing: Footing::Ranked, taken, place, points: points.unwrap_or(0), elapsed: Millis::ZERO }
    }

    #[test]
    fn a_gap_is_a_gap_in_the_line_and_in_the_words() {
        let year = [outcome(2, Some(1_000)), outcome(3, Some(500)), outcome(4, None), outcome(5, Some(0))];
        let line = line(&SeasonRule::default(), Months::YEAR, &year).unwrap();
        assert_eq!(line.path, "M6 5L20 17M48 29");
        assert_eq!(line.words, "tháng 2: 10,00; tháng 3: 5,00; tháng 4: không thi; tháng 5: 0,00");
        assert_eq!((line.width, line.height, line.dots.len()), (54, 34, 3));
    }

    #[test]
    fn months_that_are_not_asked_for_are_not_drawn() {
        let year = [outcome(2, Some(1_000)), outcome(5, Some(500))];
        assert!(line(&SeasonRule::default(), Months::of([7]), &year).is_none());
        assert_eq!(line(&SeasonRule::default(), Months::of([5]), &year).unwrap().words, "tháng 5: 5,00");
    }
}
