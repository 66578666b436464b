//! Entering one person on a unit's roster.

use actix_web::{HttpRequest, HttpResponse, web};

use super::super::blocks::{Block, Select, Ticks};
use super::super::units::change::{Sheet, filled, fresh_id, sent, since};
use super::super::{people_words, see_other};
use super::details;
use crate::auth::Person;
use crate::domain::identity::MemberId;
use crate::domain::name::sort_key;
use crate::domain::organisation::ChangeRefused;
use crate::domain::role::Action;
use crate::domain::roster::NAME_LENGTH;
use crate::domain::sameness::same;
use crate::domain::text::line;
use crate::http::calendar::Day;
use crate::http::error::{Page, Refusal};
use crate::http::form::{Choice, Field, Form};
use crate::http::house::House;
use crate::store::{CARD_TAKEN, ChangeError, NewMember, Unit};

/// Letters of a person's name.
pub(super) const NAME_MOST: usize = NAME_LENGTH;

pub async fn new(house: web::Data<House>, request: HttpRequest, id: web::Path<String>) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let unit = house.unit_to(&person, Action::ManageMembers, &id).await?;
    Ok(sheet(&person, &unit, &filled(&house, &[])).shown()?)
}

pub async fn create(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let (person, unit, form) = sent(&house, &request, Action::ManageMembers, &id, body).await?;
    let mut sheet = sheet(&person, &unit, &form);
    let name = line(form.text("name"));
    let now = house.auth.now();
    if let Some(words) = unfit_name(&name) {
        sheet.refuse("name", words);
    }
    let day = Day::read(form.text("on"));
    if day.is_none() {
        sheet.refuse("on", "Đồng chí nhập ngày theo mẫu 15/5/2016.".to_owned());
    }
    let read = details::read(&form);
    for (field, words) in read.as_ref().err().into_iter().flatten() {
        sheet.refuse(field, words.clone());
    }
    let (Some(day), Ok(details)) = (day, read) else { return Ok(sheet.shown()?) };
    let id = MemberId(fresh_id(&form, "new"));
    let there = house.store.members_within(unit.id, now).await.map_err(Refusal::from)?;
    if there.iter().any(|known| known.id == id) {
        // The second click of two.
        return Ok(see_other(&format!("/members/{id}?done=added")));
    }
    let is_same = there.iter().any(|known| same(&known.name, &name));
    if is_same && form.text("same").is_empty() && !sheet.is_refused() {
        let tick = "Đây là một đồng chí khác, trùng tên";
        sheet.blocks.push(Block::Ticks(Ticks {
            name: "same",
            legend: "Trùng tên",
            hint: "",
            choices: vec![Choice { value: "yes".to_owned(), words: tick.to_owned(), chosen: false }],
            error: None,
        }));
        sheet.refuse(
            "same",
            "Trong tổ chức đã có một đồng chí tên như vậy. Nếu đúng là hai người, đồng chí đánh dấu vào ô này rồi gửi lại."
                .to_owned(),
        );
    }
    if sheet.is_refused() {
        return Ok(sheet.shown()?);
    }
    let official = form.text("official") != "no";
    let member = NewMember { id, sort_key: sort_key(&name), name, unit: unit.id, official };
    match house.store.admit_new(now, day.begin(now), &member, &details).await {
        Ok(()) => Ok(see_other(&format!("/members/{id}?done=added"))),
        Err(ChangeError::Refused(refused)) => {
            let is_about_the_date = matches!(refused, ChangeRefused::Future | ChangeRefused::BeforeHistory { .. });
            sheet.refuse(if is_about_the_date { "on" } else { "" }, people_words::refused(&refused));
            Ok(sheet.shown()?)
        }
        Err(ChangeError::Store(error)) if error.is_conflict(CARD_TAKEN) => {
            sheet.refuse(details::CARD, details::CARD_TAKEN.to_owned());
            Ok(sheet.shown()?)
        }
        Err(ChangeError::Store(error)) => Err(Refusal::from(error).into()),
    }
}

/// What is wrong with a person's name.
pub(super) fn unfit_name(name: &str) -> Option<String> {
    match name.chars().count() {
        0 => Some("Đồng chí nhập họ và tên.".to_owned()),
        count if count > NAME_MOST => Some(format!("Họ và tên dài quá {NAME_MOST} ký tự. Đồng chí nhập lại.")),
        _ if !name.chars().any(char::is_alphabetic) => Some("Họ và tên cần có chữ. Đồng chí nhập lại.".to_owned()),
        _ => None,
    }
}

fn sheet(person: &Person, unit: &Unit, form: &Form) -> Sheet {
    let official = form.text("official");
    let choice = |value: &str, words: &str| Choice {
        value: value.to_owned(),
        words: words.to_owned(),
        chosen: official == value,
    };
    let blocks = vec![
        Block::Hidden("new", fresh_id(form, "new").to_string()),
        Block::Text(Field::new("name", "Họ và tên", form.text("name"), NAME_MOST).required()),
        Block::Select(Select {
            name: "official".to_owned(),
            label: "Đảng viên".to_owned(),
            hint: "",
            choices: vec![choice("yes", "Chính thức"), choice("no", "Dự bị")],
            error: None,
        }),
        since(form, "Ví dụ 15/5/2016. Điền sẵn ngày hôm nay; không chọn ngày sắp tới."),
        Block::Heading("Lý lịch tóm tắt, ô nào không biết thì để trống"),
    ];
    let blocks = blocks.into_iter().chain(details::blocks(|name| form.text(name).to_owned())).collect();
    let mut sheet = Sheet::new(person, unit, "Thêm đảng viên", "members", blocks);
    sheet.go = "Thêm đảng viên";
    sheet
}
