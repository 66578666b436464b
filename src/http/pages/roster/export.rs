//! The list of members as a file, and the template to fill in.

use std::collections::HashMap;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::{HttpRequest, HttpResponse, web};

use super::desk;
use crate::domain::identity::UnitId;
use crate::domain::roster::Standing;
use crate::exchange::{ROSTER_TEMPLATE_NAME, RosterRow, roster_csv, roster_template, roster_workbook};
use crate::http::error::{Page, Refusal};
use crate::http::house::House;
use crate::store::Unit;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub async fn workbook(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let unit = desk(&house, &person, &id).await?;
    let rows = rows(&house, &unit).await?;
    let bytes = roster_workbook(&format!("DANH SÁCH ĐẢNG VIÊN – {}", unit.name), &rows).map_err(broken)?;
    Ok(file(XLSX, "danh-sach-dang-vien.xlsx", bytes))
}

pub async fn csv(house: web::Data<House>, request: HttpRequest, id: web::Path<String>) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let unit = desk(&house, &person, &id).await?;
    let bytes = roster_csv(&rows(&house, &unit).await?).map_err(broken)?;
    Ok(file("text/csv; charset=utf-8", "danh-sach-dang-vien.csv", bytes))
}

pub async fn template(house: web::Data<House>, request: HttpRequest) -> Result<HttpResponse, Page> {
    house.auth.identify(&request).await?;
    Ok(file(XLSX, ROSTER_TEMPLATE_NAME, roster_template().map_err(broken)?))
}

/// Guests are on the list of the unit where they are at home.
async fn rows(house: &House, unit: &Unit) -> Result<Vec<RosterRow>, Refusal> {
    let names: HashMap<UnitId, String> =
        house.store.units_within(unit.id).await?.into_iter().map(|unit| (unit.id, unit.name)).collect();
    let known = house.store.known_in(unit.id).await?.into_iter();
    let row = |known: crate::domain::roster::Known| RosterRow {
        unit: names.get(&known.unit).cloned().unwrap_or_default(),
        name: known.name,
        official: known.official,
        details: known.details,
    };
    Ok(known.filter(|known| known.standing == Standing::Regular).map(row).collect())
}

fn file(kind: &str, name: &str, bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(kind)
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        // It names people: no cache on the way keeps it.
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(bytes)
}

fn broken(error: impl std::error::Error + Send + Sync + 'static) -> Refusal {
    Refusal::Broken(Box::new(error))
}
