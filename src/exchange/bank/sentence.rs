//! What is wrong and what to do about it, in words for whoever brought the file.

use super::super::picture_reader::PictureProblem;
use super::super::refusal::{Refusal, RefusalKind};
use super::candidate::Candidate;
use super::key::Key;
use super::verdict::{ProblemKind, Recognised};

/// `Câu thứ 5 (dòng 31, in là “Câu 2”)`
fn whereabouts(ordinal: u32, candidate: &Candidate) -> String {
    let place = candidate.place.words();
    match candidate.number.filter(|number| *number != ordinal) {
        Some(number) => format!("Câu thứ {ordinal} trong tệp (in là câu {number}, {place})"),
        None => format!("Câu {ordinal} ({place})"),
    }
}

fn letter(index: usize) -> char {
    char::from(b'A' + (index % 26) as u8)
}

pub fn problem(
    kind: ProblemKind,
    ordinal: u32,
    candidate: &Candidate,
    question: &Recognised,
    first: Option<u32>,
) -> String {
    let place = whereabouts(ordinal, candidate);
    match kind {
        ProblemKind::TooFewOptions if question.options.is_empty() => {
            format!(
                "{place} không có phương án trả lời. Hãy ghi ít nhất hai phương án A, B, hoặc ghi “Đáp án: Đúng/Sai”."
            )
        }
        ProblemKind::TooFewOptions => {
            format!("{place} chỉ có một phương án trả lời. Hãy ghi thêm ít nhất một phương án.")
        }
        ProblemKind::DuplicateOption => {
            format!("{place} có hai phương án giống nhau. Hãy sửa hoặc bỏ một phương án.")
        }
        ProblemKind::MissingAnswer => {
            format!("{place} chưa ghi đáp án. Hãy thêm dòng “Đáp án: …” ngay dưới câu hỏi.")
        }
        ProblemKind::AmbiguousTypography => format!(
            "{place} có chữ đậm, màu hoặc gạch chân ở các phương án nhưng không cho biết rõ phương án nào đúng. \
             Hãy thêm dòng “Đáp án: …”, hoặc chỉ đánh dấu phương án đúng."
        ),
        ProblemKind::AnswerOutOfRange => {
            let count = question.options.len();
            let written = match &candidate.key {
                Some(Key::Letters(letters)) => {
                    letters.iter().map(|at| letter(*at).to_string()).collect::<Vec<_>>().join(", ")
                }
                Some(Key::Numbers { written, .. }) => written.chars().take(60).collect(),
                Some(Key::Text(text)) => text.chars().take(60).collect(),
                None => String::new(),
            };
            format!(
                "{place} ghi đáp án “{written}” nhưng câu chỉ có {count} phương án và không phương án nào như vậy. Hãy sửa đáp án."
            )
        }
        ProblemKind::EmptyStem => {
            format!("{place} có phương án nhưng không có nội dung câu hỏi. Hãy ghi câu hỏi trước các phương án.")
        }
        ProblemKind::Picture => {
            let what = match candidate.picture_problem {
                Some(PictureProblem::Large) => "có hình quá lớn nên chương trình không đọc",
                Some(PictureProblem::Broken) => "có hình bị hỏng, không đọc được",
                Some(PictureProblem::Missing) | None => "có hình nhưng tệp không kèm hình ấy",
            };
            format!("{place} {what}. Phần chữ vẫn còn đủ. Hãy mở câu này để chọn lại hình, hoặc lưu câu không có hình.")
        }
        ProblemKind::DuplicateQuestion => match first {
            Some(first) => {
                format!("{place} trùng với câu {first} ở trên. Câu đứng trước được giữ lại; hãy bỏ hoặc sửa câu này.")
            }
            None => format!("{place} trùng với một câu ở trên. Hãy bỏ hoặc sửa câu này."),
        },
    }
}

pub fn no_question() -> Refusal {
    Refusal::new(
        RefusalKind::EmptyFile,
        "Không tìm thấy câu hỏi nào trong tệp. Mỗi câu cần có số thứ tự (ví dụ “Câu 1:”), \
         các phương án A, B, C, D ở các dòng sau và dòng “Đáp án: …”.",
    )
}
