//! The Thông báo of a contest's results, with the score sheet annexed.

use super::outcome::{Outcome, items};
use super::party_document::{Block, Frame, PartyDocument};
use super::words::{end, sentence};

pub fn announcement(outcome: &Outcome, frame: Frame) -> PartyDocument {
    let subject = format!("kết quả {}", outcome.contest());
    let annex = outcome.score_sheet();
    PartyDocument { annexes: vec![annex], ..outcome.document(frame, "THÔNG BÁO", subject, body(outcome)) }
}

fn body(outcome: &Outcome) -> Vec<Block> {
    let place = if outcome.place.is_empty() { String::new() } else { format!(", tại {}", end(&outcome.place)) };
    let mut body = vec![Block::paragraph(format!(
        "{}{place}, {} đã tổ chức {}. Kết quả như sau:",
        sentence(&outcome.when()),
        outcome.unit,
        outcome.contest_and_theme()
    ))];
    let mut number = 0;
    let mut numbered = |text: String| {
        number += 1;
        Block::paragraph(format!("{number}. {text}"))
    };
    body.push(numbered(format!("Tham gia: {}.", outcome.participation())));
    let places = outcome.places();
    if places.is_empty() {
        body.push(numbered("Xếp hạng: không có đồng chí nào trong bảng xếp hạng.".to_owned()));
    } else {
        body.push(numbered("Các đồng chí đạt kết quả cao:".to_owned()));
        body.extend(items(&places));
    }
    if let Some(mean) = &outcome.mean {
        body.push(numbered(format!("Điểm trung bình của các đồng chí trong bảng xếp hạng: {mean}.")));
    }
    let prizes = outcome.prize_lines();
    if !prizes.is_empty() {
        body.push(numbered("Tặng phẩm:".to_owned()));
        body.extend(items(&prizes));
    }
    let hard = outcome.hard_lines();
    if !hard.is_empty() {
        body.push(numbered("Câu nhiều đồng chí chưa đúng, đề nghị đảng viên đọc lại văn bản:".to_owned()));
        body.extend(items(&hard));
    }
    body.push(Block::paragraph(
        "Kết quả được tính theo thể lệ đã công bố trước kỳ thi. Bảng điểm kèm theo Thông báo này.",
    ));
    body
}
