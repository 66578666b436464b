//! A published result in words as they are printed: what all documents about it are written from.

use super::party_document::{Annex, Block, Column, Frame, PartyDocument};
use super::words::{end, people, place, within_a_sentence};

/// Nobody is named here who is not to be named on paper within the unit.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// `Chi bộ Trường Tiểu học Hòa Mỹ`
    pub unit: String,
    pub title: String,
    pub theme: String,
    /// `14:30 thứ Ba, 03/11/2026`, or `từ … đến …`.
    pub held_at: String,
    pub place: String,
    /// `trực tiếp trong buổi sinh hoạt`
    pub mode: String,
    /// What was read for it.
    pub documents: Vec<String>,
    /// That counted.
    pub questions: usize,
    pub eligible: u32,
    pub completed: u32,
    /// `95,8 %`
    pub rate: String,
    /// Of those who have a place, in points.
    pub mean: Option<String>,
    /// Best first.
    pub ranked: Vec<ScoreLine>,
    pub outside: Vec<ScoreLine>,
    /// Who should have taken part and did not.
    pub absent: Vec<Absent>,
    /// Most often wrong first.
    pub hardest: Vec<HardQuestion>,
    /// Places that are commended.
    pub prize_places: u32,
    pub prizes: Vec<PrizeLine>,
    /// The last hash of the record.
    pub head: String,
}

#[derive(Clone, Debug, Default)]
pub struct ScoreLine {
    pub place: Option<u32>,
    pub name: String,
    /// Printed where people of several units took part.
    pub unit: String,
    pub hundredths: u32,
    pub tenths: i64,
    /// `8,75`
    pub score: String,
    /// `85,2 giây`
    pub elapsed: String,
    pub note: String,
}

#[derive(Clone, Debug, Default)]
pub struct Absent {
    pub name: String,
    /// `ốm`; none for one without a reason.
    pub reason: Option<&'static str>,
}

#[derive(Clone, Debug, Default)]
pub struct HardQuestion {
    pub number: usize,
    pub stem: String,
    pub source: String,
    /// `9/22 đồng chí trả lời đúng (40,9 %)`
    pub rate: String,
}

#[derive(Clone, Debug, Default)]
pub struct PrizeLine {
    pub name: String,
    /// `01 cuốn sách, trị giá 50.000 đồng`
    pub kind: String,
    /// `Bí thư Chi bộ trao ngày 05/12/2026`; empty where nothing is known of it.
    pub handed: String,
}

impl Outcome {
    /// Those in places that are commended.
    pub fn winners(&self) -> impl Iterator<Item = &ScoreLine> {
        let wins = |line: &&ScoreLine| line.place.is_some_and(|place| place <= self.prize_places);
        self.ranked.iter().filter(wins)
    }

    /// `lúc 14:30 thứ Ba, 03/11/2026`, or from when to when.
    pub(super) fn when(&self) -> String {
        if self.held_at.starts_with("từ ") { self.held_at.clone() } else { format!("lúc {}", self.held_at) }
    }

    pub(super) fn contest(&self) -> String {
        within_a_sentence(&self.title)
    }

    /// `kỳ thi tháng 11/2026, chủ đề “…”`
    pub(super) fn contest_and_theme(&self) -> String {
        if self.theme.is_empty() {
            self.contest()
        } else {
            format!("{}, chủ đề “{}”", self.contest(), end(&self.theme))
        }
    }

    pub(super) fn participation(&self) -> String {
        format!("{}/{} đồng chí thuộc diện dự thi đã tham gia, đạt {}", self.completed, self.eligible, self.rate)
    }

    /// `Hạng nhất: đồng chí …`, one for each place that is commended.
    pub(super) fn places(&self) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let winners: Vec<&ScoreLine> = self.winners().collect();
        for same in winners.chunk_by(|one, other| one.place == other.place) {
            let Some(best) = same.first() else { continue };
            lines.push(format!(
                "{}: {}, {} điểm, tổng thời gian {}",
                place(best.place.unwrap_or_default()),
                people(same.iter().map(|line| line.name.as_str())),
                best.score,
                best.elapsed
            ));
        }
        lines
    }

    pub(super) fn hard_lines(&self) -> Vec<String> {
        let line = |question: &HardQuestion| {
            let source =
                if question.source.is_empty() { String::new() } else { format!(" ({})", end(&question.source)) };
            format!("Câu {}: {}{source}: {}", question.number, question.stem.trim_end(), question.rate)
        };
        self.hardest.iter().map(line).collect()
    }

    pub(super) fn prize_lines(&self) -> Vec<String> {
        let line = |prize: &PrizeLine| {
            let handed = if prize.handed.is_empty() { String::new() } else { format!(", {}", prize.handed) };
            format!("Đồng chí {}: {}{handed}", prize.name, end(&prize.kind))
        };
        self.prizes.iter().map(line).collect()
    }

    /// Whether people of several units took part.
    pub(super) fn has_units(&self) -> bool {
        let mut units = self.ranked.iter().chain(&self.outside).map(|line| line.unit.as_str());
        let first = units.next();
        units.any(|unit| Some(unit) != first)
    }

    pub(super) fn score_sheet(&self) -> Annex {
        let column = |heading: &str, part, is_number| Column { heading: heading.to_owned(), part, is_number };
        let units = self.has_units();
        let mut columns = vec![column("Hạng", 9, true), column("Họ và tên", if units { 26 } else { 40 }, false)];
        if units {
            columns.push(column("Tổ chức đảng", 26, false));
        }
        columns.extend([column("Điểm", 12, true), column("Thời gian", 17, true), column("Ghi chú", 20, false)]);
        let row = |line: &ScoreLine| {
            let place = line.place.map_or_else(|| "–".to_owned(), |place| place.to_string());
            let mut row = vec![place, line.name.clone()];
            if units {
                row.push(line.unit.clone());
            }
            row.extend([line.score.clone(), line.elapsed.clone(), line.note.clone()]);
            row
        };
        Annex {
            label: "PHỤ LỤC".to_owned(),
            title: format!("Bảng điểm {}", self.contest()),
            body: vec![
                Block::Table { columns, rows: self.ranked.iter().chain(&self.outside).map(row).collect() },
                Block::paragraph(format!("Mã cuối của biên bản điện tử: {}.", self.head)),
            ],
        }
    }

    pub(super) fn document(&self, frame: Frame, kind: &str, subject: String, body: Vec<Block>) -> PartyDocument {
        PartyDocument { frame, kind: kind.to_owned(), subject, body, annexes: Vec::new() }
    }
}

/// Items of a list within a document: `;` between them, `.` at the end.
pub(super) fn items(lines: &[String]) -> impl Iterator<Item = Block> {
    let last = lines.len().saturating_sub(1);
    let item =
        move |(at, line): (usize, &String)| Block::item(format!("{}{}", end(line), if at == last { "." } else { ";" }));
    lines.iter().enumerate().map(item)
}
