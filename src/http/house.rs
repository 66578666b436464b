//! What every handler may reach.

use std::fs::File;
use std::sync::Arc;

use crate::auth::{Auth, Person};
use crate::domain::contest::{Contest, Phase};
use crate::domain::identity::ContestId;
use crate::domain::ledger::Signer;
use crate::domain::role::Action;
use crate::exchange::FileReader;
use crate::live::{People, Registry, RoomHandle};
use crate::store::{ContestRow, Store};

use super::error::Refusal;
use super::limits::Limits;

/// The printed form of the key that signs the records.
#[derive(Clone, Debug)]
pub struct Fingerprint(pub String);

/// Shared by all workers.
#[derive(Clone)]
pub struct House {
    pub store: Store,
    pub registry: Registry,
    pub auth: Auth,
    pub signer: Signer,
    pub limits: Limits,
    /// Reads what people bring, in processes of their own.
    pub reader: FileReader,
    /// Keeps the data directory this program's alone.
    pub lock: Option<Arc<File>>,
}

/// A contest, and what the one who asks is to it.
pub struct Visit {
    pub row: ContestRow,
    pub room: RoomHandle,
    pub may_host: bool,
    pub belongs: bool,
}

impl House {
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint(self.signer.public().fingerprint())
    }

    /// Finds a contest by what stands in a path, whatever that is.
    pub async fn contest(&self, id: &str) -> Result<ContestRow, Refusal> {
        let id: ContestId = id.parse().map_err(|_| Refusal::NoContest)?;
        self.store.contest(id).await?.ok_or(Refusal::NoContest)
    }

    /// Lets a person into a contest that concerns them, and nobody else.
    pub async fn visit(&self, id: &str, person: &Person) -> Result<Visit, Refusal> {
        let row = self.contest(id).await?;
        let may_host = person.may(&self.store, Action::Host, row.unit).await?;
        let belongs = person.takes_part_in(&self.store, &row).await?;
        if !may_host && !belongs && !person.may(&self.store, Action::ReadResults, row.unit).await? {
            return Err(Refusal::Forbidden);
        }
        let room = self.registry.room(row.id).await?;
        Ok(Visit { row, room, may_host, belongs })
    }
}

impl Visit {
    pub async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Contest, &People) -> T + Send + 'static,
    ) -> Result<T, Refusal> {
        Ok(self.room.ask(question).await?)
    }

    /// Called off before its lobby.
    pub async fn is_cancelled(&self) -> Result<bool, Refusal> {
        self.ask(|contest, _| *contest.phase() == Phase::Cancelled).await
    }

    /// Only for whoever may drive this contest.
    pub fn hosting(self) -> Result<Self, Refusal> {
        if self.may_host { Ok(self) } else { Err(Refusal::Forbidden) }
    }
}
