//! Which refusal goes where, said once: to programs as problem+json ([`Api`]), to people as a page
//! with a way on ([`Page`]). The person reads what to do; the log reads what broke.

use std::fmt;

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use actix_web::{HttpResponse, ResponseError};
use serde_json::json;
use tracing::error;

use super::error_page;
use crate::auth::{BadSecret, LinkRefused, PasswordError, SignInError, TooOften, Unidentified};
use crate::domain::contest::Rejection;
use crate::live::{AttachError, CommandError, LoadError, RoomGone};
use crate::store::StoreError;

/// Everything this room says "no" to.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    #[error("sign in first: send the signed-in cookie or a bearer token")]
    NotSignedIn,
    #[error("the session has ended; sign in again")]
    SessionEnded,
    #[error("the token is not one of this system")]
    BadToken,
    #[error("the request comes from a page that is not ours")]
    ForeignOrigin,
    #[error("your role does not reach this")]
    Forbidden,
    #[error("too many requests; try again in {} s", .0.after.as_secs().max(1))]
    TooOften(TooOften),
    #[error("too many connections from this address; close some and try again")]
    TooManyConnections,
    #[error("too many people are signing in at the moment; try again in a few seconds")]
    Busy,
    #[error("the PIN or password is not right")]
    WrongSecret,
    #[error("{0}")]
    UnfitSecret(BadSecret),
    #[error("there is nothing at this address")]
    NotFound,
    #[error("there is no such contest")]
    NoContest,
    #[error("no contest has this code; look at the screen again")]
    NoCode,
    #[error("this sign-in link is not known, has expired, or has been used; ask the secretary for a new one")]
    BadLink,
    #[error("you are not on this contest's roster")]
    NotOnRoster,
    #[error("a seat is play, host or screen")]
    NoSeat,
    #[error("this address takes websockets only")]
    NotAWebsocket,
    #[error("more messages than a person can send; wait a second, then send it again")]
    Flood,
    #[error("a contest that may ask this question is under way, and you are on its roster; read it when it is over")]
    Withheld,
    #[error("the draft was saved elsewhere since it was read; read it again and decide")]
    DraftChanged,
    #[error("there are too many unfinished questions; save some or throw some away")]
    TooManyDrafts,
    #[error("the text is marked as a state secret; it must not be kept here")]
    Secret,
    #[error("the results can be read when the contest is over")]
    NotOver,
    #[error("{0}")]
    Invalid(String),
    #[error("the body is longer than the 64 KiB of JSON, or 16 KiB of a form, that are taken")]
    TooLarge,
    #[error(transparent)]
    Rejected(#[from] Rejection),
    #[error("the record cannot be read or written at the moment; try again shortly")]
    Storage(#[source] Option<StoreError>),
    #[error("something broke on our side; it has been logged")]
    Broken(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Refusal {
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotSignedIn | Self::SessionEnded | Self::BadToken => StatusCode::UNAUTHORIZED,
            Self::ForeignOrigin | Self::Forbidden | Self::NotOnRoster => StatusCode::FORBIDDEN,
            Self::NotFound | Self::NoContest | Self::NoCode => StatusCode::NOT_FOUND,
            Self::BadLink => StatusCode::GONE,
            Self::TooOften(_) | Self::TooManyConnections => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::WrongSecret | Self::UnfitSecret(_) | Self::Secret => StatusCode::UNPROCESSABLE_ENTITY,
            Self::NoSeat | Self::NotAWebsocket | Self::Invalid(_) => StatusCode::BAD_REQUEST,
            Self::Flood => StatusCode::TOO_MANY_REQUESTS,
            // Wrong in themselves, whatever the phase.
            Self::Rejected(
                Rejection::Malformed
                | Rejection::ReasonRequired
                | Rejection::ExtensionOutOfRange
                | Rejection::UnknownOption
                | Rejection::OptionCount
                | Rejection::Prediction
                | Rejection::Key,
            ) => StatusCode::BAD_REQUEST,
            Self::Rejected(Rejection::NotAParticipant | Rejection::Forbidden) => StatusCode::FORBIDDEN,
            Self::Rejected(Rejection::UnknownQuestion) => StatusCode::NOT_FOUND,
            Self::NotOver | Self::Withheld | Self::Rejected(_) => StatusCode::CONFLICT,
            Self::DraftChanged | Self::TooManyDrafts => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Storage(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// A short name that a program can compare.
    fn code(&self) -> String {
        match self {
            Self::NotSignedIn => "not_signed_in",
            Self::SessionEnded => "session_ended",
            Self::BadToken => "bad_token",
            Self::ForeignOrigin => "foreign_origin",
            Self::Forbidden => "forbidden",
            Self::TooOften(_) => "too_often",
            Self::TooManyConnections => "too_many_connections",
            Self::Busy => "busy",
            Self::WrongSecret => "wrong_secret",
            Self::UnfitSecret(_) => "unfit_secret",
            Self::NotFound => "not_found",
            Self::NoContest => "no_contest",
            Self::NoCode => "no_code",
            Self::BadLink => "bad_link",
            Self::NotOnRoster => "not_on_roster",
            Self::NoSeat => "no_seat",
            Self::NotAWebsocket => "not_a_websocket",
            Self::Flood => "flood",
            Self::DraftChanged => "draft_changed",
            Self::TooManyDrafts => "too_many_drafts",
            Self::Secret => "secret",
            Self::NotOver => "not_over",
            Self::Withheld => "withheld",
            Self::Invalid(_) => "invalid",
            Self::TooLarge => "too_large",
            Self::Storage(_) => "storage",
            Self::Broken(_) => "broken",
            Self::Rejected(rejection) => return json!(rejection).as_str().unwrap_or_default().to_owned(),
        }
        .to_owned()
    }

    pub(super) fn log(&self) {
        match self {
            Self::Broken(source) => error!(%source, "a request failed"),
            Self::Storage(Some(source)) => error!(%source, "the record cannot be used"),
            _ => {}
        }
    }
}

/// A refusal to a program.
#[derive(Debug)]
pub struct Api(pub Refusal);

/// A refusal to a person.
#[derive(Debug)]
pub struct Page(pub Refusal);

impl<E: Into<Refusal>> From<E> for Api {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl<E: Into<Refusal>> From<E> for Page {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl fmt::Display for Api {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl fmt::Display for Page {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl ResponseError for Api {
    fn status_code(&self) -> StatusCode {
        self.0.status()
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        self.0.log();
        let mut problem = problem(self.0.status(), &self.0.code(), &self.0.to_string());
        if let Some(seconds) = self.0.retry_after() {
            problem.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        problem
    }
}

/// RFC 9457.
pub fn problem(status: StatusCode, code: &str, detail: &str) -> HttpResponse {
    HttpResponse::build(status).content_type("application/problem+json").json(json!({
        "type": "about:blank",
        "title": status.canonical_reason().unwrap_or("Error"),
        "status": status.as_u16(),
        "code": code,
        "detail": detail,
    }))
}

impl ResponseError for Page {
    fn status_code(&self) -> StatusCode {
        self.0.status()
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        self.0.log();
        error_page::page(&self.0, None, None)
    }
}

impl From<Unidentified> for Refusal {
    fn from(error: Unidentified) -> Self {
        match error {
            Unidentified::Missing => Self::NotSignedIn,
            Unidentified::Token(crate::auth::TokenError::Invalid) => Self::BadToken,
            Unidentified::Token(crate::auth::TokenError::Expired) | Unidentified::Ended => Self::SessionEnded,
            Unidentified::ForeignOrigin => Self::ForeignOrigin,
            Unidentified::Store(error) => error.into(),
        }
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        if error.is_fault() { Self::Storage(Some(error)) } else { Self::Broken(Box::new(error)) }
    }
}

impl From<LoadError> for Refusal {
    fn from(error: LoadError) -> Self {
        match error {
            LoadError::NotFound => Self::NoContest,
            LoadError::Store(error) => error.into(),
            LoadError::Stopping => Self::Storage(None),
            other => Self::Broken(Box::new(other)),
        }
    }
}

impl From<RoomGone> for Refusal {
    /// Only while the program stops, or in the instant a room ends: the next try opens a new one.
    fn from(_: RoomGone) -> Self {
        Self::Storage(None)
    }
}

impl From<AttachError> for Refusal {
    fn from(error: AttachError) -> Self {
        match error {
            AttachError::NotOnRoster => Self::NotOnRoster,
            AttachError::Gone(gone) => gone.into(),
        }
    }
}

impl From<CommandError> for Refusal {
    fn from(error: CommandError) -> Self {
        match error {
            CommandError::Rejected(Rejection::Storage) => Self::Storage(None),
            CommandError::Rejected(rejection) => Self::Rejected(rejection),
            CommandError::Gone(gone) => gone.into(),
        }
    }
}

impl From<LinkRefused> for Refusal {
    fn from(error: LinkRefused) -> Self {
        match error {
            LinkRefused::Unfit(unfit) => Self::UnfitSecret(unfit),
            LinkRefused::Wrong => Self::WrongSecret,
            LinkRefused::TooOften(after) => Self::TooOften(after),
            LinkRefused::Password(PasswordError::Busy) => Self::Busy,
            LinkRefused::Password(error) => Self::Broken(Box::new(error)),
            LinkRefused::Unknown | LinkRefused::Expired | LinkRefused::Used => Self::BadLink,
            LinkRefused::SignIn(error) => error.into(),
            LinkRefused::Store(error) => error.into(),
        }
    }
}

impl From<SignInError> for Refusal {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Token(error) => Self::Broken(Box::new(error)),
            SignInError::Store(error) => error.into(),
        }
    }
}

impl From<askama::Error> for Refusal {
    fn from(error: askama::Error) -> Self {
        Self::Broken(Box::new(error))
    }
}
