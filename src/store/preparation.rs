//! What was planned around a contest and is not part of its record: its theme, its place, what to read before it.

use sqlx::FromRow;

use super::contest_successor::Replaced;
use super::engine::Writer;
use super::error::{StoreError, at};
use super::{Store, draft, on_engine};
use crate::domain::identity::{ContestId, DocumentId, DraftId, MemberId, UnitId};
use crate::domain::year_plan::Period;

/// Kept with a new contest, or not at all.
#[derive(Clone, Debug, Default)]
pub struct NewPreparation {
    pub preparation: Preparation,
    /// Excuses of members of the unit, set or lifted with it.
    pub excuses: Vec<(MemberId, Option<String>)>,
    /// What it was planned in; taken up by it.
    pub draft: Option<DraftId>,
    /// Whose place it takes.
    pub replaces: Option<Replaced>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preparation {
    pub theme: String,
    pub place: String,
    /// Of the year plan, where it comes from there.
    pub period: Option<(i16, Period)>,
    pub reading: Vec<DocumentId>,
}

#[derive(FromRow)]
struct PreparationRow {
    theme: String,
    place: String,
    year: Option<i64>,
    period: Option<String>,
}

impl Store {
    /// What was planned around the contest; empty where nothing was.
    pub async fn preparation(&self, contest: ContestId) -> Result<Preparation, StoreError> {
        const PREPARATION: &str = "SELECT theme, place, year, period FROM contest_preparation WHERE contest_id = $1";
        const READING: &str = "
            SELECT contest_reading.document_id FROM contest_reading
            JOIN document ON document.id = contest_reading.document_id
            WHERE contest_reading.contest_id = $1
            ORDER BY document.issued_on DESC, document.symbol, document.id";
        let id = contest.to_string();
        let mut reader = self.engine.read().await?;
        let (row, reading) = on_engine!(reader, db => (
            sqlx::query_as::<_, PreparationRow>(PREPARATION).bind(&id).fetch_optional(&mut *db).await?,
            sqlx::query_scalar::<_, String>(READING).bind(&id).fetch_all(&mut *db).await?,
        ));
        let Some(PreparationRow { theme, place, year, period }) = row else { return Ok(Preparation::default()) };
        let place_of = |column| at("contest_preparation", column, &id);
        let period = match (year, period) {
            (Some(year), Some(name)) => {
                let year = i16::try_from(year).map_err(|_| place_of("year").broken())?;
                Some((year, Period::from_name(&name).ok_or_else(|| place_of("period").broken())?))
            }
            _ => None,
        };
        let reading = reading.iter().map(|document| at("contest_reading", "document_id", &id).parse(document));
        Ok(Preparation { theme, place, period, reading: reading.collect::<Result<_, _>>()? })
    }

    /// Periods of a year for which the unit has a contest that was not called off.
    pub async fn periods_with_contests(&self, unit: UnitId, year: i16) -> Result<Vec<Period>, StoreError> {
        const PERIODS: &str = "
            SELECT DISTINCT contest_preparation.period
            FROM contest_preparation JOIN contest ON contest.id = contest_preparation.contest_id
            WHERE contest.unit_id = $1 AND contest_preparation.year = $2 AND contest_preparation.period IS NOT NULL
              AND NOT EXISTS (
                  SELECT 1 FROM journal WHERE journal.contest_id = contest.id AND journal.kind = 'cancelled'
              )";
        let mut reader = self.engine.read().await?;
        let names: Vec<String> = on_engine!(reader, db => {
            let periods = sqlx::query_scalar(PERIODS).bind(unit.to_string()).bind(i64::from(year));
            periods.fetch_all(db).await
        })?;
        let period =
            |name: &String| Period::from_name(name).ok_or_else(|| at("contest_preparation", "period", &unit).broken());
        names.iter().map(period).collect()
    }
}

/// Takes up the draft, within the transaction that keeps the contest: false if somebody did before.
pub(super) async fn take_draft(writer: &mut Writer, new: &NewPreparation) -> Result<bool, StoreError> {
    match new.draft {
        Some(id) => draft::take(writer, id).await,
        None => Ok(true),
    }
}

/// Within the transaction that keeps the contest.
pub(super) async fn insert(
    writer: &mut Writer,
    contest: ContestId,
    unit: UnitId,
    new: &NewPreparation,
) -> Result<(), StoreError> {
    const PREPARATION: &str =
        "INSERT INTO contest_preparation (contest_id, theme, place, year, period) VALUES ($1, $2, $3, $4, $5)";
    const READING: &str = "INSERT INTO contest_reading (contest_id, document_id) VALUES ($1, $2)";
    // A guest's excuse is a matter of their own unit.
    const EXCUSE: &str = "
        UPDATE membership SET excuse = $2
        WHERE member_id = $1 AND ended_at IS NULL AND attendance = 'regular'
          AND unit_id IN (SELECT descendant FROM unit_closure WHERE ancestor = $3)";
    let Preparation { theme, place, period, reading } = &new.preparation;
    let (id, unit) = (contest.to_string(), unit.to_string());
    on_engine!(*writer, db => {
        let (year, name) = period.map(|(year, period)| (i64::from(year), period.name())).unzip();
        let row = sqlx::query(PREPARATION).bind(&id).bind(theme).bind(place).bind(year).bind(name);
        row.execute(&mut *db).await?;
        for document in reading {
            sqlx::query(READING).bind(&id).bind(document.to_string()).execute(&mut *db).await?;
        }
        for (member, excuse) in &new.excuses {
            let excused = sqlx::query(EXCUSE).bind(member.to_string()).bind(excuse).bind(&unit);
            excused.execute(&mut *db).await?;
        }
    });
    Ok(())
}
