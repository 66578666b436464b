//! Text files: their encoding, and their lines.

use super::document::{Block, Document, Line, Place};
use super::refusal::Refusal;
use super::text;

/// # Errors
/// No text at all, or text in an encoding of the days before Unicode.
pub fn decode(bytes: &[u8]) -> Result<String, Refusal> {
    let decoded = if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned()
    } else if let Some(encoding) = wide(bytes) {
        encoding.decode_without_bom_handling(bytes).0.into_owned()
    } else if let Ok(text) = std::str::from_utf8(bytes) {
        text.to_owned()
    } else {
        single_bytes(bytes)?
    };
    let odd = decoded.chars().filter(|letter| letter.is_control() && !letter.is_whitespace()).count();
    if odd > 8 && odd * 50 > decoded.chars().count() {
        return Err(Refusal::unsupported(format!("Tệp này không phải là văn bản. {}", super::container::ACCEPTED)));
    }
    Ok(text::clean(&decoded.replace("\r\n", "\n")))
}

/// UTF-16 without its mark: every other byte is zero.
fn wide(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = &bytes[..bytes.len().min(4_000)];
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let many = head.len() / 5;
    match (even > many, odd > many) {
        (false, true) => Some(encoding_rs::UTF_16LE),
        (true, false) => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}

/// Windows-1258, unless the bytes are those of TCVN3 or VNI.
fn single_bytes(bytes: &[u8]) -> Result<String, Refusal> {
    let count = |test: fn(u8) -> bool| bytes.iter().filter(|byte| test(**byte)).count();
    let high = count(|byte| byte >= 0x80);
    let signs = count(|byte| (0xa1..=0xbf).contains(&byte));
    let (vni, windows) = (count(|byte| matches!(byte, 0xd1 | 0xf1)), count(|byte| matches!(byte, 0xd0 | 0xf0)));
    if signs * 4 > high || vni > windows {
        return Err(Refusal::legacy());
    }
    Ok(encoding_rs::WINDOWS_1258.decode_without_bom_handling(bytes).0.into_owned())
}

/// The lines of a text, numbered.
pub fn read(text: &str) -> Document {
    let lines = text.split('\n').enumerate();
    let blocks = lines.map(|(index, line)| Block::Line(Line::plain(line, Place::Line(index as u32 + 1)))).collect();
    Document { blocks, ..Document::default() }
}

/// Whether Unicode text is in truth TCVN3 or VNI: its letters are signs and foreign accents.
pub fn is_legacy<'a>(lines: impl Iterator<Item = &'a str>) -> bool {
    let (mut tcvn3, mut vni, mut unicode) = (0_usize, 0_usize, 0_usize);
    for line in lines {
        let letters: Vec<char> = line.chars().collect();
        for (at, letter) in letters.iter().enumerate() {
            let beside = at.checked_sub(1).is_some_and(|before| letters[before].is_alphabetic())
                || letters.get(at + 1).is_some_and(|after| after.is_alphabetic());
            match letter {
                '®' | '©' | 'ª' | '«' | '¬' | '¨' | '§' | 'µ' | '¸' | '¶' | '·' | '¹' | '¾' | '»' | '¼' | '½' | 'Æ'
                | '¦'
                    if beside =>
                {
                    tcvn3 += 1;
                }
                'ñ' | 'Ñ' if beside => vni += 1,
                'ø' | 'û' | 'õ' | 'ï' | 'ù' | 'â' | 'ä' | 'à' | 'á' | 'å' | 'ã' | 'é' | 'è' | 'ë' | 'ê' | 'ü'
                    if at > 0 && matches!(letters[at - 1], 'a' | 'e' | 'o' | 'u' | 'ô' | 'ö' | 'y' | 'A' | 'O') =>
                {
                    vni += usize::from(
                        matches!(letter, 'ø' | 'û' | 'ï' | 'ä' | 'å' | 'ë' | 'ü') || letters[at - 1] == 'ö',
                    );
                }
                'ă' | 'Ă' | 'đ' | 'Đ' | 'ơ' | 'Ơ' | 'ư' | 'Ư' | '\u{1ea0}'..='\u{1ef9}' => unicode += 1,
                _ => {}
            }
        }
    }
    tcvn3.max(vni) >= 5 && tcvn3.max(vni) > unicode
}

/// `MẬT`, `TỐI MẬT` or `TUYỆT MẬT` standing alone.
pub fn is_secret_marking(line: &str) -> bool {
    let bare: String = line.trim_matches(|letter: char| !letter.is_alphanumeric()).split_whitespace().collect();
    matches!(bare.as_str(), "MẬT" | "TỐIMẬT" | "TUYỆTMẬT" | "ĐỘMẬT:MẬT" | "ĐỘMẬT:TỐIMẬT" | "ĐỘMẬT:TUYỆTMẬT")
}
