//! The bank as a file: which questions, in which format, and what the other program will not take, before the
//! download.

use std::collections::BTreeSet;

use actix_web::http::header::{CONTENT_DISPOSITION, CacheControl, CacheDirective};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::{SignedIn, html};
use crate::auth::Person;
use crate::domain::bank::ReviewState;
use crate::domain::document::Document;
use crate::domain::name::search_key;
use crate::exchange::{BankFormat, Warning, WarningKind};
use crate::http::bank_export::{Export, ExportFilter};
use crate::http::error::{Page, Refusal};
use crate::http::form::{Choice, Form};
use crate::http::house::House;
use crate::http::wording;
use crate::store::{KeptQuestion, Unit};

const BODY: usize = 4 * 1_024;
/// Shown one by one; of the others the number is told.
const WARNINGS: usize = 50;

#[derive(Template)]
#[template(path = "bank_export.html", config = ".askama.toml")]
struct ExportPage {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    unit: String,
    unit_id: String,
    formats: Vec<FormatChoice>,
    documents: Vec<Choice>,
    topics: Vec<Choice>,
    states: Vec<Choice>,
    own: bool,
    count: usize,
    withheld: usize,
    /// What is chosen, to be sent again with the button.
    chosen: Vec<(&'static str, String)>,
    warnings: Vec<String>,
    /// Warnings beyond those.
    further: usize,
}

struct FormatChoice {
    value: &'static str,
    words: &'static str,
    hint: &'static str,
    chosen: bool,
}

/// What was chosen on the page; what cannot be read is not chosen.
struct Chosen {
    format: BankFormat,
    filter: ExportFilter,
}

impl Chosen {
    fn read(form: &Form, unit: &Unit) -> Self {
        let topic = form.text("topic").strip_prefix('=');
        Self {
            format: BankFormat::from_name(form.text("format")).unwrap_or(BankFormat::WordWithKeys),
            filter: ExportFilter {
                document: form.text("document").parse().ok(),
                topic: topic.map(str::to_owned),
                state: ReviewState::from_name(form.text("state")),
                own: (form.text("own") == "1").then_some(unit.id),
            },
        }
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        let ExportFilter { document, topic, state, own } = &self.filter;
        let fields = [
            ("format", Some(self.format.name().to_owned())),
            ("document", document.map(|id| id.to_string())),
            ("topic", topic.as_ref().map(|topic| format!("={topic}"))),
            ("state", state.map(|state| state.name().to_owned())),
            ("own", own.map(|_| "1".to_owned())),
        ];
        fields.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }
}

pub async fn ask(house: web::Data<House>, request: HttpRequest, id: web::Path<String>) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let unit = house.desk(&person, &id).await?;
    let chosen = Chosen::read(&Form::of_query(&request), &unit);
    let questions = house.bank_at(unit.id).await?;
    let documents = house.store.documents_for(unit.id).await?;
    let (topics, states) = (topics(&questions, &chosen), states(&chosen));
    let document_choices = document_choices(&documents, &questions, &chosen);
    let withheld = house.withheld(&person).await?;
    let export = Export::of(&unit, documents, questions, &chosen.filter, &withheld, house.auth.now());
    let found = export.bank.warnings(chosen.format);
    Ok(html(&ExportPage {
        assets: crate::http::assets::prefix(),
        title: "Xuất ngân hàng câu hỏi".to_owned(),
        signed_in: Some(SignedIn::of(&person)),
        unit: wording::inert(&unit.name),
        unit_id: unit.id.to_string(),
        formats: BankFormat::ALL.map(|format| format_choice(format, chosen.format)).into(),
        documents: document_choices,
        topics,
        states,
        own: chosen.filter.own.is_some(),
        count: export.bank.questions.len(),
        withheld: export.withheld,
        chosen: chosen.fields(),
        further: found.len().saturating_sub(WARNINGS),
        warnings: found.iter().take(WARNINGS).map(words).collect(),
    })?)
}

/// The file. Whoever takes it has read the questions in it: that is on record before the bytes leave.
pub async fn download(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let unit = house.desk(&person, &id).await?;
    let chosen = Chosen::read(&Form::read(body, BODY).await?, &unit);
    let (name, bytes) = file(&house, &person, &unit, &chosen).await?;
    Ok(HttpResponse::Ok()
        .content_type(chosen.format.media_type())
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"; filename*=UTF-8''{name}")))
        .insert_header(CacheControl(vec![CacheDirective::NoStore]))
        .body(bytes))
}

async fn file(house: &House, person: &Person, unit: &Unit, chosen: &Chosen) -> Result<(String, Vec<u8>), Refusal> {
    let questions = house.bank_at(unit.id).await?;
    let documents = house.store.documents_for(unit.id).await?;
    let withheld = house.withheld(person).await?;
    let now = house.auth.now();
    let export = Export::of(unit, documents, questions, &chosen.filter, &withheld, now);
    house.store.record_seen(person.member, &export.ids, now).await?;
    let bank = export.with_pictures(&house.store, chosen.format).await?.bank;
    let name = format!("ngan-hang-cau-hoi-{}{}.{}", slug(&unit.name), bank.exported_on, chosen.format.ending());
    let format = chosen.format;
    // A bank of thousands takes a while to pack: not on the thread that answers everybody else.
    let written = web::block(move || bank.written(format)).await;
    let written = written.map_err(|error| Refusal::Broken(Box::new(error)))?;
    Ok((name, written.map_err(|error| Refusal::Broken(Box::new(error)))?))
}

