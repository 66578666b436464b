//! A question that is there already, written anew: every save is a revision.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::super::see_other;
use super::editor::{Conflict, Desk, Mistakes, OwnDraft, Shown, Target, Unfinished, Wish};
use super::sent::Sent;
use super::show::{self, Answer};
use crate::domain::bank::ReviewState;
use crate::domain::question::QuestionEntry;
use crate::http::error::{Page, Refusal};
use crate::http::form::Form;
use crate::http::house::House;
use crate::http::question_draft::draft_of;
use crate::store::{KeptQuestion, NewRevision};

const RETIRED: &str = "Câu này đã được rút khỏi ngân hàng nên chưa sửa được. Đồng chí bấm Đưa lại vào ngân hàng dưới đây \
                       trước, rồi sửa.";

#[derive(Debug, Deserialize)]
pub struct EditQuery {
    /// Work to go on with.
    #[serde(default)]
    draft: String,
}

pub async fn edit(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    query: web::Query<EditQuery>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let visit = house.question_for(&person, &id).await?;
    if visit.may_write && visit.question.is_retired {
        let answer = Answer { status: StatusCode::CONFLICT, trouble: Some(RETIRED), ..Answer::default() };
        return Ok(show::answer(&house, &person, visit, answer).await?);
    }
    let kept = visit.into_writable()?;
    let desk = Desk::at(&house, &person, kept.unit).await?;
    let own = draft_of(person.member, kept.id);
    let draft = house.question_draft(&person, kept.unit, own).await?;
    if let Some(draft) = draft.as_ref().filter(|_| !query.draft.is_empty()) {
        // Written over the revision that was read then: if another was saved since, saving says so.
        let target = Target::Kept(&kept, draft.body.base);
        let shown = Shown { draft: Some(OwnDraft { id: own, version: draft.version }), ..Shown::default() };
        return Ok(desk.page(target, &draft.body.typed.entry(), shown)?);
    }
    let entry = QuestionEntry::of(&kept.revision, &kept.topic, kept.difficulty, kept.document);
    let address = format!("/questions/{}/edit?draft={own}", kept.id);
    let unfinished = draft.iter().map(|draft| Unfinished::new(draft, address.clone())).collect();
    Ok(desk.page(Target::Kept(&kept, kept.revision_number), &entry, Shown { unfinished, ..Shown::default() })?)
}

pub async fn update(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let kept = house.question_to_write(&person, &id).await?;
    let mut sent = Sent::read(&request, body).await?;
    let (entry, picture) = sent.entry(&house, &person).await?;
    let (form, wish) = (&sent.form, Wish::of(&sent.form));
    let base: u32 = form.text("base").parse().unwrap_or_default();
    let desk = Desk::at(&house, &person, kept.unit).await?;
    let revision = entry.revision();
    let mistakes = Mistakes::of(&revision, entry.document, &desk.documents, wish).picture(picture);
    if base != kept.revision_number || kept.is_retired {
        return Ok(overtaken(&house, &desk, &kept, &entry, mistakes, form).await?);
    }
    let Some(document) = entry.document.filter(|_| mistakes.is_empty()) else {
        return Ok(desk.page(
            Target::Kept(&kept, base),
            &entry,
            Shown { mistakes, draft: OwnDraft::of(form), ..Shown::default() },
        )?);
    };
    let new = NewRevision {
        question: kept.id,
        base,
        document,
        topic: entry.kept_topic(),
        difficulty: entry.difficulty,
        author: person.member,
        revision,
        from: kept.state,
        state: wish.state(),
        created_at: house.auth.now(),
    };
    let done = format!("/questions/{}?done={}", kept.id, wish.done());
    if changes_nothing(&kept, &new) {
        // Nothing to keep; a draft that is only to be reviewed goes there as it is.
        if wish == Wish::Submit {
            house.store.move_question(kept.id, base, ReviewState::Draft, ReviewState::Submitted).await?;
        }
    } else if house.store.add_revision(&new).await?.is_none() {
        // Somebody saved, reviewed it or took it out between the look and the save.
        let kept = house.question_to_write(&person, &id).await?;
        return Ok(overtaken(&house, &desk, &kept, &entry, mistakes, form).await?);
    }
    house.drop_question_draft(&person, kept.unit, form.text("draft")).await?;
    Ok(see_other(&done))
}

/// What was typed, and why it is not saved: the question is taken out, or somebody else has saved meanwhile. The next
/// press is over that.
async fn overtaken(
    house: &House,
    desk: &Desk<'_>,
    kept: &KeptQuestion,
    entry: &QuestionEntry,
    mistakes: Mistakes,
    form: &Form,
) -> Result<HttpResponse, Refusal> {
    let conflict = match kept.is_retired {
        true => None,
        false => Some(Conflict::with(house, kept, &desk.documents).await?),
    };
    let shown = Shown { mistakes, conflict, retired: kept.is_retired, draft: OwnDraft::of(form), ..Shown::default() };
    desk.page(Target::Kept(kept, kept.revision_number), entry, shown)
}

fn changes_nothing(kept: &KeptQuestion, new: &NewRevision) -> bool {
    kept.revision == new.revision
        && kept.document == new.document
        && kept.topic == new.topic
        && kept.difficulty == new.difficulty
}
