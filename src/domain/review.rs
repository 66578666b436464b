//! The way of a question into the drawable bank: a draft is submitted, and somebody who did not write it approves it or
//! sends it back with a comment.

use super::bank::ReviewState;
use super::citation::whole;
use super::document::Document;
use super::identity::MemberId;
use super::question::Revision;
use super::text::line;

/// A step on that way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewStep {
    Submit,
    Approve,
    Return,
    /// Back to a draft, by whoever may write.
    Withdraw,
}

impl ReviewState {
    /// Where a step leads; `None` where it cannot be taken.
    pub const fn after(self, step: ReviewStep) -> Option<Self> {
        match (self, step) {
            (Self::Draft, ReviewStep::Submit) => Some(Self::Submitted),
            (Self::Submitted, ReviewStep::Approve) => Some(Self::Approved),
            (Self::Submitted | Self::Approved, ReviewStep::Return | ReviewStep::Withdraw) => Some(Self::Draft),
            _ => None,
        }
    }
}

/// Who has worked on what is to be reviewed, and who else could review it.
#[derive(Clone, Debug)]
pub struct Authorship {
    /// Whoever saved a revision since the last one that was approved, that one's own author included if none was.
    pub authors: Vec<MemberId>,
    /// Committee members and secretaries of the unit.
    pub committee: Vec<MemberId>,
    pub secretaries: Vec<MemberId>,
}

/// In what quality somebody reviews.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reviewer {
    /// Somebody else than the author.
    Colleague,
    /// The secretary, who wrote it as the only one of the committee: recorded as such.
    Alone,
}

/// Nobody reviews what they wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a question is reviewed by somebody who did not write it")]
pub struct OwnWork;

impl Authorship {
    pub fn reviewer(&self, member: MemberId) -> Result<Reviewer, OwnWork> {
        if !self.authors.contains(&member) {
            return Ok(Reviewer::Colleague);
        }
        let alone = self.committee.iter().chain(&self.secretaries).all(|other| *other == member);
        if alone && self.secretaries.contains(&member) { Ok(Reviewer::Alone) } else { Err(OwnWork) }
    }
}

/// What is said when a question is sent back; at least a few words.
pub fn comment(typed: &str) -> Option<String> {
    let words = line(typed);
    (5..=1_000).contains(&words.chars().count()).then_some(words)
}

/// A question that is still right under the document that replaced its own: the same words, and the new document as
/// their source.
pub fn carried_over(revision: &Revision, old: &Document, new: &Document) -> Revision {
    let have_numbers = !old.symbol.is_empty() && !new.symbol.is_empty();
    // Where the article is named, it keeps its place: whoever confirms has compared it.
    let source = match whole(&revision.source, &old.symbol).filter(|_| have_numbers) {
        Some(at) => {
            let (before, after) = (&revision.source[..at], &revision.source[at + old.symbol.len()..]);
            let named = std::iter::once(format!("{} {}", before.trim_end(), dated(new)).trim().to_owned());
            named.chain(after.split([',', ';']).filter_map(article)).collect::<Vec<_>>().join(", ")
        }
        None => dated(new),
    };
    Revision { source, ..revision.clone() }
}

/// A piece of a source that names a place within the document: `Điều 3`, `khoản 2 Điều 1`.
fn article(piece: &str) -> Option<String> {
    const PARTS: [&str; 7] = ["điều", "khoản", "điểm", "mục", "chương", "phần", "trang"];
    let piece = piece.trim().trim_end_matches('.');
    let first = piece.split_whitespace().next()?.to_lowercase();
    PARTS.contains(&first.as_str()).then(|| piece.to_owned())
}

