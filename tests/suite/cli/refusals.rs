//! What keeps the program from starting: each refusal is a sentence that says what to do.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use sqlx::postgres::PgConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _};

use super::process::{after, khacsau, run};
use crate::harness::{Directory, Engine, Place};

struct Ground(Place);

impl Ground {
    async fn on(engine: Engine) -> Self {
        Self(Place::make(engine).await)
    }

    fn command(&self, name: &str) -> Command {
        let mut command = khacsau([name, "--listen", "127.0.0.1:0", "--connections", "100"]);
        command.arg("--data").arg(self.0.path());
        if let Some(database) = self.0.database() {
            command.arg("--database").arg(database);
        }
        command
    }

    /// Runs statements behind the program's back.
    async fn execute(&self, sql: &str) {
        let sql = AssertSqlSafe(sql);
        match self.0.database() {
            None => {
                let file = SqliteConnectOptions::new().filename(self.0.path().join(khacsau::store::FILE));
                let mut connection: SqliteConnection = file.connect().await.expect("the file");
                connection.execute(sql).await.expect("a statement");
                connection.close().await.expect("its end");
            }
            Some(url) => {
                let mut connection = PgConnection::connect(&url).await.expect("the server");
                connection.execute(sql).await.expect("a statement");
                connection.close().await.expect("its end");
            }
        }
    }
}

on_both_engines! {
    async fn a_database_of_a_newer_program(ground: Ground) {
        run(ground.command("admin-link")).well();
        ground.execute(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
            VALUES (9999, 'tomorrow', TRUE, '', 0)",
        )
        .await;
        for command in ["serve", "demo", "admin-link"] {
            let said = run(ground.command(command)).refused();
            assert!(said.contains("step 9999, which this program does not know"), "{command}: {said}");
            assert!(said.contains("Start that one, or restore the backup made before the upgrade"), "{said}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_answers_before_a_commit_is_on_disk() {
    let ground = Ground::on(Engine::Postgres).await;
    let url = ground.0.database().unwrap();
    let name = url.rsplit('/').next().unwrap().split('?').next().unwrap().to_owned();
    ground.execute(&format!("ALTER DATABASE {name} SET synchronous_commit = off")).await;
    let said = run(ground.command("serve")).refused();
    assert!(said.contains("synchronous_commit = off"), "{said}");
    let cure = format!("ALTER DATABASE {name} SET synchronous_commit = on");
    assert!(said.contains(&cure), "{said}");
    ground.execute(&cure).await;
    run(ground.command("admin-link")).well();
}

#[test]
fn a_server_that_is_away_or_an_address_that_is_none() {
    let place = Directory::make();
    let data = place.0.to_str().unwrap();
    let refused =
        |url: &str| run(khacsau(["serve", "--data", data, "--connections", "100", "--database", url])).refused();
    // Port 1 is nobody's.
    let said = refused("postgres://khacsau:mat-khau@127.0.0.1:1/khacsau");
    assert!(said.contains("the PostgreSQL server cannot be reached"), "{said}");
    assert!(said.contains("Start it, or correct the database's address"), "{said}");
    assert!(!said.contains("mat-khau"), "{said}");
    let said = refused("máy chủ mat-khau");
    assert!(said.contains("Write it as postgres://user:password@host:5432/database"), "{said}");
    assert!(!said.contains("mat-khau"), "{said}");
}

#[test]
fn a_data_directory_that_cannot_be_written() {
    let place = Directory::make();
    let file = place.0.join("file");
    fs::write(&file, "not a directory").unwrap();
    let refused = |data: &str| run(khacsau(["serve", "--connections", "100", "--data", data])).refused();
    // Below a file, in the place of one, and where nobody can write, whoever runs the tests.
    for data in [file.join("data").to_str().unwrap(), file.to_str().unwrap(), "/proc/khacsau"] {
        let said = refused(data);
        assert!(said.contains(data), "{said}");
        assert!(said.contains("writable"), "what to do: {said}");
    }
    let kept = place.0.join("kept");
    fs::create_dir(&kept).unwrap();
    fs::set_permissions(&kept, fs::Permissions::from_mode(0o500)).unwrap();
    let anybody_may = fs::write(kept.join("probe"), "").is_ok();
    // Permissions do not bind root, for whom the next test is.
    if !anybody_may {
        let said = refused(kept.to_str().unwrap());
        assert!(said.contains("cannot be written") && said.contains("writable"), "{said}");
    }
}

/// Needs a name space of its own, which root has, and in many places everybody.
#[test]
fn a_data_directory_on_a_read_only_file_system() {
    let place = Directory::make();
    let data = place.0.to_str().unwrap();
    let mount = format!("mount -t tmpfs -o ro,size=1m tmpfs '{data}'");
    let isolated = |inner: Command| {
        let mut command = Command::new("unshare");
        command.args(["--mount", "--map-root-user"]).arg(inner.get_program()).args(inner.get_args());
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command
    };
    let mut probe = Command::new("sh");
    probe.args(["-c", &mount]);
    let possible = isolated(probe).output().is_ok_and(|output| output.status.success());
    assert!(
        possible,
        "this test mounts a file system: run it as root, or allow user namespaces (unshare --map-root-user)"
    );
    let said = run(isolated(after(&mount, &["serve", "--connections", "100", "--data", data]))).refused();
    assert!(said.contains(data) && said.contains("Read-only file system") && said.contains("writable"), "{said}");
}

#[test]
fn too_few_file_descriptors_for_the_configured_connections() {
    let place = Directory::make();
    let data = place.0.to_str().unwrap();
    for command in ["serve", "demo"] {
        let few =
            after("ulimit -n 200", &[command, "--connections", "5000", "--listen", "127.0.0.1:0", "--data", data]);
        let said = run(few).refused();
        assert!(said.contains("5000 connections need 5136 file descriptors, and the system allows 200"), "{said}");
        assert!(said.contains("ulimit -n 5136") && said.contains("LimitNOFILE=5136"), "{said}");
        assert!(said.contains("or set `connections` lower"), "{said}");
    }
}

#[test]
fn an_address_that_somebody_else_listens_on() {
    let place = Directory::make();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let data = place.0.to_str().unwrap();
    let said = run(khacsau(["serve", "--connections", "100", "--data", data, "--listen", &address])).refused();
    assert!(said.contains(&format!("cannot listen on {address}")) && said.contains("choose another"), "{said}");
    let flags = ["serve", "--connections", "100", "--data", data, "--listen", "127.0.0.1:0", "--metrics", &address];
    let said = run(khacsau(flags)).refused();
    assert!(said.contains(&format!("cannot listen on {address}")) && said.contains("--metrics"), "{said}");
}

#[test]
fn secrets_of_another_length() {
    let place = Directory::make();
    let data = place.0.to_str().unwrap();
    let start = || run(khacsau(["admin-link", "--connections", "100", "--data", data]));
    start().well();
    for name in ["record.key", "token.key", "data.key"] {
        let path = place.0.join("secrets").join(name);
        let right = fs::read(&path).unwrap();
        for wrong in [&b""[..], &right[..31], &[7; 33]] {
            fs::write(&path, wrong).unwrap();
            let said = start().refused();
            assert!(said.contains(path.to_str().unwrap()) && said.contains("does not hold 32 bytes"), "{said}");
            assert!(said.contains("restore it from a backup"), "{said}");
            assert_eq!(fs::read(&path).unwrap(), wrong, "it is left as it was found");
        }
        fs::write(&path, right).unwrap();
    }
    start().well();
}
