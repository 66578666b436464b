//! What is on record, and how anybody checks it.

use crate::domain::contest::Contest;
use crate::http::house::Fingerprint;

/// Before a contest is published, its seed is not chosen.
pub(super) fn lines(contest: &Contest, fingerprint: &Fingerprint, published: bool) -> Vec<String> {
    let commitment = match published {
        true => contest.plan().seed_commitment.to_string(),
        false => "được chọn và in ở đây lúc công bố kỳ thi".to_owned(),
    };
    vec![
        format!(
            "Mã cam kết của hạt giống rút đề: {commitment}. Hạt giống được chọn lúc lên lịch và công khai trong biên bản, nên không ai chọn \
             lại đề được."
        ),
        format!("Vân tay khóa ký biên bản: {}.", fingerprint.0),
        "Mỗi câu trả lời có biên nhận. Mọi diễn biến được ghi nối tiếp thành chuỗi: sửa một dòng là lộ.".to_owned(),
        "Kết thúc kỳ thi, đảng viên trong đơn vị tải được hồ sơ kiểm chứng và tính lại toàn bộ kết quả bằng lệnh khacsau verify."
            .to_owned(),
    ]
}
