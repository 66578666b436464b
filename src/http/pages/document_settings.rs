//! `/units/{unit}/document-settings`: how a unit's documents are headed, signed and set.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::scheduling::unit_to_schedule;
use super::{SignedIn, html, see_other};
use crate::auth::Person;
use crate::domain::document_settings::{
    DocumentSettings, Figure, Phrase, RECIPIENT_LENGTH, RECIPIENTS, SettingsEntry, SettingsProblem,
};
use crate::http::error::Page;
use crate::http::form::{Field, Form};
use crate::http::house::House;
use crate::http::wording;
use crate::report::Layout;
use crate::store::Unit;

/// Nine short lines, ten recipients and fifteen numbers.
const BODY: usize = 128 * 1_024;

#[derive(Template)]
#[template(path = "document_settings.html", config = ".askama.toml")]
struct SettingsPage {
    assets: String,
    title: &'static str,
    signed_in: Option<SignedIn>,
    unit: String,
    unit_id: String,
    refused: bool,
    done: bool,
    phrases: Vec<Field>,
    figures: Vec<Field>,
    /// Something is wrong among the figures, which are folded away.
    figures_open: bool,
}

#[derive(Debug, Deserialize)]
pub struct SettingsQuery {
    #[serde(default)]
    done: String,
}

pub async fn show(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    query: web::Query<SettingsQuery>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let unit = unit_to_schedule(&house, &person, &id).await?;
    let settings = house.letterhead(&unit).await?;
    let mut page = page(&person, &unit, &entry(&settings), &[]);
    page.done = query.done == "saved";
    Ok(html(&page)?)
}

