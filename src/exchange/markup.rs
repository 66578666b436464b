//! HTML within GIFT and Moodle texts, down to what is read.

use super::text;

/// Whether a text has tags or references of HTML.
pub fn is_markup(source: &str) -> bool {
    const SIGNS: [&str; 16] = [
        "<p", "</p", "<br", "<b>", "<i>", "<u>", "<strong", "<em>", "<span", "<div", "&nbsp;", "&amp;", "&lt;",
        "&quot;", "<sub>", "<sup>",
    ];
    SIGNS.iter().any(|sign| source.contains(sign))
}

/// The text without its tags.
pub fn plain(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        let tag = &rest[open + 1..];
        // `3 < 5` is no tag.
        let is_tag = tag.starts_with(|letter: char| letter.is_ascii_alphabetic() || matches!(letter, '/' | '!' | '?'));
        let end = if tag.starts_with("!--") { tag.find("-->").map(|end| end + 2) } else { tag.find('>') };
        match end.filter(|_| is_tag) {
            Some(end) => {
                let name = tag[..end].trim_start_matches('/').to_ascii_lowercase();
                let inline = ["b", "i", "u", "em", "strong", "span", "sub", "sup", "font", "a", "small"];
                let word = name.split(|letter: char| !letter.is_ascii_alphanumeric()).next().unwrap_or_default();
                if !inline.contains(&word) {
                    out.push(' ');
                }
                rest = &tag[end + 1..];
            }
            None => {
                out.push('<');
                rest = tag;
            }
        }
    }
    out.push_str(rest);
    text::tidy(&references(&out))
}

fn references(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let end = after.find(';').filter(|end| *end <= 10);
        let letter = end.and_then(|end| {
            let name = &after[..end];
            match name.strip_prefix('#') {
                Some(code) => {
                    let hexadecimal = code.strip_prefix(['x', 'X']);
                    let number =
                        hexadecimal.map_or_else(|| code.parse().ok(), |code| u32::from_str_radix(code, 16).ok());
                    number.and_then(char::from_u32).map(String::from)
                }
                None => quick_xml::escape::resolve_html5_entity(name).map(str::to_owned),
            }
        });
        match (letter, end) {
            (Some(letter), Some(end)) => {
                out.push_str(&letter);
                rest = &after[end + 1..];
            }
            _ => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}
