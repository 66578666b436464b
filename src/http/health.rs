//! For whoever watches the process.

use actix_web::{HttpResponse, web};
use serde_json::json;

use super::error::Api;
use super::house::House;

/// The process runs.
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().json(json!({"status": "ok"}))
}

/// The record can be read: traffic may come.
pub async fn readyz(house: web::Data<House>) -> Result<HttpResponse, Api> {
    house.store.ready().await?;
    Ok(HttpResponse::Ok().json(json!({"status": "ready", "database": house.store.engine_name()})))
}
