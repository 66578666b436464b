//! Numbers, times and phases in the members' words.

use crate::domain::calendar::local;
use crate::domain::contest::{DailyHours, Excuse, Phase};
use crate::domain::question::Difficulty;
use crate::domain::ranking::Predicted;
use crate::domain::time::{Millis, Timestamp};
use crate::domain::year_plan::Period;

/// A file whose turn does not come soon.
pub const MANY_FILES: &str = "Đang có nhiều tệp được đọc nên chưa đến lượt của đồng chí. Chưa có gì bị thay đổi; đồng \
                              chí hãy gửi lại sau một phút.";

/// `875` → `8,75`.
pub fn score(hundredths: u32) -> String {
    format!("{},{:02}", hundredths / 100, hundredths % 100)
}

/// `875` → `8,75 điểm`.
pub fn points(hundredths: u32) -> String {
    format!("{} điểm", score(hundredths))
}

/// `3` of `7` → `42,9 %`.
pub fn percent(part: u32, whole: u32) -> String {
    let tenths = (u64::from(part) * 2_000 + u64::from(whole.max(1))) / (2 * u64::from(whole.max(1)));
    if tenths % 10 == 0 { format!("{} %", tenths / 10) } else { format!("{},{} %", tenths / 10, tenths % 10) }
}

/// What somebody wrote, as it may stand in a page's title or between our own words: without the
/// letters that are not seen and turn the reading direction of what follows.
pub fn inert(text: &str) -> String {
    let turns = |letter: &char| matches!(letter, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().filter(|letter| !turns(letter) && !letter.is_control()).collect()
}

/// `12400` → `12,4 giây`.
pub fn seconds(duration: Millis) -> String {
    let tenths = duration.tenths();
    format!("{},{} giây", tenths / 10, tenths % 10)
}

/// `08:14, 22/11/2026` in the time of Vietnam.
pub fn moment(at: Timestamp) -> String {
    local(at).strftime("%H:%M, %d/%m/%Y").to_string()
}

/// `2026-11-25`: the day in Vietnam.
pub fn date(at: Timestamp) -> String {
    local(at).strftime("%Y-%m-%d").to_string()
}

/// `2016-05-15` → `15/05/2016`; what is no date stays as it is.
pub fn day(date: &str) -> String {
    match date.split('-').collect::<Vec<_>>().as_slice() {
        [year, month, day] => format!("{day}/{month}/{year}"),
        _ => date.to_owned(),
    }
}

pub fn phase(phase: &Phase) -> &'static str {
    match phase {
        Phase::Scheduled => "Sắp diễn ra",
        Phase::Lobby => "Đang chờ bắt đầu",
        Phase::GetReady { .. }
        | Phase::Open { .. }
        | Phase::Closed { .. }
        | Phase::Revealed { .. }
        | Phase::Standings { .. }
        | Phase::Running { .. } => "Đang thi",
        Phase::Paused { .. } => "Tạm dừng",
        Phase::Finished => "Đã kết thúc, chờ xác nhận",
        Phase::Confirmed => "Đã xác nhận, chờ công bố",
        Phase::Published => "Đã công bố",
        Phase::Cancelled => "Đã hủy",
    }
}

/// `19:30 thứ Bảy, 05/12/2026`.
pub fn meeting(at: Timestamp) -> String {
    let local = local(at);
    format!("{} {}, {}", local.strftime("%H:%M"), weekday(local.date()), local.strftime("%d/%m/%Y"))
}

pub fn weekday(day: jiff::civil::Date) -> &'static str {
    weekday_name(day.weekday().to_monday_one_offset().unsigned_abs())
}

/// Of a day counted from 1 for Monday.
pub const fn weekday_name(day: u8) -> &'static str {
    match day {
        1 => "thứ Hai",
        2 => "thứ Ba",
        3 => "thứ Tư",
        4 => "thứ Năm",
        5 => "thứ Sáu",
        6 => "thứ Bảy",
        _ => "Chủ nhật",
    }
}

/// `từ 07:30 đến 17:30, thứ Hai đến thứ Sáu`.
pub fn hours(hours: &DailyHours) -> String {
    let days: Vec<u8> = hours.days.iter().collect();
    let named = |days: &[u8]| days.iter().map(|day| weekday_name(*day)).collect::<Vec<_>>();
    let on = match days.as_slice() {
        [_, _, _, _, _, _, _] => "tất cả các ngày".to_owned(),
        [first, .., last] if days.len() > 2 && usize::from(last - first) + 1 == days.len() => {
            format!("{} đến {}", weekday_name(*first), weekday_name(*last))
        }
        [some @ .., last] if !some.is_empty() => format!("{} và {}", named(some).join(", "), weekday_name(*last)),
        some => named(some).concat(),
    };
    format!("từ {} đến {}, {on}", hours.from, hours.to)
}

