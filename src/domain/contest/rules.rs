//! Everything that decides a contest's result, printed for all to read.

use serde::{Deserialize, Serialize};

use super::hours::DailyHours;
use crate::domain::question::LIMITS;
use crate::domain::ranking::{Predicted, TieRule};
use crate::domain::time::{Millis, Timestamp};
use crate::domain::timing::TimingRules;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    pub mode: Mode,
    pub pacing: Pacing,
    /// For every question that has no limit of its own.
    pub question_limit: Millis,
    pub get_ready: Millis,
    /// How long auto pacing shows the right answer.
    pub reveal_for: Millis,
    /// How long auto pacing shows the standings.
    pub standings_for: Millis,
    /// How long before the start the lobby opens by itself.
    pub lobby_before: Millis,
    /// After this long without a host, the room goes on by itself.
    pub host_absence: Millis,
    pub timing: TimingRules,
    /// Applied in order to equal scores; what is still equal shares the place.
    pub tie_rules: Vec<TieRule>,
    /// What [`TieRule::Prediction`] is about. Records from before there was a choice lack it: then the number of
    /// those who take part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub predicted: Option<Predicted>,
    /// Whether whoever wrote or reviewed a drawn question is ranked all the same.
    pub insiders_ranked: bool,
    /// How many places are commended.
    pub prize_places: u32,
    /// Units rank only from this rate of participation, in percent.
    pub unit_threshold: u32,
    /// Present exactly in window mode.
    pub window: Option<WindowRules>,
    /// How many people confirm a result before it is published. Not spelled where it is one, as in records from
    /// before there was a choice.
    #[serde(default, skip_serializing_if = "Confirmation::is_one")]
    pub confirmation: Confirmation,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confirmation {
    #[default]
    One,
    Two,
}

impl Confirmation {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
    const fn is_one(&self) -> bool {
        matches!(self, Self::One)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Everybody at once, in the meeting.
    Live,
    /// Each member alone, within opening hours.
    Window,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pacing {
    /// The host opens, reveals and goes on; the clock only closes.
    Host,
    /// The room's clock takes every step.
    Auto,
}

/// When members may start in window mode. An attempt that has begun is always finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowRules {
    pub opens_at: Timestamp,
    pub closes_at: Timestamp,
    /// Absent where members may start at any hour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<DailyHours>,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RulesProblem {
    #[error("the time for a question lies between 5 and 600 seconds")]
    QuestionLimit,
    #[error("{0} lies between 0 and 600 seconds")]
    Pause(&'static str),
    #[error("at least one place is commended, at most 100")]
    PrizePlaces,
    #[error("the threshold for units is a percentage from 0 to 100")]
    UnitThreshold,
    #[error(
        "fair time: the credit for the line is at most 2 s, delivery at most 2 s, handling at most 500 ms, the floor at most 2 s"
    )]
    Timing,
    #[error("opening hours belong to window mode, and must end after they begin")]
    Window,
    #[error("daily hours have at least one day, begin before they end, and lie within the window on one day at least")]
    Hours,
    #[error("a tie rule is named twice")]
    TieRules,
    #[error("what is predicted belongs to the tie rule `prediction`")]
    Predicted,
}

impl Rules {
    /// The rules of a monthly contest in the meeting, for a roster of about `members`.
    pub fn live(members: usize) -> Self {
        Self {
            mode: Mode::Live,
            pacing: Pacing::Host,
            question_limit: Millis::seconds(30),
            get_ready: Millis::seconds(3),
            reveal_for: Millis::seconds(10),
            standings_for: Millis::seconds(6),
            lobby_before: Millis::seconds(15 * 60),
            host_absence: Millis::seconds(60),
            timing: TimingRules::for_roster(members),
            tie_rules: vec![TieRule::Elapsed],
            predicted: None,
            insiders_ranked: false,
            prize_places: 1,
            unit_threshold: 70,
            window: None,
            confirmation: Confirmation::One,
        }
    }

    /// The rules of a contest that each member takes alone.
    pub fn window(members: usize, window: WindowRules) -> Self {
        Self {
            mode: Mode::Window,
            pacing: Pacing::Auto,
            tie_rules: vec![TieRule::Elapsed, TieRule::Submitted],
            window: Some(window),
            ..Self::live(members)
        }
    }

    /// What members are asked to predict; `None` where nothing is.
    pub fn prediction(&self) -> Option<Predicted> {
        self.tie_rules.contains(&TieRule::Prediction).then(|| self.predicted.unwrap_or_default())
    }

    pub fn check(&self) -> Result<(), RulesProblem> {
        let pauses = [
            ("the countdown", self.get_ready),
            ("the time for the right answer", self.reveal_for),
            ("the time for the standings", self.standings_for),
            ("the time until a room goes on without its host", self.host_absence),
        ];
        let between = |value: Millis, most: i64| (0..=most).contains(&value.0);
        if !LIMITS.contains(&self.question_limit.0) {
            return Err(RulesProblem::QuestionLimit);
        }
        if let Some((name, _)) = pauses.into_iter().find(|(_, pause)| !between(*pause, 600_000)) {
            return Err(RulesProblem::Pause(name));
        }
        if !(1..=100).contains(&self.prize_places) {
            return Err(RulesProblem::PrizePlaces);
        }
        if self.unit_threshold > 100 {
            return Err(RulesProblem::UnitThreshold);
        }
        let timing = &self.timing;
        if !between(timing.allowance_max, 2_000)
            || !between(timing.delivery_max, 2_000)
            || !between(timing.handling, 500)
            || !between(timing.floor, 2_000)
        {
            return Err(RulesProblem::Timing);
        }
        match (self.mode, self.window) {
            (Mode::Live, None) => {}
            (Mode::Window, Some(window)) if window.opens_at < window.closes_at => {
                let usable = |hours: DailyHours| !hours.days.is_empty() && hours.from < hours.to && window.opens_ever();
                if window.hours.is_some_and(|hours| !usable(hours)) {
                    return Err(RulesProblem::Hours);
                }
            }
            _ => return Err(RulesProblem::Window),
        }
        let distinct: std::collections::BTreeSet<_> = self.tie_rules.iter().collect();
        if distinct.len() != self.tie_rules.len() {
            return Err(RulesProblem::TieRules);
        }
        if self.predicted.is_some() && !self.tie_rules.contains(&TieRule::Prediction) {
            return Err(RulesProblem::Predicted);
        }
        Ok(())
    }
}
