//! Events into frames: who hears what of an event, from what [`Contest::view`] discloses.

use std::sync::Arc;

use super::server::{DistributionEntry, ImageShown, Leader, OptionText, OwnAnswer, Receipt, ServerMessage};
use crate::domain::contest::{
    Audience, Contest, Event, PacingCause, PauseReason, Phase, QuestionView, Scene, Table, VoidCause,
};
use crate::domain::identity::Participant;
use crate::domain::ledger::Entry;
use crate::domain::time::Millis;

/// Places shown to everybody.
const LEADERS: usize = 10;

/// Whom a frame is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    /// Everybody connected, the same bytes.
    Everybody,
    /// Desk and projector.
    Hall,
    Member(Participant),
}

/// What becomes of one event on the wire.
#[derive(Debug)]
pub enum Projection {
    Frame(To, ServerMessage),
    /// The question's frame: the moment it is written to a socket is evidence.
    Question(ServerMessage),
    /// Each member's own line of a table.
    Standings(StandingsTable),
    Finished(FinalTable),
    /// Everybody starts again from a snapshot.
    Resync,
    /// This member does.
    Welcome(Participant),
    /// Nothing more will be said: sockets are closed with `finished`.
    Over,
}

/// Names of participants, which the contest itself does not know.
pub trait Names {
    /// (name, unit) of a participant.
    fn of(&self, participant: Participant) -> (&str, &str);
}

/// The standings after one question, by participant.
#[derive(Debug)]
pub struct StandingsTable {
    rows: Vec<Option<ServerMessage>>,
}

impl StandingsTable {
    fn new(contest: &Contest, index: usize) -> Self {
        Self { rows: contest.roster().map(|(participant, _)| standings(contest, index, participant)).collect() }
    }

    /// This member's line; `None` for whoever has none.
    pub fn message(&self, participant: Participant) -> Option<&ServerMessage> {
        self.rows.get(participant.index())?.as_ref()
    }
}

fn standings(contest: &Contest, index: usize, participant: Participant) -> Option<ServerMessage> {
    let table = contest.table();
    let standing = table.of(participant)?;
    let yours = contest.disclosed(index).and_then(|disclosed| {
        let answer = disclosed.slot().answer(participant)?;
        Some(OwnAnswer {
            options: disclosed.slot().option_ids(answer.options),
            correct: answer.right,
            response_time: answer.response_time,
        })
    });
    Some(ServerMessage::Standings {
        index,
        place: standing.place,
        of: table.results.ranked,
        score: standing.score_hundredths,
        elapsed: standing.elapsed,
        yours,
    })
}

/// The result at the finish.
#[derive(Debug)]
pub struct FinalTable {
    results_url: String,
    standing: &'static str,
    over: bool,
    table: Arc<Table>,
}

impl FinalTable {
    fn new(contest: &Contest) -> Self {
        let phase = contest.phase();
        // What was published stands until its correction is.
        let standing = if contest.is_being_corrected() { Phase::Published.name() } else { phase.name() };
        Self { results_url: results_url(contest), standing, over: phase.is_over(), table: contest.announced() }
    }

    /// For a member their own place and score; for the hall only where to look.
    pub fn message(&self, participant: Option<Participant>) -> ServerMessage {
        // Window mode: while others still play there is neither a place nor a score to tell.
        let own = participant.filter(|_| self.over).and_then(|participant| self.table.of(participant));
        ServerMessage::Finished {
            place: own.and_then(|standing| standing.place),
            of: if self.over { self.table.results.ranked } else { 0 },
            score: own.map(|standing| standing.score_hundredths),
            elapsed: own.map(|standing| standing.elapsed),
            results_url: self.results_url.clone(),
            standing: self.standing,
        }
    }
}

fn results_url(contest: &Contest) -> String {
    format!("/contests/{}/results", contest.plan().contest)
}

