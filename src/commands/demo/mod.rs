//! `khacsau demo`: the product on a sample organisation, ready to be played.

mod bank;
mod desk;
mod links;
mod organisation;
mod people;

use std::error::Error;
use std::path::PathBuf;

use tracing::warn;

use super::{logging, serve};
use crate::app::{self, App};
use crate::domain::contest::{Command, Rejection, Roster, Rules};
use crate::domain::draw::Blueprint;
use crate::domain::identity::{ContestId, UnitId};
use crate::domain::time::Millis;
use crate::http::House;
use crate::live::{self, Clock, CommandError, Proposal};
use crate::settings::Settings;

use organisation::Sample;

pub use links::{HallLinks, Links, Person};

/// Questions of a sample contest.
const QUESTIONS: u32 = 5;
/// How long ago last month's contest was held.
const LAST_MONTH: Millis = Millis::seconds(30 * 24 * 60 * 60);

pub async fn run(settings: Settings, members: Option<u32>, links: Option<PathBuf>) -> Result<(), Box<dyn Error>> {
    logging::begin(&settings.log)?;
    let (app, made) = start(settings, Clock::system(), members).await?;
    made.print();
    if let Some(path) = links {
        made.write(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        println!("Links and tokens are in {}", path.display());
    }
    serve::serve_until_stopped(app).await
}

/// Starts the product on the sample organisation, made where it is missing.
pub async fn start(mut settings: Settings, clock: Clock, members: Option<u32>) -> Result<(App, Links), Box<dyn Error>> {
    // Every member, with a reconnect under way for some, and everybody of the small cells.
    let wanted = members.unwrap_or(0) as usize * 5 / 4 + 500;
    let possible = app::possible_connections(&settings);
    if wanted > possible {
        warn!(wanted, possible, "the system's limit of file descriptors lets {possible} phones connect at once");
    }
    settings.connections = settings.connections.max(wanted.min(possible));
    let house = app::open(&settings, clock).await?;
    let sample = organisation::ensure(&house, members).await?;
    if sample.is_new {
        hold_last_months_contest(&house, &sample).await?;
    }
    let contest = playable(&house, sample.cell).await?;
    let hall_contest = match &sample.hall {
        Some(hall) => Some(playable(&house, hall.unit).await?),
        None => None,
    };
    let app = App::start(&settings, house).await?;
    let links = Links::make(&app, &sample, contest, hall_contest).await?;
    Ok((app, links))
}

/// The unit's newest contest that is not over; a new one, if there is none.
async fn playable(house: &House, unit: UnitId) -> Result<ContestId, Box<dyn Error>> {
    let contests = house.store.contests_concerning(unit).await?;
    for row in contests.into_iter().filter(|row| row.unit == unit) {
        let room = house.registry.room(row.id).await?;
        if !room.ask(|contest, _| contest.phase().is_over()).await? {
            return Ok(row.id);
        }
    }
    let now = house.auth.now();
    let members = house.store.roster_of(unit).await?.len();
    let proposal = Proposal {
        unit,
        title: title(now),
        // The lobby is open at once and waits for the host.
        starts_at: now,
        rules: Rules::live(members),
        blueprint: Blueprint::of(QUESTIONS),
    };
    let contest = live::schedule(&house.store, now, proposal).await?;
    // The clock has this due, too; whoever gets a link is to find the lobby open.
    let lobby = Command::OpenLobby { roster: Roster::default(), hall_number: None };
    match house.registry.room(contest).await?.command(lobby).await {
        Ok(()) | Err(CommandError::Rejected(Rejection::WrongPhase)) => Ok(contest),
        Err(error) => Err(error.into()),
    }
}

async fn hold_last_months_contest(house: &House, sample: &Sample) -> Result<(), Box<dyn Error>> {
    let starts_at = house.auth.now() - LAST_MONTH;
    let members = house.store.roster_of(sample.cell).await?.len();
    let proposal = Proposal {
        unit: sample.cell,
        title: title(starts_at),
        starts_at,
        rules: Rules::live(members),
        blueprint: Blueprint::of(QUESTIONS),
    };
    let contest = live::schedule(&house.store, starts_at - LAST_MONTH, proposal).await?;
    live::rehearse(&house.store, &house.signer, contest).await?;
    Ok(())
}

fn title(at: crate::domain::time::Timestamp) -> String {
    let zone = jiff::tz::TimeZone::get("Asia/Ho_Chi_Minh").unwrap_or(jiff::tz::TimeZone::UTC);
    match jiff::Timestamp::from_millisecond(at.0) {
        Ok(at) => at.to_zoned(zone).strftime("Khắc sâu tháng %-m năm %Y").to_string(),
        Err(_) => "Khắc sâu".to_owned(),
    }
}
