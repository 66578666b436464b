//! The rules of a contest, in words made from its settings: exactly what the engine does.

mod course;
mod fair_time;
mod record;
mod scoring;

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::preview::Preview;
use super::{SignedIn, html, person};
use crate::domain::contest::Contest;
use crate::domain::document::Document;
use crate::http::error::Page;
use crate::http::house::{Fingerprint, House};
use crate::http::wording;

pub(super) use course::possible_documents;
pub(super) use scoring::photo_finish;

#[derive(Template)]
#[template(path = "rules.html", config = ".askama.toml")]
struct RulesPage {
    assets: String,
    title: String,
    heading: String,
    signed_in: Option<SignedIn>,
    preview: Preview,
    contest_id: String,
    unit: String,
    starts_at_text: String,
    sections: Vec<RuleSection>,
}

pub(super) struct RuleSection {
    pub id: &'static str,
    pub heading: &'static str,
    /// The order of the lines carries meaning.
    pub numbered: bool,
    pub lines: Vec<String>,
}

/// Rules are printed for all to read.
pub async fn rules(house: web::Data<House>, request: HttpRequest, id: web::Path<String>) -> Result<HttpResponse, Page> {
    let row = house.contest(&id).await?;
    let person = person(&house, &request).await?;
    let documents = house.store.documents_for(row.unit).await?;
    let room = house.registry.room(row.id).await?;
    let fingerprint = house.fingerprint();
    let sections = room.ask(move |contest, _| sections(contest, &documents, &fingerprint, true)).await?;
    let path = format!("/contests/{}/rules", row.id);
    let title = format!("Thể lệ: {}", row.title);
    let description = format!(
        "{}. Cách thi, chấm điểm, xếp hạng và tính thời gian. {}",
        row.unit_name,
        wording::moment(row.starts_at)
    );
    Ok(html(&RulesPage {
        assets: crate::http::assets::prefix(),
        preview: Preview::new(&house, &request, &path, &title, &description),
        title: wording::inert(&title),
        heading: wording::inert(&row.title),
        signed_in: person.as_ref().map(SignedIn::of),
        contest_id: row.id.to_string(),
        unit: wording::inert(&row.unit_name),
        starts_at_text: wording::moment(row.starts_at),
        sections,
    })?)
}

/// All of it; `published` once the contest is on record.
pub(super) fn sections(
    contest: &Contest,
    documents: &[Document],
    fingerprint: &Fingerprint,
    published: bool,
) -> Vec<RuleSection> {
    let section = |id, heading, lines| RuleSection { id, heading, numbered: false, lines };
    let all = vec![
        section("paper", "Đề thi", course::paper(contest, documents)),
        section("reading", "Văn bản cần đọc", course::to_read(contest, documents)),
        section("course", "Diễn biến", course::steps(contest)),
        section("score", "Chấm điểm", scoring::score(contest)),
        RuleSection { numbered: true, ..section("order", "Xếp hạng, theo thứ tự", scoring::order(contest)) },
        section("ranked", "Ai được xếp hạng", scoring::ranked(contest)),
        section("time", "Tính thời gian công bằng", fair_time::lines(contest)),
        section("incidents", "Khi có sự cố", course::incidents(contest)),
        section("record", "Biên bản và kiểm chứng", record::lines(contest, fingerprint, published)),
    ];
    all.into_iter().filter(|section| !section.lines.is_empty()).collect()
}
