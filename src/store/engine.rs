//! The two engines, how each is opened, and what is refused at start.
//!
//! One SQL text serves both: [`on_engine!`] writes the same body against either connection, so the
//! compiler checks it twice. Where the engines truly differ (batches: `json_each` here, `UNNEST`
//! there) the code matches on [`Handle`] instead.

use std::fs;
use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection, PgPool, Postgres, Sqlite, SqliteConnection,
    SqlitePool, Transaction,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::error::{OpenError, StoreError};

/// The steps of the database, embedded in the program, under equal names for both engines.
pub static SQLITE_STEPS: Migrator = sqlx::migrate!("migrations/sqlite");
pub static POSTGRES_STEPS: Migrator = sqlx::migrate!("migrations/postgres");

/// The SQLite file within the data directory.
pub const FILE: &str = "khacsau.db";

/// How long SQLite waits for another process (a backup, an inspection) to let go. Longer than any
/// honest reader holds a lock, shorter than a question is open.
const BUSY: Duration = Duration::from_millis(500);

/// How long a caller waits for a connection: the writer finishes a batch of 20,000 rows well within.
const ACQUIRE: Duration = Duration::from_secs(5);

/// Where the record is kept.
#[derive(Clone, Debug)]
pub struct DatabaseSettings {
    /// `postgres://…` for a server; none for the embedded engine.
    pub url: Option<String>,
    /// Holds [`FILE`] of the embedded engine; made if absent.
    pub directory: PathBuf,
    /// Connections to the server, or readers of the file; at least one.
    pub max_connections: u32,
}

#[derive(Clone)]
pub(super) enum Engine {
    /// One writer, since SQLite has no more; readers never wait for it.
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
        /// Held by every write that is not a journal's: an answer waits for one of them at most.
        aside: Arc<Semaphore>,
    },
    Postgres {
        pool: PgPool,
        /// Kept for the journals: no crowd of readers stands between an answer and its commit.
        journal: PgPool,
    },
}

/// A connection of either engine.
pub(super) enum Handle<S, P> {
    Sqlite(S),
    Postgres(P),
}

/// Either of them, lent for some queries.
pub(super) type Link<'a> = Handle<&'a mut SqliteConnection, &'a mut PgConnection>;

impl<S: DerefMut<Target = SqliteConnection>, P: DerefMut<Target = PgConnection>> Handle<S, P> {
    pub fn lend(&mut self) -> Link<'_> {
        match self {
            Self::Sqlite(link) => Handle::Sqlite(link),
            Self::Postgres(link) => Handle::Postgres(link),
        }
    }
}

pub(super) type Reader = Handle<PoolConnection<Sqlite>, PoolConnection<Postgres>>;

/// A transaction; dropped before its commit, it leaves nothing.
pub(super) type Writer = Handle<Transaction<'static, Sqlite>, Transaction<'static, Postgres>>;

/// A transaction that waits its turn beside the journals.
pub(super) struct AsideWriter {
    writer: Writer,
    _turn: Option<OwnedSemaphorePermit>,
}

impl AsideWriter {
    pub async fn commit(self) -> Result<(), StoreError> {
        self.writer.commit().await
    }
}

impl Deref for AsideWriter {
    type Target = Writer;

    fn deref(&self) -> &Writer {
        &self.writer
    }
}

impl DerefMut for AsideWriter {
    fn deref_mut(&mut self) -> &mut Writer {
        &mut self.writer
    }
}

/// One body, type-checked against both engines: `on_engine!(*writer, db => query(SQL).execute(db).await)`.
macro_rules! on_engine {
    ($link:expr, $db:ident => $body:expr) => {
        match &mut $link {
            $crate::store::engine::Handle::Sqlite(link) => {
                let $db = &mut **link;
                $body
            }
            $crate::store::engine::Handle::Postgres(link) => {
                let $db = &mut **link;
                $body
            }
        }
    };
}
pub(super) use on_engine;

impl Writer {
    pub async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(transaction) => transaction.commit().await?,
            Self::Postgres(transaction) => transaction.commit().await?,
        }
        Ok(())
    }
}

impl Engine {
    pub async fn open(settings: &DatabaseSettings) -> Result<Self, OpenError> {
        match &settings.url {
            Some(url) => open_postgres(url, settings.max_connections).await,
            None => open_sqlite(&settings.directory, settings.max_connections).await,
        }
    }

    pub async fn read(&self) -> Result<Reader, StoreError> {
        Ok(match self {
            Self::Sqlite { readers, .. } => Handle::Sqlite(readers.acquire().await?),
            Self::Postgres { pool, .. } => {
                Handle::Postgres(pool.acquire().await.map_err(StoreError::from_server_pool)?)
            }
        })
    }

