//! The floor: a bare server in a process of its own. It knows nothing, checks nothing and keeps
//! nothing: a question is one prebuilt frame and one system call per phone, and whatever a phone
//! says is answered with one prebuilt frame.

use std::error::Error;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Instant;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::OwnedWriteHalf;
use tokio::net::{TcpSocket, TcpStream};

use crate::hall::Hall;
use crate::line::{Address, Reader, Writer, connect, find};
use crate::{frame, now};

/// The argument that makes this program the floor.
pub const ARGUMENT: &str = "floor";
const PHONE: &str = "/phone";
const HOST: &str = "/host";

/// What the host says, by the opcode of its frames.
const QUESTION: u8 = frame::BINARY;
const RECEIPT: u8 = frame::CONTINUATION;
const OPEN: u8 = frame::TEXT;

/// The floor with its hall, seen from the benchmark.
pub struct Floor {
    pub hall: std::rc::Rc<Hall>,
    host: Writer,
    /// Open as long as the host is.
    _frames: Reader,
    process: Child,
}

impl Floor {
    pub async fn start(phones: usize) -> Result<Self, Box<dyn Error>> {
        let mut process = Command::new(std::env::current_exe()?).arg(ARGUMENT).stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        BufReader::new(process.stdout.take().ok_or("the floor says nothing")?).read_line(&mut line)?;
        let server: SocketAddr = line.trim().parse()?;
        let (frames, host) = connect(Address { server, path: HOST, token: "" }).await?;
        let hall = Hall::connect(server, PHONE, &vec![String::new(); phones]).await?;
        Ok(Self { hall, host, _frames: frames, process })
    }

    /// Hands over the bytes that each phone is sent: those of the product, with or without the ping
    /// that goes just ahead of a question.
    pub fn prepare(&self, question: &[u8], receipt: &[u8], with_ping: bool) -> Result<(), std::io::Error> {
        let mut bytes = if with_ping { frame::from_server(frame::PING, &[0; 8]) } else { Vec::new() };
        bytes.extend(frame::from_server(frame::TEXT, question));
        self.host.send(&frame::from_client(QUESTION, &bytes))?;
        self.host.send(&frame::from_client(RECEIPT, &frame::from_server(frame::TEXT, receipt)))
    }

    /// Opens the prepared question; returns when that was said.
    pub fn open(&self) -> Result<Instant, std::io::Error> {
        let command = frame::from_client(OPEN, br#"{"type":"open"}"#);
        let opened = now();
        self.host.send(&command)?;
        Ok(opened)
    }
}

impl Drop for Floor {
    fn drop(&mut self) {
        // It may have ended by itself.
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

/// The server's side.
#[derive(Default)]
struct Server {
    /// A std mutex: nothing awaits while it is held.
    phones: Mutex<Vec<Arc<OwnedWriteHalf>>>,
    prepared: RwLock<Prepared>,
}

#[derive(Default)]
struct Prepared {
    question: Vec<u8>,
    receipt: Vec<u8>,
}

/// Serves until it is ended.
pub fn serve() -> Result<(), Box<dyn Error>> {
    let threads = std::thread::available_parallelism()?.get();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(threads).enable_all().build()?;
    runtime.block_on(async {
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::from(([127, 0, 0, 1], 0)))?;
        let listener = socket.listen(4_096)?;
        println!("{}", listener.local_addr()?);
        let server = Arc::new(Server::default());
        loop {
            let (stream, _) = listener.accept().await?;
            let server = Arc::clone(&server);
            runtime.spawn(async move { server.attend(stream).await.ok() });
        }
    })
}

impl Server {
    async fn attend(&self, mut stream: TcpStream) -> Result<(), std::io::Error> {
        stream.set_nodelay(true)?;
        let mut buffer = vec![0; 4_096];
        let mut end = 0;
        while find(&buffer[..end], b"\r\n\r\n").is_none() {
            end += stream.read(&mut buffer[end..]).await?;
        }
        let is_host = find(&buffer[..end], HOST.as_bytes()).is_some();
        stream.write_all(b"HTTP/1.1 101 Switching Protocols\r\n\r\n").await?;
        let (mut reader, writer) = stream.into_split();
        let writer = Arc::new(writer);
        if !is_host {
            lock(&self.phones).push(Arc::clone(&writer));
        }
        end = 0;
        loop {
            match reader.read(&mut buffer[end..]).await? {
                0 => return Ok(()),
                read => end += read,
            }
            while let Some(frame) = frame::first(&buffer[..end]) {
                match (is_host, frame.opcode) {
                    (false, frame::TEXT) => send(&writer, &read(&self.prepared).receipt),
                    (true, QUESTION) => write(&self.prepared).question = frame::unmasked(frame.payload).collect(),
                    (true, RECEIPT) => write(&self.prepared).receipt = frame::unmasked(frame.payload).collect(),
                    (true, OPEN) => self.open(),
                    // A pong: nothing is measured by it.
                    _ => {}
                }
                let taken = frame.length;
                buffer.copy_within(taken..end, 0);
                end -= taken;
            }
        }
    }

    fn open(&self) {
        let prepared = read(&self.prepared);
        for phone in lock(&self.phones).iter() {
            send(phone, &prepared.question);
        }
    }
}

fn send(phone: &OwnedWriteHalf, frame: &[u8]) {
    // A phone that misses a frame is noticed by the hall.
    phone.try_write(frame).ok();
}

fn write(prepared: &RwLock<Prepared>) -> std::sync::RwLockWriteGuard<'_, Prepared> {
    prepared.write().unwrap_or_else(PoisonError::into_inner)
}

fn read(prepared: &RwLock<Prepared>) -> std::sync::RwLockReadGuard<'_, Prepared> {
    prepared.read().unwrap_or_else(PoisonError::into_inner)
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
