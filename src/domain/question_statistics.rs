//! What contests teach about a question: how often it was right, how long it took, whether it tells the strong from the
//! weak, and which wrong option attracts.

use serde::{Deserialize, Serialize};

use super::contest::{Contest, Slot};
use super::identity::Participant;
use super::question::Revision;
use super::time::Millis;

/// A question as it was asked in one contest or several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionStatistics {
    pub revision: Revision,
    /// Contests that asked it.
    pub contests: u32,
    /// People in front of whom it stood.
    pub asked: u32,
    pub answered: u32,
    pub right: u32,
    /// Sum of the credited times of all answers.
    pub time: Millis,
    /// By the author's order of options.
    pub options: Vec<OptionChoices>,
    /// The third that did best in the other questions, and the third that did worst.
    pub strong: Group,
    pub weak: Group,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptionChoices {
    pub chosen: u32,
    pub by_strong: u32,
}

/// How many of a group were right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    pub right: u32,
    pub of: u32,
}

/// What should be done about a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    TooEasy,
    TooHard,
    /// The weak do better than the strong, or the strong prefer a wrong option: its key or its words may be wrong.
    Misleading,
}

/// With fewer people, chance speaks louder than the question.
const ENOUGH: u32 = 10;
/// Squared deviations: chance alone goes so far to one side in four of a hundred questions.
const BEYOND_CHANCE: i128 = 3;
/// A third of fewer is nobody in particular.
const ENOUGH_FOR_GROUPS: usize = 6;

/// What a finished contest teaches, by position in its pool; voided questions teach nothing.
pub fn observe(contest: &Contest) -> Vec<(u32, QuestionStatistics)> {
    if !contest.phase().is_over() {
        return Vec::new();
    }
    let joined: Vec<Participant> =
        contest.roster().filter_map(|(participant, enrolment)| enrolment.joined_at.map(|_| participant)).collect();
    let counted: Vec<&Slot> = contest.slots().iter().filter(|slot| is_counted(slot)).collect();
    counted.iter().map(|slot| (slot.question.opened.position, of_slot(slot, &counted, &joined))).collect()
}

/// In the window each member opens their own: then the slot has answers, and no opening.
fn is_counted(slot: &Slot) -> bool {
    slot.voided.is_none() && (slot.opened_at.is_some() || slot.answered > 0)
}

fn of_slot(slot: &Slot, counted: &[&Slot], joined: &[Participant]) -> QuestionStatistics {
    let revision = slot.question.revision().clone();
    let mut options = vec![OptionChoices::default(); revision.options.len()];
    let (strong, weak) = thirds(slot, counted, joined);
    let group = |people: &[Participant]| Group { right: right(slot, people), of: people.len() as u32 };
    for participant in joined {
        let Some(answer) = slot.answer(*participant) else { continue };
        for (at, option) in slot.question.options.iter().enumerate() {
            let place = revision.options.iter().position(|own| own.text == option.text);
            if answer.options & (1 << at) != 0
                && let Some(choices) = place.and_then(|place| options.get_mut(place))
            {
                choices.chosen += 1;
                choices.by_strong += u32::from(strong.contains(participant));
            }
        }
    }
    let answers = || joined.iter().filter_map(|participant| slot.answer(*participant));
    QuestionStatistics {
        contests: 1,
        asked: joined.len() as u32,
        answered: answers().count() as u32,
        right: right(slot, joined),
        time: answers().map(|answer| answer.response_time).sum(),
        options,
        strong: group(&strong),
        weak: group(&weak),
        revision,
    }
}

fn right(slot: &Slot, people: &[Participant]) -> u32 {
    people.iter().filter(|participant| slot.answer(**participant).is_some_and(|answer| answer.right)).count() as u32
}

