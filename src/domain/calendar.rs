//! Days and hours as people in Vietnam say them: seven hours ahead, the whole year.

use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone, offset};
use serde::{Deserialize, Serialize};

use super::time::{Millis, Timestamp};

const VIETNAM: Offset = offset(7);

/// The day and hour of an instant.
pub fn local(at: Timestamp) -> DateTime {
    let instant = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
    TimeZone::fixed(VIETNAM).to_datetime(instant)
}

/// The instant of a day and hour.
pub fn instant(on: Date, at: TimeOfDay) -> Option<Timestamp> {
    let moment = on.at(at.hour, at.minute, 0, 0);
    let instant = VIETNAM.to_timestamp(moment).ok()?;
    Some(Timestamp(instant.as_millisecond()))
}

/// When a day begins; the end of time for one that is too far away.
pub fn midnight(on: Date) -> Timestamp {
    instant(on, TimeOfDay { hour: 0, minute: 0 }).unwrap_or(Timestamp(i64::MAX))
}

/// The first instant of a year; the end of time for one that no calendar has.
pub fn new_year(year: i16) -> Timestamp {
    Date::new(year, 1, 1).map_or(Timestamp(i64::MAX), midnight)
}

/// To the minute; on record as `07:30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeOfDay {
    hour: i8,
    minute: i8,
}

impl TimeOfDay {
    pub(super) const fn at(hour: i8, minute: i8) -> Self {
        Self { hour, minute }
    }

    /// `19:30`, `19h30`, `19 giờ 30`, `19h` or `19`.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase().replace("phút", "").replace("giờ", ":").replace(['h', 'g', '.'], ":");
        let (hour, minute) = text.split_once(':').unwrap_or((text.as_str(), ""));
        let number = |part: &str| -> Option<i8> {
            let part = part.trim();
            let plain = part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
            if plain { part.parse().ok() } else { None }
        };
        let hour = number(hour)?;
        let minute = if minute.trim().is_empty() { 0 } else { number(minute)? };
        ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some(Self { hour, minute })
    }

    pub fn of(at: Timestamp) -> Self {
        let local = local(at);
        Self { hour: local.hour(), minute: local.minute() }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an hour on record is written as 07:30")]
pub struct NotAnHour;

impl TryFrom<String> for TimeOfDay {
    type Error = NotAnHour;

    fn try_from(text: String) -> Result<Self, NotAnHour> {
        Self::read(&text).filter(|read| read.to_string() == text).ok_or(NotAnHour)
    }
}

impl From<TimeOfDay> for String {
    fn from(time: TimeOfDay) -> Self {
        time.to_string()
    }
}

impl std::fmt::Display for TimeOfDay {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:02}:{:02}", self.hour, self.minute)
    }
}

/// `2016-05-15`, as days are kept.
pub fn read_day(text: &str) -> Option<Date> {
    text.parse().ok()
}

/// The same weekday of the next month: after the first Thursday, the first Thursday.
pub fn next_meeting(last: Date) -> Date {
    let nth = (last.day() - 1) / 7 + 1;
    let next = last.first_of_month().saturating_add(1.month());
    // A fifth one is rare; then it is the last.
    let found = next.nth_weekday_of_month(nth, last.weekday());
    found.or_else(|_| next.nth_weekday_of_month(-1, last.weekday())).unwrap_or(next)
}

/// Whether `instant` lies before `now` by more than a meeting that has just begun explains.
pub fn is_past(instant: Timestamp, now: Timestamp) -> bool {
    instant < now - Millis::seconds(60 * 60)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn hours_are_read_as_people_write_them() {
        for (text, read) in [
            ("19:30", Some("19:30")),
            ("19h30", Some("19:30")),
            (" 7 giờ 5 phút", Some("07:05")),
            ("19h", Some("19:00")),
            ("8", Some("08:00")),
            ("24:00", None),
            ("7:60", None),
            ("", None),
            ("tối", None),
            ("-1:00", None),
            ("007:00", None),
        ] {
            assert_eq!(TimeOfDay::read(text).map(|time| time.to_string()).as_deref(), read, "{text}");
        }
    }

    #[test]
    fn a_day_and_an_hour_are_an_instant_in_vietnam() {
        let at = instant(date(2026, 11, 22), TimeOfDay::read("19:30").unwrap()).unwrap();
        assert_eq!(at, Timestamp(1_795_350_600_000));
        assert_eq!(local(at), date(2026, 11, 22).at(19, 30, 0, 0));
        assert_eq!(TimeOfDay::of(at).to_string(), "19:30");
        assert_eq!(local(new_year(2027)), date(2027, 1, 1).at(0, 0, 0, 0));
        assert!(is_past(at, at + Millis::seconds(3_601)) && !is_past(at, at + Millis::seconds(3_600)));
    }

    #[test]
    fn the_next_meeting_is_on_the_same_weekday_of_the_next_month() {
        assert_eq!(next_meeting(date(2026, 11, 5)), date(2026, 12, 3), "the first Thursday");
        assert_eq!(next_meeting(date(2026, 12, 14)), date(2027, 1, 11), "the second Monday");
        assert_eq!(next_meeting(date(2026, 10, 31)), date(2026, 11, 28), "the fifth Saturday, else the last");
    }
}
