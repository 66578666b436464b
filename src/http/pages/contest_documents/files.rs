//! The documents as files.

use actix_web::{HttpRequest, HttpResponse, web};

use super::Desk;
use super::outcome::told;
use crate::domain::calendar::{local, read_day};
use crate::domain::issued_document::IssuedKind;
use crate::http::error::{Page, Refusal};
use crate::http::house::House;
use crate::http::letterhead;
use crate::http::pages::see_other;
use crate::report::{Outcome, PartyDocument, ReportError, announcement, commendation, month_report, score_workbook};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// `announcement.docx` and its like, and `scores.xlsx`; before the publication, the page says what is missing.
pub async fn download(
    house: web::Data<House>,
    request: HttpRequest,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Page> {
    let (id, name) = path.into_inner();
    let desk = Desk::open(&house, &request, &id).await?;
    let kind = name.strip_suffix(".docx").and_then(IssuedKind::from_name);
    if kind.is_none() && name != "scores.xlsx" {
        return Err(Refusal::NotFound.into());
    }
    let Some(told) = told(&house, &desk).await? else { return Ok(see_other(&desk.path())) };
    match kind {
        None => {
            let bytes = score_workbook(&told.outcome).map_err(broken)?;
            Ok(letterhead::file(XLSX, "bang-diem.xlsx", bytes))
        }
        Some(kind) => Ok(document(&house, &desk, kind, &told.outcome).await?),
    }
}

async fn document(house: &House, desk: &Desk, kind: IssuedKind, outcome: &Outcome) -> Result<HttpResponse, Refusal> {
    let settings = house.letterhead(&desk.unit).await?;
    let issue = house.store.issues_of(desk.row.id).await?.remove(&kind).unwrap_or_default();
    let on = issue.on.as_deref().and_then(read_day).unwrap_or_else(|| local(house.auth.now()).date());
    let frame = letterhead::frame(&settings, kind.abbreviation(), issue.number, on);
    let (document, name): (PartyDocument, _) = match kind {
        IssuedKind::Announcement => (announcement(outcome, frame), "thong-bao.docx"),
        IssuedKind::Report => (month_report(outcome, frame), "bao-cao.docx"),
        IssuedKind::Commendation => {
            (commendation(outcome, frame).ok_or(Refusal::NotFound)?, "quyet-dinh-bieu-duong.docx")
        }
    };
    let bytes = document.docx(&letterhead::layout(&settings)).map_err(broken)?;
    Ok(letterhead::word_file(name, bytes))
}

fn broken(error: ReportError) -> Refusal {
    Refusal::Broken(Box::new(error))
}
