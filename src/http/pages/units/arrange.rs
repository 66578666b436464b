//! Founding, renaming, moving and closing a unit.

use actix_web::{HttpRequest, HttpResponse, web};

use super::super::blocks::{Block, Select};
use super::change::{Sheet, choice, filled, fresh_id, kind, kinds, name, on, sent};
use crate::auth::Person;
use crate::domain::identity::UnitId;
use crate::domain::organisation::{Change, NewUnit};
use crate::domain::role::Action;
use crate::domain::text::line;
use crate::http::error::{Page, Refusal};
use crate::http::form::Form;
use crate::http::house::House;
use crate::store::Unit;

pub async fn found_form(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let unit = house.unit_to(&person, Action::FoundUnits, &id).await?;
    let form = filled(&house, &[("kind", "cell")]);
    Ok(found_sheet(&house, &person, &unit, &form).await?.shown()?)
}

pub async fn found(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let (person, parent, form) = sent(&house, &request, Action::FoundUnits, &id, body).await?;
    let sheet = found_sheet(&house, &person, &parent, &form).await?;
    let id = UnitId(fresh_id(&form, "new"));
    let unit = NewUnit { id, kind: kind(&house, &form).await?, name: line(form.text("name")) };
    let change = Change::Found { unit, parent: Some(parent.id) };
    Ok(sheet.carry_out(&house, &form, &change, &format!("/units/{id}?done=founded")).await?)
}

async fn found_sheet(house: &House, person: &Person, unit: &Unit, form: &Form) -> Result<Sheet, Refusal> {
    let blocks = vec![
        Block::Hidden("new", fresh_id(form, "new").to_string()),
        name("Tên tổ chức", form),
        kinds(house, form).await?,
        on(form),
    ];
    let mut sheet = Sheet::new(person, unit, "Lập tổ chức trực thuộc", "found", blocks);
    sheet.confirm = "Lập tổ chức";
    Ok(sheet)
}

pub async fn rename_form(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let unit = house.unit_to(&person, Action::ManageUnits, &id).await?;
    let form = filled(&house, &[("name", &unit.name), ("kind", &unit.kind)]);
    Ok(rename_sheet(&house, &person, &unit, &form).await?.shown()?)
}

pub async fn rename(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let (person, unit, form) = sent(&house, &request, Action::ManageUnits, &id, body).await?;
    let sheet = rename_sheet(&house, &person, &unit, &form).await?;
    let change = Change::Rename { unit: unit.id, name: line(form.text("name")), kind: kind(&house, &form).await? };
    Ok(sheet.carry_out(&house, &form, &change, &format!("/units/{}?done=renamed", unit.id)).await?)
}

async fn rename_sheet(house: &House, person: &Person, unit: &Unit, form: &Form) -> Result<Sheet, Refusal> {
    let blocks = vec![name("Tên tổ chức", form), kinds(house, form).await?, on(form)];
    let mut sheet = Sheet::new(person, unit, "Đổi tên, đổi loại", "rename", blocks);
    sheet.intro = "Trước ngày đổi, tổ chức vẫn mang tên cũ; kết quả đã công bố giữ nguyên tên đã in.";
    sheet.subject = "name";
    sheet.confirm = "Đổi tên";
    Ok(sheet)
}

pub async fn move_form(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let unit = house.unit_to(&person, Action::ManageUnits, &id).await?;
    let form = filled(&house, &[]);
    Ok(move_sheet(&house, &person, &unit, &form).await?.shown()?)
}

pub async fn move_below(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let (person, unit, form) = sent(&house, &request, Action::ManageUnits, &id, body).await?;
    let mut sheet = move_sheet(&house, &person, &unit, &form).await?;
    let parent = match form.text("parent").parse::<UnitId>() {
        Ok(parent) if person.may(&house.store, Action::FoundUnits, parent).await? => parent,
        _ => {
            sheet.refuse("parent", "Đồng chí chọn tổ chức cấp trên mới trong danh sách.".to_owned());
            return Ok(sheet.shown()?);
        }
    };
    let change = Change::Move { unit: unit.id, parent };
    Ok(sheet.carry_out(&house, &form, &change, &format!("/units/{}?done=moved", unit.id)).await?)
}

async fn move_sheet(house: &House, person: &Person, unit: &Unit, form: &Form) -> Result<Sheet, Refusal> {
    let below: Vec<UnitId> = house.store.units_within(unit.id).await?.into_iter().map(|unit| unit.id).collect();
    let possible = house.units_to(person, Action::FoundUnits).await?;
    let choices = possible.iter().filter(|other| !below.contains(&other.id) && Some(other.id) != unit.parent);
    let choices = choices.map(|other| choice(other, form.text("parent") == other.id.to_string()));
    let parent = Select {
        name: "parent".to_owned(),
        label: "Trực thuộc".to_owned(),
        hint: "Mọi tổ chức nằm dưới cũng đi theo.",
        choices: choices.collect(),
        error: None,
    };
    let mut sheet = Sheet::new(person, unit, "Chuyển về cấp trên khác", "move", vec![Block::Select(parent), on(form)]);
    sheet.subject = "parent";
    sheet.confirm = "Chuyển tổ chức";
    Ok(sheet)
}

pub async fn close_form(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let unit = house.unit_to(&person, Action::ManageUnits, &id).await?;
    Ok(close_sheet(&person, &unit, &filled(&house, &[])).shown()?)
}

pub async fn close(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let (person, unit, form) = sent(&house, &request, Action::ManageUnits, &id, body).await?;
    let sheet = close_sheet(&person, &unit, &form);
    let change = Change::Close { unit: unit.id };
    Ok(sheet.carry_out(&house, &form, &change, &format!("/units/{}?done=closed", unit.id)).await?)
}

fn close_sheet(person: &Person, unit: &Unit, form: &Form) -> Sheet {
    let mut sheet = Sheet::new(person, unit, "Kết thúc hoạt động", "close", vec![on(form)]);
    sheet.intro = "Chỉ kết thúc được khi không còn đảng viên và tổ chức trực thuộc. Muốn chuyển tất cả sang nơi khác, đồng chí dùng Sáp nhập.";
    sheet.confirm = "Kết thúc hoạt động";
    sheet
}
