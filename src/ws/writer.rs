//! Frames on their way out. A socket's loop runs inside the body of its own response: what it
//! writes in one turn goes to the connection in one system call, without a second task and a
//! queue in between.

use std::cell::RefCell;
use std::convert::Infallible;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use actix_http::ws::{OpCode, Parser};
use actix_web::HttpResponse;
use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::web::{Bytes, BytesMut};
use actix_ws::CloseReason;

/// Where a socket's loop writes. Nothing waits: a peer that takes nothing keeps its own loop from
/// being polled, and nobody else.
#[derive(Clone, Debug, Default)]
pub(super) struct Writer {
    unsent: Rc<RefCell<BytesMut>>,
}

impl Writer {
    pub fn text(&self, text: &str) {
        self.frame(OpCode::Text, text.as_bytes());
    }

    pub fn ping(&self, payload: &[u8]) {
        self.frame(OpCode::Ping, payload);
    }

    pub fn pong(&self, payload: &[u8]) {
        self.frame(OpCode::Pong, payload);
    }

    /// The last frame: the loop ends after it.
    pub fn close(&self, reason: CloseReason) {
        Parser::write_close(&mut self.unsent.borrow_mut(), Some(reason), false);
    }

    fn frame(&self, opcode: OpCode, payload: &[u8]) {
        Parser::write_message(&mut self.unsent.borrow_mut(), payload, opcode, true, false);
    }

    /// Puts a socket's loop into the response to its upgrade. It is dropped with the connection.
    pub fn respond(self, upgrade: HttpResponse, socket: impl Future<Output = ()> + 'static) -> HttpResponse {
        let Self { unsent } = self;
        upgrade.map_body(|_, body| BoxBody::new(Connection { unsent, socket: Some(Box::pin(socket)), _upgrade: body }))
    }
}

struct Connection {
    unsent: Rc<RefCell<BytesMut>>,
    /// Until it has ended.
    socket: Option<Pin<Box<dyn Future<Output = ()>>>>,
    /// Its end is the end of the stream of incoming frames.
    _upgrade: BoxBody,
}

impl MessageBody for Connection {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Infallible>>> {
        if let Some(socket) = &mut self.socket
            && socket.as_mut().poll(context).is_ready()
        {
            self.socket = None;
        }
        let written = self.unsent.take().freeze();
        match (written.is_empty(), &self.socket) {
            (false, _) => Poll::Ready(Some(Ok(written))),
            (true, Some(_)) => Poll::Pending,
            (true, None) => Poll::Ready(None),
        }
    }
}
