//! One paragraph's runs: the text Word shows, each letter with its look.

use super::super::document::Look;
use super::super::xml::Element;
use super::properties::{Layers, RunProperties};
use super::styles::{StyleLook, Styles};

/// What a paragraph holds: its own text in pieces, and the text boxes anchored in it.
#[derive(Default)]
pub struct ParagraphText<'e, 'a> {
    pub pieces: Vec<(String, Look)>,
    pub boxes: Vec<&'e Element<'a>>,
    /// A picture is anchored in it.
    pub pictured: bool,
}

/// A field (page numbers, links, dates): its instruction is hidden, its result is text.
struct Field {
    in_result: bool,
    link: bool,
}

/// Reads runs. Fields may begin in one paragraph and end in another, so it outlives one.
pub struct RunReader<'s> {
    pub styles: &'s Styles,
    fields: Vec<Field>,
    /// Letters beyond ASCII in fonts of the days before Unicode, and in others.
    legacy: u64,
    modern: u64,
}

/// What holds for all runs of a paragraph.
#[derive(Clone, Copy)]
pub struct ParagraphFrame {
    pub style: StyleLook,
    /// Shading of the paragraph or its cell.
    pub paper: u32,
    in_link: bool,
}

impl ParagraphFrame {
    pub fn new(style: StyleLook, paper: u32) -> Self {
        Self { style, paper, in_link: false }
    }
}

impl<'s> RunReader<'s> {
    pub fn new(styles: &'s Styles) -> Self {
        Self { styles, fields: Vec::new(), legacy: 0, modern: 0 }
    }

    pub fn legacy_fonts(&self) -> bool {
        self.legacy > self.modern
    }

    /// Everything inline in `element`.
    pub fn read<'e, 'a>(&mut self, element: &'e Element<'a>, frame: ParagraphFrame, out: &mut ParagraphText<'e, 'a>) {
        for child in element.children() {
            match child.name {
                "r" => self.run(child, frame, out),
                "hyperlink" => self.read(child, ParagraphFrame { in_link: true, ..frame }, out),
                "sdt" if is_placeholder(child) => {}
                "AlternateContent" => {
                    if let Some(branch) = shown_branch(child) {
                        self.read(branch, frame, out);
                    }
                }
                "ruby" => {
                    if let Some(base) = child.child("rubyBase") {
                        self.read(base, frame, out);
                    }
                }
                "del" | "moveFrom" | "rt" => {}
                name if name.ends_with("Pr") => {}
                _ => self.read(child, frame, out),
            }
        }
    }

    /// The layers of formatting of a run with these properties.
    pub fn layers(&self, properties: Option<&Element<'_>>, frame: ParagraphFrame) -> (Layers, bool) {
        let named = properties.and_then(|found| found.child_value("rStyle"));
        let character = self.styles.character(named);
        let direct = RunProperties::read(properties, &self.styles.theme);
        let layers =
            Layers { defaults: self.styles.defaults, paragraph: frame.style.run, character: character.run, direct };
        (layers, character.link)
    }

    fn run<'e, 'a>(&mut self, run: &'e Element<'a>, frame: ParagraphFrame, out: &mut ParagraphText<'e, 'a>) {
        // In a formula, the mathematical properties stand before those of the run.
        let properties = run.children().filter(|child| child.name == "rPr").last();
        let (layers, link) = self.layers(properties, frame);
        let mut look = layers.look(frame.paper);
        if link || frame.in_link || self.fields.iter().any(|field| field.link) {
            // A link looks like a link; that marks no answer.
            (look.colour, look.underline) = (0, false);
        }
        let hidden = layers.hidden();
        let shape = RunShape { look, hidden, capitals: layers.capitals(), legacy: layers.legacy_font() };
        self.content(run, &shape, out);
    }

