//! Days as people write them, and the instants they stand for in the time of Vietnam.

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::domain::calendar::{local, midnight};
use crate::domain::document::read_date;
use crate::domain::time::Timestamp;

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(Date);

impl Day {
    /// `15/5/2016`, `15.5.2016` or `2016-05-15`.
    pub fn read(text: &str) -> Option<Self> {
        read_date(text)?.parse().map(Self).ok()
    }

    pub fn of(at: Timestamp) -> Self {
        Self(local(at).date())
    }

    /// From when on something counts that is said to happen on this day: what happens today happens now, so that
    /// several things of one day stand in their order.
    pub fn begin(self, now: Timestamp) -> Timestamp {
        if self == Self::of(now) { now } else { midnight(self.0) }
    }

    /// The last instant of the day, but never one to come.
    pub fn end(self, now: Timestamp) -> Timestamp {
        let next = self.0.checked_add(1.day()).map(midnight);
        next.map_or(now, |next| Timestamp(next.0 - 1)).min(now)
    }

    /// `15/05/2016`.
    pub fn words(self) -> String {
        self.0.strftime("%d/%m/%Y").to_string()
    }
}

/// When the day after this instant begins.
pub fn next_day(now: Timestamp) -> Timestamp {
    Day::of(now).0.checked_add(1.day()).map_or(Timestamp(i64::MAX), midnight)
}

#[cfg(test)]
mod tests {
    use super::Day;
    use crate::domain::time::Timestamp;

    /// 09:40 on 2/2/2026 in Vietnam.
    const NOW: Timestamp = Timestamp(1_770_000_000_000);

    #[test]
    fn a_day_begins_and_ends_in_vietnam() {
        let day = Day::read("1/2/2026").unwrap();
        assert_eq!(day.begin(NOW), Timestamp(1_769_878_800_000));
        assert_eq!(day.end(NOW), Timestamp(1_769_965_199_999));
        assert_eq!(Day::of(day.begin(NOW)), day);
        assert_eq!(Day::of(day.end(NOW)), day);
        assert_eq!(day.words(), "01/02/2026");
        assert_eq!(Day::read("31/2/2026"), None);
    }

    #[test]
    fn what_happens_today_happens_now() {
        let today = Day::of(NOW);
        assert_eq!((today.words().as_str(), today.begin(NOW), today.end(NOW)), ("02/02/2026", NOW, NOW));
        assert!(Day::read("3/2/2026").unwrap().begin(NOW) > NOW);
    }
}
