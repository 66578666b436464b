//! What the columns of a list of members hold, by their headings: in any order, with or without marks, in one row or
//! in two with merged groups.

use super::super::document::Row;
use super::super::text;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Number,
    Name,
    /// `Họ và tên đệm`.
    FamilyName,
    GivenName,
    Birth,
    Gender,
    /// A cross, or the date of birth, stands under the one that applies.
    Male,
    Female,
    Cell,
    /// `Đơn vị`: a cell, or where somebody works.
    Unit,
    /// In words.
    Standing,
    /// A cross, or the date, stands under the one that applies.
    Probation,
    Official,
    Joined,
    OfficialOn,
    Card,
    Phone,
    Position,
    Note,
    /// Never collected.
    NationalId,
}

/// The columns of a table by their place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    pub kinds: Vec<Option<Column>>,
    /// Headings that say nothing to us, as written.
    pub unknown: Vec<String>,
    /// As they stand in the heading's row, in the form of [`text::folded`].
    written: Vec<String>,
}

impl Columns {
    /// Reads `row` as the heading, with `below` if it holds the parts of merged headings: also how many rows that is.
    pub fn read(row: &Row, below: Option<&Row>) -> Option<(Self, usize)> {
        let tops: Vec<String> = row.cells.iter().map(|cell| cell.text()).collect();
        let parts = below.and_then(|below| Self::parts(&tops, below));
        let rows = 1 + usize::from(parts.is_some());
        let mut found = Self::default();
        for (at, top) in tops.iter().enumerate() {
            let part = parts.as_ref().map_or("", |parts| parts.get(at).map_or("", String::as_str));
            let (above, own) = if part.is_empty() { ("", top.as_str()) } else { (group(&tops, at), part) };
            let kind = in_group(above, own);
            if kind.is_none() && !own.trim().is_empty() {
                found.unknown.push(own.to_owned());
            }
            found.kinds.push(kind);
            found.written.push(text::folded(own));
        }
        if !found.has(Column::Name) && !found.has(Column::GivenName) {
            // `Đảng viên` over names.
            let members = found.kinds.iter().zip(&found.written);
            let at =
                members.into_iter().position(|(kind, own)| *kind == Some(Column::Standing) && own == "dang vien")?;
            found.kinds[at] = Some(Column::Name);
        }
        let others = found.kinds.iter().flatten().filter(|kind| !matches!(kind, Column::Name | Column::GivenName));
        let alone = found.has(Column::Name) && tops.iter().filter(|top| !top.trim().is_empty()).count() == 1;
        (others.count() > 0 || alone).then_some((found, rows))
    }

    /// The second row of a heading: parts of what stands above, and no person.
    fn parts(tops: &[String], below: &Row) -> Option<Vec<String>> {
        let parts: Vec<String> = below.cells.iter().map(|cell| cell.text()).collect();
        // A title above the heading is none itself.
        if tops.iter().filter(|top| alone(top).is_some()).count() < 2 {
            return None;
        }
        let mut known = 0;
        for (at, part) in parts.iter().enumerate().filter(|(_, part)| !part.is_empty()) {
            if part.chars().any(|letter| letter.is_ascii_digit()) {
                return None;
            }
            let is_known = in_group(group(tops, at), part).is_some();
            let under_name = tops.get(at).is_some_and(|top| alone(top) == Some(Column::Name));
            // `Đảng viên chính thức` under it is the title of the first people.
            let is_part = matches!(in_group(group(tops, at), part), Some(Column::FamilyName | Column::GivenName));
            if under_name && !is_part {
                return None;
            }
            known += usize::from(is_known);
        }
        (known > 0).then_some(parts)
    }

    pub fn has(&self, kind: Column) -> bool {
        self.kinds.contains(&Some(kind))
    }

    /// Where a heading stands over nothing but blanks: the second half of a merged one.
    pub fn is_blank(&self, at: usize) -> bool {
        self.written.get(at).is_some_and(String::is_empty)
    }
}

/// The heading that reaches over a column.
fn group(tops: &[String], at: usize) -> &str {
    let to_here = tops.get(..=at).unwrap_or(tops);
    to_here.iter().rev().find(|top| !top.trim().is_empty()).map_or("", String::as_str)
}

fn in_group(above: &str, own: &str) -> Option<Column> {
    let found = alone(own);
    match (alone(above), found) {
        // `Đảng`, `Chính quyền` under `Chức vụ`.
        (Some(Column::Position), None | Some(Column::Unit)) if !own.trim().is_empty() => Some(Column::Position),
        (Some(Column::Phone), None) if !own.trim().is_empty() => Some(Column::Phone),
        (Some(Column::Name), None) if bare(own) == "ho" => Some(Column::FamilyName),
        _ => found,
    }
}

