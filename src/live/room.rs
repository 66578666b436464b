//! The room's loop: commands or deadline → decide → journal → evolve → publish.
//!
//! A batch is decided on the room's own copy, which evolves at once, so that the second answer of
//! one member meets the first. Nobody else sees that copy before the commit; if the commit fails,
//! it is thrown away and folded again from the journal.

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};
use tracing::{error, info, warn};

use super::clock::RoomClock;
use super::delivery::Deliveries;
use super::desks::Desks;
use super::fault::Fault;
use super::handle::Request;
use super::in_flight::InFlight;
use super::outbox::{Outbox, Outgoing};
use super::people::People;
use super::seats::{Progress, Seats};
use super::turn::{Action, Turn};
use crate::domain::contest::{Command, Contest, Event, Mode, Phase, Rejection};
use crate::domain::identity::MemberId;
use crate::domain::ledger::{Entry, Signer};
use crate::domain::time::{Millis, Timestamp};
use crate::protocol::{self, CloseReason, HostStep};
use crate::store::Store;

/// Requests decided in one transaction, at most.
const BATCH: usize = 2_048;
/// How long a lobby that could not be opened waits before the next try.
const LOBBY_RETRY: Millis = Millis(2_000);
/// The room of a published contest, or of one that was called off, ends after this long without a socket.
const IDLE: Millis = Millis::seconds(60);

/// What a room is made of.
pub(super) struct Parts {
    pub contest: Contest,
    pub people: People,
    pub store: Store,
    pub signer: Signer,
    pub clock: RoomClock,
    pub inbox: mpsc::Receiver<Request>,
    /// Its other end, for the seats it gives.
    pub sender: mpsc::WeakSender<Request>,
    pub in_flight: InFlight,
}

pub(super) struct Room {
    pub contest: Contest,
    pub people: People,
    pub store: Store,
    pub signer: Signer,
    pub clock: RoomClock,
    pub outbox: Outbox,
    pub seats: Seats,
    pub progress: Progress,
    pub desks: Desks,
    /// Of the open question.
    pub deliveries: Arc<Deliveries>,
    /// Since when the record cannot be written, and when to try again.
    pub fault: Option<Fault>,
    pub sender: mpsc::WeakSender<Request>,
    inbox: mpsc::Receiver<Request>,
    in_flight: InFlight,
    /// The lobby could not be opened; not before then again.
    lobby_retry_at: Option<Timestamp>,
    idle_since: Timestamp,
    /// Who asked the room to stop.
    stop: Option<oneshot::Sender<()>>,
}

impl Room {
    pub fn new(parts: Parts) -> Self {
        let Parts { contest, people, store, signer, clock, inbox, sender, in_flight } = parts;
        Self {
            deliveries: deliveries_after_restart(&contest),
            idle_since: clock.now(),
            contest,
            people,
            store,
            signer,
            clock,
            outbox: Outbox::default(),
            seats: Seats::default(),
            progress: Progress::default(),
            desks: Desks::default(),
            fault: None,
            sender,
            inbox,
            in_flight,
            lobby_retry_at: None,
            stop: None,
        }
    }

    pub async fn run(mut self) {
        let contest = self.contest.plan().contest;
        info!(contest.id = %contest, phase = self.contest.phase().name(), "room opened");
        let from = self.contest.last_at();
        let mut turn = Turn::default();
        self.decide(&mut turn, &Command::Interrupt { from }).ok();
        self.finish(turn).await;

        let mut requests = Vec::with_capacity(BATCH);
        loop {
            let wake = self.next_wake();
            tokio::select! {
                received = self.inbox.recv_many(&mut requests, BATCH) => if received == 0 { break },
                () = sleep_until(&self.clock, wake) => {}
            }
            let mut turn = Turn::default();
            for request in requests.drain(..) {
                self.take(request, &mut turn).await;
            }
            if self.fault.is_none() {
                self.take_due_steps(&mut turn).await;
            }
            self.finish(turn).await;
            self.recover_when_due().await;
            if self.fault.is_none() {
                self.publish_progress();
                self.speak_to_desks();
            }
            if let Some(stopped) = self.stop.take() {
                self.outbox.publish(Outgoing::Close(CloseReason::Restarting));
                stopped.send(()).ok();
                break;
            }
            if self.is_idle() {
                break;
            }
        }
        info!(contest.id = %contest, "room closed");
    }

    fn next_wake(&self) -> Option<Timestamp> {
        let step = match (&self.fault, self.lobby_retry_at) {
            (Some(fault), _) => Some(fault.retry_at),
            (None, Some(retry_at)) => Some(retry_at),
            (None, None) => self.contest.deadline(),
        };
        let idle = self.may_idle().then(|| self.idle_since + IDLE);
        let progress = self.progress.due().filter(|_| self.fault.is_none());
        [step, progress, idle].into_iter().flatten().min()
    }

