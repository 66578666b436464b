//! What a link shows of its page where it is pasted: in Zalo, in Facebook, in a message.

use actix_web::HttpRequest;

use crate::http::house::House;
use crate::http::{assets, wording};

/// Anybody may read it, whoever was sent the link: no names, no code, no question.
pub(super) struct Preview {
    pub title: String,
    pub description: String,
    /// Absolute, as previews want it.
    pub url: String,
    pub image: String,
}

impl Preview {
    pub(super) fn new(house: &House, request: &HttpRequest, path: &str, title: &str, description: &str) -> Self {
        let origin = house.auth.front.own_origin(request);
        Self {
            title: wording::inert(title),
            description: wording::inert(description),
            url: format!("{origin}{path}"),
            image: format!("{origin}{}/preview.png", assets::prefix()),
        }
    }
}
