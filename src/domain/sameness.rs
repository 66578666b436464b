//! When two texts say the same: what an import, a form and a review compare stems, options and documents by.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

use super::text::tidy;

/// The five tone marks of Vietnamese, as combining characters. Those of quality (ă, â, ê, ô, ơ, ư) stay with their
/// letter.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// Closes a sentence without being part of what it says.
const FINAL: [char; 10] = ['.', '?', '!', '…', ':', ';', ',', '。', '？', '：'];

/// Whether two texts are equal apart from case, spaces, letters that are not seen, the place of the tone mark (`ủy`,
/// `uỷ`) and final punctuation. `12 + 5` and `12 - 5` are not.
pub fn same(one: &str, other: &str) -> bool {
    comparable(one) == comparable(other)
}

/// The form two texts share exactly when they are the [`same`]; only for comparing.
pub fn comparable(text: &str) -> String {
    let mut plain = spoken(text);
    plain.retain(|letter| !letter.is_whitespace());
    plain
}

/// The same with single spaces between the words, for whoever looks for words in it.
pub fn spoken(text: &str) -> String {
    let text = tidy(text);
    let said = text.trim_end_matches(|letter: char| letter.is_whitespace() || FINAL.contains(&letter));
    let said = if said.is_empty() { &text } else { said };
    let mut plain = String::with_capacity(said.len() + 8);
    // Tones go to the end of their syllable, wherever in it they were written.
    let mut tones = String::new();
    for letter in said.nfd().flat_map(char::to_lowercase) {
        if TONES.contains(&letter) {
            tones.push(letter);
            continue;
        }
        if !letter.is_alphabetic() && canonical_combining_class(letter) == 0 {
            plain.push_str(&tones);
            tones.clear();
        }
        if !letter.is_whitespace() {
            plain.push(letter);
        } else if !plain.ends_with(' ') {
            plain.push(' ');
        }
    }
    plain.push_str(&tones);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_spaces_tone_place_and_final_punctuation_say_nothing() {
        for (one, other) in [
            ("Chi ủy nghiên cứu gì?", "chi  uỷ nghiên cứu gì ?"),
            ("Hòa bình.", "Hoà bình"),
            ("HÀ NỘI", "hà nội"),
            ("12 + 5", "12+5"),
            ("Tu\u{0323}\u{0302}", "Tu\u{0302}\u{0323}"),
            ("Ủy ban kiểm tra là gì?", "uỷ  ban KIỂM TRA là gì"),
            ("Thúy, Thủy và khỏe", "Thuý, Thuỷ và khoẻ !"),
            ("quy\u{301} ba", "quý ba…"),
            ("Câu\u{a0}hỏi\u{200b}", "câu hỏi"),
        ] {
            assert!(same(one, other), "{one} / {other}");
        }
    }

    #[test]
    fn signs_accents_and_words_do() {
        for (one, other) in [
            ("12 + 5", "12 - 5"),
            ("ma", "mã"),
            ("mơ", "mô"),
            ("đa", "da"),
            ("?", "!"),
            ("hòa bình", "hoa bình"),
            ("C", "C++"),
            ("ban", "bạn"),
            ("ma mà", "mà ma"),
            ("cân", "căn"),
            ("05-CT/TW", "06-CT/TW"),
        ] {
            assert!(!same(one, other), "{one} / {other}");
        }
    }

    #[test]
    fn words_stay_apart_for_whoever_looks_for_them() {
        assert_eq!(spoken("  Cả  A\nvà B. "), spoken("cả a và b"));
        assert_eq!(spoken("Cả A").split(' ').count(), 2);
    }
}
