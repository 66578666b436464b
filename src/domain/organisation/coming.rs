//! Changes for a day to come. They are true of no day before theirs, so nothing of them is kept among the facts: on
//! their day they are decided again, by the same rules, on the organisation as it is then.

use super::super::time::{Millis, Timestamp};
use super::change::{Change, ChangeRefused, Fact};
use super::state::Organisation;

/// Committees decide for the next year at most; a date beyond two is a slip of the finger.
const MOST_AHEAD: Millis = Millis::seconds(2 * 366 * 24 * 60 * 60);

/// A change, and the instant at which it is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coming {
    pub on: Timestamp,
    pub change: Change,
}

/// What a change would make true, as far as can be said today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreseen {
    /// The organisation as it would be just before.
    pub before: Organisation,
    pub facts: Vec<Fact>,
}

/// What each of these changes would make true on its day, one after the other: they stand in the order in which they
/// are to be made. One that could not be made changes nothing for those after it.
pub fn foresee(now: &Organisation, coming: &[Coming]) -> Vec<Result<Foreseen, ChangeRefused>> {
    let mut organisation = now.clone();
    let look = |Coming { on, change }: &Coming| {
        let facts = organisation.decide(*on, *on, change)?;
        let before = organisation.clone();
        facts.iter().for_each(|fact| organisation.evolve(*on, fact));
        Ok(Foreseen { before, facts })
    };
    coming.iter().map(look).collect()
}

impl Organisation {
    /// What a change for a day to come would make true, after all that is to be made until then.
    pub fn foresee_after(
        &self,
        now: Timestamp,
        earlier: &[Coming],
        on: Timestamp,
        change: &Change,
    ) -> Result<Foreseen, ChangeRefused> {
        if on > now + MOST_AHEAD {
            return Err(ChangeRefused::TooFar);
        }
        let before = earlier.iter().filter(|earlier| earlier.on <= on).cloned();
        let last = Coming { on, change: change.clone() };
        let all: Vec<Coming> = before.chain([last]).collect();
        foresee(self, &all).pop().unwrap_or(Err(ChangeRefused::Nothing))
    }
}
