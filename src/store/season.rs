//! A season's boards as they are read.

use std::collections::{BTreeMap, HashMap};

use sqlx::FromRow;

use super::error::{StoreError, at};
use super::season_board::{OutcomeRow, period};
use super::{Store, on_engine};
use crate::domain::identity::{MemberId, UnitId};
use crate::domain::season::{Months, Outcome, Row, Total, places, season_end};

/// A board that is kept up with every publication: of a year, or of a quarter of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptBoard {
    pub unit: UnitId,
    pub year: i16,
    /// Its place among [`Months::KEPT`].
    kept: u8,
}

impl KeptBoard {
    /// Nothing for months whose board is not kept.
    pub fn of(unit: UnitId, year: i16, months: Months) -> Option<Self> {
        months.kept().map(|kept| Self { unit, year, kept })
    }

    fn period(self) -> i64 {
        period(self.year, self.kept)
    }
}

/// Somebody of a unit, and where they belong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeasonMember {
    pub id: MemberId,
    pub name: String,
    pub sort_key: String,
    pub unit: UnitId,
    pub unit_name: String,
}

/// A line of a board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardLine {
    pub place: u32,
    pub member: SeasonMember,
    pub row: Row,
}

#[derive(FromRow)]
struct LineRow {
    member_id: String,
    name: String,
    sort_key: String,
    home_id: String,
    home_name: String,
    place: i64,
    value: i64,
    firsts: i64,
    taken: i64,
    haste: i64,
    newest: i64,
    value_before: Option<i64>,
    firsts_before: Option<i64>,
    taken_before: Option<i64>,
    haste_before: Option<i64>,
}

impl LineRow {
    fn read(self) -> Result<BoardLine, StoreError> {
        let place = |column| at("season_board", column, &self.member_id);
        let total = |value, firsts, taken, haste| {
            let (firsts, taken) = (place("firsts").number(firsts)?, place("taken").number(taken)?);
            Ok::<_, StoreError>(Total { value, firsts, taken, haste })
        };
        let before = match (self.value_before, self.firsts_before, self.taken_before, self.haste_before) {
            (Some(value), Some(firsts), Some(taken), Some(haste)) => Some(total(value, firsts, taken, haste)?),
            _ => None,
        };
        let row = Row {
            total: total(self.value, self.firsts, self.taken, self.haste)?,
            newest: place("newest").number(self.newest)?,
            before,
        };
        Ok(BoardLine {
            place: place("place").number(self.place)?,
            row,
            member: SeasonMember {
                id: place("member_id").parse(&self.member_id)?,
                unit: place("home_id").parse(&self.home_id)?,
                name: self.name,
                sort_key: self.sort_key,
                unit_name: self.home_name,
            },
        })
    }
}

macro_rules! lines {
    ($place:literal, $from:literal) => {
        concat!(
            "SELECT line.member_id, member.name, member.sort_key, line.home_id, unit.name AS home_name, ",
            $place,
            " AS place, line.value, line.firsts, line.taken, line.haste, line.newest, line.value_before,
                line.firsts_before, line.taken_before, line.haste_before
             FROM ",
            $from,
            " AS line JOIN member ON member.id = line.member_id JOIN unit ON unit.id = line.home_id"
        )
    };
}

