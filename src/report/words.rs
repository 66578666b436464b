//! What somebody wrote, within our own sentences.

/// Without the mark that ends it.
pub(super) fn end(text: &str) -> &str {
    text.trim_end_matches(['.', ';', ',', ' '])
}

/// A title within a sentence: one that says what it is goes on in small letters, a name of its own is quoted.
pub(super) fn within_a_sentence(title: &str) -> String {
    let small = title.to_lowercase();
    let says_what_it_is = ["kỳ thi", "cuộc thi", "hội thi"].iter().any(|kind| small.starts_with(kind));
    if !says_what_it_is {
        return format!("kỳ thi “{title}”");
    }
    let mut letters = title.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// `Hạng nhất`, `Hạng 4`.
pub(super) fn place(place: u32) -> String {
    match place {
        1 => "Hạng nhất".to_owned(),
        2 => "Hạng nhì".to_owned(),
        3 => "Hạng ba".to_owned(),
        place => format!("Hạng {place}"),
    }
}

/// `đồng chí An`, `các đồng chí An, Bình và Chi`.
pub(super) fn people<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    match names.as_slice() {
        [] => String::new(),
        [name] => format!("đồng chí {name}"),
        [names @ .., last] => format!("các đồng chí {} và {last}", names.join(", ")),
    }
}

/// With a great first letter.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
