//! Style sheets, scripts and the typeface, embedded and precompressed; the path holds the hash of all of them,
//! so a browser keeps them for ever.

use actix_web::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, VARY};
use actix_web::{HttpRequest, HttpResponse, web};

use super::error::{Page, Refusal};

pub struct Asset {
    /// Path below `web/`.
    pub name: &'static str,
    pub mime: &'static str,
    pub plain: &'static [u8],
    /// Absent where the format itself is compressed.
    pub compressed: Option<Compressed>,
}

pub struct Compressed {
    pub brotli: &'static [u8],
    pub gzip: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// What stands before an asset's name in a page.
pub fn prefix() -> String {
    format!("/assets/{BUILD}")
}

pub async fn asset(request: HttpRequest, path: web::Path<(String, String)>) -> Result<HttpResponse, Page> {
    let (build, name) = path.into_inner();
    let asset = ASSETS.iter().find(|asset| asset.name == name).ok_or(Refusal::NotFound)?;
    #[cfg(debug_assertions)]
    if let Some(folder) = std::env::var_os("KHACSAU_WEB") {
        return Ok(from_disk(&std::path::Path::new(&folder).join(asset.name), asset.mime));
    }
    let mut response = HttpResponse::Ok();
    response.content_type(asset.mime);
    // A page from before an update asks with the old hash: it gets what there is, for once.
    let cache = if build == BUILD { "public, max-age=31536000, immutable" } else { "no-cache" };
    response.insert_header((CACHE_CONTROL, cache));
    let Some(compressed) = &asset.compressed else {
        return Ok(response.body(asset.plain));
    };
    response.insert_header((VARY, "Accept-Encoding"));
    let accepted = request.headers().get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
    let accepts = |encoding| accepted.split(',').any(|part| part.trim().split(';').next() == Some(encoding));
    Ok(if accepts("br") {
        response.insert_header((CONTENT_ENCODING, "br")).body(compressed.brotli)
    } else if accepts("gzip") {
        response.insert_header((CONTENT_ENCODING, "gzip")).body(compressed.gzip)
    } else {
        response.body(asset.plain)
    })
}

/// For whoever works on `web/`: a page loaded anew shows what has just been saved.
#[cfg(debug_assertions)]
fn from_disk(path: &std::path::Path, mime: &str) -> HttpResponse {
    match std::fs::read(path) {
        Ok(bytes) => HttpResponse::Ok().content_type(mime).insert_header((CACHE_CONTROL, "no-store")).body(bytes),
        Err(error) => HttpResponse::NotFound().body(format!("{}: {error}", path.display())),
    }
}
