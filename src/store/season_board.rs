//! The boards themselves, kept up with every change: of whoever is due, the old rows go and new ones come.

use std::collections::HashMap;

use serde_json::json;
use sqlx::FromRow;

use super::engine::{Handle, Writer};
use super::error::{StoreError, at};
use super::on_engine;
use crate::domain::identity::UnitId;
use crate::domain::season::{ContestOutcomes, Footing, Months, Outcome, Row, SeasonRule, season_end};
use crate::domain::time::{Millis, Timestamp};

/// Rows written in one statement, at most.
const ROWS: usize = 10_000;

/// Which rows of those who are due are written anew.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Scope {
    /// Every year, where there is none.
    pub year: Option<i16>,
    /// Every unit, where there is none.
    pub unit: Option<UnitId>,
    /// Only boards that this month is on.
    pub month: Option<i8>,
}

impl Scope {
    pub fn of_contest(outcomes: &ContestOutcomes) -> Self {
        Self { year: Some(outcomes.year), unit: None, month: Some(outcomes.month) }
    }

    fn has(self, months: Months) -> bool {
        self.month.is_none_or(|month| months.contains(month))
    }

    /// The quarter that is written beside the year; 0 for all of them.
    fn quarter(self) -> i64 {
        let quarters = Months::KEPT.iter().skip(1).zip(1..);
        let mut with_it = quarters.filter(|(months, _)| self.month.is_some_and(|month| months.contains(month)));
        with_it.next().map_or(0, |(_, quarter)| quarter)
    }

    /// The first and the last year.
    fn years(self) -> (i64, i64) {
        self.year.map_or((0, 99_999), |year| (i64::from(year), i64::from(year)))
    }
}

/// The number of a kept board within its unit.
pub(super) fn period(year: i16, kept: u8) -> i64 {
    i64::from(year) * 10 + i64::from(kept)
}

/// One who changes boards at a time; whoever only reads does not wait. Before anything is read for it.
pub(super) async fn lock(writer: &mut Writer) -> Result<(), StoreError> {
    if let Handle::Postgres(db) = writer {
        sqlx::query("LOCK TABLE season_board IN EXCLUSIVE MODE").execute(&mut **db).await?;
    }
    Ok(())
}

#[derive(FromRow)]
pub(super) struct OutcomeRow {
    pub member_id: String,
    pub year: i64,
    month: i64,
    footing: String,
    taken: bool,
    place: Option<i64>,
    points: i64,
    elapsed: i64,
}

impl OutcomeRow {
    pub fn read(&self) -> Result<Outcome, StoreError> {
        let place = |column| at("season_result", column, &self.member_id);
        Ok(Outcome {
            month: place("month").number(self.month)?,
            footing: Footing::from_name(&self.footing).ok_or_else(|| place("footing").broken())?,
            taken: self.taken,
            place: self.place.map(|number| place("place").number(number)).transpose()?,
            points: place("points").number(self.points)?,
            elapsed: Millis(self.elapsed),
        })
    }
}

#[derive(FromRow)]
struct HomeRow {
    member_id: String,
    unit_id: String,
    since: i64,
    ended_at: Option<i64>,
}

/// What is needed to write the boards of those who are due.
struct Ground {
    /// By member: every regular place they ever had.
    homes: HashMap<String, Vec<HomeRow>>,
    /// By unit: itself and all above it, and who succeeded any of them.
    above: HashMap<String, Vec<String>>,
    rules: Rules,
}

/// By unit and year, where it is not the usual one.
pub(super) struct Rules {
    known: HashMap<(String, i64), SeasonRule>,
    usual: SeasonRule,
}

impl Rules {
    fn of(&self, unit: &str, year: i64) -> &SeasonRule {
        self.known.get(&(unit.to_owned(), year)).unwrap_or(&self.usual)
    }
}

impl Ground {
    /// Where somebody belongs at the end of a season, or now for as long as it runs.
    fn home(&self, member: &str, year: i16) -> Option<&str> {
        let end = season_end(year);
        let then = |home: &&HomeRow| Timestamp(home.since) < end && home.ended_at.is_none_or(|at| Timestamp(at) >= end);
        self.homes.get(member)?.iter().find(then).map(|home| home.unit_id.as_str())
    }
}

/// A row to be written.
struct NewRow<'a> {
    unit: &'a str,
    period: i64,
    member: &'a str,
    home: &'a str,
    row: Row,
}

/// Whoever belongs to the unit or belonged to it.
pub(super) async fn are_due_within(writer: &mut Writer, unit: UnitId) -> Result<(), StoreError> {
    const WITHIN: &str = "
        INSERT INTO season_due (member_id)
        SELECT DISTINCT membership.member_id FROM membership
        JOIN unit_closure ON unit_closure.descendant = membership.unit_id
        WHERE unit_closure.ancestor = $1 AND membership.attendance = 'regular'
          AND EXISTS (SELECT 1 FROM season_result WHERE season_result.member_id = membership.member_id)
        ON CONFLICT (member_id) DO NOTHING";
    on_engine!(*writer, db => sqlx::query(WITHIN).bind(unit.to_string()).execute(db).await.map(drop))?;
    Ok(())
}

