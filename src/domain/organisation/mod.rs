//! The tree of units and who belongs to which, over time: what was is never rewritten, so that
//! "who was in this cell in March" has one answer.
//!
//! [`Organisation`] is what is true now. A [`Change`] that somebody wants is decided on it into
//! [`Fact`]s, each from one date on; [`History`] is what all facts together say of any date.

mod change;
mod coming;
mod decide;
mod history;
mod state;

#[cfg(test)]
mod tests;

pub use change::{Change, ChangeRefused, Ending, Fact, NewUnit, Part, Target};
pub use coming::{Coming, Foreseen, foresee};
pub use history::{History, Membership, Version};
pub use state::{Attendance, Belonging, Organisation, UnitNow};

/// Longest name of a unit, in characters.
pub const NAME_MOST: usize = 200;
