//! What can go wrong with the record.
//!
//! [`OpenError`] is for whoever starts the program: each sentence says what to do. [`StoreError`] is
//! for whoever uses the store: a *fault* of the storage passes or is repaired and may be tried
//! again, a *conflict* is news from a constraint, a *broken* row was not written by this program.

use std::fmt::Display;
use std::path::PathBuf;
use std::str::FromStr;

use sqlx::migrate::MigrateError;
use sqlx::postgres::PgDatabaseError;
use sqlx::sqlite::SqliteError;

/// The constraint that stands for every reference to something absent: SQLite does not say which.
pub const FOREIGN_KEY: &str = "foreign_key";

/// Why an operation did not happen. Whatever the variant, nothing of it was written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Locked by another process, or no connection was free in time.
    #[error("the database is busy: {0}")]
    Busy(#[source] sqlx::Error),
    /// The disk takes no more, or refuses to write.
    #[error("the database cannot write to its disk: {0}")]
    Full(#[source] sqlx::Error),
    /// The connection or the file is lost; whether a commit that was under way happened is unknown.
    #[error("the database is out of reach: {0}")]
    Unavailable(#[source] sqlx::Error),
    /// A constraint refused, by the name it has in PostgreSQL (`contest_code_key`, `journal_pkey`),
    /// or [`FOREIGN_KEY`].
    #[error("refused by the constraint {constraint}")]
    Conflict { constraint: String },
    #[error("the commit took too long; whether it came through is not known")]
    TooSlow,
    /// A row that this program cannot read.
    #[error("table {table}, column {column}: the row {id} cannot be read")]
    Broken { table: &'static str, column: &'static str, id: String },
    #[error(transparent)]
    Other(sqlx::Error),
}

impl StoreError {
    /// Whether the storage failed rather than the request: worth another try, and a pause until then.
    pub const fn is_fault(&self) -> bool {
        matches!(self, Self::Busy(_) | Self::Full(_) | Self::Unavailable(_) | Self::TooSlow)
    }

    /// Whether the constraint of this name refused.
    pub fn is_conflict(&self, name: &str) -> bool {
        matches!(self, Self::Conflict { constraint } if constraint == name)
    }

    /// Turns the refusal of one constraint into the caller's own words, and leaves all else as it is.
    pub fn on_constraint<E: From<Self>>(self, name: &str, refusal: impl FnOnce() -> E) -> E {
        if self.is_conflict(name) { refusal() } else { self.into() }
    }

    /// A journal that cannot be written for an unknown reason is a fault, never a matter of the event.
    pub(super) fn or_fault(self) -> Self {
        match self {
            Self::Other(error) => Self::Unavailable(error),
            known => known,
        }
    }

    /// No connection to a server in time is not a lock but a server that is away.
    pub(super) fn from_server_pool(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::PoolTimedOut => Self::Unavailable(error),
            other => other.into(),
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        use sqlx::Error as E;
        let verdict: fn(E) -> Self = match &error {
            E::Database(database) => {
                if let Some(constraint) = refused_by(database.as_ref()) {
                    return Self::Conflict { constraint };
                }
                let code = database.code().unwrap_or_default();
                if database.try_downcast_ref::<SqliteError>().is_some() { of_sqlite(&code) } else { of_postgres(&code) }
            }
            E::PoolTimedOut => Self::Busy,
            E::Io(_) | E::Tls(_) | E::Protocol(_) | E::PoolClosed | E::WorkerCrashed | E::BeginFailed => {
                Self::Unavailable
            }
            _ => Self::Other,
        };
        verdict(error)
    }
}

/// SQLite's extended result codes; the low byte is the family.
fn of_sqlite(code: &str) -> fn(sqlx::Error) -> StoreError {
    match code.parse::<i32>().unwrap_or_default() & 0xff {
        // BUSY, LOCKED
        5 | 6 => StoreError::Busy,
        // READONLY, IOERR, FULL
        8 | 10 | 13 => StoreError::Full,
        // CORRUPT, CANTOPEN, PROTOCOL, NOTADB
        11 | 14 | 15 | 26 => StoreError::Unavailable,
        _ => StoreError::Other,
    }
}

/// SQLSTATE classes and codes.
fn of_postgres(code: &str) -> fn(sqlx::Error) -> StoreError {
    match code {
        // serialization_failure, deadlock_detected, lock_not_available, query_canceled
        "40001" | "40P01" | "55P03" | "57014" => StoreError::Busy,
        // disk_full, io_error
        "53100" | "58030" => StoreError::Full,
        // read_only_sql_transaction: a server that became a standby
        "25006" => StoreError::Unavailable,
        // Connection exceptions, other lack of resources, operator intervention (shutdown).
        code if ["08", "53", "57"].contains(&code.get(..2).unwrap_or_default()) => StoreError::Unavailable,
        _ => StoreError::Other,
    }
}

/// The name of the constraint behind an error, the same on both engines: SQLite tells only the
/// columns, from which PostgreSQL makes its default names.
fn refused_by(error: &dyn sqlx::error::DatabaseError) -> Option<String> {
    use sqlx::error::ErrorKind;
    let kind = error.kind();
    if kind == ErrorKind::ForeignKeyViolation {
        return Some(FOREIGN_KEY.into());
    }
    if !matches!(kind, ErrorKind::UniqueViolation | ErrorKind::CheckViolation) {
        return None;
    }
    if let Some(postgres) = error.try_downcast_ref::<PgDatabaseError>() {
        return postgres.constraint().map(Into::into);
    }
    const PRIMARY_KEY: &str = "1555";
    let (_, subject) = error.message().rsplit_once("constraint failed: ")?;
    if kind == ErrorKind::CheckViolation {
        return Some(subject.into());
    }
    let (table, _) = subject.split_once('.')?;
    if error.code().as_deref() == Some(PRIMARY_KEY) {
        return Some(format!("{table}_pkey"));
    }
    let columns: Vec<_> = subject.split(", ").filter_map(|column| Some(column.split_once('.')?.1)).collect();
    Some(format!("{table}_{}_key", columns.join("_")))
}

/// Where a value was read, so that one that makes no sense can be found again.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    table: &'static str,
    column: &'static str,
    id: &'a dyn Display,
}

/// Names the place of a value: table, column, and the row's id.
pub(super) fn at<'a>(table: &'static str, column: &'static str, id: &'a dyn Display) -> Place<'a> {
    Place { table, column, id }
}

