//! A run of the built program: to its end, or until it is asked to stop.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;

use crate::harness::PATIENCE;

/// The program, with none of the environment's settings.
pub fn khacsau<const N: usize>(arguments: [&str; N]) -> Command {
    clean(Command::new(env!("CARGO_BIN_EXE_khacsau")), &arguments)
}

/// The same, started by a shell after a command of its own.
pub fn after(prelude: &str, arguments: &[&str]) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("{prelude} && exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_khacsau")]);
    clean(shell, arguments)
}

fn clean(mut command: Command, arguments: &[&str]) -> Command {
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("KHACSAU_")) {
        command.env_remove(name);
    }
    command.args(arguments).stdin(Stdio::null());
    command
}

/// What a run came to.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub output: String,
    pub errors: String,
}

impl Ended {
    #[track_caller]
    pub fn well(self) -> String {
        assert_eq!(self.code, Some(0), "{self:?}");
        self.output
    }

    /// The one sentence of a run that did not do what was asked.
    #[track_caller]
    pub fn refused(self) -> String {
        assert_eq!(self.code, Some(1), "{self:?}");
        let said: Vec<&str> = self.errors.lines().filter(|line| !line.starts_with('{')).collect();
        assert!(!self.errors.contains("panicked"), "{}", self.errors);
        let last = *said.last().unwrap_or_else(|| panic!("it said nothing: {self:?}"));
        last.strip_prefix("khacsau: ")
            .unwrap_or_else(|| panic!("{last:?} is not the program's own sentence"))
            .to_owned()
    }
}

/// Runs to the end.
#[track_caller]
pub fn run(mut command: Command) -> Ended {
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the built program");
    let pid = child.id();
    let (say, ended) = mpsc::channel();
    thread::spawn(move || say.send(child.wait_with_output()));
    let Ok(output) = ended.recv_timeout(PATIENCE) else {
        signal(pid, "KILL");
        panic!("it still runs: {command:?}");
    };
    let output = output.expect("its output");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    Ended { code: output.status.code(), output: text(output.stdout), errors: text(output.stderr) }
}

fn signal(pid: u32, name: &str) {
    let sent = Command::new("sh").args(["-c", &format!("kill -{name} {pid}")]).status();
    assert!(sent.is_ok_and(|status| status.success()), "SIG{name} can be sent");
}

/// A run that goes on until it is told to stop; killed when dropped.
pub struct Running {
    child: Child,
    lines: mpsc::Receiver<String>,
    /// All that was printed and read so far.
    pub output: String,
    log: PathBuf,
}

impl Running {
    /// Its log, which is its standard error, goes to `log`.
    pub fn start(mut command: Command, log: &Path) -> Self {
        let errors = File::create(log).expect("a file for the log");
        let mut child = command.stdout(Stdio::piped()).stderr(errors).spawn().expect("the built program");
        let output = child.stdout.take().expect("its output");
        let (say, lines) = mpsc::channel();
        thread::spawn(move || BufReader::new(output).lines().map_while(Result::ok).try_for_each(|line| say.send(line)));
        Self { child, lines, output: String::new(), log: log.to_owned() }
    }

    /// Waits for a printed line that contains `words`.
    #[track_caller]
    pub fn until(&mut self, words: &str) -> String {
        loop {
            let Ok(line) = self.lines.recv_timeout(PATIENCE) else {
                panic!("`{words}` was never printed, but:\n{}\nand logged:\n{}", self.output, self.log());
            };
            self.output.push_str(&line);
            self.output.push('\n');
            if line.contains(words) {
                return line;
            }
        }
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).expect("the log")
    }

    /// SIGTERM, then the end.
    #[track_caller]
    pub fn stop(mut self) -> Ended {
        signal(self.child.id(), "TERM");
        // The output ends with the process.
        loop {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) => {
                    self.output.push_str(&line);
                    self.output.push('\n');
                }
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
                Err(mpsc::RecvTimeoutError::Timeout) => panic!("it does not stop; it logged:\n{}", self.log()),
            }
        }
        let code = self.child.wait().expect("its end").code();
        Ended { code, output: std::mem::take(&mut self.output), errors: self.log() }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
