//! Saying that a document was replaced by another: its questions leave the drawable bank at once.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::super::{SignedIn, html, see_other};
use super::{Choice, SupersedeForm, facts, page};
use crate::domain::document::{DocumentStanding, SYMBOL_LENGTH, Supersession, read_date};
use crate::domain::identity::DocumentId;
use crate::domain::text::line;
use crate::http::desk_access::DocumentVisit;
use crate::http::error::{Page, Refusal};
use crate::http::form::{Field, Form};
use crate::http::house::House;
use crate::http::wording;

const BODY: usize = 8 * 1_024;

/// The form as it is first shown.
pub(super) async fn blank(house: &House, visit: &DocumentVisit) -> Result<SupersedeForm, Refusal> {
    form(house, visit, &Form::default(), None, None).await
}

async fn form(
    house: &House,
    visit: &DocumentVisit,
    typed: &Form,
    by_error: Option<&'static str>,
    on_error: Option<&'static str>,
) -> Result<SupersedeForm, Refusal> {
    if !visit.may_write {
        return Ok(SupersedeForm::default());
    }
    let own = visit.registered.document.id;
    let known = house.store.documents_for(visit.registered.unit).await?;
    let choices = known.iter().filter(|document| document.id != own && document.is_in_force()).map(|document| {
        let value = document.id.to_string();
        let words = format!("{} ({})", wording::inert(document.name()), facts(document));
        Choice { chosen: typed.text("successor") == value, value, words }
    });
    Ok(SupersedeForm {
        choices: choices.collect(),
        by: Field::new("by", "Hoặc số và ký hiệu của văn bản mới", typed.text("by"), SYMBOL_LENGTH)
            .hint("Dùng khi văn bản mới chưa có trong danh sách.")
            .error(by_error),
        on: Field::new("on", "Có hiệu lực thay thế từ ngày", typed.text("on"), 20)
            .hint("Ví dụ 26/7/2026.")
            .error(on_error),
        open: by_error.is_some() || on_error.is_some(),
    })
}

pub async fn supersede(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let visit = house.document_for(&person, &id).await?;
    if !visit.may_write {
        return Err(Refusal::Forbidden.into());
    }
    let typed = Form::read(body, BODY).await?;
    let document = visit.registered.document.id;
    let known = house.store.documents_for(visit.registered.unit).await?;
    let successor: Option<DocumentId> = typed.text("successor").parse().ok();
    let successor = known.iter().find(|other| Some(other.id) == successor && other.id != document);
    let by = successor.map_or_else(|| line(typed.text("by")), |document| document.name().to_owned());
    let on = read_date(typed.text("on"));
    let by_error = (by.is_empty() || by.chars().count() > 500)
        .then_some("Đồng chí hãy chọn văn bản mới trong danh sách, hoặc nhập số và ký hiệu của nó.");
    let on_error = on.is_none().then_some("Đồng chí hãy nhập ngày theo mẫu 26/7/2026.");
    if by_error.is_some() || on_error.is_some() {
        let form = form(&house, &visit, &typed, by_error, on_error).await?;
        let mut response = html(&page(&house, SignedIn::of(&person), visit, form, None).await?)?;
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(response);
    }
    let successor = successor.map(|document| document.id);
    house.store.set_standing(document, &DocumentStanding::Superseded(Supersession { by, on, successor })).await?;
    Ok(see_other(&format!("/documents/{document}?done=superseded")))
}

/// Marked by mistake.
pub async fn reinstate(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let visit = house.document_for(&person, &id).await?;
    if !visit.may_write {
        return Err(Refusal::Forbidden.into());
    }
    let document = visit.registered.document.id;
    house.store.set_standing(document, &DocumentStanding::InForce).await?;
    Ok(see_other(&format!("/documents/{document}?done=reinstated")))
}