/// Letters and digits with single spaces, up to a remark in parentheses.
fn bare(written: &str) -> String {
    let folded = text::folded(written);
    let folded = folded.split('(').next().unwrap_or_default();
    let words: Vec<&str> =
        folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

fn alone(written: &str) -> Option<Column> {
    let bare = bare(written);
    if bare.is_empty() || bare.len() > 80 {
        return None;
    }
    let is = |names: &[&str]| names.contains(&bare.as_str());
    let begins = |names: &[&str]| names.iter().any(|name| bare.starts_with(name));
    let holds = |names: &[&str]| names.iter().any(|name| bare.contains(name));
    Some(if holds(&["cccd", "cmnd", "can cuoc", "chung minh", "dinh danh", "ho chieu"]) {
        Column::NationalId
    } else if is(&["stt", "tt", "so tt", "so thu tu", "no"]) {
        Column::Number
    } else if begins(&["ho va ten dem", "ho va ten lot", "ho ten dem", "ho dem", "ho lot", "ho va dem", "ho va chu"])
        || is(&[
            "ho",
            "ho va lot",
            "ho chu dem",
            "ho chu lot",
            "ten dem",
            "chu dem",
            "ten lot",
            "chu lot",
            "dem",
            "lot",
        ])
    {
        Column::FamilyName
    } else if begins(&["ho va ten", "ho ten", "ten dang vien", "fullname", "full name"]) || is(&["dong chi"]) {
        Column::Name
    } else if is(&["ten", "ten goi"]) {
        Column::GivenName
    } else if is(&[
        "ngay sinh",
        "sinh",
        "nam sinh",
        "sinh ngay",
        "sinh nam",
        "ngay thang nam sinh",
        "ngay thang sinh",
        "ngay nam sinh",
        "ns",
        "ntns",
        "tuoi nam sinh",
        "sinh ngay thang nam",
        "date of birth",
        "birth date",
        "birthday",
        "dob",
        "ngay thang nam",
    ]) {
        Column::Birth
    } else if is(&["gioi tinh", "gt", "gioi", "phai", "nam nu", "gender", "sex"]) {
        Column::Gender
    } else if is(&["nam"]) {
        Column::Male
    } else if is(&["nu"]) {
        Column::Female
    } else if is(&[
        "chi bo",
        "ten chi bo",
        "thuoc chi bo",
        "chi bo sinh hoat",
        "sinh hoat tai chi bo",
        "chi bo dang sinh hoat",
        "cb",
    ]) {
        Column::Cell
    } else if is(&["don vi", "thuoc don vi", "to chuc dang", "to chuc"]) {
        Column::Unit
    } else if is(&["du bi", "dang vien du bi", "dv du bi", "db"]) {
        Column::Probation
    } else if is(&["chinh thuc", "dang vien chinh thuc", "dv chinh thuc", "ct"]) {
        Column::Official
    } else if begins(&["ngay", "nam", "thoi gian", "chuyen"]) && (holds(&["chinh thuc"]) || bare.ends_with(" ct")) {
        Column::OfficialOn
    } else if begins(&[
        "ngay vao dang",
        "vao dang",
        "nam vao dang",
        "ngay vao dcs",
        "ngay ket nap",
        "ket nap",
        "ngay du bi",
    ]) {
        Column::Joined
    } else if is(&[
        "dang vien",
        "loai dang vien",
        "dien dang vien",
        "tinh trang",
        "tinh trang dang vien",
        "trang thai",
        "loai dv",
        "chinh thuc du bi",
        "dang vien chinh thuc du bi",
        "dv",
    ]) {
        Column::Standing
    } else if is(&["so the", "the dang", "the dang vien", "so tdv", "ma the", "ma dang vien", "ma so dang vien"])
        || begins(&["so the dang", "so the dv", "so hieu the"])
    {
        Column::Card
    } else if is(&[
        "sdt",
        "dt",
        "so dt",
        "dtdd",
        "di dong",
        "phone",
        "zalo",
        "so zalo",
        "lien he",
        "tel",
        "mobile",
        "dt lien he",
        "dt lien lac",
    ]) || begins(&["so dien thoai", "dien thoai", "sdt ", "so dt", "dt di dong", "so di dong", "so may"])
    {
        Column::Phone
    } else if begins(&["chuc vu", "chuc danh"]) {
        Column::Position
    } else if begins(&["ghi chu"]) || is(&["gc"]) {
        Column::Note
    } else {
        return None;
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::document::Block;
    use super::super::super::document::Document;
    use super::super::super::separated;
    use super::{Column as C, Columns};

    fn columns(csv: &str) -> Option<(Vec<Option<C>>, usize)> {
        let Document { blocks, .. } = separated::read(csv).unwrap();
        let Some(Block::Table(table)) = blocks.first() else { return None };
        Columns::read(&table.rows[0], table.rows.get(1)).map(|(columns, rows)| (columns.kinds, rows))
    }

    #[test]
    fn headings_are_known_by_many_names() {
        let found = columns("STT,HỌ VÀ TÊN,Ngày tháng năm sinh,SĐT,Số thẻ Đảng viên,Số CCCD,Quê quán\n1,An,1960,,,,");
        let kinds =
            [Some(C::Number), Some(C::Name), Some(C::Birth), Some(C::Phone), Some(C::Card), Some(C::NationalId), None];
        assert_eq!(found, Some((kinds.to_vec(), 1)));
        let found = columns("Ngay chinh thuc;Ngay vao Dang;Ho va ten dem;Ten;Gioi tinh");
        let kinds = [C::OfficialOn, C::Joined, C::FamilyName, C::GivenName, C::Gender].map(Some);
        assert_eq!(found, Some((kinds.to_vec(), 1)));
        assert_eq!(columns("Đảng ủy xã Hòa Mỹ,,"), None);
        assert_eq!(columns("STT,Nội dung,Kinh phí\n1,Hội nghị,5"), None);
    }

    #[test]
    fn merged_headings_have_their_parts_below() {
        let found = columns(
            "TT,Họ và tên,Năm sinh,,Ngày vào Đảng,,Chức vụ,\n,,Nam,Nữ,Dự bị,Chính thức,Đảng,Chính quyền\n1,An,1960",
        );
        let kinds =
            [C::Number, C::Name, C::Male, C::Female, C::Probation, C::Official, C::Position, C::Position].map(Some);
        assert_eq!(found, Some((kinds.to_vec(), 2)));
        let found = columns("Số TT,Họ và tên,,Đảng viên,\n,Họ,Tên,Chính thức,Dự bị");
        let kinds = [C::Number, C::FamilyName, C::GivenName, C::Official, C::Probation].map(Some);
        assert_eq!(found, Some((kinds.to_vec(), 2)));
    }
}
