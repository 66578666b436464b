//! The documents questions hang on. Norms are replaced all the time.

use serde::{Deserialize, Serialize};

use super::identity::DocumentId;
use super::sameness::same;
use super::text::{line, secret_marking, tidy};

/// A directive, resolution or regulation, known by number **and** date **and** issuer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    pub id: DocumentId,
    /// Number and symbol, for instance `05-CT/TW`; empty for a source without one.
    pub symbol: String,
    /// `YYYY-MM-DD`, or empty where the source gives none.
    pub issued_on: String,
    pub issuer: String,
    pub title: String,
    /// Where the document can be read elsewhere; empty, or `http://…` or `https://…`.
    pub link: String,
    pub standing: DocumentStanding,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentStanding {
    InForce,
    Superseded(Supersession),
}

/// That a document's questions cannot be drawn any more, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supersession {
    /// Symbol, or else title, of the document that replaced it.
    pub by: String,
    /// `YYYY-MM-DD`; absent where nobody knows.
    pub on: Option<String>,
    /// The same document, where it is registered.
    pub successor: Option<DocumentId>,
}

impl Document {
    /// What it is called in a list: its number, or else its title.
    pub fn name(&self) -> &str {
        if self.symbol.is_empty() { &self.title } else { &self.symbol }
    }

    pub fn is_in_force(&self) -> bool {
        self.standing == DocumentStanding::InForce
    }

    /// Whether both are the same document, whatever their identifiers: numbers repeat, so date and issuer count as
    /// well, and the title where there is no number.
    pub fn is_same_as(&self, other: &Self) -> bool {
        same(&self.symbol, &other.symbol)
            && self.issued_on == other.issued_on
            && same(&self.issuer, &other.issuer)
            && (!self.symbol.is_empty() || same(&self.title, &other.title))
    }
}

/// The document in force that took the place of this one, however many stood between: by what was chosen when it was
/// marked, or else by the only known document of that name.
pub fn successor_in_force<'a>(document: &Document, known: &'a [Document]) -> Option<&'a Document> {
    let mut current = document;
    // Whoever marks two documents as replaced by one another leads nobody around for ever.
    for _ in 0..known.len() {
        let DocumentStanding::Superseded(Supersession { by, successor, .. }) = &current.standing else { return None };
        let next = match successor {
            Some(id) => known.iter().find(|other| other.id == *id),
            None => {
                let mut named = known.iter().filter(|other| other.id != current.id && same(other.name(), by));
                named.next().filter(|_| named.next().is_none())
            }
        }?;
        if next.is_in_force() {
            return Some(next);
        }
        current = next;
    }
    None
}

/// What somebody fills in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentEntry {
    pub symbol: String,
    /// `15/5/2016` or `2016-05-15`.
    pub issued_on: String,
    pub issuer: String,
    pub title: String,
    pub link: String,
    /// Read by members before the contest.
    pub reading: String,
}

/// Why an entry cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentProblem {
    /// A document has a title.
    NoTitle,
    TitleTooLong,
    SymbolTooLong,
    /// No date of the calendar.
    Date,
    /// A numbered document is known by its date as well.
    NoDate,
    /// … and by its issuer.
    NoIssuer,
    IssuerTooLong,
    /// Not an address that a browser could open.
    Link,
    ReadingTooLong,
    /// Marked as a state secret.
    SecretTitle,
    SecretReading,
}

pub const SYMBOL_LENGTH: usize = 60;
pub const ISSUER_LENGTH: usize = 200;
pub const TITLE_LENGTH: usize = 500;
pub const LINK_LENGTH: usize = 500;
/// Some sixty pages.
pub const READING_LENGTH: usize = 150_000;

