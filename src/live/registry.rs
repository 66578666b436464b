//! Which contests have a room, and how one gets it.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tracing::{error, info};

use super::clock::{Clock, RoomClock};
use super::handle::{INBOX, Posts, RoomHandle, Whom};
use super::in_flight::InFlight;
use super::loading::{LoadError, load};
use super::room::{Parts, Room};
use crate::domain::identity::ContestId;
use crate::domain::ledger::Signer;
use crate::store::Store;

/// Opens rooms on demand and at the start. Cheap to clone.
#[derive(Clone)]
pub struct Registry {
    shared: Arc<Shared>,
}

struct Shared {
    store: Store,
    signer: Signer,
    clock: Clock,
    /// The main runtime: a task spawned from a handler would stay on that worker's one thread.
    runtime: Handle,
    /// A std mutex: nothing awaits while it is held.
    rooms: Mutex<HashMap<ContestId, Place>>,
    /// Set when the program stops: nothing is opened any more.
    stopping: AtomicBool,
}

/// A contest's one room. Locked while its journal is folded, so that it never gets two, and
/// nobody waits who wants another contest.
type Place = Arc<tokio::sync::Mutex<Option<RoomHandle>>>;

impl Registry {
    pub fn new(store: Store, signer: Signer, clock: Clock, runtime: Handle) -> Self {
        let (rooms, stopping) = (Mutex::default(), AtomicBool::new(false));
        Self { shared: Arc::new(Shared { store, signer, clock, runtime, rooms, stopping }) }
    }

    /// The contest's room, opened if it has none.
    pub async fn room(&self, contest: ContestId) -> Result<RoomHandle, LoadError> {
        let place = Arc::clone(self.places().entry(contest).or_default());
        let mut place = place.lock().await;
        if let Some(room) = place.as_ref().filter(|room| !room.is_gone()) {
            return Ok(room.clone());
        }
        if self.shared.stopping.load(Ordering::Acquire) {
            return Err(LoadError::Stopping);
        }
        let room = self.open(contest).await?;
        *place = Some(room.clone());
        Ok(room)
    }

    /// The contest's room if it is open, without waiting for anything.
    pub fn opened(&self, contest: ContestId) -> Option<RoomHandle> {
        let place = self.places().get(&contest).map(Arc::clone)?;
        let room = place.try_lock().ok()?.clone();
        room.filter(|room| !room.is_gone())
    }

    async fn open(&self, id: ContestId) -> Result<RoomHandle, LoadError> {
        let Shared { store, signer, clock, runtime, .. } = &*self.shared;
        let (contest, people) = load(store, id).await?;
        let clock = RoomClock::not_before(clock, contest.last_at());
        let (inbox, receiver) = mpsc::channel(INBOX);
        let in_flight = InFlight::default();
        let parts = Parts {
            contest,
            people,
            store: store.clone(),
            signer: signer.clone(),
            clock: clock.clone(),
            inbox: receiver,
            sender: inbox.downgrade(),
            in_flight: in_flight.clone(),
        };
        let room = runtime.spawn(Room::new(parts).run());
        runtime.spawn(self.clone().watch(id, room));
        metrics::gauge!("khacsau_rooms").increment(1.0);
        Ok(RoomHandle { contest: id, inbox, clock, in_flight, posts: Posts::default() })
    }

    /// A room that breaks is opened again from its record: a crash is a replay. (Boxed, since it
    /// leads back to itself.)
    fn watch(self, contest: ContestId, room: JoinHandle<()>) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(async move {
            let ended = room.await;
            metrics::gauge!("khacsau_rooms").decrement(1.0);
            let Err(broken) = ended else { return };
            error!(contest.id = %contest, error = %broken, "a room broke and is opened again");
            if let Err(error) = self.room(contest).await {
                error!(contest.id = %contest, %error, "the room cannot be opened again");
            }
        })
    }

    /// Opens a room for every contest that is not published yet: a crash is a replay.
    pub async fn resume(&self) -> Result<(), LoadError> {
        let contests = self.shared.store.unfinished_contests().await?;
        for contest in &contests {
            // One broken record does not keep the others from going on.
            if let Err(error) = self.room(*contest).await {
                error!(contest.id = %contest, %error, "this contest cannot go on");
            }
        }
        info!(contests = contests.len(), "{} contests go on", contests.len());
        Ok(())
    }

    /// Closes these sockets everywhere.
    pub async fn kick(&self, whom: Whom) {
        for room in self.rooms().await {
            // A room that is gone has no sockets.
            room.kick(whom).await.ok();
        }
    }

    /// Ends every room after what it has decided is committed; none is opened any more.
    pub async fn stop(&self) {
        self.shared.stopping.store(true, Ordering::Release);
        let rooms = self.rooms().await;
        futures_util::future::join_all(rooms.iter().map(RoomHandle::stop)).await;
    }

    async fn rooms(&self) -> Vec<RoomHandle> {
        let places: Vec<Place> = self.places().values().cloned().collect();
        let mut rooms = Vec::new();
        for place in places {
            rooms.extend(place.lock().await.clone());
        }
        rooms
    }

    fn places(&self) -> MutexGuard<'_, HashMap<ContestId, Place>> {
        self.shared.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
