//! What keeps a contest from being published, in words beside its field.

use crate::domain::contest_entry::{ContestProblem, PLACE_LENGTH, TITLE_LENGTH};
use crate::domain::year_plan::THEME_LENGTH;

/// The field a problem stands beside; those of lines have words of their own.
pub(super) fn field(problem: &ContestProblem) -> &'static str {
    use ContestProblem as P;
    match problem {
        P::NoTitle | P::TitleTooLong | P::Secret => "title",
        P::ThemeTooLong => "theme",
        P::PlaceTooLong => "place",
        P::Date | P::TooFar => "on",
        P::Time | P::Past => "at",
        P::Closes | P::ClosesBeforeItOpens => "closes_on",
        P::Hours | P::NoHoursWithin => "hours",
        P::Count(_) | P::Weight(_) | P::Shortage { .. } | P::Total(_) => "lines",
        P::Limit => "limit",
        P::SameTies => "tie",
        P::PrizePlaces => "prize_places",
        P::Threshold => "unit_threshold",
        P::NoReason | P::Begun | P::Replaced => "reason",
    }
}

pub(super) fn words(problem: &ContestProblem) -> String {
    use ContestProblem as P;
    match problem {
        P::NoTitle => "Kỳ thi chưa có tên. Đồng chí hãy nhập tên từ 3 ký tự trở lên.".to_owned(),
        P::TitleTooLong => format!("Tên dài quá {TITLE_LENGTH} ký tự. Đồng chí hãy rút ngắn."),
        P::ThemeTooLong => format!("Chủ đề dài quá {THEME_LENGTH} ký tự. Đồng chí hãy rút ngắn."),
        P::PlaceTooLong => format!("Địa điểm dài quá {PLACE_LENGTH} ký tự. Đồng chí hãy rút ngắn."),
        P::Secret => "Nội dung có dấu chỉ độ mật không được đưa lên đây. Đồng chí hãy bỏ nội dung ấy.".to_owned(),
        P::Date => "Ngày này không có trong lịch. Đồng chí hãy nhập theo mẫu 5/12/2026.".to_owned(),
        P::Time => "Đồng chí hãy nhập giờ theo mẫu 19:30.".to_owned(),
        P::Past => "Ngày giờ này đã qua. Đồng chí hãy chọn ngày giờ sắp tới.".to_owned(),
        P::TooFar => "Ngày này còn quá xa. Đồng chí hãy chọn một ngày trong hai năm tới.".to_owned(),
        P::Closes => "Đồng chí hãy nhập ngày và giờ hết hạn bắt đầu, theo mẫu 8/12/2026 và 17:00.".to_owned(),
        P::ClosesBeforeItOpens => "Hết hạn phải sau lúc mở. Đồng chí hãy chọn ngày giờ muộn hơn.".to_owned(),
        P::Hours => {
            "Đồng chí hãy chọn ít nhất một ngày trong tuần và nhập giờ theo mẫu 7:30 và 17:30; giờ kết thúc phải sau giờ bắt \
             đầu."
                .to_owned()
        }
        P::NoHoursWithin => {
            "Từ lúc mở đến lúc hết hạn không có giờ nào như vậy. Đồng chí hãy chọn thêm ngày, hoặc lùi hạn.".to_owned()
        }
        P::Count(_) | P::Weight(_) | P::Shortage { .. } | P::Total(_) => String::new(),
        P::Limit => "Thời gian mỗi câu là một số từ 5 đến 600 giây.".to_owned(),
        P::SameTies => "Một cách xét được chọn hai lần. Đồng chí hãy chọn các cách khác nhau.".to_owned(),
        P::PrizePlaces => "Số hạng được khen là một số từ 1 đến 100.".to_owned(),
        P::NoReason => "Đồng chí hãy ghi lý do sửa, từ 3 ký tự trở lên.".to_owned(),
        P::Begun => {
            "Kỳ thi này đã mở phòng chờ nên không sửa được nữa. Những gì đồng chí nhập vẫn được giữ trong bản nháp.".to_owned()
        }
        P::Replaced => {
            "Kỳ thi này đã được sửa ở một trang khác. Đồng chí mở trang kỳ thi cũ để xem kỳ thi đã thay.".to_owned()
        }
        P::Threshold => "Tỷ lệ là một số từ 0 đến 100.".to_owned(),
    }
}
