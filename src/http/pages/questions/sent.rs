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
use crate::http::upload::{Bounds, Upload};

/// What was filled in.
pub struct Sent {
    pub form: Form,
    /// Empty if no file was chosen.
    file: Vec<u8>,
    /// One was chosen that is larger than pictures may be.
    is_too_large: bool,
}

/// The field of the file.
const PICTURE: &str = "picture";

/// What is wrong with the choice of a picture.
pub type PictureMistake = Option<&'static str>;

/// What was written stays; only the file is chosen anew.
const TOO_LARGE: &str = "Tệp ảnh lớn hơn 8 MB nên không được nhận; những gì đã viết vẫn còn ở đây. Đồng chí hãy chụp lại \
                         màn hình hoặc cắt bớt ảnh, rồi chọn lại tệp.";

impl Sent {
    pub async fn read(request: &HttpRequest, body: web::Payload) -> Result<Self, Refusal> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("multipart/form-data") {
            let form = Form::read(body, fields::BODY).await?;
            return Ok(Self { form, file: Vec::new(), is_too_large: false });
        }
        let bounds = Bounds { file: picture::FILE, field: fields::BODY };
        let Upload { bytes, fields, left_out, .. } = Upload::read_within(request, body, bounds).await?;
        if left_out.iter().any(|field| field != PICTURE) {
            return Err(Refusal::TooLarge);
        }
        Ok(Self { form: Form::of(fields), file: bytes, is_too_large: !left_out.is_empty() })
    }

    /// The question that was written, with its picture as it is kept.
    pub async fn entry(&mut self, house: &House, person: &Person) -> Result<(QuestionEntry, PictureMistake), Refusal> {
        let mut entry = fields::typed(&self.form);
        if !self.form.text("image_drop").is_empty() {
            entry.image = None;
        }
        if self.is_too_large {
            return Ok((entry, Some(TOO_LARGE)));
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
