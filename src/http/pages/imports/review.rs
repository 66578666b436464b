//! An import as it is looked through: every question with its verdict, ticked or not, a page at a time.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::super::{SignedIn, html, see_other};
use super::begin::name_of;
use super::belonging::{BelongingFields, chosen};
use super::{Open, TRIES, identifier, keep, words};
use crate::auth::Person;
use crate::domain::document::Document;
use crate::domain::lint::{Finding, Stems};
use crate::exchange::{BankImport, ImportItem, Verdict};
use crate::http::error::{Page, Refusal};
use crate::http::form::Form;
use crate::http::house::House;
use crate::http::pages::questions::fields;
use crate::http::{question_words, wording};

/// Questions on a page: a phone opens it, and a short file is one page.
const PAGE: usize = 25;
/// Bytes of the form: the ticks of a page and what is said for all.
const BODY: usize = 32 * 1_024;

#[derive(Template)]
#[template(path = "import_review.html", config = ".askama.toml")]
struct ReviewPage {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    unit: String,
    unit_id: String,
    /// Where the form is sent.
    action: String,
    file: String,
    all: usize,
    /// Questions that cannot be taken as they stand.
    wrong: usize,
    chosen: usize,
    belonging: BelongingFields,
    lines: Vec<Line>,
    place: Place,
    pages: usize,
    error: Option<String>,
    done: Option<&'static str>,
}

/// One question.
struct Line {
    ordinal: u32,
    /// What is printed, where it is another number.
    printed: Option<u32>,
    place: String,
    stem: String,
    picture: Option<Picture>,
    left_picture: bool,
    kind: &'static str,
    options: Vec<OptionLine>,
    facts: Vec<(&'static str, String)>,
    document: Option<String>,
    is_proposed: bool,
    problems: Vec<String>,
    /// The number of a question of the bank that asks the same.
    known: Option<u64>,
    advice: Vec<String>,
    raw: String,
    ticked: bool,
}

struct Picture {
    hash: String,
    width: u32,
    height: u32,
    alt: String,
}

struct OptionLine {
    letter: char,
    text: String,
    correct: bool,
}

/// Which part of it is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// From 1.
    pub page: usize,
    /// Only what has to be mended.
    pub wrong_only: bool,
}

#[derive(Debug, Deserialize)]
pub struct ReviewQuery {
    #[serde(default)]
    page: String,
    #[serde(default)]
    show: String,
    #[serde(default)]
    done: String,
}

/// What is said when something hinders the keeping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hindrance {
    NothingChosen,
    /// So many of the chosen ones hang on no document.
    NoDocument(usize),
    /// The record takes nothing at the moment.
    Storage,
}

impl Place {
    pub fn new(page: &str, show: &str) -> Self {
        Self { page: page.parse().unwrap_or(1).max(1), wrong_only: show == "wrong" }
    }

    /// The page of all questions with this one on it.
    pub const fn of(ordinal: u32) -> Self {
        Self { page: (ordinal as usize).saturating_sub(1) / PAGE + 1, wrong_only: false }
    }

    pub fn query(self) -> String {
        let show = if self.wrong_only { "&show=wrong" } else { "" };
        format!("?page={}{show}", self.page)
    }
}

pub async fn review(
    house: web::Data<House>,
    request: HttpRequest,
    path: web::Path<(String, String)>,
    query: web::Query<ReviewQuery>,
) -> Result<HttpResponse, Page> {
    let (unit, id) = path.into_inner();
    let person = house.auth.identify(&request).await?;
    let unit = house.desk(&person, &unit).await?;
    let id = identifier(&id)?;
    let place = Place::new(&query.page, &query.show);
    let done = match query.done.as_str() {
        "mended" => Some("Đã sửa câu hỏi."),
        "saved" => Some("Đã lưu dấu chọn."),
        _ => None,
    };
    match Open::find(&house, &person, unit.clone(), id).await? {
        Some(open) => Ok(html(&page(&house, &person, &open, place, None, done).await?)?),
        None => Ok(keep::result(&house, &person, &unit, id).await?),
    }
}

