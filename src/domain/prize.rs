//! What the best of a contest are given: a small thing, handed over before all.

use super::document::read_date;
use super::identity::Participant;
use super::text::{line, secret_marking};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prize {
    pub participant: Participant,
    /// `01 cuốn sách`
    pub kind: String,
    /// In đồng, where it is said.
    pub value: Option<u64>,
    pub handed_by: String,
    /// `2026-12-05`
    pub handed_on: Option<String>,
}

/// What somebody fills in for one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PrizeEntry {
    pub kind: String,
    /// `50.000`
    pub value: String,
    pub handed_by: String,
    pub handed_on: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrizeProblem {
    /// Something is said of a prize that has no name.
    NoKind,
    KindTooLong,
    Secret,
    Value,
    HandedByTooLong,
    Date,
}

pub const KIND_LENGTH: usize = 150;
pub const HANDED_BY_LENGTH: usize = 100;
/// No cell gives more.
const MOST: u64 = 1_000_000_000;

impl PrizeEntry {
    /// `None` where nothing was filled in.
    pub fn prize(&self, participant: Participant) -> Result<Option<Prize>, Vec<PrizeProblem>> {
        use PrizeProblem as P;
        let (kind, handed_by) = (line(&self.kind), line(&self.handed_by));
        let (value, on) = (self.value.trim(), self.handed_on.trim());
        if [kind.as_str(), &handed_by, value, on].iter().all(|text| text.is_empty()) {
            return Ok(None);
        }
        let amount = read_amount(value);
        let handed_on = read_date(on).filter(|_| !on.is_empty());
        let wrong = [
            (kind.is_empty(), P::NoKind),
            (kind.chars().count() > KIND_LENGTH, P::KindTooLong),
            (secret_marking(&kind).is_some(), P::Secret),
            (!value.is_empty() && amount.is_none(), P::Value),
            (handed_by.chars().count() > HANDED_BY_LENGTH, P::HandedByTooLong),
            (!on.is_empty() && handed_on.is_none(), P::Date),
        ];
        let problems: Vec<P> = wrong.into_iter().filter_map(|(is, problem)| is.then_some(problem)).collect();
        match problems.is_empty() {
            true => Ok(Some(Prize { participant, kind, value: amount, handed_by, handed_on })),
            false => Err(problems),
        }
    }
}

/// `50.000`, `50 000 đồng`, `50000đ` → 50000.
fn read_amount(text: &str) -> Option<u64> {
    let text = text.to_lowercase();
    let text = text.trim_end_matches("vnđ").trim_end_matches("đồng").trim_end_matches('đ');
    let digits: String = text.chars().filter(|letter| !matches!(letter, '.' | ' ' | '\u{a0}')).collect();
    let plain = digits.len() <= 10 && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|amount| plain && *amount <= MOST)
}

/// `50000` → `50.000`.
pub fn amount(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (text, value) in [
            ("50.000", Some(50_000)),
            ("50 000 đồng", Some(50_000)),
            ("200000đ", Some(200_000)),
            ("1.000.000 VNĐ", Some(1_000_000)),
            ("", None),
            ("5k", None),
            ("-5", None),
            ("10.000.000.000", None),
        ] {
            assert_eq!(read_amount(text), value, "{text}");
        }
        assert_eq!(["5", "50000", "1234567"].map(|text| amount(text.parse().unwrap())), ["5", "50.000", "1.234.567"]);
    }

    #[test]
    fn what_is_wrong_with_a_prize_is_named() {
        use PrizeProblem as P;
        let entry = PrizeEntry { kind: " 01 cuốn  sách".into(), value: "50.000".into(), ..PrizeEntry::default() };
        let prize = entry.prize(Participant(1)).unwrap().unwrap();
        assert_eq!((prize.kind.as_str(), prize.value, prize.handed_on), ("01 cuốn sách", Some(50_000), None));
        assert_eq!(PrizeEntry::default().prize(Participant(1)), Ok(None));
        let bad = PrizeEntry { value: "nhiều".into(), handed_on: "31/2/2026".into(), ..PrizeEntry::default() };
        assert_eq!(bad.prize(Participant(1)), Err(vec![P::NoKind, P::Value, P::Date]));
    }
}
