//! The doors over HTTP, asked as a client would: by address, header and body.

mod addresses;
mod bodies;
pub mod browser;
mod commands;
mod contests;
pub mod demo;
mod description;
mod devices;
mod extra_time;
mod faults;
mod headers;
mod health;
mod matrix;
mod me;
mod members;
mod pages;
mod pressure;
mod question_drafts;
mod results;
mod roster;
mod scheduling;
pub mod visitor;
