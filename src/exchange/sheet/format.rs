//! Numbers as Excel shows them.

use jiff::civil::{Date, DateTime, date};
use jiff::{Span, ToSpan};

/// A format's code, section by section: positive numbers, negative ones, zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberFormat {
    sections: Vec<Section>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Section {
    General,
    Decimal(Decimal),
    /// Denominators of so many digits: `3/4`.
    Fraction(usize),
    /// A pattern of dates and times, in Excel's letters.
    Date(Vec<Sign>),
    /// Nothing but text: what stands there whatever the number.
    Words(String),
}

/// Digits, and the words around them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Decimal {
    before: String,
    after: String,
    /// `00` shows 5 as `05`.
    digits: usize,
    /// Decimals that are always shown, and those only where they are not zero.
    places: (usize, usize),
    thousands: bool,
    percent: bool,
}

/// One sign of a code: to be read, or to be written as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Code(char),
    Literal(char),
}

impl NumberFormat {
    pub const GENERAL: Self = Self { sections: Vec::new() };

    /// Of a format's number and its code, where it has one of its own.
    pub fn read(id: u32, code: Option<&str>) -> Self {
        let code = code.unwrap_or(match id {
            1 => "0",
            2 => "0.00",
            3 | 37 | 38 => "#,##0",
            4 | 39 | 40 => "#,##0.00",
            9 => "0%",
            10 => "0.00%",
            12 => "# ?/?",
            13 => "# ??/??",
            14 => "dd/mm/yyyy",
            15 => "d-mmm-yy",
            16 => "d-mmm",
            17 => "mmm-yy",
            18 | 20 => "h:mm",
            19 | 21 => "h:mm:ss",
            22 => "dd/mm/yyyy h:mm",
            45 => "mm:ss",
            46 => "h:mm:ss",
            _ => "",
        });
        let signs = signs(code);
        let sections = signs.split(|sign| *sign == Sign::Code(';')).take(3).map(Section::read).collect();
        Self { sections }
    }

    /// The same with its dates as people here write them.
    pub fn day_first(&self) -> Self {
        let Some(Section::Date(pattern)) = self.sections.first() else { return self.clone() };
        let shows =
            |code: char| pattern.iter().any(|sign| matches!(sign, Sign::Code(own) if own.eq_ignore_ascii_case(&code)));
        match (shows('y'), shows('m'), shows('d')) {
            (true, _, true) => Self::read(0, Some("dd/mm/yyyy")),
            (true, true, false) => Self::read(0, Some("mm/yyyy")),
            _ => self.clone(),
        }
    }

    pub fn show(&self, number: f64, since_1904: bool) -> String {
        let own = if number < 0.0 {
            self.sections.get(1)
        } else if number == 0.0 {
            self.sections.get(2)
        } else {
            None
        };
        match (own, self.sections.first()) {
            // A section for negative numbers writes its own minus.
            (Some(section), _) => section.show(number.abs(), since_1904),
            (None, Some(section)) => section.show(number, since_1904),
            (None, None) => general(number),
        }
    }
}

impl Section {
    fn read(signs: &[Sign]) -> Self {
        let codes: String = signs
            .iter()
            .filter_map(|sign| if let Sign::Code(code) = sign { Some(code.to_ascii_lowercase()) } else { None })
            .collect();
        let codes = codes.trim();
        if codes.is_empty() && signs.iter().any(|sign| matches!(sign, Sign::Literal(letter) if *letter != ' ')) {
            return Self::Words(literals(signs));
        }
        if codes.is_empty() || codes.starts_with("general") || codes == "@" {
            return Self::General;
        }
        if codes.contains(['y', 'd', 'h', 's', 'm']) {
            return Self::Date(signs.to_vec());
        }
        if let Some((_, below)) = codes.split_once('/') {
            return Self::Fraction(below.chars().filter(|letter| matches!(letter, '?' | '#' | '0')).count());
        }
        let is_digit = |sign: &Sign| matches!(sign, Sign::Code('0' | '#' | '?'));
        let (Some(first), Some(last)) = (signs.iter().position(is_digit), signs.iter().rposition(is_digit)) else {
            return Self::General;
        };
        let (whole, decimals) = codes.split_once('.').unwrap_or((codes, ""));
        let always = decimals.chars().filter(|letter| *letter == '0').count();
        let may = decimals.chars().filter(|letter| matches!(letter, '#' | '?')).count();
        Self::Decimal(Decimal {
            before: literals(&signs[..first]),
            after: literals(&signs[last + 1..]),
            digits: whole.chars().filter(|letter| *letter == '0').count(),
            places: (always, always + may),
            thousands: whole.contains(','),
            percent: codes.contains('%'),
        })
    }

