//! From the rows of a table to people: past letterheads, headings, sections, sums and signatures.

use super::super::document::{Cell, Row, Table};
use super::super::text;
use super::heading::{Column, Columns};
use super::{RosterLine, line, value};

/// A heading stands within the first rows, under whatever letterhead.
const LETTERHEAD: usize = 20;

/// What one table gives.
#[derive(Default)]
pub struct Lines {
    pub people: Vec<RosterLine>,
    pub skipped: Vec<String>,
    pub has_national_ids: bool,
    pub has_heading: bool,
}

/// The columns that hold at present, and what was said above the rows under them.
struct Part {
    columns: Columns,
    /// The second half of a name whose heading reaches over two columns.
    rest_of_name: Option<usize>,
    /// `Đảng viên dự bị` stood alone above the rows.
    official: Option<bool>,
    /// Below the signatures there are no people.
    is_over: bool,
}

impl Lines {
    /// `title`: the cell whose people the sheet holds, where it names one.
    pub fn of(table: &Table, title: Option<String>) -> Self {
        let mut found = Self::default();
        let mut part: Option<Part> = None;
        // `Chi bộ Ấp 1` above its people.
        let mut section = title.clone();
        let rows: Vec<&Row> = table.rows.iter().filter(|row| row.cells.iter().any(|cell| !cell.is_blank())).collect();
        let mut at = 0;
        while let Some(row) = rows.get(at) {
            let may_be_heading = part.is_some() || at < LETTERHEAD;
            if let Some((columns, used)) = Columns::read(row, rows.get(at + 1).copied()).filter(|_| may_be_heading) {
                at += used;
                found.note(&columns);
                let rest_of_name = rest_of_name(&columns, rows.get(at..).unwrap_or_default());
                let official = part.and_then(|part| part.official);
                part = Some(Part { columns, rest_of_name, official, is_over: false });
                continue;
            }
            let cells: Vec<String> = row.cells.iter().map(written).collect();
            match &mut part {
                // A letterhead names the cell, too, but does not number it.
                None => {
                    let numbered = section_in(&cells).filter(|(_, is_numbered)| *is_numbered).map(|(name, _)| name);
                    section = numbered.or_else(|| title.clone());
                }
                Some(part) if part.is_over => {}
                Some(part) => match part.look(&cells) {
                    Look::Person => found.people.extend(line::read(&cells, part.named(section.as_deref()), row.place)),
                    Look::Section(name) => section = Some(name),
                    Look::Standing(official) => part.official = Some(official),
                    Look::Signature => part.is_over = true,
                    Look::Nothing => {}
                },
            }
            at += 1;
        }
        found
    }

    fn note(&mut self, columns: &Columns) {
        self.has_heading = true;
        self.has_national_ids |= columns.has(Column::NationalId);
        for heading in &columns.unknown {
            if !self.skipped.contains(heading) {
                self.skipped.push(heading.clone());
            }
        }
    }
}

/// What a row is.
enum Look {
    Person,
    Section(String),
    Standing(bool),
    Signature,
    Nothing,
}

impl Part {
    fn named<'a>(&'a self, section: Option<&'a str>) -> line::Named<'a> {
        line::Named { columns: &self.columns, rest_of_name: self.rest_of_name, section, official: self.official }
    }

    fn look(&self, cells: &[String]) -> Look {
        let name = self.named(None).name(cells);
        let filled = || cells.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty());
        let said = |kind: Option<Column>| !matches!(kind, Some(Column::Position | Column::Note));
        let kind = |at: usize| self.columns.kinds.get(at).copied().flatten();
        let is_person = value::may_be_a_name(&name);
        let mut words = filled().filter(|(at, _)| !is_person || said(kind(*at))).map(|(_, cell)| text::folded(cell));
        if words.any(|words| is_signature(&words)) {
            return Look::Signature;
        }
        let unnumbered: Vec<&str> = filled()
            .filter(|(at, cell)| kind(*at) != Some(Column::Number) || cell.chars().count() > 6)
            .map(|(_, cell)| cell.as_str())
            .collect();
        if let Some((section, _)) = section_in(cells).filter(|_| unnumbered.len() < 2) {
            return Look::Section(section);
        }
        if let Some(official) = standing_in(&unnumbered) {
            return Look::Standing(official);
        }
        let is_sum = filled().any(|(_, cell)| is_sum(&text::folded(cell)));
        if is_sum || unnumbered.is_empty() {
            return Look::Nothing;
        }
        // `(1)`, `(2)`, … under the heading.
        let numbers = filled().all(|(_, cell)| cell.trim_matches(['(', ')', ' ']).chars().count() < 3);
        if numbers && filled().count() > 2 && !is_person {
            return Look::Nothing;
        }
        let known = filled().filter(|(at, _)| kind(*at).is_some_and(|kind| kind != Column::Number)).count();
        // A name, or a line that lacks one.
        let is_numbered = filled().any(|(at, _)| kind(at) == Some(Column::Number));
        if is_person || known > 1 || is_numbered && known > 0 { Look::Person } else { Look::Nothing }
    }
}