impl Place<'_> {
    pub fn broken(self) -> StoreError {
        StoreError::Broken { table: self.table, column: self.column, id: self.id.to_string() }
    }

    pub fn parse<T: FromStr>(self, text: &str) -> Result<T, StoreError> {
        text.parse().map_err(|_| self.broken())
    }

    pub fn number<T: TryFrom<i64>>(self, number: i64) -> Result<T, StoreError> {
        number.try_into().map_err(|_| self.broken())
    }

    pub fn json<T: serde::de::DeserializeOwned>(self, text: &str) -> Result<T, StoreError> {
        serde_json::from_str(text).map_err(|_| self.broken())
    }
}

/// Why the record could not be opened; the sentence is for the person who starts the program.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("the data directory {} cannot be written: {source}. Give the program's user a writable directory on a local disk with room", .directory.display())]
    Directory { directory: PathBuf, source: std::io::Error },
    #[error("the database file {} cannot be used: {source}. It must be this program's own, writable by its user, on a disk with room", .file.display())]
    File { file: PathBuf, source: Box<dyn std::error::Error + Send + Sync> },
    #[error("another process holds the database file {}. Stop it, or give this one its own directory", .file.display())]
    Locked { file: PathBuf },
    #[error("the database's address cannot be read: {source}. Write it as postgres://user:password@host:5432/database")]
    Address { source: sqlx::Error },
    #[error("the PostgreSQL server cannot be reached: {source}. Start it, or correct the database's address")]
    Unreachable { source: sqlx::Error },
    #[error(
        "PostgreSQL answers before a commit is on disk (synchronous_commit = {setting}). Set synchronous_commit = on for this database: ALTER DATABASE {database} SET synchronous_commit = on"
    )]
    NotDurable { setting: String, database: String },
    #[error(
        "the database holds step {version}, which this program does not know: a newer program wrote it. Start that one, or restore the backup made before the upgrade"
    )]
    Newer { version: i64 },
    #[error(
        "step {version} of the database differs from the one this program brings. Start the program that made the database; never edit a step that has run"
    )]
    Changed { version: i64 },
    #[error(
        "the database could not be brought up to date: {source}. Nothing of the failed step was kept; repair the cause and start again"
    )]
    Step { source: MigrateError },
    #[error("the database could not be opened: {source}. Repair the cause and start again")]
    Failed { source: StoreError },
}

impl From<MigrateError> for OpenError {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::VersionMissing(version) => Self::Newer { version },
            MigrateError::VersionMismatch(version) => Self::Changed { version },
            source => Self::Step { source },
        }
    }
}