/// Writes the boards of everybody in `season_due` anew, and empties it.
pub(super) async fn refresh(writer: &mut Writer, scope: &Scope) -> Result<(), StoreError> {
    const WITHDRAW: &str = "
        INSERT INTO season_step (unit_id, period, value, members)
        SELECT unit_id, period, value, -COUNT(*) FROM season_board
        WHERE member_id IN (SELECT member_id FROM season_due) AND period BETWEEN $1 AND $2 AND ($3 = '' OR unit_id = $3)
          AND ($4 = 0 OR period % 10 IN (0, $4))
        GROUP BY unit_id, period, value
        ON CONFLICT (unit_id, period, value) DO UPDATE SET members = season_step.members + excluded.members";
    const CLEAR: &str = "
        DELETE FROM season_board
        WHERE member_id IN (SELECT member_id FROM season_due) AND period BETWEEN $1 AND $2 AND ($3 = '' OR unit_id = $3)
          AND ($4 = 0 OR period % 10 IN (0, $4))";
    const ENTER: &str = "
        INSERT INTO season_step (unit_id, period, value, members)
        SELECT unit_id, period, value, COUNT(*) FROM season_board
        WHERE member_id IN (SELECT member_id FROM season_due) AND period BETWEEN $1 AND $2 AND ($3 = '' OR unit_id = $3)
          AND ($4 = 0 OR period % 10 IN (0, $4))
        GROUP BY unit_id, period, value
        ON CONFLICT (unit_id, period, value) DO UPDATE SET members = season_step.members + excluded.members";
    const NOBODY: &str = "DELETE FROM season_step WHERE members = 0";
    const DONE: &str = "DELETE FROM season_due";
    let (first, last) = scope.years();
    let (first, last) = (first * 10, last * 10 + 9);
    let unit = scope.unit.map(|unit| unit.to_string()).unwrap_or_default();
    let quarter = scope.quarter();
    on_engine!(*writer, db => {
        for statement in [WITHDRAW, CLEAR] {
            sqlx::query(statement).bind(first).bind(last).bind(&unit).bind(quarter).execute(&mut *db).await?;
        }
    });
    let outcomes = outcomes(writer, scope).await?;
    let ground = ground(writer).await?;
    let mut rows = Vec::new();
    for of_one in outcomes.chunk_by(|one, other| (&one.member_id, one.year) == (&other.member_id, other.year)) {
        rows_of(&ground, scope, of_one, &mut rows)?;
        if rows.len() >= ROWS {
            insert(writer, &rows).await?;
            rows.clear();
        }
    }
    insert(writer, &rows).await?;
    on_engine!(*writer, db => {
        sqlx::query(ENTER).bind(first).bind(last).bind(&unit).bind(quarter).execute(&mut *db).await?;
        sqlx::query(NOBODY).execute(&mut *db).await?;
        sqlx::query(DONE).execute(&mut *db).await?;
    });
    Ok(())
}

/// Of everybody who is due, member by member and year by year.
async fn outcomes(writer: &mut Writer, scope: &Scope) -> Result<Vec<OutcomeRow>, StoreError> {
    const OUTCOMES: &str = "
        SELECT member_id, year, month, footing, taken, place, points, elapsed FROM season_result
        WHERE member_id IN (SELECT member_id FROM season_due) AND year BETWEEN $1 AND $2
        ORDER BY member_id, year, month, contest_id";
    let (first, last) = scope.years();
    Ok(on_engine!(*writer, db => sqlx::query_as(OUTCOMES).bind(first).bind(last).fetch_all(db).await)?)
}

async fn ground(writer: &mut Writer) -> Result<Ground, StoreError> {
    const HOMES: &str = "
        SELECT member_id, unit_id, since, ended_at FROM membership
        WHERE attendance = 'regular' AND member_id IN (SELECT member_id FROM season_due) ORDER BY since";
    const ABOVE: &str = "
        SELECT descendant, ancestor FROM unit_closure
        WHERE descendant IN (
            SELECT unit_id FROM membership
            WHERE attendance = 'regular' AND member_id IN (SELECT member_id FROM season_due)
        )";
    let (homes, pairs) = on_engine!(*writer, db => (
        sqlx::query_as::<_, HomeRow>(HOMES).fetch_all(&mut *db).await?,
        sqlx::query_as::<_, (String, String)>(ABOVE).fetch_all(&mut *db).await?,
    ));
    let mut ground = Ground { homes: HashMap::new(), above: HashMap::new(), rules: rules(writer).await? };
    for home in homes {
        ground.homes.entry(home.member_id.clone()).or_default().push(home);
    }
    for (below, above) in pairs {
        ground.above.entry(below).or_default().push(above);
    }
    Ok(ground)
}

