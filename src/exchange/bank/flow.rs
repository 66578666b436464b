//! Running text: which lines make up which question.

use super::super::document::Line;
use super::super::text;
use super::ahead::{AHEAD, key_rows, next_letter, options_ahead, options_ahead_of, options_follow};
use super::candidate::{Candidate, CandidateOption, join, take_key};
use super::key::{self, Key};
use super::keys::Keys;
use super::label::{self, QuestionLabel};
use super::piece::{Piece, pieces};

/// Where in a question the reading stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Stem,
    Options,
    Key,
    Explanation,
    Source,
    /// What follows is nobody's until the next label.
    Closed,
}

/// What surrounds the questions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Questions,
    /// After a heading or a list of answers.
    Keys,
    /// Under a heading over numbered explanations.
    Explanations,
}

pub struct Flow {
    pub done: Vec<Candidate>,
    pub keys: Keys,
    pub(super) current: Option<(Candidate, QuestionLabel)>,
    pub(super) stage: Stage,
    pub(super) mode: Mode,
    /// Plain lines that may turn out to be the stem of a question without a number.
    pending: Vec<Line>,
    pub(super) last: Option<QuestionLabel>,
    section: usize,
    heading_since: bool,
    pub(super) explained: Option<u32>,
}

impl Default for Flow {
    fn default() -> Self {
        Self {
            done: Vec::new(),
            keys: Keys::default(),
            current: None,
            stage: Stage::Closed,
            mode: Mode::Questions,
            pending: Vec::new(),
            last: None,
            section: 0,
            heading_since: false,
            explained: None,
        }
    }
}

impl Flow {
    /// Reads a stretch of lines between two tables; `before_keys` where the next table is a key.
    pub fn read(&mut self, lines: Vec<Line>, has_strong: bool, before_keys: bool) {
        let pieces = pieces(lines);
        let mut at = 0;
        while at < pieces.len() {
            at += self.step(&pieces, at, has_strong, before_keys).max(1);
        }
    }

    /// Ends the question that is being read, and what a table would cut through.
    pub fn close(&mut self) {
        if let Some((candidate, _)) = self.current.take()
            && (!candidate.stem.is_empty() || !candidate.options.is_empty())
        {
            self.done.push(candidate);
        }
        self.stage = Stage::Closed;
        self.pending.clear();
    }

    pub fn take_pairs(&mut self, pairs: Vec<(u32, Key)>) {
        self.close();
        self.keys.add(self.done.len(), pairs);
        self.mode = Mode::Keys;
    }

    /// The section of a question with this number, which may begin a new one.
    pub fn section_of(&mut self, number: Option<u32>) -> usize {
        let last = self.last.as_ref().map(|last| last.number);
        if let (Some(number), Some(last)) = (number, last)
            && number <= last
            && (number == 1 || self.heading_since)
        {
            self.section += 1;
        }
        self.heading_since = false;
        self.section
    }

    pub fn number_was(&mut self, number: u32) {
        self.last = Some(QuestionLabel { number, strong: true, sign: '.', end: 0, seconds: None });
        self.mode = Mode::Questions;
    }

    /// What the piece `at` is; how many pieces it took.
    fn step(&mut self, pieces: &[Piece], at: usize, has_strong: bool, before_keys: bool) -> usize {
        let piece = &pieces[at];
        if piece.is_end {
            self.close();
            return 1;
        }
        if let Some(taken) = self.listed(pieces, at) {
            return taken;
        }
        if let Some(pairs) = &piece.pairs
            && self.mode != Mode::Explanations
        {
            self.take_pairs(pairs.clone());
            return 1;
        }
        if let Some(pairs) = key_rows(pieces, at) {
            self.take_pairs(pairs);
            return 2;
        }
        if piece.is_identifier {
            self.close();
            return 1;
        }
        if self.heading_over_block(pieces, at, before_keys) {
            return 1;
        }
        if let Some(label) = &piece.question {
            if self.mode != Mode::Questions && !options_ahead(pieces, at, label) {
                self.numbered_in_block(piece, label);
                return 1;
            }
            if label.strong || self.is_question(pieces, at, label, has_strong) {
                self.begin(piece, label);
                return 1;
            }
        }
        let lettered = self.is_lettered_heading(pieces, at);
        if !lettered && (self.option(pieces, at) || self.labelled(pieces, at)) {
            return 1;
        }
        if lettered || piece.is_heading && !self.is_capitals_of_text(pieces, at) {
            self.close();
            self.heading_since = true;
            self.explained = None;
            return 1;
        }
        self.plain(pieces, at);
        1
    }

    /// `C. ĐỊA LÝ` over the next question: no third option after A and B.
    fn is_lettered_heading(&self, pieces: &[Piece], at: usize) -> bool {
        let (Some(label), Some((candidate, _))) = (&pieces[at].option, &self.current) else { return false };
        if candidate.options.is_empty() || pieces.get(at + 1).is_none_or(|next| next.question.is_none()) {
            return false;
        }
        let is_capitals = |text: &str| !text.chars().any(char::is_lowercase) && text.chars().any(char::is_alphabetic);
        let capitals = is_capitals(&pieces[at].text_from(label.end))
            && candidate.options.iter().any(|option| option.text.chars().any(char::is_lowercase));
        self.stage == Stage::Key || self.stage == Stage::Options && capitals
    }

