//! A contest's code as people type it: read from a wall, with a Vietnamese keyboard, in any case.

use crate::live::{CODE_LENGTH, CODE_LETTERS};

/// Why what was typed can be no code, in words that say what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CodeProblem {
    Empty,
    /// So many letters and digits.
    Length(usize),
    /// Holds a letter that no code has.
    Letters,
}

impl CodeProblem {
    pub(super) fn words(self) -> String {
        match self {
            Self::Empty => "Đồng chí chưa nhập mã. Mã gồm 6 ký tự, đang hiện trên màn chiếu.".to_owned(),
            Self::Length(length) => format!(
                "Không có kỳ thi với mã này: mã gồm 6 ký tự, ô này đang có {length}. Đồng chí hãy nhìn lại màn chiếu và \
                 sửa mã trong ô."
            ),
            Self::Letters => "Không có kỳ thi với mã này: mã chỉ có chữ cái không dấu và chữ số, không có số 0, số 1, \
                              chữ I và chữ O. Đồng chí hãy nhìn lại màn chiếu và sửa mã trong ô."
                .to_owned(),
        }
    }
}

/// The code in what was typed: spaces, hyphens and case do not matter, nor does the whole link.
pub(super) fn read_code(typed: &str) -> Result<String, CodeProblem> {
    let last = typed.rsplit_once("/k/").map_or(typed, |(_, last)| last);
    let letters: String = last.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_uppercase).collect();
    let mut code = undo_telex(&letters);
    if code.chars().count() > CODE_LENGTH && letters.contains('Ư') {
        // Telex makes `Ư` of a `W` alone, too.
        code = undo_telex(&letters.replace('Ư', "W"));
    }
    match code.chars().count() {
        0 => Err(CodeProblem::Empty),
        CODE_LENGTH if code.bytes().all(|letter| CODE_LETTERS.contains(&letter)) => Ok(code),
        CODE_LENGTH => Err(CodeProblem::Letters),
        length => Err(CodeProblem::Length(length)),
    }
}

/// A Vietnamese keyboard turns `AS` into `Á` and `DD` into `Đ`: no code has such a letter, so what
/// was meant is certain.
fn undo_telex(letters: &str) -> String {
    const VOWELS: [(&str, &str); 12] = [
        ("AÁÀẢÃẠ", "A"),
        ("ĂẮẰẲẴẶ", "AW"),
        ("ÂẤẦẨẪẬ", "AA"),
        ("EÉÈẺẼẸ", "E"),
        ("ÊẾỀỂỄỆ", "EE"),
        ("IÍÌỈĨỊ", "I"),
        ("OÓÒỎÕỌ", "O"),
        ("ÔỐỒỔỖỘ", "OO"),
        ("ƠỚỜỞỠỢ", "OW"),
        ("UÚÙỦŨỤ", "U"),
        ("ƯỨỪỬỮỰ", "UW"),
        ("YÝỲỶỸỴ", "Y"),
    ];
    const TONES: [&str; 6] = ["", "S", "F", "R", "X", "J"];
    let mut typed = String::with_capacity(letters.len());
    for letter in letters.chars() {
        let vowel = VOWELS.iter().find_map(|(forms, keys)| {
            let tone = forms.chars().position(|form| form == letter)?;
            Some((*keys, TONES.get(tone)?))
        });
        match vowel {
            Some((keys, tone)) => {
                typed.push_str(keys);
                typed.push_str(tone);
            }
            None if letter == 'Đ' => typed.push_str("DD"),
            None => typed.push(letter),
        }
    }
    typed
}

#[cfg(test)]
mod tests {
    use super::{CodeProblem, read_code};

    #[test]
    fn case_separators_and_the_whole_link_do_not_matter() {
        for typed in [
            "ABC234",
            "abc234",
            " abc 234 ",
            "ABC-234",
            "A B C 2 3 4",
            "abc\u{a0}\u{2013}234",
            "a.b.c.2.3.4",
            "https://thi.example.vn/k/ABC234",
            "\u{200b}ABC234\u{202c}",
        ] {
            assert_eq!(read_code(typed).as_deref(), Ok("ABC234"), "{typed:?}");
        }
    }

    #[test]
    fn what_a_vietnamese_keyboard_made_of_it_is_undone() {
        for (typed, meant) in [
            ("đ2345", "DD2345"),
            ("Á2345", "AS2345"),
            ("ấ234", "AAS234"),
            ("ưa234", "UWA234"),
            ("Ư23456", "W23456"),
            ("ỹ2345", "YX2345"),
        ] {
            assert_eq!(read_code(typed).as_deref(), Ok(meant), "{typed}");
        }
    }

    #[test]
    fn what_can_be_no_code_is_told_apart() {
        assert_eq!(read_code(""), Err(CodeProblem::Empty));
        assert_eq!(read_code(" - "), Err(CodeProblem::Empty));
        assert_eq!(read_code("ABC23"), Err(CodeProblem::Length(5)));
        assert_eq!(read_code("ABC2345"), Err(CodeProblem::Length(7)));
        for letter in ["0", "1", "O", "o", "i", "I", "Ω", "٣"] {
            assert_eq!(read_code(&format!("ABC23{letter}")), Err(CodeProblem::Letters), "{letter}");
        }
    }
}
