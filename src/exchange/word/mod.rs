//! Word documents (.docx) as Word shows them with every change accepted.

mod body;
mod numbering;
mod paragraph;
mod properties;
mod styles;

use std::collections::HashMap;

use super::archive::{self, Archive};
use super::document::Document;
use super::refusal::Refusal;
use super::{text, xml};
use numbering::Numbering;
use styles::Styles;

/// # Errors
/// Not a Word document, damaged, or expanding beyond reason.
pub fn read(archive: &mut Archive<'_>, main: &str) -> Result<Document, Refusal> {
    let relationships = archive::relationships(archive, main)?;
    let part = |kind: &str| relationships.iter().find(|found| found.1 == kind).map(|found| found.2.clone());
    let theme = optional(archive, part("theme"))?;
    let styles = optional(archive, part("styles"))?;
    let numbering = optional(archive, part("numbering"))?;
    let theme = theme.as_deref().map(xml::parse).transpose()?;
    let styles = styles.as_deref().map(xml::parse).transpose()?;
    let numbering = numbering.as_deref().map(xml::parse).transpose()?;
    let styles = Styles::read(styles.as_ref(), theme.as_ref());
    let numbering = Numbering::read(numbering.as_ref(), &styles);

    let source = archive.text(main)?.ok_or_else(Refusal::damaged)?;
    let root = xml::parse(&source)?;
    let body = root.child("body").ok_or_else(Refusal::damaged)?;
    let mut reader = body::BodyReader::new(&styles, numbering);
    let blocks = reader.blocks(body);
    let legacy_fonts = reader.legacy_fonts();

    let mut margins = Vec::new();
    for (_, kind, target) in &relationships {
        if (kind == "header" || kind == "footer")
            && let Some(source) = archive.text(target)?
        {
            let part = xml::parse(&source)?;
            let mut reader = body::BodyReader::new(&styles, Numbering::default());
            let read = Document { blocks: reader.blocks(&part), ..Document::default() };
            margins.extend(read.lines().iter().map(|line| line.text()));
        }
    }
    Ok(Document { blocks, margins, legacy_fonts })
}

fn optional(archive: &mut Archive<'_>, name: Option<String>) -> Result<Option<String>, Refusal> {
    match name {
        Some(name) => archive.text(&name),
        None => Ok(None),
    }
}

/// The colours of a theme by name, as 0xRRGGBB.
type Theme = HashMap<String, u32>;

fn theme_colours(theme: Option<&xml::Element<'_>>) -> Theme {
    let mut colours = Theme::new();
    let scheme = theme.and_then(|theme| theme.child("themeElements")?.child("clrScheme"));
    for colour in scheme.iter().flat_map(|scheme| scheme.children()) {
        let value = colour.children().find_map(|child| child.attribute("lastClr").or_else(|| child.attribute("val")));
        if let Some(value) = value.and_then(properties::hexadecimal) {
            colours.insert(colour.name.to_owned(), value);
        }
    }
    colours
}

/// Fonts of the days before Unicode, whose letters are others than they look.
fn is_legacy_font(name: &str) -> bool {
    let name = text::folded(name);
    name.starts_with(".vn") || name.starts_with("vni-") || name.starts_with("vni ")
}