    fn show(&self, number: f64, since_1904: bool) -> String {
        match self {
            Self::General => general(number),
            Self::Decimal(decimal) => decimal.show(number),
            Self::Fraction(digits) => fraction(number, *digits),
            Self::Date(pattern) => shown_date(number, pattern, since_1904).unwrap_or_else(|| general(number)),
            Self::Words(words) => words.clone(),
        }
    }
}

impl Decimal {
    fn show(&self, number: f64) -> String {
        let number = if self.percent { number * 100.0 } else { number };
        let (least, most) = (self.places.0.min(12), self.places.1.min(12));
        let mut text = format!("{:.*}", most, number.abs());
        for _ in least..most {
            if text.ends_with('0') {
                text.pop();
            }
        }
        let text = text.trim_end_matches('.');
        let whole = text.split('.').next().map_or(0, str::len);
        let text = "0".repeat(self.digits.min(20).saturating_sub(whole)) + text;
        let text = if self.thousands { divided(&text) } else { text };
        let minus = if number < 0.0 && text.bytes().any(|digit| matches!(digit, b'1'..=b'9')) { "-" } else { "" };
        format!("{minus}{}{text}{}", self.before, self.after)
    }
}

/// The code's signs, without colours, conditions and paddings; a currency stays.
fn signs(code: &str) -> Vec<Sign> {
    let (mut signs, mut letters) = (Vec::new(), code.chars());
    while let Some(letter) = letters.next() {
        match letter {
            '"' => signs.extend(letters.by_ref().take_while(|letter| *letter != '"').map(Sign::Literal)),
            '[' => {
                let inside: String = letters.by_ref().take_while(|letter| *letter != ']').collect();
                let currency = inside.strip_prefix('$').and_then(|rest| rest.split('-').next());
                signs.extend(currency.unwrap_or_default().chars().map(Sign::Literal));
                // `[h]:mm`: hours beyond a day are rare enough to read as hours.
                if matches!(inside.to_ascii_lowercase().as_str(), "h" | "hh" | "mm" | "ss") {
                    signs.extend(inside.chars().map(Sign::Code));
                }
            }
            '\\' => signs.extend(letters.next().map(Sign::Literal)),
            '_' | '*' => drop(letters.next()),
            '€' | '$' | '₫' => signs.push(Sign::Literal(letter)),
            _ => signs.push(Sign::Code(letter)),
        }
    }
    signs
}

/// What is written whatever the number: words, and the signs that are no digits.
fn literals(signs: &[Sign]) -> String {
    let written = signs.iter().filter_map(|sign| match sign {
        Sign::Literal(letter) | Sign::Code(letter @ ('%' | '(' | ')' | ' ' | '-' | '+' | ':')) => Some(*letter),
        Sign::Code(_) => None,
    });
    written.collect()
}

