//! Pages and the JSON API. All routes stand in [`routes`].

mod api;
mod assets;
mod error;
mod error_page;
mod health;
mod house;
mod next;
mod pages;
mod request_log;
pub mod routes;
mod wording;

pub use error::{Api, Page, Refusal};
pub use error_page::finish_refusals;
pub use house::{Fingerprint, House};
pub use request_log::log_request;
