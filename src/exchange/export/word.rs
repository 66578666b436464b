//! A Word file to be checked, printed and signed; with the keys for those who check, without for those who are asked.

use std::io::{self, Cursor};

use docx_rs::{
    AlignmentType, BreakType, Docx, Footer, LineSpacing, LineSpacingType, PageMargin, PageNum, Paragraph, Pic, Run,
    RunFonts, Table, TableCell, TableRow, WidthType,
};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::super::inert::printable;
use super::super::picture;
use super::table::offered;
use super::{ExportError, ExportedBank, ExportedQuestion, letter};
use crate::domain::question::QuestionImage;

/// Twentieths of a point.
const MILLIMETRE: f64 = 1_440.0 / 25.4;
/// Half points.
const BODY: usize = 26;
const TITLE: usize = 28;

pub fn write(bank: &ExportedBank, with_keys: bool) -> Result<Vec<u8>, ExportError> {
    let font = "Times New Roman";
    let mut document = Docx::new()
        .page_size(twips(210.0), twips(297.0))
        .page_margin(margins())
        .default_fonts(RunFonts::new().ascii(font).hi_ansi(font).east_asia(font).cs(font))
        .default_size(BODY)
        .footer(Footer::new().add_paragraph(Paragraph::new().align(AlignmentType::Center).add_page_num(PageNum::new())))
        .add_paragraph(line(&bank.unit).align(AlignmentType::Center))
        .add_paragraph(heading(if with_keys {
            "BỘ CÂU HỎI VÀ ĐÁP ÁN"
        } else {
            "BỘ CÂU HỎI TRẮC NGHIỆM"
        }))
        .add_paragraph(
            line(&format!("(gồm {} câu, ngày {})", bank.questions.len(), day(&bank.exported_on)))
                .align(AlignmentType::Center),
        )
        .add_paragraph(Paragraph::new());
    for (question, number) in bank.questions.iter().zip(1..) {
        let picture = question.revision.image.as_ref().and_then(|image| drawn(image, bank.pictures.get(&image.hash)?));
        for paragraph in question_of(question, number, picture, with_keys) {
            document = document.add_paragraph(paragraph);
        }
    }
    let mut file = Cursor::new(Vec::new());
    let document = document.add_paragraph(Paragraph::new()).add_table(signatures()).build();
    document.pack(&mut file).map_err(|error| ExportError::Word(error.to_string()))?;
    packed(file.into_inner()).map_err(|error| ExportError::Word(error.to_string()))
}

/// The library stores the parts of a file as they are: packed, it goes over a telephone's line thirty times as fast.
fn packed(stored: Vec<u8>) -> Result<Vec<u8>, ZipError> {
    let mut parts = ZipArchive::new(Cursor::new(stored))?;
    let mut file = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for index in 0..parts.len() {
        let mut part = parts.by_index(index)?;
        file.start_file(part.name()?.into_owned(), options)?;
        io::copy(&mut part, &mut file)?;
    }
    Ok(file.finish()?.into_inner())
}

fn question_of(
    question: &ExportedQuestion,
    number: usize,
    picture: Option<Paragraph>,
    with_keys: bool,
) -> Vec<Paragraph> {
    let revision = &question.revision;
    let label = match question.seconds() {
        Some(seconds) => format!("Câu {number} ({seconds} giây):"),
        None => format!("Câu {number}:"),
    };
    let stem = lines(Paragraph::new().add_run(Run::new().add_text(label).bold()), &format!(" {}", revision.stem));
    let mut paragraphs = vec![spaced(stem, 120).keep_next(true)];
    paragraphs.extend(picture);
    for (at, option) in revision.options.iter().enumerate() {
        let text = format!("{}. {}", letter(at), offered(&option.text, at));
        let is_last = at + 1 == revision.options.len() && !with_keys;
        paragraphs.push(indented(lines(Paragraph::new(), &text)).keep_next(!is_last));
    }
    if with_keys {
        let labelled = |label: &str, said: &str| {
            let label = Run::new().add_text(format!("{label}:")).bold();
            indented(lines(Paragraph::new().add_run(label), &format!(" {said}"))).keep_lines(true)
        };
        let said = [
            ("Đáp án", question.right_letters()),
            ("Giải thích", revision.explanation.clone()),
            ("Nguồn", revision.source.clone()),
        ];
        paragraphs.extend(said.iter().filter(|(_, said)| !said.is_empty()).map(|(label, said)| labelled(label, said)));
    }
    paragraphs
}

/// A question's picture in a line of its own, as large as on paper at 96 dots to the inch, and no wider than its text.
fn drawn(image: &QuestionImage, kept: &[u8]) -> Option<Paragraph> {
    const DOT: u32 = 9_525;
    const WIDEST: u32 = 120 * 36_000;
    let png = picture::as_png(kept)?;
    let width = image.width.saturating_mul(DOT).clamp(1, WIDEST);
    let height = u64::from(width) * u64::from(image.height) / u64::from(image.width.max(1));
    let drawing = Pic::new_with_dimensions(png, image.width, image.height).size(width, u32::try_from(height).ok()?);
    Some(indented(Paragraph::new().add_run(Run::new().add_image(drawing))).keep_next(true))
}

fn heading(text: &str) -> Paragraph {
    let run = Run::new().add_text(text).bold().size(TITLE);
    spaced(Paragraph::new().add_run(run).align(AlignmentType::Center), 120)
}

fn line(text: &str) -> Paragraph {
    Paragraph::new().add_run(Run::new().add_text(printable(text)))
}

/// Adds a text whose line breaks are line breaks.
fn lines(paragraph: Paragraph, text: &str) -> Paragraph {
    let mut run = Run::new();
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            run = run.add_break(BreakType::TextWrapping);
        }
        run = run.add_text(printable(line));
    }
    paragraph.add_run(run)
}

fn spaced(paragraph: Paragraph, before: u32) -> Paragraph {
    paragraph.line_spacing(LineSpacing::new().line_rule(LineSpacingType::Auto).line(276).before(before).after(40))
}

fn indented(paragraph: Paragraph) -> Paragraph {
    spaced(paragraph.indent(Some((10.0 * MILLIMETRE) as i32), None, None, None), 0)
}

/// Who wrote it, and who approved it.
fn signatures() -> Table {
    let place = |words: &str| {
        let mut cell = TableCell::new()
            .width(twips(80.0) as usize, WidthType::Dxa)
            .add_paragraph(Paragraph::new().align(AlignmentType::Center).add_run(Run::new().add_text(words).bold()))
            .add_paragraph(
                Paragraph::new()
                    .align(AlignmentType::Center)
                    .add_run(Run::new().add_text("(ký, ghi rõ họ tên)").italic()),
            );
        for _ in 0..4 {
            cell = cell.add_paragraph(Paragraph::new());
        }
        cell
    };
    let row = TableRow::new(vec![place("NGƯỜI BIÊN SOẠN"), place("NGƯỜI DUYỆT")]).cant_split();
    Table::without_borders(vec![row]).set_grid(vec![twips(80.0) as usize; 2])
}

/// Of a cell's documents: 20, 20, 30 and 15 mm.
fn margins() -> PageMargin {
    let margin = |millimetres: f64| twips(millimetres) as i32;
    PageMargin::new().top(margin(20.0)).bottom(margin(20.0)).left(margin(30.0)).right(margin(15.0))
}

fn twips(millimetres: f64) -> u32 {
    (millimetres * MILLIMETRE).round() as u32
}

/// `2026-11-25` → `25/11/2026`
fn day(date: &str) -> String {
    let parts: Vec<&str> = date.split('-').rev().collect();
    parts.join("/")
}
