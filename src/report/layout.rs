//! Every figure of a document's layout: the norm changes, and what offices use differs by a point.

/// Sizes are points, lengths millimetres.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    pub font: &'static str,
    /// Width and height of the sheet.
    pub sheet: (u32, u32),
    pub margins: Margins,
    pub body_size: usize,
    /// From line to line, exactly.
    pub line: usize,
    /// Between paragraphs.
    pub paragraph_gap: usize,
    pub first_line: u32,
    /// The names of the units in the left head, and place and date in the right one.
    pub head_size: usize,
    /// The party's name in the right head.
    pub party_size: usize,
    /// How much of the sheet the left head takes, in percent of the text's width.
    pub left_head: u32,
    pub kind_size: usize,
    pub subject_size: usize,
    pub recipients_size: usize,
    /// Left free for the hand that signs.
    pub signature_lines: usize,
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
    /// Of the text between the margins, in twentieths of a point.
    pub(super) const fn text_width(&self) -> i32 {
        twips(self.sheet.0) - twips(self.margins.left) - twips(self.margins.right)
    }
}
