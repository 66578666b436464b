//! `/units/{unit}/bank`: the questions of a unit, what is looked for among them, and what waits.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::super::questions::fields;
use super::super::{SignedIn, html};
use super::filter::{Filter, LESSONS};
use super::line::{BankLine, line};
use super::notes::Note;
use super::view::{BankEntry, BankView, record_shown};
use super::words;
use crate::domain::bank::QuestionStanding;
use crate::domain::question::Difficulty;
use crate::http::error::Page;
use crate::http::form::Choice;
use crate::http::house::House;
use crate::http::wording;

/// Lines on one page: what a thumb gets through.
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "bank.html", config = ".askama.toml")]
struct BankPage {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    unit: String,
    unit_id: String,
    queues: Vec<Queue>,
    totals: Vec<(&'static str, usize)>,
    from_above: usize,
    filter: FilterForm,
    found: usize,
    lines: Vec<BankLine>,
    pages: Pages,
}

/// Work that waits, with the way to it.
struct Queue {
    words: &'static str,
    count: usize,
    href: String,
}

struct FilterForm {
    is_set: bool,
    q: String,
    states: Vec<Choice>,
    documents: Vec<Choice>,
    topics: Vec<Choice>,
    difficulties: Vec<Choice>,
    notes: Vec<Choice>,
}

struct Pages {
    number: usize,
    of: usize,
    before: Option<String>,
    after: Option<String>,
}

pub async fn list(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    query: web::Query<Filter>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let view = BankView::read(&house, &person, &id).await?;
    let filter = query.into_inner();
    let mut found: Vec<&BankEntry> = view.questions.iter().filter(|entry| filter.finds(entry)).collect();
    // One's own work first, each in the order it came in.
    found.sort_by_key(|entry| !entry.is_own);
    let of = found.len().div_ceil(PAGE).max(1);
    let number = filter.page().min(of);
    let shown: Vec<&BankEntry> = found.iter().copied().skip((number - 1) * PAGE).take(PAGE).collect();
    record_shown(&house, &person, shown.iter().copied()).await?;
    let unit_id = view.unit.id.to_string();
    let to = |page: usize| format!("/units/{unit_id}/bank?{}", filter.on_page(page));
    let pages = Pages {
        number,
        of,
        before: (number > 1).then(|| to(number - 1)),
        after: (number < of).then(|| to(number + 1)),
    };
    let waiting = view.to_review(&person).count();
    let own = |standing: QuestionStanding| view.count(|entry| entry.is_own && entry.kept.standing() == standing);
    let totals = QuestionStanding::ALL.map(|standing| (words::standing(standing), own(standing)));
    Ok(html(&BankPage {
        assets: crate::http::assets::prefix(),
        title: "Ngân hàng câu hỏi".to_owned(),
        signed_in: Some(SignedIn::of(&person)),
        unit: wording::inert(&view.unit.name),
        queues: queues(&view, waiting),
        totals: totals.into_iter().filter(|(_, count)| *count > 0).collect(),
        from_above: view.count(|entry| !entry.is_own),
        found: found.len(),
        lines: shown.iter().map(|entry| line(&view, entry)).collect(),
        filter: form(&view, &filter),
        pages,
        unit_id,
    })?)
}

fn queues(view: &BankView, waiting: usize) -> Vec<Queue> {
    let unit = view.unit.id;
    let queue = |words, count, below: &str| Queue { words, count, href: format!("/units/{unit}/bank{below}") };
    let returned = view.count(|entry| entry.is_own && entry.kept.standing() == QuestionStanding::Returned);
    let all = [
        queue("Chờ đồng chí duyệt", waiting, "/review"),
        queue("Bị trả lại", returned, "?state=returned"),
        queue("Văn bản đã thay", view.superseded().count(), "/superseded"),
        queue("Câu hỏi cần xem lại", view.count(BankEntry::is_lesson), &format!("?note={LESSONS}")),
    ];
    all.into_iter().filter(|queue| queue.count > 0).collect()
}

fn form(view: &BankView, filter: &Filter) -> FilterForm {
    let choice =
        |value: &str, words: String, chosen: &str| Choice { value: value.to_owned(), words, chosen: value == chosen };
    let all = |chosen: &str| vec![choice("", "Tất cả".to_owned(), chosen)];
    let mut states = all(&filter.state);
    states.extend(QuestionStanding::ALL.map(|it| choice(it.name(), words::standing(it).to_owned(), &filter.state)));
    let mut documents = all(&filter.document);
    let used = view.documents.iter().filter(|document| view.questions.iter().any(|it| it.kept.document == document.id));
    documents.extend(used.map(|it| choice(&it.id.to_string(), wording::inert(it.name()), &filter.document)));
    let mut known: Vec<&str> = view.questions.iter().map(|entry| entry.kept.topic.as_str()).collect();
    known.sort_by_cached_key(|topic| crate::domain::name::search_key(topic));
    known.dedup();
    let mut topics = all(&filter.topic);
    let known = known.into_iter().filter(|topic| !topic.is_empty());
    topics.extend(known.map(|topic| choice(topic, wording::inert(topic), &filter.topic)));
    let mut difficulties = all(&filter.difficulty);
    difficulties.extend(
        Difficulty::ALL.map(|it| choice(it.name(), fields::difficulty_words(it).to_owned(), &filter.difficulty)),
    );
    let mut notes = all(&filter.note);
    notes.push(choice(LESSONS, "Cần xem lại sau các kỳ thi".to_owned(), &filter.note));
    notes.extend(Note::ALL.map(|note| choice(note.name(), note.title().to_owned(), &filter.note)));
    FilterForm { is_set: filter.is_set(), q: wording::inert(&filter.q), states, documents, topics, difficulties, notes }
}
