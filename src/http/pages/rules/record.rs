//! What is on record, and how anybody checks it.

use crate::domain::contest::Contest;
use crate::http::house::Fingerprint;

pub(super) fn lines(contest: &Contest, fingerprint: &Fingerprint) -> Vec<String> {
    let plan = contest.plan();
    vec![
        format!(
            "Mã cam kết của hạt giống rút đề: {}. Hạt giống được chọn lúc lên lịch và công khai trong biên bản, nên không ai chọn \
             lại đề được.",
            plan.seed_commitment
        ),
        format!("Vân tay khóa ký biên bản: {}.", fingerprint.0),
        "Mỗi câu trả lời có biên nhận. Mọi diễn biến được ghi nối tiếp thành chuỗi: sửa một dòng là lộ.".to_owned(),
        "Kết thúc kỳ thi, đảng viên trong đơn vị tải được hồ sơ kiểm chứng và tính lại toàn bộ kết quả bằng lệnh khacsau verify."
            .to_owned(),
    ]
}
