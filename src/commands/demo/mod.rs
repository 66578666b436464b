//! `khacsau demo`: the product on a sample organisation, ready to be played.

mod bank;
mod desk;
mod links;
mod months;
mod organisation;
mod people;

use std::error::Error;
use std::path::PathBuf;

use tracing::warn;

use super::{logging, serve};
use crate::app::{self, App};
use crate::domain::calendar;
use crate::domain::contest::{Command, Rejection, Roster, Rules};
use crate::domain::draw::Blueprint;
use crate::domain::identity::{ContestId, UnitId};
use crate::domain::time::Timestamp;
use crate::http::House;
use crate::live::{self, Clock, CommandError, Proposal};
use crate::settings::Settings;

pub use links::{HallLinks, Links, Person};

/// Questions of a sample contest.
const QUESTIONS: u32 = 5;

/// How much of a sample there is to be.
#[derive(Clone, Copy, Debug)]
pub struct Extent {
    /// Of the hall beside the three cells, where there is to be one.
    pub members: Option<u32>,
    /// That each cell has held.
    pub months: u32,
}

pub async fn run(settings: Settings, extent: Extent, links: Option<PathBuf>) -> Result<(), Box<dyn Error>> {
    logging::begin(&settings.log)?;
    let (app, made) = start(settings, Clock::system(), extent).await?;
    made.print();
    if let Some(path) = links {
        made.write(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        println!("Links and tokens are in {}", path.display());
    }
    serve::serve_until_stopped(app).await
}

/// Starts the product on the sample organisation, made where it is missing.
pub async fn start(mut settings: Settings, clock: Clock, extent: Extent) -> Result<(App, Links), Box<dyn Error>> {
    let Extent { members, months } = extent;
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
        months::hold(&house, &organisation::cells(), months).await?;
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

fn title(at: Timestamp) -> String {
    let day = calendar::local(at).date();
    format!("Khắc sâu tháng {} năm {}", day.month(), day.year())
}
