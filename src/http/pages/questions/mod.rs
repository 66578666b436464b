//! Questions as they are written, rewritten, reviewed and read by those who work on them.

pub mod card;
mod editor;
pub mod fields;
mod lessons;
mod past;
mod picture;
mod rewrite;
mod sent;
pub mod show;
mod steps;
mod write;

pub use picture::picture;
pub use rewrite::{edit, update};
pub use sent::{PictureMistake, Sent};
pub use show::show;
pub use steps::{approve, carry_over, restore, retire, send_back, submit, withdraw};
pub use write::{create, discard, new};
