//! Who did not take part and why, and what the evening tells of those who did.

use super::words;
use crate::domain::contest::Contest;
use crate::domain::name::sort_key;
use crate::http::wording;
use crate::live::People;
use crate::protocol::Names as _;

/// Lines shown of either list.
const LINES: usize = 200;

pub(super) struct Absent {
    pub number: u32,
    pub name: String,
    pub unit: String,
    pub reason: String,
}

/// Somebody of whom there is something to look at.
pub(super) struct Watched {
    pub name: String,
    pub signals: String,
}

/// In the order of names; with how many there are beyond those shown.
pub(super) fn absent(contest: &Contest, people: &People) -> (Vec<Absent>, usize) {
    let mut lines: Vec<(String, Absent)> = contest
        .roster()
        .filter(|(participant, _)| !contest.took_part(*participant))
        .map(|(participant, enrolment)| {
            let (name, unit) = people.of(participant);
            let came = enrolment.joined_at.is_some();
            let reason = match enrolment.entry.excuse {
                Some(excuse) => format!("vắng có lý do: {}", wording::excuse(excuse)),
                None if came => "vào phòng thi mà không trả lời câu nào".to_owned(),
                None => "vắng, chưa ghi lý do".to_owned(),
            };
            let line = Absent { number: participant.0, name: wording::inert(name), unit: wording::inert(unit), reason };
            (sort_key(name), line)
        })
        .collect();
    lines.sort_by(|(one, _), (other, _)| one.cmp(other));
    let further = lines.len().saturating_sub(LINES);
    (lines.into_iter().take(LINES).map(|(_, line)| line).collect(), further)
}

/// Those with the most to look at first.
pub(super) fn watched(contest: &Contest, people: &People) -> Vec<Watched> {
    let mut all = contest.signals();
    all.sort_by_key(|(participant, signals)| (std::cmp::Reverse(signals.len()), *participant));
    let line = |(participant, signals): (_, Vec<_>)| Watched {
        name: words::name(people, participant),
        signals: signals.into_iter().map(words::signal).collect::<Vec<_>>().join("; "),
    };
    all.into_iter().take(LINES).map(line).collect()
}