impl DocumentEntry {
    /// Everything as it would be kept; dates that are none stay as typed.
    pub fn tidied(self) -> Self {
        Self {
            symbol: line(&self.symbol),
            issued_on: read_date(&self.issued_on).unwrap_or_else(|| line(&self.issued_on)),
            issuer: line(&self.issuer),
            title: line(&self.title),
            link: line(&self.link),
            reading: tidy(&self.reading),
        }
    }

    /// What is wrong with a tidied entry; empty when it can be kept.
    pub fn problems(&self) -> Vec<DocumentProblem> {
        use DocumentProblem as P;
        let longer = |text: &str, most: usize| text.chars().count() > most;
        let numbered = !self.symbol.is_empty();
        [
            (self.title.is_empty(), P::NoTitle),
            (longer(&self.title, TITLE_LENGTH), P::TitleTooLong),
            (longer(&self.symbol, SYMBOL_LENGTH), P::SymbolTooLong),
            (!self.issued_on.is_empty() && read_date(&self.issued_on).is_none(), P::Date),
            (numbered && self.issued_on.is_empty(), P::NoDate),
            (numbered && self.issuer.is_empty(), P::NoIssuer),
            (longer(&self.issuer, ISSUER_LENGTH), P::IssuerTooLong),
            (!self.link.is_empty() && !is_address(&self.link), P::Link),
            (longer(&self.reading, READING_LENGTH), P::ReadingTooLong),
            (secret_marking(&self.title).is_some(), P::SecretTitle),
            (secret_marking(&self.reading).is_some(), P::SecretReading),
        ]
        .into_iter()
        .filter_map(|(holds, problem)| holds.then_some(problem))
        .collect()
    }

    /// The document of an entry without problems.
    pub fn document(&self, id: DocumentId, standing: DocumentStanding) -> Document {
        Document {
            id,
            symbol: self.symbol.clone(),
            issued_on: self.issued_on.clone(),
            issuer: self.issuer.clone(),
            title: self.title.clone(),
            link: self.link.clone(),
            standing,
        }
    }
}

/// `15/5/2016`, `15-05-2016`, `15.5.2016` or `2016-05-15` → `2016-05-15`; `None` for what is no day.
pub fn read_date(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.trim().split(['/', '-', '.']).map(str::trim).collect();
    let [one, month, other] = parts.as_slice() else { return None };
    let (day, year) = if one.len() == 4 { (other, one) } else { (one, other) };
    let (year, month, day) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let date = jiff::civil::Date::new(year, month, day).ok()?;
    (1_900..=2_200).contains(&date.year()).then(|| date.to_string())
}

