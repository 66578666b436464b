//! One period of the form, and what was wrong with it.

use crate::domain::document::Document;
use crate::domain::year_plan::{Period, PeriodEntry, PeriodProblem, THEME_LENGTH};
use crate::http::form::Form;

pub(super) fn entry(form: &Form, period: Period, known: &[Document]) -> PeriodEntry {
    let name = period.name();
    let text = |field: &str| form.text(&format!("{name}-{field}")).chars().take(500).collect::<String>();
    let field = format!("{name}-document");
    let documents = form.all(&field).filter_map(|id| {
        let id = id.parse().ok()?;
        known.iter().find(|document| document.id == id)
    });
    let mut documents: Vec<_> = documents.map(|document| document.id).collect();
    documents.sort_unstable();
    documents.dedup();
    PeriodEntry { theme: text("theme"), on: text("on"), documents }
}

pub(super) fn words(problem: PeriodProblem) -> String {
    match problem {
        PeriodProblem::ThemeTooLong => format!("Chủ đề dài quá {THEME_LENGTH} ký tự. Đồng chí hãy rút ngắn."),
        PeriodProblem::SecretTheme => {
            "Nội dung có dấu chỉ độ mật không được đưa lên đây. Đồng chí hãy bỏ nội dung ấy.".to_owned()
        }
        PeriodProblem::Date => "Ngày này không có trong lịch. Đồng chí hãy nhập theo mẫu 5/12/2026.".to_owned(),
        PeriodProblem::Elsewhere => {
            "Ngày này không thuộc tháng hoặc quý đang ghi. Đồng chí hãy sửa ngày, hoặc ghi vào đúng tháng.".to_owned()
        }
    }
}
