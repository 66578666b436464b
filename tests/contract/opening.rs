//! What is refused at start, in a sentence that says what to do.

use khacsau::store::{DatabaseSettings, FILE, OpenError, Store};

use crate::bench::{Bench, Directory, Place, contest, vault};

/// The refusal of these settings.
async fn refusal(settings: &DatabaseSettings) -> OpenError {
    Store::open(settings, vault()).await.err().expect("a refusal")
}

on_both_engines! {
    async fn an_opened_store_is_ready_and_names_its_engine(bench: &Bench) {
        bench.ready().await.unwrap();
        assert_eq!(bench.engine_name(), if matches!(bench.place, Place::File(_)) { "sqlite" } else { "postgres" });
    }

    async fn what_was_written_is_there_after_a_restart(bench: &Bench) {
        let id = bench.scheduled().await;
        bench.close().await;
        let again = bench.place.open().await.unwrap();
        assert_eq!(again.contest(id).await.unwrap().unwrap().id, contest(1));
        again.close().await;
    }

    async fn a_database_of_a_newer_program_is_refused(bench: &Bench) {
        let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
            VALUES (9999, 'tomorrow', TRUE, '', 0)";
        bench.place.execute(newer).await;
        let refusal = refusal(&bench.place.settings()).await;
        assert!(matches!(refusal, OpenError::Newer { version: 9999 }));
        assert!(refusal.to_string().contains("Start that one"), "{refusal}");
    }

    async fn a_database_whose_steps_differ_is_refused(bench: &Bench) {
        bench.place.execute("UPDATE _sqlx_migrations SET checksum = '' WHERE version = 2").await;
        let refusal = refusal(&bench.place.settings()).await;
        assert!(matches!(refusal, OpenError::Changed { version: 2 }), "{refusal}");
    }
}

#[tokio::test]
async fn a_server_that_answers_before_it_has_written_is_refused() {
    let place = Place::server().await;
    let Place::Server(database) = &place else { unreachable!() };
    let name = database.url.rsplit_once('/').unwrap().1.split('?').next().unwrap();
    for weak in ["off", "local"] {
        place.execute(&format!("ALTER DATABASE {name} SET synchronous_commit = {weak}")).await;
        let refusal = refusal(&place.settings()).await;
        assert!(matches!(&refusal, OpenError::NotDurable { setting, .. } if setting == weak));
        assert!(
            refusal.to_string().contains(&format!("ALTER DATABASE {name} SET synchronous_commit = on")),
            "{refusal}"
        );
    }
    for strong in ["on", "remote_write", "remote_apply"] {
        place.execute(&format!("ALTER DATABASE {name} SET synchronous_commit = {strong}")).await;
        place.open().await.unwrap().close().await;
    }
}

#[tokio::test]
async fn the_file_keeps_a_log_ahead_so_that_readers_never_wait() {
    let bench = Bench::sqlite().await;
    let Place::File(directory) = &bench.place else { unreachable!() };
    let mode: String =
        sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&mut directory.connect().await).await.unwrap();
    assert_eq!(mode, "wal");
}

#[tokio::test]
async fn a_server_that_is_away_is_named_as_such() {
    let nowhere = Directory::create();
    let away = |url: String| DatabaseSettings { url: Some(url), directory: nowhere.0.clone(), max_connections: 1 };
    let refusal_of = |url: String| async { refusal(&away(url)).await };
    let silent = refusal_of(format!("postgres:///khacsau?host={}", nowhere.0.display())).await;
    assert!(matches!(silent, OpenError::Unreachable { .. }), "{silent}");
    let nonsense = refusal_of("the usual server".into()).await;
    assert!(matches!(nonsense, OpenError::Address { .. }), "{nonsense}");
}

#[tokio::test]
async fn a_directory_is_made_but_a_file_is_no_directory() {
    let place = Directory::create();
    let settings = |directory| DatabaseSettings { url: None, directory, max_connections: 1 };
    let deep = place.0.join("a/b");
    Store::open(&settings(deep.clone()), vault()).await.unwrap().close().await;
    let left: Vec<_> = std::fs::read_dir(&deep).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, [FILE], "nothing but the file stays behind");
    let file = place.0.join("file");
    std::fs::write(&file, "not a directory").unwrap();
    let refusal = refusal(&settings(file.clone())).await;
    assert!(matches!(refusal, OpenError::Directory { .. }));
    assert!(refusal.to_string().contains(file.to_str().unwrap()), "{refusal}");
    // Nobody can write here, whoever runs the tests.
    let refusal = self::refusal(&settings("/proc/khacsau".into())).await;
    assert!(matches!(refusal, OpenError::Directory { .. }));
}

#[tokio::test]
async fn what_is_not_the_programs_file_is_refused() {
    let place = Directory::create();
    let settings = DatabaseSettings { url: None, directory: place.0.clone(), max_connections: 1 };
    std::fs::create_dir(place.0.join(FILE)).unwrap();
    assert!(matches!(refusal(&settings).await, OpenError::File { .. }));
    std::fs::remove_dir(place.0.join(FILE)).unwrap();
    std::fs::write(place.0.join(FILE), "Danh sách đảng viên\n".repeat(1_000)).unwrap();
    let refusal = refusal(&settings).await;
    assert!(matches!(refusal, OpenError::File { .. }), "{refusal}");
    assert!(std::fs::read_to_string(place.0.join(FILE)).unwrap().starts_with("Danh sách"), "it is left alone");
}

#[tokio::test]
async fn a_file_that_another_process_holds_is_refused() {
    use sqlx::{Connection, Executor};

    let bench = Bench::sqlite().await;
    let Place::File(directory) = &bench.place else { unreachable!() };
    let mut holder = directory.connect().await;
    holder.execute("BEGIN IMMEDIATE").await.unwrap();
    let refusal = refusal(&bench.place.settings()).await;
    assert!(matches!(refusal, OpenError::Locked { .. }), "{refusal}");
    holder.close().await.unwrap();
}
