//! The demo in this process, on a clock that stands still until the test moves it.

use std::ops::Deref;
use std::path::{Path, PathBuf};

use khacsau::app::App;
use khacsau::commands::demo;
use khacsau::domain::contest::Contest;
use khacsau::domain::ledger::Entry;
use khacsau::domain::time::{Millis, Timestamp};
use khacsau::live::{Clock, ManualClock};
use khacsau::settings::Settings;

use super::doors::Doors;
use super::engine::{Engine, Place};
use super::{until, within};

/// When evenings begin.
pub const NOON: Timestamp = Timestamp(1_770_000_000_000);

/// Live connections that one address other than this machine's may hold.
pub const CONNECTIONS_PER_ADDRESS: usize = 10;

/// The clock's longest step: two of them are not yet silence.
const LONG: Millis = Millis(10_000);
/// A step of this length makes the server ping every device.
const PING: Millis = Millis(5_000);

/// The sample organisation with its contest in the lobby.
pub struct Evening {
    doors: Doors,
    pub app: App,
    pub clock: ManualClock,
    // Dropped after the app.
    place: Place,
    /// The program that reads files.
    reader: PathBuf,
}

impl Evening {
    pub async fn on(engine: Engine) -> Self {
        Self::start(engine, None, env!("CARGO_BIN_EXE_khacsau").into()).await
    }

    /// With another program that reads files.
    pub async fn with_reader(engine: Engine, reader: PathBuf) -> Self {
        Self::start(engine, None, reader).await
    }

    /// With a hall of so many members beside the sample's cells.
    pub async fn with_hall(engine: Engine, members: u32) -> Self {
        Self::start(engine, Some(members), env!("CARGO_BIN_EXE_khacsau").into()).await
    }

    async fn start(engine: Engine, members: Option<u32>, reader: PathBuf) -> Self {
        let clock = ManualClock::starting_at(NOON);
        let place = Place::make(engine).await;
        let (app, doors) = begin(&place, &clock, members, &reader).await;
        if members.is_some() {
            doors.hall().until_lobby().await;
        }
        Self { doors, app, clock, place, reader }
    }

    /// The program's data directory.
    pub fn data(&self) -> &Path {
        self.place.path()
    }

    /// Where its record is: the data directory, and the database's address where it is not in there.
    pub fn record(&self) -> (&Path, Option<&str>) {
        self.place.record()
    }

    /// The program is stopped in order, and started again on the same data so much later.
    pub async fn start_again_after(self, pause: i64) -> Self {
        within("the stop", self.app.stop()).await;
        self.clock.advance(Millis(pause));
        let (app, doors) = begin(&self.place, &self.clock, None, &self.reader).await;
        // Once this contest is over the demo offers a new one; the test goes on with its own.
        Self { doors: doors.at(&self.doors.contest), app, clock: self.clock, place: self.place, reader: self.reader }
    }

    /// Lets time pass, while every device answers its pings.
    pub async fn advance(&self, by: i64) {
        let mut left = Millis(by);
        while left >= PING {
            let step = left.min(LONG);
            let devices = self.doors.pulse.listen();
            self.clock.advance(step);
            for device in devices {
                within("a ping and its answer", device.next()).await;
            }
            left = left - step;
        }
        self.clock.advance(left);
    }

    pub fn clock_now(&self) -> i64 {
        Clock::Manual(self.clock.clone()).now().0
    }

    /// What the record says by now.
    pub async fn journal(&self, contest: &str) -> Vec<Entry> {
        let id = contest.parse().expect("a contest's id");
        khacsau::live::journal(&self.app.house.store, id).await.expect("the journal")
    }

    /// Waits until the record has an entry of this kind: for what happens without a frame.
    pub async fn until_recorded(&self, kind: &str) {
        let look = async || {
            let journal = self.journal(&self.doors.contest).await;
            journal.iter().any(|entry| entry.event.kind() == kind).then_some(())
        };
        until(kind, look).await;
    }

    /// What is not to be read anywhere before the question at `from` is opened: texts and ids of
    /// this and all later ones.
    pub async fn unasked(&self, from: usize) -> Vec<String> {
        let contest = Contest::replay(&self.journal(&self.doors.contest).await).expect("a contest");
        let later = contest.slots()[from..].iter();
        later
            .flat_map(|slot| {
                let revision = slot.question.revision();
                let ids = slot.question.options.iter().map(|option| option.id.clone());
                [slot.question.id.clone(), revision.stem.clone()].into_iter().chain(ids).collect::<Vec<_>>()
            })
            .collect()
    }

    /// What is not to be read on any page before a question is revealed: its explanation, and which options are right.
    pub async fn unrevealed(&self, index: usize) -> Vec<String> {
        let contest = Contest::replay(&self.journal(&self.doors.contest).await).expect("a contest");
        let explanation = contest.slots()[index].question.revision().explanation.clone();
        self.key(index).await.into_iter().chain(Some(explanation).filter(|text| !text.is_empty())).collect()
    }

    /// The ids of the right options of a question: what nobody outside may know before it is revealed.
    pub async fn key(&self, index: usize) -> Vec<String> {
        let contest = Contest::replay(&self.journal(&self.doors.contest).await).expect("a contest");
        let options = contest.slots()[index].question.options.iter();
        options.filter(|option| option.right).map(|option| option.id.clone()).collect()
    }
}

async fn begin(place: &Place, clock: &ManualClock, members: Option<u32>, reader: &Path) -> (App, Doors) {
    let settings = Settings {
        listen: ([127, 0, 0, 1], 0).into(),
        data: place.path().to_owned(),
        database: place.database(),
        database_connections: 4,
        connections: 600,
        public_url: None,
        tls: None,
        // Whoever names an address of their own is taken to be there; this machine itself has no limits.
        trusted_proxies: vec!["127.0.0.1/32".parse().expect("a network")],
        connections_per_address: CONNECTIONS_PER_ADDRESS,
        metrics: None,
        log: "warn".to_owned(),
        program: Some(reader.to_owned()),
    };
    let extent = demo::Extent { members, months: 1 };
    let starting = demo::start(settings, Clock::Manual(clock.clone()), extent);
    let (app, links) = within("the demo", starting).await.expect("the demo starts");
    let links = serde_json::to_value(&links).and_then(serde_json::from_value).expect("the demo's links");
    let doors = Doors::new(links);
    doors.until_lobby().await;
    (app, doors)
}

impl Deref for Evening {
    type Target = Doors;

    fn deref(&self) -> &Doors {
        &self.doors
    }
}
