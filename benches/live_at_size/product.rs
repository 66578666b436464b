//! The product as it is shipped: `khacsau demo` in a process of its own, with a hall of phones and
//! a host's desk.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::error::Error;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::rc::Rc;
use std::time::{Duration, Instant};

use serde::Deserialize;
use tokio::sync::Notify;
use tokio::task::spawn_local;

use crate::hall::Hall;
use crate::line::{Address, Reader, Writer, connect};
use crate::{frame, now};

/// Longest wait for the program to be ready, and for an answer to a command.
const PATIENCE: Duration = Duration::from_secs(30);

/// Questions of the sample's contest.
pub const QUESTIONS: usize = 5;

#[derive(Deserialize)]
struct Links {
    url: String,
    hall: HallLinks,
}

#[derive(Deserialize)]
struct HallLinks {
    contest: String,
    host: Person,
    members: Vec<Person>,
}

#[derive(Deserialize)]
struct Person {
    token: String,
}

/// The program with its hall, seen from the benchmark.
pub struct Product {
    pub hall: Rc<Hall>,
    host: Rc<Writer>,
    heard: Rc<Heard>,
    _program: Program,
}

/// Frames that the desk was sent and has not yet looked at, by their beginnings.
#[derive(Default)]
struct Heard {
    frames: RefCell<VecDeque<Vec<u8>>>,
    more: Notify,
}

/// The running process and its directory; both go when it is dropped.
struct Program {
    process: Child,
    directory: PathBuf,
}

impl Product {
    pub async fn start(phones: usize) -> Result<Self, Box<dyn Error>> {
        let mut program = Program::start(phones)?;
        let links = program.links().await?;
        let server: SocketAddr = links.url.trim_start_matches("http://").parse()?;
        let path = format!("/ws/contests/{}", links.hall.contest);
        let (reader, host) = connect(Address { server, path: &path, token: &links.hall.host.token }).await?;
        let heard = Rc::new(Heard::default());
        let host = Rc::new(host);
        spawn_local(listen(reader, Rc::clone(&host), Rc::clone(&heard)));
        let tokens: Vec<String> = links.hall.members.into_iter().map(|member| member.token).collect();
        let hall = Hall::connect(server, &path, &tokens).await?;
        Ok(Self { hall, host, heard, _program: program })
    }

    /// Gives a host's command; returns when that was said.
    pub fn command(&self, name: &str) -> Result<Instant, std::io::Error> {
        let command = frame::from_client(frame::TEXT, format!(r#"{{"type":"{name}"}}"#).as_bytes());
        self.heard.frames.borrow_mut().clear();
        let said = now();
        self.host.send(&command)?;
        Ok(said)
    }

    /// Waits until the desk hears a message of this type.
    pub async fn heard(&self, name: &str) -> Result<(), Box<dyn Error>> {
        let wanted = format!(r#"{{"type":"{name}""#);
        let waiting = async {
            loop {
                while let Some(frame) = self.heard.frames.borrow_mut().pop_front() {
                    if frame.starts_with(wanted.as_bytes()) {
                        return Ok(());
                    }
                    if frame.starts_with(br#"{"type":"rejected""#) {
                        return Err(String::from_utf8_lossy(&frame).into_owned());
                    }
                }
                self.heard.more.notified().await;
            }
        };
        let in_time = tokio::time::timeout(PATIENCE, waiting).await;
        in_time.map_err(|_| format!("the desk never heard `{name}`"))??;
        Ok(())
    }
}

/// A desk that is lost is noticed by whoever waits for its frames.
async fn listen(mut reader: Reader, host: Rc<Writer>, heard: Rc<Heard>) {
    while reader.more().await.is_ok() {
        reader.drain(|frame| match frame.opcode {
            frame::PING => {
                host.send(&frame::from_client(frame::PONG, frame.payload)).ok();
            }
            _ => heard.frames.borrow_mut().push_back(frame.payload.to_vec()),
        });
        heard.more.notify_one();
    }
}

impl Program {
    fn start(phones: usize) -> Result<Self, Box<dyn Error>> {
        // A disk as the product would have it: /tmp may be memory.
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("live-at-size-{}", std::process::id()));
        std::fs::create_dir_all(&directory)?;
        let process = Command::new(env!("CARGO_BIN_EXE_khacsau"))
            .args(["demo", "--listen", "127.0.0.1:0", "--log", "warn", "--members", &phones.to_string()])
            .arg("--data")
            .arg(&directory)
            .arg("--links")
            .arg(directory.join("links.json"))
            .env_remove("KHACSAU_DATABASE")
            .env_remove("KHACSAU_PUBLIC_URL")
            .stdout(Stdio::null())
            .spawn()?;
        Ok(Self { process, directory })
    }

    /// The file appears, whole, when the program serves.
    async fn links(&mut self) -> Result<Links, Box<dyn Error>> {
        let started = now();
        let path = self.directory.join("links.json");
        while !path.exists() {
            if let Some(status) = self.process.try_wait()? {
                return Err(format!("the product ended: {status}").into());
            }
            if started.elapsed() > PATIENCE {
                return Err("the product does not get ready".into());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(serde_json::from_slice(&std::fs::read(path)?)?)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        self.process.kill().ok();
        self.process.wait().ok();
        std::fs::remove_dir_all(&self.directory).ok();
    }
}
