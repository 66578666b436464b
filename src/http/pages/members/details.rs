//! What is known of one member beside the unit, as a form has it: filled in, checked as a list is, corrected.

use actix_web::{HttpRequest, HttpResponse, web};

use super::super::blocks::{Block, Select};
use super::super::roster::{label, value};
use super::super::see_other;
use super::acts::Asked;
use super::new::{NAME_MOST, unfit_name};
use crate::domain::name::sort_key;
use crate::domain::roster::{Field as Known, MemberDetails, NOTE_LENGTH, POSITION_LENGTH};
use crate::domain::text::line;
use crate::exchange::read_member_details;
use crate::http::error::{Page, Refusal};
use crate::http::form::{Choice, Field, Form};
use crate::http::house::House;
use crate::http::people_access::MemberVisit;
use crate::store::{Corrected, Correction};

/// What is known, its name in the form, how it is written, and how long it may be.
const FIELDS: [(Known, &str, &str, usize); 8] = [
    (Known::Gender, "gender", "", 0),
    (Known::Birth, "birth", "Ví dụ 15/5/1960. Chỉ biết tháng hoặc năm thì ghi 5/1960 hoặc 1960.", 40),
    (Known::Joined, "joined", "Ngày được kết nạp, ví dụ 3/2/1985.", 40),
    (Known::OfficialOn, "became-official", "Ngày được công nhận đảng viên chính thức.", 40),
    (Known::Card, "card-number", "Không bắt buộc.", 60),
    (Known::Phone, "phone", "Số trong nước gồm 10 chữ số.", 60),
    (Known::Position, "position", "", POSITION_LENGTH),
    (Known::Note, "note", "", NOTE_LENGTH),
];

/// Beside which field a card stands that somebody else has.
pub(super) const CARD: &str = "card-number";
pub(super) const CARD_TAKEN: &str = "Số thẻ này đang là của một đồng chí khác. Đồng chí xem lại số thẻ, hoặc để trống.";

pub(super) fn blocks(said: impl Fn(&'static str) -> String) -> Vec<Block> {
    let block = |(known, name, hint, most): (Known, &'static str, &'static str, usize)| {
        let written = said(name);
        if known == Known::Gender {
            let choice = |value: &str, words: &str| Choice {
                value: value.to_owned(),
                words: words.to_owned(),
                chosen: written == value,
            };
            let choices = vec![choice("", "Chưa ghi"), choice("male", "Nam"), choice("female", "Nữ")];
            return Block::Select(Select {
                name: name.to_owned(),
                label: label(known).to_owned(),
                hint,
                choices,
                error: None,
            });
        }
        let field = Field::new(name, label(known), &written, most).hint(hint);
        Block::Text(if known == Known::Note { field.rows(3) } else { field })
    };
    FIELDS.into_iter().map(block).collect()
}

/// The whole form of somebody who is known.
pub(super) fn correction(name: &str, details: &MemberDetails, typed: Option<&Form>) -> Vec<Block> {
    let values = details.values();
    let known = |field: &str| {
        let of = FIELDS.into_iter().find(|(_, name, ..)| *name == field).map(|(of, ..)| of);
        values.iter().find(|(other, _)| Some(*other) == of).and_then(|(_, said)| said.clone()).unwrap_or_default()
    };
    let said = |field: &'static str| typed.map_or_else(|| known(field), |form| form.text(field).to_owned());
    let written = typed.map_or(name, |form| form.text("name"));
    let own = [
        Block::Hidden("version", details.version(name)),
        Block::Text(Field::new("name", label(Known::Name), written, NAME_MOST).required()),
    ];
    own.into_iter().chain(blocks(said)).collect()
}

/// What was typed, or what is wrong with it, by the name of its field.
pub(super) fn read(form: &Form) -> Result<MemberDetails, Vec<(&'static str, String)>> {
    let typed = FIELDS.map(|(known, name, ..)| (known, form.text(name)));
    let (details, problems) = read_member_details(&typed);
    let beside = |known| FIELDS.into_iter().find(|(other, ..)| *other == known).map_or(CARD, |(_, name, ..)| name);
    match problems.is_empty() {
        true => Ok(details),
        false => Err(problems.into_iter().map(|problem| (beside(problem.field), problem.sentence)).collect()),
    }
}

pub async fn correct(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let asked = Asked::of(&house, &request, &id, body, MemberVisit::managed).await?;
    let name = line(asked.form.text("name"));
    let read = read(&asked.form);
    let unfit = unfit_name(&name).map(|words| ("name", words));
    let details = match (read, unfit) {
        (Ok(details), None) => details,
        (read, unfit) => {
            let errors = unfit.into_iter().chain(read.err().into_iter().flatten()).collect();
            return Ok(asked.refused_in(&house, "correct", errors).await?);
        }
    };
    let correction = Correction {
        member: asked.member(),
        by: asked.person.member,
        version: asked.form.text("version").to_owned(),
        sort_key: sort_key(&name),
        name,
        details,
    };
    let corrected = house.store.correct_member(house.auth.now(), &correction).await.map_err(Refusal::from)?;
    let errors = match corrected {
        Corrected::CardTaken => vec![(CARD, CARD_TAKEN.to_owned())],
        Corrected::Stale => stale(&house, &correction).await?,
        Corrected::Done => Vec::new(),
    };
    // What was saved elsewhere in the meantime may be the very same.
    if errors.is_empty() {
        return Ok(see_other(&format!("/members/{}?done=corrected", asked.member())));
    }
    Ok(asked.refused_in(&house, "correct", errors).await?)
}

/// Beside each field that somebody has changed in the meantime, what stands there now.
async fn stale(house: &House, correction: &Correction) -> Result<Vec<(&'static str, String)>, Refusal> {
    let now = house.store.details_of(correction.member).await?;
    let record = house.store.member_record(correction.member).await?.ok_or(Refusal::NotFound)?;
    let words = |said: &str| match said {
        "" => "Ô này vừa được để trống ở nơi khác. Muốn giữ điều đã nhập, đồng chí gửi lại.".to_owned(),
        said => format!("Ô này vừa được sửa ở nơi khác thành “{said}”. Muốn giữ điều đã nhập, đồng chí gửi lại."),
    };
    let mut errors = Vec::new();
    if record.name != correction.name {
        errors.push(("name", words(&value(Known::Name, &record.name))));
    }
    let pairs = now.values().into_iter().zip(correction.details.values());
    for ((known, now), _) in pairs.filter(|((_, now), (_, typed))| now != typed) {
        let now = now.map(|now| value(known, &now)).unwrap_or_default();
        errors.extend(FIELDS.into_iter().find(|(other, ..)| *other == known).map(|(_, name, ..)| (name, words(&now))));
    }
    Ok(errors)
}
