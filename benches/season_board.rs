//! How long the first hundred of a season and one's own place take at a hundred thousand members and a million
//! attempts, on both engines, beside the query that adds everything up; and what keeping the boards costs a publication.
//!
//! Everything is measured in one run on one machine: milliseconds move with the machine, the ratio stays. Another number
//! of members is given as an argument: `cargo bench --bench season_board -- 10000`.

#[path = "../tests/support/postgres.rs"]
mod postgres;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use khacsau::domain::identity::{ContestId, MemberId, UnitId};
use khacsau::domain::season::{ContestOutcomes, Footing, MemberOutcome, Months, Outcome};
use khacsau::domain::time::{Millis, Timestamp};
use khacsau::store::{
    DatabaseSettings, FILE, JournalRow, KeptBoard, NewContest, NewMember, NewPreparation, Store, Unit, Vault,
};
use sqlx::{Connection as _, PgConnection, SqliteConnection};
use uuid::Uuid;

const MEMBERS: u32 = 100_000;
/// Of a contest: everybody of a commune.
const COMMUNE: u32 = 2_500;
const CELL: u32 = 25;
const MONTHS: i8 = 10;
const YEAR: i16 = 2026;
const SINCE: Timestamp = Timestamp(1_700_000_000_000);
/// Each look is taken so many times; shown is the middle one.
const LOOKS: usize = 101;
/// The naive query takes long enough to be seen in a few.
const NAIVE_LOOKS: usize = 3;

const NAIVE: &str = "
    SELECT season_result.member_id, CAST(SUM(points) AS BIGINT) AS total,
           CAST(SUM(CASE WHEN place = 1 THEN 1 ELSE 0 END) AS BIGINT) AS firsts, COUNT(*) AS taken,
           CAST(SUM(elapsed) AS BIGINT) AS elapsed
    FROM unit_closure
    JOIN membership ON membership.unit_id = unit_closure.descendant AND membership.attendance = 'regular'
        AND membership.ended_at IS NULL
    JOIN season_result ON season_result.member_id = membership.member_id AND season_result.year = 2026
    WHERE unit_closure.ancestor = $1 AND season_result.footing = 'ranked' AND season_result.taken
    GROUP BY season_result.member_id
    ORDER BY total DESC, firsts DESC, taken DESC, elapsed LIMIT 100";

type Failure = Box<dyn std::error::Error>;

fn unit(level: u32, n: u32) -> UnitId {
    UnitId(Uuid::from_u128(u128::from(level) << 64 | u128::from(n)))
}

fn member(n: u32) -> MemberId {
    MemberId(Uuid::from_u128(0x200_0000_0000 + u128::from(n)))
}

/// A number that looks like chance and is the same in every run.
fn chance(one: u32, other: u32) -> u32 {
    let mixed = (u64::from(one) << 32 | u64::from(other)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 40) as u32
}

fn main() -> Result<(), Failure> {
    let given = std::env::args().skip(1).find(|argument| argument != "--bench");
    let members = given.map_or(Ok(MEMBERS), |argument| argument.parse())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    println!("{members} members, {} attempts, a year's board of all of them", u64::from(members) * MONTHS as u64);
    println!("{:<10}{:>12}{:>12}{:>12}{:>12}{:>16}", "engine", "top 100", "my place", "change", "naive", "publication");
    runtime.block_on(async {
        let directory = Directory(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(Uuid::now_v7().to_string()));
        std::fs::create_dir_all(&directory.0)?;
        measure("sqlite", None, &directory.0, members).await?;
        let database = postgres::Database::create().await;
        measure("postgres", Some(database.url.clone()), &directory.0, members).await
    })
}

/// Deleted with this value.
struct Directory(PathBuf);

