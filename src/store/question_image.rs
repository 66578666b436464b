//! Pictures in questions: kept once under their hash, and who may see them before they are asked.

use sqlx::FromRow;

use super::engine::Writer;
use super::error::{StoreError, at};
use super::{Store, on_engine};
use crate::domain::identity::{MemberId, QuestionId, UnitId};
use crate::domain::ledger::Hash;
use crate::domain::question::Revision;
use crate::domain::time::Timestamp;

/// A picture as it is kept and sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptImage {
    pub width: u32,
    pub height: u32,
    pub bytes: Vec<u8>,
}

#[derive(FromRow)]
struct ImageRow {
    width: i64,
    height: i64,
    bytes: Vec<u8>,
}

impl Store {
    /// Keeps a picture that somebody has brought, and returns its hash; the same bytes are kept once.
    pub async fn insert_image(&self, image: &KeptImage, member: MemberId, now: Timestamp) -> Result<Hash, StoreError> {
        self.insert_images(std::slice::from_ref(image), member, now).await?;
        Ok(Hash::of_bytes(&image.bytes))
    }

    /// Keeps the pictures of a file that somebody has brought, in one step.
    pub async fn insert_images(
        &self,
        images: &[KeptImage],
        member: MemberId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        const IMAGE: &str = "
            INSERT INTO question_image (hash, width, height, bytes, created_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (hash) DO NOTHING";
        const UPLOAD: &str = "
            INSERT INTO question_image_upload (hash, member_id, uploaded_at) VALUES ($1, $2, $3)
            ON CONFLICT (hash, member_id) DO UPDATE SET uploaded_at = excluded.uploaded_at";
        let member = member.to_string();
        let mut writer = self.engine.write().await?;
        for image in images {
            let name = Hash::of_bytes(&image.bytes).to_string();
            on_engine!(*writer, db => {
                let kept = sqlx::query(IMAGE).bind(&name).bind(i64::from(image.width)).bind(i64::from(image.height));
                kept.bind(&image.bytes).bind(now.0).execute(&mut *db).await?;
                sqlx::query(UPLOAD).bind(&name).bind(&member).bind(now.0).execute(&mut *db).await?;
            });
        }
        writer.commit().await
    }

    pub async fn image(&self, hash: Hash) -> Result<Option<KeptImage>, StoreError> {
        Ok(self.images(&[hash]).await?.pop().map(|(_, image)| image))
    }

    /// Those of these pictures that are kept.
    pub async fn images(&self, hashes: &[Hash]) -> Result<Vec<(Hash, KeptImage)>, StoreError> {
        const IMAGE: &str = "SELECT width, height, bytes FROM question_image WHERE hash = $1";
        let mut found = Vec::with_capacity(hashes.len());
        let mut reader = self.engine.read().await?;
        for hash in hashes {
            let name = hash.to_string();
            let row = on_engine!(reader, db => {
                sqlx::query_as::<_, ImageRow>(IMAGE).bind(&name).fetch_optional(&mut *db).await
            })?;
            let Some(row) = row else { continue };
            let place = |column| at("question_image", column, &name);
            let (width, height) = (place("width").number(row.width)?, place("height").number(row.height)?);
            found.push((*hash, KeptImage { width, height, bytes: row.bytes }));
        }
        Ok(found)
    }

    /// Whether this member has brought the picture.
    pub async fn has_brought_image(&self, member: MemberId, hash: Hash) -> Result<bool, StoreError> {
        const UPLOADS: &str = "SELECT COUNT(*) FROM question_image_upload WHERE hash = $1 AND member_id = $2";
        let mut reader = self.engine.read().await?;
        let uploads: i64 = on_engine!(reader, db => {
            sqlx::query_scalar(UPLOADS).bind(hash.to_string()).bind(member.to_string()).fetch_one(db).await
        })?;
        Ok(uploads > 0)
    }

    /// Throws away what nobody has brought since, no question shows in any of its revisions, and no work that is not
    /// saved yet speaks of; returns how many.
    pub async fn delete_unused_images(&self, brought_before: Timestamp) -> Result<u64, StoreError> {
        macro_rules! unused {
            ($delete:literal) => {
                concat!($delete, " WHERE hash IN (
                    SELECT hash FROM question_image AS image
                    WHERE created_at < $1
                      AND NOT EXISTS (SELECT 1 FROM question_image_upload WHERE hash = image.hash AND uploaded_at >= $1)
                      AND NOT EXISTS (SELECT 1 FROM question_image_use WHERE hash = image.hash)
                      AND NOT EXISTS (SELECT 1 FROM draft WHERE body LIKE '%' || image.hash || '%'))")
            };
        }
        const UPLOADS: &str = unused!("DELETE FROM question_image_upload");
        const IMAGES: &str = unused!("DELETE FROM question_image");
        let mut writer = self.engine.write().await?;
        let gone = on_engine!(*writer, db => {
            sqlx::query(UPLOADS).bind(brought_before.0).execute(&mut *db).await?;
            sqlx::query(IMAGES).bind(brought_before.0).execute(&mut *db).await?.rows_affected()
        });
        writer.commit().await?;
        Ok(gone)
    }

    /// The questions that show a picture in any of their revisions, with the unit of each.
    pub async fn questions_with_image(&self, hash: Hash) -> Result<Vec<(QuestionId, UnitId)>, StoreError> {
        const USES: &str = "
            SELECT question.id, question.unit_id
            FROM question_image_use JOIN question ON question.id = question_image_use.question_id
            WHERE question_image_use.hash = $1 ORDER BY question.ordinal";
        let mut reader = self.engine.read().await?;
        let rows: Vec<(String, String)> = on_engine!(reader, db => {
            sqlx::query_as(USES).bind(hash.to_string()).fetch_all(db).await
        })?;
        let read = |(question, unit): &(String, String)| {
            let place = |column| at("question", column, question);
            Ok((place("id").parse(question)?, place("unit_id").parse(unit)?))
        };
        rows.iter().map(read).collect()
    }
}

/// Notes that a question shows its revision's picture, with the revision.
pub(super) async fn note_use(writer: &mut Writer, question: QuestionId, revision: &Revision) -> Result<(), StoreError> {
    const USE: &str = "
        INSERT INTO question_image_use (hash, question_id) VALUES ($1, $2)
        ON CONFLICT (hash, question_id) DO NOTHING";
    let Some(image) = &revision.image else { return Ok(()) };
    let (hash, question) = (image.hash.to_string(), question.to_string());
    on_engine!(*writer, db => {
        sqlx::query(USE).bind(&hash).bind(&question).execute(db).await?;
    });
    Ok(())
}
