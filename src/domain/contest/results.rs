//! Results: scores, times and places, computed from the state whenever they are asked for.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::phase::Phase;
use super::state::{Contest, Enrolment, Slot};
use crate::domain::identity::Participant;
use crate::domain::ranking::{Performance, PhotoFinish, Predicted, photo_finish, rank};
use crate::domain::scoring::Score;
use crate::domain::time::{Millis, Timestamp};

/// Everybody's result. Recomputed by an inspector from the record, and equal to the byte.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Results {
    /// Best first; after the ranked come those outside the ranking, by number.
    pub standings: Vec<Standing>,
    /// How many have a place.
    pub ranked: u32,
    /// Who answered at least one question, among those who could have taken part.
    pub completed: u32,
    /// Who could have taken part.
    pub eligible: u32,
    pub photo_finish: Option<PhotoFinish>,
    /// What members were asked to predict, as it came. Absent where nothing was, and in records from before it was
    /// printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub foreseen: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    pub participant: Participant,
    /// Absent outside the ranking, and for whoever did not join.
    pub place: Option<u32>,
    pub score: Score,
    /// Hundredths of a point.
    pub score_hundredths: u32,
    /// Sum of the credited times, floored to 0.1 s, in milliseconds.
    pub elapsed: Millis,
    pub answered: u32,
    pub submitted: Option<Timestamp>,
    /// Extra time, kept in the result.
    pub time_factor: u32,
    /// What this member predicted; present only beside [`Results::foreseen`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prediction: Option<u32>,
}

/// Results with a way from a participant to their standing.
#[derive(Debug)]
pub struct Table {
    pub results: Results,
    /// Positions in `results.standings`, by participant.
    positions: Vec<Option<u32>>,
}

impl Table {
    fn new(results: Results, roster: usize) -> Self {
        let mut positions = vec![None; roster];
        for (at, standing) in results.standings.iter().enumerate() {
            if let Some(place) = positions.get_mut(standing.participant.index()) {
                *place = Some(at as u32);
            }
        }
        Self { results, positions }
    }

    /// `None` for whoever did not join.
    pub fn of(&self, participant: Participant) -> Option<&Standing> {
        let at = (*self.positions.get(participant.index())?)?;
        self.results.standings.get(at as usize)
    }
}

/// Everybody who joined, before anything was decided on their order.
pub(super) struct Ranking<'a> {
    /// Questions that count, by their place on the paper.
    counted: Vec<(usize, &'a Slot)>,
    completed: u32,
    /// What predictions are measured by.
    foreseen: u32,
    /// Best first.
    pub ranked: Vec<(Participant, Performance)>,
    outside: Vec<(Participant, Performance)>,
    /// Of the ranked.
    pub places: Vec<u32>,
    pub photo_finish: Option<PhotoFinish>,
}

impl Ranking<'_> {
    pub fn people(&self, range: Range<usize>) -> impl Iterator<Item = Participant> {
        self.ranked[range].iter().map(|(participant, _)| *participant)
    }
}

impl Contest {
    /// [`Contest::results`], computed once for as long as nothing changes them: a hall that
    /// reconnects asks twenty thousand times.
    pub fn table(&self) -> Arc<Table> {
        Arc::clone(self.table.get_or_init(|| Arc::new(Table::new(self.results(), self.roster.len()))))
    }

    /// Scores, times and places as of now; questions still open do not count yet.
    pub fn results(&self) -> Results {
        let mut ranking = self.ranking();
        self.settle_ties(&mut ranking);
        let Ranking { counted, completed, foreseen, ranked, outside, places, photo_finish } = ranking;
        let places = places.into_iter().map(Some).chain(std::iter::repeat(None));
        let standings = ranked
            .iter()
            .chain(&outside)
            .zip(places)
            .map(|((participant, performance), place)| self.standing(*participant, place, performance, &counted))
            .collect();
        Results {
            standings,
            ranked: ranked.len() as u32,
            completed,
            eligible: self.eligible() as u32,
            photo_finish,
            foreseen: self.plan.rules.predicted.map(|_| foreseen),
        }
    }

