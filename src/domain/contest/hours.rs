//! Daily hours of a window contest: on which days, from when to when, members may start.

use jiff::ToSpan as _;
use serde::{Deserialize, Serialize};

use super::rules::WindowRules;
use crate::domain::calendar::{TimeOfDay, instant, local};
use crate::domain::time::Timestamp;

/// Hours in Vietnam, the same on every chosen day. Who has begun within them finishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DailyHours {
    pub days: Weekdays,
    pub from: TimeOfDay,
    /// The first minute in which nobody starts any more.
    pub to: TimeOfDay,
}

/// Bit `n` is the day `n` of the week, counted from 1 for Monday; on record the numbers, in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<u8>", into = "Vec<u8>")]
pub struct Weekdays(u8);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("days of the week are numbers from 1 to 7, each once, in order")]
pub struct NotWeekdays;

impl Weekdays {
    /// Monday to Friday.
    pub const WORKING: Self = Self(0b0011_1110);

    /// Numbers that are no day are left out.
    pub fn of(days: impl IntoIterator<Item = u8>) -> Self {
        Self(days.into_iter().filter(|day| (1..=7).contains(day)).fold(0, |set, day| set | 1 << day))
    }

    pub fn contains(self, day: u8) -> bool {
        (1..=7).contains(&day) && self.0 & (1 << day) != 0
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn iter(self) -> impl Iterator<Item = u8> {
        (1..=7).filter(move |day| self.contains(*day))
    }
}

impl TryFrom<Vec<u8>> for Weekdays {
    type Error = NotWeekdays;

    fn try_from(days: Vec<u8>) -> Result<Self, NotWeekdays> {
        let read = Self::of(days.iter().copied());
        if Vec::from(read) == days { Ok(read) } else { Err(NotWeekdays) }
    }
}

impl From<Weekdays> for Vec<u8> {
    fn from(days: Weekdays) -> Self {
        days.iter().collect()
    }
}

impl DailyHours {
    /// Office hours.
    pub const WORKING: Self = Self { days: Weekdays::WORKING, from: TimeOfDay::at(7, 30), to: TimeOfDay::at(17, 30) };

    pub fn is_open(&self, at: Timestamp) -> bool {
        let moment = local(at);
        let day = moment.weekday().to_monday_one_offset().unsigned_abs();
        let now = TimeOfDay::of(at);
        self.days.contains(day) && self.from <= now && now < self.to
    }

    /// The next time they begin after `at`; `None` where they never do.
    fn next(&self, at: Timestamp) -> Option<Timestamp> {
        let today = local(at).date();
        // Today's may lie behind, and then the same weekday of the next week is the eighth day.
        (0..=7).find_map(|ahead| {
            let day = today.checked_add(i64::from(ahead).days()).ok()?;
            let opens_at = instant(day, self.from)?;
            let chosen = self.days.contains(day.weekday().to_monday_one_offset().unsigned_abs());
            (chosen && opens_at > at).then_some(opens_at)
        })
    }
}

impl WindowRules {
    /// Whether a member may start at this moment.
    pub fn is_open(&self, at: Timestamp) -> bool {
        self.opens_at <= at && at < self.closes_at && self.hours.is_none_or(|hours| hours.is_open(at))
    }

    /// When the first start after `at` is possible, for whoever may not start now; `None` once there is none left.
    pub fn next_opening(&self, at: Timestamp) -> Option<Timestamp> {
        let within = |at: &Timestamp| *at < self.closes_at;
        let Some(hours) = self.hours else { return Some(self.opens_at).filter(|opens_at| at < *opens_at) };
        if at < self.opens_at && hours.is_open(self.opens_at) {
            return Some(self.opens_at).filter(within);
        }
        hours.next(at.max(self.opens_at)).filter(within)
    }

    /// Whether anybody can ever start.
    pub fn opens_ever(&self) -> bool {
        self.is_open(self.opens_at) || self.next_opening(self.opens_at).is_some()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// Monday 23 November 2026 is a Monday.
    fn on(day: i8, hour: i8, minute: i8) -> Timestamp {
        instant(date(2026, 11, day), TimeOfDay::at(hour, minute)).unwrap()
    }

    fn window(opens_at: Timestamp, closes_at: Timestamp) -> WindowRules {
        WindowRules { opens_at, closes_at, hours: Some(DailyHours::WORKING) }
    }

    #[test]
    fn office_hours_are_open_to_the_minute_on_their_days() {
        let hours = DailyHours::WORKING;
        for (at, open) in [
            (on(23, 7, 29), false),
            (on(23, 7, 30), true),
            (on(23, 17, 29), true),
            (on(23, 17, 30), false),
            (on(28, 9, 0), false),
            (on(29, 9, 0), false),
        ] {
            assert_eq!(hours.is_open(at), open, "{:?}", local(at));
        }
    }

    #[test]
    fn the_next_opening_skips_nights_and_weekends_and_ends_with_the_window() {
        let week = window(on(23, 10, 0), on(30, 9, 0));
        for (at, next) in [
            (on(22, 8, 0), Some(on(23, 10, 0))),
            (on(23, 18, 0), Some(on(24, 7, 30))),
            (on(27, 17, 30), Some(on(30, 7, 30))),
            (on(30, 9, 0), None),
        ] {
            assert_eq!(week.next_opening(at), next, "{:?}", local(at));
        }
        let early = window(on(23, 6, 0), on(23, 12, 0));
        assert_eq!(early.next_opening(on(23, 5, 0)), Some(on(23, 7, 30)), "the window opens before the hours do");
        assert!(early.opens_ever());
        assert!(!window(on(28, 6, 0), on(29, 22, 0)).opens_ever(), "a weekend alone");
        let mondays = DailyHours { days: Weekdays::of([1]), ..DailyHours::WORKING };
        let week = WindowRules { hours: Some(mondays), ..window(on(23, 6, 0), Timestamp(on(30, 9, 0).0)) };
        assert_eq!(week.next_opening(on(23, 18, 0)), Some(on(30, 7, 30)), "the eighth day");
    }

    #[test]
    fn days_have_one_spelling_on_record() {
        let text = serde_json::to_string(&DailyHours::WORKING).unwrap();
        assert_eq!(text, r#"{"days":[1,2,3,4,5],"from":"07:30","to":"17:30"}"#);
        assert_eq!(serde_json::from_str::<DailyHours>(&text).unwrap(), DailyHours::WORKING);
        for odd in ["[5,1]", "[1,1]", "[0]", "[8]"] {
            assert!(serde_json::from_str::<Weekdays>(odd).is_err(), "{odd}");
        }
        assert!(serde_json::from_str::<DailyHours>(r#"{"days":[1],"from":"7h30","to":"17:30"}"#).is_err());
    }
}
