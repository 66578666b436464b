//! Automatic numbers, counted as Word counts them.

use std::collections::HashMap;

use super::super::xml::Element;
use super::properties::RunProperties;
use super::styles::Styles;

const LEVELS: usize = 9;

#[derive(Clone, Default)]
struct Level {
    start: u32,
    format: String,
    /// `Câu %1:`
    text: String,
    suffix: &'static str,
    /// The level whose step sets this one back; by default every higher one.
    restarts_after: Option<usize>,
    all_decimal: bool,
    run: RunProperties,
}

#[derive(Default)]
struct List {
    levels: HashMap<usize, Level>,
    /// Lists of one definition count on together, until one says where it starts.
    definition: u32,
    starts: HashMap<usize, u32>,
}

#[derive(Default)]
pub struct Numbering {
    lists: HashMap<u32, List>,
    /// By definition.
    counters: HashMap<u32, [Option<u32>; LEVELS]>,
    /// `(list, level)` whose own start has been applied.
    started: Vec<(u32, usize)>,
}

/// A paragraph's number as shown, and how it is formatted beyond its paragraph's mark.
pub struct Number {
    pub text: String,
    pub run: RunProperties,
}

impl Numbering {
    pub fn read(root: Option<&Element<'_>>, styles: &Styles) -> Self {
        let Some(root) = root else { return Self::default() };
        let number = |element: &Element<'_>, name: &str| element.attribute(name)?.parse::<u32>().ok();
        let definitions: HashMap<u32, &Element<'_>> = root
            .children()
            .filter(|child| child.name == "abstractNum")
            .filter_map(|child| Some((number(child, "abstractNumId")?, child)))
            .collect();
        let of_list: HashMap<u32, u32> = root
            .children()
            .filter(|child| child.name == "num")
            .filter_map(|child| Some((number(child, "numId")?, child.child_value("abstractNumId")?.parse().ok()?)))
            .collect();
        let mut lists = HashMap::new();
        for child in root.children().filter(|child| child.name == "num") {
            let Some(id) = number(child, "numId") else { continue };
            let Some(mut definition) = of_list.get(&id).copied() else { continue };
            // A definition may only name the style of lists that holds the true one.
            if let Some(style) = definitions.get(&definition).and_then(|found| found.child_value("numStyleLink")) {
                let linked = styles.list_of(style).and_then(|list| of_list.get(&list).copied());
                definition = linked.unwrap_or(definition);
            }
            let levels = definitions.get(&definition).map(|found| read_levels(found, styles)).unwrap_or_default();
            let mut list = List { levels, definition, starts: HashMap::new() };
            for change in child.children().filter(|change| change.name == "lvlOverride") {
                let Some(at) = number(change, "ilvl").map(|level| level as usize) else { continue };
                if let Some(level) = change.child("lvl") {
                    list.levels.insert(at, read_level(level, styles));
                }
                if let Some(start) = change.child_value("startOverride").and_then(|start| start.parse().ok()) {
                    list.starts.insert(at, start);
                }
            }
            lists.insert(id, list);
        }
        Self { lists, counters: HashMap::new(), started: Vec::new() }
    }

    /// Whether a list draws dots or dashes at this level.
    pub fn is_bullet(&self, list_id: u32, level: usize) -> bool {
        let list = self.lists.get(&list_id);
        list.and_then(|list| list.levels.get(&level.min(LEVELS - 1))).is_some_and(|level| level.format == "bullet")
    }

    /// Counts one paragraph; `None` where it shows no number.
    pub fn next(&mut self, list_id: u32, level: usize) -> Option<Number> {
        let level = level.min(LEVELS - 1);
        let list = self.lists.get(&list_id)?;
        let counters = self.counters.entry(list.definition).or_default();
        let start_of = |at: usize| list.levels.get(&at).map_or(1, |found| found.start);
        if let Some(start) = list.starts.get(&level).filter(|_| !self.started.contains(&(list_id, level))) {
            counters[level] = Some(*start);
            self.started.push((list_id, level));
        } else {
            counters[level] = Some(counters[level].map_or(start_of(level), |count| count.saturating_add(1)));
        }
        for (at, counter) in counters.iter_mut().enumerate() {
            let after = list.levels.get(&at).and_then(|found| found.restarts_after);
            if at < level {
                counter.get_or_insert(start_of(at));
            } else if at > level && after.is_none_or(|after| level < after) {
                *counter = None;
            }
        }
        let counts = *counters;
        let shown = list.levels.get(&level)?;
        if matches!(shown.format.as_str(), "none" | "bullet") {
            return None;
        }
        let mut text = shown.text.clone();
        for (at, count) in counts.iter().enumerate() {
            let sign = format!("%{}", at + 1);
            if text.contains(&sign) {
                let format = list.levels.get(&at).map_or("decimal", |found| found.format.as_str());
                let format = if shown.all_decimal { "decimal" } else { format };
                text = text.replace(&sign, &write(count.unwrap_or(1), format));
            }
        }
        let has_text = !text.trim().is_empty();
        text.push_str(shown.suffix);
        has_text.then_some(Number { text, run: shown.run })
    }
}

fn read_levels(definition: &Element<'_>, styles: &Styles) -> HashMap<usize, Level> {
    let levels = definition.children().filter(|child| child.name == "lvl");
    levels.filter_map(|level| Some((level.attribute("ilvl")?.parse().ok()?, read_level(level, styles)))).collect()
}

fn read_level(level: &Element<'_>, styles: &Styles) -> Level {
    Level {
        start: level.child_value("start").and_then(|start| start.parse().ok()).unwrap_or(1),
        format: level.child_value("numFmt").unwrap_or("decimal").to_owned(),
        text: level.child_value("lvlText").unwrap_or_default().to_owned(),
        suffix: match level.child_value("suff") {
            Some("space") => " ",
            Some("nothing") => "",
            _ => "\t",
        },
        restarts_after: level.child_value("lvlRestart").and_then(|after| after.parse().ok()),
        all_decimal: level.child("isLgl").is_some_and(super::properties::is_on),
        run: RunProperties::read(level.child("rPr"), &styles.theme),
    }
}

fn write(number: u32, format: &str) -> String {
    match format {
        "upperLetter" => letters(number, b'A'),
        "lowerLetter" => letters(number, b'a'),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_lowercase(),
        "decimalZero" if number < 10 => format!("0{number}"),
        _ => number.to_string(),
    }
}

/// A … Z, AA, BB …
fn letters(number: u32, first: u8) -> String {
    let Some(index) = number.checked_sub(1) else { return String::new() };
    let letter = char::from(first + (index % 26) as u8);
    std::iter::repeat_n(letter, (index / 26).min(20) as usize + 1).collect()
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let (mut rest, mut text) = (number.min(3999), String::new());
    for (value, sign) in SIGNS {
        while rest >= value {
            text.push_str(sign);
            rest -= value;
        }
    }
    text
}
