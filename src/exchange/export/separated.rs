//! Separated values (.csv), as a Vietnamese Excel opens them: with semicolons and the mark of UTF-8.

use super::super::inert;
use super::ExportError;
use super::table::{Cell, Rows};

pub fn write(table: &Rows) -> Result<Vec<u8>, ExportError> {
    let broken = |error: csv::Error| ExportError::Separated(error.to_string());
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(table.heading.iter().map(|heading| &heading.words)).map_err(broken)?;
    for row in &table.rows {
        let cells = row.iter().map(|cell| match cell {
            Cell::Empty => String::new(),
            Cell::Number(number) => number.to_string(),
            Cell::Text(text) => inert::cell(text),
        });
        writer.write_record(cells).map_err(broken)?;
    }
    writer.into_inner().map_err(|error| ExportError::Separated(error.to_string()))
}
