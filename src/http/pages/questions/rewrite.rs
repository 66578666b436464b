//! A question that is there already, written anew: every save is a revision.

use actix_web::{HttpRequest, HttpResponse, web};

use super::super::see_other;
use super::editor::{Conflict, Desk, Mistakes, Target, Wish};
use super::fields;
use crate::domain::bank::ReviewState;
use crate::domain::question::QuestionEntry;
use crate::http::error::Page;
use crate::http::form::Form;
use crate::http::house::House;
use crate::store::{KeptQuestion, NewRevision};

pub async fn edit(house: web::Data<House>, request: HttpRequest, id: web::Path<String>) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let kept = house.question_to_write(&person, &id).await?;
    let desk = Desk::at(&house, &person, kept.unit).await?;
    let entry = QuestionEntry::of(&kept.revision, &kept.topic, kept.difficulty, kept.document);
    Ok(desk.page(Target::Kept(&kept), &entry, &Mistakes::default(), None)?)
}

pub async fn update(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let kept = house.question_to_write(&person, &id).await?;
    let form = Form::read(body, fields::BODY).await?;
    let (entry, wish) = (fields::typed(&form), Wish::of(&form));
    let base: u32 = form.text("base").parse().unwrap_or_default();
    let desk = Desk::at(&house, &person, kept.unit).await?;
    let revision = entry.revision();
    let mistakes = Mistakes::of(&revision, entry.document, &desk.documents, wish);
    if base != kept.revision_number {
        let conflict = Conflict::with(&house, &kept, &desk.documents).await?;
        return Ok(desk.page(Target::Kept(&kept), &entry, &mistakes, Some(conflict))?);
    }
    let Some(document) = entry.document.filter(|_| mistakes.is_empty()) else {
        return Ok(desk.page(Target::Kept(&kept), &entry, &mistakes, None)?);
    };
    let new = NewRevision {
        question: kept.id,
        base,
        document,
        topic: entry.kept_topic(),
        difficulty: entry.difficulty,
        author: person.member,
        revision,
        state: wish.state(),
        created_at: house.auth.now(),
    };
    let done = format!("/questions/{}?done={}", kept.id, wish.done());
    if changes_nothing(&kept, &new) {
        // Nothing to keep; a draft that is only to be reviewed goes there as it is.
        if wish == Wish::Submit {
            house.store.move_question(kept.id, base, ReviewState::Draft, ReviewState::Submitted).await?;
        }
        return Ok(see_other(&done));
    }
    if house.store.add_revision(&new).await?.is_some() {
        return Ok(see_other(&done));
    }
    // Somebody saved between the look and the save.
    let kept = house.question_to_write(&person, &id).await?;
    let conflict = Conflict::with(&house, &kept, &desk.documents).await?;
    Ok(desk.page(Target::Kept(&kept), &entry, &mistakes, Some(conflict))?)
}

fn changes_nothing(kept: &KeptQuestion, new: &NewRevision) -> bool {
    kept.revision == new.revision
        && kept.document == new.document
        && kept.topic == new.topic
        && kept.difficulty == new.difficulty
}
