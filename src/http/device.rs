//! What a device calls itself, in words its owner knows.

use actix_web::HttpRequest;
use actix_web::http::header::USER_AGENT;

/// For instance "Điện thoại Android, Zalo".
pub fn name(request: &HttpRequest) -> String {
    let agent = request.headers().get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let of =
        |names: &[(&str, &'static str)]| names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    // The first that fits: what stands later is named by those before it, too.
    let machine = of(&[
        ("iPad", "iPad"),
        ("iPhone", "iPhone"),
        ("Android", "Điện thoại Android"),
        ("Windows", "Máy tính Windows"),
        ("Macintosh", "Máy tính Mac"),
        ("Linux", "Máy tính Linux"),
    ]);
    let browser = of(&[
        ("Zalo", "Zalo"),
        ("coc_coc", "Cốc Cốc"),
        ("Edg", "Edge"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ]);
    match (machine, browser) {
        (Some(machine), Some(browser)) => format!("{machine}, {browser}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => "Thiết bị khác".to_owned(),
    }
}
