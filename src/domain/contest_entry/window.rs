//! Opening hours as they are typed.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{ContestEntry, ContestProblem};
use crate::domain::calendar::{TimeOfDay, instant, read_day};
use crate::domain::contest::{DailyHours, Weekdays, WindowRules};
use crate::domain::document::read_date;
use crate::domain::time::Timestamp;

/// Daily hours, as typed; offered as office hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HoursEntry {
    /// Whether there are any.
    pub kept: bool,
    /// From 1 for Monday.
    pub days: BTreeSet<u8>,
    pub from: String,
    pub to: String,
}

impl Default for HoursEntry {
    fn default() -> Self {
        let mut offered = Self::of(&DailyHours::WORKING);
        offered.kept = false;
        offered
    }
}

impl HoursEntry {
    pub fn of(hours: &DailyHours) -> Self {
        Self { kept: true, days: hours.days.iter().collect(), from: hours.from.to_string(), to: hours.to.to_string() }
    }

    fn read(&self) -> Option<DailyHours> {
        let days = Weekdays::of(self.days.iter().copied());
        let (from, to) = (TimeOfDay::read(&self.from)?, TimeOfDay::read(&self.to)?);
        (!days.is_empty() && from < to).then_some(DailyHours { days, from, to })
    }
}

impl ContestEntry {
    pub(super) fn window(
        &self,
        opens_at: Option<Timestamp>,
        problems: &mut Vec<ContestProblem>,
    ) -> Option<WindowRules> {
        let on = read_date(&self.closes_on).as_deref().and_then(read_day);
        let closes_at = on.zip(TimeOfDay::read(&self.closes_at)).and_then(|(on, at)| instant(on, at));
        let hours = self.hours.kept.then(|| self.hours.read());
        if hours == Some(None) {
            problems.push(ContestProblem::Hours);
        }
        let Some(closes_at) = closes_at else {
            problems.push(ContestProblem::Closes);
            return None;
        };
        let window = WindowRules { opens_at: opens_at?, closes_at, hours: hours.flatten() };
        if window.closes_at <= window.opens_at {
            problems.push(ContestProblem::ClosesBeforeItOpens);
        } else if !window.opens_ever() {
            problems.push(ContestProblem::NoHoursWithin);
        }
        Some(window)
    }
}
