//! XML parts as small trees. Elements and attributes go by their local names: office formats do
//! not use one name for two things at one place, and writers differ in prefixes.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Deeper is no document; it also bounds the recursion of whoever walks the tree.
const DEPTH: usize = 192;
/// Some ten thousand questions; each element takes about a hundred bytes.
const ELEMENTS: usize = 1_200_000;

#[derive(Debug, thiserror::Error)]
pub enum XmlError {
    /// Not well-formed, or with a document type, which office formats forbid.
    #[error("not well-formed XML")]
    Malformed,
    #[error("the XML is deeper or longer than a document can be")]
    TooLarge,
}

#[derive(Debug, Default)]
pub struct Element<'a> {
    /// The local name.
    pub name: &'a str,
    attributes: Vec<(&'a str, Cow<'a, str>)>,
    pub content: Vec<Content<'a>>,
}

#[derive(Debug)]
pub enum Content<'a> {
    Element(Element<'a>),
    Text(Cow<'a, str>),
}

impl<'a> Element<'a> {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(found, _)| *found == name).map(|(_, value)| value.as_ref())
    }

    pub fn children(&self) -> impl Iterator<Item = &Element<'a>> {
        self.content.iter().filter_map(|content| match content {
            Content::Element(element) => Some(element),
            Content::Text(_) => None,
        })
    }

    pub fn child(&self, name: &str) -> Option<&Element<'a>> {
        self.children().find(|child| child.name == name)
    }

    /// The attribute `val` of the child `name`: how Word writes most of its settings.
    pub fn child_value(&self, name: &str) -> Option<&str> {
        self.child(name)?.attribute("val")
    }

    /// Its own text, without that of its elements.
    pub fn own_text(&self) -> String {
        let texts = self.content.iter().filter_map(|content| match content {
            Content::Text(text) => Some(text.as_ref()),
            Content::Element(_) => None,
        });
        texts.collect()
    }

    /// All text in it.
    pub fn deep_text(&self) -> String {
        let mut text = String::new();
        self.write_text(&mut text);
        text
    }

    fn write_text(&self, text: &mut String) {
        for content in &self.content {
            match content {
                Content::Text(found) => text.push_str(found),
                Content::Element(element) => element.write_text(text),
            }
        }
    }
}

/// Reads one part; its root element.
pub fn parse(source: &str) -> Result<Element<'_>, XmlError> {
    let mut reader = Reader::from_str(source);
    let mut open: Vec<Element<'_>> = vec![Element::default()];
    let mut elements = 0_usize;
    loop {
        let event = reader.read_event().map_err(|_| XmlError::Malformed)?;
        let depth = open.len();
        let top = open.last_mut().ok_or(XmlError::Malformed)?;
        match event {
            Event::Start(_) | Event::Empty(_) if elements >= ELEMENTS || depth > DEPTH => {
                return Err(XmlError::TooLarge);
            }
            Event::Start(start) => {
                elements += 1;
                open.push(element(source, &start)?);
            }
            Event::Empty(start) => {
                elements += 1;
                top.content.push(Content::Element(element(source, &start)?));
            }
            Event::End(_) => {
                let done = open.pop().ok_or(XmlError::Malformed)?;
                open.last_mut().ok_or(XmlError::Malformed)?.content.push(Content::Element(done));
            }
            Event::Text(text) => push_text(top, text.xml10_content()),
            Event::CData(text) => push_text(top, text.xml10_content()),
            Event::GeneralRef(reference) => {
                let letter = reference.resolve_char_ref().map_err(|_| XmlError::Malformed)?;
                let letter = letter.or_else(|| predefined(reference.as_ref())).ok_or(XmlError::Malformed)?;
                push_text(top, Cow::Owned(letter.to_string()));
            }
            Event::DocType(_) => return Err(XmlError::Malformed),
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    let mut root = open.pop().filter(|_| open.is_empty()).ok_or(XmlError::Malformed)?;
    let at = root.content.iter().position(|content| matches!(content, Content::Element(_)));
    match at.map(|at| root.content.swap_remove(at)) {
        Some(Content::Element(element)) => Ok(element),
        _ => Err(XmlError::Malformed),
    }
}

/// Adjacent pieces are one text: a reference is an event of its own.
fn push_text<'a>(element: &mut Element<'a>, text: Cow<'a, str>) {
    if let Some(Content::Text(last)) = element.content.last_mut() {
        last.to_mut().push_str(&text);
    } else if !text.is_empty() {
        element.content.push(Content::Text(text));
    }
}

fn element<'a>(source: &'a str, start: &BytesStart<'_>) -> Result<Element<'a>, XmlError> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|_| XmlError::Malformed)?;
        let name = attribute.key.local_name();
        // Revision marks of every run: half of a document, and never asked for.
        if name.as_ref().starts_with("rsid")
            || name.as_ref().ends_with("Id") && attribute.key.as_ref().starts_with("w14:")
        {
            continue;
        }
        let value = quick_xml::escape::unescape(&attribute.value).map_err(|_| XmlError::Malformed)?;
        attributes.push((within(source, name.as_ref()), Cow::Owned(value.into_owned())));
    }
    Ok(Element { name: within(source, start.local_name().as_ref()), attributes, content: Vec::new() })
}

/// The same text with the lifetime of the source it was cut from.
fn within<'a>(source: &'a str, part: &str) -> &'a str {
    let at = (part.as_ptr() as usize).wrapping_sub(source.as_ptr() as usize);
    source.get(at..at + part.len()).unwrap_or_default()
}

fn predefined(name: &str) -> Option<char> {
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_names_values_and_text() {
        let root =
            parse("<?xml version=\"1.0\"?><w:a w:val=\"x&amp;y\">mot &#273; <![CDATA[<b>]]><b/>hai</w:a>").unwrap();
        assert_eq!((root.name, root.attribute("val")), ("a", Some("x&y")));
        assert_eq!(root.deep_text(), "mot đ <b>hai");
    }

    #[test]
    fn refuses_what_is_no_document() {
        let deep = "<a>".repeat(100_000);
        assert!(matches!(parse(&deep), Err(XmlError::TooLarge)));
        for broken in ["", "text", "<a>", "<a></b>", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "<a>&b;</a>"] {
            assert!(matches!(parse(broken), Err(XmlError::Malformed)), "{broken}");
        }
    }
}
