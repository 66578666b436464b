//! Bold, italic, underline, colour, highlight and shading as a key: only where exactly one option
//! differs from its siblings, or as many as the stem declares.

use super::super::document::{Glyph, Look, NO_FILL};
use super::super::text;
use super::scan::Scan;

/// Of a hundred letters, how many must share a look for an option to have it. A stressed word or a
/// name in italics is fewer.
const SHARE: usize = 60;

/// How one option is displayed: its letter, and its text as a whole.
#[derive(Clone, Debug, Default)]
pub struct OptionLooks {
    letter: Option<Look>,
    glyphs: Vec<Look>,
}

pub enum Decision {
    /// Positions of the options that stand out.
    Options(Vec<usize>),
    /// There are marks, and they decide nothing.
    Ambiguous,
    Unmarked,
}

impl OptionLooks {
    pub fn read(letter: Option<Look>, glyphs: &[Glyph]) -> Self {
        let mut looks = Self { letter, glyphs: Vec::new() };
        looks.add(glyphs);
        looks
    }

    /// Marked white space says nothing.
    pub fn add(&mut self, glyphs: &[Glyph]) {
        self.glyphs.extend(glyphs.iter().filter(|glyph| !glyph.letter.is_whitespace()).map(|glyph| glyph.look));
    }

    fn whole(&self) -> Look {
        let total = self.glyphs.len();
        let most = |count: usize| count * 100 >= total * SHARE && count > 0;
        let share = |test: fn(&Look) -> bool| most(self.glyphs.iter().filter(|look| test(look)).count());
        let common = |of: fn(&Look) -> u32| {
            let candidate = self.glyphs.get(total / 2).map_or(0, of);
            let alternatives = [candidate, self.glyphs.first().map_or(0, of)];
            let held = alternatives
                .into_iter()
                .find(|value| *value != 0 && most(self.glyphs.iter().filter(|look| of(look) == *value).count()));
            held.unwrap_or(0)
        };
        Look {
            bold: share(|look| look.bold),
            italic: share(|look| look.italic),
            underline: share(|look| look.underline),
            colour: common(|look| look.colour),
            fill: common(|look| look.fill),
        }
    }

    fn has_any(&self) -> bool {
        self.glyphs.iter().chain(&self.letter).any(|look| *look != Look::default())
    }
}

pub fn decide(options: &[&OptionLooks], stem: &str) -> Decision {
    let letters: Vec<Look> = options.iter().map(|looks| looks.letter.unwrap_or_default()).collect();
    let wholes: Vec<Look> = options.iter().map(|looks| looks.whole()).collect();
    let (letters, wholes) = (standing_out(&letters), standing_out(&wholes));
    let marked: Vec<usize> = (0..options.len()).filter(|at| letters[*at] || wholes[*at]).collect();
    let wanted = declared(stem).unwrap_or(1);
    if marked.len() == wanted && wanted < options.len() {
        Decision::Options(marked)
    } else if options.iter().any(|looks| looks.has_any()) {
        Decision::Ambiguous
    } else {
        Decision::Unmarked
    }
}

/// Which of `looks` have a mark that is not common to all.
fn standing_out(looks: &[Look]) -> Vec<bool> {
    let mut out = vec![false; looks.len()];
    for switch in [|look: &Look| look.bold, |look: &Look| look.italic, |look: &Look| look.underline] {
        if !looks.iter().all(switch) {
            looks.iter().zip(&mut out).for_each(|(look, out)| *out |= switch(look));
        }
    }
    for (value, none) in
        [(|look: &Look| look.colour) as fn(&Look) -> u32, |look: &Look| look.fill].into_iter().zip([0, NO_FILL])
    {
        let usual = usual(looks, value);
        let all = looks.iter().all(|look| value(look) != none);
        for (look, out) in looks.iter().zip(&mut out) {
            *out |= if all { value(look) != usual } else { value(look) != none };
        }
    }
    out
}

/// The most frequent value; of equal ones, the first.
fn usual(looks: &[Look], value: fn(&Look) -> u32) -> u32 {
    let count = |of: u32| looks.iter().filter(|look| value(look) == of).count();
    let mut best = looks.first().map_or(0, value);
    for look in looks {
        if count(value(look)) > count(best) {
            best = value(look);
        }
    }
    best
}

/// How many right options the stem announces: `chọn 2`, `có hai đáp án đúng`.
pub fn declared(stem: &str) -> Option<usize> {
    let folded: Vec<char> = text::folded(stem).chars().collect();
    let number = |scan: &mut Scan<'_>| -> Option<usize> {
        for (index, word) in ["mot", "hai", "ba", "bon", "nam"].into_iter().enumerate() {
            if scan.words(word) {
                return Some(index + 1);
            }
        }
        scan.number().map(|number| number as usize)
    };
    for start in 0..folded.len() {
        if start > 0 && folded[start - 1].is_alphanumeric() {
            continue;
        }
        let mut scan = Scan::new(&folded, start);
        if scan.words("chon") {
            scan.spaces();
            for filler in ["ra", "dung", "tat ca", "lay", "ca"] {
                if scan.words(filler) {
                    scan.spaces();
                }
            }
            if let Some(found) = number(&mut scan).filter(|found| (1..=6).contains(found)) {
                return Some(found);
            }
            continue;
        }
        if let Some(found) = number(&mut scan).filter(|found| (1..=6).contains(found)) {
            scan.spaces();
            let answers =
                ["dap an dung", "phuong an dung", "cau tra loi dung", "y dung", "lua chon dung", "dap an", "phuong an"];
            if answers.iter().any(|words| scan.words(words)) {
                return Some(found);
            }
        }
    }
    None
}