    /// Capitals within a stem, between two options or in a paragraph may be its own.
    fn is_capitals_of_text(&self, pieces: &[Piece], at: usize) -> bool {
        let line = &pieces[at].line;
        let next = pieces.get(at + 1).and_then(|next| next.option.as_ref());
        let within = match self.stage {
            Stage::Stem => !self.is_section_end(pieces, at),
            Stage::Options => !line.after_blank && next.is_some_and(|label| label.letter > 0),
            Stage::Explanation | Stage::Source => line.continues && !self.is_section_end(pieces, at),
            _ => false,
        };
        within && !line.heading
    }

    /// Before the next question, capitals are a heading.
    fn is_section_end(&self, pieces: &[Piece], at: usize) -> bool {
        pieces.get(at + 1).is_none_or(|next| next.question.is_some())
            || text::folded(&pieces[at].text).starts_with("phan ")
    }

    /// Whether a bare number begins a question here.
    fn is_question(&self, pieces: &[Piece], at: usize, label: &QuestionLabel, has_strong: bool) -> bool {
        let ahead = options_ahead(pieces, at, label);
        let follows = self.last.as_ref().is_some_and(|last| last.number + 1 == label.number && last.sign == label.sign);
        match (&self.current, self.stage) {
            (Some((_, of)), Stage::Stem) => !of.strong && of.sign == label.sign && of.number + 1 == label.number,
            // Among `Câu 1`, `Câu 2` a bare number in an explanation mostly counts reasons.
            (Some(_), Stage::Explanation | Stage::Source) if has_strong => {
                follows && ahead && options_follow(pieces, at)
            }
            _ if has_strong => ahead && (label.number == 1 || self.last.is_some() && self.stage != Stage::Closed),
            (Some(_), Stage::Explanation | Stage::Source) => ahead || follows && pieces[at].line.after_blank,
            _ => {
                let second = |next: &&Piece| next.question.as_ref().is_some_and(|next| next.sign == label.sign);
                let next = pieces[at + 1..].iter().take(AHEAD).find(second);
                let begins = label.number == 1
                    && next.is_some_and(|next| {
                        next.question
                            .as_ref()
                            .is_some_and(|found| found.number == 2 && options_ahead_of(pieces, next, found))
                    });
                ahead || follows || begins
            }
        }
    }

    fn begin(&mut self, piece: &Piece, label: &QuestionLabel) {
        self.close();
        self.mode = Mode::Questions;
        let section = self.section_of(Some(label.number));
        let mut candidate = Candidate::new(Some(label.number), section, piece.line.place);
        candidate.seconds = label.seconds;
        candidate.raw.clone_from(&piece.text);
        candidate.particulars.left_picture = piece.line.pictured;
        let mut end = label.end;
        // An automatic number before a typed one.
        let rest = piece.line.part(end, piece.line.glyphs.len());
        if let Some(inner) = label::question(&rest, &rest.folded()).filter(|inner| inner.strong && !label.strong) {
            candidate.number = Some(inner.number);
            end += inner.end;
        }
        candidate.stem = piece.text_from(end);
        self.last = Some(QuestionLabel { number: candidate.number.unwrap_or(label.number), ..label.clone() });
        self.current = Some((candidate, label.clone()));
        self.stage = Stage::Stem;
    }

    fn option(&mut self, pieces: &[Piece], at: usize) -> bool {
        let piece = &pieces[at];
        let Some(label) = &piece.option else { return false };
        let expected = self.current.as_ref().is_some_and(|(candidate, _)| match candidate.options.last() {
            None => label.letter == 0 || self.stage == Stage::Stem && next_letter(pieces, at, label.letter + 1),
            Some(last) => {
                let open = matches!(self.stage, Stage::Options | Stage::Key) && !candidate.options.is_empty();
                open && label.letter > last.letter && label.letter <= last.letter + 2
            }
        });
        if !expected {
            return self.unnumbered(pieces, at);
        }
        let Some((candidate, _)) = &mut self.current else { return false };
        let mut end = label.end;
        // An automatic letter before a typed one.
        if let Some(inner) =
            label::option(&piece.line.glyphs, &piece.folded, end).filter(|inner| inner.letter == label.letter)
        {
            end = inner.end;
        }
        let letter = piece.line.glyphs.get(label.at).copied();
        let text = piece.line.glyphs.get(end..).unwrap_or_default();
        candidate.options.push(CandidateOption::read(label.letter, letter, text, label.marked));
        note(candidate, piece);
        self.stage = Stage::Options;
        true
    }

