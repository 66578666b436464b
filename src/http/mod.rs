//! Pages and the JSON API. All routes stand in [`routes`].

mod admission;
mod api;
mod assets;
pub mod bank_export;
mod bell;
mod cookies;
mod desk_access;
mod device;
mod error;
mod error_page;
mod event_stream;
mod form;
mod headers;
mod health;
mod house;
mod limits;
mod next;
mod outflow;
mod pages;
mod question_draft;
mod question_words;
mod renewal;
mod request_log;
pub mod routes;
mod upload;
mod wording;

pub use admission::SeatQuery;
pub use error::{Api, Page, Refusal};
pub use error_page::finish_refusals;
pub use headers::secure_headers;
pub use house::{Fingerprint, House};
pub use limits::{Limits, limit_requests};
pub use outflow::Outflow;
pub use renewal::renew_session;
pub use request_log::log_request;