async fn rules(writer: &mut Writer) -> Result<Rules, StoreError> {
    const RULES: &str = "SELECT unit_id, year, rule FROM season_rule";
    let rows: Vec<(String, i64, String)> = on_engine!(*writer, db => sqlx::query_as(RULES).fetch_all(db).await)?;
    let read = |(unit, year, rule): (String, i64, String)| {
        let rule = at("season_rule", "rule", &unit).json(&rule)?;
        Ok(((unit, year), rule))
    };
    let known = rows.into_iter().map(read).collect::<Result<_, StoreError>>()?;
    Ok(Rules { known, usual: SeasonRule::default() })
}

/// The rows of one member in one year.
fn rows_of<'a>(
    ground: &'a Ground,
    scope: &Scope,
    outcomes: &'a [OutcomeRow],
    rows: &mut Vec<NewRow<'a>>,
) -> Result<(), StoreError> {
    let Some(OutcomeRow { member_id: member, year, .. }) = outcomes.first() else { return Ok(()) };
    let number: i16 = at("season_result", "year", member).number(*year)?;
    let Some(home) = ground.home(member, number) else { return Ok(()) };
    let outcomes = outcomes.iter().map(OutcomeRow::read).collect::<Result<Vec<_>, _>>()?;
    let only = scope.unit.map(|unit| unit.to_string());
    for unit in
        ground.above.get(home).into_iter().flatten().filter(|unit| only.as_ref().is_none_or(|only| only == *unit))
    {
        let rule = ground.rules.of(unit, *year);
        for (kept, months) in (0..).zip(Months::KEPT).filter(|(_, months)| scope.has(*months)) {
            if let Some(row) = Row::of(rule, months, &outcomes) {
                rows.push(NewRow { unit, period: period(number, kept), member, home, row });
            }
        }
    }
    Ok(())
}

async fn insert(writer: &mut Writer, rows: &[NewRow<'_>]) -> Result<(), StoreError> {
    match writer {
        Handle::Sqlite(db) => {
            const BOARD: &str = "
                INSERT INTO season_board (unit_id, period, member_id, home_id, value, firsts, taken, haste, newest,
                                          value_before, firsts_before, taken_before, haste_before)
                SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6,
                       value ->> 7, value ->> 8, value ->> 9, value ->> 10, value ->> 11, value ->> 12
                FROM json_each($1)";
            let row = |new: &NewRow| {
                let Row { total, newest, before } = new.row;
                json!([
                    new.unit,
                    new.period,
                    new.member,
                    new.home,
                    total.value,
                    total.firsts,
                    total.taken,
                    total.haste,
                    newest,
                    before.map(|before| before.value),
                    before.map(|before| before.firsts),
                    before.map(|before| before.taken),
                    before.map(|before| before.haste)
                ])
            };
            let rows = serde_json::Value::from_iter(rows.iter().map(row)).to_string();
            sqlx::query(BOARD).bind(rows).execute(&mut **db).await?;
        }
        Handle::Postgres(db) => {
            const BOARD: &str = "
                INSERT INTO season_board (unit_id, period, member_id, home_id, value, firsts, taken, haste, newest,
                                          value_before, firsts_before, taken_before, haste_before)
                SELECT * FROM UNNEST($1::text[], $2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::bigint[],
                                     $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[],
                                     $12::bigint[], $13::bigint[])";
            let before = |new: &NewRow| new.row.before;
            sqlx::query(BOARD)
                .bind(rows.iter().map(|new| new.unit).collect::<Vec<_>>())
                .bind(rows.iter().map(|new| new.period).collect::<Vec<_>>())
                .bind(rows.iter().map(|new| new.member).collect::<Vec<_>>())
                .bind(rows.iter().map(|new| new.home).collect::<Vec<_>>())
                .bind(rows.iter().map(|new| new.row.total.value).collect::<Vec<_>>())
                .bind(rows.iter().map(|new| i64::from(new.row.total.firsts)).collect::<Vec<_>>())
                .bind(rows.iter().map(|new| i64::from(new.row.total.taken)).collect::<Vec<_>>())
                .bind(rows.iter().map(|new| new.row.total.haste).collect::<Vec<_>>())
                .bind(rows.iter().map(|new| i64::from(new.row.newest)).collect::<Vec<_>>())
                .bind(rows.iter().map(|new| before(new).map(|total| total.value)).collect::<Vec<_>>())
                .bind(rows.iter().map(|new| before(new).map(|total| i64::from(total.firsts))).collect::<Vec<_>>())
                .bind(rows.iter().map(|new| before(new).map(|total| i64::from(total.taken))).collect::<Vec<_>>())
                .bind(rows.iter().map(|new| before(new).map(|total| total.haste)).collect::<Vec<_>>())
                .execute(&mut **db)
                .await?;
        }
    }
    Ok(())
}
