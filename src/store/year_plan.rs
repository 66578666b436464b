//! Years laid out ahead, by unit.

use std::collections::HashMap;

use sqlx::FromRow;

use super::error::{StoreError, at};
use super::{Store, on_engine};
use crate::domain::identity::{DocumentId, UnitId};
use crate::domain::year_plan::{Period, PlannedPeriod};

#[derive(FromRow)]
struct PeriodRow {
    period: String,
    theme: String,
    planned_on: Option<String>,
}

#[derive(FromRow)]
struct DocumentRow {
    period: String,
    document_id: String,
}

impl Store {
    /// What the unit has planned for a year, in the year's order.
    pub async fn year_plan(&self, unit: UnitId, year: i16) -> Result<Vec<PlannedPeriod>, StoreError> {
        const PERIODS: &str = "SELECT period, theme, planned_on FROM plan_period WHERE unit_id = $1 AND year = $2";
        const DOCUMENTS: &str = "
            SELECT plan_document.period, plan_document.document_id FROM plan_document
            JOIN document ON document.id = plan_document.document_id
            WHERE plan_document.unit_id = $1 AND plan_document.year = $2
            ORDER BY document.issued_on DESC, document.symbol, document.id";
        let (id, number) = (unit.to_string(), i64::from(year));
        let mut reader = self.engine.read().await?;
        let (periods, documents) = on_engine!(reader, db => (
            sqlx::query_as::<_, PeriodRow>(PERIODS).bind(&id).bind(number).fetch_all(&mut *db).await?,
            sqlx::query_as::<_, DocumentRow>(DOCUMENTS).bind(&id).bind(number).fetch_all(&mut *db).await?,
        ));
        let mut reading: HashMap<String, Vec<DocumentId>> = HashMap::new();
        for DocumentRow { period, document_id } in documents {
            let document = at("plan_document", "document_id", &id).parse(&document_id)?;
            reading.entry(period).or_default().push(document);
        }
        let mut planned = HashMap::new();
        for PeriodRow { period: name, theme, planned_on } in periods {
            let period = Period::from_name(&name).ok_or_else(|| at("plan_period", "period", &id).broken())?;
            let documents = reading.remove(&name).unwrap_or_default();
            planned.insert(period, PlannedPeriod { period, theme, on: planned_on, documents });
        }
        Ok(Period::all().filter_map(|period| planned.remove(&period)).collect())
    }

    /// Lays a year out anew: what was planned for it before is replaced as a whole.
    pub async fn set_year_plan(&self, unit: UnitId, year: i16, plan: &[PlannedPeriod]) -> Result<(), StoreError> {
        const NO_DOCUMENTS: &str = "DELETE FROM plan_document WHERE unit_id = $1 AND year = $2";
        const NO_PERIODS: &str = "DELETE FROM plan_period WHERE unit_id = $1 AND year = $2";
        const PERIOD: &str =
            "INSERT INTO plan_period (unit_id, year, period, theme, planned_on) VALUES ($1, $2, $3, $4, $5)";
        const DOCUMENT: &str = "INSERT INTO plan_document (unit_id, year, period, document_id) VALUES ($1, $2, $3, $4)";
        let (id, number) = (unit.to_string(), i64::from(year));
        let mut writer = self.engine.write().await?;
        on_engine!(*writer, db => {
            for statement in [NO_DOCUMENTS, NO_PERIODS] {
                sqlx::query(statement).bind(&id).bind(number).execute(&mut *db).await?;
            }
            for planned in plan {
                let name = planned.period.name();
                let period = sqlx::query(PERIOD).bind(&id).bind(number).bind(&name).bind(&planned.theme);
                period.bind(&planned.on).execute(&mut *db).await?;
                for document in &planned.documents {
                    let row = sqlx::query(DOCUMENT).bind(&id).bind(number).bind(&name).bind(document.to_string());
                    row.execute(&mut *db).await?;
                }
            }
        });
        writer.commit().await
    }
}
