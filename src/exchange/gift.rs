//! GIFT, the text format of Moodle.

use super::bank::{self, Candidate, CandidateOption, Key};
use super::document::Place;
use super::text;

/// Whether a text file is GIFT: braces with answers in them.
pub fn is_gift(source: &str) -> bool {
    let source = without_comments(source);
    if source.lines().any(|line| line.starts_with("$CATEGORY:")) {
        return true;
    }
    let mut rest = source.as_str();
    while let Some(open) = find_plain(rest, '{') {
        let inside = &rest[open + 1..];
        let Some(close) = find_plain(inside, '}') else { return false };
        let answers = inside[..close].trim();
        if answers.starts_with(['=', '~']) || truth(answers.split('#').next().unwrap_or_default().trim()).is_some() {
            return true;
        }
        rest = &inside[close + 1..];
    }
    false
}

pub fn read(source: &str) -> Vec<Candidate> {
    let lines: Vec<&str> = source.lines().collect();
    let mut found: Vec<Candidate> = Vec::new();
    for (line, block) in blocks(&without_comments(source)) {
        if let Some(mut candidate) = question(&block, line) {
            let above = lines.get(..line as usize - 1).unwrap_or_default();
            let comments = above.iter().rev().map_while(|line| line.trim_start().strip_prefix("//"));
            comments.for_each(|said| comment(said, &mut candidate));
            found.push(candidate);
        }
    }
    found
}

/// What our own export says of the question below it.
fn comment(said: &str, candidate: &mut Candidate) {
    let Some((label, said)) = said.split_once(':') else { return };
    let said = text::tidy(said);
    match text::folded(label).as_str() {
        "nguon" => candidate.source = said,
        "thoi gian" => candidate.seconds = bank::duration(&text::folded(&said)),
        "chu de" => candidate.particulars.topic = Some(said).filter(|said| !said.is_empty()),
        "muc do" => candidate.particulars.difficulty = bank::difficulty(&said),
        _ => {}
    }
}

fn without_comments(source: &str) -> String {
    let lines = source.lines().map(|line| if line.trim_start().starts_with("//") { "" } else { line });
    lines.collect::<Vec<_>>().join("\n")
}

/// Questions are divided by blank lines outside braces.
fn blocks(source: &str) -> Vec<(u32, String)> {
    let (mut found, mut block, mut start, mut depth) = (Vec::new(), String::new(), 1, 0_i32);
    let lines: Vec<&str> = source.lines().collect();
    for (index, line) in lines.iter().copied().enumerate() {
        let is_new = block.trim().is_empty();
        if line.trim_start().starts_with("$CATEGORY:") || line.trim().is_empty() && depth == 0 {
            if !is_new {
                found.push((start, std::mem::take(&mut block)));
            }
            continue;
        }
        // A question right under another one, without the blank line.
        let named = line.trim_start().starts_with("::") && find_plain(&block, '}').is_some();
        let asks = || {
            let mut below = lines[index..].iter().take_while(|line| !line.trim().is_empty());
            below.any(|line| find_plain(line, '{').is_some())
        };
        if !is_new && depth == 0 && (named || block.trim_end().ends_with('}') && asks()) {
            found.push((start, std::mem::take(&mut block)));
        }
        if block.trim().is_empty() {
            start = index as u32 + 1;
        }
        let mut escaped = false;
        for letter in line.chars() {
            match letter {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '{' => depth += 1,
                '}' => depth = (depth - 1).max(0),
                _ => {}
            }
        }
        block.push_str(line);
        block.push('\n');
    }
    if !block.trim().is_empty() {
        found.push((start, block));
    }
    found
}

fn question(block: &str, line: u32) -> Option<Candidate> {
    let mut body = block.trim();
    let raw = body.to_owned();
    if let Some(named) = body.strip_prefix("::") {
        body = named.find("::").map_or(named, |end| named[end + 2..].trim_start());
    }
    let open = find_plain(body, '{')?;
    let close = open + 1 + find_plain(&body[open + 1..], '}')?;
    let (before, answers, after) = (&body[..open], &body[open + 1..close], &body[close + 1..]);
    let mut candidate = Candidate::new(None, 0, Place::Line(line));
    candidate.raw = raw;
    let after = after.trim();
    let (before, of_stem) = form(before);
    candidate.stem = spoken(before, of_stem);
    // The stem's form is everybody's, but for plain text: each says that of itself.
    let html = if of_stem == Form::Plain { Form::Unsaid } else { of_stem };
    if !after.is_empty() {
        // A word is missing in the middle.
        candidate.stem = format!("{} _____ {}", candidate.stem, spoken(after, html));
    }
    let (answers, general) = match find_twice(answers) {
        Some(at) => (&answers[..at], spoken(&answers[at + 4..], html)),
        None => (answers, String::new()),
    };
    candidate.explanation = general;
    let mut parts = plain_parts(answers, &['#']);
    let first = parts.next().map_or("", |(_, text)| text).trim();
    if let Some(truth) = truth(first) {
        candidate.key = Some(Key::Text(if truth { "Đúng" } else { "Sai" }.to_owned()));
        let feedback: Vec<String> = parts.map(|(_, text)| spoken(text, html)).filter(|text| !text.is_empty()).collect();
        // For a wrong answer first, for a right one second.
        if candidate.explanation.is_empty() {
            candidate.explanation = feedback.into_iter().next_back().unwrap_or_default();
        }
        return Some(candidate);
    }
    answers_of(answers, html, &mut candidate);
    Some(candidate)
}

