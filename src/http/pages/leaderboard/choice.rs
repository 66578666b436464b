//! Which year and which months are asked for.

use crate::domain::season::Months;
use crate::http::form::{Choice, Form};
use crate::http::pages::blocks::Select;

/// Years that may be asked for.
pub(super) const YEARS: std::ops::RangeInclusive<i16> = 2_000..=2_100;

/// The spans that have a name, as one chooses them.
const SPANS: [(&str, &str); 7] = [
    ("1,2,3,4,5,6,7,8,9,10,11,12", "Cả năm"),
    ("1,2,3", "Quý I"),
    ("4,5,6", "Quý II"),
    ("7,8,9", "Quý III"),
    ("10,11,12", "Quý IV"),
    ("1,2,3,4,5,6", "Sáu tháng đầu năm"),
    ("1,2,3,4,5,6,7,8,9", "Chín tháng đầu năm"),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Chosen {
    pub year: i16,
    pub months: Months,
}

impl Chosen {
    /// What makes no sense is taken as not asked for. Ticked months go before a span.
    pub fn read(asked: &Form, this_year: i16) -> Self {
        let year = asked.text("year").parse().ok().filter(|year| YEARS.contains(year)).unwrap_or(this_year);
        let all = |name| asked.all(name).filter_map(Months::read).fold(Months::NONE, Months::and);
        let months = [all("month"), all("months")].into_iter().find(|months| !months.is_empty());
        Self { year, months: months.unwrap_or(Months::YEAR) }
    }

    /// Those of which there is a board, this one and the one that is shown.
    pub fn years(self, known: &[i16], this_year: i16) -> Select {
        let mut years: Vec<i16> = known.iter().copied().chain([this_year, self.year]).collect();
        years.sort_unstable_by(|one, other| other.cmp(one));
        years.dedup();
        let choice =
            |year: i16| Choice { value: year.to_string(), words: format!("Năm {year}"), chosen: year == self.year };
        Select {
            name: "year".to_owned(),
            label: "Năm".to_owned(),
            hint: "",
            choices: years.into_iter().map(choice).collect(),
            error: None,
        }
    }

    pub fn spans(self) -> Select {
        let shown = self.months.to_string();
        let choice = |(value, words): &(&str, &str)| Choice {
            value: (*value).to_owned(),
            words: (*words).to_owned(),
            chosen: *value == shown,
        };
        let choices = SPANS.iter().map(choice).collect();
        Select { name: "months".to_owned(), label: "Thời gian".to_owned(), hint: "", choices, error: None }
    }

    pub fn ticks(self) -> Vec<Choice> {
        let choice = |month: i8| Choice {
            value: month.to_string(),
            words: format!("Tháng {month}"),
            chosen: self.is_odd() && self.months.contains(month),
        };
        (1..=12).map(choice).collect()
    }

    pub fn is_odd(self) -> bool {
        self.span().is_none()
    }

    /// The name of these months.
    pub fn span(self) -> Option<&'static str> {
        let shown = self.months.to_string();
        SPANS.iter().find(|(value, _)| *value == shown).map(|(_, words)| *words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &[(&str, &str)]) -> Chosen {
        let fields = query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Chosen::read(&Form::of(fields), 2026)
    }

    #[test]
    fn what_makes_no_sense_is_the_present_year() {
        let whole = Chosen { year: 2026, months: Months::YEAR };
        for query in [&[][..], &[("year", "hai nghìn"), ("months", "tất cả")], &[("year", "1800"), ("months", "0,13")]]
        {
            assert_eq!(read(query), whole, "{query:?}");
        }
        assert_eq!(whole.span(), Some("Cả năm"));
    }

    #[test]
    fn ticked_months_go_before_a_span() {
        let chosen = read(&[("year", "2025"), ("months", "1,2,3"), ("month", "5"), ("month", "2")]);
        assert_eq!((chosen.year, chosen.months), (2025, Months::of([2, 5])));
        assert!(chosen.is_odd());
        assert_eq!(chosen.ticks().iter().filter(|tick| tick.chosen).count(), 2);
        assert_eq!(read(&[("months", "1,2,3")]).span(), Some("Quý I"));
    }
}
