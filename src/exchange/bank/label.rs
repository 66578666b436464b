//! What a line begins with: the label of a question, an option, a key, an explanation, a source.

use super::super::document::{Glyph, Line};
use super::scan::Scan;

#[derive(Clone, Debug)]
pub struct QuestionLabel {
    pub number: u32,
    /// `Câu 1`, `Question 1`; a bare `1.` is weak and may number anything.
    pub strong: bool,
    pub sign: char,
    /// Where the text begins.
    pub end: usize,
    /// `(30 giây)` in the label.
    pub seconds: Option<u32>,
}

const QUESTION_WORDS: [&str; 6] = ["cau hoi so", "cau hoi", "cau so", "cau", "question", "cau thu"];
const LEVELS: [&str; 12] =
    ["nb", "th", "vd", "vdc", "vdt", "nhan biet", "thong hieu", "van dung", "van dung cao", "de", "trung binh", "kho"];

pub fn question(line: &Line, folded: &[char]) -> Option<QuestionLabel> {
    let mut scan = Scan::new(folded, 0);
    let mut seconds = None;
    scan.skip(|letter| matches!(letter, ' ' | '*' | '#'));
    while tag(&mut scan, &mut seconds) {}
    let strong = QUESTION_WORDS.iter().any(|words| scan.words(words));
    scan.spaces();
    let number = scan.number()?;
    let after_number = scan.at;
    scan.spaces();
    let between = scan.at;
    let mut marked = false;
    while tag(&mut scan, &mut seconds) {
        marked = true;
    }
    marked = marked || scan.group(40).is_some_and(|_| has_sign(scan));
    if !marked {
        scan.at = between;
    }
    scan.spaces();
    let sign = scan.peek().filter(|letter| matches!(letter, '.' | ')' | ':' | '/' | '-')).unwrap_or(' ');
    let spaced = folded.get(scan.at + 1).is_none_or(|letter| *letter == ' ');
    let digit = folded.get(scan.at + 1).is_some_and(char::is_ascii_digit);
    match (strong, sign) {
        // `Câu 1-5: …` speaks of several.
        (true, '-') if digit => return None,
        (true, ' ') => {
            let next = line.glyphs.get(scan.at).map(|glyph| glyph.letter);
            // A tab sets a number apart as a sign does; automatic numbers may have nothing else.
            let tab = line.glyphs[after_number..scan.at].iter().any(|glyph| glyph.letter == '\t');
            let begins =
                tab || next.is_none_or(|letter| letter.is_uppercase() || matches!(letter, '“' | '"' | '‘' | '«'));
            if !begins && !marked {
                return None;
            }
        }
        (true, _) => scan.at += 1,
        (false, '.') if digit => return None,
        (false, '/') if !spaced => return None,
        (false, '.' | ')' | ':' | '/') if number < 1000 => scan.at += 1,
        _ => return None,
    }
    if sign != ' ' {
        scan.skip(|letter| matches!(letter, '.' | ':' | ')'));
    }
    scan.spaces();
    while tag(&mut scan, &mut seconds) {
        scan.spaces();
        // `Câu 1 (NB). [0,5 điểm]: …`
        scan.skip(|letter| matches!(letter, ':' | ' '));
    }
    Some(QuestionLabel { number, strong, sign, end: scan.at, seconds })
}

fn has_sign(mut scan: Scan<'_>) -> bool {
    scan.spaces();
    scan.peek().is_some_and(|letter| matches!(letter, '.' | ')' | ':' | '/' | '-'))
}

/// A level, points or time in brackets, with the spaces after it.
fn tag(scan: &mut Scan<'_>, seconds: &mut Option<u32>) -> bool {
    let start = scan.at;
    let is_tag = scan.group(30).is_some_and(|text| {
        let points = text.strip_suffix("diem").or_else(|| text.strip_suffix("d")).map(str::trim);
        let is_points = points.is_some_and(|points| {
            let points = points.trim_start_matches("moi cau").trim();
            !points.is_empty() && points.chars().all(|letter| letter.is_ascii_digit() || ",./ ".contains(letter))
        });
        let time = duration(&text);
        *seconds = time.or(*seconds);
        is_points || time.is_some() || LEVELS.contains(&text.as_str())
    });
    if is_tag {
        scan.spaces();
    } else {
        scan.at = start;
    }
    is_tag
}

/// Where trailing tags such as `[NB]` begin, from the end of a stem.
pub fn trailing_tag(folded: &[char]) -> Option<usize> {
    let open = folded.iter().rposition(|letter| *letter == '[')?;
    let mut scan = Scan::new(folded, open);
    let text = scan.group(16)?;
    scan.spaces();
    (scan.done() && LEVELS.contains(&text.as_str()) && open > 0).then_some(open)
}

/// `30 giây`, `30s`, `1 phút` as seconds; folded.
pub fn duration(text: &str) -> Option<u32> {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let number: u32 = digits.parse().ok()?;
    match text[digits.len()..].trim().split([' ', '/']).next()? {
        "giay" | "s" | "sec" | "secs" | "seconds" => Some(number),
        "phut" | "min" => number.checked_mul(60),
        _ => None,
    }
}

#[derive(Clone, Debug)]
pub struct OptionLabel {
    /// 0 for A.
    pub letter: usize,
    pub sign: char,
    pub capital: bool,
    /// Where the letter stands.
    pub at: usize,
    /// Where the text begins.
    pub end: usize,
    /// A star or a check before it.
    pub marked: bool,
}

