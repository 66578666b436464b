//! Roles are held at a unit and reach its subtree, never sideways.

use serde::{Deserialize, Serialize};

use super::identity::UnitId;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Writes and reviews questions (chi ủy viên).
    Committee,
    /// Keeps the roster, schedules and hosts contests, announces (bí thư).
    Secretary,
    /// Sees the subtree and runs contests for many cells (cấp ủy cấp trên).
    Supervisor,
    /// Installs, backs up, keeps the tree (quản trị).
    Administrator,
}

impl Role {
    pub const ALL: [Self; 4] = [Self::Committee, Self::Secretary, Self::Supervisor, Self::Administrator];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Committee => "committee",
            Self::Secretary => "secretary",
            Self::Supervisor => "supervisor",
            Self::Administrator => "administrator",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// What somebody may do; a member needs no role to take part.
    pub const fn allows(self, action: Action) -> bool {
        match action {
            Action::Host | Action::Schedule => matches!(self, Self::Secretary | Self::Supervisor),
            Action::Countersign => matches!(self, Self::Committee | Self::Secretary | Self::Supervisor),
            Action::Present => matches!(self, Self::Committee | Self::Secretary | Self::Supervisor),
            Action::WriteQuestions | Action::ReviewQuestions => {
                matches!(self, Self::Committee | Self::Secretary | Self::Supervisor)
            }
            Action::ReadResults => true,
            Action::ManageMembers => matches!(self, Self::Secretary | Self::Supervisor | Self::Administrator),
            Action::FoundUnits | Action::ManageUnits => matches!(self, Self::Supervisor | Self::Administrator),
        }
    }

    /// Whether what it allows is allowed at the very unit where it is held, and not only below: nobody supervises
    /// their own unit out of being.
    pub const fn allows_where_held(self, action: Action) -> bool {
        self.allows(action) && !matches!((self, action), (Self::Supervisor, Action::ManageUnits))
    }

    /// Which roles whoever holds this one may give and take below their unit.
    pub const fn may_grant(self, other: Self) -> bool {
        match self {
            Self::Administrator => true,
            Self::Supervisor => matches!(other, Self::Secretary | Self::Committee),
            Self::Secretary => matches!(other, Self::Committee),
            Self::Committee => false,
        }
    }
}

/// What an action needs is asked here, never at the handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Drive a contest: open, lock, reveal; decide on its result, confirm, publish.
    Host,
    /// Confirm as the second person what somebody else confirmed.
    Countersign,
    /// Show a contest on the projector.
    Present,
    /// Make a contest and grant extra time beforehand.
    Schedule,
    /// Register documents; write questions and read the bank.
    WriteQuestions,
    /// Approve what somebody else wrote, or send it back.
    ReviewQuestions,
    /// See a finished contest's results and its bundle without being on its roster.
    ReadResults,
    /// Invite members, and send them away.
    ManageMembers,
    /// Found units below a unit, and put others there.
    FoundUnits,
    /// Rename, move, merge, split and close a unit.
    ManageUnits,
}

/// A role at a unit, with all units below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    pub role: Role,
    pub unit: UnitId,
}
