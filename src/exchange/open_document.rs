//! OpenDocument text (.odt): paragraphs, lists and tables with the looks of their styles.

use std::collections::HashMap;

use super::archive::Archive;
use super::document::{Block, Cell, Document, Line, LineWriter, Look, NO_FILL, Place, Row, Table};
use super::refusal::Refusal;
use super::xml::{self, Content, Element};

const COLUMNS: usize = 64;

#[derive(Clone, Copy, Default)]
struct Marks {
    bold: Option<bool>,
    italic: Option<bool>,
    underline: Option<bool>,
    colour: Option<u32>,
    fill: Option<u32>,
    centred: Option<bool>,
    hidden: Option<bool>,
}

#[derive(Default)]
struct Reader {
    styles: HashMap<String, (Option<String>, Marks)>,
    /// `(prefix, format, suffix, start)` by list style and level.
    lists: HashMap<(String, u32), (String, String, String, u32)>,
    counters: HashMap<(String, u32), u32>,
    paragraphs: u32,
    tables: u32,
    row: Option<Place>,
    after_blank: bool,
}

/// # Errors
/// Damaged, encrypted, or expanding beyond reason.
pub fn read(archive: &mut Archive<'_>) -> Result<Document, Refusal> {
    let manifest = archive.text("META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.contains("encryption-data") {
        return Err(Refusal::unsupported("Tệp được đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu rồi gửi lại."));
    }
    let mut reader = Reader::default();
    let styles = archive.text("styles.xml")?.unwrap_or_default();
    let mut margins = Vec::new();
    if !styles.is_empty() {
        let root = xml::parse(&styles)?;
        reader.read_styles(&root);
        collect_margins(&root, &mut margins);
    }
    let source = archive.text("content.xml")?.ok_or_else(Refusal::damaged)?;
    let root = xml::parse(&source)?;
    reader.read_styles(&root);
    let body = root.child("body").and_then(|body| body.child("text")).ok_or_else(Refusal::damaged)?;
    let mut blocks = Vec::new();
    reader.blocks(body, &mut blocks);
    Ok(Document { blocks, margins, legacy_fonts: false })
}

fn collect_margins(element: &Element<'_>, margins: &mut Vec<String>) {
    for child in element.children() {
        if child.name.starts_with("header") || child.name.starts_with("footer") {
            margins.extend(child.children().map(Element::deep_text));
        } else {
            collect_margins(child, margins);
        }
    }
}

impl Reader {
    fn read_styles(&mut self, element: &Element<'_>) {
        for child in element.children() {
            match child.name {
                "style" => {
                    let Some(name) = child.attribute("name") else { continue };
                    let parent = child.attribute("parent-style-name").map(str::to_owned);
                    self.styles.insert(name.to_owned(), (parent, marks(child)));
                }
                "list-style" => {
                    let Some(name) = child.attribute("name") else { continue };
                    for level in child.children().filter(|level| level.name == "list-level-style-number") {
                        let said = |key: &str| level.attribute(key).unwrap_or_default().to_owned();
                        let at = level.attribute("level").and_then(|at| at.parse().ok()).unwrap_or(1);
                        let start = level.attribute("start-value").and_then(|start| start.parse().ok()).unwrap_or(1);
                        let format = (said("num-prefix"), said("num-format"), said("num-suffix"), start);
                        self.lists.insert((name.to_owned(), at), format);
                    }
                }
                "styles" | "automatic-styles" => self.read_styles(child),
                _ => {}
            }
        }
    }

    fn look(&self, style: Option<&str>, under: Marks) -> Marks {
        let (mut sum, mut next) = (Marks::default(), style);
        for _ in 0..24 {
            let Some((parent, marks)) = next.and_then(|name| self.styles.get(name)) else { break };
            sum = over(sum, *marks);
            next = parent.as_deref();
        }
        over(sum, under)
    }

