//! `khacsau roster check`: what an import would read in a list of members.

use std::fs;

use serde_json::{Value, json};

use super::process::{khacsau, run};
use crate::harness::Directory;
use crate::roster_files as files;

fn check(name: &str, bytes: &[u8]) -> Value {
    let place = Directory::make();
    let path = place.0.join(name);
    fs::write(&path, bytes).unwrap();
    let output = run(khacsau(["roster", "check", path.to_str().unwrap(), "--json"])).well();
    serde_json::from_str(&output).unwrap_or_else(|error| panic!("{name}: {error}\n{output}"))
}

/// Each person in one line: name and what is known, in the order of the fields.
fn people(found: &Value) -> Vec<String> {
    assert_eq!(found["refusal"], Value::Null, "{found:#}");
    let person = |line: &Value| {
        assert_eq!(line["problems"], json!([]), "{line:#}");
        let (entry, details) = (&line["entry"], &line["entry"]["details"]);
        let fields = ["gender", "birth", "joined", "official_on", "card", "phone", "position", "note"];
        let unit = entry["unit"]["name"].as_str().map(|unit| format!("@{unit}"));
        let official = entry["official"].as_bool().map(|is| if is { "official" } else { "probation" }.to_owned());
        let said = fields.iter().filter_map(|field| details[*field].as_str().map(str::to_owned));
        let name = entry["name"].as_str().unwrap().to_owned();
        std::iter::once(name).chain(unit).chain(official).chain(said).collect::<Vec<_>>().join(" | ")
    };
    found["lines"].as_array().unwrap().iter().map(person).collect()
}

#[test]
fn a_printed_list_is_read_past_its_letterhead_and_down_to_its_signatures() {
    let found = check("Danh sách chi bộ.xlsx", &files::printed_for_signing());
    assert_eq!(
        people(&found),
        [
            "Nguyễn Văn Đạt | official | male | 15/05/1960 | 03/02/1985 | 03/02/1986 | 41.012345 | Bí thư; Hiệu trưởng",
            "Trần Thị Thủy | official | female | 1972 | 19/05/2001 | 19/05/2002 | 41 012 346 | Giáo viên",
            "Lê Hòa | male | 05/1999 | 02/09/2025 | Mới kết nạp",
        ]
    );
    assert_eq!(found["lines"][0]["place"], json!({"sheet_row": {"sheet": 1, "row": 10}}));
}

#[test]
fn numbers_and_dates_come_back_from_what_excel_makes_of_them() {
    assert_eq!(
        people(&check("ds.xlsx", &files::as_excel_keeps_it())),
        [
            "Nguyễn Văn Đạt | male | 05/06/1960 | 41012345 | 0912345678",
            "Trần Thị Thủy | female | 31/12/1972 | 41012346 | 0987654321",
            "Lê Hòa | 15/05/1960",
            "Phạm Văn Út | 1975",
        ]
    );
}

#[test]
fn sections_of_a_commune_say_which_cell_a_line_belongs_to() {
    assert_eq!(
        people(&check("toan-xa.xlsx", &files::by_sections())),
        [
            "Đỗ Thị Mới | @CHI BỘ TRẠM Y TẾ XÃ HÒA MỸ | official | 1980",
            "Đỗ Văn Thêm | @CHI BỘ TRẠM Y TẾ XÃ HÒA MỸ | probation | 1999",
            "Phan Văn Ấp | @Chi bộ Ấp Mỹ Thạnh | official | 1961",
            "Hồ Thị Chợ | @Chi bộ Chợ Mới | official | 1970",
        ]
    );
}

#[test]
fn titles_above_people_say_who_is_on_probation_and_are_nobody() {
    assert_eq!(
        people(&check("chinh-thuc-du-bi.xlsx", &files::by_standing())),
        ["Nguyễn Văn Đạt | official | 1960", "Trần Thị Mới | probation | 2000", "Lê Dự | probation | 2001"]
    );
}

#[test]
fn where_each_cell_has_a_sheet_its_title_says_who_belongs_to_it() {
    let found = check("cac-chi-bo.xlsx", &files::by_sheets());
    assert_eq!(people(&found), ["Nguyễn Văn An | @Chi bộ Ấp 1 | 1960", "Phạm Văn Cò | @Chi bộ Ấp 2 | 1980"]);
}

#[test]
fn headings_and_cells_may_be_in_short_or_in_english() {
    assert_eq!(
        people(&check("tat.csv", files::IN_SHORT.as_bytes())),
        [
            "Nguyễn Văn Đạt | official | 03/02/1985 | 03/02/2010 | 03/02/2011 | 0912345678",
            "Trần Thị Thủy | 02/2010",
            "Y Thủy | 1990 | 0912345680",
        ]
    );
    assert_eq!(
        people(&check("export.csv", files::IN_ENGLISH.as_bytes())),
        ["Nguyễn Văn Đạt | male | 15/05/1960 | 0912345678"]
    );
}

#[test]
fn a_name_in_three_columns_is_one_name() {
    assert_eq!(
        people(&check("ba-cot.xlsx", &files::in_three_columns())),
        ["Nguyễn Văn Đạt | @Chi bộ Ấp 1 | 1960 | 1985", "Lê Hòa | @Chi bộ Ấp 2 | 1972"]
    );
    let found = check("dong-chi.csv", "STT,Đồng chí,SĐT\n1,Lê Hòa,912345678\n".as_bytes());
    assert_eq!(people(&found), ["Lê Hòa | 0912345678"]);
}

