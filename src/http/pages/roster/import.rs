//! Bringing a file: the form, and what cannot be taken.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::super::{SignedIn, html, see_other};
use super::{Brought, desk};
use crate::auth::Person;
use crate::domain::identity::DraftId;
use crate::exchange::ReadingError;
use crate::http::error::{Page, Refusal};
use crate::http::house::House;
use crate::http::upload::Upload;
use crate::http::wording;
use crate::store::{Draft, DraftKind, Unit};

/// Bytes of a file: thousands of people, with the committee's letterhead as a picture.
const FILE: usize = 8 << 20;

#[derive(Template)]
#[template(path = "roster_import.html", config = ".askama.toml")]
struct ImportPage {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    unit: String,
    unit_id: String,
    /// Why the file was not taken.
    error: Option<String>,
    done: Option<String>,
    /// Files that were brought and not confirmed.
    open: Vec<OpenImport>,
}

struct OpenImport {
    href: String,
    file: String,
    brought_at: String,
}

#[derive(Debug, Deserialize)]
pub struct ImportQuery {
    #[serde(default)]
    done: String,
    #[serde(default)]
    new: u32,
    #[serde(default)]
    changed: u32,
}

pub async fn form(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    query: web::Query<ImportQuery>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let unit = desk(&house, &person, &id).await?;
    let done = match query.done.as_str() {
        "saved" if query.new + query.changed == 0 => Some("Danh sách không có gì thay đổi.".to_owned()),
        "saved" => {
            Some(format!("Đã lưu danh sách: {} đồng chí mới, {} đồng chí được cập nhật.", query.new, query.changed))
        }
        "gone" => Some("Danh sách này đã được lưu hoặc đã được bỏ trước đó, nên không lưu thêm lần nữa.".to_owned()),
        "discarded" => Some("Đã bỏ tệp vừa gửi. Danh sách đảng viên giữ nguyên.".to_owned()),
        _ => None,
    };
    Ok(html(&page(&house, &person, &unit, None, done).await?)?)
}

pub async fn upload(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let unit = desk(&house, &person, &id).await?;
    let refuse = async |error: &str, status| {
        let page = page(&house, &person, &unit, Some(error.to_owned()), None).await?;
        let mut response = html(&page)?;
        *response.status_mut() = status;
        Ok::<_, Page>(response)
    };
    let upload = match Upload::read(&request, body, FILE).await {
        Ok(upload) => upload,
        Err(Refusal::TooLarge) => {
            let error = "Tệp lớn hơn 8 MB nên không được nhận. Đồng chí bỏ hình ảnh và các trang tính thừa, hoặc chia danh sách theo chi bộ, rồi gửi lại.";
            return refuse(error, StatusCode::PAYLOAD_TOO_LARGE).await;
        }
        Err(other) => return Err(other.into()),
    };
    if upload.name.is_empty() && upload.bytes.is_empty() {
        let error = "Đồng chí chưa chọn tệp. Hãy chọn tệp Excel hoặc .csv có danh sách rồi bấm lại.";
        return refuse(error, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let preview = match house.reader.read_roster(&upload.name, &upload.bytes).await {
        Ok(preview) => preview,
        Err(ReadingError::Busy) => return refuse(wording::MANY_FILES, StatusCode::SERVICE_UNAVAILABLE).await,
        Err(error) => return Err(Refusal::Broken(error.into()).into()),
    };
    if let Some(refusal) = &preview.refusal {
        return refuse(&refusal.sentence, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let brought = Brought { file: wording::inert(&upload.name), preview };
    let body = serde_json::to_string(&brought).map_err(|error| Refusal::Broken(Box::new(error)))?;
    let draft = Draft {
        id: DraftId(Uuid::now_v7()),
        kind: DraftKind::RosterImport,
        unit: unit.id,
        member: person.member,
        version: 1,
        body,
        saved_at: house.auth.now(),
    };
    house.store.insert_draft(&draft).await?;
    Ok(see_other(&format!("/units/{}/roster/import/{}", unit.id, draft.id)))
}

async fn page(
    house: &House,
    person: &Person,
    unit: &Unit,
    error: Option<String>,
    done: Option<String>,
) -> Result<ImportPage, Refusal> {
    let drafts = house.store.drafts_of(person.member, DraftKind::RosterImport).await?;
    let open = drafts.iter().filter(|draft| draft.unit == unit.id).map(|draft| OpenImport {
        href: format!("/units/{}/roster/import/{}", unit.id, draft.id),
        file: serde_json::from_str::<Brought>(&draft.body).map(|brought| brought.file).unwrap_or_default(),
        brought_at: wording::moment(draft.saved_at),
    });
    Ok(ImportPage {
        assets: crate::http::assets::prefix(),
        title: "Nhập danh sách đảng viên".to_owned(),
        signed_in: Some(SignedIn::of(person)),
        unit: wording::inert(&unit.name),
        unit_id: unit.id.to_string(),
        error,
        done,
        open: open.collect(),
    })
}
