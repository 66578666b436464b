//! Both engines walk the same steps to the same tables, each step on a database that has lived.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use khacsau::store::{POSTGRES_STEPS, SQLITE_STEPS};
use sqlx::{AssertSqlSafe, Connection, Executor, SqliteConnection};

use crate::bench::{Place, server};

/// A column: type, whether it may be empty, place in the primary key (0: none).
type Shape = (String, bool, i64);

/// Names of what a folder of steps holds.
fn names(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(folder)).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    sorted(names.collect())
}

fn sample(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/samples").join(name)).unwrap()
}

const SQLITE_COLUMNS: &str = r#"
    SELECT "table".name || '.' || "column".name, "column".type, NOT "column"."notnull", "column".pk
    FROM sqlite_schema AS "table" JOIN pragma_table_info("table".name) AS "column"
    WHERE "table".type = 'table' AND "table".name NOT GLOB 'sqlite_*' AND "table".name NOT GLOB '_sqlx_*'"#;

const POSTGRES_COLUMNS: &str = "
    SELECT columns.table_name || '.' || columns.column_name, columns.data_type::text, columns.is_nullable = 'YES',
           COALESCE(array_position(pg_index.indkey::int2[], columns.ordinal_position::int2) + 1, 0)::bigint
    FROM information_schema.columns
    LEFT JOIN pg_index ON pg_index.indrelid = columns.table_name::regclass AND pg_index.indisprimary
    WHERE columns.table_schema = 'public' AND columns.table_name NOT LIKE '\\_sqlx%'";

const SQLITE_REFERENCES: &str = r#"
    SELECT "table".name || '.' || reference."from" || ' -> ' || reference."table" || '.' || reference."to"
    FROM sqlite_schema AS "table" JOIN pragma_foreign_key_list("table".name) AS reference
    WHERE "table".type = 'table'"#;

const POSTGRES_REFERENCES: &str = r#"
    SELECT conrelid::regclass || '.' || here.attname || ' -> ' || confrelid::regclass || '.' || there.attname
    FROM pg_constraint, UNNEST(conkey, confkey) AS pair (here_number, there_number)
    JOIN pg_attribute AS here ON true
    JOIN pg_attribute AS there ON true
    WHERE contype = 'f' AND here.attrelid = conrelid AND here.attnum = pair.here_number
      AND there.attrelid = confrelid AND there.attnum = pair.there_number"#;

const SQLITE_UNIQUE: &str = r#"
    SELECT "table".name || ' (' || (SELECT group_concat(name, ', ') FROM pragma_index_info("index".name)) || ')'
    FROM sqlite_schema AS "table" JOIN pragma_index_list("table".name) AS "index"
    WHERE "table".type = 'table' AND "index"."unique" AND "index".origin <> 'pk' AND "table".name NOT GLOB '_sqlx_*'"#;

const POSTGRES_UNIQUE: &str = r#"
    SELECT indrelid::regclass || ' (' || (
        SELECT string_agg(attname, ', ' ORDER BY place)
        FROM UNNEST(indkey::int2[]) WITH ORDINALITY AS key (number, place)
        JOIN pg_attribute ON attrelid = indrelid AND attnum = number
    ) || ')'
    FROM pg_index WHERE indisunique AND NOT indisprimary AND indrelid::regclass::text NOT LIKE '\_sqlx%'
      AND indrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)"#;

#[test]
fn both_engines_have_the_same_steps_each_with_its_sample() {
    assert!(names("sqlite").len() >= 3);
    assert_eq!(names("sqlite"), names("postgres"));
    assert_eq!(names("sqlite"), names("samples"));
}

#[tokio::test]
async fn after_each_step_both_engines_have_the_same_tables() {
    let (file, database) = (Place::file(), Place::server().await);
    let (Place::File(directory), Place::Server(name)) = (&file, &database) else { unreachable!() };
    let (mut sqlite, mut postgres) = (directory.connect().await, server(name).await);
    for (step, name) in SQLITE_STEPS.iter().zip(names("samples")) {
        SQLITE_STEPS.run_to(step.version, &mut sqlite).await.unwrap();
        POSTGRES_STEPS.run_to(step.version, &mut postgres).await.unwrap();
        sqlite.execute(sqlx::raw_sql(AssertSqlSafe(sample(&name)))).await.unwrap();
        postgres.execute(sqlx::raw_sql(AssertSqlSafe(sample(&name)))).await.unwrap();

        let here: Vec<(String, String, bool, i64)> =
            sqlx::query_as(SQLITE_COLUMNS).fetch_all(&mut sqlite).await.unwrap();
        let there = sqlx::query_as(POSTGRES_COLUMNS).fetch_all(&mut postgres).await.unwrap();
        assert_eq!(shapes(here), shapes(there), "after {name}");

        for (here, there) in [(SQLITE_REFERENCES, POSTGRES_REFERENCES), (SQLITE_UNIQUE, POSTGRES_UNIQUE)] {
            let here: Vec<String> = sqlx::query_scalar(here).fetch_all(&mut sqlite).await.unwrap();
            let there: Vec<String> = sqlx::query_scalar(there).fetch_all(&mut postgres).await.unwrap();
            assert_eq!(sorted(here), sorted(there), "after {name}");
        }
        assert_sound(&mut sqlite).await;
    }
    sqlite.close().await.unwrap();
}

fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names
}

/// Columns by name, with SQLite's words for types turned into PostgreSQL's.
fn shapes(columns: Vec<(String, String, bool, i64)>) -> BTreeMap<String, Shape> {
    let shape = |(name, kind, empty, key): (String, String, bool, i64)| {
        let kind = kind.to_lowercase();
        let kind = match kind.as_str() {
            "integer" => "bigint".into(),
            "blob" => "bytea".into(),
            _ => kind,
        };
        (name, (kind, empty, key))
    };
    columns.into_iter().map(shape).collect()
}

async fn assert_sound(sqlite: &mut SqliteConnection) {
    assert!(sqlite.fetch_all("PRAGMA foreign_key_check").await.unwrap().is_empty());
}

/// Each step of each engine meets the rows of the steps before, and the program reads them all.
async fn the_program_reads_a_database_that_has_lived(place: Place) {
    for (step, name) in SQLITE_STEPS.iter().zip(names("samples")) {
        match &place {
            Place::File(directory) => SQLITE_STEPS.run_to(step.version, &mut directory.connect().await).await.unwrap(),
            Place::Server(database) => POSTGRES_STEPS.run_to(step.version, &mut server(database).await).await.unwrap(),
        }
        place.execute(&sample(&name)).await;
    }
    let store = place.open().await.unwrap();
    let unit = "01900000-0000-7000-8000-000000000002".parse().unwrap();
    let contest = "01900000-0000-7000-8000-000000000051".parse().unwrap();
    let now = khacsau::domain::time::Timestamp(1_770_000_000_000);
    assert_eq!(store.ancestors(unit).await.unwrap().len(), 2);
    assert_eq!(store.roster_of(unit).await.unwrap().len(), 2);
    assert_eq!(store.all_grants().await.unwrap().len(), 2);
    assert_eq!(store.active_sessions(now).await.unwrap().len(), 2);
    assert_eq!(store.documents_for(unit).await.unwrap().len(), 3);
    assert_eq!(store.bank_for(unit).await.unwrap()[0].insiders.len(), 2);
    assert_eq!(store.questions_for(unit).await.unwrap().len(), 3);
    let import = store.question_import("01900000-0000-7000-8000-000000000141".parse().unwrap()).await.unwrap();
    assert_eq!(import.unwrap().1, 1);
    assert_eq!(store.insiders_of(contest).await.unwrap().len(), 1);
    assert_eq!(store.contests_concerning(unit).await.unwrap().len(), 2);
    assert_eq!(store.successor(contest).await.unwrap().unwrap().reason, "Hội trường bận");
    assert_eq!(store.sealed(contest).await.unwrap().unwrap().candidates.len(), 1);
    assert_eq!(store.participants(contest).await.unwrap().len(), 2);
    assert_eq!(store.extra_time(contest).await.unwrap().len(), 1);
    assert_eq!(store.journal(contest).await.unwrap().len(), 2);
    assert_eq!(store.remarks(contest).await.unwrap().len(), 1);
    let acts = store.acts(contest).await.unwrap();
    assert!(acts[0].by.is_some() && acts[0].name.is_some() && acts[0].remark.is_some());
    assert_eq!(store.unfinished_contests().await.unwrap(), []);
    let member = "01900000-0000-7000-8000-000000000011".parse().unwrap();
    assert_eq!(store.details_of(member).await.unwrap().position.as_deref(), Some("Bí thư"));
    assert_eq!(store.known_in(unit).await.unwrap().len(), 3);
    let settings = store.document_settings(unit).await.unwrap().unwrap();
    assert_eq!(settings.recipients, ["Đảng ủy xã"]);
    assert_eq!(store.issues_of(contest).await.unwrap().len(), 2);
    assert_eq!(store.prizes(contest).await.unwrap()[0].value, Some(50_000));
    store.close().await;
}

mod sqlite {
    #[tokio::test]
    async fn the_program_reads_a_database_that_has_lived() {
        super::the_program_reads_a_database_that_has_lived(super::Place::file()).await;
    }
}

mod postgres {
    #[tokio::test]
    async fn the_program_reads_a_database_that_has_lived() {
        super::the_program_reads_a_database_that_has_lived(super::Place::server().await).await;
    }
}