/// Takes over ticks and what is said for all, and does what the pressed button says.
pub async fn update(
    house: web::Data<House>,
    request: HttpRequest,
    path: web::Path<(String, String)>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let (unit, id) = path.into_inner();
    let person = house.auth.identify(&request).await?;
    let unit = house.desk(&person, &unit).await?;
    let id = identifier(&id)?;
    let form = Form::read(body, BODY).await?;
    let place = Place::new(form.text("page"), form.text("show"));
    let documents = house.store.documents_for(unit.id).await?;
    for _ in 0..TRIES {
        let Some(mut open) = Open::find(&house, &person, unit.clone(), id).await? else {
            // Confirmed in another tab, or by the first of two presses.
            return Ok(see_other(&format!("/units/{}/bank/import/{id}", unit.id)));
        };
        let before = open.import.clone();
        take_over(&form, &documents, &mut open);
        let wish = form.text("do");
        match act(&house, &person, &mut open, before, wish, &documents).await {
            Ok(Acted::Done) if keep::state(wish).is_some() => return Ok(see_other(&open.address())),
            Ok(Acted::Done) => return Ok(see_other(&next(&open, place, wish))),
            Ok(Acted::Overtaken) => {}
            Ok(Acted::Hindered(hindrance)) => {
                let refused = page(&house, &person, &open, place, Some(hindrance), None).await?;
                return Ok(with_status(html(&refused)?, StatusCode::UNPROCESSABLE_ENTITY));
            }
            // The page still has every tick, and can be sent again.
            Err(Refusal::Storage(fault)) => {
                let refused = page(&house, &person, &open, place, Some(Hindrance::Storage), None).await?;
                let refusal = Refusal::Storage(fault);
                refusal.log();
                return Ok(with_status(html(&refused)?, refusal.status()));
            }
            Err(refusal) => return Err(refusal.into()),
        }
    }
    Err(Refusal::Storage(None).into())
}

/// What became of a pressed button.
enum Acted {
    Done,
    /// Another tab has saved meanwhile, or has kept it.
    Overtaken,
    Hindered(Hindrance),
}

async fn act(
    house: &House,
    person: &Person,
    open: &mut Open,
    before: BankImport,
    wish: &str,
    documents: &[Document],
) -> Result<Acted, Refusal> {
    let mut acted = Acted::Done;
    if let Some(state) = keep::state(wish) {
        match keep::keep(house, person, open, state, documents).await? {
            keep::Outcome::Kept => return Ok(acted),
            keep::Outcome::Changed => return Ok(Acted::Overtaken),
            keep::Outcome::Hindered(hindrance) => acted = Acted::Hindered(hindrance),
        }
    }
    let is_saved = open.import == before || open.save(house).await?;
    Ok(if is_saved { acted } else { Acted::Overtaken })
}

fn with_status(mut response: HttpResponse, status: StatusCode) -> HttpResponse {
    *response.status_mut() = status;
    response
}

fn take_over(form: &Form, documents: &[Document], open: &mut Open) {
    let numbers = |name| form.all(name).filter_map(|ordinal| ordinal.parse().ok()).collect::<Vec<u32>>();
    open.import.tick(&numbers("shown"), &numbers("tick"));
    open.import.belong(chosen(|name| form.text(name), documents));
    match form.text("do") {
        "all" => open.import.tick_all(true),
        "none" => open.import.tick_all(false),
        _ => {}
    }
}

/// Where a button leads.
fn next(open: &Open, place: Place, wish: &str) -> String {
    let address = open.address();
    let number = |prefix| wish.strip_prefix(prefix).and_then(|number: &str| number.parse::<usize>().ok());
    if let Some(ordinal) = number("mend-") {
        let show = if place.wrong_only { "?show=wrong" } else { "" };
        return format!("{address}/questions/{ordinal}{show}");
    }
    match wish {
        "wrong" => format!("{address}{}", Place { page: 1, wrong_only: true }.query()),
        "every" => format!("{address}{}", Place { page: 1, wrong_only: false }.query()),
        _ => match number("page-") {
            Some(page) => format!("{address}{}", Place { page: page.max(1), ..place }.query()),
            None => format!("{address}{}&done=saved", place.query()),
        },
    }
}

