//! The body: paragraphs and tables in reading order, changes accepted.

use super::super::document::{Block, Cell, Line, LineWriter, Look, NO_FILL, Place, Row, Table};
use super::super::xml::Element;
use super::numbering::Numbering;
use super::paragraph::{ParagraphFrame, ParagraphText, RunReader, shown_branch};
use super::properties::{RunProperties, shading};
use super::styles::Styles;

/// Word has no wider table.
const COLUMNS: usize = 64;

/// What is known of a paragraph beside its text.
#[derive(Clone, Copy, Default)]
struct LineMarks {
    heading: bool,
    bulleted: bool,
    pictured: bool,
}

pub struct BodyReader<'s> {
    runs: RunReader<'s>,
    numbering: Numbering,
    /// Text of paragraphs whose mark was deleted: they run on into the next one.
    carried: Vec<(String, Look)>,
    paragraphs: u32,
    tables: u32,
    after_blank: bool,
    /// Of the row that is being read.
    row: Option<Place>,
}

impl<'s> BodyReader<'s> {
    pub fn new(styles: &'s Styles, numbering: Numbering) -> Self {
        let runs = RunReader::new(styles);
        Self { runs, numbering, carried: Vec::new(), paragraphs: 0, tables: 0, after_blank: false, row: None }
    }

    pub fn legacy_fonts(&self) -> bool {
        self.runs.legacy_fonts()
    }

    pub fn blocks(&mut self, parent: &Element<'_>) -> Vec<Block> {
        let mut blocks = Vec::new();
        self.write_blocks(parent, NO_FILL, &mut blocks);
        self.write_carried(&mut blocks);
        blocks
    }

    fn write_blocks(&mut self, parent: &Element<'_>, paper: u32, blocks: &mut Vec<Block>) {
        for child in parent.children() {
            match child.name {
                "p" => self.paragraph(child, paper, blocks),
                "tbl" => {
                    self.write_carried(blocks);
                    blocks.push(Block::Table(self.table(child)));
                }
                "AlternateContent" => {
                    if let Some(branch) = shown_branch(child) {
                        self.write_blocks(branch, paper, blocks);
                    }
                }
                "del" | "moveFrom" => {}
                name if name.ends_with("Pr") => {}
                // Content controls, custom XML, insertions around whole paragraphs.
                _ => self.write_blocks(child, paper, blocks),
            }
        }
    }

    /// At the end of a cell or document there is no next paragraph to run on into.
    fn write_carried(&mut self, blocks: &mut Vec<Block>) {
        let pieces = std::mem::take(&mut self.carried);
        if pieces.iter().any(|(text, _)| !text.trim().is_empty()) {
            self.write_lines(pieces, LineMarks::default(), blocks);
        }
    }

    fn paragraph(&mut self, element: &Element<'_>, paper: u32, blocks: &mut Vec<Block>) {
        self.paragraphs += 1;
        let properties = element.child("pPr");
        let named = properties.and_then(|found| found.child_value("pStyle"));
        let style = self.runs.styles.paragraph(named);
        let own_paper =
            properties.and_then(|found| found.child("shd")).map(|found| shading(found, &self.runs.styles.theme));
        let paper = own_paper.or(style.paper).filter(|found| *found != NO_FILL).unwrap_or(paper);
        let frame = ParagraphFrame::new(style, paper);
        let mut text = ParagraphText::default();
        self.runs.read(element, frame, &mut text);

        let mark = properties.and_then(|found| found.child("rPr"));
        if mark.is_some_and(|mark| mark.child("del").is_some() || mark.child("moveFrom").is_some()) {
            self.carried.append(&mut text.pieces);
            self.boxes(&text, blocks);
            return;
        }
        let mut pieces = std::mem::take(&mut self.carried);
        let list = list_of(properties, frame);
        let bulleted = list.is_some_and(|(list, level)| self.numbering.is_bullet(list, level));
        if let Some(number) = list.and_then(|list| self.number(list, mark, frame)) {
            pieces.insert(0, number);
        }
        pieces.append(&mut text.pieces);
        let centred = properties.and_then(|found| found.child_value("jc")) == Some("center");
        let marks = LineMarks { heading: style.heading || centred, bulleted, pictured: text.pictured };
        if !pieces.is_empty() || text.boxes.is_empty() {
            self.write_lines(pieces, marks, blocks);
        }
        self.boxes(&text, blocks);
    }

    /// The automatic number of a paragraph, with the look of the paragraph's mark.
    fn number(
        &mut self,
        (list, level): (u32, usize),
        mark: Option<&Element<'_>>,
        frame: ParagraphFrame,
    ) -> Option<(String, Look)> {
        let number = self.numbering.next(list, level)?;
        let (mut layers, _) = self.runs.layers(mark, frame);
        let formatted = RunProperties { legacy_font: None, ..number.run };
        layers.direct = formatted.over(layers.direct);
        Some((number.text, layers.look(frame.paper)))
    }

