//! A cursor over a folded line, for the small grammars of labels and keys.

#[derive(Clone, Copy)]
pub struct Scan<'a> {
    letters: &'a [char],
    pub at: usize,
}

impl<'a> Scan<'a> {
    pub fn new(letters: &'a [char], at: usize) -> Self {
        Self { letters, at }
    }

    pub fn peek(&self) -> Option<char> {
        self.letters.get(self.at).copied()
    }

    pub fn done(&self) -> bool {
        self.at >= self.letters.len()
    }

    pub fn next(&mut self) -> Option<char> {
        let letter = self.peek()?;
        self.at += 1;
        Some(letter)
    }

    pub fn spaces(&mut self) -> usize {
        self.skip(|letter| letter == ' ')
    }

    pub fn skip(&mut self, test: impl Fn(char) -> bool) -> usize {
        let start = self.at;
        while self.peek().is_some_and(&test) {
            self.at += 1;
        }
        self.at - start
    }

    pub fn take(&mut self, letter: char) -> bool {
        let found = self.peek() == Some(letter);
        self.at += usize::from(found);
        found
    }

    /// Words with single spaces; any number of spaces may stand between them.
    pub fn words(&mut self, words: &str) -> bool {
        let mut ahead = *self;
        for (index, word) in words.split(' ').enumerate() {
            if index > 0 && ahead.spaces() == 0 {
                return false;
            }
            if !word.chars().all(|letter| ahead.take(letter)) {
                return false;
            }
        }
        let bounded = ahead.peek().is_none_or(|letter| !letter.is_alphanumeric());
        // `Câu1` is a habit; everything else ends with its word.
        if bounded || words.starts_with("cau") && ahead.peek().is_some_and(|letter| letter.is_ascii_digit()) {
            *self = ahead;
            return true;
        }
        false
    }

    pub fn number(&mut self) -> Option<u32> {
        let start = self.at;
        let digits = self.skip(|letter| letter.is_ascii_digit());
        if digits == 0 || digits > 4 {
            self.at = start;
            return None;
        }
        self.letters[start..self.at].iter().collect::<String>().parse().ok()
    }

    /// The text of a bracketed group of at most `longest` letters, without its brackets.
    pub fn group(&mut self, longest: usize) -> Option<String> {
        let close = match self.peek()? {
            '(' => ')',
            '[' => ']',
            _ => return None,
        };
        let end = self.letters[self.at + 1..].iter().take(longest + 1).position(|letter| *letter == close)?;
        let text = self.letters[self.at + 1..self.at + 1 + end].iter().collect::<String>();
        self.at += end + 2;
        Some(text.trim().to_owned())
    }

    pub fn rest(&self) -> String {
        self.letters.get(self.at..).unwrap_or_default().iter().collect::<String>().trim().to_owned()
    }
}
