//! The built program's `demo` as a process of its own, which can be killed and started again on the same data.

use std::fs::File;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};

use super::doors::Doors;
use super::engine::{Directory, Engine, Place};
use super::people::Links;
use super::until;

pub struct Program {
    doors: Doors,
    process: Process,
    /// The data directory.
    data: PathBuf,
    database: Option<String>,
    /// Links and output stand beside the data: there is no place for them on a disk that is full.
    beside: Directory,
    // Dropped after the process.
    _place: Option<Place>,
}

/// Killed when dropped: nothing of a test outlives it.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

impl Program {
    pub async fn on(engine: Engine) -> Self {
        let place = Place::make(engine).await;
        let (data, database) = (place.path().to_owned(), place.database());
        Self::begin(data, database, Some(place)).await
    }

    /// On the embedded engine, with its data in a directory of the test's own.
    pub async fn in_directory(data: &Path) -> Self {
        Self::begin(data.to_owned(), None, None).await
    }

    async fn begin(data: PathBuf, database: Option<String>, place: Option<Place>) -> Self {
        let beside = Directory::make();
        let (process, doors) = start(&data, database.as_deref(), &beside.0).await;
        Self { doors, process, data, database, beside, _place: place }
    }

    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Where its record is: the data directory, and the database's address where it is not in there.
    pub fn record(&self) -> (&Path, Option<&str>) {
        (&self.data, self.database.as_deref())
    }

    /// SIGKILL.
    pub fn kill(&mut self) {
        self.process.0.kill().expect("the process is there");
        self.process.0.wait().expect("its end");
    }

    /// Starts it again on the same data, at another port.
    pub async fn start_again(&mut self) {
        let (process, doors) = start(&self.data, self.database.as_deref(), &self.beside.0).await;
        self.process = process;
        // The demo offers a new contest once this one is over; the test goes on with its own.
        self.doors = doors.at(&self.doors.contest);
        self.doors.until_lobby().await;
    }

    /// SIGTERM; returns without waiting for the end.
    pub fn ask_to_stop(&self) {
        let pid = self.process.0.id();
        let status = Command::new("sh").args(["-c", &format!("kill -TERM {pid}")]).status();
        assert!(status.is_ok_and(|status| status.success()), "the signal can be sent");
    }

    pub async fn ended(&mut self) -> ExitStatus {
        let process = &mut self.process.0;
        until("the end of the process", async || process.try_wait().expect("its state")).await
    }

    /// What it wrote to its output.
    pub fn output(&self) -> String {
        std::fs::read_to_string(self.beside.0.join("output")).unwrap_or_default()
    }
}

impl Drop for Program {
    /// Of a test that failed, the program's own words are half the story.
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the program said:\n{}", self.output());
        }
    }
}

impl Deref for Program {
    type Target = Doors;

    fn deref(&self) -> &Doors {
        &self.doors
    }
}

async fn start(data: &Path, database: Option<&str>, beside: &Path) -> (Process, Doors) {
    let (links, output) = (beside.join("links.json"), beside.join("output"));
    drop(std::fs::remove_file(&links));
    let file = File::options().create(true).append(true).open(&output).expect("a file for the output");
    let mut command = Command::new(env!("CARGO_BIN_EXE_khacsau"));
    command.args(["demo", "--months", "1", "--listen", "127.0.0.1:0", "--log", "info", "--connections", "600"]);
    command.arg("--data").arg(data).arg("--links").arg(&links);
    if let Some(database) = database {
        command.args(["--database", database]);
    }
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("KHACSAU_")) {
        command.env_remove(name);
    }
    command.stdin(Stdio::null()).stdout(file.try_clone().expect("the file")).stderr(file);
    let mut process = Process(command.spawn().expect("the built program"));
    let links = until("the links file", async || {
        if let Some(status) = process.0.try_wait().expect("the process's state") {
            let output = std::fs::read_to_string(&output).unwrap_or_default();
            panic!("the program ended with {status} and said:\n{output}");
        }
        std::fs::read(&links).ok()
    })
    .await;
    let links: Links = serde_json::from_slice(&links).expect("the links file");
    let doors = Doors::new(links);
    doors.until_lobby().await;
    (process, doors)
}
