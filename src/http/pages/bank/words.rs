//! What is said of a question to those who work on the bank: where it stands, and what contests taught about it.

use crate::domain::bank::QuestionStanding;
use crate::domain::lint::Skew;
use crate::domain::question_statistics::Verdict;
use crate::http::pages::questions::fields::letter;

pub const fn standing(standing: QuestionStanding) -> &'static str {
    match standing {
        QuestionStanding::Draft => "Nháp",
        QuestionStanding::Submitted => "Chờ duyệt",
        QuestionStanding::Approved => "Đã duyệt",
        QuestionStanding::Returned => "Bị trả lại",
        QuestionStanding::Retired => "Đã rút",
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