/// By what they did in the other questions, so that a question is not measured by itself.
fn thirds(slot: &Slot, counted: &[&Slot], joined: &[Participant]) -> (Vec<Participant>, Vec<Participant>) {
    let others = || counted.iter().filter(|other| !std::ptr::eq(**other, slot));
    if joined.len() < ENOUGH_FOR_GROUPS || others().count() == 0 {
        return (Vec::new(), Vec::new());
    }
    let score = |participant: &Participant| -> u32 {
        let right = others().filter(|other| other.answer(*participant).is_some_and(|answer| answer.right));
        right.map(|other| other.question.weight).sum()
    };
    let mut sorted: Vec<(u32, Participant)> =
        joined.iter().map(|participant| (score(participant), *participant)).collect();
    sorted.sort_unstable_by_key(|(score, participant)| (std::cmp::Reverse(*score), *participant));
    let people: Vec<Participant> = sorted.into_iter().map(|(_, participant)| participant).collect();
    let third = people.len() / 3;
    (people[..third].to_vec(), people[people.len() - third..].to_vec())
}

impl QuestionStatistics {
    /// Adds what another contest taught about the same words; false, and nothing is added, where they differ. What is
    /// shown only after the answer, such as the source, may differ: the newer one is kept.
    pub fn merge(&mut self, other: &Self) -> bool {
        if !self.revision.asks_the_same(&other.revision) {
            return false;
        }
        self.revision.clone_from(&other.revision);
        self.contests += other.contests;
        self.asked += other.asked;
        self.answered += other.answered;
        self.right += other.right;
        self.time = self.time + other.time;
        for (mine, theirs) in self.options.iter_mut().zip(&other.options) {
            mine.chosen += theirs.chosen;
            mine.by_strong += theirs.by_strong;
        }
        for (mine, theirs) in [(&mut self.strong, other.strong), (&mut self.weak, other.weak)] {
            mine.right += theirs.right;
            mine.of += theirs.of;
        }
        true
    }

    pub fn mean_time(&self) -> Option<Millis> {
        (self.answered > 0).then(|| Millis(self.time.0 / i64::from(self.answered)))
    }

    /// Share of the strong who are right minus that of the weak, in percent: near 0 tells nobody
    /// apart, below 0 something is wrong.
    pub fn discrimination(&self) -> Option<i32> {
        let share = |group: Group| (group.of > 0).then(|| i64::from(group.right) * 100 / i64::from(group.of));
        Some((share(self.strong)? - share(self.weak)?) as i32)
    }

    /// The wrong option that most chose, with how many, in the author's order.
    pub fn most_tempting(&self) -> Option<(usize, u32)> {
        let wrong = self.options.iter().enumerate().filter(|(at, _)| !self.revision.options[*at].correct);
        let most = wrong.max_by_key(|(at, choices)| (choices.chosen, std::cmp::Reverse(*at)))?;
        (most.1.chosen > 0).then_some((most.0, most.1.chosen))
    }

    pub fn verdict(&self) -> Option<Verdict> {
        if self.asked < ENOUGH {
            return None;
        }
        if self.weak_do_better() || self.strong_prefer_wrong() {
            return Some(Verdict::Misleading);
        }
        match self.right * 100 / self.asked {
            95.. => Some(Verdict::TooEasy),
            ..=25 => Some(Verdict::TooHard),
            _ => None,
        }
    }

    /// By more than chance: of a question that tells nobody apart, every second would show the weak a little ahead, so
    /// the difference of the shares has to be beyond its deviation by the factor of [`BEYOND_CHANCE`].
    fn weak_do_better(&self) -> bool {
        let [strong, weak] = [self.strong, self.weak].map(|group| (i128::from(group.right), i128::from(group.of)));
        let (of, right) = (strong.1 + weak.1, strong.0 + weak.0);
        // Difference and variance, `p (1 - p) (1 / strong + 1 / weak)`, both times what makes them whole.
        let ahead = weak.0 * strong.1 - strong.0 * weak.1;
        ahead > 0 && ahead * ahead * of > BEYOND_CHANCE * right * (of - right) * strong.1 * weak.1
    }

