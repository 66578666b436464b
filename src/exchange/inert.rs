//! Text that a spreadsheet must not take for a formula.

/// Whether a program that opens the cell would compute what stands in it.
pub fn is_live(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A cell of separated values: where it would be live, an apostrophe before it keeps it text. So does one that stands
/// there already, so that reading gives back what was written.
pub fn cell(text: &str) -> String {
    let live = is_live(text.trim_start_matches('\''));
    if live { format!("'{text}") } else { text.to_owned() }
}

/// What [`cell`] was made of.
pub fn spoken(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if is_live(text.trim_start_matches('\'')) => text,
        _ => cell,
    }
}

/// Without the two letters that no XML can hold.
pub fn printable(text: &str) -> String {
    text.chars().filter(|letter| !matches!(letter, '\u{fffe}' | '\u{ffff}')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_compute_is_kept_as_text_and_read_back() {
        for text in ["=1+1", "+84", "-5 độ", "@SUM(A1)", "\t=1", "'=1", "''-1", "'tis", "Đúng", ""] {
            assert!(!is_live(&cell(text)), "{text}");
            assert_eq!(spoken(&cell(text)), text);
        }
    }
}
