//! Who sits where: taking a seat, the snapshot a seat begins with, and the counters it is shown.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use bytestring::ByteString;
use tokio::sync::oneshot;

use super::bell::Bell;
use super::handle::{AttachError, Seat, Seated, Visitor, Whom};
use super::outbox::{Mailbox, Outgoing, Subscriber};
use super::people::People;
use super::room::Room;
use super::turn::{Action, Turn};
use crate::domain::contest::{Audience, Command, Incident, Mode, PauseReason, Phase};
use crate::domain::identity::{MemberId, Participant};
use crate::domain::time::{Millis, Timestamp};
use crate::protocol::{self, CloseReason, ContestInfo, Receipt, ServerMessage, You, encode, scene_message};

/// Counters for desks and projectors, at most this often.
const HALL_PROGRESS: Millis = Millis(250);
/// Counters for phones, at most this often.
const PHONE_PROGRESS: Millis = Millis(2_000);
/// Above this roster, phones are sent no counters.
const PHONE_PROGRESS_ROSTER: usize = 500;

/// Everybody connected, found by socket, by member, or by participant.
#[derive(Default)]
pub(super) struct Seats {
    sockets: HashMap<u64, Socket>,
    /// The one active phone of each member.
    phones: HashMap<MemberId, u64>,
    participants: HashMap<Participant, u64>,
    /// Desks and projectors.
    hall: HashSet<u64>,
    hosts: usize,
    last: u64,
}

pub(super) struct Socket {
    pub visitor: Visitor,
    pub mailbox: Arc<Mailbox>,
    /// A desk's: how the contest is led, as it was told last.
    pub told: ByteString,
}

impl Seats {
    fn insert(&mut self, socket: Socket) -> u64 {
        self.last += 1;
        match socket.visitor.seat {
            Seat::Play => {
                self.phones.insert(socket.visitor.member, self.last);
            }
            Seat::Host => self.hosts += 1,
            Seat::Screen => {}
        }
        if socket.visitor.seat != Seat::Play {
            self.hall.insert(self.last);
        }
        if let Some(participant) = socket.mailbox.participant() {
            self.participants.insert(participant, self.last);
        }
        self.sockets.insert(self.last, socket);
        self.last
    }

    fn remove(&mut self, id: u64) -> Option<Socket> {
        let socket = self.sockets.remove(&id)?;
        self.hall.remove(&id);
        match socket.visitor.seat {
            Seat::Play => {
                self.phones.remove(&socket.visitor.member);
            }
            Seat::Host => self.hosts -= 1,
            Seat::Screen => {}
        }
        if let Some(participant) = socket.mailbox.participant() {
            self.participants.remove(&participant);
        }
        Some(socket)
    }

    pub fn get(&self, id: u64) -> Option<&Socket> {
        self.sockets.get(&id)
    }

    pub fn of_participant(&self, participant: Participant) -> Option<&Socket> {
        self.sockets.get(self.participants.get(&participant)?)
    }

    pub fn of(&self, whom: Whom) -> impl Iterator<Item = &Socket> {
        self.sockets.values().filter(move |socket| whom.is(&socket.visitor))
    }

    pub fn ids(&self) -> Vec<u64> {
        self.sockets.keys().copied().collect()
    }

    /// Participants who are connected now.
    pub fn participants(&self) -> Vec<Participant> {
        self.participants.keys().copied().collect()
    }

    pub fn is_empty(&self) -> bool {
        self.sockets.is_empty()
    }

    /// How many phones are connected.
    pub fn present(&self) -> usize {
        self.phones.len()
    }

    pub fn has_host(&self) -> bool {
        self.hosts > 0
    }

    pub fn id_of(&self, participant: Participant) -> Option<u64> {
        self.participants.get(&participant).copied()
    }

    /// Desks that hear what is said.
    pub fn desks(&self) -> impl Iterator<Item = &Socket> {
        let hall = self.hall.iter().filter_map(|id| self.sockets.get(id));
        hall.filter(|socket| socket.visitor.seat == Seat::Host && socket.mailbox.is_welcomed())
    }

    pub fn desks_mut(&mut self) -> impl Iterator<Item = &mut Socket> {
        let desk = |socket: &&mut Socket| socket.visitor.seat == Seat::Host && socket.mailbox.is_welcomed();
        // Without a desk nothing is looked for among thousands of phones.
        let most = if self.hosts == 0 { 0 } else { usize::MAX };
        self.sockets.values_mut().take(most).filter(desk)
    }

    /// How many projectors are connected.
    pub fn screens(&self) -> usize {
        self.hall.len() - self.hosts
    }

    pub fn is_here(&self, participant: Participant) -> bool {
        self.participants.contains_key(&participant)
    }

    /// A frame for desks and projectors. It goes by their own queues: a phone is not woken for it.
    pub fn tell_hall(&self, frame: &ByteString) {
        let hall = self.hall.iter().filter_map(|id| self.sockets.get(id));
        for socket in hall.filter(|socket| socket.mailbox.is_welcomed()) {
            socket.mailbox.send(Outgoing::Frame(frame.clone()));
        }
    }

