//! A member's frames: the answer with its evidence, and the steps of a window attempt.

use std::sync::Arc;

use super::handle::{IncomingAnswer, MemberStep, Seat};
use super::outbox::Outgoing;
use super::room::Room;
use super::turn::{Action, Turn};
use crate::domain::contest::{AnswerAttempt, Command, Rejection};
use crate::domain::timing::Evidence;
use crate::protocol::{self, ServerMessage, encode};

impl Room {
    pub(super) fn answer(&mut self, socket: u64, answer: IncomingAnswer, turn: &mut Turn) {
        let Some(socket) = self.seats.get(socket) else { return };
        let mailbox = Arc::clone(&socket.mailbox);
        let question = answer.question;
        let reject = |reason| {
            let (mailbox, question) = (Arc::clone(&mailbox), Some(question.clone()));
            Action::Refuse { mailbox, question, command: None, reason }
        };
        let Some(participant) = mailbox.participant().filter(|_| socket.visitor.seat == Seat::Play) else {
            turn.actions.push(reject(Rejection::NotAParticipant));
            return;
        };
        let attempt = AnswerAttempt {
            participant,
            question: question.clone(),
            options: answer.options,
            key: answer.key,
            evidence: Evidence {
                delivered_at: self.deliveries.delivered_at(participant),
                received_at: answer.received_at,
                claim: answer.claim,
                round_trip_min: answer.round_trip_min,
                round_trip_open: self.deliveries.round_trip_of(participant),
                round_trip_answer: answer.round_trip_answer,
            },
        };
        match self.decide(turn, &Command::Answer(attempt)) {
            // Recorded just now: the projection has the receipt.
            Ok(true) => self.counters_changed(),
            // On record under the same key: acknowledged again.
            Ok(false) => {
                let slot = self.contest.slot_of(&question);
                let receipt = slot.and_then(|slot| protocol::receipt(slot, participant));
                if let Some(receipt) = receipt {
                    let outgoing = Outgoing::Frame(encode(&ServerMessage::Recorded(receipt)));
                    turn.actions.push(Action::Acknowledge { mailbox, question, outgoing });
                }
            }
            Err(reason) => {
                metrics::counter!("khacsau_answers_rejected_total").increment(1);
                turn.actions.push(reject(reason));
            }
        }
    }

    pub(super) fn member_step(&mut self, socket: u64, step: MemberStep, turn: &mut Turn) {
        let Some(socket) = self.seats.get(socket) else { return };
        let Some(participant) = socket.mailbox.participant() else { return };
        let mailbox = Arc::clone(&socket.mailbox);
        let command = match step {
            MemberStep::Start => Command::Start { participant },
            MemberStep::Predict { value } => Command::Predict { participant, value },
            MemberStep::LeavePage => Command::LeavePage { participant },
            MemberStep::ReturnToPage => Command::ReturnToPage { participant },
        };
        if let Err(reason) = self.decide(turn, &command) {
            turn.actions.push(Action::Refuse { mailbox, question: None, command: None, reason });
        }
    }
}
