//! Which registered document a question's source names.

use unicode_normalization::char::is_combining_mark;

use super::document::Document;
use super::sameness::spoken;

/// The document that `source` names first, by its number or else its title; none where it names none, or one of
/// several with the same number without saying of which day.
pub fn cited<'a>(source: &str, documents: &'a [Document]) -> Option<&'a Document> {
    let source = spoken(source);
    let named = documents.iter().filter_map(|document| Some((mention(&source, document.name())?, document)));
    let named: Vec<(usize, &Document)> = named.collect();
    let first = named.iter().map(|(at, _)| *at).min()?;
    let mut meant: Vec<&Document> = named.iter().filter(|(at, _)| *at == first).map(|(_, it)| *it).collect();
    // `Điều lệ Đảng` begins where `Điều lệ Đảng Cộng sản Việt Nam` does.
    let longest = meant.iter().map(|document| document.name().len()).max()?;
    meant.retain(|document| document.name().len() == longest);
    if meant.iter().any(|document| !document.is_same_as(meant[0])) {
        meant.retain(|document| is_dated(&source, &document.issued_on));
    }
    let one = *meant.first()?;
    meant.iter().all(|document| document.is_same_as(one)).then_some(one)
}

/// Where `name` stands in `source` as words of its own: `05-CT/TW` does not in `105-CT/TW`.
fn mention(source: &str, name: &str) -> Option<usize> {
    let name = spoken(name);
    whole(source, &name).filter(|_| name.chars().count() > 3)
}

/// Where these very letters stand in a text as words of their own.
pub(super) fn whole(text: &str, name: &str) -> Option<usize> {
    let joins = |letter: char| letter.is_alphanumeric() || is_combining_mark(letter) || matches!(letter, '-' | '/');
    let alone = |at: &usize| {
        let (before, after) = (text[..*at].chars().next_back(), text[at + name.len()..].chars().next());
        !before.is_some_and(joins) && !after.is_some_and(joins)
    };
    text.match_indices(name).map(|(at, _)| at).find(alone)
}

/// Whether a source gives this day: `15/5/2016`, `15/05/2016`, `15-5-2016`.
fn is_dated(source: &str, day: &str) -> bool {
    let [year, month, day] = day.split('-').collect::<Vec<_>>()[..] else { return false };
    let (short_day, short_month) = (day.trim_start_matches('0'), month.trim_start_matches('0'));
    ["/", "-", "."].iter().any(|sign| {
        [(day, month), (short_day, short_month), (day, short_month), (short_day, month)]
            .iter()
            .any(|(day, month)| mention_of_day(source, &format!("{day}{sign}{month}{sign}{year}")))
    })
}

fn mention_of_day(source: &str, day: &str) -> bool {
    let is_digit = |letter: char| letter.is_ascii_digit();
    source
        .match_indices(day)
        .any(|(at, _)| !source[..at].ends_with(is_digit) && !source[at + day.len()..].starts_with(is_digit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::document::DocumentStanding;
    use crate::domain::identity::DocumentId;
    use uuid::Uuid;

    fn document(n: u128, symbol: &str, issued_on: &str, title: &str) -> Document {
        Document {
            id: DocumentId(Uuid::from_u128(n)),
            symbol: symbol.into(),
            issued_on: issued_on.into(),
            issuer: "Bộ Chính trị".into(),
            title: title.into(),
            link: String::new(),
            standing: DocumentStanding::InForce,
        }
    }

    #[test]
    fn a_source_names_a_document_by_its_number_or_title() {
        let known = [
            document(1, "05-CT/TW", "2016-05-15", "Về học tập"),
            document(2, "105-CT/TW", "2017-01-01", "Về việc khác"),
            document(3, "", "", "Điều lệ Đảng"),
            document(4, "", "", "Điều lệ Đảng Cộng sản Việt Nam"),
            document(5, "37-QĐ/TW", "2021-10-25", "Về những điều không được làm"),
            document(6, "37-QĐ/TW", "2016-10-25", "Về việc khác"),
            document(7, "19-HD/TW", "2024-01-02", "Hướng dẫn"),
            document(8, "19-HD/TW", "2024-01-02", "Hướng dẫn, tỉnh ghi lại"),
        ];
        for (source, found) in [
            ("Chỉ thị số 05-CT/TW, ngày 15/5/2016 của Bộ Chính trị", Some(1)),
            ("chỉ thị 05-ct/tw", Some(1)),
            ("Chỉ thị số 105-CT/TW", Some(2)),
            ("Hướng dẫn thực hiện 105-CT/TW và 05-CT/TW", Some(2)),
            ("Điều lệ Đảng, Điều 22", Some(3)),
            ("Điều lệ Đảng Cộng sản Việt Nam, Điều 22", Some(4)),
            ("Quy định số 37-QĐ/TW", None),
            ("Quy định số 37-QĐ/TW, ngày 25/10/2021", Some(5)),
            ("Quy định số 37-QĐ/TW ngày 25-10-2016", Some(6)),
            ("Hướng dẫn 19-HD/TW", Some(7)),
            ("Quy định 99-QĐ/TW", None),
            ("", None),
        ] {
            let named = cited(source, &known).map(|document| document.id.0.as_u128());
            assert_eq!(named, found, "{source}");
        }
    }
}