/// What `entry`, already evolved into `contest`, says to whom.
pub fn project(contest: &Contest, entry: &Entry, present: usize, names: &impl Names) -> Vec<Projection> {
    let everybody = |message| vec![Projection::Frame(To::Everybody, message)];
    let notice = |to, text: &str| vec![Projection::Frame(to, ServerMessage::Notice { text: text.to_owned() })];
    match &entry.event {
        Event::LobbyOpened { .. } | Event::ReserveTaken { .. } => vec![Projection::Resync],
        Event::CountdownStarted { .. } | Event::QuestionClosed { .. } | Event::Revealed { .. } => {
            everybody(scene_message(contest, Audience::Hall, present))
        }
        Event::QuestionOpened { .. } => {
            vec![Projection::Question(scene_message(contest, Audience::Hall, present))]
        }
        Event::AnswerRecorded { participant, index, .. } => {
            let receipt = contest.slots().get(*index as usize).and_then(|slot| receipt(slot, *participant));
            let frame = |receipt| Projection::Frame(To::Member(*participant), ServerMessage::Recorded(receipt));
            receipt.map(frame).into_iter().collect()
        }
        Event::Extended { index, limit } | Event::Locked { index, limit } => {
            let slot = contest.slots().get(*index as usize);
            let deadline = slot.and_then(|slot| Some((slot.question.id.clone(), slot.opened_at? + *limit)));
            let message = deadline.map(|(question, closes_at)| ServerMessage::Deadline { question, closes_at });
            message.map(everybody).unwrap_or_default()
        }
        Event::StandingsShown { index } => vec![
            Projection::Standings(StandingsTable::new(contest, *index as usize)),
            Projection::Frame(To::Everybody, leaders(contest, names)),
        ],
        Event::Paused { reason } => everybody(paused(*reason)),
        // Whoever came during the pause has seen nothing else yet.
        Event::Resumed => vec![Projection::Frame(To::Everybody, ServerMessage::Resumed {}), Projection::Resync],
        Event::QuestionVoided { index, cause } => {
            let number = index + 1;
            let text = match cause {
                VoidCause::Host => format!("Câu {number} đã được hủy và không tính điểm cho ai."),
                VoidCause::Paused => {
                    format!("Câu {number} bị gián đoạn nên không tính điểm cho ai; câu dự bị sẽ thay thế nếu còn.")
                }
                VoidCause::Ended => format!("Câu {number} đang mở khi kỳ thi kết thúc nên không tính điểm."),
            };
            let mut projections = notice(To::Everybody, &text);
            if contest.phase().is_over() {
                projections.push(Projection::Finished(FinalTable::new(contest)));
            }
            projections
        }
        Event::PacingChanged { cause: PacingCause::HostAbsent, .. } => {
            notice(To::Everybody, "Người điều khiển mất kết nối; kỳ thi tự chuyển câu theo đồng hồ.")
        }
        Event::PacingChanged { cause: PacingCause::HostTookOver, .. } => {
            notice(To::Everybody, "Người điều khiển tiếp tục điều khiển kỳ thi.")
        }
        Event::Interrupted { .. } => {
            interruption(contest).map(|notice| Projection::Frame(To::Hall, notice)).into_iter().collect()
        }
        Event::Finished { .. } => {
            vec![Projection::Frame(To::Hall, leaders(contest, names)), Projection::Finished(FinalTable::new(contest))]
        }
        Event::QuestionRestored { .. }
        | Event::AttemptAnnulled { .. }
        | Event::AttemptRestored { .. }
        | Event::TieDecided { .. }
        | Event::AbsenceExcused { .. }
        | Event::Confirmed
        | Event::Countersigned
        | Event::Published => vec![Projection::Finished(FinalTable::new(contest))],
        Event::Checkpoint { head, signature } => {
            let signed = ServerMessage::Checkpoint { seq: head.seq, hash: head.hash, signature: signature.clone() };
            let mut projections = everybody(signed);
            // The signature of a publication, or of a calling off, is the last word.
            projections.extend(contest.phase().is_settled().then_some(Projection::Over));
            projections
        }
        Event::AttemptStarted { participant, .. }
        | Event::AttemptOpened { participant, .. }
        | Event::AttemptClosed { participant, .. } => {
            let message = scene_message(contest, Audience::Member(*participant), present);
            vec![Projection::Frame(To::Member(*participant), message)]
        }
        Event::Predicted { participant, value } => {
            vec![Projection::Frame(To::Member(*participant), ServerMessage::Predicted { value: *value })]
        }
        Event::TimeGranted { participant, .. } => vec![Projection::Welcome(*participant)],
        Event::WindowOpened | Event::WindowClosed => vec![Projection::Resync],
        // The seats are closed with its signature, and their pages tell.
        Event::Cancelled
        | Event::Scheduled { .. }
        | Event::Joined { .. }
        | Event::DeviceReplaced { .. }
        | Event::PageLeft { .. }
        | Event::PageReturned { .. }
        | Event::HostArrived
        | Event::HostLeft => Vec::new(),
    }
}

