//! Files are read in a process of their own, with bounds of memory and time: whatever a file does
//! to its reader, the program goes on.

use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use rlimit::Resource;
use serde::de::DeserializeOwned;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::Command;
use tokio::sync::Semaphore;

use super::bank::Preview;
use super::container;
use super::reading::read_text;
use super::refusal::Refusal;
use super::roster::{RosterPreview, read_roster};

/// What reading may take beyond the program itself: ten thousand questions need a third of it.
const MEMORY: u64 = 256 << 20;
/// Seconds of the processor. Two thousand questions take less than one.
const PROCESSOR: u64 = 10;
/// By the clock, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(15);
/// A file: far more than a committee writes, pictures included.
const FILE: u64 = 32 << 20;
/// What is read out of a file, as the two processes tell each other.
const BANK: &str = "bank";
const TEXT: &str = "text";
const ROSTER: &str = "roster";
/// What a reading may say.
const ANSWER: u64 = 64 << 20;
/// Files read at once; whoever brings the next waits. More would take the memory of whatever else runs here.
const AT_ONCE: usize = 2;
/// Files that wait for their turn, in memory, for three times [`PATIENCE`] at worst; whoever comes beyond them is told
/// at once to come again in a minute.
const WAITING: usize = 6;

/// Starts a reading process for each file. All clones wait for the same turns.
#[derive(Clone, Debug)]
pub struct FileReader {
    program: PathBuf,
    /// Taken up by those that wait, too.
    places: Arc<Semaphore>,
    turns: Arc<Semaphore>,
}

/// A file that was not looked at.
#[derive(Debug, thiserror::Error)]
pub enum ReadingError {
    #[error("too many files wait to be read; try again in a minute")]
    Busy,
    #[error("the reading process could not be started: {0}")]
    Io(#[from] io::Error),
}

impl FileReader {
    /// With the program that is running.
    ///
    /// # Errors
    /// Where the system does not tell which program that is.
    pub fn of_this_program() -> io::Result<Self> {
        Ok(Self::at(std::env::current_exe()?))
    }

    /// With the program at this path: tests run in another one.
    pub fn at(program: PathBuf) -> Self {
        Self { program, places: Arc::new(Semaphore::new(AT_ONCE + WAITING)), turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }

    /// The questions of a file with a verdict on each; a file that broke its reader is refused with a
    /// sentence, too. Runs on tokio, and ends with its process when it is dropped.
    ///
    /// # Errors
    /// Too many wait, or the process could not be started.
    pub async fn read_bank(&self, name: &str, bytes: &[u8]) -> Result<Preview, ReadingError> {
        Ok(self.read(BANK, name, bytes).await?.unwrap_or_else(Preview::refused))
    }

    /// The people of a file, likewise.
    ///
    /// # Errors
    /// Too many wait, or the process could not be started.
    pub async fn read_roster(&self, name: &str, bytes: &[u8]) -> Result<RosterPreview, ReadingError> {
        Ok(self.read(ROSTER, name, bytes).await?.unwrap_or_else(RosterPreview::refused))
    }

    /// The text of a document.
    ///
    /// # Errors
    /// Too many wait, or the process could not be started.
    pub async fn read_text(&self, name: &str, bytes: &[u8]) -> Result<Result<String, Refusal>, ReadingError> {
        Ok(self.read::<Result<String, Refusal>>(TEXT, name, bytes).await?.flatten())
    }

    async fn read<T: DeserializeOwned>(
        &self,
        what: &str,
        name: &str,
        bytes: &[u8],
    ) -> Result<Result<T, Refusal>, ReadingError> {
        if bytes.len() as u64 > FILE {
            return Ok(Err(Refusal::too_large()));
        }
        let _place = self.places.try_acquire().map_err(|_| ReadingError::Busy)?;
        // Never closed, so an error cannot come.
        let _turn = self.turns.acquire().await.ok();
        let mut child = Command::new(&self.program)
            .args(["read-file", what, "--", name])
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let exchange = async {
            let write = async {
                if let Some(mut input) = input {
                    // A process that has seen enough does not listen to the end.
                    drop(input.write_all(bytes).await);
                }
            };
            let read = async {
                let mut answer = Vec::new();
                if let Some(output) = output {
                    drop(output.take(ANSWER).read_to_end(&mut answer).await);
                }
                answer
            };
            let ((), answer) = tokio::join!(write, read);
            (answer, child.wait().await)
        };
        let Ok((answer, status)) = tokio::time::timeout(PATIENCE, exchange).await else {
            return Ok(Err(Refusal::too_large()));
        };
        let status = status?;
        if status.success() {
            return Ok(serde_json::from_slice(&answer).map_err(|_| Refusal::too_large()));
        }
        tracing::warn!(%status, "a file ended its reading process: {status}");
        Ok(Err(if was_stopped(status) { Refusal::too_large() } else { Refusal::damaged() }))
    }
}

/// By a bound: killed for its memory or its time.
fn was_stopped(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;
    status.signal().is_some()
}

/// The other side: bounds itself, reads the file from `input`, and writes what it found.
///
/// # Errors
/// The bounds cannot be set, or one of the streams broke.
pub fn answer(what: &str, name: &str, input: impl Read, mut output: impl Write) -> io::Result<()> {
    bound()?;
    let mut bytes = Vec::new();
    input.take(FILE + 1).read_to_end(&mut bytes)?;
    match what {
        BANK => serde_json::to_writer(&mut output, &container::read_bank(name, &bytes))?,
        ROSTER => serde_json::to_writer(&mut output, &read_roster(name, &bytes))?,
        TEXT => serde_json::to_writer(&mut output, &read_text(name, &bytes))?,
        _ => return Err(io::Error::new(io::ErrorKind::InvalidInput, "questions, people or a text are read")),
    }
    output.flush()
}

fn bound() -> io::Result<()> {
    // The program's own mappings are not the file's fault.
    let pages: u64 = std::fs::read_to_string("/proc/self/statm")
        .ok()
        .and_then(|text| text.split(' ').next()?.parse().ok())
        .unwrap_or(64 << 8);
    let memory = pages * 4096 + MEMORY;
    rlimit::setrlimit(Resource::AS, memory, memory)?;
    rlimit::setrlimit(Resource::CPU, PROCESSOR, PROCESSOR)?;
    // A killed reading leaves nothing of the file on the disk.
    rlimit::setrlimit(Resource::CORE, 0, 0)?;
    rlimit::setrlimit(Resource::FSIZE, 0, 0)
}
