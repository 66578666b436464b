//! A year laid out ahead: which theme and which documents in which month or quarter.

use serde::{Deserialize, Serialize};

use super::calendar::read_day;
use super::document::read_date;
use super::identity::DocumentId;
use super::text::{line, secret_marking};

pub const THEME_LENGTH: usize = 200;

/// A month, or a quarter for those who meet for a contest four times a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Period {
    /// 1 to 12.
    Month(i8),
    /// 1 to 4.
    Quarter(i8),
}

impl Period {
    /// As a year goes: the months of a quarter, then the quarter.
    pub fn all() -> impl Iterator<Item = Self> {
        (1..=4).flat_map(|quarter| {
            let months = (3 * quarter - 2..=3 * quarter).map(Self::Month);
            months.chain([Self::Quarter(quarter)])
        })
    }

    /// `m01` to `m12`, `q1` to `q4`.
    pub fn name(self) -> String {
        match self {
            Self::Month(number) => format!("m{number:02}"),
            Self::Quarter(number) => format!("q{number}"),
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|period| period.name() == name)
    }

    /// The months it consists of.
    pub fn months(self) -> std::ops::RangeInclusive<i8> {
        match self {
            Self::Month(number) => number..=number,
            Self::Quarter(number) => 3 * number - 2..=3 * number,
        }
    }
}

impl TryFrom<String> for Period {
    type Error = &'static str;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        Self::from_name(&name).ok_or("not the name of a month or a quarter")
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.name()
    }
}

/// What is planned for one period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedPeriod {
    pub period: Period,
    pub theme: String,
    /// `2026-12-05`, where the day is known.
    pub on: Option<String>,
    /// To be read beforehand.
    pub documents: Vec<DocumentId>,
}

/// The same as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeriodEntry {
    pub theme: String,
    pub on: String,
    pub documents: Vec<DocumentId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodProblem {
    ThemeTooLong,
    SecretTheme,
    Date,
    /// A day of another month or year.
    Elsewhere,
}

impl PeriodEntry {
    /// `None` where nothing is planned.
    pub fn planned(&self, year: i16, period: Period) -> Result<Option<PlannedPeriod>, Vec<PeriodProblem>> {
        let theme = line(&self.theme);
        let mut problems = Vec::new();
        if theme.chars().count() > THEME_LENGTH {
            problems.push(PeriodProblem::ThemeTooLong);
        }
        if secret_marking(&theme).is_some() {
            problems.push(PeriodProblem::SecretTheme);
        }
        let typed = !self.on.trim().is_empty();
        let on = read_date(&self.on).filter(|_| typed);
        let day = on.as_deref().and_then(read_day);
        match day {
            Some(day) if day.year() != year || !period.months().contains(&day.month()) => {
                problems.push(PeriodProblem::Elsewhere);
            }
            None if typed => problems.push(PeriodProblem::Date),
            _ => {}
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let empty = theme.is_empty() && on.is_none() && self.documents.is_empty();
        Ok((!empty).then(|| PlannedPeriod { period, theme, on, documents: self.documents.clone() }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(theme: &str, on: &str) -> PeriodEntry {
        PeriodEntry { theme: theme.into(), on: on.into(), documents: Vec::new() }
    }

    #[test]
    fn a_year_has_twelve_months_and_four_quarters_in_its_order() {
        let names: Vec<String> = Period::all().map(Period::name).collect();
        assert_eq!(names[..5], ["m01", "m02", "m03", "q1", "m04"]);
        assert_eq!(names.len(), 16);
        assert!(Period::all().all(|period| Period::from_name(&period.name()) == Some(period)));
        assert_eq!(Period::from_name("m13"), None);
        assert_eq!(Period::Quarter(4).months(), 10..=12);
    }

    #[test]
    fn a_period_is_planned_by_anything_that_is_filled_in_and_its_day_lies_in_it() {
        let december = Period::Month(12);
        assert_eq!(entry(" ", "").planned(2026, december), Ok(None));
        let planned = entry("  Kết luận 01 ", "5/12/2026").planned(2026, december).unwrap().unwrap();
        assert_eq!((planned.theme.as_str(), planned.on.as_deref()), ("Kết luận 01", Some("2026-12-05")));
        assert!(entry("", "31/10/2026").planned(2026, Period::Quarter(4)).unwrap().is_some());
        for (typed, problem) in [
            (entry("", "5/11/2026"), PeriodProblem::Elsewhere),
            (entry("", "5/12/2027"), PeriodProblem::Elsewhere),
            (entry("", "31/2/2026"), PeriodProblem::Date),
            (entry(&"x".repeat(201), ""), PeriodProblem::ThemeTooLong),
            (entry("TỐI MẬT", ""), PeriodProblem::SecretTheme),
        ] {
            assert_eq!(typed.planned(2026, december), Err(vec![problem]), "{typed:?}");
        }
    }
}
