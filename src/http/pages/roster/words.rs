//! Lists of members in words.

use std::collections::BTreeMap;

use crate::domain::identity::UnitId;
use crate::domain::roster::{Entry, Field, FieldChange, Gender, NamedUnit, Trouble};
use crate::exchange::{Place, RosterPreview};
use crate::http::wording;

pub const fn label(field: Field) -> &'static str {
    match field {
        Field::Name => "Họ và tên",
        Field::Unit => "Chi bộ",
        Field::Official => "Đảng viên",
        Field::Gender => "Giới tính",
        Field::Birth => "Ngày sinh",
        Field::Joined => "Ngày vào Đảng",
        Field::OfficialOn => "Ngày chính thức",
        Field::Card => "Số thẻ đảng viên",
        Field::Phone => "Số điện thoại",
        Field::Position => "Chức vụ",
        Field::Note => "Ghi chú",
    }
}

pub const fn standing(official: bool) -> &'static str {
    if official { "Chính thức" } else { "Dự bị" }
}

/// A value as it is read.
pub fn value(field: Field, value: &str) -> String {
    match (field, value) {
        (Field::Gender, name) => match Gender::from_name(name) {
            Some(Gender::Male) => "Nam".to_owned(),
            Some(Gender::Female) => "Nữ".to_owned(),
            None => String::new(),
        },
        (Field::Official, value) => standing(value == "true").to_owned(),
        (_, value) => wording::inert(value),
    }
}

/// `Số điện thoại: 0912345678 thành 0987654321`.
pub fn change(change: &FieldChange, units: &BTreeMap<UnitId, String>) -> String {
    let said = |text: &str| match change.field {
        Field::Unit => text.parse().ok().and_then(|id: UnitId| units.get(&id)).map(|name| wording::inert(name)),
        field => Some(value(field, text)),
    };
    let (label, to) = (label(change.field), said(&change.to).unwrap_or_default());
    match change.from.as_deref().map(|from| said(from).unwrap_or_default()) {
        Some(from) => format!("{label}: {from} → {to}"),
        None => format!("{label}: thêm {to}"),
    }
}

/// What a line says of somebody, beside the name.
pub fn facts(entry: &Entry) -> Vec<String> {
    let unit = |unit: &NamedUnit| format!("{}: {}", label(Field::Unit), wording::inert(&unit.name));
    let official = |official: bool| format!("{}: {}", label(Field::Official), standing(official));
    let details = entry.details.values().into_iter().filter_map(|(field, said)| Some((field, said?)));
    let details = details.map(|(field, said)| format!("{}: {}", label(field), value(field, &said)));
    entry.unit.iter().map(unit).chain(entry.official.map(official)).chain(details).collect()
}

/// Where a line stands, as a person counts.
pub fn place(preview: &RosterPreview, at: usize) -> String {
    let sheets = || preview.lines.iter().any(|line| matches!(line.place, Place::SheetRow { sheet, .. } if sheet > 1));
    match preview.lines.get(at).map(|line| line.place) {
        Some(Place::SheetRow { sheet, row }) if sheets() => format!("Trang tính {sheet}, hàng {row}"),
        Some(Place::SheetRow { row, .. } | Place::TableRow { row, .. }) => format!("Hàng {row}"),
        Some(Place::Line(line) | Place::Paragraph(line) | Place::Entry(line)) => format!("Dòng {line}"),
        None => String::new(),
    }
}

pub fn trouble(trouble: &Trouble, preview: &RosterPreview) -> String {
    match trouble {
        Trouble::Unread => String::new(),
        Trouble::NoUnit(name) => format!(
            "Ở đây chưa có chi bộ nào tên là “{}”. Đồng chí sửa tên chi bộ trong tệp cho đúng, hoặc lập chi bộ trước, rồi gửi lại tệp.",
            wording::inert(name)
        ),
        Trouble::ManyUnits(name) => format!(
            "Có nhiều chi bộ cùng tên “{}” nên chưa biết đồng chí này thuộc chi bộ nào. Đồng chí nhập danh sách ở trang của từng chi bộ.",
            wording::inert(name)
        ),
        Trouble::SameCard(earlier) => format!(
            "Số thẻ đảng viên này đã ghi ở {}. Mỗi thẻ chỉ của một người; đồng chí sửa lại trong tệp.",
            place(preview, *earlier).to_lowercase()
        ),
        Trouble::CardElsewhere => "Số thẻ đảng viên này đang là của một người ở tổ chức đảng khác. Đồng chí xem lại số thẻ; nếu đúng là đồng chí mới chuyển đến, hãy nhờ cấp ủy cấp trên làm thủ tục chuyển sinh hoạt trên hệ thống.".to_owned(),
    }
}