const CHECKS: [char; 8] = ['*', '✓', '✔', '☑', '☒', '√', '➔', '✅'];

pub fn is_check(letter: char) -> bool {
    CHECKS.contains(&letter)
}

/// The label of an option at glyph `from`.
pub fn option(glyphs: &[Glyph], folded: &[char], from: usize) -> Option<OptionLabel> {
    let mut scan = Scan::new(folded, from);
    scan.spaces();
    let mut marked = false;
    loop {
        match scan.peek()? {
            letter if is_check(letter) => marked = true,
            '☐' | ' ' => {}
            // A box drawn with brackets, and empty.
            '[' if folded.get(scan.at + 1..scan.at + 3) == Some(&[' ', ']']) => scan.at += 2,
            '[' | '('
                if folded.get(scan.at + 1..scan.at + 3)
                    == Some(&['x', if scan.peek()? == '[' { ']' } else { ')' }]) =>
            {
                marked = true;
                scan.at += 2;
            }
            _ => break,
        }
        scan.at += 1;
    }
    let bracket = scan.take('(');
    let at = scan.at;
    let letter = glyphs.get(at)?.letter;
    let index = match letter {
        'A'..='H' => letter as usize - 'A' as usize,
        'a'..='h' => letter as usize - 'a' as usize,
        _ => return None,
    };
    scan.at += 1;
    if folded.get(scan.at + 1).is_some_and(|sign| matches!(sign, '.' | ')' | ':')) {
        scan.take(' ');
    }
    let sign = scan.next()?;
    let spaced = scan.peek().is_none_or(|next| next == ' ');
    match sign {
        ')' => {}
        '.' | ':' if !bracket => {}
        '/' if !bracket && spaced => {}
        _ => return None,
    }
    // `a.m.`, `C.ty` are words; a label's text begins anew.
    if sign == '.'
        && !spaced
        && letter.is_lowercase()
        && glyphs.get(scan.at).is_some_and(|next| next.letter.is_lowercase())
    {
        return None;
    }
    scan.spaces();
    if scan.peek().is_some_and(is_check) && folded.get(scan.at + 1).is_some_and(|next| next.is_alphanumeric()) {
        marked = true;
        scan.at += 1;
    }
    Some(OptionLabel { letter: index, sign, capital: letter.is_uppercase(), at, end: scan.at, marked })
}

const EXPLANATION_WORDS: [&str; 12] = [
    "giai thich chi tiet",
    "giai thich dap an",
    "giai thich",
    "loi giai chi tiet",
    "loi giai",
    "huong dan chi tiet",
    "huong dan giai",
    "huong dan tra loi",
    "huong dan",
    "explanation",
    "feedback",
    "phan tich",
];
const SOURCE_WORDS: [&str; 12] = [
    "nguon trich dan",
    "nguon tham khao",
    "nguon tai lieu",
    "nguon",
    "can cu phap ly",
    "can cu",
    "trich dan",
    "trich nguon",
    "tai lieu tham khao",
    "tham khao",
    "source",
    "reference",
];
const TIME_WORDS: [&str; 4] = ["thoi gian tra loi", "thoi gian lam bai", "thoi gian", "time limit"];

/// The text after one of `words` and a colon.
fn after_words(folded: &[char], from: usize, words: &[&str]) -> Option<usize> {
    let mut scan = Scan::new(folded, from);
    scan.skip(|letter| matches!(letter, ' ' | '*' | '-' | '+' | '=' | '>' | '•' | '→' | '('));
    words.iter().find(|words| scan.words(words))?;
    scan.spaces();
    scan.take(':').then(|| {
        scan.spaces();
        scan.at
    })
}

pub fn explanation(folded: &[char], from: usize) -> Option<usize> {
    after_words(folded, from, &EXPLANATION_WORDS)
}

pub fn source(folded: &[char], from: usize) -> Option<usize> {
    after_words(folded, from, &SOURCE_WORDS)
}

pub fn time(folded: &[char]) -> Option<u32> {
    let at = after_words(folded, 0, &TIME_WORDS)?;
    duration(&Scan::new(folded, at).rest())
}

/// A heading over explanations that stand together: the words alone, or with those of a key.
pub fn is_explanation_heading(folded: &[char]) -> bool {
    let text: String = folded.iter().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.trim_matches(|letter: char| !letter.is_alphanumeric());
    let text = text.strip_prefix("phan ").unwrap_or(text);
    let mut numbered = text.splitn(2, ['.', ')']);
    let text = match (numbered.next(), numbered.next()) {
        (Some(number), Some(rest)) if number.len() <= 4 => rest.trim(),
        _ => text,
    };
    EXPLANATION_WORDS.contains(&text)
        || [
            "dap an va giai thich",
            "dap an va huong dan giai",
            "dap an va loi giai",
            "giai thich cac dap an",
            "giai thich cau hoi",
        ]
        .contains(&text)
}

/// `ID: 7`, a line before the question it belongs to.
pub fn is_identifier(folded: &[char]) -> bool {
    let mut scan = Scan::new(folded, 0);
    scan.spaces();
    if !["id cau hoi", "ma cau hoi", "ma cau", "id"].iter().any(|words| scan.words(words)) {
        return false;
    }
    scan.spaces();
    let signed = scan.take(':') || scan.take('.') || scan.take('=');
    let rest = scan.rest();
    let short = !rest.is_empty() && rest.chars().count() <= 24 && !rest.contains(' ');
    short && (signed || rest.chars().all(|letter| letter.is_ascii_digit()))
}
