//! From a room to its sockets: one shared log of frames, and a short queue per socket for what is
//! that member's alone.
//!
//! A frame for everybody is stored once; each socket reads the log at its own pace and is woken
//! through the bell of its thread, in an order the room chooses. Nothing is copied per socket. Each socket
//! sends both kinds in the order in which the room spoke.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use bytestring::ByteString;
use rand::seq::SliceRandom as _;
use tokio::sync::Notify;

use super::bell::Bell;
use super::delivery::Deliveries;
use super::handle::Seat;
use crate::domain::identity::Participant;
use crate::domain::time::Timestamp;
use crate::protocol::{CloseReason, FinalTable, StandingsTable, encode};

/// Shared frames kept for slow readers: about two questions' worth. A socket that is further
/// behind is closed with `slow` and resumes by a snapshot.
const LOG: usize = 64;

/// Frames of one member's own: an answer's reply and little else. At the 65th that was not read,
/// the socket is closed with `slow`.
const PERSONAL: usize = 64;

/// Where a reader stands that has not been welcomed yet: the log says nothing to it.
const UNWELCOMED: u64 = u64::MAX;

/// What a socket is given to do.
#[derive(Clone, Debug)]
pub enum Outgoing {
    Frame(ByteString),
    /// Pings go out four times a second until then.
    Countdown {
        frame: ByteString,
        opens_at: Timestamp,
    },
    /// A ping goes just ahead of it; the moment of writing is recorded.
    Question {
        frame: ByteString,
        deliveries: Arc<Deliveries>,
    },
    Standings(Arc<StandingsTable>),
    Finished(Arc<FinalTable>),
    Close(CloseReason),
}

impl Outgoing {
    /// What this seat reads of it; nothing, where there is no line of its own.
    pub fn frame_for(&self, participant: Option<Participant>) -> Option<ByteString> {
        match self {
            Self::Frame(frame) | Self::Countdown { frame, .. } | Self::Question { frame, .. } => Some(frame.clone()),
            Self::Standings(table) => table.message(participant?).map(encode),
            Self::Finished(table) => Some(encode(&table.message(participant))),
            Self::Close(_) => None,
        }
    }
}

#[derive(Debug, Default)]
pub(super) struct Outbox {
    shared: Arc<RwLock<Log>>,
    /// A std mutex: nothing awaits while it is held.
    subscribers: Mutex<Vec<Arc<Mailbox>>>,
}

#[derive(Debug, Default)]
struct Log {
    /// Number of the first frame that is still kept.
    first: u64,
    frames: VecDeque<Outgoing>,
}

#[derive(Debug)]
pub(super) struct Mailbox {
    bell: Bell,
    /// Notified by the bell.
    woken: Notify,
    log: Arc<RwLock<Log>>,
    /// What is this socket's alone, and where in the shared log it stands.
    inner: Mutex<Inner>,
    /// The member's number, 0 while there is none: known once the roster is frozen.
    participant: AtomicU32,
}

#[derive(Debug)]
struct Inner {
    /// Each with the end of the log when it was sent: what was published before goes before it.
    personal: VecDeque<(u64, Outgoing)>,
    next: u64,
    overflowed: bool,
}

/// A socket's end: what to send next.
#[derive(Debug)]
pub struct Subscriber {
    mailbox: Arc<Mailbox>,
    pub seat: Seat,
}

impl Outbox {
    /// A new reader, who hears what is published from its welcome on.
    pub fn subscribe(&self, seat: Seat, bell: Bell) -> (Subscriber, Arc<Mailbox>) {
        let inner = Inner { personal: VecDeque::new(), next: UNWELCOMED, overflowed: false };
        let mailbox = Arc::new(Mailbox {
            bell,
            woken: Notify::new(),
            log: Arc::clone(&self.shared),
            inner: Mutex::new(inner),
            participant: AtomicU32::new(0),
        });
        lock(&self.subscribers).push(Arc::clone(&mailbox));
        (Subscriber { mailbox: Arc::clone(&mailbox), seat }, mailbox)
    }

    pub fn unsubscribe(&self, mailbox: &Arc<Mailbox>) {
        lock(&self.subscribers).retain(|other| !Arc::ptr_eq(other, mailbox));
    }

    /// Publishes to everybody. Sockets are woken in an order shuffled anew each time, so that
    /// nobody is always first.
    pub fn publish(&self, outgoing: Outgoing) {
        {
            let mut log = self.shared.write().unwrap_or_else(PoisonError::into_inner);
            log.frames.push_back(outgoing);
            if log.frames.len() > LOG {
                log.frames.pop_front();
                log.first += 1;
            }
        }
        let mut order = lock(&self.subscribers).clone();
        order.shuffle(&mut rand::rng());
        order.into_iter().for_each(Mailbox::ring);
    }
}

impl Mailbox {
    pub fn participant(&self) -> Option<Participant> {
        let number = self.participant.load(Ordering::Acquire);
        (number != 0).then_some(Participant(number))
    }

    pub fn enrol(&self, participant: Participant) {
        self.participant.store(participant.0, Ordering::Release);
    }

    pub fn send(self: &Arc<Self>, outgoing: Outgoing) {
        {
            let mut inner = lock(&self.inner);
            if inner.personal.len() >= PERSONAL {
                inner.overflowed = true;
            } else {
                let after = read(&self.log).end();
                inner.personal.push_back((after, outgoing));
            }
        }
        Arc::clone(self).ring();
    }

    /// Something is there to be sent.
    fn ring(self: Arc<Self>) {
        let bell = self.bell.clone();
        bell.ring(self);
    }

    /// For the bell, on the socket's own thread.
    pub(super) fn wake(&self) {
        self.woken.notify_one();
    }

    /// The first welcome: what was published before is in it, and what is published from here on follows.
    pub fn welcome(self: &Arc<Self>, outgoing: Outgoing) {
        lock(&self.inner).next = read(&self.log).end();
        self.send(outgoing);
    }

    pub fn is_welcomed(&self) -> bool {
        lock(&self.inner).next != UNWELCOMED
    }
}

impl Subscriber {
    /// Whom this socket's answers count for; none for desks, projectors, and before the lobby.
    pub fn participant(&self) -> Option<Participant> {
        self.mailbox.participant()
    }

    /// The next thing to send.
    pub async fn next(&self) -> Outgoing {
        loop {
            let woken = self.mailbox.woken.notified();
            if let Some(outgoing) = self.poll_next() {
                return outgoing;
            }
            woken.await;
        }
    }

    fn poll_next(&self) -> Option<Outgoing> {
        let mut inner = lock(&self.mailbox.inner);
        if inner.overflowed {
            return Some(Outgoing::Close(CloseReason::Slow));
        }
        if inner.personal.front().is_some_and(|(after, _)| *after <= inner.next) {
            return inner.personal.pop_front().map(|(_, own)| own);
        }
        let log = read(&self.mailbox.log);
        if inner.next < log.first {
            return Some(Outgoing::Close(CloseReason::Slow));
        }
        let outgoing = log.frames.get((inner.next - log.first) as usize)?.clone();
        inner.next += 1;
        Some(outgoing)
    }
}

impl Log {
    fn end(&self) -> u64 {
        self.first + self.frames.len() as u64
    }
}

fn read(log: &RwLock<Log>) -> std::sync::RwLockReadGuard<'_, Log> {
    log.read().unwrap_or_else(PoisonError::into_inner)
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
