//! What a secretary signs after a contest, with its number in the register of the term of office.

use super::document::read_date;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IssuedKind {
    /// Thông báo
    Announcement,
    /// Báo cáo
    Report,
    /// Quyết định biểu dương
    Commendation,
}

impl IssuedKind {
    pub const ALL: [Self; 3] = [Self::Announcement, Self::Report, Self::Commendation];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Announcement => "announcement",
            Self::Report => "report",
            Self::Commendation => "commendation",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// As it stands in a number.
    pub const fn abbreviation(self) -> &'static str {
        match self {
            Self::Announcement => "TB",
            Self::Report => "BC",
            Self::Commendation => "QĐ",
        }
    }
}

/// What distinguishes one document from others of its kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Issue {
    /// None for one that is written in by hand.
    pub number: Option<u32>,
    /// `2026-12-05`; none for the day on which it is printed.
    pub on: Option<String>,
}

/// `Số 05-TB/CB`, or with room for a number.
pub fn printed_number(number: Option<u32>, abbreviation: &str, symbol: &str) -> String {
    let number = number.map_or_else(|| "       ".to_owned(), |number| format!("{number:02}"));
    format!("Số {number}-{abbreviation}/{symbol}")
}

/// What somebody fills in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IssueEntry {
    pub number: String,
    pub on: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssueProblem {
    /// Not a whole number from 1 to 9,999.
    Number,
    /// No date of the calendar.
    Date,
}

const NUMBERS: std::ops::RangeInclusive<u32> = 1..=9_999;

impl IssueEntry {
    pub fn issue(&self) -> Result<Issue, Vec<IssueProblem>> {
        let (number, on) = (self.number.trim(), self.on.trim());
        let mut problems = Vec::new();
        let plain = !number.is_empty() && number.len() <= 4 && number.bytes().all(|byte| byte.is_ascii_digit());
        let read = number.parse().ok().filter(|number| plain && NUMBERS.contains(number));
        if read.is_none() && !number.is_empty() {
            problems.push(IssueProblem::Number);
        }
        let day = read_date(on).filter(|_| !on.is_empty());
        if day.is_none() && !on.is_empty() {
            problems.push(IssueProblem::Date);
        }
        if problems.is_empty() { Ok(Issue { number: read, on: day }) } else { Err(problems) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_padded_below_ten_or_left_to_the_hand() {
        assert_eq!(printed_number(Some(5), "TB", "CB"), "Số 05-TB/CB");
        assert_eq!(printed_number(Some(112), "BC", "ĐU"), "Số 112-BC/ĐU");
        assert_eq!(printed_number(None, "TB", "CB"), "Số        -TB/CB");
    }

    #[test]
    fn what_is_no_number_or_no_day_is_named() {
        use IssueProblem as P;
        let read = |number: &str, on: &str| IssueEntry { number: number.into(), on: on.into() }.issue();
        assert_eq!(read(" 05 ", "5/12/2026"), Ok(Issue { number: Some(5), on: Some("2026-12-05".into()) }));
        assert_eq!(read("", ""), Ok(Issue::default()));
        for number in ["0", "10000", "+5", "năm", "5a", "-1"] {
            assert_eq!(read(number, ""), Err(vec![P::Number]), "{number}");
        }
        assert_eq!(read("x", "31/2/2026"), Err(vec![P::Number, P::Date]));
    }
}