pub async fn save(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let unit = unit_to_schedule(&house, &person, &id).await?;
    let form = Form::read(body, BODY).await?;
    let text = |name: &str, most: usize| form.text(name).chars().take(most).collect::<String>();
    let typed = SettingsEntry {
        phrases: Phrase::ALL.map(|phrase| (phrase, text(phrase.name(), 500))).into(),
        recipients: text("recipients", 10_000),
        figures: Figure::ALL.map(|figure| (figure, text(figure.name(), 20))).into(),
    };
    match typed.settings() {
        Ok(mut settings) => {
            // What is the norm's follows it when it changes.
            settings.figures.retain(|figure, value| *value != Layout::usual(*figure));
            house.store.set_document_settings(unit.id, &settings).await?;
            Ok(see_other(&format!("/units/{}/document-settings?done=saved", unit.id)))
        }
        Err(problems) => {
            let mut response = html(&page(&person, &unit, &typed, &problems))?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
    }
}

fn entry(settings: &DocumentSettings) -> SettingsEntry {
    let value = |figure| settings.figures.get(&figure).copied().unwrap_or_else(|| Layout::usual(figure));
    SettingsEntry {
        phrases: Phrase::ALL.map(|phrase| (phrase, settings.phrase(phrase).to_owned())).into(),
        recipients: settings.recipients.join("\n"),
        figures: Figure::ALL.map(|figure| (figure, value(figure).to_string())).into(),
    }
}

fn page(person: &Person, unit: &Unit, entry: &SettingsEntry, problems: &[SettingsProblem]) -> SettingsPage {
    let error = |fits: &dyn Fn(&SettingsProblem) -> bool| problems.iter().find(|it| fits(it)).map(|it| words(*it));
    let mut phrases: Vec<Field> = Vec::new();
    for phrase in Phrase::ALL {
        use SettingsProblem as P;
        let fits = |it: &P| matches!(it, P::Missing(own) | P::TooLong(own) | P::Secret(own) if *own == phrase);
        let (label, hint) = phrase_words(phrase);
        let value = entry.phrases.get(&phrase).map_or("", String::as_str);
        let field = Field::new(phrase.name(), label, value, phrase.most()).hint(hint).error(error(&fits));
        phrases.push(Field { required: phrase.is_required(), ..field });
    }
    let fits =
        |it: &SettingsProblem| matches!(it, SettingsProblem::TooManyRecipients | SettingsProblem::SecretRecipients);
    let recipients = Field::new("recipients", "Nơi nhận", &entry.recipients, 2_000)
        .hint("Mỗi nơi một dòng; dòng lưu được thêm vào cuối.")
        .rows(4)
        .error(error(&fits));
    phrases.insert(phrases.len().saturating_sub(1), recipients);
    let figure = |figure: Figure| {
        let fits = move |it: &SettingsProblem| *it == SettingsProblem::Figure(figure);
        let value = entry.figures.get(&figure).map_or("", String::as_str);
        Field::new(figure.name(), figure_words(figure), value, 3).error(error(&fits))
    };
    SettingsPage {
        assets: crate::http::assets::prefix(),
        title: "Thể thức văn bản",
        signed_in: Some(SignedIn::of(person)),
        unit: wording::inert(&unit.name),
        unit_id: unit.id.to_string(),
        refused: !problems.is_empty(),
        done: false,
        phrases,
        figures: Figure::ALL.map(figure).into(),
        figures_open: problems.iter().any(|problem| matches!(problem, SettingsProblem::Figure(_))),
    }
}

const fn phrase_words(phrase: Phrase) -> (&'static str, &'static str) {
    match phrase {
        Phrase::Superior => ("Cấp ủy cấp trên", "In ở dòng đầu, ví dụ ĐẢNG ỦY XÃ HÒA MỸ. Để trống nếu không có."),
        Phrase::Unit => ("Tên tổ chức ban hành", "In đậm dưới cấp ủy cấp trên."),
        Phrase::Place => ("Địa danh", "In trước ngày tháng. Để trống thì có chỗ ghi tay."),
        Phrase::Symbol => ("Ký hiệu sau số", "Ví dụ CB trong Số 05-TB/CB."),
        Phrase::Term => ("Nhiệm kỳ", "Trong một nhiệm kỳ, mỗi loại văn bản không dùng lại số."),
        Phrase::OnBehalfOf => ("Thẩm quyền ký", "Ví dụ T/M CHI BỘ."),
        Phrase::Office => ("Chức vụ người ký", "Ví dụ BÍ THƯ."),
        Phrase::Signer => ("Họ và tên người ký", "Để trống thì có chỗ ghi tay."),
        Phrase::Kept => ("Dòng lưu", "Dòng cuối của nơi nhận, ví dụ Lưu Chi bộ."),
    }
}

const fn figure_words(figure: Figure) -> &'static str {
    match figure {
        Figure::TopMargin => "Lề trên (mm)",
        Figure::BottomMargin => "Lề dưới (mm)",
        Figure::LeftMargin => "Lề trái (mm)",
        Figure::RightMargin => "Lề phải (mm)",
        Figure::BodySize => "Cỡ chữ nội dung (pt)",
        Figure::Line => "Giãn dòng (pt)",
        Figure::ParagraphGap => "Khoảng cách giữa các đoạn (pt)",
        Figure::FirstLine => "Thụt đầu dòng (mm)",
        Figure::HeadSize => "Cỡ chữ tên tổ chức, ngày tháng (pt)",
        Figure::PartySize => "Cỡ chữ tiêu đề Đảng Cộng sản Việt Nam (pt)",
        Figure::LeftHead => "Bề rộng phần đầu bên trái (%)",
        Figure::KindSize => "Cỡ chữ tên loại văn bản (pt)",
        Figure::SubjectSize => "Cỡ chữ trích yếu (pt)",
        Figure::RecipientsSize => "Cỡ chữ nơi nhận (pt)",
        Figure::SignatureLines => "Số dòng trống để ký",
    }
}

fn words(problem: SettingsProblem) -> String {
    use SettingsProblem as P;
    match problem {
        P::Missing(_) => "Văn bản cần có phần này. Đồng chí hãy nhập vào ô.".to_owned(),
        P::TooLong(phrase) => format!("Dài quá {} ký tự. Đồng chí hãy rút ngắn.", phrase.most()),
        P::Secret(_) | P::SecretRecipients => {
            "Nội dung có dấu chỉ độ mật không được đưa lên đây. Đồng chí hãy bỏ nội dung ấy.".to_owned()
        }
        P::TooManyRecipients => {
            format!(
                "Nơi nhận có nhiều nhất {RECIPIENTS} dòng, mỗi dòng tới {RECIPIENT_LENGTH} ký tự. Đồng chí hãy rút bớt."
            )
        }
        P::Figure(figure) => {
            let range = figure.range();
            format!("Đồng chí hãy nhập một số từ {} đến {}.", range.start(), range.end())
        }
    }
}
