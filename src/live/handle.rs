//! What the rest of the house holds of a room.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{mpsc, oneshot};

use super::bell::Bell;
use super::clock::RoomClock;
use super::in_flight::{InFlight, Registration};
use super::outbox::Subscriber;
use super::people::People;
use crate::domain::contest::{Command, Contest, Rejection};
use crate::domain::identity::{ContestId, MemberId, SessionId};
use crate::domain::time::{Millis, Timestamp};
use crate::protocol::{Budget, HostStep, Receipt};

/// Requests that wait while a commit runs: the next batch. At one more, sockets wait to hand
/// theirs over, and the network's own back-pressure does the rest.
pub(super) const INBOX: usize = 4_096;

/// How a socket takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Seat {
    /// A member's phone.
    Play,
    /// A host's desk.
    Host,
    /// The projector.
    Screen,
}

/// Who wants in, already authorised for the seat.
#[derive(Clone, Debug)]
pub struct Visitor {
    pub member: MemberId,
    pub name: String,
    pub unit: String,
    pub seat: Seat,
    pub session: SessionId,
}

/// Whose sockets are closed with `kicked`.
#[derive(Clone, Copy, Debug)]
pub enum Whom {
    /// All of a member's.
    Member(MemberId),
    /// A member's desks and projectors.
    Desks(MemberId),
    /// Those of one signed-in device.
    Session(SessionId),
}

impl Whom {
    pub(super) fn is(&self, visitor: &Visitor) -> bool {
        match self {
            Self::Member(member) => visitor.member == *member,
            Self::Desks(member) => visitor.member == *member && visitor.seat != Seat::Play,
            Self::Session(session) => visitor.session == *session,
        }
    }
}

/// The room's task has ended; opening the contest again starts a new one.
#[derive(Debug, thiserror::Error)]
#[error("the contest's room has closed")]
pub struct RoomGone;

