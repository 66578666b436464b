//! Dates as rosters have them: often only the year, or month and year.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A date of which the day, or day and month, may not be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PartialDate {
    year: i16,
    /// With the day, where that is known.
    month: Option<(i8, Option<i8>)>,
}

/// The hundred years in which `60` is a year of birth: whoever was born later is no member yet.
pub const BIRTHS_FROM: i16 = 1_915;
/// The hundred years in which `60` is a year in the Party, which was founded in 1930.
pub const PARTY_FROM: i16 = 1_930;

impl PartialDate {
    /// Reads `15/5/1960`, `15.05.60`, `5/1960`, `1960`, `1960-05-15` and `ngày 15 tháng 5 năm 1960`. Years of two
    /// digits lie in the hundred years from `first`.
    pub fn read(text: &str, first: i16) -> Option<Self> {
        let text = super::super::name::search_key(text);
        let between = |part: &str| part.trim().trim_matches(['/', '.', '-', ',', '\'']).trim().to_owned();
        let words = text.split(|letter: char| letter.is_ascii_digit()).map(between);
        if !words.into_iter().all(|word| matches!(word.as_str(), "" | "ngay" | "thang" | "nam" | "sinh nam")) {
            return None;
        }
        let groups = text.split(|letter: char| !letter.is_ascii_digit()).filter(|group| !group.is_empty());
        let groups: Vec<(usize, i16)> =
            groups.map(|group| Some((group.len(), group.parse().ok()?))).collect::<Option<_>>()?;
        let century = |(length, year): (usize, i16)| match length {
            4 => Some(year),
            2 => Some(first + (year - first).rem_euclid(100)),
            _ => None,
        };
        match groups.as_slice() {
            [year @ (4, _)] => Self::of(year.1, None, None),
            [(4, year), (1 | 2, month)] => Self::of(*year, Some(*month), None),
            [(1 | 2, month), year @ (4, _)] => Self::of(year.1, Some(*month), None),
            [(4, year), (1 | 2, month), (1 | 2, day)] => Self::of(*year, Some(*month), Some(*day)),
            [(1 | 2, day), (1 | 2, month), year] => Self::of(century(*year)?, Some(*month), Some(*day)),
            _ => None,
        }
    }

    /// None for a day that the calendar does not have, and for years in which nobody here lived.
    pub fn of(year: i16, month: Option<i16>, day: Option<i16>) -> Option<Self> {
        if !(1_900..=2_100).contains(&year) {
            return None;
        }
        let small = |part: Option<i16>| part.map(i8::try_from).transpose().ok();
        let (month, day) = (small(month)?, small(day)?);
        jiff::civil::Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
        Some(Self { year, month: month.map(|month| (month, day)) })
    }

    /// Whether both may be the same day: they agree in all that both know.
    pub fn agrees_with(self, other: Self) -> bool {
        let months = match (self.month, other.month) {
            (Some((month, day)), Some((other_month, other_day))) => {
                month == other_month && day.zip(other_day).is_none_or(|(day, other)| day == other)
            }
            _ => true,
        };
        self.year == other.year && months
    }

    /// Before the other for sure, as far as both are known.
    pub fn is_before(self, other: Self) -> bool {
        let within_the_year = match (self.month, other.month) {
            (Some((month, day)), Some((other_month, other_day))) => {
                month < other_month
                    || month == other_month && day.zip(other_day).is_some_and(|(day, other)| day < other)
            }
            _ => false,
        };
        self.year < other.year || self.year == other.year && within_the_year
    }

    /// Too late a birth for a member.
    pub const fn is_birth_of_a_child(self) -> bool {
        self.year >= BIRTHS_FROM + 100
    }

    /// So many years later.
    pub fn after_years(self, years: i16) -> Self {
        Self { year: self.year.saturating_add(years), ..self }
    }

    pub fn is_whole(self) -> bool {
        matches!(self.month, Some((_, Some(_))))
    }