fn is_address(link: &str) -> bool {
    let host = link.strip_prefix("https://").or_else(|| link.strip_prefix("http://"));
    let plain = |letter: char| !letter.is_whitespace() && !matches!(letter, '"' | '<' | '>' | '\\');
    host.is_some_and(|rest| rest.starts_with(char::is_alphanumeric) && rest.contains('.') && rest.chars().all(plain))
        && link.chars().count() <= LINK_LENGTH
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn entry() -> DocumentEntry {
        DocumentEntry {
            symbol: " 05-CT/TW ".into(),
            issued_on: "15/5/2016".into(),
            issuer: "Bộ Chính trị".into(),
            title: "Về đẩy mạnh học tập và làm theo".into(),
            link: "https://tulieuvankien.dangcongsan.vn/05".into(),
            reading: "Điều 1.\r\nMọi đảng viên …".into(),
        }
    }

    fn document(entry: DocumentEntry) -> Document {
        entry.tidied().document(DocumentId(Uuid::nil()), DocumentStanding::InForce)
    }

    #[test]
    fn dates_are_read_as_people_write_them_and_only_if_they_exist() {
        for text in ["15/5/2016", "15-05-2016", "2016-05-15", " 15.5.2016 "] {
            assert_eq!(read_date(text).as_deref(), Some("2016-05-15"), "{text}");
        }
        for text in ["", "5/2016", "31/2/2016", "15/13/2016", "15/5/16", "x", "2016-5-15-1", "15/5/99999"] {
            assert_eq!(read_date(text), None, "{text}");
        }
    }

    #[test]
    fn a_good_entry_has_no_problem_and_a_bad_one_says_which() {
        use DocumentProblem as P;
        assert_eq!(entry().tidied().problems(), []);
        let alone = DocumentEntry { title: "Bài báo về mô hình".into(), ..DocumentEntry::default() };
        assert_eq!(alone.tidied().problems(), [], "a source without a number needs nothing but its title");
        for (bad, problem) in [
            (DocumentEntry { title: "  ".into(), ..entry() }, P::NoTitle),
            (DocumentEntry { issued_on: String::new(), ..entry() }, P::NoDate),
            (DocumentEntry { issued_on: "30/2/2020".into(), ..entry() }, P::Date),
            (DocumentEntry { issuer: String::new(), ..entry() }, P::NoIssuer),
            (DocumentEntry { link: "javascript:alert(1)".into(), ..entry() }, P::Link),
            (DocumentEntry { link: "https://a b.vn".into(), ..entry() }, P::Link),
            (DocumentEntry { reading: "x".repeat(READING_LENGTH + 1), ..entry() }, P::ReadingTooLong),
            (DocumentEntry { reading: "Kính gửi\nTỐI MẬT\n".into(), ..entry() }, P::SecretReading),
        ] {
            assert_eq!(bad.tidied().problems(), [problem]);
        }
    }

    #[test]
    fn a_document_is_known_by_number_and_date_and_issuer() {
        let same = DocumentEntry {
            symbol: "05-ct/tw".into(),
            issued_on: "2016-05-15".into(),
            issuer: "bộ chính trị.".into(),
            title: "Tên khác".into(),
            ..entry()
        };
        assert!(document(entry()).is_same_as(&document(same.clone())));
        for other in [
            DocumentEntry { issued_on: "15/5/2017".into(), ..same.clone() },
            DocumentEntry { issuer: "Ban Bí thư".into(), ..same.clone() },
            DocumentEntry { symbol: "06-CT/TW".into(), ..same },
        ] {
            assert!(!document(entry()).is_same_as(&document(other)));
        }
    }

    #[test]
    fn what_replaced_a_document_is_found_through_all_that_stood_between() {
        let numbered = |n: u128, symbol: &str, standing: DocumentStanding| Document {
            id: DocumentId(Uuid::from_u128(n)),
            standing,
            ..document(DocumentEntry { symbol: symbol.into(), ..entry() })
        };
        let by = |name: &str, successor: Option<u128>| {
            let successor = successor.map(|n| DocumentId(Uuid::from_u128(n)));
            DocumentStanding::Superseded(Supersession { by: name.into(), on: None, successor })
        };
        let in_force = || DocumentStanding::InForce;
        let known = [
            numbered(1, "37-QĐ/TW", by("100-QĐ/TW", Some(2))),
            numbered(2, "100-QĐ/TW", by("207-qđ/tw", None)),
            numbered(3, "207-QĐ/TW", in_force()),
            numbered(4, "1-QĐ/TW", by("2-QĐ/TW", Some(5))),
            numbered(5, "2-QĐ/TW", by("1-QĐ/TW", Some(4))),
            numbered(6, "8-QĐ/TW", by("9-QĐ/TW", None)),
        ];
        let found = |at: usize| successor_in_force(&known[at], &known).map(|document| document.symbol.as_str());
        assert_eq!((found(0), found(1)), (Some("207-QĐ/TW"), Some("207-QĐ/TW")));
        assert_eq!(found(2), None, "in force itself");
        assert_eq!(found(3), None, "round in a circle");
        assert_eq!(found(5), None, "not registered");
        let twice = [known[1].clone(), known[2].clone(), numbered(7, "207-QĐ/TW", in_force())];
        assert_eq!(successor_in_force(&twice[0], &twice), None, "numbers repeat: a person says which");
    }
}
