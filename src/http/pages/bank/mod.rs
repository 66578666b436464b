//! The bank of a unit: its questions in a list, what waits for whom, and what is to be looked at.

mod filter;
mod line;
mod lint;
mod list;
mod notes;
mod review;
mod superseded;
mod view;
pub mod words;

pub use lint::lint;
pub use list::list;
pub use review::{approve, waiting};
pub use superseded::superseded;
