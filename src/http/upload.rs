//! A form with a file in it (`multipart/form-data`): bounded, and read once it is known who sends it.

use actix_multipart::{Multipart, MultipartError};
use actix_web::HttpRequest;
use actix_web::web::Payload;
use futures_util::StreamExt as _;

use super::error::Refusal;

/// Fields of a form beside its file.
const FIELDS: usize = 32;
/// Bytes of one such field.
const FIELD: usize = 64 * 1_024;
/// Bytes of a file: as many as a reading process takes.
pub const FILE: usize = 32 << 20;
/// Letters of a file's name that are kept.
const NAME: usize = 200;

/// What was sent: one file, and the fields beside it.
#[derive(Clone, Debug, Default)]
pub struct Upload {
    /// As its sender calls it; without any folder, and possibly empty.
    pub name: String,
    pub bytes: Vec<u8>,
    fields: Vec<(String, String)>,
}

impl Upload {
    /// Reads a form whose file is at most `most` bytes long. A second file is ignored.
    pub async fn read(request: &HttpRequest, body: Payload, most: usize) -> Result<Self, Refusal> {
        let mut form = Multipart::new(request.headers(), body);
        let mut upload = Self::default();
        let mut has_file = false;
        while let Some(part) = form.next().await {
            let mut part = part.map_err(broken)?;
            let disposition = part.content_disposition();
            let field = disposition.and_then(|it| it.get_name()).unwrap_or_default().to_owned();
            let file = disposition.and_then(|it| it.get_filename()).map(own_name);
            let bound = if file.is_some() { most } else { FIELD };
            let mut bytes = Vec::new();
            while let Some(piece) = part.next().await {
                let piece = piece.map_err(broken)?;
                if bytes.len() + piece.len() > bound {
                    return Err(Refusal::TooLarge);
                }
                bytes.extend_from_slice(&piece);
            }
            match file {
                Some(name) if !has_file => {
                    has_file = true;
                    upload.name = name;
                    upload.bytes = bytes;
                }
                Some(_) => {}
                None if upload.fields.len() < FIELDS => {
                    upload.fields.push((field, String::from_utf8_lossy(&bytes).into_owned()));
                }
                None => return Err(Refusal::TooLarge),
            }
        }
        Ok(upload)
    }

    /// The first field of this name; empty if there is none.
    pub fn text(&self, name: &str) -> &str {
        self.fields.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value)
    }
}

/// Some browsers send the whole path.
fn own_name(sent: &str) -> String {
    sent.rsplit(['/', '\\']).next().unwrap_or_default().chars().take(NAME).collect()
}

fn broken(error: MultipartError) -> Refusal {
    Refusal::Invalid(format!("the form with the file did not arrive whole: {error}; send it again"))
}
