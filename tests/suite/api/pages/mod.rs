//! What a person reads and presses, by address.

mod ahead;
mod assets;
mod bank;
mod cards;
mod contest;
mod documents;
mod errors;
mod export;
mod home;
mod imports;
mod islands;
mod markup;
mod member_details;
mod members;
mod next;
mod question_images;
mod questions;
mod reading_turns;
mod results;
mod review;
mod roster;
mod rules;
mod scheduling;
mod sign_in;
mod units;
mod year_plan;