    fn may_idle(&self) -> bool {
        self.contest.phase().is_settled() && self.seats.is_empty()
    }

    fn is_idle(&self) -> bool {
        self.may_idle() && self.clock.now() >= self.idle_since + IDLE && self.inbox.is_empty()
    }

    async fn take(&mut self, request: Request, turn: &mut Turn) {
        self.idle_since = self.clock.now();
        match request {
            Request::Attach { visitor, bell, reply } => self.attach(visitor, bell, reply, turn),
            Request::Detach { socket } => self.detach(socket, turn),
            Request::Answer { socket, answer, registration } => {
                self.answer(socket, answer, turn);
                // Only now: a close waits for every answer received before it.
                drop(registration);
            }
            Request::PostedAnswer { member, answer, registration, reply } => {
                self.posted_answer(member, answer, reply, turn);
                drop(registration);
            }
            Request::PostedStep { member, step, reply } => self.posted_step(member, step, reply, turn),
            Request::Step { socket, step } => self.member_step(socket, step, turn),
            Request::Drive { socket, name, step } => {
                let by = self.seats.get(socket).map(|socket| socket.visitor.member);
                let result = self.host_step(turn, by, step).await;
                let Some(socket) = self.seats.get(socket) else { return };
                let mailbox = Arc::clone(&socket.mailbox);
                turn.actions.push(match result {
                    Ok(()) => Action::Drive { mailbox, name },
                    Err(reason) => Action::Refuse { mailbox, question: None, command: Some(name), reason },
                });
            }
            Request::Command { by, step, reply } => {
                let result = self.host_step(turn, by, step).await;
                turn.actions.push(Action::Reply { reply, result });
            }
            Request::Judge { by, seen, command, reply } => {
                let result = self.judge(turn, by, seen, &command);
                turn.actions.push(Action::Reply { reply, result });
            }
            Request::Kick { whom } => {
                for socket in self.seats.of(whom) {
                    socket.mailbox.send(Outgoing::Close(CloseReason::Kicked));
                }
            }
            Request::Ask(question) => {
                // Nobody is shown what is not yet committed.
                turn.actions.push(Action::Ask(question));
            }
            Request::Stop { reply } => self.stop = Some(reply),
        }
    }

    async fn host_step(&mut self, turn: &mut Turn, by: Option<MemberId>, step: HostStep) -> Result<(), Rejection> {
        match (step, by) {
            (HostStep::Command(command), by) => {
                self.desks.may_drive(by)?;
                self.host_command(turn, by, command).await
            }
            (HostStep::TakeOver, Some(by)) => self.take_over(by),
            (HostStep::HandOver { to }, Some(by)) => self.hand_over(by, to),
            (HostStep::TakeOver | HostStep::HandOver { .. }, None) => Err(Rejection::Forbidden),
        }
    }

    async fn host_command(&mut self, turn: &mut Turn, by: Option<MemberId>, command: Command) -> Result<(), Rejection> {
        if let Command::OpenLobby { hall_number, .. } = command {
            return self.open_lobby(turn, hall_number).await;
        }
        self.decide_for(turn, by, &command)
    }

    /// On the result as it stood when somebody looked at it.
    fn judge(&mut self, turn: &mut Turn, by: MemberId, seen: u64, command: &Command) -> Result<(), Rejection> {
        if self.contest.head().seq != seen {
            return Err(Rejection::Outdated);
        }
        if !self.contest.phase().is_over() {
            return Err(Rejection::WrongPhase);
        }
        self.decide_for(turn, Some(by), command)
    }

    /// Decides one command and keeps, beside the record, who gave it.
    fn decide_for(&mut self, turn: &mut Turn, by: Option<MemberId>, command: &Command) -> Result<(), Rejection> {
        let seq = self.contest.head().seq + 1;
        if self.decide(turn, command)? && command.is_signed_for() {
            turn.actors.extend(by.map(|by| (seq, by)));
        }
        Ok(())
    }

    /// Freezes the roster and draws the paper.
    async fn open_lobby(&mut self, turn: &mut Turn, hall_number: Option<u32>) -> Result<(), Rejection> {
        if *self.contest.phase() != Phase::Scheduled {
            return Err(Rejection::WrongPhase);
        }
        let frozen = super::loading::freeze_roster(&self.store, &self.contest).await;
        let (roster, people, sealed) = frozen.map_err(|error| {
            error!(contest.id = %self.contest.plan().contest, error = %error, "the roster cannot be frozen");
            Rejection::Storage
        })?;
        self.contest.seal(sealed);
        self.decide(turn, &Command::OpenLobby { roster, hall_number })?;
        self.people = people;
        for mailbox in self.seats.enrol(&self.people) {
            turn.actions.push(Action::Send(mailbox, Outgoing::Close(CloseReason::Kicked)));
        }
        self.join_everybody_present(turn);
        Ok(())
    }

