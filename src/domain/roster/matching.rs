//! Whom a line means: by card number, then phone and name, then name and birth, then a name that only one has.
//! Whatever leaves a doubt is for a person to decide.

use std::collections::{BTreeSet, HashMap};

use super::super::identity::UnitId;
use super::super::name::search_key;
use super::super::sameness::comparable;
use super::{Entry, Known, card_key};

/// What the lines of a file are held against.
pub struct Ground<'a> {
    /// Everybody of the unit and below, guests and the disabled included.
    pub known: &'a [Known],
    /// The unit itself first, then all open ones below it.
    pub units: &'a [(UnitId, String)],
    /// Keys of cards that somebody elsewhere has.
    pub cards_elsewhere: &'a BTreeSet<String>,
}

/// Whom a line means, as positions among the known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// By more than the name, or by the name alone.
    One {
        known: usize,
        by_name: bool,
    },
    Nobody,
    /// The card belongs to somebody of quite another name.
    OtherName(usize),
    Several(Vec<usize>),
}

/// The known, by everything that a line may be found by.
pub(super) struct Index<'a> {
    ground: &'a Ground<'a>,
    by_card: HashMap<String, usize>,
    by_phone: HashMap<&'a str, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
    /// Without marks.
    by_letters: HashMap<String, Vec<usize>>,
}

impl<'a> Index<'a> {
    pub fn of(ground: &'a Ground<'a>) -> Self {
        let (mut by_card, mut by_phone) = (HashMap::new(), HashMap::<&str, Vec<usize>>::new());
        let (mut by_name, mut by_letters) = (HashMap::<_, Vec<_>>::new(), HashMap::<_, Vec<_>>::new());
        for (at, known) in ground.known.iter().enumerate() {
            if let Some(card) = &known.details.card {
                by_card.insert(card_key(card), at);
            }
            if let Some(phone) = &known.details.phone {
                by_phone.entry(phone).or_default().push(at);
            }
            by_name.entry(comparable(&known.name)).or_default().push(at);
            by_letters.entry(search_key(&known.name)).or_default().push(at);
        }
        Self { ground, by_card, by_phone, by_name, by_letters }
    }

    /// `units` are those that the line may name; none where it names no unit.
    pub fn find(&self, entry: &Entry, units: &[UnitId]) -> Found {
        let name = comparable(&entry.name);
        let sure = |known| Found::One { known, by_name: false };
        let card = entry.details.card.as_deref().map(card_key);
        if let Some(&known) = card.as_ref().and_then(|card| self.by_card.get(card)) {
            let is_theirs = search_key(&self.ground.known[known].name) == search_key(&entry.name);
            return if is_theirs { sure(known) } else { Found::OtherName(known) };
        }
        let namesakes = self.by_name.get(&name).map_or(&[][..], Vec::as_slice);
        let by_phone = entry.details.phone.as_deref().and_then(|phone| self.by_phone.get(phone));
        // A couple may share a number, so the name counts as well.
        let both: Vec<usize> = by_phone.into_iter().flatten().copied().filter(|at| namesakes.contains(at)).collect();
        if let [known] = both.as_slice()
            && !self.contradicts(*known, entry)
        {
            return sure(*known);
        }
        if namesakes.is_empty() {
            return match self.by_letters.get(&search_key(&entry.name)) {
                Some(similar) => Found::Several(similar.clone()),
                None => Found::Nobody,
            };
        }
        let Some(birth) = entry.details.birth else { return self.by_name_alone(namesakes, entry, units) };
        let born = |at: &usize| self.ground.known[*at].details.birth;
        let same: Vec<usize> =
            namesakes.iter().copied().filter(|at| born(at).is_some_and(|own| own.agrees_with(birth))).collect();
        match same.as_slice() {
            [known] if birth.is_whole() && born(known).is_some_and(|own| own == birth) => sure(*known),
            [known] if !self.has_another_card(*known, entry) => sure(*known),
            [] if namesakes.iter().all(|at| born(at).is_none()) => self.by_name_alone(namesakes, entry, units),
            [] => Found::Several(namesakes.to_vec()),
            several => self.narrowed(several, units, false),
        }
    }

    fn by_name_alone(&self, namesakes: &[usize], entry: &Entry, units: &[UnitId]) -> Found {
        let is_there = |at: usize| units.is_empty() || units.contains(&self.ground.known[at].unit);
        match namesakes {
            [known] if is_there(*known) && !self.has_another_card(*known, entry) => {
                Found::One { known: *known, by_name: true }
            }
            several => self.narrowed(several, units, true),
        }
    }

    /// The one of them who is in the unit that the line names, if it names one and there is one.
    fn narrowed(&self, several: &[usize], units: &[UnitId], by_name: bool) -> Found {
        let there: Vec<usize> =
            several.iter().copied().filter(|at| units.contains(&self.ground.known[*at].unit)).collect();
        match there.as_slice() {
            [known] if several.len() > 1 => Found::One { known: *known, by_name },
            _ => Found::Several(several.to_vec()),
        }
    }

    fn has_another_card(&self, known: usize, entry: &Entry) -> bool {
        let cards = self.ground.known[known].details.card.as_deref().zip(entry.details.card.as_deref());
        cards.is_some_and(|(own, said)| card_key(own) != card_key(said))
    }

    fn contradicts(&self, known: usize, entry: &Entry) -> bool {
        let births = self.ground.known[known].details.birth.zip(entry.details.birth);
        births.is_some_and(|(own, said)| !own.agrees_with(said))
    }
}

/// Whether two lines of one name are certainly two people.
pub(super) fn are_two(one: &Entry, other: &Entry) -> bool {
    let births = one.details.birth.zip(other.details.birth);
    let cards = one.details.card.as_deref().zip(other.details.card.as_deref());
    let phones = one.details.phone.as_deref().zip(other.details.phone.as_deref());
    births.is_some_and(|(one, other)| !one.agrees_with(other))
        || cards.is_some_and(|(one, other)| card_key(one) != card_key(other))
        || phones.is_some_and(|(one, other)| one != other)
}

/// The units of this name, as lists name them: with or without `Chi bộ`, without marks.
pub(super) fn units_named(units: &[(UnitId, String)], name: &str) -> Vec<UnitId> {
    let bare = |name: &str| {
        let key = search_key(name);
        let rest = ["chi bo ", "cb ", "dang bo ", "to dang "].iter().find_map(|kind| key.strip_prefix(kind));
        rest.map(str::to_owned).unwrap_or(key)
    };
    let (whole, wanted) = (search_key(name), bare(name));
    let exact: Vec<UnitId> = units.iter().filter(|(_, own)| search_key(own) == whole).map(|(id, _)| *id).collect();
    if !exact.is_empty() {
        return exact;
    }
    units.iter().filter(|(_, own)| bare(own) == wanted).map(|(id, _)| *id).collect()
}
