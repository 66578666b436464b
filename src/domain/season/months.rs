//! Months of one year: a season, a quarter, or any others.

/// Any months of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Months(u16);

impl Months {
    pub const NONE: Self = Self(0);
    pub const YEAR: Self = Self(0xFFF);
    /// Those whose boards are kept: the year, then its quarters.
    pub const KEPT: [Self; 5] = [Self::YEAR, Self(0x007), Self(0x038), Self(0x1C0), Self(0xE00)];

    pub fn of(months: impl IntoIterator<Item = i8>) -> Self {
        Self(months.into_iter().filter_map(bit).fold(0, |all, month| all | month))
    }

    /// `1,2,3`; nothing for what names no months.
    pub fn read(text: &str) -> Option<Self> {
        let month = |part: &str| part.trim().parse::<i8>().ok().and_then(bit);
        let months: Option<Vec<u16>> = text.split(',').map(month).collect();
        Some(Self(months?.into_iter().fold(0, |all, month| all | month)))
    }

    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub fn contains(self, month: i8) -> bool {
        bit(month).is_some_and(|bit| self.0 & bit != 0)
    }

    pub fn iter(self) -> impl Iterator<Item = i8> {
        (1..=12).filter(move |month| self.contains(*month))
    }

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Its place among [`Months::KEPT`].
    pub fn kept(self) -> Option<u8> {
        Self::KEPT.iter().position(|kept| *kept == self).map(|at| at as u8)
    }
}

/// As [`Months::read`] reads it.
impl std::fmt::Display for Months {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let months: Vec<String> = self.iter().map(|month| month.to_string()).collect();
        formatter.write_str(&months.join(","))
    }
}

fn bit(month: i8) -> Option<u16> {
    (1..=12).contains(&month).then(|| 1 << (month - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_read_as_they_are_written() {
        assert_eq!(Months::read("1,2,3"), Some(Months::KEPT[1]));
        assert_eq!(Months::read(" 12 , 10,11 ").unwrap().to_string(), "10,11,12");
        assert_eq!(Months::YEAR.to_string(), "1,2,3,4,5,6,7,8,9,10,11,12");
        for wrong in ["", "0", "13", "1,,2", "một", "1-3", "999"] {
            assert_eq!(Months::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_year_and_its_quarters_are_kept() {
        assert_eq!(Months::KEPT.map(Months::kept), [0, 1, 2, 3, 4].map(Some));
        assert_eq!(Months::of([1, 2]).kept(), None);
        assert_eq!(Months::KEPT[1..].iter().fold(Months::NONE, |all, quarter| all.and(*quarter)), Months::YEAR);
    }
}
