//! Numbers as Excel shows them.

use jiff::civil::{Date, DateTime, date};
use jiff::{Span, ToSpan};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NumberFormat {
    General,
    /// Decimals, thousands divided, in per cent.
    Decimal {
        places: usize,
        thousands: bool,
        percent: bool,
    },
    /// A pattern of dates and times, in Excel's letters.
    Date(String),
    Text,
}

impl NumberFormat {
    /// Of a format's number and its code, where it has one of its own.
    pub fn read(id: u32, code: Option<&str>) -> Self {
        let code = match (code, id) {
            (Some(code), _) => code,
            (None, 1) => "0",
            (None, 2) => "0.00",
            (None, 3 | 37 | 38) => "#,##0",
            (None, 4 | 39 | 40) => "#,##0.00",
            (None, 9) => "0%",
            (None, 10) => "0.00%",
            (None, 14) => "dd/mm/yyyy",
            (None, 15) => "d-mmm-yy",
            (None, 16) => "d-mmm",
            (None, 17) => "mmm-yy",
            (None, 18 | 20) => "h:mm",
            (None, 19 | 21) => "h:mm:ss",
            (None, 22) => "dd/mm/yyyy h:mm",
            (None, 45) => "mm:ss",
            (None, 46) => "h:mm:ss",
            (None, 49) => "@",
            _ => return Self::General,
        };
        // The first of up to four sections is that of positive numbers.
        let code = bare(code.split(';').next().unwrap_or_default());
        let lower = code.to_ascii_lowercase();
        if lower.is_empty() || lower == "general" || lower == "@" {
            return if lower == "@" { Self::Text } else { Self::General };
        }
        if lower.contains(['y', 'd', 'h', 's']) || lower.contains('m') {
            return Self::Date(lower);
        }
        if !lower.contains(['0', '#']) {
            return Self::General;
        }
        let places = lower
            .split_once('.')
            .map_or(0, |(_, after)| after.chars().take_while(|letter| matches!(letter, '0' | '#')).count());
        Self::Decimal { places, thousands: lower.contains(','), percent: lower.contains('%') }
    }

    pub fn show(&self, number: f64, since_1904: bool) -> String {
        match self {
            Self::General | Self::Text => general(number),
            Self::Decimal { places, thousands, percent } => {
                let number = if *percent { number * 100.0 } else { number };
                let mut text = format!("{number:.*}", (*places).min(12));
                if *thousands {
                    text = divided(&text);
                }
                if *percent { text + "%" } else { text }
            }
            Self::Date(pattern) => shown_date(number, pattern, since_1904).unwrap_or_else(|| general(number)),
        }
    }
}

/// Without quoted texts, colours and escapes.
fn bare(code: &str) -> String {
    let (mut text, mut letters) = (String::new(), code.chars());
    while let Some(letter) = letters.next() {
        match letter {
            '"' => letters.by_ref().take_while(|letter| *letter != '"').for_each(drop),
            '[' => letters.by_ref().take_while(|letter| *letter != ']').for_each(drop),
            '\\' => text.extend(letters.next().filter(|letter| !letter.is_alphabetic())),
            '_' | '*' => drop(letters.next()),
            _ => text.push(letter),
        }
    }
    text.trim().to_owned()
}

/// Eleven digits, no trailing zeros.
fn general(number: f64) -> String {
    if number == number.trunc() && number.abs() < 1e15 {
        return format!("{number:.0}");
    }
    let whole = number.abs().log10().floor().max(0.0) as usize;
    let text = format!("{number:.*}", 10_usize.saturating_sub(whole));
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

fn divided(text: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let (whole, rest) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let mut out = sign.to_owned();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(rest) = rest {
        out.push('.');
        out.push_str(rest);
    }
    out
}

/// Days since the end of 1899, or since 1904.
pub fn date_time(number: f64, since_1904: bool) -> Option<DateTime> {
    if !(0.0..2_958_466.0).contains(&number) {
        return None;
    }
    let days = number.trunc() as i64;
    // Excel believes in a 29 February 1900.
    let first: Date = if since_1904 {
        date(1904, 1, 1)
    } else if days < 60 {
        date(1899, 12, 31)
    } else {
        date(1899, 12, 30)
    };
    let seconds: Span = ((number.fract() * 86_400.0).round() as i64).seconds();
    first.checked_add(days.days()).ok()?.to_datetime(jiff::civil::Time::midnight()).checked_add(seconds).ok()
}

fn shown_date(number: f64, pattern: &str, since_1904: bool) -> Option<String> {
    let moment = date_time(number, since_1904)?;
    let letters: Vec<char> = pattern.chars().collect();
    let (mut out, mut at, mut after_hour) = (String::new(), 0, false);
    while at < letters.len() {
        let letter = letters[at];
        let run = letters[at..].iter().take_while(|found| **found == letter).count();
        let before_seconds = letters[at + run..].iter().find(|next| next.is_alphabetic()) == Some(&'s');
        match letter {
            'y' if run <= 2 => out.push_str(&format!("{:02}", moment.year() % 100)),
            'y' => out.push_str(&moment.year().to_string()),
            'm' if after_hour || before_seconds => out.push_str(&padded(moment.minute(), run)),
            'm' if run >= 3 => out.push_str(&format!("{:02}", moment.month())),
            'm' => out.push_str(&padded(moment.month(), run)),
            'd' if run <= 2 => out.push_str(&padded(moment.day(), run)),
            'd' => {}
            'h' => out.push_str(&padded(moment.hour(), run)),
            's' => out.push_str(&padded(moment.second(), run)),
            'a' | 'p' => {}
            other => out.extend(std::iter::repeat_n(other, run)),
        }
        if letter.is_alphabetic() {
            after_hour = letter == 'h';
        }
        at += run;
    }
    Some(out.trim_matches([' ', ',', '/']).to_owned())
}

fn padded(number: i8, run: usize) -> String {
    if run >= 2 { format!("{number:02}") } else { number.to_string() }
}
