//! What an endpoint answers when it says "no", as the API's description tells it.

use serde::Serialize;
use utoipa::{IntoResponses, ToSchema};

/// RFC 9457.
#[derive(Serialize, ToSchema)]
pub(super) struct Problem {
    r#type: String,
    title: String,
    status: u16,
    /// A short name to compare.
    code: String,
    /// What is wrong and what to do.
    detail: String,
}

/// What any endpoint may say.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only described: http::error makes the replies")]
pub(super) enum Refusals {
    /// whoever asks is not signed in
    #[response(status = 401, content_type = "application/problem+json")]
    NotSignedIn(Problem),
    /// they may not
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(Problem),
    /// there is no such thing
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(Problem),
    /// too often; `Retry-After` says when it makes sense again
    #[response(status = 429, content_type = "application/problem+json")]
    TooOften(Problem),
    /// the record cannot be read or written at the moment
    #[response(status = 503, content_type = "application/problem+json")]
    Storage(Problem),
}

/// What an endpoint that reads a body or a query says of one that it cannot take.
#[derive(IntoResponses)]
#[response(status = 400, content_type = "application/problem+json", description = "what was sent cannot be taken")]
#[expect(dead_code, reason = "only described: http::error makes the replies")]
pub(super) struct BadInput(#[to_schema] Problem);

/// What an endpoint says of something that does not fit the moment.
#[derive(IntoResponses)]
#[response(status = 409, content_type = "application/problem+json", description = "not in this state of the contest")]
#[expect(dead_code, reason = "only described: http::error makes the replies")]
pub(super) struct Conflict(#[to_schema] Problem);
