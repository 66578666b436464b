//! Registering a document, and correcting what was registered.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::super::{SignedIn, html, see_other};
use crate::domain::document::{
    Document, DocumentEntry, DocumentProblem, DocumentStanding, ISSUER_LENGTH, LINK_LENGTH, READING_LENGTH,
    SYMBOL_LENGTH, TITLE_LENGTH,
};
use crate::domain::identity::{DocumentId, UnitId};
use crate::http::error::{Page, Refusal};
use crate::http::form::{Field, Form};
use crate::http::house::House;
use crate::http::wording;

/// The longest text that is taken, at nine bytes a letter in a form, and the rest of it.
const BODY: usize = 9 * READING_LENGTH + 64 * 1_024;

#[derive(Template)]
#[template(path = "document_form.html", config = ".askama.toml")]
struct DocumentForm {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    unit: String,
    /// Where the form is sent.
    action: String,
    /// Where one goes without sending it.
    back: String,
    fields: Vec<Field>,
    refused: bool,
    /// Registered already, there.
    same_as: Option<String>,
}

pub async fn new(house: web::Data<House>, request: HttpRequest, id: web::Path<String>) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let unit = house.desk(&person, &id).await?;
    let form = form(&DocumentEntry::default(), &[]);
    Ok(html(&page(SignedIn::of(&person), &unit.name, Target::Unit(unit.id), form, None))?)
}

pub async fn create(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let unit = house.desk(&person, &id).await?;
    let typed = typed(&Form::read(body, BODY).await?);
    let entry = typed.clone().tidied();
    let document = entry.document(DocumentId(uuid::Uuid::now_v7()), DocumentStanding::InForce);
    let problems = entry.problems();
    let same = same_document(&house, unit.id, &document).await?;
    if !problems.is_empty() || same.is_some() {
        let signed_in = SignedIn::of(&person);
        let page = page(signed_in, &unit.name, Target::Unit(unit.id), form(&typed, &problems), same);
        return Ok(refused(&page)?);
    }
    house.store.insert_document(unit.id, &document, &entry.reading).await?;
    Ok(see_other(&format!("/documents/{}?done=saved", document.id)))
}

pub async fn edit(house: web::Data<House>, request: HttpRequest, id: web::Path<String>) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let visit = house.document_for(&person, &id).await?;
    if !visit.may_write {
        return Err(Refusal::Forbidden.into());
    }
    let registered = visit.registered;
    let Document { id, symbol, issued_on, issuer, title, link, .. } = registered.document;
    let reading = house.store.reading_of(id).await?;
    let issued_on = wording::day(&issued_on);
    let entry = DocumentEntry { symbol, issued_on, issuer, title, link, reading };
    let page = page(SignedIn::of(&person), &registered.unit_name, Target::Document(id), form(&entry, &[]), None);
    Ok(html(&page)?)
}

pub async fn update(
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
    let registered = visit.registered;
    let typed = typed(&Form::read(body, BODY).await?);
    let entry = typed.clone().tidied();
    let document = entry.document(registered.document.id, registered.document.standing.clone());
    let problems = entry.problems();
    let same = same_document(&house, registered.unit, &document).await?;
    if !problems.is_empty() || same.is_some() {
        let target = Target::Document(document.id);
        let page = page(SignedIn::of(&person), &registered.unit_name, target, form(&typed, &problems), same);
        return Ok(refused(&page)?);
    }
    house.store.update_document(&document, &entry.reading).await?;
    Ok(see_other(&format!("/documents/{}?done=saved", document.id)))
}

/// What the form is about.
enum Target {
    Unit(UnitId),
    Document(DocumentId),
}

fn page(
    signed_in: SignedIn,
    unit: &str,
    target: Target,
    fields: Vec<Field>,
    same_as: Option<DocumentId>,
) -> DocumentForm {
    let (title, action, back) = match target {
        Target::Unit(id) => ("Thêm văn bản", format!("/units/{id}/documents"), format!("/units/{id}/documents")),
        Target::Document(id) => ("Sửa văn bản", format!("/documents/{id}"), format!("/documents/{id}")),
    };
    DocumentForm {
        assets: crate::http::assets::prefix(),
        title: title.to_owned(),
        signed_in: Some(signed_in),
        unit: wording::inert(unit),
        action,
        back,
        refused: fields.iter().any(|field| field.error.is_some()) || same_as.is_some(),
        fields,
        same_as: same_as.map(|id| format!("/documents/{id}")),
    }
}

