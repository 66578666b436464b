//! A document of a party organisation: head, type and subject, body, recipients, signature, annexes.

/// In the order in which it is read.
#[derive(Clone, Debug, Default)]
pub struct PartyDocument {
    pub frame: Frame,
    /// `KẾ HOẠCH`
    pub kind: String,
    /// `tổ chức kỳ thi …`, lower case.
    pub subject: String,
    pub body: Vec<Block>,
    pub annexes: Vec<Annex>,
}

/// What stands around its words.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    pub head: Head,
    /// Without dashes; the last one keeps the copy.
    pub recipients: Vec<String>,
    pub signature: Signature,
}

#[derive(Clone, Debug, Default)]
pub struct Head {
    /// None for an organisation without one above it.
    pub superior: Option<String>,
    pub unit: String,
    /// `Số 05-KH/CB`, or with room for a number that is written by hand.
    pub number: String,
    /// `Hòa Mỹ, ngày 05 tháng 12 năm 2026`
    pub place_and_date: String,
}

#[derive(Clone, Debug, Default)]
pub struct Signature {
    /// `T/M CHI BỘ`
    pub on_behalf_of: String,
    /// `BÍ THƯ`
    pub office: String,
    /// Left empty, a name is written by hand.
    pub name: String,
}

/// On a page of its own.
#[derive(Clone, Debug, Default)]
pub struct Annex {
    /// `PHỤ LỤC`
    pub label: String,
    pub title: String,
    pub body: Vec<Block>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// `I. MỤC ĐÍCH, YÊU CẦU`
    Section(String),
    /// `1. Mục đích`
    Heading(String),
    Paragraph(String),
    /// One of a list, after a dash or a number that is part of it.
    Item(String),
    /// `QUYẾT ĐỊNH`, between the grounds and the articles.
    Centred(String),
    Table {
        columns: Vec<Column>,
        rows: Vec<Vec<String>>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub heading: String,
    /// Of the table's width, beside the parts of the other columns.
    pub part: u32,
    /// Centred, as numbers are.
    pub is_number: bool,
}

impl Block {
    pub fn paragraph(text: impl Into<String>) -> Self {
        Self::Paragraph(text.into())
    }

    pub fn item(text: impl AsRef<str>) -> Self {
        Self::Item(format!("- {}", text.as_ref()))
    }
}
