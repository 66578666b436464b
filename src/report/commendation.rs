//! The Quyết định that commends the best of a contest.

use super::outcome::{Outcome, items};
use super::party_document::{Block, Frame, PartyDocument};
use super::words::end;

/// None where nobody has a place that is commended.
pub fn commendation(outcome: &Outcome, frame: Frame) -> Option<PartyDocument> {
    let count = outcome.winners().count();
    if count == 0 {
        return None;
    }
    let whom = if count == 1 { "đồng chí" } else { "các đồng chí" };
    let subject = format!("biểu dương {whom} đạt kết quả cao trong {}", outcome.contest());
    Some(outcome.document(frame, "QUYẾT ĐỊNH", subject, body(outcome, whom)))
}

fn body(outcome: &Outcome, whom: &str) -> Vec<Block> {
    let mut body = vec![
        Block::item("Căn cứ Điều lệ Đảng Cộng sản Việt Nam;"),
        Block::item(format!("Căn cứ thể lệ {};", outcome.contest())),
        Block::item(format!("Căn cứ kết quả kỳ thi tổ chức {}, đã xác nhận và công bố,", outcome.when())),
        Block::Centred(format!("{} QUYẾT ĐỊNH", outcome.unit.to_uppercase())),
        article(1, &format!("Biểu dương {whom} sau đây đã đạt kết quả cao trong {}:", outcome.contest_and_theme())),
    ];
    body.extend(items(&outcome.places()));
    let prizes = outcome.prize_lines();
    let mut next = 2;
    if !prizes.is_empty() {
        body.push(article(next, "Tặng phẩm:"));
        body.extend(items(&prizes));
        next += 1;
    }
    body.push(article(
        next,
        &format!(
            "{}, đảng viên và {whom} có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này. Quyết định có hiệu lực kể từ ngày ký.",
            end(&outcome.unit)
        ),
    ));
    body
}

fn article(number: usize, text: &str) -> Block {
    Block::paragraph(format!("Điều {number}. {text}"))
}
