//! Merging units below one: into one of them, into another, or into a new one.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::super::blocks::{Block, Select, Ticks};
use super::change::{Sheet, choice, filled, fresh_id, kind, kinds, name, on, sent};
use crate::auth::Person;
use crate::domain::identity::UnitId;
use crate::domain::organisation::{Change, NewUnit, Target};
use crate::domain::role::Action;
use crate::domain::text::line;
use crate::http::error::{Page, Refusal};
use crate::http::form::{Choice, Form};
use crate::http::house::House;
use crate::store::Unit;

#[derive(Deserialize)]
pub struct MergeQuery {
    /// Ticked to begin with.
    #[serde(default)]
    unit: String,
}

pub async fn merge_form(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    query: web::Query<MergeQuery>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let above = house.unit_to(&person, Action::FoundUnits, &id).await?;
    let form = filled(&house, &[("unit", &query.unit), ("kind", "cell")]);
    Ok(sheet(&house, &person, &above, &form).await?.shown()?)
}

pub async fn merge(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let (person, above, form) = sent(&house, &request, Action::FoundUnits, &id, body).await?;
    let mut sheet = sheet(&house, &person, &above, &form).await?;
    let below = house.store.units_within(above.id).await?;
    // Whoever may found units here may merge what lies below, and nothing else.
    let known = |id: &str| below.iter().map(|unit| unit.id).find(|unit| unit.to_string() == id);
    let units: Vec<UnitId> = form.all("unit").filter_map(known).filter(|unit| *unit != above.id).collect();
    let into = match form.text("into") {
        "" => {
            let id = UnitId(fresh_id(&form, "new"));
            let unit = NewUnit { id, kind: kind(&house, &form).await?, name: line(form.text("name")) };
            Some((id, Target::New { unit, parent: Some(above.id) }))
        }
        chosen => known(chosen).map(|unit| (unit, Target::Existing(unit))),
    };
    let fewest = if matches!(into, Some((_, Target::New { .. }))) { 2 } else { 1 };
    if units.len() < fewest {
        sheet.refuse("unit", "Đồng chí đánh dấu những tổ chức được sáp nhập.".to_owned());
    }
    let Some((into_id, into)) = into else {
        sheet.refuse("into", "Đồng chí chọn nơi sáp nhập vào trong danh sách.".to_owned());
        return Ok(sheet.shown()?);
    };
    let change = Change::Merge { units, into };
    Ok(sheet.carry_out(&house, &form, &change, &format!("/units/{into_id}?done=merged")).await?)
}

async fn sheet(house: &House, person: &Person, above: &Unit, form: &Form) -> Result<Sheet, Refusal> {
    let within = house.store.units_within(above.id).await?;
    let ticked: Vec<&str> = form.all("unit").collect();
    let below = || within.iter().filter(|unit| unit.id != above.id);
    let units = Ticks {
        name: "unit",
        legend: "Những tổ chức được sáp nhập",
        hint: "Các tổ chức này kết thúc hoạt động; đảng viên và tổ chức nằm dưới chuyển sang nơi mới.",
        choices: below().map(|unit| choice(unit, ticked.contains(&unit.id.to_string().as_str()))).collect(),
        error: None,
    };
    let new = Choice {
        value: String::new(), words: "Một tổ chức mới (nhập tên dưới đây)".to_owned(), chosen: false
    };
    let existing = within.iter().map(|unit| choice(unit, form.text("into") == unit.id.to_string()));
    let into = Select {
        name: "into".to_owned(),
        label: "Sáp nhập vào".to_owned(),
        hint: "",
        choices: [new].into_iter().chain(existing).collect(),
        error: None,
    };
    let blocks = vec![
        Block::Hidden("new", fresh_id(form, "new").to_string()),
        Block::Ticks(units),
        Block::Select(into),
        Block::Heading("Nếu là tổ chức mới"),
        name("Tên tổ chức mới", form),
        kinds(house, form).await?,
        Block::Heading("Thời điểm"),
        on(form),
    ];
    let mut sheet = Sheet::new(person, above, "Sáp nhập tổ chức", "merge", blocks);
    sheet.intro = "Lịch sử của từng tổ chức được giữ nguyên: ai sinh hoạt ở đâu trước ngày sáp nhập vẫn tra được.";
    sheet.subject = "unit";
    sheet.confirm = "Sáp nhập";
    Ok(sheet)
}
