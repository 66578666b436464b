//! How the cells of a workbook are formatted: number formats, fonts, fills.

use super::super::document::{Look, NO_FILL};
use super::super::xml::Element;
use super::format::NumberFormat;

#[derive(Default)]
pub struct CellStyles {
    cells: Vec<(NumberFormat, Look)>,
    theme: Vec<u32>,
}

impl CellStyles {
    pub fn read(styles: Option<&Element<'_>>, theme: Option<&Element<'_>>) -> Self {
        let scheme = theme.and_then(|theme| theme.child("themeElements")?.child("clrScheme"));
        let theme: Vec<u32> = scheme.iter().flat_map(|scheme| scheme.children()).map(scheme_colour).collect();
        let mut found = Self { cells: Vec::new(), theme };
        let Some(root) = styles else { return found };
        let part = |name: &str| root.child(name).map(|part| part.children().collect::<Vec<_>>()).unwrap_or_default();
        let formats: Vec<(u32, &str)> = part("numFmts")
            .iter()
            .filter_map(|format| Some((format.attribute("numFmtId")?.parse().ok()?, format.attribute("formatCode")?)))
            .collect();
        let fonts: Vec<Look> = part("fonts").iter().map(|font| found.font(font)).collect();
        let fills: Vec<u32> = part("fills").iter().map(|fill| found.fill(fill)).collect();
        let cells = part("cellXfs");
        let cells = cells.iter().map(|cell| {
            let number = |name: &str| cell.attribute(name).and_then(|value| value.parse::<usize>().ok()).unwrap_or(0);
            let id = number("numFmtId") as u32;
            let code = formats.iter().find(|(found, _)| *found == id).map(|(_, code)| *code);
            let look = fonts.get(number("fontId")).copied().unwrap_or_default();
            let fill = fills.get(number("fillId")).copied().unwrap_or(NO_FILL);
            (NumberFormat::read(id, code), Look { fill, ..look })
        });
        let cells = cells.collect();
        found.cells = cells;
        found
    }

    pub fn of(&self, index: usize) -> (&NumberFormat, Look) {
        static GENERAL: NumberFormat = NumberFormat::GENERAL;
        self.cells.get(index).map_or((&GENERAL, Look::default()), |(format, look)| (format, *look))
    }

    /// The font of a cell or of a run in it.
    pub fn font(&self, font: &Element<'_>) -> Look {
        let switch =
            |name: &str| font.child(name).is_some_and(|found| !matches!(found.attribute("val"), Some("0" | "false")));
        Look {
            bold: switch("b"),
            italic: switch("i"),
            underline: font.child("u").is_some_and(|found| found.attribute("val") != Some("none")),
            colour: font.child("color").map_or(0, |colour| near_black(self.colour(colour).unwrap_or(0))),
            fill: NO_FILL,
        }
    }

    fn fill(&self, fill: &Element<'_>) -> u32 {
        let Some(pattern) = fill.child("patternFill") else { return NO_FILL };
        match pattern.attribute("patternType") {
            None | Some("none" | "gray125") => NO_FILL,
            _ => pattern.child("fgColor").and_then(|colour| self.colour(colour)).map_or(0x80_8080, near_white),
        }
    }

    fn colour(&self, colour: &Element<'_>) -> Option<u32> {
        if let Some(rgb) = colour.attribute("rgb") {
            let digits = rgb.get(rgb.len().saturating_sub(6)..)?;
            return u32::from_str_radix(digits, 16).ok();
        }
        if let Some(theme) = colour.attribute("theme").and_then(|theme| theme.parse::<usize>().ok()) {
            // The first two pairs of a theme are counted light before dark.
            let at = [1, 0, 3, 2].get(theme).copied().unwrap_or(theme);
            return Some(self.theme.get(at).copied().unwrap_or(match theme {
                0 => 0xff_ffff,
                1 => 0,
                other => 0x80_0000 + other as u32,
            }));
        }
        match colour.attribute("indexed")?.parse::<u32>().ok()? {
            64 | 0 | 8 => Some(0),
            65 | 1 | 9 => Some(0xff_ffff),
            other => Some(0x80_0000 + other),
        }
    }
}

fn scheme_colour(colour: &Element<'_>) -> u32 {
    let value = colour.children().find_map(|child| child.attribute("lastClr").or_else(|| child.attribute("val")));
    value.and_then(|value| u32::from_str_radix(value, 16).ok()).unwrap_or(0)
}

fn near_black(colour: u32) -> u32 {
    let dark = colour.to_be_bytes()[1..].iter().all(|channel| *channel <= 0x40);
    if dark { 0 } else { colour }
}

fn near_white(colour: u32) -> u32 {
    let light = colour.to_be_bytes()[1..].iter().all(|channel| *channel >= 0xf8);
    if light { NO_FILL } else { colour.max(1) }
}
