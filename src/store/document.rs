//! The documents that questions hang on.

use sqlx::FromRow;

use super::error::{StoreError, at};
use super::{Store, on_engine};
use crate::domain::document::{Document, DocumentStanding};
use crate::domain::identity::UnitId;

#[derive(FromRow)]
struct DocumentRow {
    id: String,
    symbol: String,
    issued_on: String,
    issuer: String,
    title: String,
    superseded_by: Option<String>,
}

impl Store {
    /// Registers a document at a unit; the same number, date, issuer and title twice is refused by
    /// `document_unit_id_symbol_issued_on_issuer_title_key`.
    pub async fn insert_document(&self, unit: UnitId, document: &Document) -> Result<(), StoreError> {
        const DOCUMENT: &str = "
            INSERT INTO document (id, unit_id, symbol, issued_on, issuer, title, superseded_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let Document { id, symbol, issued_on, issuer, title, standing } = document;
        let superseded_by = match standing {
            DocumentStanding::InForce => None,
            DocumentStanding::Superseded { by } => Some(by),
        };
        let (id, unit) = (id.to_string(), unit.to_string());
        let mut writer = self.engine.write().await?;
        on_engine!(*writer, db => {
            sqlx::query(DOCUMENT)
                .bind(&id)
                .bind(&unit)
                .bind(symbol)
                .bind(issued_on)
                .bind(issuer)
                .bind(title)
                .bind(superseded_by)
                .execute(db)
                .await
                .map(drop)
        })?;
        writer.commit().await
    }

    /// The documents of the unit and of all units above it, newest first.
    pub async fn documents_for(&self, unit: UnitId) -> Result<Vec<Document>, StoreError> {
        const DOCUMENTS: &str = "
            SELECT document.id, document.symbol, document.issued_on, document.issuer, document.title,
                   document.superseded_by
            FROM unit_closure JOIN document ON document.unit_id = unit_closure.ancestor
            WHERE unit_closure.descendant = $1
            ORDER BY document.issued_on DESC, document.symbol, document.id";
        let mut reader = self.engine.read().await?;
        let rows = on_engine!(reader, db => {
            sqlx::query_as::<_, DocumentRow>(DOCUMENTS).bind(unit.to_string()).fetch_all(db).await
        })?;
        rows.into_iter()
            .map(|row| {
                Ok(Document {
                    id: at("document", "id", &row.id).parse(&row.id)?,
                    symbol: row.symbol,
                    issued_on: row.issued_on,
                    issuer: row.issuer,
                    title: row.title,
                    standing: match row.superseded_by {
                        Some(by) => DocumentStanding::Superseded { by },
                        None => DocumentStanding::InForce,
                    },
                })
            })
            .collect()
    }
}
