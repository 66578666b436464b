//! Desks: who drives, and what hosts are told that the hall is not.
//!
//! Who drives is of the moment and not of the record: the clock stops for no hand-over, and a room
//! that opens again gives the wheel to the first host who comes.

use std::collections::VecDeque;
use std::sync::Arc;

use super::handle::{Seat, Visitor};
use super::outbox::{Mailbox, Outgoing};
use super::room::Room;
use crate::domain::contest::{Incident, Rejection};
use crate::domain::identity::{MemberId, Participant};
use crate::domain::time::Timestamp;
use crate::protocol::{self, Attendance, DeskState, HostHere, IncidentShown, Names as _, ServerMessage, encode};

/// Incidents shown: more than a secretary reads in an evening. Beyond it the oldest goes; what
/// matters for a result is in the record.
const INCIDENTS: usize = 60;

#[derive(Default)]
pub(super) struct Desks {
    /// A person, not a socket: a laptop and a phone of the same host both drive, and a line that
    /// breaks gives nothing away.
    driver: Option<Driver>,
    /// Newest first.
    incidents: VecDeque<IncidentShown>,
    incidents_changed: bool,
    /// What desks have been told of each member, and of which question.
    attendance: Vec<Attendance>,
    index: Option<usize>,
}

struct Driver {
    member: MemberId,
    name: String,
    unit: String,
}

impl Driver {
    fn of(visitor: &Visitor) -> Self {
        Self { member: visitor.member, name: visitor.name.clone(), unit: visitor.unit.clone() }
    }
}

impl Desks {
    /// The first host who comes drives.
    pub fn arrives(&mut self, host: &Visitor) {
        self.driver.get_or_insert_with(|| Driver::of(host));
    }

    /// `None` is the house itself.
    pub fn may_drive(&self, by: Option<MemberId>) -> Result<(), Rejection> {
        let another = self.driver.as_ref().zip(by).is_some_and(|(driver, by)| driver.member != by);
        if another { Err(Rejection::NotDriving) } else { Ok(()) }
    }
}

impl Room {
    /// A host takes the wheel, asked or not: both may lead this contest, and both see it.
    pub(super) fn take_over(&mut self, by: MemberId) -> Result<(), Rejection> {
        let driver = self.host_of(by).map(Driver::of).ok_or(Rejection::NoSuchHost)?;
        self.desks.driver = Some(driver);
        Ok(())
    }

    pub(super) fn hand_over(&mut self, by: MemberId, to: MemberId) -> Result<(), Rejection> {
        self.desks.may_drive(Some(by))?;
        self.take_over(to)
    }

    fn host_of(&self, member: MemberId) -> Option<&Visitor> {
        self.seats.desks().map(|desk| &desk.visitor).find(|visitor| visitor.member == member)
    }

    pub(super) fn incident(&self, at: Timestamp, participant: Participant, what: Incident) -> IncidentShown {
        let (name, unit) = self.people.of(participant);
        let index = self.contest.phase().index();
        IncidentShown { at, what, name: name.to_owned(), unit: unit.to_owned(), index }
    }

    pub(super) fn keep_incident(&mut self, incident: IncidentShown) {
        self.desks.incidents.push_front(incident);
        self.desks.incidents.truncate(INCIDENTS);
        self.desks.incidents_changed = true;
        self.progress.desks_changed();
    }

    /// What a desk that has just come needs at once.
    pub(super) fn brief_desk(&self, mailbox: &Arc<Mailbox>) {
        let say = |message: &ServerMessage| mailbox.send(Outgoing::Frame(encode(message)));
        say(&self.roster_message());
        let people = self.attendance().filter(|line| *line != absent(line.number)).collect();
        say(&ServerMessage::Attendance { index: self.contest.phase().index(), people });
        say(&self.incidents_message());
    }

    pub(super) fn tell_roster(&self) {
        self.tell_desks(&self.roster_message());
    }