    /// Gives every phone its number, once the roster is frozen; returns those who are not on it.
    pub fn enrol(&mut self, people: &People) -> Vec<Arc<Mailbox>> {
        let mut strangers = Vec::new();
        self.participants.clear();
        for (id, socket) in self.sockets.iter().filter(|(_, socket)| socket.visitor.seat == Seat::Play) {
            match people.participant(socket.visitor.member) {
                Some(participant) => {
                    socket.mailbox.enrol(participant);
                    self.participants.insert(participant, *id);
                }
                None => strangers.push(Arc::clone(&socket.mailbox)),
            }
        }
        strangers
    }
}

/// When counters were last sent, and whether they changed since.
#[derive(Default)]
pub(super) struct Progress {
    hall: Counter,
    phones: Counter,
    /// Who is here, and incidents: for desks alone.
    desks: Counter,
}

#[derive(Default)]
struct Counter {
    changed: bool,
    sent_at: Timestamp,
}

impl Progress {
    /// When the next counters are to be sent.
    pub fn due(&self) -> Option<Timestamp> {
        let hall = self.hall.changed.then(|| self.hall.sent_at + HALL_PROGRESS);
        let phones = self.phones.changed.then(|| self.phones.sent_at + PHONE_PROGRESS);
        let desks = self.desks.changed.then(|| self.desks.sent_at + HALL_PROGRESS);
        hall.into_iter().chain(phones).chain(desks).min()
    }

    pub fn desks_changed(&mut self) {
        self.desks.changed = true;
    }
}

impl Room {
    pub(super) fn attach(
        &mut self,
        visitor: Visitor,
        bell: Bell,
        reply: oneshot::Sender<Result<(Subscriber, Seated), AttachError>>,
        turn: &mut Turn,
    ) {
        let participant = self.people.participant(visitor.member).filter(|_| visitor.seat == Seat::Play);
        let plays = visitor.seat == Seat::Play;
        if plays && participant.is_none() && *self.contest.phase() != Phase::Scheduled {
            reply.send(Err(AttachError::NotOnRoster)).ok();
            return;
        }
        let older = self.seats.phones.get(&visitor.member).copied().filter(|_| plays);
        if let Some(socket) = older.and_then(|older| self.seats.remove(older)) {
            self.outbox.unsubscribe(&socket.mailbox);
            socket.mailbox.send(Outgoing::Close(CloseReason::Replaced));
            if let Some(participant) = participant {
                self.deliveries.give_up(participant);
                self.decide(turn, &Command::ReplaceDevice { participant }).ok();
            }
        }
        let (subscriber, mailbox) = self.outbox.subscribe(visitor.seat, bell);
        if let Some(participant) = participant {
            mailbox.enrol(participant);
            self.decide(turn, &Command::Join { participant }).ok();
        }
        if visitor.seat == Seat::Host {
            self.desks.arrives(&visitor);
            self.decide(turn, &Command::HostArrive).ok();
        }
        let id = self.seats.insert(Socket { visitor, mailbox, told: ByteString::new() });
        turn.actions.push(Action::Welcome { socket: id });
        self.counters_changed();
        metrics::gauge!("khacsau_sockets").increment(1.0);
        // If nobody waits for it any more, the seat comes back by itself.
        reply.send(Ok((subscriber, Seated { socket: id, inbox: self.sender.clone() }))).ok();
    }

    pub(super) fn detach(&mut self, id: u64, turn: &mut Turn) {
        metrics::gauge!("khacsau_sockets").decrement(1.0);
        let Some(socket) = self.seats.remove(id) else { return };
        self.outbox.unsubscribe(&socket.mailbox);
        self.counters_changed();
        if let Some(participant) = socket.mailbox.participant() {
            self.deliveries.give_up(participant);
            if self.contest.phase().is_running() && self.contest.rules().mode == Mode::Live {
                let incident = self.incident(self.clock.now(), participant, Incident::LineLost);
                turn.actions.push(Action::Incident(incident));
            }
        }
        if socket.visitor.seat == Seat::Host && self.seats.hosts == 0 {
            self.decide(turn, &Command::HostLeave).ok();
        }
    }

    pub(super) fn welcome(&self, socket: u64) {
        let Some(socket) = self.seats.get(socket) else { return };
        let participant = socket.mailbox.participant().filter(|_| socket.visitor.seat == Seat::Play);
        let frame = encode(&match &self.fault {
            None => self.snapshot(&socket.visitor, participant),
            Some(_) => self.paused_snapshot(&socket.visitor),
        });
        let outgoing = match (self.contest.phase(), &self.fault) {
            (Phase::Open { .. }, None) => Outgoing::Question { frame, deliveries: Arc::clone(&self.deliveries) },
            (Phase::GetReady { opens_at, .. }, None) => Outgoing::Countdown { frame, opens_at: *opens_at },
            _ => Outgoing::Frame(frame),
        };
        if socket.mailbox.is_welcomed() {
            socket.mailbox.send(outgoing);
        } else {
            socket.mailbox.welcome(outgoing);
        }
        if socket.visitor.seat != Seat::Play && self.fault.is_none() {
            self.brief_hall(socket);
        }
    }

