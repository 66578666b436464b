//! The themes to come, from the year plans of one's unit and those above: what to read before.

use crate::auth::Person;
use crate::domain::calendar::{local, read_day};
use crate::domain::year_plan::PlannedPeriod;
use crate::http::error::Refusal;
use crate::http::house::House;
use crate::http::wording;

/// Shown at once; the plan itself shows all.
const SHOWN: usize = 3;
/// From here on, the next year begins to matter.
const NOVEMBER: i8 = 11;

pub(super) struct ComingTheme {
    pub unit: String,
    pub unit_id: String,
    pub year: i16,
    /// `tháng 12/2026`
    pub when: String,
    pub theme: String,
    pub on: String,
    /// Id and name of each document.
    pub documents: Vec<(String, String)>,
}

pub(super) async fn coming(house: &House, person: &Person) -> Result<Vec<ComingTheme>, Refusal> {
    let today = local(house.auth.now()).date();
    let mut coming = Vec::new();
    for unit in house.store.ancestors(person.unit).await? {
        let mut ahead: Vec<(i16, PlannedPeriod)> = Vec::new();
        let own = house.store.year_plan(unit, today.year()).await?.into_iter();
        let is_ahead = |planned: &PlannedPeriod| match planned.on.as_deref().and_then(read_day) {
            Some(on) => on >= today,
            None => *planned.period.months().end() >= today.month(),
        };
        ahead.extend(own.filter(is_ahead).map(|planned| (today.year(), planned)));
        if today.month() >= NOVEMBER {
            let next = house.store.year_plan(unit, today.year() + 1).await?;
            ahead.extend(next.into_iter().map(|planned| (today.year() + 1, planned)));
        }
        if ahead.is_empty() {
            continue;
        }
        let known = house.store.documents_for(unit).await?;
        let name = house.store.unit(unit).await?.map(|unit| unit.name).unwrap_or_default();
        coming.extend(ahead.into_iter().take(SHOWN).map(|(year, planned)| {
            let documents = known.iter().filter(|document| planned.documents.contains(&document.id));
            ComingTheme {
                unit: wording::inert(&name),
                unit_id: unit.to_string(),
                year,
                when: wording::period(year, planned.period),
                theme: wording::inert(&planned.theme),
                on: planned.on.as_deref().map(wording::day).unwrap_or_default(),
                documents: documents
                    .map(|document| (document.id.to_string(), wording::inert(document.name())))
                    .collect(),
            }
        }));
    }
    coming.truncate(SHOWN);
    Ok(coming)
}
