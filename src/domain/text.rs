//! Vietnamese text as it is kept.

use unicode_normalization::UnicodeNormalization as _;

/// Text as it is kept: composed, trimmed, with plain line breaks, and without letters that are not seen.
pub fn tidy(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace(['\t', '\u{a0}'], " ");
    let unseen = |letter: &char| {
        (letter.is_control() && *letter != '\n')
            || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    let kept: String = text.chars().filter(|letter| !unseen(letter)).nfc().collect();
    let lines: Vec<&str> = kept.lines().map(str::trim_end).collect();
    lines.join("\n").trim().to_owned()
}

/// The same on one line, with single spaces.
pub fn line(text: &str) -> String {
    tidy(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The marking of a state secret that stands alone on a line of this text, if one does. "bảo mật" and "mật khẩu" in a
/// sentence are none.
pub fn secret_marking(text: &str) -> Option<&'static str> {
    const MARKINGS: [&str; 3] = ["TUYỆT MẬT", "TỐI MẬT", "MẬT"];
    tidy(text).lines().find_map(|line| {
        let line = line.trim_matches(|letter: char| !letter.is_alphanumeric());
        let line = line.strip_prefix("Độ mật").unwrap_or(line).trim_matches(|letter: char| !letter.is_alphanumeric());
        let words = line.split_whitespace().collect::<Vec<_>>().join(" ");
        MARKINGS.into_iter().find(|marking| *marking == words)
    })
}

#[cfg(test)]
mod tests {
    use super::{line, secret_marking, tidy};

    #[test]
    fn text_is_kept_composed_and_without_what_is_not_seen() {
        assert_eq!(tidy("  Điê\u{300}u 1.\r\nMột\u{202e}\u{0}  \n\n"), "Điều 1.\nMột");
        assert_eq!(line(" Hai \n dòng\tmột "), "Hai dòng một");
    }

    #[test]
    fn a_marking_stands_alone() {
        for (text, marking) in [
            ("MẬT", "MẬT"),
            ("Công văn\n  TỐI  MẬT \nvề việc", "TỐI MẬT"),
            ("[TUYỆT MẬT]", "TUYỆT MẬT"),
            ("Độ mật: MẬT", "MẬT"),
            ("MÂ\u{323}T", "MẬT"),
        ] {
            assert_eq!(secret_marking(text), Some(marking), "{text}");
        }
        for text in ["Bảo vệ bí mật nhà nước", "BÍ MẬT", "mật khẩu", "Mật", "BẢO VỆ BÍ MẬT NHÀ NƯỚC", ""]
        {
            assert_eq!(secret_marking(text), None, "{text}");
        }
    }
}
