//! What every response says to the browser: nothing from elsewhere, nothing inline, no framing.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web;

use super::house::House;

const FIXED: [(&str, &str); 6] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
    ("x-frame-options", "DENY"),
];

/// Two years, as browsers' own lists ask for.
const TLS_ONLY: &str = "max-age=63072000";

pub async fn secure_headers(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let (origin, is_secure) = match request.app_data::<web::Data<House>>() {
        Some(house) => (house.auth.front.own_origin(request.request()), house.auth.front.is_secure(request.request())),
        None => (String::new(), false),
    };
    let mut response = next.call(request).await?;
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if let Ok(policy) = HeaderValue::try_from(policy(&origin)) {
        headers.insert(HeaderName::from_static("content-security-policy"), policy);
    }
    if is_secure {
        headers.insert(HeaderName::from_static("strict-transport-security"), HeaderValue::from_static(TLS_ONLY));
    }
    Ok(response)
}

fn policy(origin: &str) -> String {
    // Safari 14 does not count our own websocket among `'self'`. A host that is no host of ours
    // comes from whoever asks, and goes back to nobody else.
    let socket = match origin.split_once("://") {
        Some((scheme, host)) if is_host(host) => format!(" {}://{host}", scheme.replace("http", "ws")),
        _ => String::new(),
    };
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
         connect-src 'self'{socket}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}

fn is_host(host: &str) -> bool {
    !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte))
}
