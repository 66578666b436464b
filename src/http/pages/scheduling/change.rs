//! A contest planned anew: the new one is kept first, then the old one is called off; its address leads on.

use super::Desk;
use crate::auth::Person;
use crate::domain::calendar::{TimeOfDay, local};
use crate::domain::contest::{Command, Contest, Phase, Rejection};
use crate::domain::contest_entry::{ContestEntry, ContestProblem, LineEntry};
use crate::domain::document::Document;
use crate::domain::identity::ContestId;
use crate::domain::text::line;
use crate::domain::time::Timestamp;
use crate::http::error::Refusal;
use crate::http::house::House;
use crate::http::wording;
use crate::live::CommandError;
use crate::protocol::HostStep;
use crate::store::{ContestRow, Replaced};

/// As it stands beside the record of the new contest, should both be there at its lobby.
const TOO_LATE: &str = "Kỳ thi cũ đã mở phòng chờ trước khi kịp sửa";

/// Where the contest stands that an entry takes the place of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It will be called off.
    Waits,
    CalledOff,
    /// Too late.
    Begun,
}

/// The form of a contest as it was planned.
pub(super) async fn again(house: &House, desk: &Desk, id: &str) -> Result<ContestEntry, Refusal> {
    let row = own(house, desk, id.parse().map_err(|_| Refusal::NotFound)?).await?;
    let room = house.registry.room(row.id).await?;
    let (mut entry, phase) = room.ask(|contest, _| (entry(contest), contest.phase().clone())).await?;
    let preparation = house.store.preparation(row.id).await?;
    let documents = house.store.documents_for(desk.unit.id).await?;
    let in_force = |id: &_| documents.iter().any(|document| document.id == *id && Document::is_in_force(document));
    entry.reading = preparation.reading.into_iter().filter(in_force).collect();
    (entry.theme, entry.place, entry.period) = (preparation.theme, preparation.place, preparation.period);
    // One that has begun lends its settings and nothing else.
    entry.replaces = matches!(phase, Phase::Scheduled | Phase::Cancelled).then_some(row.id);
    if entry.replaces.is_none() {
        entry.period = None;
    }
    Ok(entry)
}

fn entry(contest: &Contest) -> ContestEntry {
    let plan = contest.plan();
    let day = |at: Timestamp| wording::day(&local(at).date().to_string());
    let mut entry = ContestEntry::of_rules(&plan.rules);
    entry.title.clone_from(&plan.title);
    (entry.on, entry.at) = (day(plan.starts_at), TimeOfDay::of(plan.starts_at).to_string());
    if let Some(window) = plan.rules.window {
        (entry.closes_on, entry.closes_at) = (day(window.closes_at), TimeOfDay::of(window.closes_at).to_string());
    }
    let lines = plan.blueprint.lines.iter().map(|line| LineEntry {
        count: line.count.to_string(),
        document: line.document,
        topic: line.topic.clone().unwrap_or_default(),
        difficulty: line.difficulty,
        weight: line.weight.to_string(),
    });
    entry.lines = lines.collect();
    entry
}

/// A contest of this unit.
async fn own(house: &House, desk: &Desk, id: ContestId) -> Result<ContestRow, Refusal> {
    house.store.contest(id).await?.filter(|row| row.unit == desk.unit.id).ok_or(Refusal::NotFound)
}

pub(super) async fn standing(
    house: &House,
    desk: &Desk,
    entry: &ContestEntry,
) -> Result<Option<(ContestRow, Standing)>, Refusal> {
    let Some(id) = entry.replaces else { return Ok(None) };
    let row = own(house, desk, id).await?;
    let phase = house.registry.room(row.id).await?.ask(|contest, _| contest.phase().clone()).await?;
    let standing = match phase {
        Phase::Scheduled => Standing::Waits,
        Phase::Cancelled => Standing::CalledOff,
        _ => Standing::Begun,
    };
    Ok(Some((row, standing)))
}

/// What keeps an entry from taking the other's place.
pub(super) async fn problem(
    house: &House,
    desk: &Desk,
    entry: &ContestEntry,
) -> Result<Option<ContestProblem>, Refusal> {
    let Some((row, standing)) = standing(house, desk, entry).await? else { return Ok(None) };
    if house.store.successor(row.id).await?.is_some() {
        return Ok(Some(ContestProblem::Replaced));
    }
    let short = !(3..=500).contains(&line(&entry.reason).chars().count());
    Ok(match standing {
        Standing::Begun => Some(ContestProblem::Begun),
        Standing::Waits if short => Some(ContestProblem::NoReason),
        _ => None,
    })
}

/// What is kept with the new contest.
pub(super) fn replaced(entry: &ContestEntry) -> Option<Replaced> {
    entry.replaces.map(|contest| Replaced { contest, reason: line(&entry.reason) })
}

/// Calls the old contest off, now that the new one is kept; done twice, it is done once. Where its lobby has opened
/// meanwhile, the new one is called off instead: false.
pub(super) async fn finish(house: &House, person: &Person, new: ContestId) -> Result<bool, Refusal> {
    let Some(old) = house.store.replaced_by(new).await? else { return Ok(true) };
    let cancel = async |id: ContestId, reason: String| -> Result<bool, Refusal> {
        let room = house.registry.room(id).await?;
        match room.drive(person.member, HostStep::Command(Command::Cancel { reason })).await {
            Ok(()) => Ok(true),
            Err(CommandError::Rejected(Rejection::WrongPhase)) => {
                Ok(room.ask(|contest, _| *contest.phase() == Phase::Cancelled).await?)
            }
            Err(error) => Err(error.into()),
        }
    };
    if cancel(old.contest, old.reason).await? {
        return Ok(true);
    }
    cancel(new, TOO_LATE.to_owned()).await?;
    Ok(false)
}
