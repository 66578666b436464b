//! Just enough of Rust's grammar to see which paths a source text names and what its strings say.

/// A piece of code that matters here; everything else separates.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    /// `::`
    Step,
    Open,
    Close,
    Comma,
    Other,
}

/// What was read of a source text.
#[derive(Debug, Default)]
pub struct Source {
    /// Every path, in full: `use a::{b, c::d};` is `a::b` and `a::c::d`. Each with its line.
    pub paths: Vec<(usize, Vec<String>)>,
    /// String literals, as written between their quotes. Each with the line it begins on.
    pub strings: Vec<(usize, String)>,
}

impl Source {
    pub fn read(text: &str) -> Self {
        let mut lexer = Lexer { rest: text, line: 1, tokens: Vec::new(), strings: Vec::new() };
        lexer.run();
        let mut paths = Vec::new();
        let mut at = 0;
        while at < lexer.tokens.len() {
            match &lexer.tokens[at].1 {
                Token::Word(_) => at = read_path(&lexer.tokens, at, &[], &mut paths),
                _ => at += 1,
            }
        }
        Self { paths, strings: lexer.strings }
    }
}

/// Reads one path from `at` on, below `prefix`; returns where it ends.
fn read_path(
    tokens: &[(usize, Token)],
    mut at: usize,
    prefix: &[String],
    paths: &mut Vec<(usize, Vec<String>)>,
) -> usize {
    let line = tokens[at].0;
    let mut path = prefix.to_vec();
    while let Some((_, Token::Word(word))) = tokens.get(at) {
        path.push(word.clone());
        at += 1;
        if tokens.get(at).map(|(_, token)| token) != Some(&Token::Step) {
            break;
        }
        at += 1;
        if tokens.get(at).map(|(_, token)| token) == Some(&Token::Open) {
            return read_group(tokens, at + 1, &path, paths);
        }
    }
    paths.push((line, path));
    at
}

/// Reads `b, c::{d, e as f}}` below `prefix`, from after the opening brace to after the closing one.
fn read_group(
    tokens: &[(usize, Token)],
    mut at: usize,
    prefix: &[String],
    paths: &mut Vec<(usize, Vec<String>)>,
) -> usize {
    let mut renaming = false;
    while let Some((line, token)) = tokens.get(at) {
        at = match token {
            Token::Close => return at + 1,
            Token::Word(word) if word == "as" => {
                renaming = true;
                at + 1
            }
            Token::Word(_) if renaming => at + 1,
            Token::Word(_) => read_path(tokens, at, prefix, paths),
            Token::Comma => {
                renaming = false;
                at + 1
            }
            // `{*}` names at least what it is taken from.
            _ => {
                paths.push((*line, prefix.to_vec()));
                at + 1
            }
        };
    }
    at
}

struct Lexer<'a> {
    rest: &'a str,
    line: usize,
    tokens: Vec<(usize, Token)>,
    strings: Vec<(usize, String)>,
}

impl Lexer<'_> {
    fn run(&mut self) {
        while let Some(first) = self.rest.chars().next() {
            if self.rest.starts_with("//") {
                self.skip(self.rest.find('\n').unwrap_or(self.rest.len()));
            } else if self.rest.starts_with("/*") {
                self.skip_block_comment();
            } else if first == '"' {
                self.string(1, "\"", true);
            } else if let Some((opening, closing)) = raw_string(self.rest) {
                self.string(opening, &closing, false);
            } else if first == '\'' {
                self.skip_character_or_lifetime();
            } else if self.rest.starts_with("::") {
                self.take(2, Token::Step);
            } else if first.is_alphabetic() || first == '_' {
                let inside = |letter: char| letter.is_alphanumeric() || letter == '_';
                let length = self.rest.find(|letter| !inside(letter)).unwrap_or(self.rest.len());
                let word = self.rest[..length].to_owned();
                self.take(length, Token::Word(word));
            } else if first.is_whitespace() {
                self.skip(first.len_utf8());
            } else {
                let token = match first {
                    '{' => Token::Open,
                    '}' => Token::Close,
                    ',' => Token::Comma,
                    _ => Token::Other,
                };
                self.take(first.len_utf8(), token);
            }
        }
    }

    fn take(&mut self, length: usize, token: Token) {
        self.tokens.push((self.line, token));
        self.skip(length);
    }

    fn skip(&mut self, length: usize) {
        let (skipped, rest) = self.rest.split_at(length);
        self.line += skipped.matches('\n').count();
        self.rest = rest;
    }

    fn skip_block_comment(&mut self) {
        let mut depth = 0;
        loop {
            if self.rest.starts_with("/*") {
                depth += 1;
                self.skip(2);
            } else if self.rest.starts_with("*/") {
                depth -= 1;
                self.skip(2);
            } else if let Some(letter) = self.rest.chars().next() {
                self.skip(letter.len_utf8());
            }
            if depth == 0 || self.rest.is_empty() {
                return;
            }
        }
    }

    fn string(&mut self, opening: usize, closing: &str, escapes: bool) {
        let line = self.line;
        self.skip(opening);
        let mut end = 0;
        while end < self.rest.len() && !self.rest[end..].starts_with(closing) {
            let escaped = escapes && self.rest[end..].starts_with('\\');
            let letters = self.rest[end..].chars().take(if escaped { 2 } else { 1 });
            end += letters.map(char::len_utf8).sum::<usize>();
        }
        self.strings.push((line, self.rest[..end].to_owned()));
        self.skip((end + closing.len()).min(self.rest.len()));
        self.tokens.push((line, Token::Other));
    }

    /// `'a'`, `'\n'` and `'"'` are characters, `'a` is a lifetime.
    fn skip_character_or_lifetime(&mut self) {
        let mut letters = self.rest.chars().skip(1);
        let length = match (letters.next(), letters.next()) {
            (Some('\\'), Some(escaped)) => {
                let after = 2 + escaped.len_utf8();
                self.rest[after..].find('\'').map_or(self.rest.len(), |end| after + end + 1)
            }
            (Some(letter), Some('\'')) => 2 + letter.len_utf8(),
            _ => 1,
        };
        self.tokens.push((self.line, Token::Other));
        self.skip(length);
    }
}

/// The length of `r#"`, `br"` and the like, and what ends such a string.
fn raw_string(rest: &str) -> Option<(usize, String)> {
    let marks = rest.strip_prefix('b').unwrap_or(rest).strip_prefix('r')?;
    let hashes = marks.len() - marks.trim_start_matches('#').len();
    marks[hashes..].starts_with('"').then(|| {
        let opening = rest.len() - marks.len() + hashes + 1;
        (opening, format!("\"{}", "#".repeat(hashes)))
    })
}
