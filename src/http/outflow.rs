//! A response whose body is a loop: a socket's, or an event stream's. What it writes in one turn
//! goes to the connection in one system call, without a second task and a queue in between.

use std::cell::RefCell;
use std::convert::Infallible;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use actix_web::HttpResponse;
use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::web::{Bytes, BytesMut};

/// Where a connection's loop writes. Nothing waits: a peer that takes nothing keeps its own loop
/// from being polled, and nobody else.
#[derive(Clone, Debug, Default)]
pub struct Outflow {
    unsent: Rc<RefCell<BytesMut>>,
}

impl Outflow {
    /// Lets `write` append to what goes out next.
    pub fn write(&self, write: impl FnOnce(&mut BytesMut)) {
        write(&mut self.unsent.borrow_mut());
    }

    /// Puts the loop into the response, whose own body is kept as long. Both are dropped with the
    /// connection.
    pub fn respond(self, response: HttpResponse, run: impl Future<Output = ()> + 'static) -> HttpResponse {
        let Self { unsent } = self;
        response.map_body(|_, body| BoxBody::new(Connection { unsent, run: Some(Box::pin(run)), _response: body }))
    }
}

struct Connection {
    unsent: Rc<RefCell<BytesMut>>,
    /// Until it has ended.
    run: Option<Pin<Box<dyn Future<Output = ()>>>>,
    /// Of a websocket, its end is the end of the stream of incoming frames.
    _response: BoxBody,
}

impl MessageBody for Connection {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Infallible>>> {
        if let Some(run) = &mut self.run
            && run.as_mut().poll(context).is_ready()
        {
            self.run = None;
        }
        let written = self.unsent.take().freeze();
        match (written.is_empty(), &self.run) {
            (false, _) => Poll::Ready(Some(Ok(written))),
            (true, Some(_)) => Poll::Pending,
            (true, None) => Poll::Ready(None),
        }
    }
}
