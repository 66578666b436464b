//! The doors over HTTP, asked as a client would: by address, header and body.

mod addresses;
mod bodies;
mod commands;
mod contests;
pub mod demo;
mod description;
mod extra_time;
mod health;
mod me;
mod pages;
mod results;
mod roster;
mod scheduling;
pub mod visitor;
