//! From a decision to the sockets, with the commit in between.

use std::sync::Arc;
use std::time::Duration;

use tracing::error;

use super::clock::Stopwatch;
use super::outbox::Outgoing;
use super::room::Room;
use super::turn::{Action, Turn};
use crate::domain::contest::{Event, Phase, Rejection};
use crate::domain::ledger::Entry;
use crate::domain::season::ContestOutcomes;
use crate::protocol::{CloseReason, Projection, ServerMessage, To, encode};
use crate::store::{Batch, StoreError};

/// A commit that takes longer has an unknown outcome: the contest pauses and reads the record again.
const COMMIT_WITHIN: Duration = Duration::from_secs(3);
/// The same where the boards of everybody who took part are written with it: no answer waits in this room any more.
const PUBLISH_WITHIN: Duration = Duration::from_secs(60);

impl Room {
    pub(super) fn note(&self, turn: &mut Turn, entry: &Entry, projection: Projection) {
        let publish = |outgoing| Action::Publish(outgoing);
        turn.actions.push(match projection {
            Projection::Frame(To::Everybody, message) => {
                let frame = encode(&message);
                match (&entry.event, self.contest.phase()) {
                    (Event::CountdownStarted { .. }, Phase::GetReady { opens_at, .. }) => {
                        publish(Outgoing::Countdown { frame, opens_at: *opens_at })
                    }
                    _ => publish(Outgoing::Frame(frame)),
                }
            }
            Projection::Frame(To::Hall, message) => Action::Hall(encode(&message)),
            Projection::Frame(To::Member(participant), message) => {
                let Some(socket) = self.seats.of_participant(participant) else { return };
                let mailbox = Arc::clone(&socket.mailbox);
                let outgoing = Outgoing::Frame(encode(&message));
                match message {
                    ServerMessage::Recorded(receipt) => {
                        Action::Acknowledge { mailbox, question: receipt.question, outgoing }
                    }
                    _ => Action::Send(mailbox, outgoing),
                }
            }
            Projection::Question(message) => {
                let deliveries = Arc::clone(&self.deliveries);
                publish(Outgoing::Question { frame: encode(&message), deliveries })
            }
            Projection::Standings(table) => publish(Outgoing::Standings(Arc::new(table))),
            Projection::Finished(table) => publish(Outgoing::Finished(Arc::new(table))),
            Projection::Over => publish(Outgoing::Close(CloseReason::Finished)),
            Projection::Resync => Action::Resync,
            Projection::Welcome(participant) => match self.seats.id_of(participant) {
                Some(socket) => Action::Welcome { socket },
                None => return,
            },
        });
    }

    /// Commits the turn and says what hangs on it; on a fault, nobody is told anything of it.
    pub(super) async fn finish(&mut self, mut turn: Turn) {
        let batch = turn.batch();
        let committed = match turn.published.take() {
            Some(outcomes) => self.publish(batch, outcomes).await,
            None => self.commit(batch).await,
        };
        if let Err(error) = &committed {
            error!(contest.id = %self.contest.plan().contest, %error, "the record cannot be written");
        }
        match committed {
            Ok(()) if self.fault.is_none() => turn.actions.into_iter().for_each(|action| self.perform(action)),
            Ok(()) => self.refuse(turn),
            Err(_) => self.pause_uncommitted(turn),
        }
    }

    pub(super) async fn commit(&self, batch: Batch) -> Result<(), StoreError> {
        if batch.rows.is_empty() {
            return Ok(());
        }
        let stopwatch = Stopwatch::start();
        let append = self.store.append_batch(self.contest.plan().contest, &batch);
        let committed = tokio::time::timeout(COMMIT_WITHIN, append).await.unwrap_or(Err(StoreError::TooSlow));
        metrics::histogram!("khacsau_commit_seconds").record(stopwatch.seconds());
        metrics::counter!("khacsau_journal_rows_total").increment(batch.rows.len() as u64);
        committed
    }

    /// Commits a turn with what it published for the season.
    async fn publish(&self, batch: Batch, outcomes: ContestOutcomes) -> Result<(), StoreError> {
        let publish = self.store.append_publication(self.contest.plan().contest, &batch, &outcomes);
        metrics::counter!("khacsau_journal_rows_total").increment(batch.rows.len() as u64);
        tokio::time::timeout(PUBLISH_WITHIN, publish).await.unwrap_or(Err(StoreError::TooSlow))
    }

    pub(super) fn perform(&mut self, action: Action) {
        match action {
            Action::Publish(outgoing) => self.outbox.publish(outgoing),
            Action::Hall(frame) => self.seats.tell_hall(&frame),
            Action::Roster => self.tell_roster(),
            Action::Incident(incident) => self.keep_incident(incident),
            Action::Ask(question) => question(&self.contest, &self.people),
            Action::Send(mailbox, outgoing) | Action::Acknowledge { mailbox, outgoing, .. } => mailbox.send(outgoing),
            Action::Refuse { mailbox, question, command, reason } => {
                mailbox.send(rejected(question.as_deref(), command, reason));
            }
            Action::Welcome { socket } => self.welcome(socket),
            Action::Resync => {
                // Whoever came in this very turn is about to get their first welcome.
                let is_welcomed = |id: &u64| self.seats.get(*id).is_some_and(|socket| socket.mailbox.is_welcomed());
                self.seats.ids().into_iter().filter(is_welcomed).for_each(|socket| self.welcome(socket));
            }
            Action::Reply { reply, result } => {
                reply.send(result).ok();
            }
            Action::Receipt { reply, result } => {
                reply.send(result).ok();
            }
            Action::Drive { .. } => {}
        }
    }
}

pub(super) fn rejected(question: Option<&str>, command: Option<&str>, reason: Rejection) -> Outgoing {
    // An identifier that no question has is repeated only as far as a reader needs it.
    let question = question.map(|question| question.chars().take(64).collect());
    Outgoing::Frame(encode(&ServerMessage::Rejected { question, command: command.map(str::to_owned), reason }))
}
