//! The text of a document for reading before a contest: its paragraphs as they stand, its tables row by row.

use super::document::Block;
use super::refusal::Refusal;
use super::{container, plain_text};

const ACCEPTED: &str =
    "Hãy gửi tệp Word (.docx), OpenDocument (.odt) hoặc văn bản thuần (.txt), hoặc dán nội dung vào ô.";

/// The text of a file: an empty line between paragraphs; lines of one paragraph stay together.
pub fn read_text(name: &str, bytes: &[u8]) -> Result<String, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::empty());
    }
    let ending = container::ending(name);
    let document = match ending.as_str() {
        "docx" => container::word_document(bytes)?,
        "odt" => container::open_document(bytes)?,
        "txt" | "text" | "md" => plain_text::read(&container::text_of(bytes)?),
        "doc" | "docm" => return Err(container::not_taken(&ending)),
        "pdf" => {
            return Err(Refusal::unsupported(format!("Tệp PDF không giữ được các đoạn văn để đọc lại. {ACCEPTED}")));
        }
        _ => return Err(Refusal::unsupported(format!("Loại tệp này không có nội dung để đọc. {ACCEPTED}"))),
    };
    container::permitted(&document)?;
    let mut text = String::new();
    write(&document.blocks, &mut text);
    let text = text.trim();
    if text.is_empty() { Err(Refusal::empty()) } else { Ok(text.to_owned()) }
}

fn write(blocks: &[Block], text: &mut String) {
    for block in blocks {
        match block {
            Block::Line(line) if line.continues => push(text, "\n", &line.text()),
            Block::Line(line) => push(text, "\n\n", &line.text()),
            Block::Table(table) => {
                for row in &table.rows {
                    let cells = row.cells.iter().filter(|cell| !cell.covered && !cell.is_blank());
                    push(text, "\n", &cells.map(|cell| cell.text()).collect::<Vec<_>>().join(" | "));
                }
            }
        }
    }
}

fn push(text: &mut String, before: &str, line: &str) {
    if line.is_empty() {
        return;
    }
    if !text.is_empty() {
        text.push_str(before);
    }
    text.push_str(line);
}
