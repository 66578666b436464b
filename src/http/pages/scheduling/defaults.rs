//! What the next contest will most likely be: the year plan, and the last contest's own settings.

use jiff::civil::Date;

use super::Desk;
use crate::domain::calendar::{TimeOfDay, local, next_meeting, read_day};
use crate::domain::contest::{Mode, Phase, Rules};
use crate::domain::contest_entry::{ContestEntry, spread, whole_bank};
use crate::domain::document::Document;
use crate::domain::year_plan::{Period, PlannedPeriod};
use crate::http::error::Refusal;
use crate::http::house::House;
use crate::http::wording;

/// Where no earlier contest says otherwise.
const EVENING: &str = "19:30";

pub(super) async fn entry(house: &House, desk: &Desk, year: &str, period: &str) -> Result<ContestEntry, Refusal> {
    let unit = desk.unit.id;
    let today = local(house.auth.now()).date();
    let mut own = house.store.contests_concerning(unit).await?;
    own.retain(|row| row.unit == unit);
    let planned = planned(house, desk, year, period, today).await?;
    let mut entry = ContestEntry::of_rules(&Rules::live(house.store.roster_of(unit).await?.len()));
    entry.at = EVENING.to_owned();
    let mut last = today;
    // The newest that was not called off.
    for row in own {
        let room = house.registry.room(row.id).await?;
        let (held, rules) =
            room.ask(|contest, _| (*contest.phase() != Phase::Cancelled, contest.rules().clone())).await?;
        if held {
            if rules.mode == Mode::Live {
                entry = ContestEntry::of_rules(&rules);
            }
            entry.at = TimeOfDay::of(row.starts_at).to_string();
            entry.place = house.store.preparation(row.id).await?.place;
            last = local(row.starts_at).date();
            break;
        }
    }
    let day = planned.as_ref().and_then(|(_, planned)| planned.on.as_deref().and_then(read_day));
    let day = day.filter(|day| *day >= today).unwrap_or_else(|| meeting_after(last, today));
    entry.on = wording::day(&day.to_string());
    let (year, period) = match &planned {
        Some((year, planned)) => (*year, planned.period),
        None => (day.year(), Period::Month(day.month())),
    };
    entry.title = format!("Kỳ thi {}", wording::period(year, period));
    if let Some((year, planned)) = planned {
        entry.theme = planned.theme;
        entry.period = Some((year, planned.period));
        let documents = house.store.documents_for(unit).await?;
        let in_force = |id: &_| documents.iter().any(|document| document.id == *id && Document::is_in_force(document));
        entry.reading = planned.documents.into_iter().filter(in_force).collect();
    }
    entry.lines = if entry.reading.is_empty() { whole_bank(&desk.pool) } else { spread(&entry.reading, &desk.pool) };
    Ok(entry)
}

/// The period that was asked for; else the next one that is planned and has no contest yet.
async fn planned(
    house: &House,
    desk: &Desk,
    year: &str,
    period: &str,
    today: Date,
) -> Result<Option<(i16, PlannedPeriod)>, Refusal> {
    let unit = desk.unit.id;
    if let (Ok(year), Some(period)) = (year.parse::<i16>(), Period::from_name(period)) {
        let plan = house.store.year_plan(unit, year).await?;
        let blank = PlannedPeriod { period, theme: String::new(), on: None, documents: Vec::new() };
        let found = plan.into_iter().find(|planned| planned.period == period).unwrap_or(blank);
        return Ok(Some((year, found)));
    }
    let year = today.year();
    let plan = house.store.year_plan(unit, year).await?;
    let taken = house.store.periods_with_contests(unit, year).await?;
    let ahead = |planned: &PlannedPeriod| match planned.on.as_deref().and_then(read_day) {
        Some(on) => on >= today,
        None => *planned.period.months().end() >= today.month(),
    };
    let next = plan.into_iter().find(|planned| ahead(planned) && !taken.contains(&planned.period));
    Ok(next.map(|planned| (year, planned)))
}

/// On the weekday on which the unit met last, and not before today.
fn meeting_after(last: Date, today: Date) -> Date {
    let mut next = next_meeting(last);
    while next < today {
        next = next_meeting(next);
    }
    next
}
