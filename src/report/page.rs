//! From a party document to a .docx file.

use std::io::Cursor;

use docx_rs::{
    AlignmentType, BorderType, Docx, LineSpacing, LineSpacingType, PageMargin, Paragraph, ParagraphBorder,
    ParagraphBorderPosition, ParagraphBorders, Run, RunFonts, SpecialIndentType, Table, TableCell, TableLayoutType,
    TableRow, VAlignType, WidthType,
};

use super::ReportError;
use super::layout::{Layout, twips};
use super::party_document::{Annex, Block, Column, Head, PartyDocument, Signature};

const PARTY: &str = "ĐẢNG CỘNG SẢN VIỆT NAM";

impl PartyDocument {
    pub fn docx(&self, layout: &Layout) -> Result<Vec<u8>, ReportError> {
        let mut page = Page { layout, docx: empty(layout) };
        page.head(&self.frame.head);
        page.title(&self.kind, layout.kind_size, layout.line);
        page.title(&self.subject, layout.subject_size, 0);
        page.add(page.centred().add_run(page.run("-----", layout.body_size)));
        page.blocks(&self.body);
        page.close(&self.frame.recipients, &self.frame.signature);
        for annex in &self.annexes {
            page.annex(annex);
        }
        let mut bytes = Cursor::new(Vec::new());
        page.docx.build().pack(&mut bytes).map_err(|error| ReportError(Box::new(error)))?;
        Ok(bytes.into_inner())
    }
}

fn empty(layout: &Layout) -> Docx {
    let margins = layout.margins;
    let margin = PageMargin::new()
        .top(twips(margins.top))
        .bottom(twips(margins.bottom))
        .left(twips(margins.left))
        .right(twips(margins.right))
        .header(twips(10))
        .footer(twips(10));
    Docx::new()
        .page_size(twips(layout.sheet.0) as u32, twips(layout.sheet.1) as u32)
        .page_margin(margin)
        .default_fonts(fonts(layout))
        .default_size(layout.body_size as usize * 2)
}

fn fonts(layout: &Layout) -> RunFonts {
    RunFonts::new().ascii(layout.font).hi_ansi(layout.font).east_asia(layout.font).cs(layout.font)
}

struct Page<'a> {
    layout: &'a Layout,
    docx: Docx,
}

