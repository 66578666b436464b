//! Our cookies: no script reads them, no other site sends them.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};

use crate::auth::{DEVICE_COOKIE, DEVICE_LIFETIME, RENEWAL_COOKIE, SESSION_COOKIE, SESSION_LIFETIME};
use crate::domain::time::Millis;

/// The token. It outlives its own time in the browser, since the session behind it does.
pub fn session(token: String, is_secure: bool) -> Cookie<'static> {
    cookie(SESSION_COOKIE, token, SESSION_LIFETIME, is_secure)
}

pub fn renewal(value: String, is_secure: bool) -> Cookie<'static> {
    cookie(RENEWAL_COOKIE, value, SESSION_LIFETIME, is_secure)
}

pub fn device(value: String, is_secure: bool) -> Cookie<'static> {
    cookie(DEVICE_COOKIE, value, DEVICE_LIFETIME, is_secure)
}

/// Both cookies of a sign-in, gone.
pub fn signed_out(is_secure: bool) -> [Cookie<'static>; 2] {
    [SESSION_COOKIE, RENEWAL_COOKIE].map(|name| cookie(name, String::new(), Millis::ZERO, is_secure))
}

fn cookie(name: &'static str, value: String, lifetime: Millis, is_secure: bool) -> Cookie<'static> {
    // Lax, so that a link in a chat leads to a page that knows its reader; what acts asks for our
    // own Origin besides.
    Cookie::build(name, value)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(is_secure)
        .max_age(Duration::milliseconds(lifetime.0))
        .finish()
}
