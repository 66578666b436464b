//! The page on which an import begins: a file or a pasted text, and the imports that wait for their author.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::super::{SignedIn, html, see_other};
use super::belonging::{BelongingFields, chosen};
use super::{contents, words};
use crate::auth::Person;
use crate::domain::document::Document;
use crate::domain::identity::DraftId;
use crate::domain::lint::Finding;
use crate::exchange::{BankImport, Belonging, MOST_QUESTIONS, Preview, ReadingError, RefusalKind};
use crate::http::error::{Page, Refusal};
use crate::http::house::House;
use crate::http::upload::{self, Bounds, Upload};
use crate::http::wording;
use crate::store::{Draft, DraftKind, Unit};

/// Bytes of a pasted text: two thousand questions are half of it.
const PASTE: usize = 4 << 20;
/// Imports that one person leaves open at a unit. Each holds a whole file; who has so many looks for one of them.
const MOST_OPEN: usize = 10;

const UNFIT: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
const TOO_LARGE: StatusCode = StatusCode::PAYLOAD_TOO_LARGE;

#[derive(Template)]
#[template(path = "import.html", config = ".askama.toml")]
struct BeginPage {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    unit: String,
    unit_id: String,
    open: Vec<OpenLine>,
    belonging: BelongingFields,
    has_documents: bool,
    text: String,
    file_error: Option<String>,
    text_error: Option<String>,
    /// Too many are open.
    full: bool,
    done: Option<&'static str>,
}

/// An import that waits.
struct OpenLine {
    id: String,
    name: String,
    saved_at: String,
    questions: usize,
    chosen: usize,
}

#[derive(Debug, Deserialize)]
pub struct BeginQuery {
    #[serde(default)]
    done: String,
}

/// What the page shows beside what was typed.
struct Desk<'a> {
    person: &'a Person,
    unit: Unit,
    documents: Vec<Document>,
}

/// What was filled in, and what was wrong with it.
#[derive(Default)]
struct Filled {
    belonging: Belonging,
    text: String,
    file_error: Option<String>,
    text_error: Option<String>,
    full: bool,
}

pub async fn begin(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    query: web::Query<BeginQuery>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let desk = Desk::at(&house, &person, &id).await?;
    let done = (query.done == "discarded").then_some("Đã bỏ lần nhập. Ngân hàng câu hỏi giữ nguyên.");
    Ok(html(&desk.page(&house, Filled::default(), done).await?)?)
}

/// Reads what was brought, in a process of its own, and keeps it as a draft.
pub async fn read(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let desk = Desk::at(&house, &person, &id).await?;
    let sent = Upload::read_within(&request, body, Bounds { file: upload::FILE, field: PASTE }).await?;
    let belonging = chosen(|name| sent.text(name), &desk.documents);
    let text = sent.text("text").to_owned();
    let filled = Filled { belonging: belonging.clone(), text, ..Filled::default() };
    let (has_file, is_pasted) = (!sent.name.is_empty(), !filled.text.trim().is_empty());
    if !sent.left_out.is_empty() {
        let is_left_out = |name: &str| sent.left_out.iter().any(|field| field == name);
        let file_error = is_left_out("file").then(|| words::too_large(upload::FILE >> 20));
        let text_error = is_left_out("text").then(words::too_long);
        return Ok(desk.refuse(&house, Filled { file_error, text_error, ..filled }, TOO_LARGE).await?);
    }
    if has_file && is_pasted {
        let text_error = "Đồng chí hãy chỉ dùng một cách: chọn tệp, hoặc dán văn bản.".to_owned();
        return Ok(desk.refuse(&house, Filled { text_error: Some(text_error), ..filled }, UNFIT).await?);
    }
    if !has_file && !is_pasted {
        let file_error = "Đồng chí hãy chọn tệp câu hỏi, hoặc dán văn bản vào ô bên dưới.".to_owned();
        return Ok(desk.refuse(&house, Filled { file_error: Some(file_error), ..filled }, UNFIT).await?);
    }
    if desk.waiting(&house).await?.len() >= MOST_OPEN {
        return Ok(desk.refuse(&house, Filled { full: true, ..filled }, UNFIT).await?);
    }

    let (name, bytes) =
        if has_file { (sent.name.as_str(), sent.bytes.as_slice()) } else { ("dan.txt", filled.text.as_bytes()) };
    let read = match house.reader.read_bank(name, bytes).await {
        Ok(Preview { refusal: Some(refusal), .. }) => {
            let status = if refusal.kind == RefusalKind::TooLarge { TOO_LARGE } else { UNFIT };
            Err((words::refusal(refusal, is_pasted), status))
        }
        Ok(Preview { questions, .. }) if questions.len() > MOST_QUESTIONS => {
            Err((words::too_many(questions.len()), TOO_LARGE))
        }
        Ok(preview) => Ok(preview),
        Err(ReadingError::Busy) => Err((wording::MANY_FILES.to_owned(), StatusCode::SERVICE_UNAVAILABLE)),
        Err(error) => return Err(Refusal::Broken(error.into()).into()),
    };
    let Preview { questions, pictures, .. } = match read {
        Ok(preview) => preview,
        Err((sentence, status)) => {
            let (text_error, file_error) = if is_pasted { (Some(sentence), None) } else { (None, Some(sentence)) };
            return Ok(desk.refuse(&house, Filled { file_error, text_error, ..filled }, status).await?);
        }
    };

    // Seen by whoever brought them, as those of the editor are, until a question shows them.
    house.bring_images(&person, pictures).await?;
    let file = if has_file { sent.name } else { String::new() };
    let mut import = BankImport::new(file, questions, belonging, &desk.documents);
    leave_out_what_is_known(&house, &person, &desk.unit, &mut import).await?;
    let draft = Draft {
        id: DraftId(Uuid::now_v7()),
        kind: DraftKind::BankImport,
        unit: desk.unit.id,
        member: person.member,
        version: 1,
        body: serde_json::to_string(&import).map_err(|error| Refusal::Broken(error.into()))?,
        saved_at: house.auth.now(),
    };
    house.store.insert_draft(&draft).await?;
    Ok(see_other(&format!("/units/{}/bank/import/{}", desk.unit.id, draft.id)))
}

