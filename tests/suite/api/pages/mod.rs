//! What a person reads and presses, by address.

mod assets;
mod bank;
mod contest;
mod documents;
mod errors;
mod export;
mod home;
mod imports;
mod islands;
mod markup;
mod next;
mod questions;
mod results;
mod review;
mod roster;
mod rules;
mod scheduling;
mod sign_in;
mod year_plan;