fn answers_of(answers: &str, html: Form, candidate: &mut Candidate) {
    // Pairs to match, and short answers to type, are all right: nothing to choose from.
    if find_plain(answers, '~').is_none() {
        return;
    }
    let (mut right, mut best) = (Vec::new(), Vec::new());
    for (sign, answer) in plain_parts(answers, &['=', '~']) {
        let Some(sign) = sign else { continue };
        let mut pieces = plain_parts(answer, &['#']);
        let answer = pieces.next().map_or("", |(_, text)| text).trim();
        let (weight, answer) = weight(answer);
        let at = candidate.options.len();
        let counts = weight.map_or(sign == '=', |weight| weight > 0.0);
        if counts {
            right.push(at);
        }
        if weight.is_some_and(|weight| weight >= 100.0) || sign == '=' {
            best.push(at);
        }
        let answer = spoken(answer, html);
        candidate.options.push(CandidateOption { letter: at, text: answer, ..CandidateOption::default() });
    }
    // Partial credit beside a whole answer is no second answer.
    let right = if best.is_empty() { right } else { best };
    if !right.is_empty() {
        candidate.key = Some(Key::Letters(right));
    }
}

/// `%50%…`
fn weight(answer: &str) -> (Option<f64>, &str) {
    let parsed = answer.strip_prefix('%').and_then(|rest| {
        let (number, text) = rest.split_once('%')?;
        Some((number.trim().replace(',', ".").parse::<f64>().ok()?, text))
    });
    parsed.map_or((None, answer), |(weight, text)| (Some(weight), text.trim_start()))
}

fn truth(word: &str) -> Option<bool> {
    match word.to_ascii_uppercase().as_str() {
        "T" | "TRUE" => Some(true),
        "F" | "FALSE" => Some(false),
        _ => None,
    }
}

/// What a text says of its own form.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Html,
    Plain,
    Unsaid,
}

/// `[html]`, `[markdown]` … before a text.
fn form(source: &str) -> (&str, Form) {
    let source = source.trim();
    let forms =
        [("[html]", Form::Html), ("[plain]", Form::Plain), ("[moodle]", Form::Unsaid), ("[markdown]", Form::Unsaid)];
    for (name, form) in forms {
        if let Some(rest) = source.strip_prefix(name) {
            return (rest, form);
        }
    }
    (source, Form::Unsaid)
}

/// A text; what it does not say of its form, `around` does.
fn spoken(source: &str, around: Form) -> String {
    let (source, own) = form(source);
    let source = unescaped(source);
    let form = if own == Form::Unsaid { around } else { own };
    if form == Form::Html || form == Form::Unsaid && super::markup::is_markup(&source) {
        return super::markup::plain(&source);
    }
    text::tidy(&source)
}

fn unescaped(source: &str) -> String {
    let mut text = String::with_capacity(source.len());
    let mut letters = source.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('n') => text.push('\n'),
                Some(escaped @ ('~' | '=' | '#' | '{' | '}' | ':' | '\\')) => text.push(escaped),
                Some(other) => text.extend(['\\', other]),
                None => text.push('\\'),
            },
            _ => text.push(letter),
        }
    }
    text
}

/// Where an unescaped `sign` stands.
fn find_plain(source: &str, sign: char) -> Option<usize> {
    let mut escaped = false;
    for (at, letter) in source.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if letter == sign => return Some(at),
            _ => {}
        }
    }
    None
}

/// Where the general feedback begins: `####`.
fn find_twice(source: &str) -> Option<usize> {
    source.match_indices("####").map(|(at, _)| at).find(|at| !source[..*at].ends_with('\\'))
}

/// The parts between unescaped signs, each with the sign before it.
fn plain_parts<'a>(source: &'a str, signs: &[char]) -> std::vec::IntoIter<(Option<char>, &'a str)> {
    let (mut parts, mut start, mut sign, mut escaped) = (Vec::new(), 0, None, false);
    for (at, letter) in source.char_indices() {
        if escaped {
            escaped = false;
        } else if letter == '\\' {
            escaped = true;
        } else if signs.contains(&letter) {
            parts.push((sign, &source[start..at]));
            (start, sign) = (at + letter.len_utf8(), Some(letter));
        }
    }
    parts.push((sign, &source[start..]));
    parts.into_iter()
}
