//! Taking the text that is read beforehand out of a file, in place of pasting it.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::super::{SignedIn, html, see_other};
use super::{page, supersede};
use crate::domain::document::{DocumentEntry, DocumentProblem};
use crate::exchange::ReadingError;
use crate::http::error::{Page, Refusal};
use crate::http::house::House;
use crate::http::upload::{FILE, Upload};
use crate::http::wording;

pub async fn take(
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
    let document = visit.registered.document.clone();
    match text(&house, &request, body).await? {
        Ok(text) => {
            house.store.update_document(&document, &text).await?;
            Ok(see_other(&format!("/documents/{}?done=read#reading", document.id)))
        }
        Err(sentence) => {
            let form = supersede::blank(&house, &visit).await?;
            let mut page = page(&house, SignedIn::of(&person), visit, form, None).await?;
            page.reading_error = Some(sentence);
            let mut response = html(&page)?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
    }
}

/// The text of the file that was sent, or a sentence on why it is not taken.
async fn text(house: &House, request: &HttpRequest, body: web::Payload) -> Result<Result<String, String>, Refusal> {
    let upload = match Upload::read(request, body, FILE).await {
        Err(Refusal::TooLarge) => {
            return Ok(Err("Tệp lớn quá 32 MB. Đồng chí hãy bỏ bớt hình ảnh trong tệp rồi gửi lại.".to_owned()));
        }
        upload => upload?,
    };
    if upload.bytes.is_empty() {
        return Ok(Err("Chưa có tệp nào, hoặc tệp không có nội dung. Đồng chí hãy chọn tệp rồi bấm lại.".to_owned()));
    }
    let text = match house.reader.read_text(&upload.name, &upload.bytes).await {
        Ok(Ok(text)) => text,
        Ok(Err(refusal)) => return Ok(Err(refusal.sentence)),
        Err(ReadingError::Busy) => return Ok(Err(wording::MANY_FILES.to_owned())),
        Err(error) => return Err(Refusal::Broken(error.into())),
    };
    let entry = DocumentEntry { reading: text, ..DocumentEntry::default() }.tidied();
    let wrong =
        |problem: &DocumentProblem| matches!(problem, DocumentProblem::ReadingTooLong | DocumentProblem::SecretReading);
    Ok(match entry.problems().into_iter().find(wrong) {
        Some(problem) => Err(super::entry::words(problem)),
        None => Ok(entry.reading),
    })
}
