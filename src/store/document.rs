//! The documents that questions hang on.

use sqlx::FromRow;

use super::error::{StoreError, at};
use super::{Store, on_engine};
use crate::domain::document::{Document, DocumentStanding, Supersession};
use crate::domain::identity::{DocumentId, UnitId};

/// A document with where it is registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisteredDocument {
    pub document: Document,
    pub unit: UnitId,
    pub unit_name: String,
    /// Whether its text can be read here.
    pub has_reading: bool,
    /// Questions that hang on it, whatever their state, but for those taken out of the bank.
    pub questions: u32,
}

#[derive(FromRow)]
struct DocumentRow {
    id: String,
    unit_id: String,
    unit_name: String,
    symbol: String,
    issued_on: String,
    issuer: String,
    title: String,
    link: String,
    superseded_by: Option<String>,
    superseded_on: Option<String>,
    successor_id: Option<String>,
    has_reading: bool,
    questions: i64,
}

impl DocumentRow {
    fn read(self) -> Result<RegisteredDocument, StoreError> {
        let place = |column| at("document", column, &self.id);
        let standing = match self.superseded_by {
            None => DocumentStanding::InForce,
            Some(by) => DocumentStanding::Superseded(Supersession {
                by,
                on: self.superseded_on,
                successor: self.successor_id.map(|id| place("successor_id").parse(&id)).transpose()?,
            }),
        };
        Ok(RegisteredDocument {
            unit: place("unit_id").parse(&self.unit_id)?,
            unit_name: self.unit_name,
            has_reading: self.has_reading,
            questions: at("question", "document_id", &self.id).number(self.questions)?,
            document: Document {
                id: place("id").parse(&self.id)?,
                symbol: self.symbol,
                issued_on: self.issued_on,
                issuer: self.issuer,
                title: self.title,
                link: self.link,
                standing,
            },
        })
    }
}

impl Store {
    /// Registers a document at a unit, in force or superseded; the same number, date, issuer and
    /// title twice is refused by `document_unit_id_symbol_issued_on_issuer_title_key`.
    pub async fn insert_document(&self, unit: UnitId, document: &Document, reading: &str) -> Result<(), StoreError> {
        const DOCUMENT: &str = "
            INSERT INTO document (id, unit_id, symbol, issued_on, issuer, title, link, reading)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let Document { id, symbol, issued_on, issuer, title, link, standing } = document;
        let (id, unit) = (id.to_string(), unit.to_string());
        let (by, on, successor) = columns(standing);
        let mut writer = self.engine.write().await?;
        on_engine!(*writer, db => {
            let insert = sqlx::query(DOCUMENT).bind(&id).bind(&unit).bind(symbol).bind(issued_on).bind(issuer);
            insert.bind(title).bind(link).bind(reading).execute(&mut *db).await?;
            let stand = sqlx::query(STANDING).bind(&id).bind(by).bind(on).bind(&successor);
            stand.execute(&mut *db).await?;
        });
        writer.commit().await
    }

    /// Corrects a document's entry; its standing stays.
    pub async fn update_document(&self, document: &Document, reading: &str) -> Result<(), StoreError> {
        const DOCUMENT: &str = "
            UPDATE document SET symbol = $2, issued_on = $3, issuer = $4, title = $5, link = $6, reading = $7
            WHERE id = $1";
        let Document { id, symbol, issued_on, issuer, title, link, .. } = document;
        let mut writer = self.engine.write().await?;
        on_engine!(*writer, db => {
            let update = sqlx::query(DOCUMENT).bind(id.to_string()).bind(symbol).bind(issued_on).bind(issuer);
            update.bind(title).bind(link).bind(reading).execute(db).await?;
        });
        writer.commit().await
    }

    /// Puts a document in force, or says what superseded it: from then on its questions cannot be
    /// drawn.
    pub async fn set_standing(&self, document: DocumentId, standing: &DocumentStanding) -> Result<(), StoreError> {
        let id = document.to_string();
        let (by, on, successor) = columns(standing);
        let mut writer = self.engine.write().await?;
        on_engine!(*writer, db => {
            let stand = sqlx::query(STANDING).bind(&id).bind(by).bind(on).bind(&successor);
            stand.execute(&mut *db).await?;
        });
        writer.commit().await
    }

    pub async fn document(&self, document: DocumentId) -> Result<Option<RegisteredDocument>, StoreError> {
        const ONE: &str = "
            SELECT document.id, document.unit_id, unit.name AS unit_name, document.symbol, document.issued_on,
                   document.issuer, document.title, document.link, document.superseded_by, document.superseded_on,
                   document.successor_id, document.reading <> '' AS has_reading,
                   (SELECT COUNT(*) FROM question
                    WHERE question.document_id = document.id AND question.retired_at IS NULL) AS questions
            FROM document JOIN unit ON unit.id = document.unit_id
            WHERE document.id = $1";
        let mut reader = self.engine.read().await?;
        let row = on_engine!(reader, db => {
            sqlx::query_as::<_, DocumentRow>(ONE).bind(document.to_string()).fetch_optional(db).await
        })?;
        row.map(DocumentRow::read).transpose()
    }

    /// The text of a document, as it was pasted; empty if there is none.
    pub async fn reading_of(&self, document: DocumentId) -> Result<String, StoreError> {
        const READING: &str = "SELECT reading FROM document WHERE id = $1";
        let mut reader = self.engine.read().await?;
        let text: Option<String> = on_engine!(reader, db => {
            sqlx::query_scalar(READING).bind(document.to_string()).fetch_optional(db).await
        })?;
        Ok(text.unwrap_or_default())
    }

    /// The documents of the unit and of all units above it, newest first.
    pub async fn registry_for(&self, unit: UnitId) -> Result<Vec<RegisteredDocument>, StoreError> {
        const REGISTRY: &str = "
            SELECT document.id, document.unit_id, unit.name AS unit_name, document.symbol, document.issued_on,
                   document.issuer, document.title, document.link, document.superseded_by, document.superseded_on,
                   document.successor_id, document.reading <> '' AS has_reading,
                   (SELECT COUNT(*) FROM question
                    WHERE question.document_id = document.id AND question.retired_at IS NULL) AS questions
            FROM unit_closure
            JOIN document ON document.unit_id = unit_closure.ancestor
            JOIN unit ON unit.id = document.unit_id
            WHERE unit_closure.descendant = $1
            ORDER BY document.issued_on DESC, document.symbol, document.id";
        let mut reader = self.engine.read().await?;
        let rows = on_engine!(reader, db => {
            sqlx::query_as::<_, DocumentRow>(REGISTRY).bind(unit.to_string()).fetch_all(db).await
        })?;
        rows.into_iter().map(DocumentRow::read).collect()
    }

    /// The same without what is beside the document itself.
    pub async fn documents_for(&self, unit: UnitId) -> Result<Vec<Document>, StoreError> {
        Ok(self.registry_for(unit).await?.into_iter().map(|registered| registered.document).collect())
    }
}

const STANDING: &str = "UPDATE document SET superseded_by = $2, superseded_on = $3, successor_id = $4 WHERE id = $1";

/// By what, on which day, and by which registered document it was superseded.
type Columns<'a> = (Option<&'a str>, Option<&'a str>, Option<String>);

fn columns(standing: &DocumentStanding) -> Columns<'_> {
    match standing {
        DocumentStanding::InForce => (None, None, None),
        DocumentStanding::Superseded(Supersession { by, on, successor }) => {
            (Some(by), on.as_deref(), successor.map(|id| id.to_string()))
        }
    }
}
