//! Where a test's data lives.

use std::path::{Path, PathBuf};

use uuid::Uuid;

use crate::postgres::Database;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// So that a test can ask for the engine alone.
    pub async fn on(engine: Self) -> Self {
        engine
    }
}

/// A data directory, and a database of its own where the engine wants one. Both go when this is dropped.
pub struct Place {
    pub directory: Directory,
    database: Option<Database>,
}

impl Place {
    pub async fn make(engine: Engine) -> Self {
        let database = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(Database::create().await),
        };
        Self { directory: Directory::make(), database }
    }

    /// What the `database` setting says.
    pub fn database(&self) -> Option<String> {
        self.database.as_ref().map(|database| database.url.clone())
    }

    /// Where the record is: the data directory, and the database's address where it is not in there.
    pub fn record(&self) -> (&Path, Option<&str>) {
        (self.path(), self.database.as_ref().map(|database| database.url.as_str()))
    }

    pub fn path(&self) -> &Path {
        &self.directory.0
    }
}

/// A directory that is deleted with this value.
pub struct Directory(pub PathBuf);

impl Directory {
    pub fn make() -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("suite-{}", Uuid::now_v7().simple()));
        std::fs::create_dir_all(&path).expect("a directory for the test");
        Self(path)
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}
