//! Where somebody was going when they had to sign in first: kept in a cookie of this browser for a
//! short while, because the personal link is opened from elsewhere and knows nothing of it.

use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};

/// Holds a path of ours, and nothing about a person.
pub const NEXT_COOKIE: &str = "khacsau_next";

/// A meeting's length: whoever signs in later begins at the first page.
const LIFETIME: Duration = Duration::hours(2);
const LONGEST: usize = 120;

/// The path in this text, if it leads to a page of a contest here and nowhere else.
///
/// An allow-list of letters: there is no host, no scheme, no second slash, no backslash, no control
/// character and no encoding of one that could pass.
pub fn local_path(text: &str) -> Option<&str> {
    let below = text.strip_prefix("/contests/")?;
    let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    let whole = below.split('/').all(|part| !part.is_empty() && part.chars().all(plain));
    (whole && text.len() <= LONGEST).then_some(text)
}

/// A cookie that remembers `path`; `None` where it is none to return to.
pub fn remember(path: &str, secure: bool) -> Option<Cookie<'static>> {
    local_path(path).map(|path| cookie(path, secure, LIFETIME))
}

/// Where to go after signing in: what this browser remembers, or else the first page.
pub fn path_after_sign_in(request: &HttpRequest) -> String {
    let kept = request.cookie(NEXT_COOKIE);
    kept.as_ref().and_then(|cookie| local_path(cookie.value())).unwrap_or("/").to_owned()
}

/// A cookie that makes the browser forget.
pub fn forget(secure: bool) -> Cookie<'static> {
    cookie("", secure, Duration::ZERO)
}

fn cookie(value: &str, secure: bool, lifetime: Duration) -> Cookie<'static> {
    Cookie::build(NEXT_COOKIE, value.to_owned())
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(secure)
        .max_age(lifetime)
        .finish()
}

#[cfg(test)]
mod tests {
    use super::local_path;

    #[test]
    fn pages_of_a_contest_are_returned_to() {
        for path in ["/contests/0190f5a0-1111-7000-8000-000000000000", "/contests/0190f5a0/play"] {
            assert_eq!(local_path(path), Some(path));
        }
    }

    #[test]
    fn nothing_else_is() {
        let long = format!("/contests/{}", "a".repeat(200));
        for path in [
            "",
            "/",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example",
            "https:evil.example",
            "javascript:alert(1)",
            "//evil.example/contests/x",
            "/contests//evil.example",
            "/contests/",
            "/contests/x/",
            "/contests/../sign-out",
            "/contests/x%2f%2fevil",
            "/contests/x?next=//evil",
            "/contests/x\r\nlocation: //evil",
            "/contests/x\0",
            "/contests/\u{202e}x",
            "/contests/x;Secure",
            " /contests/x",
            "/sign-out",
            "/api/contests/x",
            &long,
        ] {
            assert_eq!(local_path(path), None, "{path:?}");
        }
    }
}
