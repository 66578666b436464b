//! The page on which a question is written, new or anew, and what both ways of saving have in common.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::super::{SignedIn, html};
use super::fields::{self, QuestionFields};
use crate::auth::Person;
use crate::domain::bank::ReviewState;
use crate::domain::document::Document;
use crate::domain::identity::{DocumentId, QuestionId, UnitId};
use crate::domain::question::{QuestionEntry, QuestionProblem, Revision};
use crate::http::error::Refusal;
use crate::http::form::Form;
use crate::http::house::House;
use crate::http::wording;
use crate::store::{KeptQuestion, Unit};

#[derive(Template)]
#[template(path = "question_form.html", config = ".askama.toml")]
struct EditorPage {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    unit: String,
    unit_id: String,
    /// Where the form is sent, and where one goes without sending it.
    action: String,
    back: String,
    /// What a new question is called from now on, so that a second press does not write a second one.
    id: String,
    /// The number of the revision that is rewritten; 0 for a new one.
    base: u32,
    question: QuestionFields,
    refused: bool,
    /// Saving sends it back into review.
    approved: bool,
    has_documents: bool,
    conflict: Option<Conflict>,
}

/// What somebody else has saved meanwhile.
pub(super) struct Conflict {
    pub author: String,
    pub at: String,
    /// Field by field, in words.
    pub lines: Vec<(&'static str, String)>,
}

/// What the page is about.
pub(super) enum Target<'a> {
    New(QuestionId),
    Kept(&'a KeptQuestion),
}

/// What whoever presses a button wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    Keep,
    Submit,
}

impl Wish {
    pub fn of(form: &Form) -> Self {
        if form.text("then") == "submit" { Self::Submit } else { Self::Keep }
    }

    /// How the question's page says that it is done.
    pub const fn done(self) -> &'static str {
        match self {
            Self::Keep => "saved",
            Self::Submit => "submitted",
        }
    }

    pub const fn state(self) -> ReviewState {
        match self {
            Self::Keep => ReviewState::Draft,
            Self::Submit => ReviewState::Submitted,
        }
    }

    /// A draft may have problems that are mended later; what is to be reviewed has none.
    fn is_stopped_by(self, problem: QuestionProblem) -> bool {
        self == Self::Submit || problem.stops_a_draft()
    }
}

/// What hinders saving.
#[derive(Debug, Default)]
pub(super) struct Mistakes {
    pub problems: Vec<QuestionProblem>,
    pub document: Option<&'static str>,
}

impl Mistakes {
    pub fn of(revision: &Revision, document: Option<DocumentId>, documents: &[Document], wish: Wish) -> Self {
        let mut problems = revision.problems();
        problems.retain(|problem| wish.is_stopped_by(*problem));
        let is_known = document.is_some_and(|id| documents.iter().any(|document| document.id == id));
        let document =
            (!is_known).then_some("Câu hỏi nào cũng gắn với một văn bản. Đồng chí hãy chọn văn bản trong danh sách.");
        Self { problems, document }
    }

    pub fn is_empty(&self) -> bool {
        self.problems.is_empty() && self.document.is_none()
    }
}

/// Everything that the page shows beside the question's own words.
pub(super) struct Desk<'a> {
    pub person: &'a Person,
    pub unit: Unit,
    pub documents: Vec<Document>,
    pub topics: Vec<String>,
}

impl<'a> Desk<'a> {
    pub async fn at(house: &House, person: &'a Person, unit: UnitId) -> Result<Self, Refusal> {
        Ok(Self {
            person,
            unit: house.store.unit(unit).await?.ok_or(Refusal::NotFound)?,
            documents: house.store.documents_for(unit).await?,
            topics: house.store.topics_for(unit).await?,
        })
    }

    pub fn page(
        &self,
        target: Target<'_>,
        entry: &QuestionEntry,
        mistakes: &Mistakes,
        conflict: Option<Conflict>,
    ) -> Result<HttpResponse, Refusal> {
        let question = QuestionFields::new(entry, &mistakes.problems, &self.documents, self.topics.clone())
            .document_error(mistakes.document);
        let (title, action, back, id, base) = match &target {
            Target::New(id) => {
                let unit = self.unit.id;
                ("Viết câu hỏi".to_owned(), format!("/units/{unit}/questions"), "/".to_owned(), *id, 0)
            }
            Target::Kept(kept) => {
                let own = format!("/questions/{}", kept.id);
                (format!("Sửa câu {}", kept.number), own.clone(), own, kept.id, kept.revision_number)
            }
        };
        let status = match (&conflict, mistakes.is_empty()) {
            (Some(_), _) => StatusCode::CONFLICT,
            (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
            (None, true) => StatusCode::OK,
        };
        let mut response = html(&EditorPage {
            assets: crate::http::assets::prefix(),
            title,
            signed_in: Some(SignedIn::of(self.person)),
            unit: wording::inert(&self.unit.name),
            unit_id: self.unit.id.to_string(),
            action,
            back,
            id: id.to_string(),
            base,
            refused: !mistakes.is_empty(),
            question,
            approved: matches!(target, Target::Kept(kept) if kept.state == ReviewState::Approved),
            has_documents: !self.documents.is_empty(),
            conflict,
        })?;
        *response.status_mut() = status;
        Ok(response)
    }
}

impl Conflict {
    /// What the latest revision says, beside what was typed.
    pub async fn with(house: &House, kept: &KeptQuestion, documents: &[Document]) -> Result<Self, Refusal> {
        let author = house.store.member(kept.author).await?.map(|member| member.name).unwrap_or_default();
        let revision = &kept.revision;
        let options = revision.options.iter().enumerate().map(|(at, option)| {
            let right = if option.correct { " (đúng)" } else { "" };
            ("Phương án", format!("{}. {}{right}", fields::letter(at), option.text))
        });
        let document = documents.iter().find(|document| document.id == kept.document);
        let mut lines =
            vec![("Câu hỏi", revision.stem.clone()), ("Loại câu", fields::kind_words(revision.kind).into())];
        lines.extend(options);
        lines.push(("Giải thích", revision.explanation.clone()));
        lines.push(("Văn bản", document.map(|document| document.name().to_owned()).unwrap_or_default()));
        lines.push(("Nguồn", revision.source.clone()));
        lines.push(("Chủ đề", kept.topic.clone()));
        lines.retain(|(_, text)| !text.is_empty());
        lines.iter_mut().for_each(|(_, text)| *text = wording::inert(text));
        Ok(Self { author: wording::inert(&author), at: wording::moment(kept.saved_at), lines })
    }
}