async fn page(
    house: &House,
    person: &Person,
    open: &Open,
    place: Place,
    hindrance: Option<Hindrance>,
    done: Option<&'static str>,
) -> Result<ReviewPage, Refusal> {
    let (documents, topics) =
        (house.store.documents_for(open.unit.id).await?, house.store.topics_for(open.unit.id).await?);
    let stems = house.stems_at(person, open.unit.id).await?;
    let import = &open.import;
    let judged: Vec<(&ImportItem, Verdict)> = import.questions.iter().zip(import.verdicts()).collect();
    let is_wrong = |verdict: &Verdict| *verdict != Verdict::Good;
    let wrong = judged.iter().filter(|(_, verdict)| is_wrong(verdict)).count();
    let chosen = judged.iter().filter(|(item, verdict)| item.ticked && !is_wrong(verdict)).count();
    let all = judged.len();
    let shown: Vec<_> = judged.into_iter().filter(|(_, it)| !place.wrong_only || is_wrong(it)).collect();
    let pages = shown.len().div_ceil(PAGE).max(1);
    let place = Place { page: place.page.min(pages), ..place };
    let lines = shown.into_iter().skip((place.page - 1) * PAGE).take(PAGE);
    let lines = lines.map(|(item, verdict)| line(item, &verdict, &documents, &stems)).collect();
    let document_error = match hindrance {
        Some(Hindrance::NoDocument(count)) => Some(format!(
            "{count} câu đã chọn chưa gắn với văn bản nào. Đồng chí hãy chọn văn bản cho cả tệp ở đây, hoặc bấm Sửa ở từng câu."
        )),
        _ => None,
    };
    let error = match hindrance {
        None => None,
        Some(Hindrance::NothingChosen) => {
            Some("Chưa có câu nào được chọn. Đồng chí hãy đánh dấu những câu cần nhập.".to_owned())
        }
        Some(Hindrance::NoDocument(_)) => Some("Còn câu hỏi chưa gắn với văn bản; dấu chọn vẫn còn.".to_owned()),
        Some(Hindrance::Storage) => Some(
            "Máy chủ đang bận ghi dữ liệu. Dấu chọn vẫn còn ở trang này. Đồng chí hãy chờ ít giây rồi bấm lại; mỗi \
             câu chỉ vào ngân hàng một lần."
                .to_owned(),
        ),
    };
    Ok(ReviewPage {
        assets: crate::http::assets::prefix(),
        title: "Xem lại câu hỏi trước khi nhập".to_owned(),
        signed_in: Some(SignedIn::of(person)),
        unit: wording::inert(&open.unit.name),
        unit_id: open.unit.id.to_string(),
        action: open.address(),
        file: name_of(&import.file),
        all,
        wrong,
        chosen,
        belonging: BelongingFields::new(&import.common, &documents, &topics).document_error(document_error),
        lines,
        place,
        pages,
        error,
        done,
    })
}

fn line(item: &ImportItem, verdict: &Verdict, documents: &[Document], stems: &Stems) -> Line {
    let revision = &item.revision;
    let document = documents.iter().find(|document| Some(document.id) == item.belonging.document);
    let mut known = None;
    let mut advice = Vec::new();
    if *verdict == Verdict::Good {
        for finding in stems.findings(revision, document, None) {
            match finding {
                Finding::DuplicateOf(number) => known = Some(number),
                other => advice.push(question_words::finding(&other)),
            }
        }
    }
    let difficulty = item.belonging.difficulty.map(fields::difficulty_words).unwrap_or_default();
    let facts = [
        ("Giải thích", revision.explanation.clone()),
        ("Nguồn", revision.source.clone()),
        ("Thời gian", revision.limit.map(wording::limit).unwrap_or_default()),
        ("Chủ đề", item.belonging.topic.clone()),
        ("Độ khó", difficulty.to_owned()),
        ("Thứ tự", if revision.keep_order { "Giữ nguyên thứ tự phương án".to_owned() } else { String::new() }),
    ];
    let options = revision.options.iter().enumerate();
    Line {
        ordinal: item.ordinal,
        printed: item.number.filter(|number| *number != item.ordinal),
        place: item.place.words(),
        stem: wording::inert(&revision.stem),
        picture: revision.image.as_ref().map(|image| Picture {
            hash: image.hash.to_string(),
            width: image.width,
            height: image.height,
            alt: wording::inert(&image.alt),
        }),
        left_picture: item.left_picture,
        kind: fields::kind_words(revision.kind),
        options: options
            .map(|(at, option)| OptionLine {
                letter: fields::letter(at),
                text: wording::inert(&option.text),
                correct: option.correct,
            })
            .collect(),
        facts: facts
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(name, it)| (name, wording::inert(&it)))
            .collect(),
        document: document.map(|document| wording::inert(document.name())),
        is_proposed: item.is_proposed,
        problems: words::verdict(verdict),
        known,
        advice,
        raw: item.raw.lines().map(wording::inert).collect::<Vec<_>>().join("\n"),
        ticked: item.ticked,
    }
}