    /// Whatever changed of who is here, and what happened to them.
    pub(super) fn tell_attendance(&mut self) {
        if !self.seats.has_host() {
            return;
        }
        let index = self.contest.phase().index();
        let is_new_question = self.desks.index != index;
        let known = self
            .desks
            .attendance
            .iter()
            .map(|line| Attendance { answered: line.answered && !is_new_question, ..*line });
        let known = known.chain((self.desks.attendance.len() as u32 + 1..).map(absent));
        let now: Vec<Attendance> = self.attendance().collect();
        let people: Vec<Attendance> =
            now.iter().zip(known).filter(|(now, known)| *now != known).map(|(now, _)| *now).collect();
        self.desks.attendance = now;
        self.desks.index = index;
        if !people.is_empty() || is_new_question {
            self.tell_desks(&ServerMessage::Attendance { index, people });
        }
        if std::mem::take(&mut self.desks.incidents_changed) {
            self.tell_desks(&self.incidents_message());
        }
    }

    /// How the contest is led, to each desk for which it has changed.
    pub(super) fn speak_to_desks(&mut self) {
        if !self.seats.has_host() {
            return;
        }
        let (hosts, screens) = (self.hosts(), self.seats.screens());
        let state = DeskState::of(&self.contest, &self.people, hosts, screens);
        for desk in self.seats.desks_mut() {
            let mut state = state.clone();
            for host in &mut state.hosts {
                host.you = host.member == desk.visitor.member;
                state.driving |= host.you && host.driving;
            }
            let frame = encode(&ServerMessage::Desk(Box::new(state)));
            if frame != desk.told {
                desk.mailbox.send(Outgoing::Frame(frame.clone()));
                desk.told = frame;
            }
        }
    }

    /// Everybody with a desk, each once, and whoever drives.
    fn hosts(&self) -> Vec<HostHere> {
        let driver = self.desks.driver.as_ref();
        let host = |member, name: &str, unit: &str, here| HostHere {
            member,
            name: name.to_owned(),
            unit: unit.to_owned(),
            driving: driver.is_some_and(|driver| driver.member == member),
            here,
            you: false,
        };
        let connected = self.seats.desks().map(|desk| &desk.visitor);
        let mut hosts: Vec<HostHere> =
            connected.map(|visitor| host(visitor.member, &visitor.name, &visitor.unit, true)).collect();
        let gone = driver.filter(|driver| hosts.iter().all(|host| host.member != driver.member));
        hosts.extend(gone.map(|driver| host(driver.member, &driver.name, &driver.unit, false)));
        hosts.sort_by_key(|host| host.member);
        hosts.dedup();
        hosts
    }

    fn attendance(&self) -> impl Iterator<Item = Attendance> {
        let slot = self.contest.phase().index().and_then(|index| self.contest.slots().get(index));
        self.contest.roster().map(move |(participant, enrolment)| Attendance {
            number: participant.0,
            here: self.seats.is_here(participant),
            answered: slot.is_some_and(|slot| slot.answer(participant).is_some()),
            hidden: enrolment.away,
            joined: enrolment.joined_at.is_some(),
        })
    }

    fn roster_message(&self) -> ServerMessage {
        let (units, people) = protocol::roster(&self.contest, &self.people);
        ServerMessage::Roster { units, people }
    }

    fn incidents_message(&self) -> ServerMessage {
        ServerMessage::Incidents { incidents: self.desks.incidents.iter().cloned().collect() }
    }

    fn tell_desks(&self, message: &ServerMessage) {
        let frame = encode(message);
        for desk in self.seats.desks() {
            debug_assert_eq!(desk.visitor.seat, Seat::Host);
            desk.mailbox.send(Outgoing::Frame(frame.clone()));
        }
    }
}

fn absent(number: u32) -> Attendance {
    Attendance { number, ..Attendance::default() }
}
