//! Lists of members as secretaries keep them: each has habits of its own.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

/// Headings in two rows under a letterhead, crosses and dates under merged groups, a sum and signatures below.
pub fn printed_for_signing() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let plain = Format::new();
    let text = |sheet: &mut Worksheet, row: u32, cells: &[&str]| {
        for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string(row, column, *cell).unwrap();
        }
    };
    sheet.merge_range(0, 0, 0, 3, "ĐẢNG BỘ XÃ HÒA MỸ", &plain).unwrap();
    sheet.merge_range(0, 5, 0, 9, "ĐẢNG CỘNG SẢN VIỆT NAM", &plain).unwrap();
    sheet.merge_range(1, 0, 1, 3, "CHI BỘ TRƯỜNG TIỂU HỌC HÒA MỸ", &plain).unwrap();
    sheet.merge_range(3, 0, 3, 9, "DANH SÁCH ĐẢNG VIÊN", &plain).unwrap();
    sheet.merge_range(4, 0, 4, 9, "(Tính đến ngày 01 tháng 01 năm 2026)", &plain).unwrap();
    sheet.merge_range(6, 0, 7, 0, "STT", &plain).unwrap();
    sheet.merge_range(6, 1, 7, 1, "HỌ VÀ TÊN", &plain).unwrap();
    sheet.merge_range(6, 2, 6, 3, "Ngày, tháng, năm sinh", &plain).unwrap();
    sheet.merge_range(6, 4, 6, 5, "Ngày vào Đảng", &plain).unwrap();
    sheet.merge_range(6, 6, 7, 6, "Số thẻ ĐV", &plain).unwrap();
    sheet.merge_range(6, 7, 6, 8, "Chức vụ", &plain).unwrap();
    sheet.merge_range(6, 9, 7, 9, "Ghi chú", &plain).unwrap();
    text(sheet, 7, &["", "", "Nam", "Nữ", "Dự bị", "Chính thức", "", "Đảng", "Chính quyền"]);
    text(sheet, 8, &["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)", "(10)"]);
    text(
        sheet,
        9,
        &["1", "NGUYỄN VĂN ĐẠT", "15/5/1960", "", "03.02.85", "03.02.86", "41.012345", "Bí thư", "Hiệu trưởng"],
    );
    text(sheet, 10, &["2", "Trần Thị Thủy", "", "1972", "19/5/2001", "19/5/2002", "41 012 346", "", "Giáo viên"]);
    text(sheet, 11, &["3", "Lê Hòa", "5/1999", "", "2/9/2025", "", "", "", "", "Mới kết nạp"]);
    text(sheet, 12, &["4"]);
    text(sheet, 13, &["", "Tổng cộng: 03 đồng chí"]);
    text(sheet, 15, &["", "", "", "", "", "", "", "Hòa Mỹ, ngày 02 tháng 01 năm 2026"]);
    text(sheet, 16, &["", "NGƯỜI LẬP", "", "", "", "", "", "T/M CHI BỘ"]);
    text(sheet, 17, &["", "(Ký, ghi rõ họ tên)", "", "", "", "", "", "BÍ THƯ"]);
    text(sheet, 21, &["", "Trần Thị Thủy", "", "", "", "", "", "Nguyễn Văn Đạt"]);
    workbook.save_to_buffer().unwrap()
}

