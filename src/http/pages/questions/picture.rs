//! A question's picture, for those who work on the bank.

use actix_web::{HttpRequest, HttpResponse, web};

use crate::domain::ledger::{Hash, parse_hex};
use crate::http::error::{Page, Refusal};
use crate::http::house::House;

pub async fn picture(
    house: web::Data<House>,
    request: HttpRequest,
    hash: web::Path<String>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let hash = Hash(parse_hex(&hash).ok_or(Refusal::NotFound)?);
    // Nobody else hears whether there is one.
    if !house.may_see_image(&person, hash).await? {
        return Err(Refusal::NotFound.into());
    }
    Ok(house.send_image(hash).await?)
}