    pub(super) fn join_everybody_present(&mut self, turn: &mut Turn) {
        for participant in self.seats.participants() {
            self.decide(turn, &Command::Join { participant }).ok();
        }
    }

    /// Everything the clock has due. The close of a question waits for every frame that was
    /// received before it.
    async fn take_due_steps(&mut self, turn: &mut Turn) {
        loop {
            let now = self.clock.now();
            if self.lobby_retry_at.is_some_and(|at| at > now) {
                return;
            }
            self.lobby_retry_at = None;
            if self.contest.deadline().is_none_or(|deadline| deadline > now) {
                return;
            }
            if *self.contest.phase() == Phase::Scheduled {
                if let Err(reason) = self.open_lobby(turn, None).await {
                    warn!(contest.id = %self.contest.plan().contest, %reason, "the lobby cannot be opened yet");
                    self.lobby_retry_at = Some(now + LOBBY_RETRY);
                }
                continue;
            }
            if matches!(self.contest.phase(), Phase::Open { .. } | Phase::Running { .. }) {
                self.settle(turn).await;
                if self.contest.deadline().is_none_or(|deadline| deadline > now) {
                    continue;
                }
            }
            if !matches!(self.decide_at(turn, now, &Command::Tick), Ok(true)) {
                return;
            }
        }
    }

    async fn settle(&mut self, turn: &mut Turn) {
        self.in_flight.turn_over();
        while !self.in_flight.is_settled() {
            tokio::select! {
                request = self.inbox.recv() => match request {
                    Some(request) => self.take(request, turn).await,
                    None => return,
                },
                () = self.in_flight.changed() => {}
            }
        }
    }

    pub(super) fn decide(&mut self, turn: &mut Turn, command: &Command) -> Result<bool, Rejection> {
        self.decide_at(turn, self.clock.now(), command)
    }

    /// Decides one command; `Ok(true)` if anything happened.
    pub(super) fn decide_at(&mut self, turn: &mut Turn, now: Timestamp, command: &Command) -> Result<bool, Rejection> {
        if self.fault.is_some() {
            return Err(Rejection::Storage);
        }
        let now = now.max(self.contest.last_at());
        let events = self.contest.decide(now, command)?;
        let happened = !events.is_empty();
        if let Some(remark) = command.remark().filter(|_| happened) {
            turn.remarks.push((self.contest.head().seq + 1, remark.to_owned()));
        }
        for event in events {
            let signed = event.is_signed();
            self.apply(turn, now, event)?;
            if signed {
                let head = self.contest.head();
                let signature = self.signer.sign_head(&self.contest.plan().contest.to_string(), head);
                self.apply(turn, now, Event::Checkpoint { head, signature })?;
            }
        }
        Ok(happened)
    }

    /// Chains and evolves one event, and notes what will be said of it.
    fn apply(&mut self, turn: &mut Turn, at: Timestamp, event: Event) -> Result<(), Rejection> {
        let entry: Entry = self.contest.head().append(at, event).map_err(|error| {
            error!(%error, "an event cannot be written as JSON");
            Rejection::Storage
        })?;
        self.contest.evolve(&entry);
        if let Event::QuestionOpened { .. } = entry.event {
            let connected = self.seats.participants().into_iter();
            self.deliveries = Arc::new(Deliveries::new(self.contest.roster().len(), at, connected));
        }
        if let Event::Published = entry.event {
            turn.published = Some(super::season::published(&self.contest, entry.seq, &self.people));
        }
        self.progress.desks_changed();
        if let Event::TimeGranted { .. } | Event::AbsenceExcused { .. } = entry.event {
            turn.actions.push(Action::Roster);
        }
        if let Some((participant, what)) = self.contest.incident(&entry) {
            let incident = self.incident(at, participant, what);
            turn.actions.push(Action::Incident(incident));
        }
        for projection in protocol::project(&self.contest, &entry, self.seats.present(), &self.people) {
            self.note(turn, &entry, projection);
        }
        turn.entries.push(entry);
        Ok(())
    }
}

/// A question that was open before a restart counts from its opening for everybody.
fn deliveries_after_restart(contest: &Contest) -> Arc<Deliveries> {
    let opened_at = match contest.phase() {
        Phase::Open { opened_at, .. } => *opened_at,
        _ => contest.last_at(),
    };
    let roster = if contest.rules().mode == Mode::Live { contest.roster().len() } else { 0 };
    Arc::new(Deliveries::new(roster, opened_at, std::iter::empty()))
}

async fn sleep_until(clock: &RoomClock, at: Option<Timestamp>) {
    match at {
        Some(at) => clock.sleep_until(at).await,
        None => std::future::pending().await,
    }
}

impl std::fmt::Debug for Room {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Room({})", self.contest.plan().contest)
    }
}
