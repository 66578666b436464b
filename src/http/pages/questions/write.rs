//! A new question.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::super::see_other;
use super::editor::{Conflict, Desk, Mistakes, OwnDraft, Shown, Target, Unfinished, Wish};
use super::sent::Sent;
use crate::auth::Person;
use crate::domain::identity::{DraftId, QuestionId, UnitId};
use crate::domain::question::QuestionEntry;
use crate::http::error::{Page, Refusal};
use crate::http::form::Form;
use crate::http::house::House;
use crate::store::NewQuestion;

#[derive(Debug, Deserialize)]
pub struct NewQuery {
    /// A question to begin from.
    #[serde(default)]
    from: String,
    /// Work to go on with.
    #[serde(default)]
    draft: String,
}

pub async fn new(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    query: web::Query<NewQuery>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let unit = house.desk(&person, &id).await?;
    let desk = Desk::at(&house, &person, unit.id).await?;
    // The way back to a form whose question is kept by now leads to the question.
    if let Ok(id) = query.draft.parse::<QuestionId>()
        && house.store.question(id).await?.is_some_and(|kept| kept.unit == unit.id)
    {
        return Ok(see_other(&format!("/questions/{id}")));
    }
    // Once something is written, the page's own address names its draft, whether it has been kept yet or not.
    let id = query.draft.parse().unwrap_or_else(|_| DraftId(uuid::Uuid::now_v7()));
    let target = Target::New(QuestionId(id.0));
    let draft = house.question_draft(&person, unit.id, id).await?.filter(|draft| draft.body.question.is_none());
    if let Some(draft) = draft {
        let shown = Shown { draft: Some(OwnDraft { id, version: draft.version }), ..Shown::default() };
        return Ok(desk.page(target, &draft.body.typed.entry(), shown)?);
    }
    let entry = beginning(&house, &person, unit.id, &query.from).await?;
    let address = |id| format!("/units/{}/questions/new?draft={id}", unit.id);
    let unfinished = house.unfinished_questions(&person, unit.id).await?;
    let unfinished = unfinished.iter().map(|draft| Unfinished::new(draft, address(draft.id))).collect();
    Ok(desk.page(target, &entry, Shown { unfinished, ..Shown::default() })?)
}

/// Throws away what was left lying.
pub async fn discard(
    house: web::Data<House>,
    request: HttpRequest,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Page> {
    let (unit, draft) = path.into_inner();
    let person = house.auth.identify(&request).await?;
    let unit = house.desk(&person, &unit).await?.id;
    house.drop_question_draft(&person, unit, &draft).await?;
    Ok(see_other(&format!("/units/{unit}/questions/new")))
}

/// An empty form, or the same words as another question's.
async fn beginning(house: &House, person: &Person, unit: UnitId, from: &str) -> Result<QuestionEntry, Refusal> {
    if from.is_empty() {
        return Ok(QuestionEntry::empty());
    }
    let from = house.question_for(person, from).await?.question;
    let mut entry = QuestionEntry::of(&from.revision, &from.topic, from.difficulty, from.document);
    // A document of another branch cannot be chosen here.
    let documents = house.store.documents_for(unit).await?;
    entry.document = entry.document.filter(|id| documents.iter().any(|document| document.id == *id));
    Ok(entry)
}

pub async fn create(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let unit = house.desk(&person, &id).await?.id;
    let mut sent = Sent::read(&request, body).await?;
    let (entry, picture) = sent.entry(&house, &person).await?;
    let (form, wish) = (&sent.form, Wish::of(&sent.form));
    let id = form.text("id").parse().unwrap_or_else(|_| QuestionId(uuid::Uuid::now_v7()));
    let desk = Desk::at(&house, &person, unit).await?;
    let revision = entry.revision();
    let mistakes = Mistakes::of(&revision, entry.document, &desk.documents, wish).picture(picture);
    let Some(document) = entry.document.filter(|_| mistakes.is_empty()) else {
        return Ok(desk.page(
            Target::New(id),
            &entry,
            Shown { mistakes, draft: OwnDraft::of(form), ..Shown::default() },
        )?);
    };
    let new = NewQuestion {
        id,
        unit,
        document,
        topic: entry.kept_topic(),
        difficulty: entry.difficulty,
        state: wish.state(),
        author: person.member,
        revision,
        created_at: house.auth.now(),
    };
    match house.store.insert_question(&new).await {
        Ok(()) => {
            house.drop_question_draft(&person, unit, form.text("draft")).await?;
            Ok(see_other(&format!("/questions/{id}?done={}", wish.done())))
        }
        Err(error) if error.is_conflict("question_id_key") => Ok(again(&house, &desk, &entry, &new, form).await?),
        Err(error) => Err(error.into()),
    }
}

/// The form has been saved before: by a second press, or in another tab with other words.
async fn again(
    house: &House,
    desk: &Desk<'_>,
    entry: &QuestionEntry,
    new: &NewQuestion,
    form: &Form,
) -> Result<HttpResponse, Refusal> {
    let kept = house.question_to_write(desk.person, &new.id.to_string()).await?;
    if kept.revision == new.revision {
        return Ok(see_other(&format!("/questions/{}?done={}", kept.id, Wish::of(form).done())));
    }
    let conflict = Conflict::with(house, &kept, &desk.documents).await?;
    let base = kept.revision_number;
    desk.page(
        Target::Kept(&kept, base),
        entry,
        Shown { conflict: Some(conflict), draft: OwnDraft::of(form), ..Shown::default() },
    )
}
