//! The end of an import: what is ticked becomes questions of the bank, in one step and once.

use actix_web::HttpResponse;
use askama::Template;
use uuid::Uuid;

use super::super::{SignedIn, html};
use super::Open;
use super::begin::name_of;
use super::review::Hindrance;
use crate::auth::Person;
use crate::domain::bank::ReviewState;
use crate::domain::document::Document;
use crate::domain::identity::{DraftId, QuestionId};
use crate::http::error::Refusal;
use crate::http::house::House;
use crate::http::wording;
use crate::store::{ImportedQuestion, QuestionImport, Unit};

#[derive(Template)]
#[template(path = "import_result.html", config = ".askama.toml")]
struct ResultPage {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    unit: String,
    unit_id: String,
    id: String,
    file: String,
    count: u32,
    at: String,
}

/// What became of the wish to keep.
pub(super) enum Outcome {
    Kept,
    /// Another tab has saved meanwhile, or has kept it.
    Changed,
    Hindered(Hindrance),
}

/// In which state a button keeps the questions; `None` for the other buttons.
pub(super) fn state(wish: &str) -> Option<ReviewState> {
    match wish {
        "keep" => Some(ReviewState::Draft),
        "submit" => Some(ReviewState::Submitted),
        _ => None,
    }
}

pub(super) async fn keep(
    house: &House,
    person: &Person,
    open: &Open,
    state: ReviewState,
    documents: &[Document],
) -> Result<Outcome, Refusal> {
    let chosen: Vec<_> = open.import.chosen().collect();
    if chosen.is_empty() {
        return Ok(Outcome::Hindered(Hindrance::NothingChosen));
    }
    let is_known = |id| documents.iter().any(|document| document.id == id);
    let imported = chosen.iter().filter_map(|item| {
        Some(ImportedQuestion {
            id: QuestionId(Uuid::now_v7()),
            document: item.belonging.document.filter(|id| is_known(*id))?,
            topic: item.belonging.topic.clone(),
            difficulty: item.belonging.difficulty,
            revision: item.revision.clone(),
        })
    });
    let imported: Vec<ImportedQuestion> = imported.collect();
    if imported.len() < chosen.len() {
        return Ok(Outcome::Hindered(Hindrance::NoDocument(chosen.len() - imported.len())));
    }
    let import = QuestionImport {
        id: open.draft.id,
        unit: open.unit.id,
        member: person.member,
        file: open.import.file.clone(),
        imported_at: house.auth.now(),
    };
    let is_kept = house.store.keep_import(&import, open.draft.version, state, &imported).await?;
    Ok(if is_kept { Outcome::Kept } else { Outcome::Changed })
}

/// What somebody's import brought, once it is confirmed.
pub(super) async fn result(house: &House, person: &Person, unit: &Unit, id: DraftId) -> Result<HttpResponse, Refusal> {
    let kept = house.store.question_import(id).await?;
    let kept = kept.filter(|(import, _)| import.member == person.member && import.unit == unit.id);
    let (import, count) = kept.ok_or(Refusal::NotFound)?;
    html(&ResultPage {
        assets: crate::http::assets::prefix(),
        title: "Đã nhập câu hỏi".to_owned(),
        signed_in: Some(SignedIn::of(person)),
        unit: wording::inert(&unit.name),
        unit_id: unit.id.to_string(),
        id: id.to_string(),
        file: name_of(&import.file),
        count,
        at: wording::moment(import.imported_at),
    })
}