/// The nearest fraction with a denominator of `digits` digits, whole part first: `1 1/2`.
fn fraction(number: f64, digits: usize) -> String {
    let largest = 10_u32.pow(digits.clamp(1, 3) as u32) - 1;
    let (whole, rest) = (number.abs().trunc(), number.abs().fract());
    let distance = |below: u32| (rest - (rest * f64::from(below)).round() / f64::from(below)).abs();
    let mut best = 1;
    for below in 2..=largest {
        if distance(below) + 1e-9 < distance(best) {
            best = below;
        }
    }
    let above = (rest * f64::from(best)).round();
    let minus = if number < 0.0 { "-" } else { "" };
    match (above as u32, best) {
        (0, _) => format!("{minus}{whole:.0}"),
        (_, 1) => format!("{minus}{:.0}", whole + 1.0),
        (above, below) if whole == 0.0 => format!("{minus}{above}/{below}"),
        (above, below) => format!("{minus}{whole:.0} {above}/{below}"),
    }
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

fn shown_date(number: f64, pattern: &[Sign], since_1904: bool) -> Option<String> {
    let moment = date_time(number, since_1904)?;
    let codes: Vec<char> =
        pattern.iter().map(|sign| if let Sign::Code(code) = sign { code.to_ascii_lowercase() } else { '\0' }).collect();
    let (mut out, mut at, mut after_hour) = (String::new(), 0, false);
    while at < pattern.len() {
        if let Sign::Literal(letter) = pattern[at] {
            out.push(letter);
            at += 1;
            continue;
        }
        let code = codes[at];
        let run = codes[at..].iter().take_while(|found| **found == code).count();
        let before_seconds = codes[at + run..].iter().find(|next| next.is_alphabetic()) == Some(&'s');
        match code {
            'y' if run <= 2 => out.push_str(&format!("{:02}", moment.year() % 100)),
            'y' => out.push_str(&moment.year().to_string()),
            'm' if after_hour || before_seconds => out.push_str(&padded(moment.minute(), run)),
            'm' if run >= 3 => out.push_str(&format!("{:02}", moment.month())),
            'm' => out.push_str(&padded(moment.month(), run)),
            'd' if run <= 2 => out.push_str(&padded(moment.day(), run)),
            'd' => {}
            'h' => out.push_str(&padded(moment.hour(), run)),
            's' => out.push_str(&padded(moment.second(), run)),
            'a' | 'p' | '@' => {}
            other => out.extend(std::iter::repeat_n(other, run)),
        }
        if code.is_alphabetic() {
            after_hour = code == 'h';
        }
        at += run;
    }
    Some(out.trim_matches([' ', ',', '/']).to_owned())
}

fn padded(number: i8, run: usize) -> String {
    if run >= 2 { format!("{number:02}") } else { number.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(number: f64, code: &str) -> String {
        NumberFormat::read(200, Some(code)).show(number, false)
    }

    #[test]
    fn numbers_read_as_excel_shows_them() {
        assert_eq!(NumberFormat::read(0, None).show(1945.0, false), "1945");
        assert_eq!(shown(0.875, "0.0%"), "87.5%");
        assert_eq!(shown(5.0, "00"), "05");
        assert_eq!(shown(0.5, "0.##"), "0.5");
        assert_eq!(shown(2.0, "0.##"), "2");
        assert_eq!(shown(23_400.0, "#,##0\" đồng\""), "23,400 đồng");
        assert_eq!(shown(23_400.0, "#,##0\\ [$₫-42A]"), "23,400 ₫");
        assert_eq!(shown(-5.0, "#,##0;(#,##0)"), "(5)");
        assert_eq!(shown(0.75, "# ?/?"), "3/4");
        assert_eq!(shown(1.5, "# ??/??"), "1 1/2");
    }

    #[test]
    fn dates_keep_the_words_between() {
        assert_eq!(shown(45_777.0, "dd\\/mm\\/yyyy;@"), "30/04/2025");
        assert_eq!(shown(45_902.0, "[$-42A]d/m/yyyy"), "2/9/2025");
        assert_eq!(shown(45_902.0, "\"ngày \"dd\" tháng \"mm\" năm \"yyyy"), "ngày 02 tháng 09 năm 2025");
        assert_eq!(shown(0.3125, "h:mm"), "7:30");
    }
}
