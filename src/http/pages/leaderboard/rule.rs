//! The rule of a season, set by whoever sets contests.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::choice::{Chosen, YEARS};
use crate::domain::role::Action;
use crate::domain::season::{Measure, Months, RuleProblem, SeasonRule};
use crate::http::error::{Page, Refusal};
use crate::http::form::{Choice, Field, Form};
use crate::http::house::House;
use crate::http::pages::blocks::Select;
use crate::http::pages::{html, see_other};

const BODY: usize = 4 * 1_024;

pub(super) struct RuleForm {
    pub year: i16,
    pub measure: Select,
    pub best: Field,
    pub least: Field,
    pub insiders: bool,
    pub threshold: Field,
    /// Sent, and not taken.
    pub refused: bool,
}

/// As it was typed.
struct Typed {
    measure: String,
    best: String,
    least: String,
    insiders: bool,
    threshold: String,
}

impl Typed {
    fn read(form: &Form) -> Self {
        let text = |name| form.text(name).trim().to_owned();
        Self {
            measure: text("measure"),
            best: text("best"),
            least: text("least"),
            insiders: form.text("insiders") == "yes",
            threshold: text("threshold"),
        }
    }

    /// The rule it says. A number that is none is as wrong as one that is too large.
    fn rule(&self) -> Result<SeasonRule, RuleProblem> {
        let number = |text: &str| text.parse::<u32>().ok();
        let measure = match self.measure.as_str() {
            "mean" => Measure::Mean,
            "best" => Measure::Best(number(&self.best).ok_or(RuleProblem::Best)?),
            _ => Measure::Sum,
        };
        let rule = SeasonRule {
            measure,
            insiders_count: self.insiders,
            least: number(&self.least).ok_or(RuleProblem::Least)?,
            unit_threshold: number(self.threshold.trim_end_matches('%').trim()).ok_or(RuleProblem::Threshold)?,
        };
        rule.check().map(|()| rule)
    }
}

impl RuleForm {
    pub fn of(rule: &SeasonRule, year: i16) -> Self {
        let (measure, best) = match rule.measure {
            Measure::Sum => ("sum", 8),
            Measure::Mean => ("mean", 8),
            Measure::Best(best) => ("best", best),
        };
        let typed = Typed {
            measure: measure.to_owned(),
            best: best.to_string(),
            least: rule.least.to_string(),
            insiders: rule.insiders_count,
            threshold: rule.unit_threshold.to_string(),
        };
        Self::typed(&typed, year, None)
    }

    fn typed(typed: &Typed, year: i16, problem: Option<RuleProblem>) -> Self {
        let choice = |(value, words): (&str, &str)| Choice {
            value: value.to_owned(),
            words: words.to_owned(),
            chosen: value == typed.measure,
        };
        let measures =
            [("sum", "Cộng điểm mọi kỳ"), ("mean", "Điểm bình quân"), ("best", "Cộng điểm những kỳ cao nhất")];
        let said = |own: RuleProblem, words: &'static str| problem.filter(|problem| *problem == own).map(|_| words);
        let wrong_best = said(RuleProblem::Best, "Đồng chí ghi một số từ 1 đến 60.");
        let wrong_least = said(RuleProblem::Least, "Đồng chí ghi một số từ 1 đến 60.");
        let wrong_threshold = said(RuleProblem::Threshold, "Đồng chí ghi một số từ 0 đến 100.");
        Self {
            year,
            measure: Select {
                name: "measure".to_owned(),
                label: "Cách tính".to_owned(),
                hint: "",
                choices: measures.into_iter().map(choice).collect(),
                error: None,
            },
            best: Field::new("best", "Số kỳ cao điểm nhất được cộng", &typed.best, 4)
                .hint("Chỉ dùng khi cộng điểm những kỳ cao nhất.")
                .error(wrong_best),
            least: Field::new("least", "Số kỳ ít nhất phải dự để có hạng", &typed.least, 4).error(wrong_least),
            insiders: typed.insiders,
            threshold: Field::new("threshold", "Tỷ lệ tham gia để tổ chức có hạng (%)", &typed.threshold, 5)
                .error(wrong_threshold),
            refused: problem.is_some(),
        }
    }
}

pub async fn save(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let unit = house.unit_to(&person, Action::Schedule, &id).await?;
    let form = Form::read(body, BODY).await?;
    let year: Option<i16> = form.text("year").parse().ok().filter(|year| YEARS.contains(year));
    let year = year.ok_or_else(|| Refusal::Invalid("`year` is not a year from 2000 to 2100".to_owned()))?;
    let typed = Typed::read(&form);
    match typed.rule() {
        Ok(rule) => {
            house.store.set_season_rule(unit.id, year, &rule).await.map_err(Refusal::from)?;
            Ok(see_other(&format!("/units/{}/leaderboard?year={year}&done=rule", unit.id)))
        }
        Err(problem) => {
            let visit = house.unit_for(&person, &id).await?;
            let chosen = Chosen { year, months: Months::YEAR };
            let form = RuleForm::typed(&typed, year, Some(problem));
            let mut response = html(&super::page(&house, &person, visit, chosen, form).await?)?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
    }
}
