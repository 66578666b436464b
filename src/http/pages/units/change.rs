//! A change of the organisation as a form: filled in, shown with what it will do, and confirmed.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::super::blocks::{Block, Select, refuse};
use super::super::{SignedIn, html, people_words, see_other};
use super::consequences;
use crate::auth::Person;
use crate::domain::identity::{MemberId, UnitId};
use crate::domain::organisation::{Change, ChangeRefused, Foreseen, NAME_MOST};
use crate::domain::role::Action;
use crate::domain::time::Timestamp;
use crate::http::calendar::Day;
use crate::http::error::Refusal;
use crate::http::form::{Choice, Field, Form};
use crate::http::house::House;
use crate::http::wording;
use crate::store::{ChangeError, ComingChange, Unit};

/// Room for a choice about each of two and a half thousand people.
pub const BODY: usize = 256 * 1_024;

/// A form about a unit, as it was filled in.
#[derive(Template)]
#[template(path = "unit_change.html", config = ".askama.toml")]
pub struct Sheet {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    unit: String,
    unit_id: UnitId,
    /// Who fills it in.
    by: MemberId,
    /// Where it is sent.
    action: String,
    back: String,
    pub intro: &'static str,
    pub blocks: Vec<Block>,
    /// Beside which field a refusal stands that is not about the name or the date.
    pub subject: &'static str,
    /// The button of the form.
    pub go: &'static str,
    /// The button of the preview.
    pub confirm: &'static str,
    refused: bool,
    /// What is wrong with no field of its own.
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "unit_preview.html", config = ".askama.toml")]
struct Preview {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    unit: String,
    action: String,
    on: String,
    /// A day to come.
    is_ahead: bool,
    consequences: Vec<String>,
    /// All that was filled in.
    filled: Vec<(String, String)>,
    confirm: &'static str,
}

impl Sheet {
    pub fn new(person: &Person, unit: &Unit, title: &str, below: &str, blocks: Vec<Block>) -> Self {
        Self {
            assets: crate::http::assets::prefix(),
            title: title.to_owned(),
            signed_in: Some(SignedIn::of(person)),
            unit: wording::inert(&unit.name),
            unit_id: unit.id,
            by: person.member,
            action: format!("/units/{}/{below}", unit.id),
            back: format!("/units/{}", unit.id),
            intro: "",
            blocks,
            subject: "",
            go: "Xem trước",
            confirm: "",
            refused: false,
            error: None,
        }
    }

    /// Says what is wrong, beside the field of this name if there is one.
    pub fn refuse(&mut self, name: &str, words: String) {
        self.refused = true;
        if !refuse(&mut self.blocks, name, &words) {
            self.error = Some(words);
        }
    }

    pub const fn is_refused(&self) -> bool {
        self.refused
    }

    pub fn shown(&self) -> Result<HttpResponse, Refusal> {
        let mut response = html(self)?;
        if self.refused {
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        }
        Ok(response)
    }

    /// Makes the change, or enters it for its day.
    async fn confirm(
        &self,
        house: &House,
        form: &Form,
        (now, at): (Timestamp, Timestamp),
        change: &Change,
        done: &str,
    ) -> Result<Decided, ChangeError> {
        if at <= now {
            house.store.change_organisation(now, at, change).await?;
            return Ok(Decided::Entered(done.to_owned()));
        }
        let (id, unit, change, entered_by) = (fresh_id(form, AHEAD), self.unit_id, change.clone(), self.by);
        let coming = ComingChange { id, unit, on: at, change, entered_by, refusal: None };
        let waits = house.store.enter_coming_change(now, &coming).await?;
        Ok(Decided::Entered(format!("{}?done={}", self.back, if waits { "planned" } else { "settled" })))
    }

