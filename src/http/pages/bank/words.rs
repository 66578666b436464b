//! What is said of a question to those who work on the bank: where it stands, what a careful colleague would remark,
//! and what contests taught about it.

use crate::domain::bank::QuestionStanding;
use crate::domain::lint::{Finding, Skew};
use crate::domain::question_statistics::Verdict;
use crate::http::pages::questions::fields::letter;
use crate::http::wording;

pub const fn standing(standing: QuestionStanding) -> &'static str {
    match standing {
        QuestionStanding::Draft => "Nháp",
        QuestionStanding::Submitted => "Chờ duyệt",
        QuestionStanding::Approved => "Đã duyệt",
        QuestionStanding::Returned => "Bị trả lại",
        QuestionStanding::Retired => "Đã rút",
    }
}

/// A finding as advice: what was seen, and what to do.
pub fn finding(finding: &Finding) -> String {
    match finding {
        Finding::DuplicateOf(number) => {
            format!("Trùng lời với câu {number}. Đồng chí nên giữ một câu, hoặc hỏi khác đi.")
        }
        Finding::RefersToOptions => "Có phương án nói về các phương án khác, như “Tất cả các phương án trên”. Khi thi, thứ \
                                     phương án được xáo trộn; đồng chí nên viết thành một phương án có nội dung."
            .to_owned(),
        Finding::RightIsLongest => {
            "Phương án đúng dài hơn hẳn các phương án khác nên dễ đoán. Đồng chí nên viết các phương án dài gần bằng nhau."
                .to_owned()
        }
        Finding::NoSource => "Chưa ghi nguồn. Đồng chí nên ghi văn bản và điều, khoản.".to_owned(),
        Finding::NoExplanation => {
            "Chưa có giải thích. Một câu trích từ văn bản giúp đảng viên nhớ lâu sau khi biết đáp án.".to_owned()
        }
        Finding::SourceSuperseded { by } => format!(
            "Văn bản của câu này đã được thay bằng {}. Câu không được rút vào đề cho đến khi được xem lại.",
            wording::inert(by)
        ),
        Finding::LongForAPhone => {
            "Dài quá một màn hình điện thoại nhỏ, người thi phải cuộn trang. Đồng chí nên rút ngắn câu hỏi hoặc phương án."
                .to_owned()
        }
    }
}

pub const fn verdict_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::TooEasy => "Quá dễ",
        Verdict::TooHard => "Quá khó",
        Verdict::Misleading => "Dễ gây hiểu nhầm",
    }
}

/// What contests taught, and what to look at.
pub const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::TooEasy => "Gần như ai cũng trả lời đúng; câu này không cho biết ai đã đọc văn bản.",
        Verdict::TooHard => {
            "Rất ít người trả lời đúng. Đồng chí xem lại văn bản đã được phổ biến chưa, hoặc hỏi rõ hơn."
        }
        Verdict::Misleading => {
            "Người làm tốt các câu khác lại hay chọn sai câu này. Đồng chí xem lại đáp án và lời văn."
        }
    }
}

/// The letter that is right too often.
pub fn skew(skew: Skew) -> String {
    let Skew { place, count, of, fair } = skew;
    format!(
        "Phương án {} là đáp án của {count} trong {of} câu một phương án đúng; nếu chia đều thì khoảng {fair} câu. Ai đoán \
         theo chữ cái ấy sẽ đúng nhiều hơn mức may rủi, nhất là trên đề in.",
        letter(place)
    )
}
