//! A fresh store on either engine, and the people and things that tests put into it.

use std::ops::Deref;
use std::path::{Path, PathBuf};

use khacsau::domain::bank::ReviewState;
use khacsau::domain::document::{Document, DocumentStanding};
use khacsau::domain::identity::{ContestId, DocumentId, MemberId, QuestionId, UnitId};
use khacsau::domain::question::{QuestionKind, Revision, RevisionOption};
use khacsau::domain::time::Timestamp;
use khacsau::store::{
    DatabaseSettings, FILE, JournalRow, NewContest, NewMember, NewPreparation, NewQuestion, OpenError, SealedRow,
    Store, Unit, Vault,
};
use sqlx::postgres::PgConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};
use uuid::Uuid;

use crate::postgres::Database;

/// A store in a place of its own; both go when it is dropped.
pub struct Bench {
    store: Store,
    pub place: Place,
}

/// Where a database can be.
pub enum Place {
    File(Directory),
    Server(Database),
}

impl Place {
    pub fn file() -> Self {
        Self::File(Directory::create())
    }

    pub async fn server() -> Self {
        Self::Server(Database::create().await)
    }

    pub fn settings(&self) -> DatabaseSettings {
        let (url, directory) = match self {
            Self::File(directory) => (None, directory.0.clone()),
            Self::Server(database) => (Some(database.url.clone()), PathBuf::from("/nowhere")),
        };
        DatabaseSettings { url, directory, max_connections: 4 }
    }

    pub async fn open(&self) -> Result<Store, OpenError> {
        Store::open(&self.settings(), vault()).await
    }

    /// Runs statements behind the store's back.
    pub async fn execute(&self, sql: &str) {
        let sql = sqlx::raw_sql(AssertSqlSafe(sql));
        match self {
            Self::File(directory) => directory.connect().await.execute(sql).await.map(drop),
            Self::Server(database) => server(database).await.execute(sql).await.map(drop),
        }
        .expect("a statement behind the store's back");
    }
}

impl Bench {
    pub async fn sqlite() -> Self {
        Self::at(Place::file()).await
    }

    pub async fn postgres() -> Self {
        Self::at(Place::server().await).await
    }

    async fn at(place: Place) -> Self {
        Self { store: place.open().await.expect("a store"), place }
    }
}

impl Deref for Bench {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.store
    }
}

/// A directory that is deleted with this value.
pub struct Directory(pub PathBuf);

