//! The built program as whoever installs it meets it: its words, its files, its exit codes.

mod bank;
mod bank_export;
mod check_config;
mod demo;
mod hostile;
mod logs;
mod process;
mod refusals;
mod roster;
mod season;
mod serve;
mod simulate;
mod tls;
mod verify;
