//! One turn of a room: what has been decided, and what will be said once it is committed.

use std::sync::Arc;

use bytestring::ByteString;
use tokio::sync::oneshot;

use super::handle::Question;
use super::outbox::{Mailbox, Outgoing};
use crate::domain::contest::Rejection;
use crate::domain::identity::MemberId;
use crate::domain::ledger::Entry;
use crate::domain::season::ContestOutcomes;
use crate::protocol::{IncidentShown, Receipt};
use crate::store::{Batch, JournalRow};

/// Entries chained but not yet committed, with everything that hangs on the commit.
#[derive(Default)]
pub(super) struct Turn {
    pub entries: Vec<Entry>,
    /// What a host wrote, by the entry it belongs to: kept beside the record.
    pub remarks: Vec<(u64, String)>,
    /// Who gave the command that an entry came of, where that is kept.
    pub actors: Vec<(u64, MemberId)>,
    pub actions: Vec<Action>,
    /// What was published in this turn, for the season.
    pub published: Option<ContestOutcomes>,
}

/// Something to say after the commit, in order.
pub(super) enum Action {
    Publish(Outgoing),
    /// To desks and projectors only.
    Hall(ByteString),
    /// To desks only: the roster anew.
    Roster,
    /// Something the secretary should know.
    Incident(IncidentShown),
    /// A look at the committed state.
    Ask(Question),
    Send(Arc<Mailbox>, Outgoing),
    /// A "no"; on a fault it is the record's, since what it went by may not be there.
    Refuse {
        mailbox: Arc<Mailbox>,
        question: Option<String>,
        command: Option<&'static str>,
        reason: Rejection,
    },
    /// The answer's acknowledgement; on a fault the member hears that it is not on record.
    Acknowledge {
        mailbox: Arc<Mailbox>,
        question: String,
        outgoing: Outgoing,
    },
    /// A snapshot for this socket, made when it is sent.
    Welcome {
        socket: u64,
    },
    /// A snapshot for every socket.
    Resync,
    Reply {
        reply: oneshot::Sender<Result<(), Rejection>>,
        result: Result<(), Rejection>,
    },
    /// The same for a desk's socket: it hears of a "no" only.
    Drive {
        mailbox: Arc<Mailbox>,
        name: &'static str,
    },
    /// The reply to an answer that came by a request of its own.
    Receipt {
        reply: oneshot::Sender<Result<Receipt, Rejection>>,
        result: Result<Receipt, Rejection>,
    },
}

impl Turn {
    /// What is to be committed, once.
    pub fn batch(&mut self) -> Batch {
        Batch {
            rows: self.rows(),
            remarks: std::mem::take(&mut self.remarks),
            actors: std::mem::take(&mut self.actors),
        }
    }

    fn rows(&self) -> Vec<JournalRow> {
        let row = |entry: &Entry| JournalRow {
            seq: entry.seq,
            at: entry.at,
            kind: entry.event.kind().to_owned(),
            body: entry.text.clone(),
            hash: entry.hash.to_string(),
        };
        self.entries.iter().map(row).collect()
    }
}