    fn blocks(&mut self, parent: &Element<'_>, blocks: &mut Vec<Block>) {
        for child in parent.children() {
            match child.name {
                "p" | "h" => self.paragraph(child, None, blocks),
                "list" => self.list(child, child.attribute("style-name").unwrap_or_default(), 1, blocks),
                "table" => blocks.push(Block::Table(self.table(child))),
                "tracked-changes" | "sequence-decls" | "forms" | "table-of-content" => {}
                _ => self.blocks(child, blocks),
            }
        }
    }

    fn list(&mut self, list: &Element<'_>, style: &str, level: u32, blocks: &mut Vec<Block>) {
        if level > 9 {
            return;
        }
        if list.attribute("continue-numbering") != Some("true")
            && list.attribute("continue-list").is_none()
            && level > 1
        {
            self.counters.remove(&(style.to_owned(), level));
        }
        for item in list.children().filter(|item| matches!(item.name, "list-item" | "list-header")) {
            let mut first = item.name == "list-item";
            for child in item.children() {
                match child.name {
                    "p" | "h" => {
                        let own = child.attribute("style-name").unwrap_or_default();
                        let number =
                            if std::mem::take(&mut first) { self.number(style, own, level, item) } else { None };
                        self.paragraph(child, number, blocks);
                    }
                    "list" => {
                        let inner = child.attribute("style-name").unwrap_or(style).to_owned();
                        self.list(child, &inner, level + 1, blocks);
                    }
                    _ => {}
                }
            }
        }
    }

    fn number(&mut self, style: &str, _paragraph: &str, level: u32, item: &Element<'_>) -> Option<String> {
        let key = (style.to_owned(), level);
        let (prefix, format, suffix, start) = self.lists.get(&key)?.clone();
        let given = item.attribute("start-value").and_then(|start| start.parse().ok());
        let count = given.unwrap_or_else(|| self.counters.get(&key).map_or(start, |count| count.saturating_add(1)));
        self.counters.insert(key, count);
        let letter = |first: u8| char::from(first + ((count.max(1) - 1) % 26) as u8).to_string();
        let text = match format.as_str() {
            "" => return None,
            "A" => letter(b'A'),
            "a" => letter(b'a'),
            _ => count.to_string(),
        };
        Some(format!("{prefix}{text}{suffix}\t"))
    }

    fn paragraph(&mut self, element: &Element<'_>, number: Option<String>, blocks: &mut Vec<Block>) {
        self.paragraphs += 1;
        let marks = self.look(element.attribute("style-name"), Marks::default());
        let mut pieces = Vec::new();
        if let Some(number) = number {
            pieces.push((number, shown(marks)));
        }
        let mut boxes = Vec::new();
        self.inline(element, marks, &mut pieces, &mut boxes);
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
            let heading = element.name == "h" || marks.centred == Some(true);
            let after_blank = std::mem::take(&mut self.after_blank) && index == 0;
            let line = Line {
                glyphs: writer.finish(),
                place,
                continues: index > 0,
                after_blank,
                heading,
                bulleted: false,
                pictured: false,
            };
            self.after_blank |= line.is_blank() && index == 0;
            blocks.push(Block::Line(line));
        }
        for found in boxes {
            self.blocks(found, blocks);
        }
    }

    fn inline<'e, 'a>(
        &self,
        element: &'e Element<'a>,
        marks: Marks,
        out: &mut Vec<(String, Look)>,
        boxes: &mut Vec<&'e Element<'a>>,
    ) {
        for content in &element.content {
            let child = match content {
                Content::Text(_) if marks.hidden == Some(true) => continue,
                Content::Text(text) => {
                    out.push((text.replace(['\n', '\r', '\t'], " "), shown(marks)));
                    continue;
                }
                Content::Element(child) => child,
            };
            match child.name {
                "s" => {
                    let count = child.attribute("c").and_then(|count| count.parse::<usize>().ok()).unwrap_or(1);
                    out.push((" ".repeat(count.min(200)), shown(marks)));
                }
                "tab" => out.push(("\t".to_owned(), shown(marks))),
                "line-break" => out.push(("\n".to_owned(), shown(marks))),
                "span" => {
                    let inner = self.look(child.attribute("style-name"), marks);
                    self.inline(child, inner, out, boxes);
                }
                "note" | "annotation" | "annotation-end" | "tracked-changes" | "ruby-text" => {}
                "frame" | "custom-shape" | "text-box" => boxes.push(child),
                _ => self.inline(child, marks, out, boxes),
            }
        }
    }

    fn table(&mut self, element: &Element<'_>) -> Table {
        self.tables += 1;
        let (number, outer) = (self.tables, self.row);
        let (mut rows, mut elements) = (Vec::new(), Vec::new());
        collect_rows(element, &mut elements);
        for row in elements {
            let place = outer.unwrap_or(Place::TableRow { table: number, row: rows.len() as u32 + 1 });
            self.row = Some(place);
            let mut cells = Vec::new();
            for cell in row.children().filter(|cell| matches!(cell.name, "table-cell" | "covered-table-cell")) {
                let count = cell
                    .attribute("number-columns-repeated")
                    .and_then(|count| count.parse::<usize>().ok())
                    .unwrap_or(1);
                let mut content = Vec::new();
                let covered = cell.name == "covered-table-cell";
                if !covered {
                    self.blocks(cell, &mut content);
                }
                for _ in 0..count.min(COLUMNS.saturating_sub(cells.len())) {
                    cells.push(Cell { content: content.clone(), covered });
                }
            }
            rows.push(Row { place, cells });
        }
        self.row = outer;
        Table { rows, ..Table::default() }
    }
}

