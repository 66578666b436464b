//! A PostgreSQL server for tests, and a database of its own for each of them.
//!
//! `KHACSAU_TEST_POSTGRES=postgres://…` names a server to use, by a user who may create databases.
//! Without it, the first test that asks starts a server in the system's temporary directory, on a
//! Unix socket, and all test processes share it. Each holds a lock while it lives; a watchdog stops
//! the server and deletes its files once nobody has held the lock for a while, and the next test
//! process brings a new watchdog should that one have been killed. So nothing stays behind.
//!
//! `initdb` refuses to run for root: then the server belongs to `postgres` or `nobody`.

use std::fs::{self, File, TryLockError};
use std::io;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Executor};

const ADVICE: &str = "these tests need PostgreSQL's programs (initdb, pg_ctl, postgres): apt-get install postgresql";

/// A database that is dropped with this value.
pub struct Database {
    name: String,
    pub url: String,
}

impl Database {
    pub async fn create() -> Self {
        let name = format!("khacsau_test_{}", uuid::Uuid::now_v7().simple());
        administer(format!("CREATE DATABASE {name}")).await;
        let url = server().address.clone().database(&name).to_url_lossy().into();
        Self { name, url }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let statement = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        // A drop cannot await, and the test's own runtime is busy with this very drop.
        let dropping = std::thread::spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime for dropping the database").block_on(administer(statement));
        });
        drop(dropping.join());
    }
}

async fn administer(statement: String) {
    let mut connection = server().address.connect().await.expect("a connection to the test server");
    connection.execute(AssertSqlSafe(statement)).await.expect("creating or dropping a test database");
}

struct Server {
    /// Of the maintenance database.
    address: PgConnectOptions,
    /// Holds the shared lock until this process ends.
    _user: Option<File>,
}

fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| match std::env::var("KHACSAU_TEST_POSTGRES") {
        Ok(url) => {
            let address = url.parse().expect("KHACSAU_TEST_POSTGRES is postgres://user:password@host:port/database");
            Server { address, _user: None }
        }
        Err(_) => start(),
    })
}

fn start() -> Server {
    let owner = Owner::find();
    let home = std::env::temp_dir().join(format!("khacsau-test-postgres-{}", owner.uid));
    let (data, log) = (home.join("data"), home.join("log"));
    owner.own(&home).expect("a directory for the test server");

    // The watchdog locks this one exclusively to stop the server: while we share it, it cannot.
    let user = lock_file(&home, "users");
    user.lock_shared().expect("the lock of the server's users");
    let starting = lock_file(&home, "starting");
    starting.lock().expect("the lock of the server's starter");

    let running = owner.command("pg_ctl").arg("status").arg("-D").arg(&data).quietly();
    if !running {
        match fs::remove_dir_all(&data) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => panic!("the old test server's files: {error}"),
            _ => {}
        }
        // An order of text unlike the bytes' own: what relies on the server's order shows.
        let locale = ["--locale-provider=icu", "--icu-locale=vi", "--locale=C.UTF-8", "--encoding=UTF8"];
        let mut initdb = owner.command("initdb");
        initdb.args(["--username=postgres", "--auth=trust", "--no-sync"]).args(locale).arg("-D").arg(&data);
        initdb.or_fail("initdb");
        // Nothing here outlives the machine, so nothing need wait for its disk.
        let settings = "-c listen_addresses= -c fsync=off -c full_page_writes=off -c max_connections=300";
        let options = format!("{settings} -c unix_socket_directories='{}'", home.display());
        let mut pg_ctl = owner.command("pg_ctl");
        pg_ctl.args(["start", "--wait", "-o", &options, "-D"]).arg(&data).arg("-l").arg(&log);
        pg_ctl.or_fail(&format!("pg_ctl start (its log is {})", log.display()));
    }
    watch(&owner, &home);

    let address =
        PgConnectOptions::new_without_pgpass().socket(&home).port(5432).username("postgres").database("postgres");
    Server { address, _user: Some(user) }
}

/// Leaves one process behind that stops the server when it has had no user for half a minute or so.
fn watch(owner: &Owner, home: &Path) {
    match lock_file(home, "watchdog").try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return,
        Err(TryLockError::Error(error)) => panic!("the lock of the test server's watchdog: {error}"),
    }
    // In the background, so that this process has no child to wait for.
    const WATCH: &str = r#"(
        exec 9>>watchdog && flock --nonblock 9 || exit
        while sleep 30; do
            flock --nonblock users sh -c '"$PG_CTL" stop -D data -m immediate && rm -rf data' && exit
        done
    ) &"#;
    let mut watchdog = owner.command("sh");
    watchdog.args(["-c", WATCH]).env("PG_CTL", program("pg_ctl")).current_dir(home);
    // A group of its own: a test run that is cut short takes its processes with it, and would this one.
    watchdog.process_group(0).or_fail("the test server's watchdog");
}

fn lock_file(home: &Path, name: &str) -> File {
    let file = File::options().create(true).append(true).open(home.join(name)).expect("a lock of the test server");
    // The watchdog may belong to somebody else.
    drop(file.set_permissions(fs::Permissions::from_mode(0o666)));
    file
}

/// The ordinary user to whom the server belongs.
struct Owner {
    uid: u32,
    gid: u32,
    /// Whether we are root and must hand things over.
    other: bool,
}

impl Owner {
    fn find() -> Self {
        let ours = id("-u", None).expect("the program id");
        if ours != 0 {
            return Self { uid: ours, gid: id("-g", None).expect("a group"), other: false };
        }
        let found = ["postgres", "nobody"].into_iter().find_map(|name| id("-u", Some(name)).zip(id("-g", Some(name))));
        let (uid, gid) = found.expect("an ordinary user to run the test server as: postgres or nobody");
        Self { uid, gid, other: true }
    }

    fn own(&self, directory: &Path) -> io::Result<()> {
        fs::create_dir_all(directory)?;
        if self.other {
            chown(directory, Some(self.uid), Some(self.gid))?;
        }
        fs::set_permissions(directory, fs::Permissions::from_mode(0o700))
    }

    fn command(&self, name: &str) -> Command {
        let mut command = Command::new(if name == "sh" { name.into() } else { program(name) });
        if self.other {
            command.uid(self.uid).gid(self.gid);
        }
        // Wherever the tests run, the server's user may not be allowed to look.
        command.current_dir("/").env_remove("PGDATA").env_remove("PGOPTIONS");
        command
    }
}

fn id(what: &str, user: Option<&str>) -> Option<u32> {
    let output = Command::new("id").arg(what).args(user).stderr(Stdio::null()).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

/// A program of PostgreSQL: on the path, or where Debian keeps it.
fn program(name: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut places: Vec<_> = std::env::split_paths(&path).collect();
    let mut versions: Vec<_> = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().collect();
    versions.sort_by_key(|version| version.file_name().to_string_lossy().parse::<u32>().unwrap_or_default());
    places.extend(versions.iter().rev().map(|version| version.path().join("bin")));
    let found = places.into_iter().map(|place| place.join(name)).find(|program| program.is_file());
    found.unwrap_or_else(|| panic!("{name} is missing; {ADVICE}"))
}

trait Run {
    /// Whether it succeeded; what it says is of no interest.
    fn quietly(&mut self) -> bool;
    fn or_fail(&mut self, name: &str);
}

impl Run for Command {
    fn quietly(&mut self) -> bool {
        let status = self.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
        status.is_ok_and(|status| status.success())
    }

    fn or_fail(&mut self, name: &str) {
        assert!(self.quietly(), "{name} failed: {self:?}; {ADVICE}");
    }
}
