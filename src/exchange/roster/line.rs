//! From one row to what it says of one person.

use super::super::document::Place;
use super::super::text;
use super::heading::{Column, Columns};
use super::{RosterLine, RosterProblem, value};
use crate::domain::roster::{
    BIRTHS_FROM, Entry, Field, Gender, MemberDetails, NAME_LENGTH, NOTE_LENGTH, NamedUnit, PARTY_FROM, POSITION_LENGTH,
    PartialDate,
};
use crate::domain::text::line;

/// By what the cells of a row are read.
#[derive(Clone, Copy)]
pub struct Named<'a> {
    pub columns: &'a Columns,
    pub rest_of_name: Option<usize>,
    pub section: Option<&'a str>,
    /// As was said above the row.
    pub official: Option<bool>,
}

impl Named<'_> {
    /// The parts of the name, together.
    pub fn name(&self, cells: &[String]) -> String {
        let all = |kind: Column| {
            let kinds = self.columns.kinds.iter().zip(cells);
            kinds.filter(move |(own, _)| **own == Some(kind)).map(|(_, cell)| cell.as_str())
        };
        let rest = self.rest_of_name.and_then(|at| cells.get(at)).map(String::as_str);
        // `Họ` and `Tên đệm` may be two.
        let parts = all(Column::FamilyName).chain(all(Column::Name).take(1)).chain(rest);
        value::name(&parts.chain(all(Column::GivenName).take(1)).collect::<Vec<_>>().join(" "))
    }
}

/// What is being read of one person.
struct Reading<'a> {
    entry: Entry,
    problems: Vec<RosterProblem>,
    marked_probation: bool,
    cells: &'a [String],
}

/// A row of the list; none where it says nothing of anybody.
pub fn read(cells: &[String], named: Named<'_>, place: Place) -> Option<RosterLine> {
    let name = named.name(cells);
    let entry = Entry { name, ..Entry::default() };
    let mut reading = Reading { entry, problems: Vec::new(), marked_probation: false, cells };
    for (at, kind) in named.columns.kinds.iter().enumerate() {
        if let Some(kind) = kind {
            reading.take(*kind, at);
        }
    }
    let Reading { mut entry, mut problems, marked_probation, .. } = reading;
    entry.official = entry
        .official
        .or(entry.details.official_on.map(|_| true))
        .or(marked_probation.then_some(false))
        .or(named.official);
    if entry.unit.is_none() {
        entry.unit = named.section.map(|name| NamedUnit { name: name.to_owned(), surely: true });
    }
    if !value::may_be_a_name(&entry.name) {
        if entry.details == MemberDetails::default() && problems.is_empty() {
            return None;
        }
        let sentence = "Dòng này chưa có họ và tên. Hãy ghi họ và tên rồi gửi lại tệp.".to_owned();
        problems.insert(0, RosterProblem { field: Field::Name, sentence });
    }
    problems.extend(too_long(&entry));
    problems.extend(out_of_order(&entry.details));
    Some(RosterLine { place, entry, problems })
}

/// What somebody typed into a form about one person, by the same checks as a list.
pub fn read_details(typed: &[(Field, &str)]) -> (MemberDetails, Vec<RosterProblem>) {
    let cells: Vec<String> = typed.iter().map(|(_, text)| (*text).to_owned()).collect();
    let mut reading = Reading { entry: Entry::default(), problems: Vec::new(), marked_probation: false, cells: &cells };
    for (at, (field, _)) in typed.iter().enumerate() {
        if let Some(kind) = column(*field) {
            reading.take(kind, at);
        }
    }
    let Reading { entry, mut problems, .. } = reading;
    problems.extend(too_long(&entry));
    problems.extend(out_of_order(&entry.details));
    (entry.details, problems)
}

/// Where a list has what is known of somebody beside name, unit and standing.
const fn column(field: Field) -> Option<Column> {
    match field {
        Field::Gender => Some(Column::Gender),
        Field::Birth => Some(Column::Birth),
        Field::Joined => Some(Column::Joined),
        Field::OfficialOn => Some(Column::OfficialOn),
        Field::Card => Some(Column::Card),
        Field::Phone => Some(Column::Phone),
        Field::Position => Some(Column::Position),
        Field::Note => Some(Column::Note),
        Field::Name | Field::Unit | Field::Official => None,
    }
}

fn too_long(entry: &Entry) -> Vec<RosterProblem> {
    let fields = [
        (Field::Name, Some(&entry.name), NAME_LENGTH),
        (Field::Position, entry.details.position.as_ref(), POSITION_LENGTH),
        (Field::Note, entry.details.note.as_ref(), NOTE_LENGTH),
    ];
    let long = fields.into_iter().filter(|(_, said, most)| said.is_some_and(|said| said.chars().count() > *most));
    let problem = |(field, _, most)| RosterProblem {
        field,
        sentence: format!("Nội dung dài quá {most} ký tự. Hãy rút ngắn."),
    };
    long.map(problem).collect()
}

