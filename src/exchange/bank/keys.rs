//! Keys and explanations that stand together, and the questions they belong to.

use super::super::text;
use super::candidate::{Candidate, join};
use super::key::Key;

/// One list: what it says, and how many questions stood before it.
struct Group<T> {
    after: usize,
    entries: Vec<(u32, T)>,
}

#[derive(Default)]
pub struct Keys {
    answers: Vec<Group<Key>>,
    explanations: Vec<Group<String>>,
    sources: Vec<Group<String>>,
}

impl Keys {
    /// A list that begins at 1 again belongs to another section.
    pub fn add(&mut self, after: usize, pairs: Vec<(u32, Key)>) {
        for (number, key) in pairs {
            push(&mut self.answers, after, number, key);
        }
    }

    /// A line under a number; a second one goes on with the first.
    pub fn explain(&mut self, after: usize, number: u32, line: &str) {
        add_line(&mut self.explanations, after, number, line);
    }

    /// A source under a number.
    pub fn cite(&mut self, after: usize, number: u32, line: &str) {
        add_line(&mut self.sources, after, number, line);
    }

    /// Gives each question what the list of its section says; what a question says itself stands.
    pub fn apply(self, candidates: &mut [Candidate]) {
        assign(&self.answers, candidates, |candidate, key| {
            if candidate.key.is_none() {
                candidate.key = Some(key.clone());
            }
        });
        assign(&self.explanations, candidates, |candidate, said| {
            if candidate.explanation.is_empty() {
                candidate.explanation = text::squeeze(said);
            }
        });
        assign(&self.sources, candidates, |candidate, said| {
            if candidate.source.is_empty() {
                candidate.source = text::squeeze(said);
            }
        });
    }
}

fn add_line(groups: &mut Vec<Group<String>>, after: usize, number: u32, line: &str) {
    let last = groups.last_mut().filter(|group| group.after == after);
    match last.and_then(|group| group.entries.last_mut()).filter(|entry| entry.0 == number) {
        Some((_, found)) => join(found, line),
        None => push(groups, after, number, line.to_owned()),
    }
}

fn push<T>(groups: &mut Vec<Group<T>>, after: usize, number: u32, value: T) {
    let last = groups.last_mut().filter(|group| group.after == after);
    match last {
        Some(group) if number != 1 || !group.entries.iter().any(|entry| entry.0 == 1) => {
            group.entries.push((number, value));
        }
        _ => groups.push(Group { after, entries: vec![(number, value)] }),
    }
}

fn assign<T>(groups: &[Group<T>], candidates: &mut [Candidate], give: impl Fn(&mut Candidate, &T)) {
    let (mut from, mut index) = (0, 0);
    while index < groups.len() {
        let after = groups[index].after;
        let here: Vec<&Group<T>> = groups[index..].iter().take_while(|group| group.after == after).collect();
        index += here.len();
        // A list before all questions is for all of them.
        let to = if after == 0 { candidates.len() } else { after };
        let range = &mut candidates[from..to.max(from)];
        let mut sections: Vec<usize> = range.iter().map(|candidate| candidate.section).collect();
        sections.dedup();
        let mut numbers: Vec<u32> = range.iter().filter_map(|candidate| candidate.number).collect();
        numbers.sort_unstable();
        let restarts = numbers.windows(2).any(|pair| pair[0] == pair[1]);
        // The last list closes the last section, the one before it the section before.
        for (back, group) in here.iter().rev().enumerate() {
            let section = sections.len().checked_sub(back + 1).map(|at| sections[at]);
            for (number, value) in &group.entries {
                let mut matching: Vec<&mut Candidate> = range
                    .iter_mut()
                    .filter(|candidate| candidate.number == Some(*number))
                    .filter(|candidate| !(restarts || here.len() > 1) || Some(candidate.section) == section)
                    .collect();
                // Two questions of one number: neither is guessed.
                if let [candidate] = matching.as_mut_slice() {
                    give(candidate, value);
                }
            }
        }
        if after != 0 {
            from = after;
        }
    }
}
