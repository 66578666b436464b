//! A contest as a secretary fills it in: what was typed, kept as a draft, and what it comes to.

mod spread;
#[cfg(test)]
mod tests;
mod window;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::calendar::{TimeOfDay, instant, is_past, read_day};
use super::contest::{Confirmation, Mode, Pacing, Rules};
use super::document::read_date;
use super::draw::{Blueprint, BlueprintLine, BlueprintProblem, Candidate};
use super::identity::{ContestId, DocumentId, MemberId};
use super::question::{Difficulty, LIMITS};
use super::ranking::{Predicted, TieRule};
use super::text::{line, secret_marking};
use super::time::{Millis, Timestamp};
use super::year_plan::{Period, THEME_LENGTH};

pub use spread::{spread, whole_bank};
pub use window::HoursEntry;

pub const TITLE_LENGTH: usize = 200;
pub const PLACE_LENGTH: usize = 200;
/// As many as a contest has questions.
pub const MOST_LINES: usize = 10;
/// The most that is credited for the line: on a hall's Wi-Fi, and on mobile networks.
const HALL: Millis = Millis(300);
const MOBILE: Millis = Millis(600);
/// How far ahead a contest may lie.
const FUTURE: Millis = Millis::seconds(2 * 366 * 24 * 60 * 60);

/// As typed. A draft of an older form lacks what was added since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ContestEntry {
    pub title: String,
    pub theme: String,
    pub place: String,
    pub on: String,
    pub at: String,
    pub mode: Mode,
    /// Window mode: until when members may start.
    pub closes_on: String,
    pub closes_at: String,
    pub hours: HoursEntry,
    pub pacing: Pacing,
    /// To be read beforehand.
    pub reading: BTreeSet<DocumentId>,
    pub lines: Vec<LineEntry>,
    /// Seconds for a question.
    pub limit: String,
    /// Everybody sits in one hall with its own Wi-Fi.
    pub hall: bool,
    /// Names of tie rules, in order; empty where none is chosen.
    pub ties: Vec<String>,
    /// What is predicted, where a tie rule asks for it.
    pub predicted: Predicted,
    pub prize_places: String,
    pub unit_threshold: String,
    pub insiders_ranked: bool,
    /// A second person confirms the result before it is published.
    #[serde(default)]
    pub two_confirm: bool,
    /// Excuses that were changed here, by name of their class; an empty name lifts one.
    pub excuses: BTreeMap<MemberId, String>,
    /// Of the year plan, where it comes from there.
    pub period: Option<(i16, Period)>,
    /// The contest whose place it takes, and why.
    pub replaces: Option<ContestId>,
    pub reason: String,
}

/// A line of the blueprint.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LineEntry {
    pub count: String,
    pub document: Option<DocumentId>,
    pub topic: String,
    pub difficulty: Option<Difficulty>,
    pub weight: String,
}

impl Default for ContestEntry {
    fn default() -> Self {
        Self::of_rules(&Rules::live(0))
    }
}

/// What an entry comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedContest {
    pub title: String,
    pub theme: String,
    pub place: String,
    pub starts_at: Timestamp,
    pub rules: Rules,
    pub blueprint: Blueprint,
}

/// Lines of the blueprint are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContestProblem {
    NoTitle,
    TitleTooLong,
    ThemeTooLong,
    PlaceTooLong,
    Secret,
    Date,
    Time,
    Past,
    TooFar,
    Closes,
    ClosesBeforeItOpens,
    Hours,
    NoHoursWithin,
    Count(usize),
    Weight(usize),
    Shortage {
        line: usize,
        wanted: u32,
        found: usize,
    },
    Total(u32),
    Limit,
    SameTies,
    PrizePlaces,
    Threshold,
    /// The contest it takes the place of waits, and why is not said.
    NoReason,
    /// That contest has begun.
    Begun,
    /// Another one has taken its place.
    Replaced,
}

impl ContestEntry {
    /// An empty entry with the settings of `rules`.
    pub fn of_rules(rules: &Rules) -> Self {
        Self {
            title: String::new(),
            theme: String::new(),
            place: String::new(),
            on: String::new(),
            at: String::new(),
            mode: rules.mode,
            closes_on: String::new(),
            closes_at: String::new(),
            hours: rules.window.and_then(|window| window.hours).as_ref().map(HoursEntry::of).unwrap_or_default(),
            pacing: rules.pacing,
            reading: BTreeSet::new(),
            lines: Vec::new(),
            limit: (rules.question_limit.0 / 1_000).to_string(),
            hall: rules.timing.allowance_max <= HALL,
            ties: rules.tie_rules.iter().map(|rule| rule.name().to_owned()).collect(),
            predicted: rules.prediction().unwrap_or_default(),
            prize_places: rules.prize_places.to_string(),
            unit_threshold: rules.unit_threshold.to_string(),
            insiders_ranked: rules.insiders_ranked,
            two_confirm: rules.confirmation == Confirmation::Two,
            excuses: BTreeMap::new(),
            period: None,
            replaces: None,
            reason: String::new(),
        }
    }

    /// The lines as far as they can be read, each with its place in the entry. A line that asks for
    /// nothing is none.
    pub fn blueprint(&self) -> (Vec<usize>, Blueprint) {
        let lines = self.lines.iter().enumerate().filter_map(|(at, line)| {
            let count = number(&line.count).filter(|count| (1..=10).contains(count))?;
            let topic = Some(line.topic.clone()).filter(|topic| !topic.is_empty());
            let weight = if line.weight.trim().is_empty() { 1 } else { number(&line.weight)? };
            let (document, difficulty) = (line.document, line.difficulty);
            Some((at, BlueprintLine { document, topic, difficulty, weight, ..BlueprintLine::of(count) }))
        });
        let (places, lines) = lines.unzip();
        (places, Blueprint { lines })
    }

