//! Websockets: the upgrade, and one loop per socket.

mod line;
mod socket;
mod upgrade;
mod writer;

pub use upgrade::upgrade;
