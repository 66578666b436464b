//! The record: the only room that knows SQL, on SQLite (embedded) or PostgreSQL.
//!
//! One file per noun, its row type above the query. Absent is `None`; what cannot be read is an
//! error that says where. Every method that writes commits before it returns, in one transaction:
//! a caller that goes away in the middle leaves all of it or nothing.

mod bank_passed;
mod coming_change;
mod contest;
mod contest_act;
mod contest_successor;
mod credential;
mod document;
mod document_settings;
mod draft;
mod engine;
mod error;
mod grant;
mod issued_document;
mod journal;
mod lesson;
mod member;
mod member_correction;
mod member_details;
mod member_list;
mod organisation;
mod participant;
mod preparation;
mod prize;
mod question;
mod question_authors;
mod question_history;
mod question_image;
mod question_import;
mod question_seen;
mod roster_import;
mod season;
mod season_board;
mod season_rebuild;
mod season_record;
mod season_rule;
mod season_unit;
mod session;
mod sign_in_link;
mod unit;
mod vault;
mod year_plan;

use engine::{Engine, Handle, on_engine};

pub use coming_change::{ComingChange, DueChange};
pub use contest::{ContestRow, NewContest, Sealed, SealedRow};
pub use contest_act::Act;
pub use contest_successor::{Replaced, Successor};
pub use credential::{Credential, SecretKind};
pub use document::RegisteredDocument;
pub use draft::{Draft, DraftKind};
pub use engine::{DatabaseSettings, FILE, POSTGRES_STEPS, SQLITE_STEPS};
pub use error::{FOREIGN_KEY, OpenError, StoreError};
pub use grant::RoleHolder;
pub use issued_document::NUMBER_TAKEN;
pub use journal::{Batch, JournalRow};
pub use lesson::Lesson;
pub use member::{Member, MemberRecord, NewMember, RosterMember};
pub use member_correction::{CARD_TAKEN, Corrected, Correction, MemberEdit};
pub use member_list::ListedMember;
pub use organisation::{ChangeError, UnitKind, UnitPast};
pub use participant::ParticipantRow;
pub use preparation::{NewPreparation, Preparation};
pub use question::{NewQuestion, NewReview, NewRevision};
pub use question_history::{KeptQuestion, PastReview, PastRevision};
pub use question_image::KeptImage;
pub use question_import::{ImportedQuestion, QuestionImport};
pub use roster_import::{Imported, MemberUpdate, RosterChanges, RosterGround};
pub use season::{BoardLine, KeptBoard, SeasonMember};
pub use season_rebuild::{SeasonRebuild, TableDifference};
pub use season_unit::SeasonUnit;
pub use session::{ActiveSession, Device, NewSession};
pub use sign_in_link::{Link, LinkKind, NewLink};
pub use unit::{Unit, UnitLine};
pub use vault::Vault;

/// The record of one installation. Cheap to clone: all clones share the connections.
#[derive(Clone)]
pub struct Store {
    engine: Engine,
    vault: Vault,
}

impl Store {
    /// Opens the record, bringing it up to date; refuses one that could not keep its promises.
    pub async fn open(settings: &DatabaseSettings, vault: Vault) -> Result<Self, OpenError> {
        Ok(Self { engine: Engine::open(settings).await?, vault })
    }

    /// Whether the record can be read now.
    pub async fn ready(&self) -> Result<(), StoreError> {
        let mut reader = self.engine.read().await?;
        on_engine!(reader, db => sqlx::query("SELECT id FROM unit LIMIT 1").execute(db).await.map(drop))?;
        Ok(())
    }

    /// Whether the record can be written now: commits something that changes nothing.
    pub async fn writable(&self) -> Result<(), StoreError> {
        let mut writer = self.engine.write_journal().await?;
        match &mut writer {
            Handle::Sqlite(db) => sqlx::query("PRAGMA user_version = 0").execute(&mut **db).await.map(drop)?,
            Handle::Postgres(db) => sqlx::query("SELECT pg_current_xact_id()").execute(&mut **db).await.map(drop)?,
        }
        writer.commit().await
    }

    /// `sqlite` or `postgres`.
    pub const fn engine_name(&self) -> &'static str {
        match self.engine {
            Engine::Sqlite { .. } => "sqlite",
            Engine::Postgres { .. } => "postgres",
        }
    }

    /// Lets writes that are under way finish and closes all connections, for every clone.
    pub async fn close(&self) {
        match &self.engine {
            Engine::Sqlite { writer, readers, .. } => {
                readers.close().await;
                // Last: the one who closes last folds the log into the file.
                writer.close().await;
            }
            Engine::Postgres { pool, journal } => {
                pool.close().await;
                journal.close().await;
            }
        }
    }
}
