//! The table of results: everybody's row, and which rows of a long table are shown at first.

use crate::domain::contest::{Contest, Enrolment, Excuse, Results, Standing};
use crate::domain::identity::Participant;
use crate::http::wording;
use crate::live::People;
use crate::protocol::Names as _;

/// A table up to this long is shown whole.
const WHOLE: usize = 200;
/// Of a longer one, so many rows from the top.
const TOP: usize = 100;
/// And so many around one's own.
const AROUND: usize = 2;

#[derive(Clone)]
pub(in crate::http::pages) struct ResultRow {
    /// The participant's.
    pub number: u32,
    pub place: Option<u32>,
    pub name: String,
    pub unit: String,
    pub score: String,
    pub elapsed: String,
    pub note: String,
    pub mine: bool,
    pub annulled: bool,
}

/// Rows from the top, and one's own where that lies further down.
pub(in crate::http::pages) struct Excerpt {
    pub rows: Vec<ResultRow>,
    /// One's own row and its neighbours.
    pub around: Vec<ResultRow>,
    /// How many there are in all, if not all are shown.
    pub of: Option<usize>,
}

impl Excerpt {
    pub fn whole(rows: Vec<ResultRow>) -> Self {
        Self { rows, around: Vec::new(), of: None }
    }

    pub fn of(mut rows: Vec<ResultRow>) -> Self {
        if rows.len() <= WHOLE {
            return Self::whole(rows);
        }
        let all = rows.len();
        let own = rows.iter().position(|row| row.mine).filter(|at| *at >= TOP);
        let around = match own {
            Some(at) => rows[TOP.max(at - AROUND)..all.min(at + AROUND + 1)].to_vec(),
            None => Vec::new(),
        };
        rows.truncate(TOP);
        Self { rows, around, of: Some(all) }
    }
}

/// Best first, then those outside the ranking.
pub(in crate::http::pages) fn rows(
    contest: &Contest,
    results: &Results,
    people: &People,
    own: Option<Participant>,
    may_host: bool,
) -> Vec<ResultRow> {
    results.standings.iter().map(|standing| row(contest, people, own, may_host, standing)).collect()
}

fn row(contest: &Contest, people: &People, own: Option<Participant>, may_host: bool, standing: &Standing) -> ResultRow {
    let table = contest.table();
    let (name, unit) = people.of(standing.participant);
    let mut notes = Vec::new();
    if standing.time_factor > 100 {
        notes.push(format!("được thêm thời gian ({} %)", standing.time_factor));
    }
    if let Some(came) = table.results.foreseen {
        notes.push(match standing.prediction {
            Some(value) => format!("dự đoán {value}, lệch {}", value.abs_diff(came)),
            None => "không dự đoán".to_owned(),
        });
    }
    if standing.place.is_none() {
        notes.push(reason(contest.enrolment(standing.participant), may_host).to_owned());
    }
    ResultRow {
        number: standing.participant.0,
        place: standing.place,
        name: wording::inert(name),
        unit: wording::inert(unit),
        score: wording::points(standing.score_hundredths),
        elapsed: wording::seconds(standing.elapsed),
        note: notes.join(", "),
        mine: own == Some(standing.participant),
        annulled: contest.enrolment(standing.participant).is_some_and(|enrolment| enrolment.annulled),
    }
}

/// Why somebody has no place. Which class of excuse it is concerns the one who keeps the roster.
fn reason(enrolment: Option<&Enrolment>, may_host: bool) -> &'static str {
    let Some(enrolment) = enrolment else { return "không có tên trong danh sách" };
    match enrolment.entry.excuse {
        _ if enrolment.annulled => "bài đã bị hủy",
        Some(excuse) if may_host => match excuse {
            Excuse::Exempt => "được miễn sinh hoạt",
            Excuse::Suspended => "đang đình chỉ sinh hoạt",
            Excuse::Elsewhere => "sinh hoạt tạm thời nơi khác",
            Excuse::Ill => "nghỉ ốm",
            Excuse::OnDuty => "đi công tác",
        },
        Some(_) => "được miễn dự thi",
        None if !enrolment.entry.insider_of.is_empty() => "đã tham gia soạn hoặc duyệt câu hỏi",
        None => "kỳ thi không có câu nào được tính",
    }
}

#[cfg(test)]
mod tests {
    use super::{AROUND, Excerpt, ResultRow, TOP, WHOLE};

    fn rows(count: usize, own: usize) -> Vec<ResultRow> {
        let row = |at: usize| ResultRow {
            number: at as u32 + 1,
            place: Some(at as u32 + 1),
            name: format!("Đồng chí {at}"),
            unit: String::new(),
            score: String::new(),
            elapsed: String::new(),
            note: String::new(),
            mine: at == own,
            annulled: false,
        };
        (0..count).map(row).collect()
    }

    fn places(rows: &[ResultRow]) -> Vec<u32> {
        rows.iter().filter_map(|row| row.place).collect()
    }

    #[test]
    fn a_short_table_is_shown_whole() {
        let excerpt = Excerpt::of(rows(WHOLE, WHOLE - 1));
        assert_eq!((excerpt.rows.len(), excerpt.around.len(), excerpt.of), (WHOLE, 0, None));
    }

    #[test]
    fn ones_own_row_is_in_every_excerpt() {
        for own in [0, TOP - 1, TOP, TOP + 1, 4_000, 4_998, 4_999] {
            let excerpt = Excerpt::of(rows(5_000, own));
            assert_eq!((excerpt.rows.len(), excerpt.of), (TOP, Some(5_000)));
            let mine = excerpt.rows.iter().chain(&excerpt.around).filter(|row| row.mine).count();
            assert_eq!(mine, 1, "{own}");
            assert!(excerpt.around.len() <= 2 * AROUND + 1);
            assert!(places(&excerpt.around).iter().all(|place| *place > TOP as u32), "no row twice");
        }
    }
}
