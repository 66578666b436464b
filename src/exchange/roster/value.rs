//! What single cells say, and what is said of those that cannot be read.

use super::super::sheet::date_of_serial;
use super::super::text;
use crate::domain::name::search_key;
use crate::domain::roster::{ContactProblem, Gender, PartialDate, read_card, read_phone};
use crate::domain::text::line;

/// A date in a cell: as text, or the bare number of a date whose format was lost.
pub fn date(written: &str, first: i16) -> Option<PartialDate> {
    let serial = || {
        let number: f64 = written.trim().parse().ok().filter(|number| (3_654.0..73_051.0).contains(number))?;
        let date = date_of_serial(number)?;
        PartialDate::of(date.year(), Some(date.month().into()), Some(date.day().into()))
    };
    let day = written.trim().split_once(' ').filter(|(_, time)| time.contains(':')).map_or(written, |(day, _)| day);
    PartialDate::read(day, first).or_else(serial)
}

pub fn no_date(written: &str) -> String {
    format!("“{}” không phải là ngày trong lịch. Hãy ghi theo mẫu 15/5/1960, hoặc 5/1960, hoặc 1960.", quoted(written))
}

pub fn phone(written: &str) -> Result<String, String> {
    let quoted = quoted(written);
    read_phone(written).map_err(|problem| match problem {
        ContactProblem::Rounded => rounded(&quoted),
        ContactProblem::OldPhone => {
            format!("“{quoted}” là số 11 chữ số trước năm 2018. Hãy ghi số mới gồm 10 chữ số.")
        }
        ContactProblem::NoPhone | ContactProblem::NoCard => {
            format!("“{quoted}” không phải là số điện thoại trong nước gồm 10 chữ số. Hãy ghi lại hoặc để trống.")
        }
    })
}

pub fn card(written: &str) -> Result<String, String> {
    let quoted = quoted(written);
    read_card(written).map_err(|problem| match problem {
        ContactProblem::Rounded => rounded(&quoted),
        _ => format!("“{quoted}” không phải là số thẻ đảng viên. Hãy ghi lại hoặc để trống."),
    })
}

fn rounded(quoted: &str) -> String {
    format!(
        "Excel đã làm tròn số này thành “{quoted}” nên các chữ số sau không còn. Hãy đặt định dạng cột là Văn bản (Text), ghi lại số rồi lưu tệp."
    )
}

pub fn gender(written: &str) -> Option<Gender> {
    match text::folded(written).as_str() {
        "nam" | "m" | "male" => Some(Gender::Male),
        "nu" | "f" | "female" => Some(Gender::Female),
        _ => None,
    }
}

/// Official, as against on probation.
pub fn standing(written: &str) -> Option<bool> {
    let folded = text::folded(written);
    match folded.trim_matches(|letter: char| !letter.is_alphanumeric()) {
        "ct" => Some(true),
        "db" => Some(false),
        said if said.contains("du bi") => Some(false),
        said if said.contains("chinh thuc") => Some(true),
        _ => None,
    }
}

pub fn is_cross(written: &str) -> bool {
    let folded = text::folded(written);
    matches!(folded.as_str(), "x" | "xx" | "+" | "v" | "1" | "✓" | "✔" | "√" | "co" | "true" | "þ" | "ü")
}

/// A name on one line; one that is all in capitals or all in small letters is set as names are.
pub fn name(written: &str) -> String {
    let said = line(written);
    let title = ["đ/c ", "đồng chí "].iter().find(|title| said.to_lowercase().starts_with(**title));
    let said = title.map_or(said.as_str(), |title| said.get(title.len()..).unwrap_or_default()).trim();
    let has = |test: fn(char) -> bool| said.chars().any(test);
    if has(char::is_uppercase) && has(char::is_lowercase) {
        return said.to_owned();
    }
    let word = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(|first| first.to_uppercase().collect::<String>()).unwrap_or_default();
        first + &letters.as_str().to_lowercase()
    };
    line(&said.split(' ').map(word).collect::<Vec<_>>().join(" "))
}

/// Two to eight words of letters, as against a remark or a number.
pub fn may_be_a_name(written: &str) -> bool {
    let key = search_key(written);
    let letters = key.chars().filter(|letter| letter.is_alphabetic()).count();
    let digits = key.chars().filter(char::is_ascii_digit).count();
    letters > 1 && digits < 3 && key.split(' ').count() <= 8 && !key.contains([':', '…', '/'])
}

/// The beginning of a cell, for a sentence.
fn quoted(written: &str) -> String {
    let said = line(written);
    if said.chars().count() <= 40 { said } else { said.chars().take(39).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::{date, name};

    #[test]
    fn names_in_capitals_are_set_as_names_are() {
        assert_eq!(name("NGUYỄN THỊ  ÁNH"), "Nguyễn Thị Ánh");
        assert_eq!(name("Đ/c TRẦN VĂN ĐẠT"), "Trần Văn Đạt");
        assert_eq!(name("lê an"), "Lê An");
        assert_eq!(name("Y Moan Êban"), "Y Moan Êban");
    }

    #[test]
    fn a_date_that_lost_its_format_is_a_date() {
        let said = |text: &str| date(text, 1_915).map(|date| date.to_string()).unwrap_or_default();
        assert_eq!(said("22051"), "15/05/1960");
        assert_eq!(said("15/05/1960 00:00"), "15/05/1960");
        assert_eq!(said("1960"), "1960");
        assert_eq!(said("41012345"), "");
    }
}
