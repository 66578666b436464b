//! What a board says in words.

use super::board::Placed;
use super::choice::Chosen;
use crate::domain::season::{Measure, Months, SeasonRule, Total};
use crate::http::wording;

/// `Bảng xếp hạng quý I năm 2026`
pub(super) fn heading(chosen: Chosen) -> String {
    let Chosen { year, months } = chosen;
    match chosen.span() {
        Some("Cả năm") => format!("Bảng xếp hạng năm {year}"),
        Some(span) => {
            let (first, rest) = span.split_at(span.chars().next().map_or(0, char::len_utf8));
            format!("Bảng xếp hạng {}{rest} năm {year}", first.to_lowercase())
        }
        None => {
            let months: Vec<String> = months.iter().map(|month| month.to_string()).collect();
            format!("Bảng xếp hạng tháng {} năm {year}", months.join(", "))
        }
    }
}

/// `43,50`
pub(super) fn points(rule: &SeasonRule, value: i64) -> String {
    let hundredths = rule.points(value);
    format!("{},{:02}", hundredths / 100, hundredths % 100)
}

pub(super) fn taken(total: Total) -> String {
    match total.firsts {
        0 => format!("{} kỳ", total.taken),
        firsts => format!("{} kỳ, {firsts} lần nhất", total.taken),
    }
}

/// Nothing on a board that has no month before.
pub(super) fn change(placed: &Placed, newest: Option<i8>, months: Months) -> Option<String> {
    let has_before = months.iter().any(|month| newest.is_some_and(|newest| month < newest));
    if !has_before {
        return None;
    }
    Some(match placed.before.map(|before| (before.cmp(&placed.line.place), before.abs_diff(placed.line.place))) {
        Some((std::cmp::Ordering::Greater, by)) => format!("▲ tăng {by} bậc"),
        Some((std::cmp::Ordering::Less, by)) => format!("▼ giảm {by} bậc"),
        Some((std::cmp::Ordering::Equal, _)) => "giữ nguyên hạng".to_owned(),
        None => "mới có hạng".to_owned(),
    })
}

/// Of whoever looks and belongs to the unit.
pub(super) fn own(own: Option<&Placed>, size: u32, newest: Option<i8>, rule: &SeasonRule) -> String {
    let Some(placed) = own else {
        return match rule.least {
            1 => {
                "Đồng chí chưa có hạng trong bảng này: chưa có kỳ thi nào được tính cho đồng chí. Cách tính ghi ở dưới."
                    .to_owned()
            }
            least => format!("Đồng chí chưa có hạng trong bảng này: cần ít nhất {least} kỳ thi được tính."),
        };
    };
    let total = placed.line.row.total;
    let since = match (placed.before, newest) {
        (Some(before), Some(month)) if before > placed.line.place => {
            format!(" Tăng {} bậc so với trước tháng {month}.", before - placed.line.place)
        }
        (Some(before), Some(month)) if before < placed.line.place => {
            format!(" Giảm {} bậc so với trước tháng {month}.", placed.line.place - before)
        }
        (Some(_), Some(month)) => format!(" Giữ nguyên hạng so với trước tháng {month}."),
        _ => String::new(),
    };
    format!(
        "Đồng chí xếp thứ {} trong {size}, được {} điểm sau {} kỳ thi.{since}",
        placed.line.place,
        points(rule, total.value),
        total.taken
    )
}

/// The printed rule, one sentence a line.
pub(super) fn rule(rule: &SeasonRule) -> Vec<String> {
    let measure = match rule.measure {
        Measure::Sum => "Cộng điểm đã công bố của các kỳ thi.".to_owned(),
        Measure::Mean => {
            "Lấy điểm bình quân các kỳ thi. Kỳ nào có thể được xếp hạng mà không thi thì tính 0 điểm; kỳ được \
                          miễn hoặc vắng có lý do thì không tính."
                .to_owned()
        }
        Measure::Best(best) => format!("Cộng điểm của {best} kỳ thi cao điểm nhất."),
    };
    let outside = match rule.insiders_count {
        true => "Kỳ thi ngoài bảng xếp hạng vì đã soạn, duyệt hoặc xem câu hỏi vẫn được tính điểm.",
        false => "Kỳ thi ngoài bảng xếp hạng (đã soạn, duyệt hoặc xem câu hỏi) thì không tính.",
    };
    let least = match rule.least {
        1 => "Ai đã dự ít nhất một kỳ được tính thì có hạng.".to_owned(),
        least => format!("Ai đã dự ít nhất {least} kỳ được tính mới có hạng."),
    };
    vec![
        measure,
        "Bằng điểm nhau thì ai nhiều lần hạng nhất hơn xếp trên, rồi đến ai dự nhiều kỳ hơn, rồi đến ai có tổng thời \
         gian ngắn hơn; vẫn bằng nhau thì cùng hạng."
            .to_owned(),
        outside.to_owned(),
        least,
        "Bảng gồm những đồng chí đang sinh hoạt tại đây (với năm đã qua: sinh hoạt tại đây vào cuối năm). Ai chuyển đến \
         mang theo điểm đã có; ai mới vào được tính từ kỳ thi đầu tiên có tên trong danh sách."
            .to_owned(),
        "Kết quả được đính chính thì bảng tính theo lần công bố mới nhất.".to_owned(),
    ]
}

pub(super) fn unit_rule(threshold: u32) -> String {
    format!("Tổ chức có hạng khi tỷ lệ tham gia từ {threshold} %; xếp theo tỷ lệ, rồi đến điểm bình quân.")
}

pub(super) fn rate(part: u64, whole: u64) -> String {
    let narrow = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    wording::percent(narrow(part), narrow(whole))
}
