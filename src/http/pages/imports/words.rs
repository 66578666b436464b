//! What is said of an import, in the words of whoever brought the file.

use super::super::questions::fields;
use crate::exchange::{MOST_QUESTIONS, Refusal, RefusalKind, Verdict};

/// Why nothing was taken. The reader speaks of files; whoever pasted a text has none.
pub fn refusal(refusal: Refusal, is_pasted: bool) -> String {
    match refusal.kind {
        _ if !is_pasted => refusal.sentence,
        RefusalKind::EmptyFile => {
            "Không tìm thấy câu hỏi nào trong đoạn đã dán. Mỗi câu cần có số thứ tự (ví dụ “Câu 1:”), các phương án \
             A, B, C, D ở các dòng sau và dòng “Đáp án: …”. Đồng chí hãy sửa ngay trong ô rồi gửi lại."
                .to_owned()
        }
        RefusalKind::SecretMarking => {
            "Trong đoạn đã dán có dấu chỉ độ mật (MẬT, TỐI MẬT hoặc TUYỆT MẬT). Tài liệu mật không được đưa lên hệ \
             thống này; không có nội dung nào được lưu."
                .to_owned()
        }
        RefusalKind::LegacyEncoding => {
            "Đoạn đã dán dùng bảng mã cũ (TCVN3 hoặc VNI) nên chữ có dấu bị sai. Đồng chí hãy chuyển sang Unicode \
             (ví dụ bằng công cụ chuyển mã của UniKey) rồi dán lại."
                .to_owned()
        }
        RefusalKind::TooLarge => too_long(),
        RefusalKind::UnreadableFile | RefusalKind::UnsupportedType => {
            "Đoạn đã dán không đọc được. Đồng chí hãy chép lại phần chữ của các câu hỏi rồi dán vào ô.".to_owned()
        }
    }
}

pub fn too_long() -> String {
    "Đoạn đã dán quá dài. Đồng chí hãy chia thành nhiều phần, hoặc gửi cả tệp.".to_owned()
}

pub fn too_large(megabytes: usize) -> String {
    format!(
        "Tệp lớn hơn {megabytes} MB nên không được đọc. Đồng chí hãy bỏ hình ảnh, các trang tính thừa, hoặc chia tệp \
         thành nhiều phần rồi gửi lại."
    )
}

pub fn too_many(count: usize) -> String {
    format!(
        "Có {count} câu hỏi, nhiều hơn {MOST_QUESTIONS} câu của một lần nhập. Đồng chí hãy chia tệp thành nhiều phần \
         rồi gửi từng phần."
    )
}

/// What has to be mended before a question can be taken.
pub fn verdict(verdict: &Verdict) -> Vec<String> {
    match verdict {
        Verdict::Good => Vec::new(),
        Verdict::Misread(problem) => vec![problem.sentence.clone()],
        Verdict::Unfit(problems) => problems.iter().map(|problem| fields::words(*problem)).collect(),
        Verdict::Repeats { ordinal } => vec![format!(
            "Câu này trùng với câu {ordinal} ở trên. Câu đứng trước được giữ lại; đồng chí hãy sửa câu này, hoặc để \
             nguyên thì câu này không được nhập."
        )],
    }
}
