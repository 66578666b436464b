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
/// So many times as much as is taken is read to its end before it is refused: whoever sent it gets to see the page that
/// says so, and a broken line otherwise.
const PATIENCE: usize = 4;
/// Letters of a file's name that are kept.
const NAME: usize = 200;

/// What was sent: one file, and the fields beside it.
#[derive(Clone, Debug, Default)]
pub struct Upload {
    /// As its sender calls it; without any folder, and possibly empty.
    pub name: String,
    pub bytes: Vec<u8>,
    /// The fields that were longer than they may be, and are not here.
    pub left_out: Vec<String>,
    pub fields: Vec<(String, String)>,
}

/// How much of a form is taken, in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    pub file: usize,
    /// Of each field beside it.
    pub field: usize,
}

impl Upload {
    /// Reads a form whose file is at most `most` bytes long. A second file is ignored.
    pub async fn read(request: &HttpRequest, body: Payload, most: usize) -> Result<Self, Refusal> {
        let upload = Self::read_within(request, body, Bounds { file: most, field: FIELD }).await?;
        if upload.left_out.is_empty() { Ok(upload) } else { Err(Refusal::TooLarge) }
    }

    /// The same, where the rest of the form is shown again if something in it is left out.
    pub async fn read_within(request: &HttpRequest, body: Payload, bounds: Bounds) -> Result<Self, Refusal> {
        let mut form = Multipart::new(request.headers(), body);
        let mut upload = Self::default();
        let mut has_file = false;
        let mut patience = PATIENCE * (bounds.file + bounds.field);
        while let Some(part) = form.next().await {
            let mut part = part.map_err(broken)?;
            let disposition = part.content_disposition();
            let field = disposition.and_then(|it| it.get_name()).unwrap_or_default().to_owned();
            let file = disposition.and_then(|it| it.get_filename()).map(own_name);
            let bound = if file.is_some() { bounds.file } else { bounds.field };
            let mut bytes = Vec::new();
            let mut is_whole = true;
            while let Some(piece) = part.next().await {
                let piece = piece.map_err(broken)?;
                patience = patience.checked_sub(piece.len()).ok_or(Refusal::TooLarge)?;
                is_whole &= bytes.len() + piece.len() <= bound;
                if is_whole {
                    bytes.extend_from_slice(&piece);
                }
            }
            if !is_whole {
                upload.left_out.push(field);
                continue;
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
