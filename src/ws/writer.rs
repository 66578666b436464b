//! Frames on their way out.

use actix_http::ws::{OpCode, Parser};
use actix_web::HttpResponse;
use actix_ws::CloseReason;

use crate::http::Outflow;

/// Where a socket's loop writes.
#[derive(Clone, Debug, Default)]
pub(super) struct Writer(Outflow);

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
        self.0.write(|unsent| Parser::write_close(unsent, Some(reason), false));
    }

    fn frame(&self, opcode: OpCode, payload: &[u8]) {
        self.0.write(|unsent| Parser::write_message(unsent, payload, opcode, true, false));
    }

    /// Puts a socket's loop into the response to its upgrade.
    pub fn respond(self, upgrade: HttpResponse, socket: impl Future<Output = ()> + 'static) -> HttpResponse {
        self.0.respond(upgrade, socket)
    }
}
