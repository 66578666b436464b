//! What a person decides about a list before it is taken up: who a doubtful line is, and what became of those whom no
//! line means.

use std::collections::{BTreeMap, BTreeSet};

use crate::auth::Person;
use crate::domain::identity::MemberId;
use crate::domain::roster::Answer;
use crate::http::error::Refusal;
use crate::http::form::Form;
use crate::http::house::House;

/// What became of somebody who is not in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    MovedAway,
    Elsewhere,
    Died,
    Ended,
}

impl Absence {
    pub const ALL: [Self; 4] = [Self::Elsewhere, Self::MovedAway, Self::Died, Self::Ended];

    pub const fn name(self) -> &'static str {
        match self {
            Self::MovedAway => "moved_away",
            Self::Elsewhere => "elsewhere",
            Self::Died => "died",
            Self::Ended => "ended",
        }
    }

    pub const fn words(self) -> &'static str {
        match self {
            Self::Elsewhere => "Đang tạm thời ở nơi khác (không tính vào tỉ lệ dự thi)",
            Self::MovedAway => "Đã chuyển sinh hoạt đến nơi không dùng phần mềm này",
            Self::Died => "Đã từ trần",
            Self::Ended => "Không còn là đảng viên",
        }
    }
}

/// Everything that was chosen on the page.
#[derive(Debug, Default)]
pub struct Choices {
    pub answers: BTreeMap<usize, Answer>,
    pub absences: BTreeMap<MemberId, Absence>,
}

impl Choices {
    /// `line-12` for a line, `gone-…` for a member; what was left as it was says nothing.
    pub fn read(form: &Form) -> Self {
        let mut choices = Self::default();
        for (name, value) in form.fields() {
            if let Some(at) = name.strip_prefix("line-").and_then(|at| at.parse().ok()) {
                let answer = match value {
                    "new" => Some(Answer::New),
                    "skip" => Some(Answer::Skip),
                    id => id.parse().ok().map(Answer::Is),
                };
                choices.answers.extend(answer.map(|answer| (at, answer)));
            } else if let Some(member) = name.strip_prefix("gone-").and_then(|id| id.parse().ok()) {
                let absence = Absence::ALL.into_iter().find(|absence| absence.name() == value);
                choices.absences.extend(absence.map(|absence| (member, absence)));
            }
        }
        choices
    }
}

/// Those of them whom this person may not send away: themselves, and whoever holds a role that they could not take.
pub async fn out_of_reach(house: &House, person: &Person, members: &[MemberId]) -> Result<BTreeSet<MemberId>, Refusal> {
    let mut kept = BTreeSet::from([person.member]);
    for (member, grant) in house.store.all_grants().await? {
        if members.contains(&member) && !kept.contains(&member) && !person.may_grant(&house.store, grant).await? {
            kept.insert(member);
        }
    }
    Ok(kept)
}
