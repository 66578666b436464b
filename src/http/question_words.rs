//! What is said of a question to those who work on it.

use crate::domain::lint::Finding;

use super::wording;

/// A finding as advice: what was seen, and what to do.
pub fn finding(finding: &Finding) -> String {
    match finding {
        Finding::DuplicateOf(number) => format!("Trùng lời với câu {number}. Đồng chí giữ lại một câu, hoặc hỏi khác đi."),
        Finding::RefersToOptions => "Có phương án nói về các phương án khác (như “Tất cả các phương án trên”). Khi thi, \
             thứ tự phương án được xáo trộn; đồng chí nên viết thành một phương án có nội dung."
            .to_owned(),
        Finding::RightIsLongest => {
            "Phương án đúng dài hơn hẳn các phương án khác nên dễ đoán. Đồng chí nên viết các phương án dài gần bằng nhau."
                .to_owned()
        }
        Finding::NoSource => "Chưa có nguồn. Đồng chí nên ghi văn bản và điều, khoản.".to_owned(),
        Finding::NoExplanation => {
            "Chưa có giải thích. Một câu trích từ văn bản giúp đảng viên nhớ lâu sau khi biết đáp án.".to_owned()
        }
        Finding::SourceSuperseded { by } => format!(
            "Văn bản của câu này đã được thay bằng {}. Câu hỏi không được rút vào đề cho đến khi được xem lại.",
            wording::inert(by)
        ),
        Finding::LongForAPhone => {
            "Dài quá một màn hình điện thoại nhỏ; người thi phải cuộn trang. Đồng chí nên rút ngắn câu hỏi hoặc phương án."
                .to_owned()
        }
    }
}
