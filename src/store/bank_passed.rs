//! The bank of a unit that merges becomes another's: whoever goes on there goes on working with it.

use super::engine::Writer;
use super::error::StoreError;
use super::on_engine;
use crate::domain::identity::UnitId;

/// Passes documents and questions on, and what is being written of them. What is registered at both is one document
/// from now on, which has been replaced if either was, and can be read if either could.
pub(super) async fn pass_bank(writer: &mut Writer, from: UnitId, to: UnitId) -> Result<(), StoreError> {
    const BOTH: &str = "
        SELECT here.id, there.id
        FROM document AS here
        JOIN document AS there
          ON there.unit_id = $2 AND there.symbol = here.symbol AND there.issued_on = here.issued_on
         AND there.issuer = here.issuer AND there.title = here.title
        WHERE here.unit_id = $1
        ORDER BY here.id";
    const READING: &str = "
        UPDATE document SET reading = (SELECT here.reading FROM document AS here WHERE here.id = $1)
        WHERE id = $2 AND reading = ''";
    const STANDING: &str = "
        UPDATE document
        SET superseded_by = (SELECT here.superseded_by FROM document AS here WHERE here.id = $1),
            superseded_on = (SELECT here.superseded_on FROM document AS here WHERE here.id = $1),
            successor_id = (SELECT here.successor_id FROM document AS here WHERE here.id = $1)
        WHERE id = $2 AND superseded_by IS NULL";
    const REPLACES: &str = "UPDATE document SET successor_id = $2 WHERE successor_id = $1";
    const HANGS: &str = "UPDATE question SET document_id = $2 WHERE document_id = $1";
    const DOCUMENTS: &str = "
        UPDATE document SET unit_id = $2
        WHERE unit_id = $1 AND NOT EXISTS (
            SELECT 1 FROM document AS there
            WHERE there.unit_id = $2 AND there.symbol = document.symbol AND there.issued_on = document.issued_on
              AND there.issuer = document.issuer AND there.title = document.title)";
    const QUESTIONS: &str = "UPDATE question SET unit_id = $2 WHERE unit_id = $1";
    const DRAFTS: &str = "UPDATE draft SET unit_id = $2 WHERE unit_id = $1 AND kind IN ('question', 'bank_import')";
    let (from, to) = (from.to_string(), to.to_string());
    on_engine!(*writer, db => {
        let both: Vec<(String, String)> = sqlx::query_as(BOTH).bind(&from).bind(&to).fetch_all(&mut *db).await?;
        for (here, there) in &both {
            for merge in [READING, STANDING, REPLACES, HANGS] {
                sqlx::query(merge).bind(here).bind(there).execute(&mut *db).await?;
            }
        }
        for pass in [DOCUMENTS, QUESTIONS, DRAFTS] {
            sqlx::query(pass).bind(&from).bind(&to).execute(&mut *db).await?;
        }
    });
    Ok(())
}
