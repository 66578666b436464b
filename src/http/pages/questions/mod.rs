//! Questions as they are written and rewritten.

mod editor;
pub mod fields;
mod rewrite;
mod write;

pub use rewrite::{edit, update};
pub use write::{create, new};