/// `207-QĐ/TW, ngày 26/7/2026 của Bộ Chính trị`.
fn dated(document: &Document) -> String {
    let mut words = document.name().to_owned();
    let parts: Vec<&str> = document.issued_on.split('-').collect();
    if let [year, month, day] = parts.as_slice() {
        words += &format!(", ngày {}/{}/{year}", day.trim_start_matches('0'), month.trim_start_matches('0'));
    }
    if !document.issuer.is_empty() {
        words += &format!(" của {}", document.issuer);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::document::DocumentStanding;
    use crate::domain::identity::DocumentId;
    use crate::domain::question::QuestionKind;
    use uuid::Uuid;

    const AN: MemberId = MemberId(Uuid::from_u128(1));
    const BINH: MemberId = MemberId(Uuid::from_u128(2));
    const CHI: MemberId = MemberId(Uuid::from_u128(3));

    #[test]
    fn only_what_was_submitted_is_approved_and_only_drafts_are_submitted() {
        use ReviewState::{Approved, Draft, Submitted};
        let steps = [ReviewStep::Submit, ReviewStep::Approve, ReviewStep::Return, ReviewStep::Withdraw];
        let ways = |state: ReviewState| steps.map(|step| state.after(step));
        assert_eq!(ways(Draft), [Some(Submitted), None, None, None]);
        assert_eq!(ways(Submitted), [None, Some(Approved), Some(Draft), Some(Draft)]);
        assert_eq!(ways(Approved), [None, None, Some(Draft), Some(Draft)]);
    }

    #[test]
    fn nobody_reviews_their_own_work_but_a_secretary_who_is_alone() {
        let cell = |committee: &[MemberId], secretaries: &[MemberId]| Authorship {
            authors: vec![AN],
            committee: committee.to_vec(),
            secretaries: secretaries.to_vec(),
        };
        assert_eq!(cell(&[AN], &[BINH]).reviewer(BINH), Ok(Reviewer::Colleague));
        assert_eq!(cell(&[AN], &[BINH]).reviewer(AN), Err(OwnWork));
        assert_eq!(cell(&[BINH], &[AN]).reviewer(AN), Err(OwnWork), "there is somebody else");
        assert_eq!(cell(&[], &[AN, CHI]).reviewer(AN), Err(OwnWork), "there is a second secretary");
        assert_eq!(cell(&[AN], &[]).reviewer(AN), Err(OwnWork), "only a secretary may");
        assert_eq!(cell(&[], &[AN]).reviewer(AN), Ok(Reviewer::Alone));
        assert_eq!(cell(&[AN], &[AN]).reviewer(AN), Ok(Reviewer::Alone), "one person in both roles");
    }

    #[test]
    fn a_comment_says_something() {
        assert_eq!(comment("  Sai  điều khoản "), Some("Sai điều khoản".to_owned()));
        assert_eq!((comment("Sai"), comment(" ")), (None, None));
    }

    #[test]
    fn a_question_carried_over_cites_the_new_document_with_the_same_words() {
        let document = |symbol: &str, issued_on: &str| Document {
            id: DocumentId(Uuid::nil()),
            symbol: symbol.into(),
            issued_on: issued_on.into(),
            issuer: "Bộ Chính trị".into(),
            title: "Về những điều đảng viên không được làm".into(),
            link: String::new(),
            standing: DocumentStanding::InForce,
        };
        let (old, new) = (document("37-QĐ/TW", "2021-10-25"), document("207-QĐ/TW", "2026-07-06"));
        let revision = |source: &str| Revision {
            kind: QuestionKind::Single,
            stem: "Đảng viên không được làm gì?".into(),
            options: Vec::new(),
            explanation: String::new(),
            source: source.into(),
            limit: None,
            keep_order: false,
            image: None,
        };
        let carried = |source: &str| carried_over(&revision(source), &old, &new).source;
        assert_eq!(
            carried("Điều 3 Quy định số 37-QĐ/TW, ngày 25/10/2021"),
            "Điều 3 Quy định số 207-QĐ/TW, ngày 6/7/2026 của Bộ Chính trị"
        );
        assert_eq!(
            carried("Quy định số 37-QĐ/TW, ngày 25/10/2021 của Bộ Chính trị, khoản 2, Điều 3."),
            "Quy định số 207-QĐ/TW, ngày 6/7/2026 của Bộ Chính trị, khoản 2, Điều 3",
            "the article may stand behind the number"
        );
        assert_eq!(
            carried("Điều 2 Quy định số 137-QĐ/TW; Điều 3 Quy định số 37-QĐ/TW"),
            "Điều 2 Quy định số 137-QĐ/TW; Điều 3 Quy định số 207-QĐ/TW, ngày 6/7/2026 của Bộ Chính trị",
            "another document's number may end like this one's"
        );
        assert_eq!(carried("Quy định số 137-QĐ/TW"), "207-QĐ/TW, ngày 6/7/2026 của Bộ Chính trị");
        assert_eq!(carried("Quy định cũ"), "207-QĐ/TW, ngày 6/7/2026 của Bộ Chính trị");
        assert_eq!(carried_over(&revision("x"), &old, &new).stem, revision("x").stem);
    }
}
