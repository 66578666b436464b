//! Khắc Sâu: the monthly live contest of a party cell. The map of the house is in the README.

pub mod app;
pub mod auth;
pub mod cli;
pub mod commands;
pub mod domain;
pub mod exchange;
pub mod http;
pub mod live;
pub mod protocol;
pub mod report;
pub mod settings;
pub mod store;
pub mod tls;
pub mod ws;
