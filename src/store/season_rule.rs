//! By which rule a unit's season adds up.

use super::error::{StoreError, at};
use super::season_board::{self, Scope};
use super::{Store, on_engine};
use crate::domain::identity::UnitId;
use crate::domain::season::SeasonRule;

impl Store {
    /// The rule by which a unit's season adds up.
    pub async fn season_rule(&self, unit: UnitId, year: i16) -> Result<SeasonRule, StoreError> {
        const RULE: &str = "SELECT rule FROM season_rule WHERE unit_id = $1 AND year = $2";
        let mut reader = self.engine.read().await?;
        let rule: Option<String> = on_engine!(reader, db => {
            sqlx::query_scalar(RULE).bind(unit.to_string()).bind(i64::from(year)).fetch_optional(db).await
        })?;
        rule.map_or(Ok(SeasonRule::default()), |rule| at("season_rule", "rule", &unit).json(&rule))
    }

    /// Sets the rule, and writes the unit's boards of that season anew.
    pub async fn set_season_rule(&self, unit: UnitId, year: i16, rule: &SeasonRule) -> Result<(), StoreError> {
        const RULE: &str = "
            INSERT INTO season_rule (unit_id, year, rule) VALUES ($1, $2, $3)
            ON CONFLICT (unit_id, year) DO UPDATE SET rule = excluded.rule";
        let text = serde_json::to_string(rule).map_err(|error| StoreError::Other(sqlx::Error::Encode(error.into())))?;
        let mut writer = self.engine.write().await?;
        season_board::lock(&mut writer).await?;
        on_engine!(*writer, db => {
            let query = sqlx::query(RULE).bind(unit.to_string()).bind(i64::from(year)).bind(&text);
            query.execute(db).await.map(drop)
        })?;
        season_board::are_due_within(&mut writer, unit).await?;
        season_board::refresh(&mut writer, &Scope { year: Some(year), unit: Some(unit), month: None }).await?;
        writer.commit().await
    }
}
