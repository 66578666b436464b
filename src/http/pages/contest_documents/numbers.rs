//! The number and day of one document.

use actix_web::{HttpRequest, HttpResponse, web};

use super::outcome::told;
use super::{Desk, page, refused};
use crate::domain::document_settings::{DocumentSettings, Phrase};
use crate::domain::issued_document::{Issue, IssueEntry, IssueProblem, IssuedKind};
use crate::http::error::{Page, Refusal};
use crate::http::form::{Field, Form};
use crate::http::house::House;
use crate::http::pages::see_other;
use crate::http::wording;
use crate::store::NUMBER_TAKEN;

/// Two short fields.
const BODY: usize = 16 * 1_024;
const TYPED: usize = 20;

/// What cannot be kept, as it was typed.
pub(super) struct Typed {
    pub kind: IssuedKind,
    entry: IssueEntry,
    problems: Vec<IssueProblem>,
    is_taken: bool,
}

/// One document on the page.
pub(super) struct NumberPart {
    pub name: &'static str,
    pub heading: &'static str,
    pub about: &'static str,
    pub fields: Vec<Field>,
    /// `04-TB/CB`, given last.
    pub last: Option<String>,
}

impl NumberPart {
    pub(super) fn of(
        kind: IssuedKind,
        issue: Option<&Issue>,
        last: Option<u32>,
        settings: &DocumentSettings,
        typed: Option<&Typed>,
    ) -> Self {
        let entry = typed.map_or_else(|| entry(issue), |typed| typed.entry.clone());
        let has = |problem| typed.is_some_and(|typed| typed.problems.contains(&problem));
        let number_error = match typed {
            Some(typed) if typed.is_taken => Some(taken(kind)),
            _ => has(IssueProblem::Number)
                .then_some("Đồng chí hãy nhập số từ 1 đến 9999, hoặc để trống để ghi tay khi ký."),
        };
        let date_error = has(IssueProblem::Date)
            .then_some("Ngày này không có trong lịch. Đồng chí hãy nhập theo mẫu 5/12/2026, hoặc để trống.");
        let (name, number, on) = names(kind);
        let (heading, about) = words(kind);
        let symbol = settings.phrase(Phrase::Symbol);
        Self {
            name,
            heading,
            about,
            fields: vec![
                Field::new(number, "Số", &entry.number, TYPED)
                    .hint("Để trống thì trên văn bản có chỗ ghi tay.")
                    .error(number_error),
                Field::new(on, "Ngày ban hành", &entry.on, TYPED)
                    .hint("Để trống thì lấy ngày tải văn bản.")
                    .error(date_error),
            ],
            last: last.map(|number| format!("{number:02}-{}/{symbol}", kind.abbreviation())),
        }
    }
}

pub async fn save(
    house: web::Data<House>,
    request: HttpRequest,
    path: web::Path<(String, String)>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let (id, kind) = path.into_inner();
    let desk = Desk::open(&house, &request, &id).await?;
    let kind = IssuedKind::from_name(&kind).ok_or(Refusal::NotFound)?;
    let form = Form::read(body, BODY).await?;
    if told(&house, &desk).await?.is_none() {
        return Ok(see_other(&desk.path()));
    }
    let (_, number, on) = names(kind);
    let text = |name| form.text(name).chars().take(TYPED).collect::<String>();
    let entry = IssueEntry { number: text(number), on: text(on) };
    let (problems, is_taken) = match entry.issue() {
        Ok(issue) => match keep(&house, &desk, kind, &issue).await? {
            true => return Ok(see_other(&format!("{}?done=number", desk.path()))),
            false => (Vec::new(), true),
        },
        Err(problems) => (problems, false),
    };
    let typed = Typed { kind, entry, problems, is_taken };
    Ok(refused(&page(&house, &request, &desk, Some(typed), None).await?)?)
}

/// False if the number is another document's.
async fn keep(house: &House, desk: &Desk, kind: IssuedKind, issue: &Issue) -> Result<bool, Refusal> {
    let settings = house.letterhead(&desk.unit).await?;
    let term = settings.phrase(Phrase::Term);
    match house.store.set_issue(desk.row.id, kind, desk.unit.id, term, issue).await {
        Ok(()) => Ok(true),
        Err(error) if error.is_conflict(NUMBER_TAKEN) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

fn entry(issue: Option<&Issue>) -> IssueEntry {
    let Some(issue) = issue else { return IssueEntry::default() };
    IssueEntry {
        number: issue.number.map(|number| format!("{number:02}")).unwrap_or_default(),
        on: issue.on.as_deref().map(wording::day).unwrap_or_default(),
    }
}

/// Of the document, and of its two fields on a page that has several.
const fn names(kind: IssuedKind) -> (&'static str, &'static str, &'static str) {
    match kind {
        IssuedKind::Announcement => ("announcement", "announcement-number", "announcement-on"),
        IssuedKind::Report => ("report", "report-number", "report-on"),
        IssuedKind::Commendation => ("commendation", "commendation-number", "commendation-on"),
    }
}

const fn words(kind: IssuedKind) -> (&'static str, &'static str) {
    match kind {
        IssuedKind::Announcement => {
            ("Thông báo kết quả", "Gửi đảng viên: ai đạt kết quả cao, tỷ lệ tham gia, câu cần đọc lại; kèm bảng điểm.")
        }
        IssuedKind::Report => (
            "Báo cáo tháng",
            "Gửi cấp ủy cấp trên: cách tổ chức, kết quả, ai chưa tham gia, nội dung cần học lại; kèm bảng điểm.",
        ),
        IssuedKind::Commendation => {
            ("Quyết định biểu dương", "Biểu dương các đồng chí ở những hạng đầu, có tặng phẩm nếu đã ghi.")
        }
    }
}

const fn taken(kind: IssuedKind) -> &'static str {
    match kind {
        IssuedKind::Announcement => {
            "Số này đã dùng cho một thông báo khác trong nhiệm kỳ. Đồng chí hãy chọn số khác, hoặc để trống."
        }
        IssuedKind::Report => {
            "Số này đã dùng cho một báo cáo khác trong nhiệm kỳ. Đồng chí hãy chọn số khác, hoặc để trống."
        }
        IssuedKind::Commendation => {
            "Số này đã dùng cho một quyết định khác trong nhiệm kỳ. Đồng chí hãy chọn số khác, hoặc để trống."
        }
    }
}
