//! When two texts say the same: what an import and a review compare stems and options by.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// The five tone marks of Vietnamese, as combining characters.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// Closes a sentence without being part of what it says.
const FINAL: [char; 7] = ['.', '?', '!', '…', ':', ';', ','];

/// Whether two texts are equal apart from case, spaces, the place of the tone mark (`ủy`, `uỷ`)
/// and final punctuation. `12 + 5` and `12 - 5` are not.
pub fn same(one: &str, other: &str) -> bool {
    comparable(one) == comparable(other)
}

/// The form two texts share exactly when they are the [`same`]; only for comparing.
pub fn comparable(text: &str) -> String {
    let spoken = text.trim().trim_end_matches(|letter: char| letter.is_whitespace() || FINAL.contains(&letter));
    let spoken = if spoken.is_empty() { text } else { spoken };
    let mut plain = String::with_capacity(spoken.len());
    // Tones go to the end of their syllable, wherever in it they were written.
    let mut tones = String::new();
    for letter in spoken.nfd().flat_map(char::to_lowercase) {
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
        ] {
            assert!(!same(one, other), "{one} / {other}");
        }
    }
}
