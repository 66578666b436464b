//! Excel workbooks. Every text is written as text: none is ever a formula, nor becomes one when its cell is edited.

use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::super::inert;
use super::ExportError;
use super::table::{Cell, Rows};

struct Formats {
    heading: Format,
    text: Format,
    /// With the sign by which Excel takes what follows as text.
    inert: Format,
}

pub fn write(table: &Rows) -> Result<Vec<u8>, ExportError> {
    let text =
        Format::new().set_font_name("Times New Roman").set_font_size(12).set_text_wrap().set_align(FormatAlign::Top);
    let formats = Formats { heading: text.clone().set_bold(), inert: text.clone().set_quote_prefix(), text };
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("Câu hỏi")?;
    let mut at = 0;
    for cells in &table.above {
        row(sheet, at, cells, &formats)?;
        at += 1;
    }
    for (column, heading) in (0..).zip(&table.heading) {
        sheet.write_string_with_format(at, column, &heading.words, &formats.heading)?;
        sheet.set_column_width(column, heading.width)?;
    }
    at += 1;
    sheet.set_freeze_panes(at, 0)?;
    for cells in &table.rows {
        row(sheet, at, cells, &formats)?;
        at += 1;
    }
    Ok(workbook.save_to_buffer()?)
}

fn row(sheet: &mut Worksheet, at: u32, cells: &[Cell], formats: &Formats) -> Result<(), XlsxError> {
    for (column, cell) in (0..).zip(cells) {
        match cell {
            Cell::Empty => {}
            Cell::Number(number) => {
                // Whole numbers far below what a floating one holds.
                sheet.write_number_with_format(at, column, *number as f64, &formats.text)?;
            }
            Cell::Text(text) => {
                let format = if inert::is_live(text) { &formats.inert } else { &formats.text };
                sheet.write_string_with_format(at, column, inert::printable(text), format)?;
            }
        }
    }
    Ok(())
}
