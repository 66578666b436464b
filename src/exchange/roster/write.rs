//! Lists of members as files, in the columns that [`super::read_roster`] reads: an export taken up again changes
//! nothing. Whatever a cell says, no spreadsheet takes it for a formula.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::super::inert;
use crate::domain::roster::{Field, Gender, MemberDetails};

/// What the template is called.
pub const ROSTER_TEMPLATE_NAME: &str = "mau-danh-sach-dang-vien.xlsx";

/// A person as a line of the file.
#[derive(Clone, Debug, Default)]
pub struct RosterRow {
    pub name: String,
    pub unit: String,
    /// Official, as against on probation.
    pub official: bool,
    pub details: MemberDetails,
}

/// The headings, with how many letters wide their columns are.
const HEADINGS: [(&str, f64); 12] = [
    ("STT", 6.0),
    ("Họ và tên", 28.0),
    ("Giới tính", 10.0),
    ("Ngày sinh", 13.0),
    ("Chi bộ", 32.0),
    ("Đảng viên", 13.0),
    ("Ngày vào Đảng", 15.0),
    ("Ngày chính thức", 15.0),
    ("Số thẻ đảng viên", 18.0),
    ("Số điện thoại", 16.0),
    ("Chức vụ", 24.0),
    ("Ghi chú", 30.0),
];

const GUIDE: [&str; 9] = [
    "Cách ghi danh sách đảng viên",
    "Mỗi đồng chí một dòng. Cột bắt buộc chỉ có họ và tên; các cột khác có thì ghi, không có thì để trống.",
    "Thứ tự các cột thay đổi được; phần mềm nhận cột theo tên ở dòng tiêu đề.",
    "Ngày ghi theo mẫu 15/5/1960. Chỉ nhớ tháng và năm thì ghi 5/1960, chỉ nhớ năm thì ghi 1960.",
    "Đảng viên: ghi Chính thức hoặc Dự bị.",
    "Chi bộ: chỉ cần khi tệp gồm nhiều chi bộ; ghi đúng tên chi bộ đã có.",
    "Không ghi số căn cước hoặc chứng minh nhân dân; phần mềm không thu thập các số này.",
    "Gửi lại tệp nhiều lần không làm đồng chí nào bị ghi hai lần: dòng đã có thì được cập nhật, ô để trống không xóa điều đã biết.",
    "Trước khi lưu, phần mềm cho xem từng dòng sẽ thay đổi gì.",
];

impl RosterRow {
    fn cells(&self, number: usize) -> [String; 12] {
        let mut values: Vec<(Field, String)> = Vec::with_capacity(8);
        for (field, said) in self.details.values() {
            let said = said.unwrap_or_default();
            values.push((field, if field == Field::Gender { gender(self.details.gender).to_owned() } else { said }));
        }
        let of = |field: Field| values.iter().find(|(own, _)| *own == field).map(|(_, said)| said.clone());
        let of = |field| of(field).unwrap_or_default();
        [
            number.to_string(),
            self.name.clone(),
            of(Field::Gender),
            of(Field::Birth),
            self.unit.clone(),
            if self.official { "Chính thức" } else { "Dự bị" }.to_owned(),
            of(Field::Joined),
            of(Field::OfficialOn),
            of(Field::Card),
            of(Field::Phone),
            of(Field::Position),
            of(Field::Note),
        ]
    }
}

const fn gender(gender: Option<Gender>) -> &'static str {
    match gender {
        Some(Gender::Male) => "Nam",
        Some(Gender::Female) => "Nữ",
        None => "",
    }
}

/// Separated by commas, with the mark by which Excel knows Unicode.
///
/// # Errors
/// Never in memory; as the writer has it.
pub fn roster_csv(rows: &[RosterRow]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(HEADINGS.map(|(heading, _)| heading))?;
    for (at, row) in rows.iter().enumerate() {
        writer.write_record(row.cells(at + 1).iter().map(|text| inert::cell(text)))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// # Errors
/// As the writer has it: a text beyond what a cell takes.
pub fn roster_workbook(title: &str, rows: &[RosterRow]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    list(workbook.add_worksheet(), title, rows)?;
    workbook.save_to_buffer()
}

/// An example to write over, and how to.
///
/// # Errors
/// As [`roster_workbook`].
pub fn roster_template() -> Result<Vec<u8>, XlsxError> {
    let date = |text: &str| text.parse().ok();
    let details = MemberDetails {
        gender: Some(Gender::Female),
        birth: date("15/05/1975"),
        joined: date("03/02/2001"),
        official_on: date("03/02/2002"),
        card: Some("41.012345".to_owned()),
        phone: Some("0912345678".to_owned()),
        position: Some("Chi ủy viên".to_owned()),
        note: Some("Dòng ví dụ, xóa trước khi gửi".to_owned()),
    };
    let row = RosterRow { name: "Nguyễn Thị Ví Dụ".to_owned(), unit: String::new(), official: true, details };
    let mut workbook = Workbook::new();
    list(workbook.add_worksheet(), "DANH SÁCH ĐẢNG VIÊN", &[row])?;
    let guide = workbook.add_worksheet().set_name("Hướng dẫn")?;
    guide.set_column_width(0, 100.0)?;
    for (at, line) in (0..).zip(GUIDE) {
        let format = if at == 0 { Format::new().set_bold() } else { Format::new().set_text_wrap() };
        guide.write_string_with_format(at, 0, line, &format)?;
    }
    workbook.save_to_buffer()
}

fn list(sheet: &mut Worksheet, title: &str, rows: &[RosterRow]) -> Result<(), XlsxError> {
    const HEADING: u32 = 2;
    sheet.set_name("Danh sách")?;
    sheet.write_string_with_format(0, 0, title, &Format::new().set_bold().set_font_size(14.0))?;
    let heading = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin);
    // As text, so that a number keeps its zero when it is typed over.
    let cell = Format::new().set_num_format("@").set_border(FormatBorder::Thin);
    // With the sign by which Excel takes what follows as text, also once somebody has edited it.
    let live = cell.clone().set_quote_prefix();
    for (column, (name, width)) in (0..).zip(HEADINGS) {
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(HEADING, column, name, &heading)?;
    }
    for (line, (at, row)) in (HEADING + 1..).zip(rows.iter().enumerate()) {
        for (column, value) in (0..).zip(row.cells(at + 1)) {
            let format = if inert::is_live(&value) { &live } else { &cell };
            sheet.write_string_with_format(line, column, inert::printable(&value), format)?;
        }
    }
    sheet.set_freeze_panes(HEADING + 1, 2)?;
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(HEADING, HEADING)?;
    Ok(())
}
