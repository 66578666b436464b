//! How a unit's documents are headed, signed and set, where somebody has said so.

use super::error::{StoreError, at};
use super::{Store, on_engine};
use crate::domain::document_settings::DocumentSettings;
use crate::domain::identity::UnitId;

impl Store {
    /// None where nobody has filled them in.
    pub async fn document_settings(&self, unit: UnitId) -> Result<Option<DocumentSettings>, StoreError> {
        const SETTINGS: &str = "SELECT settings FROM document_settings WHERE unit_id = $1";
        let id = unit.to_string();
        let mut reader = self.engine.read().await?;
        let text: Option<String> = on_engine!(reader, db => {
            sqlx::query_scalar(SETTINGS).bind(&id).fetch_optional(db).await
        })?;
        text.map(|text| at("document_settings", "settings", &id).json(&text)).transpose()
    }

    pub async fn set_document_settings(&self, unit: UnitId, settings: &DocumentSettings) -> Result<(), StoreError> {
        const SET: &str = "
            INSERT INTO document_settings (unit_id, settings) VALUES ($1, $2)
            ON CONFLICT (unit_id) DO UPDATE SET settings = excluded.settings";
        let id = unit.to_string();
        let text = serde_json::json!(settings).to_string();
        let mut writer = self.engine.write().await?;
        on_engine!(*writer, db => sqlx::query(SET).bind(&id).bind(&text).execute(db).await.map(drop))?;
        writer.commit().await
    }
}