/// `chi-bo-long-tri-a1-`: a name that every file system and mail takes.
fn slug(name: &str) -> String {
    let plain: String =
        search_key(name).chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { ' ' }).collect();
    plain.split_whitespace().take(8).map(|word| format!("{word}-")).collect()
}

fn format_choice(format: BankFormat, chosen: BankFormat) -> FormatChoice {
    let (words, hint) = match format {
        BankFormat::WordWithKeys => ("Word có đáp án (.docx)", "Để kiểm tra, in và ký."),
        BankFormat::WordWithoutKeys => ("Word không có đáp án (.docx)", "Để in đề cho người trả lời."),
        BankFormat::Workbook => ("Excel (.xlsx)", "Mỗi câu một hàng; nhập lại được."),
        BankFormat::Json => (
            "JSON, giữ đủ mọi chi tiết (.json)",
            "Kèm cả hình; để lưu giữ, hoặc chuyển sang nơi khác cũng dùng Khắc Sâu.",
        ),
        BankFormat::Separated => ("Bảng chữ thuần (.csv)", "Cho chương trình khác đọc bảng."),
        BankFormat::Gift => ("GIFT (.gift)", "Cho Moodle."),
        BankFormat::Kahoot => ("Bảng cho Kahoot (.xlsx)", "Câu hỏi tối đa 120 ký tự, phương án 75 ký tự, 4 phương án."),
        BankFormat::Wayground => ("Bảng cho Wayground, trước là Quizizz (.xlsx)", "Tối đa 5 phương án."),
    };
    FormatChoice { value: format.name(), words, hint, chosen: format == chosen }
}

/// Documents with questions of this bank.
fn document_choices(documents: &[Document], questions: &[KeptQuestion], chosen: &Chosen) -> Vec<Choice> {
    let used: BTreeSet<_> = questions.iter().map(|question| question.document).collect();
    let used = documents.iter().filter(|document| used.contains(&document.id));
    let choice = |document: &Document| Choice {
        value: document.id.to_string(),
        words: wording::inert(document.name()),
        chosen: chosen.filter.document == Some(document.id),
    };
    used.map(choice).collect()
}

/// With a sign before them, so that questions without a topic can be chosen, too.
fn topics(questions: &[KeptQuestion], chosen: &Chosen) -> Vec<Choice> {
    let topics: BTreeSet<&str> = questions.iter().map(|question| question.topic.as_str()).collect();
    let choice = |topic: &str| Choice {
        value: format!("={topic}"),
        words: if topic.is_empty() { "Chưa ghi chủ đề".to_owned() } else { wording::inert(topic) },
        chosen: chosen.filter.topic.as_deref() == Some(topic),
    };
    topics.into_iter().map(choice).collect()
}

fn states(chosen: &Chosen) -> Vec<Choice> {
    let states =
        [(ReviewState::Approved, "Đã duyệt"), (ReviewState::Submitted, "Chờ duyệt"), (ReviewState::Draft, "Bản nháp")];
    let choice = |(state, words): (ReviewState, &str)| Choice {
        value: state.name().to_owned(),
        words: words.to_owned(),
        chosen: chosen.filter.state == Some(state),
    };
    states.map(choice).into()
}

/// A warning without a word of its question.
fn words(warning: &Warning) -> String {
    let number = warning.number;
    match warning.kind {
        WarningKind::LongStem { letters, most } => {
            format!(
                "Câu {number}: câu hỏi dài {letters} ký tự, nhiều hơn {most}. Tệp vẫn ghi đủ; đồng chí hãy rút gọn."
            )
        }
        WarningKind::LongOption { option, letters, most } => format!(
            "Câu {number}: phương án {} dài {letters} ký tự, nhiều hơn {most}. Tệp vẫn ghi đủ; đồng chí hãy rút gọn.",
            char::from(b'A' + (option % 26) as u8)
        ),
        WarningKind::ManyOptions { options, most } => format!(
            "Câu {number}: có {options} phương án, nhiều hơn {most}. Câu này không có trong tệp; đồng chí hãy bớt phương án rồi xuất lại."
        ),
        WarningKind::Time { seconds, written } => {
            format!("Câu {number}: thời gian {seconds} giây không có ở chương trình kia; tệp ghi {written} giây.")
        }
        WarningKind::Unfinished => format!("Câu {number}: chưa đủ phương án hoặc chưa đánh dấu phương án đúng."),
        WarningKind::Picture => format!("Câu {number}: có hình; tệp không kèm hình này, đồng chí hãy thêm hình sau."),
    }
}
