//! Which contests have a room, and how one gets it.

use std::collections::HashMap;
use std::sync::Arc;

use tokio::runtime::Handle;
use tokio::sync::{Mutex, mpsc};
use tracing::{error, info};

use super::clock::{Clock, RoomClock};
use super::handle::{INBOX, RoomHandle};
use super::in_flight::InFlight;
use super::loading::{LoadError, load};
use super::room::{Parts, Room};
use crate::domain::identity::{ContestId, MemberId};
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
    /// A tokio mutex: held while a journal is folded, so that a contest never gets two rooms.
    rooms: Mutex<HashMap<ContestId, RoomHandle>>,
}

impl Registry {
    pub fn new(store: Store, signer: Signer, clock: Clock, runtime: Handle) -> Self {
        let rooms = Mutex::new(HashMap::new());
        Self { shared: Arc::new(Shared { store, signer, clock, runtime, rooms }) }
    }

    pub fn clock(&self) -> &Clock {
        &self.shared.clock
    }

    /// The contest's room, opened if it has none.
    pub async fn room(&self, contest: ContestId) -> Result<RoomHandle, LoadError> {
        let mut rooms = self.shared.rooms.lock().await;
        if let Some(room) = rooms.get(&contest).filter(|room| !room.is_gone()) {
            return Ok(room.clone());
        }
        let room = self.open(contest).await?;
        rooms.insert(contest, room.clone());
        metrics::gauge!("khacsau_rooms").set(rooms.len() as f64);
        Ok(room)
    }

    async fn open(&self, id: ContestId) -> Result<RoomHandle, LoadError> {
        let Shared { store, signer, clock, runtime, .. } = &*self.shared;
        let (contest, people) = load(store, id).await?;
        let clock = RoomClock::not_before(clock.clone(), contest.last_at());
        let (sender, inbox) = mpsc::channel(INBOX);
        let in_flight = InFlight::default();
        let handle = RoomHandle { contest: id, inbox: sender, clock: clock.clone(), in_flight: in_flight.clone() };
        let parts = Parts { contest, people, store: store.clone(), signer: signer.clone(), clock, inbox, in_flight };
        runtime.spawn(Room::new(parts).run());
        Ok(handle)
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

    /// Closes a member's sockets everywhere.
    pub async fn kick(&self, member: MemberId) {
        for room in self.rooms().await {
            // A room that is gone has no sockets.
            room.kick(member).await.ok();
        }
    }

    /// Ends every room after what it has decided is committed.
    pub async fn stop(&self) {
        for room in self.rooms().await {
            room.stop().await;
        }
    }

    async fn rooms(&self) -> Vec<RoomHandle> {
        self.shared.rooms.lock().await.values().cloned().collect()
    }
}