/// A file that is brought again does not double the bank: what is there already is not ticked.
async fn leave_out_what_is_known(
    house: &House,
    person: &Person,
    unit: &Unit,
    import: &mut BankImport,
) -> Result<(), Refusal> {
    let stems = house.stems_at(person, unit.id).await?;
    for item in &mut import.questions {
        let found = stems.findings(&item.revision, None, None);
        item.ticked &= !found.iter().any(|finding| matches!(finding, Finding::DuplicateOf(_)));
    }
    Ok(())
}

impl<'a> Desk<'a> {
    async fn at(house: &House, person: &'a Person, unit: &str) -> Result<Self, Refusal> {
        let unit = house.desk(person, unit).await?;
        let documents = house.store.documents_for(unit.id).await?;
        Ok(Self { person, unit, documents })
    }

    /// The imports at this unit that this person has not finished.
    async fn waiting(&self, house: &House) -> Result<Vec<Draft>, Refusal> {
        let mut drafts = house.store.drafts_of(self.person.member, DraftKind::BankImport).await?;
        drafts.retain(|draft| draft.unit == self.unit.id);
        Ok(drafts)
    }

    async fn page(&self, house: &House, filled: Filled, done: Option<&'static str>) -> Result<BeginPage, Refusal> {
        let topics = house.store.topics_for(self.unit.id).await?;
        let mut open = Vec::new();
        for draft in self.waiting(house).await? {
            let import = contents(&draft)?;
            open.push(OpenLine {
                id: draft.id.to_string(),
                name: name_of(&import.file),
                saved_at: wording::moment(draft.saved_at),
                questions: import.questions.len(),
                chosen: import.chosen().count(),
            });
        }
        let Filled { belonging, text, file_error, text_error, full } = filled;
        Ok(BeginPage {
            assets: crate::http::assets::prefix(),
            title: "Nhập câu hỏi từ tệp".to_owned(),
            signed_in: Some(SignedIn::of(self.person)),
            unit: wording::inert(&self.unit.name),
            unit_id: self.unit.id.to_string(),
            open,
            belonging: BelongingFields::new(&belonging, &self.documents, &topics),
            has_documents: !self.documents.is_empty(),
            text,
            file_error,
            text_error,
            full,
            done,
        })
    }

    async fn refuse(&self, house: &House, filled: Filled, status: StatusCode) -> Result<HttpResponse, Refusal> {
        let mut response = html(&self.page(house, filled, None).await?)?;
        *response.status_mut() = status;
        Ok(response)
    }
}

/// What an import is called.
pub(super) fn name_of(file: &str) -> String {
    if file.is_empty() { "Văn bản đã dán".to_owned() } else { wording::inert(file) }
}
