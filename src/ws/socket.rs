//! One loop per socket. Its three inputs: frames from the phone, the outbox of the room, and the
//! heartbeat. It ends when one of them does, or the room. Nothing in it waits but the choice
//! between these.

use std::pin::pin;
use std::sync::Arc;

use actix_ws::{CloseCode, Message, MessageStream, ProtocolError};
use tracing::debug;

use super::line::Line;
use super::writer::Writer;
use crate::domain::contest::Rejection;
use crate::domain::time::{Millis, Timestamp};
use crate::live::{Attached, Deliveries, IncomingAnswer, MemberStep, Outgoing, RoomGone, Seat};
use crate::protocol::{CLAIM_MAX, ClientMessage, CloseReason, FRAME_BYTES, ServerMessage, encode};

/// While a contest runs.
const PING_EVERY: Millis = Millis(1_000);
/// In the countdown to a question.
const COUNTDOWN_PING_EVERY: Millis = Millis(250);
/// While nothing is timed: enough to know the line and to notice a dead one.
const IDLE_PING_EVERY: Millis = Millis(5_000);

/// Why a loop ends without a reason of ours.
struct Gone;

pub(super) struct Socket {
    writer: Writer,
    seat: Attached,
    line: Line,
    next_ping_at: Timestamp,
    countdown_until: Timestamp,
    /// A question has been opened on this socket and the contest is not over.
    timed: bool,
    /// Of the question that is open, if this socket was given one.
    deliveries: Option<Arc<Deliveries>>,
}

impl Socket {
    pub fn new(writer: Writer, seat: Attached) -> Self {
        let now = seat.clock().now();
        Self {
            writer,
            line: Line::new(now),
            next_ping_at: now,
            countdown_until: now,
            timed: false,
            deliveries: None,
            seat,
        }
    }

    /// `is_active` is asked at every heartbeat: whether the session behind this socket still is.
    pub async fn run(mut self, mut frames: MessageStream, is_active: impl Fn() -> bool) {
        frames = frames.max_frame_size(FRAME_BYTES);
        let subscriber = Arc::clone(&self.seat.subscriber);
        let clock = self.seat.clock().clone();
        let room = self.seat.room();
        let mut room_gone = pin!(room.gone());
        let mut outgoing = pin!(subscriber.next());
        let mut alarm_at = Some(self.next_ping_at);
        let mut alarm = pin!(clock.sleep_until(self.next_ping_at));
        let ended: Result<CloseReason, Gone> = loop {
            let step = tokio::select! {
                biased;
                // A question waits for no heartbeat: it brings a ping of its own.
                next = &mut outgoing => {
                    outgoing.set(subscriber.next());
                    Ok(self.send(next))
                }
                // Whatever a phone sends, it cannot keep the heartbeat from asking after its session.
                () = &mut alarm => {
                    alarm_at = None;
                    Ok(self.heartbeat(&is_active))
                }
                frame = frames.recv() => self.frame(frame),
                // Without a word of its own: it broke, and opens again from its record.
                () = &mut room_gone => Ok(Some(CloseReason::Restarting)),
            };
            match step {
                Ok(None) => {}
                Ok(Some(reason)) => break Ok(reason),
                Err(gone) => break Err(gone),
            }
            // An alarm that has become too early is let ring: to move it costs more, and in the
            // very moment in which a question goes out.
            if alarm_at.is_none_or(|at| self.next_ping_at < at) {
                alarm_at = Some(self.next_ping_at);
                alarm.set(clock.sleep_until(self.next_ping_at));
            }
        };
        if let Ok(reason) = ended {
            debug!(reason = reason.name(), "socket closed");
            metrics::counter!("khacsau_sockets_closed_total", "reason" => reason.name()).increment(1);
            let description = Some(reason.name().to_owned());
            self.writer.close(actix_ws::CloseReason { code: CloseCode::from(reason.code()), description });
        }
    }

    fn frame(&mut self, frame: Option<Result<Message, ProtocolError>>) -> Result<Option<CloseReason>, Gone> {
        match frame {
            Some(Ok(Message::Text(text))) => {
                // Registered, then stamped, before anything else is done with it.
                let registration = self.seat.register();
                let received_at = self.seat.clock().now();
                if !self.line.may_speak(received_at) {
                    return Ok(Some(CloseReason::Flood));
                }
                match ClientMessage::parse(&text) {
                    Ok(ClientMessage::Answer { question, options, response_time, key }) => {
                        let answer = IncomingAnswer {
                            question,
                            options,
                            key,
                            claim: response_time.map(|claim| claim.clamp(Millis::ZERO, CLAIM_MAX)),
                            received_at,
                            round_trip_min: self.line.round_trip_min(received_at),
                            round_trip_answer: self.line.round_trip_newest(),
                        };
                        self.seat.answer(answer, registration).map_err(|RoomGone| Gone)?;
                    }
                    Ok(message) => {
                        // A question's close does not wait for what is no answer.
                        drop(registration);
                        self.other(message, received_at)?;
                    }
                    Err(misread) => {
                        drop(registration);
                        debug!(%misread, "frame refused");
                        self.say(&rejection(None, Rejection::Malformed));
                    }
                }
                Ok(None)
            }
            Some(Ok(Message::Pong(payload))) => {
                self.pong(&payload);
                Ok(None)
            }
            Some(Ok(Message::Ping(payload))) => {
                if !self.line.may_speak(self.seat.clock().now()) {
                    return Ok(Some(CloseReason::Flood));
                }
                self.writer.pong(&payload);
                Ok(None)
            }
            Some(Ok(Message::Binary(_) | Message::Continuation(_))) | Some(Err(ProtocolError::Overflow)) => {
                Ok(Some(CloseReason::Oversized))
            }
            Some(Ok(Message::Nop)) => Ok(None),
            Some(Ok(Message::Close(_))) | Some(Err(_)) | None => Err(Gone),
        }
    }