/// One heading over two columns of the name, numbers that lost their zeros, dates as this Excel shows them.
pub fn as_excel_keeps_it() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let (plain, american) = (Format::new(), Format::new().set_num_format("mm/dd/yyyy"));
    for (column, heading) in [(0, "TT"), (3, "SĐT"), (4, "Ngày sinh"), (5, "Số thẻ đảng viên"), (6, "Giới tính")]
    {
        sheet.write_string(0, column, heading).unwrap();
    }
    sheet.merge_range(0, 1, 0, 2, "Họ và tên", &plain).unwrap();
    for (row, (family, given, phone, date, card)) in (1..).zip([
        ("Nguyễn Văn", "Đạt", 912_345_678.0, (1960, 6, 5), 41_012_345.0),
        ("Trần Thị", "Thủy", 987_654_321.0, (1972, 12, 31), 41_012_346.0),
    ]) {
        sheet.write_number(row, 0, f64::from(row)).unwrap();
        sheet.write_string(row, 1, family).unwrap();
        sheet.write_string(row, 2, given).unwrap();
        sheet.write_number(row, 3, phone).unwrap();
        let date = ExcelDateTime::from_ymd(date.0, date.1, date.2).unwrap();
        sheet.write_datetime_with_format(row, 4, date, &american).unwrap();
        sheet.write_number(row, 5, card).unwrap();
        sheet.write_string(row, 6, if row == 1 { "Nam" } else { "nữ" }).unwrap();
    }
    // A date whose format was lost, and a year.
    sheet.write_string(3, 1, "Lê").unwrap();
    sheet.write_string(3, 2, "Hòa").unwrap();
    sheet.write_number(3, 4, 22_051.0).unwrap();
    sheet.write_string(4, 1, "Phạm Văn").unwrap();
    sheet.write_string(4, 2, "Út").unwrap();
    sheet.write_number(4, 4, 1_975.0).unwrap();
    workbook.save_to_buffer().unwrap()
}

