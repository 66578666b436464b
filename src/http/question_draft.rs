//! A question that somebody is still writing, as the editor sends it and the draft store keeps it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::error::Refusal;
use super::house::House;
use crate::auth::Person;
use crate::domain::identity::{DraftId, MemberId, QuestionId, UnitId};
use crate::domain::ledger::{Hash, parse_hex};
use crate::domain::question::{Difficulty, QuestionEntry, QuestionImage, QuestionKind, RevisionOption};
use crate::domain::time::Timestamp;
use crate::store::{Draft, DraftKind};

/// The form's fields, as they were typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TypedQuestion {
    /// `single`, `multiple` or `true_false`.
    pub kind: String,
    pub stem: String,
    pub options: Vec<TypedOption>,
    pub explanation: String,
    pub source: String,
    /// Seconds, or empty.
    pub limit: String,
    pub keep_order: bool,
    pub topic: String,
    /// `easy`, `medium`, `hard`, or empty.
    pub difficulty: String,
    /// A document's id, or empty.
    pub document: String,
    /// A picture's hash, or empty.
    pub image: String,
    /// What is to be seen in it.
    pub image_alt: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TypedOption {
    pub text: String,
    pub correct: bool,
}

impl TypedQuestion {
    pub fn entry(&self) -> QuestionEntry {
        let option = |option: &TypedOption| RevisionOption { text: option.text.clone(), correct: option.correct };
        QuestionEntry {
            kind: QuestionKind::from_name(&self.kind).unwrap_or(QuestionKind::Single),
            stem: self.stem.clone(),
            options: self.options.iter().map(option).collect(),
            explanation: self.explanation.clone(),
            source: self.source.clone(),
            limit: self.limit.clone(),
            keep_order: self.keep_order,
            topic: self.topic.clone(),
            difficulty: Difficulty::from_name(&self.difficulty),
            document: self.document.parse().ok(),
            image: picture(&self.image, &self.image_alt),
        }
    }
}

/// A picture as a form names it; how large it is stands where it is kept.
pub fn picture(hash: &str, alt: &str) -> Option<QuestionImage> {
    let hash = Hash(parse_hex(hash)?);
    Some(QuestionImage { hash, width: 0, height: 0, alt: alt.to_owned() })
}

/// What the draft store keeps.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DraftBody {
    /// The question that is rewritten; none for a new one.
    pub question: Option<QuestionId>,
    /// The revision that was read when the writing began; 0 for a new question.
    pub base: u32,
    pub typed: TypedQuestion,
}

/// A draft with what is in it.
#[derive(Clone, Debug)]
pub struct QuestionDraft {
    pub id: DraftId,
    pub unit: UnitId,
    pub version: u32,
    pub saved_at: Timestamp,
    pub body: DraftBody,
}

impl QuestionDraft {
    /// A draft of another kind, or in a shape that is not written any more, is none.
    fn read(draft: Draft) -> Option<Self> {
        let body = serde_json::from_str(&draft.body).ok()?;
        let Draft { id, unit, version, saved_at, kind, .. } = draft;
        (kind == DraftKind::Question).then_some(Self { id, unit, version, saved_at, body })
    }
}

/// The one draft that somebody has of a question: two of their tabs write the same.
pub fn draft_of(member: MemberId, question: QuestionId) -> DraftId {
    let hash = Hash::of_parts(&[b"khacsau.question-draft.v1", member.0.as_bytes(), question.0.as_bytes()]);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.0[..16]);
    DraftId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

impl House {
    /// A draft of this person's at this unit.
    pub async fn question_draft(
        &self,
        person: &Person,
        unit: UnitId,
        id: DraftId,
    ) -> Result<Option<QuestionDraft>, Refusal> {
        let draft = self.store.draft(id, person.member).await?.and_then(QuestionDraft::read);
        Ok(draft.filter(|draft| draft.unit == unit))
    }

    /// New questions that this person has not finished at this unit, the latest first.
    pub async fn unfinished_questions(&self, person: &Person, unit: UnitId) -> Result<Vec<QuestionDraft>, Refusal> {
        let drafts = self.store.drafts_of(person.member, DraftKind::Question).await?;
        let drafts = drafts.into_iter().filter(|draft| draft.unit == unit).filter_map(QuestionDraft::read);
        Ok(drafts.filter(|draft| draft.body.question.is_none()).collect())
    }

    /// Throws away a draft of this person's, if there is one.
    pub async fn drop_question_draft(&self, person: &Person, unit: UnitId, id: &str) -> Result<(), Refusal> {
        let Ok(id) = id.parse() else { return Ok(()) };
        if self.question_draft(person, unit, id).await?.is_some() {
            self.store.delete_draft(id).await?;
        }
        Ok(())
    }
}
