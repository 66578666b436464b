//! How a seed is bent: by its bytes, by the words of question banks, by its tags, or by the parts of its package.

use serde_json::Value;

use super::chance::Chance;
use super::package::Package;

/// Longer inputs say nothing that shorter ones do not.
const LONGEST: usize = 256 << 10;

/// What a parser looks for, and what trips parsers up.
const WORDS: &[&str] = &[
    "Câu 1:",
    "Câu 2. ",
    "\nCâu 99999: ",
    "1. ",
    "2) ",
    "A. ",
    "B) ",
    "*C. ",
    "d/ ",
    "H. ",
    "Đáp án: A",
    "Đáp án: Z",
    "ĐÁP ÁN",
    "1-A 2-B 3C",
    "ANSWER: B",
    "Giải thích: ",
    "Nguồn: ",
    "(30 giây)",
    "[NB]",
    "(đúng)",
    "PHẦN II",
    "HẾT",
    "MẬT",
    "TUYỆT MẬT",
    "{=",
    "~%50%",
    "%-100%",
    "####",
    "::",
    "}",
    "{T}",
    "\\n",
    "\\",
    "$CATEGORY: a",
    "// Nguồn: b",
    "[html]",
    "<p>",
    "&amp;",
    "&#0;",
    "&#xD800;",
    "&nbsp;",
    "&a;",
    "<!--",
    "<![CDATA[",
    "]]>",
    "<?xml version=\"1.0\"?>",
    "<!DOCTYPE a [<!ENTITY b \"c\">]>",
    "sep=;\n",
    ";",
    "\t",
    "\"",
    "\"\"",
    "'=1+1",
    "=1+1",
    "_x000D_",
    "_x005F_",
    "\u{0}",
    "\u{feff}",
    "\u{202e}",
    "\u{301}",
    "\u{323}",
    "\u{ffff}",
    "ủy",
    "uỷ",
    "Đ",
    "đ",
    "®©",
    "99999999999999999999",
    "-1",
    "1e999",
    "null",
    "[]",
    "{}",
    "true",
    "\"correct\":true",
    "\r\n",
    "\r",
    "\n\n",
    " ",
];

const VALUES: &[&str] = &[
    "",
    "0",
    "-1",
    "1",
    "2147483648",
    "4294967295",
    "99999999999999999999",
    "1e308",
    "NaN",
    "XFD1048576",
    "A0",
    "ZZZZZZ1",
    "A1:XFD1048576",
    "../../../etc/passwd",
    "/",
    "on",
    "none",
    "FF0000",
    "auto",
    "inlineStr",
    "s",
    "b",
    "e",
    "str",
    "100",
    "33.33333",
    "truefalse",
    "continue",
];

#[derive(Clone, Copy)]
pub enum Mutator {
    Text,
    Markup,
    /// JSON, whose values are bent.
    Tree,
    /// A zip of XML parts.
    Package,
}

impl Mutator {
    pub fn bend(self, seeds: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
        let mut bytes = chance.one(seeds).clone();
        let other = chance.one(seeds);
        match self {
            Self::Package => match Package::open(&bytes).filter(|_| chance.below(8) > 0) {
                Some(mut package) => {
                    let other = Package::open(other);
                    for _ in 0..=chance.below(3) {
                        package.bend(other.as_ref(), chance);
                    }
                    return package.pack();
                }
                None => bend_bytes(&mut bytes, other, chance),
            },
            Self::Tree => match serde_json::from_slice(&bytes).ok().filter(|_| chance.below(8) > 0) {
                Some(mut tree) => {
                    for _ in 0..=chance.below(4) {
                        bend_tree(&mut tree, chance);
                    }
                    bytes = tree.to_string().into_bytes();
                }
                None => bend_bytes(&mut bytes, other, chance),
            },
            Self::Text | Self::Markup => {
                for _ in 0..=chance.below(6) {
                    match (self, chance.below(6)) {
                        (_, 0) => bend_bytes(&mut bytes, other, chance),
                        (Self::Markup, _) => bend_tags(&mut bytes, chance),
                        _ => bend_words(&mut bytes, other, chance),
                    }
                }
                // Mostly text; what is none is told apart early, and says little about a parser.
                if chance.below(8) > 0 {
                    bytes = String::from_utf8_lossy(&bytes).into_owned().into_bytes();
                }
            }
        }
        bytes.truncate(LONGEST);
        bytes
    }
}

pub fn bend_bytes(bytes: &mut Vec<u8>, other: &[u8], chance: &mut Chance) {
    match chance.below(6) {
        0 => {
            for _ in 0..=chance.below(8) {
                let at = chance.below(bytes.len());
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << chance.below(8);
                }
            }
        }
        1 => bytes.truncate(chance.below(bytes.len() + 1)),
        2 => drop(bytes.drain(chance.range(bytes.len(), 400))),
        3 => {
            let part = other[chance.range(other.len(), 2_000)].to_vec();
            let at = chance.below(bytes.len() + 1);
            bytes.splice(at..at, part);
        }
        4 => {
            let part = bytes[chance.range(bytes.len(), 300)].to_vec();
            let at = chance.below(bytes.len() + 1);
            bytes.splice(at..at, part.repeat(1 << chance.below(7)));
        }
        _ => {
            let at = chance.below(bytes.len());
            if let Some(byte) = bytes.get_mut(at) {
                *byte = *chance.one(&[0, 0x0a, 0x7f, 0x80, 0xc3, 0xf0, 0xff]);
            }
        }
    }
}