/// A whole commune on one sheet: each cell has its title, and its heading again.
pub fn by_sections() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0..).zip([
        ["DANH SÁCH ĐẢNG VIÊN TOÀN XÃ", "", "", ""],
        ["I. CHI BỘ TRẠM Y TẾ XÃ HÒA MỸ", "", "", ""],
        ["STT", "Họ và tên", "Năm sinh", "Đảng viên"],
        ["1", "Đỗ Thị Mới", "1980", "Chính thức"],
        ["2", "Đỗ Văn Thêm", "1999", "Dự bị"],
        ["Cộng: 02", "", "", ""],
        ["II. Chi bộ Ấp Mỹ Thạnh (03 đ/c)", "", "", ""],
        ["STT", "Họ và tên", "Năm sinh", "Đảng viên"],
        ["1", "Phan Văn Ấp", "1961", "CT"],
        ["III. Chi bộ Chợ Mới", "", "", ""],
        ["1", "Hồ Thị Chợ", "1970", "CT"],
    ]) {
        for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// Without marks in its headings, separated by semicolons, as an old program wrote it.
pub const WITHOUT_MARKS: &str = "So TT;Ho dem;Ten;Ngay sinh;Ngay ket nap;Ngay chinh thuc;So DT\r\n\
    1;Nguyễn Văn;Đạt;15-5-1960;3/2/1985;3/2/1986;912 345 678\r\n\
    2;Trần Thị;Thủy;1972;;;+84 987.654.321\r\n";

/// Names in capitals, titles, short years, two numbers in one cell, words for nothing.
pub const IN_CAPITALS: &str = "STT,Họ và tên đảng viên,Ngày tháng năm sinh,Điện thoại,Số thẻ,Ghi chú\n\
    1,Đ/c NGUYỄN VĂN ĐẠT,15.05.60,0912 345 678 / 0987654321,không,\n\
    2,TRẦN THỊ THỦY,ngày 1 tháng 2 năm 1972,(+84) 0987654321,-,\n\
    ,,,,,\n\
    3,lê hòa,05/1999,,,Tổ trưởng\n";

/// Columns that are no business of a contest, among them the numbers that are never collected.
pub const WITH_NATIONAL_IDS: &str = "STT,Số CCCD,Họ và tên,Quê quán,Dân tộc,Ngày sinh,Đơn vị công tác\n\
    1,079060001234,Nguyễn Văn Đạt,Cần Thơ,Kinh,1960,Trường Tiểu học\n";

/// Crosses under the two kinds of members.
pub const WITH_CROSSES: &str = "TT,Họ và tên,Nữ,Đảng viên,,Chức danh\n,,,Chính thức,Dự bị,\n\
    1,Nguyễn Văn Đạt,,x,,Bí thư\n2,Trần Thị Thủy,x,X,,\n3,Lê Hòa,,,x,\n";

/// Each line is wrong in its own way.
pub const WRONG: &str = "STT,Họ và tên,Ngày sinh,Số điện thoại,Số thẻ đảng viên,Giới tính\n\
    1,Nguyễn Văn Đạt,31/2/1960,,,\n\
    2,Trần Thị Thủy,,01682345678,,\n\
    3,Lê Hòa,,091234,,\n\
    4,Phạm Văn Út,,,4.1012E+11,\n\
    5,,1975,0912345678,,\n\
    6,Võ Thị Năm,,,,khác\n\
    7,Hồ Văn Tốt,1980,,,Nam\n";

pub const SECRET: &str = "TỐI MẬT,,\nSTT,Họ và tên,Ngày sinh\n1,Nguyễn Văn Đạt,1960\n";

/// A workbook of these sheets: a title each, and rows of text.
fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (title, rows) in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(*title).unwrap();
        for (row, cells) in (0..).zip(*rows) {
            for (column, cell) in (0..).zip(*cells).filter(|(_, cell)| !cell.is_empty()) {
                sheet.write_string(row, column, *cell).unwrap();
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// First the official members, then those on probation, each under a title of their own.
pub fn by_standing() -> Vec<u8> {
    workbook(&[(
        "Danh sách",
        &[
            &["TT", "Họ và tên", "Ngày sinh"],
            &["I", "ĐẢNG VIÊN CHÍNH THỨC"],
            &["1", "Nguyễn Văn Đạt", "1960"],
            &["II", "ĐẢNG VIÊN DỰ BỊ (02 đ/c)"],
            &["1", "Trần Thị Mới", "2000"],
            &["2", "Lê Dự", "2001"],
            &["", "Tổng cộng: 03 đồng chí"],
        ],
    )])
}

/// A sheet for each cell, and one that is no list of people.
pub fn by_sheets() -> Vec<u8> {
    workbook(&[
        ("Chi bộ Ấp 1", &[&["STT", "Họ và tên", "Năm sinh"], &["1", "Nguyễn Văn An", "1960"]]),
        ("Chi bộ Ấp 2", &[&["DANH SÁCH"], &["STT", "Họ và tên", "Năm sinh"], &["1", "Phạm Văn Cò", "1980"]]),
        ("Đảng phí", &[&["STT", "Nội dung", "Số tiền"], &["1", "Nguyễn Văn An", "50000"]]),
    ])
}

/// Both dates under headings in short, two numbers with a comma, words for what is not known.
pub const IN_SHORT: &str = "TT;Họ đệm;Tên;Ngày sinh;Ngày vào đảng DB;Ngày vào đảng CT;Số ĐTDĐ\n\
    1;Nguyễn Văn;Đạt;03.02.85;3-2-2010;3-2-2011;0912345678, 0987654321\n\
    2;Trần Thị;Thủy;không rõ;2/2010;;N/A\n\
    3;Y;Thủy;1990;;;+84 912 345 680\n";

/// A program's export in English.
pub const IN_ENGLISH: &str = "No.,Full name,Date of birth,Gender,Phone\n\
    1,Nguyễn Văn Đạt,1960-05-15,Male,84912345678\n";

/// The name in three columns, as a ministry's program has it; one whose heading lies below another.
pub fn in_three_columns() -> Vec<u8> {
    workbook(&[(
        "Danh sách",
        &[
            &["STT", "Họ", "Tên đệm", "Tên", "Ngày, tháng, năm", "", "Chi bộ đang sinh hoạt"],
            &["", "", "", "", "Sinh", "Vào Đảng", ""],
            &["1", "Nguyễn", "Văn", "Đạt", "1960", "1985", "Chi bộ Ấp 1"],
            &["2", "Lê", "", "Hòa", "1972", "", "Chi bộ Ấp 2"],
        ],
    )])
}

/// A line whose name is lost, as from a formula that was never reckoned.
pub const WITHOUT_A_NAME: &str = "STT,Họ và tên,Năm sinh\n1,,1960\n2,Trần Thị Thủy,1972\n";
