//! What is known of one member, as the member and whoever keeps the roster read it.

use super::words::{label, value};
use crate::domain::roster::MemberDetails;

/// One thing that is known.
pub struct DetailLine {
    pub label: &'static str,
    pub value: String,
}

/// For `member_details.html`; nothing is shown of what is not known.
pub fn detail_lines(details: &MemberDetails) -> Vec<DetailLine> {
    let known = details.values().into_iter().filter_map(|(field, said)| Some((field, said?)));
    known.map(|(field, said)| DetailLine { label: label(field), value: value(field, &said) }).collect()
}
