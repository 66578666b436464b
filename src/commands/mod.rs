//! What the program can be told to do, besides listening.

pub mod bank;
pub mod bank_export;
pub mod demo;
mod logging;
pub mod read_file;
pub mod roster;
pub mod rotate;
pub mod season;
pub mod serve;
pub mod simulate;
pub mod verify;