/// Lines of a cell stay lines: two telephone numbers are two.
fn written(cell: &Cell) -> String {
    let lines: Vec<String> = cell.lines().iter().map(|line| line.text()).collect();
    lines.join("\n")
}

/// A cell's name alone in a row above its people, and whether it is numbered.
fn section_in(cells: &[String]) -> Option<(String, bool)> {
    let mut filled = cells.iter().filter(|cell| cell.chars().any(char::is_alphabetic) && cell.chars().count() > 6);
    let only = filled.next().filter(|_| filled.next().is_none())?;
    let bare = without_numeral(only);
    let folded = text::folded(bare);
    let is_unit = folded.starts_with("chi bo ") || folded.starts_with("dang bo ");
    let numeral = cells.iter().find(|cell| !cell.trim().is_empty()).is_some_and(|first| first != only);
    let name = text::squeeze(bare.split(['(', ':']).next().unwrap_or_default());
    is_unit.then_some((name, numeral || bare.len() < only.trim().len()))
}

/// `II. ĐẢNG VIÊN DỰ BỊ: 02 đồng chí` alone in a row.
fn standing_in(unnumbered: &[&str]) -> Option<bool> {
    let [only] = unnumbered else { return None };
    let folded = text::folded(without_numeral(only));
    let rest = ["danh sach dang vien ", "dang vien ", "dv "].iter().find_map(|start| folded.strip_prefix(start))?;
    let official = ["chinh thuc", "du bi"].iter().position(|kind| rest.starts_with(kind))? == 0;
    let count = rest.trim_start_matches(if official { "chinh thuc" } else { "du bi" });
    let is_count = count.split(|letter: char| !letter.is_alphanumeric()).all(|word| {
        matches!(word, "" | "dong" | "chi" | "dc" | "d" | "c" | "nguoi")
            || word.bytes().all(|byte| byte.is_ascii_digit())
    });
    is_count.then_some(official)
}

/// `II. Chi bộ Ấp 2` without its numeral.
fn without_numeral(text: &str) -> &str {
    let text = text.trim();
    match text.split_once(['.', ')', '-', ' ']) {
        Some((numeral, rest))
            if numeral.len() < 6 && numeral.chars().all(|letter| "IVXivx0123456789".contains(letter)) =>
        {
            rest.trim_start_matches(['.', ')', '-', ' '])
        }
        _ => text,
    }
}

fn is_sum(folded: &str) -> bool {
    let begins =
        ["tong cong", "tong so", "tong:", "cong:", "danh sach nay", "danh sach gom", "danh sach co", "an dinh"];
    folded == "cong" || folded == "tong" || begins.iter().any(|start| folded.starts_with(start))
}

fn is_signature(folded: &str) -> bool {
    let begins = ["t/m", "tm.", "tm ", "t.m", "nguoi lap", "xac nhan cua", "thu truong", "(ky", "ky ten"];
    let is_dated = folded.contains("ngay") && folded.contains("thang") && folded.contains("nam 20");
    matches!(folded, "bi thu" | "pho bi thu" | "chi uy" | "tm" | "nguoi lap bieu")
        || is_dated
        || begins.iter().any(|start| folded.starts_with(start))
}

/// `Họ và tên` is often one heading over two columns: family and middle names, and the given name.
fn rest_of_name(columns: &Columns, rows: &[&Row]) -> Option<usize> {
    let name = columns.kinds.iter().position(|kind| *kind == Some(Column::Name))?;
    let next = name + 1;
    if columns.has(Column::GivenName) || !columns.is_blank(next) {
        return None;
    }
    let both = rows.iter().filter(|row| row.cells.get(name).is_some_and(|cell| !cell.is_blank()));
    let both: Vec<String> = both.filter_map(|row| Some(row.cells.get(next)?.text())).collect();
    let is_given = |text: &String| (1..=2).contains(&text.split_whitespace().count()) && value::may_be_a_name(text);
    let given = both.iter().filter(|text| is_given(text)).count();
    (given > 0 && given * 2 >= both.len()).then_some(next)
}