    pub async fn write(&self) -> Result<AsideWriter, StoreError> {
        let turn = match self {
            // Never closed, so an error cannot come.
            Self::Sqlite { aside, .. } => Arc::clone(aside).acquire_owned().await.ok(),
            Self::Postgres { .. } => None,
        };
        let writer = match self {
            Self::Sqlite { writer, .. } => Handle::Sqlite(begin_immediate(writer).await?),
            Self::Postgres { pool, .. } => Handle::Postgres(pool.begin().await.map_err(StoreError::from_server_pool)?),
        };
        Ok(AsideWriter { writer, _turn: turn })
    }

    /// A transaction that goes before all others.
    pub async fn write_journal(&self) -> Result<Writer, StoreError> {
        Ok(match self {
            Self::Sqlite { writer, .. } => Handle::Sqlite(begin_immediate(writer).await?),
            Self::Postgres { journal, .. } => {
                Handle::Postgres(journal.begin().await.map_err(StoreError::from_server_pool)?)
            }
        })
    }
}

/// A commit that the disk refused may have taken the transaction with it, which its connection does
/// not know of and never gets over: then a new one takes its place.
async fn begin_immediate(writer: &SqlitePool) -> Result<Transaction<'static, Sqlite>, sqlx::Error> {
    const BEGIN: &str = "BEGIN IMMEDIATE";
    match writer.begin_with(BEGIN).await {
        Err(sqlx::Error::InvalidSavePointStatement) => {
            writer.acquire().await?.close().await?;
            writer.begin_with(BEGIN).await
        }
        begun => begun,
    }
}

async fn open_sqlite(directory: &Path, max_connections: u32) -> Result<Engine, OpenError> {
    let file = directory.join(FILE);
    probe(directory)?;
    let refuse = |error: sqlx::Error| match StoreError::from(error) {
        StoreError::Busy(_) => OpenError::Locked { file: file.clone() },
        error => OpenError::File { file: file.clone(), source: error.into() },
    };
    let options = SqliteConnectOptions::new().filename(&file).foreign_keys(true).busy_timeout(BUSY);
    // A power cut would take back what NORMAL had acknowledged.
    let writing = options
        .clone()
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(ACQUIRE)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        // A disk that is full ends a transaction by itself; the driver goes on counting it, and would begin no other.
        .before_acquire(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }))
        .connect_with(writing)
        .await
        .map_err(refuse)?;
    // A commit that changes nothing shows that commits are possible before the first contest needs one.
    sqlx::query("PRAGMA user_version = 0").execute(&writer).await.map_err(refuse)?;
    SQLITE_STEPS.run(&writer).await?;
    let readers = SqlitePoolOptions::new()
        .max_connections(max_connections.max(1))
        .acquire_timeout(ACQUIRE)
        .test_before_acquire(false)
        .connect_with(options.read_only(true))
        .await
        .map_err(refuse)?;
    Ok(Engine::Sqlite { writer, readers, aside: Arc::new(Semaphore::new(1)) })
}

/// Writes to the directory: permissions say little to an administrator's process, and nothing of a
/// disk mounted read-only. The database file itself is left to SQLite, since closing it here would
/// end the locks of whatever else this process has open on it.
fn probe(directory: &Path) -> Result<(), OpenError> {
    let refuse = |source| OpenError::Directory { directory: directory.into(), source };
    fs::create_dir_all(directory).map_err(refuse)?;
    let witness = directory.join(format!(".khacsau-probe-{}", std::process::id()));
    let written = fs::write(&witness, b"probe");
    let removed = fs::remove_file(&witness);
    written.and(removed).map_err(refuse)
}

async fn open_postgres(url: &str, max_connections: u32) -> Result<Engine, OpenError> {
    let options: PgConnectOptions = url.parse().map_err(|source| OpenError::Address { source })?;
    let options = options.application_name("khacsau");
    // Outside the pool, which would try again for a while and then report only that time ran out.
    let mut connection = options.connect().await.map_err(|source| OpenError::Unreachable { source })?;
    let (setting, database): (String, String) =
        sqlx::query_as("SELECT current_setting('synchronous_commit'), current_database()::text")
            .fetch_one(&mut connection)
            .await
            .map_err(|error| OpenError::Failed { source: error.into() })?;
    if !["on", "remote_write", "remote_apply"].contains(&setting.as_str()) {
        return Err(OpenError::NotDurable { setting, database });
    }
    // On a connection of its own, whose end releases the lock that lets one process migrate at a time.
    POSTGRES_STEPS.run(&mut connection).await?;
    connection.close().await.map_err(|source| OpenError::Unreachable { source })?;
    let connect = async |connections: u32| {
        PgPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(ACQUIRE)
            // Nobody waits longer for somebody else's lock than for a connection.
            .after_connect(|connection, _| {
                let patience = format!("SET lock_timeout = {}", ACQUIRE.as_millis());
                Box::pin(async move { connection.execute(AssertSqlSafe(patience)).await.map(drop) })
            })
            .connect_with(options.clone())
            .await
            .map_err(|source| OpenError::Unreachable { source })
    };
    let journal = (max_connections / 4).clamp(1, 4);
    Ok(Engine::Postgres {
        pool: connect(max_connections.saturating_sub(journal).max(1)).await?,
        journal: connect(journal).await?,
    })
}
