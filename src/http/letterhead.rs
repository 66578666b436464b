//! What stands around the words of a unit's documents: as it was filled in, or else as its name and the tree say.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use jiff::civil::Date;

use super::error::Refusal;
use super::house::House;
use super::wording;
use crate::domain::calendar::local;
use crate::domain::document_settings::{DocumentSettings, Phrase};
use crate::domain::issued_document::printed_number;
use crate::domain::role::Role;
use crate::report::{Frame, Head, Layout, Signature};
use crate::store::Unit;

const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

impl House {
    /// How this unit's documents look.
    pub async fn letterhead(&self, unit: &Unit) -> Result<DocumentSettings, Refusal> {
        match self.store.document_settings(unit.id).await? {
            Some(settings) => Ok(settings),
            None => self.usual_letterhead(unit).await,
        }
    }

    /// How they look where nobody has said anything.
    async fn usual_letterhead(&self, unit: &Unit) -> Result<DocumentSettings, Refusal> {
        let superior = match unit.parent {
            Some(parent) => self.store.unit(parent).await?.map(|unit| wording::inert(&unit.name)),
            None => None,
        };
        let holders = self.store.role_holders(unit.id).await?;
        let mut secretaries = holders.iter().filter(|holder| holder.role == Role::Secretary);
        // Of several, nobody knows who signs.
        let signer = secretaries.next().filter(|_| secretaries.next().is_none());
        let office = Office::of(&unit.name);
        let mut recipients: Vec<String> = superior.iter().map(|name| format!("{name} (để báo cáo)")).collect();
        recipients.push(format!("{}, đảng viên", office.committee));
        let place = superior.as_deref().and_then(locality).unwrap_or_default();
        let settings = DocumentSettings { recipients, ..DocumentSettings::default() }
            .with(Phrase::Superior, superior.as_deref().map(str::to_uppercase).unwrap_or_default())
            .with(Phrase::Unit, wording::inert(&unit.name).to_uppercase())
            .with(Phrase::Place, place)
            .with(Phrase::Symbol, office.symbol)
            .with(Phrase::Term, term(local(self.auth.now()).date()))
            .with(Phrase::OnBehalfOf, format!("T/M {}", office.name.to_uppercase()))
            .with(Phrase::Office, "BÍ THƯ")
            .with(Phrase::Signer, signer.map(|holder| wording::inert(&holder.name)).unwrap_or_default())
            .with(Phrase::Kept, format!("Lưu {}", office.name));
        Ok(settings)
    }
}

/// Congresses are held every five years, in those that end in 0 or 5.
fn term(today: Date) -> String {
    let from = today.year() - today.year().rem_euclid(5);
    format!("{from}-{}", from + 5)
}

/// Head, signature and recipients of a document of this kind.
pub fn frame(settings: &DocumentSettings, abbreviation: &str, number: Option<u32>, on: Date) -> Frame {
    let phrase = |phrase| settings.phrase(phrase).to_owned();
    let mut recipients = settings.recipients.clone();
    recipients.push(phrase(Phrase::Kept));
    Frame {
        head: Head {
            superior: Some(phrase(Phrase::Superior)).filter(|name| !name.is_empty()),
            unit: phrase(Phrase::Unit),
            number: printed_number(number, abbreviation, settings.phrase(Phrase::Symbol)),
            place_and_date: place_and_date(settings.phrase(Phrase::Place), on),
        },
        signature: Signature {
            on_behalf_of: phrase(Phrase::OnBehalfOf),
            office: phrase(Phrase::Office),
            name: phrase(Phrase::Signer),
        },
        recipients,
    }
}

pub fn layout(settings: &DocumentSettings) -> Layout {
    Layout::with(&settings.figures)
}

/// A .docx file to be kept, edited and signed.
pub fn word_file(name: &str, bytes: Vec<u8>) -> HttpResponse {
    file(WORD, name, bytes)
}

pub fn file(kind: &'static str, name: &str, bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, kind))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        // It names people: no cache on the way keeps it.
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(bytes)
}

/// How an organisation signs, by what its name begins with; kinds of units are data and say nothing.
struct Office {
    name: &'static str,
    committee: &'static str,
    symbol: &'static str,
}

impl Office {
    fn of(unit: &str) -> Self {
        let begins = |word: &str| unit.to_lowercase().starts_with(word);
        match () {
            () if begins("đảng ủy") || begins("đảng uỷ") || begins("đảng bộ") => {
                Self { name: "Đảng ủy", committee: "Đảng ủy viên", symbol: "ĐU" }
            }
            () => Self { name: "Chi bộ", committee: "Chi ủy viên", symbol: "CB" },
        }
    }
}

/// `Hòa Mỹ, ngày 05 tháng 12 năm 2026`: a leading zero for days below ten, for months only 1 and 2.
fn place_and_date(place: &str, on: Date) -> String {
    let month = if on.month() <= 2 { format!("{:02}", on.month()) } else { on.month().to_string() };
    let place = if place.is_empty() { "………………" } else { place };
    format!("{place}, ngày {:02} tháng {month} năm {}", on.day(), on.year())
}

/// `Đảng ủy xã Hòa Mỹ` → `Hòa Mỹ`, `Đảng bộ phường 1` → `Phường 1`; none for a name that tells no place.
fn locality(superior: &str) -> Option<String> {
    let kinds = [(" xã ", "Xã"), (" phường ", "Phường"), (" đặc khu ", "Đặc khu"), (" thị trấn ", "Thị trấn")];
    let found = |(within, alone): &(&str, &str)| {
        let (_, rest) = superior.split_once(within)?;
        let place = rest.trim();
        let is_numbered = place.starts_with(|letter: char| letter.is_ascii_digit());
        Some(if is_numbered { format!("{alone} {place}") } else { place.to_owned() })
    };
    kinds.iter().find_map(found).filter(|place| !place.is_empty())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn place_and_date_are_written_as_the_norm_says() {
        assert_eq!(place_and_date("Hòa Mỹ", date(2026, 2, 5)), "Hòa Mỹ, ngày 05 tháng 02 năm 2026");
        assert_eq!(place_and_date("Phường 1", date(2026, 12, 16)), "Phường 1, ngày 16 tháng 12 năm 2026");
        assert_eq!(place_and_date("", date(2026, 3, 1)), "………………, ngày 01 tháng 3 năm 2026");
        assert_eq!(locality("Đảng ủy xã Hòa Mỹ").as_deref(), Some("Hòa Mỹ"));
        assert_eq!(locality("Đảng bộ phường 1").as_deref(), Some("Phường 1"));
        assert_eq!(locality("Đảng ủy Tổng công ty"), None);
        assert_eq!(Office::of("Đảng ủy xã Hòa Mỹ").symbol, "ĐU");
        assert_eq!(Office::of("Tổ đảng 1").name, "Chi bộ");
        assert_eq!([date(2026, 1, 1), date(2030, 1, 1)].map(term), ["2025-2030", "2030-2035"]);
    }
}