impl Drop for Directory {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

async fn measure(engine: &str, url: Option<String>, directory: &Path, members: u32) -> Result<(), Failure> {
    let settings = DatabaseSettings { url: url.clone(), directory: directory.to_owned(), max_connections: 4 };
    let store = Store::open(&settings, Vault::new(&[7; 32]).map_err(|_| "no vault")?).await?;
    fill(&store, members).await?;
    let root = unit(0, 0);
    let board = KeptBoard::of(root, YEAR, Months::YEAR).ok_or("the year's board is kept")?;
    let newest = store.season_newest(board).await?.ok_or("an empty board")?;
    let (mut top, mut own, mut change) = (Vec::new(), Vec::new(), Vec::new());
    for look in 0..LOOKS as u32 {
        let began = now();
        let first = store.season_top(board, 100).await?;
        top.push(began.elapsed());
        assert_eq!(first.len(), 100.min(members as usize));
        let somebody = member(chance(look, 77) % members);
        let began = now();
        let line = store.season_line(board, somebody).await?;
        own.push(began.elapsed());
        assert!(line.is_some_and(|line| line.place >= 1));
    }
    for _ in 0..LOOKS / 10 {
        let began = now();
        store.season_top_before(board, newest, 100).await?;
        change.push(began.elapsed());
    }
    let naive = naive(url.as_deref(), directory, root).await?;
    let began = now();
    store.enter_season(&held(0, 10, members)).await?;
    let publication = began.elapsed();
    println!(
        "{engine:<10}{:>9.2} ms{:>9.2} ms{:>9.2} ms{:>9.0} ms{:>13.0} ms",
        middle(top),
        middle(own),
        middle(change),
        middle(naive),
        millis(publication)
    );
    store.close().await;
    Ok(())
}

async fn naive(url: Option<&str>, directory: &Path, root: UnitId) -> Result<Vec<Duration>, Failure> {
    type Line = (String, i64, i64, i64, i64);
    let mut looks = Vec::new();
    for _ in 0..NAIVE_LOOKS {
        let began;
        let lines: Vec<Line> = match url {
            Some(url) => {
                let mut connection = PgConnection::connect(url).await?;
                began = now();
                sqlx::query_as(NAIVE).bind(root.to_string()).fetch_all(&mut connection).await?
            }
            None => {
                let file = format!("sqlite://{}", directory.join(FILE).display());
                let mut connection = SqliteConnection::connect(&file).await?;
                began = now();
                sqlx::query_as(NAIVE).bind(root.to_string()).fetch_all(&mut connection).await?
            }
        };
        looks.push(began.elapsed());
        assert!(!lines.is_empty());
    }
    Ok(looks)
}

/// A province of communes of cells, and ten months in each commune.
async fn fill(store: &Store, members: u32) -> Result<(), Failure> {
    let found = async |id, parent, kind: &str, name: String| {
        store.insert_unit(&Unit { id, parent, kind: kind.into(), name, closed_at: None }, SINCE).await
    };
    found(unit(0, 0), None, "province", "Đảng bộ tỉnh".to_owned()).await?;
    for commune in 0..members.div_ceil(COMMUNE) {
        found(unit(1, commune), Some(unit(0, 0)), "commune", format!("Đảng bộ xã {commune}")).await?;
    }
    for cell in 0..members.div_ceil(CELL) {
        let commune = unit(1, cell * CELL / COMMUNE);
        found(unit(2, cell), Some(commune), "cell", format!("Chi bộ {cell}")).await?;
    }
    let everybody: Vec<u32> = (0..members).collect();
    for some in everybody.chunks(10_000) {
        let new = some.iter().map(|n| NewMember {
            id: member(*n),
            name: format!("Đảng viên {n}"),
            sort_key: format!("{n:06}"),
            unit: unit(2, n / CELL),
            official: true,
        });
        store.insert_members(&new.collect::<Vec<_>>(), SINCE).await?;
    }
    let mut rebuild = Vec::new();
    for commune in 0..members.div_ceil(COMMUNE) {
        for month in 1..=MONTHS {
            let outcomes = held(commune, month, members);
            store.insert_contest(&contest(&outcomes, unit(1, commune))).await?;
            rebuild.push(outcomes);
        }
    }
    let mut season = store.rebuild_season().await?;
    for outcomes in &rebuild {
        season.enter(outcomes).await?;
    }
    season.finish(true).await?;
    Ok(())
}

fn contest(outcomes: &ContestOutcomes, unit: UnitId) -> NewContest {
    NewContest {
        id: outcomes.contest,
        unit,
        code: outcomes.contest.to_string(),
        title: "Khắc sâu".into(),
        starts_at: SINCE,
        created_at: SINCE,
        seed: "5e".repeat(32),
        candidates: Vec::new(),
        first: JournalRow { seq: 1, at: SINCE, kind: "published".into(), body: "{}".into(), hash: "ab".repeat(32) },
        preparation: NewPreparation::default(),
    }
}

/// What a contest of a commune says: ten questions, and times that differ.
fn held(commune: u32, month: i8, members: u32) -> ContestOutcomes {
    let outcome = |n: u32| {
        let right = 3 + chance(n, 1) % 5 + chance(n, month as u32) % 3;
        MemberOutcome {
            member: member(n),
            unit: unit(2, n / CELL),
            outcome: Outcome {
                month,
                footing: Footing::Ranked,
                taken: true,
                place: Some(1 + chance(n, 100 + month as u32) % COMMUNE),
                points: right * 100,
                elapsed: Millis(100 * i64::from(600 + chance(n, 200 + month as u32) % 2_000)),
            },
        }
    };
    ContestOutcomes {
        contest: ContestId(Uuid::from_u128(0x500_0000_0000 + u128::from(commune) * 100 + month as u128)),
        seq: 1,
        year: YEAR,
        month,
        members: (commune * COMMUNE..members.min((commune + 1) * COMMUNE)).map(outcome).collect(),
    }
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
fn now() -> Instant {
    Instant::now()
}

fn middle(mut looks: Vec<Duration>) -> f64 {
    looks.sort_unstable();
    looks.get(looks.len() / 2).copied().map_or(0.0, millis)
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}
