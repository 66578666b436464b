//! Every question that was asked, those that most got wrong first.

use crate::domain::contest::{Contest, Slot};
use crate::http::wording;

pub(super) struct QuestionLine {
    pub number: usize,
    pub stem: String,
    pub rate: String,
    /// The right options.
    pub answer: String,
    pub state: &'static str,
    pub can_void: bool,
    pub can_restore: bool,
}

pub(super) fn lines(contest: &Contest) -> Vec<QuestionLine> {
    let joined = contest.joined() as u32;
    let asked = (0..contest.slots().len()).filter_map(|index| Some((index, contest.disclosed(index)?.slot())));
    let mut lines: Vec<(u32, QuestionLine)> =
        asked.map(|(index, slot)| (right(slot), line(contest, joined, index, slot))).collect();
    lines.sort_by_key(|(right, line)| (!line.can_void, *right, line.number));
    lines.into_iter().map(|(_, line)| line).collect()
}

fn right(slot: &Slot) -> u32 {
    slot.answers.iter().flatten().filter(|answer| answer.right).count() as u32
}

fn line(contest: &Contest, joined: u32, index: usize, slot: &Slot) -> QuestionLine {
    let right = right(slot);
    let options = slot.question.options.iter().filter(|option| option.right);
    let answer: Vec<String> = options.map(|option| wording::inert(&option.text)).collect();
    QuestionLine {
        number: index + 1,
        stem: wording::inert(&slot.question.revision().stem),
        rate: format!("{right}/{joined} đồng chí trả lời đúng ({})", wording::percent(right, joined)),
        answer: answer.join("; "),
        state: match (slot.voided, slot.interrupted) {
            (Some(_), _) => "Đã hủy, không tính cho ai.",
            (None, true) => "Máy chủ gián đoạn trong câu này.",
            (None, false) => "",
        },
        can_void: slot.voided.is_none(),
        can_restore: contest.was_voided_afterwards(index as u32),
    }
}
