//! What a bank may be looked through for: each kind of remark with its name in an address, and its words.

use crate::domain::lint::Finding;
use crate::domain::question::QuestionProblem;
use crate::domain::question_statistics::Verdict;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Note {
    Secret,
    /// It has another problem for which it cannot be drawn.
    Unfit,
    Superseded,
    Duplicate,
    RefersToOptions,
    RightIsLongest,
    LongForAPhone,
    NoSource,
    NoExplanation,
    Misleading,
    TooHard,
    TooEasy,
}

impl Note {
    /// The gravest first.
    pub const ALL: [Self; 12] = [
        Self::Secret,
        Self::Unfit,
        Self::Superseded,
        Self::Duplicate,
        Self::Misleading,
        Self::TooHard,
        Self::TooEasy,
        Self::RefersToOptions,
        Self::RightIsLongest,
        Self::LongForAPhone,
        Self::NoSource,
        Self::NoExplanation,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::Unfit => "unfit",
            Self::Superseded => "superseded",
            Self::Duplicate => "duplicate",
            Self::RefersToOptions => "refers",
            Self::RightIsLongest => "longest",
            Self::LongForAPhone => "long",
            Self::NoSource => "source",
            Self::NoExplanation => "explanation",
            Self::Misleading => "misleading",
            Self::TooHard => "hard",
            Self::TooEasy => "easy",
        }
    }

    pub const fn title(self) -> &'static str {
        match self {
            Self::Secret => "Có dấu chỉ độ mật",
            Self::Unfit => "Còn thiếu, chưa vào đề được",
            Self::Superseded => "Văn bản đã được thay thế",
            Self::Duplicate => "Trùng lời với câu khác",
            Self::RefersToOptions => "Phương án nói về các phương án khác",
            Self::RightIsLongest => "Phương án đúng dài hơn hẳn",
            Self::LongForAPhone => "Dài quá một màn hình điện thoại",
            Self::NoSource => "Chưa ghi nguồn",
            Self::NoExplanation => "Chưa có giải thích",
            Self::Misleading => "Dễ gây hiểu nhầm",
            Self::TooHard => "Quá khó",
            Self::TooEasy => "Quá dễ",
        }
    }

    /// What contests taught, and not what can be read off the words.
    pub const fn is_lesson(self) -> bool {
        matches!(self, Self::Misleading | Self::TooHard | Self::TooEasy)
    }

    pub const fn of_problem(problem: QuestionProblem) -> Self {
        match problem {
            QuestionProblem::Secret => Self::Secret,
            _ => Self::Unfit,
        }
    }

    pub const fn of_finding(finding: &Finding) -> Self {
        match finding {
            Finding::DuplicateOf(_) => Self::Duplicate,
            Finding::RefersToOptions => Self::RefersToOptions,
            Finding::RightIsLongest => Self::RightIsLongest,
            Finding::NoSource => Self::NoSource,
            Finding::NoExplanation => Self::NoExplanation,
            Finding::SourceSuperseded { .. } => Self::Superseded,
            Finding::LongForAPhone => Self::LongForAPhone,
        }
    }

    pub const fn of_verdict(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Misleading => Self::Misleading,
            Verdict::TooHard => Self::TooHard,
            Verdict::TooEasy => Self::TooEasy,
        }
    }
}
