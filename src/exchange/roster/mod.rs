//! Lists of members in and out: .xlsx and .csv as secretaries keep them.

mod heading;
mod line;
mod table;
mod value;
mod write;

use serde::{Deserialize, Serialize};

use super::container;
use super::document::{Block, Document, Place, Table};
use super::refusal::{Refusal, RefusalKind};
use super::separated;
use super::sheet::Dates;
use super::text;
use crate::domain::roster::{Entry, Field};
use table::Lines;

pub use line::read_details as read_member_details;
pub use write::{ROSTER_TEMPLATE_NAME, RosterRow, roster_csv, roster_template, roster_workbook};

/// More people than a commune has; each is a line of the page that shows them.
const PEOPLE: usize = 6_000;

const ACCEPTED: &str = "Danh sách đảng viên được nhận ở dạng Excel (.xlsx) hoặc .csv.";

/// What a file says, every person of it in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterPreview {
    pub lines: Vec<RosterLine>,
    /// Headings of columns that are not read.
    pub skipped: Vec<String>,
    /// One of them holds national id numbers, which are never collected.
    pub has_national_ids: bool,
    /// Set where nothing is taken; `lines` is empty then.
    pub refusal: Option<Refusal>,
}

/// One person of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterLine {
    pub place: Place,
    /// As far as it was understood, also where there is a problem.
    pub entry: Entry,
    pub problems: Vec<RosterProblem>,
}

/// A cell that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterProblem {
    pub field: Field,
    /// What it is and what to do, in Vietnamese.
    pub sentence: String,
}

impl RosterPreview {
    pub fn refused(refusal: Refusal) -> Self {
        Self { refusal: Some(for_rosters(refusal)), ..Self::default() }
    }
}

/// The people of a file. `name` is believed only for its ending.
pub fn read_roster(name: &str, bytes: &[u8]) -> RosterPreview {
    match document(name, bytes).and_then(|document| people(&document)) {
        Ok(preview) => preview,
        Err(refusal) => RosterPreview::refused(refusal),
    }
}

fn document(name: &str, bytes: &[u8]) -> Result<Document, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::empty());
    }
    let ending = name.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_ascii_lowercase());
    match ending.as_str() {
        "xlsx" => container::workbook(bytes, Dates::DayFirst),
        "csv" | "tsv" => separated::read(&container::text_of(bytes)?),
        "xls" => Err(Refusal::unsupported(
            "Tệp .xls là định dạng Excel cũ. Hãy mở tệp bằng Excel, chọn Lưu thành (Save As) dạng .xlsx rồi gửi lại.",
        )),
        "xlsm" | "xltm" | "xlam" => Err(container::macros()),
        "doc" | "docx" | "odt" | "pdf" => Err(Refusal::unsupported(format!(
            "{ACCEPTED} Hãy chép bảng trong tệp này sang Excel, lưu thành .xlsx rồi gửi lại."
        ))),
        _ => Err(Refusal::unsupported(format!("Loại tệp này không được nhận. {ACCEPTED}"))),
    }
}

fn people(document: &Document) -> Result<RosterPreview, Refusal> {
    let texts: Vec<String> = document.lines().iter().map(|line| line.text()).collect();
    container::forbidden(texts.iter().chain(&document.margins).map(String::as_str))?;
    let mut preview = RosterPreview::default();
    let mut has_heading = false;
    // `Chi bộ Ấp 1` on one sheet, `Chi bộ Ấp 2` on the next; the title of the only one is just a title.
    let is_cell = |table: &Table| text::folded(&table.title).starts_with("chi bo ");
    let by_sheets =
        document.blocks.iter().filter(|block| matches!(block, Block::Table(table) if is_cell(table))).count() > 1;
    for block in &document.blocks {
        let Block::Table(table) = block else { continue };
        let title = (by_sheets && is_cell(table)).then(|| table.title.clone());
        let lines = Lines::of(table, title);
        has_heading |= lines.has_heading;
        preview.lines.extend(lines.people);
        preview.has_national_ids |= lines.has_national_ids;
        for heading in lines.skipped {
            if !preview.skipped.contains(&heading) {
                preview.skipped.push(heading);
            }
        }
        if preview.lines.len() > PEOPLE {
            return Err(Refusal::too_large());
        }
    }
    if !has_heading {
        return Err(Refusal::new(
            RefusalKind::EmptyFile,
            "Trong tệp chưa thấy dòng tiêu đề có cột “Họ và tên”. Hãy thêm dòng tiêu đề phía trên danh sách, hoặc dùng tệp mẫu.",
        ));
    }
    if preview.lines.is_empty() {
        return Err(Refusal::new(
            RefusalKind::EmptyFile,
            "Dưới dòng tiêu đề chưa có đồng chí nào. Hãy kiểm tra lại xem đã chọn đúng tệp chưa.",
        ));
    }
    Ok(preview)
}

/// The readers of containers speak to whoever brings questions.
fn for_rosters(refusal: Refusal) -> Refusal {
    let sentence = match refusal.kind {
        RefusalKind::TooLarge => "Nội dung tệp quá lớn so với một danh sách đảng viên nên không được đọc. \
             Hãy bỏ hình ảnh, các trang tính thừa, hoặc chia danh sách theo chi bộ."
            .to_owned(),
        _ => refusal.sentence.replace(container::ACCEPTED, ACCEPTED),
    };
    Refusal { sentence, ..refusal }
}
