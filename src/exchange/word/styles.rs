//! Styles and their inheritance.

use std::collections::HashMap;

use super::super::document::NO_FILL;
use super::super::xml::Element;
use super::properties::{RunProperties, shading};
use super::{Theme, theme_colours};

/// A style may be based on another; a chain that is longer runs in a circle.
const CHAIN: usize = 24;

#[derive(Default)]
struct Style {
    based_on: Option<String>,
    run: RunProperties,
    paper: Option<u32>,
    /// `(list, level)` of automatic numbering.
    list: (Option<u32>, Option<usize>),
    heading: bool,
    link: bool,
}

/// All layers of a style, added up.
#[derive(Clone, Copy, Default)]
pub struct StyleLook {
    pub run: RunProperties,
    pub paper: Option<u32>,
    pub list: (Option<u32>, Option<usize>),
    pub heading: bool,
    /// *Hyperlink*: its look is that of a link and marks nothing.
    pub link: bool,
}

#[derive(Default)]
pub struct Styles {
    pub theme: Theme,
    pub defaults: RunProperties,
    by_id: HashMap<String, StyleLook>,
    default_paragraph: Option<String>,
}

impl Styles {
    pub fn read(styles: Option<&Element<'_>>, theme: Option<&Element<'_>>) -> Self {
        let theme = theme_colours(theme);
        let Some(root) = styles else { return Self { theme, ..Self::default() } };
        let defaults = root.child("docDefaults").and_then(|found| found.child("rPrDefault")?.child("rPr"));
        let defaults = RunProperties::read(defaults, &theme);
        let (mut raw, mut default_paragraph) = (HashMap::new(), None);
        for style in root.children().filter(|child| child.name == "style") {
            let Some(id) = style.attribute("styleId") else { continue };
            let kind = style.attribute("type");
            if kind == Some("paragraph") && matches!(style.attribute("default"), Some("1" | "true" | "on")) {
                default_paragraph = Some(id.to_owned());
            }
            raw.insert(id.to_owned(), read_style(style, &theme));
        }
        // LibreOffice does not say which is the default; it is called Normal.
        let default_paragraph = default_paragraph.or_else(|| raw.contains_key("Normal").then(|| "Normal".to_owned()));
        let by_id = raw.keys().map(|id| (id.clone(), add_up(id, &raw))).collect();
        Self { theme, defaults, by_id, default_paragraph }
    }

    /// The style of a paragraph that names `id`, or none.
    pub fn paragraph(&self, id: Option<&str>) -> StyleLook {
        let named = id.and_then(|id| self.by_id.get(id));
        let look = named.or_else(|| self.by_id.get(self.default_paragraph.as_deref()?));
        look.copied().unwrap_or_default()
    }

    pub fn character(&self, id: Option<&str>) -> StyleLook {
        id.and_then(|id| self.by_id.get(id)).copied().unwrap_or_default()
    }

    /// The numbering a style of lists leads to.
    pub fn list_of(&self, id: &str) -> Option<u32> {
        self.by_id.get(id)?.list.0
    }
}

fn read_style(style: &Element<'_>, theme: &Theme) -> Style {
    let paragraph = style.child("pPr");
    let list = paragraph.and_then(|found| found.child("numPr"));
    let number = |name: &str| list?.child_value(name)?.parse::<u32>().ok();
    let name = style.child_value("name").unwrap_or_default().to_ascii_lowercase();
    let outline = paragraph.and_then(|found| found.child_value("outlineLvl"));
    Style {
        based_on: style.child_value("basedOn").map(str::to_owned),
        run: RunProperties::read(style.child("rPr"), theme),
        paper: paragraph.and_then(|found| found.child("shd")).map(|found| shading(found, theme)),
        list: (number("numId"), number("ilvl").map(|level| level as usize)),
        heading: outline.is_some_and(|level| level != "9") || name.starts_with("heading ") || name == "title",
        link: name == "hyperlink" || name == "followedhyperlink",
    }
}

fn add_up(id: &str, raw: &HashMap<String, Style>) -> StyleLook {
    let (mut look, mut next) = (StyleLook::default(), Some(id));
    for _ in 0..CHAIN {
        let Some(style) = next.and_then(|id| raw.get(id)) else { break };
        look.run = look.run.over(style.run);
        look.paper = look.paper.or(style.paper);
        look.list = (look.list.0.or(style.list.0), look.list.1.or(style.list.1));
        look.heading |= style.heading;
        look.link |= style.link;
        next = style.based_on.as_deref();
    }
    look.paper = look.paper.filter(|paper| *paper != NO_FILL);
    look
}
