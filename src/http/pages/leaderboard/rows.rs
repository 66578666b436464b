//! Lines of the members' board as they are shown.

use std::collections::{BTreeSet, HashMap};

use super::board::Placed;
use super::months::{self, Line};
use super::words;
use crate::domain::identity::{MemberId, UnitId};
use crate::domain::name::initials;
use crate::domain::season::{Months, Outcome, SeasonRule};
use crate::http::wording;

pub(super) struct BoardRow {
    pub place: u32,
    pub name: String,
    pub unit: String,
    pub points: String,
    /// `5 kỳ, 2 lần hạng nhất`
    pub taken: String,
    /// Since the month before.
    pub change: Option<String>,
    pub line: Option<Line>,
    pub mine: bool,
}

/// Who looks, and by which rule.
pub(super) struct Eyes<'a> {
    pub member: MemberId,
    /// Units whose people's names are shown in full; none where all are.
    pub near: Option<&'a BTreeSet<UnitId>>,
    pub rule: &'a SeasonRule,
    pub newest: Option<i8>,
}

pub(super) fn row(
    placed: &Placed,
    eyes: &Eyes<'_>,
    outcomes: &HashMap<MemberId, Vec<Outcome>>,
    months: Months,
) -> BoardRow {
    let line = &placed.line;
    let mine = line.member.id == eyes.member;
    let in_full = mine || eyes.near.is_none_or(|near| near.contains(&line.member.unit));
    let name = if in_full { line.member.name.clone() } else { initials(&line.member.name) };
    let own = outcomes.get(&line.member.id).map_or(&[][..], Vec::as_slice);
    BoardRow {
        place: line.place,
        name: wording::inert(&name),
        unit: wording::inert(&line.member.unit_name),
        points: words::points(eyes.rule, line.row.total.value),
        taken: words::taken(line.row.total),
        change: words::change(placed, eyes.newest, months),
        line: months::line(eyes.rule, months, own),
        mine,
    }
}
