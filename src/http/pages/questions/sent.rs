//! The editor's form as it arrives: with a picture in it or without.

use actix_web::http::header::CONTENT_TYPE;
use actix_web::{HttpRequest, web};

use super::fields;
use crate::auth::Person;
use crate::domain::question::{QuestionEntry, QuestionImage};
use crate::exchange::picture;
use crate::http::error::Refusal;
use crate::http::form::Form;
use crate::http::house::House;
use crate::http::question_image;
use crate::http::upload::Upload;

/// What was filled in.
pub(super) struct Sent {
    pub form: Form,
    /// Empty if no file was chosen.
    file: Vec<u8>,
}

/// What is wrong with the choice of a picture.
pub(super) type PictureMistake = Option<&'static str>;

impl Sent {
    pub async fn read(request: &HttpRequest, body: web::Payload) -> Result<Self, Refusal> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("multipart/form-data") {
            return Ok(Self { form: Form::read(body, fields::BODY).await?, file: Vec::new() });
        }
        let Upload { bytes, fields, .. } = Upload::read(request, body, picture::FILE).await?;
        Ok(Self { form: Form::of(fields), file: bytes })
    }

    /// The question that was written, with its picture as it is kept.
    pub async fn entry(&mut self, house: &House, person: &Person) -> Result<(QuestionEntry, PictureMistake), Refusal> {
        let mut entry = fields::typed(&self.form);
        if !self.form.text("image_drop").is_empty() {
            entry.image = None;
        }
        if !self.file.is_empty() {
            let brought = house.bring_image(person, std::mem::take(&mut self.file)).await?;
            let alt = self.form.text("image_alt").to_owned();
            match brought {
                Ok(image) => entry.image = Some(QuestionImage { alt, ..image }),
                Err(refusal) => return Ok((entry, Some(question_image::words(refusal)))),
            }
        } else if let Some(named) = entry.image.take() {
            entry.image = house.known_image(person, &named).await?;
            if entry.image.is_none() {
                return Ok((entry, Some("Ảnh này không còn ở đây. Đồng chí hãy chọn lại tệp ảnh.")));
            }
        }
        Ok((entry, None))
    }
}