/// A word put in, lines exchanged, a line doubled: what is text stays text.
pub fn bend_words(bytes: &mut Vec<u8>, other: &[u8], chance: &mut Chance) {
    let Ok(text) = std::str::from_utf8(bytes) else { return bend_bytes(bytes, other, chance) };
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    let at = chance.below(lines.len());
    match chance.below(5) {
        0 => {
            let to = chance.below(lines.len());
            lines.swap(at, to);
        }
        1 => lines.insert(at, lines[chance.below(lines.len())].clone()),
        2 => drop(lines.remove(at)),
        3 => {
            let line: Vec<char> = lines[at].chars().collect();
            let (before, after) = line.split_at(chance.below(line.len() + 1));
            lines[at] = [before, &chance.one(WORDS).chars().collect::<Vec<_>>(), after].concat().into_iter().collect();
        }
        _ => {
            let joined = lines.get(at + 1).cloned().unwrap_or_default();
            lines[at].push_str(&joined);
        }
    }
    *bytes = lines.join("\n").into_bytes();
}

/// An element taken away, doubled, moved or nested; an attribute or a text given an odd value. Now and then only half
/// of an element, so that nothing fits any more.
pub fn bend_tags(bytes: &mut Vec<u8>, chance: &mut Chance) {
    let starts: Vec<usize> = (0..bytes.len().saturating_sub(1))
        .filter(|at| bytes[*at] == b'<' && bytes[at + 1].is_ascii_alphabetic())
        .collect();
    let Some(at) = starts.get(chance.below(starts.len())).copied() else { return };
    let end = tag_end(bytes, at);
    let element = if chance.below(12) > 0 { at..element_end(bytes, at) } else { at..end };
    match chance.below(8) {
        0 => drop(bytes.drain(element)),
        1 => {
            let times = if element.len() < 2_000 { 1 << chance.below(7) } else { 1 };
            let element = bytes[element].repeat(times);
            bytes.splice(at..at, element);
        }
        2 => {
            let element: Vec<u8> = bytes.drain(element).collect();
            let place = starts[chance.below(starts.len())].min(bytes.len());
            bytes.splice(place..place, element);
        }
        3 => {
            // Within itself.
            let element = bytes[element].to_vec();
            bytes.splice(end..end, element);
        }
        4 => {
            let word = chance.one(WORDS).bytes();
            bytes.splice(end..end, word);
        }
        _ => {
            let quotes: Vec<usize> = (at..end).filter(|at| bytes[*at] == b'"').collect();
            let pairs: Vec<&[usize]> = quotes.chunks_exact(2).collect();
            if let Some(pair) = pairs.get(chance.below(pairs.len())) {
                bytes.splice(pair[0] + 1..pair[1], chance.one(VALUES).bytes());
            }
        }
    }
}

fn tag_end(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|byte| *byte == b'>').map_or(bytes.len(), |end| at + end + 1)
}

/// Behind the end tag that belongs to the tag at `at`.
fn element_end(bytes: &[u8], at: usize) -> usize {
    let (mut depth, mut place) = (0_usize, at);
    while place < bytes.len() {
        let end = tag_end(bytes, place);
        match (bytes.get(place + 1), bytes.get(end.saturating_sub(2))) {
            (Some(b'/'), _) => depth = depth.saturating_sub(1),
            (Some(b'!' | b'?'), _) | (_, Some(b'/')) => {}
            _ => depth += 1,
        }
        if depth == 0 {
            return end;
        }
        place = bytes[end..].iter().position(|byte| *byte == b'<').map_or(bytes.len(), |next| end + next);
    }
    bytes.len()
}

/// A value somewhere in the tree replaced, removed, doubled or put elsewhere.
fn bend_tree(tree: &mut Value, chance: &mut Chance) {
    let mut node = tree;
    while chance.below(5) > 0 {
        let below: usize = match &*node {
            Value::Array(items) => items.len(),
            Value::Object(fields) => fields.len(),
            _ => 0,
        };
        if below == 0 {
            break;
        }
        let at = chance.below(below);
        node = match node {
            Value::Array(items) => &mut items[at],
            Value::Object(fields) => fields.values_mut().nth(at).expect("counted"),
            _ => return,
        };
    }
    match (node, chance.below(4)) {
        (Value::Array(items), 0 | 1) if !items.is_empty() => {
            let item = items[chance.below(items.len())].clone();
            items.extend(std::iter::repeat_n(item, 1 << chance.below(6)));
        }
        (Value::Array(items), 2) => drop(items.pop()),
        (Value::Object(fields), 0) => {
            let name = fields.keys().nth(chance.below(fields.len())).cloned();
            name.and_then(|name| fields.remove(&name));
        }
        (Value::String(text), 0..=2) => {
            let place =
                text.char_indices().nth(chance.below(text.chars().count() + 1)).map_or(text.len(), |(at, _)| at);
            text.insert_str(place, &chance.one(WORDS).repeat(1 << chance.below(8)));
        }
        (node, _) => {
            *node = match chance.below(7) {
                0 => Value::Null,
                1 => Value::Bool(chance.below(2) == 0),
                2 => (chance.next() as i64).into(),
                3 => chance.below(100_000).into(),
                4 => Value::Array(Vec::new()),
                _ => Value::String((*chance.one(WORDS)).to_owned()),
            };
        }
    }
}
