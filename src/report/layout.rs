//! Every figure of a document's layout: the norm changes, and what offices use differs by a point.

use std::collections::BTreeMap;

use crate::domain::document_settings::Figure;

/// Sizes are points, lengths millimetres.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    pub font: &'static str,
    /// Width and height of the sheet.
    pub sheet: (u32, u32),
    pub margins: Margins,
    pub body_size: u32,
    /// From line to line, exactly.
    pub line: u32,
    /// Between paragraphs.
    pub paragraph_gap: u32,
    pub first_line: u32,
    /// The names of the units in the left head, and place and date in the right one.
    pub head_size: u32,
    /// The party's name in the right head.
    pub party_size: u32,
    /// How much of the sheet the left head takes, in percent of the text's width.
    pub left_head: u32,
    pub kind_size: u32,
    pub subject_size: u32,
    pub recipients_size: u32,
    /// Left free for the hand that signs.
    pub signature_lines: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Margins {
    pub top: u32,
    pub bottom: u32,
    pub left: u32,
    pub right: u32,
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            font: "Times New Roman",
            sheet: (210, 297),
            margins: Margins { top: 20, bottom: 20, left: 30, right: 15 },
            body_size: 14,
            line: 19,
            paragraph_gap: 6,
            first_line: 10,
            head_size: 13,
            party_size: 14,
            left_head: 45,
            kind_size: 15,
            subject_size: 14,
            recipients_size: 12,
            signature_lines: 4,
        }
    }
}

/// Twentieths of a point, as Word counts lengths.
pub(super) const fn twips(millimetres: u32) -> i32 {
    (millimetres * 1_440 * 10 / 254) as i32
}

impl Layout {
    /// The norm's, but for these.
    pub fn with(figures: &BTreeMap<Figure, u32>) -> Self {
        let mut layout = Self::default();
        figures.iter().for_each(|(figure, value)| *layout.figure_mut(*figure) = *value);
        layout
    }

    /// What the norm says.
    pub fn usual(figure: Figure) -> u32 {
        *Self::default().figure_mut(figure)
    }

    fn figure_mut(&mut self, figure: Figure) -> &mut u32 {
        match figure {
            Figure::TopMargin => &mut self.margins.top,
            Figure::BottomMargin => &mut self.margins.bottom,
            Figure::LeftMargin => &mut self.margins.left,
            Figure::RightMargin => &mut self.margins.right,
            Figure::BodySize => &mut self.body_size,
            Figure::Line => &mut self.line,
            Figure::ParagraphGap => &mut self.paragraph_gap,
            Figure::FirstLine => &mut self.first_line,
            Figure::HeadSize => &mut self.head_size,
            Figure::PartySize => &mut self.party_size,
            Figure::LeftHead => &mut self.left_head,
            Figure::KindSize => &mut self.kind_size,
            Figure::SubjectSize => &mut self.subject_size,
            Figure::RecipientsSize => &mut self.recipients_size,
            Figure::SignatureLines => &mut self.signature_lines,
        }
    }

    /// Of the text between the margins, in twentieths of a point.
    pub(super) const fn text_width(&self) -> i32 {
        twips(self.sheet.0) - twips(self.margins.left) - twips(self.margins.right)
    }
}