fn collect_rows<'e, 'a>(element: &'e Element<'a>, rows: &mut Vec<&'e Element<'a>>) {
    for child in element.children() {
        match child.name {
            "table-row" => rows.push(child),
            "table-header-rows" | "table-rows" | "table-row-group" => collect_rows(child, rows),
            _ => {}
        }
    }
}

fn over(upper: Marks, lower: Marks) -> Marks {
    Marks {
        bold: upper.bold.or(lower.bold),
        italic: upper.italic.or(lower.italic),
        underline: upper.underline.or(lower.underline),
        colour: upper.colour.or(lower.colour),
        fill: upper.fill.or(lower.fill),
        centred: upper.centred.or(lower.centred),
        hidden: upper.hidden.or(lower.hidden),
    }
}

fn shown(marks: Marks) -> Look {
    Look {
        bold: marks.bold.unwrap_or(false),
        italic: marks.italic.unwrap_or(false),
        underline: marks.underline.unwrap_or(false),
        colour: marks.colour.unwrap_or(0),
        fill: marks.fill.unwrap_or(NO_FILL),
    }
}

fn marks(style: &Element<'_>) -> Marks {
    let mut found = Marks::default();
    let colour = |value: &str| value.strip_prefix('#').and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let bytes = |colour: u32| colour.to_be_bytes();
    if let Some(text) = style.child("text-properties") {
        found.bold = text
            .attribute("font-weight")
            .map(|weight| weight == "bold" || weight.parse().is_ok_and(|weight: u32| weight >= 600));
        found.italic = text.attribute("font-style").map(|slant| slant != "normal");
        found.underline = text.attribute("text-underline-style").map(|kind| kind != "none");
        found.colour = text
            .attribute("color")
            .and_then(colour)
            .map(|value| if bytes(value).iter().all(|part| *part <= 0x40) { 0 } else { value });
        found.hidden = text.attribute("display").map(|how| how == "none");
        let paper = text.attribute("background-color");
        found.fill = paper.map(|value| {
            colour(value)
                .filter(|value| bytes(*value)[1..].iter().any(|part| *part < 0xf8))
                .map_or(NO_FILL, |value| value.max(1))
        });
    }
    if let Some(paragraph) = style.child("paragraph-properties") {
        found.centred = paragraph.attribute("text-align").map(|side| side == "center");
    }
    found
}