    /// Shows what the change will do, or makes it once that is confirmed.
    pub async fn carry_out(
        mut self,
        house: &House,
        form: &Form,
        change: &Change,
        done: &str,
    ) -> Result<HttpResponse, Refusal> {
        let now = house.auth.now();
        let on = Day::read(form.text("on"));
        if on.is_none() {
            self.refuse("on", "Đồng chí nhập ngày theo mẫu 15/5/2016.".to_owned());
        }
        let (false, false, Some(on)) = (self.refused, form.text("step") == "edit", on) else { return self.shown() };
        let at = on.begin(now);
        let decided = match form.text("step") == "confirm" {
            true => self.confirm(house, form, (now, at), change, done).await,
            false => house.store.foresee_change(now, at, change).await.map(Decided::Foreseen),
        };
        match decided {
            Ok(Decided::Entered(address)) => Ok(see_other(&address)),
            Ok(Decided::Foreseen(foreseen)) => {
                let filled = form.fields().filter(|(name, _)| !["step", AHEAD].contains(name));
                let ahead = (AHEAD, fresh_id(form, AHEAD).to_string());
                let stranded = consequences::stranded(house, &foreseen).await?;
                html(&Preview {
                    consequences: consequences::of(&foreseen).into_iter().chain(stranded).collect(),
                    is_ahead: at > now,
                    assets: self.assets,
                    title: self.title,
                    signed_in: self.signed_in,
                    unit: self.unit,
                    action: self.action,
                    on: on.words(),
                    filled: filled
                        .chain([(ahead.0, ahead.1.as_str())])
                        .map(|(name, value)| (name.to_owned(), value.to_owned()))
                        .collect(),
                    confirm: self.confirm,
                })
            }
            Err(ChangeError::Refused(refused)) => {
                let field = match refused {
                    ChangeRefused::Name => "name",
                    ChangeRefused::Future | ChangeRefused::TooFar | ChangeRefused::BeforeHistory { .. } => "on",
                    _ => self.subject,
                };
                self.refuse(field, people_words::refused(&refused));
                self.shown()
            }
            Err(ChangeError::Store(error)) => Err(error.into()),
        }
    }
}

/// The id of a change for a day to come, made for its preview, so that a second click enters it once.
const AHEAD: &str = "ahead";

enum Decided {
    Foreseen(Foreseen),
    /// Where to go on.
    Entered(String),
}

/// What somebody who may do this at a unit has sent about it.
pub async fn sent(
    house: &House,
    request: &HttpRequest,
    action: Action,
    id: &str,
    body: web::Payload,
) -> Result<(Person, Unit, Form), Refusal> {
    let person = house.auth.identify(request).await?;
    let unit = house.unit_to(&person, action, id).await?;
    Ok((person, unit, Form::read(body, BODY).await?))
}

/// The date from which it counts.
pub fn on(form: &Form) -> Block {
    since(form, "Ví dụ 15/5/2016. Điền sẵn ngày hôm nay; có thể là ngày sắp tới.")
}

/// The date from which it counts, and which dates it may be.
pub fn since(form: &Form, hint: &'static str) -> Block {
    Block::Text(Field::new("on", "Từ ngày", form.text("on"), 20).hint(hint))
}

pub fn name(label: &'static str, form: &Form) -> Block {
    Block::Text(Field::new("name", label, form.text("name"), NAME_MOST).required())
}

/// The kinds a unit may be of.
pub(super) async fn kinds(house: &House, form: &Form) -> Result<Block, Refusal> {
    let kinds = house.store.unit_kinds().await?.into_iter();
    let choices = kinds.map(|kind| Choice {
        chosen: kind.name == form.text("kind"),
        words: wording::inert(&kind.label),
        value: kind.name,
    });
    let (name, label) = ("kind".to_owned(), "Loại".to_owned());
    Ok(Block::Select(Select { name, label, hint: "", choices: choices.collect(), error: None }))
}

/// The kind that was chosen, as far as there is such a one.
pub(super) async fn kind(house: &House, form: &Form) -> Result<String, Refusal> {
    let chosen = form.text("kind");
    let known = house.store.unit_kinds().await?.iter().any(|kind| kind.name == chosen);
    if known { Ok(chosen.to_owned()) } else { Err(Refusal::Invalid("there is no such kind of unit".to_owned())) }
}

/// The form as it is first shown.
pub fn filled(house: &House, fields: &[(&str, &str)]) -> Form {
    let today = Day::of(house.auth.now()).words();
    let all = fields.iter().copied().chain([("on", today.as_str())]);
    Form::of(all.map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
}

/// A unit in a list to choose from.
pub fn choice(unit: &Unit, chosen: bool) -> Choice {
    Choice { value: unit.id.to_string(), words: wording::inert(&unit.name), chosen }
}

/// The id of a unit to be founded: made when the form is first shown, so that a second click founds no second one.
pub fn fresh_id(form: &Form, name: &str) -> uuid::Uuid {
    form.text(name).parse().unwrap_or_else(|_| uuid::Uuid::now_v7())
}