/// How many people … is what members are asked to predict.
pub const fn predicted(predicted: Predicted) -> &'static str {
    match predicted {
        Predicted::Participants => "tham gia",
        Predicted::AllCorrect => "trả lời đúng tất cả các câu",
    }
}

/// `tháng 12/2026` or `quý IV/2026`.
pub fn period(year: i16, period: Period) -> String {
    match period {
        Period::Month(number) => format!("tháng {number}/{year}"),
        Period::Quarter(number) => format!("quý {}/{year}", roman(number)),
    }
}

/// Of a quarter.
pub const fn roman(quarter: i8) -> &'static str {
    match quarter {
        1 => "I",
        2 => "II",
        3 => "III",
        _ => "IV",
    }
}

pub const fn excuse(excuse: Excuse) -> &'static str {
    match excuse {
        Excuse::Exempt => "miễn sinh hoạt",
        Excuse::Suspended => "đình chỉ sinh hoạt",
        Excuse::Elsewhere => "sinh hoạt tạm thời nơi khác",
        Excuse::Ill => "ốm",
        Excuse::OnDuty => "đi công tác",
    }
}

pub const fn difficulty(difficulty: Difficulty) -> &'static str {
    match difficulty {
        Difficulty::Easy => "dễ",
        Difficulty::Medium => "vừa",
        Difficulty::Hard => "khó",
    }
}

/// A length of time as the rules set it: `25 giây`, `4,5 giây`, `15 phút`.
pub fn limit(limit: Millis) -> String {
    if limit.0 >= 120_000 && limit.0 % 60_000 == 0 { format!("{} phút", limit.0 / 60_000) } else { precise(limit) }
}

/// To the millisecond, without what is zero: `0,15 giây`.
pub fn precise(duration: Millis) -> String {
    let digits = format!("{},{:03}", duration.0 / 1_000, duration.0.rem_euclid(1_000));
    format!("{} giây", digits.trim_end_matches('0').trim_end_matches(','))
}

#[cfg(test)]
mod tests {
    use super::{hours, inert, limit, percent, points, precise};
    use crate::domain::contest::{DailyHours, Weekdays};
    use crate::domain::time::Millis;

    #[test]
    fn numbers_have_a_decimal_comma() {
        assert_eq!(points(875), "8,75 điểm");
        assert_eq!(points(1_000), "10,00 điểm");
        assert_eq!(percent(3, 7), "42,9 %");
        assert_eq!(percent(24, 24), "100 %");
        assert_eq!(percent(0, 0), "0 %");
        assert_eq!(precise(Millis(150)), "0,15 giây");
        assert_eq!(precise(Millis(30_000)), "30 giây");
        assert_eq!((limit(Millis(4_500)), limit(Millis(90_000))), ("4,5 giây".to_owned(), "90 giây".to_owned()));
        assert_eq!(limit(Millis(900_000)), "15 phút");
    }

    #[test]
    fn daily_hours_are_said_as_on_a_door() {
        for (days, words) in [
            (vec![1, 2, 3, 4, 5], "từ 07:30 đến 17:30, thứ Hai đến thứ Sáu"),
            (vec![1, 2, 3, 4, 5, 6, 7], "từ 07:30 đến 17:30, tất cả các ngày"),
            (vec![2, 4, 6], "từ 07:30 đến 17:30, thứ Ba, thứ Năm và thứ Bảy"),
            (vec![6, 7], "từ 07:30 đến 17:30, thứ Bảy và Chủ nhật"),
            (vec![7], "từ 07:30 đến 17:30, Chủ nhật"),
        ] {
            assert_eq!(hours(&DailyHours { days: Weekdays::of(days), ..DailyHours::WORKING }), words);
        }
    }

    #[test]
    fn nothing_that_is_written_turns_what_follows() {
        assert_eq!(inert("An\u{202e}nB\u{2066}\n\u{200f}"), "AnnB");
        assert_eq!(inert("Nguyễn Văn Ân"), "Nguyễn Văn Ân");
    }
}