    /// Whether the other says nothing that this one does not.
    pub fn covers(self, other: Self) -> bool {
        let knows = |date: Self| date.month.map_or(0, |(_, day)| 1 + u8::from(day.is_some()));
        self.agrees_with(other) && knows(self) >= knows(other)
    }
}

/// `15/05/1960`, `05/1960` or `1960`.
impl fmt::Display for PartialDate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.month {
            Some((month, Some(day))) => write!(formatter, "{day:02}/{month:02}/{}", self.year),
            Some((month, None)) => write!(formatter, "{month:02}/{}", self.year),
            None => write!(formatter, "{}", self.year),
        }
    }
}

/// Text that is no date of the calendar.
#[derive(Debug, thiserror::Error)]
#[error("no date")]
pub struct NotADate;

impl FromStr for PartialDate {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        Self::read(text, PARTY_FROM).ok_or(NotADate)
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::{BIRTHS_FROM, PARTY_FROM, PartialDate};

    fn read(text: &str) -> Option<String> {
        PartialDate::read(text, BIRTHS_FROM).map(|date| date.to_string())
    }

    #[test]
    fn dates_are_read_as_secretaries_write_them() {
        for (text, date) in [
            ("15/5/1960", "15/05/1960"),
            ("15.05.60", "15/05/1960"),
            ("15-5-1960", "15/05/1960"),
            ("1960-05-15", "15/05/1960"),
            ("15/5/1960 00:00", ""),
            (" Ngày 15 tháng 5 năm 1960 ", "15/05/1960"),
            ("5/1960", "05/1960"),
            ("05.1960", "05/1960"),
            ("1960", "1960"),
            ("'1960", "1960"),
            ("29/02/1960", "29/02/1960"),
            ("31/2/1960", ""),
            ("5/15/1960", ""),
            ("60", ""),
            ("15/5", ""),
            ("1860", ""),
            ("khoảng 1960", ""),
            ("22051", ""),
            ("", ""),
        ] {
            assert_eq!(read(text).unwrap_or_default(), date, "{text}");
        }
        let joined = |text: &str| PartialDate::read(text, PARTY_FROM).map(|date| date.to_string());
        assert_eq!(joined("3/2/24").as_deref(), Some("03/02/2024"));
        assert_eq!(joined("3/2/30").as_deref(), Some("03/02/1930"));
        assert_eq!(read("1/1/05").as_deref(), Some("01/01/2005"));
    }

    #[test]
    fn one_date_is_before_another_only_as_far_as_both_are_known() {
        let date = |text: &str| PartialDate::read(text, PARTY_FROM).unwrap();
        for (early, late) in
            [("1985", "1986"), ("3/1985", "4/1985"), ("3/2/1985", "4/2/1985"), ("4/2/1985", "1/3/1985")]
        {
            assert!(date(early).is_before(date(late)) && !date(late).is_before(date(early)), "{early} {late}");
        }
        for (one, other) in [("1985", "3/2/1985"), ("2/1985", "3/2/1985"), ("3/2/1985", "3/2/1985")] {
            assert!(!date(one).is_before(date(other)) && !date(other).is_before(date(one)), "{one} {other}");
        }
    }

    #[test]
    fn a_year_agrees_with_its_days_and_says_less() {
        let date = |text: &str| PartialDate::read(text, BIRTHS_FROM).unwrap();
        let (whole, month, year) = (date("15/5/1960"), date("5/1960"), date("1960"));
        for other in [whole, month, year] {
            assert!(whole.covers(other) && other.agrees_with(whole));
            assert_eq!(other.covers(whole), other == whole);
            assert_eq!(other.to_string().parse::<PartialDate>().unwrap(), other);
        }
        for other in ["16/5/1960", "6/1960", "1961"] {
            assert!(!whole.agrees_with(date(other)), "{other}");
        }
    }
}
