//! Splitting a unit: its parts are named, and whoever goes to one is chosen.

use actix_web::{HttpRequest, HttpResponse, web};

use super::super::blocks::{Block, Select};
use super::change::{BODY, Sheet, filled, fresh_id, kind, kinds, on};
use crate::auth::Person;
use crate::domain::identity::{MemberId, UnitId};
use crate::domain::organisation::{Change, NAME_MOST, NewUnit, Part};
use crate::domain::text::line;
use crate::http::error::{Page, Refusal};
use crate::http::form::{Choice, Field, Form};
use crate::http::house::House;
use crate::http::wording;
use crate::store::Unit;

/// How many parts can be made at once: a unit that comes apart into more is split again.
const PARTS: [(&str, &str, &str); 4] = [
    ("name-1", "Tên phần thứ nhất", "new-1"),
    ("name-2", "Tên phần thứ hai", "new-2"),
    ("name-3", "Tên phần thứ ba", "new-3"),
    ("name-4", "Tên phần thứ tư", "new-4"),
];

/// Who and what may go to a part.
struct Contents {
    /// With their names; each once, whether at home or a guest.
    members: Vec<(MemberId, String)>,
    units: Vec<(UnitId, String)>,
}

pub async fn split_form(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let (unit, contents) = divisible(&house, &person, &id).await?;
    let form = filled(&house, &[("kind", &unit.kind)]);
    Ok(sheet(&house, &person, &unit, &contents, &form).await?.shown()?)
}

pub async fn split(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let (unit, contents) = divisible(&house, &person, &id).await?;
    let form = Form::read(body, BODY).await?;
    let mut sheet = sheet(&house, &person, &unit, &contents, &form).await?;
    let kind = kind(&house, &form).await?;
    let goes_to = |control: String, part: usize| form.text(&control) == (part + 1).to_string();
    let mut parts = Vec::new();
    for (number, (field, _, id)) in PARTS.into_iter().enumerate() {
        let name = line(form.text(field));
        let members: Vec<MemberId> = contents.members.iter().map(|(id, _)| *id).collect();
        let children: Vec<UnitId> = contents.units.iter().map(|(id, _)| *id).collect();
        let members: Vec<_> = members.into_iter().filter(|id| goes_to(member_control(*id), number)).collect();
        let children: Vec<_> = children.into_iter().filter(|id| goes_to(unit_control(*id), number)).collect();
        let is_used = !members.is_empty() || !children.is_empty();
        match (name.is_empty(), is_used) {
            (true, false) => continue,
            (true, true) => sheet.refuse(field, "Phần này có người nhưng chưa có tên. Đồng chí nhập tên.".to_owned()),
            (false, false) => sheet.refuse(
                field,
                "Chưa có ai vào phần này. Đồng chí chọn đảng viên hoặc tổ chức cho phần này, hoặc xóa tên.".to_owned(),
            ),
            (false, true) if name.chars().count() > NAME_MOST => {
                sheet.refuse(field, format!("Tên dài quá {NAME_MOST} ký tự. Đồng chí rút ngắn tên."));
            }
            (false, true) => {}
        }
        let unit = NewUnit { id: UnitId(fresh_id(&form, id)), kind: kind.clone(), name };
        parts.push(Part { unit, members, children });
    }
    if parts.is_empty() {
        sheet.refuse("name-1", "Đồng chí nhập tên ít nhất một phần, rồi chọn ai vào phần đó.".to_owned());
    }
    let change = Change::Split { unit: unit.id, parts };
    Ok(sheet.carry_out(&house, &form, &change, &format!("/units/{}?done=split", unit.id)).await?)
}

/// A unit that this person may split, and what lies in it.
async fn divisible(house: &House, person: &Person, id: &str) -> Result<(Unit, Contents), Refusal> {
    let visit = house.unit_for(person, id).await?;
    if !visit.may_split {
        return Err(Refusal::Forbidden);
    }
    let unit = visit.unit;
    let mut members: Vec<(MemberId, String)> = Vec::new();
    for listed in house.store.members_within(unit.id, house.auth.now()).await? {
        // Whoever is at home and a guest in the same unit stands on two lines, one below the other.
        if listed.unit == unit.id && members.last().is_none_or(|(last, _)| *last != listed.id) {
            members.push((listed.id, listed.name));
        }
    }
    let below = house.store.units_below(unit.id).await?;
    let units = below.into_iter().map(|line| (line.unit.id, line.unit.name)).collect();
    Ok((unit, Contents { members, units }))
}

async fn sheet(
    house: &House,
    person: &Person,
    unit: &Unit,
    contents: &Contents,
    form: &Form,
) -> Result<Sheet, Refusal> {
    let mut blocks: Vec<Block> =
        PARTS.iter().map(|(_, _, id)| Block::Hidden(id, fresh_id(form, id).to_string())).collect();
    blocks.extend(PARTS.iter().map(|(name, label, _)| {
        Block::Text(Field::new(name, label, form.text(name), NAME_MOST).hint(match *name {
            "name-1" => "Phần mới trực thuộc cùng cấp trên. Ô nào không dùng, đồng chí để trống.",
            _ => "",
        }))
    }));
    blocks.extend([kinds(house, form).await?, on(form), Block::Heading("Ai vào phần nào")]);
    blocks.extend(contents.members.iter().map(|(id, name)| assignment(member_control(*id), name, form)));
    blocks.extend(contents.units.iter().map(|(id, name)| assignment(unit_control(*id), name, form)));
    let mut sheet = Sheet::new(person, unit, "Chia tách tổ chức", "split", blocks);
    sheet.intro = "Ai không được chọn thì ở lại. Khi không còn ai và tổ chức nào ở lại, tổ chức cũ kết thúc hoạt động.";
    sheet.subject = "name-1";
    sheet.confirm = "Chia tách";
    Ok(sheet)
}

/// Where one of those in the unit goes.
fn assignment(control: String, name: &str, form: &Form) -> Block {
    let chosen = form.text(&control);
    let stay = Choice { value: String::new(), words: "Ở lại".to_owned(), chosen: false };
    let part = |(at, (field, label, _)): (usize, &(&str, &str, &str))| {
        let (value, named) = ((at + 1).to_string(), line(form.text(field)));
        let words = if named.is_empty() { label.replacen("Tên phần", "Phần", 1) } else { wording::inert(&named) };
        Choice { chosen: chosen == value, value, words }
    };
    let choices = [stay].into_iter().chain(PARTS.iter().enumerate().map(part)).collect();
    Block::Select(Select { name: control, label: wording::inert(name), hint: "", choices, error: None })
}

fn member_control(member: MemberId) -> String {
    format!("member-{member}")
}

fn unit_control(unit: UnitId) -> String {
    format!("unit-{unit}")
}
