//! The page on which a question is written, new or anew, and what both ways of saving have in common.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::super::{SignedIn, html};
use super::fields::{self, PictureFields, QuestionFields};
use super::sent::PictureMistake;
use crate::auth::Person;
use crate::domain::bank::ReviewState;
use crate::domain::document::Document;
use crate::domain::identity::{DocumentId, DraftId, QuestionId, UnitId};
use crate::domain::question::{QuestionEntry, QuestionProblem, Revision};
use crate::http::error::Refusal;
use crate::http::form::Form;
use crate::http::house::House;
use crate::http::question_draft::{QuestionDraft, draft_of};
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
    picture: PictureFields,
    refused: bool,
    /// Saving sends it back into review.
    approved: bool,
    has_documents: bool,
    conflict: Option<Conflict>,
    /// Somebody has taken the question out of the bank.
    retired: bool,
    draft: OwnDraft,
    /// Work of one's own that could be gone on with instead.
    unfinished: Vec<Unfinished>,
    /// Who writes, for what is kept on this device.
    owner: String,
    /// The question that is rewritten; empty for a new one.
    own: String,
    /// Where this work is gone on with.
    address: String,
}

/// Where the editor keeps what is being written.
#[derive(Clone, Copy, Debug)]
pub(super) struct OwnDraft {
    pub id: DraftId,
    /// 0 while nothing is kept.
    pub version: u32,
}

impl OwnDraft {
    /// As the form that was sent names it.
    pub fn of(form: &Form) -> Option<Self> {
        let id = form.text("draft").parse().ok()?;
        Some(Self { id, version: form.text("draft_version").parse().unwrap_or_default() })
    }
}

/// Work that was left lying.
pub(super) struct Unfinished {
    pub id: String,
    pub stem: String,
    pub at: String,
    /// Where it is gone on with.
    pub href: String,
}

impl Unfinished {
    pub fn new(draft: &QuestionDraft, href: String) -> Self {
        let stem = wording::inert(draft.body.typed.stem.trim());
        let short: String = stem.chars().take(STEM_SHOWN).collect();
        let stem = if short == stem { stem } else { format!("{short}…") };
        Self { id: draft.id.to_string(), stem, at: wording::moment(draft.saved_at), href }
    }
}

/// Letters of a question that tell which one it is.
const STEM_SHOWN: usize = 80;

/// What somebody else has saved meanwhile.
pub(super) struct Conflict {
    pub author: String,
    pub at: String,
    /// Field by field, in words.
    pub lines: Vec<(&'static str, String)>,
}

/// What the page is about.
#[derive(Clone, Copy)]
pub(super) enum Target<'a> {
    New(QuestionId),
    /// With the number of the revision that is rewritten.
    Kept(&'a KeptQuestion, u32),
}

/// What a page shows beside its target.
#[derive(Default)]
pub(super) struct Shown {
    pub mistakes: Mistakes,
    pub conflict: Option<Conflict>,
    pub retired: bool,
    pub draft: Option<OwnDraft>,
    pub unfinished: Vec<Unfinished>,
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
    pub picture: PictureMistake,
}

impl Mistakes {
    pub fn of(revision: &Revision, document: Option<DocumentId>, documents: &[Document], wish: Wish) -> Self {
        let mut problems = revision.problems();
        problems.retain(|problem| wish.is_stopped_by(*problem));
        let is_known = document.is_some_and(|id| documents.iter().any(|document| document.id == id));
        let document =
            (!is_known).then_some("Câu hỏi nào cũng gắn với một văn bản. Đồng chí hãy chọn văn bản trong danh sách.");
        Self { problems, document, picture: None }
    }

    pub fn picture(self, picture: PictureMistake) -> Self {
        Self { picture, ..self }
    }

    pub fn is_empty(&self) -> bool {
        self.problems.is_empty() && self.document.is_none() && self.picture.is_none()
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

    pub fn page(&self, target: Target<'_>, entry: &QuestionEntry, shown: Shown) -> Result<HttpResponse, Refusal> {
        let Shown { mistakes, conflict, retired, draft, unfinished } = shown;
        let draft = draft.unwrap_or_else(|| self.fresh_draft(target));
        let question = QuestionFields::new(entry, &mistakes.problems, &self.documents, self.topics.clone())
            .document_error(mistakes.document);
        let (title, action, back, id, base) = match &target {
            Target::New(id) => {
                let unit = self.unit.id;
                ("Viết câu hỏi".to_owned(), format!("/units/{unit}/questions"), "/".to_owned(), *id, 0)
            }
            Target::Kept(kept, base) => {
                let own = format!("/questions/{}", kept.id);
                (format!("Sửa câu {}", kept.number), own.clone(), own, kept.id, *base)
            }
        };
        let status = match (&conflict, mistakes.is_empty()) {
            _ if retired => StatusCode::CONFLICT,
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
            picture: PictureFields::new(entry, &mistakes.problems, mistakes.picture),
            question,
            approved: matches!(target, Target::Kept(kept, _) if kept.state == ReviewState::Approved),
            has_documents: !self.documents.is_empty(),
            conflict,
            retired,
            draft,
            address: match target {
                Target::New(_) => format!("/units/{}/questions/new?draft={}", self.unit.id, draft.id),
                Target::Kept(kept, _) => format!("/questions/{}/edit?draft={}", kept.id, draft.id),
            },
            own: match target {
                Target::New(_) => String::new(),
                Target::Kept(kept, _) => kept.id.to_string(),
            },
            unfinished,
            owner: self.person.member.to_string(),
        })?;
        *response.status_mut() = status;
        Ok(response)
    }
}

impl Desk<'_> {
    /// Where nothing is kept yet: a new question and its draft have one name.
    fn fresh_draft(&self, target: Target<'_>) -> OwnDraft {
        let id = match target {
            Target::New(id) => DraftId(id.0),
            Target::Kept(kept, _) => draft_of(self.person.member, kept.id),
        };
        OwnDraft { id, version: 0 }
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
