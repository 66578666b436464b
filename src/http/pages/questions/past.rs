//! What was done to a question: each revision with what it changed, and what colleagues said of it.

use super::fields;
use crate::domain::question::{Change, changes};
use crate::http::wording;
use crate::store::{PastReview, PastRevision};

/// One revision, newest first in the list.
pub(super) struct PastLine {
    pub number: u32,
    pub author: String,
    pub saved_at: String,
    pub is_first: bool,
    pub changes: Vec<ChangeLine>,
    pub reviews: Vec<ReviewLine>,
}

/// What changed, with the words before and after where there are such.
pub(super) struct ChangeLine {
    pub what: &'static str,
    pub before: String,
    pub after: String,
}

pub(super) struct ReviewLine {
    pub words: String,
    pub at: String,
    pub comment: String,
    pub approved: bool,
}

/// `history` is newest first, and so are the lines.
pub(super) fn lines(history: Vec<PastRevision>) -> Vec<PastLine> {
    let before: Vec<_> = history.iter().skip(1).map(|past| Some(past.revision.clone())).chain([None]).collect();
    history.into_iter().zip(before).map(|(past, before)| line(past, before.as_ref())).collect()
}

fn line(past: PastRevision, before: Option<&crate::domain::question::Revision>) -> PastLine {
    let changed = before.map(|before| changes(before, &past.revision)).unwrap_or_default();
    PastLine {
        number: past.number,
        author: wording::inert(&past.author_name),
        saved_at: wording::moment(past.saved_at),
        is_first: before.is_none(),
        changes: changed.into_iter().map(change).collect(),
        reviews: past.reviews.into_iter().map(review).collect(),
    }
}

fn change(change: Change) -> ChangeLine {
    let line = |what, before: &str, after: &str| ChangeLine {
        what,
        before: wording::inert(before),
        after: wording::inert(after),
    };
    let limit = |limit| match limit {
        Some(limit) => wording::limit(limit),
        None => "theo kỳ thi".to_owned(),
    };
    match change {
        Change::Kind(before, after) => line("Loại câu", fields::kind_words(before), fields::kind_words(after)),
        Change::Stem(before, after) => line("Câu hỏi", &before, &after),
        Change::OptionReworded(before, after) => line("Phương án", &before, &after),
        Change::OptionAdded(text) => line("Thêm phương án", "", &text),
        Change::OptionRemoved(text) => line("Bỏ phương án", &text, ""),
        Change::Reordered => line("Đổi thứ tự các phương án", "", ""),
        Change::Key(before, after) => line("Đáp án", &before.join("; "), &after.join("; ")),
        Change::Explanation(before, after) => line("Giải thích", &before, &after),
        Change::Source(before, after) => line("Nguồn", &before, &after),
        Change::Limit(before, after) => line("Thời gian trả lời", &limit(before), &limit(after)),
        Change::KeepOrder(true) => line("Giữ nguyên thứ tự phương án khi thi", "", ""),
        Change::KeepOrder(false) => line("Xáo trộn thứ tự phương án khi thi", "", ""),
        Change::Picture => line("Ảnh của câu hỏi", "", ""),
    }
}

fn review(review: PastReview) -> ReviewLine {
    let name = wording::inert(&review.reviewer_name);
    let words = match (review.approved, review.alone) {
        (true, true) => format!("Đồng chí {name} tự duyệt, vì chi bộ chỉ có một người làm câu hỏi"),
        (true, false) => format!("Đồng chí {name} đã duyệt"),
        (false, _) => format!("Đồng chí {name} trả lại"),
    };
    ReviewLine {
        words,
        at: wording::moment(review.reviewed_at),
        comment: wording::inert(&review.comment),
        approved: review.approved,
    }
}