#[test]
fn a_line_that_lost_its_name_is_told_and_not_passed_over() {
    let found = check("mat-ten.csv", files::WITHOUT_A_NAME.as_bytes());
    let problems: Vec<_> = found["lines"].as_array().unwrap().iter().map(|line| line["problems"].to_string()).collect();
    assert_eq!(problems.len(), 2);
    assert!(problems[0].contains("chưa có họ và tên"), "{problems:?}");
    assert_eq!(problems[1], "[]");
}

#[test]
fn headings_may_lack_their_marks_and_cells_their_form() {
    assert_eq!(
        people(&check("cu.csv", files::WITHOUT_MARKS.as_bytes())),
        [
            "Nguyễn Văn Đạt | official | 15/05/1960 | 03/02/1985 | 03/02/1986 | 0912345678",
            "Trần Thị Thủy | 1972 | 0987654321",
        ]
    );
    assert_eq!(
        people(&check("hoa.csv", files::IN_CAPITALS.as_bytes())),
        [
            "Nguyễn Văn Đạt | 15/05/1960 | 0912345678",
            "Trần Thị Thủy | 01/02/1972 | 0987654321",
            "Lê Hòa | 05/1999 | Tổ trưởng",
        ]
    );
    assert_eq!(
        people(&check("x.csv", files::WITH_CROSSES.as_bytes())),
        ["Nguyễn Văn Đạt | official | Bí thư", "Trần Thị Thủy | official | female", "Lê Hòa | probation"]
    );
    // As Windows wrote it before Unicode was usual.
    let (windows, _, _) = encoding_rs::WINDOWS_1258.encode("Ho va ten,Ngay sinh\nLê Hoa,1960\n");
    assert_eq!(people(&check("windows.csv", &windows)), ["Lê Hoa | 1960"]);
}

#[test]
fn national_ids_are_never_read() {
    let found = check("cccd.csv", files::WITH_NATIONAL_IDS.as_bytes());
    assert_eq!(people(&found), ["Nguyễn Văn Đạt | 1960"]);
    assert_eq!(found["has_national_ids"], true);
    assert_eq!(found["skipped"], json!(["Quê quán", "Dân tộc", "Đơn vị công tác"]));
    assert!(!found.to_string().contains("079060001234"));
}

#[test]
fn what_is_wrong_is_told_by_line_with_what_to_do() {
    let found = check("sai.csv", files::WRONG.as_bytes());
    let lines = found["lines"].as_array().unwrap();
    let problems: Vec<(u64, &str, &str)> = lines
        .iter()
        .flat_map(|line| {
            let row = line["place"]["sheet_row"]["row"].as_u64().unwrap();
            let problems = line["problems"].as_array().unwrap().iter();
            problems.map(move |it| (row, it["field"].as_str().unwrap(), it["sentence"].as_str().unwrap()))
        })
        .collect();
    for ((row, field, said), (own_row, own_field, words)) in problems.iter().zip([
        (2, "birth", "“31/2/1960” không phải là ngày trong lịch"),
        (3, "phone", "11 chữ số trước năm 2018"),
        (4, "phone", "không phải là số điện thoại"),
        (5, "card", "Excel đã làm tròn"),
        (6, "name", "chưa có họ và tên"),
        (7, "gender", "Hãy ghi Nam hoặc Nữ"),
    ]) {
        assert_eq!((*row, *field), (own_row, own_field), "{said}");
        assert!(said.contains(words) && said.contains("Hãy"), "{said}");
    }
    assert_eq!((problems.len(), lines.len()), (6, 7));
}

#[test]
fn a_file_that_is_no_list_is_refused_with_what_to_do() {
    for (name, bytes, kind, words) in [
        ("mat.csv", files::SECRET.as_bytes(), "secret_marking", "dấu chỉ độ mật"),
        ("trong.csv", b"".as_slice(), "empty_file", "không có nội dung"),
        ("khac.csv", b"Ngay,Noi dung\n1,Hop".as_slice(), "empty_file", "“Họ và tên”"),
        ("dau.csv", "STT,Họ và tên,Ngày sinh\n".as_bytes(), "empty_file", "chưa có đồng chí nào"),
        ("cu.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "unsupported_type", "Lưu thành (Save As) dạng .xlsx"),
        ("ds.docx", b"PK\x03\x04", "unsupported_type", "chép bảng trong tệp này sang Excel"),
        ("ds.xlsm", b"PK\x03\x04", "unsupported_type", "macro"),
        ("hong.xlsx", b"PK\x03\x04\x14", "unreadable_file", "bị hỏng"),
        ("anh.xlsx", b"\x89PNG\r\n\x1a\n....", "unsupported_type", "Danh sách đảng viên được nhận ở dạng Excel"),
    ] {
        let found = check(name, bytes);
        let said = found["refusal"]["sentence"].as_str().unwrap_or_else(|| panic!("{name}: {found:#}"));
        assert_eq!(found["refusal"]["kind"], kind, "{name}: {said}");
        assert!(said.contains(words), "{name}: {said}");
        assert_eq!(found["lines"], json!([]), "{name}");
    }
}

#[test]
fn without_json_it_is_a_report_to_read() {
    let place = Directory::make();
    let path = place.0.join("sai.csv");
    fs::write(&path, files::WRONG).unwrap();
    let said = run(khacsau(["roster", "check", path.to_str().unwrap()])).well();
    assert!(said.starts_with("sai.csv: 7 people, 6 with a problem\n"), "{said}");
    assert!(said.contains("[sheet 1, row 2] Nguyễn Văn Đạt\n  ! “31/2/1960”"), "{said}");
    assert!(said.contains("[sheet 1, row 8] Hồ Văn Tốt · male · 1980\n"), "{said}");
}
