//! What a contest, a bank, an organisation *are*: pure, with time and seeds as arguments.
//!
//! Nothing here reads a clock, a file, a socket or a random source, so a contest can be replayed
//! after a crash, recomputed by an inspector, and run a million times a second in a simulation.

pub mod audit;
pub mod bank;
pub mod bundle;
pub mod calendar;
pub mod citation;
pub mod contest;
pub mod contest_entry;
pub mod document;
pub mod document_settings;
pub mod draw;
pub mod identity;
pub mod issued_document;
pub mod ledger;
pub mod lint;
pub mod name;
pub mod organisation;
pub mod prize;
pub mod question;
pub mod question_statistics;
pub mod ranking;
pub mod review;
pub mod role;
pub mod roster;
pub mod sameness;
pub mod scoring;
pub mod season;
pub mod simulation;
pub mod text;
pub mod time;
pub mod timing;
pub mod verify;
pub mod year_plan;
