//! Vietnamese names of people: their order, and how they are found.

use std::cell::OnceCell;

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::locale;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::text::line;

thread_local! {
    /// Made once a thread: its tables are part of the program, and looking them up is the slow part.
    static VIETNAMESE: OnceCell<Option<CollatorBorrowed<'static>>> = const { OnceCell::new() };
}

/// Orders names as Vietnamese lists do: by the given name, which stands last, then by the rest. Compared byte by
/// byte; lower-case hexadecimal, so that any database orders it alike.
pub fn sort_key(name: &str) -> String {
    let name = line(name);
    let (rest, given) = name.rsplit_once(' ').unwrap_or(("", &name));
    // Lower than any byte of a key: a given name that another begins with comes first.
    format!("{}00{}", collation_key(given), collation_key(rest))
}

fn collation_key(text: &str) -> String {
    let key = VIETNAMESE.with(|collator| {
        let make = || Collator::try_new(locale!("vi").into(), CollatorOptions::default()).ok();
        let collator = collator.get_or_init(make).as_ref()?;
        let mut key = Vec::new();
        collator.write_sort_key_to(text, &mut key).ok()?;
        Some(key)
    });
    hex::encode(key.unwrap_or_else(|| text.as_bytes().to_vec()))
}

/// How a name stands where it is not for everybody: `N. T. H.` for *Nguyễn Thị Hoa*.
pub fn initials(name: &str) -> String {
    let letters = name.split_whitespace().filter_map(|word| word.chars().next());
    let letters: Vec<String> = letters.map(|letter| format!("{}.", letter.to_uppercase())).collect();
    letters.join(" ")
}

/// What a name is found by: without marks and case, so that `dat` finds *Đạt*.
pub fn search_key(name: &str) -> String {
    let folded = line(name).to_lowercase().replace('đ', "d");
    folded.nfd().filter(|letter| !is_combining_mark(*letter)).collect()
}

/// Whether every word that was typed begins a word of the name.
pub fn is_found_by(name: &str, typed: &str) -> bool {
    let (name, typed) = (search_key(name), search_key(typed));
    typed.split_whitespace().all(|wanted| name.split_whitespace().any(|word| word.starts_with(wanted)))
}

#[cfg(test)]
mod tests {
    use super::{initials, is_found_by, search_key, sort_key};

    #[test]
    fn initials_tell_a_name_from_others_and_no_more() {
        assert_eq!(initials("Nguyễn Thị  Hoa"), "N. T. H.");
        assert_eq!(initials("đặng văn Ân"), "Đ. V. Â.");
        assert_eq!(initials(""), "");
    }

    #[test]
    fn names_stand_in_the_vietnamese_order_given_name_first() {
        let ordered = [
            "Lê Văn An",
            "Trần An",
            "Trần Thị Ân",
            "Nguyễn Văn Bình",
            "Phạm Thị Dung",
            "Hoàng Đạt",
            "Đỗ Văn Đức",
            "Nguyễn Thị Hòa",
            "Nguyễn Văn Hòa",
            "Vũ Quý",
            "Ngô Thị Thu",
            "Ngô Thị Thủy",
            "Bùi Ý",
        ];
        let mut shuffled = ordered;
        shuffled.reverse();
        shuffled.sort_by_key(|name| sort_key(name));
        assert_eq!(shuffled, ordered);
        assert_eq!(sort_key("Nguyễn  Văn\u{a0}Hòa "), sort_key("Nguyễn Văn Hòa"));
    }

    #[test]
    fn a_name_is_found_without_marks() {
        assert_eq!(search_key("Đặng Thị Thủy"), "dang thi thuy");
        assert!(is_found_by("Hoàng Văn Đạt", "dat"));
        assert!(is_found_by("Hoàng Văn Đạt", "ĐẠT hoang"));
        assert!(is_found_by("Nguyễn Thị Thuỷ", "thủy"));
        assert!(!is_found_by("Hoàng Văn Đạt", "at"));
    }
}
