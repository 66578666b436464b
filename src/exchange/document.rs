//! The neutral document every container is read into: blocks of lines and tables, each letter
//! with the look it is displayed with.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

use super::text;

/// How a letter is displayed, as far as it may mark an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Look {
    pub bold: bool,
    pub italic: bool,
    pub underline: bool,
    /// 0xRRGGBB; 0 is the automatic colour, and all that can hardly be told from black.
    pub colour: u32,
    /// Highlight or shading as 0xRRGGBB; `NO_FILL` where there is none.
    pub fill: u32,
}

/// Paper: white or nothing.
pub const NO_FILL: u32 = 0;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyph {
    pub letter: char,
    pub look: Look,
}

/// Where something stands in its file, as a person would count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The line of a text file, from 1.
    Line(u32),
    /// The paragraph of a text document, from 1.
    Paragraph(u32),
    /// The row of a table in a text document.
    TableRow { table: u32, row: u32 },
    /// The row of a sheet; sheets and rows from 1.
    SheetRow { sheet: u32, row: u32 },
    /// The question of a file that is a list of them (GIFT, Moodle), from 1.
    Entry(u32),
}

impl Place {
    /// `dòng 31`, for whoever brought the file.
    pub fn words(self) -> String {
        match self {
            Self::Line(line) => format!("dòng {line}"),
            Self::Paragraph(paragraph) => format!("đoạn {paragraph}"),
            Self::TableRow { table, row } => format!("bảng {table}, hàng {row}"),
            Self::SheetRow { sheet: 1, row } => format!("hàng {row}"),
            Self::SheetRow { sheet, row } => format!("trang tính {sheet}, hàng {row}"),
            Self::Entry(entry) => format!("mục {entry}"),
        }
    }
}

/// One line of text. A paragraph with forced line breaks is several.
#[derive(Clone, Debug)]
pub struct Line {
    /// May hold tabs and repeated spaces: they tell columns apart.
    pub glyphs: Vec<Glyph>,
    pub place: Place,
    /// Goes on in the same paragraph as the line before.
    pub continues: bool,
    /// An empty line stands before it.
    pub after_blank: bool,
    /// By its style, or its place in the middle.
    pub heading: bool,
    /// A dot, a dash or a picture is drawn before it.
    pub bulleted: bool,
    /// A picture stands in it, of which nothing is read.
    pub pictured: bool,
}

impl Line {
    pub fn plain(text: &str, place: Place) -> Self {
        let mut writer = LineWriter::default();
        writer.push(text, Look::default());
        Self {
            glyphs: writer.finish(),
            place,
            continues: false,
            after_blank: false,
            heading: false,
            bulleted: false,
            pictured: false,
        }
    }

    pub fn text(&self) -> String {
        text_of(&self.glyphs)
    }

    /// Without marks and in lower case, letter by letter: positions are those of `glyphs`.
    pub fn folded(&self) -> Vec<char> {
        self.glyphs.iter().map(|glyph| text::folded_letter(glyph.letter)).collect()
    }

    pub fn is_blank(&self) -> bool {
        self.glyphs.iter().all(|glyph| glyph.letter.is_whitespace())
    }

    /// The part from glyph `start` to `end`, as a line of its own.
    pub fn part(&self, start: usize, end: usize) -> Self {
        Self { glyphs: self.glyphs.get(start..end).unwrap_or_default().to_vec(), continues: true, ..self.clone_frame() }
    }

    fn clone_frame(&self) -> Self {
        Self { glyphs: Vec::new(), ..*self }
    }
}

/// Squeezed text of glyphs.
pub fn text_of(glyphs: &[Glyph]) -> String {
    text::squeeze(&glyphs.iter().map(|glyph| glyph.letter).collect::<String>())
}

/// Puts runs together to glyphs: composed even where a mark stands in the run after its letter.
#[derive(Default)]
pub struct LineWriter {
    raw: Vec<Glyph>,
}

impl LineWriter {
    pub fn push(&mut self, text: &str, look: Look) {
        self.raw.extend(text.chars().map(|letter| Glyph { letter, look }));
    }

    pub fn finish(self) -> Vec<Glyph> {
        let mut glyphs = Vec::with_capacity(self.raw.len());
        let mut rest = self.raw.as_slice();
        while let Some(first) = rest.first() {
            let marks = rest[1..].iter().take_while(|glyph| is_mark(glyph.letter)).count();
            let (cluster, after) = rest.split_at(1 + marks);
            let composed = cluster.iter().map(|glyph| glyph.letter).nfc().filter_map(text::visible);
            glyphs.extend(composed.map(|letter| Glyph { letter, look: first.look }));
            rest = after;
        }
        glyphs
    }
}

fn is_mark(letter: char) -> bool {
    !letter.is_ascii() && canonical_combining_class(letter) != 0
}

#[derive(Clone, Debug)]
pub enum Block {
    Line(Line),
    Table(Table),
}

#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Of the sheet that it is; empty elsewhere.
    pub title: String,
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug)]
pub struct Row {
    pub place: Place,
    /// By column: a cell that spans several stands in its first, the others hold a `Covered` one.
    pub cells: Vec<Cell>,
}

#[derive(Clone, Debug, Default)]
pub struct Cell {
    pub content: Vec<Block>,
    /// Part of the cell to its left or above it, and empty.
    pub covered: bool,
}

impl Cell {
    /// The lines of the cell and of the tables in it, in reading order.
    pub fn lines(&self) -> Vec<&Line> {
        let mut lines = Vec::new();
        collect_lines(&self.content, &mut lines);
        lines
    }

    pub fn text(&self) -> String {
        let lines: Vec<String> = self.lines().iter().map(|line| line.text()).collect();
        text::squeeze(&lines.join(" "))
    }

    pub fn is_blank(&self) -> bool {
        self.lines().iter().all(|line| line.is_blank())
    }
}

fn collect_lines<'a>(blocks: &'a [Block], lines: &mut Vec<&'a Line>) {
    for block in blocks {
        match block {
            Block::Line(line) => lines.push(line),
            Block::Table(table) => {
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                cells.for_each(|cell| collect_lines(&cell.content, lines));
            }
        }
    }
}

/// What a container holds, in reading order.
#[derive(Clone, Debug, Default)]
pub struct Document {
    pub blocks: Vec<Block>,
    /// Lines of headers, footers and the like: read only for what they forbid.
    pub margins: Vec<String>,
    /// Set in fonts of the days before Unicode: their letters are others than they look.
    pub legacy_fonts: bool,
}

impl Document {
    /// Every line, of tables, too.
    pub fn lines(&self) -> Vec<&Line> {
        let mut lines = Vec::new();
        collect_lines(&self.blocks, &mut lines);
        lines
    }
}
