//! Storage that fails: told apart from requests that are wrong, with nothing half written.

use khacsau::store::StoreError;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};

use crate::bench::{Bench, Place, happened, server};

#[tokio::test]
async fn a_locked_file_is_busy_for_writers_and_open_to_readers() {
    let bench = Bench::sqlite().await;
    let id = bench.scheduled().await;
    let Place::File(directory) = &bench.place else { unreachable!() };
    let mut thief = directory.connect().await;
    thief.execute("BEGIN IMMEDIATE").await.unwrap();
    let error = bench.append(id, &[happened(1, "opened")], &[]).await.unwrap_err();
    assert!(matches!(error, StoreError::Busy(_)) && error.is_fault(), "{error}");
    assert_eq!(bench.journal(id).await.unwrap().len(), 1);
    thief.execute("ROLLBACK").await.unwrap();
    bench.append(id, &[happened(1, "opened")], &[]).await.unwrap();
    assert_eq!(bench.journal(id).await.unwrap().len(), 2);
    thief.close().await.unwrap();
}

#[tokio::test]
async fn a_full_disk_is_told_apart() {
    let mut connection = SqliteConnectOptions::new().in_memory(true).connect().await.unwrap();
    connection.execute("PRAGMA max_page_count = 2").await.unwrap();
    connection.execute("CREATE TABLE filling (content BLOB)").await.unwrap();
    let error = connection.execute("INSERT INTO filling VALUES (zeroblob(100000))").await.unwrap_err();
    let error = StoreError::from(error);
    assert!(matches!(error, StoreError::Full(_)) && error.is_fault(), "{error}");
}

#[tokio::test]
async fn what_the_server_says_is_told_apart() {
    let bench = Bench::postgres().await;
    let Place::Server(database) = &bench.place else { unreachable!() };
    let said = async |code: &str| {
        let raise = format!("DO $$ BEGIN RAISE EXCEPTION 'said' USING ERRCODE = '{code}'; END $$");
        StoreError::from(server(database).await.execute(AssertSqlSafe(raise)).await.unwrap_err())
    };
    for code in ["40001", "40P01", "55P03", "57014"] {
        assert!(matches!(said(code).await, StoreError::Busy(_)), "{code}");
    }
    for code in ["53100", "58030"] {
        assert!(matches!(said(code).await, StoreError::Full(_)), "{code}");
    }
    for code in ["08006", "25006", "53300", "57P01", "57P03"] {
        assert!(matches!(said(code).await, StoreError::Unavailable(_)), "{code}");
    }
    assert!(matches!(said("22012").await, StoreError::Other(_)));
}

#[tokio::test]
async fn a_server_that_dropped_all_connections_is_found_again() {
    let bench = Bench::postgres().await;
    let id = bench.scheduled().await;
    let terminate = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    bench.place.execute(terminate).await;
    bench.append(id, &[happened(1, "opened")], &[]).await.unwrap();
    assert_eq!(bench.journal(id).await.unwrap().len(), 2);
}