    fn snapshot(&self, visitor: &Visitor, participant: Option<Participant>) -> ServerMessage {
        let enrolment = participant.and_then(|participant| self.contest.enrolment(participant));
        let audience = participant.map_or(Audience::Hall, Audience::Member);
        let open = match self.contest.phase() {
            Phase::Open { index, .. } => self.contest.slots().get(*index),
            _ => None,
        };
        let you = You {
            name: visitor.name.clone(),
            unit: visitor.unit.clone(),
            ranked: enrolment.is_some_and(|enrolment| self.contest.is_ranked(enrolment)),
            order: participant.map(|participant| self.contest.order_for(participant)).unwrap_or_default(),
            time_factor: enrolment.map_or(100, |enrolment| enrolment.entry.time_factor),
            prediction: enrolment.and_then(|enrolment| enrolment.prediction),
        };
        let state = scene_message(&self.contest, audience, self.seats.present());
        let recorded = open.zip(participant).and_then(|(slot, participant)| protocol::receipt(slot, participant));
        self.welcome_message(you, state, recorded)
    }

    /// During a fault the room's own copy may hold what was never committed: none of it is shown.
    fn paused_snapshot(&self, visitor: &Visitor) -> ServerMessage {
        let you = You {
            name: visitor.name.clone(),
            unit: visitor.unit.clone(),
            ranked: false,
            order: Vec::new(),
            time_factor: 100,
            prediction: None,
        };
        self.welcome_message(you, protocol::paused(PauseReason::Storage), None)
    }

    fn welcome_message(&self, you: You, state: ServerMessage, recorded: Option<Receipt>) -> ServerMessage {
        ServerMessage::Welcome {
            protocol: protocol::VERSION,
            contest: Box::new(ContestInfo::of(&self.contest)),
            you,
            now: self.clock.now(),
            state: Box::new(state),
            recorded,
        }
    }

    /// What a desk or a projector that has just come also needs.
    fn brief_hall(&self, socket: &Socket) {
        let mailbox = &socket.mailbox;
        let say = |message: &ServerMessage| mailbox.send(Outgoing::Frame(encode(message)));
        if let Some(asked) = protocol::asked(&self.contest) {
            say(&asked);
        }
        if matches!(self.contest.phase(), Phase::Standings { .. }) || self.contest.phase().is_over() {
            say(&protocol::leaders(&self.contest, &self.people));
        } else {
            say(&self.progress_message());
        }
        if let Some(witness) = protocol::witness(&self.contest).filter(|_| self.contest.phase().is_over()) {
            say(&witness);
        }
        if socket.visitor.seat == Seat::Host {
            self.brief_desk(mailbox);
        }
        // A host who comes back after a crash is asked whether the question stands.
        if let Some(notice) = protocol::interruption(&self.contest) {
            say(&notice);
        }
    }

    pub(super) fn counters_changed(&mut self) {
        self.progress.hall.changed = true;
        self.progress.desks.changed = true;
        self.progress.phones.changed = self.contest.roster().len() <= PHONE_PROGRESS_ROSTER;
    }

    fn progress_message(&self) -> ServerMessage {
        if matches!(self.contest.phase(), Phase::Lobby) {
            return scene_message(&self.contest, Audience::Hall, self.seats.present());
        }
        let current = self.contest.phase().index().and_then(|index| self.contest.slots().get(index));
        let answered = current.map_or(0, |slot| slot.answered);
        ServerMessage::Progress { answered, present: self.seats.present() }
    }

    /// Counters coalesce: whatever happened since the last ones is in the next.
    pub(super) fn publish_progress(&mut self) {
        let now = self.clock.now();
        if self.progress.desks.changed && now >= self.progress.desks.sent_at + HALL_PROGRESS {
            self.progress.desks = Counter { changed: false, sent_at: now };
            self.tell_attendance();
        }
        let due = |counter: &Counter, every| counter.changed && now >= counter.sent_at + every;
        let (hall, phones) = (due(&self.progress.hall, HALL_PROGRESS), due(&self.progress.phones, PHONE_PROGRESS));
        if !hall && !phones {
            return;
        }
        let frame = encode(&self.progress_message());
        let sent = Counter { changed: false, sent_at: now };
        if phones {
            // Desks and projectors hear it with the phones.
            self.outbox.publish(Outgoing::Frame(frame));
            self.progress.hall = sent;
            self.progress.phones = Counter { changed: false, sent_at: now };
        } else {
            self.seats.tell_hall(&frame);
            self.progress.hall = sent;
        }
    }
}
