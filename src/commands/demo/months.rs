//! The sample's past: the contests that its cells have held, one a month.

use std::error::Error;

use jiff::ToSpan as _;

use super::title;
use crate::domain::calendar::{self, TimeOfDay};
use crate::domain::contest::Rules;
use crate::domain::draw::Blueprint;
use crate::domain::identity::{MemberId, UnitId};
use crate::domain::ledger::Hash;
use crate::domain::time::{Millis, Timestamp};
use crate::http::House;
use crate::live::{self, Preparation, Proposal};

/// How long before its evening a contest was planned.
const AHEAD: Millis = Millis::seconds(20 * 24 * 60 * 60);
/// The day of the month on which the first cell meets; the others follow day by day.
const MEETING: i8 = 3;
const HOUR: &str = "14:30";
const QUESTIONS: u32 = 10;

/// Holds the contests of the `months` before this one in each of these units, the oldest first.
pub async fn hold(house: &House, units: &[UnitId], months: u32) -> Result<(), Box<dyn Error>> {
    for ago in (1..=months).rev() {
        for (unit, day) in units.iter().zip(MEETING..) {
            let starts_at = meeting(house.auth.now(), ago, day).ok_or("the sample's months lie beyond the calendar")?;
            hold_one(house, *unit, starts_at).await?;
        }
    }
    Ok(())
}

fn meeting(now: Timestamp, months_ago: u32, day: i8) -> Option<Timestamp> {
    let month = calendar::local(now).date().first_of_month().checked_sub(i64::from(months_ago).months()).ok()?;
    let day = month.with().day(day).build().ok()?;
    calendar::instant(day, TimeOfDay::read(HOUR)?)
}

async fn hold_one(house: &House, unit: UnitId, starts_at: Timestamp) -> Result<(), Box<dyn Error>> {
    let members = house.store.roster_of(unit).await?.len();
    let proposal = Proposal {
        unit,
        title: title(starts_at),
        starts_at,
        rules: Rules::live(members),
        blueprint: Blueprint::of(QUESTIONS),
    };
    let contest = live::schedule(&house.store, starts_at - AHEAD, proposal).await?;
    live::rehearse(&house.store, &house.signer, contest, preparation).await?;
    Ok(())
}

/// The same for the same member every month, so that a year has people who lead it.
fn preparation(member: MemberId) -> Preparation {
    let Hash(bytes) = Hash::of_bytes(member.0.as_bytes());
    let (knowledge, haste) = (u64::from(bytes[0]), i64::from(bytes[1]));
    Preparation { known: 45 + knowledge * 50 / 255, quickest: Millis(3_000 + haste * 20) }
}
