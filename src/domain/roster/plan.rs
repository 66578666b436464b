//! What taking up a file would do, line by line, and who is not in it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

use super::super::identity::{MemberId, UnitId};
use super::super::sameness::comparable;
use super::matching::{Found, Ground, Index, are_two, units_named};
use super::{Entry, Field, FieldChange, Known, Line, Standing, card_key};

/// What becomes of one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Verdict {
    New {
        unit: UnitId,
    },
    Update {
        member: MemberId,
        changes: Vec<FieldChange>,
    },
    Unchanged {
        member: MemberId,
    },
    /// Takes part here as a guest: kept by the unit where they are at home.
    Guest {
        member: MemberId,
    },
    /// For a person to decide.
    Doubtful(Doubt),
    /// Not taken.
    Wrong(Trouble),
    /// A person decided so.
    LeftOut,
}

/// What is asked of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Doubt {
    /// Who it may be.
    pub candidates: Vec<MemberId>,
    pub may_be_new: bool,
    /// An earlier line of the same name that it may repeat.
    pub repeats: Option<usize>,
    /// Another line was given to the one who was chosen.
    pub taken: bool,
}

/// Why a line is not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Trouble {
    /// A cell could not be read; the reader says which.
    Unread,
    /// There is no unit of this name here or below.
    NoUnit(String),
    /// Several units have this name.
    ManyUnits(String),
    /// The card stands in this earlier line already.
    SameCard(usize),
    /// Somebody of another unit has the card.
    CardElsewhere,
}

/// What a person decided about a doubtful line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Is(MemberId),
    New,
    Skip,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// One for each line, in their order.
    pub verdicts: Vec<Verdict>,
    /// Members of the units that the file is about, whom no line means.
    pub missing: Vec<MemberId>,
}

/// Who a line is, as far as that is settled.
#[derive(Clone, Debug)]
enum Whom {
    /// Found by more than the name, or by the name alone.
    Known {
        at: usize,
        by_name: bool,
    },
    New,
    Asked(Doubt),
    Skipped,
    Wrong(Trouble),
}

/// Decides what each line would do; `answers` settle lines that are doubtful, by their position.
pub fn plan(lines: &[Line], ground: &Ground<'_>, answers: &BTreeMap<usize, Answer>) -> Plan {
    let index = Index::of(ground);
    let places: Vec<Result<Vec<UnitId>, Trouble>> = lines.iter().map(|line| place(&line.entry, ground)).collect();
    let mut whom = first_look(lines, ground, &index, &places);
    tell_apart(lines, ground, &mut whom);
    settle(&mut whom, ground, answers);
    let verdict = |(at, whom): (usize, &Whom)| verdict(&lines[at].entry, whom, ground, places[at].as_deref());
    let verdicts = whom.iter().enumerate().map(verdict).collect();
    Plan { verdicts, missing: missing(lines, ground, &whom, &places) }
}

/// The units that a line may name; empty where it names none.
fn place(entry: &Entry, ground: &Ground<'_>) -> Result<Vec<UnitId>, Trouble> {
    let Some(named) = &entry.unit else { return Ok(Vec::new()) };
    let found = units_named(ground.units, &named.name);
    // In a list of one cell, `Đơn vị` is where people work.
    let may_be_work = !named.surely && ground.units.len() < 2;
    if found.is_empty() && !may_be_work { Err(Trouble::NoUnit(named.name.clone())) } else { Ok(found) }
}

fn first_look(
    lines: &[Line],
    ground: &Ground<'_>,
    index: &Index<'_>,
    places: &[Result<Vec<UnitId>, Trouble>],
) -> Vec<Whom> {
    let mut cards: HashMap<String, usize> = HashMap::new();
    let look = |(at, line): (usize, &Line)| {
        if !line.is_sound {
            return Whom::Wrong(Trouble::Unread);
        }
        let units = match &places[at] {
            Ok(units) => units,
            Err(trouble) => return Whom::Wrong(trouble.clone()),
        };
        if let Some(key) = line.entry.details.card.as_deref().map(card_key) {
            if ground.cards_elsewhere.contains(&key) {
                return Whom::Wrong(Trouble::CardElsewhere);
            }
            if let Some(earlier) = cards.insert(key, at) {
                return Whom::Wrong(Trouble::SameCard(earlier));
            }
        }
        let asked = |candidates, may_be_new| Whom::Asked(Doubt { candidates, may_be_new, repeats: None, taken: false });
        let id = |known: &usize| ground.known[*known].id;
        match index.find(&line.entry, units) {
            Found::One { known: at, by_name } => match &line.entry.unit {
                Some(named) if units.len() > 1 && !units.contains(&ground.known[at].unit) => {
                    Whom::Wrong(Trouble::ManyUnits(named.name.clone()))
                }
                _ => Whom::Known { at, by_name },
            },
            Found::OtherName(known) => asked(vec![id(&known)], false),
            Found::Several(several) => asked(several.iter().map(id).collect(), true),
            Found::Nobody => match (units.as_slice(), &line.entry.unit) {
                ([_, _, ..], Some(named)) => Whom::Wrong(Trouble::ManyUnits(named.name.clone())),
                _ => Whom::New,
            },
        }
    };
    lines.iter().enumerate().map(look).collect()
}

