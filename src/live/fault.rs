//! What happens when the disk refuses, and when it is back.

use tracing::{error, info};

use super::outbox::Outgoing;
use super::room::Room;
use super::speaking::rejected;
use super::turn::{Action, Turn};
use crate::domain::contest::{Command, PauseReason, Phase, Rejection};
use crate::domain::time::{Millis, Timestamp};
use crate::protocol::{self, encode};

/// How often a room tries to write again after a fault.
const RETRY: Millis = Millis(400);

pub(super) struct Fault {
    pub since: Timestamp,
    pub retry_at: Timestamp,
}

impl Room {
    /// The disk refused: nobody is told "recorded". The state goes back to what is on record, and
    /// everybody hears that the contest is paused: the one announcement that is not committed.
    pub(super) async fn pause_uncommitted(&mut self, turn: Turn) {
        let now = self.clock.now();
        let since = self.fault.take().map_or(now, |fault| fault.since);
        self.fault = Some(Fault { since, retry_at: now + RETRY });
        metrics::counter!("khacsau_storage_faults_total").increment(1);
        self.refold().await;
        self.outbox.publish(Outgoing::Frame(encode(&protocol::paused(PauseReason::Storage))));
        for action in turn.actions {
            match action {
                Action::Acknowledge { mailbox, question, .. } => {
                    mailbox.send(rejected(Some(&question), None, Rejection::Storage));
                }
                Action::Drive { mailbox, name } => mailbox.send(rejected(None, Some(name), Rejection::Storage)),
                Action::Reply { reply, result } => {
                    reply.send(result.and(Err(Rejection::Storage))).ok();
                }
                Action::Welcome { socket } => self.welcome(socket),
                Action::Send(..) | Action::Publish(_) | Action::Resync => {}
            }
        }
    }

    async fn refold(&mut self) {
        let contest = self.contest.plan().contest;
        match super::loading::load(&self.store, contest).await {
            Ok((contest, people)) => {
                self.contest = contest;
                self.people = people;
            }
            // Tried again before anything is decided: see `recover_when_due`.
            Err(error) => error!(contest.id = %contest, error = %error, "the record cannot be read"),
        }
    }

    /// When the disk is back, the pause and the way on are journaled with their true times before
    /// anything else.
    pub(super) async fn recover_when_due(&mut self) {
        let now = self.clock.now();
        let Some(fault) = self.fault.take_if(|fault| fault.retry_at <= now) else { return };
        let since = fault.since.max(self.contest.last_at());
        self.refold().await;
        let mut turn = Turn::default();
        self.decide_at(&mut turn, since, &Command::Pause { reason: PauseReason::Storage }).ok();
        if matches!(self.contest.phase(), Phase::Paused { reason: PauseReason::Storage, .. }) {
            self.decide_at(&mut turn, now, &Command::Resume).ok();
        }
        self.join_everybody_present(&mut turn);
        if self.commit(&turn).await.is_ok() {
            info!(contest.id = %self.contest.plan().contest, "the record can be written again");
            turn.actions.into_iter().for_each(|action| self.perform(action));
            self.perform(Action::Resync);
        } else {
            self.fault = Some(Fault { since, retry_at: now + RETRY });
            self.refold().await;
        }
    }
}