#[derive(Debug, thiserror::Error)]
pub enum AttachError {
    #[error("not on this contest's roster")]
    NotOnRoster,
    #[error(transparent)]
    Gone(#[from] RoomGone),
}

#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    #[error(transparent)]
    Rejected(#[from] Rejection),
    #[error(transparent)]
    Gone(#[from] RoomGone),
}

/// An answer as the door measured it; the room adds what it knows of the delivery. An answer that
/// came by a request of its own has no line that was measured, and so no round trips.
#[derive(Debug)]
pub struct IncomingAnswer {
    pub question: String,
    pub options: Vec<String>,
    pub key: String,
    pub claim: Option<Millis>,
    pub received_at: Timestamp,
    pub round_trip_min: Option<Millis>,
    pub round_trip_answer: Option<Millis>,
}

/// What a member's own frame asks for.
#[derive(Clone, Copy, Debug)]
pub enum MemberStep {
    Start,
    Predict { value: u32 },
    LeavePage,
    ReturnToPage,
}

pub(super) type Question = Box<dyn FnOnce(&Contest, &People) + Send>;

pub(super) enum Request {
    Attach {
        visitor: Visitor,
        bell: Bell,
        reply: oneshot::Sender<Result<(Subscriber, Seated), AttachError>>,
    },
    Detach {
        socket: u64,
    },
    Answer {
        socket: u64,
        answer: IncomingAnswer,
        registration: Registration,
    },
    Step {
        socket: u64,
        step: MemberStep,
    },
    /// By a request of its own, whether or not the member also has a seat.
    PostedAnswer {
        member: MemberId,
        answer: IncomingAnswer,
        registration: Registration,
        reply: oneshot::Sender<Result<Receipt, Rejection>>,
    },
    PostedStep {
        member: MemberId,
        step: MemberStep,
        reply: oneshot::Sender<Result<(), Rejection>>,
    },
    /// From a desk's socket, which hears of a "no" by a frame.
    Drive {
        socket: u64,
        name: &'static str,
        step: HostStep,
    },
    /// From elsewhere, with a reply after the commit. `by` a host; without one, from the house itself.
    Command {
        by: Option<MemberId>,
        step: HostStep,
        reply: oneshot::Sender<Result<(), Rejection>>,
    },
    /// After the finish, from a page, by a host or somebody who countersigns: whoever drives the desk has no say in it.
    Judge {
        by: MemberId,
        /// The entry that was the record's last when they looked.
        seen: u64,
        command: Command,
        reply: oneshot::Sender<Result<(), Rejection>>,
    },
    Kick {
        whom: Whom,
    },
    Ask(Question),
    Stop {
        reply: oneshot::Sender<()>,
    },
}

/// A room, from outside. Cheap to clone.
#[derive(Clone, Debug)]
pub struct RoomHandle {
    pub(super) contest: ContestId,
    pub(super) inbox: mpsc::Sender<Request>,
    pub(super) clock: RoomClock,
    pub(super) in_flight: InFlight,
    pub(super) posts: Posts,
}

impl RoomHandle {
    pub fn contest(&self) -> ContestId {
        self.contest
    }

    pub fn clock(&self) -> &RoomClock {
        &self.clock
    }

    /// Takes a seat. The first thing the seat is given is a `welcome`. `bell` wakes whoever reads
    /// the seat's outbox.
    pub async fn attach(&self, visitor: Visitor, bell: Bell) -> Result<Attached, AttachError> {
        let (reply, granted) = oneshot::channel();
        self.send(Request::Attach { visitor, bell, reply }).await?;
        let (subscriber, seated) = granted.await.map_err(|_| RoomGone)??;
        Ok(Attached { room: self.clone(), subscriber: Arc::new(subscriber), seated })
    }

    /// Gives a command from outside a socket; returns after the commit.
    pub async fn command(&self, command: Command) -> Result<(), CommandError> {
        self.take_step(None, HostStep::Command(command)).await
    }

    /// The same for a host, who must be the one who drives if somebody does.
    pub async fn drive(&self, by: MemberId, step: HostStep) -> Result<(), CommandError> {
        self.take_step(Some(by), step).await
    }

    /// Decides on the result of a contest that is over, as it stood at this entry of the record; refused as outdated if
    /// anything has happened since.
    pub async fn judge(&self, by: MemberId, seen: u64, command: Command) -> Result<(), CommandError> {
        let (reply, decided) = oneshot::channel();
        self.send(Request::Judge { by, seen, command, reply }).await?;
        Ok(decided.await.map_err(|_| RoomGone)??)
    }

    async fn take_step(&self, by: Option<MemberId>, step: HostStep) -> Result<(), CommandError> {
        let (reply, decided) = oneshot::channel();
        self.send(Request::Command { by, step, reply }).await?;
        Ok(decided.await.map_err(|_| RoomGone)??)
    }

    /// To be called before an answer's receipt time is stamped.
    pub fn register(&self) -> Registration {
        self.in_flight.register()
    }

    /// Gives a member's answer from outside a socket; returns after the commit.
    pub async fn answer(
        &self,
        member: MemberId,
        answer: IncomingAnswer,
        registration: Registration,
    ) -> Result<Receipt, CommandError> {
        let (reply, decided) = oneshot::channel();
        // What has been read is decided, also when whoever sent it does not wait for the reply.
        self.hand_over(Request::PostedAnswer { member, answer, registration, reply })?;
        Ok(decided.await.map_err(|_| RoomGone)??)
    }

    /// The same for a member's other steps.
    pub async fn step(&self, member: MemberId, step: MemberStep) -> Result<(), CommandError> {
        let (reply, decided) = oneshot::channel();
        self.hand_over(Request::PostedStep { member, step, reply })?;
        Ok(decided.await.map_err(|_| RoomGone)??)
    }

    /// Counts one request of a member's; false when it is one too many.
    pub fn may_speak(&self, member: MemberId) -> bool {
        self.posts.take(member, self.clock.now())
    }

    /// Lets `question` look at the committed state.
    pub async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Contest, &People) -> T + Send + 'static,
    ) -> Result<T, RoomGone> {
        let (reply, answer) = oneshot::channel();
        let question: Question = Box::new(move |contest, people| {
            // The asker may have gone; then nobody wants to know.
            reply.send(question(contest, people)).ok();
        });
        self.send(Request::Ask(question)).await?;
        answer.await.map_err(|_| RoomGone)
    }

    /// Closes these sockets with `kicked`.
    pub async fn kick(&self, whom: Whom) -> Result<(), RoomGone> {
        self.send(Request::Kick { whom }).await
    }