impl Directory {
    pub fn create() -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(Uuid::now_v7().to_string());
        std::fs::create_dir_all(&path).expect("a directory for the test");
        Self(path)
    }

    /// A connection to the database file that the store knows nothing of.
    pub async fn connect(&self) -> SqliteConnection {
        SqliteConnectOptions::new()
            .filename(self.0.join(FILE))
            .create_if_missing(true)
            .connect()
            .await
            .expect("the file")
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// A connection to the test's database that the store knows nothing of.
pub async fn server(database: &Database) -> PgConnection {
    PgConnection::connect(&database.url).await.expect("the test's database")
}

/// With a key that is none of any installation's.
pub fn vault() -> Vault {
    Vault::new(&[7; 32]).expect("a vault")
}

pub const NOON: Timestamp = Timestamp(1_770_000_000_000);

pub fn later(millis: i64) -> Timestamp {
    Timestamp(NOON.0 + millis)
}

/// The `n`th of many.
pub fn unit(n: u128) -> UnitId {
    UnitId(Uuid::from_u128(0x100_0000 + n))
}

pub fn member(n: u128) -> MemberId {
    MemberId(Uuid::from_u128(0x200_0000 + n))
}

pub fn document(n: u128) -> DocumentId {
    DocumentId(Uuid::from_u128(0x300_0000 + n))
}

pub fn question(n: u128) -> QuestionId {
    QuestionId(Uuid::from_u128(0x400_0000 + n))
}

pub fn contest(n: u128) -> ContestId {
    ContestId(Uuid::from_u128(0x500_0000 + n))
}

pub const COMMUNE: u128 = 1;
pub const CELL: u128 = 2;
pub const OTHER_CELL: u128 = 3;
pub const GROUP: u128 = 4;

impl Bench {
    /// A commune of two cells, the first with a group below it.
    pub async fn tree(&self) {
        let units = [
            (COMMUNE, None, "commune", "Đảng bộ xã"),
            (CELL, Some(COMMUNE), "cell", "Chi bộ Trường A"),
            (OTHER_CELL, Some(COMMUNE), "cell", "Chi bộ Trường B"),
            (GROUP, Some(CELL), "group", "Tổ đảng 1"),
        ];
        for (id, parent, kind, name) in units {
            let (kind, name) = (kind.into(), name.into());
            let new = Unit { id: unit(id), parent: parent.map(unit), kind, name, closed_at: None };
            self.insert_unit(&new, NOON).await.expect("a unit");
        }
    }

    /// The tree with An and Bình in the first cell, Chi in its group and Dũng in the other cell.
    pub async fn people(&self) {
        self.tree().await;
        let people = [(1, "Nguyễn An", "an", CELL), (2, "Trần Bình", "binh", CELL), (3, "Lê Chi", "chi", GROUP)];
        let people = people.into_iter().chain([(4, "Phạm Dũng", "dung", OTHER_CELL)]);
        let people: Vec<_> = people.map(|(n, name, key, at)| person(n, name, key, at)).collect();
        self.insert_members(&people, NOON).await.expect("members");
    }

    /// The people, a document and one approved question of the first cell, written by An.
    pub async fn bank(&self) {
        self.people().await;
        self.insert_document(unit(CELL), &directive(1, "05-CT/TW"), "").await.expect("a document");
        self.insert_question(&asked(1, CELL, "Năm nào?")).await.expect("a question");
    }

    /// All that and a contest of the first cell.
    pub async fn scheduled(&self) -> ContestId {
        self.bank().await;
        self.insert_contest(&evening(1, CELL, "482913", NOON)).await.expect("a contest");
        contest(1)
    }
}

pub fn person(n: u128, name: &str, sort_key: &str, at: u128) -> NewMember {
    NewMember { id: member(n), name: name.into(), sort_key: sort_key.into(), unit: unit(at), official: true }
}

pub fn directive(n: u128, symbol: &str) -> Document {
    Document {
        id: document(n),
        symbol: symbol.into(),
        issued_on: "2016-05-15".into(),
        issuer: "Bộ Chính trị".into(),
        title: "Về học tập và làm theo".into(),
        link: String::new(),
        standing: DocumentStanding::InForce,
    }
}

pub fn revision(stem: &str) -> Revision {
    let option = |text: &str, correct| RevisionOption { text: text.into(), correct };
    Revision {
        kind: QuestionKind::Single,
        stem: stem.into(),
        options: vec![option("2016", true), option("2018", false)],
        explanation: "Ban hành ngày 15/5/2016.".into(),
        source: "Chỉ thị 05-CT/TW".into(),
        limit: None,
        keep_order: false,
        image: None,
    }
}

/// An approved question, written by An on the first document.
pub fn asked(n: u128, at: u128, stem: &str) -> NewQuestion {
    NewQuestion {
        id: question(n),
        unit: unit(at),
        document: document(1),
        topic: "Học tập".into(),
        difficulty: None,
        state: ReviewState::Approved,
        author: member(1),
        revision: revision(stem),
        created_at: NOON,
    }
}

/// A contest with the first question as its only candidate.
pub fn evening(n: u128, at: u128, code: &str, starts_at: Timestamp) -> NewContest {
    NewContest {
        id: contest(n),
        unit: unit(at),
        code: code.into(),
        title: "Khắc sâu tháng 2".into(),
        starts_at,
        created_at: NOON,
        seed: "5e".repeat(32),
        candidates: vec![sealed(0)],
        first: happened(0, "scheduled"),
        preparation: NewPreparation::default(),
    }
}

pub fn sealed(position: u32) -> SealedRow {
    SealedRow {
        position,
        question: question(1),
        salt: "5a".repeat(32),
        revision: serde_json::to_string(&revision("Năm nào?")).expect("JSON"),
        insiders: vec![member(1), member(2)],
    }
}

/// A row of a journal; chaining is not the store's business.
pub fn happened(seq: u64, kind: &str) -> JournalRow {
    JournalRow {
        seq,
        at: later(seq.cast_signed()),
        kind: kind.into(),
        body: format!("{{\"seq\":{seq}}}"),
        hash: "ab".repeat(32),
    }
}
