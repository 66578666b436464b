//! Vietnamese text as it is kept, and as it is compared.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// The five marks of tone. Those of quality (ă, â, ê, ô, ơ, ư) stay with their letter.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

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

/// What two texts have in common that read the same: without case, with single spaces, with the mark of tone at the
/// end of its word (`ủy` = `uỷ`), and without the punctuation at the end.
pub fn comparable(text: &str) -> String {
    let words = tidy(text).to_lowercase();
    let words: Vec<String> = words.split_whitespace().map(with_tone_last).collect();
    words.join(" ").trim_end_matches(|letter: char| is_closing(letter) || letter.is_whitespace()).to_owned()
}

fn is_closing(letter: char) -> bool {
    matches!(letter, '.' | ',' | ';' | ':' | '?' | '!' | '…' | '。' | '？' | '：')
}

/// Tones move behind the letters of their syllable, not behind the punctuation that follows it.
fn with_tone_last(word: &str) -> String {
    let mut kept = String::with_capacity(word.len() + 4);
    let mut tones = String::new();
    for letter in word.nfd() {
        if TONES.contains(&letter) {
            tones.push(letter);
            continue;
        }
        if !letter.is_alphanumeric() && !is_combining_mark(letter) {
            kept.push_str(&std::mem::take(&mut tones));
        }
        kept.push(letter);
    }
    kept + &tones
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
    use super::{comparable, line, secret_marking, tidy};

    #[test]
    fn what_reads_the_same_compares_the_same() {
        for (one, other) in [
            ("Ủy ban kiểm tra là gì?", "uỷ  ban KIỂM TRA là gì"),
            ("Hòa bình.", "hoà bình"),
            ("Thúy, Thủy và khỏe", "Thuý, Thuỷ và khoẻ !"),
            ("quy\u{301} ba", "quý ba…"),
            ("Câu\u{a0}hỏi\u{200b}", "câu hỏi"),
        ] {
            assert_eq!(comparable(one), comparable(other), "{one} / {other}");
        }
        for (one, other) in
            [("ban", "bạn"), ("hoa", "hòa"), ("ma mà", "mà ma"), ("cân", "căn"), ("05-CT/TW", "06-CT/TW")]
        {
            assert_ne!(comparable(one), comparable(other), "{one} / {other}");
        }
    }

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