impl Store {
    /// The first of a board, best first; equals by name.
    pub async fn season_top(&self, board: KeptBoard, most: u32) -> Result<Vec<BoardLine>, StoreError> {
        const TOP: &str = lines!(
            "CAST(0 AS BIGINT)",
            "(SELECT * FROM season_board WHERE unit_id = $1 AND period = $2
              ORDER BY value DESC, firsts DESC, taken DESC, haste DESC LIMIT $3)"
        );
        let mut reader = self.engine.read().await?;
        let rows = on_engine!(reader, db => {
            let query = sqlx::query_as::<_, LineRow>(TOP).bind(board.unit.to_string()).bind(board.period());
            query.bind(i64::from(most)).fetch_all(db).await
        })?;
        let lines = rows.into_iter().map(LineRow::read).collect::<Result<Vec<_>, _>>()?;
        Ok(placed(lines.into_iter().map(|line| (line.member, line.row)).collect()))
    }

    /// Where one member stands.
    pub async fn season_line(&self, board: KeptBoard, member: MemberId) -> Result<Option<BoardLine>, StoreError> {
        const LINE: &str = concat!(
            lines!(
                "1 + (
                    SELECT CAST(COALESCE(SUM(step.members), 0) AS BIGINT) FROM season_step AS step
                    WHERE step.unit_id = line.unit_id AND step.period = line.period AND step.value > line.value
                ) + (
                    SELECT COUNT(*) FROM season_board AS better
                    WHERE better.unit_id = line.unit_id AND better.period = line.period AND better.value = line.value
                      AND (better.firsts, better.taken, better.haste) > (line.firsts, line.taken, line.haste)
                )",
                "season_board"
            ),
            " WHERE line.unit_id = $1 AND line.period = $2 AND line.member_id = $3"
        );
        let mut reader = self.engine.read().await?;
        let row = on_engine!(reader, db => {
            let query = sqlx::query_as::<_, LineRow>(LINE).bind(board.unit.to_string()).bind(board.period());
            query.bind(member.to_string()).fetch_optional(db).await
        })?;
        row.map(LineRow::read).transpose()
    }

    /// How many stand on a board.
    pub async fn season_size(&self, board: KeptBoard) -> Result<u32, StoreError> {
        const SIZE: &str = "
            SELECT CAST(COALESCE(SUM(members), 0) AS BIGINT) FROM season_step WHERE unit_id = $1 AND period = $2";
        let mut reader = self.engine.read().await?;
        let size: i64 = on_engine!(reader, db => {
            sqlx::query_scalar(SIZE).bind(board.unit.to_string()).bind(board.period()).fetch_one(db).await
        })?;
        at("season_step", "members", &board.unit).number(size)
    }

    /// The newest month that counts for anybody on a board.
    pub async fn season_newest(&self, board: KeptBoard) -> Result<Option<i8>, StoreError> {
        const NEWEST: &str = "SELECT MAX(newest) FROM season_board WHERE unit_id = $1 AND period = $2";
        let mut reader = self.engine.read().await?;
        let newest: Option<i64> = on_engine!(reader, db => {
            sqlx::query_scalar(NEWEST).bind(board.unit.to_string()).bind(board.period()).fetch_one(db).await
        })?;
        newest.map(|month| at("season_board", "newest", &board.unit).number(month)).transpose()
    }

    /// The place that a total would have had before the board's newest month.
    pub async fn season_place_before(&self, board: KeptBoard, newest: i8, total: Total) -> Result<u32, StoreError> {
        // Whoever has nothing in that month stood where they stand now.
        const BETTER: &str = "
            SELECT 1 + (
                SELECT COUNT(*) FROM season_board WHERE unit_id = $1 AND period = $2 AND newest < $3
                  AND (value, firsts, taken, haste) > ($4, $5, $6, $7)
            ) + (
                SELECT COUNT(*) FROM season_board WHERE unit_id = $1 AND period = $2 AND newest = $3
                  AND (value_before, firsts_before, taken_before, haste_before) > ($4, $5, $6, $7)
            )";
        let mut reader = self.engine.read().await?;
        let place: i64 = on_engine!(reader, db => {
            let query = sqlx::query_scalar(BETTER).bind(board.unit.to_string()).bind(board.period());
            let query = query.bind(i64::from(newest)).bind(total.value).bind(i64::from(total.firsts));
            query.bind(i64::from(total.taken)).bind(total.haste).fetch_one(db).await
        })?;
        at("season_board", "place", &board.unit).number(place)
    }

    /// Where the first of a board stood before its newest month; without those who had no place then.
    pub async fn season_top_before(
        &self,
        board: KeptBoard,
        newest: i8,
        most: u32,
    ) -> Result<HashMap<MemberId, u32>, StoreError> {
        const BEFORE: &str = "
            SELECT line.member_id, 1 + (
                SELECT COUNT(*) FROM season_board WHERE unit_id = $1 AND period = $2 AND newest < $3
                  AND (value, firsts, taken, haste) > (line.own, line.own_firsts, line.own_taken, line.own_haste)
            ) + (
                SELECT COUNT(*) FROM season_board WHERE unit_id = $1 AND period = $2 AND newest = $3
                  AND (value_before, firsts_before, taken_before, haste_before)
                      > (line.own, line.own_firsts, line.own_taken, line.own_haste)
            )
            FROM (
                SELECT member_id,
                       CASE WHEN newest < $3 THEN value ELSE value_before END AS own,
                       CASE WHEN newest < $3 THEN firsts ELSE firsts_before END AS own_firsts,
                       CASE WHEN newest < $3 THEN taken ELSE taken_before END AS own_taken,
                       CASE WHEN newest < $3 THEN haste ELSE haste_before END AS own_haste
                FROM season_board WHERE unit_id = $1 AND period = $2
                ORDER BY value DESC, firsts DESC, taken DESC, haste DESC LIMIT $4
            ) AS line
            WHERE line.own IS NOT NULL";
        let mut reader = self.engine.read().await?;
        let rows: Vec<(String, i64)> = on_engine!(reader, db => {
            let query = sqlx::query_as(BEFORE).bind(board.unit.to_string()).bind(board.period());
            query.bind(i64::from(newest)).bind(i64::from(most)).fetch_all(db).await
        })?;
        let read = |(member, place): (String, i64)| {
            let at = |column| at("season_board", column, &member);
            Ok((at("member_id").parse(&member)?, at("place").number(place)?))
        };
        rows.into_iter().map(read).collect()
    }

    /// What contests of a year say of some members, month by month.
    pub async fn seasons_of(
        &self,
        members: &[MemberId],
        year: i16,
    ) -> Result<HashMap<MemberId, Vec<Outcome>>, StoreError> {
        const OF: &str = "
            SELECT member_id, year, month, footing, taken, place, points, elapsed FROM season_result
            WHERE member_id = $1 AND year = $2 ORDER BY month, contest_id";
        let mut known = HashMap::with_capacity(members.len());
        let mut reader = self.engine.read().await?;
        for member in members {
            let rows = on_engine!(reader, db => {
                let query = sqlx::query_as::<_, OutcomeRow>(OF).bind(member.to_string());
                query.bind(i64::from(year)).fetch_all(&mut *db).await
            })?;
            known.insert(*member, rows.iter().map(OutcomeRow::read).collect::<Result<_, _>>()?);
        }
        Ok(known)
    }

    /// The board of any months, computed from every outcome of everybody who belongs to the unit.
    pub async fn season_board(&self, unit: UnitId, year: i16, months: Months) -> Result<Vec<BoardLine>, StoreError> {
        const HOMES: &str = "
            SELECT member.id, member.name, member.sort_key, unit.id, unit.name
            FROM unit_closure
            JOIN unit ON unit.id = unit_closure.descendant
            JOIN membership ON membership.unit_id = unit.id AND membership.attendance = 'regular'
                AND membership.since < $2 AND (membership.ended_at IS NULL OR membership.ended_at >= $2)
            JOIN member ON member.id = membership.member_id
            WHERE unit_closure.ancestor = $1
            ORDER BY member.id";
        const OUTCOMES: &str = "
            SELECT season_result.member_id, season_result.year, season_result.month, season_result.footing,
                   season_result.taken, season_result.place, season_result.points, season_result.elapsed
            FROM unit_closure
            JOIN membership ON membership.unit_id = unit_closure.descendant AND membership.attendance = 'regular'
                AND membership.since < $2 AND (membership.ended_at IS NULL OR membership.ended_at >= $2)
            JOIN season_result ON season_result.member_id = membership.member_id AND season_result.year = $3
            WHERE unit_closure.ancestor = $1";
        let rule = self.season_rule(unit, year).await?;
        let (id, end) = (unit.to_string(), season_end(year).0);
        let mut reader = self.engine.read().await?;
        let (homes, rows) = on_engine!(reader, db => (
            sqlx::query_as::<_, (String, String, String, String, String)>(HOMES)
                .bind(&id).bind(end).fetch_all(&mut *db).await?,
            sqlx::query_as::<_, OutcomeRow>(OUTCOMES)
                .bind(&id).bind(end).bind(i64::from(year)).fetch_all(&mut *db).await?,
        ));
        let mut outcomes: BTreeMap<&str, Vec<Outcome>> = BTreeMap::new();
        for row in &rows {
            outcomes.entry(&row.member_id).or_default().push(row.read()?);
        }
        let mut board = Vec::new();
        for (member, name, sort_key, home, unit_name) in homes {
            let place = |column| at("membership", column, &member);
            let known = outcomes.get(member.as_str()).map_or(&[][..], Vec::as_slice);
            if let Some(row) = Row::of(&rule, months, known) {
                let (id, unit) = (place("member_id").parse(&member)?, place("unit_id").parse(&home)?);
                board.push((SeasonMember { id, name, sort_key, unit, unit_name }, row));
            }
        }
        Ok(placed(board))
    }

    /// The years of which a unit has a board, newest first.
    pub async fn season_years(&self, unit: UnitId) -> Result<Vec<i16>, StoreError> {
        const YEARS: &str = "SELECT DISTINCT period / 10 FROM season_step WHERE unit_id = $1 ORDER BY 1 DESC";
        let mut reader = self.engine.read().await?;
        let years: Vec<i64> = on_engine!(reader, db => {
            sqlx::query_scalar(YEARS).bind(unit.to_string()).fetch_all(db).await
        })?;
        years.into_iter().map(|year| at("season_step", "period", &unit).number(year)).collect()
    }
}

/// Best first; equals share a place and stand by name.
fn placed(mut rows: Vec<(SeasonMember, Row)>) -> Vec<BoardLine> {
    rows.sort_by(|(one, row), (other, other_row)| {
        let by_name = || (&one.sort_key, one.id).cmp(&(&other.sort_key, other.id));
        other_row.total.cmp(&row.total).then_with(by_name)
    });
    let totals: Vec<Total> = rows.iter().map(|(_, row)| row.total).collect();
    let lines = rows.into_iter().zip(places(&totals));
    lines.map(|((member, row), place)| BoardLine { place, member, row }).collect()
}
