//! What happens when the disk refuses, and when it is back.

use tracing::{info, warn};

use super::loading::LoadError;
use super::outbox::Outgoing;
use super::room::Room;
use super::speaking::rejected;
use super::turn::{Action, Turn};
use crate::domain::contest::{Command, PauseReason, Phase, Rejection};
use crate::domain::time::{Millis, Timestamp};
use crate::protocol::{self, encode};

/// How often a room tries to write again after a fault.
const RETRY: Millis = Millis(400);

/// The record cannot be used. Until it has been read again, the room's own copy may hold what was
/// never committed: nothing is decided on it and nothing of it is shown.
pub(super) struct Fault {
    pub since: Timestamp,
    pub retry_at: Timestamp,
}

impl Room {
    /// The disk refused: nobody is told "recorded". Everybody hears that the contest is paused: the
    /// one announcement that is not committed.
    pub(super) fn pause_uncommitted(&mut self, turn: Turn) {
        let now = self.clock.now();
        let since = self.fault.take().map_or(now, |fault| fault.since);
        self.fault = Some(Fault { since, retry_at: now + RETRY });
        metrics::counter!("khacsau_storage_faults_total").increment(1);
        self.outbox.publish(Outgoing::Frame(encode(&protocol::paused(PauseReason::Storage))));
        self.refuse(turn);
    }

    /// Whoever waits for something of this turn hears that it is not on record.
    pub(super) fn refuse(&mut self, turn: Turn) {
        for action in turn.actions {
            match action {
                Action::Acknowledge { mailbox, question, .. } => {
                    mailbox.send(rejected(Some(&question), None, Rejection::Storage));
                }
                Action::Refuse { mailbox, question, command, .. } => {
                    mailbox.send(rejected(question.as_deref(), command, Rejection::Storage));
                }
                Action::Drive { mailbox, name } => mailbox.send(rejected(None, Some(name), Rejection::Storage)),
                Action::Reply { reply, result } => {
                    reply.send(result.and(Err(Rejection::Storage))).ok();
                }
                Action::Receipt { reply, result } => {
                    reply.send(result.and(Err(Rejection::Storage))).ok();
                }
                Action::Welcome { socket } => self.welcome(socket),
                // Whoever asked hears that the room cannot say.
                Action::Ask(_)
                | Action::Send(..)
                | Action::Publish(_)
                | Action::Hall(_)
                | Action::Roster
                | Action::Incident(_)
                | Action::Resync => {}
            }
        }
    }

    /// When the disk is back, the pause and the way on are journaled with their true times before
    /// anything else.
    pub(super) async fn recover_when_due(&mut self) {
        let now = self.clock.now();
        let Some(fault) = self.fault.take_if(|fault| fault.retry_at <= now) else { return };
        if let Err(error) = self.recover(fault.since).await {
            warn!(contest.id = %self.contest.plan().contest, %error, "the record still cannot be used");
            self.fault = Some(Fault { since: fault.since, retry_at: self.clock.now() + RETRY });
        }
    }

    async fn recover(&mut self, since: Timestamp) -> Result<(), LoadError> {
        let id = self.contest.plan().contest;
        self.store.writable().await?;
        // What is on record, and nothing else: a commit that failed may have left its copy behind.
        (self.contest, self.people) = super::loading::load(&self.store, id).await?;
        let mut turn = Turn::default();
        let since = since.max(self.contest.last_at());
        self.decide_at(&mut turn, since, &Command::Pause { reason: PauseReason::Storage }).ok();
        if matches!(self.contest.phase(), Phase::Paused { reason: PauseReason::Storage, .. }) {
            self.decide(&mut turn, &Command::Resume).ok();
        }
        // Who came or went meanwhile.
        self.join_everybody_present(&mut turn);
        let host = if self.seats.has_host() { Command::HostArrive } else { Command::HostLeave };
        self.decide(&mut turn, &host).ok();
        self.commit(turn.batch()).await?;
        info!(contest.id = %id, "the record can be written again");
        turn.actions.into_iter().for_each(|action| self.perform(action));
        self.perform(Action::Resync);
        Ok(())
    }
}