fn refused(page: &DocumentForm) -> Result<HttpResponse, Refusal> {
    let mut response = html(page)?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

/// Registered at the unit or above under other words.
async fn same_document(house: &House, unit: UnitId, document: &Document) -> Result<Option<DocumentId>, Refusal> {
    let known = house.store.documents_for(unit).await?;
    let same = known.iter().find(|other| other.id != document.id && other.is_same_as(document));
    Ok(same.map(|other| other.id))
}

fn typed(form: &Form) -> DocumentEntry {
    let text = |name| form.text(name).to_owned();
    DocumentEntry {
        symbol: text("symbol"),
        issued_on: text("issued_on"),
        issuer: text("issuer"),
        title: text("title"),
        link: text("link"),
        reading: text("reading"),
    }
}

fn form(entry: &DocumentEntry, problems: &[DocumentProblem]) -> Vec<Field> {
    use DocumentProblem as P;
    let error = |own: &[P]| problems.iter().find(|problem| own.contains(problem)).map(|problem| words(*problem));
    vec![
        Field::new("symbol", "Số và ký hiệu", &entry.symbol, SYMBOL_LENGTH)
            .hint("Ví dụ 05-CT/TW. Để trống nếu nguồn không có số.")
            .error(error(&[P::SymbolTooLong])),
        Field::new("issued_on", "Ngày ban hành", &entry.issued_on, 20)
            .hint("Ví dụ 15/5/2016.")
            .error(error(&[P::Date, P::NoDate])),
        Field::new("issuer", "Cơ quan ban hành", &entry.issuer, ISSUER_LENGTH)
            .error(error(&[P::NoIssuer, P::IssuerTooLong])),
        Field::new("title", "Tên văn bản", &entry.title, TITLE_LENGTH).required().rows(3).error(error(&[
            P::NoTitle,
            P::TitleTooLong,
            P::SecretTitle,
        ])),
        Field::new("link", "Đường dẫn", &entry.link, LINK_LENGTH)
            .hint("Nơi đọc toàn văn, nếu có.")
            .error(error(&[P::Link])),
        Field::new("reading", "Nội dung đọc trước", &entry.reading, READING_LENGTH)
            .hint("Dán toàn văn hoặc phần cần đọc trước kỳ thi. Đảng viên đọc ngay trên trang này.")
            .rows(12)
            .error(error(&[P::ReadingTooLong, P::SecretReading])),
    ]
}

pub(super) fn words(problem: DocumentProblem) -> String {
    use DocumentProblem as P;
    match problem {
        P::NoTitle => "Văn bản chưa có tên. Đồng chí hãy nhập tên văn bản.".to_owned(),
        P::TitleTooLong => format!("Tên dài quá {TITLE_LENGTH} ký tự. Đồng chí hãy rút ngắn."),
        P::SymbolTooLong => format!("Số và ký hiệu dài quá {SYMBOL_LENGTH} ký tự. Đồng chí hãy rút ngắn."),
        P::Date => "Ngày này không có trong lịch. Đồng chí hãy nhập theo mẫu 15/5/2016.".to_owned(),
        P::NoDate => {
            "Số văn bản được dùng lại qua các năm, nên cần cả ngày. Đồng chí hãy nhập ngày ban hành.".to_owned()
        }
        P::NoIssuer => {
            "Nhiều cơ quan dùng cùng một số, nên cần cả cơ quan ban hành. Đồng chí hãy nhập vào ô này.".to_owned()
        }
        P::IssuerTooLong => format!("Tên cơ quan dài quá {ISSUER_LENGTH} ký tự. Đồng chí hãy rút ngắn."),
        P::Link => "Đồng chí hãy nhập đường dẫn bắt đầu bằng https:// hoặc để trống.".to_owned(),
        P::ReadingTooLong => format!("Nội dung dài quá {READING_LENGTH} ký tự. Đồng chí hãy chỉ dán phần cần đọc."),
        P::SecretTitle | P::SecretReading => {
            "Văn bản có dấu chỉ độ mật (MẬT, TỐI MẬT, TUYỆT MẬT) không được đưa lên đây. Đồng chí hãy bỏ văn bản này."
                .to_owned()
        }
    }
}
