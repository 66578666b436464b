//! The board of the units below.

use super::choice::Chosen;
use super::words;
use crate::domain::identity::UnitId;
use crate::domain::season::{SeasonRule, UnitTally, rank_units};
use crate::http::error::Refusal;
use crate::http::house::House;
use crate::http::wording;
use crate::store::SeasonUnit;

pub(super) struct UnitRow {
    pub place: Option<u32>,
    pub name: String,
    /// Its own board, for whoever may see it.
    pub href: Option<String>,
    pub rate: String,
    pub counts: String,
    pub mean: String,
}

/// Best first; empty where nothing was held below.
pub(super) async fn rows(
    house: &House,
    unit: UnitId,
    chosen: Chosen,
    rule: &SeasonRule,
    reaches: bool,
) -> Result<Vec<UnitRow>, Refusal> {
    let units = house.store.season_units(unit, chosen.year).await?;
    let tallied: Vec<(SeasonUnit, UnitTally)> =
        units.into_iter().map(|unit| (unit.within(chosen.months), unit)).map(|(tally, unit)| (unit, tally)).collect();
    if tallied.iter().all(|(_, tally)| tally.eligible == 0) {
        return Ok(Vec::new());
    }
    let row = |(place, unit, tally): (Option<u32>, SeasonUnit, UnitTally)| UnitRow {
        place,
        href: reaches.then(|| format!("/units/{}/leaderboard?year={}&months={}", unit.id, chosen.year, chosen.months)),
        name: wording::inert(&unit.name),
        rate: if tally.eligible == 0 { "–".to_owned() } else { words::rate(tally.completed, tally.eligible) },
        counts: format!("{}/{} lượt", tally.completed, tally.eligible),
        mean: tally.mean().map_or("–".to_owned(), |mean| format!("{},{:02}", mean / 100, mean % 100)),
    };
    Ok(rank_units(rule.unit_threshold, tallied).into_iter().map(row).collect())
}
