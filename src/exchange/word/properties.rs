//! Run properties: what one layer of formatting says, and how layers add up to what is displayed.

use super::super::document::{Look, NO_FILL};
use super::super::xml::Element;
use super::Theme;

/// What one `rPr` says; `None` where it says nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct RunProperties {
    pub bold: Option<bool>,
    pub italic: Option<bool>,
    pub capitals: Option<bool>,
    pub hidden: Option<bool>,
    pub underline: Option<bool>,
    pub colour: Option<u32>,
    pub highlight: Option<u32>,
    pub shading: Option<u32>,
    pub legacy_font: Option<bool>,
}

impl RunProperties {
    pub fn read(element: Option<&Element<'_>>, theme: &Theme) -> Self {
        let Some(element) = element else { return Self::default() };
        let switch = |name: &str| element.child(name).map(is_on);
        Self {
            bold: switch("b"),
            italic: switch("i"),
            capitals: switch("caps"),
            hidden: switch("vanish"),
            underline: element.child("u").and_then(|line| line.attribute("val")).map(|kind| kind != "none"),
            colour: element.child("color").and_then(|found| colour(found, theme)),
            highlight: element.child_value("highlight").map(highlight),
            shading: element.child("shd").map(|found| shading(found, theme)),
            legacy_font: element
                .child("rFonts")
                .and_then(|fonts| fonts.attribute("ascii").or_else(|| fonts.attribute("hAnsi")))
                .map(super::is_legacy_font),
        }
    }

    /// This layer over a lower one of the same kind: the upper wins where it speaks.
    pub fn over(self, lower: Self) -> Self {
        Self {
            bold: self.bold.or(lower.bold),
            italic: self.italic.or(lower.italic),
            capitals: self.capitals.or(lower.capitals),
            hidden: self.hidden.or(lower.hidden),
            underline: self.underline.or(lower.underline),
            colour: self.colour.or(lower.colour),
            highlight: self.highlight.or(lower.highlight),
            shading: self.shading.or(lower.shading),
            legacy_font: self.legacy_font.or(lower.legacy_font),
        }
    }
}

/// The layers of one run, from the bottom.
pub struct Layers {
    pub defaults: RunProperties,
    pub paragraph: RunProperties,
    pub character: RunProperties,
    pub direct: RunProperties,
}

impl Layers {
    fn sum(&self) -> RunProperties {
        self.direct.over(self.character).over(self.paragraph).over(self.defaults)
    }

    /// Switches of two kinds of styles cancel each other: *Strong* in a bold heading is not bold.
    fn switch(&self, of: impl Fn(&RunProperties) -> Option<bool>) -> bool {
        let styles = of(&self.paragraph).unwrap_or(false) ^ of(&self.character).unwrap_or(false);
        of(&self.direct).unwrap_or(of(&self.defaults).unwrap_or(false) || styles)
    }

    pub fn hidden(&self) -> bool {
        self.switch(|layer| layer.hidden)
    }

    pub fn capitals(&self) -> bool {
        self.switch(|layer| layer.capitals)
    }

    pub fn legacy_font(&self) -> bool {
        self.sum().legacy_font.unwrap_or(false)
    }

    /// As displayed on `paper`, the shading of the paragraph or cell.
    pub fn look(&self, paper: u32) -> Look {
        let sum = self.sum();
        let highlight = sum.highlight.filter(|fill| *fill != NO_FILL);
        let shading = sum.shading.filter(|fill| *fill != NO_FILL);
        Look {
            bold: self.switch(|layer| layer.bold),
            italic: self.switch(|layer| layer.italic),
            underline: sum.underline.unwrap_or(false),
            colour: sum.colour.unwrap_or(0),
            fill: highlight.or(shading).unwrap_or(paper),
        }
    }
}

/// A switch without a value is on.
pub fn is_on(switch: &Element<'_>) -> bool {
    !matches!(switch.attribute("val"), Some("0" | "false" | "off" | "none"))
}

pub fn hexadecimal(text: &str) -> Option<u32> {
    (text.len() == 6).then(|| u32::from_str_radix(text, 16).ok()).flatten()
}

/// Nearly black is black: pasted text is often #222222, and nobody sees it.
pub fn near_black(colour: u32) -> u32 {
    let dark = colour.to_be_bytes().iter().all(|channel| *channel <= 0x40);
    if dark { 0 } else { colour }
}

/// Nearly white is paper.
pub fn near_white(colour: u32) -> u32 {
    let light = colour.to_be_bytes()[1..].iter().all(|channel| *channel >= 0xf8);
    if light { NO_FILL } else { colour.max(1) }
}

fn colour(element: &Element<'_>, theme: &Theme) -> Option<u32> {
    let value = element.attribute("val");
    if let Some(colour) = value.and_then(hexadecimal) {
        return Some(near_black(colour));
    }
    if let Some(name) = element.attribute("themeColor") {
        return Some(near_black(theme_colour(name, theme)));
    }
    value.map(|_| 0)
}

fn theme_colour(name: &str, theme: &Theme) -> u32 {
    let name = match name {
        "text1" | "dark1" => "dk1",
        "text2" | "dark2" => "dk2",
        "background1" | "light1" => "lt1",
        "background2" | "light2" => "lt2",
        "hyperlink" => "hlink",
        "followedHyperlink" => "folHlink",
        other => other,
    };
    theme.get(name).copied().unwrap_or(match name {
        "dk1" => 0,
        "lt1" => 0xff_ffff,
        // A theme that is not there: some colour, and of each name another.
        other => 0x80_0000 + other.bytes().map(u32::from).sum::<u32>(),
    })
}

pub fn shading(element: &Element<'_>, theme: &Theme) -> u32 {
    let pattern = element.attribute("val").unwrap_or("clear");
    let (colour, themed) = match pattern {
        "nil" => return NO_FILL,
        "clear" => ("fill", "themeFill"),
        "solid" => ("color", "themeColor"),
        // Dots of the colour on the fill.
        _ if element.attribute("color").and_then(hexadecimal).is_some() => ("color", "themeColor"),
        _ if element.attribute("fill").and_then(hexadecimal).is_some_and(|fill| near_white(fill) != NO_FILL) => {
            ("fill", "themeFill")
        }
        _ => return 0x80_8080,
    };
    let value = element.attribute(colour).and_then(hexadecimal);
    let value = value.or_else(|| element.attribute(themed).map(|name| theme_colour(name, theme)));
    value.map_or(NO_FILL, near_white)
}

fn highlight(name: &str) -> u32 {
    match name {
        "none" | "white" => NO_FILL,
        "yellow" => 0xff_ff00,
        "green" => 0x00_ff00,
        "cyan" => 0x00_ffff,
        "magenta" => 0xff_00ff,
        "blue" => 0x00_00ff,
        "red" => 0xff_0000,
        other => 0x01_0000 + other.bytes().map(u32::from).sum::<u32>(),
    }
}
