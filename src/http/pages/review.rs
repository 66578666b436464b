//! A member's own way through the paper: every question with the key, and the receipts.

use crate::domain::contest::{Contest, Slot};
use crate::domain::identity::Participant;

pub(super) struct ReviewItem {
    pub number: usize,
    pub stem: String,
    pub options: Vec<ReviewOption>,
    pub explanation: String,
    pub source: String,
    pub verdict_text: String,
}

pub(super) struct ReviewOption {
    pub letter: String,
    pub text: String,
    pub correct: bool,
    pub chosen: bool,
}

pub(super) struct Receipt {
    pub question: String,
    pub seq: String,
    pub hash: String,
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
            text: option.text.clone(),
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
        stem: slot.question.revision().stem.clone(),
        options: options.collect(),
        explanation: slot.question.revision().explanation.clone(),
        source: slot.question.revision().source.clone(),
        verdict_text: verdict.to_owned(),
    }
}

pub(super) fn receipts(contest: &Contest, own: Participant) -> Vec<Receipt> {
    let recorded = contest.slots().iter().enumerate().filter_map(|(index, slot)| Some((index, slot.answer(own)?)));
    recorded
        .map(|(index, answer)| Receipt {
            question: format!("Câu {}", index + 1),
            seq: answer.receipt.seq.to_string(),
            hash: answer.receipt.hash.to_string(),
        })
        .collect()
}
