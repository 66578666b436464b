//! A members' board as it is read: its top, one's own line, and where each was before the newest month.

use crate::domain::identity::{MemberId, UnitId};
use crate::domain::season::{Row, Total, newest};
use crate::http::error::Refusal;
use crate::http::house::House;
use crate::store::{BoardLine, KeptBoard};

use super::choice::Chosen;

/// Lines that are shown.
const TOP: u32 = 100;

/// A line, and the place before the board's newest month.
pub(super) struct Placed {
    pub line: BoardLine,
    pub before: Option<u32>,
}

pub(super) struct Board {
    pub top: Vec<Placed>,
    pub own: Option<Placed>,
    pub size: u32,
    /// The newest month that counts for anybody.
    pub newest: Option<i8>,
}

impl Board {
    pub async fn read(house: &House, unit: UnitId, chosen: Chosen, member: MemberId) -> Result<Self, Refusal> {
        match KeptBoard::of(unit, chosen.year, chosen.months) {
            Some(kept) => Self::kept(house, kept, member).await,
            None => Ok(Self::computed(house.store.season_board(unit, chosen.year, chosen.months).await?, member)),
        }
    }

    async fn kept(house: &House, board: KeptBoard, member: MemberId) -> Result<Self, Refusal> {
        let store = &house.store;
        let newest = store.season_newest(board).await?;
        let before = match newest {
            Some(month) => store.season_top_before(board, month, TOP).await?,
            None => Default::default(),
        };
        let top = store.season_top(board, TOP).await?.into_iter();
        let top: Vec<Placed> = top.map(|line| Placed { before: before.get(&line.member.id).copied(), line }).collect();
        let own = match store.season_line(board, member).await? {
            Some(line) => {
                let total = newest.and_then(|month| Some((month, line.row.until(month)?)));
                let before = match total {
                    Some((month, total)) => Some(store.season_place_before(board, month, total).await?),
                    None => None,
                };
                Some(Placed { line, before })
            }
            None => None,
        };
        Ok(Self { top, own, size: store.season_size(board).await?, newest })
    }

    /// From the whole board.
    fn computed(lines: Vec<BoardLine>, member: MemberId) -> Self {
        let newest = newest(lines.iter().map(|line| &line.row));
        let until = |row: &Row| newest.and_then(|month| row.until(month));
        let mut earlier: Vec<Total> = lines.iter().filter_map(|line| until(&line.row)).collect();
        earlier.sort_unstable_by(|one, other| other.cmp(one));
        let placed = |line: &BoardLine| {
            let before = until(&line.row).map(|own| 1 + earlier.partition_point(|other| *other > own) as u32);
            Placed { line: line.clone(), before }
        };
        Self {
            own: lines.iter().find(|line| line.member.id == member).map(placed),
            top: lines.iter().take(TOP as usize).map(placed).collect(),
            size: lines.len() as u32,
            newest,
        }
    }

    /// Whoever is shown.
    pub fn shown(&self) -> Vec<MemberId> {
        let mut shown: Vec<MemberId> = self.top.iter().chain(&self.own).map(|placed| placed.line.member.id).collect();
        shown.sort_unstable();
        shown.dedup();
        shown
    }
}
