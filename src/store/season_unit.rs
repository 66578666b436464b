//! What the units below one did in a season.

use std::collections::BTreeMap;

use sqlx::FromRow;

use super::error::{StoreError, at};
use super::{Store, on_engine};
use crate::domain::identity::UnitId;
use crate::domain::season::{Months, UnitTally};

/// A unit below another, with what it did month by month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeasonUnit {
    pub id: UnitId,
    pub name: String,
    pub months: BTreeMap<i8, UnitTally>,
}

impl SeasonUnit {
    /// Some months together.
    pub fn within(&self, months: Months) -> UnitTally {
        let within = self.months.iter().filter(|(month, _)| months.contains(**month));
        within.fold(UnitTally::default(), |sum, (_, tally)| sum.and(tally))
    }
}

#[derive(FromRow)]
struct UnitRow {
    id: String,
    name: String,
    month: Option<i64>,
    eligible: i64,
    completed: i64,
    ranked: i64,
    points: i64,
}

impl Store {
    /// The open units directly below one, each with all that it and its people's former units did in a year.
    pub async fn season_units(&self, unit: UnitId, year: i16) -> Result<Vec<SeasonUnit>, StoreError> {
        const UNITS: &str = "
            SELECT unit.id, unit.name, result.month,
                   CAST(COALESCE(SUM(result.eligible), 0) AS BIGINT) AS eligible,
                   CAST(COALESCE(SUM(result.completed), 0) AS BIGINT) AS completed,
                   CAST(COALESCE(SUM(result.ranked), 0) AS BIGINT) AS ranked,
                   CAST(COALESCE(SUM(result.points), 0) AS BIGINT) AS points
            FROM unit
            JOIN unit_closure ON unit_closure.ancestor = unit.id
            LEFT JOIN season_unit_result AS result ON result.unit_id = unit_closure.descendant AND result.year = $2
            WHERE unit.parent_id = $1 AND unit.closed_at IS NULL
            GROUP BY unit.id, unit.name, result.month
            ORDER BY unit.name, unit.id, result.month";
        let mut reader = self.engine.read().await?;
        let rows = on_engine!(reader, db => {
            let query = sqlx::query_as::<_, UnitRow>(UNITS).bind(unit.to_string());
            query.bind(i64::from(year)).fetch_all(db).await
        })?;
        let mut units: Vec<SeasonUnit> = Vec::new();
        for UnitRow { id, name, month, eligible, completed, ranked, points } in rows {
            let place = |column| at("season_unit_result", column, &id);
            let known: UnitId = at("unit", "id", &id).parse(&id)?;
            if units.last().is_none_or(|last| last.id != known) {
                units.push(SeasonUnit { id: known, name, months: BTreeMap::new() });
            }
            let (Some(month), Some(last)) = (month, units.last_mut()) else { continue };
            let tally = UnitTally {
                eligible: place("eligible").number(eligible)?,
                completed: place("completed").number(completed)?,
                ranked: place("ranked").number(ranked)?,
                points: place("points").number(points)?,
            };
            last.months.insert(place("month").number(month)?, tally);
        }
        Ok(units)
    }
}