    /// The contest for a roster of about `members`, or all that keeps it from being one.
    pub fn planned(
        &self,
        now: Timestamp,
        members: usize,
        pool: &[Candidate],
    ) -> Result<PlannedContest, Vec<ContestProblem>> {
        let mut problems = self.problems_of_words();
        let starts_at = self.starts_at(now, &mut problems);
        let blueprint = self.checked_blueprint(pool, &mut problems);
        let rules = self.rules(members, starts_at, &mut problems);
        match (starts_at, rules) {
            (Some(starts_at), Some(rules)) if problems.is_empty() => Ok(PlannedContest {
                title: line(&self.title),
                theme: line(&self.theme),
                place: line(&self.place),
                starts_at,
                rules,
                blueprint,
            }),
            _ => Err(problems),
        }
    }

    fn problems_of_words(&self) -> Vec<ContestProblem> {
        let longer = |text: &str, most: usize| line(text).chars().count() > most;
        let mut problems = Vec::new();
        if line(&self.title).chars().count() < 3 {
            problems.push(ContestProblem::NoTitle);
        }
        if longer(&self.title, TITLE_LENGTH) {
            problems.push(ContestProblem::TitleTooLong);
        }
        if longer(&self.theme, THEME_LENGTH) {
            problems.push(ContestProblem::ThemeTooLong);
        }
        if longer(&self.place, PLACE_LENGTH) {
            problems.push(ContestProblem::PlaceTooLong);
        }
        if [&self.title, &self.theme, &self.place].iter().any(|text| secret_marking(text).is_some()) {
            problems.push(ContestProblem::Secret);
        }
        problems
    }

    fn starts_at(&self, now: Timestamp, problems: &mut Vec<ContestProblem>) -> Option<Timestamp> {
        let (on, at) = (read_date(&self.on), TimeOfDay::read(&self.at));
        if on.is_none() {
            problems.push(ContestProblem::Date);
        }
        if at.is_none() {
            problems.push(ContestProblem::Time);
        }
        let starts_at = instant(read_day(&on?)?, at?)?;
        if is_past(starts_at, now) {
            problems.push(ContestProblem::Past);
        }
        if starts_at > now + FUTURE {
            problems.push(ContestProblem::TooFar);
        }
        Some(starts_at)
    }

    fn checked_blueprint(&self, pool: &[Candidate], problems: &mut Vec<ContestProblem>) -> Blueprint {
        for (at, line) in self.lines.iter().enumerate() {
            let (count, weight) = (line.count.trim(), line.weight.trim());
            if !count.is_empty() && number(count).is_none_or(|count| count > 10) {
                problems.push(ContestProblem::Count(at));
            }
            if !weight.is_empty() && number(weight).is_none_or(|weight| !(1..=100).contains(&weight)) {
                problems.push(ContestProblem::Weight(at));
            }
        }
        let (places, blueprint) = self.blueprint();
        for ((at, line), found) in places.iter().zip(&blueprint.lines).zip(blueprint.supply(pool)) {
            if found < line.count as usize {
                problems.push(ContestProblem::Shortage { line: *at, wanted: line.count, found });
            }
        }
        if let Err(BlueprintProblem::QuestionCount(total)) = blueprint.clone().in_drawing_order(pool) {
            problems.push(ContestProblem::Total(total));
        }
        blueprint
    }

    fn rules(&self, members: usize, starts_at: Option<Timestamp>, problems: &mut Vec<ContestProblem>) -> Option<Rules> {
        let limit = number(&self.limit).map(|seconds| Millis::seconds(i64::from(seconds)));
        let limit = limit.filter(|limit| LIMITS.contains(&limit.0));
        if limit.is_none() {
            problems.push(ContestProblem::Limit);
        }
        let places = number(&self.prize_places).filter(|places| (1..=100).contains(places));
        if places.is_none() {
            problems.push(ContestProblem::PrizePlaces);
        }
        let threshold = number(&self.unit_threshold).filter(|percent| *percent <= 100);
        if threshold.is_none() {
            problems.push(ContestProblem::Threshold);
        }
        let ties: Vec<TieRule> = self.ties.iter().filter_map(|name| TieRule::from_name(name)).collect();
        if ties.iter().collect::<BTreeSet<_>>().len() != ties.len() {
            problems.push(ContestProblem::SameTies);
        }
        let mut rules = match self.mode {
            Mode::Live => Rules { pacing: self.pacing, ..Rules::live(members) },
            Mode::Window => Rules::window(members, self.window(starts_at, problems)?),
        };
        rules.timing.allowance_max = if self.hall { HALL } else { MOBILE };
        let rules = Rules {
            question_limit: limit?,
            predicted: ties.contains(&TieRule::Prediction).then_some(self.predicted),
            tie_rules: ties,
            prize_places: places?,
            unit_threshold: threshold?,
            insiders_ranked: self.insiders_ranked,
            confirmation: if self.two_confirm { Confirmation::Two } else { Confirmation::One },
            ..rules
        };
        Some(rules)
    }
}

/// A number as somebody types it.
fn number(text: &str) -> Option<u32> {
    let text = text.trim();
    let plain = !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}
