//! What members send: the answer with its evidence, and their other steps; over a socket, or by a
//! request of its own.

use std::sync::Arc;

use tokio::sync::oneshot;

use super::handle::{IncomingAnswer, MemberStep, Seat};
use super::outbox::Outgoing;
use super::room::Room;
use super::turn::{Action, Turn};
use crate::domain::contest::{AnswerAttempt, Command, Incident, Rejection};
use crate::domain::identity::{MemberId, Participant};
use crate::domain::timing::Evidence;
use crate::protocol::{self, Receipt, ServerMessage, encode};

impl Room {
    pub(super) fn answer(&mut self, socket: u64, answer: IncomingAnswer, turn: &mut Turn) {
        let Some(socket) = self.seats.get(socket) else { return };
        let mailbox = Arc::clone(&socket.mailbox);
        let question = answer.question.clone();
        let reject = |reason| {
            let (mailbox, question) = (Arc::clone(&mailbox), Some(question.clone()));
            Action::Refuse { mailbox, question, command: None, reason }
        };
        let Some(participant) = mailbox.participant().filter(|_| socket.visitor.seat == Seat::Play) else {
            turn.actions.push(reject(Rejection::NotAParticipant));
            return;
        };
        match self.decide_answer(participant, answer, turn) {
            // Recorded just now: the projection has the receipt.
            Ok(true) => {}
            // On record under the same key: acknowledged again.
            Ok(false) => {
                if let Some(receipt) = self.receipt(&question, participant) {
                    let outgoing = Outgoing::Frame(encode(&ServerMessage::Recorded(receipt)));
                    turn.actions.push(Action::Acknowledge { mailbox, question, outgoing });
                }
            }
            Err(reason) => turn.actions.push(reject(reason)),
        }
    }

    /// The member's seat, if there is one, hears of the receipt as well.
    pub(super) fn posted_answer(
        &mut self,
        member: MemberId,
        answer: IncomingAnswer,
        reply: oneshot::Sender<Result<Receipt, Rejection>>,
        turn: &mut Turn,
    ) {
        let question = answer.question.clone();
        let result = self.on_roster(member).and_then(|participant| {
            self.decide_answer(participant, answer, turn)?;
            self.receipt(&question, participant).ok_or(Rejection::Storage)
        });
        turn.actions.push(Action::Receipt { reply, result });
    }

    /// `Ok(false)`: on record already, under the same key.
    fn decide_answer(
        &mut self,
        participant: Participant,
        answer: IncomingAnswer,
        turn: &mut Turn,
    ) -> Result<bool, Rejection> {
        // The question's round trip belongs to a line; an answer that came without one has nothing of it.
        let round_trip_open = self.deliveries.round_trip_of(participant).filter(|_| answer.round_trip_min.is_some());
        let attempt = AnswerAttempt {
            participant,
            question: answer.question,
            options: answer.options,
            key: answer.key,
            evidence: Evidence {
                delivered_at: self.deliveries.delivered_at(participant),
                received_at: answer.received_at,
                claim: answer.claim,
                round_trip_min: answer.round_trip_min,
                round_trip_open,
                round_trip_answer: answer.round_trip_answer,
            },
        };
        let decided = self.decide(turn, &Command::Answer(attempt));
        match decided {
            Ok(true) => self.counters_changed(),
            Ok(false) => {}
            Err(reason) => {
                metrics::counter!("khacsau_answers_rejected_total").increment(1);
                if reason == Rejection::Late {
                    let incident = self.incident(self.clock.now(), participant, Incident::Late);
                    turn.actions.push(Action::Incident(incident));
                }
            }
        }
        decided
    }

    fn receipt(&self, question: &str, participant: Participant) -> Option<Receipt> {
        self.contest.slot_of(question).and_then(|slot| protocol::receipt(slot, participant))
    }

    pub(super) fn member_step(&mut self, socket: u64, step: MemberStep, turn: &mut Turn) {
        let Some(socket) = self.seats.get(socket) else { return };
        let Some(participant) = socket.mailbox.participant() else { return };
        let mailbox = Arc::clone(&socket.mailbox);
        if let Err(reason) = self.decide(turn, &step.command(participant)) {
            turn.actions.push(Action::Refuse { mailbox, question: None, command: Some(step.name()), reason });
        }
    }

    pub(super) fn posted_step(
        &mut self,
        member: MemberId,
        step: MemberStep,
        reply: oneshot::Sender<Result<(), Rejection>>,
        turn: &mut Turn,
    ) {
        let participant = self.on_roster(member);
        let result = participant.and_then(|participant| self.decide(turn, &step.command(participant)).map(|_| ()));
        turn.actions.push(Action::Reply { reply, result });
    }

    fn on_roster(&self, member: MemberId) -> Result<Participant, Rejection> {
        self.people.participant(member).ok_or(Rejection::NotAParticipant)
    }
}

impl MemberStep {
    /// The name of its message; a rejection repeats it.
    const fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Predict { .. } => "prediction",
            Self::LeavePage => "left",
            Self::ReturnToPage => "returned",
        }
    }

    fn command(self, participant: Participant) -> Command {
        match self {
            Self::Start => Command::Start { participant },
            Self::Predict { value } => Command::Predict { participant, value },
            Self::LeavePage => Command::LeavePage { participant },
            Self::ReturnToPage => Command::ReturnToPage { participant },
        }
    }
}