/// What is most often a slip of the finger in one of two dates.
fn out_of_order(details: &MemberDetails) -> Option<RosterProblem> {
    let (field, beside) = details.out_of_order()?;
    let said = |field: Field| match field {
        Field::Birth => ("ngày sinh", details.birth),
        Field::Joined => ("ngày vào Đảng", details.joined),
        _ => ("ngày chính thức", details.official_on),
    };
    let words = |(name, date): (&str, Option<PartialDate>)| {
        format!("{name} {}", date.map(|date| date.to_string()).unwrap_or_default())
    };
    let (this, other) = (words(said(field)), words(said(beside)));
    let sentence = format!("Ghi {this} thì không khớp với {other}. Hãy xem lại cả hai ngày.");
    Some(RosterProblem { field, sentence })
}

impl Reading<'_> {
    fn take(&mut self, kind: Column, at: usize) {
        let Some(written) = self.cells.get(at).filter(|cell| !says_nothing(cell)).cloned() else { return };
        match kind {
            Column::Birth => self.date(Field::Birth, &written),
            Column::Joined => self.date(Field::Joined, &written),
            Column::OfficialOn => self.date(Field::OfficialOn, &written),
            Column::Gender => match value::gender(&written) {
                Some(gender) => self.entry.details.gender = Some(gender),
                None => {
                    let sentence = format!("Giới tính ghi là “{}”. Hãy ghi Nam hoặc Nữ.", line(&written));
                    self.problem(Field::Gender, sentence);
                }
            },
            Column::Male => self.under(Gender::Male, &written),
            Column::Female => self.under(Gender::Female, &written),
            Column::Cell => self.unit(&written, true),
            Column::Unit => self.unit(&written, false),
            Column::Standing => self.entry.official = value::standing(&written).or(self.entry.official),
            Column::Official if value::is_cross(&written) || value::standing(&written) == Some(true) => {
                _ = self.entry.official.get_or_insert(true);
            }
            Column::Official => self.date(Field::OfficialOn, &written),
            Column::Probation if value::is_cross(&written) || value::standing(&written) == Some(false) => {
                self.marked_probation = true;
            }
            Column::Probation => self.date(Field::Joined, &written),
            Column::Card => match value::card(&written) {
                Ok(card) => _ = self.entry.details.card.get_or_insert(card),
                Err(sentence) => self.problem(Field::Card, sentence),
            },
            Column::Phone if self.entry.details.phone.is_some() => {}
            Column::Phone => match value::phone(&written) {
                Ok(phone) => self.entry.details.phone = Some(phone),
                Err(sentence) => self.problem(Field::Phone, sentence),
            },
            Column::Position => {
                // Of the Party and of the workplace, in columns of their own.
                let said = line(&written);
                let known = self.entry.details.position.take().map(|known| format!("{known}; {said}"));
                self.entry.details.position = known.or(Some(said));
            }
            Column::Note => self.entry.details.note = Some(line(&written)),
            Column::Number | Column::Name | Column::FamilyName | Column::GivenName | Column::NationalId => {}
        }
    }

    fn date(&mut self, field: Field, written: &str) {
        let first = if field == Field::Birth { BIRTHS_FROM } else { PARTY_FROM };
        match value::date(written, first) {
            Some(date) if field == Field::Birth && date.is_birth_of_a_child() => {
                let sentence = format!("Ngày sinh {date} chưa thể là của một đảng viên. Hãy xem lại năm sinh.");
                self.problem(field, sentence);
            }
            Some(date) => _ = self.date_of(field).get_or_insert(date),
            None => self.problem(field, value::no_date(written)),
        }
    }

    fn date_of(&mut self, field: Field) -> &mut Option<PartialDate> {
        let details = &mut self.entry.details;
        match field {
            Field::Joined => &mut details.joined,
            Field::OfficialOn => &mut details.official_on,
            _ => &mut details.birth,
        }
    }

    /// A cross, or the date of birth, under `Nam` or `Nữ`.
    fn under(&mut self, gender: Gender, written: &str) {
        self.entry.details.gender = Some(gender);
        if !value::is_cross(written) && value::gender(written).is_none() {
            self.date(Field::Birth, written);
        }
    }

    fn unit(&mut self, written: &str, surely: bool) {
        if surely || self.entry.unit.is_none() {
            self.entry.unit = Some(NamedUnit { name: line(written), surely });
        }
    }

    fn problem(&mut self, field: Field, sentence: String) {
        self.problems.push(RosterProblem { field, sentence });
    }
}

fn says_nothing(cell: &str) -> bool {
    let folded = text::folded(cell);
    let bare = folded.trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '+');
    let known = [
        "",
        "0",
        "khong",
        "khong co",
        "chua co",
        "chua",
        "ko",
        "ko co",
        "n/a",
        "na",
        "khong ro",
        "khong nho",
        "chua ro",
        "chua biet",
        "null",
    ];
    known.contains(&bare)
}