    /// The order by the printed rules alone.
    pub(super) fn ranking(&self) -> Ranking<'_> {
        let counted: Vec<(usize, &Slot)> = self.counted_slots().collect();
        let total_weight = self.total_weight();
        let completed = self.completed(&counted);
        // A contest that ends with nothing to count has no places.
        let has_places = !(counted.is_empty() && self.phase.is_over());
        let foreseen = match self.plan.rules.prediction() {
            Some(Predicted::AllCorrect) => self.all_correct(&counted),
            _ => completed,
        };
        let mut ranked = Vec::new();
        let mut outside = Vec::new();
        for (participant, enrolment) in self.roster().filter(|(_, enrolment)| enrolment.joined_at.is_some()) {
            let performance = self.performance(participant, enrolment, &counted, total_weight, foreseen);
            let place = if has_places && self.is_ranked(enrolment) { &mut ranked } else { &mut outside };
            place.push((participant, performance));
        }
        let places = rank(&self.plan.rules.tie_rules, &mut ranked);
        let photo_finish = photo_finish(&ranked, self.plan.rules.prize_places, counted.len());
        Ranking { counted, completed, foreseen, ranked, outside, places, photo_finish }
    }

    /// The weight a full score stands for: what is void never counts, and once the contest is over,
    /// neither does what was not asked.
    fn total_weight(&self) -> u64 {
        let over = self.phase.is_over();
        let counts = |slot: &&Slot| slot.voided.is_none() && (!over || self.was_asked(slot));
        self.slots.iter().filter(counts).map(|slot| u64::from(slot.question.weight)).sum()
    }

    /// Questions whose time is over and that are not void.
    fn counted_slots(&self) -> impl Iterator<Item = (usize, &Slot)> {
        let over = self.phase.is_over();
        let running = matches!(self.phase, Phase::Running { .. });
        self.slots.iter().enumerate().filter(move |(_, slot)| {
            slot.voided.is_none() && (slot.closed || running || (over && self.was_asked(slot)))
        })
    }

    pub(super) fn was_asked(&self, slot: &Slot) -> bool {
        slot.opened_at.is_some() || self.plan.rules.window.is_some()
    }

    fn completed(&self, counted: &[(usize, &Slot)]) -> u32 {
        let took_part = |participant| counted.iter().any(|(_, slot)| slot.answer(participant).is_some());
        let eligible = |enrolment: &Enrolment| enrolment.entry.excuse.is_none_or(super::Excuse::in_denominator);
        let counts = |enrolment: &Enrolment| eligible(enrolment) && !enrolment.annulled;
        self.roster().filter(|(participant, enrolment)| counts(enrolment) && took_part(*participant)).count() as u32
    }

    /// Who of the ranked answered every question right that counts.
    fn all_correct(&self, counted: &[(usize, &Slot)]) -> u32 {
        let right =
            |participant| counted.iter().all(|(_, slot)| slot.answer(participant).is_some_and(|answer| answer.right));
        let all = |(participant, enrolment): &(Participant, &Enrolment)| {
            enrolment.joined_at.is_some() && self.is_ranked(enrolment) && right(*participant)
        };
        if counted.is_empty() { 0 } else { self.roster().filter(all).count() as u32 }
    }

    fn performance(
        &self,
        participant: Participant,
        enrolment: &Enrolment,
        counted: &[(usize, &Slot)],
        total_weight: u64,
        foreseen: u32,
    ) -> Performance {
        let mut correct_weight = 0;
        let mut elapsed = Millis::ZERO;
        let mut server_elapsed = Millis::ZERO;
        let mut submitted = None;
        for (index, slot) in counted {
            let Some(answer) = slot.answer(participant) else {
                elapsed = elapsed + slot.limit;
                server_elapsed = server_elapsed + slot.limit;
                continue;
            };
            if answer.right {
                correct_weight += u64::from(slot.question.weight);
            }
            let response_time = answer.response_time.min(slot.limit);
            elapsed = elapsed + response_time;
            server_elapsed = server_elapsed + answer.server_time.min(slot.limit);
            let given_at = self.clock_of(participant, *index).map(|clock| clock.opened_at + response_time);
            submitted = submitted.max(given_at);
        }
        Performance {
            score: Score { correct_weight, total_weight },
            elapsed,
            server_elapsed,
            submitted,
            prediction_distance: enrolment.prediction.map(|value| value.abs_diff(foreseen)),
        }
    }

    fn standing(
        &self,
        participant: Participant,
        place: Option<u32>,
        performance: &Performance,
        counted: &[(usize, &Slot)],
    ) -> Standing {
        let enrolment = self.enrolment(participant);
        let answered = counted.iter().filter(|(_, slot)| slot.answer(participant).is_some()).count();
        Standing {
            participant,
            place,
            score: performance.score,
            score_hundredths: performance.score.hundredths(),
            elapsed: Millis(performance.elapsed.tenths() * 100),
            answered: answered as u32,
            submitted: performance.submitted,
            time_factor: enrolment.map_or(100, |enrolment| enrolment.entry.time_factor),
            prediction: self.plan.rules.predicted.and_then(|_| enrolment?.prediction),
        }
    }
}
