//! Fair time tried out: seeded rounds of honest phones and of cheats on four kinds of network.
//!
//! The networks are assumptions about shape (delay, jitter, loss), not measurements; the credited
//! times come from the very function that runs a contest.

mod line;
mod report;
mod rounds;
#[cfg(test)]
mod tests;

pub use report::{CheatReport, NetworkReport, Report, Spread};
pub use rounds::{Strategy, simulate};
