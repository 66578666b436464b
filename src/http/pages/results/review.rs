//! A member's own way through the paper: every question with the key, and the receipt.

use crate::domain::contest::{Contest, Slot};
use crate::domain::identity::Participant;
use crate::domain::question::QuestionImage;
use crate::http::wording;

pub(super) struct ReviewItem {
    pub number: usize,
    pub stem: String,
    pub image: Option<QuestionImage>,
    pub options: Vec<ReviewOption>,
    pub explanation: String,
    pub source: String,
    pub verdict_text: &'static str,
    /// Credited time of the answer.
    pub elapsed: Option<String>,
    pub receipt: Option<Receipt>,
}

/// What the record keeps of an answer.
pub(super) struct Receipt {
    pub seq: u64,
    pub hash: String,
}

pub(super) struct ReviewOption {
    pub letter: String,
    pub text: String,
    pub correct: bool,
    pub chosen: bool,
}

/// Only what the contest discloses: questions that were asked.
pub(super) fn review(contest: &Contest, own: Participant) -> Vec<ReviewItem> {
    let orders = contest.order_for(own);
    let asked = (0..contest.slots().len()).filter_map(|index| Some((index, contest.disclosed(index)?.slot())));
    asked.map(|(index, slot)| item(index, slot, own, orders.get(index).map_or(&[], Vec::as_slice))).collect()
}

fn item(index: usize, slot: &Slot, own: Participant, order: &[u8]) -> ReviewItem {
    let answer = slot.answer(own);
    let chosen = answer.map_or(0, |answer| answer.options);
    let options = order.iter().enumerate().filter_map(|(shown, at)| {
        let option = slot.question.options.get(*at as usize)?;
        Some(ReviewOption {
            letter: char::from(b'A' + shown as u8).to_string(),
            text: wording::inert(&option.text),
            correct: option.right,
            chosen: chosen & (1 << at) != 0,
        })
    });
    let verdict = match (slot.voided, answer) {
        (Some(_), _) => "câu đã hủy, không tính điểm",
        (None, Some(answer)) if answer.right => "trả lời đúng",
        (None, Some(_)) => "trả lời chưa đúng",
        (None, None) => "không có câu trả lời",
    };
    ReviewItem {
        number: index + 1,
        stem: wording::inert(&slot.question.revision().stem),
        image: slot.question.revision().image.clone(),
        options: options.collect(),
        explanation: wording::inert(&slot.question.revision().explanation),
        source: wording::inert(&slot.question.revision().source),
        verdict_text: verdict,
        elapsed: answer.map(|answer| wording::seconds(answer.response_time)),
        receipt: answer.map(|answer| Receipt { seq: answer.receipt.seq, hash: answer.receipt.hash.to_string() }),
    }
}