    fn content<'e, 'a>(&mut self, run: &'e Element<'a>, shape: &RunShape, out: &mut ParagraphText<'e, 'a>) {
        for child in run.children() {
            match child.name {
                "t" => {
                    let text = child.own_text();
                    let kept = child.attribute("space") == Some("preserve");
                    self.text(if kept { &text } else { text.trim_matches(' ') }, shape, out);
                }
                "tab" | "ptab" => self.text("\t", shape, out),
                "br" | "cr" => self.text("\n", shape, out),
                "noBreakHyphen" => self.text("-", shape, out),
                "sym" => self.text(symbol(child), shape, out),
                "fldChar" => self.field(child.attribute("fldCharType")),
                "instrText" => {
                    if let Some(field) = self.fields.last_mut() {
                        field.link |= child.own_text().trim_start().to_ascii_uppercase().starts_with("HYPERLINK");
                    }
                }
                "ruby" => {
                    if let Some(base) = child.child("rubyBase") {
                        base.children().filter(|part| part.name == "r").for_each(|part| self.content(part, shape, out));
                    }
                }
                "AlternateContent" => {
                    if let Some(branch) = shown_branch(child) {
                        self.content(branch, shape, out);
                    }
                }
                "drawing" | "pict" | "object" if !shape.hidden => {
                    find_boxes(child, &mut out.boxes);
                    out.pictured |= has_picture(child);
                }
                _ => {}
            }
        }
    }

    fn text(&mut self, text: &str, shape: &RunShape, out: &mut ParagraphText<'_, '_>) {
        if shape.hidden || !self.fields.iter().all(|field| field.in_result) {
            return;
        }
        let foreign = text.chars().filter(|letter| !letter.is_ascii()).count() as u64;
        *(if shape.legacy { &mut self.legacy } else { &mut self.modern }) += foreign;
        let text = if shape.capitals { text.to_uppercase() } else { text.to_owned() };
        out.pieces.push((text, shape.look));
    }

    fn field(&mut self, step: Option<&str>) {
        match step {
            // A document with thousands of open fields is none.
            Some("begin") if self.fields.len() < 64 => self.fields.push(Field { in_result: false, link: false }),
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.in_result = true;
                }
            }
            Some("end") => drop(self.fields.pop()),
            _ => {}
        }
    }
}

struct RunShape {
    look: Look,
    hidden: bool,
    capitals: bool,
    legacy: bool,
}

/// Of the same content for newer and older programs, the newer one that is there.
pub fn shown_branch<'e, 'a>(alternate: &'e Element<'a>) -> Option<&'e Element<'a>> {
    alternate.child("Choice").or_else(|| alternate.child("Fallback"))
}

/// `Bấm vào đây để nhập văn bản`: shown, but nobody's text.
fn is_placeholder(control: &Element<'_>) -> bool {
    control.child("sdtPr").and_then(|found| found.child("showingPlcHdr")).is_some_and(super::properties::is_on)
}

fn find_boxes<'e, 'a>(element: &'e Element<'a>, boxes: &mut Vec<&'e Element<'a>>) {
    for child in element.children() {
        match child.name {
            "txbxContent" => boxes.push(child),
            "AlternateContent" => {
                if let Some(branch) = shown_branch(child) {
                    find_boxes(branch, boxes);
                }
            }
            _ => find_boxes(child, boxes),
        }
    }
}

fn has_picture(element: &Element<'_>) -> bool {
    element.children().any(|child| match child.name {
        "blip" | "imagedata" => true,
        // What stands in a text box is seen where its text is read.
        "txbxContent" => false,
        "AlternateContent" => shown_branch(child).is_some_and(has_picture),
        _ => has_picture(child),
    })
}

/// The check marks of the symbol fonts; other symbols are ornaments.
fn symbol(element: &Element<'_>) -> &'static str {
    let code = element.attribute("char").and_then(|code| u32::from_str_radix(code, 16).ok()).unwrap_or(0) & 0xff;
    let font = element.attribute("font").unwrap_or_default().to_ascii_lowercase();
    match (font.as_str(), code) {
        ("wingdings", 0xfc | 0xfe) | ("wingdings 2", 0x50 | 0x52 | 0x54) => "✓",
        ("wingdings", 0xfd) => "☒",
        ("wingdings", 0xa8 | 0x6f) | ("wingdings 2", 0xa3) => "☐",
        ("symbol", 0xb4) => "×",
        ("symbol", 0xb0) => "°",
        ("symbol", 0xa3) => "≤",
        ("symbol", 0xb3) => "≥",
        ("symbol", 0xb1) => "±",
        _ => " ",
    }
}
