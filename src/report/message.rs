//! What is copied elsewhere: a paragraph for the minutes of the meeting, and a line for Zalo.

use super::outcome::Outcome;
use super::words::{end, people, sentence};

/// A paragraph for the minutes.
pub fn minutes(outcome: &Outcome) -> String {
    let mut text = format!(
        "{} tổ chức {}, {}. Có {}.",
        outcome.unit,
        outcome.contest_and_theme(),
        outcome.when(),
        outcome.participation()
    );
    let places = outcome.places();
    match places.is_empty() {
        true => text.push_str(" Không có đồng chí nào trong bảng xếp hạng."),
        false => text.push_str(&format!(" Kết quả: {}.", places.join("; "))),
    }
    if let Some(mean) = &outcome.mean {
        text.push_str(&format!(" Điểm trung bình: {mean}."));
    }
    let prizes = outcome.prize_lines();
    if !prizes.is_empty() {
        text.push_str(&format!(" Tặng phẩm: {}.", prizes.join("; ")));
    }
    let hard: Vec<String> = outcome.hardest.iter().map(|question| format!("câu {}", question.number)).collect();
    if !hard.is_empty() {
        text.push_str(&format!(" Nội dung nhiều đồng chí chưa đúng, cần đọc lại: {}.", hard.join(", ")));
    }
    text
}

/// One line; `address` shows the results to whom they concern.
pub fn short_message(outcome: &Outcome, address: &str) -> String {
    let first: Vec<&str> = outcome.ranked.iter().filter(|line| line.place == Some(1)).map(|line| &*line.name).collect();
    let best = match (outcome.ranked.first(), first.len()) {
        (Some(best), 1..=3) => format!(" Hạng nhất: {}, {} điểm.", people(first), best.score),
        (Some(best), count) => format!(" {count} đồng chí cùng hạng nhất, {} điểm.", best.score),
        (None, _) => String::new(),
    };
    format!(
        "{} của {}: {}/{} đồng chí tham gia ({}).{best} Xem kết quả: {address}",
        sentence(&format!("kết quả {}", outcome.contest())),
        end(&outcome.unit),
        outcome.completed,
        outcome.eligible,
        outcome.rate
    )
}

#[cfg(test)]
mod tests {
    use super::super::outcome::ScoreLine;
    use super::*;

    fn outcome(names: &[&str], held_at: &str) -> Outcome {
        let line = |name: &&str| ScoreLine {
            place: Some(1),
            name: (*name).to_owned(),
            score: "9,00".to_owned(),
            elapsed: "85,2 giây".to_owned(),
            ..ScoreLine::default()
        };
        Outcome {
            unit: "Chi bộ Thôn 1".to_owned(),
            title: "Kỳ thi tháng 11/2026".to_owned(),
            held_at: held_at.to_owned(),
            eligible: 9,
            completed: 8,
            rate: "88,9 %".to_owned(),
            ranked: names.iter().map(line).collect(),
            prize_places: 3,
            ..Outcome::default()
        }
    }

    #[test]
    fn the_first_are_named_as_long_as_a_line_holds_them() {
        let message = |names: &[&str]| short_message(&outcome(names, "14:30"), "https://x/k");
        let begin = "Kết quả kỳ thi tháng 11/2026 của Chi bộ Thôn 1: 8/9 đồng chí tham gia (88,9 %).";
        assert_eq!(message(&[]), format!("{begin} Xem kết quả: https://x/k"));
        for (names, words) in [
            (vec!["An"], "Hạng nhất: đồng chí An, 9,00 điểm."),
            (vec!["An", "Bình", "Chi"], "Hạng nhất: các đồng chí An, Bình và Chi, 9,00 điểm."),
            (vec!["An", "Bình", "Chi", "Dũng"], "4 đồng chí cùng hạng nhất, 9,00 điểm."),
        ] {
            assert_eq!(message(&names), format!("{begin} {words} Xem kết quả: https://x/k"));
        }
    }

    #[test]
    fn the_minutes_say_when_it_was_and_who_was_first() {
        assert_eq!(
            minutes(&outcome(&["An", "Bình"], "14:30 thứ Ba, 03/11/2026")),
            "Chi bộ Thôn 1 tổ chức kỳ thi tháng 11/2026, lúc 14:30 thứ Ba, 03/11/2026. Có 8/9 đồng chí thuộc diện dự \
             thi đã tham gia, đạt 88,9 %. Kết quả: Hạng nhất: các đồng chí An và Bình, 9,00 điểm, tổng thời gian 85,2 giây."
        );
        let window = minutes(&outcome(&[], "từ 07:30 thứ Hai, 02/11/2026 đến 17:30 thứ Sáu, 06/11/2026"));
        assert!(
            window.contains("kỳ thi tháng 11/2026, từ 07:30") && window.contains("Không có đồng chí nào"),
            "{window}"
        );
    }
}
