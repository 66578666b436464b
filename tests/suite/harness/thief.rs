//! Storage that fails beneath the program: held by somebody else, or broken in the middle of what is being written.

use std::path::Path;

use khacsau::store::FILE;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _, PgConnection};

/// The data directory, and the database's address where it is not in there.
type Record<'a> = (&'a Path, Option<&'a str>);

/// Somebody else who holds the database: a backup, an inspection, a hand that slipped.
pub enum Thief {
    File(SqliteConnection),
    Server(PgConnection),
}

impl Thief {
    /// Keeps everybody from writing to this table; of the embedded engine, to all of them.
    pub async fn lock(record: Record<'_>, table: &str) -> Self {
        let mut thief = Self::enter(record).await;
        match &mut thief {
            Self::File(file) => file.execute("BEGIN EXCLUSIVE").await.map(drop),
            Self::Server(server) => {
                let lock = format!("BEGIN; LOCK TABLE {table} IN EXCLUSIVE MODE");
                server.execute(AssertSqlSafe(lock)).await.map(drop)
            }
        }
        .expect("the lock");
        thief
    }

    pub async fn let_go(self) {
        match self {
            Self::File(mut file) => {
                file.execute("ROLLBACK").await.expect("the end of the lock");
                file.close().await
            }
            Self::Server(mut server) => {
                server.execute("ROLLBACK").await.expect("the end of the lock");
                server.close().await
            }
        }
        .expect("the end of the connection");
    }

    /// From now on no such row comes into this table, whatever was written before it.
    pub async fn spoil(record: Record<'_>, table: &str, such: &str) {
        let spoil = match record.1 {
            None => format!(
                "CREATE TRIGGER spoilt BEFORE INSERT ON {table} WHEN {such}
                 BEGIN SELECT RAISE(ABORT, 'spoilt'); END"
            ),
            Some(_) => format!(
                "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS
                     $$ BEGIN RAISE EXCEPTION 'spoilt' USING ERRCODE = '58030'; END $$;
                 CREATE TRIGGER spoilt BEFORE INSERT ON {table} FOR EACH ROW WHEN ({such}) EXECUTE FUNCTION spoil()"
            ),
        };
        Self::enter(record).await.run(spoil).await;
    }

    pub async fn mend(record: Record<'_>, table: &str) {
        let mend = match record.1 {
            None => "DROP TRIGGER spoilt".to_owned(),
            Some(_) => format!("DROP TRIGGER spoilt ON {table}; DROP FUNCTION spoil()"),
        };
        Self::enter(record).await.run(mend).await;
    }

    async fn enter((data, database): Record<'_>) -> Self {
        match database {
            None => {
                let options = SqliteConnectOptions::new().filename(data.join(FILE));
                Self::File(options.connect().await.expect("the file"))
            }
            Some(url) => Self::Server(PgConnection::connect(url).await.expect("the server")),
        }
    }

    async fn run(self, statements: String) {
        match self {
            Self::File(mut file) => {
                file.execute(AssertSqlSafe(statements)).await.expect("the change");
                file.close().await
            }
            Self::Server(mut server) => {
                server.execute(AssertSqlSafe(statements)).await.expect("the change");
                server.close().await
            }
        }
        .expect("the end of the connection");
    }
}