    /// Text boxes follow the paragraph they are anchored in.
    fn boxes(&mut self, text: &ParagraphText<'_, '_>, blocks: &mut Vec<Block>) {
        for content in &text.boxes {
            let carried = std::mem::take(&mut self.carried);
            self.after_blank = false;
            self.write_blocks(content, NO_FILL, blocks);
            self.write_carried(blocks);
            self.carried = carried;
        }
    }

    fn write_lines(&mut self, pieces: Vec<(String, Look)>, marks: LineMarks, blocks: &mut Vec<Block>) {
        let place = self.row.unwrap_or(Place::Paragraph(self.paragraphs));
        let mut writers = vec![LineWriter::default()];
        for (text, look) in pieces {
            for (index, part) in text.split('\n').enumerate() {
                if index > 0 {
                    writers.push(LineWriter::default());
                }
                if let Some(writer) = writers.last_mut() {
                    writer.push(part, look);
                }
            }
        }
        for (index, writer) in writers.into_iter().enumerate() {
            let line = Line {
                glyphs: writer.finish(),
                place,
                continues: index > 0,
                after_blank: std::mem::take(&mut self.after_blank) && index == 0,
                heading: marks.heading,
                bulleted: marks.bulleted && index == 0,
                pictured: marks.pictured && index == 0,
            };
            if line.is_blank() && index == 0 {
                self.after_blank = true;
            }
            blocks.push(Block::Line(line));
        }
    }

    fn table(&mut self, element: &Element<'_>) -> Table {
        self.tables += 1;
        let (number, outer) = (self.tables, self.row);
        let mut rows = Vec::new();
        let mut elements = Vec::new();
        parts(element, "tr", &mut elements);
        for row in elements {
            let properties = row.child("trPr");
            if properties.is_some_and(|found| found.child("del").is_some()) {
                continue;
            }
            let place = outer.unwrap_or(Place::TableRow { table: number, row: rows.len() as u32 + 1 });
            self.row = Some(place);
            let before =
                properties.and_then(|found| found.child_value("gridBefore")).and_then(|count| count.parse().ok());
            let mut cells: Vec<Cell> = Vec::new();
            cells.resize_with(before.unwrap_or(0_usize).min(COLUMNS), Cell::default);
            let mut found = Vec::new();
            parts(row, "tc", &mut found);
            for cell in found {
                self.cell(cell, &mut cells);
            }
            rows.push(Row { place, cells });
        }
        self.row = outer;
        self.after_blank = false;
        Table { rows, ..Table::default() }
    }

    fn cell(&mut self, element: &Element<'_>, cells: &mut Vec<Cell>) {
        let properties = element.child("tcPr");
        let property = |name: &str| properties.and_then(|found| found.child(name));
        if property("cellDel").is_some() {
            return;
        }
        let merged = |name: &str| property(name).is_some_and(|merge| merge.attribute("val") != Some("restart"));
        let covered = merged("vMerge") || merged("hMerge");
        let span: usize = property("gridSpan").and_then(|span| span.attribute("val")?.parse().ok()).unwrap_or(1);
        let paper = property("shd").map_or(NO_FILL, |found| shading(found, &self.runs.styles.theme));
        let mut content = Vec::new();
        self.after_blank = false;
        self.write_blocks(element, paper, &mut content);
        self.write_carried(&mut content);
        if covered {
            content.clear();
        }
        cells.push(Cell { content, covered });
        let room = COLUMNS.saturating_sub(cells.len());
        cells.extend((1..span).take(room).map(|_| Cell { content: Vec::new(), covered: true }));
    }
}

/// The list that a paragraph belongs to, and its level there.
fn list_of(properties: Option<&Element<'_>>, frame: ParagraphFrame) -> Option<(u32, usize)> {
    let direct = properties.and_then(|found| found.child("numPr"));
    let value = |name: &str| direct?.child_value(name)?.parse::<u32>().ok();
    let list = value("numId").or(frame.style.list.0).filter(|list| *list != 0)?;
    Some((list, value("ilvl").map(|level| level as usize).or(frame.style.list.1).unwrap_or(0)))
}

/// Rows of a table or cells of a row, through the content controls and changes around them.
fn parts<'e, 'a>(parent: &'e Element<'a>, name: &str, found: &mut Vec<&'e Element<'a>>) {
    for child in parent.children() {
        if child.name == name {
            found.push(child);
        } else if matches!(child.name, "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo") {
            parts(child, name, found);
        } else if child.name == "AlternateContent"
            && let Some(branch) = shown_branch(child)
        {
            parts(branch, name, found);
        }
    }
}