    fn pong(&mut self, payload: &[u8]) {
        let now = self.seat.clock().now();
        let Some(pong) = self.line.pong(now, payload) else { return };
        let delivered = self.deliveries.as_ref().zip(self.seat.subscriber.participant());
        if let Some((deliveries, participant)) = delivered.filter(|_| pong.with_question) {
            deliveries.round_trip(participant, pong.round_trip);
        }
    }

    fn other(&mut self, message: ClientMessage, now: Timestamp) -> Result<(), Gone> {
        let step = match message {
            ClientMessage::Clock { t } => {
                self.say(&ServerMessage::Clock { t, now });
                return Ok(());
            }
            ClientMessage::Start {} => MemberStep::Start,
            ClientMessage::Prediction { value } => MemberStep::Predict { value },
            ClientMessage::Left {} => MemberStep::LeavePage,
            ClientMessage::Returned {} => MemberStep::ReturnToPage,
            command => return self.command(command),
        };
        self.seat.step(step).map_err(|RoomGone| Gone)
    }

    fn command(&mut self, message: ClientMessage) -> Result<(), Gone> {
        let Some((name, step)) = message.command_name().zip(message.into_host_step()) else { return Ok(()) };
        if self.seat.subscriber.seat != Seat::Host {
            self.say(&rejection(Some(name), Rejection::Forbidden));
            return Ok(());
        }
        self.seat.drive(name, step).map_err(|RoomGone| Gone)
    }

    fn send(&mut self, outgoing: Outgoing) -> Option<CloseReason> {
        let frame = outgoing.frame_for(self.seat.subscriber.participant());
        match outgoing {
            Outgoing::Close(reason) => return Some(reason),
            Outgoing::Countdown { opens_at, .. } => {
                self.timed = true;
                self.countdown_until = opens_at;
                // Each phone in its own moment: a hall that pings in step measures its own crowd.
                let phase = Millis(rand::random_range(0..COUNTDOWN_PING_EVERY.0));
                self.next_ping_at = self.seat.clock().now() + phase;
            }
            Outgoing::Question { deliveries, .. } => self.before_question(deliveries),
            Outgoing::Finished(_) => self.timed = false,
            Outgoing::Frame(_) | Outgoing::Standings(_) => {}
        }
        if let Some(frame) = frame {
            self.writer.text(&frame);
        }
        None
    }

    /// A question has a ping just ahead of it. The time of writing counts once per member, and
    /// stands before the write: nobody has the question earlier than it says.
    fn before_question(&mut self, deliveries: Arc<Deliveries>) {
        self.timed = true;
        let now = self.seat.clock().now();
        self.countdown_until = now;
        let participant = self.seat.subscriber.participant();
        let first = participant.is_some_and(|participant| deliveries.delivered(participant, now));
        self.deliveries = Some(deliveries);
        self.ping(now, first);
    }

    fn heartbeat(&mut self, is_active: impl Fn() -> bool) -> Option<CloseReason> {
        let now = self.seat.clock().now();
        if now < self.next_ping_at {
            return None;
        }
        if !is_active() {
            return Some(CloseReason::Kicked);
        }
        if self.line.is_silent(now) {
            return Some(CloseReason::Silent);
        }
        self.ping(now, false);
        None
    }

    fn ping(&mut self, now: Timestamp, with_question: bool) {
        let every = match (now < self.countdown_until, self.timed) {
            (true, _) => COUNTDOWN_PING_EVERY,
            (false, true) => PING_EVERY,
            (false, false) => IDLE_PING_EVERY,
        };
        self.next_ping_at = now + every;
        let payload = self.line.ping(now, with_question);
        self.writer.ping(&payload);
    }

    fn say(&self, message: &ServerMessage) {
        self.writer.text(&encode(message));
    }
}

fn rejection(command: Option<&str>, reason: Rejection) -> ServerMessage {
    ServerMessage::Rejected { question: None, command: command.map(str::to_owned), reason }
}
