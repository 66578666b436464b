//! The roster: who takes part, who counts, frozen when the lobby opens.

use serde::{Deserialize, Serialize};

use crate::domain::identity::Participant;

/// Everybody of the unit on the day, by number. Names live outside the record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roster {
    /// Names of units; entries refer to them by position.
    pub units: Vec<String>,
    /// Entry `n` is participant `n + 1`.
    pub entries: Vec<RosterEntry>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterEntry {
    /// Position in [`Roster::units`].
    pub unit: u32,
    /// Why this person does not count; absent for everybody who does.
    pub excuse: Option<Excuse>,
    /// Percent of the time limit: 100, 125 or 150.
    pub time_factor: u32,
    /// Pool positions of drawn questions this person wrote, reviewed or saw: an attested input.
    pub insider_of: Vec<u32>,
}

/// Classes of excuse; the words behind one live outside the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Excuse {
    /// Exempt from activities (miễn sinh hoạt).
    Exempt,
    /// Membership suspended (đình chỉ sinh hoạt).
    Suspended,
    /// Temporarily with another cell (sinh hoạt tạm thời nơi khác).
    Elsewhere,
    Ill,
    OnDuty,
}

impl Excuse {
    pub const ALL: [Self; 5] = [Self::Exempt, Self::Suspended, Self::Elsewhere, Self::Ill, Self::OnDuty];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Exempt => "exempt",
            Self::Suspended => "suspended",
            Self::Elsewhere => "elsewhere",
            Self::Ill => "ill",
            Self::OnDuty => "on_duty",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|excuse| excuse.name() == name)
    }

    /// Whether this person is still among those a rate is computed over.
    pub const fn in_denominator(self) -> bool {
        matches!(self, Self::Ill | Self::OnDuty)
    }
}

/// The extra time that may be granted beforehand, in percent of the limit.
pub const TIME_FACTORS: [u32; 3] = [100, 125, 150];

impl Roster {
    /// How many could have taken part: the denominator of the rate.
    pub fn eligible(&self) -> usize {
        self.entries.iter().filter(|entry| entry.excuse.is_none_or(Excuse::in_denominator)).count()
    }

    pub fn get(&self, participant: Participant) -> Option<&RosterEntry> {
        self.entries.get(participant.index())
    }
}
