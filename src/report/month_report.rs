//! The Báo cáo of one contest to the unit above: how it went, what it showed, what is to be read again.

use super::outcome::{Absent, Outcome, items};
use super::party_document::{Block, Frame, PartyDocument};
use super::words::{end, people};

pub fn month_report(outcome: &Outcome, frame: Frame) -> PartyDocument {
    let subject = format!("kết quả tổ chức {}", outcome.contest());
    let annex = outcome.score_sheet();
    PartyDocument { annexes: vec![annex], ..outcome.document(frame, "BÁO CÁO", subject, body(outcome)) }
}

fn body(outcome: &Outcome) -> Vec<Block> {
    let section = |text: &str| Block::Section(text.to_owned());
    let mut body = vec![
        Block::paragraph(format!("{} báo cáo kết quả tổ chức {} như sau:", outcome.unit, outcome.contest())),
        section("I. TÌNH HÌNH TỔ CHỨC"),
    ];
    let mut lines = vec![format!("Thời gian: {}", outcome.held_at)];
    if !outcome.place.is_empty() {
        lines.push(format!("Địa điểm: {}", outcome.place));
    }
    if !outcome.theme.is_empty() {
        lines.push(format!("Chủ đề: {}", outcome.theme));
    }
    lines.push(format!("Hình thức: thi trắc nghiệm trên điện thoại, {}", outcome.mode));
    lines.push(format!("Đề thi: {} câu, rút ngẫu nhiên từ ngân hàng câu hỏi đã duyệt", outcome.questions));
    body.extend(numbered(lines, 0));
    if !outcome.documents.is_empty() {
        body.push(Block::paragraph("Văn bản đã học:"));
        body.extend(items(&outcome.documents));
    }
    body.push(section("II. KẾT QUẢ"));
    let mut lines = vec![format!("Tham gia: {}", outcome.participation())];
    lines.extend(absences(outcome));
    let at = lines.len();
    body.extend(numbered(lines, 0));
    body.extend(scores(outcome, at));
    let hard = outcome.hard_lines();
    body.push(section("III. NỘI DUNG CẦN HỌC LẠI"));
    if hard.is_empty() {
        body.push(Block::paragraph("Mọi đồng chí tham gia đều trả lời đúng các câu được tính điểm."));
    } else {
        body.push(Block::paragraph("Những câu nhiều đồng chí chưa đúng:"));
        body.extend(items(&hard));
        body.push(Block::paragraph(
            "Chi ủy nhắc đảng viên đọc lại những nội dung này; đồng chí chưa tham gia đọc các văn bản đã nêu.",
        ));
    }
    body.push(Block::paragraph("Bảng điểm kèm theo Báo cáo này."));
    body
}

fn numbered(lines: Vec<String>, after: usize) -> impl Iterator<Item = Block> {
    let line = move |(at, line): (usize, String)| Block::paragraph(format!("{}. {}.", after + at + 1, end(&line)));
    lines.into_iter().enumerate().map(line)
}

/// With their reasons, and those without one.
fn absences(outcome: &Outcome) -> Vec<String> {
    let named = |absent: &Absent| match absent.reason {
        Some(reason) => format!("{} ({reason})", absent.name),
        None => absent.name.clone(),
    };
    let (with, without): (Vec<&Absent>, Vec<&Absent>) =
        outcome.absent.iter().partition(|absent| absent.reason.is_some());
    let line = |words: &str, absent: &[&Absent]| {
        let names: Vec<String> = absent.iter().map(|absent| named(absent)).collect();
        let who = people(names.iter().map(String::as_str));
        (!names.is_empty()).then(|| format!("{words}: {} đồng chí, gồm {who}", names.len()))
    };
    [line("Chưa tham gia, có lý do", &with), line("Chưa tham gia, không có lý do", &without)]
        .into_iter()
        .flatten()
        .collect()
}

fn scores(outcome: &Outcome, after: usize) -> Vec<Block> {
    let (Some(mean), Some(best), Some(last)) = (&outcome.mean, outcome.ranked.first(), outcome.ranked.last()) else {
        let nobody = "Xếp hạng: không có đồng chí nào trong bảng xếp hạng".to_owned();
        return numbered(vec![nobody], after).collect();
    };
    let count = |range: std::ops::RangeInclusive<u32>| {
        outcome.ranked.iter().filter(|line| range.contains(&line.hundredths)).count()
    };
    let mut lines = vec![
        format!("Điểm trung bình: {mean}; cao nhất {} điểm, thấp nhất {} điểm", best.score, last.score),
        format!(
            "Từ 8 điểm trở lên: {} đồng chí; từ 5 đến dưới 8 điểm: {} đồng chí; dưới 5 điểm: {} đồng chí",
            count(800..=u32::MAX),
            count(500..=799),
            count(0..=499)
        ),
    ];
    if !outcome.outside.is_empty() {
        lines.push(format!("Thi ngoài bảng xếp hạng: {} đồng chí", outcome.outside.len()));
    }
    let after_lines = after + lines.len() + 1;
    let mut blocks: Vec<Block> = numbered(lines, after).collect();
    blocks.push(Block::paragraph(format!("{after_lines}. Các đồng chí đạt kết quả cao:")));
    blocks.extend(items(&outcome.places()));
    let prizes = outcome.prize_lines();
    if !prizes.is_empty() {
        blocks.push(Block::paragraph(format!("{}. Tặng phẩm:", after_lines + 1)));
        blocks.extend(items(&prizes));
    }
    blocks
}
