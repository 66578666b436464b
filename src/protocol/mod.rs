//! Words on the wire, pure: what may be said, by whom, and how a contest's events become frames.
//!
//! `docs/protocol.md` describes the conversation; `web/js/protocol.d.ts` is generated from here.

mod budget;
mod client;
mod close;
mod desk;
mod project;
mod server;
#[cfg(test)]
mod typescript;

use crate::domain::time::Millis;

pub use budget::Budget;
pub use client::{ClientMessage, HostStep, Misread};
pub use close::CloseReason;
pub use desk::{Attendance, DeskState, HostHere, IncidentShown, RosterLine, roster};
pub use project::{
    FinalTable, Names, Projection, StandingsTable, To, asked, interruption, leaders, paused, project, receipt,
    scene_message, witness,
};
pub use server::{ContestInfo, DistributionEntry, Leader, OptionText, OwnAnswer, Receipt, ServerMessage, You, encode};

/// The websocket subprotocol, and the version of everything in this room.
pub const VERSION: &str = "khacsau.v1";

/// Longest client frame in bytes: an answer is below 300.
pub const FRAME_BYTES: usize = 4_096;

/// Longest claim that is kept: longer than any question, and a number that every reader can hold.
pub const CLAIM_MAX: Millis = Millis::seconds(3_600);
