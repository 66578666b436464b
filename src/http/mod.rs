//! Pages and the JSON API. All routes stand in [`routes`].

mod api;
mod assets;
mod cookies;
mod device;
mod error;
mod error_page;
mod headers;
mod health;
mod house;
mod limits;
mod next;
mod pages;
mod renewal;
mod request_log;
pub mod routes;
mod wording;

pub use error::{Api, Page, Refusal};
pub use error_page::finish_refusals;
pub use headers::secure_headers;
pub use house::{Fingerprint, House};
pub use limits::{Limits, limit_requests};
pub use renewal::renew_session;
pub use request_log::log_request;