/// Two lines may not mean one person, and two people of one name are asked about unless something tells them apart.
fn tell_apart(lines: &[Line], ground: &Ground<'_>, whom: &mut [Whom]) {
    let mut taken: HashMap<usize, usize> = HashMap::new();
    let mut names: HashMap<String, Vec<usize>> = HashMap::new();
    let mut order: Vec<usize> = (0..whom.len()).collect();
    // Whoever is named by more than the name keeps their member.
    order.sort_by_key(|at| matches!(whom[*at], Whom::Known { by_name: true, .. }));
    for at in order {
        match whom[at] {
            Whom::Known { at: known, .. } => match taken.get(&known) {
                Some(&earlier) => {
                    let candidates = vec![ground.known[known].id];
                    let doubt = Doubt { candidates, may_be_new: true, repeats: Some(earlier), taken: false };
                    whom[at] = Whom::Asked(doubt);
                }
                None => _ = taken.insert(known, at),
            },
            Whom::New => {
                let entry = &lines[at].entry;
                let others = names.entry(comparable(&entry.name)).or_default();
                let same = others.iter().copied().find(|other| !are_two(entry, &lines[*other].entry));
                others.push(at);
                if same.is_some() {
                    let doubt = Doubt { candidates: Vec::new(), may_be_new: true, repeats: same, taken: false };
                    whom[at] = Whom::Asked(doubt);
                }
            }
            _ => {}
        }
    }
}

/// Takes up what was decided, as far as it is among what was asked.
fn settle(whom: &mut [Whom], ground: &Ground<'_>, answers: &BTreeMap<usize, Answer>) {
    let position = |member: MemberId| ground.known.iter().position(|known| known.id == member);
    let mut taken: BTreeSet<usize> =
        whom.iter().filter_map(|whom| if let Whom::Known { at, .. } = whom { Some(*at) } else { None }).collect();
    for (at, answer) in answers {
        let Some(asked) = whom.get_mut(*at) else { continue };
        let Whom::Asked(doubt) = asked else { continue };
        match answer {
            Answer::Skip => *asked = Whom::Skipped,
            Answer::New if doubt.may_be_new => *asked = Whom::New,
            Answer::Is(member) if doubt.candidates.contains(member) => match position(*member) {
                Some(at) if taken.insert(at) => *asked = Whom::Known { at, by_name: false },
                _ => doubt.taken = true,
            },
            _ => {}
        }
    }
}

fn verdict(entry: &Entry, whom: &Whom, ground: &Ground<'_>, units: Result<&[UnitId], &Trouble>) -> Verdict {
    let units = units.unwrap_or_default();
    match whom {
        Whom::Known { at, .. } => of_known(entry, &ground.known[*at], units),
        Whom::New => match units.first().or(ground.units.first().map(|(id, _)| id)) {
            Some(unit) => Verdict::New { unit: *unit },
            None => Verdict::LeftOut,
        },
        Whom::Asked(doubt) => Verdict::Doubtful(doubt.clone()),
        Whom::Skipped => Verdict::LeftOut,
        Whom::Wrong(trouble) => Verdict::Wrong(trouble.clone()),
    }
}

fn of_known(entry: &Entry, known: &Known, units: &[UnitId]) -> Verdict {
    let member = known.id;
    if known.standing == Standing::Guest {
        return Verdict::Guest { member };
    }
    let mut changes = Vec::new();
    let mut change = |field, from: String, to: String| changes.push(FieldChange { field, from: Some(from), to });
    if entry.renames(known) {
        change(Field::Name, known.name.clone(), entry.name.clone());
    }
    if let Some(unit) = units.first().filter(|_| !units.contains(&known.unit)) {
        change(Field::Unit, known.unit.to_string(), unit.to_string());
    }
    if let Some(official) = entry.official.filter(|official| *official != known.official) {
        change(Field::Official, known.official.to_string(), official.to_string());
    }
    changes.extend(known.details.changes_to(&known.details.updated_by(&entry.details)));
    if changes.is_empty() { Verdict::Unchanged { member } } else { Verdict::Update { member, changes } }
}

impl Entry {
    /// Whether the name is another one: not for case or the place of a tone, and never towards one without any marks.
    fn renames(&self, known: &Known) -> bool {
        let has_lost_its_marks = self.name.is_ascii() && !known.name.is_ascii();
        comparable(&self.name) != comparable(&known.name) && !has_lost_its_marks
    }
}

/// A list of one cell says nothing of the cells beside it.
fn missing(
    lines: &[Line],
    ground: &Ground<'_>,
    whom: &[Whom],
    places: &[Result<Vec<UnitId>, Trouble>],
) -> Vec<MemberId> {
    let named: BTreeSet<UnitId> = places.iter().flatten().flatten().copied().collect();
    let (mut present, mut names, mut visited) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for (at, whom) in whom.iter().enumerate() {
        match whom {
            Whom::Known { at, .. } => {
                present.insert(ground.known[*at].id);
                visited.insert(ground.known[*at].unit);
            }
            Whom::Asked(doubt) => present.extend(&doubt.candidates),
            // What cannot be read of them does not make them absent.
            Whom::Wrong(_) | Whom::Skipped => _ = names.insert(comparable(&lines[at].entry.name)),
            Whom::New => {}
        }
    }
    let own = ground.units.first().map(|(id, _)| *id);
    let about = if named.is_empty() { visited.into_iter().chain(own).collect() } else { named };
    let is_missing = |known: &&Known| {
        known.standing == Standing::Regular
            && about.contains(&known.unit)
            && !present.contains(&known.id)
            && !names.contains(&comparable(&known.name))
    };
    ground.known.iter().filter(is_missing).map(|known| known.id).collect()
}