    /// An option A without a question that waits for it: the lines before it are a stem (Aiken).
    fn unnumbered(&mut self, pieces: &[Piece], at: usize) -> bool {
        let piece = &pieces[at];
        let Some(label) = piece.option.as_ref().filter(|label| label.letter == 0) else { return false };
        let waits = self.current.as_ref().is_some_and(|(candidate, _)| !candidate.is_complete());
        if self.pending.is_empty() || waits || !next_letter(pieces, at, 1) {
            return false;
        }
        let lines = std::mem::take(&mut self.pending);
        self.close();
        self.mode = Mode::Questions;
        let section = self.section_of(None);
        let mut candidate = Candidate::new(None, section, lines[0].place);
        for line in &lines {
            join(&mut candidate.stem, &line.text());
        }
        candidate.raw = lines.iter().map(Line::text).collect::<Vec<_>>().join("\n");
        candidate.particulars.left_picture = lines.iter().any(|line| line.pictured);
        note(&mut candidate, piece);
        let letter = piece.line.glyphs.get(label.at).copied();
        let text = piece.line.glyphs.get(label.end..).unwrap_or_default();
        candidate.options.push(CandidateOption::read(0, letter, text, label.marked));
        self.current = Some((candidate, QuestionLabel { number: 0, strong: true, sign: ' ', end: 0, seconds: None }));
        self.stage = Stage::Options;
        true
    }

    /// Key, explanation, source and time of the current question.
    fn labelled(&mut self, pieces: &[Piece], at: usize) -> bool {
        let piece = &pieces[at];
        let Some((candidate, _)) = &mut self.current else { return false };
        if let Some(end) = piece.explanation {
            join(&mut candidate.explanation, &piece.text_from(end));
            self.stage = Stage::Explanation;
        } else if let Some(end) = piece.source {
            join(&mut candidate.source, &piece.text_from(end));
            self.stage = Stage::Source;
        } else if let Some(seconds) = piece.seconds {
            candidate.seconds = Some(seconds);
        } else if let Some(label) = &piece.key {
            let written = piece.text_from(label.end);
            let value = key::value(&written);
            let plain = match &value {
                Some((Key::Letters(_), rest)) => !label.certain && !label.colon && !rest.is_empty(),
                Some((Key::Numbers { .. }, _)) => !label.certain,
                Some((Key::Text(_), _)) => !(key::says_truth(&written) || label.certain && label.colon),
                None => !(label.certain || label.colon && piece.folded.first() != Some(&'c')),
            };
            // `Chọn phương án đúng nhất:` asks; it does not tell.
            if plain {
                return false;
            }
            take_key(candidate, &written);
            self.stage = Stage::Key;
        } else {
            return false;
        }
        if let Some((candidate, _)) = &mut self.current {
            note(candidate, piece);
        }
        true
    }

    fn plain(&mut self, pieces: &[Piece], at: usize) {
        let piece = &pieces[at];
        if self.goes_on_in_block(piece) {
            return;
        }
        let Some((candidate, _)) = &mut self.current else {
            self.hold(piece);
            return;
        };
        let continues = piece.line.continues;
        let goes_on = match self.stage {
            Stage::Stem => {
                join(&mut candidate.stem, &piece.text);
                true
            }
            Stage::Options => {
                let next = pieces.get(at + 1).filter(|next| !next.line.after_blank);
                let between = !piece.line.after_blank
                    && next.is_some_and(|next| {
                        next.is_label() && next.question.as_ref().is_none_or(|label| !label.strong)
                    });
                let goes_on = continues || between || !piece.line.after_blank && piece.begins_lower();
                if let Some(option) = candidate.options.last_mut().filter(|_| goes_on) {
                    option.push(&piece.line.glyphs);
                }
                goes_on
            }
            Stage::Key => {
                let value = key::value(&piece.text).filter(|(found, _)| matches!(found, Key::Letters(_)));
                let goes_on = candidate.key.is_none() && value.is_some();
                if goes_on {
                    take_key(candidate, &piece.text);
                }
                goes_on
            }
            Stage::Explanation | Stage::Source => {
                let goes_on = continues || !piece.line.after_blank;
                if goes_on {
                    let explains = self.stage == Stage::Explanation;
                    join(if explains { &mut candidate.explanation } else { &mut candidate.source }, &piece.text);
                }
                goes_on
            }
            Stage::Closed => false,
        };
        if goes_on {
            note(candidate, piece);
        } else {
            self.close();
            self.hold(piece);
        }
    }

    /// Keeps a plain line that may be the stem of a question without a number.
    fn hold(&mut self, piece: &Piece) {
        // The first question is preceded by titles: only the line above its options is its stem,
        // with the one it goes on from in the middle of a sentence.
        let goes_on = piece.line.continues || piece.begins_lower() || piece.text.starts_with('(');
        if piece.line.after_blank || self.done.is_empty() && !goes_on {
            self.pending.clear();
        }
        self.pending.push(piece.line.clone());
    }
}

pub(super) fn note(candidate: &mut Candidate, piece: &Piece) {
    candidate.particulars.left_picture |= piece.line.pictured;
    candidate.raw.push('\n');
    candidate.raw.push_str(&piece.text);
}