    /// Closes every socket with `restarting` and ends the room.
    pub async fn stop(&self) {
        let (reply, stopped) = oneshot::channel();
        if self.send(Request::Stop { reply }).await.is_ok() {
            // An error means that it has stopped already.
            stopped.await.ok();
        }
    }

    /// Completes when the room has ended, whatever the reason.
    pub async fn gone(&self) {
        self.inbox.closed().await;
    }

    pub(super) fn is_gone(&self) -> bool {
        self.inbox.is_closed()
    }

    async fn send(&self, request: Request) -> Result<(), RoomGone> {
        self.inbox.send(request).await.map_err(|_| RoomGone)
    }

    /// Without waiting: a question's close waits for what its sockets hand over, so a socket that
    /// stands still must not hold it. To a busy room it goes as soon as there is place, in order.
    #[expect(clippy::disallowed_methods, reason = "one short wait, on the thread of the socket it belongs to")]
    fn hand_over(&self, request: Request) -> Result<(), RoomGone> {
        match self.inbox.try_send(request) {
            Ok(()) => Ok(()),
            Err(mpsc::error::TrySendError::Closed(_)) => Err(RoomGone),
            Err(mpsc::error::TrySendError::Full(request)) => {
                let inbox = self.inbox.clone();
                // A room that ends in between has told its sockets.
                tokio::spawn(async move { inbox.send(request).await.ok() });
                Ok(())
            }
        }
    }
}

/// How often each member may still speak by single requests.
#[derive(Clone, Debug, Default)]
pub(super) struct Posts {
    /// A std mutex: nothing awaits while it is held.
    budgets: Arc<Mutex<HashMap<MemberId, Budget>>>,
}

/// Budgets that are kept before those are forgotten that have filled up again.
const BUDGETS: usize = 1_024;

impl Posts {
    fn take(&self, member: MemberId, now: Timestamp) -> bool {
        let mut budgets = self.budgets.lock().unwrap_or_else(PoisonError::into_inner);
        if budgets.len() >= BUDGETS && !budgets.contains_key(&member) {
            budgets.retain(|_, budget| !budget.is_full(now));
        }
        budgets.entry(member).or_insert_with(|| Budget::full(now)).take(now)
    }
}

/// A seat taken; given back when dropped.
#[derive(Debug)]
pub struct Attached {
    room: RoomHandle,
    pub subscriber: Arc<Subscriber>,
    seated: Seated,
}

impl Attached {
    pub fn clock(&self) -> &RoomClock {
        &self.room.clock
    }

    /// To be called before an answer's receipt time is stamped.
    pub fn register(&self) -> Registration {
        self.room.register()
    }

    pub fn answer(&self, answer: IncomingAnswer, registration: Registration) -> Result<(), RoomGone> {
        self.room.hand_over(Request::Answer { socket: self.seated.socket, answer, registration })
    }

    pub fn step(&self, step: MemberStep) -> Result<(), RoomGone> {
        self.room.hand_over(Request::Step { socket: self.seated.socket, step })
    }

    pub fn room(&self) -> RoomHandle {
        self.room.clone()
    }

    pub fn drive(&self, name: &'static str, step: HostStep) -> Result<(), RoomGone> {
        self.room.hand_over(Request::Drive { socket: self.seated.socket, name, step })
    }
}

/// A place in the room. Made by the room itself, so that it is given back wherever it is dropped,
/// also where nobody waits for the reply any more.
#[derive(Debug)]
pub(super) struct Seated {
    pub socket: u64,
    /// Weak: a seat does not keep a room open.
    pub inbox: mpsc::WeakSender<Request>,
}

impl Drop for Seated {
    fn drop(&mut self) {
        let Some(inbox) = self.inbox.upgrade() else { return };
        let request = Request::Detach { socket: self.socket };
        if let Err(mpsc::error::TrySendError::Full(request)) = inbox.try_send(request) {
            // The room is busy: hand it over as soon as there is place, wherever this runs.
            if let Ok(runtime) = tokio::runtime::Handle::try_current() {
                runtime.spawn(async move { inbox.send(request).await.ok() });
            }
        }
    }
}
