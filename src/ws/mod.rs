//! Websockets: the upgrade, and one loop per socket.

mod bell;
mod line;
mod socket;
mod upgrade;

pub use upgrade::upgrade;
