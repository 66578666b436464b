//! Decisions, signals and refusals in words.

use crate::domain::contest::{Decision, Rejection, Signal};
use crate::domain::identity::Participant;
use crate::http::wording;
use crate::live::People;
use crate::protocol::Names as _;

/// Who reads of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::http::pages) enum Reader {
    /// Whoever decides: every name, every class of excuse.
    Desk,
    /// Members: why somebody was absent concerns those who keep the roster.
    Member,
}

pub(super) fn name(people: &People, participant: Participant) -> String {
    wording::inert(people.of(participant).0)
}

pub(in crate::http::pages) fn decision(decision: &Decision, people: &People, reader: Reader) -> String {
    match decision {
        Decision::VoidQuestion { index } => format!("Hủy câu {}", index + 1),
        Decision::RestoreQuestion { index } => format!("Tính lại câu {}", index + 1),
        Decision::AnnulAttempt { participant } => format!("Hủy bài của đồng chí {}", name(people, *participant)),
        Decision::RestoreAttempt { participant } => {
            format!("Công nhận lại bài của đồng chí {}", name(people, *participant))
        }
        Decision::DecideTie { order } => {
            let names: Vec<String> = order.iter().map(|participant| name(people, *participant)).collect();
            format!("Xếp thứ tự: {}", names.join(", rồi "))
        }
        Decision::ExcuseAbsence { .. } if reader == Reader::Member => {
            "Ghi lại lý do vắng mặt của một đồng chí".to_owned()
        }
        Decision::ExcuseAbsence { participant, excuse: Some(excuse) } => {
            format!("Ghi đồng chí {} vắng có lý do: {}", name(people, *participant), wording::excuse(*excuse))
        }
        Decision::ExcuseAbsence { participant, excuse: None } => {
            format!("Ghi đồng chí {} vắng không có lý do", name(people, *participant))
        }
    }
}

pub(super) fn signal(signal: Signal) -> String {
    match signal {
        Signal::PageLeft(times) => format!("rời trang thi {times} lần"),
        Signal::DevicesReplaced(times) => format!("đổi sang máy khác {times} lần"),
        Signal::WeakLine { index, delay } => {
            format!("câu {}: đường truyền chậm ({})", index + 1, wording::precise(delay))
        }
        Signal::ClaimClipped { index, claim, credited } => format!(
            "câu {}: máy báo làm trong {}, máy chủ chỉ công nhận {}",
            index + 1,
            wording::precise(claim),
            wording::precise(credited)
        ),
        Signal::AtOnce { index, response_time } => {
            format!("câu {}: trả lời đúng chỉ sau {}", index + 1, wording::precise(response_time))
        }
    }
}

/// Why a decision cannot be taken.
pub(super) const fn refusal(rejection: Rejection) -> &'static str {
    match rejection {
        Rejection::LastQuestion => "Đây là câu cuối cùng còn được tính. Kết quả phải còn ít nhất một câu được tính.",
        Rejection::AlreadyVoid => "Câu này đã được hủy trước đó.",
        Rejection::UnknownQuestion => "Kỳ thi không có câu này, hoặc câu chưa được hỏi.",
        Rejection::NoAttempt => "Đồng chí này chưa vào phòng thi nên không có bài để hủy.",
        Rejection::NotTied => "Những đồng chí này không còn đồng hạng hoặc sát nút nữa.",
        Rejection::TookPart => "Đồng chí này đã tham gia kỳ thi nên không có việc vắng mặt để ghi.",
        Rejection::AlreadyDecided => "Việc này đã được ghi như vậy rồi.",
        Rejection::NothingToTakeBack => "Không có quyết định nào sau kỳ thi để rút lại ở đây.",
        Rejection::WrongPhase => "Kỳ thi chưa kết thúc nên chưa quyết định được việc này.",
        _ => "Việc này không thực hiện được. Đồng chí hãy mở lại trang Xác nhận kết quả.",
    }
}
