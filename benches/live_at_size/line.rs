//! One client connection: the upgrade by hand, then frames.

use std::error::Error;
use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};

use crate::frame::{self, Frame};

/// Where and as whom a client connects.
pub struct Address<'a> {
    pub server: SocketAddr,
    pub path: &'a str,
    pub token: &'a str,
}

pub struct Reader {
    half: OwnedReadHalf,
    buffer: Vec<u8>,
    /// What has been read and not yet taken: `buffer[start..end]`.
    start: usize,
    end: usize,
}

pub struct Writer {
    half: OwnedWriteHalf,
}

pub async fn connect(address: Address<'_>) -> Result<(Reader, Writer), Box<dyn Error>> {
    let Address { server, path, token } = address;
    let mut stream = TcpStream::connect(server).await?;
    stream.set_nodelay(true)?;
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: {server}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
         Sec-WebSocket-Protocol: khacsau.v1\r\nAuthorization: Bearer {token}\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await?;
    let (read, write) = stream.into_split();
    let mut reader = Reader { half: read, buffer: vec![0; 2_048], start: 0, end: 0 };
    let head = loop {
        if let Some(at) = find(reader.unread(), b"\r\n\r\n") {
            break at + 4;
        }
        reader.more().await?;
    };
    if !reader.unread().starts_with(b"HTTP/1.1 101 ") {
        return Err(format!("no upgrade: {}", String::from_utf8_lossy(reader.unread())).into());
    }
    reader.start = head;
    Ok((reader, Writer { half: write }))
}

impl Reader {
    fn unread(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// Waits until more has come. One system call per wake-up.
    pub async fn more(&mut self) -> Result<(), std::io::Error> {
        if self.start == self.end {
            (self.start, self.end) = (0, 0);
        } else if self.end == self.buffer.len() {
            self.buffer.copy_within(self.start..self.end, 0);
            (self.start, self.end) = (0, self.end - self.start);
            if self.end * 2 > self.buffer.len() {
                self.buffer.resize(self.buffer.len() * 2, 0);
            }
        }
        match self.half.read(&mut self.buffer[self.end..]).await? {
            0 => Err(std::io::ErrorKind::UnexpectedEof.into()),
            read => {
                self.end += read;
                Ok(())
            }
        }
    }

    /// Hands every whole frame that has come to `take`.
    pub fn drain(&mut self, mut take: impl FnMut(Frame<'_>)) {
        while let Some(frame) = frame::first(&self.buffer[self.start..self.end]) {
            self.start += frame.length;
            take(frame);
        }
    }
}

impl Writer {
    /// Sends one small frame with one system call. A peer with a full receive buffer is a fault
    /// here: nobody sends more than it is sent.
    pub fn send(&self, frame: &[u8]) -> Result<(), std::io::Error> {
        match self.half.try_write(frame)? {
            written if written == frame.len() => Ok(()),
            _ => Err(std::io::ErrorKind::WriteZero.into()),
        }
    }
}

pub fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
