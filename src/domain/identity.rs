//! Identifiers: UUIDs for what the store keeps, small numbers for people within one contest.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Text that is not one of our identifiers; what was given is not repeated, it may be anything.
#[derive(Debug, thiserror::Error)]
#[error("not an identifier of this system")]
pub struct NotAnIdentifier;

macro_rules! identifier {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(formatter)
            }
        }

        impl FromStr for $name {
            type Err = NotAnIdentifier;

            fn from_str(text: &str) -> Result<Self, NotAnIdentifier> {
                Uuid::try_parse(text).map(Self).map_err(|_| NotAnIdentifier)
            }
        }
    )*};
}

identifier! {
    /// A node of the organisation tree.
    UnitId;
    /// A person.
    MemberId;
    /// A directive, resolution or regulation that questions hang on.
    DocumentId;
    /// A question of the bank, whatever its revision.
    QuestionId;
    /// Work that is not saved yet.
    DraftId;
    /// One contest.
    ContestId;
    /// One signed-in device.
    SessionId;
}

/// A person within one contest, counted from 1 in an order that says nothing about them: the
/// only form in which people appear in a journal or a bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Participant(pub u32);

impl Participant {
    /// The place of this person in arrays that follow the roster.
    pub const fn index(self) -> usize {
        (self.0 as usize).wrapping_sub(1)
    }
}

impl fmt::Display for Participant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}
