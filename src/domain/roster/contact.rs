//! Telephone and card numbers, as they are typed and as they are kept.

/// Why a number cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactProblem {
    /// Excel has rounded it: `4.1E+11`.
    Rounded,
    /// Of eleven digits, from before 2018.
    OldPhone,
    /// Too short, too long, or no number of this country.
    NoPhone,
    NoCard,
}

/// Ten digits that begin with 0 (eleven for some landlines), from a cell with spaces, dots, `+84`, or without the zero
/// that a spreadsheet takes away. Of several numbers the first.
pub fn read_phone(text: &str) -> Result<String, ContactProblem> {
    if is_rounded(text) {
        return Err(ContactProblem::Rounded);
    }
    let first = text.split(['/', ';', '\n', '|']).find(|part| part.chars().any(|letter| letter.is_ascii_digit()));
    let first = first_of_two(first.unwrap_or_default());
    if first.chars().any(char::is_alphabetic) {
        return Err(ContactProblem::NoPhone);
    }
    let digits: String = first.chars().filter(char::is_ascii_digit).collect();
    let abroad = first.trim_start().trim_start_matches(['\'', '(']).starts_with('+');
    let digits = match digits.as_str() {
        _ if abroad && !digits.starts_with("84") => return Err(ContactProblem::NoPhone),
        // (+84) 0912… is as frequent as +84 912….
        number if number.starts_with("840") && number.len() >= 12 => number[2..].to_owned(),
        number if number.starts_with("84") && number.len() >= 11 => format!("0{}", &number[2..]),
        number if number.len() == 9 && !number.starts_with('0') => format!("0{number}"),
        number if number.len() == 10 && number.starts_with('2') => format!("0{number}"),
        number => number.to_owned(),
    };
    match (digits.len(), digits.as_bytes()) {
        (10, [b'0', b'2'..=b'9', ..]) | (11, [b'0', b'2', ..]) => Ok(digits),
        (11, [b'0', b'1', ..]) | (10, [b'1', ..]) => Err(ContactProblem::OldPhone),
        _ => Err(ContactProblem::NoPhone),
    }
}

/// `0912345678, 0987654321` without the second.
fn first_of_two(text: &str) -> &str {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).count();
    let ends = text.char_indices().filter(|(_, letter)| !letter.is_ascii_digit()).map(|(at, _)| text.split_at(at));
    let whole = |(first, rest): &(&str, &str)| (9..=12).contains(&digits(first)) && digits(rest) >= 9;
    ends.into_iter().find(whole).map_or(text, |(first, _)| first)
}

/// A card number as it is printed: digits and letters with single spaces, dots or hyphens between them.
pub fn read_card(text: &str) -> Result<String, ContactProblem> {
    if is_rounded(text) {
        return Err(ContactProblem::Rounded);
    }
    let card = super::super::text::line(text).trim_matches(['\'', ' ']).to_uppercase();
    let plain = card.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, ' ' | '.' | '-' | '/'));
    let digits = card.chars().filter(char::is_ascii_digit).count();
    if plain && digits >= 4 && card.len() <= 30 { Ok(card) } else { Err(ContactProblem::NoCard) }
}

/// What two writings of one card number have in common: no signs between, no zeros in front, which spreadsheets eat.
pub fn card_key(card: &str) -> String {
    let key: String = card.chars().filter(char::is_ascii_alphanumeric).collect();
    key.trim_start_matches('0').to_uppercase()
}

fn is_rounded(text: &str) -> bool {
    let text = text.trim();
    let exponent = text.to_ascii_uppercase().rsplit_once("E+").is_some_and(|(number, power)| {
        number.starts_with(|letter: char| letter.is_ascii_digit()) && power.bytes().all(|byte| byte.is_ascii_digit())
    });
    exponent || !text.is_empty() && text.bytes().all(|byte| byte == b'#')
}

#[cfg(test)]
mod tests {
    use super::{ContactProblem as P, card_key, read_card, read_phone};

    #[test]
    fn phone_numbers_come_back_to_one_form() {
        for text in [
            "0912345678",
            "0912 345 678",
            "0912.345.678",
            "912345678",
            "+84 912 345 678",
            "(+84) 0912345678",
            "84912345678",
            "'0912-345-678",
            "0912345678 / 0987654321",
            "0912345678, 0987654321",
            "0912 345 678 - 0987 654 321",
            "0912345678 0987654321",
        ] {
            assert_eq!(read_phone(text).as_deref(), Ok("0912345678"), "{text}");
        }
        assert_eq!(read_phone("0293 3865 123").as_deref(), Ok("02933865123"));
        assert_eq!(read_phone("2933865123").as_deref(), Ok("02933865123"));
        for (text, problem) in [
            ("9.12E+08", P::Rounded),
            ("########", P::Rounded),
            ("01682345678", P::OldPhone),
            ("1682345678", P::OldPhone),
            ("091234567", P::NoPhone),
            ("09123456789", P::NoPhone),
            ("+1 912 345 678", P::NoPhone),
            ("không có", P::NoPhone),
            ("gọi 0912345678", P::NoPhone),
            ("0912345678, gọi sau", P::NoPhone),
        ] {
            assert_eq!(read_phone(text), Err(problem), "{text}");
        }
    }

    #[test]
    fn card_numbers_are_the_same_however_they_are_spaced() {
        assert_eq!(read_card(" 41.012 345 ").as_deref(), Ok("41.012 345"));
        assert_eq!(card_key("041 012-345"), card_key("41.012345"));
        assert_eq!(read_card("4.1012E+11"), Err(P::Rounded));
        for text in ["chưa có", "12", "đang đổi 012345"] {
            assert_eq!(read_card(text), Err(P::NoCard), "{text}");
        }
    }
}
