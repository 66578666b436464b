//! What is read becomes one kind of text: composed (NFC), without what cannot be seen.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// Composes `text` and drops what takes no room; white space is left as it is.
pub fn clean(text: &str) -> String {
    text.nfc().filter_map(visible).collect()
}

/// A character as it is kept, or `None` for one that takes no room on paper.
pub fn visible(letter: char) -> Option<char> {
    match letter {
        '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => None,
        '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' => None,
        '\u{2011}' => Some('-'),
        '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\n' | '\t' => Some(letter),
        _ if letter.is_control() => None,
        _ => Some(letter),
    }
}

/// One line without spaces at its ends or twice in a row.
pub fn squeeze(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Cleaned and squeezed.
pub fn tidy(text: &str) -> String {
    squeeze(&clean(text))
}

/// The letter without its marks, in lower case: `Đ` → `d`, `ậ` → `a`.
pub fn folded_letter(letter: char) -> char {
    if letter.is_ascii_whitespace() {
        return ' ';
    }
    if letter.is_ascii() {
        return letter.to_ascii_lowercase();
    }
    match letter {
        'đ' | 'Đ' => 'd',
        '：' => ':',
        '．' => '.',
        '（' => '(',
        '）' => ')',
        '\u{2010}' | '–' | '—' | '−' => '-',
        _ if letter.is_whitespace() => ' ',
        _ => {
            let mut base = letter;
            unicode_normalization::char::decompose_canonical(letter, |part| {
                if canonical_combining_class(part) == 0 {
                    base = part;
                }
            });
            base.to_lowercase().next().unwrap_or(base)
        }
    }
}

/// A line for recognising words in: no marks, lower case, squeezed. `Đáp án:` → `dap an:`
pub fn folded(text: &str) -> String {
    squeeze(&text.nfc().map(folded_letter).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_goes() {
        assert_eq!(tidy(" Chi\u{a0}bo\u{323}\u{302}\u{ad} \u{200b}\tA1\n "), "Chi bộ A1");
        assert_eq!(tidy("05\u{2011}CT/TW"), "05-CT/TW");
    }

    #[test]
    fn words_are_recognised_without_marks() {
        assert_eq!(folded("  ĐÁP  ÁN："), "dap an:");
        assert_eq!(folded("Uỷ ban – ưỡ"), "uy ban - uo");
    }
}
