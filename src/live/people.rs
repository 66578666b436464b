//! Who is behind a contest's participant numbers: the table that stands beside the record.

use std::collections::HashMap;

use crate::domain::identity::{MemberId, Participant, UnitId};
use crate::protocol::Names;
use crate::store::ParticipantRow;

#[derive(Debug, Default)]
pub struct People {
    /// By participant.
    rows: Vec<ParticipantRow>,
    numbers: HashMap<MemberId, Participant>,
}

impl People {
    /// From rows in any order whose numbers count from 1 without a gap.
    pub fn new(mut rows: Vec<ParticipantRow>) -> Self {
        rows.sort_by_key(|row| row.number);
        let numbers = rows.iter().map(|row| (row.member, Participant(row.number))).collect();
        Self { rows, numbers }
    }

    pub fn participant(&self, member: MemberId) -> Option<Participant> {
        self.numbers.get(&member).copied()
    }

    pub fn member(&self, participant: Participant) -> Option<MemberId> {
        self.rows.get(participant.index()).map(|row| row.member)
    }

    /// Who it is, and with which unit they take part.
    pub fn home(&self, participant: Participant) -> Option<(MemberId, UnitId)> {
        self.rows.get(participant.index()).map(|row| (row.member, row.unit))
    }
}

impl Names for People {
    fn of(&self, participant: Participant) -> (&str, &str) {
        match self.rows.get(participant.index()) {
            Some(row) => (&row.name, &row.unit_name),
            None => ("", ""),
        }
    }
}
