//! Contests in time: one task per contest, which alone decides, journals and publishes.
//!
//! A room speaks to its sockets only through a [`RoomHandle`] and a [`Subscriber`], and to its
//! record only through the journal, so that its sockets may one day live in another process.

mod answers;
mod bell;
mod clock;
mod delivery;
mod desks;
mod fault;
mod handle;
mod in_flight;
mod lessons;
mod loading;
mod outbox;
mod people;
mod registry;
mod rehearsal;
mod room;
mod schedule;
mod season;
mod seats;
mod speaking;
mod turn;

pub use bell::Bell;
pub use clock::{Clock, ManualClock, RoomClock};
pub use delivery::Deliveries;
pub use handle::{
    AttachError, Attached, CommandError, IncomingAnswer, MemberStep, RoomGone, RoomHandle, Seat, Visitor, Whom,
};
pub use in_flight::Registration;
pub use lessons::lessons;
pub use loading::{LoadError, journal};
pub use outbox::{Outgoing, Subscriber};
pub use people::People;
pub use registry::Registry;
pub use rehearsal::{Preparation, RehearsalError, rehearse};
pub use schedule::{CODE_LENGTH, CODE_LETTERS, Prepared, Proposal, ScheduleError, keep, pool, prepare, schedule};
pub use season::{catch_up as catch_up_season, rebuild as rebuild_season};
