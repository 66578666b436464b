//! What is known of a member beside name and unit. National id numbers are never among it.

use serde::{Deserialize, Serialize};

use super::super::ledger::Hash;
use super::partial_date::PartialDate;
use super::{Field, FieldChange, card_key};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gender {
    Male,
    Female,
}

impl Gender {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Male, Self::Female].into_iter().find(|gender| gender.name() == name)
    }
}

/// Eighteen by the rules; in the wars some were taken in before.
const YOUNGEST: i16 = 15;

/// All of it may be unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberDetails {
    pub gender: Option<Gender>,
    pub birth: Option<PartialDate>,
    /// Admission to the Party.
    pub joined: Option<PartialDate>,
    /// The end of probation.
    pub official_on: Option<PartialDate>,
    pub card: Option<String>,
    pub phone: Option<String>,
    pub position: Option<String>,
    pub note: Option<String>,
}

impl MemberDetails {
    /// What becomes known: what `said` says, and for the rest what was known. Another spelling of the same card or a
    /// date with less to it is nothing new.
    pub fn updated_by(&self, said: &Self) -> Self {
        let date = |known: Option<PartialDate>, said: Option<PartialDate>| match (known, said) {
            (Some(known), Some(said)) if known.covers(said) => Some(known),
            (known, said) => said.or(known),
        };
        let card = match (&self.card, &said.card) {
            (Some(known), Some(said)) if card_key(known) == card_key(said) => Some(known.clone()),
            (known, said) => said.clone().or_else(|| known.clone()),
        };
        let text = |known: &Option<String>, said: &Option<String>| said.clone().or_else(|| known.clone());
        Self {
            gender: said.gender.or(self.gender),
            birth: date(self.birth, said.birth),
            joined: date(self.joined, said.joined),
            official_on: date(self.official_on, said.official_on),
            card,
            phone: text(&self.phone, &said.phone),
            position: text(&self.position, &said.position),
            note: text(&self.note, &said.note),
        }
    }

    /// What would be another with `to` in the place of these.
    pub fn changes_to(&self, to: &Self) -> Vec<FieldChange> {
        let (from, to) = (self.values(), to.values());
        let pairs = from.into_iter().zip(to).filter(|((_, from), (_, to))| from != to);
        pairs.map(|((field, from), (_, to))| FieldChange { field, from, to: to.unwrap_or_default() }).collect()
    }

    /// A date that cannot be true beside another one: nobody joins as a child, or is official before they joined.
    pub fn out_of_order(&self) -> Option<(Field, Field)> {
        let before = |date: Option<PartialDate>, other: Option<PartialDate>| {
            date.zip(other).is_some_and(|(date, other)| date.is_before(other))
        };
        let of_age = self.birth.map(|birth| birth.after_years(YOUNGEST));
        if before(self.joined, of_age) {
            Some((Field::Joined, Field::Birth))
        } else if before(self.official_on, of_age) {
            Some((Field::OfficialOn, Field::Birth))
        } else if before(self.official_on, self.joined) {
            Some((Field::OfficialOn, Field::Joined))
        } else {
            None
        }
    }

    /// Changes with the name and with whatever is known, so that a form can tell that it is about what is known still.
    pub fn version(&self, name: &str) -> String {
        let values = self.values().map(|(_, said)| said.map_or_else(String::new, |said| format!("={said}")));
        let parts: Vec<&[u8]> = [name.as_bytes()].into_iter().chain(values.iter().map(String::as_bytes)).collect();
        Hash::of_parts(&parts).to_string()
    }

    /// Each field as it is read, where something is known of it.
    pub fn values(&self) -> [(Field, Option<String>); 8] {
        let date = |date: Option<PartialDate>| date.map(|date| date.to_string());
        [
            (Field::Gender, self.gender.map(|gender| gender.name().to_owned())),
            (Field::Birth, date(self.birth)),
            (Field::Joined, date(self.joined)),
            (Field::OfficialOn, date(self.official_on)),
            (Field::Card, self.card.clone()),
            (Field::Phone, self.phone.clone()),
            (Field::Position, self.position.clone()),
            (Field::Note, self.note.clone()),
        ]
    }
}