    /// Most of them chose the same wrong option, and again by more than chance: if they only wavered between it and the
    /// right one, the difference of the counts would have their sum as its variance.
    fn strong_prefer_wrong(&self) -> bool {
        let chosen = |correct: bool| {
            let options = self.options.iter().zip(&self.revision.options);
            let counts =
                options.filter(move |(_, option)| option.correct == correct).map(|(choices, _)| choices.by_strong);
            i128::from(counts.max().unwrap_or(0))
        };
        let (wrong, right) = (chosen(false), chosen(true));
        wrong > right && (wrong - right) * (wrong - right) > BEYOND_CHANCE * (wrong + right)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::question::{QuestionKind, RevisionOption};

    fn statistics(right: u32, chosen: [(u32, u32); 3], strong: u32, weak: u32) -> QuestionStatistics {
        let option = |at: usize| RevisionOption { text: at.to_string(), correct: at == 0 };
        let revision = Revision {
            kind: QuestionKind::Single,
            stem: "Gì?".into(),
            options: (0..3).map(option).collect(),
            explanation: String::new(),
            source: String::new(),
            limit: None,
            keep_order: false,
            image: None,
        };
        QuestionStatistics {
            revision,
            contests: 1,
            asked: 30,
            answered: 30,
            right,
            time: Millis::seconds(300),
            options: chosen.map(|(chosen, by_strong)| OptionChoices { chosen, by_strong }).to_vec(),
            strong: Group { right: strong, of: 10 },
            weak: Group { right: weak, of: 10 },
        }
    }

    #[test]
    fn a_question_shows_as_what_it_is() {
        let good = statistics(18, [(18, 9), (8, 1), (4, 0)], 9, 4);
        assert_eq!((good.verdict(), good.discrimination(), good.most_tempting()), (None, Some(50), Some((1, 8))));
        assert_eq!(good.mean_time(), Some(Millis::seconds(10)));
        assert_eq!(statistics(29, [(29, 10), (1, 0), (0, 0)], 10, 9).verdict(), Some(Verdict::TooEasy));
        assert_eq!(statistics(6, [(6, 5), (13, 3), (11, 2)], 5, 1).verdict(), Some(Verdict::TooHard));
        assert_eq!(statistics(15, [(15, 3), (10, 4), (5, 3)], 3, 8).verdict(), Some(Verdict::Misleading));
        assert_eq!(statistics(14, [(14, 2), (16, 8), (0, 0)], 2, 2).verdict(), Some(Verdict::Misleading));
        assert_eq!(statistics(15, [(15, 4), (10, 4), (5, 2)], 4, 6).verdict(), None, "chance does that");
        assert_eq!(statistics(14, [(14, 4), (16, 6), (0, 0)], 4, 4).verdict(), None, "and that");
        let few = QuestionStatistics { asked: 9, ..statistics(9, [(9, 3), (0, 0), (0, 0)], 3, 3) };
        assert_eq!(few.verdict(), None, "nine people say nothing");
    }

    #[test]
    fn contests_add_up_while_the_words_are_the_same() {
        let mut all = statistics(18, [(18, 9), (8, 1), (4, 0)], 9, 4);
        assert!(all.merge(&statistics(10, [(10, 6), (12, 2), (8, 2)], 6, 3)));
        assert_eq!((all.contests, all.asked, all.right, all.options[1].chosen, all.strong.right), (2, 60, 28, 20, 15));
        let mut other = statistics(1, [(1, 1), (0, 0), (0, 0)], 1, 0);
        other.revision.stem = "Gì nữa?".into();
        let resourced = Revision { source: "207-QĐ/TW".into(), ..all.revision.clone() };
        let mut carried = all.clone();
        assert!(carried.merge(&QuestionStatistics { revision: resourced.clone(), ..all.clone() }), "asked the same");
        assert_eq!((carried.asked, carried.revision), (120, resourced));
        assert!(!all.merge(&other));
        assert_eq!(all.asked, 60);
    }
}
