//! Workbooks (.xlsx): every visible sheet as a table of what Excel shows.

mod cells;
mod format;
mod styles;

use super::archive::{self, Archive};
use super::document::{Block, Document, Table};
use super::refusal::Refusal;
use super::xml::{self, Element};
use cells::{SharedText, SheetReader};
use styles::CellStyles;

const SHEETS: usize = 60;

/// In which order a cell's date is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dates {
    /// As Excel shows it.
    AsShown,
    /// The day first, where the cell holds a date and not its text: whose Excel shows the month first means the same day.
    DayFirst,
}

/// # Errors
/// Not a workbook, damaged, or expanding beyond reason.
pub fn read(archive: &mut Archive<'_>, main: &str, dates: Dates) -> Result<Document, Refusal> {
    let relationships = archive::relationships(archive, main)?;
    let source = archive.text(main)?.ok_or_else(Refusal::damaged)?;
    let workbook = xml::parse(&source)?;
    let part = |kind: &str| relationships.iter().find(|found| found.1 == kind).map(|found| found.2.as_str());
    let styles = part("styles").map(|name| archive.text(name)).transpose()?.flatten();
    let theme = part("theme").map(|name| archive.text(name)).transpose()?.flatten();
    let styles_root = styles.as_deref().map(xml::parse).transpose()?;
    let theme_root = theme.as_deref().map(xml::parse).transpose()?;
    let styles = CellStyles::read(styles_root.as_ref(), theme_root.as_ref());
    let shared = part("sharedStrings").map(|name| archive.text(name)).transpose()?.flatten();
    let shared = match shared.as_deref().map(xml::parse).transpose()? {
        Some(root) => {
            root.children().filter(|child| child.name == "si").map(|item| cells::shared_text(item, &styles)).collect()
        }
        None => Vec::new(),
    };
    let since_1904 = workbook
        .child("workbookPr")
        .and_then(|found| found.attribute("date1904"))
        .is_some_and(|value| matches!(value, "1" | "true"));

    let mut document = Document::default();
    let sheets: Vec<&Element<'_>> =
        workbook.child("sheets").map(|sheets| sheets.children().collect()).unwrap_or_default();
    let any_visible = sheets.iter().any(|sheet| !is_hidden(sheet));
    for (index, sheet) in sheets.iter().enumerate().take(SHEETS) {
        if any_visible && is_hidden(sheet) {
            continue;
        }
        let id = sheet.attribute("id").unwrap_or_default();
        let target = relationships.iter().find(|found| found.0 == id && found.1 == "worksheet");
        let Some(name) = target.map(|found| found.2.clone()) else { continue };
        let source = archive.text(&name)?.ok_or_else(Refusal::damaged)?;
        let reader = SheetReader { number: index as u32 + 1, shared: &shared, styles: &styles, since_1904, dates };
        let (rows, margins) = reader.read(&source)?;
        let title = super::text::tidy(sheet.attribute("name").unwrap_or_default());
        document.blocks.push(Block::Table(Table { title, rows }));
        document.margins.extend(margins);
    }
    for drawing in archive.named(|name| name.starts_with("xl/drawings/") && name.ends_with(".xml")) {
        if let Some(source) = archive.text(&drawing)? {
            let root = xml::parse(&source)?;
            collect_paragraphs(&root, &mut document.margins);
        }
    }
    Ok(document)
}

/// The day that a bare number means in a cell whose format was lost.
pub fn date_of_serial(number: f64) -> Option<jiff::civil::Date> {
    format::date_time(number, false).map(|moment| moment.date())
}

fn is_hidden(sheet: &Element<'_>) -> bool {
    matches!(sheet.attribute("state"), Some("hidden" | "veryHidden"))
}

/// Text boxes: read only for what they forbid.
fn collect_paragraphs(element: &Element<'_>, found: &mut Vec<String>) {
    for child in element.children() {
        if child.name == "p" {
            found.push(child.deep_text());
        } else {
            collect_paragraphs(child, found);
        }
    }
}

type Shared = Vec<SharedText>;
