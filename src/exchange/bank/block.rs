//! Lists of keys and explanations that stand together, away from their questions.

use super::super::text;
use super::ahead::{key_rows, options_ahead};
use super::flow::{Flow, Mode, Stage};
use super::key::{self, Key};
use super::label::{self, QuestionLabel};
use super::piece::Piece;

impl Flow {
    /// `ĐÁP ÁN`, `GIẢI THÍCH ĐÁP ÁN`: a heading over a list or a table.
    pub(super) fn heading_over_block(&mut self, pieces: &[Piece], at: usize, before_keys: bool) -> bool {
        let piece = &pieces[at];
        let next = pieces[at + 1..].iter().find(|next| !next.is_heading && !next.is_end);
        if label::is_explanation_heading(&piece.folded) {
            let number = self.last.as_ref().map_or(0, |last| last.number);
            let numbered = next.and_then(|next| next.question.as_ref()).is_some_and(|label| {
                let restarts = label.number <= number && !options_ahead(pieces, at + 1, label);
                restarts || self.mode != Mode::Questions
            });
            if numbered {
                self.close();
                self.mode = Mode::Explanations;
                self.explained = None;
                return true;
            }
        }
        let says_key =
            text::folded(&piece.text).contains("dap an") && piece.option.is_none() && piece.question.is_none();
        let without_value = match &piece.key {
            Some(key) => piece.text_from(key.end).trim_matches(['.', ' ', ':', '-']).is_empty() || !key.colon,
            None => true,
        };
        if !says_key || !without_value || piece.text.chars().count() > 80 {
            return false;
        }
        let leads = match next {
            Some(next) => {
                let text_block = self.stage == Stage::Closed && piece.key.as_ref().is_some_and(|key| !key.colon);
                let restarts = next.question.as_ref().is_some_and(|label| {
                    self.last.as_ref().is_some_and(|last| label.number <= last.number)
                        && !options_ahead(pieces, at + 1, label)
                });
                next.pairs.is_some()
                    || key_rows(pieces, at + 1).is_some()
                    || text_block && restarts
                    || restarts && piece.is_heading
            }
            None => before_keys,
        };
        if leads {
            self.close();
            self.mode = Mode::Keys;
        }
        leads
    }

    /// A numbered line under a heading over keys or explanations.
    pub(super) fn numbered_in_block(&mut self, piece: &Piece, label: &QuestionLabel) {
        self.close();
        let written = piece.text_from(label.end);
        let folded: Vec<char> = written.chars().map(text::folded_letter).collect();
        let from = key::label(&folded, 0).map_or(0, |found| found.end);
        let rest: String = written.chars().skip(from).collect();
        let (found, explanation) = match key::value(&rest) {
            Some((key @ Key::Letters(_), rest)) => (Some(key), rest),
            Some((key, _)) if self.mode == Mode::Keys || from > 0 => (Some(key), String::new()),
            _ => (None, written),
        };
        if let Some(key) = found {
            self.keys.add(self.done.len(), vec![(label.number, key)]);
        }
        let folded: Vec<char> = explanation.chars().map(text::folded_letter).collect();
        let from = label::explanation(&folded, 0).unwrap_or(0);
        let explanation: String = explanation.chars().skip(from).collect();
        self.explained = Some(label.number);
        self.keys.explain(self.done.len(), label.number, &text::squeeze(&explanation));
    }

    /// A line without a number in such a list goes on with the one above it.
    pub(super) fn goes_on_in_block(&mut self, piece: &Piece) -> bool {
        let (Mode::Explanations | Mode::Keys, Some(number), None) = (self.mode, self.explained, &self.current) else {
            return false;
        };
        if let Some(end) = piece.source {
            self.keys.cite(self.done.len(), number, &piece.text_from(end));
        } else if !piece.line.after_blank || piece.begins_lower() || piece.explanation.is_some() {
            self.keys.explain(self.done.len(), number, &piece.text_from(piece.explanation.unwrap_or(0)));
        }
        true
    }
}