impl Page<'_> {
    fn add(&mut self, paragraph: Paragraph) {
        let docx = std::mem::take(&mut self.docx);
        self.docx = docx.add_paragraph(paragraph);
    }

    fn add_table(&mut self, table: Table) {
        let docx = std::mem::take(&mut self.docx);
        self.docx = docx.add_table(table);
    }

    fn run(&self, text: &str, size: u32) -> Run {
        // What no XML may hold was pasted from somewhere; nobody sees it missing.
        let text: String = text.chars().filter(|letter| !letter.is_control()).collect();
        Run::new().add_text(text).size(size as usize * 2).fonts(fonts(self.layout))
    }

    fn bold(&self, text: &str, size: u32) -> Run {
        self.run(text, size).bold()
    }

    fn spaced(&self, before: u32, after: u32) -> LineSpacing {
        let exact = LineSpacing::new().line_rule(LineSpacingType::Exact).line(self.layout.line as i32 * 20);
        exact.before(before * 20).after(after * 20)
    }

    fn centred(&self) -> Paragraph {
        Paragraph::new().align(AlignmentType::Center).line_spacing(self.spaced(0, 0))
    }

    /// Two columns without borders, as wide as the text.
    fn two_columns(&self, left: TableCell, right: TableCell) -> Table {
        let width = self.layout.text_width();
        let first = width * self.layout.left_head as i32 / 100;
        let cell = |cell: TableCell, width: i32| cell.width(width as usize, WidthType::Dxa).clear_all_border();
        let row = TableRow::new(vec![cell(left, first), cell(right, width - first)]);
        Table::without_borders(vec![row])
            .set_grid(vec![first as usize, (width - first) as usize])
            .width(width as usize, WidthType::Dxa)
            .layout(TableLayoutType::Fixed)
    }

    fn head(&mut self, head: &Head) {
        let size = self.layout.head_size;
        let mut left = TableCell::new();
        if let Some(superior) = &head.superior {
            left = left.add_paragraph(self.centred().add_run(self.run(superior, size)));
        }
        left = left
            .add_paragraph(self.centred().add_run(self.bold(&head.unit, size)))
            .add_paragraph(self.centred().add_run(self.run("*", size)))
            .add_paragraph(self.centred().add_run(self.run(&head.number, size)));
        let right = TableCell::new()
            .add_paragraph(self.centred().add_run(self.bold(PARTY, self.layout.party_size)))
            .add_paragraph(self.rule(PARTY))
            .add_paragraph(self.centred().add_run(self.run(&head.place_and_date, size).italic()));
        let table = self.two_columns(left, right);
        self.add_table(table);
    }

    /// A rule beneath the party's name, about as long as the words.
    fn rule(&self, words: &str) -> Paragraph {
        let column = self.layout.text_width() * (100 - self.layout.left_head as i32) / 100;
        // Bold capitals of this face are about seven tenths of their height wide, and a cell has its own margins.
        let length = words.chars().count() as i32 * self.layout.party_size as i32 * 20 * 68 / 100;
        let aside = ((column - 216 - length) / 2).max(0);
        let rule = ParagraphBorder::new(ParagraphBorderPosition::Top).val(BorderType::Single).size(6).space(1);
        let mut paragraph = self.centred().indent(Some(aside), None, Some(aside), None);
        paragraph.property = paragraph.property.set_borders(ParagraphBorders::with_empty().set(rule.color("000000")));
        paragraph
    }

    fn title(&mut self, text: &str, size: u32, before: u32) {
        let title = self.centred().line_spacing(self.spaced(before, 0)).keep_next(true);
        let title = title.add_run(self.bold(text, size));
        self.add(title);
    }

    fn body_paragraph(&self) -> Paragraph {
        let first = SpecialIndentType::FirstLine(twips(self.layout.first_line));
        Paragraph::new().align(AlignmentType::Both).line_spacing(self.spaced(0, self.layout.paragraph_gap)).indent(
            None,
            Some(first),
            None,
            None,
        )
    }

    fn blocks(&mut self, blocks: &[Block]) {
        let size = self.layout.body_size;
        for block in blocks {
            match block {
                Block::Section(text) | Block::Heading(text) => {
                    let heading = self.body_paragraph().keep_next(true).add_run(self.bold(text, size));
                    self.add(heading);
                }
                Block::Paragraph(text) | Block::Item(text) => {
                    let paragraph = self.body_paragraph().add_run(self.run(text, size));
                    self.add(paragraph);
                }
                Block::Centred(text) => {
                    let paragraph = self.centred().keep_next(true).add_run(self.bold(text, size));
                    self.add(paragraph.line_spacing(self.spaced(self.layout.paragraph_gap, self.layout.paragraph_gap)));
                }
                Block::Table { columns, rows } => self.table(columns, rows),
            }
        }
    }

    fn table(&mut self, columns: &[Column], rows: &[Vec<String>]) {
        let width = self.layout.text_width() as usize;
        let parts = columns.iter().map(|column| column.part as usize).sum::<usize>().max(1);
        let widths: Vec<usize> = columns.iter().map(|column| width * column.part as usize / parts).collect();
        let size = self.layout.head_size;
        let cell = |run: Run, at: usize, is_head: bool| {
            let number = columns.get(at).is_some_and(|column| column.is_number);
            let align = if number || is_head { AlignmentType::Center } else { AlignmentType::Left };
            let paragraph = Paragraph::new().line_spacing(self.spaced(2, 2)).align(align).add_run(run);
            let width = widths.get(at).copied().unwrap_or_default();
            let cell = TableCell::new().width(width, WidthType::Dxa).vertical_align(VAlignType::Center);
            cell.add_paragraph(paragraph)
        };
        let head = columns.iter().enumerate().map(|(at, column)| cell(self.bold(&column.heading, size), at, true));
        let row = |row: &Vec<String>| {
            let cells = row.iter().enumerate().map(|(at, text)| cell(self.run(text, size), at, false));
            TableRow::new(cells.collect()).cant_split()
        };
        let first = TableRow::new(head.collect()).cant_split();
        let table = Table::new(std::iter::once(first).chain(rows.iter().map(row)).collect())
            .set_grid(widths.clone())
            .width(width, WidthType::Dxa)
            .layout(TableLayoutType::Fixed);
        self.add_table(table);
    }

    fn close(&mut self, recipients: &[String], signature: &Signature) {
        let (small, body) = (self.layout.recipients_size, self.layout.body_size);
        let plain = || Paragraph::new().line_spacing(self.spaced(0, 0));
        let underlined = self.run("Nơi nhận:", small).underline("single");
        let mut left = TableCell::new().add_paragraph(plain().add_run(underlined));
        for (at, recipient) in recipients.iter().enumerate() {
            let end = if at + 1 == recipients.len() { '.' } else { ',' };
            left = left.add_paragraph(plain().add_run(self.run(&format!("- {recipient}{end}"), small)));
        }
        let mut right = TableCell::new()
            .add_paragraph(self.centred().add_run(self.bold(&signature.on_behalf_of, body)))
            .add_paragraph(self.centred().add_run(self.run(&signature.office, body)));
        for _ in 0..self.layout.signature_lines {
            right = right.add_paragraph(self.centred());
        }
        right = right.add_paragraph(self.centred().add_run(self.bold(&signature.name, body)));
        let table = self.two_columns(left, right);
        self.add(Paragraph::new().line_spacing(self.spaced(0, 0)));
        self.add_table(table);
    }

    fn annex(&mut self, annex: &Annex) {
        let label = self.centred().page_break_before(true).add_run(self.bold(&annex.label, self.layout.subject_size));
        self.add(label);
        self.title(&annex.title, self.layout.subject_size, 0);
        self.add(self.centred().add_run(self.run("-----", self.layout.body_size)));
        self.blocks(&annex.body);
    }
}
