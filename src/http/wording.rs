//! Numbers, times and phases in the members' words.

use jiff::tz::TimeZone;

use crate::domain::contest::Phase;
use crate::domain::time::{Millis, Timestamp};

/// `875` → `8,75`.
pub fn score(hundredths: u32) -> String {
    format!("{},{:02}", hundredths / 100, hundredths % 100)
}

/// `12400` → `12,4 giây`.
pub fn seconds(duration: Millis) -> String {
    let tenths = duration.tenths();
    format!("{},{} giây", tenths / 10, tenths % 10)
}

/// `08:14, 22/11/2026` in the time of Vietnam.
pub fn moment(at: Timestamp) -> String {
    let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap_or(TimeZone::UTC);
    match jiff::Timestamp::from_millisecond(at.0) {
        Ok(at) => at.to_zoned(zone).strftime("%H:%M, %d/%m/%Y").to_string(),
        Err(_) => String::new(),
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
    }
}

/// How long an answer may be waited for, in the words of the rules page.
pub fn limit(limit: Millis) -> String {
    if limit.0 % 1_000 == 0 { format!("{} giây", limit.0 / 1_000) } else { seconds(limit) }
}