/// The frame of this moment.
pub fn scene_message(contest: &Contest, audience: Audience, present: usize) -> ServerMessage {
    match contest.view(audience) {
        Scene::Scheduled { starts_at } => ServerMessage::Scheduled { starts_at },
        Scene::Lobby { starts_at, eligible } => ServerMessage::Lobby { present, eligible, starts_at },
        Scene::GetReady { index, opens_at } => ServerMessage::GetReady { index, opens_at },
        Scene::Question(question) => ServerMessage::Question {
            index: question.index,
            of: question.of,
            id: question.id.to_owned(),
            text: question.text.to_owned(),
            options: option_texts(&question),
            multiple: question.multiple,
            image: image(contest, &question),
            now: question.opened_at,
            closes_at: question.opened_at + question.limit,
            limit: question.limit,
        },
        Scene::Closed { index } => ServerMessage::Closed { index },
        Scene::Revealed(reveal) => ServerMessage::Revealed {
            index: reveal.index,
            correct: reveal.correct.iter().map(|id| (*id).to_owned()).collect(),
            explanation: (!reveal.explanation.is_empty()).then(|| reveal.explanation.to_owned()),
            source: reveal.source.to_owned(),
            distribution: reveal
                .distribution
                .iter()
                .map(|(id, count)| DistributionEntry { id: (*id).to_owned(), count: *count })
                .collect(),
        },
        Scene::Standings { index } => {
            let own = match audience {
                Audience::Member(participant) => standings(contest, index, participant),
                // The names follow in a `leaders` frame.
                Audience::Hall => None,
            };
            own.unwrap_or_else(|| ServerMessage::Standings {
                index,
                place: None,
                of: contest.table().results.ranked,
                score: 0,
                elapsed: Millis::ZERO,
                yours: None,
            })
        }
        Scene::Waiting => ServerMessage::Waiting {},
        Scene::Paused { reason } => paused(reason),
        Scene::Finished => FinalTable::new(contest).message(match audience {
            Audience::Member(participant) => Some(participant),
            Audience::Hall => None,
        }),
    }
}

/// What had been asked, for a desk or a projector that comes after the close.
pub fn asked(contest: &Contest) -> Option<ServerMessage> {
    let question = contest.asked_view()?;
    Some(ServerMessage::Asked {
        index: question.index,
        of: question.of,
        id: question.id.to_owned(),
        text: question.text.to_owned(),
        options: option_texts(&question),
        multiple: question.multiple,
        image: image(contest, &question),
    })
}

fn image(contest: &Contest, question: &QuestionView<'_>) -> Option<ImageShown> {
    let image = question.image?;
    Some(ImageShown {
        url: format!("/contests/{}/images/{}", contest.plan().contest, image.hash),
        width: image.width,
        height: image.height,
        alt: image.alt.clone(),
    })
}

fn option_texts(question: &QuestionView<'_>) -> Vec<OptionText> {
    let option = |(id, text): &(&str, &str)| OptionText { id: (*id).to_owned(), text: (*text).to_owned() };
    question.options.iter().map(option).collect()
}

/// The newest signed head.
pub fn witness(contest: &Contest) -> Option<ServerMessage> {
    let (head, signature) = contest.witness()?;
    Some(ServerMessage::Checkpoint { seq: head.seq, hash: head.hash, signature: signature.clone() })
}

/// Asks the host whether a question that was open during a crash stands.
pub fn interruption(contest: &Contest) -> Option<ServerMessage> {
    let index = contest.phase().index()?;
    let slot = contest.slots().get(index)?;
    (slot.interrupted && slot.voided.is_none()).then(|| ServerMessage::Notice {
        text: format!(
            "Máy chủ vừa gián đoạn trong câu {}. Câu này vẫn được giữ; nếu thấy cần, đồng chí có thể hủy câu.",
            index + 1
        ),
    })
}

/// The frame that says why nothing moves.
pub fn paused(reason: PauseReason) -> ServerMessage {
    let (reason, text) = match reason {
        PauseReason::Host => ("host", "Kỳ thi tạm dừng. Các câu trả lời đã ghi nhận vẫn được giữ nguyên."),
        PauseReason::Storage => (
            "storage",
            "Máy chủ chưa ghi được dữ liệu nên kỳ thi tạm dừng. Các câu trả lời đã ghi nhận vẫn được giữ nguyên.",
        ),
    };
    ServerMessage::Paused { reason, text: text.to_owned() }
}

/// A member's receipt.
pub fn receipt(slot: &crate::domain::contest::Slot, participant: Participant) -> Option<Receipt> {
    let answer = slot.answer(participant)?;
    Some(Receipt {
        question: slot.question.id.clone(),
        options: slot.option_ids(answer.options),
        seq: answer.receipt.seq,
        hash: answer.receipt.hash,
        response_time: answer.response_time,
        at: answer.evidence.received_at,
    })
}

/// The first places, with names.
pub fn leaders(contest: &Contest, names: &impl Names) -> ServerMessage {
    let table = contest.announced();
    let placed = table.results.standings.iter().filter_map(|standing| Some((standing.place?, standing)));
    let top = placed.take(LEADERS).map(|(place, standing)| {
        let (name, unit) = names.of(standing.participant);
        Leader {
            place,
            name: name.to_owned(),
            unit: unit.to_owned(),
            score: standing.score_hundredths,
            elapsed: standing.elapsed,
        }
    });
    ServerMessage::Leaders { top: top.collect() }
}
